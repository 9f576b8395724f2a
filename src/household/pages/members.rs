//! `/households/{household}/members`: who belongs to it, who heads it; one member; which pupil of the school a member is.

use askama::Template;

use super::enter::person;
use super::{Crumbs, day, did, kept, managed, of, place, saw, text};
use crate::access::{Permit, Subject, acts};
use crate::base::{Error, Msg, PupilId, Result, RowId, SchoolDate};
use crate::household::codes::{HEALTH, LABOUR, RELATIONS, WORK};
use crate::household::export;
use crate::household::households;
use crate::household::members::{self as verbs, Member};
use crate::roster::pupils;
use crate::web::{Cx, Page, Reply};

/// Children that a search shows.
const FOUND: i64 = 12;

#[derive(Template)]
#[template(path = "household/pages/members.html")]
struct List {
    p: Page,
    crumbs: Crumbs,
    id: RowId,
    now: Vec<View>,
    former: Vec<View>,
    head: String,
    heads: Vec<(String, String)>,
    before: Vec<(String, String)>,
    options: Options,
    today: SchoolDate,
    writes: bool,
}

struct View {
    id: RowId,
    name: String,
    relation: String,
    text: String,
    days: String,
}

/// The options of the fields of a member.
struct Options {
    relations: Vec<(String, String)>,
    works: Vec<(String, String)>,
    healths: Vec<(String, String)>,
    labours: Vec<(String, String)>,
}

fn options(p: &Page, head: bool) -> Options {
    let relations = RELATIONS.into_iter().filter(|code| head || *code != "head");
    Options {
        relations: super::choices(p, "relation", relations),
        works: super::choices(p, "work", WORK),
        healths: super::choices(p, "health", HEALTH),
        labours: super::choices(p, "labour", LABOUR),
    }
}

fn view(p: &Page, one: &Member) -> View {
    let days = if one.until.year() > 9000 { one.from.to_string() } else { format!("{} – {}", one.from, one.until) };
    View { id: one.id, name: export::name(p.lang, one), relation: export::coded(p.lang, "relation", &one.is.relation), text: export::member(p.lang, one), days }
}

/// `GET /households/{household}/members`
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let at = place(cx)?;
    let p = cx.page("household-members");
    let (all, today) = (verbs::of(cx.tx, &at.permit, at.of.id)?, cx.tx.today());
    let head = households::one(cx.tx, &at.permit, &at.of)?.head;
    let mut all = all;
    all.sort_by_key(|one| (Some(one.id) != head, one.is.born.unwrap_or(i64::MAX)));
    let (here, gone): (Vec<&Member>, Vec<&Member>) = all.iter().partition(|one| one.is_here(today));
    let page = List {
        head: head.map(|id| id.to_string()).unwrap_or_default(),
        heads: here.iter().map(|one| (one.id.to_string(), export::name(p.lang, one))).collect(),
        now: here.iter().map(|one| view(&p, one)).collect(),
        former: gone.iter().map(|one| view(&p, one)).collect(),
        before: super::choices(&p, "relation", RELATIONS.into_iter().filter(|code| *code != "head")),
        options: options(&p, false),
        writes: super::keeps(cx, &at.of)?,
        id: at.of.id,
        crumbs: at.crumbs,
        today,
        p,
    };
    saw(cx, &at.of);
    cx.render(&page)
}

/// `POST /households/{household}/members`
pub(super) fn add(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (of, permit) = kept(cx)?;
    let (new, from) = (person(cx, ""), day(cx, "from"));
    verbs::add(cx.tx, &permit, &of, &new, from)?;
    did(cx, &of, "member");
    Ok(Reply::done(format!("{}/members", of.page()), "household-kept"))
}

/// `POST /households/{household}/head`
pub(super) fn set_head(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (of, permit) = kept(cx)?;
    let id: RowId = cx.field("head").parse().map_err(|_| Error::at("head", "household-choose"))?;
    let (before, when) = (text(cx, "before"), day(cx, "day"));
    verbs::set_head(cx.tx, &permit, &of, id, &before, when)?;
    did(cx, &of, "head");
    Ok(Reply::done(format!("{}/members", of.page()), "household-kept"))
}

#[derive(Template)]
#[template(path = "household/pages/member.html")]
struct Show {
    p: Page,
    crumbs: Crumbs,
    base: String,
    one: Member,
    born: String,
    named: bool,
    options: Options,
    today: SchoolDate,
}

fn member(cx: &mut Cx<'_, '_>, at: &super::Place) -> Result<Member> {
    let id: RowId = cx.path("member")?;
    verbs::of(cx.tx, &at.permit, at.of.id)?.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)
}

/// `GET /households/{household}/members/{member}`
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let at = place(cx)?;
    let one = member(cx, &at)?;
    let p = cx.page_of(&Msg::new("household-member-one").with("name", export::name(cx.lang(), &one)));
    let page = Show {
        born: one.is.born.map(|year| year.to_string()).unwrap_or_default(),
        named: one.pupil.is_none(),
        options: options(&p, one.is.relation == "head"),
        base: format!("{}/members/{}", at.of.page(), one.id),
        crumbs: at.crumbs,
        today: cx.tx.today(),
        one,
        p,
    };
    saw(cx, &at.of);
    cx.render(&page)
}

/// `POST /households/{household}/members/{member}`
pub(super) fn correct(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (of, permit) = kept(cx)?;
    let (id, new): (RowId, _) = (cx.path("member")?, person(cx, ""));
    verbs::correct(cx.tx, &permit, &of, id, &new)?;
    did(cx, &of, "member");
    Ok(Reply::done(format!("{}/members", of.page()), "household-kept"))
}

/// `POST /households/{household}/members/{member}/end`
pub(super) fn end(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (of, permit) = kept(cx)?;
    let (id, until): (RowId, _) = (cx.path("member")?, day(cx, "until"));
    verbs::end(cx.tx, &permit, &of, id, until)?;
    did(cx, &of, "member");
    Ok(Reply::done(format!("{}/members", of.page()), "household-kept"))
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Asked {
    q: String,
}

#[derive(Template)]
#[template(path = "household/pages/links.html")]
struct Links {
    p: Page,
    crumbs: Crumbs,
    path: String,
    name: String,
    pupil: Option<PupilId>,
    q: String,
    found: Vec<pupils::PupilLine>,
}

/// `GET /households/{household}/links/{member}`
pub(super) fn links(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let at = place(cx)?;
    let one = member(cx, &at)?;
    let p = cx.page("household-link");
    let typed = cx.query::<Asked>()?.q;
    let q = if typed.trim().is_empty() && one.pupil.is_none() { one.is.name.clone() } else { typed.trim().to_owned() };
    let page = Links {
        path: format!("/households/{}/links/{}", at.of.id, one.id),
        name: export::name(p.lang, &one),
        pupil: one.pupil,
        found: pupils::find(cx.tx, cx.who, &q, FOUND)?,
        crumbs: at.crumbs,
        q,
        p,
    };
    saw(cx, &at.of);
    cx.render(&page)
}

/// `POST /households/{household}/links/{member}`: the pupil who it is, or none.
pub(super) fn link(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (of, id): (_, RowId) = (of(cx)?, cx.path("member")?);
    let permit: Permit<acts::ManageVillages> = cx.permit(Subject::Village(of.village))?;
    let see = match cx.field("pupil") {
        "" => None,
        typed => Some(cx.permit::<acts::SeePupil>(typed.parse::<PupilId>().map_err(|_| Error::NotFound)?)?),
    };
    verbs::link(cx.tx, &permit, see.as_ref(), &of, id)?;
    managed(cx, &of, "link");
    Ok(Reply::done(of.page(), "household-kept"))
}

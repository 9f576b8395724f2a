//! `…/measures`: near and long-term measures of a household, plans of a village; each with its holder, its day, and whether it arrived.

use askama::Template;

use super::{Crumbs, colour, day, did, kept, people, place, saw, text};
use crate::base::{Error, Msg, Result, RowId, SchoolDate};
use crate::household::codes::GROUNDS;
use crate::household::export::coded;
use crate::household::matters;
use crate::household::measures::{self as verbs, Measure, New, STEPS};
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "household/pages/measures.html")]
struct List {
    p: Page,
    crumbs: Crumbs,
    base: String,
    is_village: bool,
    groups: Vec<(String, Vec<View>)>,
    unanswered: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    horizons: Vec<(String, String)>,
    grounds: Vec<(String, String)>,
    answers: Vec<(String, String)>,
    people: Vec<(String, String)>,
    today: SchoolDate,
    writes: bool,
}

struct View {
    m: Measure,
    kind: String,
    stand: String,
    colour: &'static str,
    answers: String,
    ground: String,
}

fn view(p: &Page, m: Measure, matters: &[matters::Matter], today: SchoolDate) -> View {
    let stand = m.stands(today).to_owned();
    let answers = matters.iter().find(|one| Some(one.id) == m.answers).map(|one| coded(p.lang, &one.what, &one.code)).unwrap_or_default();
    View { kind: coded(p.lang, "measure", &m.kind), colour: colour(&stand), stand: coded(p.lang, "stand", &stand), answers, ground: coded(p.lang, "ground", &m.ground), m }
}

/// `GET …/measures`
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let at = place(cx)?;
    let p = cx.page(if at.of.is_village { "household-plans" } else { "household-measures" });
    let (all, today) = (verbs::of(cx.tx, &at.permit, &at.of)?, cx.tx.today());
    let matters = if at.of.is_village { Vec::new() } else { matters::of(cx.tx, &at.permit, &at.of)? };
    let unanswered = verbs::unanswered(&matters, &all, today).into_iter().map(|one| (coded(p.lang, &one.what, &one.code), one.body.words.clone())).collect();
    let answers = matters.iter().filter(|one| matches!(one.what.as_str(), "cause" | "need") && one.is_open(today));
    let answers = answers.map(|one| (one.id.to_string(), format!("{}：{}", p.t(&format!("household-what-{}", one.what)), coded(p.lang, &one.what, &one.code)))).collect::<Vec<_>>();
    let group = |horizon: &str| {
        let of = all.iter().filter(|one| one.horizon == horizon).cloned();
        (coded(p.lang, "horizon", horizon), of.map(|one| view(&p, one, &matters, today)).collect::<Vec<_>>())
    };
    let page = List {
        groups: ["near", "long"].into_iter().map(group).filter(|(_, all)| !all.is_empty()).collect(),
        unanswered,
        kinds: super::choices(&p, "measure", verbs::kinds(at.of.is_village).iter().map(|code| code.0)),
        horizons: super::choices(&p, "horizon", ["near", "long"]),
        grounds: super::optional(&p, "household-ground-none", super::choices(&p, "ground", GROUNDS)),
        answers: super::optional(&p, "household-answers-none", answers),
        people: people(cx, &p, &at.of)?,
        writes: super::keeps(cx, &at.of)?,
        base: at.of.page(),
        is_village: at.of.is_village,
        crumbs: at.crumbs,
        today,
        p,
    };
    saw(cx, &at.of);
    cx.render(&page)
}

/// `POST …/measures`
pub(super) fn plan(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (of, permit) = kept(cx)?;
    let new = New {
        id: None,
        kind: text(cx, "kind"),
        horizon: text(cx, "horizon"),
        answers: text(cx, "answers"),
        ground: text(cx, "ground"),
        staff: text(cx, "staff"),
        holder: text(cx, "name"),
        from: day(cx, "from"),
        due: day(cx, "due"),
        what: text(cx, "what"),
        aim: text(cx, "aim"),
    };
    verbs::plan(cx.tx, &permit, &of, &new)?;
    did(cx, &of, "measure");
    Ok(Reply::done(format!("{}/measures", of.page()), "household-kept"))
}

#[derive(Template)]
#[template(path = "household/pages/measure.html")]
struct Show {
    p: Page,
    crumbs: Crumbs,
    base: String,
    one: View,
    steps: Vec<(String, String)>,
    today: SchoolDate,
    writes: bool,
}

/// `GET …/measures/{measure}`
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let at = place(cx)?;
    let id: RowId = cx.path("measure")?;
    let m = verbs::of(cx.tx, &at.permit, &at.of)?.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)?;
    let matters = if at.of.is_village { Vec::new() } else { matters::of(cx.tx, &at.permit, &at.of)? };
    let p = cx.page_of(&Msg::new("household-measure-of").with("name", at.name()).with("what", coded(cx.lang(), "measure", &m.kind)));
    let today = cx.tx.today();
    let page =
        Show { one: view(&p, m, &matters, today), steps: super::choices(&p, "stand", STEPS), writes: super::keeps(cx, &at.of)?, base: at.of.page(), crumbs: at.crumbs, today, p };
    saw(cx, &at.of);
    cx.render(&page)
}

/// `POST …/measures/{measure}`
pub(super) fn step(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (of, permit) = kept(cx)?;
    let id: RowId = cx.path("measure")?;
    let (what, evidence, when, seen) = (text(cx, "step"), text(cx, "evidence"), day(cx, "day"), cx.field("seen").parse().unwrap_or_default());
    verbs::step(cx.tx, &permit, &of, id, seen, &what, when, &evidence)?;
    did(cx, &of, "step");
    Ok(Reply::done(format!("{}/measures", of.page()), "household-kept"))
}

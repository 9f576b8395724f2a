//! The list of a class: each child with its reasons and what was said; handing up, giving back, and children added by hand.

use askama::Template;
use serde::Deserialize;

use super::opened;
use super::show::{ChangeView, change_views};
use super::views::{Card, Labels, card, day_words, seat_words, state, step};
use crate::access::{Action, Permit, Subject, acts, why};
use crate::base::{ClassId, Error, Msg, PupilId, Result, words};
use crate::programme::naming;
use crate::roster::time;
use crate::screening::list_state::{Step, is_open};
use crate::screening::review::{self, Addition};
use crate::screening::round::Opened;
use crate::screening::say::{CODES, SOURCES};
use crate::screening::{filing, share, survey};
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "screening/pages/rounds/class.html")]
struct OfClass {
    p: Page,
    lead: String,
    round: String,
    round_name: String,
    address: String,
    state: String,
    tone: &'static str,
    comment: String,
    steps: Vec<(String, String)>,
    cards: Vec<Card>,
    writes: bool,
    ask: String,
    waiting: String,
    rest: usize,
    returns: bool,
    changes_href: String,
    changes: Vec<ChangeView>,
    /// Whom the survey names and the list does not: where they are added, name and kinds.
    named: Vec<(String, String, String)>,
}

/// The page.
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("class")?;
    let permit = cx.permit::<acts::SeeCandidates>(id)?;
    let opened = opened(cx)?;
    let class = time::class(cx.tx, id)?;
    if class.year != opened.term.year {
        return Err(Error::NotFound);
    }
    let children = review::of_class(cx.tx, &permit, &opened)?;
    let labels = Labels::of(cx, permit.levels())?;
    let lang = labels.lang;
    let whole = permit.why().subjects().is_none();
    let history = filing::history(cx.tx, &opened)?.remove(&id).unwrap_or_default();
    let newest = history.last().map(|signed| signed.step);
    let may = |cx: &mut Cx<'_, '_>, action: Action| why(cx.tx, cx.who, action, Subject::Class(id)).map(|why| why.is_some());
    let (reviews, compiles, files) = (may(cx, Action::ReviewClass)?, may(cx, Action::CompileGrade)?, may(cx, Action::FileRound)?);
    let confirmed = children.iter().filter(|child| child.said.as_ref().is_some_and(|said| said.verdict.what.is_listed())).count();
    let waiting = children.iter().filter(|child| child.said.is_none()).count();
    let ask = share::beyond(i64::try_from(confirmed).unwrap_or(i64::MAX), opened.guide()).map(|beyond| Msg::new(beyond.key()).with("count", confirmed).text(lang));
    let comment = history.last().filter(|signed| signed.step == Step::Returned).map(|signed| signed.note.clone());
    let (state, tone) = state(newest, lang);
    let lead = Msg::new("screening-round-class-lead").with("count", children.len()).with("when", day_words(opened.due_of(class.level), lang));
    let writes = reviews && is_open(newest);
    let named = if writes { named(cx, &permit, &opened, &children)? } else { Vec::new() };
    let shown = OfClass {
        p: cx.page_of(&Msg::new("screening-round-class-title").with("class", &class.name)),
        lead: if whole { lead.text(lang) } else { Msg::new("screening-round-teacher-lead").with("count", children.len()).text(lang) },
        round: opened.address(),
        round_name: opened.programme.name.clone(),
        address: format!("{}/classes/{id}", opened.address()),
        state,
        tone,
        comment: comment.unwrap_or_default(),
        steps: if whole { history.iter().map(|signed| (step(signed, lang), signed.note.clone())).collect() } else { Vec::new() },
        cards: children.iter().map(|child| card(child, &opened, &labels)).collect(),
        writes,
        named,
        ask: ask.unwrap_or_default(),
        waiting: if waiting > 0 { Msg::new("screening-round-still-waiting").with("count", waiting).text(lang) } else { String::new() },
        rest: if whole { children.iter().filter(|child| child.said.is_none() && child.last.is_none()).count() } else { 0 },
        returns: compiles && matches!(newest, Some(Step::HandedUp | Step::Compiled)),
        changes_href: if files && newest == Some(Step::Filed) { format!("{}/classes/{id}/changes", opened.address()) } else { String::new() },
        changes: change_views(cx, &opened, |class| class == id)?,
    };
    cx.saw("SeeCandidates", Subject::Class(id), permit.levels().within(super::SHOWN));
    cx.render(&shown)
}

/// Whom the survey of the class names for the programme and the list does not.
fn named(cx: &mut Cx<'_, '_>, permit: &Permit<acts::SeeCandidates>, opened: &Opened, there: &[review::Child]) -> Result<Vec<(String, String, String)>> {
    let (lang, names) = (cx.lang(), naming::names(cx.tx)?);
    let address = format!("{}/classes/{}/additions", opened.address(), permit.class()?);
    let found = survey::named_for(cx.tx, permit, &opened.programme.categories)?;
    let missing = found.into_iter().filter(|(pupil, ..)| there.iter().all(|child| child.pupil != *pupil));
    let comma = words::word(lang, "screening-list-comma");
    Ok(missing
        .map(|(pupil, name, seat, kinds)| {
            let kinds: Vec<String> = kinds.into_iter().map(|kind| survey::word(&names, kind, lang)).collect();
            (format!("{address}?pupil={pupil}"), format!("{} {name}", seat_words(seat, lang)).trim().to_owned(), kinds.join(&comma))
        })
        .collect())
}

/// `POST …/hand-up`
pub(super) fn hand_up(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("class")?;
    let permit = cx.permit::<acts::ReviewClass>(id)?;
    let opened = opened(cx)?;
    let note = cx.field("note").to_owned();
    filing::hand_up(cx.tx, &permit, &opened, &note)?;
    cx.did("ReviewClass", Subject::Class(id), permit.levels().within(super::SHOWN), format!("handed up {}", opened.round.id));
    Ok(Reply::done(format!("{}/classes/{id}", opened.address()), "screening-round-handed-up"))
}

/// `POST …/watch`: the rest of the list is watched.
pub(super) fn watch_rest(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("class")?;
    let permit = cx.permit::<acts::ReviewClass>(id)?;
    let opened = opened(cx)?;
    let watched = review::watch_rest(cx.tx, &permit, &opened)?;
    cx.did("ReviewClass", Subject::Class(id), permit.levels().within(super::SHOWN), format!("watched {watched} {}", opened.round.id));
    Ok(Reply::done(format!("{}/classes/{id}", opened.address()), Msg::new("screening-round-watched").with("count", watched)))
}

/// `POST …/return`
pub(super) fn give_back(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("class")?;
    let permit = cx.permit::<acts::CompileGrade>(id)?;
    let opened = opened(cx)?;
    let comment = cx.field("comment").to_owned();
    filing::give_back(cx.tx, &permit, &opened, &comment)?;
    cx.did("CompileGrade", Subject::Class(id), permit.levels().within(super::SHOWN), format!("returned {}", opened.round.id));
    Ok(Reply::done(opened.address(), Msg::new("screening-round-returned").with("class", time::class(cx.tx, id)?.name)))
}

#[derive(Template)]
#[template(path = "screening/pages/rounds/addition.html")]
struct AdditionForm {
    /// Who was asked for; empty otherwise.
    pupil: String,
    p: Page,
    back: String,
    class_name: String,
    pupils: Vec<(String, String)>,
    codes: Vec<(String, String)>,
    sources: Vec<(String, String)>,
}

/// The child for whom the form is opened.
#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    pupil: String,
}

/// Children of a class to choose from, with the seat number; those on the list already are left out.
pub(super) fn picker(cx: &mut Cx<'_, '_>, id: ClassId, opened: &Opened, without: &[PupilId]) -> Result<Vec<(String, String)>> {
    let permit = cx.permit::<acts::SeeCandidates>(id)?;
    let (lang, choose) = (cx.lang(), Msg::new("screening-round-choose").text(cx.lang()));
    let seats = review::seats(cx.tx, &permit, opened)?.into_iter().filter(|(pupil, ..)| !without.contains(pupil));
    let named = seats.map(|(pupil, name, seat)| (pupil.to_string(), format!("{} {name}", seat_words(seat, lang)).trim().to_owned()));
    Ok(std::iter::once((String::new(), choose)).chain(named).collect())
}

fn coded(codes: &[&str], prefix: &str, p: &Page) -> Vec<(String, String)> {
    codes.iter().map(|code| ((*code).to_owned(), p.t(&format!("{prefix}{code}")))).collect()
}

/// `GET …/additions`
pub(super) fn addition(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("class")?;
    cx.permit::<acts::ReviewClass>(id)?;
    let opened = opened(cx)?;
    let see = cx.permit::<acts::SeeCandidates>(id)?;
    let there: Vec<PupilId> = review::of_class(cx.tx, &see, &opened)?.iter().map(|child| child.pupil).collect();
    let p = cx.page("screening-round-add");
    let Asked { pupil } = cx.query()?;
    let shown = AdditionForm {
        pupil,
        back: format!("{}/classes/{id}", opened.address()),
        class_name: time::class(cx.tx, id)?.name,
        pupils: picker(cx, id, &opened, &there)?,
        codes: coded(&CODES, "screening-round-code-", &p),
        sources: coded(&SOURCES, "screening-round-source-", &p),
        p,
    };
    cx.render(&shown)
}

/// The child that a form of a class names, which must sit in it.
pub(super) fn chosen(cx: &mut Cx<'_, '_>, id: ClassId, opened: &Opened) -> Result<PupilId> {
    let see = cx.permit::<acts::SeeCandidates>(id)?;
    let pupil: PupilId = cx.field("pupil").parse().map_err(|_| Error::at("pupil", "screening-round-pupil-needed"))?;
    let here = review::seats(cx.tx, &see, opened)?.iter().any(|(one, ..)| *one == pupil);
    if here { Ok(pupil) } else { Err(Error::at("pupil", "screening-round-pupil-needed")) }
}

/// `POST …/additions`
pub(super) fn add(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("class")?;
    cx.permit::<acts::ReviewClass>(id)?;
    let opened = opened(cx)?;
    let pupil = chosen(cx, id, &opened)?;
    let permit = cx.permit::<acts::ReviewClass>(pupil)?;
    let new = Addition { code: cx.field("code").to_owned(), source: cx.field("source").to_owned(), words: cx.field("words").to_owned() };
    review::add(cx.tx, &permit, &opened, &new)?;
    cx.did("ReviewClass", Subject::Pupil(pupil), permit.levels().within(super::SHOWN), format!("added {}", opened.round.id));
    Ok(Reply::done(format!("{}/pupils/{pupil}", opened.address()), "screening-round-is-added"))
}

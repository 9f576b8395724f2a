//! `/pupils/{id}/helpers`: everybody who helps a child, with subjects and the times of the week, where two meet it at once, and whom the child wishes for (B6-02, A8-07);
//! `/pairing/strengths`: what a mentor says of the own strengths.

use std::collections::BTreeMap;

use askama::Template;

use crate::access::{Level, Levels, Permit, Subject, acts};
use crate::base::error::Problems;
use crate::base::{Error, Lang, Msg, PupilId, Result, RowId, words};
use crate::casefile::wording::subject;
use crate::pairing::fit::{self, Helper};
use crate::pairing::fit_rules::STRENGTHS;
use crate::pairing::slots::{SLOTS_MOST, Slot, clashes};
use crate::results::SUBJECTS;
use crate::roster::{particulars, people};
use crate::web::{Choice, Cx, Page, Reply};

struct SlotView {
    weekdays: Vec<Choice>,
    begins: String,
    minutes: String,
    subjects: Vec<Choice>,
}

struct HelperView {
    pair: String,
    name: String,
    duties: String,
    until: String,
    /// The times in words.
    times: Vec<String>,
    slots: Vec<SlotView>,
}

#[derive(Template)]
#[template(path = "pairing/pages/helpers.html")]
struct HelpersPage {
    p: Page,
    id: PupilId,
    name: String,
    place: String,
    lead: String,
    /// What does not go together.
    warnings: Vec<String>,
    helpers: Vec<HelperView>,
    wish: String,
    staff: Vec<(String, String)>,
    wished: String,
    coordinates: bool,
    /// The reader has still to get to know the child.
    new: bool,
}

fn duties(lang: Lang, helper: &Helper) -> String {
    let word = |(duty, code): &(crate::access::Duty, String)| if code.is_empty() { words::word(lang, &format!("duty-{}", duty.code())) } else { subject(lang, code) };
    let all: Vec<String> = helper.duties.iter().map(word).collect();
    if all.is_empty() { words::word(lang, "pairing-helper-other") } else { all.join(&words::word(lang, "pairing-comma")) }
}

fn time(lang: Lang, slot: &Slot) -> String {
    let day = words::word(lang, &format!("results-weekday-{}", slot.weekday));
    let what = if slot.subject.is_empty() { words::word(lang, "pairing-slot-talk") } else { subject(lang, &slot.subject) };
    Msg::new("pairing-slot-said").with("weekday", day).with("from", slot.begins()).with("until", slot.ends()).with("what", what).text(lang)
}

fn slot_view(p: &Page, slot: Option<&Slot>) -> SlotView {
    let chosen = slot.map(|slot| slot.weekday);
    let weekday = |n: u32| Choice::new(n, words::word(p.lang, &format!("results-weekday-{n}")), chosen == Some(n));
    SlotView {
        weekdays: (1..=7).map(weekday).collect(),
        begins: slot.map(Slot::begins).unwrap_or_default(),
        minutes: slot.map(|slot| slot.minutes.to_string()).unwrap_or_default(),
        subjects: SUBJECTS.iter().map(|code| Choice::new(code, subject(p.lang, code), slot.is_some_and(|slot| slot.subject == *code))).collect(),
    }
}

fn helper_view(p: &Page, helper: &Helper) -> HelperView {
    HelperView {
        pair: helper.pair.to_string(),
        name: helper.name.clone(),
        duties: duties(p.lang, helper),
        until: helper.until.to_string(),
        times: helper.slots.iter().map(|slot| time(p.lang, slot)).collect(),
        slots: (0..SLOTS_MOST).map(|at| slot_view(p, helper.slots.get(at))).collect(),
    }
}

/// Two helpers at once, one subject twice, more helpers than the programmes ask: for the homeroom teacher to arrange.
fn warnings(p: &Page, helpers: &[Helper], most: usize) -> Vec<String> {
    let mut found = Vec::new();
    if helpers.len() > most {
        found.push(p.tv2("pairing-helpers-many", "count", helpers.len(), "most", most));
    }
    let all: Vec<(usize, Slot)> = (0..).zip(helpers).flat_map(|(at, helper)| helper.slots.iter().map(move |slot| (at, slot.clone()))).collect();
    for (one, other) in clashes(&all) {
        let clash = Msg::new("pairing-helpers-clash").with("name", &helpers[all[one].0].name).with("other", &helpers[all[other].0].name);
        found.push(p.m(&clash.with("when", time(p.lang, &all[one].1))));
    }
    let mut by_subject: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for helper in helpers {
        let mut subjects: Vec<&str> = helper.slots.iter().map(|slot| slot.subject.as_str()).filter(|code| !code.is_empty()).collect();
        subjects.sort_unstable();
        subjects.dedup();
        for code in subjects {
            by_subject.entry(code).or_default().push(&helper.name);
        }
    }
    for (code, names) in by_subject.into_iter().filter(|(_, names)| names.len() > 1) {
        found.push(p.tv2("pairing-helpers-same-subject", "subject", subject(p.lang, code), "names", names.join(&p.t("pairing-comma"))));
    }
    found
}

fn coordinates(cx: &mut Cx<'_, '_>, id: PupilId) -> Result<Option<Permit<acts::CoordinateHelpers>>> {
    match cx.permit::<acts::CoordinateHelpers>(id) {
        Ok(permit) => Ok(Some(permit)),
        Err(Error::NotFound) => Ok(None),
        Err(fault) => Err(fault),
    }
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let (permit, see) = (cx.permit::<acts::SeeCaseFile>(id)?, cx.permit::<acts::SeePupil>(id)?);
    let child = particulars::particulars(cx.tx, &see)?;
    let (helpers, most, wish) = (fit::helpers(cx.tx, &permit)?, fit::most(cx.tx, &permit)?, fit::wish_of(cx.tx, &permit)?);
    let coordinates = coordinates(cx, id)?.is_some();
    let today = cx.tx.today();
    let here = |person: &people::Staff| person.is_here(today);
    let staff = people::staff_list(cx.tx)?.into_iter().filter(here).map(|person| (person.id.to_string(), person.name));
    let p = cx.page_of(&Msg::new("pairing-helpers-title").with("name", &child.name));
    let page = HelpersPage {
        id,
        place: child.seat.map(|seat| seat.class_name).unwrap_or_default(),
        name: child.name,
        lead: p.tv("pairing-helpers-lead", "count", helpers.len()),
        warnings: warnings(&p, &helpers, most),
        helpers: helpers.iter().map(|helper| helper_view(&p, helper)).collect(),
        wished: wish.as_ref().map(|(staff, _)| staff.to_string()).unwrap_or_default(),
        wish: wish.map(|(_, name)| name).unwrap_or_default(),
        staff: std::iter::once((String::new(), p.t("pairing-wish-nobody"))).chain(staff).collect(),
        coordinates,
        new: fit::is_new(cx.tx, cx.who, id)?,
        p,
    };
    cx.saw("SeePairs", Subject::Pupil(id), Levels::of(&[Level::Basic]));
    cx.render(&page)
}

fn did(cx: &mut Cx<'_, '_>, act: &str, id: PupilId, note: String) {
    cx.did(act, Subject::Pupil(id), Levels::of(&[Level::Basic]), note);
}

/// The slots that were typed: a row without a day of the week is left out.
fn typed(cx: &Cx<'_, '_>) -> Result<Vec<Slot>> {
    let column = |name: &str| cx.req.fields_of(name).map(str::trim).map(ToOwned::to_owned).collect::<Vec<String>>();
    let (weekdays, begins, minutes, subjects) = (column("weekday"), column("begins"), column("minutes"), column("subject"));
    let (mut found, mut problems) = (Vec::new(), Problems::default());
    for (at, weekday) in weekdays.iter().enumerate().filter(|(_, weekday)| !weekday.is_empty()) {
        let text = |all: &[String]| all.get(at).cloned().unwrap_or_default();
        let code = text(&subjects);
        let known = code.is_empty() || SUBJECTS.contains(&code.as_str());
        let slot = weekday.parse().ok().zip(Slot::clock(&text(&begins))).zip(text(&minutes).parse().ok());
        match slot.and_then(|((weekday, from), minutes)| Slot::of(weekday, from, minutes, &code)).filter(|_| known) {
            Some(slot) => found.push(slot),
            None => problems.note("slot", Msg::new("pairing-slots-wrong").with("most", SLOTS_MOST)),
        }
    }
    problems.end()?;
    Ok(found)
}

/// When a helper and the child meet.
pub(super) fn slots(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::CoordinateHelpers>(id)?;
    let pair: RowId = cx.field("pair").parse().map_err(|_| Error::NotFound)?;
    let slots = typed(cx)?;
    fit::set_slots(cx.tx, &permit, pair, &slots)?;
    did(cx, "CoordinateHelpers", id, format!("slots {pair} {}", slots.len()));
    Ok(Reply::done(format!("/pupils/{id}/helpers"), "pairing-slots-kept"))
}

/// Whom the child wishes for.
pub(super) fn wish(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::CoordinateHelpers>(id)?;
    let staff = match cx.field("staff") {
        "" => None,
        text => Some(text.parse().map_err(|_| Error::at("staff", "pairing-mentor-missing"))?),
    };
    fit::wish(cx.tx, &permit, staff)?;
    did(cx, "CoordinateHelpers", id, "wish".to_owned());
    Ok(Reply::done(format!("/pupils/{id}/helpers"), "pairing-wish-kept"))
}

/// The mentor opens the child's page: the task is done.
pub(super) fn met(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::SeeCaseFile>(id)?;
    fit::met(cx.tx, permit.who(), id)?;
    did(cx, "SeePairs", id, "met".to_owned());
    Ok(Reply::go(format!("/pupils/{id}")))
}

#[derive(Template)]
#[template(path = "pairing/pages/strengths.html")]
struct StrengthsPage {
    p: Page,
    choices: Vec<Choice>,
}

pub(super) fn strengths(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("pairing-strengths-title");
    let own = fit::own_strengths(cx.tx, cx.who)?;
    let choice = |code: &&str| Choice::new(code, words::word(p.lang, &format!("pairing-strength-{code}")), own.contains(*code));
    let choices = STRENGTHS.iter().map(choice).collect();
    cx.render(&StrengthsPage { p, choices })
}

pub(super) fn state_strengths(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let codes: Vec<String> = cx.req.fields_of("strength").map(ToOwned::to_owned).collect();
    fit::state_strengths(cx.tx, cx.who, &codes)?;
    cx.did("StateStrengths", Subject::School, Levels::NONE, format!("{}", codes.len()));
    Ok(Reply::done("/pairing", "pairing-strengths-kept"))
}

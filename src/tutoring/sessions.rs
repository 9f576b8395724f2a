//! verbs: attendance of a class (B3-08, B2-05): a tap a child in one screen. Who was there has a record of help at once, so that nothing is written twice and promises count it.

use std::collections::BTreeMap;

use serde_json::json;

use super::clash::{self, Time};
use super::classes::{self, Class, Member};
use super::helpers;
use super::kinds::{PRESENCES, Recorded, was_here};
use super::sql::sessions as sql;
use crate::access::{Action, Duty, Permit, Subject, Who, acts, why};
use crate::activity::rules::{DAYS_BACK, Kind};
use crate::activity::sessions::{Held, came, correct};
use crate::base::error::Problems;
use crate::base::{Error, Id, Msg, PupilId, Result, RowId, SchoolDate, StaffId, derived, limits};
use crate::programme::kind_words::kinder;
use crate::roster::calendar::TermDays;
use crate::roster::time::{self, Term};
use crate::store::Tx;
use crate::trail;

/// A day of a class that was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The class.
    pub class: RowId,
    /// When.
    pub day: SchoolDate,
    /// How often it was written.
    pub number: i64,
    /// Whether it was held.
    pub held: bool,
    /// What was done, or why it was not held.
    pub about: String,
    /// Who wrote it down.
    pub staff: StaffId,
    /// Their name.
    pub by: String,
}

/// Whether a child was there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presence {
    /// The class.
    pub class: RowId,
    /// When.
    pub day: SchoolDate,
    /// The child.
    pub pupil: PupilId,
    /// One of [`PRESENCES`].
    pub state: String,
    /// The record of help, once there is one.
    pub activity: Option<RowId>,
}

/// The attendance of a day.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The class.
    pub class: Class,
    /// The day.
    pub day: SchoolDate,
    /// When on that day.
    pub time: Time,
    /// The children, by seat, with what was written down.
    pub children: Vec<(Member, Option<Presence>)>,
    /// What was written down of the day.
    pub session: Option<Session>,
}

/// The days on which a class is held, to a day, the latest first.
pub fn days(class: &Class, term: &TermDays, until: SchoolDate) -> Vec<SchoolDate> {
    let mut all: Vec<SchoolDate> = class.times.iter().flat_map(|time| clash::days(class.from, class.until.min(until), time.weekday, term)).collect();
    all.sort_unstable_by(|one, other| other.cmp(one));
    all.dedup();
    all
}

/// Whether somebody may write the attendance of a class down: who leads it, and the offices.
pub fn may_take(who: &Who, class: &Class) -> bool {
    (class.lead == who.staff() && who.may_somewhere(Action::RecordActivity)) || (who.may_everywhere(Action::ManageTutoring) && who.may_everywhere(Action::RecordActivity))
}

/// What was written down of the days of a class, the latest first.
///
/// # Errors
/// Faults of the database.
pub fn of_class(tx: &mut Tx<'_>, class: RowId) -> Result<(Vec<Session>, Vec<Presence>)> {
    Ok((sql::of_class(tx, class)?, sql::present(tx, class)?))
}

/// What was written down in a term: days of classes, and who was there.
///
/// # Errors
/// Faults of the database.
pub fn of_term(tx: &mut Tx<'_>, term: &Term) -> Result<(Vec<Session>, Vec<Presence>)> {
    Ok((sql::of_term(tx, term.id)?, sql::present_in_term(tx, term.id)?))
}

/// On which days a child was where.
///
/// # Errors
/// Faults of the database.
pub fn of_pupil(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<Presence>> {
    sql::present_of_pupil(tx, pupil)
}

/// Days back from today in which a day that was not written down is waited for.
const DUE_DAYS: i64 = 14;

/// Days of the classes that a person leads, up to today, that are not written down yet: the earliest first.
///
/// # Errors
/// Faults of the database.
pub fn due(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<(SchoolDate, Class)>> {
    // Whoever leads a class with children has a tie to each.
    let (today, term) = (tx.today(), if who.holds(Duty::Tutor) { time::current_term(tx)? } else { None });
    let Some(term) = term else { return Ok(Vec::new()) };
    let (calendar, mut found) = (time::term_days(tx, &term)?, Vec::new());
    for class in classes::of_term(tx, &term)?.into_iter().filter(|class| class.lead == who.staff() && class.children > 0) {
        let done = sql::of_class(tx, class.id)?;
        let open = days(&class, &calendar, today).into_iter().filter(|day| *day >= today.plus_days(-DUE_DAYS) && !done.iter().any(|one| one.day == *day));
        found.extend(open.map(|day| (day, class.clone())));
    }
    found.sort_by(|one, other| (one.0, &one.1.title).cmp(&(other.0, &other.1.title)));
    Ok(found)
}

/// The attendance of a day of a class, for who may write it down.
///
/// # Errors
/// Not found for anybody else, for a day on which it is not held, and for one that is still to come.
pub fn sheet(tx: &mut Tx<'_>, who: &Who, id: RowId, day: SchoolDate) -> Result<Sheet> {
    let class = classes::find(tx, id)?;
    if !may_take(who, &class) {
        return Err(Error::NotFound);
    }
    let term = time::term(tx, class.term)?;
    if day > tx.today() || !days(&class, &time::term_days(tx, &term)?, day).contains(&day) {
        return Err(Error::NotFound);
    }
    let weekday = u32::try_from(day.weekday()).unwrap_or_default();
    let time = class.times.iter().find(|time| time.weekday == weekday).copied().ok_or(Error::NotFound)?;
    let session = sql::of_class(tx, id)?.into_iter().find(|one| one.day == day);
    let mut present: BTreeMap<PupilId, Presence> = sql::present(tx, id)?.into_iter().filter(|one| one.day == day).map(|one| (one.pupil, one)).collect();
    let mut children: Vec<(Member, Option<Presence>)> = Vec::new();
    for member in classes::members(tx, id)?.into_iter().filter(|member| (member.from..=member.until).contains(&day)) {
        // Who has left the school since is written down no more.
        let writes = why(tx, who, Action::RecordActivity, Subject::Pupil(member.pupil))?.is_some();
        if writes && !children.iter().any(|(known, _)| known.pupil == member.pupil) {
            let known = present.remove(&member.pupil);
            children.push((member, known));
        }
    }
    Ok(Sheet { class, day, time, children, session })
}

/// What is written down of a day.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// How often it had been written when the form was made.
    pub seen: i64,
    /// Whether it was held.
    pub held: bool,
    /// What was done, or why it was not held.
    pub about: String,
    /// Whether each child was there: one of [`PRESENCES`].
    pub states: BTreeMap<PupilId, String>,
}

fn check(tx: &mut Tx<'_>, sheet: &Sheet, taken: &Taken) -> Result<String> {
    let (today, mut problems, about) = (tx.today(), Problems::default(), taken.about.trim().to_owned());
    if sheet.day > today || sheet.day < today.plus_days(-DAYS_BACK) {
        problems.note("day", Msg::new("tutoring-session-day").with("count", DAYS_BACK));
    }
    if about.chars().count() > limits::LINE_CHARS {
        problems.note("about", Msg::new("tutoring-text-length").with("most", limits::LINE_CHARS));
    } else if let Some(key) = kinder(&about) {
        problems.note("about", key);
    } else if let Some((named, _)) = sheet.children.iter().find(|(child, _)| about.contains(&child.name)) {
        // It stands in the record of every child who was there.
        problems.note("about", Msg::new("tutoring-about-names").with("name", &named.name));
    } else if about.is_empty() && !taken.held {
        problems.note("about", "tutoring-why-not-held");
    }
    if taken.held && !sheet.children.iter().all(|(child, _)| taken.states.get(&child.pupil).is_some_and(|state| PRESENCES.contains(&state.as_str()))) {
        problems.note("state", "tutoring-presence-missing");
    }
    if taken.held && sheet.children.is_empty() {
        problems.note("state", "tutoring-nobody");
    }
    problems.end()?;
    let outsider = sheet.class.volunteer.filter(|_| taken.held);
    if let Some(volunteer) = outsider
        && !helpers::vetted(tx, volunteer, sheet.class.institution, sheet.day, sheet.day)?
    {
        return Err(Error::at("held", Msg::new("tutoring-outsider-lapsed").with("name", &sheet.class.volunteer_name)));
    }
    Ok(about)
}

/// Writes the attendance of a day down. Each child who was there has a record of help; one who turns out not to have been, no more. The same again changes nothing.
///
/// # Errors
/// Not found; problems at `day` (to come, or too long ago), `state`, `about` (a reason when it was not held; no names of children), `held` (who helps from outside was not vetted that day); a
/// conflict when somebody wrote it since.
pub fn take(tx: &mut Tx<'_>, who: &Who, id: RowId, day: SchoolDate, taken: &Taken) -> Result<()> {
    let sheet = sheet(tx, who, id, day)?;
    let about = check(tx, &sheet, taken)?;
    let known = sheet.session.as_ref();
    if known.is_none_or(|one| one.held != taken.held || one.about != about) || known.map_or(0, |one| one.number) != taken.seen {
        if !sql::insert(tx, id, day, taken.seen + 1, taken.held, &about, who.staff())? {
            return Err(Error::Conflict(Msg::new("tutoring-written-since")));
        }
        trail::note(tx, who, "tutoring.held", id, &json!({ "day": day, "held": taken.held }))?;
    }
    let done = said(&sheet.class, &about, taken.held, who);
    let before = known.map(|one| said(&sheet.class, &one.about, one.held, who)).unwrap_or_default();
    for (child, presence) in &sheet.children {
        let state = if taken.held { taken.states.get(&child.pupil).cloned().unwrap_or_default() } else { String::new() };
        one(tx, who, &sheet, (child, presence.as_ref()), &state, (&done, &before))?;
    }
    Ok(())
}

/// What the record says.
fn said(class: &Class, about: &str, held: bool, who: &Who) -> String {
    let key = match (held, about.is_empty()) {
        (true, true) => "tutoring-said",
        (true, false) => "tutoring-said-about",
        (false, _) => "tutoring-said-not-held",
    };
    Msg::new(key).with("title", &class.title).with("about", about).text(who.lang)
}

/// Writes down of one child whether it was there; `state` is empty when nothing was held.
fn one(tx: &mut Tx<'_>, who: &Who, sheet: &Sheet, (child, known): (&Member, Option<&Presence>), state: &str, (done, before): (&str, &str)) -> Result<()> {
    if known.is_none() && state.is_empty() {
        return Ok(());
    }
    let permit = Permit::<acts::RecordActivity>::ask(tx, who, child.pupil)?;
    let mut activity = known.and_then(|one| one.activity);
    if was_here(state) {
        if let Some(id) = activity {
            correct(tx, &permit, id, true, done, before)?;
        } else {
            let id: RowId = derived(&[b"a day of tutoring", sheet.class.id.uuid().as_bytes(), sheet.day.to_string().as_bytes(), child.pupil.uuid().as_bytes()]);
            let kind = match sheet.class.kind.recorded() {
                Recorded::Tutoring => Kind::Tutoring,
                Recorded::GroupTalk => Kind::GroupTalk,
                Recorded::Activity => Kind::Activity,
            };
            came(tx, &permit, &Held { id, kind, day: sheet.day, minutes: i64::from(sheet.time.minutes()), done })?;
            activity = Some(id);
        }
    } else if let Some(id) = activity {
        let why = if state.is_empty() { done.to_owned() } else { Msg::new("tutoring-said-absent").with("title", &sheet.class.title).text(who.lang) };
        correct(tx, &permit, id, false, &why, before)?;
    }
    let changed = known.is_none_or(|one| one.state != state || one.activity != activity);
    if changed {
        sql::insert_presence(tx, &Presence { class: sheet.class.id, day: sheet.day, pupil: child.pupil, state: state.to_owned(), activity })?;
    }
    Ok(())
}

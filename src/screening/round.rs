//! verbs: a round of the survey (一轮摸底), opened by the office for one programme and term (A9-14, A9-31; PRACTICE 1.2, 1.3).
//!
//! By when the classes hand up comes from the programme and the school's calendar: five weeks after the first school day, a month and a half for new pupils, moved
//! before holidays. The office may move a day with a reason.

use std::collections::HashMap;

use serde_json::json;

use super::candidates;
use super::filing;
use super::list_state;
use super::load;
use super::running::REVIEW_TASK;
use super::sql::rounds as sql;
use crate::access::{Action, Duty, Permit, Who, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, Id, Msg, ProgrammeId, Result, RowId, RunId, SchoolDate, Stamp, TermId, derived, limits};
use crate::programme::{self, Category, Nature, Param, Programme, deadline, presets};
use crate::roster::calendar::TermDays;
use crate::roster::time::{self, Class, Term};
use crate::store::Tx;
use crate::trail;

/// Kind of the task that a round opens for each homeroom teacher.
pub const TASK: &str = "screening-list";
/// Kind of the task of a list that came back.
pub const RETURNED_TASK: &str = "screening-returned";
/// Days that are left when a day has gone by before the work could begin.
pub const DAYS_LATE: i64 = 7;
/// The preset whose days count where no programme sets any: the clause that names them (A9-14).
const PRESET: &str = "target_pupil";

/// A round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Its id.
    pub id: RowId,
    /// The programme that it is for.
    pub programme: ProgrammeId,
    /// Its term.
    pub term: TermId,
    /// By when the classes hand up.
    pub due: SchoolDate,
    /// By when classes of new pupils do: grade 1 in its first term.
    pub due_new: SchoolDate,
    /// Why the days were moved; `None` while they are those of the programme.
    pub moved: Option<String>,
    /// When it was opened.
    pub opened_at: Stamp,
}

/// A round with its programme and term, as pages and verbs need it.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The round.
    pub round: Round,
    /// Its programme, in the version that counts in the term.
    pub programme: Programme,
    /// Its term.
    pub term: Term,
}

impl Opened {
    /// Whether candidates of the marks belong on its lists: its programme serves categories of learning.
    pub fn takes_candidates(&self) -> bool {
        self.programme.categories.iter().any(|category| category.nature() == Nature::Learning)
    }
    /// The guide for a class: at least, at most (A9-15).
    pub fn guide(&self) -> Option<(i64, Option<i64>)> {
        self.programme.class_guide().map(|range| (range.from, range.to))
    }
    /// By when a class hands up.
    pub fn due_of(&self, level: i64) -> SchoolDate {
        if is_new(level, &self.term) { self.round.due_new } else { self.round.due }
    }
    /// The last day of what it confirms: that of the term, or of the school year (A8-08).
    ///
    /// # Errors
    /// Faults of the database.
    pub fn valid_until(&self, tx: &mut Tx<'_>) -> Result<SchoolDate> {
        let year = if self.programme.lasts_a_year() { time::last_day_of_year(tx, self.term.year)? } else { None };
        Ok(year.unwrap_or(self.term.last_day))
    }
    /// The subject of tasks about a list of this round.
    pub(super) fn list_id(&self, of: impl Id) -> RowId {
        derived(&[b"list of a round", self.round.id.to_string().as_bytes(), of.to_string().as_bytes()])
    }
    /// Whether its lists are for somebody at all: one that is about families is not for who only teaches a subject.
    pub fn is_for(&self, who: &Who) -> bool {
        let more = |duty: Duty| Action::SeeCandidates.allowed_to(duty) && duty != Duty::SubjectTeacher;
        self.takes_candidates() || who.is_operator() || who.ties.iter().any(|tie| more(tie.duty))
    }
    /// Its address.
    pub fn address(&self) -> String {
        format!("/screening/rounds/programmes/{}/terms/{}", self.programme.id, self.term.code)
    }
    /// The newest run of the marks, where they count.
    pub(super) fn run(&self, tx: &mut Tx<'_>) -> Result<RunId> {
        let newest = if self.takes_candidates() { candidates::runs(tx, self.term.id)? } else { None };
        Ok(newest.map_or(RunId::from_uuid(uuid::Uuid::nil()), |runs| runs.newest.id))
    }
    /// The term before this one; none in a school's first.
    pub(super) fn last_term(&self, tx: &mut Tx<'_>) -> Result<TermId> {
        let before = time::terms(tx)?.into_iter().filter(|term| term.last_day < self.term.first_day).max_by_key(|term| term.last_day);
        Ok(before.map_or(TermId::from_uuid(uuid::Uuid::nil()), |term| term.id))
    }
    /// The day on which it is looked who sits where.
    pub fn day(&self, tx: &Tx<'_>) -> SchoolDate {
        load::day_of(tx.today(), &self.term)
    }
}

/// Whether a grade is new to the school: grade 1 in the autumn (A9-14).
pub fn is_new(level: i64, term: &Term) -> bool {
    level == 1 && term.code.half == 1
}

/// The days of a round as the programme and the calendar say: for most classes, and for those of new pupils. `None` when the programme sets no deadline.
pub fn days_of(programme: &Programme, days: &TermDays) -> Option<(SchoolDate, SchoolDate)> {
    let due = programme.screening_deadline(days)?;
    let first = deadline::first_school_day(days).unwrap_or(days.first);
    Some((due, programme.new_pupil_deadline(days, first).unwrap_or(due)))
}

/// A day that is not over: the day itself, or a week from today, moved before holidays.
pub(super) fn still_ahead(due: SchoolDate, today: SchoolDate, days: &TermDays) -> SchoolDate {
    if due >= today { due } else { days.moved_before_holiday(today.plus_days(DAYS_LATE)).max(today) }
}

/// Opens a round and gives each homeroom teacher a task.
///
/// # Errors
/// Problems at `programme`: not in force in the term, or without a deadline; a conflict when it is open already.
pub fn open(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRounds>, programme: ProgrammeId, term: &Term) -> Result<Opened> {
    let found = programme::in_force(tx, term.id)?.into_iter().find(|one| one.id == programme).ok_or_else(|| Error::at("programme", "screening-round-not-in-force"))?;
    let days = time::term_days(tx, term)?;
    let (due, due_new) = days_of(&found, &days).ok_or_else(|| Error::at("programme", Msg::new("screening-round-no-deadline").with("name", &found.name)))?;
    let (id, today, tag) = (tx.new_id(), tx.today(), permit.who().tag());
    if !sql::insert(tx, id, programme, term.id, &tag)? {
        return Err(Error::Conflict(Msg::new("screening-round-open-already").with("name", &found.name)));
    }
    sql::insert_day(tx, id, still_ahead(due, today, &days), still_ahead(due_new, today, &days), "", &tag)?;
    trail::note(tx, permit.who(), "screening.round-opened", id, &json!({ "programme": programme, "due": due, "due_new": due_new }))?;
    let opened = opened(tx, programme, term)?;
    open_tasks(tx, permit.who(), &opened)?;
    Ok(opened)
}

/// Moves the days of a round, with a reason; the tasks of those who have not handed up move with them.
///
/// # Errors
/// Problems at `due`, `due_new` (not within the term) and `reason`.
pub fn move_days(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRounds>, opened: &Opened, due: SchoolDate, due_new: SchoolDate, reason: &str) -> Result<()> {
    let mut problems = Problems::default();
    for (field, day) in [("due", due), ("due_new", due_new)] {
        if !(opened.term.first_day..=opened.term.last_day).contains(&day) {
            problems.note(field, "screening-round-day-outside");
        }
    }
    let reason = reason.trim();
    if !(2..=limits::LINE_CHARS).contains(&reason.chars().count()) {
        problems.note("reason", "screening-round-reason-needed");
    }
    problems.end()?;
    sql::insert_day(tx, opened.round.id, due, due_new, reason, &permit.who().tag())?;
    trail::note(tx, permit.who(), "screening.round-moved", opened.round.id, &json!({ "due": due, "due_new": due_new }))?;
    let steps = filing::newest_steps(tx, opened.round.id)?;
    for class in time::classes(tx, opened.term.year)? {
        if list_state::is_open(steps.get(&class.id).copied()) {
            trail::end_tasks(tx, permit.who(), TASK, opened.list_id(class.id), false)?;
        }
    }
    let moved = self::opened(tx, opened.programme.id, &opened.term)?;
    open_tasks(tx, permit.who(), &moved)
}

/// A task for the homeroom teacher of each class that has not handed up: with the class, how many children wait, and the day.
fn open_tasks(tx: &mut Tx<'_>, who: &Who, opened: &Opened) -> Result<()> {
    let steps = filing::newest_steps(tx, opened.round.id)?;
    let mut waiting: HashMap<ClassId, usize> = HashMap::new();
    for row in super::review::rows(tx, opened, None)? {
        *waiting.entry(row.class).or_default() += usize::from(row.verdict.is_none());
    }
    let day = opened.day(tx);
    let classes: HashMap<ClassId, Class> = time::classes(tx, opened.term.year)?.into_iter().map(|class| (class.id, class)).collect();
    for (id, staff, _) in time::homerooms(tx, opened.term.year, day)? {
        let Some(class) = classes.get(&id).filter(|_| list_state::is_open(steps.get(&id).copied())) else { continue };
        let count = waiting.get(&id).copied().unwrap_or_default();
        if opened.takes_candidates() {
            // The candidates are read with the list: one task, not two.
            trail::end_tasks(tx, who, REVIEW_TASK, id, false)?;
        }
        let link = format!("{}/classes/{id}", opened.address());
        trail::open_task(tx, staff, TASK, opened.list_id(id), &link, &[("class", class.name.clone()), ("count", count.to_string())], opened.due_of(class.level))?;
    }
    Ok(())
}

/// The round of a programme in a term.
///
/// # Errors
/// Not found when there is none.
pub fn opened(tx: &mut Tx<'_>, programme: ProgrammeId, term: &Term) -> Result<Opened> {
    let round = sql::one(tx, term.id, programme)?.ok_or(Error::NotFound)?;
    let programme = crate::programme::programmes::programme(tx, programme, term.code)?;
    Ok(Opened { round, programme, term: term.clone() })
}

/// The rounds of a term, the oldest first.
///
/// # Errors
/// Faults of the database.
pub fn of_term(tx: &mut Tx<'_>, term: &Term) -> Result<Vec<Opened>> {
    let rounds = sql::of_term(tx, term.id)?;
    rounds.into_iter().map(|round| Ok(Opened { programme: crate::programme::programmes::programme(tx, round.programme, term.code)?, term: term.clone(), round })).collect()
}

/// The programmes in force in a term for which the office can open a round: those with a deadline and no round yet; each with its days.
///
/// # Errors
/// Faults of the database.
pub fn to_open(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageRounds>, term: &Term) -> Result<Vec<(Programme, SchoolDate, SchoolDate)>> {
    let days = time::term_days(tx, term)?;
    let there: Vec<ProgrammeId> = sql::of_term(tx, term.id)?.into_iter().map(|round| round.programme).collect();
    let (free, today) = (programme::in_force(tx, term.id)?.into_iter().filter(|one| !there.contains(&one.id)), tx.today());
    let ahead = |day: SchoolDate| still_ahead(day, today, &days);
    Ok(free.filter_map(|one| days_of(&one, &days).map(|(due, due_new)| (one, ahead(due), ahead(due_new)))).collect())
}

/// By when the candidates of a grade are reviewed while no round is open: as the strictest programme in force for learning says; else the five weeks and the month and
/// a half of A9-14 as the preset has them. A day that has gone by becomes a week from today.
///
/// # Errors
/// Faults of the database.
pub fn review_due(tx: &mut Tx<'_>, term: &Term, level: i64) -> Result<SchoolDate> {
    let (days, today) = (time::term_days(tx, term)?, tx.today());
    let serving = programme::in_force(tx, term.id)?.into_iter().filter(|one| one.categories.iter().any(|category: &Category| category.nature() == Nature::Learning));
    let strictest = serving.filter_map(|one| days_of(&one, &days)).map(|(due, due_new)| if is_new(level, term) { due_new } else { due }).min();
    let due = strictest.map_or_else(|| preset_due(&days, is_new(level, term)), Ok)?;
    Ok(still_ahead(due, today, &days))
}

fn preset_due(days: &TermDays, is_new: bool) -> Result<SchoolDate> {
    let param = if is_new { Param::ScreeningDueNew } else { Param::ScreeningDue };
    let values = programme::Values::new(presets::preset(PRESET).ok_or(Error::NotFound)?.values());
    values.after(param).map(|after| deadline::due_in_term(after, days)).ok_or(Error::NotFound)
}

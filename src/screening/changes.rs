//! verbs: the change sheet (变更单): what is added to or taken from a filed list afterwards, each line a record with a reason (A9-17, PRACTICE 1.3).

use std::collections::HashMap;

use serde_json::json;

use super::confirmed::{self, End, NewConfirmation};
use super::filing;
use super::list_state::Step;
use super::review::{self, Talk, Verdict};
use super::round::Opened;
use super::say::What;
use super::sql::confirmed as ends;
use super::sql::lists::{self as sql, NewChange};
use crate::access::{Permit, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, PupilId, Result, SchoolDate};
use crate::roster::people;
use crate::store::Tx;
use crate::trail;

/// A line of the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number on the sheet.
    pub number: i64,
    /// Who.
    pub pupil: PupilId,
    /// Name.
    pub name: String,
    /// Seat number.
    pub seat: Option<i64>,
    /// The class then.
    pub class: ClassId,
    /// Its name.
    pub class_name: String,
    /// `added` or `withdrawn`.
    pub what: String,
    /// Code of the category.
    pub category: String,
    /// Kind within it.
    pub kind: String,
    /// Why.
    pub reason: String,
    /// When.
    pub day: SchoolDate,
    /// By whom; empty for the command line.
    pub by: String,
}

/// The sheet of a round, in the order of its numbers.
///
/// # Errors
/// Faults of the database.
pub fn lines(tx: &mut Tx<'_>, opened: &Opened) -> Result<Vec<Line>> {
    let names: HashMap<String, String> = people::staff_list(tx)?.into_iter().map(|person| (person.id.to_string(), person.name)).collect();
    let named = |line: Line| Line { by: names.get(&line.by).cloned().unwrap_or_default(), ..line };
    Ok(sql::changes(tx, opened.round.id)?.into_iter().map(named).collect())
}

/// A child on the filed list of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// Who.
    pub pupil: PupilId,
    /// Name.
    pub name: String,
    /// Seat number.
    pub seat: Option<i64>,
    /// Male, female, or not known.
    pub sex: String,
    /// The class now.
    pub class: ClassId,
    /// Its name.
    pub class_name: String,
    /// The child's grade.
    pub grade: crate::base::GradeId,
    /// Its level.
    pub level: i64,
    /// The programme.
    pub programme: crate::base::ProgrammeId,
    /// Code of the category.
    pub category: String,
    /// Kind within it.
    pub kind: String,
    /// What lies behind it.
    pub cause: String,
    /// Whether the child was on last term's list, too (续帮).
    pub again: bool,
}

/// Who is on the filed lists of a term, of one class or of all, without those taken off again; where they sit on a day.
///
/// # Errors
/// Faults of the database.
pub fn filed(tx: &mut Tx<'_>, _permit: &Permit<acts::PrintRegister>, term: crate::base::TermId, day: SchoolDate, class: Option<ClassId>) -> Result<Vec<Filed>> {
    rows(tx, term, day, class)
}

fn rows(tx: &mut Tx<'_>, term: crate::base::TermId, day: SchoolDate, class: Option<ClassId>) -> Result<Vec<Filed>> {
    Ok(sql::filed(tx, term, day, class)?.into_iter().filter(|row| !row.ended).map(|row| row.child).collect())
}

/// Who is on the filed list of the permit's class in a round.
///
/// # Errors
/// Faults of the database.
pub fn of_class(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCandidates>, opened: &Opened) -> Result<Vec<Filed>> {
    let day = opened.day(tx);
    let all = rows(tx, opened.term.id, day, Some(permit.class()?))?;
    Ok(all.into_iter().filter(|one| one.programme == opened.programme.id).collect())
}

fn filed_class(tx: &mut Tx<'_>, opened: &Opened, pupil: PupilId) -> Result<ClassId> {
    let (class, _) = sql::class_of(tx, pupil, opened.day(tx))?.ok_or(Error::NotFound)?;
    if filing::newest_steps(tx, opened.round.id)?.get(&class) == Some(&Step::Filed) { Ok(class) } else { Err(Error::Conflict("screening-round-not-filed".into())) }
}

/// Adds a child to the filed list of its class.
///
/// # Errors
/// A conflict when the list is not filed; problems at `pupil` (on it already, or taken off it in this term), `category`, `reason`, `talk_day` and `talk_by`.
pub fn add(tx: &mut Tx<'_>, permit: &Permit<acts::FileRound>, opened: &Opened, category: &str, kind: &str, reason: &str, talk: Option<&Talk>) -> Result<()> {
    let pupil = permit.pupil()?;
    let class = filed_class(tx, opened, pupil)?;
    let mut problems = Problems::default();
    if !review::offered(opened, permit.levels()).iter().any(|(one, of)| one.code() == category && *of == kind) {
        problems.note("category", "screening-round-category-needed");
    }
    let reason = review::checked(&mut problems, "reason", reason, true);
    review::individual_plan_first(tx, permit, &mut problems, (category, kind), &reason)?;
    let talk = review::checked_talk(tx, &mut problems, opened, talk);
    if talk.is_none() && sql::talks(tx, opened.round.id, Some(pupil))?.is_empty() {
        problems.note("talk_day", "screening-round-talk-needed");
    }
    let day = opened.day(tx);
    let known: Vec<sql::FiledRow> = sql::filed(tx, opened.term.id, day, Some(class))?
        .into_iter()
        .filter(|row| row.child.pupil == pupil && row.child.programme == opened.programme.id && row.child.category == category)
        .collect();
    match known.first() {
        Some(row) if row.ended => problems.note("pupil", "screening-round-taken-off"),
        Some(_) => problems.note("pupil", "screening-round-there-already"),
        None => {}
    }
    problems.end()?;
    let tag = permit.who().tag();
    if let Some(talk) = &talk {
        sql::insert_talk(tx, opened.round.id, pupil, talk, &tag)?;
    }
    let verdict = Verdict { what: What::Confirmed, category: category.to_owned(), kind: kind.to_owned(), cause: String::new(), reason: reason.clone() };
    let verdict = sql::insert_verdict(tx, opened.round.id, pupil, class, &verdict, &tag)?;
    let until = opened.valid_until(tx)?;
    let new = NewConfirmation { pupil, programme: opened.programme.id, term: opened.term.id, category: category.to_owned(), kind: kind.to_owned(), from: day, until, verdict };
    confirmed::confirm(tx, permit, &[new])?;
    sql::insert_change(tx, opened.round.id, &NewChange { pupil, class, what: "added", category, kind, reason: &reason }, &tag)?;
    trail::note(tx, permit.who(), "screening.changed", pupil, &json!({ "round": opened.round.id, "what": "added" }))?;
    Ok(())
}

/// Takes a child off the filed list of its class.
///
/// # Errors
/// A conflict when the list is not filed; problems at `pupil` (not on it) and `reason`.
pub fn withdraw(tx: &mut Tx<'_>, permit: &Permit<acts::FileRound>, opened: &Opened, reason: &str) -> Result<()> {
    let pupil = permit.pupil()?;
    let class = filed_class(tx, opened, pupil)?;
    let mut problems = Problems::default();
    let reason = review::checked(&mut problems, "reason", reason, true);
    let day = opened.day(tx);
    let here: Vec<sql::FiledRow> =
        sql::filed(tx, opened.term.id, day, Some(class))?.into_iter().filter(|row| row.child.pupil == pupil && row.child.programme == opened.programme.id && !row.ended).collect();
    if here.is_empty() {
        problems.note("pupil", "screening-round-not-there");
    }
    problems.end()?;
    let (tag, today) = (permit.who().tag(), tx.today());
    for row in &here {
        ends::insert_end(tx, row.id, today, End::Withdrawn.code(), &tag)?;
        let change = NewChange { pupil, class, what: "withdrawn", category: &row.child.category, kind: &row.child.kind, reason: &reason };
        sql::insert_change(tx, opened.round.id, &change, &tag)?;
    }
    trail::note(tx, permit.who(), "screening.changed", pupil, &json!({ "round": opened.round.id, "what": "withdrawn" }))?;
    Ok(())
}

//! verbs: the one yearly check sheet of family facts (PRACTICE 2): last year's facts stand, "nothing changed" is one tap for a child, and the office sees who is late.
//! A8-02 (the homeroom teacher surveys every pupil), A8-04 (the whole course is kept).

use std::collections::HashMap;

use super::family::{self, Family};
use super::people;
use super::sql::family as sql;
use super::time::{self, Term};
use crate::access::{Action, Duty, Permit, ScopeKind, Who, acts};
use crate::base::{ClassId, Error, Id, Msg, PupilId, Result, SchoolDate, YearId};
use crate::store::Tx;
use crate::trail;

pub use super::sql::family::Checked;

/// The task of a homeroom teacher.
pub const TASK: &str = "roster-family-check";

/// A child on the check sheet.
#[derive(Clone, Debug)]
pub struct CheckLine {
    /// The child with what is known.
    pub family: Family,
    /// Whether it was looked through this year.
    pub checked: Option<Checked>,
}

/// The check sheet of a class.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// By when it is done, when the office has said so.
    pub due: Option<SchoolDate>,
    /// The children by seat.
    pub lines: Vec<CheckLine>,
}

impl Sheet {
    /// How many children were looked through.
    pub fn done(&self) -> usize {
        self.lines.iter().filter(|line| line.checked.is_some()).count()
    }
}

/// What was ticked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ticked {
    /// Children noted as looked through now.
    pub noted: usize,
    /// Children of whom nothing is known yet, so that "nothing changed" says nothing.
    pub nothing_known: usize,
}

/// How a class stands with its check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The class.
    pub class: ClassId,
    /// Its name.
    pub name: String,
    /// Homeroom teachers.
    pub teachers: Vec<String>,
    /// Children.
    pub of: i64,
    /// Of these looked through.
    pub done: i64,
    /// Whether the day is over and somebody is missing.
    pub late: bool,
}

fn class_year(tx: &mut Tx<'_>, class: ClassId) -> Result<YearId> {
    Ok(time::class(tx, class)?.year)
}

/// The sheet of the permit's class: what is known stands on it, this year's ticks beside it.
///
/// # Errors
/// Denied without the family level.
pub fn sheet(tx: &mut Tx<'_>, permit: &Permit<acts::EditFamily>) -> Result<Sheet> {
    let (class, today) = (permit.class()?, tx.today());
    let year = class_year(tx, class)?;
    let mut checked: HashMap<PupilId, Checked> = sql::checked(tx, year, class, today)?.into_iter().collect();
    let lines = family::families(tx, permit, today)?.into_iter().map(|family| CheckLine { checked: checked.remove(&family.pupil), family }).collect();
    Ok(Sheet { due: sql::due(tx, year)?, lines })
}

/// Notes for children of the permit's class that nothing has changed. Who was looked through already stays as it is: the same twice counts once.
///
/// # Errors
/// Denied without the family level.
pub fn nothing_changed(tx: &mut Tx<'_>, permit: &Permit<acts::EditFamily>, pupils: &[PupilId]) -> Result<Ticked> {
    let class = permit.class()?;
    let year = class_year(tx, class)?;
    let sheet = sheet(tx, permit)?;
    let mut ticked = Ticked::default();
    for line in sheet.lines.iter().filter(|line| line.checked.is_none() && pupils.contains(&line.family.pupil)) {
        if line.family.standing.is_empty() {
            ticked.nothing_known += 1;
        } else if sql::check(tx, year, line.family.pupil, false, &permit.who().tag())? {
            ticked.noted += 1;
        }
    }
    if ticked.noted > 0 {
        trail::note(tx, permit.who(), "roster.family-check", class, &serde_json::json!({ "noted": ticked.noted }))?;
    }
    end_if_complete(tx, permit, class)?;
    Ok(ticked)
}

/// Notes that the family of the permit's child was looked through this year. Gives its class, to which the check belongs; `None` for a child in no class.
///
/// # Errors
/// Faults of the database.
pub fn looked_through(tx: &mut Tx<'_>, permit: &Permit<acts::EditFamily>, changed: bool) -> Result<Option<ClassId>> {
    let pupil = permit.pupil()?;
    let Some(seat) = super::particulars::seat(tx, pupil)? else { return Ok(None) };
    let year = class_year(tx, seat.class)?;
    sql::check(tx, year, pupil, changed, &permit.who().tag())?;
    end_if_complete(tx, permit, seat.class)?;
    Ok(Some(seat.class))
}

fn end_if_complete(tx: &mut Tx<'_>, permit: &Permit<acts::EditFamily>, class: ClassId) -> Result<()> {
    let (year, today) = (class_year(tx, class)?, tx.today());
    let complete = sql::progress(tx, year, today)?.iter().any(|(id, of, done)| *id == class && of == done);
    if complete { trail::end_tasks(tx, permit.who(), TASK, class, true) } else { Ok(()) }
}

/// Opens the check of the current school year, or says another day: every homeroom teacher of a class that is not complete gets a task. Gives the number of classes.
///
/// # Errors
/// A problem at `due` when the day is past or there is no term.
pub fn open(tx: &mut Tx<'_>, permit: &Permit<acts::ManageFamilies>, due: SchoolDate) -> Result<usize> {
    let today = tx.today();
    if due < today {
        return Err(Error::at("due", "roster-family-due-past"));
    }
    let term = current(tx)?;
    sql::open_round(tx, term.year, due, &permit.who().tag())?;
    let open: Vec<Progress> = classes(tx, &term, None)?.into_iter().filter(|class| class.done < class.of).collect();
    let posts = people::posts_on(tx, today)?;
    for class in &open {
        trail::end_tasks(tx, permit.who(), TASK, class.class, false)?;
        let homerooms = posts.iter().filter(|post| post.duty == Duty::Homeroom && post.scope == ScopeKind::Class && post.scope_id.uuid() == class.class.uuid());
        for post in homerooms {
            trail::open_task(tx, post.staff, TASK, class.class, &format!("/classes/{}/family-check", class.class), &[("class", class.name.clone())], due)?;
        }
    }
    trail::note(tx, permit.who(), "roster.family-check-opened", term.year, &serde_json::json!({ "due": due, "classes": open.len() }))?;
    Ok(open.len())
}

fn current(tx: &mut Tx<'_>) -> Result<Term> {
    time::current_term(tx)?.ok_or_else(|| Error::at("due", Msg::new("roster-family-no-term")))
}

/// How the classes of which somebody may write family facts stand with the check of the current year, and by when it is due: the office sees all.
///
/// # Errors
/// Faults of the database; a problem when the school has no term.
pub fn progress(tx: &mut Tx<'_>, who: &Who) -> Result<(Option<SchoolDate>, Vec<Progress>)> {
    let term = current(tx)?;
    let due = sql::due(tx, term.year)?;
    let mut all = classes(tx, &term, due)?;
    if !who.may_everywhere(Action::EditFamily) {
        let own = who.classes(Action::EditFamily);
        all.retain(|class| own.contains(&class.class));
    }
    Ok((due, all))
}

fn classes(tx: &mut Tx<'_>, term: &Term, due: Option<SchoolDate>) -> Result<Vec<Progress>> {
    let today = tx.today();
    let counts: HashMap<ClassId, (i64, i64)> = sql::progress(tx, term.year, today)?.into_iter().map(|(class, of, done)| (class, (of, done))).collect();
    let homerooms = time::homerooms(tx, term.year, today)?;
    let line = |class: time::Class| {
        let (of, done) = counts.get(&class.id).copied().unwrap_or_default();
        let teachers = homerooms.iter().filter(|(id, ..)| *id == class.id).map(|(.., name)| name.clone()).collect();
        Progress { class: class.id, name: class.name, teachers, of, done, late: done < of && due.is_some_and(|due| due < today) }
    };
    Ok(time::classes(tx, term.year)?.into_iter().map(line).collect())
}

#[cfg(test)]
#[path = "family_check_tests.rs"]
mod tests;

//! verbs: visits to a household (A10-12, PRACTICE 1.6): one visit, however many of its children go to school, in one class or two.

use super::sql::cards as sql;
use super::{Of, chosen, line, past, same, villages};
use crate::access::{Permit, acts};
use crate::base::error::Problems;
use crate::base::{Result, RowId, SchoolDate, StaffId, limits};
use crate::store::Tx;
use crate::trail;

const PLACE: &str = "household_visit.body";
/// The task of who comes next.
pub const TASK: &str = "household-visit";
/// How.
pub const HOWS: [&str; 3] = ["home", "phone", "video"];

/// A visit.
#[derive(Clone, Debug)]
pub struct Visit {
    /// When.
    pub day: SchoolDate,
    /// How, by code.
    pub how: String,
    /// Who has a login.
    pub staff: Option<StaffId>,
    /// Who.
    pub name: String,
    /// When somebody comes again.
    pub next: Option<SchoolDate>,
    /// What was seen and agreed.
    pub words: String,
}

/// The visits to a household, the newest first.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn of(tx: &mut Tx<'_>, _permit: &Permit<acts::SeeHouseholds>, of: &Of) -> Result<Vec<Visit>> {
    let vault = tx.vault();
    let told = |row: sql::VisitRow| {
        Ok(Visit { day: row.day, how: row.how, staff: row.staff, name: row.name, next: row.next, words: vault.open_words(of.id, PLACE, row.body.as_deref())? })
    };
    sql::visits(tx, of.id)?.into_iter().map(told).collect()
}

/// What a form says of a visit.
#[derive(Clone, Debug, Default)]
pub struct New {
    /// Its id, from the form.
    pub id: Option<RowId>,
    /// When.
    pub day: Option<SchoolDate>,
    /// How.
    pub how: String,
    /// The login of who went; empty for a name alone.
    pub staff: String,
    /// The name of who has no login.
    pub name: String,
    /// When somebody comes again.
    pub next: Option<SchoolDate>,
    /// What was seen and agreed.
    pub words: String,
}

/// Writes a visit down; whoever went and has a login finds the next one on Today.
///
/// # Errors
/// Problems at their fields.
pub fn write(tx: &mut Tx<'_>, permit: &Permit<acts::KeepHouseholds>, of: &Of, new: &New) -> Result<RowId> {
    same(permit, of)?;
    let mut problems = Problems::default();
    let day = past(&mut problems, tx, "day", new.day);
    chosen(&mut problems, "how", HOWS.contains(&new.how.as_str()));
    let (staff, name) = villages::person(tx, &mut problems, &new.staff, &new.name)?;
    let words = line(&mut problems, "words", &new.words, 4, limits::LINE_CHARS);
    if new.next.is_some_and(|next| next <= day) {
        problems.note("next", "household-day-before");
    }
    problems.end()?;
    let body = tx.vault().seal_words(of.id, PLACE, &words)?;
    let row = sql::VisitRow { id: new.id.unwrap_or_else(|| tx.new_id()), day, how: new.how.clone(), staff, name, next: new.next, body };
    sql::insert_visit(tx, of.id, &row, &permit.who().tag())?;
    if let Some(staff) = staff {
        trail::end_tasks_of(tx, permit.who(), staff, TASK, of.id)?;
        if let Some(next) = new.next {
            trail::open_task(tx, staff, TASK, of.id, &format!("{}/visits", of.page()), &[], next)?;
        }
    }
    trail::note(tx, permit.who(), "household.visit", of.id, &serde_json::json!({ "visit": row.id }))?;
    Ok(row.id)
}

//! verbs: the day of the inspection, and who is asked to bring what is missing before it (A5-08, A9-19: everything asked for is there, and while there is time).

use super::missing::{self, Owed};
use super::sql::missing as sql;
use crate::access::{Permit, acts};
use crate::base::{Error, Id, Msg, Result, RowId, SchoolDate, StaffId, derived};
use crate::roster::time::{self, Term};
use crate::store::Tx;
use crate::trail;

/// The task of who owes something.
pub const OWED_TASK: &str = "report-owed";
/// The task of who set the day: to look at what is missing.
pub const PACK_TASK: &str = "report-pack";
/// Days before the inspection from which the list is shown.
pub const SHOWN_DAYS: i64 = 14;
/// Days before the inspection by which what is missing is to be there.
const READY_DAYS: i64 = 3;
/// Days to come within which an inspection may lie: a school year.
const AHEAD_DAYS: i64 = 366;

fn subject(tx: &Tx<'_>, number: i64) -> RowId {
    derived(&[b"inspection", tx.school().uuid().as_bytes(), &number.to_be_bytes()])
}

/// The day, where one was set that is not over.
///
/// # Errors
/// Faults of the database.
pub fn day(tx: &mut Tx<'_>) -> Result<Option<SchoolDate>> {
    let today = tx.today();
    Ok(sql::day(tx)?.map(|(day, _)| day).filter(|day| *day >= today))
}

/// Sets the day, or moves it; tasks for an earlier day end. Within two weeks of it who owes something is asked at once; before that, who sets it is reminded then. Gives how many
/// people were asked.
///
/// # Errors
/// A problem at `day`: none, over, or too far ahead.
pub fn set(tx: &mut Tx<'_>, permit: &Permit<acts::PrintRegister>, new: Option<SchoolDate>) -> Result<usize> {
    let (who, today) = (permit.who(), tx.today());
    let new = new.filter(|day| (today..=today.plus_days(AHEAD_DAYS)).contains(day)).ok_or_else(|| Error::at("day", "report-pack-day-odd"))?;
    let before = sql::day(tx)?;
    if before.is_some_and(|(day, _)| day == new) {
        return Ok(0);
    }
    let number = before.map_or(0, |(_, number)| number) + 1;
    let (old, subject) = (subject(tx, number - 1), subject(tx, number));
    for kind in [OWED_TASK, PACK_TASK] {
        trail::end_tasks(tx, who, kind, old, false)?;
    }
    sql::insert_day(tx, number, new, &who.tag())?;
    trail::note(tx, who, "report.inspection-day", subject, &serde_json::json!({ "day": new }))?;
    if new.days() - today.days() <= SHOWN_DAYS {
        return ask(tx, permit);
    }
    if !who.is_operator() {
        trail::open_task(tx, who.staff(), PACK_TASK, subject, "/registers/pack", &[], new.plus_days(-SHOWN_DAYS))?;
    }
    Ok(0)
}

/// Asks everybody who owes something, each with one task: to the form itself where it is one thing, else to the own list. Gives how many people were asked.
///
/// # Errors
/// A conflict when no day is set.
pub fn ask(tx: &mut Tx<'_>, permit: &Permit<acts::PrintRegister>) -> Result<usize> {
    let (who, today) = (permit.who(), tx.today());
    let (day, number) = sql::day(tx)?.filter(|(day, _)| *day >= today).ok_or_else(|| Error::Conflict(Msg::new("report-pack-no-day")))?;
    let subject = subject(tx, number);
    let Some(term) = time::current_term(tx)? else { return Ok(0) };
    let all = missing::of_term(tx, who, &term)?;
    let due = day.plus_days(-READY_DAYS).max(today);
    let mut people: Vec<StaffId> = all.iter().flat_map(|one| &one.owes).map(|(staff, _)| *staff).collect();
    people.sort();
    people.dedup();
    for staff in &people {
        let own: Vec<&Owed> = all.iter().filter(|one| one.is_of(*staff)).collect();
        let link = match own.as_slice() {
            [one] => one.link.as_str(),
            _ => "/registers/owed",
        };
        trail::open_task(tx, *staff, OWED_TASK, subject, link, &[("count", own.len().to_string())], due)?;
    }
    trail::end_own_tasks(tx, who, PACK_TASK, subject)?;
    trail::note(tx, who, "report.missing-asked", subject, &serde_json::json!({ "people": people.len(), "things": all.len() }))?;
    Ok(people.len())
}

/// What a person owes, as far as the person may know of it. Where nothing is left the task is done.
///
/// # Errors
/// Faults of the database.
pub fn own(tx: &mut Tx<'_>, who: &crate::access::Who, term: &Term) -> Result<Vec<Owed>> {
    let mut all = missing::of_term(tx, who, term)?;
    all.retain(|one| one.is_of(who.staff()));
    Ok(all)
}

/// Says that the own list was worked off: the task ends where nothing is left.
///
/// # Errors
/// A conflict when something is still missing.
pub fn done(tx: &mut Tx<'_>, who: &crate::access::Who) -> Result<()> {
    let Some(term) = time::current_term(tx)? else { return Ok(()) };
    if !own(tx, who, &term)?.is_empty() {
        return Err(Error::Conflict(Msg::new("report-owed-left")));
    }
    let number = sql::day(tx)?.map_or(0, |(_, number)| number);
    let subject = subject(tx, number);
    trail::end_own_tasks(tx, who, OWED_TASK, subject)
}

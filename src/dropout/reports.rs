//! verbs: the report of each month (一月一报), counted from the cases and handed in as it stood; the check of each quarter (一季一复核), case by case.

use super::cases::{self, Case};
use super::count::{self, Counts, counts, month_of, quarter_of};
use super::sql;
use super::state::What;
use crate::access::{Duty, Permit, Who, acts};
use crate::base::{Error, Msg, Result, SchoolDate, Stamp};
use crate::roster::time;
use crate::store::Tx;
use crate::trail;

/// A report that was handed in.
#[derive(Clone, Debug)]
pub struct Report {
    /// The first day of its month.
    pub month: SchoolDate,
    /// Its number: a month that was reported again has several.
    pub number: i64,
    /// What it says.
    pub counts: Counts,
    /// Who handed it in.
    pub actor: String,
    /// When.
    pub at: Stamp,
}

/// The counts of the month of a day as they are now.
///
/// # Errors
/// Faults of the database.
pub fn now(tx: &mut Tx<'_>, _permit: &Permit<acts::Supervise>, day: SchoolDate) -> Result<Counts> {
    let (first, last) = month_of(day);
    let until = last.min(tx.today());
    let ways: Vec<count::Way> = cases::load(tx)?.into_iter().map(|case| case.way).collect();
    let pupils = sql::pupils_on(tx, until)?;
    Ok(counts(&ways, pupils, first, until))
}

/// The reports that were handed in, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn handed_in(tx: &mut Tx<'_>, _permit: &Permit<acts::Supervise>) -> Result<Vec<Report>> {
    sql::reports(tx)
}

/// Hands the report of a month in as it stands now. Again, with other counts, makes a further number; with the same it changes nothing.
///
/// # Errors
/// A problem at `month` for one that has not begun.
pub fn hand_in(tx: &mut Tx<'_>, permit: &Permit<acts::Supervise>, day: SchoolDate) -> Result<()> {
    let (first, _) = month_of(day);
    if first > tx.today() {
        return Err(Error::at("month", "dropout-month-ahead"));
    }
    let counts = now(tx, permit, first)?;
    let before = sql::reports(tx)?.into_iter().find(|one| one.month == first);
    if before.as_ref().is_some_and(|one| one.counts == counts) {
        return Ok(());
    }
    let number = before.map_or(1, |one| one.number + 1);
    let text = serde_json::to_string(&counts).map_err(|e| Error::fault("the counts of a month", e))?;
    sql::insert_report(tx, first, number, &text, &permit.who().tag())?;
    let school = tx.school();
    trail::note(tx, permit.who(), "dropout.report", school, &serde_json::json!({ "month": first })).map(|_| ())
}

/// The open cases that were not looked through in the quarter of today.
///
/// # Errors
/// Faults of the database.
pub fn unchecked(tx: &mut Tx<'_>) -> Result<Vec<Case>> {
    let first = quarter_of(tx.today());
    let checked = |case: &Case| case.way.iter().any(|(what, day)| *what == What::Checked && *day >= first);
    Ok(cases::load(tx)?.into_iter().filter(|case| case.state.is_open() && !checked(case)).collect())
}

/// What the offices still owe: the report of the month that is over, and the check of the quarter in its last two weeks. For who leads student affairs.
///
/// # Errors
/// Faults of the database.
pub fn owed(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Msg>> {
    if !who.holds(Duty::StudentAffairs) {
        return Ok(Vec::new());
    }
    let (today, mut all) = (tx.today(), Vec::new());
    let (last_month, last) = month_of(month_of(today).0.plus_days(-1));
    let in_term = time::terms(tx)?.iter().any(|term| term.first_day <= last && last_month <= term.last_day);
    let known = sql::reports(tx)?;
    if in_term && !known.iter().any(|one| one.month == last_month) {
        all.push(Msg::new("dropout-owed-report").with("year", i64::from(last_month.year())).with("month", i64::from(last_month.month())));
    }
    let ends = quarter_of(today).plus_months(3).plus_days(-1);
    let left = if today >= ends.plus_days(-14) { unchecked(tx)?.len() } else { 0 };
    if left > 0 {
        all.push(Msg::new("dropout-owed-check").with("count", left).with("day", ends));
    }
    Ok(all)
}

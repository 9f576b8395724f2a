//! verbs: each month helpers hand their records in with one press (A9-30): what is still open is shown before, nothing is written twice. The day falls on the month's end in February, moves before
//! holidays, and the school may move it for a reason (CONVENTIONS 2.9.7).

use std::collections::{BTreeMap, BTreeSet};

use super::ledger::{self, Ledger};
use super::sql::hand_in as sql;
use crate::access::{Permit, Who, acts};
use crate::activity::cadence::{Asked, asked_in};
use crate::base::error::Problems;
use crate::base::{Error, Msg, ProgrammeId, Result, SchoolDate, StaffId, limits};
use crate::pairing::pairs::{self, Pair};
use crate::programme::deadline::first_school_day;
use crate::programme::kind_words::kinder;
use crate::roster::time::Term;
use crate::store::Tx;
use crate::trail;

/// Days before the due day from which it is shown as due.
const AHEAD_DAYS: i64 = 7;

/// The first day of a day's month: the month's name.
pub fn month_of(day: SchoolDate) -> SchoolDate {
    SchoolDate::new(day.year(), day.month(), 1).unwrap_or(day)
}

/// A month that was handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandIn {
    /// Who.
    pub staff: StaffId,
    /// Name.
    pub name: String,
    /// First day of the month.
    pub month: SchoolDate,
    /// When.
    pub day: SchoolDate,
    /// Children of the caseload.
    pub children: i64,
    /// Acts on record in the month.
    pub records: i64,
    /// What was owed and not done, without a reason on record.
    pub missing: i64,
    /// Why, where something was missing.
    pub reason: String,
}

/// A month to be handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// First day of the month.
    pub month: SchoolDate,
    /// By when.
    pub day: SchoolDate,
    /// Why it was moved; empty where it was not.
    pub moved: String,
    /// When it was handed in.
    pub done: Option<SchoolDate>,
    /// Acts on record in the month with the own children.
    pub records: i64,
    /// Owed up to the day and not done.
    pub missing: i64,
}

impl Due {
    /// `done`, `late`, `due` or `ahead`; the words are `supervision-due-<code>`.
    pub fn state(&self, today: SchoolDate) -> &'static str {
        match self.done {
            Some(_) => "done",
            None if self.day < today => "late",
            None if self.day.plus_days(-AHEAD_DAYS) <= today => "due",
            None => "ahead",
        }
    }
}

/// The days that were moved, the newest word of each month: month → (day, reason).
fn moved(tx: &mut Tx<'_>, term: &Term) -> Result<BTreeMap<SchoolDate, (SchoolDate, String)>> {
    let all = sql::moved(tx, month_of(term.first_day), term.last_day)?;
    Ok(all.into_iter().map(|(month, day, reason, _)| (month, (day, reason))).collect())
}

/// The months in which somebody with these pairs hands in: those on whose day help stood, or in which it stood at all and the day had not come when it ended.
fn months(asked: &Asked, pairs: &[&Pair], moved: &BTreeMap<SchoolDate, (SchoolDate, String)>) -> Vec<(SchoolDate, SchoolDate, String)> {
    let programmes: BTreeSet<ProgrammeId> = pairs.iter().map(|pair| pair.programme).collect();
    let stands = |day: SchoolDate| pairs.iter().any(|pair| (pair.from..=pair.until).contains(&day));
    let of = |day: SchoolDate| {
        let month = month_of(day);
        let (day, reason) = moved.get(&month).cloned().unwrap_or((day, String::new()));
        (month, day, reason)
    };
    asked.hand_in_days(&programmes).into_iter().filter(|day| stands(*day)).map(of).collect()
}

/// The months that the person hands in this term, the oldest first, with what is on record and what is missing.
///
/// # Errors
/// Faults of the database.
pub fn own(tx: &mut Tx<'_>, who: &Who, term: &Term, ledger: &Ledger) -> Result<Vec<Due>> {
    let (me, moved) = (who.staff(), moved(tx, term)?);
    let all = pairs::between(tx, term.first_day, term.last_day)?;
    let own: Vec<&Pair> = all.iter().filter(|pair| pair.staff == me).collect();
    let done = sql::of_months(tx, month_of(term.first_day), term.last_day)?;
    let due = |(month, day, reason): (SchoolDate, SchoolDate, String)| {
        let last = month.plus_months(1).plus_days(-1);
        let records = ledger.took.values().flatten().filter(|took| took.staff == Some(me) && took.held && (month..=last).contains(&took.day)).count();
        let open = ledger.promises.iter().filter(|one| one.concerns(me) && (month..=last).contains(&one.until) && one.until <= day && !one.excused && one.latest <= day);
        Due {
            done: done.iter().find(|one| one.staff == me && one.month == month).map(|one| one.day),
            records: i64::try_from(records).unwrap_or(i64::MAX),
            missing: open.map(|one| one.times - one.kept).sum(),
            month,
            day,
            moved: reason,
        }
    };
    Ok(months(&ledger.asked, &own, &moved).into_iter().map(due).collect())
}

/// Hands a month in, with one press. With something missing it asks why. The same again changes nothing.
///
/// # Errors
/// A problem at `reason` when something is missing without a word; not found for a month that the person does not hand in or that has not begun.
pub fn hand_in(tx: &mut Tx<'_>, who: &Who, term: &Term, month: SchoolDate, reason: &str) -> Result<()> {
    let today = tx.today();
    let ledger = ledger::own(tx, who, term)?;
    let due = own(tx, who, term, &ledger)?.into_iter().find(|due| due.month == month && month <= today).ok_or(Error::NotFound)?;
    if due.done.is_some() {
        return Ok(());
    }
    let (reason, mut problems) = (reason.trim(), Problems::default());
    if due.missing > 0 && reason.is_empty() {
        problems.note("reason", Msg::new("supervision-why-missing").with("count", due.missing));
    } else if reason.chars().count() > limits::LINE_CHARS {
        problems.note("reason", Msg::new("supervision-words-long").with("most", limits::LINE_CHARS));
    } else if let Some(key) = kinder(reason) {
        problems.note("reason", key);
    } else if ledger.children.iter().any(|child| reason.contains(&child.name)) {
        problems.note("reason", "supervision-names");
    }
    problems.end()?;
    let children = i64::try_from(ledger.children.len()).unwrap_or(i64::MAX);
    if sql::insert(tx, who.staff(), month, (children, due.records, due.missing), reason)? {
        trail::note(tx, who, "supervision.handed-in", who.staff(), &serde_json::json!({ "month": month, "missing": due.missing }))?;
    }
    Ok(())
}

/// Who has handed a month in and who has not yet, for who supervises: (month, day, those who did, names of those who did not), of helpers of the children of the ledger.
#[derive(Clone, Debug)]
pub struct Month {
    /// First day of the month.
    pub month: SchoolDate,
    /// By when.
    pub day: SchoolDate,
    /// Why it was moved; empty where it was not.
    pub moved: String,
    /// Who did, by name.
    pub done: Vec<HandIn>,
    /// Who did not, by name.
    pub open: Vec<(StaffId, String)>,
}

/// The months of the term up to today, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn of_part(tx: &mut Tx<'_>, ledger: &Ledger) -> Result<Vec<Month>> {
    let (term, today) = (&ledger.term, ledger.asked.today());
    let (moved, done) = (moved(tx, term)?, sql::of_months(tx, month_of(term.first_day), term.last_day)?);
    let mut helpers: BTreeMap<(String, StaffId), Vec<&Pair>> = BTreeMap::new();
    for pair in &ledger.pairs {
        helpers.entry((pair.staff_name.clone(), pair.staff)).or_default().push(pair);
    }
    let mut all: BTreeMap<SchoolDate, Month> = BTreeMap::new();
    for ((name, staff), pairs) in &helpers {
        for (month, day, reason) in months(&ledger.asked, pairs, &moved) {
            if month > today {
                continue;
            }
            let one = all.entry(month).or_insert(Month { month, day, moved: reason, done: Vec::new(), open: Vec::new() });
            one.day = one.day.max(day);
            match done.iter().find(|known| known.staff == *staff && known.month == month) {
                Some(known) => one.done.push(known.clone()),
                None => one.open.push((*staff, name.clone())),
            }
        }
    }
    Ok(all.into_values().rev().collect())
}

/// Moves the day by which a month is handed in, for the whole school, with the reason.
///
/// # Errors
/// Problems at `day` and `reason`.
pub fn move_due(tx: &mut Tx<'_>, permit: &Permit<acts::Supervise>, term: &Term, month: SchoolDate, day: Option<SchoolDate>, reason: &str) -> Result<()> {
    let (reason, mut problems) = (reason.trim(), Problems::default());
    let days = asked_in(tx, term)?;
    let from = first_school_day(days.days()).unwrap_or(term.first_day);
    let day = day.filter(|day| *day >= month.max(from) && *day <= month.plus_months(2) && *day <= term.last_day && days.days().is_school_day(*day));
    if day.is_none() || month != month_of(month) {
        problems.note("day", "supervision-move-day");
    }
    if reason.is_empty() || reason.chars().count() > limits::LINE_CHARS {
        problems.note("reason", "supervision-words-missing");
    } else if let Some(key) = kinder(reason) {
        problems.note("reason", key);
    }
    problems.end()?;
    let Some(day) = day else { return Ok(()) };
    let known = sql::moved(tx, month, month)?;
    if known.last().is_some_and(|(_, known, why, _)| *known == day && why == reason) {
        return Ok(());
    }
    let number = known.last().map_or(1, |(.., number)| number + 1);
    sql::move_due(tx, month, number, day, reason, &permit.who().tag())?;
    trail::note(tx, permit.who(), "supervision.due-moved", term.id, &serde_json::json!({ "month": month, "day": day }))?;
    Ok(())
}

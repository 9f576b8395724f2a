//! verbs: entries are posted, reversed once with a reason, and the books are closed. All of it happens in the transaction that locks the head of the ledger and the rows of the funds, so
//! that two who spend the last money at once do not both get it.

use super::entry::{Entry, What, link};
use super::rules::{self, Posting, Short};
use super::{funds, sql};
use crate::access::{Act, Permit, acts};
use crate::base::{Error, Msg, Result, RowId, SchoolDate, limits};
use crate::store::Tx;

/// An entry to be written.
#[derive(Clone, Debug)]
pub struct New<'a> {
    /// Made by the form: sent twice, it counts once.
    pub id: RowId,
    /// The day on which it counts.
    pub day: SchoolDate,
    /// What happened.
    pub what: What,
    /// In words, without the name of a child.
    pub about: &'a str,
    /// The gift or request to which it belongs.
    pub source: Option<RowId>,
    /// Its postings.
    pub postings: Vec<Posting>,
}

/// Through which day the books are closed.
///
/// # Errors
/// Faults of the database.
pub fn closed_through(tx: &mut Tx<'_>) -> Result<Option<SchoolDate>> {
    Ok(sql::closed(tx)?.map(|(_, day)| day))
}

/// Writes an entry; gives its number. The same id again gives the same number.
///
/// # Errors
/// A problem at `day` for one that is to come; a conflict for a day that is closed, and when a fund, an account or a stock would go below nothing; a fault for postings that are no entry.
pub fn post<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, new: &New<'_>) -> Result<i64> {
    write(tx, permit, new, None, "")
}

fn write<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, new: &New<'_>, reverses: Option<i64>, reason: &str) -> Result<i64> {
    rules::check(&new.postings).map_err(|flaw| Error::Fault(format!("postings that are no entry: {flaw:?}")))?;
    if new.day > tx.today() {
        return Err(Error::at("day", "aid-day-future"));
    }
    let (last, before) = sql::lock_head(tx)?;
    if let Some(known) = sql::number_of(tx, new.id)? {
        return Ok(known);
    }
    let number = last + 1;
    if let Some(through) = closed_through(tx)?.filter(|through| new.day <= *through) {
        return Err(Error::Conflict(Msg::new("aid-period-closed").with("day", new.day).with("through", through)));
    }
    let moved = rules::free(&new.postings);
    for (fund, fen) in &moved {
        if !sql::move_free(tx, *fund, *fen)? {
            let fund = funds::fund(tx, *fund)?;
            return Err(Error::Conflict(Msg::new("aid-fund-short").with("fund", &fund.name).with("free", fund.free()).with("needs", crate::base::Fen(-fen))));
        }
    }
    let (actor, at, about) = (permit.who().tag(), tx.now(), new.about.trim().chars().take(limits::LINE_CHARS).collect());
    let entry =
        Entry { number, id: new.id, day: new.day, what: new.what, about, source: new.source, reverses, reason: reason.to_owned(), actor, at, postings: new.postings.clone() };
    let hash = link(&before, &entry);
    sql::insert_entry(tx, &entry, &hash)?;
    for fund in moved.keys() {
        if let Some(short) = rules::short(&sql::standing(tx, *fund)?) {
            let fund = funds::fund(tx, *fund)?.name;
            return Err(Error::Conflict(refusal(short).with("fund", fund)));
        }
    }
    sql::move_head(tx, number, &hash)?;
    Ok(number)
}

fn refusal(short: Short) -> Msg {
    Msg::new(match short {
        Short::Money => "aid-short-account",
        Short::Promised => "aid-short-promised",
        Short::Stock => "aid-short-stock",
    })
}

/// Reverses an entry by another with the postings the other way round, today. Nothing is changed in the first; it is reversed once, and a reversal is not.
///
/// # Errors
/// A problem at `reason` when it says too little; a conflict when it was reversed already, is a reversal itself, or what it brought in is spent meanwhile.
pub fn reverse(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, id: RowId, number: i64, reason: &str) -> Result<i64> {
    let reason = reason.trim();
    if reason.chars().count() < 2 || reason.chars().count() > limits::LINE_CHARS {
        return Err(Error::at("reason", "aid-reversal-reason"));
    }
    let entry = sql::one(tx, number)?;
    if entry.reverses.is_some() {
        return Err(Error::Conflict("aid-reversal-of-reversal".into()));
    }
    if let Some(by) = sql::reversed_by(tx, number)? {
        return Err(Error::Conflict(Msg::new("aid-reversed-already").with("number", by)));
    }
    let day = tx.today();
    let new = New { id, day, what: What::Reversal, about: &entry.about, source: entry.source, postings: rules::mirrored(&entry.postings) };
    write(tx, permit, &new, Some(number), reason)
}

/// Closes the books through a day: nothing is written for it or for an earlier day any more. It only goes forward.
///
/// # Errors
/// A problem at `through` for today or a day to come, and for one that is closed already.
pub fn close(tx: &mut Tx<'_>, permit: &Permit<acts::ApproveAid>, through: SchoolDate) -> Result<()> {
    if through >= tx.today() {
        return Err(Error::at("through", "aid-close-past"));
    }
    // Whoever writes an entry at this moment has the head: the day is closed after it, or it is refused.
    sql::lock_head(tx)?;
    let known = sql::closed(tx)?;
    if known.is_some_and(|(_, day)| through <= day) {
        return Err(Error::at("through", "aid-close-again"));
    }
    sql::insert_closing(tx, known.map_or(1, |(number, _)| number + 1), through, &permit.who().tag())
}

/// The newest entries, at most `rows`, before a number; the newest first.
///
/// # Errors
/// Faults of the database.
pub fn newest(tx: &mut Tx<'_>, before: Option<i64>, rows: i64) -> Result<Vec<Entry>> {
    let (last, _) = sql::head(tx)?;
    let through = before.map_or(last, |before| before - 1);
    let mut all = sql::page(tx, through - rows.clamp(1, limits::ROWS_PER_PAGE_MOST), through)?;
    all.reverse();
    Ok(all)
}

/// An entry, and the number of the one that undid it.
///
/// # Errors
/// Not found when there is none.
pub fn entry(tx: &mut Tx<'_>, number: i64) -> Result<(Entry, Option<i64>)> {
    Ok((sql::one(tx, number)?, sql::reversed_by(tx, number)?))
}

/// The entries of a fund from one day to another, in order.
///
/// # Errors
/// Faults of the database.
pub fn of_fund(tx: &mut Tx<'_>, fund: RowId, from: SchoolDate, until: SchoolDate) -> Result<Vec<Entry>> {
    sql::of_fund(tx, fund, from, until)
}

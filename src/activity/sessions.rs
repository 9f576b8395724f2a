//! verbs: records that attendance writes (B3-08, B2-05): one act for a child who was there; who was written down by mistake is said not to have been.

use super::rules::{How, Kind};
use super::{New, Words, record, sql};
use crate::access::{Permit, acts};
use crate::base::{Error, Result, RowId, SchoolDate};
use crate::store::Tx;
use crate::trail;

/// A session in which a child was.
#[derive(Clone, Copy, Debug)]
pub struct Held<'a> {
    /// The act, the same whenever the same child and day are written down.
    pub id: RowId,
    /// What.
    pub kind: Kind,
    /// When.
    pub day: SchoolDate,
    /// How long, in minutes.
    pub minutes: i64,
    /// What was done.
    pub done: &'a str,
}

/// Writes down that the permit's child was there: a record like any other, which promises count.
///
/// # Errors
/// Those of [`record`].
pub fn came(tx: &mut Tx<'_>, permit: &Permit<acts::RecordActivity>, held: &Held<'_>) -> Result<()> {
    let words = Words { done: held.done.to_owned(), ..Words::default() };
    let new = New { id: held.id, kind: held.kind, how: How::Face, day: held.day, minutes: Some(held.minutes), held: true, quiet: false, words };
    record(tx, std::slice::from_ref(permit), &new).map(|_| ())
}

/// Says of an act of the permit's child whether it took place after all, and why or what; what stood there before stays on record. Where it stays as it was, only the words `instead_of` are
/// written anew: what somebody wrote of the one child since is kept.
///
/// # Errors
/// Not found when there is no such act of the child; faults of the database or of a sealed text.
pub fn correct(tx: &mut Tx<'_>, permit: &Permit<acts::RecordActivity>, id: RowId, held: bool, done: &str, instead_of: &str) -> Result<()> {
    let (pupil, author) = (permit.pupil()?, sql::owner(tx, id)?);
    let row = sql::own_one(tx, pupil, author, id)?.ok_or(Error::NotFound)?;
    let old = sql::opened(tx, &row)?;
    if row.held == held && (old.done == done || old.done != instead_of) {
        return Ok(());
    }
    sql::set_held(tx, id, held)?;
    sql::insert_text(tx, id, pupil, &Words { done: done.to_owned(), ..old })?;
    trail::note(tx, permit.who(), "activity.rewritten", id, &serde_json::json!({ "held": held }))?;
    Ok(())
}

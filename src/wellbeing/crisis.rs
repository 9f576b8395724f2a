//! verbs: what cannot wait goes straight to the named persons, apart from ordinary support, with a log (CONVENTIONS 2.6). It is taken even while the room is shut: then to the principal, the
//! leaders and the counsellors.

use super::entry::{self, Body, Entry, Kind, New};
use super::room::{self, DUTIES};
use super::rules::{CRISES, LOG};
use crate::access::{Permit, Who, acts};
use crate::base::error::Problems;
use crate::base::{Error, Result, RowId, StaffId};
use crate::roster::people;
use crate::store::Tx;
use crate::trail;

/// The named persons act today.
pub const TASK: &str = "wellbeing-crisis";
/// Days that the list goes back.
const LIST_DAYS: i64 = 400;

/// Who is told: the named receivers; while the room is shut everybody who could be one.
fn told(tx: &mut Tx<'_>) -> Result<Vec<StaffId>> {
    let named = room::open(tx)?;
    if !named.is_empty() {
        return Ok(named.into_iter().map(|one| one.staff).collect());
    }
    let today = tx.today();
    let mut all: Vec<StaffId> = people::posts_on(tx, today)?.into_iter().filter(|post| DUTIES.contains(&post.duty)).map(|post| post.staff).collect();
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// Tells the named persons of the permit's child. Sent again it changes nothing.
///
/// # Errors
/// Problems at `what` and `text`.
pub fn raise(tx: &mut Tx<'_>, permit: &Permit<acts::NoticeMood>, id: RowId, what: &str, text: &str) -> Result<()> {
    let (pupil, who, mut problems) = (permit.pupil()?, permit.who(), Problems::default());
    if !CRISES.contains(&what) {
        problems.note("what", "wellbeing-choose");
    }
    // What was seen or said stays as it was seen or said: no word is refused here.
    let text = text.trim().to_owned();
    if text.is_empty() || text.chars().count() > crate::base::limits::LINE_CHARS {
        problems.note("text", "wellbeing-text-missing");
    }
    problems.end()?;
    let body = Body { what: what.to_owned(), text, ..Body::default() };
    if entry::keep(tx, who, &New { id, pupil, kind: Kind::Crisis, about: None, body })? {
        let today = tx.today();
        for staff in told(tx)? {
            trail::open_task(tx, staff, TASK, id, &format!("/wellbeing/crises/{id}"), &[], today)?;
        }
        trail::note(tx, who, "wellbeing.crisis", id, &serde_json::json!({}))?;
    }
    Ok(())
}

/// Whether the person is one of those who are told.
fn must_be_told(tx: &mut Tx<'_>, who: &Who) -> Result<()> {
    if told(tx)?.contains(&who.staff()) { Ok(()) } else { Err(Error::NotFound) }
}

/// All of them, the open first, for who is told.
///
/// # Errors
/// Not found for anybody else.
pub fn list(tx: &mut Tx<'_>, permit: &Permit<acts::ReceiveMood>) -> Result<Vec<Entry>> {
    must_be_told(tx, permit.who())?;
    let today = tx.today();
    let all = entry::since(tx, Kind::Crisis, today.plus_days(-LIST_DAYS), today)?;
    let mut all = super::notice::known(tx, permit.who(), all)?;
    all.sort_by_key(|one| one.has("closed"));
    Ok(all)
}

/// One, for who is told.
///
/// # Errors
/// Not found for anybody else.
pub fn one(tx: &mut Tx<'_>, permit: &Permit<acts::ReceiveMood>, id: RowId) -> Result<Entry> {
    must_be_told(tx, permit.who())?;
    let found = entry::one(tx, id, Kind::Crisis)?;
    super::notice::known(tx, permit.who(), vec![found])?.pop().ok_or(Error::NotFound)
}

/// Writes a line of the log. Closed it is when the child is safe: two lines at least come before.
///
/// # Errors
/// Problems at `line` and `text`; a conflict when it is closed.
pub fn log(tx: &mut Tx<'_>, permit: &Permit<acts::ReceiveMood>, id: RowId, line: &str, words: &str) -> Result<()> {
    let (found, mut problems) = (one(tx, permit, id)?, Problems::default());
    if !LOG.contains(&line) {
        problems.note("line", "wellbeing-choose");
    } else if line == "closed" && !found.has("safe") {
        problems.note("line", "wellbeing-crisis-not-safe");
    }
    let words = words.trim();
    if words.chars().count() > crate::base::limits::LINE_CHARS || (words.is_empty() && line != "seen") {
        problems.note("text", "wellbeing-text-missing");
    }
    problems.end()?;
    if found.has("closed") {
        return Err(Error::Conflict("wellbeing-crisis-over".into()));
    }
    entry::step(tx, permit.who(), &found, line, words)?;
    if line == "closed" {
        trail::end_tasks(tx, permit.who(), TASK, id, true)?;
    } else {
        // Whoever has looked has the task no more; the others keep it until it is closed.
        trail::end_own_tasks(tx, permit.who(), TASK, id)?;
    }
    trail::note(tx, permit.who(), "wellbeing.crisis-log", id, &serde_json::json!({}))?;
    Ok(())
}

//! verbs: who receives what is written here. The room is open while two named people are left who hold a duty for it today, one of them a counsellor (PRACTICE 1.6); it shuts itself by that count,
//! not by a switch.

use super::rules::RECEIVERS_LEAST;
use super::sql::room as sql;
use crate::access::{Duty, Permit, Who, acts};
use crate::base::{Error, Result, RowId, SchoolDate, StaffId};
use crate::roster::people;
use crate::store::Tx;
use crate::trail;

/// Duties of whom somebody can be named.
pub const DUTIES: [Duty; 4] = [Duty::Counsellor, Duty::Principal, Duty::Leader, Duty::StudentAffairs];

/// A named receiver.
#[derive(Clone, Debug)]
pub struct Receiver {
    /// The naming.
    pub id: RowId,
    /// Who.
    pub staff: StaffId,
    /// Their name.
    pub name: String,
    /// Since when.
    pub from: SchoolDate,
    /// Whether the person holds a duty for it today; else it counts no more.
    pub counts: bool,
    /// Whether the person is a counsellor today.
    pub counsellor: bool,
}

/// Who was named, with what each holds today.
///
/// # Errors
/// Faults of the database.
pub fn receivers(tx: &mut Tx<'_>) -> Result<Vec<Receiver>> {
    let today = tx.today();
    let named = sql::receivers(tx)?;
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let posts = people::posts_on(tx, today)?;
    let holds = |staff: StaffId, duties: &[Duty]| posts.iter().any(|post| post.staff == staff && duties.contains(&post.duty));
    let told = |(id, staff, name, from)| Receiver { id, staff, name, from, counts: holds(staff, &DUTIES), counsellor: holds(staff, &[Duty::Counsellor]) };
    Ok(named.into_iter().map(told).collect())
}

/// Those who count, when the room is open; nobody while it is shut.
///
/// # Errors
/// Faults of the database.
pub fn open(tx: &mut Tx<'_>) -> Result<Vec<Receiver>> {
    let counting: Vec<Receiver> = receivers(tx)?.into_iter().filter(|one| one.counts).collect();
    let is_open = counting.len() >= RECEIVERS_LEAST && counting.iter().any(|one| one.counsellor);
    Ok(if is_open { counting } else { Vec::new() })
}

/// Whether the person receives today, the room being open.
///
/// # Errors
/// Faults of the database.
pub fn receives(tx: &mut Tx<'_>, who: &Who) -> Result<bool> {
    Ok(open(tx)?.iter().any(|one| one.staff == who.staff()))
}

/// The person receives, or is not found.
pub(super) fn must_receive(tx: &mut Tx<'_>, who: &Who) -> Result<()> {
    if receives(tx, who)? { Ok(()) } else { Err(Error::NotFound) }
}

/// The room is open, or nothing can be written.
pub(super) fn must_be_open(tx: &mut Tx<'_>) -> Result<()> {
    if open(tx)?.is_empty() { Err(Error::Conflict("wellbeing-shut".into())) } else { Ok(()) }
}

/// Who can be named today: person and name.
///
/// # Errors
/// Faults of the database.
pub fn candidates(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageWellbeing>) -> Result<Vec<(StaffId, String, Duty)>> {
    let today = tx.today();
    let named = receivers(tx)?;
    let mut all: Vec<(StaffId, String, Duty)> = Vec::new();
    for post in people::posts_on(tx, today)? {
        let fresh = DUTIES.contains(&post.duty) && !named.iter().any(|one| one.staff == post.staff) && !all.iter().any(|(staff, ..)| *staff == post.staff);
        if fresh {
            all.push((post.staff, post.name.clone(), post.duty));
        }
    }
    Ok(all)
}

/// Names a receiver, under an id that the form made.
///
/// # Errors
/// A problem at `staff` for who holds no duty for it or is named already.
pub fn name(tx: &mut Tx<'_>, permit: &Permit<acts::ManageWellbeing>, id: RowId, staff: Option<StaffId>) -> Result<()> {
    if receivers(tx)?.iter().any(|one| one.id == id) {
        return Ok(());
    }
    let chosen = candidates(tx, permit)?.into_iter().find(|(one, ..)| Some(*one) == staff);
    let Some((staff, ..)) = chosen else { return Err(Error::at("staff", "wellbeing-receiver-none")) };
    sql::insert(tx, id, staff, &permit.who().tag())?;
    trail::note(tx, permit.who(), "wellbeing.receiver", id, &serde_json::json!({}))?;
    Ok(())
}

/// Releases a receiver. With fewer than two left the room is shut.
///
/// # Errors
/// Not found when there is none.
pub fn release(tx: &mut Tx<'_>, permit: &Permit<acts::ManageWellbeing>, id: RowId) -> Result<()> {
    receivers(tx)?.iter().find(|one| one.id == id).ok_or(Error::NotFound)?;
    sql::end(tx, id, &permit.who().tag())?;
    trail::note(tx, permit.who(), "wellbeing.receiver-released", id, &serde_json::json!({}))?;
    Ok(())
}

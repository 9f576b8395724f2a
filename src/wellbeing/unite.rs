//! verbs: what is written of a child who was entered twice goes to the entry that is kept. No sealed text is opened: the keys of both files stay, the child's key takes over the other's.

use super::sql::{bookings, entry};
use crate::access::{Permit, acts};
use crate::base::{PupilId, Result};
use crate::store::Tx;

/// Gives what is written of `gone`, its files and their readers to `kept`.
///
/// # Errors
/// Faults of the database.
pub fn unite(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageRoster>, kept: PupilId, gone: PupilId) -> Result<()> {
    bookings::hand_over(tx, kept, gone)?;
    entry::hand_over(tx, kept, gone)
}

//! verbs: what was handed over of a child who was entered twice goes to the entry that is kept.

use super::sql;
use crate::access::{Permit, acts};
use crate::base::{PupilId, Result};
use crate::store::Tx;

/// Gives the notes, holds and destructions of `gone` to `kept`.
///
/// # Errors
/// Faults of the database.
pub fn unite(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageRoster>, kept: PupilId, gone: PupilId) -> Result<()> {
    sql::handing::hand_over(tx, kept, gone)?;
    sql::keeping::hand_over(tx, kept, gone)
}

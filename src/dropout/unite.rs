//! verbs: cases of a child who was entered twice go to the entry that is kept.

use super::sql;
use crate::access::{Permit, acts};
use crate::base::{PupilId, Result};
use crate::store::Tx;

/// Gives the cases of `gone` to `kept`.
///
/// # Errors
/// Faults of the database.
pub fn unite(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageRoster>, kept: PupilId, gone: PupilId) -> Result<()> {
    sql::hand_over(tx, kept, gone)
}

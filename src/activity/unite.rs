//! verbs: the records of a child who was entered twice go to the entry that is kept.

use super::sql;
use crate::access::{Permit, acts};
use crate::base::{PupilId, Result};
use crate::store::Tx;

/// Gives the records of `gone` to `kept`.
///
/// # Errors
/// Faults of the database.
pub fn unite(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageRoster>, kept: PupilId, gone: PupilId) -> Result<()> {
    sql::raise::hand_over(tx, kept, gone)?;
    sql::told::hand_over(tx, kept, gone)?;
    sql::hand_over(tx, kept, gone)
}

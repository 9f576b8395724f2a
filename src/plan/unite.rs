//! verbs: the plan of a child who was entered twice becomes part of the plan of the entry that is kept: one child, one plan.

use super::{id_of, sql};
use crate::access::{Permit, acts};
use crate::base::{PupilId, Result};
use crate::store::Tx;

/// Gives all versions, meetings, own goals and habits of the plan of `gone` to that of `kept`. Where the newest version counts, that of `kept` does.
///
/// # Errors
/// Faults of the database.
pub fn unite(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageRoster>, kept: PupilId, gone: PupilId) -> Result<()> {
    sql::cover::hand_over(tx, kept, gone)?;
    sql::hand_over(tx, (id_of(kept), kept), id_of(gone))
}

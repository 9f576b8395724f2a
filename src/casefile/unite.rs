//! verbs: the file of a child who was entered twice becomes part of the file of the entry that is kept: one child, one file.

use super::{id_of, sql};
use crate::access::{Permit, acts};
use crate::base::{PupilId, Result};
use crate::store::Tx;

/// Gives all that was written in the file of `gone` to the file of `kept`, which counts as opened on the earlier of both days. Nothing is lost; where the newest counts,
/// that of `kept` does.
///
/// # Errors
/// Faults of the database.
pub fn unite(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageRoster>, kept: PupilId, gone: PupilId) -> Result<()> {
    sql::hand_over(tx, (id_of(kept), kept), id_of(gone))
}

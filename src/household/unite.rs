//! verbs: the membership of a child who was entered twice goes to the entry that is kept.

use super::sql::cards as sql;
use crate::access::{Permit, acts};
use crate::base::{PupilId, Result};
use crate::store::Tx;

/// Gives the membership of `gone` in a household to `kept`. Who was a member twice stays so until somebody ends one: nobody else can say which line of the card is right.
///
/// # Errors
/// Faults of the database.
pub fn unite(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageRoster>, kept: PupilId, gone: PupilId) -> Result<()> {
    sql::hand_over(tx, kept, gone)
}

//! verbs: the rewards of a child who was entered twice go to the entry that is kept.

use super::sql::{contest, given};
use crate::access::{Permit, acts};
use crate::base::{PupilId, Result};
use crate::store::Tx;

/// Gives rewards and contests of `gone` to `kept`. Both rewards of one rule stay: each was given.
///
/// # Errors
/// Faults of the database.
pub fn unite(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageRoster>, kept: PupilId, gone: PupilId) -> Result<()> {
    given::hand_over(tx, kept, gone)?;
    contest::hand_over(tx, kept, gone)
}

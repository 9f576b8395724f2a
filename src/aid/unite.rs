//! verbs: what a child who was entered twice received goes to the entry that is kept. The ledger names no child, so nothing in it changes.

use super::sql::child;
use crate::access::{Permit, acts};
use crate::base::{PupilId, Result};
use crate::store::Tx;

/// Gives the lines, levels, accounts and records of `gone` to `kept`. Both lines of a term stay: both were given; the page says that they are double.
///
/// # Errors
/// Faults of the database.
pub fn unite(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageRoster>, kept: PupilId, gone: PupilId) -> Result<()> {
    child::hand_over(tx, kept, gone)
}

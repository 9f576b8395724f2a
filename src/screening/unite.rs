//! verbs: what was found, said and decided of a child who was entered twice goes to the entry that is kept.

use super::sql::unite as sql;
use crate::access::{Permit, acts};
use crate::base::{PupilId, Result};
use crate::store::Tx;

/// Gives candidacies, rounds, confirmations, observations, conduct, nominations and survey of `gone` to `kept`. What both have in one place (a run, a round, a sheet) counts once, as it
/// stands at `kept`; of two confirmations for the same the one that is not ended stands. Verdicts and opinions of both stay, those of `kept` as the newest.
///
/// # Errors
/// Faults of the database.
pub fn unite(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageRoster>, kept: PupilId, gone: PupilId) -> Result<()> {
    sql::hand_over(tx, kept, gone)
}

//! verbs: what was written of a child who was entered twice goes to the entry that is kept.

use super::sql;
use crate::access::{Permit, acts};
use crate::base::{PupilId, Result};
use crate::store::Tx;

/// Gives what is written of `gone` to `kept`: checks and findings, matters of meetings, decisions, cases.
///
/// # Errors
/// Faults of the database.
pub fn unite(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageRoster>, kept: PupilId, gone: PupilId) -> Result<()> {
    sql::hand_over(tx, kept, gone)?;
    sql::meetings::hand_over(tx, kept, gone)?;
    sql::summaries::hand_over(tx, kept, gone)?;
    sql::hard::hand_over(tx, kept, gone)
}

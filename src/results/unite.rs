//! verbs: the results and absences of a child who was entered twice go to the entry that is kept.

use super::sql::unite as sql;
use crate::access::{Permit, acts};
use crate::base::{PupilId, Result};
use crate::store::Tx;

/// Gives results and attendance of `gone` to `kept`. Where both have a mark in one subject of one assessment, the mark of `kept` stands; the other is kept among what was
/// there before. A day of absence or a term's total that both have counts once.
///
/// # Errors
/// Faults of the database.
pub fn unite(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRoster>, kept: PupilId, gone: PupilId) -> Result<()> {
    let actor = permit.who().tag();
    for lost in sql::losing(tx, kept, gone)? {
        sql::keep_lost(tx, &lost, kept, &actor)?;
    }
    sql::hand_over(tx, kept, gone)
}

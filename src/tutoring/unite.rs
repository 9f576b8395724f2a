//! verbs: the classes and days of a child who was entered twice go to the entry that is kept.

use super::sql::{members, posts, sessions};
use crate::access::{Permit, acts, close_ties_of};
use crate::base::{PupilId, Result};
use crate::store::Tx;

/// Why one of two places in a class ended; its word is `tutoring-left-merged`.
const MERGED: &str = "merged";

/// Gives the places and days of `gone` to `kept`. Where both are in one class, that of the kept entry stays.
///
/// # Errors
/// Faults of the database.
pub fn unite(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRoster>, kept: PupilId, gone: PupilId) -> Result<()> {
    let last_day = tx.today().plus_days(-1);
    for member in members::double(tx, kept, gone)? {
        members::insert_end(tx, member, last_day, MERGED, &permit.who().tag())?;
        close_ties_of(tx, member, last_day)?;
    }
    members::hand_over(tx, kept, gone)?;
    sessions::hand_over(tx, kept, gone)?;
    posts::hand_over(tx, kept, gone)
}

//! verbs: the pairs of a child who was entered twice go to the entry that is kept.

use super::sql::{fit, peers, volunteers};
use super::{Span, sql};
use crate::access::{Permit, acts, close_ties_of};
use crate::base::{PupilId, Result};
use crate::store::Tx;

/// Why the second of two pairs of the same mentor and child ended; its word is `pairing-released-merged`.
const MERGED: &str = "merged";

/// Gives the pairs of `gone` to `kept`. A mentor who had both entries has one child: the pair of `gone` ends, and a place of the quota is free again.
///
/// # Errors
/// Faults of the database.
pub fn unite(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRoster>, kept: PupilId, gone: PupilId) -> Result<()> {
    let last_day = tx.today().plus_days(-1);
    let stand = |pair: &sql::PairRow| pair.ended.is_none() && pair.until > last_day;
    let own = sql::of_pupil(tx, kept)?;
    for pair in sql::of_pupil(tx, gone)?.into_iter().filter(stand) {
        if own.iter().any(|other| stand(other) && (other.programme, other.until, other.staff) == (pair.programme, pair.until, pair.staff)) {
            sql::insert_end(tx, pair.id, last_day, MERGED, &permit.who().tag())?;
            sql::give_back(tx, Span { programme: pair.programme, until: pair.until }, pair.staff)?;
            close_ties_of(tx, pair.id, last_day)?;
        }
    }
    let today = tx.today();
    if !peers::of_helped(tx, kept, today)?.is_empty() {
        // One child has one study helper (A6-11): that of the kept entry stays.
        for pair in peers::of_helped(tx, gone, today)? {
            peers::insert_end(tx, pair.id, last_day, MERGED, &permit.who().tag())?;
        }
    }
    peers::hand_over(tx, kept, gone)?;
    volunteers::hand_over(tx, kept, gone)?;
    fit::hand_over(tx, kept, gone)?;
    sql::hand_over(tx, kept, gone)
}

//! verbs: a child who was entered twice becomes one: every room hands over what it holds, in one transaction. Issue item "merge of twins entered twice".

use super::sql;
use crate::access::{Permit, acts};
use crate::base::{PupilId, Result};
use crate::roster::unite as entries;
use crate::roster::unite_rules::Picked;
use crate::store::Tx;
use crate::{activity, aid, archive, casefile, dropout, hardship, household, pairing, plan, progress, results, reward, screening, supervision, trail, tutoring, wellbeing};

/// Unites two entries of a child: all that was written of `gone` is written of `kept` from now on, `picked` says which particulars of `gone` stay though `kept` says something
/// else. Cannot be taken back: nobody could say afterwards which child a record meant.
///
/// Sealed texts are not opened for it: the key of `kept` takes over that of `gone`, and an erasure destroys both.
///
/// # Errors
/// Those of [`entries::hold`]: nothing has changed then.
pub fn unite(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRoster>, kept: PupilId, gone: PupilId, picked: &Picked, reason: &str) -> Result<()> {
    entries::hold(tx, permit, kept, gone, reason)?;
    tx.vault().take_over(kept, gone);
    trail::unite(tx, permit.who(), kept, gone)?;
    results::unite::unite(tx, permit, kept, gone)?;
    screening::unite::unite(tx, permit, kept, gone)?;
    casefile::unite::unite(tx, permit, kept, gone)?;
    household::unite::unite(tx, permit, kept, gone)?;
    plan::unite::unite(tx, permit, kept, gone)?;
    pairing::unite::unite(tx, permit, kept, gone)?;
    activity::unite::unite(tx, permit, kept, gone)?;
    progress::unite::unite(tx, permit, kept, gone)?;
    supervision::unite::unite(tx, permit, kept, gone)?;
    reward::unite::unite(tx, permit, kept, gone)?;
    archive::unite::unite(tx, permit, kept, gone)?;
    hardship::unite::unite(tx, permit, kept, gone)?;
    aid::unite::unite(tx, permit, kept, gone)?;
    dropout::unite::unite(tx, permit, kept, gone)?;
    tutoring::unite::unite(tx, permit, kept, gone)?;
    wellbeing::unite::unite(tx, permit, kept, gone)?;
    sql::hand_over(tx, kept, gone)?;
    entries::unite(tx, permit, kept, gone, picked, reason)
}

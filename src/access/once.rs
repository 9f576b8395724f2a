//! A form sent twice is done once: its token is claimed in the transaction that does the work.

use super::sql;
use crate::base::{AccountId, Error, Msg, Result, RowId};
use crate::store::Tx;

/// Claims a form's token. `None`: go on. `Some(page)`: it was done before, see that page.
///
/// # Errors
/// A conflict when the token was used for something else, or its work is still going on.
pub fn claim(tx: &mut Tx<'_>, id: RowId, account: AccountId, payload_hash: &[u8]) -> Result<Option<String>> {
    if sql::claim_once(tx, id, account, payload_hash)? {
        return Ok(None);
    }
    let (owner, hash, answer) = sql::once(tx, id)?;
    if owner != account || hash != payload_hash {
        return Err(Error::Conflict(Msg::new("web-form-used")));
    }
    if answer.is_empty() { Err(Error::Conflict(Msg::new("web-form-working"))) } else { Ok(Some(answer)) }
}

/// Remembers the page that the work ended on.
///
/// # Errors
/// Faults of the database.
pub fn answered(tx: &mut Tx<'_>, id: RowId, page: &str) -> Result<()> {
    sql::answer_once(tx, id, page)
}

/// Gives the token back, when the work failed.
///
/// # Errors
/// Faults of the database.
pub fn forget(tx: &mut Tx<'_>, id: RowId) -> Result<()> {
    sql::forget_once(tx, id)
}

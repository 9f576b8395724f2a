//! Rows of one owner that are numbered 1, 2, 3 …, handed over to another owner who has such rows, too.

use super::{Sql, ToCell, Tx};
use crate::base::Result;

/// The three statements that do it. Each names its table; `$1` is the school, `$2` the owner who keeps (in `most` also `$3`, the other).
#[derive(Clone, Copy, Debug)]
pub struct Counted {
    /// The highest number that one of both has.
    pub most: Sql,
    /// Adds `$3` to the numbers of the one who keeps.
    pub lift: Sql,
    /// Gives the rows of `$3` to `$2`.
    pub hand: Sql,
}

impl Counted {
    /// Hands the rows of `gone` over to `kept`. The numbers of `kept` are lifted above all others first, so that what counts as newest stays the newest and no number is
    /// there twice; gaps may follow.
    ///
    /// # Errors
    /// Faults of the database.
    pub fn hand_over(&self, tx: &mut Tx<'_>, kept: &dyn ToCell, gone: &dyn ToCell) -> Result<()> {
        let school = tx.school();
        let most = tx.number(self.most, &[&school, kept, gone])?;
        tx.execute(self.lift, &[&school, kept, &most])?;
        tx.execute(self.hand, &[&school, kept, gone])?;
        Ok(())
    }
}

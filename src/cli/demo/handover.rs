//! The turn of the year in the sample school: the notes of the first class to the next teacher, one of them signed already.

use crate::access::{Permit, acts};
use crate::archive::handing;
use crate::archive::note::FIRST;
use crate::base::{Error, Result, SchoolId};
use crate::casefile;
use crate::store::Store;

use super::meetings::wang;

/// Writes them.
pub(super) fn live(store: &Store, school: SchoolId) -> Result<()> {
    store.write(school, |tx| {
        let Some((who, class)) = wang(tx)? else { return Ok(()) };
        let Some(line) = casefile::lines(tx, &who, Some(class))?.into_iter().next() else { return Ok(()) };
        let permit = Permit::<acts::SeeCaseFile>::ask(tx, &who, line.pupil)?;
        handing::write(tx, &permit, FIRST, 0, "愿意帮同学收本子，收得又快又齐\n喜欢拼装，能一个人做完一整张图纸", who.lang)?;
        match handing::sign(tx, &permit, who.lang) {
            Ok(()) | Err(Error::Conflict(_)) => Ok(()),
            Err(fault) => Err(fault),
        }
    })
}

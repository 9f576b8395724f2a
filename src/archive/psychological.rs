//! verbs: the psychological files of children who have left are destroyed before everything else of them: proposed by one, carried out by another (PIPL 19, 47). Nobody reads whose they are.

use super::sql::keeping as sql;
use crate::access::{Permit, Subject, acts};
use crate::base::{Error, PupilId, Result, RowId, SchoolDate};
use crate::store::Tx;
use crate::wellbeing::ending::{self, Ending};

/// The children who left until a day, are not held and have a psychological file.
fn due(tx: &mut Tx<'_>, permit: &Permit<acts::KeepArchive>, left_until: SchoolDate) -> Result<Vec<PupilId>> {
    let today = tx.today();
    let left = sql::left(tx, left_until)?;
    let free: Vec<PupilId> = left.into_iter().filter(|child| child.left <= left_until && child.held_until.is_none_or(|until| until < today)).map(|child| child.pupil).collect();
    ending::with_file(tx, permit, &free)
}

/// How many files a destruction up to a day would end.
///
/// # Errors
/// Faults of the database.
pub fn count(tx: &mut Tx<'_>, permit: &Permit<acts::KeepArchive>, left_until: SchoolDate) -> Result<i64> {
    Ok(due(tx, permit, left_until)?.len() as i64)
}

/// Declines a destruction, or carries it out: somebody else than who proposed it, who may erase children. Gives how many children it was.
///
/// # Errors
/// Those of [`ending::decide`].
pub fn decide(tx: &mut Tx<'_>, permit: &Permit<acts::KeepArchive>, id: RowId, carry_out: bool) -> Result<i64> {
    let known: Ending = ending::list(tx, permit)?.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)?;
    let mut children = Vec::new();
    if carry_out {
        for pupil in due(tx, permit, known.left_until)? {
            children.push(Permit::<acts::ErasePupil>::ask(tx, permit.who(), Subject::Pupil(pupil))?);
        }
    }
    let files = ending::decide(tx, permit, &known, &children, carry_out)?;
    // Last: it takes effect at once and cannot be rolled back.
    ending::destroy(tx, &files)?;
    Ok(children.len() as i64)
}

//! verbs: what a family gets of the dropout watch when it asks for a copy of all that is held (PIPL article 45).

use super::{cases, sql};
use crate::access::{Permit, acts};
use crate::base::{Lang, Result, SchoolDate, words};
use crate::store::Tx;

/// Day, what it is, and the words.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn copy(tx: &mut Tx<'_>, permit: &Permit<acts::CopyPupil>, lang: Lang) -> Result<Vec<(SchoolDate, String, String)>> {
    let (pupil, mut all) = (permit.pupil()?, Vec::new());
    for case in cases::load(tx)?.into_iter().filter(|one| one.pupil == pupil) {
        for (step, sealed) in sql::steps(tx, case.id)? {
            all.push((step.day, words::word(lang, &format!("dropout-what-{}", step.what.code())), cases::words_of(tx, pupil, &sealed)?));
        }
    }
    Ok(all)
}

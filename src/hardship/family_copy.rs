//! verbs: what a family gets of determinations when it asks for a copy of all that is held (PIPL article 45): each step of its child with the words. Who said a word is left out.

use super::cases;
use super::posting::level_word;
use super::rounds;
use super::sql;
use crate::access::{Permit, acts};
use crate::base::{Lang, Result, SchoolDate, words};
use crate::store::Tx;

/// Day, what it is, and the words.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn copy(tx: &mut Tx<'_>, permit: &Permit<acts::CopyPupil>, lang: Lang) -> Result<Vec<(SchoolDate, String, String)>> {
    let (pupil, mut all) = (permit.pupil()?, Vec::new());
    for case in sql::cases_of(tx, pupil)? {
        let levels = rounds::round(tx, case.round)?.levels;
        if let Some(form) = cases::form_of(tx, pupil, case.id)? {
            all.push((case.at.day(), words::word(lang, "hardship-application"), [form.words, form.wish].join(" ").trim().to_owned()));
        }
        for (step, sealed) in sql::steps(tx, case.id)? {
            let reason = tx.vault().open_words(pupil, cases::REASON, Some(&sealed))?;
            let level = step.level.map(|level| level_word(lang, levels, level)).unwrap_or_default();
            let said = [level, reason].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
            all.push((step.at.day(), words::word(lang, &format!("hardship-what-{}", step.what.code())), said));
        }
    }
    Ok(all)
}

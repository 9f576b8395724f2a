//! verbs: what a family gets of rewards when it asks for a copy of all that is held (PIPL article 45): what the child received and what stood on the paper, and how what was put forward stands.

use super::sql::given as sql;
use super::{told, wording};
use crate::access::{Permit, acts};
use crate::base::{Lang, Result, SchoolDate, words};
use crate::store::Tx;

/// Day, what it is, and the words of each reward.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn copy(tx: &mut Tx<'_>, permit: &Permit<acts::CopyPupil>, lang: Lang) -> Result<Vec<(SchoolDate, String, String)>> {
    let mut all = Vec::new();
    for row in sql::of_pupil(tx, permit.pupil()?)? {
        let one = told(tx, row)?;
        let state = words::word(lang, &format!("reward-state-{}", one.state.code()));
        let texts = [one.body.sentence.clone(), one.body.why.clone(), one.body.evidence.join(" · ")];
        let text = texts.iter().filter(|text| !text.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · ");
        all.push((one.day, format!("{} · {state}", wording::title_of(lang, &one)), text));
    }
    Ok(all)
}

//! verbs: what a family gets of the records when it asks for a copy of all that is held (PIPL article 45), at the levels of the office that makes the copy.

use super::{Words, of_pupil};
use crate::access::{Permit, acts};
use crate::base::{Lang, Result, SchoolDate, words};
use crate::store::Tx;

/// The texts of a record in the order in which they are read, without the empty ones.
pub fn texts(words: &Words) -> Vec<&str> {
    [&words.voice, &words.done, &words.worked, &words.unsuited, &words.next].into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect()
}

/// Day, kind with who wrote it, and the words of each record that may be handed over.
///
/// # Errors
/// Faults of the database; not found when the person may not read case files.
pub fn copy(tx: &mut Tx<'_>, permit: &Permit<acts::CopyPupil>, lang: Lang) -> Result<Vec<(SchoolDate, String, String)>> {
    let see = Permit::<acts::SeeCaseFile>::ask(tx, permit.who(), permit.pupil()?)?;
    let comma = words::word(lang, "activity-comma");
    let line = |record: super::Record| {
        let what = format!("{} · {}", words::word(lang, &format!("activity-kind-{}", record.kind.code())), record.by);
        (record.day, what, texts(&record.words).join(&comma))
    };
    Ok(of_pupil(tx, &see)?.into_iter().map(line).collect())
}

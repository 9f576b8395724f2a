//! verbs: what a family gets of the records when it asks for a copy of all that is held (PIPL article 45), at the levels of the office that makes the copy.

use super::{Words, marks, of_pupil};
use crate::access::{Permit, acts};
use crate::base::{Lang, Msg, Result, SchoolDate, words};
use crate::plan::wording;
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
    let goals = marks::readable(tx, &see)?;
    let goal = |tap: &marks::Tap| {
        let (goal, mark) = (goals.get(&tap.goal)?, tap.mark?);
        let word = words::word(lang, &format!("activity-mark-{}", mark.code()));
        let parts = [goal.text.clone(), word, wording::value(lang, &goal.unit, &tap.value)];
        Some(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "))
    };
    let line = |record: super::Record| {
        let what = format!("{} · {}", words::word(lang, &format!("activity-kind-{}", record.kind.code())), record.by);
        let mut said: Vec<String> = texts(&record.words).into_iter().map(ToOwned::to_owned).collect();
        said.extend(record.words.marks.iter().filter_map(goal));
        if !record.photos.is_empty() {
            said.push(Msg::new("activity-photos-said").with("count", record.photos.len()).text(lang));
        }
        (record.day, what, said.join(&comma))
    };
    Ok(of_pupil(tx, &see)?.into_iter().map(line).collect())
}

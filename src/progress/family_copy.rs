//! verbs: what a family gets of points, book and reviews when it asks for a copy of all that is held (PIPL article 45), at the levels of the office that makes the copy.

use super::{points, review, sql};
use crate::access::{Permit, acts};
use crate::base::{Lang, Result, SchoolDate, words};
use crate::store::Tx;

/// Day, what it is with who wrote it, and the words of each point, written line and review that may be handed over.
///
/// # Errors
/// Faults of the database; not found when the person may not read case files.
pub fn copy(tx: &mut Tx<'_>, permit: &Permit<acts::CopyPupil>, lang: Lang) -> Result<Vec<(SchoolDate, String, String)>> {
    let see = Permit::<acts::SeeCaseFile>::ask(tx, permit.who(), permit.pupil()?)?;
    let titled = |key: &str, by: &str| format!("{} · {by}", words::word(lang, key));
    let whole = |texts: &[&String]| texts.iter().map(|text| text.as_str()).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
    let mut all = Vec::new();
    for one in points::of_pupil(tx, &see)? {
        all.push((one.day, titled("progress-point", &one.by), whole(&[&one.body.value, &one.body.note])));
    }
    // What was written over a record is read where the record is.
    for row in sql::lines(tx, see.pupil()?)?.into_iter().filter(|row| row.own) {
        if let Some(body) = tx.vault().open_json::<super::book::Body>(see.pupil()?, super::book::BODY, &row.body)?.filter(|body| !body.text.is_empty()) {
            all.push((row.day, words::word(lang, "progress-book"), body.text));
        }
    }
    for one in review::of_pupil(tx, &see)? {
        let b = &one.body;
        let goals: String = b.goals.iter().map(|goal| format!("{} {} · ", goal.text, words::word(lang, &format!("progress-judged-{}", goal.judged)))).collect();
        all.push((one.day, titled("progress-review", &one.by), goals + &whole(&[&b.better, &b.lacking, &b.worked, &b.unsuited, &b.family, &b.voice, &b.next_text])));
    }
    all.sort_by_key(|one| std::cmp::Reverse(one.0));
    Ok(all)
}

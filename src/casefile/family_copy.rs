//! verbs: what a family gets of the file when it asks for a copy of all that is held (PIPL article 45), at the levels of the office that makes the copy.
//! The counsellor's pages are the counsellor's to hand over.

use super::{diagnosis, head, records, steps, terms_answered, wording};
use crate::access::{Permit, acts};
use crate::base::{Lang, Msg, Result, SchoolDate, words};
use crate::programme::naming;
use crate::roster::time;
use crate::store::Tx;

/// A line of the copy: day, what it is, what it says.
pub type CopyLine = (SchoolDate, String, String);

/// Everything of the file that may be handed over.
///
/// # Errors
/// Faults of the database; not found when the person may not read case files.
pub fn copy(tx: &mut Tx<'_>, permit: &Permit<acts::CopyPupil>, lang: Lang) -> Result<Vec<CopyLine>> {
    let see = Permit::<acts::SeeCaseFile>::ask(tx, permit.who(), permit.pupil()?)?;
    let word = |key: &str| words::word(lang, key);
    let comma = word("casefile-comma");
    let (head, names) = (head(tx, &see)?, naming::names(tx)?);
    let mut lines: Vec<CopyLine> = Vec::new();
    for label in &head.labels {
        let what =
            format!("{}{}", names.of(label.category, lang), if label.kind.is_empty() { String::new() } else { format!(" · {}", word(&format!("programme-kind-{}", label.kind))) });
        let until = Msg::new("casefile-until").with("when", label.until).text(lang);
        lines.push((label.from, word("casefile-categories"), [what, label.programmes.join(&comma), until].join(&comma)));
    }
    for note in records::notes(tx, &see)? {
        lines.push((note.day, word(&format!("casefile-note-{}", note.kind)), note.text));
    }
    for code in terms_answered(tx, &see)? {
        let Some(term) = time::term_by_code(tx, code)? else { continue };
        let (answers, filled) = diagnosis::answers(tx, &see, &term)?;
        for (answer, sheet) in answers.iter().filter(|answer| !answer.part.is_empty()).zip(&filled) {
            let said: Vec<String> = answer.causes.iter().map(|(cause, evidence)| format!("{} ({evidence})", wording::cause(lang, *cause))).collect();
            lines.push((sheet.day, format!("{} · {} {}", word("casefile-causes"), wording::part(lang, &sheet.part), sheet.name), said.join(&comma)));
        }
    }
    for file in records::subject_files(tx, &see)? {
        let subject = wording::subject(lang, &file.subject);
        for (day, by, entry) in file.entries {
            lines.push((day, format!("{subject} {by}"), [entry.gaps, entry.works, entry.next].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(&comma)));
        }
    }
    for step in steps::steps(tx, &see)? {
        let outcome = if step.outcome.is_empty() { String::new() } else { word(&format!("casefile-outcome-{}", step.outcome)) };
        lines.push((step.day, word(&format!("casefile-step-{}", step.what)), [outcome, step.text].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(&comma)));
    }
    lines.sort_by_key(|(day, ..)| std::cmp::Reverse(*day));
    Ok(lines)
}

//! verbs: what was handed over of a child, for the copy that the family gets. PIPL article 45.

use super::handing;
use crate::access::{Permit, acts};
use crate::activity::cadence::allowed;
use crate::base::{Lang, Result, SchoolDate, words};
use crate::store::Tx;

/// Signed notes: day, part, text.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn copy(tx: &mut Tx<'_>, permit: &Permit<acts::CopyPupil>, lang: Lang) -> Result<Vec<(SchoolDate, String, String)>> {
    let Some(see) = allowed(Permit::<acts::SeeCaseFile>::ask(tx, permit.who(), permit.pupil()?))? else { return Ok(Vec::new()) };
    let mut lines = Vec::new();
    for year in handing::years(tx, &see)? {
        let note = match handing::note(tx, &see, year, lang) {
            Ok(note) if note.state.is_signed() => note,
            Ok(_) | Err(crate::base::Error::NotFound) => continue,
            Err(fault) => return Err(fault),
        };
        let Some(day) = note.signed().map(|one| one.day) else { continue };
        for part in note.parts.iter().filter(|part| !part.lines.is_empty()) {
            let text: Vec<&str> = part.lines.iter().map(|(text, _)| text.as_str()).collect();
            lines.push((day, words::word(lang, &format!("archive-part-{}", part.code)), text.join("；")));
        }
    }
    Ok(lines)
}

//! verbs: what a family gets of aid when it asks for a copy of all that is held (PIPL article 45): every line of its child and what was recorded of others. Of its account the end alone.

use super::child::{of_pupil, outside_of};
use crate::access::{Permit, acts};
use crate::base::{Lang, Result, SchoolDate, words};
use crate::store::Tx;

/// Day, what it is, and how it stands.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn copy(tx: &mut Tx<'_>, permit: &Permit<acts::CopyPupil>, lang: Lang) -> Result<Vec<(SchoolDate, String, String)>> {
    let pupil = permit.pupil()?;
    let mut all = Vec::new();
    for (request, line) in of_pupil(tx, pupil)? {
        let kind = request.kind.map(|kind| words::word(lang, &format!("aid-kind-{}", kind.code()))).unwrap_or_default();
        let what = line.item.as_ref().map_or_else(|| line.worth().to_string(), |(_, name)| format!("{name} {}", line.quantity));
        let state = words::word(lang, &format!("aid-line-{}", line.state.code()));
        all.push((line.day.unwrap_or_else(|| request.at.day()), kind, format!("{} · {what} · {state}", request.title)));
    }
    for one in outside_of(tx, pupil)? {
        all.push((one.from, words::word(lang, &format!("aid-outside-{}", one.kind)), one.note));
    }
    Ok(all)
}

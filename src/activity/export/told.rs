//! The sheet on which a child tells by ticks and a few words (A9-08), where there is no tablet: typed in afterwards.

use super::{File, frame, letter};
use crate::access::{Permit, Who, acts};
use crate::activity::cadence::allowed;
use crate::activity::told_by_child::{HELPS, MOODS};
use crate::base::{Error, Lang, Msg, PupilId, Result, words};
use crate::documents::letter::{Block, Letter};
use crate::documents::register::Frame;
use crate::roster::particulars;
use crate::roster::time;
use crate::store::Tx;

/// Empty lines to write on.
const LINES: &str = "\n\n\n\n";

/// A sheet for each child, a page each.
///
/// # Errors
/// Not found for another format; a conflict when there is no child; those of the writers.
pub fn sheets(tx: &mut Tx<'_>, who: &Who, pupils: &[PupilId], format: &str, lang: Lang) -> Result<File> {
    let word = |key: &str| words::word(lang, key);
    let ticks = |prefix: &str, codes: &[&str]| codes.iter().map(|code| format!("□ {}", word(&format!("{prefix}{code}")))).collect::<Vec<_>>().join("　");
    let mut blocks = Vec::new();
    for pupil in pupils {
        let Some(see) = allowed(Permit::<acts::SeePupil>::ask(tx, who, *pupil))? else { continue };
        let child = particulars::particulars(tx, &see)?;
        let class = child.seat.map(|seat| seat.class_name).unwrap_or_default();
        if !blocks.is_empty() {
            blocks.push(Block::PageBreak);
        }
        blocks.push(Block::Heading(Msg::new("activity-tell-hello").with("name", &child.name).text(lang)));
        blocks.push(Block::Paragraph(word("activity-tell-lead")));
        blocks.push(Block::Facts(vec![
            (word("activity-table-class-short"), class),
            (word("activity-day"), "　　　　年　　月　　日".into()),
            (word("activity-tell-mood"), ticks("activity-mood-", &MOODS)),
            (word("activity-tell-well"), LINES.into()),
            (word("activity-tell-hard"), LINES.into()),
            (word("activity-tell-help"), ticks("activity-help-", &HELPS)),
            (word("activity-tell-help-words"), LINES.into()),
            (word("activity-tell-wish"), LINES.into()),
        ]));
    }
    if blocks.is_empty() {
        return Err(Error::Conflict(Msg::new("activity-table-none")));
    }
    let term = time::current_term(tx)?;
    // It goes through the child's own hands: nothing on it says more than the child may read.
    let frame = Frame { confidential: String::new(), ..frame(tx, who, term.as_ref(), lang)? };
    let title = word("activity-told-sheet");
    letter(&Letter { frame, title: title.clone(), blocks }, &title, format)
}

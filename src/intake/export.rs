//! The marked copy of the workbooks of an import: the cells that need mending are yellow and say how.

use super::plan::Preview;
use super::source::Source;
use crate::base::words::{Lang, word};
use crate::base::{Result, Stamp};
use crate::documents::mark::{Mark, MarkSheet, MarkWords, marked};

/// Makes the marked copy: every sheet of the import with its problems. Identity numbers stand in it as the school wrote them.
///
/// # Errors
/// Those of the writing of workbooks.
pub fn marked_copy(source: &Source, preview: &Preview, lang: Lang, written: Stamp) -> Result<Vec<u8>> {
    let mut sheets: Vec<MarkSheet> = source.tables.iter().map(|table| MarkSheet { name: table.sheet.clone(), rows: table.lines.clone(), marks: Vec::new() }).collect();
    for (trouble, (table, row, column)) in preview.problems.iter().zip(&preview.cells) {
        let Some(sheet) = sheets.get_mut(*table) else { continue };
        let first = source.tables.get(*table).and_then(|table| table.halves.first()?.iter().flatten().min().copied()).unwrap_or(0);
        sheet.marks.push(Mark {
            row: u32::try_from(row.saturating_sub(1)).unwrap_or_default(),
            column: u16::try_from(column.unwrap_or(first)).unwrap_or_default(),
            note: format!("{}{}{}", trouble.problem, if lang == Lang::En { " " } else { "" }, trouble.remedy),
        });
    }
    // Sheets without a problem need not be sent round.
    sheets.retain(|sheet| !sheet.marks.is_empty());
    let say = |key: &str| word(lang, key);
    let words =
        MarkWords { list: say("intake-mark-list"), sheet: say("intake-mark-sheet"), cell: say("intake-mark-cell"), value: say("intake-mark-value"), note: say("intake-mark-note") };
    marked(&sheets, &words, written)
}

/// Every problem at its cell, as JSON.
///
/// # Errors
/// A fault of the writing.
pub fn problems_json(preview: Preview) -> Result<String> {
    serde_json::to_string_pretty(&super::Report::of(preview, None)).map_err(|e| crate::base::Error::fault("a report", e))
}

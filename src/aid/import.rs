//! Reads the bank's answer from a workbook or a table of text, by the names of its columns.

use std::path::Path;

use super::bank::AnswerRow;
use crate::base::text::squeezed;
use crate::base::{Error, Result};
use crate::documents::read::Reader;
use crate::documents::sheet::Sheet;

/// Names of the columns, as our own bank file and the usual answers write them.
const NAMES: [(&str, &[&str]); 4] = [
    ("reference", &["附言", "参考号", "摘要", "备注号", "附言/参考号", "reference"]),
    ("amount", &["金额", "交易金额", "金额(元)", "实发金额", "amount"]),
    ("result", &["处理结果", "结果", "交易结果", "状态", "处理状态", "交易状态", "result", "status"]),
    ("reason", &["失败原因", "原因", "备注", "返回信息", "说明", "reason"]),
];

/// Rows that are read, at most.
const ROWS_MOST: usize = 10_000;

/// Reads an answer; `program` is our own program, which reads it in a child process.
///
/// # Errors
/// Those of the reader; a problem at `file` when no row names the columns.
pub fn answer(program: &Path, path: &Path, name: &str) -> Result<Vec<AnswerRow>> {
    let workbook = Reader { program: program.to_path_buf() }.read(path, name)?;
    let rows = workbook.sheets.iter().find_map(rows);
    rows.ok_or_else(|| Error::at("file", "aid-answer-columns"))
}

fn column(name: &str) -> Option<&'static str> {
    let name = squeezed(name).to_lowercase();
    NAMES.iter().find(|(_, all)| all.contains(&name.as_str())).map(|(what, _)| *what)
}

fn rows(sheet: &Sheet) -> Option<Vec<AnswerRow>> {
    let heads = sheet.rows.iter().take(20).enumerate();
    let (top, places) = heads
        .map(|(at, cells)| (at, cells.iter().map(|cell| column(&cell.normal())).collect::<Vec<_>>()))
        .find(|(_, places)| ["reference", "amount", "result"].iter().all(|needed| places.contains(&Some(needed))))?;
    let at = |what: &str| places.iter().position(|place| *place == Some(what));
    let read = |row: usize, what: &str| at(what).map(|column| sheet.cell(row, column).text()).unwrap_or_default();
    let all = (top + 1..sheet.rows.len().min(top + 1 + ROWS_MOST)).map(|row| AnswerRow {
        reference: read(row, "reference"),
        amount: read(row, "amount"),
        result: read(row, "result"),
        reason: read(row, "reason"),
    });
    Some(all.filter(|row| !row.reference.trim().is_empty()).collect())
}

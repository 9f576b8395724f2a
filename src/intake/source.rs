//! verbs of reading, without a database: the sheets of an import as they were read, with what the office has said about them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::base::{PupilId, StaffId, TermCode};
use crate::roster::columns::{self, Mapping, SheetKind};

/// What an import is made of; kept sealed between preview and end.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Source {
    /// What the sheets are about.
    pub kind: SheetKind,
    /// The term that they speak of.
    pub term: TermCode,
    /// The name of the assessment; empty for other kinds.
    pub assessment: String,
    /// The tables that were found.
    pub tables: Vec<SheetTable>,
    /// Sheets without a table of this kind: file and sheet.
    pub left_out: Vec<(String, String)>,
    /// What the office has said.
    pub said: Said,
}

/// What the office has said about an import.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Said {
    /// Files in which name and class are enough to know a child (PRACTICE 1.9: confirmed once per file).
    #[serde(default)]
    pub by_name: BTreeSet<String>,
    /// Marks of grades 1 and 2 are wanted although there are no paper exams (CONVENTIONS R2).
    #[serde(default)]
    pub early_marks: bool,
    /// Answers to questions, by their key.
    #[serde(default)]
    pub answers: BTreeMap<String, Answer>,
}

/// An answer to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// This child.
    Pupil(PupilId),
    /// This member of staff.
    Staff(StaffId),
    /// Somebody new.
    New,
    /// Leave the row out.
    Skip,
}

/// A table of a sheet, with the whole sheet as text so that a marked copy can be made.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SheetTable {
    /// The file.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// The text above the table.
    pub title: String,
    /// Row of the header, from 1.
    pub header_row: usize,
    /// Names of the columns.
    pub headers: Vec<String>,
    /// For each half of the table, the sheet column (from 0) of each header.
    pub halves: Vec<Vec<Option<usize>>>,
    /// Rows of data: row of the sheet from 1, and half.
    pub rows: Vec<(usize, usize)>,
    /// Every row of the sheet as text.
    pub lines: Vec<Vec<String>>,
    /// What stands in merged areas below their first cell: row from 1, column from 0, text.
    pub filled: Vec<(usize, usize, String)>,
    /// Rows that are no data.
    pub skipped: usize,
    /// Which column holds what.
    pub mapping: Option<Mapping>,
}

impl SheetTable {
    /// The cells of a row of data, one for each header.
    pub fn cells(&self, at: usize) -> Vec<String> {
        let Some((row, half)) = self.rows.get(at).copied() else { return Vec::new() };
        let line = row.checked_sub(1).and_then(|row| self.lines.get(row));
        let columns = self.halves.get(half).map(Vec::as_slice).unwrap_or_default();
        let text = |column: usize| {
            let own = line.and_then(|line| line.get(column)).map(String::as_str).unwrap_or_default();
            if !own.is_empty() || self.filled.is_empty() {
                return own.to_owned();
            }
            let at = self.filled.binary_search_by(|(r, c, _)| (*r, *c).cmp(&(row, column)));
            at.ok().map(|at| self.filled[at].2.clone()).unwrap_or_default()
        };
        columns.iter().map(|column| column.map(text).unwrap_or_default()).collect()
    }

    /// The sheet column of a header in the half of a row.
    pub fn column(&self, at: usize, header: usize) -> Option<usize> {
        let half = self.rows.get(at).map_or(0, |(_, half)| *half);
        self.halves.get(half)?.get(header).copied().flatten()
    }

    /// Under which a mapping for such a header is remembered.
    pub fn signature(&self, kind: SheetKind) -> String {
        Mapping::signature(kind, &self.headers)
    }
}

/// The kind that fits headers best: the one that understands most of them and lacks no field.
pub fn kind_of(headers: &[String]) -> Option<SheetKind> {
    const KINDS: [SheetKind; 7] =
        [SheetKind::Roster, SheetKind::Scores, SheetKind::Attendance, SheetKind::Staff, SheetKind::Teaching, SheetKind::Families, SheetKind::Observations];
    let understood = |kind| headers.iter().filter(|header| matches!(columns::meaning(kind, header), columns::Meaning::Is(_))).count();
    let fits = |kind: &SheetKind| columns::guess(*kind, headers).missing.is_empty();
    let mut best: Option<(SheetKind, usize)> = None;
    for kind in KINDS.into_iter().filter(fits) {
        let count = understood(kind);
        if best.is_none_or(|(_, most)| count > most) {
            best = Some((kind, count));
        }
    }
    best.map(|(kind, _)| kind)
}

/// The identifier of a kind, in the store, in addresses and on the command line.
pub const fn kind_code(kind: SheetKind) -> &'static str {
    match kind {
        SheetKind::Roster => "roster",
        SheetKind::Staff => "staff",
        SheetKind::Teaching => "teaching",
        SheetKind::Scores => "scores",
        SheetKind::Attendance => "attendance",
        SheetKind::Families => "families",
        SheetKind::Observations => "observations",
    }
}

/// All kinds.
pub const KINDS: [SheetKind; 7] =
    [SheetKind::Roster, SheetKind::Staff, SheetKind::Teaching, SheetKind::Scores, SheetKind::Attendance, SheetKind::Families, SheetKind::Observations];

/// The kind of an identifier.
pub fn kind_named(code: &str) -> Option<SheetKind> {
    KINDS.into_iter().find(|kind| kind_code(*kind) == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_recognised_by_its_columns() {
        let table = [
            ("序号|班级|姓名|性别|学籍号", Some(SheetKind::Roster)),
            ("班级|姓名|语文|数学", Some(SheetKind::Scores)),
            ("姓名|班级|病假|事假|旷课", Some(SheetKind::Attendance)),
            ("班级|姓名|父亲外出|母亲外出|务工地|监护人|户口性质|残疾|低保", Some(SheetKind::Families)),
            ("班级|班主任|语文|数学", Some(SheetKind::Teaching)),
            ("班级|学科|任课教师", Some(SheetKind::Teaching)),
            ("姓名|性别|工号|职务|任教学科", Some(SheetKind::Staff)),
            ("班级|姓名|课堂参与|学习态度|作业|观察教师|日期", Some(SheetKind::Observations)),
            ("日期|天气", None),
        ];
        for (headers, kind) in table {
            let headers: Vec<String> = headers.split('|').map(str::to_owned).collect();
            assert_eq!(kind_of(&headers), kind, "{headers:?}");
        }
    }

    #[test]
    fn a_class_named_once_for_all_its_rows_stands_in_each() {
        let table = SheetTable {
            headers: vec!["班级".into(), "姓名".into()],
            halves: vec![vec![Some(1), Some(2)]],
            rows: vec![(2, 0), (3, 0)],
            lines: vec![vec![], vec![String::new(), "五1班".into(), "张小明".into()], vec![String::new(), String::new(), "李小红".into()]],
            filled: vec![(3, 1, "五1班".into())],
            ..SheetTable::default()
        };
        assert_eq!(table.cells(1), ["五1班", "李小红"]);
        assert_eq!(table.column(1, 1), Some(2));
    }
}

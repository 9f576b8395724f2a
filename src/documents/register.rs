//! A printed register (表册) before it becomes a workbook, a word file, a pdf or a csv.
//!
//! All words come in already in the reader's language; this room knows neither pupils nor keys of words.

use crate::base::date::Stamp;
use crate::base::error::{Error, Result};

use super::{csv, docx, pdf, xlsx};

/// Longest name of a worksheet that Excel accepts, in UTF-16 units.
const SHEET_NAME_UNITS: usize = 31;

/// How the A4 page lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Orientation {
    /// 210 mm wide.
    #[default]
    Portrait,
    /// 297 mm wide.
    Landscape,
}

/// Where text stands in its cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// At the left.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// At the right.
    Right,
}

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Text, and nothing else even when it looks like a number (registry numbers).
    #[default]
    Text,
    /// Numbers that a school may add up; a cell that is none stays text (缺考).
    Number,
    /// Days written 2026-09-01.
    Date,
    /// Left empty, to be filled in by hand; rows are a little higher.
    Blank,
}

/// One column.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// Heading above neighbouring columns that carry the same one.
    pub group: Option<String>,
    /// Width on paper; widths are scaled together to fill the line.
    pub width_mm: f64,
    /// Where its texts stand.
    pub align: Align,
    /// What its cells hold.
    pub kind: Kind,
}

/// One row; as many cells as the register has columns.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The texts.
    pub cells: Vec<String>,
    /// A total or another row that stands out.
    pub strong: bool,
}

/// A part with a heading of its own, such as a class: a new page, and in a workbook a new sheet.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// Short name, for the tab of the sheet and the section column of a csv.
    pub name: String,
    /// Line under the title (term, class, homeroom teacher).
    pub subtitle: String,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// What stands at the edges of every page of a register or letter.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// The school, at the head at the left.
    pub school: String,
    /// The term, at the head beside the school.
    pub term: String,
    /// 内部资料 · 不得张贴; empty where anybody may read the page.
    pub confidential: String,
    /// The page number in words with the places `{page}` and `{pages}`.
    pub page_words: String,
    /// Who printed it and when, in words.
    pub printed: String,
    /// Head of the audit chain, where the paper must carry it.
    pub audit_head: Option<String>,
    /// The moment of writing; the only time inside the file, so that equal input gives equal bytes.
    pub written: Stamp,
}

/// A register: one table form, printed for each of its sections.
#[derive(Clone, Debug, Default)]
pub struct Register {
    /// The edges of the page.
    pub frame: Frame,
    /// Its name.
    pub title: String,
    /// How the page lies.
    pub orientation: Orientation,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its parts; a register without parts has one with an empty name.
    pub sections: Vec<Section>,
    /// Heading of the section column of a csv; without it the csv has no such column.
    pub section_word: Option<String>,
    /// How to read and fill it, under the table.
    pub notes: Vec<String>,
    /// Places to sign, seal and date, under the notes.
    pub signatures: Vec<String>,
}

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Excel workbook.
    Xlsx,
    /// Word file.
    Docx,
    /// Pages for printing.
    Pdf,
    /// Table of text.
    Csv,
}

/// A run of columns under one heading: its words, first column and how many columns.
#[derive(Debug, PartialEq, Eq)]
pub struct Span<'a> {
    /// The heading above, when the columns have one.
    pub group: Option<&'a str>,
    /// First column, from 0.
    pub first: usize,
    /// How many columns.
    pub count: usize,
}

impl Format {
    /// All kinds, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Xlsx, Self::Docx, Self::Pdf, Self::Csv];

    /// The end of the file's name, which is also its name on the command line.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
            Self::Pdf => "pdf",
            Self::Csv => "csv",
        }
    }

    /// Media type for the answer that carries the file.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Pdf => "application/pdf",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }

    /// The kind with that extension.
    pub fn from_extension(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.extension().eq_ignore_ascii_case(text))
    }
}

impl Orientation {
    /// Width of the sheet of paper in millimetres.
    pub const fn paper_width_mm(self) -> f64 {
        match self {
            Self::Portrait => 210.0,
            Self::Landscape => 297.0,
        }
    }
}

impl Frame {
    /// The words that number a page, taken apart at `{page}` and `{pages}`; either may be missing.
    pub fn page_parts(&self) -> Vec<PagePart<'_>> {
        let mut parts = Vec::new();
        let mut rest = self.page_words.as_str();
        while let Some(at) = rest.find('{') {
            let (words, tail) = rest.split_at(at);
            let (part, length) = match tail {
                _ if tail.starts_with("{page}") => (PagePart::Page, "{page}".len()),
                _ if tail.starts_with("{pages}") => (PagePart::Pages, "{pages}".len()),
                _ => (PagePart::Words("{"), 1),
            };
            parts.push(PagePart::Words(words));
            parts.push(part);
            rest = &tail[length..];
        }
        parts.push(PagePart::Words(rest));
        parts.retain(|part| *part != PagePart::Words(""));
        parts
    }

    /// School and term, as the head shows them.
    pub fn head(&self) -> String {
        join(&[&self.school, &self.term])
    }
}

/// A part of the words that number a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PagePart<'a> {
    /// Words.
    Words(&'a str),
    /// The number of this page.
    Page,
    /// How many pages there are.
    Pages,
}

/// The texts that are not empty, with a wide space between.
pub fn join(texts: &[&str]) -> String {
    texts.iter().filter(|text| !text.is_empty()).copied().collect::<Vec<_>>().join("\u{3000}")
}

impl Register {
    /// Checks that it has columns and sections and that each row has a cell for each column.
    ///
    /// # Errors
    /// A fault that names the first row that does not fit: the caller built the register wrongly.
    pub fn check(&self) -> Result<()> {
        if self.columns.is_empty() || self.sections.is_empty() {
            return Err(Error::Fault(format!("register {}: no columns or no sections", self.title)));
        }
        for (number, section) in self.sections.iter().enumerate() {
            if let Some(at) = section.rows.iter().position(|row| row.cells.len() != self.columns.len()) {
                let (has, wants) = (section.rows[at].cells.len(), self.columns.len());
                return Err(Error::Fault(format!("register {}: section {number} row {at} has {has} cells for {wants} columns", self.title)));
            }
        }
        Ok(())
    }

    /// The file of a kind.
    ///
    /// # Errors
    /// As the writers do: a fault for a register that does not fit together, [`Error::Denied`] for a pdf where the
    /// program was built without it, [`Error::TooMuch`] beyond what a sheet can hold.
    pub fn file(&self, format: Format) -> Result<Vec<u8>> {
        match format {
            Format::Xlsx => xlsx::register(self),
            Format::Docx => docx::register(self),
            Format::Pdf => pdf::register(self),
            Format::Csv => csv::register(self),
        }
    }

    /// Whether the header has two levels.
    pub fn grouped(&self) -> bool {
        self.columns.iter().any(|column| column.group.is_some())
    }

    /// Whether a column is to be filled in by hand, so that rows need room for writing.
    pub fn by_hand(&self) -> bool {
        self.columns.iter().any(|column| column.kind == Kind::Blank)
    }

    /// The upper level of the header: runs of neighbours with the same group, and single columns without one.
    pub fn spans(&self) -> Vec<Span<'_>> {
        let mut spans: Vec<Span<'_>> = Vec::new();
        for (at, column) in self.columns.iter().enumerate() {
            let group = column.group.as_deref();
            match spans.last_mut() {
                Some(last) if group.is_some() && last.group == group => last.count += 1,
                _ => spans.push(Span { group, first: at, count: 1 }),
            }
        }
        spans
    }

    /// Names for the sheets of a workbook: free of what Excel forbids, at most 31 units long, none twice.
    pub fn sheet_names(&self) -> Vec<String> {
        let wanted = self.sections.iter().map(|section| if section.name.is_empty() { self.title.as_str() } else { section.name.as_str() });
        sheet_names(wanted)
    }
}

/// Names for sheets from the names wanted: free of what Excel forbids, at most 31 UTF-16 units long, none twice
/// (Excel compares without case).
pub fn sheet_names<'a>(wanted: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken = std::collections::HashSet::new();
    wanted
        .map(|name| {
            let clean: String = name.chars().map(|c| if c.is_control() || "[]:*?/\\".contains(c) { ' ' } else { c }).collect();
            let clean = clean.trim().trim_matches('\'');
            let clean = if clean.is_empty() || clean.eq_ignore_ascii_case("history") { "Sheet" } else { clean };
            let mut number = 1;
            loop {
                let tail = if number == 1 { String::new() } else { format!(" {number}") };
                let candidate = format!("{}{tail}", cut(clean, SHEET_NAME_UNITS - tail.len()));
                if taken.insert(candidate.to_lowercase()) {
                    return candidate;
                }
                number += 1;
            }
        })
        .collect()
}

/// The beginning of a text, at most so many UTF-16 units long (Excel counts in these).
pub fn cut(text: &str, units: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.len_utf16();
        if used > units {
            return &text[..at];
        }
    }
    text
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A class register of invented children, with everything that a register can carry.
    pub(crate) fn example() -> Register {
        let column = |name: &str, group: Option<&str>, width_mm, align, kind| Column { name: name.into(), group: group.map(Into::into), width_mm, align, kind };
        let row = |cells: [&str; 7]| Row { cells: cells.map(String::from).to_vec(), strong: false };
        let mut total = row(["", "合计", "", "", "169.5", "", ""]);
        total.strong = true;
        Register {
            frame: Frame {
                school: "青山镇中心小学".into(),
                term: "2026—2027学年第一学期".into(),
                confidential: "内部资料 · 不得张贴".into(),
                page_words: "第 {page} 页 共 {pages} 页".into(),
                printed: "打印:王老师 2026-09-01 08:30".into(),
                audit_head: Some("审计 3f9a c2d1".into()),
                written: Stamp(1_788_222_600_000),
            },
            title: "学习支持学生登记表".into(),
            orientation: Orientation::Portrait,
            columns: vec![
                column("序号", None, 12.0, Align::Center, Kind::Number),
                column("姓名", None, 24.0, Align::Left, Kind::Text),
                column("学籍号", None, 42.0, Align::Left, Kind::Text),
                column("出生日期", None, 26.0, Align::Center, Kind::Date),
                column("语文", Some("期末成绩"), 16.0, Align::Right, Kind::Number),
                column("数学", Some("期末成绩"), 16.0, Align::Right, Kind::Number),
                column("家访记录", None, 34.0, Align::Left, Kind::Blank),
            ],
            sections: vec![
                Section {
                    name: "五(1)班".into(),
                    subtitle: "五年级(1)班 班主任:王老师".into(),
                    rows: vec![
                        row(["1", "张小明", "G110101201503070011", "2015-03-07", "58.5", "61", ""]),
                        row(["2", "=1+1", "20260001", "2015-04-01", "缺考", "47", ""]),
                        row(["3", "阿卜杜拉·买买提", "L0012", "2015-05-20", "111", "", ""]),
                        total,
                    ],
                },
                Section { name: "五(1)班".into(), subtitle: "五年级(2)班".into(), rows: vec![row(["1", "李#*强*$x$", "G2", "2015-01-02", "80", "79", ""])] },
            ],
            section_word: Some("班级".into()),
            notes: vec!["本表一式两份,班级、学校各存一份。".into()],
            signatures: vec!["班主任签字:".into(), "学校(盖章):".into(), "日期:".into()],
        }
    }

    #[test]
    fn neighbouring_columns_with_one_heading_share_it() {
        let register = example();
        let spans: Vec<_> = register.spans().iter().map(|span| (span.group.map(str::to_owned), span.first, span.count)).collect();
        assert_eq!(spans[4], (Some("期末成绩".to_owned()), 4, 2));
        assert_eq!(spans.len(), 6);
        assert!(register.grouped());
    }

    #[test]
    fn a_row_with_a_cell_too_few_is_refused_with_its_place() {
        let mut register = example();
        register.sections[1].rows[0].cells.pop();
        let error = register.check().unwrap_err().to_string();
        assert!(error.contains("section 1 row 0 has 6 cells for 7 columns"), "{error}");
    }

    #[test]
    fn sheet_names_are_such_as_excel_accepts() {
        let long = "六".repeat(40);
        let cases = [("五(1)班", "五(1)班"), ("五(1)班", "五(1)班 2"), ("A/B:C", "A B C"), ("a/b:c", "a b c 2"), ("", "Sheet"), ("'x'", "x"), (&long, &long[..31 * 3])];
        let names = sheet_names(cases.iter().map(|(wanted, _)| *wanted));
        for ((wanted, expected), name) in cases.iter().zip(&names) {
            assert_eq!(name, expected, "{wanted}");
        }
    }

    #[test]
    fn a_page_number_may_be_said_in_any_language() {
        let frame = |words: &str| Frame { page_words: words.into(), ..Frame::default() };
        use PagePart::{Page, Pages, Words};
        assert_eq!(frame("第 {page} 页 共 {pages} 页").page_parts(), vec![Words("第 "), Page, Words(" 页 共 "), Pages, Words(" 页")]);
        assert_eq!(frame("{page}/{pages}").page_parts(), vec![Page, Words("/"), Pages]);
        assert_eq!(frame("").page_parts(), vec![]);
    }
}

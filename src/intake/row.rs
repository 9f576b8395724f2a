//! verbs of reading, without a database: one row of a sheet, field by field, with every problem at its cell.

use std::ops::Range;
use std::thread;

use super::source::{SheetTable, Source};
use super::spot::{Spot, Weight, masked};
use crate::base::text::{small_number, squeezed};
use crate::base::{ClassName, Msg, SchoolDate, SchoolYear};
use crate::roster::columns::{Bound, Field};

/// Characters of a text that is kept as it is written.
pub(super) const TEXT_CHARS: usize = 200;

/// What the readers of rows have to know.
#[derive(Clone, Copy)]
pub(super) struct Reading {
    /// School year of the term.
    pub year: SchoolYear,
    /// Today, which bounds birthdays.
    pub today: SchoolDate,
}

/// A row that was read: where it stands, and what it says when nothing in it needs mending.
#[derive(Clone, Debug)]
pub(super) struct Read<T> {
    /// Which table.
    pub table: usize,
    /// Which row of data of the table.
    pub at: usize,
    /// What it says; `None` when something needs mending first.
    pub item: Option<T>,
    /// The class it speaks of, as far as known; for the counts by class.
    pub class: Option<ClassName>,
}

/// All rows of a source, and the spots that need mending.
#[derive(Debug)]
pub(super) struct Rows<T> {
    pub rows: Vec<Read<T>>,
    pub spots: Vec<Spot>,
}

/// A row while it is read.
pub(super) struct Row<'a> {
    pub table: &'a SheetTable,
    pub table_no: usize,
    pub at: usize,
    pub bound: &'a Bound,
    pub cells: Vec<String>,
    pub reading: Reading,
    /// The class that sheet name, title or file name speak of.
    pub of_sheet: Option<ClassName>,
    pub spots: &'a mut Vec<Spot>,
    pub bad: bool,
}

/// Rows that one hand reads at least before a second one helps.
const ROWS_OF_A_HAND: usize = 1_000;

/// Reads every row of a source with `read`; rows for which it gives `None` without a problem say nothing and are not counted. A long table is read by two hands at once.
pub(super) fn read_all<T: Send>(source: &Source, reading: Reading, read: impl Fn(&mut Row<'_>) -> Option<T> + Sync) -> Rows<T> {
    let mut all = Rows { rows: Vec::new(), spots: Vec::new() };
    for (table_no, table) in source.tables.iter().enumerate() {
        let Some(bound) = bound(table, table_no, &mut all.spots) else { continue };
        let of_sheet = class_of_sheet(table, reading.year);
        let part = |rows: Range<usize>| read_part(table, table_no, rows, &bound, (reading, of_sheet), &read);
        let half = table.rows.len() / 2;
        let parts = if half < ROWS_OF_A_HAND {
            vec![part(0..table.rows.len())]
        } else {
            thread::scope(|scope| {
                let second = scope.spawn(|| part(half..table.rows.len()));
                let first = part(0..half);
                // A hand that stopped has found a mistake of the program: it is told as the first one's would be.
                vec![first, second.join().unwrap_or_else(|cause| std::panic::resume_unwind(cause))]
            })
        };
        for part in parts {
            all.rows.extend(part.rows);
            all.spots.extend(part.spots);
        }
    }
    all
}

fn read_part<T>(
    table: &SheetTable,
    table_no: usize,
    rows: Range<usize>,
    bound: &Bound,
    (reading, of_sheet): (Reading, Option<ClassName>),
    read: &impl Fn(&mut Row<'_>) -> Option<T>,
) -> Rows<T> {
    let mut part = Rows { rows: Vec::with_capacity(rows.len()), spots: Vec::new() };
    for at in rows {
        let cells = table.cells(at);
        if !bound.keeps(&cells) {
            continue;
        }
        let mut row = Row { table, table_no, at, bound, cells, reading, of_sheet, spots: &mut part.spots, bad: false };
        let item = read(&mut row);
        let (bad, class) = (row.bad, row.class_quietly());
        if item.is_none() && !bad {
            continue;
        }
        part.rows.push(Read { table: table_no, at, item: item.filter(|_| !bad), class });
    }
    part
}

/// The mapping of a table, found in its headers; what is missing is a spot at the header.
pub(super) fn bound(table: &SheetTable, table_no: usize, spots: &mut Vec<Spot>) -> Option<Bound> {
    let mapping = table.mapping.as_ref()?;
    let mut at_header = |message: Msg| spots.push(Spot { table: table_no, row: table.header_row, column: None, value: String::new(), message, weight: Weight::Bad });
    for field in mapping.missing() {
        at_header(Msg::new(missing(&field)));
    }
    match mapping.bind(&table.headers) {
        Ok(bound) => Some(bound).filter(|_| mapping.missing().is_empty()),
        Err(lacking) => {
            lacking.into_iter().for_each(at_header);
            None
        }
    }
}

/// The key of what is said about a field without which a sheet cannot be read.
const fn missing(field: &Field) -> &'static str {
    match field {
        Field::Class => "intake-missing-class",
        Field::SubjectName => "intake-missing-subject",
        Field::Teacher => "intake-missing-teacher",
        Field::Mark => "intake-missing-mark",
        Field::Absent => "intake-missing-days",
        Field::FatherAway => "intake-missing-family",
        Field::Participation => "intake-missing-observed",
        _ => "intake-missing-name",
    }
}

/// The class that a whole sheet speaks of: by its name, its title or its file.
pub(super) fn class_of_sheet(table: &SheetTable, year: SchoolYear) -> Option<ClassName> {
    [&table.sheet, &table.title, &table.file].into_iter().find_map(|text| ClassName::find_in(text, year))
}

impl Row<'_> {
    /// What stands in a field; empty when nothing does.
    pub(super) fn text(&self, field: &Field) -> String {
        self.bound.value(field, &self.cells).unwrap_or_default()
    }

    /// Notes something at a field.
    pub(super) fn note(&mut self, field: &Field, message: Msg, weight: Weight) {
        let header = self.bound.column_of(field);
        let value = self.text(field);
        let secret = matches!(field, Field::IdentityNo | Field::RegistryNo | Field::GuardianIdentityNo);
        let value = if secret { masked(&value) } else { value };
        self.spot(header, value, message, weight);
    }

    /// Notes something at a header's column.
    pub(super) fn spot(&mut self, header: Option<usize>, value: String, message: Msg, weight: Weight) {
        let row = self.table.rows.get(self.at).map_or(0, |(row, _)| *row);
        let column = header.and_then(|header| self.table.column(self.at, header));
        self.spots.push(Spot { table: self.table_no, row, column, value, message, weight });
        self.bad |= weight == Weight::Bad;
    }

    /// Reads a field; an empty one is `None`, one that cannot be read is a spot.
    pub(super) fn read<T>(&mut self, field: &Field, parse: impl FnOnce(&str) -> Result<T, Msg>) -> Option<T> {
        let text = self.text(field);
        if is_blank(&text) {
            return None;
        }
        match parse(&text) {
            Ok(value) => Some(value),
            Err(message) => {
                self.note(field, message, Weight::Bad);
                None
            }
        }
    }

    /// A text that is kept as it is written.
    pub(super) fn plain(&mut self, field: &Field) -> Option<String> {
        self.read(field, |text| {
            let text = text.trim();
            if text.chars().count() > TEXT_CHARS { Err(Msg::new("intake-text-long").with("most", TEXT_CHARS)) } else { Ok(text.to_owned()) }
        })
    }

    /// The class of the row: its own column, grade and number, else what the sheet speaks of.
    pub(super) fn class(&mut self) -> Option<ClassName> {
        match self.class_read() {
            Ok(class) => class,
            Err((field, message)) => {
                self.note(&field, message, Weight::Bad);
                None
            }
        }
    }

    fn class_quietly(&self) -> Option<ClassName> {
        self.class_read().ok().flatten()
    }

    fn class_read(&self) -> Result<Option<ClassName>, (Field, Msg)> {
        let year = self.reading.year;
        let (class, number, grade) = (self.text(&Field::Class), self.text(&Field::ClassNumber), self.text(&Field::Grade));
        let level = if is_blank(&grade) { None } else { Some(ClassName::parse_grade(&grade, year).map_err(|m| (Field::Grade, m))?) };
        let (field, written) = if is_blank(&number) { (Field::Class, class) } else { (Field::ClassNumber, number) };
        if is_blank(&written) {
            return Ok(self.of_sheet.filter(|class| level.is_none_or(|level| class.grade == level)));
        }
        if let (Some(level), Some(number)) = (level, bare_number(&written)) {
            return ClassName::parse(&format!("{level}.{number}"), year).map(Some).map_err(|m| (field, m));
        }
        match ClassName::parse(&written, year) {
            Ok(class) if level.is_none_or(|level| level == class.grade) => Ok(Some(class)),
            Ok(_) => Err((field, Msg::new("intake-grade-differs").with("text", &grade))),
            // 五年级 in the column of classes, and the sheet is of one class of that grade.
            Err(message) => match (ClassName::parse_grade(&written, year), self.of_sheet) {
                (Ok(level), Some(class)) if class.grade == level => Ok(Some(class)),
                _ => Err((field, message)),
            },
        }
    }
}

/// 1, 1班, (1), 一班: the number of a class whose grade stands elsewhere.
fn bare_number(text: &str) -> Option<i64> {
    let text = squeezed(text);
    let text = text.strip_suffix(".0").unwrap_or(&text);
    let text = text.trim_end_matches('班').trim_start_matches(['(', '第']).trim_end_matches(')');
    small_number(text).filter(|number| (1..=30).contains(number))
}

/// Nothing, or what schools write for nothing.
pub(super) fn is_blank(text: &str) -> bool {
    matches!(squeezed(text).as_str(), "" | "-" | "--" | "—" | "——" | "/" | "\\" | "无" | "不详" | "暂无" | "NULL" | "null" | "N/A")
}

/// A telephone number: figures, with the signs between them gone.
pub(super) fn phone(text: &str) -> Result<String, Msg> {
    let figures: String = squeezed(text).chars().filter(|c| !matches!(c, '-' | ' ' | '—' | '(' | ')')).collect();
    let figures = figures.strip_suffix(".0").unwrap_or(&figures);
    let bare = figures.strip_prefix('+').unwrap_or(figures);
    let fits = (7..=15).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit());
    if fits { Ok(figures.to_owned()) } else { Err(Msg::new("intake-phone").with("text", text.chars().take(30).collect::<String>())) }
}

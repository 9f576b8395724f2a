//! The table on a sheet: from what schools really write (titles, merged and two-level headers, footers, two halves side by side)
//! to named columns and rows (issue 2 item 3). Knows nothing of pupils: which names are known is the caller's to say.

use std::collections::{BTreeMap, HashSet};

use super::sheet::{Cell, Sheet, column_letters};
use super::table_foot::{Judgement, judge};
use super::table_head::{self, Head, label};

/// Characters of the text above a table that are kept.
const TITLE_CHARS: usize = 200;
/// Names of a column that only counts the rows.
const SERIAL: [&str; 6] = ["序号", "序", "No", "No.", "NO", "№"];

/// A table that was found on a sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// 1-based row of the lowest line of the header.
    pub header_row: usize,
    /// Its named columns from left to right; of the left half when the table stands in halves side by side.
    pub columns: Vec<Column>,
    /// Its rows in the order of the sheet, the left half before the right.
    pub rows: Vec<TableRow>,
    /// The text above the header in one line: a class or a term may be named only there.
    pub title: Option<String>,
    /// Rows (1-based) that are no data, and why. Blank rows are not listed.
    pub skipped: Vec<(usize, Skip)>,
    /// For each half, the 0-based sheet column of each of `columns`; `None` where the half lacks it.
    pub halves: Halves,
}

/// A named column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// 0-based column of the sheet.
    pub index: usize,
    /// Its whole name, half-width and without spaces: 期末成绩/语文(100分).
    pub name: String,
    /// The last part of its name, in the form the caller knows if there is one: 语文.
    pub leaf: String,
}

/// One row of data.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRow {
    /// 1-based row of the sheet.
    pub row: usize,
    /// Which half of the table it stands in, from 0.
    pub half: usize,
    /// Its cells, one for each column.
    pub cells: Vec<Cell>,
}

/// Why a row is no data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Skip {
    /// The header again, as after a page break.
    Header,
    /// A title or a merged note.
    Title,
    /// Sums, averages, signatures.
    Footer,
    /// A long text on its own.
    Note,
    /// Nothing but a running number.
    SerialOnly,
}

impl Skip {
    /// Key of the word for it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Header => "documents-skip-header",
            Self::Title => "documents-skip-title",
            Self::Footer => "documents-skip-footer",
            Self::Note => "documents-skip-note",
            Self::SerialOnly => "documents-skip-serial",
        }
    }
}

impl Table {
    /// The place of a cell as the spreadsheet shows it, such as `C7`.
    pub fn place(&self, row: &TableRow, column: usize) -> String {
        let index = self.halves.get(row.half).and_then(|half| half.get(column).copied().flatten());
        let index = index.or_else(|| self.columns.get(column).map(|c| c.index)).unwrap_or(column);
        format!("{}{}", column_letters(index), row.row)
    }
    /// The position among `columns` of the first whose whole name or leaf is the given one.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == name).or_else(|| self.columns.iter().position(|c| c.leaf == name))
    }
}

/// Finds the table on a sheet: the row with the most names that are `known` is its header. `None` when no row has any.
///
/// `known` is asked with half-width names without spaces.
pub fn find(sheet: &Sheet, known: &dyn Fn(&str) -> bool) -> Option<Table> {
    let head = table_head::find(sheet, known)?;
    let title = title_above(sheet, head.top);
    let (positions, halves) = halves_of(&head.columns, known);
    let columns = positions.into_iter().map(|at| head.columns[at].clone()).collect();
    let mut table = Table { header_row: head.bottom + 1, columns, rows: Vec::new(), title, skipped: Vec::new(), halves };
    let wide = sheet.merges.iter().filter(|m| m.width() >= 3 && m.top > head.bottom).map(|m| m.top).collect();
    let lines = (head.top..=head.bottom).map(|row| (0..sheet.rows[row].len()).map(|column| label(sheet, row, column)).collect()).collect();
    Body { sheet, down: vertical_merges(sheet, head.bottom), lines, wide, head }.read(&mut table);
    Some(table)
}

fn title_above(sheet: &Sheet, top: usize) -> Option<String> {
    let texts = sheet.rows.iter().take(top).flatten().filter(|c| !c.is_empty()).map(Cell::normal);
    let title: String = texts.collect::<Vec<_>>().join(" ").chars().take(TITLE_CHARS).collect();
    (!title.is_empty()).then_some(title)
}

/// For each half of a table, the sheet column of each of its columns.
pub type Halves = Vec<Vec<Option<usize>>>;

/// The columns of a table and its halves, when its columns come again to its right. A table in one piece is one half.
fn halves_of(columns: &[Column], known: &dyn Fn(&str) -> bool) -> (Vec<usize>, Halves) {
    let count = columns.len();
    let again = |period: usize| (period..count).take_while(|i| columns[*i].name == columns[*i % period].name).count();
    let repeats = |period: &usize| {
        let again = again(*period);
        let named = columns[..*period].iter().any(|c| known(&c.leaf));
        // The whole of the left half comes again, or most of it to the end of the sheet.
        let most = again + *period == count && again >= 2 && again * 2 > *period;
        named && (again >= *period || most)
    };
    let Some(period) = (1..count).find(repeats) else {
        return ((0..count).collect(), vec![columns.iter().map(|c| Some(c.index)).collect()]);
    };
    let same = period + again(period);
    let mut halves: Halves = columns[..same].chunks(period).map(|part| part.iter().map(|c| Some(c.index)).collect()).collect();
    let positions: Vec<usize> = (0..period).chain(same..count).collect();
    let last = halves.len() - 1;
    for (number, half) in halves.iter_mut().enumerate() {
        half.resize(period, None);
        // Columns to the right of all halves belong to the last.
        half.extend(columns[same..].iter().map(|c| (number == last).then_some(c.index)));
    }
    (positions, halves)
}

/// Areas merged downwards below the header: (column, first row) → last row.
fn vertical_merges(sheet: &Sheet, header: usize) -> BTreeMap<(usize, usize), usize> {
    let down = sheet.merges.iter().filter(|m| m.height() > 1 && m.top > header);
    down.map(|m| ((m.left, m.top), m.bottom)).collect()
}

struct Body<'a> {
    sheet: &'a Sheet,
    head: Head,
    down: BTreeMap<(usize, usize), usize>,
    /// The texts of the header, line by line.
    lines: Vec<Vec<String>>,
    /// Rows in which cells are merged across: titles and notes.
    wide: HashSet<usize>,
}

impl Body<'_> {
    fn read(&self, table: &mut Table) {
        let halves = table.halves.clone();
        let mut signatures: Vec<(usize, TableRow)> = Vec::new();
        for (number, half) in halves.iter().enumerate() {
            let width = half.iter().flatten().count();
            for row in self.head.bottom + 1..self.sheet.rows.len() {
                let raw: Vec<&Cell> = half.iter().flatten().map(|column| self.sheet.cell(row, *column)).collect();
                if raw.iter().all(|c| c.is_empty()) {
                    continue;
                }
                if let Some(why) = self.no_data(row, half, &table.columns) {
                    table.skipped.push((row + 1, why));
                    continue;
                }
                let found = TableRow { row: row + 1, half: number, cells: half.iter().map(|column| column.map_or(Cell::Empty, |c| self.filled_down(row, c))).collect() };
                match judge(&raw, width) {
                    Judgement::Footer => table.skipped.push((row + 1, Skip::Footer)),
                    Judgement::Note => table.skipped.push((row + 1, Skip::Note)),
                    Judgement::Signature => signatures.push((table.rows.len(), found)),
                    Judgement::Ordinary => {
                        // A row of data below: what looked like a signature was a post.
                        let late = std::mem::take(&mut signatures);
                        late.into_iter().rev().for_each(|(at, row)| table.rows.insert(at, row));
                        table.rows.push(found);
                    }
                }
            }
            table.skipped.extend(signatures.drain(..).map(|(_, row)| (row.row, Skip::Footer)));
        }
        table.skipped.sort_unstable();
        table.skipped.dedup();
    }

    /// A cell, or the value of the area merged downwards that it lies in (a class named once for all its rows).
    fn filled_down(&self, row: usize, column: usize) -> Cell {
        let own = self.sheet.cell(row, column);
        if !own.is_empty() || self.down.is_empty() {
            return own.clone();
        }
        match self.down.range((column, 0)..=(column, row)).next_back() {
            Some(((_, top), bottom)) if *bottom >= row => self.sheet.cell(*top, column).clone(),
            _ => Cell::Empty,
        }
    }

    fn no_data(&self, row: usize, half: &[Option<usize>], columns: &[Column]) -> Option<Skip> {
        let cells = &self.sheet.rows[row];
        let filled: Vec<usize> = (0..cells.len()).filter(|c| !cells[*c].is_empty()).collect();
        if self.is_header_again(row, &filled) {
            return Some(Skip::Header);
        }
        if filled.len() == 1 && self.wide.contains(&row) && self.head.columns.len() >= 3 {
            return Some(Skip::Title);
        }
        let serial = |(at, column): (usize, &Option<usize>)| match column {
            Some(column) if !self.sheet.cell(row, *column).is_empty() => {
                let counts = label(self.sheet, row, *column).bytes().all(|b| b.is_ascii_digit());
                counts && columns.get(at).is_some_and(|c| SERIAL.contains(&c.leaf.as_str()))
            }
            _ => true,
        };
        (half.len() > 1 && half.iter().enumerate().all(serial)).then_some(Skip::SerialOnly)
    }

    fn is_header_again(&self, row: usize, filled: &[usize]) -> bool {
        let same = |line: &Vec<String>, column: &usize| line.get(*column).is_some_and(|text| *text == label(self.sheet, row, *column));
        filled.len() >= 2 && self.lines.iter().any(|line| filled.iter().all(|column| same(line, column)))
    }
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;

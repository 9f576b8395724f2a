//! The neutral model of a workbook: what is left when the format of the file is forgotten.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use crate::base::{Error, Msg, Result, SchoolDate, limits};

/// Characters that a cell holds at most: the bound of the xlsx format itself.
pub const CELL_CHARS: usize = 32_767;

/// A file that has been read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workbook {
    /// Name of the file as the person knows it.
    pub file: String,
    /// Its sheets in their order, hidden ones too.
    pub sheets: Vec<Sheet>,
}

/// One sheet, dense from A1; a row ends with its last filled cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Name on its tab; the file name without ending for a text file.
    pub name: String,
    /// Rows from row 1 of the sheet; blank rows are empty.
    pub rows: Vec<Vec<Cell>>,
    /// Merged areas, in the order of the file.
    pub merges: Vec<Merge>,
    /// Whether its tab is hidden.
    pub hidden: bool,
}

/// An area of merged cells, 0-based, both ends included. Its value stands in the first cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    /// First row.
    pub top: usize,
    /// First column.
    pub left: usize,
    /// Last row.
    pub bottom: usize,
    /// Last column.
    pub right: usize,
}

impl Merge {
    /// Whether a cell lies in the area.
    pub const fn holds(&self, row: usize, column: usize) -> bool {
        self.top <= row && row <= self.bottom && self.left <= column && column <= self.right
    }
    /// Number of columns.
    pub const fn width(&self) -> usize {
        self.right - self.left + 1
    }
    /// Number of rows.
    pub const fn height(&self) -> usize {
        self.bottom - self.top + 1
    }
}

/// What a cell holds. Equal texts of a workbook share their memory.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing, or white space only.
    #[default]
    Empty,
    /// Text as written, not trimmed.
    Text(Arc<str>),
    /// A number; a share of a day when the sheet holds a time without a date.
    Number(f64),
    /// A day; the time of the day, if any, is dropped.
    Date(SchoolDate),
    /// True or false.
    Bool(bool),
    /// An error of the spreadsheet such as `#N/A`.
    Error(Arc<str>),
}

static NOTHING: Cell = Cell::Empty;

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.trim().is_empty() { Self::Empty } else { Self::Text(text.into()) }
    }
}

impl Cell {
    /// Whether the cell holds nothing.
    pub const fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }
    /// What a person sees in it, trimmed: whole numbers without decimals, days as 2026-09-01.
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Error(text) => text.trim().to_owned(),
            Self::Number(n) => number_text(*n),
            Self::Date(day) => day.to_string(),
            Self::Bool(true) => "TRUE".to_owned(),
            Self::Bool(false) => "FALSE".to_owned(),
        }
    }
    /// [`Cell::text`] with full-width letters, figures, signs and spaces as half-width ones, and white space of any kind as single spaces.
    pub fn normal(&self) -> String {
        normal(&self.text())
    }
}

/// Whole numbers keep all their figures, others at most ten decimals (0.1 + 0.2 is 0.3 to a teacher).
fn number_text(n: f64) -> String {
    if n.fract() == 0.0 && n.abs() < 1e21 {
        return format!("{}", if n == 0.0 { 0.0 } else { n });
    }
    let fixed = format!("{n:.10}");
    let short = fixed.trim_end_matches('0').trim_end_matches('.');
    if n.abs() < 1e15 && short.trim_start_matches('-') != "0" { short.to_owned() } else { n.to_string() }
}

/// Full-width letters, figures, signs and spaces as half-width ones; white space of any kind as single spaces, none at the ends; invisible marks dropped.
pub fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let c = match c {
            '\u{3000}' | '\u{00A0}' => ' ',
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}' => continue,
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if c != ' ' || !(out.is_empty() || out.ends_with(' ')) {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

impl Sheet {
    /// The cell at a 0-based place; beyond the filled area it is empty.
    pub fn cell(&self, row: usize, column: usize) -> &Cell {
        self.rows.get(row).and_then(|cells| cells.get(column)).unwrap_or(&NOTHING)
    }
    /// Whether no cell is filled.
    pub fn is_empty(&self) -> bool {
        self.rows.iter().flatten().all(Cell::is_empty)
    }
}

/// Letters of a 0-based column: A … Z, AA …
pub fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0));
        rest = (rest - 1) / 26;
    }
    letters.reverse();
    letters.iter().map(|b| char::from(*b)).collect()
}

/// The 0-based (row, column) of a reference such as `B12` or `$B$12`; `None` when it is none or absurd.
pub fn cell_place(reference: &str) -> Option<(usize, usize)> {
    let bare: String = reference.chars().filter(|c| *c != '$').collect();
    let split = bare.find(|c: char| c.is_ascii_digit())?;
    let (letters, figures) = bare.split_at(split);
    if letters.is_empty() || letters.len() > 5 || figures.len() > 10 {
        return None;
    }
    let mut column = 0_usize;
    for c in letters.bytes() {
        if !c.is_ascii_alphabetic() {
            return None;
        }
        column = column * 26 + usize::from(c.to_ascii_uppercase() - b'A') + 1;
    }
    Some((figures.parse::<usize>().ok()?.checked_sub(1)?, column - 1))
}

/// The area of a reference such as `A1:C3` (or a single cell); `None` when it is none or runs backwards.
pub fn area(reference: &str) -> Option<Merge> {
    let (from, to) = reference.split_once(':').unwrap_or((reference, reference));
    let ((top, left), (bottom, right)) = (cell_place(from)?, cell_place(to)?);
    (top <= bottom && left <= right).then_some(Merge { top, left, bottom, right })
}

/// Collects the cells of one sheet within the bounds of [`limits`]; equal texts are kept once.
pub(super) struct Builder<'a> {
    sheet: Sheet,
    texts: &'a mut Texts,
    cells: usize,
}

/// The texts of a workbook, each kept once.
#[derive(Default)]
pub(super) struct Texts {
    known: HashSet<Arc<str>>,
    /// Texts of a table that the format itself keeps, by their address there.
    table: AddressMap<Arc<str>>,
}

impl Texts {
    fn share(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.known.get(text) {
            return Arc::clone(known);
        }
        let new: Arc<str> = text.into();
        self.known.insert(Arc::clone(&new));
        new
    }
}

/// A map from the address of a text that does not move.
pub(super) type AddressMap<T> = HashMap<usize, T, BuildHasherDefault<AddressHasher>>;

/// Spreads addresses by one multiplication: nobody outside chooses them, and a large sheet looks one up for each cell.
#[derive(Default)]
pub(super) struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_usize(usize::from(*byte) ^ self.0 as usize);
        }
    }
    fn write_usize(&mut self, address: usize) {
        self.0 = (address as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}

impl<'a> Builder<'a> {
    pub(super) fn new(name: &str, hidden: bool, texts: &'a mut Texts) -> Self {
        let sheet = Sheet { name: name.to_owned(), hidden, ..Sheet::default() };
        Self { sheet, texts, cells: 0 }
    }

    /// A cell of text that shares its memory with equal texts.
    ///
    /// # Errors
    /// `TooMuch` when it is longer than any spreadsheet program allows.
    pub(super) fn text(&mut self, row: usize, column: usize, text: &str) -> Result<Cell> {
        if text.trim().is_empty() {
            return Ok(Cell::Empty);
        }
        self.check_length(row, column, text)?;
        Ok(Cell::Text(self.texts.share(text)))
    }

    /// [`Builder::text`] for a text in a table that keeps each text once and stays where it is while the workbook is read.
    ///
    /// # Errors
    /// As [`Builder::text`].
    pub(super) fn table_text(&mut self, row: usize, column: usize, text: &str) -> Result<Cell> {
        let address = text.as_ptr().addr();
        if let Some(known) = self.texts.table.get(&address) {
            return Ok(Cell::Text(Arc::clone(known)));
        }
        if text.trim().is_empty() {
            return Ok(Cell::Empty);
        }
        self.check_length(row, column, text)?;
        let new: Arc<str> = text.into();
        self.texts.table.insert(address, Arc::clone(&new));
        Ok(Cell::Text(new))
    }

    fn check_length(&self, row: usize, column: usize, text: &str) -> Result<()> {
        if text.len() > CELL_CHARS && text.chars().count() > CELL_CHARS {
            return Err(self.beyond("documents-cell-too-long", CELL_CHARS, row, column));
        }
        Ok(())
    }

    /// Puts a cell at a 0-based place. Blank cells cost nothing, wherever they stand.
    ///
    /// # Errors
    /// `TooMuch` beyond the rows, columns or cells of a sheet.
    pub(super) fn put(&mut self, row: usize, column: usize, cell: Cell) -> Result<()> {
        if cell.is_empty() {
            return Ok(());
        }
        if row >= limits::SHEET_ROWS {
            return Err(self.beyond("documents-too-many-rows", limits::SHEET_ROWS, row, column));
        }
        if column >= limits::SHEET_COLUMNS {
            return Err(self.beyond("documents-too-many-columns", limits::SHEET_COLUMNS, row, column));
        }
        if self.sheet.rows.len() <= row {
            self.sheet.rows.resize_with(row + 1, Vec::new);
        }
        let width = self.sheet.rows[row].len();
        if width <= column {
            self.cells += column + 1 - width;
            if self.cells > limits::SHEET_CELLS {
                return Err(self.beyond("documents-too-many-cells", limits::SHEET_CELLS, row, column));
            }
            let usual = if row == 0 { 0 } else { self.sheet.rows[row - 1].len() };
            let cells = &mut self.sheet.rows[row];
            cells.reserve_exact((column + 1).max(usual) - width);
            cells.resize_with(column + 1, || Cell::Empty);
        }
        self.sheet.rows[row][column] = cell;
        Ok(())
    }

    /// Notes a merged area; areas of one cell or beyond the sheet's bounds say nothing.
    pub(super) fn merge(&mut self, merge: Merge) {
        let sound = merge.bottom < limits::SHEET_ROWS && merge.right < 16_384;
        if sound && merge.width() * merge.height() > 1 && self.sheet.merges.len() < limits::SHEET_ROWS {
            self.sheet.merges.push(merge);
        }
    }

    pub(super) fn finish(self) -> Sheet {
        self.sheet
    }

    fn beyond(&self, key: &'static str, limit: usize, row: usize, column: usize) -> Error {
        let place = format!("{}{}", column_letters(column), row + 1);
        Error::TooMuch(Msg::new(key).with("sheet", &self.sheet.name).with("cell", place).with("limit", limit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_on_the_screen() {
        for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")] {
            assert_eq!(column_letters(column), letters);
            assert_eq!(cell_place(&format!("{letters}7")), Some((6, column)), "{letters}");
        }
        for wrong in ["", "A", "7", "A0", "AAAAAAAA1", "A99999999999999", "姓1"] {
            assert_eq!(cell_place(wrong), None, "{wrong}");
        }
        assert_eq!(area("$B$2:C4"), Some(Merge { top: 1, left: 1, bottom: 3, right: 2 }));
        assert_eq!(area("C4:B2"), None);
    }

    #[test]
    fn a_number_reads_as_a_teacher_wrote_it() {
        for (number, text) in
            [(95.0, "95"), (95.5, "95.5"), (0.1 + 0.2, "0.3"), (-0.0, "0"), (440_106_201_503_071_000.0, "440106201503071000"), (1e-12, "0.000000000001"), (-3.25, "-3.25")]
        {
            assert_eq!(Cell::Number(number).text(), text);
        }
    }

    #[test]
    fn full_width_figures_and_stray_spaces_are_read_as_one_thing() {
        for (written, read) in
            [("　２０２１级１班　", "2021级1班"), ("张　三", "张 三"), ("五（1）班", "五(1)班"), ("语文\r\n 成绩", "语文 成绩"), ("\u{feff}ＸＭ\u{200b}", "XM"), ("", "")]
        {
            assert_eq!(Cell::from(written).normal(), read);
        }
    }

    #[test]
    fn a_sheet_ends_at_its_bounds_and_blank_cells_cost_nothing() {
        let mut texts = Texts::default();
        let mut sheet = Builder::new("一班", false, &mut texts);
        sheet.put(1_048_575, 16_383, Cell::Empty).unwrap();
        sheet.put(1, 2, Cell::from("小明")).unwrap();
        for (row, column, key) in [(limits::SHEET_ROWS, 0, "documents-too-many-rows"), (0, limits::SHEET_COLUMNS, "documents-too-many-columns")] {
            let Err(Error::TooMuch(message)) = sheet.put(row, column, Cell::Bool(true)) else { panic!("row {row} is accepted") };
            assert_eq!(message.key, key);
        }
        let mut refused = None;
        for row in 0..limits::SHEET_ROWS {
            if let Err(e) = sheet.put(row, limits::SHEET_COLUMNS - 1, Cell::Bool(true)) {
                refused = Some((row, e));
                break;
            }
        }
        let (row, error) = refused.expect("the cells of a sheet are bounded");
        assert!(row.abs_diff(limits::SHEET_CELLS / limits::SHEET_COLUMNS) <= 1);
        assert_eq!(error.messages()[0].key, "documents-too-many-cells");
    }
}

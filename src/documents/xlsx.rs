//! A register as an Excel workbook: a sheet for each section, ready to print on A4 and to be read in again.

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use crate::base::date::{SchoolDate, Stamp};
use crate::base::error::{Error, Msg, Result};

use super::register::{Align, Column, Frame, Kind, Orientation, PagePart, Register, Row, Section, cut};
use super::xlsx_rows::{LONG, Long, fill};

/// Rows of a sheet that Excel accepts.
const MOST_ROWS: usize = 1_048_576;
/// UTF-16 units of a cell that Excel accepts.
const MOST_UNITS: usize = 32_767;
/// Units of a text in the head or foot of a page; Excel accepts 255 for the three together, with their codes.
const FRAME_UNITS: usize = 60;
/// Excel's number for A4.
pub(super) const A4: u8 = 9;
/// Width between the margins is scaled to this part of the paper.
const MARGIN_INCH: f64 = 0.6;
/// Chinese characters of 11 points on a line, portrait and landscape: Excel does not fit the height of merged cells itself.
const NOTE_CHARS_PER_LINE: [usize; 2] = [44, 66];
const MM_PER_PIXEL: f64 = 25.4 / 96.0;
/// Names of the fonts of Chinese office paper: for headings, and for text.
pub(super) const FONTS: (&str, &str) = ("黑体", "宋体");

/// What went wrong in the writer of workbooks, with the limits told apart from faults.
pub(super) fn fault(cause: XlsxError) -> Error {
    match cause {
        XlsxError::RowColumnLimitError => too_many_rows(),
        XlsxError::MaxStringLengthExceeded => Error::TooMuch(Msg::new("documents-out-cell-too-long").with("most", MOST_UNITS)),
        other => Error::fault("workbook", other),
    }
}

/// Refuses a text that is longer than a cell can hold.
pub(super) fn check_length(text: &str) -> Result<()> {
    if text.len() > MOST_UNITS && text.encode_utf16().count() > MOST_UNITS { Err(fault(XlsxError::MaxStringLengthExceeded)) } else { Ok(()) }
}

pub(super) fn too_many_rows() -> Error {
    Error::TooMuch(Msg::new("documents-out-too-many-rows").with("most", MOST_ROWS))
}

/// A new workbook whose only time is the one given.
///
/// # Errors
/// A fault when the moment lies outside the years 1900 to 9999.
pub(super) fn workbook(title: &str, author: &str, written: Stamp) -> Result<Workbook> {
    let made = ExcelDateTime::from_timestamp(written.0.div_euclid(1000)).map_err(fault)?;
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_title(title).set_author(author).set_creation_datetime(&made));
    Ok(book)
}

/// The number that a text plainly is: digits with at most one point and a minus sign, of at most 15 digits (beyond, a
/// workbook loses some) and without a leading zero that would be lost.
pub fn plain_number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let leading_zero = whole.len() > 1 && whole.starts_with('0');
    let fits = whole.len() + part.len() <= 16;
    if all_digits(whole) && all_digits(part) && !leading_zero && fits { text.parse().ok() } else { None }
}

/// The formats of a register's cells.
struct Styles {
    title: Format,
    subtitle: Format,
    header: Format,
    note: Format,
    /// For each column: of an ordinary and of a strong row.
    cells: Vec<(Format, Format)>,
}

impl Styles {
    fn of(register: &Register) -> Self {
        let (heading, body) = FONTS;
        let text = Format::new().set_font_name(body).set_font_size(11).set_align(FormatAlign::VerticalCenter);
        let grid = text.clone().set_border(FormatBorder::Thin);
        Self {
            title: Format::new().set_font_name(heading).set_font_size(18).set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter),
            subtitle: text.clone().set_align(FormatAlign::Center),
            header: grid.clone().set_font_name(heading).set_align(FormatAlign::Center).set_text_wrap().set_background_color(Color::RGB(0xEDEDED)),
            note: text.set_text_wrap(),
            cells: register.columns.iter().map(|column| Self::cell(&grid, column)).collect(),
        }
    }

    fn cell(grid: &Format, column: &Column) -> (Format, Format) {
        let align = match column.align {
            Align::Left => FormatAlign::Left,
            Align::Center => FormatAlign::Center,
            Align::Right => FormatAlign::Right,
        };
        let plain = grid.clone().set_align(align);
        let plain = if column.align == Align::Center { plain } else { plain.set_indent(1) };
        let plain = match column.kind {
            Kind::Text | Kind::Blank => plain.set_num_format("@").set_text_wrap(),
            Kind::Number => plain,
            Kind::Date => plain.set_num_format("yyyy-mm-dd"),
        };
        let strong = plain.clone().set_font_name(FONTS.0);
        (plain, strong)
    }
}

/// Writes a register as a workbook.
///
/// # Errors
/// [`Error::TooMuch`] beyond the rows of a sheet or the characters of a cell; a fault when rows and columns do not fit.
pub fn register(register: &Register) -> Result<Vec<u8>> {
    register.check()?;
    let mut book = workbook(&register.title, &register.frame.school, register.frame.written)?;
    let styles = Styles::of(register);
    let mut longs = Vec::new();
    for (number, (section, name)) in (1..).zip(register.sections.iter().zip(register.sheet_names())) {
        if section.rows.len() + register.notes.len() + 16 > MOST_ROWS {
            return Err(too_many_rows());
        }
        let sheet = book.add_worksheet();
        sheet.set_name(name).map_err(fault)?;
        let first_row = Page { register, styles: &styles, sheet }.write(section).map_err(fault)?;
        if section.rows.len() >= LONG {
            longs.push(Long { number, first_row: first_row as usize + 1, section });
        }
    }
    let book = book.save_to_buffer().map_err(fault)?;
    if longs.is_empty() { Ok(book) } else { fill(&book, register, &longs) }
}

struct Page<'a> {
    register: &'a Register,
    styles: &'a Styles,
    sheet: &'a mut Worksheet,
}

type Written = Result<(), XlsxError>;

impl Page<'_> {
    /// Writes a section (of a long one only samples of its rows) and returns its first row, from 0.
    fn write(&mut self, section: &Section) -> Result<u32, XlsxError> {
        let last = self.columns() - 1;
        self.wide(0, (0, last), &self.register.title, &self.styles.title)?;
        self.sheet.set_row_height(0, 32)?;
        self.wide(1, (0, last), &section.subtitle, &self.styles.subtitle)?;
        self.sheet.set_row_height(1, 20)?;
        let first_row = self.header(2)?;
        if section.rows.len() >= LONG {
            for (row, strong) in [(first_row, false), (first_row + 1, true)] {
                self.sample(row, strong)?;
            }
        } else {
            for (at, row) in (first_row..).zip(&section.rows) {
                self.row(at, row)?;
            }
        }
        self.foot(first_row + section.rows.len() as u32)?;
        self.set_up(first_row)?;
        Ok(first_row)
    }

    fn columns(&self) -> u16 {
        u16::try_from(self.register.columns.len()).unwrap_or(u16::MAX)
    }

    /// Text over several columns of a row.
    fn wide(&mut self, row: u32, (first, last): (u16, u16), text: &str, format: &Format) -> Written {
        self.area((row, row), (first, last), text, format)
    }

    fn area(&mut self, (top, bottom): (u32, u32), (first, last): (u16, u16), text: &str, format: &Format) -> Written {
        if first == last && top == bottom {
            self.sheet.write_string_with_format(top, first, text, format)?;
        } else {
            self.sheet.merge_range(top, first, bottom, last, text, format)?;
        }
        Ok(())
    }

    /// Writes the headings and returns the row below them.
    fn header(&mut self, top: u32) -> Result<u32, XlsxError> {
        let (register, styles) = (self.register, self.styles);
        let bottom = top + u32::from(register.grouped());
        for span in register.spans() {
            let first = column_number(span.first);
            let last = column_number(span.first + span.count - 1);
            let name = &register.columns[span.first].name;
            match span.group {
                None => self.area((top, bottom), (first, last), name, &styles.header)?,
                Some(group) => {
                    self.area((top, top), (first, last), group, &styles.header)?;
                    for (at, column) in (first..=last).zip(&register.columns[span.first..]) {
                        self.area((bottom, bottom), (at, at), &column.name, &styles.header)?;
                    }
                }
            }
        }
        for row in top..=bottom {
            self.sheet.set_row_height(row, 22)?;
        }
        Ok(bottom + 1)
    }

    /// Empty cells with their formats.
    fn sample(&mut self, at: u32, strong: bool) -> Written {
        for (number, (plain, stands_out)) in (0..).zip(&self.styles.cells) {
            self.sheet.write_blank(at, number, if strong { stands_out } else { plain })?;
        }
        Ok(())
    }

    fn row(&mut self, at: u32, row: &Row) -> Written {
        if self.register.by_hand() {
            self.sheet.set_row_height(at, 30)?;
        }
        for ((number, cell), (column, formats)) in (0..).zip(&row.cells).zip(self.register.columns.iter().zip(&self.styles.cells)) {
            let format = if row.strong { &formats.1 } else { &formats.0 };
            let value = if column.kind == Kind::Number { plain_number(cell) } else { None };
            let day = if column.kind == Kind::Date { excel_day(cell) } else { None };
            match (value, day) {
                (Some(value), _) => self.sheet.write_number_with_format(at, number, value, format)?,
                (_, Some(day)) => self.sheet.write_datetime_with_format(at, number, day, format)?,
                _ => self.sheet.write_string_with_format(at, number, cell, format)?,
            };
        }
        Ok(())
    }

    /// Notes, and the places to sign side by side.
    fn foot(&mut self, mut at: u32) -> Written {
        let (register, styles) = (self.register, self.styles);
        let columns = self.columns();
        for note in &register.notes {
            self.wide(at, (0, columns - 1), note, &styles.note)?;
            let lines = note.chars().count().div_ceil(NOTE_CHARS_PER_LINE[usize::from(register.orientation == Orientation::Landscape)]);
            self.sheet.set_row_height(at, 18.0 * lines.max(1) as f64)?;
            at += 1;
        }
        if register.signatures.is_empty() {
            return Ok(());
        }
        at += 1;
        let places = register.signatures.len().min(usize::from(columns));
        for (row, line) in (at..).zip(register.signatures.chunks(places)) {
            self.sheet.set_row_height(row, 30)?;
            for (place, (first, last)) in line.iter().zip(shares(&register.columns, places)) {
                self.wide(row, (first, last), place, &styles.note)?;
            }
        }
        Ok(())
    }

    fn set_up(&mut self, first_row: u32) -> Written {
        let register = self.register;
        let wanted: f64 = register.columns.iter().map(|column| column.width_mm).sum();
        let room = register.orientation.paper_width_mm() - 2.0 * MARGIN_INCH * 25.4;
        let scale = if wanted > 0.0 { room / wanted } else { 1.0 };
        for (number, column) in (0..).zip(&register.columns) {
            self.sheet.set_column_width_pixels(number, (column.width_mm * scale / MM_PER_PIXEL) as u32)?;
        }
        self.sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
        self.sheet.set_margins(MARGIN_INCH, MARGIN_INCH, 0.75, 0.75, 0.35, 0.35);
        if register.orientation == Orientation::Landscape {
            self.sheet.set_landscape();
        }
        self.sheet.set_repeat_rows(2, first_row - 1)?;
        self.sheet.set_freeze_panes(first_row, 0)?;
        self.sheet.set_header(head_code(&register.frame)).set_footer(foot_code(&register.frame));
        Ok(())
    }
}

fn column_number(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

/// The day in a cell, when it is one that Excel knows.
fn excel_day(text: &str) -> Option<ExcelDateTime> {
    let day: SchoolDate = text.parse().ok()?;
    ExcelDateTime::from_ymd(u16::try_from(day.year()).ok()?, u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?).ok()
}

/// The columns cut into neighbouring runs of about the same width on paper, none empty.
fn shares(columns: &[Column], places: usize) -> Vec<(u16, u16)> {
    let total: f64 = columns.iter().map(|column| column.width_mm).sum();
    let mut shares = Vec::new();
    let (mut first, mut width) = (0, 0.0);
    for (at, column) in columns.iter().enumerate() {
        width += column.width_mm;
        let left = places - shares.len();
        let full = width >= total * (shares.len() + 1) as f64 / places as f64;
        let must = columns.len() - at == left;
        if left > 1 && (full || must) {
            shares.push((column_number(first), column_number(at)));
            first = at + 1;
        }
    }
    shares.push((column_number(first), column_number(columns.len() - 1)));
    shares
}

/// School and term at the left of every page, the confidential mark at the right.
fn head_code(frame: &Frame) -> String {
    format!("&L{}&R{}", framed(&frame.head(), FONTS.1), framed(&frame.confidential, FONTS.0))
}

/// Who printed it, the number of the page, and the head of the audit chain.
fn foot_code(frame: &Frame) -> String {
    let pages: String = frame
        .page_parts()
        .iter()
        .map(|part| match part {
            PagePart::Words(words) => escaped(words),
            PagePart::Page => "&P".into(),
            PagePart::Pages => "&N".into(),
        })
        .collect();
    let audit = frame.audit_head.as_deref().unwrap_or_default();
    format!("&L{}&C&9&\"{}\"{pages}&R{}", framed(&frame.printed, FONTS.1), FONTS.1, framed(audit, FONTS.1))
}

/// A text with its font. The font comes last, so that a figure at the beginning of the text is not read as its size.
fn framed(text: &str, font: &str) -> String {
    if text.is_empty() { String::new() } else { format!("&9&\"{font}\"{}", escaped(cut(text, FRAME_UNITS))) }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&&")
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use calamine::{Data, Reader, Xlsx};

    use super::super::register::tests::example;
    use super::*;

    fn part(bytes: &[u8], name: &str) -> String {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn a_class_register_reads_back_with_numbers_as_numbers_and_registry_numbers_as_text() {
        let bytes = register(&example()).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names(), ["五(1)班", "五(1)班 2"]);
        let sheet = book.worksheet_range("五(1)班").unwrap();
        let cell = |row, column| sheet.get_value((row, column)).cloned().unwrap_or(Data::Empty);
        assert_eq!(cell(0, 0), Data::String("学习支持学生登记表".into()));
        assert_eq!(cell(2, 4), Data::String("期末成绩".into()));
        assert_eq!(cell(3, 5), Data::String("数学".into()));
        assert_eq!(cell(4, 4), Data::Float(58.5));
        assert_eq!(cell(5, 2), Data::String("20260001".into()), "a registry number stays text");
        assert_eq!(cell(5, 4), Data::String("缺考".into()), "an absence stays a word");
        assert_eq!(cell(5, 1), Data::String("=1+1".into()), "a name is never a formula");
        assert!(matches!(cell(4, 3), Data::DateTime(day) if day.as_f64() == 42_070.0), "7 March 2015 is a day, not a text");
        assert_eq!(cell(8, 0), Data::String("本表一式两份,班级、学校各存一份。".into()));
        assert!(book.worksheet_formula("五(1)班").unwrap().is_empty());
    }

    #[test]
    fn each_page_repeats_the_header_and_carries_school_term_mark_and_number() {
        let bytes = register(&example()).unwrap();
        let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
        for wanted in [
            "paperSize=\"9\"",
            "fitToHeight=\"0\"",
            "&amp;L&amp;9&amp;\"宋体\"青山镇中心小学\u{3000}2026—2027学年第一学期&amp;R&amp;9&amp;\"黑体\"内部资料 · 不得张贴",
            "&amp;C&amp;9&amp;\"宋体\"第 &amp;P 页 共 &amp;N 页&amp;R",
            "ySplit=\"4\"",
        ] {
            assert!(sheet.contains(wanted), "{wanted} in {sheet}");
        }
        assert!(part(&bytes, "xl/workbook.xml").contains("'五(1)班'!$3:$4"));
    }

    #[test]
    fn the_same_register_written_twice_is_the_same_file() {
        assert_eq!(register(&example()).unwrap(), register(&example()).unwrap());
    }

    #[test]
    fn a_plain_number_is_one_that_a_workbook_keeps_as_it_is() {
        let cases = [("58.5", Some(58.5)), ("-3", Some(-3.0)), ("0", Some(0.0)), ("0.5", Some(0.5)), ("007", None), ("1e5", None), ("inf", None), ("", None), ("-", None)];
        for (text, number) in cases.into_iter().chain([("1.", None), (".5", None), ("440524188001010014", None), ("12分", None), ("+5", None), ("１２", None)]) {
            assert_eq!(plain_number(text), number, "{text}");
        }
    }

    #[test]
    fn a_school_name_with_an_ampersand_or_a_leading_figure_stays_whole_in_the_head() {
        let frame = Frame { school: "20 & 中学".into(), ..Frame::default() };
        assert_eq!(head_code(&frame), "&L&9&\"宋体\"20 && 中学&R");
    }

    #[test]
    fn three_places_to_sign_share_the_width_of_the_table() {
        let register = example();
        assert_eq!(shares(&register.columns, 3), [(0, 2), (3, 4), (5, 6)]);
        assert_eq!(shares(&register.columns, 7).len(), 7);
        assert_eq!(shares(&register.columns, 1), [(0, 6)]);
    }

    #[test]
    fn a_cell_longer_than_excel_allows_is_refused_in_words() {
        let mut long = example();
        long.sections[0].rows[0].cells[1] = "长".repeat(MOST_UNITS + 1);
        assert!(matches!(register(&long), Err(Error::TooMuch(message)) if message.key == "documents-out-cell-too-long"));
    }
}

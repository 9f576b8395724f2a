//! The rows of a long sheet, written straight into the workbook.
//!
//! rust_xlsxwriter keeps every cell in trees until the end: 50,000 rows of 15 columns take it more than a second of a core. So it
//! writes a long sheet with two sample rows that show the number of each format, and the real rows take their place.

use std::fmt::Write as _;
use std::io::{Cursor, Read, Write};
use std::ops::Range;

use rust_xlsxwriter::utility::column_number_to_name;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::base::date::SchoolDate;
use crate::base::error::{Error, Result};

use super::ooxml::escaped;
use super::register::{Kind, Register, Section};
use super::xlsx::{check_length, plain_number};

/// Rows from which a sheet is written this way.
pub(super) const LONG: usize = 2_000;
/// How hard rows are packed, 1 to 9; low, because the person who asked waits for it.
const COMPRESSION: i64 = 2;
/// Bytes after which the rows so far go to the packer.
const PIECE_BYTES: usize = 1 << 16;
/// The day that a workbook counts as 25,569 is 1970-01-01.
const EPOCH_SERIAL: i64 = 25_569;

/// A sheet whose rows are still to come.
pub(super) struct Long<'a> {
    /// Number of the sheet in the workbook, from 1.
    pub number: usize,
    /// The first sample row, from 1; the second is the next one.
    pub first_row: usize,
    /// The section it shows.
    pub section: &'a Section,
}

/// Numbers of the formats of a column's cells: in ordinary rows and in strong ones.
type Formats = Vec<(u32, u32)>;

/// Puts the real rows of long sheets in the place of their samples.
///
/// # Errors
/// [`Error::TooMuch`] for a text longer than a cell can hold; a fault when the workbook is not as expected.
pub(super) fn fill(workbook: &[u8], register: &Register, longs: &[Long<'_>]) -> Result<Vec<u8>> {
    let fault = |cause| Error::fault("workbook", cause);
    let mut source = ZipArchive::new(Cursor::new(workbook)).map_err(fault)?;
    let mut target = ZipWriter::new(Cursor::new(Vec::with_capacity(workbook.len())));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).compression_level(Some(COMPRESSION)).last_modified_time(DateTime::default());
    for index in 0..source.len() {
        let mut part = source.by_index(index).map_err(fault)?;
        let name = part.name().map_err(fault)?.into_owned();
        let long = longs.iter().find(|long| name == format!("xl/worksheets/sheet{}.xml", long.number));
        let Some(long) = long else {
            target.raw_copy_file(part).map_err(fault)?;
            continue;
        };
        let mut sheet = String::new();
        part.read_to_string(&mut sheet)?;
        let (place, formats) = samples(&sheet, long.first_row, register.columns.len())?;
        target.start_file(name, options).map_err(fault)?;
        target.write_all(&sheet.as_bytes()[..place.start])?;
        rows(&mut target, register, long, &formats)?;
        target.write_all(&sheet.as_bytes()[place.end..])?;
    }
    Ok(target.finish().map_err(fault)?.into_inner())
}

/// Where the two sample rows stand, and the formats that they show.
fn samples(sheet: &str, first_row: usize, columns: usize) -> Result<(Range<usize>, Formats)> {
    let missing = || Error::Fault("workbook: a sample row is missing".into());
    let start = sheet.find(&format!("<row r=\"{first_row}\"")).ok_or_else(missing)?;
    let end_of = |from: usize| sheet[from..].find("</row>").map(|at| from + at + "</row>".len()).ok_or_else(missing);
    let middle = end_of(start)?;
    let end = end_of(middle)?;
    let numbers = |row: &str| row.split("<c ").skip(1).map(|cell| attribute(cell, "s=\"")).collect::<Option<Vec<u32>>>().filter(|all| all.len() == columns);
    let (plain, strong) = numbers(&sheet[start..middle]).zip(numbers(&sheet[middle..end])).ok_or_else(missing)?;
    Ok((start..end, plain.into_iter().zip(strong).collect()))
}

fn attribute(cell: &str, name: &str) -> Option<u32> {
    let value = &cell[cell.find(name)? + name.len()..];
    value[..value.find('"')?].parse().ok()
}

fn rows(target: &mut impl Write, register: &Register, long: &Long<'_>, formats: &Formats) -> Result<()> {
    let letters: Vec<String> = (0..).take(formats.len()).map(column_number_to_name).collect();
    let height = if register.by_hand() { " ht=\"30\" customHeight=\"1\"" } else { "" };
    let mut xml = String::with_capacity(PIECE_BYTES * 2);
    for (number, row) in (long.first_row..).zip(&long.section.rows) {
        let _ = write!(xml, "<row r=\"{number}\"{height}>");
        for (((text, column), letter), (plain, strong)) in row.cells.iter().zip(&register.columns).zip(&letters).zip(formats) {
            let format = if row.strong { strong } else { plain };
            let _ = write!(xml, "<c r=\"{letter}{number}\" s=\"{format}\"");
            content(&mut xml, column.kind, text)?;
        }
        xml.push_str("</row>");
        if xml.len() >= PIECE_BYTES {
            target.write_all(xml.as_bytes())?;
            xml.clear();
        }
    }
    target.write_all(xml.as_bytes())?;
    Ok(())
}

/// The rest of a cell: a number, a day as its serial number, a text within the sheet, or nothing.
fn content(xml: &mut String, kind: Kind, text: &str) -> Result<()> {
    if text.is_empty() {
        xml.push_str("/>");
        return Ok(());
    }
    let number = match kind {
        Kind::Number => plain_number(text).map(|_| text.to_owned()),
        Kind::Date => text.parse().ok().filter(|day: &SchoolDate| day.year() >= 1901).map(|day| (day.days() + EPOCH_SERIAL).to_string()),
        Kind::Text | Kind::Blank => None,
    };
    if let Some(number) = number {
        let _ = write!(xml, "><v>{number}</v></c>");
        return Ok(());
    }
    check_length(text)?;
    xml.push_str(" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
    // In a cell `_x0041_` stands for a letter; a text that contains the like is kept by writing its first sign so.
    match text.contains("_x") {
        true => xml.push_str(&escaped(&text.replace("_x", "_x005F_x"))),
        false => xml.push_str(&escaped(text)),
    }
    xml.push_str("</t></is></c>");
    Ok(())
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader, Xlsx};

    use super::super::register::tests::example;
    use super::super::xlsx;
    use super::*;

    /// The example's first class, so long that its rows are written straight.
    fn long() -> Register {
        let mut register = example();
        let few = register.sections[0].rows.clone();
        register.sections[0].rows = few.into_iter().cycle().take(LONG + 4).collect();
        register.sections[0].rows[1].cells[1] = "<A&B_x0041_>".into();
        register
    }

    #[test]
    fn a_long_sheet_reads_back_as_a_short_one_does() {
        let register = long();
        let bytes = xlsx::register(&register).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).unwrap();
        assert_eq!(book.sheet_names(), ["五(1)班", "五(1)班 2"]);
        let sheet = book.worksheet_range("五(1)班").unwrap();
        let cell = |row: usize, column| sheet.get_value((row as u32, column)).cloned().unwrap_or(Data::Empty);
        for at in [0, 4, LONG] {
            assert_eq!(cell(4 + at, 4), Data::Float(58.5));
            assert_eq!(cell(4 + at, 2), Data::String("G110101201503070011".into()));
            assert!(matches!(cell(4 + at, 3), Data::DateTime(day) if day.as_f64() == 42_070.0));
        }
        assert_eq!(cell(5, 2), Data::String("20260001".into()), "a registry number stays text");
        assert_eq!(cell(9, 1), Data::String("=1+1".into()), "a name is never a formula");
        assert_eq!(cell(5, 1), Data::String("<A&B_x0041_>".into()));
        assert_eq!(cell(4 + LONG + 4, 0), Data::String("本表一式两份,班级、学校各存一份。".into()), "the notes follow the last row");
        let second = book.worksheet_range("五(1)班 2").unwrap();
        assert_eq!(second.get_value((4, 1)), Some(&Data::String("李#*强*$x$".into())), "a short sheet beside it is as ever");
    }

    #[test]
    fn a_total_stands_out_in_a_long_sheet_too() {
        let bytes = xlsx::register(&long()).unwrap();
        let mut sheet = String::new();
        ZipArchive::new(Cursor::new(&bytes)).unwrap().by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut sheet).unwrap();
        let format = |cell: &str| attribute(&sheet[sheet.find(&format!("<c r=\"{cell}\"")).unwrap()..], "s=\"").unwrap();
        assert_eq!(format("E5"), format("E9"), "ordinary rows look alike");
        assert_ne!(format("E5"), format("E8"), "the fourth row is a total");
        assert_eq!(bytes, xlsx::register(&long()).unwrap(), "the same twice");
    }

    #[test]
    fn a_text_too_long_for_a_cell_is_refused_in_a_long_sheet_too() {
        let mut register = long();
        register.sections[0].rows[LONG].cells[1] = "长".repeat(40_000);
        assert!(matches!(xlsx::register(&register), Err(Error::TooMuch(_))));
    }
}

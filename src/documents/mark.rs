//! A copy of an uploaded workbook in which the cells that need mending are yellow and say how to mend them; the first
//! sheet lists them all, each with a link to its cell (issue 2 item 3).

use std::collections::BTreeMap;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Note, Url, Worksheet, XlsxError, utility::row_col_to_cell};

use crate::base::date::Stamp;
use crate::base::error::Result;

use super::register::{cut, sheet_names};
use super::xlsx::{A4, FONTS, fault, plain_number, too_many_rows, workbook};

/// Characters up to which a number is written as one; longer ones name things (registry numbers, telephones) and are
/// kept letter by letter.
const NUMBER_CHARS: usize = 8;
/// Width of a column of the copy, in characters.
const COLUMN_WIDTH: f64 = 14.0;
const YELLOW: Color = Color::RGB(0xFF_F2_A8);

/// A sheet as it was read.
#[derive(Clone, Debug, Default)]
pub struct MarkSheet {
    /// Its name.
    pub name: String,
    /// Its cells from the first row and column on, as text.
    pub rows: Vec<Vec<String>>,
    /// What needs mending.
    pub marks: Vec<Mark>,
}

/// One thing to mend.
#[derive(Clone, Debug, Default)]
pub struct Mark {
    /// Row, from 0.
    pub row: u32,
    /// Column, from 0.
    pub column: u16,
    /// What is wrong and how to mend it, in the reader's language.
    pub note: String,
}

/// The words of the list, in the reader's language.
#[derive(Clone, Debug, Default)]
pub struct MarkWords {
    /// Name of the list's sheet, and its title.
    pub list: String,
    /// Heading of the column of sheet names.
    pub sheet: String,
    /// Heading of the column of cells (B5).
    pub cell: String,
    /// Heading of the column of values found.
    pub value: String,
    /// Heading of the column of what is wrong and how to mend it.
    pub note: String,
}

/// Writes the marked copy. Cells stand where they stood, so that it can be mended and uploaded again.
///
/// # Errors
/// [`crate::base::Error::TooMuch`] beyond the rows of a sheet or the characters of a cell.
pub fn marked(sheets: &[MarkSheet], words: &MarkWords, written: Stamp) -> Result<Vec<u8>> {
    let mut names = sheet_names(std::iter::once(words.list.as_str()).chain(sheets.iter().map(|sheet| sheet.name.as_str())));
    let list_name = names.remove(0);
    let mut book = workbook(&words.list, "", written)?;
    let list = book.add_worksheet();
    list.set_name(list_name).map_err(fault)?;
    write_list(list, sheets, &names, words).map_err(fault)?;
    for (sheet, name) in sheets.iter().zip(&names) {
        if u32::try_from(sheet.rows.len()).is_err() {
            return Err(too_many_rows());
        }
        let target = book.add_worksheet();
        target.set_name(name).map_err(fault)?;
        write_copy(target, sheet).map_err(fault)?;
    }
    book.save_to_buffer().map_err(fault)
}

fn write_list(list: &mut Worksheet, sheets: &[MarkSheet], names: &[String], words: &MarkWords) -> Result<(), XlsxError> {
    let text = Format::new().set_font_name(FONTS.1).set_align(FormatAlign::Top).set_text_wrap().set_border(FormatBorder::Thin);
    let link = text.clone().set_font_color(Color::RGB(0x1F_4E_9E)).set_underline(rust_xlsxwriter::FormatUnderline::Single);
    let heading = text.clone().set_font_name(FONTS.0).set_background_color(Color::RGB(0xEDEDED));
    list.write_string_with_format(0, 0, &words.list, &Format::new().set_font_name(FONTS.0).set_font_size(16))?;
    for (column, (word, width)) in (0..).zip([(&words.sheet, 16.0), (&words.cell, 8.0), (&words.value, 24.0), (&words.note, 72.0)]) {
        list.write_string_with_format(1, column, word, &heading)?;
        list.set_column_width(column, width)?;
    }
    list.set_freeze_panes(2, 0)?.set_repeat_rows(1, 1)?;
    list.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    let mut row = 2;
    for (sheet, name) in sheets.iter().zip(names) {
        for mark in &sheet.marks {
            let cell = row_col_to_cell(mark.row, mark.column);
            let address = format!("internal:'{}'!{cell}", name.replace('\'', "''"));
            list.write_string_with_format(row, 0, &sheet.name, &text)?;
            list.write_url_with_options(row, 1, Url::new(address), &cell, "", Some(&link))?;
            list.write_string_with_format(row, 2, value_at(sheet, mark), &text)?;
            list.write_string_with_format(row, 3, &mark.note, &text)?;
            row += 1;
        }
    }
    Ok(())
}

fn value_at<'a>(sheet: &'a MarkSheet, mark: &Mark) -> &'a str {
    sheet.rows.get(mark.row as usize).and_then(|row| row.get(usize::from(mark.column))).map_or("", String::as_str)
}

fn write_copy(target: &mut Worksheet, sheet: &MarkSheet) -> Result<(), XlsxError> {
    /// UTF-16 units that the note of a cell can hold.
    const NOTE_UNITS: usize = 32_000;
    for (row, cells) in (0..).zip(&sheet.rows) {
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let column = u16::try_from(column).map_err(|_| XlsxError::RowColumnLimitError)?;
            match number(cell) {
                Some(value) => target.write_number(row, column, value)?,
                None => target.write_string(row, column, cell)?,
            };
        }
    }
    let mut notes: BTreeMap<(u32, u16), String> = BTreeMap::new();
    for mark in &sheet.marks {
        let note = notes.entry((mark.row, mark.column)).or_default();
        if !note.is_empty() {
            note.push('\n');
        }
        note.push_str(&mark.note);
        target.set_column_width(mark.column, COLUMN_WIDTH)?;
    }
    let yellow = Format::new().set_background_color(YELLOW).set_border(FormatBorder::Thin).set_border_color(Color::RGB(0xC0_8A_00));
    for ((row, column), note) in notes {
        target.set_cell_format(row, column, &yellow)?;
        target.insert_note(row, column, &Note::new(cut(&note, NOTE_UNITS)).add_author_prefix(false).set_width(280).set_height(90))?;
    }
    Ok(())
}

/// The number of a cell that is short enough to be one.
fn number(cell: &str) -> Option<f64> {
    if cell.len() <= NUMBER_CHARS { plain_number(cell) } else { None }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use calamine::{Data, Reader, Xlsx};

    use super::*;

    fn words() -> MarkWords {
        MarkWords { list: "需要修改的地方".into(), sheet: "工作表".into(), cell: "单元格".into(), value: "内容".into(), note: "问题与改法".into() }
    }

    fn upload() -> MarkSheet {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        let mark = |row, column, note: &str| Mark { row, column, note: note.into() };
        MarkSheet {
            name: "五(1)班".into(),
            rows: vec![row(&["五年级花名册"]), row(&["姓名", "出生日期", "语文"]), row(&["张小明", "2015.13.7", "85"]), row(&["李小红", "", "110101201503070011"])],
            marks: vec![mark(2, 1, "没有 13 月,请改为 1 到 12 月"), mark(3, 1, "缺出生日期"), mark(3, 1, "请补填"), mark(3, 3, "缺性别一列")],
        }
    }

    fn part(bytes: &[u8], name: &str) -> String {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn the_office_finds_every_problem_in_a_list_that_leads_to_its_cell() {
        let bytes = marked(&[upload()], &words(), Stamp(0)).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).unwrap();
        assert_eq!(book.sheet_names(), ["需要修改的地方", "五(1)班"]);
        let list = book.worksheet_range("需要修改的地方").unwrap();
        let line = |row| (0..4).map(|column| list.get_value((row, column)).map_or(String::new(), Data::to_string)).collect::<Vec<_>>();
        assert_eq!(line(2), ["五(1)班", "B3", "2015.13.7", "没有 13 月,请改为 1 到 12 月"]);
        assert_eq!(line(5), ["五(1)班", "D4", "", "缺性别一列"]);
        assert!(part(&bytes, "xl/worksheets/sheet1.xml").contains("location=\"'五(1)班'!B3\""));
    }

    #[test]
    fn the_copy_stands_as_the_school_wrote_it_with_yellow_cells_and_notes() {
        let bytes = marked(&[upload()], &words(), Stamp(0)).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).unwrap();
        let copy = book.worksheet_range("五(1)班").unwrap();
        assert_eq!(copy.get_value((2, 1)), Some(&Data::String("2015.13.7".into())));
        assert_eq!(copy.get_value((2, 2)), Some(&Data::Float(85.0)));
        assert_eq!(copy.get_value((3, 2)), Some(&Data::String("110101201503070011".into())), "no figure of a long number is lost");
        let notes = part(&bytes, "xl/comments1.xml");
        assert_eq!(notes.matches("<comment ").count(), 3, "two problems of one cell are one note");
        assert!(notes.contains("缺出生日期\n请补填"));
        assert!(part(&bytes, "xl/styles.xml").contains("FFFFF2A8"));
    }

    #[test]
    fn a_sheet_named_like_the_list_keeps_its_links() {
        let sheet = MarkSheet { name: "需要修改的地方".into(), ..upload() };
        let bytes = marked(&[sheet], &words(), Stamp(0)).unwrap();
        assert!(part(&bytes, "xl/worksheets/sheet1.xml").contains("location=\"'需要修改的地方 2'!B3\""));
    }
}

//! xlsx and xls through calamine, cell by cell, within the bounds of a sheet.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;

use calamine::{Data, DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError};
use quick_xml::Reader as XmlReader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::base::{Error, Result, SchoolDate, limits};

use super::guard::{about_file, refuse};
use super::guard_zip::{is_xml, part_name};
use super::sheet::{Builder, Cell, Merge, Texts, Workbook, area};

const BLOCK: usize = 1 << 16;
/// Merged areas stand after the cells: this much of a part's end is searched for them.
const TAIL_BYTES: u64 = 4 << 20;

/// Cells of a sheet that are looked at, blank ones too: some programs write a border around thousands of them.
const VISITED_CELLS: usize = limits::SHEET_CELLS * 2;

type Zip = ZipArchive<BufReader<File>>;

/// Opens a zip file that the guard has passed.
pub(super) fn open_zip(path: &Path, name: &str) -> Result<Zip> {
    let file = File::open(path).map_err(|e| Error::fault("open an uploaded file", e))?;
    ZipArchive::new(BufReader::new(file)).map_err(|_| refuse("documents-zip-broken", name))
}

/// Unpacks every part an engine will parse, keeping nothing: no part is longer than the directory says (or a bomb could lie),
/// and no text or tag in it is endless (or a parser's buffer would be). Gives back the end of each sheet's part.
pub(super) fn sweep(zip: &mut Zip, name: &str) -> Result<HashMap<String, Vec<u8>>> {
    let mut tails = HashMap::new();
    let mut block = vec![0; BLOCK];
    for index in 0..zip.len() {
        let broken = || refuse("documents-zip-broken", name);
        let mut entry = zip.by_index(index).map_err(|_| broken())?;
        let part = entry.name().map(|n| part_name(&n)).map_err(|_| broken())?;
        if !is_xml(&part) || part.starts_with("customxml/") || part.starts_with("docprops/") {
            continue;
        }
        let sheet = part.contains("worksheets/") && !part.ends_with(".rels");
        let size = entry.size();
        let (mut seen, mut run) = (0_u64, 0_usize);
        let mut tail = Vec::new();
        loop {
            let filled = fill(&mut entry, &mut block).map_err(|_| broken())?;
            if filled == 0 {
                break;
            }
            seen += filled as u64;
            run = if block[..filled].contains(&b'<') { 0 } else { run + filled };
            if seen > size || run > limits::LINE_BYTES {
                return Err(Error::TooMuch(about_file("documents-part-too-long", name).with("part", part)));
            }
            if sheet && seen + TAIL_BYTES > size {
                tail.extend_from_slice(&block[..filled]);
            }
        }
        if sheet {
            tails.insert(part, tail);
        }
    }
    Ok(tails)
}

fn fill(input: &mut impl Read, block: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    while filled < block.len() {
        match input.read(&mut block[filled..])? {
            0 => break,
            n => filled += n,
        }
    }
    Ok(filled)
}

/// The merged areas in the end of a sheet's part.
fn merges_in(tail: &[u8]) -> Vec<Merge> {
    let mut merges = Vec::new();
    let Some(from) = tail.windows(10).rposition(|w| w == b"sheetData>" || w == b"sheetData/") else { return merges };
    let mut xml = XmlReader::from_reader(&tail[from..]);
    xml.config_mut().check_end_names = false;
    xml.config_mut().allow_unmatched_ends = true;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Start(e) | Event::Empty(e)) if e.local_name().into_inner() == "mergeCell" => merges.extend(attribute(&e, "ref").as_deref().and_then(area)),
            Ok(Event::Eof) | Err(_) => return merges,
            Ok(_) => {}
        }
    }
}

/// An attribute by its local name, with entities resolved.
fn attribute(element: &BytesStart<'_>, key: &str) -> Option<String> {
    let found = element.attributes().with_checks(false).flatten().find(|a| a.key.local_name().into_inner() == key)?;
    quick_xml::escape::unescape(&found.value).ok().map(|value| value.into_owned())
}

fn elements(zip: &mut Zip, wanted: &str, tag: &str, keys: [&str; 2]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let index = (0..zip.len()).find(|i| zip.name_for_index(*i).and_then(std::result::Result::ok).is_some_and(|n| part_name(&n) == wanted));
    let Some(entry) = index.and_then(|i| zip.by_index(i).ok()) else { return found };
    let mut xml = XmlReader::from_reader(BufReader::new(entry));
    xml.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Start(e) | Event::Empty(e)) if e.local_name().into_inner() == tag => {
                if let (Some(a), Some(b)) = (attribute(&e, keys[0]), attribute(&e, keys[1])) {
                    found.push((a, b));
                }
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

/// Which part holds a sheet, by the sheet's name. A workbook that names its parts unusually loses its merges here, nothing else.
fn sheet_parts(zip: &mut Zip) -> HashMap<String, String> {
    let targets: HashMap<String, String> = elements(zip, "xl/_rels/workbook.xml.rels", "Relationship", ["Id", "Target"]).into_iter().collect();
    let sheets = elements(zip, "xl/workbook.xml", "sheet", ["name", "id"]);
    let part = |target: &String| {
        let plain = part_name(target);
        if plain.starts_with("xl/") { plain } else { format!("xl/{plain}") }
    };
    sheets.into_iter().filter_map(|(name, id)| Some((name, part(targets.get(&id)?)))).collect()
}

/// Reads an xlsx file that the guard has passed.
pub(super) fn read_xlsx(path: &Path, name: &str) -> Result<Workbook> {
    let mut zip = open_zip(path, name)?;
    let tails = sweep(&mut zip, name)?;
    let parts = sheet_parts(&mut zip);
    drop(zip);
    let file = File::open(path).map_err(|e| Error::fault("open an uploaded file", e))?;
    let mut book = Xlsx::new(BufReader::new(file)).map_err(|e| xlsx_error(&e, name))?;
    let mut texts = Texts::default();
    let mut read = Workbook { file: name.to_owned(), sheets: Vec::new() };
    for (sheet, hidden) in worksheets(book.sheets_metadata(), name)? {
        let mut cells = Builder::new(&sheet, hidden, &mut texts);
        read_cells(&mut book, &sheet, &mut cells, name)?;
        let tail = parts.get(&sheet).and_then(|part| tails.get(part));
        tail.map(|tail| merges_in(tail)).unwrap_or_default().into_iter().for_each(|merge| cells.merge(merge));
        read.sheets.push(cells.finish());
    }
    Ok(read)
}

fn read_cells<R: Read + Seek>(book: &mut Xlsx<R>, sheet: &str, into: &mut Builder<'_>, name: &str) -> Result<()> {
    let mut cells = match book.worksheet_cells_reader(sheet) {
        Ok(cells) => cells,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(()),
        Err(e) => return Err(xlsx_error(&e, name)),
    };
    let mut visited = 0;
    while let Some(cell) = cells.next_cell().map_err(|e| xlsx_error(&e, name))? {
        // Blank cells and cells written twice cost time, too.
        visited += 1;
        if visited > VISITED_CELLS {
            return Err(Error::TooMuch(about_file("documents-part-too-long", name).with("part", sheet)));
        }
        let (row, column) = cell.get_position();
        put(into, row, column, cell.get_value(), true)?;
    }
    Ok(())
}

/// Reads an xls file that the guard has passed.
pub(super) fn read_xls(path: &Path, name: &str) -> Result<Workbook> {
    let file = File::open(path).map_err(|e| Error::fault("open an uploaded file", e))?;
    let mut book = Xls::new(BufReader::new(file)).map_err(|e| xls_error(&e, name))?;
    let mut texts = Texts::default();
    let mut read = Workbook { file: name.to_owned(), sheets: Vec::new() };
    for (sheet, hidden) in worksheets(book.sheets_metadata(), name)? {
        let mut cells = Builder::new(&sheet, hidden, &mut texts);
        let range = book.worksheet_range(&sheet).map_err(|e| xls_error(&e, name))?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let (row, column) = (top + u32::try_from(row).unwrap_or(u32::MAX), left + u32::try_from(column).unwrap_or(u32::MAX));
            put(&mut cells, row, column, &borrowed(value), false)?;
        }
        for d in book.merge_cells_by_sheet_name(&sheet).map_err(|e| xls_error(&e, name))? {
            if d.start.0 <= d.end.0 && d.start.1 <= d.end.1 {
                cells.merge(Merge { top: d.start.0 as usize, left: d.start.1 as usize, bottom: d.end.0 as usize, right: d.end.1 as usize });
            }
        }
        read.sheets.push(cells.finish());
    }
    Ok(read)
}

fn worksheets(about: &[calamine::Sheet], name: &str) -> Result<Vec<(String, bool)>> {
    let sheets: Vec<_> = about.iter().filter(|s| s.typ == SheetType::WorkSheet).map(|s| (s.name.clone(), s.visible != SheetVisible::Visible)).collect();
    if sheets.len() > limits::SHEETS {
        return Err(Error::TooMuch(about_file("documents-too-many-sheets", name).with("limit", limits::SHEETS)));
    }
    Ok(sheets)
}

fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(n) => DataRef::Int(*n),
        Data::Float(n) => DataRef::Float(*n),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(b) => DataRef::Bool(*b),
        Data::DateTime(moment) => DataRef::DateTime(*moment),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        _ => DataRef::Empty,
    }
}

/// Puts a value; `in_table` tells that a shared text keeps its address for as long as the workbook is read.
fn put(into: &mut Builder<'_>, row: u32, column: u32, value: &DataRef<'_>, in_table: bool) -> Result<()> {
    let (row, column) = (row as usize, column as usize);
    let cell = match value {
        DataRef::Empty => return Ok(()),
        DataRef::Int(n) => Cell::Number(*n as f64),
        DataRef::Float(n) => Cell::Number(*n),
        DataRef::Bool(b) => Cell::Bool(*b),
        DataRef::DateTime(moment) => day_or_number(*moment),
        DataRef::String(text) => into.text(row, column, text)?,
        DataRef::SharedString(text) if in_table => into.table_text(row, column, text)?,
        DataRef::SharedString(text) => into.text(row, column, text)?,
        DataRef::DateTimeIso(text) => match iso_day(text) {
            Some(day) => Cell::Date(day),
            None => into.text(row, column, text)?,
        },
        DataRef::DurationIso(text) => into.text(row, column, text)?,
        DataRef::Error(error) => Cell::Error(error.to_string().into()),
    };
    into.put(row, column, cell)
}

fn day_or_number(moment: ExcelDateTime) -> Cell {
    let serial = moment.as_f64();
    // Below 1 it is a time of the day without a day; beyond, the year 9999 has passed.
    if !moment.is_datetime() || !(1.0..2_958_466.0).contains(&serial) {
        return Cell::Number(serial);
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    let number = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
    let (Ok(year), Ok(month), Ok(day)) = number else { return Cell::Number(serial) };
    SchoolDate::new(year, month, day).map_or(Cell::Number(serial), Cell::Date)
}

/// The day of 2015-03-07 or 2015-03-07T08:00:00.
pub(super) fn iso_day(text: &str) -> Option<SchoolDate> {
    text.get(..10)?.parse().ok()
}

fn xlsx_error(error: &XlsxError, name: &str) -> Error {
    match error {
        XlsxError::Password => refuse("documents-password", name),
        XlsxError::CellError(found) => Error::at("file", about_file("documents-cell-error", name).with("found", found.chars().take(20).collect::<String>())),
        _ => refuse("documents-unreadable", name),
    }
}

fn xls_error(error: &XlsError, name: &str) -> Error {
    refuse(if matches!(error, XlsError::Password) { "documents-password" } else { "documents-unreadable" }, name)
}

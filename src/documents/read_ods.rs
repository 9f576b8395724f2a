//! OpenDocument spreadsheets, read event by event: repeats are followed within the bounds of a sheet, merged areas are kept.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::path::Path;

use quick_xml::Reader as XmlReader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::base::{Error, Result, limits};

use super::guard::{about_file, refuse};
use super::read_xlsx::{iso_day, open_zip, sweep};
use super::sheet::{Builder, Cell, Merge, Texts, Workbook};

/// Reads an ods file that the guard has passed.
pub(super) fn read(path: &Path, name: &str) -> Result<Workbook> {
    let mut zip = open_zip(path, name)?;
    sweep(&mut zip, name)?;
    let content = zip.by_name("content.xml").map_err(|_| refuse("documents-zip-broken", name))?;
    let mut xml = XmlReader::from_reader(BufReader::with_capacity(1 << 16, content));
    xml.config_mut().expand_empty_elements = true;
    let mut texts = Texts::default();
    let mut hidden_styles = HashSet::new();
    let mut style = String::new();
    let mut book = Workbook { file: name.to_owned(), sheets: Vec::new() };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|_| refuse("documents-unreadable", name))? {
            Event::Start(e) => match e.name().into_inner() {
                "style:style" => style = attribute(&e, "style:name").unwrap_or_default(),
                "style:table-properties" if attribute(&e, "table:display").as_deref() == Some("false") => {
                    hidden_styles.insert(style.clone());
                }
                "table:table" => {
                    if book.sheets.len() == limits::SHEETS {
                        return Err(Error::TooMuch(about_file("documents-too-many-sheets", name).with("limit", limits::SHEETS)));
                    }
                    let hidden = attribute(&e, "table:style-name").is_some_and(|style| hidden_styles.contains(&style));
                    let tab = attribute(&e, "table:name").unwrap_or_default();
                    let mut table = Table { cells: Builder::new(&tab, hidden, &mut texts), row: 0, column: 0, line: Vec::new(), file: name };
                    table.read(&mut xml)?;
                    book.sheets.push(table.cells.finish());
                }
                _ => {}
            },
            Event::DocType(_) => return Err(refuse("documents-xml-doctype", name)),
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(book)
}

fn attribute(element: &BytesStart<'_>, key: &str) -> Option<String> {
    let found = element.attributes().with_checks(false).flatten().find(|a| a.key.into_inner() == key)?;
    unescaped(&found.value)
}

fn unescaped(raw: &str) -> Option<String> {
    quick_xml::escape::unescape(raw).ok().map(|value| value.into_owned())
}

/// A count such as that of repeats; what is no number counts once.
fn times(raw: &str) -> usize {
    raw.parse().unwrap_or(1).max(1)
}

/// What the attributes of a cell say.
struct About {
    repeated: usize,
    wide: usize,
    high: usize,
    /// The value, unless it stands in the cell's paragraphs.
    value: Option<Cell>,
    text: Option<String>,
}

impl About {
    fn of(element: &BytesStart<'_>) -> Self {
        let mut about = Self { repeated: 1, wide: 1, high: 1, value: None, text: None };
        for attribute in element.attributes().with_checks(false).flatten() {
            let raw = attribute.value.as_ref();
            match attribute.key.into_inner() {
                "table:number-columns-repeated" => about.repeated = times(raw),
                "table:number-columns-spanned" => about.wide = times(raw),
                "table:number-rows-spanned" => about.high = times(raw),
                "office:value" => about.value = raw.parse().ok().map(Cell::Number),
                "office:date-value" => about.value = iso_day(raw).map(Cell::Date),
                "office:boolean-value" => about.value = Some(Cell::Bool(raw == "true")),
                "office:string-value" => about.text = unescaped(raw),
                _ => {}
            }
        }
        about
    }
}

struct Table<'a> {
    cells: Builder<'a>,
    row: usize,
    column: usize,
    /// The filled cells of the row that is being read: column, how many times, what.
    line: Vec<(usize, usize, Cell)>,
    file: &'a str,
}

impl Table<'_> {
    fn broken(&self) -> Error {
        refuse("documents-unreadable", self.file)
    }

    fn read<R: BufRead>(&mut self, xml: &mut XmlReader<R>) -> Result<()> {
        let mut buffer = Vec::new();
        let mut repeated = 1;
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer).map_err(|_| self.broken())? {
                Event::Start(e) => match e.name().into_inner() {
                    "table:table-row" => {
                        repeated = attribute(&e, "table:number-rows-repeated").map_or(1, |n| times(&n));
                        self.column = 0;
                        self.line.clear();
                    }
                    "table:table-cell" | "table:covered-table-cell" => self.cell(&e.into_owned(), xml)?,
                    "table:shapes" | "office:forms" => {
                        let end = e.to_end().into_owned();
                        xml.read_to_end_into(end.name(), &mut Vec::new()).map_err(|_| self.broken())?;
                    }
                    _ => {}
                },
                Event::End(e) => match e.name().into_inner() {
                    "table:table-row" => self.end_row(repeated)?,
                    "table:table" => return Ok(()),
                    _ => {}
                },
                Event::Eof => return Err(self.broken()),
                _ => {}
            }
        }
    }

    fn end_row(&mut self, repeated: usize) -> Result<()> {
        if !self.line.is_empty() {
            for row in self.row..self.row.saturating_add(repeated) {
                for (column, times, cell) in &self.line {
                    for at in *column..column.saturating_add(*times) {
                        self.cells.put(row, at, cell.clone())?;
                    }
                }
            }
        }
        self.row = self.row.saturating_add(repeated);
        Ok(())
    }

    fn cell<R: BufRead>(&mut self, e: &BytesStart<'_>, xml: &mut XmlReader<R>) -> Result<()> {
        let about = About::of(e);
        if about.wide > 1 || about.high > 1 {
            let (bottom, right) = (self.row.saturating_add(about.high - 1), self.column.saturating_add(about.wide - 1));
            if bottom < limits::SHEET_ROWS && right < limits::SHEET_COLUMNS {
                self.cells.merge(Merge { top: self.row, left: self.column, bottom, right });
            }
        }
        let shown = self.shown_text(xml, e.name().into_inner())?;
        let cell = match about.value {
            Some(cell) => cell,
            None => self.cells.text(self.row, self.column, &about.text.filter(|_| shown.is_empty()).unwrap_or(shown))?,
        };
        if !cell.is_empty() {
            self.line.push((self.column, about.repeated, cell));
        }
        self.column = self.column.saturating_add(about.repeated);
        Ok(())
    }

    /// The paragraphs of a cell, without its comments.
    fn shown_text<R: BufRead>(&self, xml: &mut XmlReader<R>, until: &str) -> Result<String> {
        let mut text = String::new();
        let mut buffer = Vec::new();
        let mut paragraphs = 0;
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer).map_err(|_| self.broken())? {
                Event::Start(e) => match e.name().into_inner() {
                    "text:p" => {
                        if paragraphs > 0 {
                            text.push('\n');
                        }
                        paragraphs += 1;
                    }
                    "text:s" => text.extend(std::iter::repeat_n(' ', attribute(&e, "text:c").map_or(1, |n| times(&n)).min(100))),
                    "text:tab" => text.push('\t'),
                    "text:line-break" => text.push('\n'),
                    "office:annotation" | "draw:frame" | "table:table" => {
                        let end = e.to_end().into_owned();
                        xml.read_to_end_into(end.name(), &mut Vec::new()).map_err(|_| self.broken())?;
                    }
                    _ => {}
                },
                Event::Text(t) => text.push_str(&t.xml10_content()),
                Event::CData(t) => text.push_str(&t),
                Event::GeneralRef(e) => push_entity(&e, &mut text).ok_or_else(|| self.broken())?,
                Event::End(e) if e.name().into_inner() == until => return Ok(text),
                Event::Eof => return Err(self.broken()),
                _ => {}
            }
            if text.len() > limits::LINE_BYTES {
                return Err(Error::TooMuch(about_file("documents-part-too-long", self.file).with("part", "content.xml")));
            }
        }
    }
}

/// The five entities of XML and character numbers; there are no others without a document type.
fn push_entity(entity: &BytesRef<'_>, into: &mut String) -> Option<()> {
    if let Some(c) = entity.resolve_char_ref().ok()? {
        into.push(c);
    } else {
        into.push_str(quick_xml::escape::resolve_predefined_entity(entity)?);
    }
    Some(())
}

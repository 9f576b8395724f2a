//! From workbooks to the tables of an import: each file is read in a process of its own, each sheet searched for its table.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::source::{SheetTable, kind_of};
use crate::base::{ClassName, Error, Msg, Result, SchoolYear, limits};
use crate::documents::read::{Reader, read_in_process};
use crate::documents::sheet::{Cell, Sheet, Workbook, normal};
use crate::documents::table::{self, Table};
use crate::roster::columns::{self, Mapping, SheetKind, Source as From};

/// How files are read.
pub enum Engine<'a> {
    /// In child processes of this program: for files from outside.
    Child(&'a Path),
    /// In this process: for files that the operator names, and where there is no program to start.
    Here,
}

/// What was found in the files.
pub struct Found {
    /// What the sheets are about.
    pub kind: SheetKind,
    /// Their tables.
    pub tables: Vec<SheetTable>,
    /// Sheets without a table of the kind: file and sheet.
    pub left_out: Vec<(String, String)>,
}

/// Reads files and finds their tables. `kind` is `None` to let it be recognised; `maps` are the mappings that the school keeps, by the signature of their header.
///
/// # Errors
/// Those of the reader; too much beyond [`limits::FILES_PER_IMPORT`]; a problem when nothing can be read in any sheet.
pub fn read(
    engine: &Engine<'_>,
    files: &[(PathBuf, String)],
    kind: Option<SheetKind>,
    map: Option<&Mapping>,
    maps: &[(String, Mapping)],
    step: &dyn Fn(usize) -> Result<()>,
) -> Result<Found> {
    if files.len() > limits::FILES_PER_IMPORT {
        return Err(Error::TooMuch(Msg::new("intake-files-most").with("most", limits::FILES_PER_IMPORT)));
    }
    let mut books = Vec::with_capacity(files.len());
    for (at, (path, name)) in files.iter().enumerate() {
        step(at)?;
        books.push(match engine {
            Engine::Child(program) => Reader { program: program.to_path_buf() }.read(path, name)?,
            Engine::Here => read_in_process(path, name)?,
        });
    }
    step(files.len())?;
    find(books, kind, map, maps)
}

/// Finds the tables of workbooks.
///
/// # Errors
/// A problem when no sheet holds a table.
pub fn find(books: Vec<Workbook>, kind: Option<SheetKind>, map: Option<&Mapping>, maps: &[(String, Mapping)]) -> Result<Found> {
    let kind = kind.or_else(|| map.map(|map| map.kind)).or_else(|| recognise(&books)).ok_or_else(|| Error::at("files", "intake-no-table"))?;
    let own: Vec<&Mapping> = map.into_iter().chain(maps.iter().map(|(_, other)| other).filter(|other| other.kind == kind)).collect();
    let names = names_in(&own);
    // A mapping that was handed over names the header; what else the sheet says may look like one.
    let by_dictionary = map.is_none();
    let known = |name: &str| {
        let usual = || columns::known(kind, name) || (kind == SheetKind::Teaching && ClassName::find_in(name, SHEET_YEAR).is_some());
        names.contains(name) || (by_dictionary && usual())
    };
    let mut found = Found { kind, tables: Vec::new(), left_out: Vec::new() };
    for book in books {
        let mut any = false;
        let mut bare: Option<usize> = None;
        for (at, sheet) in book.sheets.iter().enumerate().filter(|(_, sheet)| !sheet.hidden && !sheet.rows.is_empty()) {
            match table::find(sheet, &known).filter(|table| table.columns.len() > 1 || !table.rows.is_empty()) {
                Some(table) => {
                    any = true;
                    found.tables.push(kept(&book.file, sheet, &table, kind, map, maps));
                }
                None => {
                    bare = bare.or(Some(at));
                    found.left_out.push((book.file.clone(), sheet.name.clone()));
                }
            }
        }
        // Nothing known in the whole file: its first sheet is shown, so that a person can say what its columns are.
        if let Some(sheet) = bare.filter(|_| !any).map(|at| &book.sheets[at])
            && let Some(table) = by_first_row(sheet)
        {
            found.left_out.retain(|(file, name)| *file != book.file || *name != sheet.name);
            found.tables.push(kept(&book.file, sheet, &table, kind, map, maps));
        }
    }
    if found.tables.is_empty() { Err(Error::at("files", "intake-no-table")) } else { Ok(found) }
}

/// Class names as headers are looked for in any year; cohorts are read again with the year of the term.
const SHEET_YEAR: SchoolYear = SchoolYear(2026);

/// The kind of which most rows of all sheets are.
fn recognise(books: &[Workbook]) -> Option<SheetKind> {
    let mut rows: Vec<(SheetKind, usize)> = Vec::new();
    for sheet in books.iter().flat_map(|book| &book.sheets).filter(|sheet| !sheet.hidden) {
        let best = super::source::KINDS.into_iter().filter_map(|kind| {
            let table = table::find(sheet, &|name| columns::known(kind, name))?;
            let headers: Vec<String> = table.columns.iter().map(|column| column.name.clone()).collect();
            (kind_of(&headers) == Some(kind)).then_some((kind, table.rows.len()))
        });
        if let Some((kind, count)) = best.max_by_key(|(_, count)| *count) {
            match rows.iter_mut().find(|(other, _)| *other == kind) {
                Some((_, sum)) => *sum += count,
                None => rows.push((kind, count)),
            }
        }
    }
    rows.into_iter().max_by_key(|(_, count)| *count).map(|(kind, _)| kind)
}

/// The headers that mappings name, as a table shows them.
fn names_in(maps: &[&Mapping]) -> HashSet<String> {
    let bare = |text: &str| normal(text).replace(' ', "");
    let mut names = HashSet::new();
    for map in maps {
        names.extend(map.only.keys().chain(map.values.keys()).map(|header| bare(header)));
        for source in map.fields.values() {
            match source {
                From::Header(header) => drop(names.insert(bare(header))),
                From::Rule(rule) => {
                    names.extend(rule.header.as_deref().map(bare));
                    let text = rule.text.as_deref().unwrap_or_default();
                    names.extend(text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(header, _)| bare(header)));
                }
            }
        }
    }
    names
}

fn by_first_row(sheet: &Sheet) -> Option<Table> {
    let first = sheet.rows.iter().find(|row| row.iter().filter(|cell| !cell.is_empty()).count() > 1)?;
    let names: HashSet<String> = first.iter().filter(|cell| !cell.is_empty()).map(|cell| cell.normal().replace(' ', "")).collect();
    table::find(sheet, &|name| names.contains(name))
}

fn kept(file: &str, sheet: &Sheet, table: &Table, kind: SheetKind, map: Option<&Mapping>, maps: &[(String, Mapping)]) -> SheetTable {
    let lines: Vec<Vec<String>> = sheet.rows.iter().map(|row| row.iter().map(Cell::text).collect()).collect();
    let mut filled = Vec::new();
    for row in &table.rows {
        let columns = table.halves.get(row.half).into_iter().flatten();
        for (cell, column) in row.cells.iter().zip(columns) {
            if let Some(column) = column
                && !cell.is_empty()
                && sheet.cell(row.row - 1, *column).is_empty()
            {
                filled.push((row.row, *column, cell.text()));
            }
        }
    }
    filled.sort_unstable();
    let headers: Vec<String> = table.columns.iter().map(|column| column.name.clone()).collect();
    let signature = Mapping::signature(kind, &headers);
    let guess = || columns::guess(kind, &headers).mapping;
    let remembered = || maps.iter().find(|(of, map)| *of == signature && map.kind == kind).map(|(_, map)| map.clone());
    SheetTable {
        file: file.to_owned(),
        sheet: sheet.name.clone(),
        title: table.title.clone().unwrap_or_default(),
        header_row: table.header_row,
        halves: table.halves.clone(),
        rows: table.rows.iter().map(|row| (row.row, row.half)).collect(),
        lines,
        filled,
        skipped: table.skipped.len(),
        mapping: Some(map.cloned().or_else(remembered).unwrap_or_else(guess)),
        headers,
    }
}

//! Blank forms that others made (自带表格), as xlsx or docx: where they are to be filled, and filling them with all looks kept.
//!
//! Works on the parts of the file themselves. What is not touched stays byte for byte; what is filled keeps styles, merged cells and the looks of its text. Knows nothing of what is
//! filled in: who calls tells which labels it knows.

mod book;
mod fill;
mod find;
mod inline;
mod package;
mod shift;
#[cfg(test)]
mod tests;
mod tree;
mod word;

use std::collections::BTreeMap;

use crate::base::{Error, Result, limits};
use crate::documents::guard::{about_file, refuse};
use crate::documents::sheet::column_letters;

pub use package::Kind;

use book::{Look, Sheet};
use find::Found;
use inline::{Blank, blanks};
use package::Package;
use tree::Element;
use word::Part;

/// Where a field lies, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A cell of a sheet.
    Cell {
        /// Name of the sheet.
        sheet: String,
        /// Such as `B3`.
        cell: String,
    },
    /// A cell of a table of a word file, from 1.
    Table {
        /// Which table.
        table: usize,
        /// Which row.
        row: usize,
    },
    /// A line of text of a word file, from 1.
    Line(usize),
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What it is known by as long as the form stays the same.
    pub spot: String,
    /// Its label without spaces and colon.
    pub label: String,
    /// Where it lies.
    pub place: Place,
    /// The list whose column it is; `None` for a field that is filled once.
    pub list: Option<usize>,
}

/// Rows that are filled one after another, as many as are needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Blank rows in the form.
    pub rows: usize,
    /// Where it begins.
    pub place: Place,
}

/// What is put in: values by the place of their field in [`Form::fields`]; for each list rows of such values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filling {
    /// Fields that are filled once.
    pub singles: BTreeMap<usize, String>,
    /// Rows by the place of their list in [`Form::lists`].
    pub rows: BTreeMap<usize, Vec<BTreeMap<usize, String>>>,
}

/// Where a field lies in the parts: which sheet or part, and what in it.
#[derive(Clone, Debug)]
enum Target {
    SheetCell { sheet: usize, place: (usize, usize) },
    SheetText { sheet: usize, place: (usize, usize), blank: Blank },
    TableCell { part: usize, table: usize, cell: usize, label: Option<usize> },
    Text { part: usize, paragraph: usize, blank: Blank },
    Column(usize),
}

/// A list in the parts: its rows of cells; of each column whether it holds printed numbers.
#[derive(Clone, Debug)]
struct Rows {
    home: usize,
    table: usize,
    first: usize,
    count: usize,
    /// Column of the sheet, or place in the row, and whether numbers are printed in it.
    columns: Vec<(usize, bool)>,
}

enum Body {
    Book { sheets: Vec<Sheet>, shared: Vec<Element>, looks: Vec<Look>, all: Vec<(String, String)> },
    Word { parts: Vec<Part> },
}

/// A blank form.
pub struct Form {
    package: Package,
    body: Body,
    fields: Vec<Field>,
    targets: Vec<Target>,
    lists: Vec<List>,
    rows: Vec<Rows>,
}

impl Form {
    /// Opens a blank form and finds its fields. `name` is the file's name as the person knows it; `known` tells whether a label is one that can be filled.
    ///
    /// # Errors
    /// `Invalid` at `file` with what it is and how to mend it (locked, with macros, of before 2007, broken, of another kind), `TooMuch` beyond the bounds of [`limits`].
    pub fn open(bytes: Vec<u8>, name: &str, known: &dyn Fn(&str) -> bool) -> Result<Self> {
        let package = Package::open(bytes, name)?;
        let body = match package.kind {
            Kind::Xlsx => open_book(&package)?,
            Kind::Docx => open_word(&package, known)?,
        };
        let mut form = Self { package, body, fields: Vec::new(), targets: Vec::new(), lists: Vec::new(), rows: Vec::new() };
        match &form.body {
            Body::Book { .. } => form.find_in_book(known),
            Body::Word { .. } => form.find_in_word(known),
        }
        if form.fields.len() > limits::FORM_FIELDS {
            return Err(Error::TooMuch(about_file("documents-form-fields", name).with("limit", limits::FORM_FIELDS)));
        }
        if form.fields.is_empty() { Err(refuse("documents-form-no-field", name)) } else { Ok(form) }
    }

    /// What it is.
    pub fn kind(&self) -> Kind {
        self.package.kind
    }
    /// Its fields, in the order of the form.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }
    /// Its lists.
    pub fn lists(&self) -> &[List] {
        &self.lists
    }

    fn add(&mut self, spot: String, label: &str, place: Place, list: Option<usize>, target: Target) {
        self.fields.push(Field { spot, label: label.to_owned(), place, list });
        self.targets.push(target);
    }

    fn find_in_book(&mut self, known: &dyn Fn(&str) -> bool) {
        let Body::Book { sheets, .. } = &self.body else { return };
        let inside = |text: &str| blanks(text, known).iter().any(|blank| blank.from != blank.to);
        let looked: Vec<_> = sheets
            .iter()
            .map(|sheet| {
                let cells = sheet.cells(&inside);
                let found = find::find(&cells, known);
                (sheet.name.clone(), cells, found)
            })
            .collect();
        for (sheet, (name, cells, found)) in looked.into_iter().enumerate() {
            let reference = |row: usize, column: usize| format!("{}{}", column_letters(column), row + 1);
            let place = |row: usize, column: usize| Place::Cell { sheet: name.clone(), cell: reference(row, column) };
            for single in found.singles {
                let at = &cells[single.cell];
                self.add(
                    format!("s{sheet}!{}", reference(at.row, at.column)),
                    &single.label,
                    place(at.row, at.column),
                    None,
                    Target::SheetCell { sheet, place: (at.row, at.column) },
                );
            }
            for at in cells.iter().filter(|cell| cell.open && !cell.text.is_empty()) {
                for (n, blank) in blanks(&at.text, known).into_iter().enumerate() {
                    // A label with a colon and a blank beside it is filled there.
                    let beside = [(at.row, at.column + at.columns), (at.row + at.rows, at.column)];
                    if blank.from == blank.to && self.targets.iter().any(|t| matches!(t, Target::SheetCell { sheet: own, place } if *own == sheet && beside.contains(place))) {
                        continue;
                    }
                    let label = blank.label.clone();
                    self.add(
                        format!("s{sheet}!{}#{n}", reference(at.row, at.column)),
                        &label,
                        place(at.row, at.column),
                        None,
                        Target::SheetText { sheet, place: (at.row, at.column), blank },
                    );
                }
            }
            for listed in found.lists {
                let number = self.lists.len();
                let columns = listed.rows[0].iter().map(|cell| (cells[*cell].column, !inline::is_blank(&cells[*cell].text))).collect::<Vec<_>>();
                for (label, (column, printed)) in listed.labels.iter().zip(&columns) {
                    if !printed {
                        self.add(format!("s{sheet}!L{}:{column}", listed.first), label, place(listed.first, *column), Some(number), Target::Column(*column));
                    }
                }
                self.lists.push(List { rows: listed.rows.len(), place: place(listed.first, columns.first().map_or(0, |c| c.0)) });
                self.rows.push(Rows { home: sheet, table: 0, first: listed.first, count: listed.rows.len(), columns });
            }
        }
    }

    fn find_in_word(&mut self, known: &dyn Fn(&str) -> bool) {
        let Body::Word { parts } = &self.body else { return };
        type Looked = (Vec<(Vec<find::Cell>, Found)>, Vec<(String, bool)>);
        let looked: Vec<Looked> = parts
            .iter()
            .map(|part| {
                let tables: Vec<(Vec<find::Cell>, Found)> = part.tables.iter().map(|table| (table.cells.clone(), find::find(&table.cells, known))).collect();
                // A label with a colon and a blank cell beside it is filled there.
                let labels: Vec<&[usize]> = part
                    .tables
                    .iter()
                    .zip(&tables)
                    .flat_map(|(table, (cells, found))| {
                        let is_label = |cell: &find::Cell| found.singles.iter().any(|single| single.label == inline::plain(&cell.text));
                        cells.iter().zip(&table.ways).filter(move |(cell, _)| is_label(cell)).map(|(_, way)| way.as_slice())
                    })
                    .collect();
                let paragraphs = part.paragraphs.iter().map(|p| (p.seen.clone(), labels.iter().any(|way| p.way.starts_with(way)))).collect();
                (tables, paragraphs)
            })
            .collect();
        for (part, (tables, paragraphs)) in looked.into_iter().enumerate() {
            for (paragraph, (seen, beside)) in paragraphs.iter().enumerate() {
                for (n, blank) in blanks(seen, known).into_iter().enumerate().filter(|(_, blank)| !beside || blank.from != blank.to) {
                    let label = blank.label.clone();
                    self.add(format!("d{part}.p{paragraph}#{n}"), &label, Place::Line(paragraph + 1), None, Target::Text { part, paragraph, blank });
                }
            }
            for (table, (cells, found)) in tables.into_iter().enumerate() {
                self.find_in_table(part, table, &cells, found);
            }
        }
    }

    fn find_in_table(&mut self, part: usize, table: usize, cells: &[find::Cell], found: Found) {
        let place = |row: usize| Place::Table { table: table + 1, row: row + 1 };
        for single in found.singles {
            let at = &cells[single.cell];
            let label = cells.iter().position(|cell| cell.row <= at.row && inline::plain(&cell.text) == single.label);
            let target = Target::TableCell { part, table, cell: single.cell, label };
            self.add(format!("d{part}.t{table}.{}.{}", at.row, at.column), &single.label, place(at.row), None, target);
        }
        for listed in found.lists {
            let number = self.lists.len();
            let columns = listed.rows[0].iter().enumerate().map(|(at, cell)| (at, !inline::is_blank(&cells[*cell].text))).collect::<Vec<_>>();
            for (label, (column, printed)) in listed.labels.iter().zip(&columns) {
                if !printed {
                    self.add(format!("d{part}.t{table}.L{}:{column}", listed.first), label, place(listed.first), Some(number), Target::Column(*column));
                }
            }
            self.lists.push(List { rows: listed.rows.len(), place: place(listed.first) });
            self.rows.push(Rows { home: part, table, first: listed.first, count: listed.rows.len(), columns });
        }
    }
}

fn relations(package: &Package, part: &str) -> Result<Vec<(String, String)>> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let Some(rels) = package.tree(&format!("{folder}/_rels/{file}.rels"))? else { return Ok(Vec::new()) };
    let Some(root) = rels.child("Relationships") else { return Ok(Vec::new()) };
    let full = |target: &str| -> String {
        if let Some(whole) = target.strip_prefix('/') {
            return whole.to_ascii_lowercase();
        }
        let mut way: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        for step in target.split('/') {
            match step {
                ".." => {
                    way.pop();
                }
                "." | "" => {}
                step => way.push(step),
            }
        }
        way.join("/").to_ascii_lowercase()
    };
    Ok(root.elements().filter_map(|one| Some((one.attr("Id")?, full(&one.attr("Target")?)))).collect())
}

fn looks(package: &Package) -> Result<Vec<Look>> {
    let Some(styles) = package.tree("xl/styles.xml")? else { return Ok(Vec::new()) };
    let Some(root) = styles.child("styleSheet") else { return Ok(Vec::new()) };
    let points: Vec<f64> = root
        .child("fonts")
        .map(|fonts| fonts.elements().map(|font| font.child("sz").and_then(|sz| sz.attr("val")?.parse::<f64>().ok()).unwrap_or(11.0)).collect())
        .unwrap_or_default();
    let look = |xf: &Element| Look {
        wrap: xf.child("alignment").and_then(|a| a.attr("wrapText")).is_some_and(|yes| matches!(yes.as_str(), "1" | "true")),
        points: xf.attr("fontId").and_then(|id| id.parse::<usize>().ok()).and_then(|id| points.get(id).copied()).unwrap_or(11.0).clamp(4.0, 100.0),
    };
    Ok(root.child("cellXfs").map(|all| all.elements().map(look).collect()).unwrap_or_default())
}

fn open_book(package: &Package) -> Result<Body> {
    let workbook = package.must("xl/workbook.xml")?;
    let targets: BTreeMap<String, String> = relations(package, "xl/workbook.xml")?.into_iter().collect();
    let shared = package.tree("xl/sharedstrings.xml")?;
    let shared: Vec<Element> = shared.as_ref().and_then(|root| root.child("sst")).map(|sst| sst.elements().filter(|e| e.local() == "si").cloned().collect()).unwrap_or_default();
    let (mut sheets, mut all) = (Vec::new(), Vec::new());
    let list = workbook.child("workbook").and_then(|root| root.child("sheets")).ok_or_else(|| package.broken())?;
    for one in list.elements() {
        let (Some(name), Some(part)) = (one.attr("name"), one.attr("id").and_then(|id| targets.get(&id).cloned())) else { continue };
        if !package.parts().contains(&part) || !part.contains("worksheets/") {
            continue;
        }
        all.push((name.clone(), part.clone()));
        if one.attr("state").is_none_or(|state| state == "visible") {
            sheets.push(Sheet::read(&name, &part, package.must(&part)?, &shared).ok_or_else(|| package.broken())?);
        }
    }
    if sheets.len() > limits::SHEETS {
        return Err(Error::TooMuch(about_file("documents-too-many-sheets", &package.name).with("limit", limits::SHEETS)));
    }
    Ok(Body::Book { sheets, shared, looks: looks(package)?, all })
}

fn open_word(package: &Package, known: &dyn Fn(&str) -> bool) -> Result<Body> {
    let inside = |text: &str| blanks(text, known).iter().any(|blank| blank.from != blank.to);
    let names = package.parts().iter().filter(|part| part.starts_with("word/") && part.ends_with(".xml") && (part.starts_with("word/header") || part.starts_with("word/footer")));
    let mut names: Vec<String> = names.cloned().collect();
    names.sort();
    names.insert(0, "word/document.xml".into());
    let mut parts = Vec::new();
    for name in names {
        parts.push(Part::read(&name, package.must(&name)?, &inside));
    }
    Ok(Body::Word { parts })
}

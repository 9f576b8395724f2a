//! A sheet of a blank workbook: its cells, and how values are put into it with all looks kept.

use std::collections::{BTreeMap, HashMap};

use crate::base::limits;
use crate::documents::ooxml::escaped;
use crate::documents::sheet::{Merge, area, cell_place, column_letters};
use crate::documents::xlsx::plain_number;

use super::find::Cell;
use super::inline::{Piece, is_choice, ticked, width};
use super::shift::{Shift, copied};
use super::tree::{Element, Node};

/// Figures of a number that is written as a number; longer ones are codes and telephones.
const FIGURES_MOST: usize = 4;
/// A line of text is that much higher than its letters, in points.
const LINE_HEIGHT: f64 = 1.35;

/// The looks of a cell that matter for what is put in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    pub wrap: bool,
    pub points: f64,
}

/// A sheet.
#[derive(Clone)]
pub(super) struct Sheet {
    pub name: String,
    pub part: String,
    pub xml: Element,
    pub merges: Vec<Merge>,
    /// Pieces of the texts of cells that have any, by place.
    pub texts: HashMap<(usize, usize), Vec<Piece>>,
    /// Places of cells with a formula.
    pub formulas: Vec<(usize, usize)>,
    /// Places of cells that stand in the file.
    pub there: Vec<(usize, usize)>,
}

/// The pieces of a text that may be one piece or several with looks of their own.
pub(super) fn pieces(text: &Element) -> Vec<Piece> {
    let own = |t: &Element| Piece { text: t.text(), fixed: false };
    let mut all = Vec::new();
    for element in text.elements() {
        match element.local() {
            "t" => all.push(own(element)),
            "r" => all.extend(element.child("t").map(own)),
            _ => {}
        }
    }
    all
}

impl Sheet {
    /// Reads a sheet. `shared` are the texts of the workbook.
    pub(super) fn read(name: &str, part: &str, xml: Element, shared: &[Element]) -> Option<Self> {
        let mut sheet = Self { name: name.into(), part: part.into(), xml, merges: Vec::new(), texts: HashMap::new(), formulas: Vec::new(), there: Vec::new() };
        let root = sheet.xml.elements().find(|e| e.local() == "worksheet")?;
        if let Some(merges) = root.child("mergeCells") {
            sheet.merges = merges.elements().filter_map(|one| area(&one.attr("ref")?)).collect();
        }
        for row in root.child("sheetData")?.elements().filter(|e| e.local() == "row") {
            for cell in row.elements().filter(|e| e.local() == "c") {
                let Some(place) = cell.attr("r").and_then(|at| cell_place(&at)) else { continue };
                sheet.there.push(place);
                if cell.child("f").is_some() {
                    sheet.formulas.push(place);
                }
                let value = || cell.child("v").map(Element::text).unwrap_or_default();
                let found = match cell.attr("t").as_deref() {
                    Some("s") => value().trim().parse::<usize>().ok().and_then(|at| shared.get(at)).map(pieces).unwrap_or_default(),
                    Some("inlineStr") => cell.child("is").map(pieces).unwrap_or_default(),
                    _ => vec![Piece { text: value(), fixed: false }],
                };
                if found.iter().any(|piece| !piece.text.is_empty()) {
                    sheet.texts.insert(place, found);
                }
            }
        }
        Some(sheet)
    }

    fn text(&self, place: (usize, usize)) -> String {
        self.texts.get(&place).map(|pieces| pieces.iter().map(|piece| piece.text.as_str()).collect()).unwrap_or_default()
    }

    /// The cells within the bounds of what is written or drawn, merged ones as one.
    pub(super) fn cells(&self, inside: &dyn Fn(&str) -> bool) -> Vec<Cell> {
        let drawn = |place: &(usize, usize)| place.0 < limits::FORM_ROWS && place.1 < limits::FORM_COLUMNS;
        let used: Vec<(usize, usize)> = self.there.iter().copied().filter(drawn).collect();
        let bottom = used.iter().map(|place| place.0 + 1).max().unwrap_or_default();
        let right = used.iter().map(|place| place.1 + 1).max().unwrap_or_default();
        let mut covered: HashMap<(usize, usize), Option<usize>> = HashMap::new();
        for (at, merge) in self.merges.iter().enumerate().filter(|(_, merge)| drawn(&(merge.top, merge.left))) {
            for row in merge.top..=merge.bottom.min(limits::FORM_ROWS) {
                for column in merge.left..=merge.right.min(limits::FORM_COLUMNS) {
                    covered.insert((row, column), ((row, column) == (merge.top, merge.left)).then_some(at));
                }
            }
        }
        let mut cells = Vec::new();
        for row in 0..bottom {
            for column in 0..right {
                let (rows, columns) = match covered.get(&(row, column)) {
                    Some(None) => continue,
                    Some(Some(at)) => (self.merges[*at].height(), self.merges[*at].width()),
                    None => (1, 1),
                };
                let text = self.text((row, column));
                cells.push(Cell { row, column, rows, columns, inside: inside(&text), text, open: !self.formulas.contains(&(row, column)) });
            }
        }
        cells
    }

    fn data(&mut self) -> Option<&mut Element> {
        self.xml.child_mut("worksheet")?.child_mut("sheetData")
    }

    /// The cell at a place, made where there is none.
    fn cell(&mut self, (row, column): (usize, usize)) -> Option<&mut Element> {
        let data = self.data()?;
        let number = |e: &Element| e.attr("r").and_then(|r| r.parse::<usize>().ok());
        let (row_name, cell_name) = (data.beside("row"), data.beside("c"));
        let found = data.children.iter().position(|node| matches!(node, Node::Element(e) if number(e) == Some(row + 1)));
        let at = match found {
            Some(at) => at,
            None => {
                let after = data.children.iter().position(|node| matches!(node, Node::Element(e) if number(e).is_some_and(|n| n > row + 1)));
                let at = after.unwrap_or(data.children.len());
                let mut all = std::mem::take(&mut data.children);
                all.insert(at, Node::Element(Element::new(&row_name, &[("r", &(row + 1).to_string())], Vec::new())));
                data.fill(all);
                at
            }
        };
        let Node::Element(line) = &mut data.children[at] else { return None };
        let place = |e: &Element| e.attr("r").and_then(|r| cell_place(&r)).map(|place| place.1);
        let found = line.children.iter().position(|node| matches!(node, Node::Element(e) if place(e) == Some(column)));
        let at = match found {
            Some(at) => at,
            None => {
                let after = line.children.iter().position(|node| matches!(node, Node::Element(e) if place(e).is_some_and(|n| n > column)));
                let at = after.unwrap_or(line.children.len());
                let mut all = std::mem::take(&mut line.children);
                all.insert(at, Node::Element(Element::new(&cell_name, &[("r", &format!("{}{}", column_letters(column), row + 1))], Vec::new())));
                line.fill(all);
                at
            }
        };
        match &mut line.children[at] {
            Node::Element(cell) => Some(cell),
            Node::Raw(_) => None,
        }
    }

    /// Puts a value into a blank cell or ticks the boxes of a choice; gives back whether the row must grow.
    pub(super) fn put(&mut self, place: (usize, usize), value: &str, looks: &[Look]) {
        let was = self.text(place);
        if is_choice(&was) {
            let edits: Vec<(usize, usize, String)> = ticked(&was, value).into_iter().map(|at| (at, at + 1, "☑".to_owned())).collect();
            return self.edit(place, &edits);
        }
        let Some(cell) = self.cell(place) else { return };
        let look = cell.attr("s").and_then(|s| s.parse::<usize>().ok()).and_then(|s| looks.get(s)).copied();
        let value = if look.is_some_and(|look| look.wrap) { value.to_owned() } else { value.replace('\n', "；") };
        if plain_number(&value).is_some() && value.len() <= FIGURES_MOST {
            cell.unset("t");
            let v = Element::new(&cell.beside("v"), &[], vec![Node::Raw(escaped(&value))]);
            cell.fill(vec![Node::Element(v)]);
            return;
        }
        cell.set("t", "inlineStr");
        let t = Element::new(&cell.beside("t"), &[("xml:space", "preserve")], vec![Node::Raw(escaped(&value))]);
        let is = Element::new(&cell.beside("is"), &[], vec![Node::Element(t)]);
        cell.fill(vec![Node::Element(is)]);
        if look.is_some_and(|look| look.wrap) {
            self.grow(place, &value, look.map_or(11.0, |look| look.points));
        }
    }

    /// Changes the text of a cell piece by piece, so that each piece keeps its looks. `rich` is the shared text, where the cell had one.
    pub(super) fn edit(&mut self, place: (usize, usize), edits: &[(usize, usize, String)]) {
        let Some(mut pieces) = self.texts.get(&place).cloned() else { return };
        super::inline::edit(&mut pieces, edits);
        self.texts.insert(place, pieces.clone());
        let Some(cell) = self.cell(place) else { return };
        if cell.child("is").is_none() {
            let t = Element::new(&cell.beside("t"), &[("xml:space", "preserve")], Vec::new());
            let is = Element::new(&cell.beside("is"), &[], vec![Node::Element(t)]);
            cell.fill(vec![Node::Element(is)]);
        }
        cell.set("t", "inlineStr");
        let Some(is) = cell.child_mut("is") else { return };
        let mut texts = pieces.iter();
        for element in is.elements_mut() {
            let t = match element.local() {
                "t" => Some(element),
                "r" => element.child_mut("t"),
                _ => None,
            };
            if let (Some(t), Some(piece)) = (t, texts.clone().next()) {
                texts.next();
                t.set("xml:space", "preserve");
                t.say(&piece.text);
            }
        }
    }

    /// Makes a cell hold its shared text itself, with the looks of its parts, so that it can be changed.
    pub(super) fn own_text(&mut self, place: (usize, usize), shared: &[Element]) {
        let Some(cell) = self.cell(place) else { return };
        if cell.attr("t").as_deref() != Some("s") {
            return;
        }
        let Some(si) = cell.child("v").and_then(|v| v.text().trim().parse::<usize>().ok()).and_then(|at| shared.get(at)) else { return };
        let kept = si.children.iter().filter(|node| !matches!(node, Node::Element(e) if matches!(e.local(), "rPh" | "phoneticPr"))).cloned().collect();
        let is = Element::new(&cell.beside("is"), &[], kept);
        cell.set("t", "inlineStr");
        cell.fill(vec![Node::Element(is)]);
    }

    /// Width of columns in halves of a Chinese character.
    fn columns_wide(&self, left: usize, count: usize) -> f64 {
        let Some(root) = self.xml.elements().find(|e| e.local() == "worksheet") else { return 0.0 };
        let number = |e: &Element, key: &str| e.attr(key).and_then(|text| text.parse::<f64>().ok());
        let usual = root.child("sheetFormatPr").and_then(|e| number(e, "defaultColWidth")).unwrap_or(8.4);
        let of = |column: usize| {
            let at = (column + 1) as f64;
            let own = root.child("cols").and_then(|cols| cols.elements().find(|col| number(col, "min").is_some_and(|n| n <= at) && number(col, "max").is_some_and(|n| at <= n)));
            own.and_then(|col| number(col, "width")).unwrap_or(usual)
        };
        (left..left + count).map(of).sum()
    }

    /// Makes the last row of a cell as high as its text needs; a row is never made lower.
    fn grow(&mut self, place: (usize, usize), value: &str, points: f64) {
        let merge = self.merges.iter().find(|merge| (merge.top, merge.left) == place).copied();
        let (rows, columns) = merge.map_or((1, 1), |merge| (merge.height(), merge.width()));
        let chars = (self.columns_wide(place.1, columns) * 11.0 / points).max(2.0) - 1.0;
        let lines: f64 = value.lines().map(|line| (width(line) as f64 / chars).ceil().max(1.0)).sum();
        let usual = {
            let root = self.xml.elements().find(|e| e.local() == "worksheet");
            root.and_then(|root| root.child("sheetFormatPr")?.attr("defaultRowHeight")?.parse::<f64>().ok()).unwrap_or(15.0)
        };
        let Some(data) = self.data() else { return };
        let height = |row: &Element| row.attr("ht").and_then(|ht| ht.parse::<f64>().ok());
        let number = |row: &Element| row.attr("r").and_then(|r| r.parse::<usize>().ok());
        let own: BTreeMap<usize, Option<f64>> = data.elements().filter_map(|row| Some((number(row)?, height(row)))).collect();
        let of = |row: usize| own.get(&row).copied().flatten().unwrap_or(usual);
        let last = place.0 + rows;
        let (has, need): (f64, f64) = ((place.0 + 1..=last).map(of).sum(), lines * points * LINE_HEIGHT);
        // A row without a height of its own fits itself when the file is opened, unless its cells are merged.
        if need <= has + 1.0 || (rows == 1 && columns == 1 && own.get(&last).copied().flatten().is_none()) {
            return;
        }
        let taller = (of(last) + need - has).min(409.0);
        if let Some(row) = data.elements_mut().find(|row| number(row) == Some(last)) {
            row.set("ht", &format!("{taller:.1}"));
            row.set("customHeight", "1");
        }
    }

    /// Puts `count` copies of a row (0-based) right below it; everything below moves down. The copies are blank and look like the row.
    pub(super) fn repeat_row(&mut self, row: usize, count: usize) {
        let shift = Shift { at: row + 2, by: count };
        let name = self.name.clone();
        let masters = self.shared_formulas();
        move_down(&mut self.xml, shift, &name, true);
        let Some(data) = self.data() else { return };
        let number = |e: &Element| e.attr("r").and_then(|r| r.parse::<usize>().ok());
        let Some(at) = data.children.iter().position(|node| matches!(node, Node::Element(e) if number(e) == Some(row + 1))) else { return };
        let Node::Element(own) = data.children[at].clone() else { return };
        let copies = (1..=count).map(|down| Node::Element(copy_of(&own, down, &masters)));
        let all: Vec<Node> = data.children.drain(..).collect();
        let (before, after) = all.split_at(at + 1);
        data.children = before.iter().cloned().chain(copies).chain(after.iter().cloned()).collect();
        self.repeat_merges(row, count, shift);
        let down = |place: (usize, usize)| (shift.row(place.0 + 1) - 1, place.1);
        self.texts = std::mem::take(&mut self.texts).into_iter().map(|(place, text)| (down(place), text)).collect();
        self.formulas.iter_mut().chain(self.there.iter_mut()).for_each(|place| *place = down(*place));
    }

    fn repeat_merges(&mut self, row: usize, count: usize, shift: Shift) {
        let mut new: Vec<Merge> = Vec::new();
        for merge in &mut self.merges {
            if (merge.top, merge.bottom) == (row, row) {
                new.extend((1..=count).map(|down| Merge { top: row + down, bottom: row + down, ..*merge }));
            } else {
                (merge.top, merge.bottom) = (shift.row(merge.top + 1) - 1, shift.row(merge.bottom + 1) - 1);
            }
        }
        self.merges.extend(&new);
        let all = self.merges.len();
        let Some(list) = self.xml.child_mut("worksheet").and_then(|root| root.child_mut("mergeCells")) else { return };
        let one = list.beside("mergeCell");
        for merge in new {
            let of = |row: usize, column: usize| format!("{}{}", column_letters(column), row + 1);
            let reference = format!("{}:{}", of(merge.top, merge.left), of(merge.bottom, merge.right));
            list.children.push(Node::Element(Element::new(&one, &[("ref", &reference)], Vec::new())));
        }
        list.set("count", &all.to_string());
    }

    /// Shared formulas by their number: the text and the row it is written for.
    fn shared_formulas(&self) -> HashMap<String, (String, usize)> {
        let mut found = HashMap::new();
        let Some(data) = self.xml.child("worksheet").and_then(|root| root.child("sheetData")) else { return found };
        for cell in data.elements().flat_map(Element::elements) {
            let (Some(f), Some(place)) = (cell.child("f"), cell.attr("r").and_then(|r| cell_place(&r))) else { continue };
            if let Some(number) = f.attr("si").filter(|_| !f.text().is_empty()) {
                found.insert(number, (f.text(), place.0));
            }
        }
        found
    }
}

/// A copy of a row some rows further down: looks and formulas stay, values go.
fn copy_of(own: &Element, down: usize, masters: &HashMap<String, (String, usize)>) -> Element {
    let mut row = own.clone();
    let Some(number) = own.attr("r").and_then(|r| r.parse::<usize>().ok()) else { return row };
    row.set("r", &(number + down).to_string());
    for cell in row.elements_mut().filter(|e| e.local() == "c") {
        if let Some((line, column)) = cell.attr("r").and_then(|r| cell_place(&r)) {
            cell.set("r", &format!("{}{}", column_letters(column), line + 1 + down));
        }
        let formula = cell.child("f").map(|f| match f.attr("si").filter(|_| f.text().is_empty()).and_then(|si| masters.get(&si)) {
            Some((text, from)) => copied(text, (number + down - 1).saturating_sub(*from)),
            None => copied(&f.text(), down),
        });
        cell.unset("t");
        let children = formula.filter(|text| !text.is_empty()).map(|text| Node::Element(Element::new(&cell.beside("f"), &[], vec![Node::Raw(escaped(&text))])));
        cell.fill(children.into_iter().collect());
    }
    row
}

/// Moves what speaks of rows in a part: `here` tells whether the part is the sheet itself (or belongs to it).
pub(super) fn move_down(xml: &mut Element, shift: Shift, sheet: &str, here: bool) {
    xml.each_mut(&mut |element| match element.local() {
        "row" if here => {
            if let Some(number) = element.attr("r").and_then(|r| r.parse::<usize>().ok()) {
                element.set("r", &shift.row(number).to_string());
            } else if let Ok(number) = element.text().trim().parse::<usize>() {
                // The row of a drawing's corner, from 0.
                element.say(&(shift.row(number + 1) - 1).to_string());
            }
        }
        "c" if here => {
            if let Some(place) = element.attr("r") {
                element.set("r", &shift.places(&place));
            }
        }
        "brk" if here => {
            if let Some(number) = element.attr("id").and_then(|id| id.parse::<usize>().ok()) {
                element.set("id", &shift.row(number).to_string());
            }
        }
        local => {
            if matches!(local, "f" | "formula" | "formula1" | "formula2" | "sqref" | "definedName") && !element.text().is_empty() {
                let text = shift.formula(&element.text(), here, sheet);
                element.say(&text);
            }
            for key in ["ref", "sqref", "activeCell", "topLeftCell"].into_iter().filter(|_| here) {
                if let Some(place) = element.attr(key) {
                    element.set(key, &shift.places(&place));
                }
            }
        }
    });
}

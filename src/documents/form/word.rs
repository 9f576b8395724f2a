//! A part of a blank word file: its tables and paragraphs, and how values are put into them with all looks kept.

use crate::documents::ooxml::escaped;

use super::find::Cell;
use super::inline::{Piece, edit, is_choice, ticked};
use super::tree::{Element, Node};

/// A way of child places from the root of the part.
pub(super) type Way = Vec<usize>;

/// A paragraph with its text.
#[derive(Clone)]
pub(super) struct Paragraph {
    pub way: Way,
    pub pieces: Vec<Piece>,
    /// The text as it is searched: underlined spaces are lines.
    pub seen: String,
}

/// A table: its cells in order, each with the way to it, and the ways to its rows.
#[derive(Clone)]
pub(super) struct Table {
    pub cells: Vec<Cell>,
    pub ways: Vec<Way>,
    pub rows: Vec<Way>,
}

/// A part.
#[derive(Clone)]
pub(super) struct Part {
    pub name: String,
    pub xml: Element,
    pub paragraphs: Vec<Paragraph>,
    pub tables: Vec<Table>,
}

/// What stands around rows, cells and runs without being one.
const WRAPS: [&str; 6] = ["sdt", "sdtContent", "ins", "customXml", "smartTag", "hyperlink"];

/// The ways to the elements of a name directly below, through what is wrapped around them.
fn under(element: &Element, way: &[usize], name: &str, out: &mut Vec<Way>) {
    for (at, node) in element.children.iter().enumerate() {
        let Node::Element(child) = node else { continue };
        let own: Way = way.iter().copied().chain([at]).collect();
        if child.local() == name {
            out.push(own);
        } else if WRAPS.contains(&child.local()) {
            under(child, &own, name, out);
        }
    }
}

fn is_underlined(run: &Element) -> bool {
    run.child("rPr").and_then(|looks| looks.child("u")).is_some_and(|u| u.attr("val").as_deref() != Some("none"))
}

/// The pieces of a paragraph, and the text as it is searched. Paragraphs inside it (text boxes) have their own.
fn pieces(element: &Element, line: bool, all: &mut Vec<Piece>, seen: &mut String) {
    for child in element.elements() {
        match child.local() {
            "p" | "pPr" | "rPr" | "del" | "instrText" => {}
            "r" => pieces(child, is_underlined(child), all, seen),
            "t" => {
                let text = child.text();
                let blank = line && !text.is_empty() && text.chars().all(char::is_whitespace);
                seen.extend(text.chars().map(|c| if blank { '_' } else { c }));
                all.push(Piece { text, fixed: false });
            }
            "tab" | "br" | "cr" => {
                let text = if child.local() != "tab" {
                    "\n"
                } else if line {
                    "____"
                } else {
                    "\t"
                };
                seen.push_str(text);
                all.push(Piece { text: text.into(), fixed: true });
            }
            _ => pieces(child, line, all, seen),
        }
    }
}

/// The text of a cell without tables inside it.
fn text_of(cell: &Element) -> String {
    let mut lines = Vec::new();
    for p in cell.elements().flat_map(|e| if e.local() == "sdt" { e.child("sdtContent").map(|c| c.elements().collect::<Vec<_>>()).unwrap_or_default() } else { vec![e] }) {
        if p.local() == "p" {
            let (mut all, mut seen) = (Vec::new(), String::new());
            pieces(p, false, &mut all, &mut seen);
            lines.push(seen);
        }
    }
    lines.join("\n").trim().to_owned()
}

fn number(element: Option<&Element>) -> usize {
    element.and_then(|e| e.attr("val")).and_then(|text| text.parse::<usize>().ok()).unwrap_or(1).clamp(1, 200)
}

impl Part {
    /// Reads a part.
    pub(super) fn read(name: &str, xml: Element, inside: &dyn Fn(&str) -> bool) -> Self {
        let (mut paragraphs, mut tables) = (Vec::new(), Vec::new());
        walk(&xml, &mut Vec::new(), &mut paragraphs, &mut tables, inside);
        Self { name: name.into(), xml, paragraphs, tables }
    }

    /// Puts a value into a blank cell, or ticks the boxes of a choice.
    pub(super) fn put(&mut self, way: &[usize], value: &str, label: Option<&Element>) {
        let Some(cell) = self.xml.at_mut(way) else { return };
        let text = text_of(cell);
        let mut ways = Vec::new();
        under(cell, &[], "p", &mut ways);
        if is_choice(&text) {
            for p in ways {
                let Some(p) = cell.at_mut(&p) else { continue };
                let (mut all, mut seen) = (Vec::new(), String::new());
                pieces(p, false, &mut all, &mut seen);
                let edits: Vec<(usize, usize, String)> = ticked(&seen, value).into_iter().map(|at| (at, at + 1, "☑".to_owned())).collect();
                edit(&mut all, &edits);
                put_pieces(p, &mut all.into_iter());
            }
            return;
        }
        let Some(first) = ways.first() else { return };
        let Some(p) = cell.at_mut(first) else { return };
        say(p, value, label);
        // Blank lines that held the place open make room for the lines of the value.
        let spare = value.lines().count().saturating_sub(1);
        for way in ways.iter().skip(1).rev().take(spare) {
            let ([at], true) = (way.as_slice(), way.len() == 1) else { continue };
            if matches!(cell.children.get(*at), Some(Node::Element(p)) if !p.elements().any(|e| e.local() == "r")) {
                cell.children.remove(*at);
            }
        }
        let mut row = way;
        while !row.is_empty() {
            row = &row[..row.len() - 1];
            if self.xml.at(row).is_some_and(|e| e.local() == "tr") {
                break;
            }
        }
        // A row of a fixed height would hide what is put in it.
        if let Some(height) = self.xml.at_mut(row).and_then(|tr| tr.child_mut("trPr")?.child_mut("trHeight")).filter(|height| height.attr("hRule").as_deref() == Some("exact")) {
            height.set("w:hRule", "atLeast");
        }
    }

    /// Changes the text of a paragraph piece by piece, so that each run keeps its looks.
    pub(super) fn edit(&mut self, paragraph: usize, edits: &[(usize, usize, String)]) {
        let Some(known) = self.paragraphs.get(paragraph) else { return };
        let mut all = known.pieces.clone();
        edit(&mut all, edits);
        if let Some(p) = self.xml.at_mut(&known.way) {
            put_pieces(p, &mut all.into_iter());
        }
    }

    /// Puts copies of a row right below it, blank as it is; gives back the way to each copy. Ways to what lies below it in the table change.
    pub(super) fn repeat_row(&mut self, way: &[usize], count: usize) {
        let Some((at, table)) = way.split_last() else { return };
        let Some(table) = self.xml.at_mut(table) else { return };
        let Some(Node::Element(row)) = table.children.get(*at).cloned() else { return };
        let mut copy = row;
        made_anew(&mut copy);
        let copies = std::iter::repeat_n(Node::Element(copy), count);
        table.children.splice(at + 1..at + 1, copies);
    }
}

/// Takes from a copy what may stand in a file only once.
pub(super) fn made_anew(copy: &mut Element) {
    copy.each_mut(&mut |element| {
        element.unset("paraId");
        element.unset("textId");
        element.children.retain(|node| !matches!(node, Node::Element(e) if matches!(e.local(), "bookmarkStart" | "bookmarkEnd" | "commentRangeStart" | "commentRangeEnd")));
    });
}

fn walk(element: &Element, way: &mut Way, paragraphs: &mut Vec<Paragraph>, tables: &mut Vec<Table>, inside: &dyn Fn(&str) -> bool) {
    for (at, node) in element.children.iter().enumerate() {
        let Node::Element(child) = node else { continue };
        way.push(at);
        match child.local() {
            "p" => {
                let (mut all, mut seen) = (Vec::new(), String::new());
                pieces(child, false, &mut all, &mut seen);
                paragraphs.push(Paragraph { way: way.clone(), pieces: all, seen });
            }
            "tbl" => tables.push(table(child, way, inside)),
            _ => {}
        }
        walk(child, way, paragraphs, tables, inside);
        way.pop();
    }
}

fn table(tbl: &Element, way: &[usize], inside: &dyn Fn(&str) -> bool) -> Table {
    let mut rows = Vec::new();
    under(tbl, &[], "tr", &mut rows);
    let mut made = Table { cells: Vec::new(), ways: Vec::new(), rows: Vec::new() };
    let full = |rest: &[usize]| -> Way { way.iter().chain(rest).copied().collect() };
    for (row, row_way) in rows.iter().enumerate() {
        made.rows.push(full(row_way));
        let Some(tr) = tbl.at(row_way) else { continue };
        let before = tr.child("trPr").and_then(|looks| looks.child("gridBefore"));
        let mut column = if before.is_some() { number(before) } else { 0 };
        let mut cells = Vec::new();
        under(tr, row_way, "tc", &mut cells);
        for cell_way in cells {
            let Some(tc) = tbl.at(&cell_way) else { continue };
            let looks = tc.child("tcPr");
            let columns = number(looks.and_then(|looks| looks.child("gridSpan")));
            let merged = looks.and_then(|looks| looks.child("vMerge"));
            let goes_on = merged.is_some_and(|merge| merge.attr("val").as_deref() != Some("restart"));
            let above = |cell: &&mut Cell| (cell.column, cell.columns) == (column, columns) && cell.row + cell.rows == row;
            match made.cells.iter_mut().rev().find(above).filter(|_| goes_on) {
                Some(cell) => cell.rows += 1,
                None => {
                    let text = text_of(tc);
                    let open = !tc.elements().any(|e| e.local() == "tbl");
                    made.cells.push(Cell { row, column, rows: 1, columns, inside: inside(&text), text, open });
                    made.ways.push(full(&cell_way));
                }
            }
            column += columns;
        }
    }
    made
}

/// The nodes of a text in a run: line breaks between its lines.
fn lines(name: &str, br: &str, text: &str) -> Vec<Node> {
    let mut nodes = Vec::new();
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            nodes.push(Node::Element(Element::new(br, &[], Vec::new())));
        }
        nodes.push(Node::Element(Element::new(name, &[("xml:space", "preserve")], vec![Node::Raw(escaped(line))])));
    }
    nodes
}

/// Puts changed pieces back into the texts of a paragraph, in the order of [`pieces`].
fn put_pieces(element: &mut Element, all: &mut dyn Iterator<Item = Piece>) {
    let mut made = Vec::with_capacity(element.children.len());
    let mut changed = false;
    for mut node in std::mem::take(&mut element.children) {
        if let Node::Element(child) = &mut node {
            match child.local() {
                "p" | "pPr" | "rPr" | "del" | "instrText" => {}
                "t" => {
                    if let Some(piece) = all.next().filter(|piece| piece.text != child.text()) {
                        let (name, br) = (child.name().to_owned(), child.beside("br"));
                        made.extend(lines(&name, &br, &piece.text));
                        changed = true;
                        continue;
                    }
                }
                "tab" | "br" | "cr" => {
                    all.next();
                }
                _ => put_pieces(child, all),
            }
        }
        made.push(node);
    }
    if changed || !made.is_empty() {
        element.children = made;
    }
}

/// The looks of the first run in an element.
fn first_looks(element: &Element) -> Option<&Element> {
    element.elements().find_map(|child| match child.local() {
        "r" => child.child("rPr"),
        "p" | "sdt" | "sdtContent" => first_looks(child),
        _ => None,
    })
}

/// Half points below which nobody reads a value: makers of forms shrink blanks that are to stay low.
const LEGIBLE: u32 = 12;

/// Whether a value with these looks could be read on paper.
fn is_legible(looks: &Element) -> bool {
    let size = looks.child("sz").and_then(|size| size.attr("val")).and_then(|size| size.parse::<u32>().ok());
    size.is_none_or(|size| size >= LEGIBLE)
}

/// Puts a value into a blank paragraph: with the looks of its own run or of its end, else with those of the label, not bold.
fn say(p: &mut Element, value: &str, label: Option<&Element>) {
    let name = |local: &str| p.beside(local);
    let (r, t, br, rpr) = (name("r"), name("t"), name("br"), name("rPr"));
    let own = first_looks(p).or_else(|| p.child("pPr").and_then(|looks| looks.child("rPr"))).filter(|looks| is_legible(looks)).cloned();
    let looks = own.or_else(|| {
        let mut looks = label.and_then(first_looks).cloned()?;
        looks.children.retain(|node| !matches!(node, Node::Element(e) if matches!(e.local(), "b" | "bCs" | "u")));
        Some(looks)
    });
    let mut run = Vec::new();
    if let Some(looks) = looks {
        let kept = looks.children.into_iter().filter(|node| !matches!(node, Node::Element(e) if matches!(e.local(), "ins" | "del" | "rPrChange"))).collect();
        run.push(Node::Element(Element::new(&rpr, &[], kept)));
    }
    run.extend(lines(&t, &br, value));
    let at = p.children.iter().position(|node| matches!(node, Node::Element(e) if e.local() == "r"));
    let mut children = std::mem::take(&mut p.children);
    let texts_only = |e: &Element| e.local() == "r" && e.elements().all(|inside| matches!(inside.local(), "rPr" | "t" | "tab" | "br" | "cr" | "lastRenderedPageBreak"));
    let at = at.unwrap_or(children.len());
    children.insert(at, Node::Element(Element::new(&r, &[], run)));
    let mut place = 0;
    children.retain(|node| {
        place += 1;
        place - 1 == at || !matches!(node, Node::Element(e) if texts_only(e))
    });
    p.fill(children);
}

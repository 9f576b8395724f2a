//! Putting values into a blank form.

use std::collections::BTreeMap;

use crate::base::Result;

use super::book::{Look, Sheet, move_down};
use super::inline::instead;
use super::shift::Shift;
use super::tree::{Element, Node};
use super::word::{Part, made_anew};
use super::{Body, Filling, Form, Rows, Target, relations};

/// Where the text of a place stands and what it says: part, number, text.
type WasThere<'a> = dyn Fn(&Target) -> Option<(usize, usize, String)> + 'a;

/// Edits of a text: from, to, what stands there.
type Edits = Vec<(usize, usize, String)>;

impl Form {
    /// The form with values put in.
    ///
    /// # Errors
    /// A problem at `file` when a part cannot be read after all; a fault of the packer.
    pub fn fill(&self, filling: &Filling) -> Result<Vec<u8>> {
        let anew = match &self.body {
            Body::Book { sheets, shared, looks, all } => self.fill_book(filling, sheets, shared, looks, all)?,
            Body::Word { parts } => self.fill_word(filling, parts).into_iter().map(|part| (part.name, part.xml.written())).collect(),
        };
        self.package.with(&anew)
    }

    /// One word file with the form filled several times, each on a page of its own; `None` where that is not simple: a workbook, pictures, sections, fields in head or foot.
    ///
    /// # Errors
    /// Those of [`Form::fill`].
    pub fn fill_in_turn(&self, fillings: &[Filling]) -> Result<Option<Vec<u8>>> {
        let Body::Word { parts } = &self.body else { return Ok(None) };
        let Some(root) = parts.first().and_then(|part| part.xml.child("document")?.child("body")) else { return Ok(None) };
        let mut simple = !self.targets.iter().any(|target| matches!(target, Target::Text { part, .. } | Target::TableCell { part, .. } if *part > 0));
        let mut body = root.clone();
        let last = body.elements().last().is_some_and(|e| e.local() == "sectPr");
        if last && let Some(at) = body.children.iter().rposition(|node| matches!(node, Node::Element(_))) {
            body.children.truncate(at);
        }
        body.each_mut(&mut |e| simple &= !matches!(e.local(), "drawing" | "pict" | "sectPr" | "footnoteReference" | "endnoteReference" | "object"));
        if !simple {
            return Ok(None);
        }
        let mut whole = parts[0].xml.clone();
        let mut children: Vec<Node> = Vec::new();
        for (turn, filling) in fillings.iter().enumerate() {
            let filled = self.fill_word(filling, parts).into_iter().find(|part| part.name == parts[0].name);
            let mut page = filled.map_or_else(|| parts[0].xml.clone(), |part| part.xml);
            let Some(page) = page.child_mut("document").and_then(|root| root.child_mut("body")) else { continue };
            let mut own: Vec<Node> = std::mem::take(&mut page.children);
            own.retain(|node| !matches!(node, Node::Element(e) if e.local() == "sectPr"));
            if turn > 0 {
                own.iter_mut().for_each(|node| {
                    if let Node::Element(e) = node {
                        made_anew(e)
                    }
                });
                on_new_page(&mut own, page);
            }
            children.extend(own);
        }
        let Some(body) = whole.child_mut("document").and_then(|root| root.child_mut("body")) else { return Ok(None) };
        children.extend(body.children.iter().filter(|node| matches!(node, Node::Element(e) if e.local() == "sectPr")).cloned());
        body.fill(children);
        self.package.with(&[(parts[0].name.clone(), whole.written())]).map(Some)
    }

    fn edits(&self, filling: &Filling, was: &WasThere<'_>) -> BTreeMap<(usize, usize), Edits> {
        let mut edits: BTreeMap<(usize, usize), Edits> = BTreeMap::new();
        for (field, value) in &filling.singles {
            let Some(target) = self.targets.get(*field) else { continue };
            let (Target::SheetText { blank, .. } | Target::Text { blank, .. }) = target else { continue };
            let Some((home, at, text)) = was(target) else { continue };
            if value.is_empty() && !blank.mark {
                continue;
            }
            let old: String = text.chars().skip(blank.from).take(blank.to - blank.from).collect();
            edits.entry((home, at)).or_default().push((blank.from, blank.to, instead(blank, &old, value)));
        }
        edits
    }

    fn fill_book(&self, filling: &Filling, sheets: &[Sheet], shared: &[Element], looks: &[Look], all: &[(String, String)]) -> Result<Vec<(String, String)>> {
        let mut sheets: Vec<Sheet> = sheets.to_vec();
        let mut touched = vec![false; sheets.len()];
        for (field, value) in filling.singles.iter().filter(|(_, value)| !value.is_empty()) {
            if let Some(Target::SheetCell { sheet, place }) = self.targets.get(*field) {
                sheets[*sheet].own_text(*place, shared);
                sheets[*sheet].put(*place, value, looks);
                touched[*sheet] = true;
            }
        }
        let places: Vec<(usize, (usize, usize))> = self
            .targets
            .iter()
            .filter_map(|target| match target {
                Target::SheetText { sheet, place, .. } => Some((*sheet, *place)),
                _ => None,
            })
            .collect();
        let edits = self.edits(filling, &|target| {
            let Target::SheetText { sheet, place, .. } = target else { return None };
            let at = places.iter().position(|known| *known == (*sheet, *place))?;
            let text = sheets[*sheet].texts.get(place)?.iter().map(|piece| piece.text.as_str()).collect();
            Some((*sheet, at, text))
        });
        for ((sheet, at), edits) in edits {
            sheets[sheet].own_text(places[at].1, shared);
            sheets[sheet].edit(places[at].1, &edits);
            touched[sheet] = true;
        }
        let mut moved: Vec<(usize, Shift)> = Vec::new();
        let mut lists: Vec<usize> = filling.rows.keys().copied().filter(|list| *list < self.rows.len()).collect();
        lists.sort_by_key(|list| std::cmp::Reverse(self.rows[*list].first));
        for list in lists {
            let (rows, wanted) = (&self.rows[list], &filling.rows[&list]);
            if wanted.is_empty() {
                continue;
            }
            touched[rows.home] = true;
            let row = rows.first + rows.count.saturating_sub(2);
            let missing = wanted.len().saturating_sub(rows.count);
            if missing > 0 {
                sheets[rows.home].repeat_row(row, missing);
                moved.push((rows.home, Shift { at: row + 2, by: missing }));
            }
            self.fill_rows(&mut sheets[rows.home], rows, wanted, looks);
        }
        let mut anew = Vec::new();
        self.tell_others(&mut sheets, &mut touched, &moved, all, &mut anew)?;
        anew.extend(sheets.iter().zip(touched).filter(|(_, touched)| *touched).map(|(sheet, _)| (sheet.part.clone(), sheet.xml.written())));
        Ok(anew)
    }

    fn fill_rows(&self, sheet: &mut Sheet, rows: &Rows, wanted: &[BTreeMap<usize, String>], looks: &[Look]) {
        for (at, values) in wanted.iter().enumerate() {
            let row = rows.first + at;
            for (field, value) in values.iter().filter(|(_, value)| !value.is_empty()) {
                if let Some(Target::Column(column)) = self.targets.get(*field) {
                    sheet.put((row, *column), value, looks);
                }
            }
        }
        for (column, _) in rows.columns.iter().filter(|(_, printed)| *printed) {
            for at in 0..wanted.len().max(rows.count) {
                sheet.put((rows.first + at, *column), &(at + 1).to_string(), &[]);
            }
        }
    }

    /// Tells the other parts of a workbook of rows that moved: formulas elsewhere, names, drawings, tables, comments, the chain of formulas; and has formulas reckoned anew.
    fn tell_others(&self, sheets: &mut [Sheet], touched: &mut [bool], moved: &[(usize, Shift)], all: &[(String, String)], anew: &mut Vec<(String, String)>) -> Result<()> {
        let formulas = sheets.iter().any(|sheet| !sheet.formulas.is_empty());
        let mut workbook = self.package.must("xl/workbook.xml")?;
        let mut others: BTreeMap<String, Element> = BTreeMap::new();
        for (home, shift) in moved {
            let (name, part) = (sheets[*home].name.clone(), sheets[*home].part.clone());
            move_down(&mut workbook, *shift, &name, false);
            for (at, sheet) in sheets.iter_mut().enumerate().filter(|(at, sheet)| at != home && !sheet.formulas.is_empty()) {
                move_down(&mut sheet.xml, *shift, &name, false);
                touched[at] = true;
            }
            for (_, target) in relations(&self.package, &part)? {
                let follows = ["drawings/drawing", "tables/", "comments"].iter().any(|kind| target.contains(kind)) && self.package.parts().contains(&target);
                if follows {
                    let tree = match others.remove(&target) {
                        Some(tree) => Some(tree),
                        None => self.package.tree(&target)?,
                    };
                    if let Some(mut tree) = tree {
                        move_down(&mut tree, *shift, &name, true);
                        others.insert(target, tree);
                    }
                }
            }
            if let Some(mut chain) = others.remove("xl/calcchain.xml").map_or_else(|| self.package.tree("xl/calcchain.xml"), |tree| Ok(Some(tree)))? {
                let number = all.iter().position(|(own, _)| *own == name);
                let id = number.and_then(|at| workbook.child("workbook")?.child("sheets")?.elements().nth(at)?.attr("sheetId"));
                let mut current = String::new();
                if let Some(root) = chain.child_mut("calcChain") {
                    for c in root.elements_mut() {
                        current = c.attr("i").unwrap_or(current);
                        if let Some(place) = c.attr("r").filter(|_| Some(&current) == id.as_ref()) {
                            c.set("r", &shift.places(&place));
                        }
                    }
                }
                others.insert("xl/calcchain.xml".into(), chain);
            }
        }
        if formulas {
            reckon_anew(&mut workbook);
        }
        if formulas || !moved.is_empty() {
            anew.push(("xl/workbook.xml".into(), workbook.written()));
        }
        anew.extend(others.into_iter().map(|(part, tree)| (part, tree.written())));
        Ok(())
    }

    fn fill_word(&self, filling: &Filling, parts: &[Part]) -> Vec<Part> {
        let mut parts: Vec<Part> = parts.to_vec();
        let mut touched = vec![false; parts.len()];
        let edits = self.edits(filling, &|target| {
            let Target::Text { part, paragraph, .. } = target else { return None };
            let text = parts[*part].paragraphs.get(*paragraph)?.pieces.iter().map(|piece| piece.text.as_str()).collect();
            Some((*part, *paragraph, text))
        });
        for ((part, paragraph), edits) in edits {
            parts[part].edit(paragraph, &edits);
            touched[part] = true;
        }
        for (field, value) in filling.singles.iter().filter(|(_, value)| !value.is_empty()) {
            if let Some(Target::TableCell { part, table, cell, label }) = self.targets.get(*field) {
                let ways = &parts[*part].tables[*table].ways;
                let (way, label) = (ways[*cell].clone(), label.and_then(|label| ways.get(label)).and_then(|way| parts[*part].xml.at(way)).cloned());
                parts[*part].put(&way, value, label.as_ref());
                touched[*part] = true;
            }
        }
        let mut lists: Vec<usize> = filling.rows.keys().copied().filter(|list| *list < self.rows.len()).collect();
        lists.sort_by_key(|list| std::cmp::Reverse((self.rows[*list].home, self.rows[*list].table, self.rows[*list].first)));
        for list in lists {
            let (rows, wanted) = (&self.rows[list], &filling.rows[&list]);
            if !wanted.is_empty() {
                self.fill_table_rows(&mut parts[rows.home], rows, wanted);
                touched[rows.home] = true;
            }
        }
        parts.into_iter().zip(touched).filter(|(_, touched)| *touched).map(|(part, _)| part).collect()
    }

    fn fill_table_rows(&self, part: &mut Part, rows: &Rows, wanted: &[BTreeMap<usize, String>]) {
        let ways: Vec<Vec<usize>> = part.tables[rows.table].rows[rows.first..rows.first + rows.count].to_vec();
        let missing = wanted.len().saturating_sub(rows.count);
        let copied = rows.count.saturating_sub(2);
        part.repeat_row(&ways[copied], missing);
        let own = |at: usize| -> Vec<usize> {
            let beside = |way: &[usize], by: usize| -> Vec<usize> { way.split_last().map(|(last, home)| home.iter().copied().chain([last + by]).collect()).unwrap_or_default() };
            match at {
                at if at <= copied => ways[at].clone(),
                at if at <= copied + missing => beside(&ways[copied], at - copied),
                at => ways.get(at - missing).map(|way| beside(way, missing)).unwrap_or_default(),
            }
        };
        let cells = |part: &Part, row: &[usize]| -> Vec<Vec<usize>> {
            let Some(tr) = part.xml.at(row) else { return Vec::new() };
            tr.children
                .iter()
                .enumerate()
                .filter(|(_, node)| matches!(node, Node::Element(e) if e.local() == "tc" && e.child("tcPr").and_then(|looks| looks.child("vMerge")).is_none_or(|m| m.attr("val").as_deref() == Some("restart"))))
                .map(|(at, _)| row.iter().copied().chain([at]).collect())
                .collect()
        };
        for (at, values) in wanted.iter().enumerate() {
            let own = cells(part, &own(at));
            for (field, value) in values.iter().filter(|(_, value)| !value.is_empty()) {
                if let Some(way) = self.targets.get(*field).and_then(|target| if let Target::Column(column) = target { own.get(*column) } else { None }) {
                    part.put(way, value, None);
                }
            }
        }
        for at in 0..wanted.len().max(rows.count) {
            let own = cells(part, &own(at));
            for (column, _) in rows.columns.iter().filter(|(_, printed)| *printed) {
                if let Some(way) = own.get(*column) {
                    part.put(way, &(at + 1).to_string(), None);
                }
            }
        }
    }
}

/// Has a workbook reckon its formulas anew when it is opened.
fn reckon_anew(workbook: &mut Element) {
    let Some(root) = workbook.child_mut("workbook") else { return };
    if let Some(calc) = root.child_mut("calcPr") {
        calc.set("fullCalcOnLoad", "1");
        return;
    }
    let before = |e: &Element| matches!(e.local(), "sheets" | "functionGroups" | "externalReferences" | "definedNames");
    let calc = Element::new(&root.beside("calcPr"), &[("fullCalcOnLoad", "1")], Vec::new());
    if let Some(at) = root.children.iter().rposition(|node| matches!(node, Node::Element(e) if before(e))) {
        root.children.insert(at + 1, Node::Element(calc));
    }
}

/// Has the first of these nodes begin on a new page.
fn on_new_page(nodes: &mut Vec<Node>, body: &Element) {
    let name = |local: &str| body.beside(local);
    let first = nodes.iter_mut().find_map(|node| if let Node::Element(e) = node { Some(e) } else { None });
    let breaks = Node::Element(Element::new(&name("pageBreakBefore"), &[], Vec::new()));
    match first {
        Some(p) if p.local() == "p" => {
            if let Some(looks) = p.child_mut("pPr") {
                let after_style = usize::from(looks.elements().next().is_some_and(|e| e.local() == "pStyle"));
                let mut all = std::mem::take(&mut looks.children);
                all.insert(after_style.min(all.len()), breaks);
                looks.fill(all);
            } else {
                let mut all = std::mem::take(&mut p.children);
                all.insert(0, Node::Element(Element::new(&name("pPr"), &[], vec![breaks])));
                p.fill(all);
            }
        }
        _ => nodes.insert(0, Node::Element(Element::new(&name("p"), &[], vec![Node::Element(Element::new(&name("pPr"), &[], vec![breaks]))]))),
    }
}

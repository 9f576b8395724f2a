//! Where a form is to be filled, found by the shape of its tables: a label with a blank cell to its right or below, a row of labels above rows of blanks.

use std::collections::{HashMap, HashSet};

use super::inline::{LABEL_CHARS, is_blank, is_choice, plain};

/// A cell of a table or sheet, with what it covers.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub row: usize,
    pub column: usize,
    pub rows: usize,
    pub columns: usize,
    pub text: String,
    /// Whether a blank of its own lies inside the text, which then is no label.
    pub inside: bool,
    /// Whether it can be filled: no formula, no table inside.
    pub open: bool,
}

impl Cell {
    fn is_blank(&self) -> bool {
        self.open && is_blank(&self.text)
    }
    fn takes(&self) -> bool {
        self.open && (is_blank(&self.text) || is_choice(&self.text))
    }
    fn label(&self) -> Option<String> {
        let label = plain(&self.text);
        let count = label.chars().count();
        let sentence = label.contains(['。', '；', '，', '！', '？', '□', '☐']);
        let words = label.chars().any(char::is_alphabetic) && !label.chars().all(|c| c.is_ascii_digit());
        (!self.inside && words && !sentence && (1..=LABEL_CHARS).contains(&count)).then_some(label)
    }
}

/// A blank cell with its label, by its place in the list of cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Single {
    pub cell: usize,
    pub label: String,
}

/// Rows of blanks below a row of labels: of each column the label, and the cells row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    pub labels: Vec<String>,
    /// For each row, of each column the cell; numbers that are printed already count.
    pub rows: Vec<Vec<usize>>,
    /// The first row.
    pub first: usize,
}

/// What is found in a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    pub singles: Vec<Single>,
    pub lists: Vec<Listed>,
}

struct Look<'a> {
    cells: &'a [Cell],
    at: HashMap<(usize, usize), usize>,
    rows: HashMap<usize, Vec<usize>>,
    known: &'a dyn Fn(&str) -> bool,
}

/// Looks for fields. `known` tells whether a label is one that can be filled.
pub(super) fn find(cells: &[Cell], known: &dyn Fn(&str) -> bool) -> Found {
    let mut at: HashMap<(usize, usize), usize> = HashMap::new();
    let mut rows: HashMap<usize, Vec<usize>> = HashMap::new();
    for (index, cell) in cells.iter().enumerate() {
        for row in cell.row..cell.row + cell.rows {
            for column in cell.column..cell.column + cell.columns {
                at.entry((row, column)).or_insert(index);
            }
        }
        rows.entry(cell.row).or_default().push(index);
    }
    rows.values_mut().for_each(|row| row.sort_by_key(|index| cells[*index].column));
    Look { cells, at, rows, known }.all()
}

impl Look<'_> {
    fn all(&self) -> Found {
        let mut found = Found::default();
        let mut taken: HashSet<usize> = HashSet::new();
        let mut heads: HashSet<usize> = HashSet::new();
        let mut firsts: Vec<usize> = self.rows.keys().copied().collect();
        firsts.sort_unstable();
        let mut next = 0;
        for first in firsts {
            if first < next {
                continue;
            }
            let Some((list, above)) = self.list(first) else { continue };
            next = first + list.rows.len();
            taken.extend(list.rows.iter().flatten());
            heads.extend(above);
            found.lists.push(list);
        }
        let mut order: Vec<usize> = (0..self.cells.len()).filter(|index| !heads.contains(index)).collect();
        order.sort_by_key(|index| (self.cells[*index].row, self.cells[*index].column));
        for known_first in [true, false] {
            for index in &order {
                let Some(label) = self.cells[*index].label().filter(|label| (self.known)(label) == known_first) else { continue };
                let Some(cell) = self.place_for(*index, &taken) else { continue };
                taken.insert(cell);
                found.singles.push(Single { cell, label });
            }
        }
        self.one_row_is_no_list(&mut found);
        found.singles.sort_by_key(|single| (self.cells[single.cell].row, self.cells[single.cell].column));
        found
    }

    /// The blank cell to the right of a label, or below it.
    fn place_for(&self, index: usize, taken: &HashSet<usize>) -> Option<usize> {
        let label = &self.cells[index];
        let free = |place: (usize, usize)| self.at.get(&place).copied().filter(|cell| self.cells[*cell].takes() && !taken.contains(cell));
        let right = free((label.row, label.column + label.columns)).filter(|cell| self.cells[*cell].row <= label.row);
        let below = || {
            let cell = free((label.row + label.rows, label.column))?;
            let width = |one: &Cell| (one.column, one.columns);
            (width(&self.cells[cell]) == width(label)).then_some(cell)
        };
        right.or_else(below)
    }

    /// The list whose first blank row this is, with the labels above it.
    fn list(&self, first: usize) -> Option<(Listed, Vec<usize>)> {
        let body = self.rows.get(&first)?;
        let mut above = Vec::new();
        for cell in body {
            let cell = &self.cells[*cell];
            let head = self.at.get(&(first.checked_sub(1)?, cell.column)).copied()?;
            let top = &self.cells[head];
            let fits = top.row + top.rows == first && (top.column, top.columns) == (cell.column, cell.columns) && cell.rows == 1;
            (fits && top.label().is_some()).then_some(())?;
            above.push(head);
        }
        let serial = |cell: usize, number: usize| plain(&self.cells[cell].text) == number.to_string();
        let blanks = body.iter().filter(|cell| self.cells[**cell].is_blank()).count();
        if blanks < 2 || body.iter().any(|cell| !self.cells[*cell].is_blank() && !serial(*cell, 1)) {
            return None;
        }
        let shape = |row: &[usize]| row.iter().map(|cell| (self.cells[*cell].column, self.cells[*cell].columns, self.cells[*cell].rows)).collect::<Vec<_>>();
        let wanted = shape(body);
        let mut rows = vec![body.clone()];
        while let Some(row) = self.rows.get(&(first + rows.len())) {
            let number = rows.len() + 1;
            let alike =
                shape(row) == wanted && row.iter().zip(body).all(|(cell, top)| if self.cells[*top].is_blank() { self.cells[*cell].is_blank() } else { serial(*cell, number) });
            if !alike {
                break;
            }
            rows.push(row.clone());
        }
        let labels = above.iter().map(|head| self.cells[*head].label().unwrap_or_default()).collect();
        Some((Listed { labels, rows, first }, above))
    }

    /// One blank row below labels, in a form that has other blanks too, is for one thing each and not for a list.
    fn one_row_is_no_list(&self, found: &mut Found) {
        if found.singles.is_empty() && found.lists.len() < 2 {
            return;
        }
        let (lists, single): (Vec<Listed>, Vec<Listed>) = std::mem::take(&mut found.lists).into_iter().partition(|list| list.rows.len() > 1);
        found.lists = lists;
        for list in single {
            let cells = list.labels.into_iter().zip(&list.rows[0]);
            found.singles.extend(cells.filter(|(_, cell)| self.cells[**cell].is_blank()).map(|(label, cell)| Single { cell: *cell, label }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(label: &str) -> bool {
        ["姓名", "性别", "班级", "成因", "备注", "序号", "帮扶措施", "关系"].contains(&label)
    }

    /// Cells of a picture: `|` between cells, `-` continues the cell to the left.
    fn cells(rows: &[&str]) -> Vec<Cell> {
        let mut cells: Vec<Cell> = Vec::new();
        for (row, line) in rows.iter().enumerate() {
            for (column, text) in line.split('|').enumerate() {
                if text == "-" {
                    cells.last_mut().unwrap().columns += 1;
                    continue;
                }
                cells.push(Cell { row, column, rows: 1, columns: 1, text: text.into(), inside: false, open: true });
            }
        }
        cells
    }

    /// Single fields with row and column, lists with the number of their rows.
    type Said = (Vec<(String, usize, usize)>, Vec<(String, usize)>);

    fn said(rows: &[&str]) -> Said {
        let cells = cells(rows);
        let found = find(&cells, &known);
        let singles = found.singles.iter().map(|one| (one.label.clone(), cells[one.cell].row, cells[one.cell].column)).collect();
        (singles, found.lists.iter().map(|list| (list.labels.join(","), list.rows.len())).collect())
    }

    #[test]
    fn a_label_has_its_blank_to_the_right_or_below() {
        let (singles, lists) = said(&["登记表|-|-|-", "姓名||性别|□男 □女", "成因|-|-|-", "|-|-|-", "帮扶措施||-|-"]);
        let expected = [("姓名", 1, 1), ("性别", 1, 3), ("成因", 3, 0), ("帮扶措施", 4, 1)];
        assert_eq!(singles, expected.map(|(label, row, column)| (label.to_owned(), row, column)));
        assert!(lists.is_empty());
    }

    #[test]
    fn a_row_of_labels_above_blank_rows_is_a_list_numbers_or_not() {
        let (singles, lists) = said(&["一览表|-|-", "序号|姓名|班级", "1||", "2||", "3||", "填表人：|-|-"]);
        assert!(singles.is_empty(), "{singles:?}");
        assert_eq!(lists, [("序号,姓名,班级".to_owned(), 3)]);
    }

    #[test]
    fn one_blank_row_below_labels_is_filled_once_where_other_blanks_are() {
        let (singles, lists) = said(&["姓名||班级|", "成因|-|帮扶措施|-", "|-||-"]);
        assert_eq!(singles.len(), 4);
        assert!(lists.is_empty());
        let (_, lists) = said(&["姓名|班级", "|"]);
        assert_eq!(lists.len(), 1);
    }

    #[test]
    fn rows_of_relatives_inside_a_form_are_a_list_of_their_own() {
        let (singles, lists) = said(&["姓名||班级|", "关系|姓名|电话|备注", "|||", "|||"]);
        assert_eq!(singles.len(), 2);
        assert_eq!(lists, [("关系,姓名,电话,备注".to_owned(), 2)]);
    }
}

//! Where the header of a table stands, and what its columns are called: title lines above it, merged cells, two levels.

use super::sheet::{Merge, Sheet, normal};
use super::table::Column;

/// Rows of a sheet among which the header is looked for.
const SEARCHED_ROWS: usize = 100;
/// Merged areas among those rows that are looked at.
const HEAD_MERGES: usize = 2_000;
/// Rows that a header has at most.
const DEPTH: usize = 4;
/// Characters of a group's name; what is longer is a title.
const GROUP_CHARS: usize = 15;
/// A cell above the header with one of these is a title, not the name of a group of columns.
const TITLE_WORDS: [&str; 6] = ["表", "册", "小学", "学校", "名单", ":"];

/// The header of a table, rows and columns 0-based.
pub(super) struct Head {
    pub(super) top: usize,
    pub(super) bottom: usize,
    pub(super) columns: Vec<Column>,
}

/// The text of a header cell: half-width, without any space.
pub(super) fn label(sheet: &Sheet, row: usize, column: usize) -> String {
    let mut text = sheet.cell(row, column).normal();
    text.retain(|c| c != ' ');
    text
}

/// The form of a column's name that is known: as it stands, or without a remark in brackets, a star, a colon: 语文(100分), *姓名.
fn known_form(text: &str, known: &dyn Fn(&str) -> bool) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    let bare = text.trim_matches(['*', ':', '★', '●']);
    let before = bare.split(['(', '[', '【', '〔']).next().unwrap_or_default();
    [text, bare, before].into_iter().find(|form| !form.is_empty() && known(form)).map(str::to_owned)
}

struct Top<'a> {
    sheet: &'a Sheet,
    merges: Vec<Merge>,
    known: &'a dyn Fn(&str) -> bool,
}

/// Finds the header: the row with the most known names, with the rows above and below that belong to it.
pub(super) fn find(sheet: &Sheet, known: &dyn Fn(&str) -> bool) -> Option<Head> {
    let merges = sheet.merges.iter().filter(|m| m.top < SEARCHED_ROWS + DEPTH).take(HEAD_MERGES).copied().collect();
    let top = Top { sheet, merges, known };
    let scores = (0..sheet.rows.len().min(SEARCHED_ROWS)).map(|row| (top.score(row), row));
    let (score, row) = scores.max_by_key(|(score, row)| (*score, usize::MAX - row))?;
    if score == 0 {
        return None;
    }
    let (first, last) = top.grow(row);
    Some(Head { top: first, bottom: last, columns: top.columns(first, last) })
}

impl Top<'_> {
    fn width(&self, row: usize) -> usize {
        self.sheet.rows.get(row).map_or(0, Vec::len)
    }

    fn score(&self, row: usize) -> usize {
        (0..self.width(row)).filter(|column| known_form(&label(self.sheet, row, *column), self.known).is_some()).count()
    }

    fn merge_at(&self, row: usize, column: usize) -> Option<&Merge> {
        self.merges.iter().find(|m| m.holds(row, column))
    }

    /// The text of a cell or of the merged area it lies in.
    fn text(&self, row: usize, column: usize) -> String {
        match self.merge_at(row, column) {
            Some(m) => label(self.sheet, m.top, m.left),
            None => label(self.sheet, row, column),
        }
    }

    /// Filled cells of a row with the last column each spans: its merged area, or as far as blank cells follow over filled ones.
    fn spans(&self, row: usize, lower: usize) -> Vec<(usize, usize)> {
        let filled: Vec<usize> = (0..self.width(row)).filter(|c| !label(self.sheet, row, *c).is_empty()).collect();
        let end = self.width(row).max(self.width(lower));
        let span = |(at, column): (usize, &usize)| {
            let next = filled.get(at + 1).copied().unwrap_or(end);
            let last = match self.merge_at(row, *column) {
                Some(m) => m.right,
                None if self.text(lower, *column).is_empty() => *column,
                None => (*column..next).take_while(|c| !self.text(lower, *c).is_empty()).last().unwrap_or(*column),
            };
            (*column, last)
        };
        filled.iter().enumerate().map(span).collect()
    }

    fn filled_between(&self, row: usize, from: usize, to: usize) -> usize {
        (from..=to).filter(|c| !label(self.sheet, row, *c).is_empty()).count()
    }

    /// Rows of the header around its best row.
    fn grow(&self, row: usize) -> (usize, usize) {
        let (mut top, mut bottom) = (row, row);
        let named = |m: &&Merge| m.height() <= DEPTH && !label(self.sheet, m.top, m.left).is_empty();
        for m in self.merges.iter().filter(|m| m.top <= row && row <= m.bottom).filter(named) {
            top = top.min(m.top);
            bottom = bottom.max(m.bottom);
        }
        while top > 0 && bottom - top + 1 < DEPTH && self.names_groups(top - 1, top) {
            top -= 1;
        }
        while bottom - top + 1 < DEPTH && self.names_members(bottom, bottom + 1) {
            bottom += 1;
        }
        (top, bottom)
    }

    /// Whether a row names groups of the columns of the row below it.
    fn names_groups(&self, row: usize, lower: usize) -> bool {
        let spans = self.spans(row, lower);
        let all = self.filled_between(lower, 0, self.width(lower));
        let is_title = |text: &str| text.chars().count() > GROUP_CHARS || TITLE_WORDS.iter().any(|w| text.contains(w));
        let fits = |(from, to): &(usize, usize)| {
            let below = self.filled_between(lower, *from, *to);
            (below == 0 || (below >= 2 && below < all)) && !is_title(&label(self.sheet, row, *from))
        };
        spans.iter().any(|(from, to)| self.filled_between(lower, *from, *to) >= 2) && spans.iter().all(fits)
    }

    /// Whether a row names the members of groups that the row above it names.
    fn names_members(&self, upper: usize, row: usize) -> bool {
        let filled: Vec<usize> = (0..self.width(row)).filter(|c| !label(self.sheet, row, *c).is_empty()).collect();
        let words = filled.iter().all(|c| !label(self.sheet, row, *c).starts_with(|c: char| c.is_ascii_digit() || c == '-'));
        let under_group = |c: &usize| self.merge_at(upper, *c).is_some_and(|m| m.width() > 1 && m.bottom < row);
        let free = |c: &usize| self.text(upper, *c).is_empty() || self.merge_at(upper, *c).is_some_and(|m| m.bottom >= row);
        let merged = filled.iter().filter(|c| under_group(c)).count() >= 2 && filled.iter().all(|c| under_group(c) || free(c));
        let not_known_above = |c: &usize| known_form(&self.text(upper, *c), self.known).is_none();
        let known = filled.iter().filter(|c| known_form(&label(self.sheet, row, **c), self.known).is_some()).count();
        let unmerged = known >= 2 && known * 2 > filled.len() && filled.iter().all(not_known_above);
        words && (merged || unmerged)
    }

    fn columns(&self, top: usize, bottom: usize) -> Vec<Column> {
        let width = (top..=bottom).map(|row| self.width(row)).max().unwrap_or(0);
        let mut columns = Vec::new();
        for index in 0..width {
            let mut path: Vec<String> = Vec::new();
            for row in top..=bottom {
                let own = self.text(row, index);
                let part = if own.is_empty() && row < bottom { self.carried(row, bottom, index) } else { own };
                if !part.is_empty() && path.last() != Some(&part) {
                    path.push(part);
                }
            }
            let Some(last) = path.last() else { continue };
            // The further columns of a merged name hold nothing of their own.
            let repeats = self.merge_at(bottom, index).is_some_and(|m| m.left < index);
            if !repeats {
                let leaf = known_form(last, self.known).unwrap_or_else(|| normal(last));
                columns.push(Column { index, name: path.join("/"), leaf });
            }
        }
        columns
    }

    /// The name of the group that a blank cell of an upper header row belongs to, when groups are written without merging.
    fn carried(&self, row: usize, bottom: usize, column: usize) -> String {
        if self.text(row + 1, column).is_empty() && row + 1 == bottom {
            return String::new();
        }
        let groups = self.spans(row, row + 1);
        let group = groups.into_iter().find(|(from, to)| *from < column && column <= *to);
        group.map_or_else(String::new, |(from, _)| label(self.sheet, row, from))
    }
}

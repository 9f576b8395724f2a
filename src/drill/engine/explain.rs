//! The worked column (竖式) as the child wrote it and as it should be, with the wrong step marked: rows of cells that a page or a sheet can draw.

use serde::{Deserialize, Serialize};

use super::answer::Answer;
use super::bugs::{self, Bug, addition, multiplication, subtraction};
use super::long_division;
use super::number::{Digits, Number};
use super::problem::{Op, Problem};
use super::steps;

/// How a cell is to be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// As it is.
    #[default]
    Plain,
    /// Here the work goes wrong first.
    Wrong,
    /// Wrong, too, further on.
    Follows,
}

/// One place of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// A digit, a sign, a point, two digits of a small note, or nothing.
    pub text: String,
    /// How it is to be shown.
    pub mark: Mark,
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RowKind {
    /// Small figures: what was carried or what was left after borrowing.
    Note,
    /// A number of the problem.
    Number,
    /// A line; its cells are empty.
    Line,
    /// A partial product, or a step of a long division.
    Partial,
    /// What was answered.
    Result,
}

/// A row; all rows of a picture have the same number of cells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// From the left.
    pub cells: Vec<Cell>,
}

/// A line of a calculation that is not worked in columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextLine {
    /// What is written.
    pub text: String,
    /// How it is to be shown.
    pub mark: Mark,
}

/// A calculation on paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Picture {
    /// Digit under digit.
    Column(Vec<Row>),
    /// Line under line.
    Lines(Vec<TextLine>),
}

/// Both pictures of one answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// The problem as it is printed.
    pub problem: String,
    /// As the child wrote it, as far as the rule tells.
    pub child: Picture,
    /// As it should be.
    pub right: Picture,
}

impl Picture {
    /// As plain text, for a screen reader or a log of a test.
    pub fn text(&self) -> String {
        match self {
            Self::Lines(lines) => lines.iter().map(|line| format!("{}\n", line.text)).collect(),
            Self::Column(rows) => rows.iter().map(|row| format!("{}\n", row_text(row).trim_end())).collect(),
        }
    }

    /// Cells or lines that carry a mark.
    pub fn marks(&self) -> Vec<(String, Mark)> {
        let cells = match self {
            Self::Lines(lines) => lines.iter().map(|line| (line.text.clone(), line.mark)).collect::<Vec<_>>(),
            Self::Column(rows) => rows.iter().flat_map(|row| &row.cells).map(|cell| (cell.text.clone(), cell.mark)).collect(),
        };
        cells.into_iter().filter(|(_, mark)| *mark != Mark::Plain).collect()
    }
}

fn row_text(row: &Row) -> String {
    if row.kind == RowKind::Line {
        return "---".repeat(row.cells.len());
    }
    row.cells.iter().map(|cell| format!("{:>3}", cell.text)).collect()
}

/// A picture in the making: rows of cells from the right, so that places stand below each other.
#[derive(Default)]
pub(super) struct Sheet {
    rows: Vec<(RowKind, Vec<Cell>)>,
}

impl Sheet {
    /// A row of a text, its last character `shift` cells from the right edge.
    pub(super) fn text(&mut self, kind: RowKind, text: &str, shift: usize) -> &mut Vec<Cell> {
        let cells = text.chars().rev().map(|c| Cell { text: c.to_string().trim().to_owned(), mark: Mark::Plain });
        let row = std::iter::repeat_n(Cell::default(), shift).chain(cells).collect();
        self.rows.push((kind, row));
        let last = self.rows.len() - 1;
        &mut self.rows[last].1
    }

    /// A line across.
    pub(super) fn line(&mut self) {
        self.rows.push((RowKind::Line, Vec::new()));
    }

    /// Small figures, the last place first; empty ones stay away. A row of nothing is left out.
    fn notes(&mut self, notes: Vec<String>, point: Option<usize>) {
        if notes.iter().all(String::is_empty) {
            return;
        }
        let mut cells: Vec<Cell> = notes.into_iter().map(|text| Cell { text, mark: Mark::Plain }).collect();
        if let Some(at) = point.filter(|at| *at > 0 && *at < cells.len()) {
            cells.insert(at, Cell::default());
        }
        self.rows.push((RowKind::Note, cells));
    }

    /// The picture, with the sign before the row of the second number.
    pub(super) fn done(self, sign: Option<(usize, char)>) -> Picture {
        let width = self.rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0) + usize::from(sign.is_some());
        let row = |(at, (kind, mut cells)): (usize, (RowKind, Vec<Cell>))| {
            cells.resize(width, Cell::default());
            if let (Some((_, sign)), Some(cell)) = (sign.filter(|(place, _)| *place == at), cells.last_mut()) {
                cell.text = sign.to_string();
            }
            cells.reverse();
            Row { kind, cells }
        };
        Picture::Column(self.rows.into_iter().enumerate().map(row).collect())
    }

    fn len(&self) -> usize {
        self.rows.len()
    }
}

/// Marks where an answer differs from the right one, from the right edge: the first place as wrong, further ones as following.
fn mark_from_right(cells: &mut Vec<Cell>, right: &[Cell]) {
    let mut first = true;
    for at in 0..cells.len().max(right.len()) {
        let wanted = right.get(at).map_or("", |cell| cell.text.as_str());
        if cells.len() <= at {
            cells.push(Cell::default());
        }
        if cells[at].text != wanted {
            cells[at].mark = if first { Mark::Wrong } else { Mark::Follows };
            first = false;
        }
    }
}

/// Both pictures of an answer; with the rule that wrote it, the steps between are shown, too. `None` when the problem has no right answer.
pub fn explain(problem: &Problem, answer: Answer, bug: Option<Bug>) -> Option<Explanation> {
    let right = problem.right()?;
    let by = bug.filter(|bug| bugs::predict(*bug, problem).answers().contains(&answer));
    let (child, correct) = match problem {
        Problem::Two(Op::Add | Op::Sub, a, b) if a.decimal().is_some() && b.decimal().is_some() => {
            (sum_picture(problem, answer, right, by)?, sum_picture(problem, right, right, None)?)
        }
        Problem::Two(Op::Mul, a, b) if a.decimal().is_some() && b.decimal().is_some() && bugs::multiplication::table_fact(problem).is_none() => {
            (product_picture(problem, answer, right, by)?, product_picture(problem, right, right, None)?)
        }
        Problem::Two(Op::Div, Number::Whole(a), Number::Whole(b)) if bugs::multiplication::table_fact(problem).is_none() => {
            (long_division::child(*a, *b, answer), long_division::right(*a, *b))
        }
        _ => (Picture::Lines(steps::child(problem, answer, by)), Picture::Lines(steps::right(problem))),
    };
    Some(Explanation { problem: problem.to_string(), child, right: correct })
}

/// A number with its places, as it stands in a column: enough zeros in front of the point.
fn written(answer: Answer, places: u32) -> String {
    match answer {
        Answer::Number(value) => match value.as_decimal() {
            Some((digits, own)) if own <= places => match digits.checked_mul(10_u64.pow(places - own)) {
                Some(digits) => Number::Decimal { digits, places }.to_string(),
                None => value.to_string(),
            },
            _ => value.to_string(),
        },
        other => other.to_string(),
    }
}

/// Digits behind the point, of a text.
fn places_of(text: &str) -> usize {
    text.split_once('.').map_or(0, |(_, behind)| behind.len())
}

fn sum_picture(problem: &Problem, answer: Answer, right: Answer, bug: Option<Bug>) -> Option<Picture> {
    let Problem::Two(op, a, b) = problem else { return None };
    let places = a.decimal()?.1.max(b.decimal()?.1);
    let point = usize::try_from(places).ok().filter(|places| *places > 0);
    let mut sheet = Sheet::default();
    sheet.notes(notes(problem, answer, right, bug), point);
    let out_of_line = matches!(bug, Some(Bug::RightAligned | Bug::LeftAligned));
    let (upper, lower) = if *op == Op::Add && bug == Some(Bug::LeftAligned) && a.value()? < b.value()? { (b, a) } else { (a, b) };
    let (upper, lower) = (upper.to_string(), lower.to_string());
    // Places that the number lacks behind the point, and the point itself.
    let gap = |text: &str| point.map_or(0, |all| all - places_of(text) + usize::from(places_of(text) == 0));
    let shift = |text: &str, other: &str| match bug {
        Some(Bug::RightAligned) => 0,
        Some(Bug::LeftAligned) => other.len().saturating_sub(text.len()),
        _ => gap(text),
    };
    sheet.text(RowKind::Number, &upper, shift(&upper, &lower));
    let row = sheet.text(RowKind::Number, &lower, shift(&lower, &upper));
    if out_of_line {
        row.iter_mut().filter(|cell| !cell.text.is_empty()).for_each(|cell| cell.mark = Mark::Wrong);
    }
    let sign_row = sheet.len() - 1;
    sheet.line();
    let (given, wanted) = (written(answer, places), written(right, places));
    let lost = if point.is_some() && places_of(&given) == 0 && bug != Some(Bug::PointLost) { gap(&given) } else { 0 };
    let cells = sheet.text(RowKind::Result, &given, lost);
    if answer != right {
        let mut model = Sheet::default();
        let model = model.text(RowKind::Result, &wanted, 0).clone();
        mark_from_right(cells, &model);
        if out_of_line {
            cells.iter_mut().filter(|cell| cell.mark == Mark::Wrong).for_each(|cell| cell.mark = Mark::Follows);
        }
    }
    Some(sheet.done(Some((sign_row, op.sign()))))
}

/// What is carried or left after borrowing, in small figures above the column, when the way is known.
fn notes(problem: &Problem, answer: Answer, right: Answer, bug: Option<Bug>) -> Vec<String> {
    let rules: &[Bug] = match &bug {
        Some(bug) => std::slice::from_ref(bug),
        None if answer == right => &[],
        None => return Vec::new(),
    };
    if let Some((worked, _)) = addition::columns(problem, rules) {
        return worked.carried.as_slice().iter().map(|carried| if *carried > 0 { carried.to_string() } else { String::new() }).collect();
    }
    let (Some((worked, _)), Problem::Two(_, a, b)) = (subtraction::columns(problem, rules), problem) else { return Vec::new() };
    let Some((upper, _, places)) = bugs::level(*a, *b) else { return Vec::new() };
    let digits = Digits::padded(upper, usize::try_from(places).unwrap_or(0) + 1);
    let note = |(at, used): (usize, &u8)| {
        let shown = used + if worked.is_lent(at) { 10 } else { 0 };
        if digits.get(at) == Some(shown) { String::new() } else { shown.to_string() }
    };
    worked.upper.as_slice().iter().enumerate().map(note).collect()
}

fn product_picture(problem: &Problem, answer: Answer, right: Answer, bug: Option<Bug>) -> Option<Picture> {
    let Problem::Two(_, a, b) = problem else { return None };
    let (first, second) = (a.to_string(), b.to_string());
    let (upper, lower) = if first.len() < second.len() { (second, first) } else { (first, second) };
    let rules: &[Bug] = match &bug {
        Some(bug) => std::slice::from_ref(bug),
        None => &[],
    };
    let known = answer == right || bug.is_some();
    let worked = multiplication::columns(problem, rules).filter(|_| known);
    let taught = multiplication::columns(problem, &[])?.0;
    let mut sheet = Sheet::default();
    if let Some((worked, _)) = worked.as_ref().filter(|(worked, _)| worked.rows.len() == 1) {
        let carried = &worked.rows[0].carried;
        sheet.notes(carried.iter().map(|carried| if *carried > 0 { carried.to_string() } else { String::new() }).collect(), None);
    }
    sheet.text(RowKind::Number, &upper, 0);
    sheet.text(RowKind::Number, &lower, 0);
    let sign_row = sheet.len() - 1;
    sheet.line();
    let mut marked = false;
    if let Some((worked, _)) = worked.as_ref().filter(|(worked, _)| worked.rows.len() > 1 || taught.rows.len() > 1) {
        for (at, row) in worked.rows.iter().enumerate() {
            let cells = sheet.text(RowKind::Partial, &row.value.to_string(), usize::try_from(row.shift).ok()?);
            if taught.rows.get(at) != Some(row) {
                let mark = if marked { Mark::Follows } else { Mark::Wrong };
                cells.iter_mut().filter(|cell| !cell.text.is_empty()).for_each(|cell| cell.mark = mark);
                marked = true;
            }
        }
        sheet.line();
    }
    let shown = if answer == right { written(right, a.decimal()?.1 + b.decimal()?.1) } else { answer.to_string() };
    let cells = sheet.text(RowKind::Result, &shown, 0);
    if answer != right {
        let mut model = Sheet::default();
        let places = u32::try_from(places_of(&shown)).ok()?;
        let model = model.text(RowKind::Result, &written(right, places), 0).clone();
        mark_from_right(cells, &model);
        if marked {
            cells.iter_mut().filter(|cell| cell.mark == Mark::Wrong).for_each(|cell| cell.mark = Mark::Follows);
        }
    }
    Some(sheet.done(Some((sign_row, '×'))))
}

#[cfg(test)]
#[path = "explain_tests.rs"]
mod tests;

//! Long division on paper: the quotient above, each product and rest below.

use super::answer::Answer;
use super::explain::{Cell, Mark, Picture, RowKind, Sheet};
use super::number::Digits;

/// Divisor, bracket and dividend, the quotient above it: the quotient's last digit stands over the dividend's last.
fn head(sheet: &mut Sheet, a: u64, b: u64, quotient: &str) -> usize {
    sheet.text(RowKind::Result, quotient, 0);
    sheet.line();
    sheet.text(RowKind::Number, &format!("{b}){a}"), 0);
    0
}

/// As it is taught: every digit of the quotient with its product and what is left, the next digit brought down.
pub(super) fn right(a: u64, b: u64) -> Picture {
    let mut sheet = Sheet::default();
    head(&mut sheet, a, b, &(a / b).to_string());
    let digits = Digits::of(a);
    let (mut rest, mut begun) = (0, false);
    for at in (0..digits.len()).rev() {
        rest = rest * 10 + u64::from(digits.get(at).unwrap_or(0));
        let times = rest / b;
        if times == 0 {
            continue;
        }
        if begun {
            sheet.text(RowKind::Partial, &rest.to_string(), at);
        }
        sheet.text(RowKind::Partial, &(times * b).to_string(), at);
        sheet.line();
        (rest, begun) = (rest - times * b, true);
    }
    sheet.text(RowKind::Partial, &rest.to_string(), 0);
    sheet.done(None)
}

/// What the child wrote: quotient and rest, marked from the left where they part from the right ones.
pub(super) fn child(a: u64, b: u64, answer: Answer) -> Picture {
    let (quotient, rest) = match answer {
        Answer::Remainder(quotient, rest) => (quotient.to_string(), Some(rest)),
        other => (other.to_string(), None),
    };
    let mut sheet = Sheet::default();
    head(&mut sheet, a, b, &quotient);
    let wanted = (a / b).to_string();
    let mut first = quotient != wanted;
    let shown = rest.map(|rest| rest.to_string());
    let rest_differs = rest.unwrap_or(0) != a % b;
    if let Some(rest) = &shown {
        let cells = sheet.text(RowKind::Partial, rest, 0);
        mark(cells, |_| rest_differs, if first { Mark::Follows } else { Mark::Wrong });
    }
    let lacks_rest = shown.is_none() && rest_differs && !first;
    first |= lacks_rest;
    let mut picture = sheet.done(None);
    if let (Picture::Column(rows), true) = (&mut picture, first) {
        let place = |at: usize| quotient.chars().nth(at) != wanted.chars().nth(at);
        let from = (0..quotient.chars().count()).find(|at| place(*at)).unwrap_or(quotient.chars().count().saturating_sub(1));
        let cells = rows[0].cells.iter_mut().filter(|cell| !cell.text.is_empty());
        for (at, cell) in cells.enumerate().skip(from) {
            cell.mark = if at == from { Mark::Wrong } else { Mark::Follows };
        }
    }
    picture
}

fn mark(cells: &mut [Cell], wrong: impl Fn(usize) -> bool, mark: Mark) {
    for (at, cell) in cells.iter_mut().enumerate().filter(|(_, cell)| !cell.text.is_empty()) {
        if wrong(at) {
            cell.mark = mark;
        }
    }
}

//! Rows that move down: what speaks of cells below an inserted row speaks of their new places.

use crate::documents::sheet::{cell_place, column_letters};

/// Rows from `at` on (1-based) move down by `by`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shift {
    pub at: usize,
    pub by: usize,
}

impl Shift {
    pub(super) const fn row(self, row: usize) -> usize {
        if row >= self.at { row + self.by } else { row }
    }

    /// `B5`, `A1:C9`, `A1:B2 D4`.
    pub(super) fn places(self, text: &str) -> String {
        rewritten(text, &mut |token| moved(token, &|row, _| self.row(row)))
    }

    /// A formula. `here` tells whether it stands in the sheet whose rows move; `sheet` is that sheet's name.
    pub(super) fn formula(self, text: &str, here: bool, sheet: &str) -> String {
        rewritten_by_sheet(text, &mut |token, of| {
            let meant = of.map_or(here, |of| of == sheet);
            if meant { moved(token, &|row, _| self.row(row)) } else { None }
        })
    }
}

/// A formula as it reads when it is copied some rows down: rows without `$` move along.
pub(super) fn copied(text: &str, down: usize) -> String {
    rewritten(text, &mut |token| moved(token, &|row, fixed| if fixed { row } else { row + down }))
}

/// A reference with its row changed; `None` when the token is none. `change` is told the row and whether it is fixed by `$`.
fn moved(token: &str, change: &dyn Fn(usize, bool) -> usize) -> Option<String> {
    let bytes = token.as_bytes();
    let letters = usize::from(bytes.first() == Some(&b'$'));
    let end = letters + bytes[letters..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let fixed = bytes.get(end) == Some(&b'$');
    let figures = &token[end + usize::from(fixed)..];
    if !(1..=3).contains(&(end - letters)) || figures.is_empty() || figures.len() > 7 || !figures.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (row, column) = cell_place(token)?;
    let dollar = |yes: bool| if yes { "$" } else { "" };
    Some(format!("{}{}{}{}", dollar(letters == 1), column_letters(column), dollar(fixed), change(row + 1, fixed)))
}

fn rewritten(text: &str, change: &mut dyn FnMut(&str) -> Option<String>) -> String {
    rewritten_by_sheet(text, &mut |token, _| change(token))
}

const fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '$' | '_' | '.') || !c.is_ascii()
}

/// Walks through a formula: texts in quotes stay, names of sheets before `!` are told along, words before `(` are functions.
fn rewritten_by_sheet(text: &str, change: &mut dyn FnMut(&str, Option<&str>) -> Option<String>) -> String {
    let chars: Vec<char> = text.chars().collect();
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    let mut sheet: Option<String> = None;
    while at < chars.len() {
        let c = chars[at];
        let from = at;
        if c == '"' || c == '\'' {
            at += 1;
            while at < chars.len() && chars[at] != c {
                at += 1;
            }
            at = (at + 1).min(chars.len());
            if c == '\'' && chars.get(at) == Some(&'!') {
                sheet = Some(chars[from + 1..at - 1].iter().collect());
                at += 1;
            }
            out.extend(&chars[from..at]);
        } else if is_word(c) {
            while at < chars.len() && is_word(chars[at]) {
                at += 1;
            }
            let word: String = chars[from..at].iter().collect();
            match chars.get(at) {
                Some('!') => {
                    at += 1;
                    out.push_str(&word);
                    out.push('!');
                    sheet = Some(word);
                }
                Some('(') => {
                    out.push_str(&word);
                    sheet = None;
                }
                next => {
                    let range = next == Some(&':');
                    out.push_str(&change(&word, sheet.as_deref()).unwrap_or(word));
                    if !range {
                        sheet = None;
                    }
                }
            }
        } else {
            out.push(c);
            at += 1;
            if c != ':' {
                sheet = None;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_below_move_and_nothing_else_does() {
        let shift = Shift { at: 8, by: 5 };
        let table = [
            ("SUM(D4:D8)", "SUM(D4:D13)"),
            ("D7+$D$8", "D7+$D$13"),
            ("LOG10(A9)&\"A9\"", "LOG10(A14)&\"A9\""),
            ("一览表!B9+其他!B9", "一览表!B14+其他!B9"),
            ("'一览表'!B9:C10", "'一览表'!B14:C15"),
            ("Taxes2026+A1", "Taxes2026+A1"),
        ];
        for (before, after) in table {
            assert_eq!(shift.formula(before, true, "一览表"), after, "{before}");
        }
        assert_eq!(shift.formula("A9+一览表!A9", false, "一览表"), "A9+一览表!A14");
        assert_eq!(shift.places("A1:B9 C8"), "A1:B14 C13");
        assert_eq!(copied("B3*$C$2+ROW()", 2), "B5*$C$2+ROW()");
    }

    #[test]
    fn no_formula_makes_it_panic() {
        for text in ["'", "\"", "!", "'a'!", "$", "$$1", "A99999999999", "一!A1:", "A1:B"] {
            let _ = (Shift { at: 1, by: 1 }.formula(text, true, "一"), copied(text, 1));
        }
    }
}

//! Where a sheet needs mending, and what is told about it (issue 2 item 3).

use serde::{Deserialize, Serialize};

use crate::base::Msg;
use crate::base::words::Lang;

/// Characters of a value that are shown.
const VALUE_CHARS: usize = 60;

/// A problem at its cell, as it is shown, stored and handed on as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// The file.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// Row from 1; 0 when the whole sheet is meant.
    pub row: usize,
    /// Column as the spreadsheet names it; empty when the whole row is meant.
    pub column: String,
    /// What stands there; masked for identity and registry numbers.
    pub value: String,
    /// What is wrong.
    pub problem: String,
    /// How to mend it.
    pub remedy: String,
}

/// How heavily a spot weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The row waits until it is mended.
    Bad,
    /// The row waits until somebody has answered.
    Ask,
    /// The row goes in; somebody should look.
    Note,
}

/// A spot in a sheet.
#[derive(Clone, Debug)]
pub struct Spot {
    /// Which table of the source.
    pub table: usize,
    /// Row of the sheet from 1; 0 for the whole sheet.
    pub row: usize,
    /// Column of the sheet from 0.
    pub column: Option<usize>,
    /// What stands there, already masked.
    pub value: String,
    /// What is wrong and how to mend it.
    pub message: Msg,
    /// How heavily it weighs.
    pub weight: Weight,
}

impl Spot {
    /// As it is told, in a language.
    pub fn told(&self, file: &str, sheet: &str, lang: Lang) -> Trouble {
        let (problem, remedy) = split_remedy(&self.message.text(lang));
        Trouble {
            file: file.to_owned(),
            sheet: sheet.to_owned(),
            row: self.row,
            column: self.column.map(letters).unwrap_or_default(),
            value: self.value.chars().take(VALUE_CHARS).collect(),
            problem,
            remedy,
        }
    }
}

/// The name of a column: A, B … Z, AA.
pub fn letters(column: usize) -> String {
    let (mut left, mut name) = (column + 1, Vec::new());
    while left > 0 {
        left -= 1;
        name.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or_default()));
        left /= 26;
    }
    name.iter().rev().collect()
}

/// Messages say in their first sentence what is wrong, then how to mend it.
pub fn split_remedy(text: &str) -> (String, String) {
    let end = text.find('。').map(|at| at + '。'.len_utf8()).or_else(|| text.find(". ").map(|at| at + 1)).unwrap_or(text.len());
    (text[..end].trim().to_owned(), text[end..].trim().to_owned())
}

/// A number of which only its beginning and end are shown.
pub fn masked(text: &str) -> String {
    let chars: Vec<char> = text.trim().chars().collect();
    let shown = if chars.len() >= 10 { 2 } else { 0 };
    chars.iter().enumerate().map(|(at, c)| if at < shown || at + shown >= chars.len() { *c } else { '*' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_names_of_the_spreadsheet() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(column), name);
        }
    }

    #[test]
    fn what_is_wrong_and_what_to_do_are_told_apart() {
        assert_eq!(split_remedy("没有姓名。请填写姓名。"), ("没有姓名。".to_owned(), "请填写姓名。".to_owned()));
        assert_eq!(split_remedy("There is no name. Fill it in."), ("There is no name.".to_owned(), "Fill it in.".to_owned()));
        assert_eq!(split_remedy("Look"), ("Look".to_owned(), String::new()));
    }

    #[test]
    fn a_number_is_never_shown_whole() {
        assert_eq!(masked("11010120160307123X"), "11**************3X");
        assert_eq!(masked("1234567"), "*******");
    }
}

//! Class names as schools write them, read as one thing.

use std::fmt;

/// A class within a school: its grade (1–6) or its entry year, and its number.
///
/// 五（1）班, 五年级一班, 5.1, 501 and 2021级1班 (in the school year 2025) are the same class.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ClassName {
    /// Grade 1 to 6.
    pub grade: i64,
    /// Number of the class within its grade, from 1.
    pub number: i64,
}

impl fmt::Display for ClassName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}（{}）班", grade_word(self.grade), self.number)
    }
}

/// 一 … 六 for grades 1 … 6; other figures stay figures.
pub fn grade_word(grade: i64) -> String {
    match usize::try_from(grade - 1).ok().and_then(|i| "一二三四五六".chars().nth(i)) {
        Some(word) => word.to_string(),
        None => grade.to_string(),
    }
}

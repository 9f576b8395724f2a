//! What came of the help (成效跟踪): each goal as a series of points with its trend, what the points ask for, the book of how a child changes, reviews of stages.
//!
//! A5-06, A5-07, B9-04 (转化情况记载簿, drafted from the records), A5-08 (the way of a child's support with persons, days and gaps), A6-12, A6-13, A7-03, A7-05, B2-06, B6-11, B7-07
//! (points, reviews, what is changed), B10-12 (what is watched), B6-16, B1-04 (each child by its own baseline, the mean of the grade beside it), A3-17 (results followed, for staff).
//! What people write is sealed under the child's key; who reads what follows the plan and the records.

pub mod book;
pub mod change;
pub mod chart;
pub mod decide;
pub mod draft;
pub mod export;
pub mod family_copy;
pub mod pages;
pub mod points;
pub mod review;
pub mod series;
mod sql;
pub mod standing;
pub mod trend;
pub mod unite;
pub mod way;
pub mod wording;

use crate::base::error::Problems;
use crate::base::{Msg, limits};
use crate::programme::kind_words;

/// A text within its bounds and without words that hurt; noted at its field otherwise. `own_words` are the child's: they are written as they were said.
fn checked(problems: &mut Problems, field: &'static str, text: &str, own_words: bool) -> String {
    let text = text.trim();
    if text.chars().count() > limits::LINE_CHARS {
        problems.note(field, Msg::new("progress-long").with("most", limits::LINE_CHARS));
    } else if let Some(key) = kind_words::kinder(text).filter(|_| !own_words) {
        problems.note(field, key);
    }
    text.to_owned()
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::{BTreeMap, HashMap};
    use std::path::PathBuf;

    use crate::results::stats::Moments;

    pub(crate) fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    /// The rows of a real set of ../shared/data; `None`, with a word, where it is not there.
    pub(crate) fn shared_rows(name: &str) -> Option<Vec<HashMap<String, String>>> {
        let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let path = here.ancestors().map(|up| up.join("shared/data").join(name)).find(|path| path.is_file());
        if path.is_none() {
            eprintln!("skipped: {name} is not here");
        }
        Some(csv::Reader::from_path(path?).unwrap().deserialize().map(|row| row.unwrap()).collect())
    }

    /// The real set of ../shared/data: maths of each child by year; `None` where it is not there.
    pub(crate) fn egsingle() -> Option<Vec<Vec<(f64, f64)>>> {
        let mut children: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
        for row in shared_rows("egsingle.csv")? {
            children.entry(row["childid"].clone()).or_default().push((row["year"].parse().unwrap(), row["math"].parse().unwrap()));
        }
        for child in children.values_mut() {
            child.sort_by(|a, b| a.0.total_cmp(&b.0));
        }
        Some(children.into_values().collect())
    }

    /// The same in standard scores of each year.
    pub(crate) fn standard() -> Option<Vec<Vec<(f64, f64)>>> {
        let mut children = egsingle()?;
        let mut years: BTreeMap<u64, Moments> = BTreeMap::new();
        for (year, value) in children.iter().flatten() {
            years.entry(year.to_bits()).or_default().push(*value);
        }
        for point in children.iter_mut().flatten() {
            point.1 = years[&point.0.to_bits()].z(point.1).unwrap();
        }
        Some(children)
    }
}

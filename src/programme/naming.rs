//! verbs: the school's own words for the categories of pupils (PRACTICE 3, CONVENTIONS 2.9.4): 待优生 or 学习支持学生, by the school's choice.

use std::collections::BTreeMap;

use serde_json::json;

use super::kind_words;
use super::sql;
use crate::access::{Permit, acts};
use crate::base::category::Category;
use crate::base::error::Problems;
use crate::base::{Lang, Msg, Result, limits, words};
use crate::store::Tx;
use crate::trail;

/// How a school calls the categories.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// The school's own word for a category; empty where it has none.
    pub fn own(&self, category: Category) -> &str {
        self.0.get(category.code()).map(String::as_str).unwrap_or_default()
    }
    /// The word to show: the school's own, or the product's.
    pub fn of(&self, category: Category, lang: Lang) -> String {
        match self.own(category) {
            "" => words::word(lang, &format!("programme-category-{}", category.code())),
            own => own.to_owned(),
        }
    }
}

/// How the school calls the categories.
///
/// # Errors
/// Faults of the database.
pub fn names(tx: &mut Tx<'_>) -> Result<Names> {
    Ok(Names(sql::words(tx)?.into_iter().map(|(category, (_, word))| (category, word)).collect()))
}

/// Gives categories words of the school's own; an empty word takes the product's again. Gives how many changed.
///
/// # Errors
/// Problems at the category's code: too long, taken by another category, or a word that hurts, with a kinder one.
pub fn rename(tx: &mut Tx<'_>, permit: &Permit<acts::ManageProgrammes>, new: &BTreeMap<Category, String>) -> Result<usize> {
    let known = sql::words(tx)?;
    let mut problems = Problems::default();
    for (category, word) in new {
        let word = word.trim();
        if word.chars().count() > limits::NAME_CHARS {
            problems.note(category.code(), Msg::new("programme-too-long").with("most", limits::NAME_CHARS));
        }
        if let Some(key) = kind_words::kinder(word) {
            problems.note(category.code(), key);
        }
        if !word.is_empty() && new.iter().any(|(other, text)| other < category && text.trim() == word) {
            problems.note(category.code(), "programme-word-taken");
        }
    }
    problems.end()?;
    let mut changed = 0;
    for (category, word) in new {
        let (number, before) = known.get(category.code()).map_or((0, ""), |(number, word)| (*number, word.as_str()));
        if before != word.trim() {
            sql::insert_word(tx, *category, number + 1, word.trim(), &permit.who().tag())?;
            changed += 1;
        }
    }
    let school = tx.school();
    trail::note(tx, permit.who(), "programme.words", school, &json!({ "count": changed }))?;
    Ok(changed)
}

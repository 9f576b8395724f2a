//! The rules of a new school (CONVENTIONS 2.5, M1–M11; B7-02, B8-02, B8-03, A9-05; A2-01, A6-04, B1-02, B3-01, B4-02): to be copied and edited.
//!
//! Those that find few and say much are in use at once; the others wait until the school has seen their preview.

use super::rule::Rule;
use crate::base::{Error, Lang, Result, words};

/// The rules of a new school with names and notes in its language, ready to be stored.
///
/// # Errors
/// A fault when the rules of the product do not read (a test holds that they do).
pub fn default_rules(lang: Lang) -> Result<Vec<Rule>> {
    let mut rules: Vec<Rule> = serde_json::from_str(include_str!("defaults.json")).map_err(|e| Error::fault("screening: the rules of a new school", e))?;
    for rule in &mut rules {
        rule.name = words::word(lang, &rule.name);
        rule.note = words::word(lang, &rule.note);
    }
    Ok(rules)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_school_has_twelve_sound_rules_with_names() {
        for (lang, _) in Lang::ALL {
            let rules = default_rules(lang).unwrap();
            assert_eq!(rules.len(), 12);
            for rule in rules {
                assert!(rule.problems().is_empty(), "{:?}", rule.problems());
                assert!(!rule.when.finds_half() && !rule.name.starts_with("screening-") && !rule.note.starts_with("screening-"), "{}", rule.name);
            }
        }
    }
}

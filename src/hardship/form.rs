//! The application for determination, as the family fills it in, or as the school finds it. CONVENTIONS 2.2 (the form of Xinjiang), 2.3: no proof is asked for, a declaration is signed.

use serde::{Deserialize, Serialize};

use crate::base::error::Problems;
use crate::base::{Msg, Result, SchoolDate, limits};

/// How the school knows, where nobody asked; the words are `hardship-way-<code>`.
pub const WAYS: [&str; 5] = ["visit", "talk", "call", "registers", "nomination"];
/// Most people in a household.
const PEOPLE_MOST: i64 = 30;
/// Most income of one person and year, in fen: ten million yuan.
const INCOME_MOST: i64 = 1_000_000_000;

/// What is said of a family. What is not said is `None`, never 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Form {
    /// People who live of the income.
    pub people: Option<i64>,
    /// … of them earning.
    pub earning: Option<i64>,
    /// Children at school.
    pub pupils: Option<i64>,
    /// Members gravely ill.
    pub ill: Option<i64>,
    /// Income of one person and year in fen.
    pub income_fen: Option<i64>,
    /// Recognised groups, by the codes of the roster.
    pub groups: Vec<String>,
    /// What the family says in its own words, or what the school saw.
    pub words: String,
    /// What would help most.
    pub wish: String,
    /// Who signed the declaration that this is true; nothing where the school found it.
    pub declared_by: String,
    /// When.
    pub declared_on: Option<SchoolDate>,
    /// One of [`WAYS`] where the school found it; nothing where the family applied.
    pub way: String,
}

impl Form {
    /// Whether the school found it by itself.
    pub fn is_found(&self) -> bool {
        !self.way.is_empty()
    }
}

/// Refuses what cannot be: which number, and which words are missing.
///
/// # Errors
/// Problems at `people`, `earning`, `pupils`, `ill`, `income`, `words`, `wish`, `declared_by`, `declared_on`, `way`.
pub fn check(form: &Form, today: SchoolDate) -> Result<()> {
    let mut problems = Problems::default();
    for (field, value, least) in [("people", form.people, 1), ("earning", form.earning, 0), ("pupils", form.pupils, 1), ("ill", form.ill, 0)] {
        if value.is_some_and(|value| !(least..=PEOPLE_MOST).contains(&value)) {
            problems.note(field, Msg::new("hardship-people-range").with("least", least).with("most", PEOPLE_MOST));
        }
    }
    if let Some(people) = form.people {
        for (field, value) in [("earning", form.earning), ("pupils", form.pupils), ("ill", form.ill)] {
            if value.is_some_and(|value| value > people) {
                problems.note(field, Msg::new("hardship-more-than-people").with("people", people));
            }
        }
    }
    if form.income_fen.is_some_and(|income| !(0..=INCOME_MOST).contains(&income)) {
        problems.note("income", "hardship-income-range");
    }
    let long = |text: &str| text.trim().chars().count();
    if !(5..=limits::TEXT_CHARS).contains(&long(&form.words)) {
        problems.note("words", Msg::new("hardship-reason-length").with("least", 5).with("most", limits::TEXT_CHARS));
    }
    if long(&form.wish) > limits::LINE_CHARS {
        problems.note("wish", Msg::new("hardship-reason-length").with("least", 0).with("most", limits::LINE_CHARS));
    }
    if form.is_found() {
        if !WAYS.contains(&form.way.as_str()) {
            problems.note("way", "hardship-choose");
        }
    } else {
        if !(2..=limits::NAME_CHARS).contains(&long(&form.declared_by)) {
            problems.note("declared_by", "hardship-declared-missing");
        }
        match form.declared_on {
            None => problems.note("declared_on", "hardship-day-missing"),
            Some(day) if day > today => problems.note("declared_on", "hardship-day-ahead"),
            Some(_) => {}
        }
    }
    problems.end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Error;

    fn form() -> Form {
        Form {
            people: Some(5),
            earning: Some(1),
            pupils: Some(2),
            words: "爸爸腰伤，两年没有出工".into(),
            declared_by: "外婆".into(),
            declared_on: "2026-09-10".parse().ok(),
            ..Form::default()
        }
    }

    fn fields(form: &Form) -> Vec<String> {
        match check(form, "2026-09-20".parse().unwrap()) {
            Ok(()) => Vec::new(),
            Err(Error::Invalid(problems)) => problems.iter().map(|one| one.field.to_string()).collect(),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn no_proof_is_asked_for_but_a_declaration() {
        assert_eq!(fields(&form()), [""; 0]);
        assert_eq!(fields(&Form { declared_by: String::new(), ..form() }), ["declared_by"]);
        assert_eq!(fields(&Form { declared_on: "2026-09-21".parse().ok(), ..form() }), ["declared_on"]);
    }

    #[test]
    fn what_the_school_found_needs_no_signature_but_says_how_it_is_known() {
        let found = Form { declared_by: String::new(), declared_on: None, way: "visit".into(), ..form() };
        assert_eq!(fields(&found), [""; 0]);
        assert_eq!(fields(&Form { way: "hearsay".into(), ..found }), ["way"]);
    }

    #[test]
    fn numbers_that_cannot_be_are_named_at_their_field() {
        assert_eq!(fields(&Form { people: Some(0), earning: None, pupils: None, ..form() }), ["people"]);
        assert_eq!(fields(&Form { earning: Some(6), ill: Some(7), ..form() }), ["earning", "ill"]);
        assert_eq!(fields(&Form { income_fen: Some(-1), ..form() }), ["income"]);
        assert_eq!(fields(&Form { words: "穷".into(), ..form() }), ["words"]);
    }
}

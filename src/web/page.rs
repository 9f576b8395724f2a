//! What every page template has at hand as `p`.

use std::fmt::Display;

use crate::base::{Lang, Msg, Problem, words};

/// An entry of the navigation.
#[derive(Clone, Debug)]
pub struct NavItem {
    /// Where it leads.
    pub href: &'static str,
    /// Its word.
    pub label: String,
    /// Its icon in assets/icons.svg.
    pub icon: &'static str,
    /// Whether this page belongs to it.
    pub current: bool,
}

/// The signed-in person.
#[derive(Clone, Debug)]
pub struct Me {
    /// Id: under it the browser keeps drafts and what waits to be sent.
    pub id: String,
    /// Name.
    pub name: String,
    /// The school's name.
    pub school: String,
    /// The family name, for the round mark.
    pub family_name: String,
}

/// A quiet message.
#[derive(Clone, Debug)]
pub struct Flash {
    /// `done`, `warn` or `error`.
    pub kind: &'static str,
    /// What it says.
    pub text: String,
    /// The path to post to in order to undo.
    pub undo: Option<String>,
}

/// An option of a select or radio group: value, text, and whether it is chosen.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Sent.
    pub value: String,
    /// Shown.
    pub text: String,
    /// Chosen.
    pub chosen: bool,
}

impl Choice {
    /// An option.
    pub fn new(value: impl Display, text: impl Display, chosen: bool) -> Self {
        Self { value: value.to_string(), text: text.to_string(), chosen }
    }
}

/// The page around a template.
#[derive(Clone, Debug)]
pub struct Page {
    /// Language.
    pub lang: Lang,
    /// Title.
    pub title: String,
    /// Navigation of this person.
    pub nav: Vec<NavItem>,
    /// Who is signed in.
    pub me: Option<Me>,
    /// Messages.
    pub flash: Vec<Flash>,
    /// Whether the person takes attendance: the round button.
    pub record: bool,
    /// The session's form value.
    pub csrf: String,
    /// The token that makes this form count once.
    pub once: String,
    /// `auto`, `light`, `dark`.
    pub theme: String,
    /// The path of this page.
    pub path: String,
    /// The address of this page with its query, to come back to after a change of language or theme.
    pub here: String,
    /// Problems of the form that was just refused.
    pub problems: Vec<Problem>,
    /// What was typed into it.
    pub typed: Vec<(String, String)>,
}

impl Page {
    /// A word.
    pub fn t(&self, key: &str) -> String {
        words::word(self.lang, key)
    }
    /// A word with one value.
    pub fn tv(&self, key: &str, name: &'static str, value: impl Display) -> String {
        self.m(&Msg::new(key.to_owned()).with(name, value))
    }
    /// A word with two values.
    pub fn tv2(&self, key: &str, name: &'static str, value: impl Display, name2: &'static str, value2: impl Display) -> String {
        self.m(&Msg::new(key.to_owned()).with(name, value).with(name2, value2))
    }
    /// A message.
    pub fn m(&self, msg: &Msg) -> String {
        msg.text(self.lang)
    }
    /// Whether the person may look for pupils.
    pub fn finds(&self) -> bool {
        self.nav.iter().any(|item| item.href == "/pupils")
    }
    /// The language's tag.
    pub fn lang_tag(&self) -> &'static str {
        self.lang.tag()
    }
    /// The problem at a field.
    pub fn problem(&self, field: &str) -> Option<String> {
        self.problems.iter().find(|p| p.field == field).map(|p| self.m(&p.message))
    }
    /// All problems, as field and text.
    pub fn problem_summary(&self) -> Vec<(String, String)> {
        self.problems.iter().map(|p| (p.field.to_string(), self.m(&p.message))).collect()
    }
    /// What was typed into a field before the form was refused; empty otherwise.
    pub fn old(&self, field: &str) -> String {
        self.typed.iter().find(|(name, _)| name == field).map(|(_, value)| value.clone()).unwrap_or_default()
    }
    /// Whether a box was ticked, or the stored value when nothing was refused.
    pub fn ticked(&self, field: &str, stored: impl std::borrow::Borrow<bool>) -> bool {
        if self.typed.is_empty() { *stored.borrow() } else { self.typed.iter().any(|(name, _)| name == field) }
    }
    /// Whether, of several boxes of one name, that with this value was ticked before the form was refused.
    pub fn ticked_with(&self, field: &str, value: impl Display) -> bool {
        let value = value.to_string();
        self.typed.iter().any(|(name, typed)| name == field && *typed == value)
    }
    /// What was typed, or the stored value when nothing was refused.
    pub fn old_or(&self, field: &str, stored: impl Display) -> String {
        if self.typed.is_empty() { stored.to_string() } else { self.old(field) }
    }
}

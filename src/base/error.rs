//! What can go wrong, and what a person is told about it.
//!
//! A person reads what happened, where, and how to mend it; an operator reads one line with context.
//! Neither ever contains a child's data.

use std::borrow::Cow;
use std::fmt;

use super::words::{self, Lang};

/// The result of everything that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A sentence for a person: a key of the word files with its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Msg {
    /// Key in `i18n/*/*.ftl`.
    pub key: Cow<'static, str>,
    /// Values named in the sentence.
    pub args: Vec<(&'static str, String)>,
}

impl Msg {
    /// A sentence without values.
    pub fn new(key: impl Into<Cow<'static, str>>) -> Self {
        Self { key: key.into(), args: Vec::new() }
    }
    /// The same sentence with one more value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
    /// The sentence in a language.
    pub fn text(&self, lang: Lang) -> String {
        words::say(lang, self)
    }
}

impl From<&'static str> for Msg {
    fn from(key: &'static str) -> Self {
        Self::new(key)
    }
}

/// One thing wrong with what was entered, at its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Name of the form field; empty when it concerns the whole form.
    pub field: Cow<'static, str>,
    /// What is wrong and how to mend it.
    pub message: Msg,
}

impl Problem {
    /// A problem at a field.
    pub fn at(field: impl Into<Cow<'static, str>>, message: impl Into<Msg>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

/// Why something was not done.
#[derive(Debug)]
pub enum Error {
    /// There is no such thing, or the person may not know whether there is (HTTP 404).
    NotFound,
    /// The person may know of it but not do it (403).
    Denied(Msg),
    /// What was entered needs mending (422). Nothing was saved, nothing entered is lost.
    Invalid(Vec<Problem>),
    /// Somebody else was there first, or a limit is reached (409).
    Conflict(Msg),
    /// A bound of [`super::limits`] is exceeded (413).
    TooMuch(Msg),
    /// Try again in a moment (503).
    Busy,
    /// A fault of the product or the machine (500). The text is for the operator's log only.
    Fault(String),
}

impl Error {
    /// A single problem at a field.
    pub fn at(field: impl Into<Cow<'static, str>>, message: impl Into<Msg>) -> Self {
        Self::Invalid(vec![Problem::at(field, message)])
    }
    /// A fault with its context, for the operator.
    pub fn fault(context: &str, cause: impl fmt::Display) -> Self {
        Self::Fault(format!("{context}: {cause}"))
    }
    /// The same error with more context in front, when it is a fault.
    #[must_use]
    pub fn context(self, context: &str) -> Self {
        match self {
            Self::Fault(text) => Self::Fault(format!("{context}: {text}")),
            other => other,
        }
    }
    /// What a person is told.
    pub fn messages(&self) -> Vec<Msg> {
        match self {
            Self::NotFound => vec![Msg::new("error-not-found")],
            Self::Denied(m) | Self::Conflict(m) | Self::TooMuch(m) => vec![m.clone()],
            Self::Invalid(problems) => problems.iter().map(|p| p.message.clone()).collect(),
            Self::Busy => vec![Msg::new("error-busy")],
            Self::Fault(_) => vec![Msg::new("error-fault")],
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::Fault(text) = self {
            return f.write_str(text);
        }
        let texts: Vec<String> = self.messages().iter().map(|m| m.text(Lang::default())).collect();
        f.write_str(&texts.join("; "))
    }
}

impl std::error::Error for Error {}

impl From<std::io::Error> for Error {
    fn from(cause: std::io::Error) -> Self {
        Self::fault("file or network", cause)
    }
}

/// Collects every problem of a form, so that a person sees all of them at once.
#[derive(Default, Debug)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Notes a problem and goes on.
    pub fn note(&mut self, field: impl Into<Cow<'static, str>>, message: impl Into<Msg>) {
        self.0.push(Problem::at(field, message));
    }
    /// Keeps the value, or notes the problem.
    pub fn keep<T>(&mut self, field: &'static str, value: std::result::Result<T, Msg>) -> Option<T> {
        value.map_err(|m| self.note(field, m)).ok()
    }
    /// Ends with an error when there was any problem.
    pub fn end(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self.0)) }
    }
}

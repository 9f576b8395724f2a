//! A request as handlers see it: parsed, bounded, without HTTP.

use std::path::{Path, PathBuf};

use super::routes::Method;
use crate::access::Session;
use crate::base::{Lang, Problem, SchoolId};

/// An uploaded file on disk, removed when the request ends.
#[derive(Debug)]
pub struct Upload {
    /// Form field.
    pub field: String,
    /// The name it had on the person's computer.
    pub name: String,
    /// Its size.
    pub size_bytes: u64,
    pub(super) path: PathBuf,
}

impl Upload {
    /// Where it lies until the request ends.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if let Err(cause) = std::fs::remove_file(&self.path) {
            tracing::warn!(%cause, "an uploaded file could not be removed");
        }
    }
}

/// A parsed request.
#[derive(Debug)]
pub struct Request {
    /// Its method.
    pub method: Method,
    /// The path asked for.
    pub path: String,
    /// The query string.
    pub query: String,
    /// Values of the path's placeholders.
    pub params: Vec<(String, String)>,
    /// Fields of the form, in order.
    pub fields: Vec<(String, String)>,
    /// Files.
    pub files: Vec<Upload>,
    /// The school that the cookie names, or the only one.
    pub school: Option<SchoolId>,
    /// The session's token.
    pub token: Option<String>,
    /// Whether htmx asks for a part of a page.
    pub partial: bool,
    /// The address that it came from.
    pub address: String,
    /// Language from the cookie or the browser.
    pub lang: Lang,
    /// `auto`, `light` or `dark`.
    pub theme: String,
    /// The message that the last page left.
    pub flash: Option<String>,
    /// Whether the browser says that the request comes from our own pages.
    pub same_origin: bool,
}

impl Request {
    /// A field of the form.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
    /// All values of a field that may come several times.
    pub fn fields_of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// What the shell knows about the request beyond its content, while a handler runs.
#[derive(Default)]
pub(super) struct Situation {
    pub session: Option<Session>,
    pub problems: Vec<Problem>,
}

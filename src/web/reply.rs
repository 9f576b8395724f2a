//! What a handler answers.

use crate::base::Msg;

/// An answer.
#[derive(Debug)]
pub enum Reply {
    /// A page or a part of one.
    Html(String),
    /// See another page, with a quiet message there and maybe a way to undo.
    Go {
        /// Where.
        to: String,
        /// What was done.
        done: Option<Msg>,
        /// The path to post to in order to undo it.
        undo: Option<String>,
    },
    /// A file.
    File {
        /// Its name.
        name: String,
        /// Its media type.
        media_type: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// JSON for scripts.
    Json(String),
    /// Signed in or out: the cookie to set, and where to go.
    Cookie {
        /// `name=value; attributes` lines.
        set: Vec<String>,
        /// Where.
        to: String,
    },
}

impl Reply {
    /// See another page.
    pub fn go(to: impl Into<String>) -> Self {
        Self::Go { to: to.into(), done: None, undo: None }
    }
    /// See another page, with a quiet message.
    pub fn done(to: impl Into<String>, message: impl Into<Msg>) -> Self {
        Self::Go { to: to.into(), done: Some(message.into()), undo: None }
    }
    /// … and a way to undo.
    #[must_use]
    pub fn with_undo(self, path: impl Into<String>) -> Self {
        match self {
            Self::Go { to, done, .. } => Self::Go { to, done, undo: Some(path.into()) },
            other => other,
        }
    }
    /// A file.
    pub fn file(name: impl Into<String>, media_type: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self::File { name: name.into(), media_type: media_type.into(), bytes }
    }
}

//! What stands in a mark sheet, as a screening reads it: subjects and scores (A2-01, A6-04).

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::base::{Lang, words};

/// Bands of one scale, at most.
pub const MAX_BANDS: u8 = 12;

/// A subject by its code: `chinese`, `maths`, …; its word is `subject-<code>`. A school's own subject is its own name.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subject(Arc<str>);

impl Subject {
    /// The subject with this code.
    pub fn new(code: &str) -> Self {
        Self(code.into())
    }
    /// Its code.
    pub fn code(&self) -> &str {
        &self.0
    }
    /// Its name in a language; a school's own subject keeps the name the school gave it.
    pub fn name(&self, lang: Lang) -> String {
        let key = format!("subject-{}", self.0);
        let name = words::word(lang, &key);
        if name == key { self.0.to_string() } else { name }
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Subject {
    fn serialize<S: Serializer>(&self, s: S) -> std::result::Result<S::Ok, S::Error> {
        s.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Subject {
    fn deserialize<D: Deserializer<'de>>(d: D) -> std::result::Result<Self, D::Error> {
        std::borrow::Cow::<str>::deserialize(d).map(|code| Self::new(&code))
    }
}

/// What stands in the mark sheet for one pupil, one subject and one assessment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Score {
    /// Points, of the full mark of this paper.
    Points {
        /// The mark.
        value: f64,
        /// The full mark, above 0.
        full: f64,
    },
    /// A band: its rank counted from the lowest (0), and how many bands the scale has.
    Band {
        /// 0 for the lowest band.
        rank: u8,
        /// Number of bands, 2 to [`MAX_BANDS`].
        of: u8,
    },
    /// 缺考
    Absent,
    /// 免考
    Exempt,
    /// 缓考
    Deferred,
    /// Nothing stands there.
    Missing,
}

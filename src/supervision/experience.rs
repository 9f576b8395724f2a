//! verbs: what works, shared with all colleagues without a child's name (A9-24, B6-10, B9-05: 好经验及时交流推广). Whoever helps children reads it.

use super::meetings::{self, general};
use super::sql::meetings as sql;
use crate::access::Who;
use crate::base::error::Problems;
use crate::base::{Result, RowId, SchoolDate, limits};
use crate::store::Tx;
use crate::trail;

/// What an experience is about; the words are `supervision-topic-<code>`.
pub const TOPICS: [&str; 6] = ["learning", "conduct", "mind", "family", "class", "other"];
/// Experiences of a page.
const SHOWN: i64 = 100;
/// Characters of a word that is looked for.
const WORD_CHARS: usize = 30;

/// An experience.
#[derive(Clone, Debug)]
pub struct Experience {
    /// Its id.
    pub id: RowId,
    /// One of [`TOPICS`].
    pub topic: String,
    /// In words.
    pub text: String,
    /// When.
    pub day: SchoolDate,
    /// Who.
    pub by: String,
}

/// The experiences on a topic (all for an empty one) that hold a word, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn search(tx: &mut Tx<'_>, topic: &str, word: &str) -> Result<Vec<Experience>> {
    // What SQL takes for a sign is no part of a word that anybody looks for.
    let word: String = word.trim().chars().filter(|c| !matches!(c, '%' | '_' | '\\')).take(WORD_CHARS).collect();
    let like = if word.is_empty() { String::new() } else { format!("%{word}%") };
    let rows = sql::experiences(tx, topic, &like, SHOWN)?;
    Ok(rows.into_iter().map(|(id, _, topic, text, day, by)| Experience { id, topic, text, day, by }).collect())
}

/// Shares one, of a meeting or by itself. Sent again it changes nothing.
///
/// # Errors
/// Problems at `topic`, `experience`; not found for a meeting that the person may not read.
pub fn share(tx: &mut Tx<'_>, who: &Who, id: RowId, meeting: Option<RowId>, topic: &str, text: &str) -> Result<()> {
    if let Some(meeting) = meeting {
        meetings::one(tx, who, meeting)?;
    }
    let mut problems = Problems::default();
    if !TOPICS.contains(&topic) {
        problems.note("topic", "supervision-choose");
    }
    let text = general(tx, &mut problems, "experience", text, limits::LINE_CHARS)?;
    if text.is_empty() {
        problems.note("experience", "supervision-text-missing");
    }
    problems.end()?;
    if sql::insert_experience(tx, id, meeting, topic, &text, who.staff())? {
        trail::note(tx, who, "supervision.experience", id, &serde_json::json!({ "topic": topic }))?;
    }
    Ok(())
}

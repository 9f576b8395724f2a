//! verbs: what the school tells others about the work (A1-21): words without marks, ranks or what a group is called; no child's name or picture without a guardian's consent; approved by
//! somebody else than who wrote it; taken down when a consent is taken back.

use std::collections::BTreeSet;

use serde_json::json;

use super::sql::posts as sql;
use crate::access::{Permit, acts};
use crate::activity::photos;
use crate::base::error::Problems;
use crate::base::{Error, Msg, PupilId, Result, RowId, SchoolDate, StaffId, limits};
use crate::programme::kind_words::kinder;
use crate::reward::{self, publish};
use crate::roster::pupils;
use crate::roster::time::Term;
use crate::store::Tx;
use crate::trail;

/// Where it is told; the words are `tutoring-channel-<code>`.
pub const CHANNELS: [&str; 5] = ["board", "broadcast", "meeting", "site", "wechat"];
/// Days that it stays at most.
pub const DAYS_MOST: i64 = 200;
/// Characters of its words.
const WORDS_CHARS: usize = 2_000;

/// What is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Its id.
    pub id: RowId,
    /// One of [`CHANNELS`].
    pub channel: String,
    /// Its title.
    pub title: String,
    /// Its words.
    pub words: String,
    /// Last day.
    pub until: SchoolDate,
    /// Who wrote it.
    pub staff: StaffId,
    /// Their name.
    pub by: String,
    /// The children named or seen in it.
    pub children: Vec<PupilId>,
    /// What was decided last: `approved`, `returned`, `down`; empty before.
    pub state: String,
    /// Why.
    pub why: String,
    /// Who decided.
    pub decided_by: String,
}

impl Post {
    /// Whether it hangs on a day.
    pub fn hangs(&self, day: SchoolDate) -> bool {
        self.state == "approved" && self.until >= day
    }
}

/// Everything that was told or is to be, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Post>> {
    let children = sql::children(tx)?;
    let mut posts = sql::all(tx)?;
    for post in &mut posts {
        post.children = children.iter().filter(|(of, _)| *of == post.id).map(|(_, pupil)| *pupil).collect();
    }
    Ok(posts)
}

/// Of the children of a post those for whom no consent stands today.
///
/// # Errors
/// Faults of the database.
pub fn without_consent(tx: &mut Tx<'_>, children: &[PupilId]) -> Result<Vec<PupilId>> {
    let mut found = Vec::new();
    for pupil in children {
        if photos::consent(tx, *pupil)? != Some(true) {
            found.push(*pupil);
        }
    }
    Ok(found)
}

/// A post as it is typed.
#[derive(Clone, Debug)]
pub struct New {
    /// Made by the form.
    pub id: RowId,
    /// One of [`CHANNELS`].
    pub channel: String,
    /// Its title.
    pub title: String,
    /// Its words.
    pub words: String,
    /// Last day.
    pub until: SchoolDate,
    /// The children named or seen in it.
    pub children: BTreeSet<PupilId>,
}

/// Writes a post; it waits for approval. Sent again it changes nothing.
///
/// # Errors
/// Problems at `channel`, `title`, `words` (a mark, a rank, what the group is called, a child who is not listed), `until`, `pupil` (no consent).
pub fn write(tx: &mut Tx<'_>, permit: &Permit<acts::ManageTutoring>, term: &Term, new: &New) -> Result<()> {
    let (today, mut problems) = (tx.today(), Problems::default());
    let (title, words) = (new.title.trim(), new.words.trim());
    let own = reward::private_words(tx, term)?;
    for (field, text, most) in [("title", title, limits::NAME_CHARS), ("words", words, WORDS_CHARS)] {
        if text.is_empty() || text.chars().count() > most {
            problems.note(field, Msg::new("tutoring-name-length").with("most", most));
        } else if let Some(key) = kinder(text).or_else(|| publish::refused(text, &own)) {
            problems.note(field, key);
        }
    }
    if !CHANNELS.contains(&new.channel.as_str()) {
        problems.note("channel", "tutoring-choose");
    }
    if new.until < today || new.until > today.plus_days(DAYS_MOST) {
        problems.note("until", Msg::new("tutoring-vetting-days").with("count", DAYS_MOST));
    }
    let listed: Vec<PupilId> = new.children.iter().copied().collect();
    let known = pupils::named(tx, permit.who(), &listed)?;
    if known.len() != listed.len() {
        problems.note("pupil", "tutoring-pupils-missing");
    }
    let text = format!("{title}\n{words}");
    let unlisted = |name: &String| name.chars().count() >= 2 && text.contains(name.as_str()) && !known.iter().any(|line| line.name == *name);
    if let Some(name) = sql::names(tx)?.into_iter().find(unlisted) {
        problems.note("words", Msg::new("tutoring-post-names").with("name", name));
    }
    for pupil in without_consent(tx, &listed)? {
        let name = known.iter().find(|line| line.id == pupil).map(|line| line.name.clone()).unwrap_or_default();
        problems.note("pupil", Msg::new("tutoring-post-no-consent").with("name", name));
    }
    problems.end()?;
    let post = New { title: title.to_owned(), words: words.to_owned(), ..new.clone() };
    if sql::insert(tx, &post, permit.who().staff())? {
        for pupil in &listed {
            sql::insert_child(tx, new.id, *pupil)?;
        }
        trail::note(tx, permit.who(), "tutoring.post", new.id, &json!({ "channel": new.channel, "children": listed.len() }))?;
    }
    Ok(())
}

/// Approves a post, or gives it back with a reason: somebody else than who wrote it.
///
/// # Errors
/// Not found; a problem at `why`; a conflict when it was decided, is one's own, or a consent is missing by now.
pub fn decide(tx: &mut Tx<'_>, permit: &Permit<acts::ApprovePublicity>, id: RowId, approve: bool, why: &str) -> Result<()> {
    let post = all(tx)?.into_iter().find(|post| post.id == id).ok_or(Error::NotFound)?;
    let why = why.trim();
    if !approve && !(4..=limits::LINE_CHARS).contains(&why.chars().count()) {
        return Err(Error::at("why", "tutoring-post-why"));
    }
    if !post.state.is_empty() {
        return Err(Error::Conflict(Msg::new("tutoring-post-decided")));
    }
    if post.staff == permit.who().staff() {
        return Err(Error::Conflict(Msg::new("tutoring-post-own")));
    }
    if approve && !without_consent(tx, &post.children)?.is_empty() {
        return Err(Error::Conflict(Msg::new("tutoring-post-consent-gone")));
    }
    let what = if approve { "approved" } else { "returned" };
    step(tx, permit.who(), &post, what, why)
}

/// Takes a post down before its last day.
///
/// # Errors
/// Not found; a conflict when it does not hang.
pub fn take_down(tx: &mut Tx<'_>, permit: &Permit<acts::ManageTutoring>, id: RowId) -> Result<()> {
    let (post, today) = (all(tx)?.into_iter().find(|post| post.id == id).ok_or(Error::NotFound)?, tx.today());
    if !post.hangs(today) {
        return Err(Error::Conflict(Msg::new("tutoring-post-decided")));
    }
    step(tx, permit.who(), &post, "down", "")
}

fn step(tx: &mut Tx<'_>, who: &crate::access::Who, post: &Post, what: &str, why: &str) -> Result<()> {
    if !sql::insert_step(tx, post.id, what, why, who.staff())? {
        return Err(Error::Conflict(Msg::new("tutoring-post-decided")));
    }
    trail::note(tx, who, "tutoring.post_decided", post.id, &json!({ "what": what }))?;
    Ok(())
}

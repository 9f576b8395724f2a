//! verbs: one thing that is written of a child, sealed, and what was done with it. Every facet of the room keeps its texts here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::rules::diagnoses;
use super::sql::entry as sql;
use crate::access::Who;
use crate::base::error::Problems;
use crate::base::{Error, Msg, PupilId, Result, RowId, SchoolDate, Sealed, StaffId, Stamp, limits};
use crate::programme::kind_words::kinder;
use crate::store::Tx;

const BODY: &str = "wellbeing_entry.body";
const WORDS: &str = "wellbeing_step.words";
/// Entries of one kind of a child that are read at once.
const OF_PUPIL_MOST: i64 = 500;
/// Entries of one kind of all children that are read at once: more than a large school writes in a year.
const ALL_MOST: i64 = 10_000;

/// What a thing is about: kinds whose texts lie in the psychological file, and kinds that others read, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What a teacher saw (B4-13).
    Notice,
    /// A page of the psychological file (B1-11).
    Page,
    /// What cannot wait.
    Crisis,
    /// A referral to somebody outside (B5-04).
    Referral,
    /// Somebody asks to read the file.
    Ask,
    /// Somebody broke the glass of the file.
    Glass,
    /// What the counsellor proposes to those who write the plan (B10-10, B10-11): no word of why.
    Proposal,
    /// A complaint of mockery (B9-01, B9-02).
    Complaint,
}

impl Kind {
    /// The identifier, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Page => "page",
            Self::Crisis => "crisis",
            Self::Referral => "referral",
            Self::Ask => "ask",
            Self::Glass => "glass",
            Self::Proposal => "proposal",
            Self::Complaint => "complaint",
        }
    }
    /// Whether it is sealed under the key of the file besides the child's, and goes with the file.
    const fn in_file(self) -> bool {
        !matches!(self, Self::Proposal | Self::Complaint)
    }
}

/// What an entry says, as sealed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Body {
    /// A code: of a page, a crisis, a list.
    pub what: String,
    /// The concern level; 0 without one.
    pub level: i64,
    /// Codes that were ticked.
    pub ticks: Vec<String>,
    /// In words.
    pub text: String,
    /// Further words, by the field.
    pub parts: BTreeMap<String, String>,
}

impl Body {
    /// Further words of a field; empty without any.
    pub fn part(&self, name: &str) -> &str {
        self.parts.get(name).map_or("", String::as_str)
    }
}

/// An entry with its steps, opened.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its id.
    pub id: RowId,
    /// The child.
    pub pupil: PupilId,
    /// When.
    pub day: SchoolDate,
    /// Who wrote it.
    pub staff: StaffId,
    /// Of which member of staff it is, or to which institution it goes.
    pub about: Option<RowId>,
    /// When it was kept.
    pub at: Stamp,
    /// What it says; nothing once the file is destroyed.
    pub body: Option<Body>,
    /// What was done, the first first.
    pub steps: Vec<Step>,
    file: Option<RowId>,
}

/// What was done with an entry.
#[derive(Clone, Debug)]
pub struct Step {
    /// What.
    pub what: String,
    /// When.
    pub day: SchoolDate,
    /// In words; empty without any.
    pub words: String,
    /// Who: a staff id.
    pub actor: String,
}

impl Entry {
    /// Whether a step was taken.
    pub fn has(&self, what: &str) -> bool {
        self.steps.iter().any(|step| step.what == what)
    }
    /// What it says; an empty body once the file is destroyed.
    pub fn said(&self) -> Body {
        self.body.clone().unwrap_or_default()
    }
}

/// A new entry.
pub(super) struct New {
    pub id: RowId,
    pub pupil: PupilId,
    pub kind: Kind,
    pub about: Option<RowId>,
    pub body: Body,
}

/// A text as it is checked everywhere in the room: not too long, kind, and no illness named.
pub(super) fn text(problems: &mut Problems, field: &'static str, typed: &str, must: bool) -> String {
    let text = typed.trim();
    if text.is_empty() && must {
        problems.note(field, "wellbeing-text-missing");
    } else if text.chars().count() > limits::LINE_CHARS {
        problems.note(field, Msg::new("wellbeing-text-long").with("most", limits::LINE_CHARS));
    } else if diagnoses(text) {
        problems.note(field, "wellbeing-no-diagnosis");
    } else if let Some(key) = kinder(text) {
        problems.note(field, key);
    }
    text.to_owned()
}

/// What was ticked, of what can be.
pub(super) fn ticked(typed: &[String], of: &[&str]) -> Vec<String> {
    of.iter().filter(|code| typed.iter().any(|one| one == *code)).map(ToString::to_string).collect()
}

/// Keeps an entry. Sent again by the same person it changes nothing; gives whether it is new.
pub(super) fn keep(tx: &mut Tx<'_>, who: &Who, new: &New) -> Result<bool> {
    if let Some(known) = sql::owner(tx, new.id)? {
        let same = known == (new.pupil, who.staff(), new.kind.code().to_owned());
        return if same { Ok(false) } else { Err(Error::Conflict(Msg::new("wellbeing-not-yours"))) };
    }
    let text = serde_json::to_string(&new.body).map_err(|e| Error::fault("what is written of a child", e))?;
    let file = if new.kind.in_file() { Some(file_of(tx, new.pupil)?) } else { None };
    let sealed = seal(tx, new.pupil, file, BODY, &text)?;
    sql::insert(tx, new, file, &sealed, who.staff())?;
    Ok(true)
}

/// The key of the child's file; made when it is first needed.
fn file_of(tx: &mut Tx<'_>, pupil: PupilId) -> Result<RowId> {
    if let Some(file) = sql::files(tx, pupil)?.into_iter().next() {
        return Ok(file);
    }
    let id = tx.new_id();
    sql::insert_file(tx, id, pupil)?;
    Ok(id)
}

/// Seals a text under the child's key, and within it under the key of the file where it lies in one.
fn seal(tx: &Tx<'_>, pupil: PupilId, file: Option<RowId>, place: &str, text: &str) -> Result<Vec<u8>> {
    match file {
        None => tx.vault().seal(pupil, place, text),
        Some(file) => {
            let inner = tx.vault().seal(file, place, text)?;
            tx.vault().seal_bytes(pupil, place, &inner)
        }
    }
}

/// Opens it; nothing once one of the two keys is destroyed.
fn open(tx: &Tx<'_>, pupil: PupilId, file: Option<RowId>, place: &str, sealed: &[u8]) -> Result<Option<Sealed<String>>> {
    match file {
        None => tx.vault().open_sealed(pupil, place, sealed),
        Some(file) => match tx.vault().open_bytes(pupil, place, sealed)? {
            Some(inner) => tx.vault().open_sealed(file, place, &inner),
            None => Ok(None),
        },
    }
}

fn read(tx: &mut Tx<'_>, row: sql::Row) -> Result<Entry> {
    let text = open(tx, row.pupil, row.file, BODY, &row.sealed)?;
    let body = text.map(|text| serde_json::from_str(text.open()).map_err(|e| Error::fault("what is written of a child", e))).transpose()?;
    let mut steps = Vec::new();
    for (what, day, sealed, actor) in sql::steps(tx, row.id)? {
        let words = match sealed {
            Some(sealed) => open(tx, row.pupil, row.file, WORDS, &sealed)?.map(|words| words.open().clone()).unwrap_or_default(),
            None => String::new(),
        };
        steps.push(Step { what, day, words, actor });
    }
    let sql::Row { id, pupil, day, staff, about, at, file, .. } = row;
    Ok(Entry { id, pupil, day, staff, about, at, body, steps, file })
}

fn all(tx: &mut Tx<'_>, rows: Vec<sql::Row>) -> Result<Vec<Entry>> {
    rows.into_iter().map(|row| read(tx, row)).collect()
}

/// The entries of a kind of a child, the newest first.
pub(super) fn of_pupil(tx: &mut Tx<'_>, pupil: PupilId, kind: Kind) -> Result<Vec<Entry>> {
    let rows = sql::of_pupil(tx, pupil, kind.code(), OF_PUPIL_MOST)?;
    all(tx, rows)
}

/// The entries of a kind from a day on, of all children, the newest first.
pub(super) fn since(tx: &mut Tx<'_>, kind: Kind, from: SchoolDate, until: SchoolDate) -> Result<Vec<Entry>> {
    let rows = sql::since(tx, kind.code(), from, until, ALL_MOST)?;
    all(tx, rows)
}

/// One entry of a kind.
pub(super) fn one(tx: &mut Tx<'_>, id: RowId, kind: Kind) -> Result<Entry> {
    let row = sql::one(tx, id, kind.code())?.ok_or(Error::NotFound)?;
    read(tx, row)
}

/// Takes a step with an entry. Somebody who took one at the same time is not overwritten.
pub(super) fn step(tx: &mut Tx<'_>, who: &Who, entry: &Entry, what: &str, words: &str) -> Result<()> {
    let words = words.trim();
    let sealed = if words.is_empty() { None } else { Some(seal(tx, entry.pupil, entry.file, WORDS, words)?) };
    if sql::insert_step(tx, entry.id, entry.steps.len() as i64 + 1, what, sealed.as_deref(), &who.tag())? { Ok(()) } else { Err(Error::Conflict("wellbeing-changed".into())) }
}

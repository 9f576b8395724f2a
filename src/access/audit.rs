//! The chain that remembers who looked at what and changed what: one chain per school, one row per request, with ids and
//! levels and never values. Each row's hash covers the row before it, so that a changed or removed row is found.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use sha2::{Digest, Sha256};

use super::level::Levels;
use super::permit::Subject;
use super::{Who, sql};
use crate::base::{Error, Lang, Result, SchoolId, Stamp, words};
use crate::store::{Store, Tx};

/// What is written of one request.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Staff id, or `operator:<name>`.
    pub actor: String,
    /// The action or the route.
    pub act: String,
    /// Id of the child, class or grade; empty for the school.
    pub subject: String,
    /// Letters of the levels that were shown or changed.
    pub levels: String,
    /// Ids and counts, never values.
    pub note: String,
}

impl Entry {
    /// An entry for somebody's act.
    pub fn of(who: &Who, act: impl Into<String>) -> Self {
        Self { actor: who.tag(), act: act.into(), subject: String::new(), levels: String::new(), note: String::new() }
    }
    /// On whom.
    #[must_use]
    pub fn subject(mut self, subject: Subject) -> Self {
        self.subject = subject.tag();
        self
    }
    /// At which levels.
    #[must_use]
    pub fn levels(mut self, levels: Levels) -> Self {
        self.levels = levels.letters();
        self
    }
    /// With a note of ids and counts.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }
}

/// A row of the chain as it is read.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its number, from 1.
    pub seq: i64,
    /// When.
    pub at: Stamp,
    /// What was written.
    pub entry: Entry,
    /// The hash over this row and the one before.
    pub hash: Vec<u8>,
}

/// Appends an entry. Call it last in a transaction: the head of the chain is the last row locked before commit.
///
/// # Errors
/// Faults of the database; not found when the school has no chain.
pub fn append(tx: &mut Tx<'_>, entry: &Entry) -> Result<i64> {
    let at = tx.now();
    let (seq, before) = sql::lock_head(tx)?;
    let hash = link(&before, seq, at, entry);
    sql::insert_entry(tx, seq, at, entry, &hash)?;
    Ok(seq)
}

fn link(before: &[u8], seq: i64, at: Stamp, entry: &Entry) -> Vec<u8> {
    let mut sha = Sha256::new();
    sha.update(before);
    sha.update(seq.to_be_bytes());
    sha.update(at.0.to_be_bytes());
    for part in [&entry.actor, &entry.act, &entry.subject, &entry.levels, &entry.note] {
        sha.update((part.len() as u64).to_be_bytes());
        sha.update(part.as_bytes());
    }
    sha.finalize().to_vec()
}

/// What [`verify`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Rows read.
    pub rows: i64,
    /// Number of the first row that does not follow from the one before; `None` when the chain is whole.
    pub broken_at: Option<i64>,
    /// Hash of the last row, in hex: the head that is printed on the term report.
    pub head: String,
}

/// The number and the hash of the last row, in hex: what papers carry, so that a chain that was changed later can be told.
///
/// # Errors
/// Faults of the database; not found when the school has no chain.
pub fn head(tx: &mut Tx<'_>) -> Result<(i64, String)> {
    let (seq, hash) = sql::head(tx)?;
    Ok((seq, data_encoding::HEXLOWER.encode(&hash)))
}

/// Walks the whole chain of this school.
///
/// # Errors
/// Faults of the database.
pub fn verify(tx: &mut Tx<'_>) -> Result<Verdict> {
    let (last, head) = sql::head(tx)?;
    let mut before = Vec::new();
    let mut rows = 0;
    let mut broken_at = None;
    sql::each_entry(tx, |row| {
        rows += 1;
        if broken_at.is_none() && (row.seq != rows || link(&before, row.seq, row.at, &row.entry) != row.hash) {
            broken_at = Some(rows);
        }
        before = row.hash;
        Ok(())
    })?;
    if broken_at.is_none() && (rows != last || before != head) {
        broken_at = Some(rows + 1);
    }
    Ok(Verdict { rows, broken_at, head: data_encoding::HEXLOWER.encode(&head) })
}

/// An act of the chain in words: `access-act-<act>`. A form without an act of its own stands in the chain as its path.
pub fn act_word(lang: Lang, act: &str) -> String {
    if act.starts_with('/') {
        return words::word(lang, "access-act-form");
    }
    let key = format!("access-act-{}", act.to_ascii_lowercase());
    let word = words::word(lang, &key);
    if word == key { words::word(lang, "access-act-other") } else { word }
}

/// The levels of the chain in words, from their letters.
pub fn level_words(lang: Lang, letters: &str) -> String {
    let words: Vec<String> = letters.chars().map(|letter| words::word(lang, &format!("access-level-{letter}"))).collect();
    words.join(" · ")
}

/// A page of the chain, newest first, by part of it.
///
/// # Errors
/// Faults of the database.
pub fn page(tx: &mut Tx<'_>, actor: Option<&str>, subject: Option<&str>, before: Option<i64>, rows: i64) -> Result<Vec<Row>> {
    sql::entries(tx, actor, subject, before.unwrap_or(i64::MAX), rows)
}

type Note = (SchoolId, Entry, SyncSender<Result<()>>);

/// Writes the entries of sensitive pages in groups: many pages, one commit. A page waits for its entry before it answers.
#[derive(Clone)]
pub struct Writer(SyncSender<Note>);

/// Entries in one commit at most.
const GROUP: usize = 256;

impl Writer {
    /// Starts the writer; it ends when the last handle is dropped.
    ///
    /// # Errors
    /// When no thread can be had.
    pub fn start(store: Store) -> Result<Self> {
        let (send, receive) = sync_channel(GROUP * 4);
        thread::Builder::new().name("audit".into()).spawn(move || write_groups(&store, &receive))?;
        Ok(Self(send))
    }

    /// Writes an entry and waits until it is on the disk.
    ///
    /// # Errors
    /// When it could not be written: the page must then not be shown.
    pub fn write(&self, school: SchoolId, entry: Entry) -> Result<()> {
        let (done, wait) = sync_channel(1);
        self.0.send((school, entry, done)).map_err(|_| Error::Fault("the audit writer has stopped".into()))?;
        wait.recv().map_err(|_| Error::Fault("the audit writer has stopped".into()))?
    }
}

fn write_groups(store: &Store, receive: &Receiver<Note>) {
    while let Ok(first) = receive.recv() {
        let mut group = vec![first];
        while group.len() < GROUP {
            match receive.try_recv() {
                Ok(note) => group.push(note),
                Err(_) => break,
            }
        }
        group.sort_by_key(|(school, ..)| *school);
        for of_school in group.chunk_by(|a, b| a.0 == b.0) {
            let written = store.write(of_school[0].0, |tx| of_school.iter().try_for_each(|(_, entry, _)| append(tx, entry).map(|_| ())));
            for (_, _, done) in of_school {
                let answer = match &written {
                    Ok(()) => Ok(()),
                    Err(cause) => Err(Error::fault("audit", cause)),
                };
                // Who asked may have gone away meanwhile; the entry stands all the same.
                drop(done.send(answer));
            }
        }
    }
}

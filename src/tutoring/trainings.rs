//! verbs: trainings of mentors and tutors, with who took part and the material (B7-04), and where colleagues tell each other what worked (B4-09).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::sql::trainings as sql;
use crate::access::{Permit, acts};
use crate::base::error::Problems;
use crate::base::{AttachmentId, Error, Msg, Result, RowId, SchoolDate, StaffId, limits};
use crate::programme::kind_words::kinder;
use crate::roster::people;
use crate::roster::time::Term;
use crate::store::Tx;
use crate::trail;

/// What a training is about; the words are `tutoring-topic-<code>`.
pub const TOPICS: [&str; 6] = ["psychology", "behaviour", "pedagogy", "subject", "safety", "experience"];
/// Bytes of a file of material, at most.
pub const MATERIAL_BYTES: usize = 8 << 20;
/// Files of a training, at most.
pub const MATERIAL_MOST: usize = 5;
/// Kinds of files that are kept as material.
pub const ENDINGS: [&str; 8] = ["pdf", "docx", "pptx", "xlsx", "doc", "ppt", "txt", "png"];

/// A training.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Training {
    /// Its id.
    pub id: RowId,
    /// When.
    pub day: SchoolDate,
    /// How long, in minutes.
    pub minutes: i64,
    /// One of [`TOPICS`].
    pub topic: String,
    /// Its title.
    pub title: String,
    /// Who spoke.
    pub speaker: String,
    /// What it was about.
    pub about: String,
    /// Who took part, by name.
    pub there: Vec<(StaffId, String)>,
}

/// The trainings of a term, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn of_term(tx: &mut Tx<'_>, term: &Term) -> Result<Vec<Training>> {
    let mut there: BTreeMap<RowId, Vec<(StaffId, String)>> = BTreeMap::new();
    for (training, staff, name) in sql::there(tx, term.id)? {
        there.entry(training).or_default().push((staff, name));
    }
    let mut all = sql::of_term(tx, term.id)?;
    for one in &mut all {
        one.there = there.remove(&one.id).unwrap_or_default();
    }
    Ok(all)
}

/// Writes a training down. Sent again it changes nothing.
///
/// # Errors
/// Problems at `title`, `speaker`, `about`, `topic`, `day` (outside the term), `minutes`.
pub fn hold(tx: &mut Tx<'_>, permit: &Permit<acts::ManageTutoring>, term: &Term, new: &Training) -> Result<()> {
    let mut problems = Problems::default();
    let (title, speaker, about) = (new.title.trim(), new.speaker.trim(), new.about.trim());
    for (field, text) in [("title", title), ("speaker", speaker)] {
        if text.is_empty() || text.chars().count() > limits::NAME_CHARS {
            problems.note(field, Msg::new("tutoring-name-length").with("most", limits::NAME_CHARS));
        } else if let Some(key) = kinder(text) {
            problems.note(field, key);
        }
    }
    if about.chars().count() > limits::LINE_CHARS {
        problems.note("about", Msg::new("tutoring-text-length").with("most", limits::LINE_CHARS));
    }
    if !TOPICS.contains(&new.topic.as_str()) {
        problems.note("topic", "tutoring-choose");
    }
    if !(term.first_day.plus_days(-60)..=term.last_day).contains(&new.day) {
        problems.note("day", "tutoring-training-day");
    }
    if !(10..=1440).contains(&new.minutes) {
        problems.note("minutes", Msg::new("tutoring-minutes-odd").with("least", 10).with("most", 1440));
    }
    problems.end()?;
    let new = Training { title: title.to_owned(), speaker: speaker.to_owned(), about: about.to_owned(), ..new.clone() };
    if sql::insert(tx, term.id, &new, &permit.who().tag())? {
        trail::note(tx, permit.who(), "tutoring.training", new.id, &json!({ "topic": new.topic, "minutes": new.minutes }))?;
    }
    Ok(())
}

/// Writes down who took part; who was ticked before and is no more, did not. The same again changes nothing.
///
/// # Errors
/// Not found; a problem at `there` for somebody who does not work here, or for a day that is still to come.
pub fn attend(tx: &mut Tx<'_>, permit: &Permit<acts::ManageTutoring>, term: &Term, id: RowId, there: &BTreeSet<StaffId>) -> Result<()> {
    let (training, today) = (of_term(tx, term)?.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)?, tx.today());
    if training.day > today {
        return Err(Error::at("there", "tutoring-training-to-come"));
    }
    let known: BTreeSet<StaffId> = people::staff_list(tx)?.into_iter().map(|one| one.id).collect();
    if !there.is_subset(&known) {
        return Err(Error::at("there", "tutoring-staff-missing"));
    }
    let before: BTreeSet<StaffId> = training.there.iter().map(|(staff, _)| *staff).collect();
    for staff in before.symmetric_difference(there) {
        sql::insert_there(tx, id, *staff, there.contains(staff), &permit.who().tag())?;
    }
    trail::note(tx, permit.who(), "tutoring.trained", id, &json!({ "count": there.len() }))?;
    Ok(())
}

/// Keeps a file of material.
///
/// # Errors
/// Not found; problems at `file`: another kind, too large, too many.
pub fn keep(tx: &mut Tx<'_>, permit: &Permit<acts::ManageTutoring>, term: &Term, id: RowId, name: &str, bytes: &[u8]) -> Result<()> {
    if !sql::of_term(tx, term.id)?.iter().any(|one| one.id == id) {
        return Err(Error::NotFound);
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    if !ENDINGS.contains(&ending.as_str()) || name.chars().count() > limits::NAME_CHARS * 2 || bytes.is_empty() {
        return Err(Error::at("file", Msg::new("tutoring-material-kind").with("kinds", ENDINGS.join(", "))));
    }
    if bytes.len() > MATERIAL_BYTES {
        return Err(Error::at("file", Msg::new("tutoring-material-big").with("most", MATERIAL_BYTES >> 20)));
    }
    if trail::attachments_of(tx, id)?.len() >= MATERIAL_MOST {
        return Err(Error::at("file", Msg::new("tutoring-material-many").with("most", MATERIAL_MOST)));
    }
    trail::attach(tx, permit.who(), id, name, "application/octet-stream", bytes)?;
    trail::note(tx, permit.who(), "tutoring.material", id, &json!({ "bytes": bytes.len() }))?;
    Ok(())
}

/// The files of a training: id, name, bytes.
///
/// # Errors
/// Faults of the database.
pub fn material(tx: &mut Tx<'_>, id: RowId) -> Result<Vec<(AttachmentId, String, i64)>> {
    trail::attachments_of(tx, id)
}

/// A file of a training.
///
/// # Errors
/// Not found when it is not of this training.
pub fn file(tx: &mut Tx<'_>, id: RowId, file: AttachmentId) -> Result<(String, Vec<u8>)> {
    let (_, name, _) = material(tx, id)?.into_iter().find(|(of, ..)| *of == file).ok_or(Error::NotFound)?;
    Ok((name, trail::attachment(tx, file)?.content))
}

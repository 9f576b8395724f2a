//! What every room leaves behind: events, tasks, attachments and consents.
//!
//! An event is a record of a change (who, when, why); facts travel to the left only as events.

mod sql;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::access::Who;
use crate::base::{AttachmentId, ConsentId, Error, EventId, GuardianId, Id, Msg, PupilId, Result, RowId, SchoolDate, StaffId, Stamp, TaskId, limits};
use crate::store::Tx;

/// An event as it is read back.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// When.
    pub at: Stamp,
    /// Staff id, or `operator:<name>`.
    pub actor: String,
    /// `<room>.<what>`; its words are `event-<room>-<what>`.
    pub kind: String,
    /// Whom it concerns.
    pub subject: RowId,
    /// Ids, dates and counts as JSON: never names or marks.
    pub data: String,
}

/// Notes an event on a subject. `data` holds ids, dates and counts.
///
/// # Errors
/// Faults of the database.
pub fn note(tx: &mut Tx<'_>, who: &Who, kind: &str, subject: impl Id, data: &impl Serialize) -> Result<EventId> {
    let id = tx.new_id();
    let data = serde_json::to_string(data).map_err(|e| Error::fault("event", e))?;
    sql::insert_event(tx, id, &who.tag(), kind, RowId::from_uuid(subject.uuid()), &data)?;
    Ok(id)
}

/// The newest events on a subject.
///
/// # Errors
/// Faults of the database.
pub fn events_of(tx: &mut Tx<'_>, subject: impl Id, rows: i64) -> Result<Vec<Event>> {
    sql::events_of(tx, RowId::from_uuid(subject.uuid()), rows.min(limits::ROWS_PER_PAGE_MOST))
}

/// Something somebody has to do.
#[derive(Clone, Debug)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// `<room>-<what>`; its words are `task-<room>-<what>`.
    pub kind: String,
    /// Whose.
    pub staff: StaffId,
    /// The exact form.
    pub link: String,
    /// Values for the words, without names of children.
    pub args: Vec<(String, String)>,
    /// By when.
    pub due: SchoolDate,
}

/// Opens a task; the same task (person, kind, subject, due day) is opened once.
///
/// # Errors
/// Faults of the database.
pub fn open_task(tx: &mut Tx<'_>, staff: StaffId, kind: &str, subject: impl Id, link: &str, args: &[(&str, String)], due: SchoolDate) -> Result<()> {
    let args = serde_json::to_string(args).map_err(|e| Error::fault("task", e))?;
    let id = tx.new_id();
    sql::insert_task(tx, id, kind, staff, RowId::from_uuid(subject.uuid()), link, &args, due)
}

/// Ends the open tasks of a kind on a subject, whoever has them.
///
/// # Errors
/// Faults of the database.
pub fn end_tasks(tx: &mut Tx<'_>, who: &Who, kind: &str, subject: impl Id, done: bool) -> Result<()> {
    sql::end_tasks(tx, &who.tag(), kind, RowId::from_uuid(subject.uuid()), if done { "done" } else { "withdrawn" })
}

/// Ends the open tasks of a kind on a subject that the person who asks has, as done; those of others stay.
///
/// # Errors
/// Faults of the database.
pub fn end_own_tasks(tx: &mut Tx<'_>, who: &Who, kind: &str, subject: impl Id) -> Result<()> {
    sql::end_own_tasks(tx, &who.tag(), who.staff(), kind, RowId::from_uuid(subject.uuid()))
}

/// Ends the open tasks of a kind on a subject that a person has, when what they were for is over.
///
/// # Errors
/// Faults of the database.
pub fn end_tasks_of(tx: &mut Tx<'_>, who: &Who, staff: StaffId, kind: &str, subject: impl Id) -> Result<()> {
    sql::end_own_tasks(tx, &who.tag(), staff, kind, RowId::from_uuid(subject.uuid()))
}

/// The forms that a person's open tasks of a kind lead to, however many they are.
///
/// # Errors
/// Faults of the database.
pub fn links_due(tx: &mut Tx<'_>, staff: StaffId, kind: &str) -> Result<Vec<String>> {
    sql::links_due(tx, staff, kind)
}

/// A person's first open tasks, as many as a page shows, the earliest due first.
///
/// # Errors
/// Faults of the database.
pub fn tasks_of(tx: &mut Tx<'_>, staff: StaffId) -> Result<Vec<Task>> {
    sql::tasks_of(tx, staff, limits::ROWS_PER_PAGE)
}

/// Gives the open tasks of one person to another, or only those named; gives the ids of those that moved. What the other has to do anyway is withdrawn.
///
/// # Errors
/// Faults of the database.
pub fn move_tasks(tx: &mut Tx<'_>, who: &Who, from: StaffId, to: StaffId, only: Option<&[TaskId]>) -> Result<Vec<TaskId>> {
    let mut moved = Vec::new();
    for id in sql::open_tasks_of(tx, from)?.into_iter().filter(|id| only.is_none_or(|only| only.contains(id))) {
        if sql::move_task(tx, id, to)? {
            moved.push(id);
        } else {
            sql::withdraw_task(tx, &who.tag(), id)?;
        }
    }
    Ok(moved)
}

/// A stored file.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// File name.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// Its bytes.
    pub content: Vec<u8>,
    /// The row it belongs to.
    pub owner: RowId,
}

/// Stores a file.
///
/// # Errors
/// Too much beyond [`limits::WORKBOOK_BYTES`].
pub fn attach(tx: &mut Tx<'_>, who: &Who, owner: impl Id, name: &str, media_type: &str, content: &[u8]) -> Result<AttachmentId> {
    if content.len() as u64 > limits::WORKBOOK_BYTES {
        return Err(Error::TooMuch(Msg::new("error-file-too-big").with("most", limits::WORKBOOK_BYTES >> 20)));
    }
    let id = tx.new_id();
    sql::insert_attachment(tx, id, name, media_type, content, &Sha256::digest(content), RowId::from_uuid(owner.uuid()), &who.tag())?;
    Ok(id)
}

/// A stored file. The caller has asked whether the person may see its owner.
///
/// # Errors
/// Not found when there is none.
pub fn attachment(tx: &mut Tx<'_>, id: AttachmentId) -> Result<Attachment> {
    sql::attachment(tx, id)
}

/// Empties a stored file for good: what it held is gone, that there was one stays. The caller notes why.
///
/// # Errors
/// Faults of the database.
pub fn empty_attachment(tx: &mut Tx<'_>, id: AttachmentId) -> Result<()> {
    sql::empty_attachment(tx, id)
}

/// Files of an owner: id, name and size in bytes.
///
/// # Errors
/// Faults of the database.
pub fn attachments_of(tx: &mut Tx<'_>, owner: impl Id) -> Result<Vec<(AttachmentId, String, i64)>> {
    sql::attachments_of(tx, RowId::from_uuid(owner.uuid()))
}

/// A guardian's consent to one purpose, or its refusal or withdrawal: the newest counts.
#[derive(Clone, Debug)]
pub struct Consent {
    /// What for; its word is `consent-<purpose>`.
    pub purpose: String,
    /// Given; else refused, or withdrawn.
    pub given: bool,
    /// Taken back after it was given.
    pub withdrawn: bool,
    /// `paper`, `spoken`, `link`.
    pub how: String,
    /// Who said so: 母亲.
    pub by_whom: String,
    /// The guardian in the register, where the person is one of them.
    pub guardian: Option<GuardianId>,
    /// The version of the letter that was answered; empty when there was none.
    pub version: String,
    /// When.
    pub day: SchoolDate,
}

/// Records a consent, a refusal or a withdrawal.
///
/// # Errors
/// A problem at `given` when something is withdrawn that was not given; a fault when it is given and withdrawn at once.
pub fn record_consent(tx: &mut Tx<'_>, who: &Who, pupil: PupilId, consent: &Consent) -> Result<ConsentId> {
    if consent.given && consent.withdrawn {
        return Err(Error::Fault("a consent is given and withdrawn at once".into()));
    }
    if consent.withdrawn && !consents_of(tx, pupil)?.iter().find(|known| known.purpose == consent.purpose).is_some_and(|known| known.given) {
        return Err(Error::at("given", "trail-consent-not-given"));
    }
    let id = tx.new_id();
    sql::insert_consent(tx, id, pupil, consent, &who.tag())?;
    Ok(id)
}

/// All that was said about consents for a pupil, newest first.
///
/// # Errors
/// Faults of the database.
pub fn consents_of(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<Consent>> {
    sql::consents_of(tx, pupil)
}

/// Gives what was left behind of one subject to another: events, files, consents and tasks, with the links of the tasks. A task that both have is withdrawn from `gone`.
/// For a child who was entered twice; the caller has asked whether the person may.
///
/// # Errors
/// Faults of the database.
pub fn unite(tx: &mut Tx<'_>, who: &Who, kept: PupilId, gone: PupilId) -> Result<()> {
    sql::hand_over(tx, &who.tag(), kept, gone)
}

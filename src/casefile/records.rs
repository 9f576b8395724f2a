//! verbs: what is written in a file – strengths, the child's own words, files of subjects, and the counsellor's pages. B3-03, A7-07, B6-03, B10-13.

use super::sight::Field;
use super::{Names, checked, id_of, live_file, sight, sql, unsealed};
use crate::access::{Duty, Level, Permit, acts, readers_of};
use crate::base::error::Problems;
use crate::base::{Error, PupilId, Result, RowId, SchoolDate, Sealed};
use crate::results::SUBJECTS;
use crate::store::Tx;
use crate::trail;

const NOTE: &str = "case_note.text";
const GAPS: &str = "case_subject.gaps";
const WORKS: &str = "case_subject.works";
const NEXT: &str = "case_subject.next";
const GIVE_UP: &str = "case_give_up.text";
/// The task that asks a subject teacher for the file of the subject.
pub const SUBJECT_TASK: &str = "casefile-subject";
/// Days within which the teachers of a subject are asked to write in its file.
const SUBJECT_DAYS: i64 = 7;
/// What a note is.
pub const KINDS: [&str; 2] = ["strength", "voice"];
/// Who said it.
pub const SAID_BY: [&str; 4] = ["child", "teacher", "family", "classmate"];
/// How it came onto paper.
pub const HOWS: [&str; 3] = ["dictated", "written", "seen"];
/// From being noticed to being over (B10-13: 识别与矫正过程).
pub const STAGES: [&str; 3] = ["noticed", "working", "over"];

/// A strength or the child's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its id.
    pub id: RowId,
    /// One of [`KINDS`].
    pub kind: String,
    /// One of [`SAID_BY`].
    pub said_by: String,
    /// One of [`HOWS`].
    pub how: String,
    /// When.
    pub day: SchoolDate,
    /// What.
    pub text: String,
    /// Who wrote it down.
    pub by: String,
    /// Whether the reader wrote it.
    pub mine: bool,
}

/// A note to be written.
#[derive(Clone, Debug, Default)]
pub struct NewNote {
    /// One of [`KINDS`].
    pub kind: String,
    /// One of [`SAID_BY`].
    pub said_by: String,
    /// One of [`HOWS`].
    pub how: String,
    /// What.
    pub text: String,
    /// When; today when missing.
    pub day: Option<SchoolDate>,
}

/// Strengths and own words of a child, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn notes(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Vec<Note>> {
    let (pupil, sight) = (permit.pupil()?, sight(permit));
    if !sight.of(Field::Note) {
        return Ok(Vec::new());
    }
    let names = Names::load(tx)?;
    let mut notes = Vec::new();
    for row in sql::notes(tx, id_of(pupil))? {
        let text = unsealed(tx, pupil, NOTE, &row.text)?;
        if !text.is_empty() {
            notes.push(Note { id: row.id, kind: row.kind, said_by: row.said_by, how: row.how, day: row.day, text, by: names.of(&row.actor), mine: row.actor == sight.me });
        }
    }
    Ok(notes)
}

/// Writes a strength or the child's own words. The child's words stay as they were said.
///
/// # Errors
/// Problems at `kind`, `said_by`, `how`, `day` and `text`; a conflict when there is no live file.
pub fn note(tx: &mut Tx<'_>, permit: &Permit<acts::WriteCaseFile>, new: &NewNote) -> Result<RowId> {
    let pupil = permit.pupil()?;
    let case = live_file(tx, permit.who(), pupil, &sight(permit))?;
    let (today, mut problems) = (tx.today(), Problems::default());
    for (field, value, known) in [("kind", &new.kind, &KINDS[..]), ("said_by", &new.said_by, &SAID_BY), ("how", &new.how, &HOWS)] {
        if !known.contains(&value.as_str()) {
            problems.note(field, "casefile-choose");
        }
    }
    let day = new.day.unwrap_or(today);
    if day > today {
        problems.note("day", "casefile-day-to-come");
    }
    let mut own_words = Problems::default();
    let text = checked(if new.kind == "voice" { &mut own_words } else { &mut problems }, "text", &new.text, true);
    if new.kind == "voice" && (text.is_empty() || text.chars().count() > crate::base::limits::LINE_CHARS) {
        own_words.end()?;
    }
    problems.end()?;
    let row = sql::NoteRow {
        id: tx.new_id(),
        kind: new.kind.clone(),
        said_by: if new.kind == "voice" { "child".into() } else { new.said_by.clone() },
        how: new.how.clone(),
        day,
        text: tx.vault().seal(pupil, NOTE, &text)?,
        actor: permit.who().tag(),
    };
    sql::insert_note(tx, case, &row)?;
    trail::note(tx, permit.who(), "casefile.note", case, &serde_json::json!({ "kind": new.kind }))?;
    Ok(row.id)
}

/// Takes back a note of one's own: it stays, unseen.
///
/// # Errors
/// Not found for a note of another child or author.
pub fn take_back(tx: &mut Tx<'_>, permit: &Permit<acts::WriteCaseFile>, note: RowId) -> Result<()> {
    let case = id_of(permit.pupil()?);
    let actor = permit.who().tag();
    if !sql::notes(tx, case)?.iter().any(|row| row.id == note && row.actor == actor) {
        return Err(Error::NotFound);
    }
    sql::insert_note_end(tx, note, &actor)?;
    trail::note(tx, permit.who(), "casefile.note-end", case, &serde_json::json!({ "note": note }))?;
    Ok(())
}

/// What an entry of a subject's file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Where the chain of knowledge is broken.
    pub gaps: String,
    /// What works with this child.
    pub works: String,
    /// The next step.
    pub next: String,
}

/// The file of a subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubjectFile {
    /// The subject.
    pub subject: String,
    /// When its teachers were told (A7-07), if they were.
    pub asked: Option<SchoolDate>,
    /// Entries with day and author, the newest first: the newest counts, the others are the track (B6-03).
    pub entries: Vec<(SchoolDate, String, Entry)>,
}

/// The files of the subjects that the reader may see.
///
/// # Errors
/// Faults of the database.
pub fn subject_files(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Vec<SubjectFile>> {
    let (pupil, sight) = (permit.pupil()?, sight(permit));
    let names = Names::load(tx)?;
    let mut files: Vec<SubjectFile> = Vec::new();
    for row in sql::subjects(tx, id_of(pupil))? {
        if !sight.of(Field::Subject(&row.subject)) {
            continue;
        }
        if files.last().is_none_or(|file| file.subject != row.subject) {
            files.push(SubjectFile { subject: row.subject.clone(), ..SubjectFile::default() });
        }
        let open = |what, bytes: &[u8]| unsealed(tx, pupil, what, bytes);
        let entry = Entry { gaps: open(GAPS, &row.gaps)?, works: open(WORKS, &row.works)?, next: open(NEXT, &row.next)? };
        if let Some(file) = files.last_mut() {
            if row.what == "asked" {
                file.asked = file.asked.or(Some(row.day));
            } else if entry != Entry::default() {
                file.entries.push((row.day, names.of(&row.actor), entry));
            }
        }
    }
    files.sort_by_key(|file| SUBJECTS.iter().position(|code| *code == file.subject).unwrap_or(SUBJECTS.len()));
    Ok(files)
}

fn write_subject(tx: &mut Tx<'_>, case: RowId, pupil: PupilId, subject: &str, what: &str, entry: &Entry, actor: String) -> Result<()> {
    let seal = |place, text: &str| tx.vault().seal(pupil, place, text);
    let row = sql::SubjectRow {
        subject: subject.to_owned(),
        what: what.to_owned(),
        day: tx.today(),
        gaps: seal(GAPS, &entry.gaps)?,
        works: seal(WORKS, &entry.works)?,
        next: seal(NEXT, &entry.next)?,
        actor,
    };
    sql::insert_subject(tx, case, &row)
}

/// Opens the files of the subjects that are hard for the child and tells the teachers of these subjects (A7-07). Gives how many were told.
///
/// # Errors
/// A problem at `subjects` when none is chosen or one is unknown; denied to who teaches a subject and nothing else.
pub fn ask_subjects(tx: &mut Tx<'_>, permit: &Permit<acts::WriteCaseFile>, subjects: &[String]) -> Result<usize> {
    let pupil = permit.pupil()?;
    if permit.why().subjects().is_some() {
        return Err(Error::Denied("casefile-subjects-not-yours".into()));
    }
    if subjects.is_empty() || subjects.iter().any(|subject| !SUBJECTS.contains(&subject.as_str())) {
        return Err(Error::at("subjects", "casefile-choose"));
    }
    let case = live_file(tx, permit.who(), pupil, &sight(permit))?;
    let see = Permit::<acts::SeePupil>::ask(tx, permit.who(), pupil)?;
    let (readers, due) = (readers_of(tx, &see)?, tx.today().plus_days(SUBJECT_DAYS));
    let mut told = 0;
    for subject in subjects {
        write_subject(tx, case, pupil, subject, "asked", &Entry::default(), permit.who().tag())?;
        for (staff, ..) in readers.iter().filter(|(_, duty, taught, _)| *duty == Duty::SubjectTeacher && taught == subject) {
            trail::open_task(tx, *staff, SUBJECT_TASK, case, &format!("/pupils/{pupil}/case#subject-{subject}"), &[], due)?;
            told += 1;
        }
    }
    trail::note(tx, permit.who(), "casefile.subjects", case, &serde_json::json!({ "subjects": subjects, "told": told }))?;
    Ok(told)
}

/// Whether the holder of the permit writes in the file of a subject: who teaches it, and who looks after the class.
pub fn writes_subject(permit: &Permit<acts::WriteCaseFile>, subject: &str) -> bool {
    permit.why().subjects().is_none_or(|own| own.iter().any(|mine| mine == subject))
}

/// Writes in the file of a subject; the tasks of its teachers for this child end.
///
/// # Errors
/// Denied for a subject that is not the person's; problems at `gaps`, `works` and `next`; a conflict when there is no live file.
pub fn write_in_subject(tx: &mut Tx<'_>, permit: &Permit<acts::WriteCaseFile>, subject: &str, entry: &Entry) -> Result<()> {
    let pupil = permit.pupil()?;
    if !SUBJECTS.contains(&subject) || !writes_subject(permit, subject) {
        return Err(Error::Denied("casefile-subject-not-yours".into()));
    }
    let case = live_file(tx, permit.who(), pupil, &sight(permit))?;
    let mut problems = Problems::default();
    let mut part = |field: &str, text: &str, must| checked(&mut problems, &format!("{field}-{subject}"), text, must);
    let entry = Entry { gaps: part("gaps", &entry.gaps, true), works: part("works", &entry.works, false), next: part("next", &entry.next, true) };
    problems.end()?;
    write_subject(tx, case, pupil, subject, "entry", &entry, permit.who().tag())?;
    let mine: Vec<_> =
        trail::tasks_of(tx, permit.who().staff())?.into_iter().filter(|task| task.kind == SUBJECT_TASK && task.link.contains(&format!("{pupil}/case#subject-{subject}"))).collect();
    if !mine.is_empty() {
        trail::end_tasks(tx, permit.who(), SUBJECT_TASK, case, true)?;
    }
    trail::note(tx, permit.who(), "casefile.subject", case, &serde_json::json!({ "subject": subject }))?;
    Ok(())
}

/// A page of the counsellor about the pattern of giving up.
#[derive(Clone, Debug)]
pub struct GiveUp {
    /// One of [`STAGES`].
    pub stage: String,
    /// When.
    pub day: SchoolDate,
    /// What: the counsellor's alone.
    pub text: Sealed<String>,
    /// Who.
    pub by: String,
}

/// What the counsellor wrote about the pattern of giving up, the newest first; nothing for anybody else (B10-13).
///
/// # Errors
/// Faults of the database.
pub fn give_ups(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Vec<GiveUp>> {
    let pupil = permit.pupil()?;
    if !sight(permit).of(Field::GiveUp) {
        return Ok(Vec::new());
    }
    let names = Names::load(tx)?;
    let mut all = Vec::new();
    for (stage, day, sealed, actor) in sql::give_ups(tx, id_of(pupil))? {
        if let Some(text) = tx.vault().open_sealed(pupil, GIVE_UP, &sealed)? {
            all.push(GiveUp { stage, day, text, by: names.of(&actor) });
        }
    }
    Ok(all)
}

/// Writes about the pattern of giving up.
///
/// # Errors
/// Not found to who does not hold the psychological level: it is not even said that there is such a page; problems at `stage` and `give_up`.
pub fn write_give_up(tx: &mut Tx<'_>, permit: &Permit<acts::WriteCaseFile>, stage: &str, text: &Sealed<String>) -> Result<()> {
    let pupil = permit.pupil()?;
    if !permit.levels().has(Level::Psychological) {
        return Err(Error::NotFound);
    }
    let case = live_file(tx, permit.who(), pupil, &sight(permit))?;
    let mut problems = Problems::default();
    if !STAGES.contains(&stage) {
        problems.note("stage", "casefile-choose");
    }
    let said = checked(&mut problems, "give_up", text.open(), true);
    problems.end()?;
    let (sealed, day) = (tx.vault().seal(pupil, GIVE_UP, &said)?, tx.today());
    sql::insert_give_up(tx, case, stage, day, &sealed, &permit.who().tag())?;
    trail::note(tx, permit.who(), "casefile.page", case, &serde_json::json!({}))?;
    Ok(())
}

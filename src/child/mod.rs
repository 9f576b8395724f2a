//! One child's page, gathered from all rooms: reads across rooms, read-only. UI.md 3; issue item "Pages".
//!
//! Each part is given only at the level that the person holds; a subject teacher sees the own subjects.

pub mod export;
pub mod parcel;
mod sql;
pub mod unite;

pub mod pages;

use crate::access::{Duty, Level, Permit, acts, audit, readers_of};
use crate::base::{ClassId, Lang, Msg, PupilId, Result, SchoolDate, Stamp, words};
use crate::roster::people::Names;
use crate::roster::unite as entries;
use crate::screening::reason::Reason;
use crate::store::Tx;
use crate::trail::{self, Consent};

/// What consents are asked for; the words are `consent-<purpose>`.
pub const PURPOSES: [&str; 6] = ["sensitive", "wellbeing", "aid", "photo", "volunteer", "donor"];
/// Views of a child's page that its readers' page shows.
const VIEWS: i64 = 30;
/// Results that the page shows: six years of two finals of eight subjects.
const RESULTS: i64 = 200;

/// The results of one assessment.
#[derive(Clone, Debug, serde::Serialize)]
pub struct AssessmentLine {
    /// Its name.
    pub name: String,
    /// Its day.
    pub day: SchoolDate,
    /// Subject (in words) and mark as it is shown.
    pub marks: Vec<(String, String)>,
}

/// Attendance of one term.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct AttendanceLine {
    /// Term.
    pub term: String,
    /// Days of illness.
    pub sick: f64,
    /// Days of leave for personal matters.
    pub personal: f64,
    /// Days without explanation.
    pub unexplained: f64,
    /// Times late.
    pub late: i64,
}

/// A time at which the child was a candidate of the screening.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Candidacy {
    /// Day of the run.
    pub day: SchoolDate,
    /// Term.
    pub term: String,
    /// Reasons in words.
    pub reasons: Vec<String>,
}

/// Somebody who can see a child today, and why.
#[derive(Clone, Debug)]
pub struct Reader {
    /// Name.
    pub name: String,
    /// Duty.
    pub duty: Duty,
    /// Subject taught; empty otherwise.
    pub subject: String,
    /// Until when.
    pub until: SchoolDate,
}

/// A look at a child's page, or a change, from the audit chain.
#[derive(Clone, Debug)]
pub struct View {
    /// When.
    pub at: Stamp,
    /// Name, or the operator.
    pub name: String,
    /// What was done.
    pub act: String,
    /// Letters of the levels.
    pub levels: String,
}

/// Results of a child, the newest first; empty without the academic level, the own subjects only for who teaches nothing else.
///
/// # Errors
/// Faults of the database.
pub fn results(tx: &mut Tx<'_>, permit: &Permit<acts::SeePupil>, lang: Lang) -> Result<Vec<AssessmentLine>> {
    if !permit.levels().has(Level::Academic) {
        return Ok(Vec::new());
    }
    let subjects = permit.why().subjects();
    let mut lines: Vec<(String, AssessmentLine)> = Vec::new();
    for row in sql::results(tx, permit.pupil()?, RESULTS)? {
        if subjects.as_ref().is_some_and(|own| !own.contains(&row.subject)) {
            continue;
        }
        let mark = match (row.state.as_str(), row.points, row.band) {
            ("points", Some(points), _) => trimmed(points),
            ("band", _, Some(band)) => band,
            (state, ..) => words::word(lang, &format!("child-result-{state}")),
        };
        let subject = subject_word(lang, &row.subject);
        if let Some((_, line)) = lines.last_mut().filter(|(id, _)| *id == row.assessment) {
            line.marks.push((subject, mark));
        } else {
            lines.push((row.assessment, AssessmentLine { name: row.name, day: row.day, marks: vec![(subject, mark)] }));
        }
    }
    Ok(lines.into_iter().map(|(_, line)| line).collect())
}

/// A mark without noughts behind the point.
fn trimmed(points: f64) -> String {
    let text = format!("{points:.1}");
    text.strip_suffix(".0").map_or(text.clone(), ToOwned::to_owned)
}

/// A subject in words; a school's own subject keeps its name.
pub fn subject_word(lang: Lang, code: &str) -> String {
    let key = format!("subject-{code}");
    let word = words::word(lang, &key);
    if word == key { code.to_owned() } else { word }
}

/// Attendance of a child by term, the newest first: what sheets gave, else what was taken day by day. Empty without the academic level.
///
/// # Errors
/// Faults of the database.
pub fn attendance(tx: &mut Tx<'_>, permit: &Permit<acts::SeePupil>) -> Result<Vec<AttendanceLine>> {
    if !permit.levels().has(Level::Academic) {
        return Ok(Vec::new());
    }
    let pupil = permit.pupil()?;
    let mut lines = sql::attendance_totals(tx, pupil)?;
    for taken in sql::absences(tx, pupil)? {
        if lines.iter().all(|line| line.term != taken.term) {
            lines.push(taken);
        }
    }
    lines.sort_by(|a, b| b.term.cmp(&a.term));
    Ok(lines)
}

/// When the child was a candidate, with the reasons in words; empty without the academic level. The last run of a term counts.
///
/// # Errors
/// Faults of the database, and of reasons that cannot be read.
pub fn candidacies(tx: &mut Tx<'_>, permit: &Permit<acts::SeePupil>, lang: Lang) -> Result<Vec<Candidacy>> {
    if !permit.levels().has(Level::Academic) {
        return Ok(Vec::new());
    }
    let subjects = permit.why().subjects();
    let mut all = Vec::new();
    for (day, term, json) in sql::candidacies(tx, permit.pupil()?)? {
        let reasons: Vec<Reason> = serde_json::from_str(&json).map_err(|e| crate::base::Error::fault("reasons", e))?;
        let mine = |reason: &&Reason| match (&subjects, &reason.subject) {
            (Some(own), Some(subject)) => own.iter().any(|code| code == subject.code()),
            _ => true,
        };
        // Two rules may find the same thing: it is said once.
        let mut said: Vec<String> = Vec::new();
        for text in reasons.iter().filter(mine).map(|reason| reason.text(lang)) {
            if !said.contains(&text) {
                said.push(text);
            }
        }
        let reasons = said;
        if !reasons.is_empty() {
            all.push(Candidacy { day, term, reasons });
        }
    }
    Ok(all)
}

/// Everyone who can see the child today and why, by name.
///
/// # Errors
/// Faults of the database.
pub fn readers(tx: &mut Tx<'_>, permit: &Permit<acts::SeePupil>) -> Result<Vec<Reader>> {
    let names = Names::load(tx)?;
    let mut all: Vec<Reader> =
        readers_of(tx, permit)?.into_iter().map(|(staff, duty, subject, until)| Reader { name: names.of(&staff.to_string()), duty, subject, until }).collect();
    all.sort_by(|a, b| (a.duty, &a.name, &a.subject).cmp(&(b.duty, &b.name, &b.subject)));
    all.dedup_by(|a, b| (a.duty, &a.name, &a.subject) == (b.duty, &b.name, &b.subject));
    Ok(all)
}

/// The last looks at the child and changes to what is held, from the audit chain.
///
/// # Errors
/// Faults of the database.
pub fn views(tx: &mut Tx<'_>, permit: &Permit<acts::SeePupil>) -> Result<Vec<View>> {
    let names = Names::load(tx)?;
    let pupil = permit.pupil()?;
    let mut rows = audit::page(tx, None, Some(&pupil.to_string()), None, VIEWS)?;
    // What was looked at before the child's entries became one was looked at of this child.
    for gone in entries::gone_into(tx, pupil)? {
        rows.extend(audit::page(tx, None, Some(&gone.to_string()), None, VIEWS)?);
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.seq));
    Ok(rows
        .into_iter()
        .take(usize::try_from(VIEWS).unwrap_or_default())
        .map(|row| {
            let name = Some(names.of(&row.entry.actor)).filter(|name| !name.is_empty()).unwrap_or(row.entry.actor);
            View { at: row.at, name, act: row.entry.act, levels: row.entry.levels }
        })
        .collect())
}

/// Tells the homeroom teachers of a child that somebody opened its page with a written reason, by a task for tomorrow.
///
/// # Errors
/// Faults of the database.
pub fn tell_homeroom(tx: &mut Tx<'_>, permit: &Permit<acts::SeePupil>, kind: &str, link: &str, due: SchoolDate) -> Result<()> {
    let pupil = permit.pupil()?;
    for (staff, duty, ..) in readers_of(tx, permit)? {
        if duty == Duty::Homeroom {
            trail::open_task(tx, staff, kind, pupil, link, &[], due)?;
        }
    }
    Ok(())
}

/// How a child stands in a consent grid.
#[derive(Clone, Debug)]
pub struct ConsentLine {
    /// The pupil.
    pub id: PupilId,
    /// Name.
    pub name: String,
    /// Seat.
    pub seat_no: Option<i64>,
    /// The newest word: given, refused or withdrawn, or none yet.
    pub given: Option<bool>,
    /// Whether the newest word takes back what was given.
    pub withdrawn: bool,
    /// Its day.
    pub day: Option<SchoolDate>,
}

/// The newest word of each child of a class on a purpose.
///
/// # Errors
/// Faults of the database.
pub fn class_consents(tx: &mut Tx<'_>, permit: &Permit<acts::RecordConsent>, purpose: &str) -> Result<Vec<ConsentLine>> {
    let class: ClassId = permit.class()?;
    let today = tx.today();
    sql::class_consents(tx, class, purpose, today)
}

/// What the slips of a letter have in common.
#[derive(Clone, Debug)]
pub struct Slip {
    /// The day on which they were collected.
    pub day: SchoolDate,
    /// Who signed them: 家长.
    pub by_whom: String,
    /// The version of the letter.
    pub version: String,
}

/// What needs no consent, since law or the child's safety ask for it: the words are `child-ungated-<what>` and `child-ungated-<what>-why`.
pub const UNGATED: [&str; 7] = ["registry", "teaching", "results", "attendance", "screening", "family", "protection"];

/// Records that families of a class have said yes on paper: only for children of the class who have not said so yet. Gives their number.
///
/// # Errors
/// Faults of the database.
pub fn collect_consents(tx: &mut Tx<'_>, permit: &Permit<acts::RecordConsent>, purpose: &str, pupils: &[PupilId], slip: &Slip) -> Result<i64> {
    let waiting: Vec<PupilId> = class_consents(tx, permit, purpose)?.into_iter().filter(|line| line.given != Some(true)).map(|line| line.id).collect();
    let mut count = 0;
    for pupil in pupils.iter().filter(|id| waiting.contains(id)) {
        let Slip { day, by_whom, version } = slip.clone();
        let consent = Consent { purpose: purpose.to_owned(), given: true, withdrawn: false, how: "paper".to_owned(), by_whom, guardian: None, version, day };
        trail::record_consent(tx, permit.who(), *pupil, &consent)?;
        count += 1;
    }
    Ok(count)
}

/// A message that names the child.
pub fn titled(key: &'static str, name: &str) -> Msg {
    Msg::new(key).with("name", name)
}

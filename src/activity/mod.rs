//! Records of what is done with children (帮扶记录): a talk in three taps, what worked and what did not, the next step with its day.
//!
//! A1-17, A3-13, A6-15 (talks), A1-10, A6-07, B6-13 (home visits with a record), A2-17 (strengths caught), A3-19, B6-01 (what is seen), A8-10 (the ways), A9-13 (school and home tell
//! each other), A9-25 (what was not suitable is written down, too), B6-09, B9-03 (a full record each time), B6-15 (praise before criticism, counted for the author alone).

pub mod cadence;
pub mod danger;
pub mod export;
pub mod family_copy;
pub mod grid;
pub mod marks;
pub mod neutral;
pub mod owed;
pub mod pages;
pub mod parts;
pub mod photo;
pub mod photos;
pub mod quiet;
pub mod raise;
pub mod rules;
pub mod sessions;
mod sql;
pub mod told_by_child;
pub mod unite;
pub mod village;
pub mod visits;

use crate::access::{Duty, Level, Levels, Permit, acts};
use crate::base::error::Problems;
use crate::base::{AttachmentId, Error, Msg, PupilId, Result, RowId, SchoolDate, StaffId, limits};
use crate::programme::kind_words::kinder;
use crate::roster::time;
use crate::store::Tx;
use crate::trail;
use marks::Tap;
use rules::{Balance, DAYS_BACK, How, Kind, Opens};

/// The task of a next step.
pub const NEXT_TASK: &str = "activity-next";
/// Children of one act, at most: a class.
const PUPILS_MOST: usize = 80;
/// Records that a list shows.
const SHOWN: i64 = 100;
/// The author's own last records that are compared with a new one.
const COMPARED: i64 = 30;
/// What was written of a child.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// The child's own words, first.
    pub voice: String,
    /// What was talked about or done.
    pub done: String,
    /// What worked (可借鉴).
    pub worked: String,
    /// What was not suitable (不可取、不适当, A9-25).
    pub unsuited: String,
    /// The next step.
    pub next: String,
    /// Its day.
    pub next_day: Option<SchoolDate>,
    /// How the goals of the plan went.
    pub marks: Vec<Tap>,
}

/// An act to be written down.
#[derive(Clone, Debug)]
pub struct New {
    /// Made by the form.
    pub id: RowId,
    /// What.
    pub kind: Kind,
    /// How.
    pub how: How,
    /// When.
    pub day: SchoolDate,
    /// How long, in minutes.
    pub minutes: Option<i64>,
    /// Whether it took place; a reason stands in `done` where it did not.
    pub held: bool,
    /// The counsellors are asked to look, and read it besides the author alone (B4-13).
    pub quiet: bool,
    /// In words.
    pub words: Words,
}

/// A record as somebody reads it.
#[derive(Clone, Debug)]
pub struct Record {
    /// The act.
    pub id: RowId,
    /// The child.
    pub pupil: PupilId,
    /// What.
    pub kind: Kind,
    /// Which level opens it.
    pub opens: Opens,
    /// Code of how.
    pub how: String,
    /// When.
    pub day: SchoolDate,
    /// How long, in minutes.
    pub minutes: Option<i64>,
    /// Whether it took place.
    pub held: bool,
    /// Who.
    pub staff: StaffId,
    /// Their name.
    pub by: String,
    /// Written later than usual (补记).
    pub late: bool,
    /// How often it was rewritten.
    pub versions: i64,
    /// How many children were there.
    pub children: i64,
    /// The words.
    pub words: Words,
    /// Its photos, for who reads it on the page of the child.
    pub photos: Vec<AttachmentId>,
}

/// Whether somebody reads a record.
fn reads(levels: Levels, opens: Opens, own: bool) -> bool {
    own || levels.has(match opens {
        Opens::Academic => Level::Academic,
        Opens::Family => Level::Family,
        Opens::Psychological => Level::Psychological,
    })
}

fn text(problems: &mut Problems, field: &'static str, typed: &str, own_words: bool) -> String {
    let text = typed.trim();
    if text.chars().count() > limits::LINE_CHARS {
        problems.note(field, Msg::new("activity-long").with("most", limits::LINE_CHARS));
    } else if let Some(key) = kinder(text).filter(|_| !own_words) {
        problems.note(field, key);
    }
    text.to_owned()
}

fn checked(problems: &mut Problems, words: &Words, held: bool, today: SchoolDate) -> Words {
    let words = Words {
        // What a child says is written as it was said.
        voice: text(problems, "voice", &words.voice, true),
        done: text(problems, "done", &words.done, false),
        worked: text(problems, "worked", &words.worked, false),
        unsuited: text(problems, "unsuited", &words.unsuited, false),
        next: text(problems, "next", &words.next, false),
        next_day: words.next_day,
        marks: words.marks.clone(),
    };
    // A goal that was looked at says something, too.
    let said = !words.done.is_empty() || (held && (!words.voice.is_empty() || !words.marks.is_empty()));
    if !said {
        problems.note("done", if held { "activity-done-missing" } else { "activity-why-missing" });
    }
    if words.next_day.is_some_and(|day| day < today) {
        problems.note("next_day", "activity-next-past");
    }
    if words.next_day.is_some() && words.next.is_empty() {
        problems.note("next", "activity-next-missing");
    }
    words
}

/// For whom the words of a new record are sealed: what a counsellor writes is the counsellor's, whatever it is.
fn opens(permit: &Permit<acts::RecordActivity>, kind: Kind) -> Opens {
    let ties = &permit.why().ties;
    let counsels = !ties.is_empty() && ties.iter().all(|tie| tie.duty == Duty::Counsellor);
    if counsels { Opens::Psychological } else { kind.level() }
}

/// Notes at `day` when an act cannot have been on a day.
fn check_day(problems: &mut Problems, day: SchoolDate, today: SchoolDate) {
    if day > today || day < today.plus_days(-DAYS_BACK) {
        problems.note("day", Msg::new("activity-day-odd").with("count", DAYS_BACK));
    }
}

/// Writes an act down for the children of the permits: one act, whoever was present. Sent again it changes nothing. Gives whether it is new.
///
/// # Errors
/// Problems at `pupil`, `how`, `day`, `minutes`, `voice`, `done`, `worked`, `unsuited`, `next`, `next_day`, `goal-<key>`, `quiet`; a conflict when the id belongs to somebody else's
/// record.
pub fn record(tx: &mut Tx<'_>, permits: &[Permit<acts::RecordActivity>], new: &New) -> Result<bool> {
    let (today, mut problems) = (tx.today(), Problems::default());
    if permits.len() > PUPILS_MOST {
        problems.note("pupil", Msg::new("activity-pupils-many").with("most", PUPILS_MOST));
    }
    if !new.kind.hows().contains(&new.how) {
        problems.note("how", "activity-choose");
    }
    check_day(&mut problems, new.day, today);
    if new.minutes.is_some_and(|minutes| !(1..=600).contains(&minutes)) {
        problems.note("minutes", "activity-minutes-odd");
    }
    let held = new.held || !new.kind.can_fail();
    let words = checked(&mut problems, &new.words, held, today);
    if new.quiet {
        quiet::check(tx, permits, &mut problems)?;
    }
    let present: Vec<&Permit<acts::RecordActivity>> = permits.iter().collect();
    let marks = marks::by_child(tx, &present, &words, held, &mut problems)?;
    problems.end()?;
    let each: Vec<Words> = marks.into_iter().map(|marks| Words { marks, ..words.clone() }).collect();
    insert(tx, &present, &New { held, ..new.clone() }, &each)
}

/// Writes an act with the words of each child, which were checked. Gives whether it is new.
fn insert(tx: &mut Tx<'_>, permits: &[&Permit<acts::RecordActivity>], new: &New, each: &[Words]) -> Result<bool> {
    let Some(first) = permits.first() else { return Err(Error::at("pupil", "activity-pupil-missing")) };
    let (who, opens) = (first.who(), if new.quiet { Opens::Psychological } else { opens(first, new.kind) }.code());
    let New { id, kind, how, day, minutes, held, .. } = *new;
    let act = sql::NewAct { id, kind: kind.code(), how: how.code(), day, minutes, staff: who.staff(), opens, held };
    if !sql::insert(tx, &act)? {
        let known = sql::owner(tx, id)?;
        return if known == who.staff() { Ok(false) } else { Err(Error::Conflict(Msg::new("activity-not-yours"))) };
    }
    for (permit, words) in permits.iter().zip(each) {
        let pupil = permit.pupil()?;
        sql::insert_pupil(tx, id, pupil, day)?;
        sql::insert_text(tx, id, pupil, words)?;
        marks::write(tx, id, pupil, &words.marks)?;
        // A next step of the author's that was due for the child is done with the next record of it.
        trail::end_own_tasks(tx, permit.who(), NEXT_TASK, pupil)?;
        next_step(tx, who.staff(), pupil, words)?;
        trail::note(tx, who, "activity.recorded", id, &serde_json::json!({ "kind": kind.code(), "held": held }))?;
        // Whoever writes of a new child has got to know it.
        crate::pairing::fit::met(tx, permit.who(), pupil)?;
        if new.quiet {
            quiet::ask(tx, who, pupil)?;
        }
    }
    Ok(true)
}

fn next_step(tx: &mut Tx<'_>, staff: StaffId, pupil: PupilId, words: &Words) -> Result<()> {
    let Some(day) = words.next_day else { return Ok(()) };
    trail::open_task(tx, staff, NEXT_TASK, pupil, &format!("/records/new?pupil={pupil}"), &[], day)
}

/// How many of the author's last records of other children say the same as this text: each child deserves a sentence of its own (PRACTICE 1.11).
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn alike(tx: &mut Tx<'_>, permit: &Permit<acts::RecordActivity>, id: RowId, done: &str) -> Result<usize> {
    let pupil = permit.pupil()?;
    let earlier = earlier(tx, permit.who().staff(), |row| row.id != id && row.pupil != pupil)?;
    let done = done.trim();
    Ok(if rules::alike(&[done], &earlier) > 0 { earlier.iter().filter(|one| *one == done).count() } else { 0 })
}

/// What the author wrote last, of the records that are wanted.
fn earlier(tx: &mut Tx<'_>, staff: StaffId, wanted: impl Fn(&sql::Row) -> bool) -> Result<Vec<String>> {
    let rows = sql::of_staff(tx, staff, COMPARED)?;
    rows.iter().filter(|row| wanted(row)).map(|row| Ok(sql::opened(tx, row)?.done)).collect()
}

fn told(tx: &Tx<'_>, row: sql::Row) -> Result<Option<Record>> {
    let Some(kind) = Kind::of(&row.kind) else { return Ok(None) };
    let words = sql::opened(tx, &row)?;
    let late = rules::is_late(row.day, row.at.day());
    let opens = Opens::of(&row.opens).ok_or_else(|| Error::Fault("a record is sealed for nobody".into()))?;
    let sql::Row { id, pupil, how, day, minutes, held, staff, by, versions, children, .. } = row;
    Ok(Some(Record { id, pupil, kind, opens, how, day, minutes, held, staff, by, late, versions, children, words, photos: Vec::new() }))
}

/// The records of the permit's child that the person may read, the newest first.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn of_pupil(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Vec<Record>> {
    let (me, levels) = (permit.who().staff(), permit.levels());
    let pupil = permit.pupil()?;
    let (mut all, mut marks, mut photos) = (Vec::new(), marks::by_act(tx, pupil)?, photos::by_act(tx, pupil)?);
    for row in sql::of_pupil(tx, pupil, SHOWN)? {
        let opens = Opens::of(&row.opens).ok_or_else(|| Error::Fault("a record is sealed for nobody".into()))?;
        if reads(levels, opens, row.staff == me) {
            let taps = marks.remove(&row.id).unwrap_or_default();
            let photos = photos.remove(&row.id).unwrap_or_default();
            all.extend(told(tx, row)?.map(|record| Record { words: Words { marks: taps, ..record.words }, photos, ..record }));
        }
    }
    Ok(all)
}

/// Whether the last records of the permit's child that the person may read are all of what went wrong (B6-17).
///
/// # Errors
/// Faults of the database.
pub fn only_incidents(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<bool> {
    let kinds: Vec<Kind> = of_pupil(tx, permit)?.iter().map(|record| record.kind).collect();
    Ok(rules::only_incidents(&kinds))
}

/// A person's own last records, the newest first; of children who are no longer theirs, too, for what one wrote oneself is no secret to oneself.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn own(tx: &mut Tx<'_>, staff: StaffId) -> Result<Vec<(Record, String)>> {
    let mut all = Vec::new();
    for row in sql::of_staff(tx, staff, COMPARED)? {
        let name = row.pupil_name.clone();
        all.extend(told(tx, row)?.map(|record| (record, name)));
    }
    Ok(all)
}

/// One record of the permit's child, for its author.
///
/// # Errors
/// Not found when there is none or it is another's.
pub fn mine(tx: &mut Tx<'_>, permit: &Permit<acts::RecordActivity>, id: RowId) -> Result<Record> {
    let row = sql::own_one(tx, permit.pupil()?, permit.who().staff(), id)?.ok_or(Error::NotFound)?;
    let record = told(tx, row)?.ok_or(Error::NotFound)?;
    let marks = marks::by_act(tx, record.pupil)?.remove(&id).unwrap_or_default();
    let photos = photos::by_act(tx, record.pupil)?.remove(&id).unwrap_or_default();
    Ok(Record { words: Words { marks, ..record.words }, photos, ..record })
}

/// Rewrites what was written of the permit's child; what stood there before stays on record. The same again changes nothing.
///
/// # Errors
/// Not found when it is another's record; problems at the fields, at `done` when somebody rewrote it since (`seen` is the number of versions then).
pub fn rewrite(tx: &mut Tx<'_>, permit: &Permit<acts::RecordActivity>, id: RowId, seen: i64, words: &Words) -> Result<()> {
    let (old, today, mut problems) = (mine(tx, permit, id)?, tx.today(), Problems::default());
    // A next step of the past stays as it was.
    let bound = old.words.next_day.filter(|day| Some(*day) == words.next_day).unwrap_or(today);
    let words = checked(&mut problems, words, old.held, bound.min(today));
    let words = Words { marks: marks::rewritten(tx, permit, &old, &words, &mut problems)?, ..words };
    problems.end()?;
    if old.versions != seen {
        return Err(Error::at("done", "activity-rewritten"));
    }
    if old.words == words {
        return Ok(());
    }
    sql::insert_text(tx, id, old.pupil, &words)?;
    marks::write(tx, id, old.pupil, &words.marks)?;
    if old.words.next_day != words.next_day {
        next_step(tx, permit.who().staff(), old.pupil, &words)?;
    }
    trail::note(tx, permit.who(), "activity.rewritten", id, &serde_json::json!({ "version": seen + 1 }))?;
    Ok(())
}

/// How often the author praised and criticised in the present term (B6-15).
///
/// # Errors
/// Faults of the database.
pub fn balance(tx: &mut Tx<'_>, staff: StaffId) -> Result<Balance> {
    let Some(term) = time::current_term(tx)? else { return Ok(Balance::default()) };
    let count = |tx: &mut Tx<'_>, kind: Kind| sql::count(tx, staff, kind.code(), term.first_day);
    Ok(Balance { praise: count(tx, Kind::Strength)?, criticism: count(tx, Kind::Incident)? })
}

/// When each child was last talked with or tutored by anybody, of these.
///
/// # Errors
/// Faults of the database.
pub fn last_days(tx: &mut Tx<'_>, pupils: &[PupilId]) -> Result<Vec<Option<SchoolDate>>> {
    pupils.iter().map(|pupil| sql::last_day(tx, *pupil)).collect()
}

/// The id of a record as a form makes it.
pub fn new_id(tx: &Tx<'_>) -> RowId {
    tx.new_id()
}

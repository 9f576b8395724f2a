//! verbs: the child tells how the last weeks were (A9-08: 学生定时汇报思想、师生间定时交流).
//!
//! Mood and words are for those whom the child tells: homeroom and class teachers, mentors, counsellor, student affairs; a subject teacher, a leader or an office reads that it told, not
//! what. The child is told so before it begins. There is no sum and no comparison: only its own earlier answers stand beside.

use serde::{Deserialize, Serialize};

use super::danger::sounds_like_danger;
use super::quiet;
use super::rules::DAYS_BACK;
use super::sql::told as sql;
use crate::access::{Act, Duty, Permit, Who, acts, readers_of};
use crate::base::error::Problems;
use crate::base::{Error, Msg, PupilId, Result, RowId, SchoolDate, limits};
use crate::store::Tx;
use crate::trail;

/// How the last weeks were, as pictured faces; the words are `activity-mood-<code>`. No order of worth: the page shows them side by side.
pub const MOODS: [&str; 5] = ["glad", "calm", "soso", "low", "upset"];
/// Whom or what the child would like help with; the words are `activity-help-<code>`.
pub const HELPS: [&str; 6] = ["teacher", "friends", "home", "lessons", "talk", "none"];
/// How it came onto paper; the words are `activity-told-how-<code>`.
pub const HOWS: [&str; 3] = ["self", "dictated", "paper"];
/// The task of the adult who heard a sentence that sounds like danger.
pub const WORRY_TASK: &str = "activity-worry";
/// Reports shown.
const SHOWN: i64 = 24;

/// What the child says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Body {
    /// One of [`MOODS`], or empty.
    pub mood: String,
    /// What went well.
    pub well: String,
    /// What was hard.
    pub hard: String,
    /// Some of [`HELPS`].
    pub help: Vec<String>,
    /// Which help, in its own words.
    pub help_words: String,
    /// One wish.
    pub wish: String,
}

impl Body {
    fn texts(&self) -> [(&'static str, &String); 4] {
        [("well", &self.well), ("hard", &self.hard), ("help_words", &self.help_words), ("wish", &self.wish)]
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.mood.is_empty() && self.help.is_empty() && self.texts().iter().all(|(_, text)| text.is_empty())
    }

    fn worries(&self) -> bool {
        self.texts().iter().any(|(_, text)| sounds_like_danger(text))
    }
}

/// A report to be kept.
#[derive(Clone, Debug)]
pub struct New {
    /// Made by the form.
    pub id: RowId,
    /// When the child told.
    pub day: SchoolDate,
    /// One of [`HOWS`].
    pub how: String,
    /// What.
    pub body: Body,
}

/// A report as somebody reads it.
#[derive(Clone, Debug)]
pub struct Told {
    /// Its id.
    pub id: RowId,
    /// When.
    pub day: SchoolDate,
    /// One of [`HOWS`].
    pub how: String,
    /// Who was there.
    pub by: String,
    /// What; none for who only learns that the child told.
    pub body: Option<Body>,
    /// Whether a sentence sounds like danger, for who reads it.
    pub worries: bool,
}

/// Whether the holder of a permit is one of those whom the child tells.
pub fn hears<A: Act>(permit: &Permit<A>) -> bool {
    const HEARERS: [Duty; 5] = [Duty::Homeroom, Duty::ClassAttached, Duty::Mentor, Duty::Counsellor, Duty::StudentAffairs];
    permit.why().ties.iter().any(|tie| HEARERS.contains(&tie.duty))
}

/// Keeps what the child told. Sent again it changes nothing. Gives whether a sentence asks for an adult today: the counsellor and the author have a task then.
///
/// # Errors
/// Problems at `mood`, `day`, `how_told`, `well`, `hard`, `help_words`, `wish`; denied to who is none of those whom the child tells; a conflict when the id is another's.
pub fn tell(tx: &mut Tx<'_>, permit: &Permit<acts::RecordActivity>, new: &New) -> Result<bool> {
    if !hears(permit) {
        return Err(Error::Denied("activity-told-not-yours".into()));
    }
    let (today, pupil, mut problems) = (tx.today(), permit.pupil()?, Problems::default());
    let mut body = new.body.clone();
    for text in [&mut body.well, &mut body.hard, &mut body.help_words, &mut body.wish] {
        // The child's own words stay as they were said: no word is refused.
        *text = text.trim().to_owned();
    }
    body.help.retain(|one| HELPS.contains(&one.as_str()));
    for (field, text) in body.texts() {
        if text.chars().count() > limits::LINE_CHARS {
            problems.note(field, Msg::new("activity-long").with("most", limits::LINE_CHARS));
        }
    }
    if !body.mood.is_empty() && !MOODS.contains(&body.mood.as_str()) || body.is_empty() {
        problems.note("mood", "activity-told-empty");
    }
    if !HOWS.contains(&new.how.as_str()) {
        problems.note("how_told", "activity-choose");
    }
    if new.day > today || new.day < today.plus_days(-DAYS_BACK) {
        problems.note("day", Msg::new("activity-day-odd").with("count", DAYS_BACK));
    }
    problems.end()?;
    let who = permit.who();
    if !sql::insert(tx, new.id, pupil, (new.day, &new.how), &body_text(&body)?, who.staff())? {
        let known = sql::one(tx, new.id)?;
        return if known == (pupil, who.staff()) { Ok(body.worries()) } else { Err(Error::Conflict(Msg::new("activity-not-yours"))) };
    }
    trail::note(tx, who, "activity.told", new.id, &serde_json::json!({ "how": new.how }))?;
    let worries = body.worries();
    if worries {
        worry(tx, who, pupil)?;
    }
    Ok(worries)
}

fn body_text(body: &Body) -> Result<String> {
    serde_json::to_string(body).map_err(|e| Error::fault("what a child tells", e))
}

/// An adult asks today: who heard it, and the counsellors; where there is none, student affairs and the principal. The tasks say no word of it.
///
/// # Errors
/// Not found for a child of whom the person may not know.
pub fn worry(tx: &mut Tx<'_>, who: &Who, pupil: PupilId) -> Result<()> {
    let today = tx.today();
    let counsellors = quiet::ask(tx, who, pupil)?;
    let see = Permit::<acts::SeePupil>::ask(tx, who, pupil)?;
    let readers = readers_of(tx, &see)?;
    let of = |duties: &[Duty]| -> Vec<_> { readers.iter().filter(|(_, duty, ..)| duties.contains(duty)).map(|(staff, ..)| *staff).collect() };
    let mut others = if counsellors.is_empty() { of(&[Duty::StudentAffairs, Duty::Principal]) } else { Vec::new() };
    if !counsellors.contains(&who.staff()) {
        others.push(who.staff());
    }
    for staff in others {
        trail::open_task(tx, staff, WORRY_TASK, pupil, &format!("/pupils/{pupil}/told"), &[], today)?;
    }
    Ok(())
}

/// Says that the child was asked face to face: the own task is done.
///
/// # Errors
/// Denied to who is none of those whom the child tells.
pub fn asked(tx: &mut Tx<'_>, permit: &Permit<acts::RecordActivity>) -> Result<()> {
    let pupil = permit.pupil()?;
    trail::end_own_tasks(tx, permit.who(), WORRY_TASK, pupil)?;
    trail::note(tx, permit.who(), "activity.asked", pupil, &serde_json::json!({}))?;
    Ok(())
}

/// What the permit's child told, the newest first; without the words for who is none of those whom it tells.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn of_pupil(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Vec<Told>> {
    let (pupil, me, hears) = (permit.pupil()?, permit.who().staff(), hears(permit));
    let mut all = Vec::new();
    for row in sql::of_pupil(tx, pupil, SHOWN)? {
        let body = if hears || row.staff == me { sql::opened(tx, pupil, &row.sealed)? } else { String::new() };
        let body: Option<Body> = if body.is_empty() { None } else { Some(serde_json::from_str(&body).map_err(|e| Error::fault("what a child told", e))?) };
        all.push(Told { id: row.id, day: row.day, how: row.how, by: row.by, worries: body.as_ref().is_some_and(Body::worries), body });
    }
    Ok(all)
}

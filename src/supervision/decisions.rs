//! verbs: what a meeting speaks of, notes and decides (A9-24, B9-05): each decision is somebody's task by a day, or a change of the plan, and comes back with its outcome (B3-13). Minutes end it.

use super::meetings::{self, ITEMS_MOST, Meeting, TASK, general};
use super::sql::meetings as sql;
use crate::access::{Permit, Who, acts};
use crate::activity::cadence::allowed;
use crate::base::error::Problems;
use crate::base::{Error, Msg, PupilId, Result, RowId, SchoolDate, StaffId, limits};
use crate::programme::kind_words::kinder;
use crate::store::Tx;
use crate::trail;

/// What comes of a matter; the words are `supervision-what-<code>`.
pub const WHAT: [&str; 5] = ["noted", "plan", "talk", "visit", "task"];
/// Somebody does what was decided.
pub const DECISION_TASK: &str = "supervision-decision";
/// How far ahead something is due.
const DUE_DAYS: i64 = 120;
/// Characters of general minutes.
const MINUTES_CHARS: usize = 2_000;

/// What was noted or decided of a matter.
pub struct Decided {
    /// Its id.
    pub id: RowId,
    /// The meeting.
    pub meeting: RowId,
    /// The child, where it is of one.
    pub pupil: Option<PupilId>,
    /// One of [`WHAT`].
    pub what: String,
    /// Who does it.
    pub staff: Option<StaffId>,
    /// Their name.
    pub name: String,
    /// By when.
    pub due: Option<SchoolDate>,
    /// In words.
    pub text: String,
    /// What came of it, and when.
    pub outcome: Option<(SchoolDate, String)>,
}

impl Decided {
    /// The form on which it is done; none for what is done away from the product.
    pub fn form(&self) -> Option<String> {
        let pupil = self.pupil?;
        match self.what.as_str() {
            "plan" => Some(format!("/pupils/{pupil}/plan")),
            "talk" => Some(format!("/records/new?pupil={pupil}&kind=talk")),
            "visit" => Some(format!("/records/new?pupil={pupil}&kind=home_visit")),
            _ => None,
        }
    }
}

/// A matter with all that was noted and decided.
pub struct Item {
    /// Its id.
    pub id: RowId,
    /// The child.
    pub pupil: Option<PupilId>,
    /// Its name.
    pub name: String,
    /// Why it is spoken of.
    pub text: String,
    /// What was noted and decided, the oldest first.
    pub decided: Vec<Decided>,
}

fn read(tx: &Tx<'_>, one: sql::Decided) -> Result<Decided> {
    let (text, outcome) = sql::decided_words(tx, &one)?;
    Ok(Decided {
        id: one.id,
        meeting: one.meeting,
        pupil: one.pupil,
        what: one.what,
        staff: one.staff,
        name: one.name,
        due: one.due,
        text,
        outcome: one.done.map(|day| (day, outcome)),
    })
}

fn sees(tx: &mut Tx<'_>, who: &Who, pupil: Option<PupilId>) -> Result<bool> {
    match pupil {
        Some(pupil) => Ok(allowed(Permit::<acts::SeeCaseFile>::ask(tx, who, pupil))?.is_some()),
        None => Ok(true),
    }
}

/// The matters that the person may read, and how many are closed to the person.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn items(tx: &mut Tx<'_>, who: &Who, meeting: &Meeting) -> Result<(Vec<Item>, usize)> {
    let (mut all, mut closed) = (Vec::new(), 0);
    for item in sql::items(tx, meeting.id)? {
        if sees(tx, who, item.pupil)? {
            let text = sql::item_words(tx, &item)?;
            all.push(Item { id: item.id, pupil: item.pupil, name: item.name, text, decided: Vec::new() });
        } else {
            closed += 1;
        }
    }
    for one in sql::decisions(tx, meeting.id)? {
        if let Some(item) = all.iter_mut().find(|item| item.id == one.item) {
            item.decided.push(read(tx, one)?);
        }
    }
    Ok((all, closed))
}

/// A text on a child, or a general one.
fn words(tx: &mut Tx<'_>, problems: &mut Problems, field: &'static str, typed: &str, pupil: Option<PupilId>) -> Result<String> {
    if pupil.is_none() {
        return general(tx, problems, field, typed, limits::LINE_CHARS);
    }
    let text = typed.trim();
    if text.chars().count() > limits::LINE_CHARS {
        problems.note(field, Msg::new("supervision-long").with("most", limits::LINE_CHARS));
    } else if let Some(key) = kinder(text) {
        problems.note(field, key);
    }
    Ok(text.to_owned())
}

fn kept(tx: &mut Tx<'_>, who: &Who, meeting: &Meeting) -> Result<()> {
    if !meetings::keeps(tx, who, meeting)? {
        return Err(Error::Denied(Msg::new("supervision-not-yours")));
    }
    match meeting.end {
        Some((ref what, ..)) if what == "dropped" => Err(Error::Conflict(Msg::new("supervision-meeting-over"))),
        _ => Ok(()),
    }
}

/// One more matter: a child whose file the person may see, or something without names. Sent again it changes nothing.
///
/// # Errors
/// Problems at `text`; denied to who does not keep the minutes; not found for a child whom the person may not see.
pub fn add(tx: &mut Tx<'_>, who: &Who, meeting: &Meeting, id: RowId, pupil: Option<PupilId>, text: &str) -> Result<()> {
    kept(tx, who, meeting)?;
    if let Some(pupil) = pupil {
        Permit::<acts::SeeCaseFile>::ask(tx, who, pupil)?;
    }
    let mut problems = Problems::default();
    let text = words(tx, &mut problems, "text", text, pupil)?;
    let known = sql::items(tx, meeting.id)?;
    if text.is_empty() {
        problems.note("text", "supervision-text-missing");
    } else if known.len() >= ITEMS_MOST {
        problems.note("text", Msg::new("supervision-items-most").with("most", ITEMS_MOST));
    }
    problems.end()?;
    let place = i64::try_from(known.len()).unwrap_or(i64::MAX);
    if sql::insert_item(tx, id, meeting.id, place, (pupil, &text), who.staff())? {
        trail::note(tx, who, "supervision.matter", meeting.id, &serde_json::json!({ "item": id }))?;
    }
    Ok(())
}

/// What is typed of a matter.
#[derive(Clone, Debug)]
pub struct New {
    /// Made by the form.
    pub id: RowId,
    /// One of [`WHAT`].
    pub what: String,
    /// Who does it; nobody where it is only noted.
    pub staff: Option<StaffId>,
    /// By when.
    pub due: Option<SchoolDate>,
    /// In words.
    pub text: String,
}

/// Notes or decides something of a matter. Who does it has a task with the day. Sent again it changes nothing.
///
/// # Errors
/// Problems at `what`, `staff`, `due`, `text`; denied to who does not keep the minutes; not found for a matter that is not the person's to read.
pub fn decide(tx: &mut Tx<'_>, who: &Who, meeting: &Meeting, item: RowId, new: &New) -> Result<()> {
    kept(tx, who, meeting)?;
    let (all, _) = items(tx, who, meeting)?;
    let item = all.iter().find(|one| one.id == item).ok_or(Error::NotFound)?;
    if sql::decision(tx, new.id)?.is_some() {
        return Ok(());
    }
    let (mut problems, today) = (Problems::default(), tx.today());
    let does = new.what != "noted";
    if !WHAT.contains(&new.what.as_str()) || (item.pupil.is_none() && does && new.what != "task") {
        problems.note("what", "supervision-choose");
    }
    let here = sql::people(tx, meeting.id)?;
    let staff = new.staff.filter(|staff| does && here.iter().any(|(one, ..)| one == staff));
    if does && staff.is_none() {
        problems.note("staff", "supervision-choose");
    }
    let due = new.due.filter(|day| does && (today..=today.plus_days(DUE_DAYS)).contains(day));
    if does && due.is_none() {
        problems.note("due", Msg::new("supervision-due-odd").with("count", DUE_DAYS));
    }
    let text = words(tx, &mut problems, "text", &new.text, item.pupil)?;
    if text.is_empty() {
        problems.note("text", "supervision-text-missing");
    }
    problems.end()?;
    let decision = sql::NewDecision { id: new.id, meeting: meeting.id, item: item.id, pupil: item.pupil, what: &new.what, staff, due, text: &text };
    if sql::insert_decision(tx, &decision, &who.tag())? {
        if let Some((staff, due)) = staff.zip(due) {
            trail::open_task(tx, staff, DECISION_TASK, new.id, &format!("/supervision/decisions/{}", new.id), &[], due)?;
        }
        trail::note(tx, who, "supervision.decided", meeting.id, &serde_json::json!({ "decision": new.id, "what": new.what }))?;
    }
    Ok(())
}

/// A decision with its meeting: for who does it, and who reads the meeting and the child.
///
/// # Errors
/// Not found for anybody else.
pub fn decision(tx: &mut Tx<'_>, who: &Who, id: RowId) -> Result<(Decided, Meeting)> {
    let row = sql::decision(tx, id)?.ok_or(Error::NotFound)?;
    let meeting = meetings::one(tx, who, row.meeting)?;
    if !sees(tx, who, row.pupil)? {
        return Err(Error::NotFound);
    }
    Ok((read(tx, row)?, meeting))
}

/// Who does it says what came of it; the task ends.
///
/// # Errors
/// Problems at `text`; not found for anybody else; a conflict when it was said already.
pub fn done(tx: &mut Tx<'_>, who: &Who, id: RowId, text: &str) -> Result<()> {
    let row = sql::decision(tx, id)?.filter(|row| row.staff == Some(who.staff())).ok_or(Error::NotFound)?;
    if !sees(tx, who, row.pupil)? {
        return Err(Error::NotFound);
    }
    let mut problems = Problems::default();
    let text = words(tx, &mut problems, "text", text, row.pupil)?;
    if text.is_empty() {
        problems.note("text", "supervision-text-missing");
    }
    problems.end()?;
    if !sql::insert_outcome(tx, &row, &text, &who.tag())? {
        return Err(Error::Conflict(Msg::new("supervision-outcome-there")));
    }
    trail::end_tasks(tx, who, DECISION_TASK, id, true)?;
    trail::note(tx, who, "supervision.outcome", row.meeting, &serde_json::json!({ "decision": id }))?;
    Ok(())
}

/// The meeting was held: who came, and general minutes. It counts for what is owed from the day on which it was held.
///
/// # Errors
/// Problems at `came`, `text`, also before its day; denied to who does not keep the minutes; a conflict when it ended before.
pub fn hold(tx: &mut Tx<'_>, who: &Who, meeting: &Meeting, came: &[StaffId], text: &str) -> Result<()> {
    kept(tx, who, meeting)?;
    let mut problems = Problems::default();
    let text = general(tx, &mut problems, "minutes", text, MINUTES_CHARS)?;
    if text.is_empty() {
        problems.note("minutes", "supervision-text-missing");
    }
    let asked = sql::people(tx, meeting.id)?;
    let came: Vec<StaffId> = asked.iter().map(|one| one.0).filter(|staff| came.contains(staff)).collect();
    if came.len() < 2 {
        problems.note("came", "supervision-came-few");
    }
    if meeting.day > tx.today() {
        problems.note("minutes", Msg::new("supervision-not-yet").with("day", meeting.day));
    }
    problems.end()?;
    if !sql::insert_end(tx, meeting.id, "held", meeting.day, &text, &who.tag())? {
        return Err(Error::Conflict(Msg::new("supervision-meeting-over")));
    }
    for staff in &came {
        sql::came(tx, meeting.id, *staff)?;
    }
    trail::end_tasks(tx, who, TASK, meeting.id, true)?;
    trail::note(tx, who, "supervision.held", meeting.id, &serde_json::json!({ "came": came.len() }))?;
    Ok(())
}

/// The meeting does not take place; nobody waits for it any more.
///
/// # Errors
/// Problems at `reason`; denied to who does not keep the minutes; a conflict when it ended before.
pub fn drop_it(tx: &mut Tx<'_>, who: &Who, meeting: &Meeting, reason: &str) -> Result<()> {
    kept(tx, who, meeting)?;
    let mut problems = Problems::default();
    let reason = general(tx, &mut problems, "reason", reason, limits::LINE_CHARS)?;
    if reason.is_empty() {
        problems.note("reason", "supervision-text-missing");
    }
    problems.end()?;
    let today = tx.today();
    if !sql::insert_end(tx, meeting.id, "dropped", today, &reason, &who.tag())? {
        return Err(Error::Conflict(Msg::new("supervision-meeting-over")));
    }
    trail::end_tasks(tx, who, TASK, meeting.id, false)?;
    trail::note(tx, who, "supervision.dropped", meeting.id, &serde_json::json!({}))?;
    Ok(())
}

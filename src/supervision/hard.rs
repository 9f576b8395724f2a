//! verbs: a difficult case is brought before the leader of the grade (A9-27: 及时解决工作中的重大或疑难问题), who accepts it, decides, and returns the outcome; who raised it is told.
//!
//! Only who may record for the child raises it; only that leader answers.

use super::sql::hard as sql;
use crate::access::{Duty, Permit, Who, acts, readers_of};
use crate::activity::cadence::allowed;
use crate::base::error::Problems;
use crate::base::{Error, Msg, PupilId, Result, RowId, SchoolDate, StaffId, limits};
use crate::programme::kind_words::kinder;
use crate::store::Tx;
use crate::trail;

/// The leader is asked, decides, returns: one task at a time.
pub const TASK: &str = "supervision-case";
/// Who raised it is told.
pub const BACK_TASK: &str = "supervision-case-back";
/// Days within which a leader takes the next step.
const STEP_DAYS: i64 = 3;
/// Days within which an outcome is returned.
const ACT_DAYS: i64 = 14;
/// Cases of a list.
const SHOWN: i64 = 50;

/// A difficult case, as somebody reads it.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its id.
    pub id: RowId,
    /// The child.
    pub pupil: PupilId,
    /// The child's name.
    pub pupil_name: String,
    /// Who raised it.
    pub staff: StaffId,
    /// Their name.
    pub by: String,
    /// The leader.
    pub leader: StaffId,
    /// Their name.
    pub leader_name: String,
    /// When.
    pub day: SchoolDate,
    /// What is difficult, and what is asked.
    pub text: String,
    /// What was done: `accepted`, `decided`, `returned`, `seen`, when, in words.
    pub steps: Vec<(String, SchoolDate, String)>,
}

impl Case {
    /// A step.
    pub fn step(&self, what: &str) -> Option<&(String, SchoolDate, String)> {
        self.steps.iter().find(|step| step.0 == what)
    }
    /// `raised`, `accepted`, `decided` or `returned`; the words are `supervision-case-state-<code>`.
    pub fn state(&self) -> &'static str {
        ["returned", "decided", "accepted"].into_iter().find(|what| self.step(what).is_some()).unwrap_or("raised")
    }
    /// The leader's next step: `accepted`, `decided`, `returned`; nothing once it was returned.
    pub fn next(&self) -> Option<&'static str> {
        ["accepted", "decided", "returned"].into_iter().find(|what| self.step(what).is_none())
    }
}

fn told(tx: &mut Tx<'_>, row: sql::Row) -> Result<Case> {
    let (text, steps) = (sql::body(tx, &row)?, sql::steps(tx, row.id, row.pupil)?);
    Ok(Case { id: row.id, pupil: row.pupil, pupil_name: row.pupil_name, staff: row.staff, by: row.by, leader: row.leader, leader_name: row.leader_name, day: row.day, text, steps })
}

fn text(problems: &mut Problems, typed: &str) -> String {
    let text = typed.trim();
    if text.is_empty() {
        problems.note("text", "supervision-text-missing");
    } else if text.chars().count() > limits::LINE_CHARS {
        problems.note("text", Msg::new("supervision-long").with("most", limits::LINE_CHARS));
    } else if let Some(key) = kinder(text) {
        problems.note("text", key);
    }
    text.to_owned()
}

/// Leaders who can be asked, and the case that is open.
pub type Asked = (Vec<(StaffId, String)>, Option<RowId>);

/// The leaders of the grade of the permit's child, and its case that is not answered yet.
///
/// # Errors
/// Faults of the database.
pub fn standing(tx: &mut Tx<'_>, permit: &Permit<acts::RecordActivity>) -> Result<Asked> {
    let pupil = permit.pupil()?;
    let page = Permit::<acts::SeePupil>::ask(tx, permit.who(), pupil)?;
    let leaders = readers_of(tx, &page)?.into_iter().filter(|(_, duty, ..)| *duty == Duty::GradeSponsor).map(|(staff, _, name, _)| (staff, name)).collect();
    let mut open = None;
    for row in sql::of_pupil(tx, pupil, SHOWN)? {
        let case = told(tx, row)?;
        if case.next().is_some() {
            open = Some(case.id);
        }
    }
    Ok((leaders, open))
}

/// Brings the permit's child before the leader of its grade. Sent again it changes nothing.
///
/// # Errors
/// Problems at `leader`, `text`, also while one is open; a conflict when the id is somebody else's.
pub fn raise(tx: &mut Tx<'_>, permit: &Permit<acts::RecordActivity>, id: RowId, leader: Option<StaffId>, typed: &str) -> Result<()> {
    let (pupil, who, mut problems) = (permit.pupil()?, permit.who(), Problems::default());
    if let Some(row) = sql::one(tx, id)? {
        return if (row.pupil, row.staff) == (pupil, who.staff()) { Ok(()) } else { Err(Error::Conflict(Msg::new("supervision-not-yours"))) };
    }
    let (leaders, open) = standing(tx, permit)?;
    let leader = leader.filter(|leader| leaders.iter().any(|(staff, _)| staff == leader));
    if leader.is_none() {
        problems.note("leader", if leaders.is_empty() { "supervision-no-leader" } else { "supervision-choose" });
    }
    let words = text(&mut problems, typed);
    if open.is_some() {
        problems.note("text", "supervision-case-open");
    }
    problems.end()?;
    let Some(leader) = leader else { return Err(Error::NotFound) };
    sql::insert(tx, id, pupil, (who.staff(), leader), &words)?;
    let due = tx.today().plus_days(STEP_DAYS);
    trail::open_task(tx, leader, TASK, id, &format!("/supervision/cases/{id}"), &[], due)?;
    trail::note(tx, who, "supervision.case", id, &serde_json::json!({}))?;
    Ok(())
}

/// One: for who raised it, its leader, and the leaders of the child who may see its file.
///
/// # Errors
/// Not found for anybody else.
pub fn one(tx: &mut Tx<'_>, who: &Who, id: RowId) -> Result<Case> {
    let row = sql::one(tx, id)?.ok_or(Error::NotFound)?;
    Permit::<acts::SeeCaseFile>::ask(tx, who, row.pupil)?;
    if ![row.staff, row.leader].contains(&who.staff()) {
        Permit::<acts::Oversee>::ask(tx, who, row.pupil)?;
    }
    told(tx, row)
}

/// What the person raised and what was brought before the person, the newest first; of children who are gone nothing.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn own(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Case>> {
    let mut all = Vec::new();
    for row in sql::of_person(tx, who.staff(), SHOWN)? {
        if allowed(Permit::<acts::SeeCaseFile>::ask(tx, who, row.pupil))?.is_some() {
            all.push(told(tx, row)?);
        }
    }
    Ok(all)
}

/// The leader's next step: accepts it, decides, returns the outcome. Accepting needs no words.
///
/// # Errors
/// Problems at `text`; not found for anybody else; a conflict when another step comes next.
pub fn step(tx: &mut Tx<'_>, who: &Who, id: RowId, what: &str, typed: &str) -> Result<()> {
    let case = one(tx, who, id)?;
    if case.leader != who.staff() {
        return Err(Error::NotFound);
    }
    let Some(next) = case.next().filter(|next| *next == what) else { return Err(Error::Conflict(Msg::new("supervision-case-step"))) };
    let mut problems = Problems::default();
    let words = if next == "accepted" { String::new() } else { text(&mut problems, typed) };
    problems.end()?;
    if !sql::insert_step(tx, (id, case.pupil), next, &words, &who.tag())? {
        return Err(Error::Conflict(Msg::new("supervision-case-step")));
    }
    trail::end_tasks(tx, who, TASK, id, true)?;
    let (link, today) = (format!("/supervision/cases/{id}"), tx.today());
    if next == "returned" {
        trail::open_task(tx, case.staff, BACK_TASK, id, &link, &[], today)?;
    } else {
        // A day of its own for each step: the same task on the same day is opened once.
        let due = if next == "accepted" { today.plus_days(STEP_DAYS + 1) } else { today.plus_days(ACT_DAYS) };
        trail::open_task(tx, case.leader, TASK, id, &link, &[], due)?;
    }
    trail::note(tx, who, "supervision.case-step", id, &serde_json::json!({ "what": next }))?;
    Ok(())
}

/// Who raised it has read the outcome.
///
/// # Errors
/// Not found for anybody else, or before there is one.
pub fn seen(tx: &mut Tx<'_>, who: &Who, id: RowId) -> Result<()> {
    let case = one(tx, who, id)?;
    if case.staff != who.staff() || case.step("returned").is_none() {
        return Err(Error::NotFound);
    }
    if sql::insert_step(tx, (id, case.pupil), "seen", "", &who.tag())? {
        trail::end_own_tasks(tx, who, BACK_TASK, id)?;
        trail::note(tx, who, "supervision.case-step", id, &serde_json::json!({ "what": "seen" }))?;
    }
    Ok(())
}

//! verbs: a child that may leave school: its case is opened, its family is called, somebody goes and talks, until it is back. What was said is sealed.

use super::sql;
use super::state::{State, What, may, state};
use super::streak;
use super::watch;
use crate::access::{Action, Duty, Level, Permit, Subject, Who, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, Id, Msg, PupilId, Result, RowId, SchoolDate, limits};
use crate::programme::kind_words::kinder;
use crate::roster::{particulars, people};
use crate::store::Tx;
use crate::trail;

const WORDS: &str = "dropout_step.words";
/// The task of who calls the family.
pub const CALL_TASK: &str = "dropout-call";
/// The task of who goes there, when nobody was reached.
pub const VISIT_TASK: &str = "dropout-visit";
/// Days in which somebody goes there.
const VISIT_DAYS: i64 = 3;
/// Most days back that a step may lie.
const BACK_MOST: i64 = 60;

/// Why a case was opened; the words are `dropout-cause-<code>`.
pub const CAUSES: [&str; 4] = ["absence", "report", "not_back", "lost_transfer"];
/// How a family was reached; the words are `dropout-way-<code>`.
pub const WAYS: [&str; 6] = ["phone", "message", "at_school", "at_home", "relatives", "village"];
/// Why a child stays away; the words are `dropout-reason-<code>`. For poverty and for learning somebody helps (A3-02).
pub const REASONS: [&str; 9] = ["unknown", "illness", "poverty", "learning", "care", "moved", "conflict", "work", "other"];

/// A case.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its id.
    pub id: RowId,
    /// The child.
    pub pupil: PupilId,
    /// Its name; empty when it was erased.
    pub name: String,
    /// Its class then.
    pub class: ClassId,
    /// The name of that class.
    pub class_name: String,
    /// One of [`CAUSES`].
    pub cause: String,
    /// The last day on which it was there.
    pub last_seen: Option<SchoolDate>,
    /// When the case was opened.
    pub day: SchoolDate,
    /// What the steps make of it.
    pub state: State,
    /// Its steps with their days.
    pub way: Vec<(What, SchoolDate)>,
    /// The last reason that was given.
    pub reason: String,
}

/// A step as it is read.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its number.
    pub number: i64,
    /// What.
    pub what: What,
    /// When.
    pub day: SchoolDate,
    /// How the family was reached.
    pub way: String,
    /// Why the child stays away.
    pub reason: String,
    /// What was said and agreed.
    pub words: String,
    /// Who.
    pub actor: String,
}

/// A step to be written.
#[derive(Clone, Debug)]
pub struct New {
    /// What.
    pub what: What,
    /// When; none for a day that cannot be read.
    pub day: Option<SchoolDate>,
    /// One of [`WAYS`], or nothing.
    pub way: String,
    /// One of [`REASONS`], or nothing.
    pub reason: String,
    /// What was said and agreed.
    pub words: String,
}

/// The cases of the school, of a class, or of a child, the newest first.
///
/// # Errors
/// Not found without the family level.
pub fn cases(tx: &mut Tx<'_>, permit: &Permit<acts::SeeAttendance>) -> Result<Vec<Case>> {
    if !permit.levels().has(Level::Family) {
        return Err(Error::NotFound);
    }
    let all = load(tx)?;
    Ok(match permit.subject() {
        Subject::School => all,
        Subject::Class(class) => all.into_iter().filter(|one| one.class == class).collect(),
        Subject::Pupil(pupil) => all.into_iter().filter(|one| one.pupil == pupil).collect(),
        _ => return Err(Error::NotFound),
    })
}

/// All cases with their steps.
pub(super) fn load(tx: &mut Tx<'_>) -> Result<Vec<Case>> {
    let mut all = sql::cases(tx)?;
    let mut steps = sql::ways(tx)?;
    for case in &mut all {
        let own = steps.remove(&case.id).unwrap_or_default();
        case.state = state(&own.iter().map(|(what, ..)| *what).collect::<Vec<_>>());
        case.reason = own.iter().rev().map(|(_, _, reason)| reason.clone()).find(|reason| !reason.is_empty()).unwrap_or_default();
        case.way = own.into_iter().map(|(what, day, _)| (what, day)).collect();
    }
    Ok(all)
}

/// The child whose case it is, for the permit.
///
/// # Errors
/// Not found when there is none.
pub fn pupil_of(tx: &mut Tx<'_>, case: RowId) -> Result<PupilId> {
    sql::pupil_of(tx, case)
}

/// A case of the permit's child with its steps.
///
/// # Errors
/// Not found without the family level, and where there is none.
pub fn seen(tx: &mut Tx<'_>, permit: &Permit<acts::SeeAttendance>, id: RowId) -> Result<(Case, Vec<Step>)> {
    let case = cases(tx, permit)?.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)?;
    let mut steps = Vec::new();
    for (mut step, sealed) in sql::steps(tx, id)? {
        step.words = tx.vault().open_words(case.pupil, WORDS, Some(&sealed))?;
        steps.push(step);
    }
    Ok((case, steps))
}

/// Opens a case for the permit's child. An open one is given instead of a second. Its homeroom teacher is asked to call the family by tomorrow.
///
/// # Errors
/// Problems at `cause` and `words`; a conflict when the child sits in no class.
pub fn open(tx: &mut Tx<'_>, permit: &Permit<acts::EnterAttendance>, cause: &str, words: &str) -> Result<RowId> {
    let (pupil, today, words) = (permit.pupil()?, tx.today(), words.trim());
    if let Some((_, id)) = sql::open_cases(tx)?.into_iter().find(|(known, _)| *known == pupil) {
        return Ok(id);
    }
    if !CAUSES.contains(&cause) {
        return Err(Error::at("cause", "dropout-choose"));
    }
    if words.chars().count() > limits::LINE_CHARS {
        return Err(Error::at("words", Msg::new("dropout-words-length").with("least", 0).with("most", limits::LINE_CHARS)));
    }
    if let Some(key) = kinder(words) {
        return Err(Error::at("words", key));
    }
    let class = particulars::seat(tx, pupil)?.ok_or_else(|| Error::Conflict("dropout-no-class".into()))?.class;
    let see = Permit::<acts::SeeAttendance>::ask(tx, permit.who(), class)?;
    let away = watch::lately(tx, &see)?;
    let (taken, absent) = watch::days_of(&away, class, pupil);
    let last_seen = match streak::streak(&taken, &absent) {
        Some(found) => found.last_seen,
        None => taken.iter().max().copied(),
    };
    let (id, actor) = (tx.new_id(), permit.who().tag());
    sql::insert_case(tx, id, pupil, class, cause, last_seen, &actor)?;
    let sealed = tx.vault().seal(pupil, WORDS, words)?;
    sql::insert_step(tx, id, 1, What::Opened, today, "", "", &sealed, &actor)?;
    for post in people::posts_on(tx, today)?.into_iter().filter(|post| post.duty == Duty::Homeroom && post.scope_id.uuid() == class.uuid()) {
        trail::open_task(tx, post.staff, CALL_TASK, id, &format!("/dropout/cases/{id}"), &[], today.plus_days(1))?;
    }
    trail::note(tx, permit.who(), "dropout.opened", id, &serde_json::json!({ "cause": cause }))?;
    Ok(id)
}

fn check(tx: &mut Tx<'_>, case: &Case, new: &New) -> Result<(SchoolDate, String)> {
    let (today, mut problems) = (tx.today(), Problems::default());
    let day = new.day.unwrap_or(today);
    if new.day.is_none() || day > today || day < case.day.plus_days(-1).max(today.plus_days(-BACK_MOST)) {
        problems.note("day", Msg::new("dropout-day-range").with("from", case.day));
    }
    let talks = matches!(new.what, What::Contacted | What::Persuaded);
    if (talks || new.what == What::Unreached) && !WAYS.contains(&new.way.as_str()) {
        problems.note("way", "dropout-choose");
    }
    let explains = talks || matches!(new.what, What::Dropped | What::Excused);
    if explains && !REASONS.contains(&new.reason.as_str()) {
        problems.note("reason", "dropout-choose");
    }
    let least = if matches!(new.what, What::Unreached | What::Returned) { 0 } else { 5 };
    let words = new.words.trim();
    if !(least..=limits::LINE_CHARS).contains(&words.chars().count()) {
        problems.note("words", Msg::new("dropout-words-length").with("least", least).with("most", limits::LINE_CHARS));
    }
    if let Some(key) = kinder(words) {
        problems.note("words", key);
    }
    problems.end()?;
    Ok((day, words.to_owned()))
}

/// Writes a step down: who teaches or leads the class by the permit of attendance, a leader's word by that of supervision.
fn write(tx: &mut Tx<'_>, who: &Who, case: &Case, seen: i64, new: &New) -> Result<()> {
    let steps: Vec<What> = case.way.iter().map(|(what, _)| *what).collect();
    if seen != steps.len() as i64 {
        return Err(Error::Conflict("dropout-moved".into()));
    }
    if !may(&steps, new.what) {
        return Err(Error::at("what", if new.what == What::Dropped { "dropout-not-tried" } else { "dropout-over" }));
    }
    let (day, words) = check(tx, case, new)?;
    let (actor, today) = (who.tag(), tx.today());
    let sealed = tx.vault().seal(case.pupil, WORDS, &words)?;
    if !sql::insert_step(tx, case.id, seen + 1, new.what, day, &new.way, &new.reason, &sealed, &actor)? {
        return Err(Error::Conflict("dropout-moved".into()));
    }
    if new.what != What::Checked {
        trail::end_tasks(tx, who, CALL_TASK, case.id, true)?;
    }
    if matches!(new.what, What::Persuaded) || new.what.is_end() {
        trail::end_tasks(tx, who, VISIT_TASK, case.id, true)?;
    }
    if new.what == What::Unreached {
        for post in people::posts_on(tx, today)?.into_iter().filter(|post| post.duty == Duty::StudentAffairs) {
            trail::open_task(tx, post.staff, VISIT_TASK, case.id, &format!("/dropout/cases/{}", case.id), &[], today.plus_days(VISIT_DAYS))?;
        }
    }
    trail::note(tx, who, "dropout.step", case.id, &serde_json::json!({ "what": new.what.code() })).map(|_| ())
}

fn find(tx: &mut Tx<'_>, pupil: PupilId, id: RowId) -> Result<Case> {
    load(tx)?.into_iter().find(|one| one.id == id && one.pupil == pupil).ok_or(Error::NotFound)
}

/// Writes down what was done: called, gone there, nobody reached; or that the child is back, away with good reason, or at another school.
///
/// # Errors
/// Problems at `what`, `day`, `way`, `reason`, `words`; at `day` when attendance says that the child was not there; a conflict when somebody else was first.
pub fn step(tx: &mut Tx<'_>, permit: &Permit<acts::EnterAttendance>, id: RowId, seen: i64, new: &New) -> Result<()> {
    let case = find(tx, permit.pupil()?, id)?;
    if new.what.is_leaders() || new.what == What::Opened {
        return Err(Error::at("what", "dropout-choose"));
    }
    if let Some(day) = new.day.filter(|_| new.what == What::Returned) {
        let see = Permit::<acts::SeeAttendance>::ask(tx, permit.who(), case.class)?;
        let away = watch::lately(tx, &see)?;
        if watch::days_of(&away, case.class, case.pupil).1.contains(&day) {
            return Err(Error::at("day", Msg::new("dropout-still-away").with("day", day)));
        }
    }
    write(tx, permit.who(), &case, seen, new)
}

/// Writes a leader's word down: told to the authorities, dropped out, looked through in the check of the quarter.
///
/// # Errors
/// As [`step`].
pub fn lead(tx: &mut Tx<'_>, permit: &Permit<acts::Supervise>, id: RowId, seen: i64, new: &New) -> Result<()> {
    let case = find(tx, permit.pupil()?, id)?;
    if !new.what.is_leaders() {
        return Err(Error::at("what", "dropout-choose"));
    }
    write(tx, permit.who(), &case, seen, new)
}

/// The day on which a child with an open case was there again, as attendance says.
///
/// # Errors
/// Faults of the database.
pub fn back_since(tx: &mut Tx<'_>, permit: &Permit<acts::SeeAttendance>, case: &Case) -> Result<Option<SchoolDate>> {
    let see = Permit::<acts::SeeAttendance>::ask(tx, permit.who(), case.class)?;
    let away = watch::lately(tx, &see)?;
    let (taken, absent) = watch::days_of(&away, case.class, case.pupil);
    Ok(streak::is_back(&taken, &absent, case.day.plus_days(-1)).filter(|_| case.state.is_open()))
}

/// Whether somebody says the leaders' words.
pub fn leads(who: &Who) -> bool {
    who.may_somewhere(Action::Supervise)
}

pub(super) fn words_of(tx: &mut Tx<'_>, pupil: PupilId, sealed: &[u8]) -> Result<String> {
    tx.vault().open_words(pupil, WORDS, Some(sealed))
}

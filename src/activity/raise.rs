//! verbs: a family that was not reached, or thinks otherwise, is brought before the leader of the grade (A9-22): after contacts on record, with one press; the leader accepts, acts and
//! returns the outcome; who raised it is told.
//!
//! Only who may record for the child raises it; only that leader answers. The words are neutral: not reached for now, of another opinion (PRACTICE 3).

use super::cadence::allowed;
use super::neutral::{judges, missing};
use super::rules::Kind;
use super::sql::raise::{self as sql, Row};
use super::{Record, export};
use crate::access::{Duty, Level, Permit, Who, acts, readers_of};
use crate::base::error::Problems;
use crate::base::{Error, Msg, PupilId, Result, RowId, SchoolDate, StaffId, limits};
use crate::pairing::pairs;
use crate::programme::kind_words::kinder;
use crate::programme::{Param, in_force_on};
use crate::store::Tx;
use crate::trail;

/// Why; the words are `activity-raise-reason-<code>`.
pub const REASONS: [&str; 2] = ["not_reached", "differs"];
/// What came of it; the words are `activity-raise-outcome-<code>`.
pub const OUTCOMES: [&str; 3] = ["reached", "agreed", "going_on"];
/// The leader is asked.
pub const TASK: &str = "activity-raise";
/// The leader has accepted and returns an outcome.
pub const ACT_TASK: &str = "activity-raise-act";
/// Who raised it is told.
pub const BACK_TASK: &str = "activity-raise-back";
/// Contacts on record where no programme says how many (A9-22; PRACTICE 4).
const CONTACTS: i64 = 2;
/// How old a contact may be.
const CONTACT_DAYS: i64 = 60;
/// Days within which a leader accepts, and after that returns the outcome.
const ACCEPT_DAYS: i64 = 3;
const ACT_DAYS: i64 = 7;
/// Rows of a list.
const SHOWN: i64 = 50;

/// A family brought before a leader, as somebody reads it.
#[derive(Clone, Debug)]
pub struct Raise {
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
    /// One of [`REASONS`].
    pub reason: String,
    /// When.
    pub day: SchoolDate,
    /// What the leader is asked.
    pub wish: String,
    /// When it was accepted.
    pub accepted: Option<SchoolDate>,
    /// When it was returned, with the outcome and its words.
    pub returned: Option<(SchoolDate, String, String)>,
    /// Whether who raised it has read that.
    pub seen: bool,
}

impl Raise {
    /// `raised`, `accepted` or `returned`; the words are `activity-raise-state-<code>`.
    pub const fn state(&self) -> &'static str {
        match (&self.returned, &self.accepted) {
            (Some(_), _) => "returned",
            (None, Some(_)) => "accepted",
            (None, None) => "raised",
        }
    }
}

/// What is there before one is raised.
pub struct Standing {
    /// Contacts with the family of late that the person may read, the oldest first.
    pub contacts: Vec<Record>,
    /// How many are still to be logged.
    pub missing: i64,
    /// The leaders of the child's grade.
    pub leaders: Vec<(StaffId, String)>,
    /// One that is not answered yet.
    pub open: Option<RowId>,
}

fn told(tx: &mut Tx<'_>, row: Row) -> Result<Raise> {
    let steps = sql::steps(tx, row.id, row.pupil)?;
    let wish = sql::wish(tx, &row)?;
    let of = |what: &str| steps.iter().find(|(step, ..)| step == what);
    Ok(Raise {
        accepted: of("accepted").map(|(_, day, ..)| *day),
        returned: of("returned").map(|(_, day, outcome, text)| (*day, outcome.clone(), text.clone())),
        seen: of("seen").is_some(),
        id: row.id,
        pupil: row.pupil,
        pupil_name: row.pupil_name,
        staff: row.staff,
        by: row.by,
        leader: row.leader,
        leader_name: row.leader_name,
        reason: row.reason,
        day: row.day,
        wish,
    })
}

fn see_of(tx: &mut Tx<'_>, who: &Who, pupil: PupilId) -> Result<Permit<acts::SeeCaseFile>> {
    Permit::ask(tx, who, pupil)
}

/// How many contacts the programmes of the child ask for.
fn needed(tx: &mut Tx<'_>, see: &Permit<acts::SeeCaseFile>) -> Result<i64> {
    let today = tx.today();
    let paired: Vec<_> = pairs::of_pupil(tx, see)?.into_iter().filter(|pair| (pair.from..=pair.until).contains(&today)).map(|pair| pair.programme).collect();
    let all = in_force_on(tx, today)?;
    let most = |own: bool| all.iter().filter(|one| !own || paired.contains(&one.id)).filter_map(|one| one.values.number(Param::ContactsBeforeEscalation)).max();
    Ok(most(true).or_else(|| most(false)).unwrap_or(CONTACTS))
}

/// How the permit's child stands.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn standing(tx: &mut Tx<'_>, permit: &Permit<acts::RecordActivity>) -> Result<Standing> {
    let (pupil, who, today) = (permit.pupil()?, permit.who(), tx.today());
    let see = see_of(tx, who, pupil)?;
    let mut contacts = export::records(tx, &see, (today.plus_days(-CONTACT_DAYS), today))?;
    contacts.retain(|record| matches!(record.kind, Kind::HomeVisit | Kind::PhoneCall));
    let page = Permit::<acts::SeePupil>::ask(tx, who, pupil)?;
    let leaders = readers_of(tx, &page)?.into_iter().filter(|(_, duty, ..)| *duty == Duty::GradeSponsor).map(|(staff, _, name, _)| (staff, name)).collect();
    let mut open = None;
    for row in sql::of_pupil(tx, pupil, SHOWN)? {
        let one = told(tx, row)?;
        if one.returned.is_none() {
            open = Some(one.id);
        }
    }
    Ok(Standing { missing: missing(needed(tx, &see)?, contacts.len()), contacts, leaders, open })
}

fn text(problems: &mut Problems, field: &'static str, typed: &str) -> String {
    let text = typed.trim();
    if text.is_empty() {
        problems.note(field, "activity-raise-text");
    } else if text.chars().count() > limits::LINE_CHARS {
        problems.note(field, Msg::new("activity-long").with("most", limits::LINE_CHARS));
    } else if judges(text) {
        problems.note(field, "activity-raise-neutral");
    } else if let Some(key) = kinder(text) {
        problems.note(field, key);
    }
    text.to_owned()
}

/// What is typed to raise it.
#[derive(Clone, Debug)]
pub struct New {
    /// Made by the form.
    pub id: RowId,
    /// One of [`REASONS`].
    pub reason: String,
    /// The leader.
    pub leader: Option<StaffId>,
    /// What the leader is asked.
    pub wish: String,
}

/// Brings the family of the permit's child before the leader of its grade. Sent again it changes nothing.
///
/// # Errors
/// Problems at `reason` (also when contacts are missing or one is open), `leader`, `wish`.
pub fn raise(tx: &mut Tx<'_>, permit: &Permit<acts::RecordActivity>, new: &New) -> Result<RowId> {
    let (pupil, who, mut problems) = (permit.pupil()?, permit.who(), Problems::default());
    if let Some(row) = sql::one(tx, new.id)? {
        return if (row.pupil, row.staff) == (pupil, who.staff()) { Ok(row.id) } else { Err(Error::Conflict(Msg::new("activity-not-yours"))) };
    }
    let stands = standing(tx, permit)?;
    if stands.missing > 0 {
        problems.note("reason", Msg::new("activity-raise-missing").with("count", stands.missing));
    } else if stands.open.is_some() {
        problems.note("reason", "activity-raise-open");
    } else if !REASONS.contains(&new.reason.as_str()) {
        problems.note("reason", "activity-choose");
    }
    let leader = new.leader.filter(|leader| stands.leaders.iter().any(|(staff, _)| staff == leader));
    if leader.is_none() {
        problems.note("leader", if stands.leaders.is_empty() { "activity-raise-no-leader" } else { "activity-choose" });
    }
    let wish = text(&mut problems, "wish", &new.wish);
    problems.end()?;
    let Some(leader) = leader else { return Err(Error::NotFound) };
    let contacts: Vec<RowId> = stands.contacts.iter().map(|record| record.id).collect();
    sql::insert(tx, &sql::New { id: new.id, pupil, staff: who.staff(), leader, reason: &new.reason, wish: &wish }, &contacts)?;
    let due = tx.today().plus_days(ACCEPT_DAYS);
    trail::open_task(tx, leader, TASK, new.id, &format!("/raises/{}", new.id), &[], due)?;
    trail::note(tx, who, "activity.raised", new.id, &serde_json::json!({ "contacts": contacts.len() }))?;
    Ok(new.id)
}

/// One, with its contacts as far as the person may read them: for who raised it, its leader, and who reads of the family.
///
/// # Errors
/// Not found when there is none or it is not for the person.
pub fn one(tx: &mut Tx<'_>, who: &Who, id: RowId) -> Result<(Raise, Vec<Record>)> {
    let row = sql::one(tx, id)?.ok_or(Error::NotFound)?;
    let see = see_of(tx, who, row.pupil)?;
    if ![row.staff, row.leader].contains(&who.staff()) && !see.levels().has(Level::Family) {
        return Err(Error::NotFound);
    }
    let (known, span) = (sql::contacts(tx, id)?, (row.day.plus_days(-CONTACT_DAYS), row.day));
    let contacts = export::records(tx, &see, span)?.into_iter().filter(|record| known.contains(&record.id)).collect();
    Ok((told(tx, row)?, contacts))
}

/// What the person raised and what was brought before the person, the newest first; of children who are gone nothing.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn own(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Raise>> {
    let mut all = Vec::new();
    for row in sql::of_person(tx, who.staff(), SHOWN)? {
        if allowed(see_of(tx, who, row.pupil))?.is_some() {
            all.push(told(tx, row)?);
        }
    }
    Ok(all)
}

/// One that the permit's child has, for its leader alone.
fn for_leader(tx: &mut Tx<'_>, permit: &Permit<acts::RecordActivity>, id: RowId) -> Result<Raise> {
    let row = sql::one(tx, id)?.ok_or(Error::NotFound)?;
    if row.pupil != permit.pupil()? || row.leader != permit.who().staff() {
        return Err(Error::NotFound);
    }
    told(tx, row)
}

/// Whose child it is: to ask for the permit.
///
/// # Errors
/// Not found when there is none.
pub fn pupil_of(tx: &mut Tx<'_>, id: RowId) -> Result<PupilId> {
    Ok(sql::one(tx, id)?.ok_or(Error::NotFound)?.pupil)
}

/// The leader accepts it.
///
/// # Errors
/// Not found for anybody else; a conflict when it was returned already.
pub fn accept(tx: &mut Tx<'_>, permit: &Permit<acts::RecordActivity>, id: RowId) -> Result<()> {
    let raise = for_leader(tx, permit, id)?;
    if raise.returned.is_some() {
        return Err(Error::Conflict(Msg::new("activity-raise-over")));
    }
    if sql::insert_step(tx, (id, raise.pupil), "accepted", "", "", &permit.who().tag())? {
        trail::end_tasks(tx, permit.who(), TASK, id, true)?;
        let due = tx.today().plus_days(ACT_DAYS);
        trail::open_task(tx, raise.leader, ACT_TASK, id, &format!("/raises/{id}"), &[], due)?;
        trail::note(tx, permit.who(), "activity.raise-accepted", id, &serde_json::json!({}))?;
    }
    Ok(())
}

/// The leader returns what came of it; who raised it has a task to read it.
///
/// # Errors
/// Problems at `outcome`, also when it was not accepted yet, and `text`; not found for anybody else; a conflict when it was returned already.
pub fn give_back(tx: &mut Tx<'_>, permit: &Permit<acts::RecordActivity>, id: RowId, outcome: &str, words: &str) -> Result<()> {
    let (raise, mut problems) = (for_leader(tx, permit, id)?, Problems::default());
    if raise.accepted.is_none() {
        problems.note("outcome", "activity-raise-accept-first");
    } else if !OUTCOMES.contains(&outcome) {
        problems.note("outcome", "activity-choose");
    }
    let words = text(&mut problems, "text", words);
    problems.end()?;
    if !sql::insert_step(tx, (id, raise.pupil), "returned", outcome, &words, &permit.who().tag())? {
        return Err(Error::Conflict(Msg::new("activity-raise-over")));
    }
    trail::end_tasks(tx, permit.who(), ACT_TASK, id, true)?;
    let today = tx.today();
    trail::open_task(tx, raise.staff, BACK_TASK, id, &format!("/raises/{id}"), &[], today)?;
    trail::note(tx, permit.who(), "activity.raise-returned", id, &serde_json::json!({ "outcome": outcome }))?;
    Ok(())
}

/// Who raised it has read the outcome.
///
/// # Errors
/// Not found for anybody else, or before there is one.
pub fn seen(tx: &mut Tx<'_>, permit: &Permit<acts::RecordActivity>, id: RowId) -> Result<()> {
    let row = sql::one(tx, id)?.filter(|row| row.staff == permit.who().staff()).ok_or(Error::NotFound)?;
    let raise = told(tx, row)?;
    if raise.returned.is_none() || raise.pupil != permit.pupil()? {
        return Err(Error::NotFound);
    }
    if sql::insert_step(tx, (id, raise.pupil), "seen", "", "", &permit.who().tag())? {
        trail::end_own_tasks(tx, permit.who(), BACK_TASK, id)?;
        trail::note(tx, permit.who(), "activity.raise-seen", id, &serde_json::json!({}))?;
    }
    Ok(())
}

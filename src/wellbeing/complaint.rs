//! verbs: a complaint that a child was mocked, scolded or belittled – by an adult or a classmate – is a record with an outcome (A5-10, B9-01, B9-02, B10-07). Who is complained of neither reads nor
//! decides it.

use super::entry::{self, Body, Entry, Kind, New};
use super::rules::{ABOUT, OUTCOMES};
use crate::access::{Action, Permit, Subject, Who, acts};
use crate::base::error::Problems;
use crate::base::{Error, Id, Msg, Result, RowId, SchoolDate, StaffId, limits};
use crate::roster::people;
use crate::store::Tx;
use crate::trail;

/// Somebody who handles complaints looks.
pub const TASK: &str = "wellbeing-complaint";
/// Who complained reads what came of it.
pub const BACK_TASK: &str = "wellbeing-complaint-back";
/// Days within which it has an outcome.
const DAYS: i64 = 5;
/// Days that the list goes back.
const LIST_DAYS: i64 = 400;

/// A complaint as it is typed.
#[derive(Clone, Debug)]
pub struct Typed {
    /// Made by the form.
    pub id: RowId,
    /// One of [`ABOUT`].
    pub about: String,
    /// The member of staff whom it is of, where it is of one.
    pub staff: Option<StaffId>,
    /// When it happened.
    pub day: Option<SchoolDate>,
    /// Who told: the child, the family, somebody else. In words.
    pub told_by: String,
    /// What happened, in the words of who told.
    pub text: String,
}

fn handlers(tx: &mut Tx<'_>, not: Option<StaffId>) -> Result<Vec<StaffId>> {
    let today = tx.today();
    let posts = people::posts_on(tx, today)?;
    let mut all: Vec<StaffId> = posts.into_iter().filter(|post| Action::HandleComplaint.allowed_to(post.duty) && Some(post.staff) != not).map(|post| post.staff).collect();
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// Writes a complaint down for the permit's child. Sent again it changes nothing.
///
/// # Errors
/// Problems at `about`, `staff`, `day`, `told_by`, `text`.
pub fn write(tx: &mut Tx<'_>, permit: &Permit<acts::NoticeMood>, typed: &Typed) -> Result<()> {
    let (pupil, who, today, mut problems) = (permit.pupil()?, permit.who(), tx.today(), Problems::default());
    if !ABOUT.contains(&typed.about.as_str()) {
        problems.note("about", "wellbeing-choose");
    }
    let staff = if typed.about == "adult" { typed.staff } else { None };
    if staff == Some(who.staff()) {
        problems.note("staff", "wellbeing-complaint-oneself");
    }
    match typed.day {
        Some(day) if day <= today && day >= today.plus_days(-60) => {}
        _ => problems.note("day", "wellbeing-complaint-day"),
    }
    // The words of who told stay as they were told.
    for (field, text) in [("told_by", &typed.told_by), ("text", &typed.text)] {
        let long = text.trim().chars().count();
        if long == 0 {
            problems.note(field, "wellbeing-text-missing");
        } else if long > limits::LINE_CHARS {
            problems.note(field, Msg::new("wellbeing-text-long").with("most", limits::LINE_CHARS));
        }
    }
    let to = handlers(tx, staff)?;
    if to.is_empty() {
        problems.note("text", "wellbeing-complaint-nobody");
    }
    problems.end()?;
    let day = typed.day.map(|day| day.to_string()).unwrap_or_default();
    let parts = [("day".to_owned(), day), ("told_by".to_owned(), typed.told_by.trim().to_owned())].into();
    let body = Body { what: typed.about.clone(), text: typed.text.trim().to_owned(), parts, ..Body::default() };
    let about = staff.map(|staff| RowId::from_uuid(staff.uuid()));
    if entry::keep(tx, who, &New { id: typed.id, pupil, kind: Kind::Complaint, about, body })? {
        for staff in to {
            trail::open_task(tx, staff, TASK, typed.id, &format!("/complaints/{}", typed.id), &[], today.plus_days(DAYS))?;
        }
        trail::note(tx, who, "wellbeing.complaint", typed.id, &serde_json::json!({}))?;
    }
    Ok(())
}

/// Whether a complaint is of the person.
fn of_oneself(who: &Who, found: &Entry) -> bool {
    found.about.is_some_and(|about| about.uuid() == who.staff().uuid())
}

/// Whether the person may see the child: of a shut file nothing is read.
fn sees(tx: &mut Tx<'_>, who: &Who, found: &Entry) -> Result<bool> {
    Ok(crate::access::why(tx, who, Action::SeeCaseFile, Subject::Pupil(found.pupil))?.is_some())
}

/// The complaints that the person handles, the open first; those of the person itself are not among them.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn list(tx: &mut Tx<'_>, permit: &Permit<acts::HandleComplaint>) -> Result<Vec<Entry>> {
    let today = tx.today();
    let mut all = Vec::new();
    for one in entry::since(tx, Kind::Complaint, today.plus_days(-LIST_DAYS), today)? {
        if !of_oneself(permit.who(), &one) && sees(tx, permit.who(), &one)? {
            all.push(one);
        }
    }
    all.sort_by_key(|one| one.has("outcome"));
    Ok(all)
}

/// One, for who handles it.
///
/// # Errors
/// Not found when there is none, and for whom it is of.
pub fn one(tx: &mut Tx<'_>, permit: &Permit<acts::HandleComplaint>, id: RowId) -> Result<Entry> {
    let found = entry::one(tx, id, Kind::Complaint)?;
    if of_oneself(permit.who(), &found) || !sees(tx, permit.who(), &found)? { Err(Error::NotFound) } else { Ok(found) }
}

/// What the person told of, with its state; of the outcome the code alone.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn own(tx: &mut Tx<'_>, permit: &Permit<acts::NoticeMood>) -> Result<Vec<Entry>> {
    let (pupil, me) = (permit.pupil()?, permit.who().staff());
    Ok(entry::of_pupil(tx, pupil, Kind::Complaint)?.into_iter().filter(|one| one.staff == me).collect())
}

/// Both sides were heard.
///
/// # Errors
/// A problem at `text`; a conflict when it has an outcome.
pub fn hear(tx: &mut Tx<'_>, permit: &Permit<acts::HandleComplaint>, id: RowId, words: &str) -> Result<()> {
    let (found, mut problems) = (one(tx, permit, id)?, Problems::default());
    let words = entry::text(&mut problems, "text", words, true);
    problems.end()?;
    if found.has("outcome") {
        return Err(Error::Conflict("wellbeing-complaint-over".into()));
    }
    entry::step(tx, permit.who(), &found, "heard", &words)?;
    trail::note(tx, permit.who(), "wellbeing.complaint-heard", id, &serde_json::json!({}))?;
    Ok(())
}

/// Gives the outcome: after both sides were heard. Who complained has a task to read that there is one.
///
/// # Errors
/// Problems at `outcome`, also before both sides were heard, and `text`; a conflict when it has one.
pub fn close(tx: &mut Tx<'_>, permit: &Permit<acts::HandleComplaint>, id: RowId, outcome: &str, words: &str) -> Result<()> {
    let (found, mut problems) = (one(tx, permit, id)?, Problems::default());
    if !OUTCOMES.contains(&outcome) {
        problems.note("outcome", "wellbeing-choose");
    } else if !found.has("heard") {
        problems.note("outcome", "wellbeing-complaint-hear-first");
    }
    let words = entry::text(&mut problems, "text", words, true);
    problems.end()?;
    if found.has("outcome") {
        return Err(Error::Conflict("wellbeing-complaint-over".into()));
    }
    entry::step(tx, permit.who(), &found, outcome, &words)?;
    let found = one(tx, permit, id)?;
    entry::step(tx, permit.who(), &found, "outcome", "")?;
    trail::end_tasks(tx, permit.who(), TASK, id, true)?;
    let due = tx.today().plus_days(3);
    trail::open_task(tx, found.staff, BACK_TASK, id, &format!("/pupils/{}/complaint", found.pupil), &[], due)?;
    trail::note(tx, permit.who(), "wellbeing.complaint-closed", id, &serde_json::json!({}))?;
    Ok(())
}

/// Who complained has read that there is an outcome.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn seen(tx: &mut Tx<'_>, permit: &Permit<acts::NoticeMood>) -> Result<()> {
    for one in own(tx, permit)? {
        trail::end_own_tasks(tx, permit.who(), BACK_TASK, one.id)?;
    }
    Ok(())
}

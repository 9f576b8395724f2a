//! verbs: a child is referred to somebody outside (B5-04): with the family's consent, to a place that was looked into, and it counts when the place has taken the child on.

use super::entry::{self, Body, Entry, Kind, New};
use super::rules::referral_next;
use super::sql::campaign as sql;
use super::{reading, room};
use crate::access::{Permit, acts};
use crate::base::error::Problems;
use crate::base::{Error, Msg, Result, RowId, SchoolDate, limits};
use crate::store::Tx;
use crate::trail;

/// Kinds of places; the words are `wellbeing-outside-<code>`.
pub const KINDS: [&str; 4] = ["hospital", "centre", "institution", "person"];

/// A place outside.
#[derive(Clone, Debug)]
pub struct Institution {
    /// Its id.
    pub id: RowId,
    /// Its name.
    pub name: String,
    /// One of [`KINDS`].
    pub kind: String,
    /// How to reach it.
    pub contact: String,
    /// Until when what was looked into holds.
    pub until: SchoolDate,
}

/// The places outside.
///
/// # Errors
/// Faults of the database.
pub fn institutions(tx: &mut Tx<'_>, _permit: &Permit<acts::CounselPupil>) -> Result<Vec<Institution>> {
    sql::institutions(tx)
}

/// Writes a place down that was looked into.
///
/// # Errors
/// Problems at `name`, `kind`, `contact`, `until`.
pub fn add(tx: &mut Tx<'_>, permit: &Permit<acts::CounselPupil>, new: &Institution) -> Result<()> {
    let (today, mut problems) = (tx.today(), Problems::default());
    for (field, text, most) in [("name", &new.name, limits::NAME_CHARS), ("contact", &new.contact, limits::LINE_CHARS)] {
        let long = text.trim().chars().count();
        if long == 0 || long > most {
            problems.note(field, Msg::new("wellbeing-text-long").with("most", most));
        }
    }
    if !KINDS.contains(&new.kind.as_str()) {
        problems.note("kind", "wellbeing-choose");
    }
    if new.until < today {
        problems.note("until", "wellbeing-day-past");
    }
    problems.end()?;
    sql::insert_institution(tx, new, &permit.who().tag())
}

/// Begins a referral of the permit's child. Nothing goes out yet.
///
/// # Errors
/// Problems at `place`, also when it was looked into too long ago, `text`, `shared`.
pub fn begin(tx: &mut Tx<'_>, permit: &Permit<acts::CounselPupil>, id: RowId, place: Option<RowId>, why: &str, shared: &str) -> Result<()> {
    room::must_be_open(tx)?;
    let (pupil, today, mut problems) = (permit.pupil()?, tx.today(), Problems::default());
    let known = sql::institutions(tx)?.into_iter().find(|one| Some(one.id) == place);
    match &known {
        None => problems.note("place", "wellbeing-choose"),
        Some(one) if one.until < today => problems.note("place", "wellbeing-outside-late"),
        Some(_) => {}
    }
    let text = entry::text(&mut problems, "text", why, true);
    let shared = entry::text(&mut problems, "shared", shared, true);
    problems.end()?;
    let body = Body { text, parts: [("shared".to_owned(), shared)].into(), ..Body::default() };
    if entry::keep(tx, permit.who(), &New { id, pupil, kind: Kind::Referral, about: place, body })? {
        trail::note(tx, permit.who(), "wellbeing.referral", id, &serde_json::json!({}))?;
    }
    Ok(())
}

/// One referral, for the counsellor of the child.
///
/// # Errors
/// Not found when there is none or it is none of the person's children.
pub fn one(tx: &mut Tx<'_>, permit: &Permit<acts::CounselPupil>, id: RowId) -> Result<Entry> {
    let found = entry::one(tx, id, Kind::Referral)?;
    if found.pupil == permit.pupil()? && reading::is_own(permit) { Ok(found) } else { Err(Error::NotFound) }
}

/// What may come next.
pub fn next(found: &Entry) -> &'static [&'static str] {
    let taken: Vec<String> = found.steps.iter().map(|step| step.what.clone()).collect();
    referral_next(&taken)
}

/// Takes the next step: consent of the family (by whom, how), sent, taken on, what came back.
///
/// # Errors
/// Problems at `step`, when it may not come next, and `text`.
pub fn step(tx: &mut Tx<'_>, permit: &Permit<acts::CounselPupil>, id: RowId, what: &str, words: &str) -> Result<()> {
    let (found, mut problems) = (one(tx, permit, id)?, Problems::default());
    if !next(&found).contains(&what) {
        problems.note("step", "wellbeing-referral-order");
    }
    let words = entry::text(&mut problems, "text", words, true);
    problems.end()?;
    entry::step(tx, permit.who(), &found, what, &words)?;
    trail::note(tx, permit.who(), "wellbeing.referral-step", id, &serde_json::json!({ "what": what }))?;
    Ok(())
}

//! verbs: the yearly look at the children of grades 4 to 6, with consent (CONVENTIONS 2.6): whose family has not said yes is listed as waiting and cannot be in it. Results are pages of the file.

use super::file::{self, Typed};
use super::room;
use super::rules::CAMPAIGN_LEVELS;
use super::sql::campaign as sql;
use crate::access::{Permit, Subject, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, Msg, PupilId, Result, RowId, SchoolDate, limits};
use crate::roster::pupils::{self, Part, PupilLine, Sort, State};
use crate::roster::time::{self, Class};
use crate::store::Tx;
use crate::trail;

/// The purpose of the consent.
pub const PURPOSE: &str = "wellbeing";

/// A campaign.
#[derive(Clone, Debug)]
pub struct Campaign {
    /// Its id.
    pub id: RowId,
    /// Its name.
    pub name: String,
    /// First day.
    pub from: SchoolDate,
    /// Last day.
    pub until: SchoolDate,
}

/// A child of a campaign.
#[derive(Clone, Debug)]
pub struct Child {
    /// The child.
    pub line: PupilLine,
    /// What the family said: yes, no, or nothing yet.
    pub consent: Option<bool>,
    /// Whether its result is written.
    pub done: bool,
}

/// All campaigns, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn list(tx: &mut Tx<'_>, _permit: &Permit<acts::CounselPupil>) -> Result<Vec<Campaign>> {
    sql::campaigns(tx)
}

/// Begins one.
///
/// # Errors
/// Problems at `name`, `from`, `until`.
pub fn begin(tx: &mut Tx<'_>, permit: &Permit<acts::CounselPupil>, id: RowId, name: &str, from: Option<SchoolDate>, until: Option<SchoolDate>) -> Result<()> {
    room::must_be_open(tx)?;
    let mut problems = Problems::default();
    let name = name.trim();
    if name.is_empty() || name.chars().count() > limits::NAME_CHARS {
        problems.note("name", Msg::new("wellbeing-text-long").with("most", limits::NAME_CHARS));
    }
    if from.is_none() {
        problems.note("from", "wellbeing-day-form");
    }
    if until.is_none_or(|until| from.is_some_and(|from| until < from || until > from.plus_days(120))) {
        problems.note("until", "wellbeing-campaign-until");
    }
    problems.end()?;
    if let (Some(from), Some(until)) = (from, until) {
        sql::insert(tx, id, name, (from, until), &permit.who().tag())?;
        trail::note(tx, permit.who(), "wellbeing.campaign", id, &serde_json::json!({}))?;
    }
    Ok(())
}

/// One campaign.
///
/// # Errors
/// Not found when there is none.
pub fn one(tx: &mut Tx<'_>, _permit: &Permit<acts::CounselPupil>, id: RowId) -> Result<Campaign> {
    sql::campaigns(tx)?.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)
}

/// The classes of grades 4 to 6 of the present year.
///
/// # Errors
/// Faults of the database.
pub fn classes(tx: &mut Tx<'_>) -> Result<Vec<Class>> {
    let Some(term) = time::current_term(tx)? else { return Ok(Vec::new()) };
    Ok(time::classes(tx, term.year)?.into_iter().filter(|class| CAMPAIGN_LEVELS.contains(&class.level)).collect())
}

/// What a family said last of being looked at and talked with.
fn consent(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Option<bool>> {
    Ok(trail::consents_of(tx, pupil)?.into_iter().find(|one| one.purpose == PURPOSE).map(|one| one.given))
}

/// The children of a class in a campaign.
///
/// # Errors
/// Not found for a class of another grade.
pub fn children(tx: &mut Tx<'_>, permit: &Permit<acts::CounselPupil>, campaign: RowId, class: ClassId) -> Result<Vec<Child>> {
    if !classes(tx)?.iter().any(|one| one.id == class) {
        return Err(Error::NotFound);
    }
    let done = sql::done(tx, campaign)?;
    let lines = pupils::list(tx, permit.who(), &Part::Class(class), State::Here, Sort::Class, 200, 0)?.rows;
    lines.into_iter().map(|line| Ok(Child { consent: consent(tx, line.id)?, done: done.contains(&line.id), line })).collect()
}

/// Writes the result of a child down: total and scales of an outside instrument. Once for each child and campaign.
///
/// # Errors
/// A problem at `pupil` without the family's consent, outside the days of the campaign, when the child is in it already, and for a child of another grade; those of [`file::write`].
pub fn result(tx: &mut Tx<'_>, permit: &Permit<acts::CounselPupil>, campaign: RowId, pupil: PupilId, id: RowId, typed: &Typed) -> Result<()> {
    let (known, today) = (one(tx, permit, campaign)?, tx.today());
    let own = Permit::<acts::CounselPupil>::ask(tx, permit.who(), Subject::Pupil(pupil))?;
    if !(known.from..=known.until).contains(&today) {
        return Err(Error::at("pupil", "wellbeing-campaign-over"));
    }
    let level = crate::roster::particulars::seat(tx, pupil)?.map(|seat| seat.level);
    if !level.is_some_and(|level| CAMPAIGN_LEVELS.contains(&level)) {
        return Err(Error::at("pupil", "wellbeing-campaign-grades"));
    }
    if consent(tx, pupil)? != Some(true) {
        return Err(Error::at("pupil", "wellbeing-no-consent"));
    }
    if sql::done(tx, campaign)?.contains(&pupil) {
        return Err(Error::at("pupil", "wellbeing-campaign-done"));
    }
    file::write(tx, &own, id, &Typed { what: "scale".into(), ..typed.clone() })?;
    if sql::insert_done(tx, campaign, pupil, id)? { Ok(()) } else { Err(Error::at("pupil", "wellbeing-campaign-done")) }
}

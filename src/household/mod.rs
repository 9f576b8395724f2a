//! The household behind the child (到户): a card for each household and a book for each village, plans and measures, six ones and six assurances, targets, monitoring, project money.
//!
//! A4-01…19 (card, members, housing, land, income, causes, needs, wishes, near and long-term measures, head checked against members), A10-01, A10-02 (card, book), A10-03 (a plan for each
//! village, a way for each household), A10-04, A10-06 (project money down to the household), A10-05, A10-09 (six ones, six assurances), A10-07, A10-11…13 (team or group, responsible
//! persons, pairing with history), A10-08 (targets beside the town's average), A10-10, A10-14…16, A10-18, A10-19, A10-24, A10-27 (plans and measures), A10-17, A10-20…23 (what came
//! from outside is written down), A10-25, A10-26 (assessment; measures answer causes and needs). Monitoring by the lines of the province: CONVENTIONS 2.7.
//!
//! A village team reads the households of its villages and nothing of the school's pupils; the school reads what touches its pupils and no income ([`school`]). What is written of a family
//! in free words, its members and its figures are sealed: under the household's key, or a child's own key where a member is a pupil, so that an erasure leaves an unnamed member.

pub mod benefits;
pub mod card;
pub mod checks;
pub mod codes;
pub mod export;
pub mod households;
pub mod income;
pub mod matters;
pub mod measures;
pub mod members;
pub mod money;
pub mod pages;
pub mod school;
mod sql;
pub mod targets;
pub mod unite;
pub mod villages;
pub mod visits;
pub mod watch;

use crate::access::{Act, Permit, Subject, Who, acts};
use crate::base::error::Problems;
use crate::base::{Error, Id, Msg, Result, RowId, SchoolDate, limits};
use crate::store::Tx;

/// What a plan, a helper or a check is about: a village, or a household of it.
#[derive(Clone, Debug)]
pub struct Of {
    /// The village or household.
    pub id: RowId,
    /// The village.
    pub village: RowId,
    /// Whether it is the village itself.
    pub is_village: bool,
}

impl Of {
    /// A village.
    pub const fn village(id: RowId) -> Self {
        Self { id, village: id, is_village: true }
    }
    /// The code of the scope, as stored.
    pub const fn scope(&self) -> &'static str {
        if self.is_village { "village" } else { "household" }
    }
    /// The page of it.
    pub fn page(&self) -> String {
        if self.is_village { format!("/villages/{}", self.id) } else { format!("/households/{}", self.id) }
    }
}

/// The household with an id.
///
/// # Errors
/// Not found when there is none.
pub fn of_household(tx: &mut Tx<'_>, id: RowId) -> Result<Of> {
    let (village, _) = sql::cards::one(tx, id)?;
    Ok(Of { id, village, is_village: false })
}

/// The permit for something on the village of it: not found for who has nothing to do with that village.
///
/// # Errors
/// Those of [`Permit::ask`].
pub fn ask<A: Act>(tx: &mut Tx<'_>, who: &Who, of: &Of) -> Result<Permit<A>> {
    Permit::ask(tx, who, Subject::Village(of.village))
}

/// The last day of what has no end yet.
fn forever() -> SchoolDate {
    crate::roster::people::forever()
}

/// Refuses a permit of another village: a mistake in the program.
fn same(permit: &Permit<acts::KeepHouseholds>, of: &Of) -> Result<()> {
    if permit.village()? == of.village { Ok(()) } else { Err(Error::NotFound) }
}

/// A line of text of `least` to `most` characters; noted at its field otherwise.
fn line(problems: &mut Problems, field: &'static str, text: &str, least: usize, most: usize) -> String {
    let text = text.trim();
    let long = text.chars().count();
    if long < least || long > most {
        problems.note(field, Msg::new("household-length").with("least", least).with("most", most));
    }
    text.to_owned()
}

/// Words that may be missing.
fn words(problems: &mut Problems, field: &'static str, text: &str) -> String {
    line(problems, field, text, 0, limits::LINE_CHARS)
}

/// A day that has come.
fn past(problems: &mut Problems, tx: &Tx<'_>, field: &'static str, day: Option<SchoolDate>) -> SchoolDate {
    let today = tx.today();
    match day {
        Some(day) if day <= today => day,
        Some(_) => {
            problems.note(field, "household-day-ahead");
            today
        }
        None => {
            problems.note(field, "household-day-missing");
            today
        }
    }
}

fn school_tag(tx: &Tx<'_>) -> RowId {
    RowId::from_uuid(tx.school().uuid())
}

fn chosen(problems: &mut Problems, field: &'static str, known: bool) {
    if !known {
        problems.note(field, "household-choose");
    }
}

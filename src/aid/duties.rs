//! verbs: duty posts on the campus as labour education (B4-06; CONVENTIONS 2.9): a child of primary school does no paid work, so a post has minutes and a teacher, and no money. Posts are for every
//! child that wants one, and say nothing of a family.

use super::sql::loans as sql;
use super::wages;
use crate::access::{Act, Permit, acts};
use crate::base::error::Problems;
use crate::base::{Error, Msg, PupilId, Result, RowId, SchoolDate, StaffId, TermId, limits};
use crate::roster::people;
use crate::store::Tx;

/// Minutes of a post on a day, at least and at most.
pub const MINUTES: std::ops::RangeInclusive<i64> = 5..=30;

/// A post with who has it now.
#[derive(Clone, Debug)]
pub struct Post {
    /// Its id.
    pub id: RowId,
    /// Its name.
    pub name: String,
    /// What is done.
    pub what: String,
    /// Minutes on a day.
    pub minutes: i64,
    /// The teacher who is there.
    pub staff: StaffId,
    /// Who has it: name, from when, until when.
    pub turns: Vec<(String, SchoolDate, SchoolDate)>,
}

/// The posts of a term.
///
/// # Errors
/// Faults of the database.
pub fn posts<A: Act>(tx: &mut Tx<'_>, _permit: &Permit<A>, term: TermId) -> Result<Vec<Post>> {
    let mut all = sql::posts(tx, term)?;
    for one in &mut all {
        one.turns = sql::turns(tx, one.id)?;
    }
    Ok(all)
}

/// Sets a post up.
///
/// # Errors
/// Problems at `name`, `what` (also for words of pay) and `minutes`.
pub fn found(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, term: TermId, new: &Post) -> Result<()> {
    let mut problems = Problems::default();
    for (field, text, most) in [("name", &new.name, limits::NAME_CHARS), ("what", &new.what, limits::LINE_CHARS)] {
        let long = text.trim().chars().count();
        if long == 0 || long > most {
            problems.note(field, Msg::new("aid-name-length").with("most", most));
        } else if let Some(word) = wages::pays(text) {
            problems.note(field, Msg::new("aid-post-pays").with("text", word));
        }
    }
    if !MINUTES.contains(&new.minutes) {
        problems.note("minutes", Msg::new("aid-post-minutes").with("least", MINUTES.start()).with("most", MINUTES.end()));
    }
    problems.end()?;
    people::staff(tx, new.staff)?;
    sql::insert_post(tx, term, new, &permit.who().tag())
}

/// A child takes a post because it wants to.
///
/// # Errors
/// A problem at `until`; not found for a post that there is not; a conflict when the child has a post in these days.
pub fn take(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, id: RowId, term: TermId, post: RowId, pupil: PupilId, (from, until): (SchoolDate, SchoolDate)) -> Result<()> {
    Permit::<acts::SeePupil>::ask(tx, permit.who(), pupil)?;
    if until < from {
        return Err(Error::at("until", "aid-until-before"));
    }
    if !sql::posts(tx, term)?.iter().any(|known| known.id == post) {
        return Err(Error::NotFound);
    }
    if sql::turns_of(tx, pupil, from, until)? > 0 {
        return Err(Error::Conflict("aid-post-has-one".into()));
    }
    sql::insert_turn(tx, id, post, pupil, (from, until), &permit.who().tag())
}

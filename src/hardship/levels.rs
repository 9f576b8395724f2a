//! verbs: the level of hardship of a child in a school year, 0 to 4: entered with its reason, or handed over by whoever determines it; the newest word counts. Who has none has not been looked at.

use super::sql;
use crate::access::{Permit, acts};
use crate::base::{Error, Msg, PupilId, Result, SchoolYear, limits};
use crate::store::Tx;

/// Where the reason is sealed: the name under which the first ones were.
pub(super) const REASON: &str = "aid_level.reason";
/// The highest level.
pub const MOST: i64 = 4;

/// The level of a child in a school year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// 0 for none, 4 for the gravest.
    pub level: i64,
    /// `hand`, or `round` where a round determined it.
    pub source: String,
    /// Why, for who reads families' money.
    pub reason: String,
    /// The number of the word; the next is one more.
    pub number: i64,
}

/// The level of a child in a school year; none when nobody said anything.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn level(tx: &mut Tx<'_>, pupil: PupilId, year: SchoolYear) -> Result<Option<Level>> {
    let Some((level, source, sealed, number)) = sql::level(tx, pupil, i64::from(year.0))? else { return Ok(None) };
    let reason = tx.vault().open_words(pupil, REASON, Some(&sealed))?;
    Ok(Some(Level { level, source, reason, number }))
}

/// Says the level of a child in a school year. `source` is `hand` for what a person typed, `round` for what a round determined.
///
/// # Errors
/// Problems at `level` and `reason`.
pub fn put(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, year: SchoolYear, to: i64, source: &str, reason: &str) -> Result<()> {
    let (pupil, reason) = (permit.pupil()?, reason.trim());
    if !(0..=MOST).contains(&to) {
        return Err(Error::at("level", "hardship-choose"));
    }
    if !(2..=limits::LINE_CHARS).contains(&reason.chars().count()) {
        return Err(Error::at("reason", Msg::new("hardship-reason-length").with("least", 2).with("most", limits::LINE_CHARS)));
    }
    let number = level(tx, pupil, year)?.map_or(1, |known| known.number + 1);
    let sealed = tx.vault().seal(pupil, REASON, reason)?;
    // No event on the child: those are read on its page by everybody who teaches it.
    sql::insert_level(tx, pupil, i64::from(year.0), number, to, source, &sealed, &permit.who().tag())
}

//! verbs: places of the school with opening hours: rooms, library, computer room, support station, home for left-behind children (A1-06, B7-05, B8-06).

use std::collections::BTreeSet;

use super::clash::{Room, Time};
use super::kinds::PLACES;
use super::sql::places as sql;
use crate::access::{Permit, acts};
use crate::base::error::Problems;
use crate::base::{Error, Msg, Result, RowId, StaffId, limits};
use crate::programme::kind_words::kinder;
use crate::roster::people;
use crate::store::Tx;
use crate::trail;

/// Seats of a place, at most.
pub const SEATS_MOST: i64 = 2_000;
/// Opening hours of a place, at most: two stretches a day.
pub const HOURS_MOST: usize = 14;

/// A place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its id.
    pub id: RowId,
    /// One of [`PLACES`].
    pub kind: String,
    /// Number of what is said of it.
    pub number: i64,
    /// Name of who looks after it.
    pub keeper: String,
    /// What is said of it.
    pub word: Word,
}

/// What is said of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Name.
    pub name: String,
    /// Seats.
    pub seats: i64,
    /// Whether several use it at once, up to its seats.
    pub shared: bool,
    /// When it is open.
    pub hours: Vec<Time>,
    /// Who looks after it.
    pub keeper: StaffId,
    /// Whether it is used at all.
    pub open: bool,
    /// What else is to be known.
    pub note: String,
}

impl Place {
    /// As the timetable sees it.
    pub fn room(&self) -> Room {
        Room { id: self.id, shared_seats: self.word.shared.then(|| u32::try_from(self.word.seats).unwrap_or(u32::MAX)) }
    }
    /// Whether all times lie within its opening hours.
    pub fn is_open_at(&self, times: &[Time]) -> bool {
        times.iter().all(|time| self.word.hours.iter().any(|open| open.holds(*time)))
    }
}

/// All places, by name.
///
/// # Errors
/// Faults of the database.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Place>> {
    sql::all(tx)
}

/// A place.
///
/// # Errors
/// Not found when there is none.
pub fn find(tx: &mut Tx<'_>, id: RowId) -> Result<Place> {
    sql::all(tx)?.into_iter().find(|place| place.id == id).ok_or(Error::NotFound)
}

/// Writes a place down, or what is said of it anew; `seen` is the number of what stood there, 0 for a new one.
///
/// # Errors
/// Problems at `kind`, `name` (missing, too long, another's, a word that hurts), `seats`, `hours`, `keeper`, `note`; a conflict when somebody wrote of it since.
pub fn save(tx: &mut Tx<'_>, permit: &Permit<acts::ManageTutoring>, id: RowId, kind: &str, seen: i64, word: &Word) -> Result<()> {
    let (today, mut problems) = (tx.today(), Problems::default());
    let word = Word { name: word.name.trim().to_owned(), note: word.note.trim().to_owned(), ..word.clone() };
    let known = sql::all(tx)?;
    if !PLACES.contains(&kind) {
        problems.note("kind", "tutoring-choose");
    }
    if word.name.is_empty() || word.name.chars().count() > limits::NAME_CHARS {
        problems.note("name", Msg::new("tutoring-name-length").with("most", limits::NAME_CHARS));
    } else if let Some(key) = kinder(&word.name) {
        problems.note("name", key);
    } else if known.iter().any(|place| place.id != id && place.word.name == word.name) {
        problems.note("name", "tutoring-place-name-taken");
    }
    if !(1..=SEATS_MOST).contains(&word.seats) {
        problems.note("seats", Msg::new("tutoring-seats-odd").with("most", SEATS_MOST));
    }
    let doubled = word.hours.iter().enumerate().any(|(at, one)| word.hours[at + 1..].iter().any(|other| one.meets(*other)));
    if word.hours.is_empty() || word.hours.len() > HOURS_MOST || doubled {
        problems.note("hours", "tutoring-hours-missing");
    }
    let here: BTreeSet<StaffId> = people::staff_list(tx)?.into_iter().filter(|staff| staff.is_here(today)).map(|staff| staff.id).collect();
    if !here.contains(&word.keeper) {
        problems.note("keeper", "tutoring-staff-missing");
    }
    if word.note.chars().count() > limits::LINE_CHARS {
        problems.note("note", Msg::new("tutoring-text-length").with("most", limits::LINE_CHARS));
    }
    problems.end()?;
    let actor = permit.who().tag();
    sql::insert(tx, id, kind, &actor)?;
    if !sql::insert_word(tx, id, seen + 1, &word, &actor)? {
        return Err(Error::Conflict(Msg::new("tutoring-written-since")));
    }
    trail::note(tx, permit.who(), "tutoring.place", id, &serde_json::json!({ "kind": kind, "seats": word.seats, "open": word.open }))?;
    Ok(())
}

//! verbs: a room, the library or computers taken for a time of one day (B7-05): never two at once, never more seats than there are.

use std::collections::{BTreeMap, BTreeSet};

use super::clash::{Entry, MINUTES, Person, Room, Time};
use super::sql::{self, bookings as booking_sql};
use super::{places, timetable};
use crate::access::{Action, Who};
use crate::base::error::Problems;
use crate::base::{Error, Msg, Result, RowId, SchoolDate, StaffId, limits};
use crate::programme::kind_words::kinder;
use crate::roster::time::Term;
use crate::store::Tx;
use crate::trail;

/// A booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booking {
    /// Its id.
    pub id: RowId,
    /// The place.
    pub place: RowId,
    /// The day.
    pub day: SchoolDate,
    /// When.
    pub time: Time,
    /// Seats, or computers.
    pub seats: i64,
    /// For what.
    pub purpose: String,
    /// Who.
    pub staff: StaffId,
    /// Their name.
    pub by: String,
}

impl Booking {
    /// As the timetable sees it: a place may be booked by somebody who is somewhere else, so no person is in it.
    pub fn entry(&self, room: Option<Room>) -> Entry {
        let people: BTreeSet<Person> = BTreeSet::new();
        Entry { id: self.id, times: vec![self.time], from: self.day, until: self.day, people, room, seats: u32::try_from(self.seats).unwrap_or(u32::MAX) }
    }
}

/// The bookings that stand from one day to another.
///
/// # Errors
/// Faults of the database.
pub fn between(tx: &mut Tx<'_>, from: SchoolDate, until: SchoolDate) -> Result<Vec<Booking>> {
    booking_sql::between(tx, from, until)
}

/// Books a place for the person who asks. Sent again it changes nothing.
///
/// # Errors
/// Denied to who does not see the timetable; problems at `place` (closed, no opening hours then, in use: both sides are named), `day`, `time`, `seats`, `purpose`.
pub fn book(tx: &mut Tx<'_>, who: &Who, term: &Term, new: &Booking) -> Result<()> {
    if !who.may_somewhere(Action::SeeTutoring) {
        return Err(Error::Denied(Msg::new("access-denied")));
    }
    sql::turn(tx)?;
    let (today, mut problems) = (tx.today(), Problems::default());
    let purpose = new.purpose.trim().to_owned();
    if purpose.is_empty() || purpose.chars().count() > limits::NAME_CHARS {
        problems.note("purpose", Msg::new("tutoring-name-length").with("most", limits::NAME_CHARS));
    } else if let Some(key) = kinder(&purpose) {
        problems.note("purpose", key);
    }
    if new.day < today || !(term.first_day..=term.last_day).contains(&new.day) {
        problems.note("day", "tutoring-booking-day");
    }
    if !MINUTES.contains(&new.time.minutes()) {
        problems.note("time", Msg::new("tutoring-minutes-odd").with("least", MINUTES.start()).with("most", MINUTES.end()));
    }
    let place = places::all(tx)?.into_iter().find(|place| place.id == new.place && place.word.open);
    let Some(place) = place else {
        problems.note("place", "tutoring-choose");
        return problems.end();
    };
    if !(1..=place.word.seats).contains(&new.seats) {
        problems.note("seats", Msg::new("tutoring-seats-few").with("count", place.word.seats));
    }
    if !place.is_open_at(&[new.time]) {
        problems.note("place", super::closed(who.lang, &place));
    }
    let all = timetable::of_term(tx, term, who.lang)?;
    let label = Msg::new("tutoring-entry").with("title", &purpose).with("place", &place.word.name).text(who.lang);
    all.refuse(&mut problems, &new.entry(Some(place.room())), &label, &BTreeMap::new(), who.lang);
    problems.end()?;
    if booking_sql::insert(tx, &Booking { purpose, staff: who.staff(), ..new.clone() })? {
        trail::note(tx, who, "tutoring.booked", new.place, &serde_json::json!({ "booking": new.id, "day": new.day, "seats": new.seats }))?;
    }
    Ok(())
}

/// Gives a place back: one's own, or anybody's for who manages the places.
///
/// # Errors
/// Not found; a conflict when the day is over.
pub fn give_back(tx: &mut Tx<'_>, who: &Who, term: &Term, id: RowId) -> Result<()> {
    let one = between(tx, term.first_day, term.last_day)?.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)?;
    if one.staff != who.staff() && !who.may_everywhere(Action::ManageTutoring) {
        return Err(Error::NotFound);
    }
    if one.day < tx.today() {
        return Err(Error::Conflict(Msg::new("tutoring-booking-over")));
    }
    booking_sql::insert_end(tx, id, &who.tag())?;
    trail::note(tx, who, "tutoring.booking_back", one.place, &serde_json::json!({ "booking": id }))?;
    Ok(())
}

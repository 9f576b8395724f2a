//! verbs: the counselling room and what takes place in it: talks one by one, groups, lectures (B3-10, B4-10, B4-11, B4-12). A room, a counsellor and a child are in one place at a time; who else is in
//! a room, a clash does not tell.

use super::entry::{self, Kind, New};
use super::rules::{ENDS, FORMS, SLOT_MINUTES, clock_of, slots};
use super::sql::bookings as sql;
use super::{entry::Body, room};
use crate::access::{Permit, Subject, acts};
use crate::base::error::Problems;
use crate::base::{Error, Id, Msg, PupilId, Result, RowId, SchoolDate, StaffId, limits};
use crate::programme::kind_words::kinder;
use crate::store::Tx;
use crate::trail;

/// Children of a group, at most.
pub const GROUP_MOST: usize = 12;
/// Minutes of a booking, at most.
const MINUTES_MOST: i64 = 180;
/// The room is open from and until, in minutes of the day.
const OPEN: std::ops::RangeInclusive<i64> = 420..=1_260;
/// People at a lecture, at most.
const AUDIENCE_MOST: i64 = 5_000;

/// A booking of a room.
#[derive(Clone, Debug)]
pub struct Booking {
    /// Its id.
    pub id: RowId,
    /// The room.
    pub place: RowId,
    /// Its name.
    pub place_name: String,
    /// One of [`FORMS`].
    pub form: String,
    /// When.
    pub day: SchoolDate,
    /// From which minute of the day.
    pub start_minute: i64,
    /// How long, in minutes.
    pub minutes: i64,
    /// The counsellor.
    pub staff: StaffId,
    /// Of a lecture, what it is about; empty otherwise.
    pub topic: String,
    /// The children; nobody at a lecture.
    pub pupils: Vec<PupilId>,
    /// How it ended.
    pub ended: Option<Ended>,
}

impl Booking {
    /// `14:30–15:00`.
    pub fn time(&self) -> String {
        format!("{}–{}", clock_of(self.start_minute), clock_of(self.start_minute + self.minutes))
    }
}

/// How a booking ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// One of [`ENDS`].
    pub what: String,
    /// How long it took, in minutes.
    pub minutes: i64,
    /// How many people were there.
    pub audience: i64,
}

/// The rooms.
///
/// # Errors
/// Faults of the database.
pub fn places(tx: &mut Tx<'_>, _permit: &Permit<acts::CounselPupil>) -> Result<Vec<(RowId, String)>> {
    sql::places(tx)
}

/// Names a room.
///
/// # Errors
/// A problem at `name`.
pub fn add_place(tx: &mut Tx<'_>, permit: &Permit<acts::CounselPupil>, id: RowId, name: &str) -> Result<()> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > limits::NAME_CHARS {
        return Err(Error::at("name", Msg::new("wellbeing-text-long").with("most", limits::NAME_CHARS)));
    }
    if sql::insert_place(tx, id, name, &permit.who().tag())? { Ok(()) } else { Err(Error::at("name", "wellbeing-place-taken")) }
}

/// What is booked from one day to another.
///
/// # Errors
/// Faults of the database.
pub fn span(tx: &mut Tx<'_>, _permit: &Permit<acts::CounselPupil>, from: SchoolDate, until: SchoolDate) -> Result<Vec<Booking>> {
    sql::span(tx, from, until)
}

/// One booking.
///
/// # Errors
/// Not found when there is none.
pub fn one(tx: &mut Tx<'_>, _permit: &Permit<acts::CounselPupil>, id: RowId) -> Result<Booking> {
    sql::one(tx, id)?.ok_or(Error::NotFound)
}

fn check(problems: &mut Problems, new: &Booking, today: SchoolDate) {
    if !FORMS.contains(&new.form.as_str()) {
        problems.note("form", "wellbeing-choose");
    }
    if new.day < today.plus_days(-14) || new.day > today.plus_days(200) {
        problems.note("day", "wellbeing-booking-day");
    }
    if new.start_minute < 0 {
        problems.note("start", "wellbeing-time");
    } else if !OPEN.contains(&new.start_minute) || !OPEN.contains(&(new.start_minute + new.minutes)) {
        problems.note("start", "wellbeing-booking-hours");
    }
    if !(5..=MINUTES_MOST).contains(&new.minutes) {
        problems.note("minutes", Msg::new("wellbeing-minutes").with("most", MINUTES_MOST));
    }
    let wanted = match new.form.as_str() {
        "single" => 1..=1,
        "group" => 2..=GROUP_MOST,
        _ => 0..=0,
    };
    if FORMS.contains(&new.form.as_str()) && !wanted.contains(&new.pupils.len()) {
        problems.note("pupil", Msg::new("wellbeing-pupils").with("most", GROUP_MOST));
    }
    let topic = new.topic.chars().count();
    if new.form == "lecture" && (topic == 0 || topic > limits::LINE_CHARS) {
        problems.note("topic", "wellbeing-text-missing");
    } else if let Some(key) = kinder(&new.topic) {
        problems.note("topic", key);
    }
}

/// Books a room. Sent again it changes nothing.
///
/// # Errors
/// Problems at `form`, `place`, `day`, `start`, `minutes`, `pupil`, `topic`; at `start` when the room or the person is taken, at `pupil` when a child is.
pub fn book(tx: &mut Tx<'_>, permit: &Permit<acts::CounselPupil>, new: &Booking) -> Result<()> {
    room::must_be_open(tx)?;
    let mut problems = Problems::default();
    check(&mut problems, new, tx.today());
    if !sql::places(tx)?.iter().any(|(id, _)| *id == new.place) {
        problems.note("place", "wellbeing-choose");
    }
    problems.end()?;
    for pupil in &new.pupils {
        Permit::<acts::CounselPupil>::ask(tx, permit.who(), Subject::Pupil(*pupil))?;
    }
    let topic = if new.form == "lecture" { new.topic.trim().to_owned() } else { String::new() };
    let new = Booking { topic, staff: permit.who().staff(), ..new.clone() };
    if !sql::insert(tx, &new, &permit.who().tag())? {
        let known = sql::one(tx, new.id)?.ok_or(Error::NotFound)?;
        return if known.staff == new.staff { Ok(()) } else { Err(Error::Conflict("wellbeing-not-yours".into())) };
    }
    let holders = [(new.place, "start", "wellbeing-clash-place"), (sql::holder(new.staff), "start", "wellbeing-clash-staff")];
    let children = new.pupils.iter().map(|pupil| (RowId::from_uuid(pupil.uuid()), "pupil", "wellbeing-clash-child"));
    for (holder, field, key) in holders.into_iter().chain(children) {
        for slot in slots(new.start_minute, new.minutes) {
            if !sql::take(tx, holder, new.day, slot, new.id)? {
                return Err(Error::at(field, Msg::new(key).with("when", clock_of(slot * SLOT_MINUTES))));
            }
        }
    }
    trail::note(tx, permit.who(), "wellbeing.booked", new.id, &serde_json::json!({ "form": new.form }))?;
    Ok(())
}

/// How a booking ended, as it is typed.
#[derive(Clone, Debug)]
pub struct Ending {
    /// One of [`ENDS`].
    pub what: String,
    /// How long it took, in minutes.
    pub minutes: i64,
    /// People at a lecture.
    pub audience: i64,
    /// What was talked about: a page of the file of each child. Not for a lecture.
    pub text: String,
    /// Who was there, of the children of the booking.
    pub present: Vec<PupilId>,
}

/// Ends a booking: it was held, nobody came, or it was called off; then the time is free again. Words become a page in the file of each child who was there.
///
/// # Errors
/// Problems at `what`, `minutes`, `audience`, `text`, `present`; a conflict when it has ended.
pub fn end(tx: &mut Tx<'_>, permit: &Permit<acts::CounselPupil>, id: RowId, ending: &Ending) -> Result<()> {
    let (known, mut problems) = (one(tx, permit, id)?, Problems::default());
    let (lecture, held, today) = (known.form == "lecture", ending.what == "held", tx.today());
    if !ENDS.contains(&ending.what.as_str()) {
        problems.note("what", "wellbeing-choose");
    } else if held && known.day > today {
        problems.note("what", "wellbeing-day-ahead");
    }
    if held && !(1..=MINUTES_MOST * 2).contains(&ending.minutes) {
        problems.note("minutes", Msg::new("wellbeing-minutes").with("most", MINUTES_MOST * 2));
    }
    if held && lecture && !(1..=AUDIENCE_MOST).contains(&ending.audience) {
        problems.note("audience", Msg::new("wellbeing-audience").with("most", AUDIENCE_MOST));
    }
    let present: Vec<PupilId> = known.pupils.iter().copied().filter(|pupil| ending.present.contains(pupil)).collect();
    if held && !lecture && present.is_empty() {
        problems.note("present", "wellbeing-tick-none");
    }
    let text = entry::text(&mut problems, "text", &ending.text, held && !lecture);
    problems.end()?;
    let audience = if lecture { ending.audience } else { present.len() as i64 };
    let ended = if held { Ended { what: ending.what.clone(), minutes: ending.minutes, audience } } else { Ended { what: ending.what.clone(), minutes: 0, audience: 0 } };
    if !sql::insert_end(tx, id, &ended, &permit.who().tag())? {
        return Err(Error::Conflict("wellbeing-ended-already".into()));
    }
    if held && !lecture {
        for pupil in present {
            Permit::<acts::CounselPupil>::ask(tx, permit.who(), Subject::Pupil(pupil))?;
            let body = Body { what: "note".into(), text: text.clone(), ..Body::default() };
            let page = tx.new_id();
            entry::keep(tx, permit.who(), &New { id: page, pupil, kind: Kind::Page, about: None, body })?;
        }
    }
    if ending.what == "cancelled" {
        sql::free(tx, id)?;
    }
    trail::note(tx, permit.who(), "wellbeing.ended", id, &serde_json::json!({ "what": ending.what }))?;
    Ok(())
}

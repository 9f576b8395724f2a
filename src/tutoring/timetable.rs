//! verbs: the timetable of a term: every class, booking and meeting of a pair as an entry, what is in an entry's way in words, and the views by child, helper, place and day (B2-05, B8-06).

use std::collections::{BTreeMap, BTreeSet};

use super::bookings::{self, Booking};
use super::clash::{self, Clash, Entry, Person, Side, Time};
use super::classes::{self, Class, Member};
use super::places::{self, Place};
use crate::base::error::Problems;
use crate::base::{Lang, Msg, PupilId, Result, RowId, SchoolDate, StaffId, words};
use crate::pairing::fit;
use crate::pairing::slots::Slot;
use crate::roster::calendar::TermDays;
use crate::roster::time::{self, Term};
use crate::store::Tx;

/// Clashes that are named at once.
const NAMED: usize = 5;

/// The timetable of a term.
#[derive(Clone, Debug)]
pub struct Timetable {
    /// The term.
    pub term: Term,
    /// Its school days.
    pub days: TermDays,
    /// Its classes, by title.
    pub classes: Vec<Class>,
    /// The children of all of them.
    pub members: Vec<Member>,
    /// Bookings of the term.
    pub bookings: Vec<Booking>,
    /// All places.
    pub places: Vec<Place>,
    entries: Vec<Entry>,
    labels: BTreeMap<RowId, String>,
    names: BTreeMap<Person, String>,
}

fn small(n: i64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn time_of(slot: &Slot) -> Option<Time> {
    Time::of(slot.weekday, slot.from_minute, slot.from_minute + slot.minutes)
}

/// The timetable of a term as it stands today.
///
/// # Errors
/// Faults of the database.
pub fn of_term(tx: &mut Tx<'_>, term: &Term, lang: Lang) -> Result<Timetable> {
    let days = time::term_days(tx, term)?;
    let (classes, members) = (classes::of_term(tx, term)?, classes::members_of_term(tx, term)?);
    let (bookings, places) = (bookings::between(tx, term.first_day, term.last_day)?, places::all(tx)?);
    let mut all = Timetable { term: term.clone(), days, classes, members, bookings, places, entries: Vec::new(), labels: BTreeMap::new(), names: BTreeMap::new() };
    let quoted = |title: &str, place: &str| Msg::new("tutoring-entry").with("title", title).with("place", place).text(lang);
    for class in &all.classes {
        let mut people: BTreeSet<Person> = [Person::Staff(class.lead)].into();
        all.names.insert(Person::Staff(class.lead), class.lead_name.clone());
        if let Some(volunteer) = class.volunteer {
            people.insert(Person::Outsider(volunteer));
            all.names.insert(Person::Outsider(volunteer), class.volunteer_name.clone());
        }
        for member in all.members.iter().filter(|member| member.class == class.id && !member.is_over) {
            people.insert(Person::Child(member.pupil));
            all.names.insert(Person::Child(member.pupil), member.name.clone());
        }
        let room = all.places.iter().find(|place| place.id == class.place).map(Place::room);
        all.labels.insert(class.id, quoted(&class.title, &class.place_name));
        all.entries.push(Entry { id: class.id, times: class.times.clone(), from: class.from, until: class.until, people, room, seats: small(class.seats) });
    }
    for booking in &all.bookings {
        let place = all.places.iter().find(|place| place.id == booking.place);
        all.labels
            .insert(booking.id, quoted(&Msg::new("tutoring-booking-of").with("name", &booking.by).text(lang), place.map(|place| place.word.name.as_str()).unwrap_or_default()));
        all.entries.push(booking.entry(place.map(Place::room)));
    }
    for meeting in fit::meetings(tx)? {
        all.labels.insert(meeting.pair, Msg::new("tutoring-meeting-of").with("name", &meeting.staff_name).text(lang));
        all.names.insert(Person::Staff(meeting.staff), meeting.staff_name);
        all.names.insert(Person::Child(meeting.pupil), meeting.pupil_name);
        let people = [Person::Staff(meeting.staff), Person::Child(meeting.pupil)].into();
        let times = meeting.slots.iter().filter_map(time_of).collect();
        all.entries.push(Entry { id: meeting.pair, times, from: meeting.from, until: meeting.until, people, room: None, seats: 1 });
    }
    Ok(all)
}

impl Timetable {
    /// The entry of a class or booking.
    pub(super) fn entry(&self, id: RowId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }
    /// What is in the way of an entry.
    pub fn clashes(&self, one: &Entry) -> Vec<Clash> {
        clash::all(one, &self.entries, &self.days)
    }
    /// Names what is in the way of an entry, each at the field of its side; `names` are those of people who are not in the timetable yet.
    pub(super) fn refuse(&self, problems: &mut Problems, one: &Entry, label: &str, names: &BTreeMap<Person, String>, lang: Lang) {
        for clash in self.clashes(one).into_iter().take(NAMED) {
            problems.note(field_of(clash.side), self.say(&clash, label, names, lang));
        }
    }
    /// A clash as a sentence that names both entries.
    pub fn say(&self, clash: &Clash, label: &str, names: &BTreeMap<Person, String>, lang: Lang) -> Msg {
        let (key, name) = match clash.side {
            Side::Person(person) => {
                let key = match person {
                    Person::Child(_) => "tutoring-clash-child",
                    Person::Staff(_) => "tutoring-clash-staff",
                    Person::Outsider(_) => "tutoring-clash-outsider",
                };
                (key, names.get(&person).or_else(|| self.names.get(&person)).cloned().unwrap_or_default())
            }
            Side::Place(id) => ("tutoring-clash-place", self.place_name(id)),
            Side::Seats(id) => ("tutoring-clash-seats", self.place_name(id)),
        };
        Msg::new(key)
            .with("name", name)
            .with("day", clash.day)
            .with("weekday", weekday(lang, clash.day.weekday()))
            .with("from", clash::clock(clash.from))
            .with("until", clash::clock(clash.until))
            .with("one", label)
            .with("other", self.labels.get(&clash.other).cloned().unwrap_or_default())
    }
    fn place_name(&self, id: RowId) -> String {
        self.places.iter().find(|place| place.id == id).map(|place| place.word.name.clone()).unwrap_or_default()
    }
    /// The times of the week at which classes are held that still run on a day, in the order of the week.
    pub fn week(&self, day: SchoolDate, wanted: impl Fn(&Class) -> bool) -> Vec<(Time, &Class)> {
        let mut all: Vec<(Time, &Class)> =
            self.classes.iter().filter(|class| class.until >= day && wanted(class)).flat_map(|class| class.times.iter().map(move |time| (*time, class))).collect();
        all.sort_by(|one, other| (one.0, &one.1.title, one.1.id).cmp(&(other.0, &other.1.title, other.1.id)));
        all
    }
    /// The classes that are held on a day, with their times, in the order of the day.
    pub fn on(&self, day: SchoolDate) -> Vec<(Time, &Class)> {
        if !clash::takes_place(&self.days, day) {
            return Vec::new();
        }
        let weekday = u32::try_from(day.weekday()).unwrap_or_default();
        self.week(day, |class| class.from <= day).into_iter().filter(|(time, _)| time.weekday == weekday).collect()
    }
    /// The classes in which a child is today or later.
    pub fn of_child(&self, pupil: PupilId) -> BTreeSet<RowId> {
        self.members.iter().filter(|member| member.pupil == pupil && !member.is_over).map(|member| member.class).collect()
    }
    /// Whether a person leads a class.
    pub fn leads(&self, staff: StaffId) -> bool {
        self.classes.iter().any(|class| class.lead == staff)
    }
}

/// Where in a form a side stands.
const fn field_of(side: Side) -> &'static str {
    match side {
        Side::Person(Person::Child(_)) => "pupil",
        Side::Person(Person::Staff(_)) => "lead",
        Side::Person(Person::Outsider(_)) => "volunteer",
        Side::Place(_) | Side::Seats(_) => "place",
    }
}

/// A day of the week in words.
pub fn weekday(lang: Lang, weekday: impl Into<i64>) -> String {
    words::word(lang, &format!("tutoring-weekday-{}", weekday.into()))
}

/// A time of the week in words.
pub fn time_words(lang: Lang, time: Time) -> String {
    Msg::new("tutoring-time").with("weekday", weekday(lang, time.weekday)).with("from", clash::clock(time.from)).with("until", clash::clock(time.until)).text(lang)
}

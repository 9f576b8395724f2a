//! When two entries of the timetable are in each other's way: a child, a helper or a place that would be in two of them at once. Pure. Issue 7, point 3: no clash, and a clash names both sides.

use std::collections::BTreeSet;

use crate::base::{PupilId, RowId, SchoolDate, StaffId};
use crate::roster::calendar::TermDays;

/// Minutes of a day.
pub const DAY_MINUTES: u32 = 24 * 60;
/// Times of an entry in the week, at most.
pub const TIMES_MOST: usize = 5;
/// An entry lasts at least and at most so many minutes.
pub const MINUTES: std::ops::RangeInclusive<u32> = 10..=240;

/// A time of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time {
    /// 1 (Monday) to 7.
    pub weekday: u32,
    /// Minutes after midnight at which it begins.
    pub from: u32,
    /// Minutes after midnight at which it ends; what begins then is not in its way.
    pub until: u32,
}

impl Time {
    /// A time, when it is one: a day of the week, an end after the beginning within the day.
    pub fn of(weekday: u32, from: u32, until: u32) -> Option<Self> {
        ((1..=7).contains(&weekday) && from < until && until <= DAY_MINUTES).then_some(Self { weekday, from, until })
    }
    /// How long, in minutes.
    pub const fn minutes(self) -> u32 {
        self.until - self.from
    }
    /// Whether both are on one day of the week with a minute in common.
    pub const fn meets(self, other: Self) -> bool {
        self.weekday == other.weekday && self.from < other.until && other.from < self.until
    }
    /// Whether the other lies within it.
    pub const fn holds(self, other: Self) -> bool {
        self.weekday == other.weekday && self.from <= other.from && other.until <= self.until
    }
}

/// 16:05 as 965; 24:00 is the end of the day.
pub fn minute(text: &str) -> Option<u32> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.get(..2)?.parse().ok()?);
    (minute < 60 && hour * 60 + minute <= DAY_MINUTES).then_some(hour * 60 + minute)
}

/// 965 as 16:05.
pub fn clock(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// As times are stored: `1-965-1005;3-960-1000`.
pub fn stored(times: &[Time]) -> String {
    times.iter().map(|time| format!("{}-{}-{}", time.weekday, time.from, time.until)).collect::<Vec<_>>().join(";")
}

/// What is stored, read back; what is no time is left out.
pub fn read(text: &str) -> Vec<Time> {
    let time = |part: &str| {
        let mut numbers = part.splitn(3, '-').map(|number| number.parse::<u32>().ok());
        let mut next = || numbers.next().flatten();
        Time::of(next()?, next()?, next()?)
    };
    text.split(';').filter_map(time).collect()
}

/// Somebody who can be in one place at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Person {
    /// A child.
    Child(PupilId),
    /// A member of staff.
    Staff(StaffId),
    /// A volunteer.
    Outsider(RowId),
}

/// Where an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// The place.
    pub id: RowId,
    /// How many seats it has where several may use it at once; nothing where one entry has it for itself.
    pub shared_seats: Option<u32>,
}

/// An entry of the timetable: a class with times in the week, or a booking of one day.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its id.
    pub id: RowId,
    /// When in the week.
    pub times: Vec<Time>,
    /// First day.
    pub from: SchoolDate,
    /// Last day.
    pub until: SchoolDate,
    /// Who is there.
    pub people: BTreeSet<Person>,
    /// Where, when it is in a place that is kept.
    pub room: Option<Room>,
    /// Seats that it needs.
    pub seats: u32,
}

/// What is in two entries at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Somebody.
    Person(Person),
    /// A place that one entry has for itself.
    Place(RowId),
    /// A place whose seats are not enough for all who use it at once.
    Seats(RowId),
}

/// Two entries in each other's way, with the first day and time at which they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clash {
    /// The first day.
    pub day: SchoolDate,
    /// From this minute.
    pub from: u32,
    /// Until this minute.
    pub until: u32,
    /// What is in both.
    pub side: Side,
    /// The entry that is looked at.
    pub one: RowId,
    /// The entry in its way.
    pub other: RowId,
}

/// Whether anything takes place on a day of the term: not in holidays; on a weekend only where it is not taught (调休), on other days where it is.
pub fn takes_place(term: &TermDays, day: SchoolDate) -> bool {
    (term.first..=term.last).contains(&day) && if day.is_weekend() { !term.is_holiday(day) && !term.is_school_day(day) } else { term.is_school_day(day) }
}

/// The days of an entry with a time on that weekday, in order.
pub fn days<'a>(from: SchoolDate, until: SchoolDate, weekday: u32, term: &'a TermDays) -> impl Iterator<Item = SchoolDate> + 'a {
    let (from, until) = (from.max(term.first), until.min(term.last));
    let ahead = (i64::from(weekday) - i64::from(from.weekday())).rem_euclid(7);
    (0..).map(move |week| from.plus_days(ahead + 7 * week)).take_while(move |day| *day <= until).filter(|day| takes_place(term, *day))
}

/// The clashes of two entries, each side once with its first day.
pub fn between(one: &Entry, other: &Entry, term: &TermDays) -> Vec<Clash> {
    let mut sides: Vec<Side> = one.people.intersection(&other.people).map(|person| Side::Person(*person)).collect();
    if let (Some(room), Some(second)) = (one.room, other.room)
        && room.id == second.id
        && room.shared_seats.is_none()
    {
        sides.push(Side::Place(room.id));
    }
    if sides.is_empty() {
        return Vec::new();
    }
    let meeting = one.times.iter().flat_map(|time| other.times.iter().filter(|second| time.meets(**second)).map(move |second| (time, second)));
    let (from, until) = (one.from.max(other.from), one.until.min(other.until));
    let first = meeting.filter_map(|(time, second)| Some((days(from, until, time.weekday, term).next()?, time.from.max(second.from), time.until.min(second.until)))).min();
    first.map_or_else(Vec::new, |(day, from, until)| sides.into_iter().map(|side| Clash { day, from, until, side, one: one.id, other: other.id }).collect())
}

/// Where the seats of a shared place are not enough for an entry and those that are there: the first time of it, with each that is there.
pub fn crowded(one: &Entry, others: &[Entry], term: &TermDays) -> Vec<Clash> {
    let Some(Room { id, shared_seats: Some(seats) }) = one.room else { return Vec::new() };
    let there: Vec<&Entry> = others.iter().filter(|other| other.room.is_some_and(|room| room.id == id)).collect();
    let mut slots: Vec<(SchoolDate, Time)> = one.times.iter().flat_map(|time| days(one.from, one.until, time.weekday, term).map(|day| (day, *time))).collect();
    slots.sort();
    for (day, time) in slots {
        let on = there.iter().filter(|other| (other.from..=other.until).contains(&day));
        let with: Vec<(&Entry, Time)> = on.flat_map(|other| other.times.iter().filter(|second| time.meets(**second)).map(|second| (*other, *second))).collect();
        // Most are there where somebody begins, or at the very beginning.
        let mut moments: Vec<u32> = with.iter().map(|(_, second)| second.from.max(time.from)).chain([time.from]).collect();
        moments.sort_unstable();
        for moment in moments {
            let mut now: Vec<&(&Entry, Time)> = with.iter().filter(|(_, second)| second.from <= moment && moment < second.until).collect();
            // Once each, whatever its own times are.
            now.sort_by_key(|(other, second)| (other.id, second.until));
            now.dedup_by_key(|(other, _)| other.id);
            let taken: u64 = now.iter().map(|(other, _)| u64::from(other.seats)).sum::<u64>() + u64::from(one.seats);
            if taken > u64::from(seats) {
                let until = now.iter().map(|(_, second)| second.until).chain([time.until]).min().unwrap_or(time.until);
                return now.iter().map(|(other, _)| Clash { day, from: moment, until, side: Side::Seats(id), one: one.id, other: other.id }).collect();
            }
        }
    }
    Vec::new()
}

/// What is in an entry's way, the earliest first.
pub fn all(one: &Entry, others: &[Entry], term: &TermDays) -> Vec<Clash> {
    let mut found: Vec<Clash> = others.iter().filter(|other| other.id != one.id).flat_map(|other| between(one, other, term)).collect();
    let rest: Vec<Entry> = others.iter().filter(|other| other.id != one.id).cloned().collect();
    found.extend(crowded(one, &rest, term));
    found.sort();
    found
}

#[cfg(test)]
#[path = "clash_tests.rs"]
mod tests;

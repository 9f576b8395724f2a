//! When in the week a child meets its helpers, and where two of them meet it at once. Pure. B6-02.

use std::fmt::Write as _;

/// Minutes of a day.
const DAY_MINUTES: u32 = 24 * 60;
/// A meeting lasts at most this many minutes.
pub const MINUTES_MOST: u32 = 180;
/// Slots of a pair at most.
pub const SLOTS_MOST: usize = 3;

/// A time of the week.
#[derive(Clone, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub struct Slot {
    /// 1 (Monday) to 7.
    pub weekday: u32,
    /// Minutes after midnight.
    pub from_minute: u32,
    /// How long, in minutes.
    pub minutes: u32,
    /// The subject; empty for a talk.
    pub subject: String,
}

impl Slot {
    /// The slot, when it is one: a day of the week, a time of the day, 5 to [`MINUTES_MOST`] minutes that end before midnight.
    pub fn of(weekday: u32, from_minute: u32, minutes: u32, subject: &str) -> Option<Self> {
        let fits = (1..=7).contains(&weekday) && (5..=MINUTES_MOST).contains(&minutes) && from_minute + minutes <= DAY_MINUTES;
        fits.then(|| Self { weekday, from_minute, minutes, subject: subject.to_owned() })
    }
    /// 16:05 as 965.
    pub fn clock(text: &str) -> Option<u32> {
        let (hour, minute) = text.split_once(':')?;
        let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
        (hour < 24 && minute < 60).then_some(hour * 60 + minute)
    }
    /// 965 as 16:05.
    pub fn begins(&self) -> String {
        format!("{:02}:{:02}", self.from_minute / 60, self.from_minute % 60)
    }
    /// When it ends, as 16:45.
    pub fn ends(&self) -> String {
        let end = self.from_minute + self.minutes;
        format!("{:02}:{:02}", end / 60, end % 60)
    }
    /// Whether two meet at the same time.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.weekday == other.weekday && self.from_minute < other.from_minute + other.minutes && other.from_minute < self.from_minute + self.minutes
    }
}

/// As it is stored: `1-965-40-maths;3-960-30-`.
pub fn stored(slots: &[Slot]) -> String {
    let mut text = String::new();
    for slot in slots {
        if !text.is_empty() {
            text.push(';');
        }
        // Writing to a string does not fail.
        let _ = write!(text, "{}-{}-{}-{}", slot.weekday, slot.from_minute, slot.minutes, slot.subject);
    }
    text
}

/// What is stored, read back; what is no slot is left out.
pub fn read(text: &str) -> Vec<Slot> {
    let slot = |part: &str| {
        let mut parts = part.splitn(4, '-');
        let mut number = || parts.next()?.parse::<u32>().ok();
        let (weekday, from, minutes) = (number()?, number()?, number()?);
        Slot::of(weekday, from, minutes, parts.next().unwrap_or_default())
    };
    text.split(';').filter_map(slot).collect()
}

/// Pairs of places in a list of helpers' slots (helper, slot) that meet the child at the same time; one helper does not disturb itself.
pub fn clashes(all: &[(usize, Slot)]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (at, (helper, slot)) in all.iter().enumerate() {
        for (later, (other, second)) in all.iter().enumerate().skip(at + 1) {
            if helper != other && slot.overlaps(second) {
                found.push((at, later));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(weekday: u32, clock: &str, minutes: u32) -> Slot {
        Slot::of(weekday, Slot::clock(clock).unwrap(), minutes, "maths").unwrap()
    }

    #[test]
    fn two_helpers_at_the_same_time_are_found_and_one_after_the_other_is_no_clash() {
        let table = [
            (slot(1, "16:00", 40), slot(1, "16:30", 20), true),
            (slot(1, "16:00", 40), slot(1, "16:40", 20), false),
            (slot(1, "16:00", 40), slot(2, "16:00", 40), false),
            (slot(5, "12:30", 60), slot(5, "12:00", 180), true),
        ];
        for (one, other, expected) in table {
            assert_eq!(one.overlaps(&other), expected, "{one:?} {other:?}");
            assert_eq!(clashes(&[(0, one.clone()), (1, other.clone())]).len(), usize::from(expected));
            assert!(clashes(&[(0, one), (0, other)]).is_empty(), "the same helper");
        }
    }

    #[test]
    fn slots_come_back_as_they_went_and_nonsense_is_none() {
        let all = vec![slot(1, "16:05", 40), Slot::of(7, 0, 5, "").unwrap()];
        assert_eq!(read(&stored(&all)), all);
        assert_eq!((all[0].begins(), all[0].ends()), ("16:05".to_owned(), "16:45".to_owned()));
        for text in ["", "8-960-40-", "1-1439-30-", "1-960-4-", "1-960-181-", "x", "1-2"] {
            assert_eq!(read(text), [], "{text}");
        }
        for text in ["24:00", "12:60", "noon", "12"] {
            assert_eq!(Slot::clock(text), None, "{text}");
        }
    }
}

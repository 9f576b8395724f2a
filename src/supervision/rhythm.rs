//! When the next meeting, feedback or paper is owed, from the stretches of a term that a programme counts.

use crate::base::SchoolDate;

/// Days before the end of a long stretch from which what is still missing is spoken of.
pub const SOON_DAYS: i64 = 28;

/// A stretch of days in which something is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owed {
    /// Its first day.
    pub from: SchoolDate,
    /// Its last day, by which it is done.
    pub until: SchoolDate,
    /// How often in it.
    pub times: i64,
    /// How often it was done.
    pub done: i64,
}

impl Owed {
    /// Whether something is left.
    pub const fn is_open(&self) -> bool {
        self.done < self.times
    }
    /// Whether it is time to speak of it.
    pub fn is_soon(&self, today: SchoolDate) -> bool {
        self.is_open() && self.until.days() - today.days() <= SOON_DAYS
    }
}

/// The stretch of today with what was done in it; of several rhythms the one that ends first and is open, else the first. Outside of all stretches nothing is owed.
pub fn present(stretches: &[(SchoolDate, SchoolDate, i64)], done: &[SchoolDate], today: SchoolDate) -> Option<Owed> {
    let within = stretches.iter().filter(|(from, until, _)| (*from..=*until).contains(&today));
    let owed = within.map(|(from, until, times)| {
        let count = done.iter().filter(|day| (*from..=*until).contains(day)).count();
        Owed { from: *from, until: *until, times: *times, done: i64::try_from(count).unwrap_or(i64::MAX) }
    });
    owed.min_by_key(|one| (!one.is_open(), one.until))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> SchoolDate {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_owed_is_that_of_the_present_stretch_and_a_holiday_asks_for_nothing() {
        let term = (day("2026-09-01"), day("2027-01-22"), 1);
        let months = [(day("2026-09-01"), day("2026-09-30"), 1), (day("2026-10-08"), day("2026-10-31"), 2)];
        let all = [term, months[0], months[1]];
        type Owed<'a> = Option<(&'a str, i64, bool)>;
        let table: [(&[_], &[&str], &str, Owed<'_>); 7] = [
            (&all[..1], &[], "2026-09-21", Some(("2027-01-22", 0, true))),
            (&all[..1], &["2026-09-10"], "2026-09-21", Some(("2027-01-22", 1, false))),
            (&all, &[], "2026-09-21", Some(("2026-09-30", 0, true))),
            (&all, &["2026-09-10"], "2026-09-21", Some(("2026-09-30", 1, false))),
            (&all, &["2026-10-09"], "2026-10-12", Some(("2026-10-31", 1, true))),
            (&months, &[], "2026-10-03", None),
            (&[], &[], "2026-10-03", None),
        ];
        for (stretches, done, today, expected) in table {
            let done: Vec<SchoolDate> = done.iter().map(|text| day(text)).collect();
            let found = present(stretches, &done, day(today)).map(|one| (one.until, one.done, one.is_open()));
            assert_eq!(found, expected.map(|(until, done, open)| (day(until), done, open)), "{today} {done:?}");
        }
    }

    #[test]
    fn a_meeting_of_the_term_is_spoken_of_in_its_last_weeks() {
        let owed = Owed { from: day("2026-09-01"), until: day("2027-01-22"), times: 1, done: 0 };
        for (today, soon) in [("2026-09-21", false), ("2026-12-24", false), ("2026-12-25", true), ("2027-01-22", true)] {
            assert_eq!(owed.is_soon(day(today)), soon, "{today}");
        }
        assert!(!Owed { done: 1, ..owed }.is_soon(day("2027-01-22")));
    }
}

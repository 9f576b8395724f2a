//! Weeks, school days and deadlines of a term. PRACTICE 1.2, A9-14.

use crate::base::SchoolDate;

/// How far a search for a school day goes before it gives up: longer than any holiday.
const SEARCH_DAYS: i64 = 400;

/// Days without school, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// First day.
    pub from: SchoolDate,
    /// Last day.
    pub to: SchoolDate,
}

/// A term as the office set it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermDays {
    /// First day of school.
    pub first: SchoolDate,
    /// Last day of school.
    pub last: SchoolDate,
    /// Holidays within the term.
    pub holidays: Vec<Holiday>,
    /// Days on a weekend or in a holiday that are taught (调休).
    pub swapped: Vec<SchoolDate>,
}

/// A week of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Week {
    /// Number from 1.
    pub number: i64,
    /// Its Monday.
    pub monday: SchoolDate,
    /// Its Sunday.
    pub sunday: SchoolDate,
    /// Its school days.
    pub school_days: Vec<SchoolDate>,
}

impl TermDays {
    /// Whether there is school: within the term, a swapped day, or else neither weekend nor holiday.
    pub fn is_school_day(&self, day: SchoolDate) -> bool {
        (self.first..=self.last).contains(&day) && self.is_taught(day)
    }

    fn is_taught(&self, day: SchoolDate) -> bool {
        self.swapped.contains(&day) || !(day.is_weekend() || self.is_holiday(day))
    }

    /// Whether a holiday covers the day.
    pub fn is_holiday(&self, day: SchoolDate) -> bool {
        self.holidays.iter().any(|holiday| (holiday.from..=holiday.to).contains(&day))
    }

    /// The Monday on which week 1 begins: that of the week of the first day of school.
    pub fn first_monday(&self) -> SchoolDate {
        self.first.plus_days(1 - i64::from(self.first.weekday()))
    }

    /// The number of the week of a day; `None` outside the weeks of the term.
    pub fn week_of(&self, day: SchoolDate) -> Option<i64> {
        let week = (day.days() - self.first_monday().days()).div_euclid(7) + 1;
        (1..=self.count_weeks()).contains(&week).then_some(week)
    }

    /// How many weeks the term touches.
    pub fn count_weeks(&self) -> i64 {
        ((self.last.days() - self.first_monday().days()).div_euclid(7) + 1).max(0)
    }

    /// The weeks of the term, with their school days.
    pub fn weeks(&self) -> Vec<Week> {
        (1..=self.count_weeks())
            .map(|number| {
                let monday = self.first_monday().plus_days((number - 1) * 7);
                let school_days = (0..7).map(|n| monday.plus_days(n)).filter(|day| self.is_school_day(*day)).collect();
                Week { number, monday, sunday: monday.plus_days(6), school_days }
            })
            .collect()
    }

    /// The school days from one day to another, both included.
    pub fn school_days_between(&self, from: SchoolDate, to: SchoolDate) -> i64 {
        let (from, to) = (from.max(self.first), to.min(self.last));
        (from.days()..=to.days()).filter(|day| self.is_school_day(SchoolDate::from_days(*day))).count() as i64
    }

    /// A deadline that falls into a holiday or on a weekend moves to the last school day before it; one before the first or after the last
    /// day of school to the first or last school day. A day on which there is school stays.
    pub fn moved_before_holiday(&self, day: SchoolDate) -> SchoolDate {
        let day = day.min(self.last);
        let before = (0..SEARCH_DAYS).map(|n| day.plus_days(-n)).take_while(|day| *day >= self.first).find(|day| self.is_school_day(*day));
        before.or_else(|| (0..SEARCH_DAYS).map(|n| self.first.plus_days(n)).find(|day| self.is_school_day(*day))).unwrap_or(day)
    }

    /// The school day `n` school days before a day (awards count back from the ceremony); `None` when the term had not begun.
    pub fn school_days_before(&self, day: SchoolDate, n: usize) -> Option<SchoolDate> {
        if n == 0 {
            return Some(day);
        }
        let earlier = (1..SEARCH_DAYS).map(|back| day.plus_days(-back)).take_while(|day| *day >= self.first);
        earlier.filter(|day| self.is_school_day(*day)).nth(n - 1)
    }

    /// The school day `n` school days after a day; `None` when the term is over by then.
    pub fn school_days_after(&self, day: SchoolDate, n: usize) -> Option<SchoolDate> {
        if n == 0 {
            return Some(day);
        }
        let later = (1..SEARCH_DAYS).map(|on| day.plus_days(on)).take_while(|day| *day <= self.last);
        later.filter(|day| self.is_school_day(*day)).nth(n - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> SchoolDate {
        text.parse().unwrap()
    }

    /// Autumn 2026: Mid-Autumn and National Day, with two swapped days.
    fn autumn() -> TermDays {
        let holiday = |from, to| Holiday { from: day(from), to: day(to) };
        TermDays {
            first: day("2026-09-01"),
            last: day("2027-01-22"),
            holidays: vec![holiday("2026-09-25", "2026-09-27"), holiday("2026-10-01", "2026-10-07"), holiday("2027-01-01", "2027-01-03")],
            swapped: vec![day("2026-09-20"), day("2026-10-10")],
        }
    }

    #[test]
    fn week_one_begins_on_the_monday_before_school() {
        let term = autumn();
        assert_eq!(term.first_monday(), day("2026-08-31"), "1 September 2026 is a Tuesday");
        for (date, week) in [
            ("2026-08-31", Some(1)),
            ("2026-09-06", Some(1)),
            ("2026-09-07", Some(2)),
            ("2026-10-06", Some(6)),
            ("2027-01-22", Some(21)),
            ("2027-01-24", Some(21)),
            ("2027-01-25", None),
            ("2026-08-30", None),
        ] {
            assert_eq!(term.week_of(day(date)), week, "{date}");
        }
        let weeks = term.weeks();
        assert_eq!((weeks.len(), weeks[0].school_days.len(), weeks[5].school_days.len()), (21, 4, 3), "Tuesday to Friday; Thursday, Friday and the swapped Saturday");
    }

    #[test]
    fn a_term_that_begins_on_a_sunday_has_its_monday_before() {
        let term = TermDays { first: day("2026-03-01"), ..autumn() };
        assert_eq!((term.first_monday(), term.week_of(day("2026-03-02"))), (day("2026-02-23"), Some(2)));
    }

    #[test]
    fn holidays_and_swapped_days_decide_when_there_is_school() {
        let term = autumn();
        for (date, school) in [
            ("2026-09-01", true),
            ("2026-09-05", false),
            ("2026-09-20", true),
            ("2026-09-25", false),
            ("2026-10-01", false),
            ("2026-10-08", true),
            ("2026-10-10", true),
            ("2026-08-31", false),
            ("2027-01-25", false),
        ] {
            assert_eq!(term.is_school_day(day(date)), school, "{date}");
        }
        assert_eq!(term.school_days_between(day("2026-09-28"), day("2026-10-11")), 6);
        let all: usize = term.weeks().iter().map(|week| week.school_days.len()).sum();
        assert_eq!(term.school_days_between(day("2020-01-01"), day("2030-01-01")), all as i64, "every school day is in exactly one week");
    }

    #[test]
    fn a_deadline_in_a_holiday_moves_to_the_last_school_day_before_it() {
        let term = autumn();
        assert_eq!(term.moved_before_holiday(day("2026-10-06")), day("2026-09-30"), "five weeks after 1 September are in the holiday");
        for (date, moved) in [
            ("2026-10-07", "2026-09-30"),
            ("2026-10-08", "2026-10-08"),
            ("2026-09-26", "2026-09-24"),
            ("2026-09-05", "2026-09-04"),
            ("2026-09-20", "2026-09-20"),
            ("2026-08-20", "2026-09-01"),
            ("2027-02-10", "2027-01-22"),
        ] {
            assert_eq!(term.moved_before_holiday(day(date)), day(moved), "{date}");
        }
    }

    #[test]
    fn awards_count_back_from_the_ceremony() {
        let term = autumn();
        for (date, n, expected) in [
            ("2027-01-22", 0, Some("2027-01-22")),
            ("2027-01-22", 5, Some("2027-01-15")),
            ("2026-10-08", 1, Some("2026-09-30")),
            ("2026-09-03", 2, Some("2026-09-01")),
            ("2026-09-03", 3, None),
        ] {
            assert_eq!(term.school_days_before(day(date), n), expected.map(day), "{n} before {date}");
        }
        for (date, n, expected) in [("2026-09-30", 1, Some("2026-10-08")), ("2026-09-30", 3, Some("2026-10-10")), ("2027-01-21", 1, Some("2027-01-22")), ("2027-01-21", 2, None)] {
            assert_eq!(term.school_days_after(day(date), n), expected.map(day), "{n} after {date}");
        }
        for back in 1..60 {
            let earlier = term.school_days_before(day("2027-01-20"), back).unwrap();
            assert_eq!(term.school_days_after(earlier, back), Some(day("2027-01-20")), "there and back");
        }
    }
}

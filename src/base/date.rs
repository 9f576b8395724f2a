//! Days and moments as schools use them: a day has no time zone, a moment is in milliseconds.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// China has one time zone and no summer time since 1991.
const OFFSET_MS: i64 = 8 * 3_600_000;
const DAY_MS: i64 = 86_400_000;

/// A day of the calendar, written 2026-09-01.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchoolDate(Date);

/// A moment, in milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Stamp(pub i64);

impl SchoolDate {
    /// A day by its numbers; `None` when there is no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self)
    }
    /// Days since 1970-01-01.
    pub fn days(self) -> i64 {
        let epoch = Date::constant(1970, 1, 1);
        i64::from((self.0 - epoch).get_days())
    }
    /// The day that many days after 1970-01-01, held within the years 1 to 9999.
    pub fn from_days(days: i64) -> Self {
        let span = jiff::Span::new().days(i32::try_from(days.clamp(-719_162, 2_932_896)).unwrap_or(0));
        Self(Date::constant(1970, 1, 1).saturating_add(span))
    }
    /// The day `n` days later (earlier when negative).
    pub fn plus_days(self, n: i64) -> Self {
        Self::from_days(self.days() + n)
    }
    /// The same day `n` months later, or the last day of that month.
    pub fn plus_months(self, n: i32) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().months(n)))
    }
    /// The calendar year.
    pub fn year(self) -> i16 {
        self.0.year()
    }
    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }
    /// The day of the month.
    pub fn day(self) -> i8 {
        self.0.day()
    }
    /// 1 for Monday to 7 for Sunday.
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_one_offset()
    }
    /// Saturday or Sunday.
    pub fn is_weekend(self) -> bool {
        matches!(self.0.weekday(), Weekday::Saturday | Weekday::Sunday)
    }
    /// Its first moment in the school's time zone.
    pub fn start(self) -> Stamp {
        Stamp(self.days() * DAY_MS - OFFSET_MS)
    }
    /// Whole years from this day (a birthday) to another.
    pub fn years_until(self, other: Self) -> i64 {
        let had_birthday = (other.month(), other.day()) >= (self.month(), self.day());
        i64::from(other.year()) - i64::from(self.year()) - i64::from(!had_birthday)
    }
    /// 2026年9月1日, as letters and forms write it.
    pub fn chinese(self) -> String {
        format!("{}年{}月{}日", self.year(), self.month(), self.day())
    }
}

impl Stamp {
    /// The day this moment falls on, in the school's time zone.
    pub fn day(self) -> SchoolDate {
        SchoolDate::from_days((self.0 + OFFSET_MS).div_euclid(DAY_MS))
    }
    /// Hour and minute in the school's time zone.
    pub fn hour_minute(self) -> (i64, i64) {
        let minutes = (self.0 + OFFSET_MS).rem_euclid(DAY_MS) / 60_000;
        (minutes / 60, minutes % 60)
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute) = self.hour_minute();
        write!(f, "{} {hour:02}:{minute:02}", self.day())
    }
}

impl fmt::Display for SchoolDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for SchoolDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for SchoolDate {
    type Err = jiff::Error;
    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        text.parse().map(Self)
    }
}

impl Serialize for SchoolDate {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SchoolDate {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> SchoolDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_begins_at_midnight_in_china() {
        assert_eq!(day("1970-01-01").start(), Stamp(-28_800_000));
        assert_eq!(Stamp(0).day(), day("1970-01-01"));
        assert_eq!(Stamp(57_599_999).day(), day("1970-01-01"));
        assert_eq!(Stamp(57_600_000).day(), day("1970-01-02"));
        assert_eq!(day("2026-09-01").start().day(), day("2026-09-01"));
    }

    #[test]
    fn age_is_counted_in_whole_years() {
        assert_eq!(day("2016-09-02").years_until(day("2026-09-01")), 9);
        assert_eq!(day("2016-09-01").years_until(day("2026-09-01")), 10);
    }

    #[test]
    fn a_month_later_never_leaves_the_month() {
        assert_eq!(day("2026-01-31").plus_months(1), day("2026-02-28"));
    }
}

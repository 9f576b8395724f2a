//! School years and terms: the year that begins in September 2026 is 2026, its terms are 2026-1 and 2026-2.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::SchoolDate;

/// The school year by the calendar year in which it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchoolYear(pub i16);

impl SchoolYear {
    /// The school year that a day belongs to: it turns on 1 August.
    pub fn of(day: SchoolDate) -> Self {
        Self(if day.month() >= 8 { day.year() } else { day.year() - 1 })
    }
    /// The grade of a cohort in this year: pupils who entered in 2024 are in grade 3 in the year 2026.
    pub fn grade_of_cohort(self, entry_year: i16) -> i64 {
        i64::from(self.0 - entry_year) + 1
    }
}

impl fmt::Display for SchoolYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.0, self.0 + 1)
    }
}

/// A term as people write it: `2026-1` is autumn 2026, `2026-2` is spring 2027.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermCode {
    /// The school year.
    pub year: SchoolYear,
    /// 1 for autumn, 2 for spring.
    pub half: i8,
}

impl TermCode {
    /// The term that a day belongs to: spring begins on 1 February.
    pub fn of(day: SchoolDate) -> Self {
        let half = if (2..=7).contains(&day.month()) { 2 } else { 1 };
        Self { year: SchoolYear::of(day), half }
    }
    /// The term before this one.
    #[must_use]
    pub fn previous(self) -> Self {
        if self.half == 2 { Self { half: 1, ..self } } else { Self { year: SchoolYear(self.year.0 - 1), half: 2 } }
    }
}

impl fmt::Display for TermCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.year.0, self.half)
    }
}

impl FromStr for TermCode {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let (year, half) = text.trim().split_once('-').ok_or(())?;
        let year: i16 = year.parse().map_err(|_| ())?;
        let half: i8 = half.parse().map_err(|_| ())?;
        let fits = (1980..=2200).contains(&year) && (1..=2).contains(&half);
        if fits { Ok(Self { year: SchoolYear(year), half }) } else { Err(()) }
    }
}

impl Serialize for TermCode {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TermCode {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(d)?;
        text.parse().map_err(|()| serde::de::Error::custom("a term is written 2026-1"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_belongs_to_its_term() {
        for (day, term) in [("2026-09-01", "2026-1"), ("2027-01-20", "2026-1"), ("2027-02-20", "2026-2"), ("2027-07-31", "2026-2"), ("2027-08-30", "2027-1")] {
            assert_eq!(TermCode::of(day.parse().unwrap()).to_string(), term, "{day}");
        }
    }

    #[test]
    fn the_term_before_autumn_is_last_spring() {
        assert_eq!("2026-1".parse::<TermCode>().unwrap().previous().to_string(), "2025-2");
        assert!("2026-3".parse::<TermCode>().is_err() && "26-1".parse::<TermCode>().is_err());
    }
}

//! Days without a clock: whole days since 1970, read and written as dates.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::parse::{Unread, Why};

/// A day of the calendar, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(pub i32);

impl Day {
    /// Reads `2026-11-28`, `2026/11/28`, `2026.11.28` and `2026年11月28日`; what follows a blank or a `T` (a time) is passed over.
    ///
    /// # Errors
    /// [`Why::Date`] for what is no day of the years 1900 to 2199.
    pub fn parse(text: &str) -> Result<Self, Unread> {
        let date = text.trim().split([' ', 'T']).next().unwrap_or_default();
        let parts: Vec<&str> = date.split(['-', '/', '.', '年', '月', '日']).filter(|part| !part.is_empty()).collect();
        let number = |part: &str| part.parse::<i32>().ok().filter(|_| part.bytes().all(|byte| byte.is_ascii_digit()));
        let [year, month, day] = parts.as_slice() else { return Err(Unread { at: 1, why: Why::Date }) };
        let day = match (number(year), number(month), number(day)) {
            (Some(year @ 1900..=2199), Some(month @ 1..=12), Some(day @ 1..=31)) => Self::of(year, month, day),
            _ => return Err(Unread { at: 1, why: Why::Date }),
        };
        let (_, month_back, _) = day.date();
        if Some(month_back) == number(month) { Ok(day) } else { Err(Unread { at: 1, why: Why::Date }) }
    }

    /// Counted by Hinnant's civil calendar.
    fn of(year: i32, month: i32, day: i32) -> Self {
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        Self(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
    }

    /// Year, month and day.
    pub fn date(self) -> (i32, i32, i32) {
        let days = self.0 + 719_468;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        (year + era * 400 + i32::from(month <= 2), month, day)
    }

    /// A later day.
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.date();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_and_written_and_counted() {
        for text in ["2026-11-28", "2026/11/28", "2026.11.28", "2026年11月28日", " 2026-11-28T08:00:00 "] {
            assert_eq!(Day::parse(text).map(|day| day.to_string()), Ok("2026-11-28".to_owned()), "{text}");
        }
        assert_eq!(Day::parse("1970-01-01"), Ok(Day(0)));
        assert_eq!(Day::parse("2024-02-28").unwrap().plus(2).to_string(), "2024-03-01");
        for day in (-20_000..60_000).step_by(37) {
            assert_eq!(Day::parse(&Day(day).to_string()), Ok(Day(day)));
        }
        for text in ["", "2026-02-29", "2026-13-01", "28.11.2026", "2026-11", "2026-1x-01"] {
            assert!(Day::parse(text).is_err(), "{text}");
        }
    }
}

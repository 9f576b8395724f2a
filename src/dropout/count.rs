//! The counts of a month (一月一报), and what a quarter is (一季一复核).

use serde::{Deserialize, Serialize};

use super::state::{State, What, state};
use crate::base::SchoolDate;

/// The counts of a month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// Pupils at its last day.
    pub pupils: i64,
    /// Suspected at its beginning.
    pub before: i64,
    /// … that came in the month.
    pub came: i64,
    /// Brought back in the month.
    pub returned: i64,
    /// Excused or moved in the month.
    pub settled: i64,
    /// Said to have dropped out in the month.
    pub dropped: i64,
    /// Suspected at its end.
    pub suspected: i64,
    /// Dropped out at its end.
    pub out: i64,
    /// Times somebody went and talked in the month.
    pub persuaded: i64,
    /// Of the cases that came, called by the next day.
    pub called_in_time: i64,
}

/// The steps of a case with their days, in their order.
pub type Way = Vec<(What, SchoolDate)>;

/// How a case stood at the end of a day; none before it began.
pub fn stood(way: &Way, day: SchoolDate) -> Option<State> {
    let until: Vec<What> = way.iter().filter(|(_, when)| *when <= day).map(|(what, _)| *what).collect();
    (!until.is_empty()).then(|| state(&until))
}

/// The counts of the days `first` to `last`.
pub fn counts(ways: &[Way], pupils: i64, first: SchoolDate, last: SchoolDate) -> Counts {
    let mut all = Counts { pupils, ..Counts::default() };
    for way in ways {
        let within = |wanted: &[What]| way.iter().filter(|(what, day)| wanted.contains(what) && (first..=last).contains(day)).count() as i64;
        all.before += i64::from(stood(way, first.plus_days(-1)) == Some(State::Suspected));
        all.returned += within(&[What::Returned]);
        all.settled += within(&[What::Excused, What::Moved]);
        all.dropped += within(&[What::Dropped]);
        all.persuaded += within(&[What::Persuaded]);
        all.suspected += i64::from(stood(way, last) == Some(State::Suspected));
        all.out += i64::from(stood(way, last) == Some(State::Dropped));
        if let Some((_, begun)) = way.first().filter(|(_, begun)| (first..=last).contains(begun)) {
            all.came += 1;
            let called = way.iter().any(|(what, day)| matches!(what, What::Contacted | What::Persuaded | What::Unreached) && *day <= begun.plus_days(1));
            all.called_in_time += i64::from(called);
        }
    }
    all
}

/// First and last day of the month of a day.
pub fn month_of(day: SchoolDate) -> (SchoolDate, SchoolDate) {
    let first = SchoolDate::new(day.year(), day.month(), 1).unwrap_or(day);
    (first, first.plus_months(1).plus_days(-1))
}

/// The first day of the quarter of a day.
pub fn quarter_of(day: SchoolDate) -> SchoolDate {
    let (first, _) = month_of(day);
    first.plus_months(-((i32::from(first.month() as u8) - 1) % 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> SchoolDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_counts_of_a_month_follow_what_was_done_on_which_day() {
        let way = |steps: &[(What, &str)]| steps.iter().map(|(what, when)| (*what, day(when))).collect::<Way>();
        let ways = [
            way(&[(What::Opened, "2026-09-20"), (What::Unreached, "2026-09-20"), (What::Persuaded, "2026-10-09"), (What::Returned, "2026-10-12")]),
            way(&[(What::Opened, "2026-10-14"), (What::Contacted, "2026-10-15"), (What::Excused, "2026-11-02")]),
            way(&[(What::Opened, "2026-10-20"), (What::Unreached, "2026-10-23"), (What::Dropped, "2026-10-30"), (What::Returned, "2026-11-05")]),
        ];
        let of = |first: &str| {
            let (first, last) = month_of(day(first));
            counts(&ways, 100, first, last)
        };
        assert_eq!(of("2026-10-15"), Counts { pupils: 100, before: 1, came: 2, returned: 1, settled: 0, dropped: 1, suspected: 1, out: 1, persuaded: 1, called_in_time: 1 });
        assert_eq!(of("2026-11-15"), Counts { pupils: 100, before: 1, returned: 1, settled: 1, ..Counts::default() });
        let september = of("2026-09-01");
        assert_eq!((september.came, september.suspected, september.called_in_time), (1, 1, 1));
    }

    #[test]
    fn whoever_was_suspected_is_accounted_for() {
        // Before and those who came are suspected, dropped, or settled at the end: nobody is lost between two reports.
        let mut seed = 11_u64;
        let mut draw = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(77);
            (seed >> 33) % below
        };
        for _ in 0..500 {
            let mut ways = Vec::new();
            for _ in 0..draw(6) {
                let mut when = day("2026-09-01").plus_days(draw(60) as i64);
                let (mut way, mut steps): (Way, Vec<What>) = (vec![(What::Opened, when)], vec![What::Opened]);
                for _ in 0..draw(5) {
                    let next = What::ALL[draw(10) as usize];
                    if super::super::state::may(&steps, next) {
                        when = when.plus_days(draw(15) as i64);
                        way.push((next, when));
                        steps.push(next);
                    }
                }
                ways.push(way);
            }
            for month in ["2026-09-01", "2026-10-01", "2026-11-01"] {
                let (first, last) = month_of(day(month));
                let (now, next) = (counts(&ways, 0, first, last), counts(&ways, 0, last.plus_days(1), last.plus_months(1)));
                assert_eq!(now.suspected, next.before, "{ways:?}");
            }
        }
    }

    #[test]
    fn a_quarter_begins_in_january_april_july_and_october() {
        for (of, first) in [("2026-11-28", "2026-10-01"), ("2026-10-01", "2026-10-01"), ("2027-03-31", "2027-01-01"), ("2027-02-28", "2027-01-01"), ("2027-06-30", "2027-04-01")] {
            assert_eq!(quarter_of(day(of)), day(first), "{of}");
        }
    }
}

//! What was promised to a child in a stretch of time and what of it was kept, counted. Pure. A9-03, A9-20, A8-09; CONVENTIONS 2.9.7.
//!
//! A stretch is owed when the help stood on at least half of its school days: who is paired on a Friday owes no talk of that week. An act serves one stretch, the one that ends first.

use crate::base::SchoolDate;

/// The line above which help counts as carried out: four of five.
pub const LINE_PERCENT: i64 = 80;

/// Whether help that stood in these days (both ends included) owes a stretch with these school days.
pub fn stood(standing: &[(SchoolDate, SchoolDate)], school_days: &[SchoolDate]) -> bool {
    let held = school_days.iter().filter(|day| standing.iter().any(|(from, until)| (*from..=*until).contains(day))).count();
    held > 0 && held * 2 >= school_days.len()
}

/// A stretch in which something is owed, with the last day on which it may still be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// First day.
    pub from: SchoolDate,
    /// Last day: later than its own where it was postponed.
    pub latest: SchoolDate,
    /// How often.
    pub times: i64,
}

/// How often each stretch was served by acts on these days, at most as often as it is owed. Each act serves one: of those open on its day the one that ends first.
pub fn serve(stretches: &[Stretch], acts: &[SchoolDate]) -> Vec<i64> {
    let mut kept = vec![0; stretches.len()];
    let mut days = acts.to_vec();
    days.sort_unstable();
    for day in days {
        let open = |at: &usize| (stretches[*at].from..=stretches[*at].latest).contains(&day) && kept[*at] < stretches[*at].times;
        if let Some(at) = (0..stretches.len()).filter(open).min_by_key(|at| (stretches[*at].latest, stretches[*at].from)) {
            kept[at] += 1;
        }
    }
    kept
}

/// Promised and kept, added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Owed in stretches that are over, or done already.
    pub promised: i64,
    /// Done of it.
    pub kept: i64,
    /// Not done for a reason that was written down.
    pub excused: i64,
    /// Owed in stretches that are not over yet.
    pub open: i64,
}

impl Tally {
    /// Adds a stretch: `over` says whether its last day has passed, `reason` whether somebody wrote down why it did not take place.
    pub const fn add(&mut self, times: i64, kept: i64, over: bool, reason: bool) {
        let missing = times - kept;
        self.kept += kept;
        self.promised += kept;
        if !over {
            self.open += missing;
        } else {
            self.promised += missing;
            if reason {
                self.excused += missing;
            }
        }
    }

    /// Adds another.
    pub const fn plus(&mut self, other: Self) {
        self.promised += other.promised;
        self.kept += other.kept;
        self.excused += other.excused;
        self.open += other.open;
    }

    /// How many of a hundred were kept, rounded down; what could not take place for a reason counts neither way. `None` where nothing was owed.
    pub const fn percent(&self) -> Option<i64> {
        let owed = self.promised - self.excused;
        if owed > 0 { Some(self.kept * 100 / owed) } else { None }
    }

    /// Whether the line is not reached.
    pub fn is_below(&self) -> bool {
        self.percent().is_some_and(|percent| percent < LINE_PERCENT)
    }

    /// What was not done and has no reason.
    pub const fn missing(&self) -> i64 {
        self.promised - self.kept - self.excused
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> SchoolDate {
        text.parse().unwrap()
    }

    fn days(texts: &[&str]) -> Vec<SchoolDate> {
        texts.iter().map(|text| day(text)).collect()
    }

    #[test]
    fn who_is_paired_on_friday_owes_no_talk_of_that_week() {
        let week = days(&["2026-09-07", "2026-09-08", "2026-09-09", "2026-09-10", "2026-09-11"]);
        let table = [
            ("from Friday", vec![("2026-09-11", "2027-01-22")], false),
            ("from Thursday", vec![("2026-09-10", "2027-01-22")], false),
            ("from Wednesday", vec![("2026-09-09", "2027-01-22")], true),
            ("one ends, the next begins", vec![("2026-09-01", "2026-09-08"), ("2026-09-11", "2027-01-22")], true),
            ("until Tuesday", vec![("2026-09-01", "2026-09-08")], false),
            ("nobody", vec![], false),
        ];
        for (name, spans, expected) in table {
            let spans: Vec<_> = spans.into_iter().map(|(from, until)| (day(from), day(until))).collect();
            assert_eq!(stood(&spans, &week), expected, "{name}");
        }
        assert!(!stood(&[(day("2026-09-01"), day("2026-09-30"))], &[]), "without school nothing is owed");
    }

    #[test]
    fn a_talk_after_the_postponement_serves_the_week_that_was_missed_and_then_its_own() {
        let week = |from: &str, latest: &str| Stretch { from: day(from), latest: day(latest), times: 1 };
        let (first, second) = (week("2026-09-07", "2026-09-18"), week("2026-09-14", "2026-09-20"));
        let table: [(&str, &[&str], [i64; 2]); 5] = [
            ("one talk later", &["2026-09-15"], [1, 0]),
            ("two talks later", &["2026-09-15", "2026-09-16"], [1, 1]),
            ("too late for the first", &["2026-09-19"], [0, 1]),
            ("both in the first week", &["2026-09-07", "2026-09-08"], [1, 0]),
            ("nothing", &[], [0, 0]),
        ];
        for (name, acts, expected) in table {
            assert_eq!(serve(&[first, second], &days(acts)), expected, "{name}");
            assert_eq!(serve(&[second, first], &days(acts)), [expected[1], expected[0]], "{name}, whatever the order");
        }
    }

    #[test]
    fn four_of_five_is_the_line_and_a_reason_counts_neither_way() {
        let tally = |stretches: &[(i64, i64, bool, bool)]| {
            let mut tally = Tally::default();
            stretches.iter().for_each(|(times, kept, over, reason)| tally.add(*times, *kept, *over, *reason));
            tally
        };
        let four = tally(&[(1, 1, true, false), (1, 1, true, false), (1, 1, true, false), (1, 1, true, false), (1, 0, true, false)]);
        assert_eq!((four.percent(), four.is_below(), four.missing()), (Some(80), false, 1));
        let excused = tally(&[(2, 1, true, true), (1, 0, false, false)]);
        assert_eq!(excused, Tally { promised: 2, kept: 1, excused: 1, open: 1 });
        assert_eq!((excused.percent(), excused.missing()), (Some(100), 0));
        assert_eq!(tally(&[(1, 0, true, true)]).percent(), None, "nothing but what could not take place");
        assert!(tally(&[(3, 2, true, false)]).is_below());
    }
}

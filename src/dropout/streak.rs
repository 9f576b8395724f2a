//! How many school days in a row a child has been away (CONVENTIONS 2.8): counted back from the last day on which attendance was taken. A day without attendance says nothing; being late is being there.

use std::collections::HashSet;

use crate::base::SchoolDate;

/// Days in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Streak {
    /// How many school days.
    pub days: usize,
    /// The first of them.
    pub since: SchoolDate,
    /// The last day on which the child was there, as far as attendance was taken.
    pub last_seen: Option<SchoolDate>,
}

/// The days in a row up to the last day taken; none when the child was there on it. `taken` in any order.
pub fn streak(taken: &[SchoolDate], absent: &HashSet<SchoolDate>) -> Option<Streak> {
    let mut days: Vec<SchoolDate> = taken.to_vec();
    days.sort_unstable();
    days.dedup();
    let away = days.iter().rev().take_while(|day| absent.contains(day)).count();
    let first = days.len().checked_sub(away).filter(|_| away > 0)?;
    Some(Streak { days: away, since: days[first], last_seen: first.checked_sub(1).map(|at| days[at]) })
}

/// Whether the child was there on a day after another: back at school.
pub fn is_back(taken: &[SchoolDate], absent: &HashSet<SchoolDate>, after: SchoolDate) -> Option<SchoolDate> {
    taken.iter().filter(|day| **day > after && !absent.contains(day)).min().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(all: &[&str]) -> Vec<SchoolDate> {
        all.iter().map(|day| format!("2026-10-{day}").parse().unwrap()).collect()
    }

    #[test]
    fn three_days_in_a_row_are_counted_over_weekends_and_days_that_nobody_took() {
        for (taken, absent, found) in [
            (&["12", "13", "14"][..], &["12", "13", "14"][..], Some((3, "12", None))),
            (&["12", "15", "16", "19"], &["15", "16", "19"], Some((3, "15", Some("12")))),
            (&["12", "13", "14"], &["12", "13"], None),
            (&["12", "13", "14"], &["12", "14"], Some((1, "14", Some("13")))),
            (&["14", "12", "13", "13"], &["13", "14"], Some((2, "13", Some("12")))),
            (&[], &["12"], None),
        ] {
            let taken = days(taken);
            let found = found.map(|(count, since, seen): (usize, &str, Option<&str>)| Streak { days: count, since: days(&[since])[0], last_seen: seen.map(|day| days(&[day])[0]) });
            assert_eq!(streak(&taken, &days(absent).into_iter().collect()), found, "{taken:?} {absent:?}");
        }
    }

    #[test]
    fn a_child_is_back_on_the_first_day_taken_on_which_it_was_there() {
        let (taken, absent) = (days(&["12", "13", "14", "15"]), days(&["12", "13"]).into_iter().collect());
        assert_eq!(is_back(&taken, &absent, days(&["12"])[0]), Some(days(&["14"])[0]));
        assert_eq!(is_back(&taken, &days(&["12", "13", "14", "15"]).into_iter().collect(), days(&["12"])[0]), None);
    }

    /// Against a count day by day, for every pattern of twelve days taken or not, absent or not.
    #[test]
    fn the_streak_equals_a_count_day_by_day() {
        let mut seed = 7_u64;
        for _ in 0..3_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(99);
            let (mut taken, mut absent, mut run, mut first) = (Vec::new(), HashSet::new(), 0, None);
            for at in 0..12 {
                let day: SchoolDate = format!("2026-10-{:02}", at + 10).parse().unwrap();
                let (is_taken, is_absent) = (seed >> (20 + at) & 1 == 1, seed >> (40 + at) & 1 == 1);
                if is_absent {
                    absent.insert(day);
                }
                if is_taken {
                    taken.push(day);
                    if is_absent {
                        first = if run == 0 { Some(day) } else { first };
                        run += 1;
                    } else {
                        run = 0;
                    }
                }
            }
            let found = streak(&taken, &absent);
            assert_eq!(found.map_or(0, |one| one.days), run);
            assert_eq!(found.map(|one| one.since), first.filter(|_| run > 0));
        }
    }
}

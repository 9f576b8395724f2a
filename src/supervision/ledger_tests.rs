//! The ledger against a count of its own from the raw days: holidays, swapped days, pairs that begin and end within the term, February and a leap year.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::*;
use crate::activity::owed::What;
use crate::activity::rules::Kind;
use crate::base::derived;
use crate::programme::{Param, Values};
use crate::roster::calendar::{Holiday, TermDays};

fn day(text: &str) -> SchoolDate {
    text.parse().unwrap()
}

fn programme(n: u8) -> ProgrammeId {
    derived(&[b"a programme of the ledger", &[n]])
}

fn staff(n: u8) -> StaffId {
    derived(&[b"a helper of the ledger", &[n]])
}

fn child() -> PupilId {
    derived(&[b"a child of the ledger"])
}

fn values(pairs: &[(Param, &str)]) -> Values {
    Values::new(pairs.iter().map(|(param, text)| (*param, param.shape().stored(text).unwrap())).collect())
}

fn pair(of: u8, by: u8, from: SchoolDate, until: SchoolDate) -> Pair {
    Pair {
        id: derived(&[b"a pair", &[of, by], from.to_string().as_bytes()]),
        programme: programme(of),
        pupil: child(),
        pupil_name: "林小明".into(),
        staff: staff(by),
        staff_name: "李老师".into(),
        from,
        until,
        why: "hand".into(),
        released: String::new(),
    }
}

fn talk(day: SchoolDate, by: u8, held: bool) -> Took {
    Took { what: What::Record(Kind::Talk), day, staff: Some(staff(by)), held }
}

/// A row of numbers that is the same each time (xorshift): terms nobody thought of.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        i64::try_from(self.0 % u64::try_from(n).unwrap()).unwrap()
    }
    fn term(&mut self) -> TermDays {
        // From autumn 2026 to summer 2028: two Februaries, one of them of 29 days.
        let first = SchoolDate::from_days(day("2026-08-20").days() + self.below(600));
        let last = first.plus_days(100 + self.below(60));
        let inside = |dice: &mut Self| first.plus_days(dice.below(last.days() - first.days() + 1));
        let holidays = (0..self.below(5))
            .map(|_| {
                let from = inside(self);
                Holiday { from, to: from.plus_days(self.below(15)) }
            })
            .collect();
        let swapped = (0..self.below(4)).map(|_| inside(self)).collect();
        TermDays { first, last, holidays, swapped }
    }
}

/// Days of a term grouped by week (its Monday) or month, with whether there is school: read from the calendar's raw rows.
fn groups(days: &TermDays, weekly: bool) -> BTreeMap<i64, Vec<SchoolDate>> {
    let mut all: BTreeMap<i64, Vec<SchoolDate>> = BTreeMap::new();
    let mut one = days.first;
    while one <= days.last {
        let free = one.weekday() > 5 || days.holidays.iter().any(|h| h.from <= one && one <= h.to);
        if days.swapped.contains(&one) || !free {
            let key = if weekly { one.days() - i64::from(one.weekday()) } else { i64::from(one.year()) * 12 + i64::from(one.month()) };
            all.entry(key).or_default().push(one);
        }
        one = one.plus_days(1);
    }
    all
}

/// Whether pairs of a programme cover at least half of these days.
fn covers(pairs: &[Pair], of: u8, days: &[SchoolDate]) -> bool {
    let held = days.iter().filter(|day| pairs.iter().any(|pair| pair.programme == programme(of) && pair.from <= **day && **day <= pair.until)).count();
    held > 0 && 2 * held >= days.len()
}

#[test]
fn obligations_equal_a_count_of_their_own_over_terms_nobody_thought_of() {
    let mut dice = Dice(20_260_930);
    let (mut promised, mut kept) = (0, 0);
    for round in 0..400 {
        let days = dice.term();
        let inside = |dice: &mut Dice| days.first.plus_days(dice.below(days.last.days() - days.first.days() + 1));
        // The first programme asks for a talk each week, the second for one each month: where both stand, the weeks serve the month.
        let programmes = HashMap::from([(programme(1), values(&[(Param::TalkEvery, "1/week")])), (programme(2), values(&[(Param::TalkEvery, "1/month")]))]);
        let pairs: Vec<Pair> = (0..=dice.below(4))
            .map(|n| {
                let (a, b) = (inside(&mut dice), inside(&mut dice));
                pair(u8::try_from(n % 2 + 1).unwrap(), u8::try_from(dice.below(3)).unwrap(), a.min(b), a.max(b))
            })
            .collect();
        let took: Vec<Took> = (0..dice.below(40)).map(|_| talk(inside(&mut dice), u8::try_from(dice.below(3)).unwrap(), dice.below(5) > 0)).collect();
        let asked = Asked::new(programmes, days.clone(), days.last.plus_days(1));
        let own: Vec<&Pair> = pairs.iter().collect();
        let all = OfChild { asked: &asked, pairs: &own, took: &took, postponed: &[], homeroom: &|_| None }.promises();

        let (mut owed, mut done) = (0, 0);
        for (weekly, of, unless) in [(true, 1, None), (false, 2, Some(1))] {
            for (key, taught) in groups(&days, weekly) {
                if !covers(&pairs, of, &taught) || unless.is_some_and(|other| covers(&pairs, other, &taught)) {
                    continue;
                }
                let mine = |one: SchoolDate| {
                    let at = if weekly { one.days() - i64::from(one.weekday()) } else { i64::from(one.year()) * 12 + i64::from(one.month()) };
                    // The first and last week of a term reach only as far as the term.
                    at == key && one >= days.first && one <= days.last
                };
                owed += 1;
                done += i64::from(took.iter().any(|one| one.held && mine(one.day)));
            }
        }
        let sum = tally(all.iter(), asked.today());
        assert_eq!((sum.promised, sum.kept), (owed, done), "round {round}: {days:?} {pairs:?}");
        promised += owed;
        kept += done;
    }
    assert!(promised > 2_000 && kept > 500 && kept < promised, "{kept} of {promised}: the terms were worth counting");
}

fn autumn() -> TermDays {
    TermDays { first: day("2026-09-01"), last: day("2027-01-22"), holidays: vec![Holiday { from: day("2026-10-01"), to: day("2026-10-07") }], swapped: Vec::new() }
}

fn of(pairs: &[Pair], took: &[Took], postponed: &[(String, SchoolDate, SchoolDate)], asks: &[(Param, &str)], today: &str) -> Vec<Promise> {
    let asked = Asked::new(HashMap::from([(programme(1), values(asks))]), autumn(), day(today));
    let own: Vec<&Pair> = pairs.iter().collect();
    OfChild { asked: &asked, pairs: &own, took, postponed, homeroom: &|_| Some(staff(9)) }.promises()
}

#[test]
fn a8_09_support_each_month_is_owed_by_the_mentor_and_by_the_homeroom_teacher_each() {
    let pairs = [pair(1, 1, day("2026-09-01"), day("2026-10-15")), pair(1, 2, day("2026-10-16"), day("2027-01-22"))];
    let took = [talk(day("2026-09-10"), 1, true), talk(day("2026-09-11"), 1, true), talk(day("2026-10-20"), 9, true)];
    let all = of(&pairs, &took, &[], &[(Param::SupportEvery, "1/month")], "2026-11-01");
    let owners = |month: &str| -> BTreeSet<StaffId> { all.iter().filter(|one| one.from.to_string().starts_with(month)).filter_map(|one| one.owner).collect() };
    assert_eq!(owners("2026-09"), BTreeSet::from([staff(1), staff(9)]));
    assert_eq!(owners("2026-10"), BTreeSet::from([staff(2), staff(9)]), "who helped 7 of 17 school days owes nothing of that month, who helped 12 does");
    let kept = |month: &str, owner: u8| all.iter().find(|one| one.from.to_string().starts_with(month) && one.owner == Some(staff(owner))).unwrap().kept;
    assert_eq!((kept("2026-09", 1), kept("2026-09", 9), kept("2026-10", 9), kept("2026-10", 2)), (1, 0, 1, 0));
}

#[test]
fn a9_20_a_week_of_holidays_owes_nothing_and_what_was_postponed_may_be_done_later() {
    let pairs = [pair(1, 1, day("2026-09-01"), day("2027-01-22"))];
    let asks = [(Param::TalkEvery, "1/week")];
    let took = [talk(day("2026-09-16"), 2, true), talk(day("2026-09-17"), 1, true), talk(day("2026-09-23"), 1, false)];
    let state = |postponed: &[(String, SchoolDate, SchoolDate)], from: &str| {
        let all = of(&pairs, &took, postponed, &asks, "2026-10-12");
        all.iter().find(|one| one.from == day(from)).map(|one| one.state(day("2026-10-12")))
    };
    assert_eq!(state(&[], "2026-09-07"), Some("missed"));
    assert_eq!(state(&[], "2026-09-14"), Some("kept"), "whoever held it");
    assert_eq!(state(&[], "2026-09-21"), Some("excused"), "it did not take place, and says so");
    assert_eq!(state(&[], "2026-10-12"), Some("open"));
    let moved = [("talk".to_owned(), day("2026-09-07"), day("2026-09-18"))];
    assert_eq!((state(&moved, "2026-09-07"), state(&moved, "2026-09-14")), (Some("kept"), Some("kept")), "two talks of a week serve both");
    let free = TermDays { holidays: vec![Holiday { from: day("2026-10-01"), to: day("2026-10-11") }], ..autumn() };
    let asked = Asked::new(HashMap::from([(programme(1), values(&asks))]), free, day("2026-10-12"));
    let own: Vec<&Pair> = pairs.iter().collect();
    let all = OfChild { asked: &asked, pairs: &own, took: &[], postponed: &[], homeroom: &|_| None }.promises();
    assert!(!all.iter().any(|one| one.from == day("2026-10-05")), "no school, nothing owed");
}

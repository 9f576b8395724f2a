//! Deadlines and what is owed in a term, counted on the school's own calendar (A9-14, A9-30; PRACTICE 1.2, CONVENTIONS 2.9.7–8).
//!
//! A deadline in a holiday moves to the last school day before it; the 30th is the month's last day where a month is shorter; weeks and months without school
//! are exempt.

use super::value::{After, Cadence, Span};
use crate::base::SchoolDate;
use crate::roster::calendar::TermDays;

/// How far a search for a school day goes.
const SEARCH_DAYS: i64 = 400;

/// A stretch of a term in which something is owed, and how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Its first day within the term.
    pub from: SchoolDate,
    /// Its last day within the term.
    pub until: SchoolDate,
    /// How often.
    pub times: i64,
}

/// The first day of a term on which there is school; `None` when there is none.
pub fn first_school_day(term: &TermDays) -> Option<SchoolDate> {
    (0..SEARCH_DAYS).map(|n| term.first.plus_days(n)).take_while(|day| *day <= term.last).find(|day| term.is_school_day(*day))
}

/// The day by which something is done: months and days after a start, moved to the last school day before it when there is no school on it. Five weeks from
/// 1 September 2026 is 6 October, in the holiday, so 30 September (A9-14).
pub fn due(after: After, start: SchoolDate, term: &TermDays) -> SchoolDate {
    let months = i32::try_from(after.months).unwrap_or(i32::MAX);
    term.moved_before_holiday(start.plus_months(months).plus_days(after.days))
}

/// The same counted from the first school day of the term.
pub fn due_in_term(after: After, term: &TermDays) -> SchoolDate {
    due(after, first_school_day(term).unwrap_or(term.first), term)
}

/// The last day of a day's month.
fn month_end(day: SchoolDate) -> SchoolDate {
    let first = SchoolDate::new(day.year(), day.month(), 1).unwrap_or(day);
    first.plus_months(1).plus_days(-1)
}

/// The months that a term touches, by first and last day.
fn months(term: &TermDays) -> Vec<(SchoolDate, SchoolDate)> {
    let mut all = Vec::new();
    let mut first = SchoolDate::new(term.first.year(), term.first.month(), 1).unwrap_or(term.first);
    while first <= term.last {
        all.push((first, month_end(first)));
        first = first.plus_months(1);
    }
    all
}

/// The days of a term by which something monthly is handed in: the given day of each month (A9-30: the 30th), or the month's last day, moved before holidays. A month
/// without school up to that day is exempt; the last one ends with the term.
pub fn month_dues(day_of_month: i64, term: &TermDays) -> Vec<SchoolDate> {
    let mut dues = Vec::new();
    for (first, last) in months(term) {
        let nominal = last.min(first.plus_days(day_of_month.max(1) - 1)).min(term.last);
        let due = (0..=nominal.days() - first.days()).map(|back| nominal.plus_days(-back)).find(|day| term.is_school_day(*day));
        dues.extend(due);
    }
    dues
}

/// The stretches of a term in which a cadence is owed; those without a school day are exempt. Nothing can be said of teaching units, which follow the book, nor of a
/// year from one term alone.
pub fn windows(cadence: Cadence, term: &TermDays) -> Vec<Window> {
    let weeks = |many: usize| -> Vec<(SchoolDate, SchoolDate)> {
        let all = term.weeks();
        all.chunks(many).filter_map(|weeks| Some((weeks.first()?.monday, weeks.last()?.sunday))).collect()
    };
    let middle = SchoolDate::from_days(i64::midpoint(term.first.days(), term.last.days()));
    let stretches = match cadence.span {
        Span::Day => (term.first.days()..=term.last.days()).map(|day| (SchoolDate::from_days(day), SchoolDate::from_days(day))).collect(),
        Span::Week => weeks(1),
        Span::Fortnight => weeks(2),
        Span::Month => months(term),
        Span::HalfTerm => vec![(term.first, middle), (middle.plus_days(1), term.last)],
        Span::Term => vec![(term.first, term.last)],
        Span::Unit | Span::Year => Vec::new(),
    };
    let within = |(from, until): (SchoolDate, SchoolDate)| Window { from: from.max(term.first), until: until.min(term.last), times: cadence.times };
    stretches.into_iter().map(within).filter(|window| term.school_days_between(window.from, window.until) > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::calendar::Holiday;

    fn day(text: &str) -> SchoolDate {
        text.parse().unwrap()
    }

    fn holiday(from: &str, to: &str) -> Holiday {
        Holiday { from: day(from), to: day(to) }
    }

    /// Autumn 2026: Mid-Autumn and National Day, with two swapped days.
    fn autumn() -> TermDays {
        TermDays {
            first: day("2026-09-01"),
            last: day("2027-01-22"),
            holidays: vec![holiday("2026-09-25", "2026-09-27"), holiday("2026-10-01", "2026-10-07"), holiday("2027-01-01", "2027-01-03")],
            swapped: vec![day("2026-09-20"), day("2026-10-10")],
        }
    }

    fn texts(days: &[SchoolDate]) -> Vec<String> {
        days.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn five_weeks_end_before_the_national_holiday_and_new_pupils_have_a_month_and_fifteen_days() {
        for (months, days, expected) in [(0, 35, "2026-09-30"), (1, 15, "2026-10-16"), (0, 1, "2026-09-02"), (0, 25, "2026-09-24"), (5, 0, "2027-01-22")] {
            assert_eq!(due_in_term(After { months, days }, &autumn()), day(expected), "{months} months {days} days");
        }
        let late = TermDays { first: day("2026-08-30"), ..autumn() };
        assert_eq!(first_school_day(&late), Some(day("2026-08-31")), "30 August 2026 is a Sunday: school begins on Monday");
    }

    #[test]
    fn records_of_february_are_handed_in_on_its_last_day_and_those_of_the_holidays_never() {
        assert_eq!(texts(&month_dues(30, &autumn())), ["2026-09-30", "2026-10-30", "2026-11-30", "2026-12-30", "2027-01-22"]);
        let spring = TermDays {
            first: day("2027-02-15"),
            last: day("2027-07-02"),
            holidays: vec![holiday("2027-04-03", "2027-04-05"), holiday("2027-05-01", "2027-05-05")],
            swapped: Vec::new(),
        };
        assert_eq!(texts(&month_dues(30, &spring)), ["2027-02-26", "2027-03-30", "2027-04-30", "2027-05-28", "2027-06-30", "2027-07-02"], "28 February 2027 is a Sunday");
        let late = TermDays { first: day("2026-08-31"), ..autumn() };
        assert_eq!(month_dues(30, &late)[0], day("2026-09-30"), "on 30 August there was no school yet");
        assert_eq!(texts(&month_dues(3, &autumn()))[1], "2026-11-03", "no school from 1 to 3 October: that month is exempt");
    }

    #[test]
    fn no_talk_is_owed_in_a_week_of_holidays() {
        let term = TermDays { holidays: vec![holiday("2026-10-01", "2026-10-11")], swapped: Vec::new(), ..autumn() };
        let weekly = windows(Cadence { times: 1, span: Span::Week }, &term);
        assert_eq!(weekly.len(), 20, "21 weeks, one of them free");
        assert!(!weekly.iter().any(|window| window.from == day("2026-10-05")));
        assert_eq!(weekly[0], Window { from: day("2026-09-01"), until: day("2026-09-06"), times: 1 }, "the first week begins with the term");
        for (span, count) in [(Span::Month, 5), (Span::Term, 1), (Span::HalfTerm, 2), (Span::Fortnight, 11), (Span::Unit, 0), (Span::Year, 0)] {
            assert_eq!(windows(Cadence { times: 2, span }, &term).len(), count, "{span:?}");
        }
        assert_eq!(windows(Cadence { times: 1, span: Span::Day }, &term).len() as i64, term.school_days_between(term.first, term.last));
    }

    /// A row of numbers that is the same each time (xorshift): calendars nobody thought of.
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, n: i64) -> i64 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            i64::try_from(self.0 % u64::try_from(n).unwrap()).unwrap()
        }
        fn term(&mut self) -> TermDays {
            let first = SchoolDate::from_days(day("2024-01-01").days() + self.below(1500));
            let last = first.plus_days(80 + self.below(90));
            let inside = |dice: &mut Self| first.plus_days(dice.below(last.days() - first.days() + 1));
            let holidays = (0..self.below(6))
                .map(|_| {
                    let from = inside(self);
                    Holiday { from, to: from.plus_days(self.below(20)) }
                })
                .collect();
            let swapped = (0..self.below(5)).map(|_| inside(self)).collect();
            TermDays { first, last, holidays, swapped }
        }
    }

    #[test]
    fn on_any_calendar_a_deadline_is_the_last_school_day_before_it() {
        let mut dice = Dice(20_260_901);
        for _ in 0..600 {
            let term = dice.term();
            let Some(first) = first_school_day(&term) else { continue };
            let after = After { months: dice.below(4), days: dice.below(60) };
            let nominal = first.plus_months(i32::try_from(after.months).unwrap()).plus_days(after.days);
            let due = due_in_term(after, &term);
            assert!(term.is_school_day(due) && due <= nominal, "{term:?} {after:?} → {due}");
            assert_eq!(term.school_days_between(due.plus_days(1), nominal), 0, "{term:?} {after:?}: no school day is given away");
            let later = due_in_term(After { days: after.days + 1, ..after }, &term);
            assert!(later >= due, "{term:?}: a day more is never earlier");
        }
    }

    #[test]
    fn on_any_calendar_each_month_has_at_most_one_day_to_hand_in() {
        let mut dice = Dice(930);
        for _ in 0..600 {
            let (term, day_of_month) = (dice.term(), dice.below(31) + 1);
            let dues = month_dues(day_of_month, &term);
            let by_month: Vec<(i16, i8)> = dues.iter().map(|due| (due.year(), due.month())).collect();
            assert!(by_month.is_sorted_by(|a, b| a < b), "{term:?}: {dues:?}");
            for due in &dues {
                assert!(term.is_school_day(*due) && i64::from(due.day()) <= day_of_month, "{term:?} {day_of_month}: {due}");
            }
            for (first, last) in months(&term) {
                let until = last.min(first.plus_days(day_of_month - 1));
                let taught = term.school_days_between(first, until) > 0;
                assert_eq!(dues.iter().any(|due| (first..=last).contains(due)), taught, "{term:?} {day_of_month} {first}");
            }
        }
    }

    #[test]
    fn on_any_calendar_every_school_day_lies_in_exactly_one_window() {
        let mut dice = Dice(7);
        for _ in 0..200 {
            let term = dice.term();
            for span in [Span::Day, Span::Week, Span::Fortnight, Span::Month, Span::HalfTerm, Span::Term] {
                let all = windows(Cadence { times: 1, span }, &term);
                for day in (term.first.days()..=term.last.days()).map(SchoolDate::from_days).filter(|day| term.is_school_day(*day)) {
                    let holding = all.iter().filter(|window| (window.from..=window.until).contains(&day)).count();
                    assert_eq!(holding, 1, "{span:?} {day} of {term:?}");
                }
                assert!(all.iter().all(|window| term.school_days_between(window.from, window.until) > 0), "{span:?}: a free stretch owes nothing");
            }
        }
    }
}

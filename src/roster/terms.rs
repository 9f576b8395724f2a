//! When terms are: the usual days, what cannot be, and which term is the present one. PRACTICE 1.2.

use crate::base::error::Problems;
use crate::base::{Msg, Result, SchoolDate, TermCode};

/// Shortest term that is believed, in days.
const SHORTEST_DAYS: i64 = 28;
/// Longest term that is believed, in days.
const LONGEST_DAYS: i64 = 220;
/// The ceremony and the results may lie a little after the last day of school, in days.
const AFTER_TERM_DAYS: i64 = 30;

/// The days of a term as the office sets them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermPlan {
    /// First day of school.
    pub first_day: SchoolDate,
    /// Last day of school.
    pub last_day: SchoolDate,
    /// Last day on which results are handed in.
    pub results_due_day: Option<SchoolDate>,
    /// Day of the ceremony at the end of term.
    pub ceremony_day: Option<SchoolDate>,
}

impl TermPlan {
    /// A term of which only the first and last day are known.
    pub fn of(first_day: SchoolDate, last_day: SchoolDate) -> Self {
        Self { first_day, last_day, results_due_day: None, ceremony_day: None }
    }

    /// Looks for what cannot be, among the other terms of the school; each problem stands at its field.
    ///
    /// # Errors
    /// Every problem at once.
    pub fn check(&self, code: TermCode, others: &[(TermCode, SchoolDate, SchoolDate)]) -> Result<()> {
        let mut problems = Problems::default();
        let (earliest, latest) = begins(code);
        if !(earliest..=latest).contains(&self.first_day) {
            problems.note("first_day", Msg::new("roster-term-first-strays").with("term", code).with("earliest", earliest).with("latest", latest));
        }
        let length_days = self.last_day.days() - self.first_day.days() + 1;
        if !(SHORTEST_DAYS..=LONGEST_DAYS).contains(&length_days) {
            problems.note("last_day", Msg::new("roster-term-length").with("count", length_days).with("least", SHORTEST_DAYS).with("most", LONGEST_DAYS));
        }
        if let Some((other, ..)) = others.iter().find(|(other, first, last)| *other != code && *first <= self.last_day && self.first_day <= *last) {
            problems.note("first_day", Msg::new("roster-term-overlaps").with("term", other));
        }
        let inside = self.first_day..=self.last_day.plus_days(AFTER_TERM_DAYS);
        for (field, day) in [("results_due_day", self.results_due_day), ("ceremony_day", self.ceremony_day)] {
            if day.is_some_and(|day| !inside.contains(&day)) {
                problems.note(field, Msg::new("roster-term-day-outside").with("earliest", inside.start()).with("latest", inside.end()));
            }
        }
        problems.end()
    }
}

/// Between which days a term begins: autumn from August to October, spring from mid January to April.
fn begins(code: TermCode) -> (SchoolDate, SchoolDate) {
    let day = |year, month, day| SchoolDate::new(year, month, day).unwrap_or(SchoolDate::from_days(0));
    let year = code.year.0;
    if code.half == 1 { (day(year, 8, 1), day(year, 10, 31)) } else { (day(year + 1, 1, 15), day(year + 1, 4, 30)) }
}

/// The term that begins on a day: the one whose span of beginnings holds it, else the one the day belongs to.
pub fn term_beginning(first_day: SchoolDate) -> TermCode {
    let of = TermCode::of(first_day);
    let spring = TermCode { half: 2, ..of };
    let (earliest, latest) = begins(spring);
    if (earliest..=latest).contains(&first_day) { spring } else { of }
}

/// The last day proposed for a term: the Friday of its 21st week in autumn, of its 19th in spring.
pub fn proposed_last_day(first_day: SchoolDate) -> SchoolDate {
    let weeks = if term_beginning(first_day).half == 1 { 21 } else { 19 };
    let monday = first_day.plus_days(1 - i64::from(first_day.weekday()));
    monday.plus_days((weeks - 1) * 7 + 4)
}

/// First and last day of a term of which nothing else is known: from 1 September, or from the first Monday of March.
pub fn usual_days(code: TermCode) -> (SchoolDate, SchoolDate) {
    let (year, month) = if code.half == 1 { (code.year.0, 9) } else { (code.year.0 + 1, 3) };
    let first = SchoolDate::new(year, month, 1).unwrap_or(SchoolDate::from_days(0));
    let first = if code.half == 1 { first } else { first.plus_days((8 - i64::from(first.weekday())) % 7) };
    (first, proposed_last_day(first))
}

/// Which of the terms is the present one: that of the day, else the last that began, else the first. `terms` are in the order of their days.
pub fn present(terms: &[(SchoolDate, SchoolDate)], today: SchoolDate) -> Option<usize> {
    let within = terms.iter().position(|(first, last)| (*first..=*last).contains(&today));
    within.or_else(|| terms.iter().rposition(|(first, _)| *first <= today)).or(if terms.is_empty() { None } else { Some(0) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Error;

    fn day(text: &str) -> SchoolDate {
        text.parse().unwrap()
    }

    fn code(text: &str) -> TermCode {
        text.parse().unwrap()
    }

    #[test]
    fn the_wizard_proposes_a_friday_before_the_holidays() {
        for (first, last) in [("2026-09-01", "2027-01-22"), ("2026-08-31", "2027-01-22"), ("2027-03-01", "2027-07-09"), ("2027-02-22", "2027-07-02")] {
            assert_eq!(proposed_last_day(day(first)), day(last), "{first}");
        }
    }

    #[test]
    fn a_first_day_names_its_term() {
        for (first, term) in [("2026-09-01", "2026-1"), ("2026-08-29", "2026-1"), ("2027-01-30", "2026-2"), ("2027-03-01", "2026-2"), ("2026-12-01", "2026-1")] {
            assert_eq!(term_beginning(day(first)), code(term), "{first}");
        }
    }

    #[test]
    fn a_term_known_by_its_code_only_has_usual_days_that_are_believed() {
        for text in ["2024-1", "2024-2", "2026-1", "2026-2"] {
            let (first, last) = usual_days(code(text));
            assert!(TermPlan::of(first, last).check(code(text), &[]).is_ok(), "{text}: {first} to {last}");
            assert!(!first.is_weekend() || first.day() == 1, "{text}");
        }
    }

    fn fields(plan: TermPlan, others: &[(TermCode, SchoolDate, SchoolDate)]) -> Vec<String> {
        match plan.check(code("2026-1"), others) {
            Ok(()) => Vec::new(),
            Err(Error::Invalid(problems)) => problems.iter().map(|p| format!("{} {}", p.field, p.message.key)).collect(),
            Err(other) => vec![other.to_string()],
        }
    }

    #[test]
    fn what_cannot_be_is_said_at_its_field() {
        let autumn = TermPlan::of(day("2026-09-01"), day("2027-01-22"));
        assert!(fields(autumn, &[]).is_empty());
        assert_eq!(fields(TermPlan { first_day: day("2026-03-01"), ..autumn }, &[]), ["first_day roster-term-first-strays", "last_day roster-term-length"]);
        assert_eq!(fields(TermPlan { last_day: day("2026-08-01"), ..autumn }, &[]), ["last_day roster-term-length"]);
        assert_eq!(fields(TermPlan { ceremony_day: Some(day("2026-08-01")), ..autumn }, &[]), ["ceremony_day roster-term-day-outside"]);
        let spring = (code("2026-2"), day("2027-01-20"), day("2027-07-02"));
        assert_eq!(fields(autumn, &[spring]), ["first_day roster-term-overlaps"]);
        let itself = (code("2026-1"), day("2026-09-01"), day("2027-01-15"));
        assert!(fields(autumn, &[itself]).is_empty(), "a term may be moved over its own days");
    }

    #[test]
    fn between_two_terms_the_last_begun_counts() {
        let terms = [(day("2026-09-01"), day("2027-01-22")), (day("2027-03-01"), day("2027-07-09"))];
        for (today, index) in [("2026-08-01", 0), ("2026-09-01", 0), ("2027-02-10", 0), ("2027-03-01", 1), ("2027-08-15", 1)] {
            assert_eq!(present(&terms, day(today)), Some(index), "{today}");
        }
        assert_eq!(present(&[], day("2026-09-01")), None);
    }
}

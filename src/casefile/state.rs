//! How a case file stands on a day, derived from confirmations and steps. A2-23: labels lapse by themselves; PRACTICE 1.4: between two terms the label is
//! hidden and help goes on (待审); B10-06: learning and conduct together.

use crate::base::SchoolDate;

/// Longest time for which a lapsed label waits for the re-review: a term with the holidays around it. After that it has lapsed for good.
pub const REVIEW_DAYS: i64 = 190;

/// A confirmation, as far as time is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// First day.
    pub from: SchoolDate,
    /// Last day.
    pub until: SchoolDate,
    /// Ended early: the day, and whether the child is out of the list (else it was withdrawn).
    pub ended: Option<(SchoolDate, bool)>,
    /// `learning`, `conduct`, `dual_concern` or another kind; empty where there is none.
    pub kind: String,
}

impl Span {
    fn counts_on(&self, day: SchoolDate) -> bool {
        self.from <= day && day <= self.until && self.ended.is_none_or(|(ended, _)| day < ended)
    }
}

/// How a file stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// There is none: never confirmed, or withdrawn as a mistake.
    Absent,
    /// A confirmation counts.
    Open,
    /// 待审: none counts, the re-review is due; the label is hidden, the file stays.
    Pending,
    /// Out of the list.
    Exited,
    /// Lapsed long ago without a word.
    Lapsed,
}

impl State {
    /// The identifier; words hang on it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Open => "open",
            Self::Pending => "pending",
            Self::Exited => "exited",
            Self::Lapsed => "lapsed",
        }
    }
    /// Whether people go on writing in it.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Open | Self::Pending)
    }
}

/// How a file stands on a day; `reopened` is the day of the newest step when that is a reopening.
pub fn state(spans: &[Span], reopened: Option<SchoolDate>, day: SchoolDate) -> State {
    if spans.iter().any(|span| span.counts_on(day)) {
        return State::Open;
    }
    // What was withdrawn was a mistake and leaves no file behind.
    let past: Vec<(SchoolDate, bool)> = spans
        .iter()
        .filter(|span| span.from <= day)
        .filter_map(|span| match span.ended {
            Some((_, false)) => None,
            Some((ended, true)) => Some((ended, true)),
            None => Some((span.until, false)),
        })
        .collect();
    let Some((last, exited)) = past.into_iter().max() else { return State::Absent };
    let waits = |since: SchoolDate| day.days() - since.days() <= REVIEW_DAYS;
    match reopened.filter(|again| *again >= last) {
        Some(again) if waits(again) => State::Pending,
        Some(_) => State::Lapsed,
        None if exited => State::Exited,
        None if waits(last) => State::Pending,
        None => State::Lapsed,
    }
}

/// B10-06: both concerns count on the day.
pub fn is_double(spans: &[Span], day: SchoolDate) -> bool {
    let has = |kind: &str| spans.iter().any(|span| span.kind == kind && span.counts_on(day));
    has("dual_concern") || (has("learning") && has("conduct"))
}

/// B10-06, the way there: learning was hard first and conduct came after it, while help can still begin with learning.
pub fn came_from_learning(spans: &[Span]) -> bool {
    let first = |kinds: [&str; 2]| spans.iter().filter(|span| kinds.contains(&span.kind.as_str())).map(|span| span.from).min();
    let learning = spans.iter().filter(|span| span.kind == "learning").map(|span| span.from).min();
    matches!((learning, first(["conduct", "dual_concern"])), (Some(before), Some(after)) if before < after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> SchoolDate {
        text.parse().unwrap()
    }

    fn span(from: &str, until: &str, ended: Option<(&str, bool)>) -> Span {
        Span { from: day(from), until: day(until), ended: ended.map(|(on, exited)| (day(on), exited)), kind: "learning".into() }
    }

    #[test]
    fn a_label_lapses_by_itself_and_the_file_waits_for_the_review() {
        let term = [span("2026-10-09", "2027-01-22", None)];
        for (on, expected) in [
            ("2026-10-08", State::Absent),
            ("2026-10-09", State::Open),
            ("2027-01-22", State::Open),
            ("2027-01-23", State::Pending),
            ("2027-03-20", State::Pending),
            ("2027-07-31", State::Pending),
            ("2027-08-01", State::Lapsed),
        ] {
            assert_eq!(state(&term, None, day(on)), expected, "{on}");
        }
    }

    #[test]
    fn exit_withdrawal_and_reopening_are_told_apart() {
        let exited = span("2026-10-09", "2027-01-22", Some(("2026-12-01", true)));
        let withdrawn = span("2026-10-09", "2027-01-22", Some(("2026-10-15", false)));
        let again = span("2027-03-20", "2027-07-03", None);
        let reopened = Some(day("2026-12-20"));
        for (spans, reopened, on, expected) in [
            (vec![exited.clone()], None, "2026-11-30", State::Open),
            (vec![exited.clone()], None, "2026-12-01", State::Exited),
            (vec![exited.clone()], None, "2028-12-01", State::Exited),
            (vec![exited.clone()], reopened, "2026-12-21", State::Pending),
            (vec![exited.clone()], reopened, "2027-12-21", State::Lapsed),
            (vec![withdrawn.clone()], None, "2026-10-15", State::Absent),
            (vec![withdrawn, exited.clone()], None, "2026-12-05", State::Exited),
            (vec![exited, again], None, "2027-03-20", State::Open),
        ] {
            assert_eq!(state(&spans, reopened, day(on)), expected, "{spans:?} on {on}");
        }
    }

    #[test]
    fn learning_and_conduct_together_are_a_double_concern_and_the_way_there_is_kept() {
        let of = |from: &str, kind: &str| Span { kind: kind.into(), ..span(from, "2027-01-22", None) };
        for (spans, double, came) in [
            (vec![of("2026-10-09", "learning")], false, false),
            (vec![of("2026-10-09", "learning"), of("2026-10-09", "conduct")], true, false),
            (vec![of("2026-10-09", "dual_concern")], true, false),
            (vec![of("2026-10-09", "learning"), of("2026-11-09", "conduct")], true, true),
            (vec![of("2025-10-09", "learning"), of("2026-10-09", "dual_concern")], true, true),
            (vec![of("2026-11-09", "learning"), of("2026-10-09", "conduct")], true, false),
        ] {
            assert_eq!((is_double(&spans, day("2026-12-01")), came_from_learning(&spans)), (double, came), "{spans:?}");
        }
        assert!(!is_double(&[of("2026-10-09", "dual_concern")], day("2027-02-01")), "it lapses with its labels");
    }
}

//! Checks a screening rule before it is used: every problem at its place, all at once.

use std::collections::BTreeSet;

use super::facts::MAX_SUBJECTS;
use super::rule::{Expr, MAX_DEPTH, MAX_NAME, MAX_NODES, MAX_NOTE, MAX_TIMES, Rule, Subjects, Test};
use crate::base::{Error, Msg, Problem, Result};

impl Rule {
    /// Fails with every problem of the rule.
    ///
    /// # Errors
    /// What [`Rule::problems`] finds.
    pub fn check(&self) -> Result<()> {
        let problems = self.problems();
        if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
    }

    /// Everything that is wrong with the rule; the field is a path such as `when.any.0.in_a_row.of`.
    pub fn problems(&self) -> Vec<Problem> {
        let mut found = Vec::new();
        let mut note = |field: &str, msg: Msg| found.push(Problem::at(field.to_owned(), msg));
        if self.name.trim().is_empty() {
            note("name", "screening-rule-needs-name".into());
        }
        if self.name.chars().count() > MAX_NAME {
            note("name", Msg::new("screening-text-too-long").with("limit", MAX_NAME));
        }
        if self.note.chars().count() > MAX_NOTE {
            note("note", Msg::new("screening-text-too-long").with("limit", MAX_NOTE));
        }
        if !(1 <= self.grades.from && self.grades.from <= self.grades.to && self.grades.to <= 6) {
            note("grades", "screening-rule-grades".into());
        }
        if let Subjects::Some(subjects) = &self.subjects {
            let different: BTreeSet<_> = subjects.iter().collect();
            if subjects.is_empty() || different.len() != subjects.len() || subjects.len() > MAX_SUBJECTS {
                note("subjects", Msg::new("screening-rule-subjects").with("limit", MAX_SUBJECTS));
            }
        }
        if self.when.size() > MAX_NODES || self.when.depth() > MAX_DEPTH {
            note("when", Msg::new("screening-rule-too-big").with("tests", MAX_NODES).with("depth", MAX_DEPTH));
        } else {
            let subjects = if let Subjects::Some(chosen) = &self.subjects { chosen.len() } else { MAX_SUBJECTS };
            self.when.check("when", Place { subjects, ..Place::default() }, &mut note);
        }
        found
    }
}

/// Where a test stands: what may stand inside depends on it.
#[derive(Clone, Copy, Default)]
struct Place {
    in_a_row: bool,
    several: bool,
    subjects: usize,
}

impl Expr {
    fn parts(&self) -> &[Self] {
        match self {
            Self::All(parts) | Self::Any(parts) => parts,
            Self::Test(Test::InARow { of, .. } | Test::SeveralSubjects { of, .. }) => std::slice::from_ref(of),
            Self::Test(_) => &[],
        }
    }

    fn size(&self) -> usize {
        1 + self.parts().iter().map(Self::size).sum::<usize>()
    }

    fn depth(&self) -> usize {
        1 + self.parts().iter().map(Self::depth).max().unwrap_or(0)
    }

    fn check(&self, path: &str, place: Place, note: &mut impl FnMut(&str, Msg)) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                let joint = if matches!(self, Self::All(_)) { "all" } else { "any" };
                if parts.is_empty() {
                    note(&format!("{path}.{joint}"), "screening-rule-empty".into());
                }
                for (i, part) in parts.iter().enumerate() {
                    part.check(&format!("{path}.{joint}.{i}"), place, note);
                }
            }
            Self::Test(test) => test.check(path, place, note),
        }
    }
}

impl Test {
    fn check(&self, path: &str, place: Place, note: &mut impl FnMut(&str, Msg)) {
        let at = format!("{path}.test.{}", self.code());
        let between = |least: f64, most: f64| Msg::new("screening-figure-between").with("least", least).with("most", most);
        match self {
            Self::BelowPoints { percent } if !(*percent > 0.0 && *percent <= 100.0) => note(&format!("{at}.percent"), between(0.5, 100.0)),
            Self::ZAtMost { z, .. } if !(*z >= -4.0 && *z < 0.0) => note(&format!("{at}.z"), between(-4.0, -0.1)),
            Self::BottomShare { share, .. } if !(*share > 0.0 && *share <= 0.5) => note(&format!("{at}.share"), between(0.01, 0.5)),
            Self::AbsenceShare { share } if !(*share > 0.0 && *share <= 1.0) => note(&format!("{at}.share"), between(0.01, 1.0)),
            Self::Observed { teachers, .. } if !(1..=12).contains(teachers) => note(&format!("{at}.teachers"), between(1.0, 12.0)),
            Self::ObservedItems { items, .. } if !(1..=9).contains(items) => note(&format!("{at}.items"), between(1.0, 9.0)),
            Self::HomeworkMissing { times } | Self::ConductEvents { times } if !(1..=60).contains(times) => note(&format!("{at}.times"), between(1.0, 60.0)),
            Self::NominatedBy { parties } if !(1..=3).contains(parties) => note(&format!("{at}.parties"), between(1.0, 3.0)),
            Self::AbsentDays { days } if !(*days > 0.0 && *days <= 200.0) => note(&format!("{at}.days"), between(0.5, 200.0)),
            Self::DeclineAgainstSelf { bands, z, .. } => {
                if bands.is_none() && z.is_none() {
                    note(&at, "screening-rule-decline-needs-figure".into());
                }
                if bands.is_some_and(|b| !(1..=11).contains(&b)) {
                    note(&format!("{at}.bands"), between(1.0, 11.0));
                }
                if z.is_some_and(|z| !(z > 0.0 && z <= 4.0)) {
                    note(&format!("{at}.z"), between(0.1, 4.0));
                }
            }
            Self::InARow { times, of } => {
                if !(2..=MAX_TIMES).contains(times) {
                    note(&format!("{at}.times"), between(2.0, f64::from(MAX_TIMES)));
                }
                if place.in_a_row {
                    note(&at, "screening-rule-row-in-row".into());
                }
                of.check(&format!("{at}.of"), Place { in_a_row: true, ..place }, note);
            }
            Self::SeveralSubjects { at_least, of } => {
                let most = place.subjects.max(2);
                if *at_least < 2 || usize::from(*at_least) > most {
                    note(&format!("{at}.at_least"), between(2.0, most as f64));
                }
                if place.in_a_row || place.several {
                    note(&at, "screening-rule-several-inside".into());
                }
                if place.subjects < 2 {
                    note(&at, "screening-rule-several-needs-subjects".into());
                }
                of.check(&format!("{at}.of"), Place { several: true, ..place }, note);
            }
            _ => {}
        }
        if (self.is_sign() || matches!(self, Self::AbsenceShare { .. } | Self::AbsentDays { .. })) && (place.in_a_row || place.several) {
            note(&at, "screening-rule-absence-inside".into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::observation_signs::{Item, Seen};
    use super::super::rule::tests::rule;
    use super::super::rule::{Grades, Within};
    use super::super::score::Subject;
    use super::*;
    use crate::base::Lang;

    #[test]
    fn every_problem_of_a_rule_is_told_at_its_place() {
        let mut bad = rule(Expr::All(vec![
            Test::BelowPoints { percent: 0.0 }.into(),
            Expr::Any(vec![]),
            Test::ZAtMost { z: f64::NAN, within: Within::Class }.into(),
            Test::InARow { times: 1, of: Box::new(Test::AbsentDays { days: 3.0 }.into()) }.into(),
            Test::InARow { times: 2, of: Box::new(Test::SeveralSubjects { at_least: 1, of: Box::new(Test::LowestBand.into()) }.into()) }.into(),
            Test::DeclineAgainstSelf { bands: None, z: None, within: Within::Grade }.into(),
            Test::Observed { item: Item::Memory, seen: Seen::Help, teachers: 0 }.into(),
            Test::ObservedItems { items: 10, seen: Seen::Watch }.into(),
            Test::ConductEvents { times: 0 }.into(),
            Test::NominatedBy { parties: 4 }.into(),
            Test::InARow { times: 2, of: Box::new(Test::HomeworkMissing { times: 3 }.into()) }.into(),
        ]));
        bad.name = " ".into();
        bad.grades = Grades { from: 4, to: 3 };
        bad.subjects = Subjects::Some(vec![Subject::new("maths"), Subject::new("maths")]);
        let fields: Vec<String> = bad.problems().iter().map(|p| p.field.to_string()).collect();
        let want = [
            "name",
            "grades",
            "subjects",
            "when.all.0.test.below_points.percent",
            "when.all.1.any",
            "when.all.2.test.z_at_most.z",
            "when.all.3.test.in_a_row.times",
            "when.all.3.test.in_a_row.of.test.absent_days",
            "when.all.4.test.in_a_row.of.test.several_subjects.at_least",
            "when.all.4.test.in_a_row.of.test.several_subjects",
            "when.all.5.test.decline_against_self",
            "when.all.6.test.observed.teachers",
            "when.all.7.test.observed_items.items",
            "when.all.8.test.conduct_events.times",
            "when.all.9.test.nominated_by.parties",
            "when.all.10.test.in_a_row.of.test.homework_missing",
        ];
        assert_eq!(fields, want);
        for problem in bad.problems() {
            for (lang, _) in Lang::ALL {
                assert!(!problem.message.text(lang).starts_with("screening-"), "{:?}", problem.message);
            }
        }
    }

    #[test]
    fn a_rule_without_end_is_refused() {
        let deep = (0..10).fold(Expr::from(Test::LowestBand), |inner, _| Expr::All(vec![inner]));
        assert_eq!(rule(deep).problems()[0].field, "when");
        let wide = Expr::Any((0..40).map(|_| Test::LowestBand.into()).collect());
        assert_eq!(rule(wide).problems()[0].field, "when");
    }
}

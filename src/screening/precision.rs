//! How well candidates foretold who is low a year later: of those found then, how many are low now, and how many were missed.
//!
//! A list that helped makes its own forecast wrong, so this says how sharp a rule is, not how good the school. B1-02, B3-01, B8-04.

use std::collections::HashSet;
use std::hash::Hash;

use crate::base::Msg;

/// No share is said of fewer children.
pub const LEAST: usize = 20;

/// Candidates of then against the results of now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Children who were there then and have results now.
    pub of: usize,
    /// Of these, found then.
    pub found: usize,
    /// Of these, low now.
    pub low: usize,
    /// Found then and low now.
    pub both: usize,
}

impl Outcome {
    /// Compares, among those who are in both.
    pub fn of<T: Eq + Hash>(there: &HashSet<T>, found: &HashSet<T>, low: &HashSet<T>) -> Self {
        let count = |which: &dyn Fn(&T) -> bool| there.iter().filter(|child| which(child)).count();
        Self {
            of: there.len(),
            found: count(&|child| found.contains(child)),
            low: count(&|child| low.contains(child)),
            both: count(&|child| found.contains(child) && low.contains(child)),
        }
    }

    /// Share (0 to 1) of those found who are low now; `None` below [`LEAST`] found.
    pub fn precision(&self) -> Option<f64> {
        (self.found >= LEAST).then(|| self.both as f64 / self.found as f64)
    }

    /// Share (0 to 1) of those low now who were found; `None` below [`LEAST`] low.
    pub fn recall(&self) -> Option<f64> {
        (self.low >= LEAST).then(|| self.both as f64 / self.low as f64)
    }

    /// In words, with the numbers of children; without a share where there are too few to say.
    pub fn words(&self) -> [Msg; 2] {
        let percent = |share: f64| format!("{:.0}", share * 100.0);
        let found = Msg::new(if self.precision().is_some() { "screening-outcome-found" } else { "screening-outcome-found-few" });
        let missed = Msg::new(if self.recall().is_some() { "screening-outcome-missed" } else { "screening-outcome-missed-few" });
        [
            found.with("count", self.found).with("low", self.both).with("percent", percent(self.precision().unwrap_or_default())).with("least", LEAST),
            missed.with("count", self.low).with("missed", self.low - self.both).with("percent", percent(1.0 - self.recall().unwrap_or_default())).with("least", LEAST),
        ]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::super::engine::screen;
    use super::super::facts::FactsBuilder;
    use super::super::rule::tests::rule;
    use super::super::rule::{Test, Within};
    use super::super::score::Score;
    use super::*;
    use crate::base::{AssessmentId, ClassId, Lang, PupilId, derived};
    use crate::progress::tests::shared_rows;

    #[test]
    fn of_fewer_than_twenty_children_no_share_is_said() {
        let children = |n: std::ops::Range<u32>| n.collect::<HashSet<u32>>();
        for (found, low, precision, recall) in
            [(0..20, 10..30, Some(0.5), Some(0.5)), (0..19, 0..40, None, Some(0.475)), (0..40, 0..19, Some(0.475), None), (0..0, 0..0, None, None)]
        {
            let outcome = Outcome::of(&children(0..100), &children(found.clone()), &children(low.clone()));
            assert_eq!((outcome.precision(), outcome.recall()), (precision, recall), "{found:?} {low:?}");
            for (text, said) in outcome.words().map(|msg| msg.text(Lang::ZhCn)).iter().zip([precision, recall]) {
                assert_eq!((text.contains('%'), text.contains("太少")), (said.is_some(), said.is_none()), "{text}");
            }
        }
    }

    #[test]
    fn who_left_or_came_in_between_is_not_counted() {
        let set = |names: &[&'static str]| names.iter().copied().collect::<HashSet<_>>();
        let outcome = Outcome::of(&set(&["a", "b", "c"]), &set(&["a", "b", "gone"]), &set(&["b", "new"]));
        assert_eq!(outcome, Outcome { of: 3, found: 2, low: 1, both: 1 });
    }

    /// Whom the rule "in the lowest fifth of the school" finds in these marks.
    fn found(marks: &[(PupilId, f64)]) -> HashSet<PupilId> {
        let (assessment, class): (AssessmentId, ClassId) = (derived(&[b"paper"]), derived(&[b"class"]));
        let mut builder = FactsBuilder::new();
        builder.assessment(assessment, "2026-01-10".parse().unwrap(), true).unwrap();
        marks.iter().for_each(|(child, _)| builder.pupil(*child, class, "C", 3).unwrap());
        for (child, value) in marks {
            builder.result(*child, assessment, "maths", Score::Points { value: *value, full: 1000.0 }).unwrap();
        }
        let fifth = rule(Test::BottomShare { share: 0.2, within: Within::School });
        screen(&builder.build().unwrap(), &[fifth]).unwrap().into_iter().map(|c| c.pupil).collect()
    }

    /// Children, precision and recall to three decimals, for marks early and late.
    fn judged(pairs: &[(PupilId, f64, f64)]) -> (usize, f64, f64) {
        let early: Vec<_> = pairs.iter().map(|(child, early, _)| (*child, *early)).collect();
        let late: Vec<_> = pairs.iter().map(|(child, _, late)| (*child, *late)).collect();
        let there = pairs.iter().map(|(child, ..)| *child).collect();
        let outcome = Outcome::of(&there, &found(&early), &found(&late));
        let round = |share: Option<f64>| (share.unwrap() * 1000.0).round() / 1000.0;
        (outcome.of, round(outcome.precision()), round(outcome.recall()))
    }

    fn child(id: &str) -> PupilId {
        derived(&[b"child", id.as_bytes()])
    }

    // Figures of ../shared/data/SOURCES.md, computed there with independent tools.

    #[test]
    fn the_rule_of_the_lowest_fifth_is_as_sharp_on_star_as_other_tools_say() {
        let Some(rows) = shared_rows("star_long.csv") else { return };
        let maths: HashMap<(&str, &str), f64> = rows.iter().filter_map(|row| Some(((row["id"].as_str(), row["gr"].as_str()), row["math"].parse().ok()?))).collect();
        for (from, to, want) in [("K", "1", (4165, 0.520, 0.549)), ("1", "2", (4658, 0.595, 0.579)), ("2", "3", (4686, 0.583, 0.605)), ("K", "3", (2890, 0.443, 0.427))] {
            let early = maths.iter().filter(|((_, grade), _)| *grade == from);
            let pairs: Vec<_> = early.filter_map(|((id, _), early)| Some((child(id), *early, *maths.get(&(*id, to))?))).collect();
            assert_eq!(judged(&pairs), want, "{from} to {to}");
        }
    }

    #[test]
    fn the_rule_of_the_lowest_fifth_is_as_sharp_on_egsingle_as_other_tools_say() {
        let Some(rows) = shared_rows("egsingle.csv") else { return };
        let mut waves: HashMap<&str, Vec<(f64, f64)>> = HashMap::new();
        for row in &rows {
            waves.entry(&row["childid"]).or_default().push((row["year"].parse().unwrap(), row["math"].parse().unwrap()));
        }
        let mut pairs = Vec::new();
        for (id, marks) in waves.iter_mut().filter(|(_, marks)| marks.len() >= 3) {
            marks.sort_by(|a, b| a.0.total_cmp(&b.0));
            pairs.push((child(id), marks[0].1, marks[marks.len() - 1].1));
        }
        assert_eq!(judged(&pairs), (1716, 0.519, 0.542));
    }
}

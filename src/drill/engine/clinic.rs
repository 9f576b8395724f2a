//! The class clinic (会诊): errors that children of a class repeat, without names, with an example and items to follow (A7-16, A7-18); and, for the teacher, who
//! could practise together.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::bugs::Bug;
use super::day::Day;
use super::diagnose::Status;
use super::practice::{self, Ask, Item};
use super::report::{EvidenceReport, FindingReport, PupilReport};

/// Answers by one rule, on so many days, before a child counts as repeating it (ARITHMETIC.md 3.8.7).
const TIMES: usize = 3;
const DAYS: usize = 2;
/// Children before the whole class looks at it together.
const TOGETHER: usize = 3;
/// Items to follow.
const FOLLOW: usize = 4;

/// A repeated error of a class. It holds no name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// The code of the rule.
    pub code: String,
    /// Children who repeat it.
    pub children: usize,
    /// Answers by it.
    pub times: usize,
    /// Whether the class should look at it together.
    pub together: bool,
    /// The problem that most children answered by the rule, and how; `None` when there is none.
    pub example: Option<(String, String)>,
    /// Items to follow, the first ones telling whether the rule is understood.
    pub follow: Vec<Item>,
}

/// Children who could practise together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The code of the rule.
    pub code: String,
    /// As in the report.
    pub pupils: Vec<String>,
}

fn repeats(finding: &FindingReport) -> bool {
    let days: BTreeSet<Day> = finding.evidence.iter().filter(|evidence| evidence.supports).map(|evidence| evidence.date).collect();
    finding.status != Status::Gone && finding.support >= TIMES && days.len() >= DAYS
}

/// The errors that children repeat, those of most children first; `grade` bounds the items to follow, which are the same for the same seed.
pub fn clinic(pupils: &[PupilReport], grade: u8, seed: u64) -> Vec<Case> {
    let mut by_code: BTreeMap<&str, Vec<&FindingReport>> = BTreeMap::new();
    for finding in pupils.iter().flat_map(|pupil| &pupil.findings).filter(|finding| repeats(finding)) {
        by_code.entry(&finding.code).or_default().push(finding);
    }
    let case = |(code, findings): (&str, Vec<&FindingReport>)| Case {
        code: code.to_owned(),
        children: findings.len(),
        times: findings.iter().map(|finding| finding.support).sum(),
        together: findings.len() >= TOGETHER,
        example: example(&findings),
        follow: Bug::of(code).map(|bug| practice::make(&Ask { grade, count: FOLLOW, seed, rules: vec![bug], ..Ask::default() }).items).unwrap_or_default(),
    };
    let mut cases: Vec<Case> = by_code.into_iter().map(case).collect();
    cases.sort_by(|a, b| b.children.cmp(&a.children).then(b.times.cmp(&a.times)).then(a.code.cmp(&b.code)));
    cases
}

/// What most children wrote by the rule; of equals the shortest problem.
fn example(findings: &[&FindingReport]) -> Option<(String, String)> {
    let mut written: BTreeMap<(&str, &str), BTreeSet<usize>> = BTreeMap::new();
    let shown = |finding: &FindingReport| finding.evidence.iter().filter(|evidence: &&EvidenceReport| evidence.supports).cloned().collect::<Vec<_>>();
    let all: Vec<Vec<EvidenceReport>> = findings.iter().map(|finding| shown(finding)).collect();
    for (child, evidence) in all.iter().enumerate().flat_map(|(child, shown)| shown.iter().map(move |evidence| (child, evidence))) {
        written.entry((&evidence.problem, &evidence.answer)).or_default().insert(child);
    }
    let most = written.into_iter().max_by_key(|((problem, _), children)| (children.len(), std::cmp::Reverse(problem.chars().count())));
    most.map(|((problem, answer), _)| (problem.to_owned(), answer.to_owned()))
}

/// Groups of at least two children with the same rule, the largest first. A child whose rule is not clear stands in the group of the likeliest one.
pub fn groups(pupils: &[PupilReport]) -> Vec<Group> {
    let mut by_code: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (pupil, finding) in pupils.iter().flat_map(|pupil| pupil.findings.iter().map(move |finding| (pupil, finding))) {
        if finding.status == Status::Confirmed {
            by_code.entry(&finding.code).or_default().push(pupil.pupil.clone());
        }
    }
    let mut groups: Vec<Group> = by_code.into_iter().filter(|(_, pupils)| pupils.len() > 1).map(|(code, pupils)| Group { code: code.to_owned(), pupils }).collect();
    groups.sort_by(|a, b| b.pupils.len().cmp(&a.pupils.len()).then(a.code.cmp(&b.code)));
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drill::engine::bugs;
    use crate::drill::engine::report::{Row, report};

    /// Children of a class with the same rule, and one who has it on one day only.
    fn class(children: usize) -> Vec<PupilReport> {
        let names: Vec<String> = (0..=children).map(|n| format!("P{n}")).collect();
        let mut rows: Vec<(usize, &str, &str, &str)> = Vec::new();
        for n in 0..=children {
            let later = if n < children { "2026-11-03" } else { "2026-11-02" };
            rows.extend([(n, "2026-11-02", "63-29", "46"), (n, "2026-11-02", "52-18", "46"), (n, later, "91-37", "66"), (n, later, "86-34", "52")]);
        }
        let rows = rows.iter().zip(2..).map(|((n, date, problem, answer), row)| Row { row, pupil: &names[*n], date, problem, answer });
        report(rows, None).pupils
    }

    #[test]
    fn an_error_that_three_children_repeat_is_for_the_whole_class_and_names_nobody() {
        let [case] = <[Case; 1]>::try_from(clinic(&class(3), 3, 1)).unwrap();
        assert_eq!((case.code.as_str(), case.children, case.times, case.together), ("sub.smaller_from_larger", 3, 9, true));
        assert_eq!(case.example, Some(("91-37".to_owned(), "66".to_owned())));
        assert!(case.follow.len() == FOLLOW && bugs::predict(Bug::SmallerFromLarger, &case.follow[0].problem).applies());
        assert!(!serde_json::to_string(&case).unwrap().contains("P0"));
        assert!(!clinic(&class(2), 3, 1)[0].together);
        assert!(clinic(&[], 3, 1).is_empty());
    }

    #[test]
    fn children_with_one_rule_make_a_group() {
        let groups = groups(&class(2));
        assert_eq!(groups, [Group { code: "sub.smaller_from_larger".to_owned(), pupils: ["P0", "P1", "P2"].map(str::to_owned).to_vec() }]);
    }
}

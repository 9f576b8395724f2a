//! verbs: how the candidates of a year ago do now (B1-02, B3-01, B8-04).

use std::collections::HashSet;

use super::load::{load, window};
use super::precision::Outcome;
use super::rule::{Aim, Expr, Grades, Rule, Subjects, Test, Within};
use super::screen;
use super::sql::{facts, runs};
use crate::access::{Permit, acts};
use crate::base::{Category, PupilId, Result, TermCode};
use crate::roster::time::{self, Term};
use crate::store::Tx;

/// "Low now": in the lowest fifth of the grade in a newest result.
const LOW_SHARE: f64 = 0.2;

/// What became of the candidates of an earlier term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookBack {
    /// The term in which they were found.
    pub then: TermCode,
    /// How it came out.
    pub outcome: Outcome,
}

fn low_now() -> Rule {
    let when = Expr::Test(Test::BottomShare { share: LOW_SHARE, within: Within::Grade });
    let (category, grades) = (Aim::For(Category::LearningDifficulty), Grades::default());
    Rule { name: "low".into(), category, grades, subjects: Subjects::All, when, note: String::new(), active: true, lower_grade_papers: false }
}

/// Compares the newest run of the same term a year ago, or of the newest earlier term that has one, with the results of today. `None` when there is none.
///
/// # Errors
/// A bound of the facts is exceeded; faults of the database.
pub fn of_last_year(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageScreening>, now: &Term) -> Result<Option<LookBack>> {
    let mut earlier: Vec<Term> = time::terms(tx)?.into_iter().filter(|term| term.code < now.code).collect();
    let year_ago = |term: &Term| term.code.half == now.code.half && term.code.year.0 + 1 == now.code.year.0;
    earlier.sort_by_key(|term| (year_ago(term), term.code));
    while let Some(then) = earlier.pop() {
        let Some(run) = runs::of_term(tx, then.id, 1)?.pop() else { continue };
        let found: HashSet<PupilId> = runs::names(tx, run.id)?.into_iter().map(|(pupil, ..)| pupil).collect();
        let were_here: HashSet<PupilId> = facts::places(tx, run.day, run.day)?.into_iter().map(|place| place.pupil).collect();
        let loaded = load(tx, now)?;
        // Results that were there already then say nothing about what became of the children.
        let (_, until) = window(now);
        let newer = facts::assessments(tx, run.day.plus_days(1), until, 1)?;
        let judged: HashSet<PupilId> = if newer.is_empty() { HashSet::new() } else { loaded.facts.with_results().into_iter().collect() };
        let there = judged.intersection(&were_here).copied().collect();
        let low = screen(&loaded.facts, &[low_now()])?.into_iter().map(|candidate| candidate.pupil).collect();
        return Ok(Some(LookBack { then: then.code, outcome: Outcome::of(&there, &found, &low) }));
    }
    Ok(None)
}

//! How often the diagnosis is right, on invented children: the same procedure for the tests, the tables of docs/drill.md and the choice of the rates.

use super::answer::Answer;
use super::bugs::{self, Bug, Predicted};
use super::day::Day;
use super::diagnose::{Diagnoser, Diagnosis, Given, Status};
use super::items;
use super::problem::Problem;
use super::rng::Rng;
use super::simulate::Child;
use super::skill::Skill;
use super::weigh::Rates;

/// Children of one kind with one kind of set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trial {
    /// What is practised.
    pub skill: Skill,
    /// Items in the set.
    pub items: usize,
    /// Whether the items are chosen to part the rules, or drawn as they come.
    pub chosen: bool,
    /// Faulty rules of each child, 0 to 2.
    pub bugs: usize,
    /// Slips in a million.
    pub slips: u64,
    /// How often in a million a rule sleeps.
    pub asleep: u64,
    /// How many children.
    pub children: usize,
    /// The seed.
    pub seed: u64,
}

/// What came out, in counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Children.
    pub children: usize,
    /// Rules that they have.
    pub bugs: usize,
    /// Rules that were named first of their finding.
    pub named: usize,
    /// Rules that were named or stand among the candidates.
    pub shown: usize,
    /// Rules that were confirmed, by name or among the candidates.
    pub confirmed: usize,
    /// Findings.
    pub findings: usize,
    /// Findings that neither name nor show a rule of the child.
    pub wrong: usize,
    /// Children with such a finding, and with such a confirmed one.
    pub misjudged: usize,
    /// Children with a confirmed finding that is wrong.
    pub wrongly_confirmed: usize,
    /// For each step of [`ODDS`], findings that are at least as sure but not as sure as the next, and those among them that are so.
    pub kept: [(usize, usize); ODDS.len()],
}

/// Steps of how sure a finding is, for the table that shows whether the odds keep.
pub const ODDS: [f64; 5] = [0.8, 0.9, 0.95, 0.99, 0.999];

impl Score {
    /// Share of the rules that were named or shown.
    pub fn recall(&self) -> f64 {
        ratio(self.shown, self.bugs)
    }

    /// Share of the findings that name or show a rule that the child has.
    pub fn precision(&self) -> f64 {
        ratio(self.findings - self.wrong, self.findings)
    }

    /// Share of the children of whom something was said that is not so.
    pub fn misjudged_share(&self) -> f64 {
        ratio(self.misjudged, self.children)
    }

    /// Both together.
    pub fn add(&mut self, other: &Self) {
        self.children += other.children;
        self.bugs += other.bugs;
        self.named += other.named;
        self.shown += other.shown;
        self.confirmed += other.confirmed;
        self.findings += other.findings;
        self.wrong += other.wrong;
        self.misjudged += other.misjudged;
        self.wrongly_confirmed += other.wrongly_confirmed;
        for (kept, other) in self.kept.iter_mut().zip(other.kept) {
            *kept = (kept.0 + other.0, kept.1 + other.1);
        }
    }
}

/// A share; 1 of nothing.
pub fn ratio(part: usize, of: usize) -> f64 {
    let float = |value: usize| f64::from(u32::try_from(value).unwrap_or(u32::MAX));
    if of == 0 { 1.0 } else { float(part) / float(of) }
}

/// How many sets of the skill are made; the children are shared out among them.
const SETS: usize = 4;

/// Lets the children answer and judges the diagnosis.
pub fn run(trial: &Trial, rates: &Rates) -> Score {
    let (mut score, mut diagnoser) = (Score::default(), Diagnoser::with(*rates));
    each_child(trial, |child, answers| {
        let given: Vec<Given> = answers.iter().map(|(problem, answer)| Given { day: Day(0), problem: diagnoser.known(problem), answer: *answer }).collect();
        score.add(&judge(&child.bugs, &diagnoser.diagnose(&given, Day(0))));
    });
    score
}

/// Hands each child of the trial over with its answers.
pub fn each_child(trial: &Trial, mut with: impl FnMut(&Child, &[(Problem, Answer)])) {
    for set in 0..SETS {
        let mut rng = Rng::new(trial.seed.wrapping_mul(1009).wrapping_add(u64::try_from(set).unwrap_or(0)));
        let pool = items::pool(trial.skill, &mut rng);
        let rules = items::rules_of(&pool);
        let problems = if trial.chosen { items::choose(&pool, &rules, trial.items) } else { pool.iter().take(trial.items).cloned().collect() };
        for n in 0..trial.children / SETS {
            let child = child(trial, &rules, &pool, n, &mut rng);
            let answers: Vec<(Problem, Answer)> = problems.iter().map(|problem| (problem.clone(), child.answer(problem, &mut rng))).collect();
            with(&child, &answers);
        }
    }
}

/// A child whose rules come round one after the other, the second one by chance among those that act together with the first somewhere in the pool.
fn child(trial: &Trial, rules: &[Bug], pool: &[Problem], n: usize, rng: &mut Rng) -> Child {
    let mut bugs = Vec::new();
    if trial.bugs > 0 && !rules.is_empty() {
        bugs.push(rules[n % rules.len()]);
    }
    if let (true, Some(first)) = (trial.bugs > 1, bugs.first().copied()) {
        // Two rules that write what a third one writes are that third one.
        let meet = |second: &Bug| {
            let both: Vec<(&Problem, Predicted)> = pool.iter().map(|problem| (problem, bugs::both(first, *second, problem))).filter(|(_, both)| both.applies()).collect();
            both.len() >= 3 && !rules.iter().any(|third| both.iter().all(|(problem, both)| bugs::predict(*third, problem) == *both))
        };
        let others: Vec<Bug> = bugs::partners(first).filter(|second| rules.contains(second) && meet(second)).collect();
        bugs.extend(rng.pick(&others).copied());
    }
    Child { bugs, slips: trial.slips, asleep: trial.asleep }
}

/// What a diagnosis is worth, beside the rules that the child has.
pub fn judge(bugs: &[Bug], found: &Diagnosis) -> Score {
    let shows = |finding: &&super::diagnose::Finding, bug: &Bug| finding.bug == *bug || finding.candidates.contains(bug);
    let all = found.findings.iter();
    let wrong = || found.findings.iter().filter(|finding| !bugs.iter().any(|bug| shows(finding, bug)));
    let is_confirmed = |finding: &&super::diagnose::Finding| finding.status == Status::Confirmed;
    let mut kept = [(0, 0); ODDS.len()];
    for finding in &found.findings {
        if let Some(step) = ODDS.iter().rposition(|step| finding.odds >= *step) {
            kept[step].0 += 1;
            kept[step].1 += usize::from(bugs.iter().any(|bug| shows(&finding, bug)));
        }
    }
    Score {
        kept,
        children: 1,
        bugs: bugs.len(),
        named: bugs.iter().filter(|bug| all.clone().any(|finding| finding.bug == **bug)).count(),
        shown: bugs.iter().filter(|bug| all.clone().any(|finding| shows(&finding, bug))).count(),
        confirmed: bugs.iter().filter(|bug| all.clone().any(|finding| is_confirmed(&finding) && shows(&finding, bug))).count(),
        findings: found.findings.len(),
        wrong: wrong().count(),
        misjudged: usize::from(wrong().next().is_some()),
        wrongly_confirmed: usize::from(wrong().any(|finding| is_confirmed(&finding))),
    }
}

#[cfg(test)]
#[path = "trial_tests.rs"]
mod tests;

//! From a child's answers to findings: which faulty rule, how sure, since when, and whether it is gone (A7-16).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::answer::Answer;
use super::bugs::{self, Bug};
use super::day::Day;
use super::parse::{self, Unread};
use super::problem::Problem;
use super::slips::{self, Slip};
use super::weigh::{Item, Outcome, Rates, Table, Weighed, weigh};

/// Days that count as now (ARITHMETIC.md 3.8.6).
pub const WINDOW_DAYS: i32 = 14;
/// Days with a chance and without support after which a rule is gone.
pub const QUIET_DAYS: usize = 2;
/// Answers that show a rule before it is confirmed, and before it is suspected.
pub const CONFIRM: usize = 3;
const SUSPECT: usize = 2;
/// Share of answers for a rule, of those for and against it, before it is confirmed.
const CONFIRM_SHARE: (usize, usize) = (3, 4);
/// Odds that a rule, or one of its candidates, is the child's, before it is confirmed, and before it is suspected.
const CONFIRM_ODDS: f64 = 0.9;
const SUSPECT_ODDS: f64 = 0.8;

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// At least three answers, hardly any against.
    Confirmed,
    /// Two answers, or confirmed before and not seen enough of late.
    Suspected,
    /// Confirmed before, and twice not seen since.
    Gone,
}

/// A problem that the diagnoser knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProblemId(u32);

/// An answer of a child.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Given {
    /// When.
    pub day: Day,
    /// To what.
    pub problem: ProblemId,
    /// What was written.
    pub answer: Answer,
}

/// One answer that speaks for or against a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Its place in the answers that were given.
    pub given: usize,
    /// Whether it speaks for the rule.
    pub supports: bool,
}

/// A day on which a rule could have shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chance {
    /// The day.
    pub date: Day,
    /// Answers to problems on which the rule acts.
    pub chances: u32,
    /// Those among them that the rule wrote.
    pub support: u32,
}

/// What was found of one rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule.
    pub bug: Bug,
    /// How sure it is.
    pub status: Status,
    /// Answers for it: of the last days, of a rule that is gone of all.
    pub support: usize,
    /// Answers against it, counted alike: right although it would have made them wrong.
    pub contradiction: usize,
    /// Rules that the answers do not part, this one first; empty when it is clear.
    pub candidates: Vec<Bug>,
    /// The rule that acts together with it in some answers.
    pub with: Option<Bug>,
    /// The chance that the rule, or one of the candidates, is the child's; of a rule that is gone 0.
    pub odds: f64,
    /// The answers.
    pub evidence: Vec<Evidence>,
    /// Each day with a chance, the first day first: how the rule fades.
    pub series: Vec<Chance>,
}

/// What was found of one child.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diagnosis {
    /// Rules, the surest first; those that are gone last.
    pub findings: Vec<Finding>,
    /// Wrong answers of the last days that no finding explains.
    pub slips: Vec<(usize, Slip)>,
    /// Facts of the table answered wrongly in the last days, the smaller factor first, with how often.
    pub facts: Vec<((u64, u64), u32)>,
    /// Answers of the last days, without blanks, and the right ones among them.
    pub answered: usize,
    /// The right ones among them.
    pub right: usize,
}

/// Diagnoses children; problems are looked at once, however many children answer them.
#[derive(Debug, Default)]
pub struct Diagnoser {
    rates: Rates,
    ids: HashMap<String, ProblemId>,
    tables: Vec<Table>,
    /// What a wrong answer would be as a slip, and how easily a slip writes it.
    chances: HashMap<(ProblemId, Answer), (Slip, f64)>,
}

impl Diagnoser {
    /// With other rates than the usual ones.
    pub fn with(rates: Rates) -> Self {
        Self { rates, ..Self::default() }
    }

    /// The problem of a text.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn problem(&mut self, text: &str) -> Result<ProblemId, Unread> {
        match self.ids.get(text) {
            Some(id) => Ok(*id),
            None => {
                let problem = parse::problem(text)?;
                Ok(self.add(text.to_owned(), problem))
            }
        }
    }

    /// A problem that was made, not typed.
    pub fn known(&mut self, problem: &Problem) -> ProblemId {
        let text = problem.to_string();
        match self.ids.get(&text) {
            Some(id) => *id,
            None => self.add(text, problem.clone()),
        }
    }

    fn add(&mut self, text: String, problem: Problem) -> ProblemId {
        let id = ProblemId(u32::try_from(self.tables.len()).unwrap_or(u32::MAX));
        let (rules, right) = (bugs::all(&problem), bugs::Right::of(&problem));
        self.tables.push(Table { problem, right, rules });
        self.ids.insert(text, id);
        id
    }

    /// The problem itself.
    pub fn show(&self, id: ProblemId) -> &Problem {
        &self.table(id).problem
    }

    fn table(&self, id: ProblemId) -> &Table {
        &self.tables[usize::try_from(id.0).unwrap_or(usize::MAX)]
    }

    fn outcome(&self, given: &Given) -> Outcome {
        match given.answer {
            Answer::Blank => Outcome::Blank,
            answer if self.table(given.problem).right.is(answer) => Outcome::Right,
            _ => Outcome::Wrong,
        }
    }

    /// Findings from all answers of one child up to `today`, in any order. Later answers are passed over.
    pub fn diagnose(&mut self, given: &[Given], today: Day) -> Diagnosis {
        let mut order: Vec<usize> = (0..given.len()).filter(|at| given[*at].day <= today).collect();
        order.sort_by_key(|at| given[*at].day);
        let outcomes: Vec<Outcome> = order.iter().map(|at| self.outcome(&given[*at])).collect();
        self.learn_chances(given, &order, &outcomes);
        let items: Vec<Item<'_>> = order.iter().zip(&outcomes).map(|(at, outcome)| self.item(&given[*at], *outcome)).collect();
        let days: Vec<Day> = order.iter().map(|at| given[*at].day).collect();
        let course = Course { items: &items, days: &days, today };
        let now = course.window(today);
        let findings = course.findings(&self.rates);
        let mut diagnosis = Diagnosis { answered: count(&outcomes[now.clone()], |outcome| outcome != Outcome::Blank), ..Diagnosis::default() };
        diagnosis.right = count(&outcomes[now.clone()], |outcome| outcome == Outcome::Right);
        let told: BTreeSet<usize> = findings.iter().flat_map(|finding| finding.evidence.iter().filter(|evidence| evidence.supports).map(|evidence| evidence.given)).collect();
        let mut facts = BTreeMap::new();
        for at in now.filter(|at| outcomes[*at] != Outcome::Right) {
            let problem = &items[at].table.problem;
            if let (Outcome::Wrong, Some(fact)) = (outcomes[at], bugs::multiplication::table_fact(problem)) {
                *facts.entry(fact).or_insert(0) += 1;
            }
            if !told.contains(&at) {
                let (slip, _) = self.chances.get(&(given[order[at]].problem, items[at].answer)).copied().unwrap_or((Slip::Blank, 1.0));
                diagnosis.slips.push((order[at], slip));
            }
        }
        diagnosis.facts = facts.into_iter().collect();
        diagnosis.facts.sort_by_key(|(fact, times)| (std::cmp::Reverse(*times), *fact));
        diagnosis.findings = findings;
        for evidence in diagnosis.findings.iter_mut().flat_map(|finding| &mut finding.evidence) {
            evidence.given = order[evidence.given];
        }
        diagnosis
    }

    fn learn_chances(&mut self, given: &[Given], order: &[usize], outcomes: &[Outcome]) {
        for (at, _) in order.iter().zip(outcomes).filter(|(_, outcome)| **outcome == Outcome::Wrong) {
            let Given { problem, answer, .. } = given[*at];
            if !self.chances.contains_key(&(problem, answer)) {
                let judged = slips::judge(&self.table(problem).problem, answer);
                self.chances.insert((problem, answer), judged);
            }
        }
    }

    fn item(&self, given: &Given, outcome: Outcome) -> Item<'_> {
        let chance = if outcome == Outcome::Wrong { self.chances.get(&(given.problem, given.answer)).map_or(1.0, |(_, chance)| *chance) } else { 1.0 };
        Item { table: self.table(given.problem), answer: given.answer, outcome, chance }
    }
}

fn count(outcomes: &[Outcome], wanted: impl Fn(Outcome) -> bool) -> usize {
    outcomes.iter().filter(|outcome| wanted(**outcome)).count()
}

/// The answers of a child in the order of their days.
struct Course<'a> {
    items: &'a [Item<'a>],
    days: &'a [Day],
    today: Day,
}

impl Course<'_> {
    /// The answers of the last days up to a day.
    fn window(&self, day: Day) -> std::ops::Range<usize> {
        let from = self.days.partition_point(|other| *other <= day.plus(-WINDOW_DAYS));
        from..self.days.partition_point(|other| *other <= day)
    }

    /// The ends of the stretches that are looked at: for each rule that shows often enough the last day on which it shows, and days half a window apart
    /// before; nothing when no rule shows twice. A stretch that confirms a rule is never missed by more than half a window.
    fn telling_days(&self) -> Option<BTreeSet<Day>> {
        let mut shown: Vec<(Bug, Day)> = Vec::new();
        for (item, day) in self.items.iter().zip(self.days).filter(|(item, _)| item.outcome == Outcome::Wrong) {
            shown.extend(item.table.rules.iter().filter(|(_, predicted)| predicted.answers().contains(&item.answer)).map(|(bug, _)| (*bug, *day)));
        }
        shown.sort_unstable();
        let (mut ends, mut twice) = (BTreeSet::new(), false);
        for of_bug in shown.chunk_by(|a, b| a.0 == b.0) {
            twice |= of_bug.len() >= SUSPECT;
            let mut end = of_bug.last().map_or(self.today, |(_, day)| *day);
            for (_, day) in of_bug.iter().rev().filter(|_| of_bug.len() >= CONFIRM) {
                if ends.is_empty() || *day <= end.plus(-WINDOW_DAYS / 2) || *day == end {
                    ends.insert(*day);
                    end = *day;
                }
            }
        }
        // Two rules that always act together need never show alone.
        let riddle = |item: &&Item<'_>| item.outcome == Outcome::Wrong && !item.is_told();
        (twice || self.items[self.window(self.today)].iter().filter(riddle).count() >= CONFIRM).then_some(ends)
    }

    fn findings(&self, rates: &Rates) -> Vec<Finding> {
        let Some(ends) = self.telling_days() else { return Vec::new() };
        let mut before: BTreeMap<Bug, (Weighed, usize)> = BTreeMap::new();
        let mut now = Vec::new();
        let mut windows: Vec<std::ops::Range<usize>> = ends.into_iter().chain([self.today]).map(|day| self.window(day)).collect();
        windows.dedup();
        for window in windows {
            now = weigh(&self.items[window.clone()], rates);
            now.iter_mut().for_each(|weighed| self.since_first(weighed, window.start));
            for weighed in now.iter().filter(|weighed| status(weighed) == Some(Status::Confirmed)) {
                before.insert(weighed.bug, (weighed.clone(), window.start));
            }
        }
        let start = self.window(self.today).start;
        let mut found: Vec<Finding> = now.into_iter().filter_map(|weighed| self.current(weighed, start, &before)).collect();
        for (bug, (weighed, begin)) in before {
            if !found.iter().any(|finding| finding.bug == bug || finding.candidates.contains(&bug)) {
                found.push(self.former(weighed, begin));
            }
        }
        found.sort_by(|a, b| a.status.cmp(&b.status).then(b.odds.total_cmp(&a.odds)).then(b.support.cmp(&a.support)).then(a.bug.cmp(&b.bug)));
        found
    }

    /// A rule that a child learned of late had no place before: what was right on days before it first shows does not speak against it.
    fn since_first(&self, weighed: &mut Weighed, start: usize) {
        let Some(first) = weighed.support.iter().min().and_then(|at| self.days.get(start + at)) else { return };
        weighed.against.retain(|at| self.days.get(start + at) >= Some(first));
    }

    /// A rule that the last days speak for.
    fn current(&self, weighed: Weighed, start: usize, before: &BTreeMap<Bug, (Weighed, usize)>) -> Option<Finding> {
        let known = before.contains_key(&weighed.bug);
        let status = status(&weighed)?;
        match (self.quiet_days(&weighed, start) >= QUIET_DAYS, known) {
            (true, true) => Some(self.former(weighed, start)),
            (true, false) => None,
            (false, _) => Some(self.finding(weighed, start, status)),
        }
    }

    /// A rule that was confirmed in days before.
    fn former(&self, weighed: Weighed, start: usize) -> Finding {
        let gone = self.quiet_days(&weighed, start) >= QUIET_DAYS;
        let mut finding = self.finding(weighed, start, if gone { Status::Gone } else { Status::Suspected });
        let since = |evidence: &Evidence| evidence.supports;
        let last = finding.evidence.iter().filter(|evidence| since(evidence)).map(|evidence| evidence.given).max().unwrap_or(0);
        // What came after speaks against it, whichever window it stands in.
        let later = (last + 1..self.items.len()).filter(|at| self.items[*at].outcome == Outcome::Right && !self.items[*at].table.predicted(finding.bug).is_empty());
        finding.evidence.retain(|evidence| evidence.given <= last);
        finding.evidence.extend(later.map(|given| Evidence { given, supports: false }));
        finding.contradiction = finding.evidence.iter().filter(|evidence| !evidence.supports).count();
        if gone {
            finding.odds = 0.0;
        }
        finding
    }

    fn finding(&self, weighed: Weighed, start: usize, status: Status) -> Finding {
        let of = |places: &[usize], supports| places.iter().map(move |at| Evidence { given: start + at, supports }).collect::<Vec<_>>();
        let mut evidence = of(&weighed.support, true);
        evidence.extend(of(&weighed.against, false));
        evidence.sort_by_key(|evidence| evidence.given);
        Finding {
            bug: weighed.bug,
            status,
            support: weighed.support.len(),
            contradiction: weighed.against.len(),
            candidates: if weighed.group.len() > 1 { weighed.group } else { Vec::new() },
            with: weighed.with,
            odds: weighed.odds,
            series: self.series(weighed.bug, &evidence),
            evidence,
        }
    }

    /// Days after the last support on which the rule had a chance and was not followed.
    fn quiet_days(&self, weighed: &Weighed, start: usize) -> usize {
        let Some(last) = weighed.support.iter().max().and_then(|at| self.days.get(start + at)) else { return 0 };
        let later = (0..self.items.len()).filter(|at| self.days[*at] > *last && self.items[*at].outcome != Outcome::Blank);
        let chances = later.filter(|at| !self.items[*at].table.predicted(weighed.bug).is_empty());
        let mut quiet: Vec<(Day, bool)> = chances.map(|at| (self.days[at], self.items[at].table.predicted(weighed.bug).contains(&self.items[at].answer))).collect();
        if quiet.iter().any(|(_, shown)| *shown) {
            return 0;
        }
        quiet.dedup_by_key(|(day, _)| *day);
        quiet.len()
    }

    fn series(&self, bug: Bug, evidence: &[Evidence]) -> Vec<Chance> {
        let told: BTreeSet<usize> = evidence.iter().filter(|evidence| evidence.supports).map(|evidence| evidence.given).collect();
        let mut series: Vec<Chance> = Vec::new();
        for (at, item) in self.items.iter().enumerate().filter(|(_, item)| item.outcome != Outcome::Blank) {
            let predicted = item.table.predicted(bug);
            let support = told.contains(&at) || predicted.contains(&item.answer);
            if predicted.is_empty() && !support {
                continue;
            }
            let date = self.days[at];
            match series.last_mut() {
                Some(last) if last.date == date => (last.chances, last.support) = (last.chances + 1, last.support + u32::from(support)),
                _ => series.push(Chance { date, chances: 1, support: u32::from(support) }),
            }
        }
        series
    }
}

fn status(weighed: &Weighed) -> Option<Status> {
    let (support, against) = (weighed.support.len(), weighed.against.len());
    let (part, of) = CONFIRM_SHARE;
    if support >= CONFIRM && of * support >= part * (support + against) && weighed.odds >= CONFIRM_ODDS {
        return Some(Status::Confirmed);
    }
    (support >= SUSPECT && weighed.odds >= SUSPECT_ODDS).then_some(Status::Suspected)
}

#[cfg(test)]
#[path = "diagnose_tests.rs"]
mod tests;

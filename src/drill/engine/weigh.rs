//! Weighs what one stretch of answers says for each faulty rule against what slips alone would say.
//!
//! A child with a rule answers by it, but for a share of slips and a share of times when the rule sleeps; a child without it is right, but for slips, and a
//! slip writes some wrong answers more easily than others. The sum of the logarithms, with what is known beforehand, gives the odds. Rules that the answers
//! do not part stay together as candidates. What one rule explains is set aside before the next is looked for.

use super::answer::Answer;
use super::bugs::{self, Bug, COUNT, Predicted};
use super::problem::Problem;

/// What is assumed of children; docs/drill.md shows how well the odds keep.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// Share of answers that are slips, before the child's own are counted.
    pub slip: f64,
    /// Share of times when a child who has the rule does not follow it.
    pub asleep: f64,
    /// Chance that a child has a given rule, before any answer is seen.
    pub prior: f64,
    /// Chance that a child who has one rule has a given second one acting with it.
    pub second: f64,
    /// Odds (as a logarithm) within which two rules cannot be told apart.
    pub apart: f64,
}

impl Default for Rates {
    fn default() -> Self {
        Self { slip: 0.05, asleep: 0.1, prior: 0.004, second: 0.004, apart: 2.5 }
    }
}

/// A problem with what each rule writes for it.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) problem: Problem,
    pub(super) right: Option<Answer>,
    pub(super) rules: Vec<(Bug, Predicted)>,
}

impl Table {
    pub(super) fn predicted(&self, bug: Bug) -> &[Answer] {
        self.rules.iter().find(|(other, _)| *other == bug).map_or(&[], |(_, predicted)| predicted.answers())
    }
}

/// How an answer turned out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Right,
    Wrong,
    Blank,
}

/// An answer to be weighed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item<'a> {
    pub(super) table: &'a Table,
    pub(super) answer: Answer,
    pub(super) outcome: Outcome,
    /// The chance that a slip writes just this; of wrong answers that some rule predicts.
    pub(super) chance: f64,
}

/// A rule that the stretch speaks for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Weighed {
    pub(super) bug: Bug,
    /// Rules that the answers do not part from it, itself first; alone when it is clear.
    pub(super) group: Vec<Bug>,
    /// The rule that acts with it.
    pub(super) with: Option<Bug>,
    /// Chance that one of the group is the child's.
    pub(super) odds: f64,
    /// Items that it predicts.
    pub(super) support: Vec<usize>,
    /// Items that are right although it would have made them wrong.
    pub(super) against: Vec<usize>,
}

#[derive(Clone, Debug, Default)]
struct Tally {
    weight: f64,
    support: Vec<usize>,
    against: Vec<usize>,
}

/// Most rules that are named for one stretch.
const MOST: usize = 6;

/// The rules that a stretch of answers speaks for, the strongest first.
pub(super) fn weigh(items: &[Item<'_>], rates: &Rates) -> Vec<Weighed> {
    let mut explained = vec![false; items.len()];
    let mut found: Vec<Weighed> = Vec::new();
    let rates = with_own_slips(items, rates);
    while found.len() < MOST {
        let tallies = tally(items, &explained, &rates);
        let Some(best) = best_of(&tallies, &found) else { break };
        let pair = pair(items, &explained, &tallies, &rates);
        let single = &tallies[best.index()];
        let chosen = match pair {
            Some(pair) if pair.weight > single.weight => pair.weighed(&tallies),
            _ if single.support.len() < 2 => break,
            _ => vec![alone(best, &tallies, &rates)],
        };
        for weighed in chosen {
            for at in &weighed.support {
                explained[*at] = true;
            }
            found.push(weighed);
        }
    }
    found
}

/// The rates with the slip rate of this child: of the answers that no rule predicts.
fn with_own_slips(items: &[Item<'_>], rates: &Rates) -> Rates {
    let answered = items.iter().filter(|item| item.outcome != Outcome::Blank).count();
    let slipped = items.iter().filter(|item| item.outcome == Outcome::Wrong && !item.table.rules.iter().any(|(_, predicted)| predicted.answers().contains(&item.answer))).count();
    // As if twenty answers had been seen before, at the usual rate.
    let slip = (count(slipped) + 20.0 * rates.slip) / (count(answered) + 20.0);
    Rates { slip: slip.clamp(0.02, 0.3), ..*rates }
}

fn count(of: usize) -> f64 {
    f64::from(u32::try_from(of).unwrap_or(u32::MAX))
}

fn support(rates: &Rates, answers: usize, chance: f64) -> f64 {
    ((1.0 - rates.slip - rates.asleep).max(0.1) / count(answers.max(1)) / (rates.slip * chance)).ln()
}

fn against(rates: &Rates) -> f64 {
    (rates.asleep / (1.0 - rates.slip)).ln()
}

fn tally(items: &[Item<'_>], explained: &[bool], rates: &Rates) -> Vec<Tally> {
    let mut tallies = vec![Tally { weight: rates.prior.ln(), ..Tally::default() }; COUNT];
    let mut shown = [false; COUNT];
    for (at, item) in items.iter().enumerate().filter(|(at, item)| !explained[*at] && item.outcome == Outcome::Wrong) {
        for (bug, predicted) in item.table.rules.iter().filter(|(_, predicted)| predicted.answers().contains(&item.answer)) {
            shown[bug.index()] = true;
            let tally = &mut tallies[bug.index()];
            tally.weight += support(rates, predicted.answers().len(), item.chance);
            tally.support.push(at);
        }
    }
    let less = against(rates);
    for (at, item) in items.iter().enumerate().filter(|(at, item)| !explained[*at] && item.outcome == Outcome::Right) {
        for (bug, _) in item.table.rules.iter().filter(|(bug, _)| shown[bug.index()]) {
            let tally = &mut tallies[bug.index()];
            tally.weight += less;
            tally.against.push(at);
        }
    }
    tallies
}

/// The rule with the highest weight that has any support and was not named before.
fn best_of(tallies: &[Tally], found: &[Weighed]) -> Option<Bug> {
    let open = Bug::ALL.into_iter().filter(|bug| !tallies[bug.index()].support.is_empty() && !found.iter().any(|weighed| weighed.bug == *bug));
    open.max_by(|a, b| tallies[a.index()].weight.total_cmp(&tallies[b.index()].weight).then(b.cmp(a)))
}

/// Whether two rules rest on the same answers: at least half of the first one's.
fn share(of: &Tally, other: &Tally) -> bool {
    2 * of.support.iter().filter(|at| other.support.contains(at)).count() >= of.support.len()
}

fn alone(bug: Bug, tallies: &[Tally], rates: &Rates) -> Weighed {
    let best = &tallies[bug.index()];
    let rivals = Bug::ALL.into_iter().filter(|other| *other != bug && share(best, &tallies[other.index()]));
    let (mut group, mut of_group, mut of_all) = (vec![bug], 1.0, 1.0 + (-best.weight).exp());
    for other in rivals {
        let tally = &tallies[other.index()];
        let odds = (tally.weight - best.weight).exp();
        of_all += odds;
        // Whoever takes one product of the table for another also answers by a neighbour now and then: the answers alone do not part the two.
        let wider = bug.is_fact() && other.is_fact() && best.support.iter().all(|at| tally.support.contains(at));
        if wider || best.weight - tally.weight < rates.apart {
            of_group += odds;
            group.push(other);
        }
    }
    group[1..].sort_by(|a, b| tallies[b.index()].weight.total_cmp(&tallies[a.index()].weight).then(a.cmp(b)));
    Weighed { bug, group, with: None, odds: of_group / of_all, support: best.support.clone(), against: best.against.clone() }
}

/// Two rules that act together, and what they rest on.
struct Pair {
    weight: f64,
    bugs: [Bug; 2],
    /// Rules that could stand for the second as well.
    seconds: Vec<Bug>,
    support: [Vec<usize>; 2],
    against: [Vec<usize>; 2],
}

impl Pair {
    fn weighed(self, tallies: &[Tally]) -> Vec<Weighed> {
        let odds = 1.0 / (1.0 + (-self.weight).exp());
        let [first, second] = self.bugs;
        let [of_first, of_second] = self.support;
        let [no_first, no_second] = self.against;
        let mut group = self.seconds;
        group.retain(|bug| *bug != second && *bug != first);
        group.sort_by(|a, b| tallies[b.index()].weight.total_cmp(&tallies[a.index()].weight).then(a.cmp(b)));
        group.insert(0, second);
        vec![
            Weighed { bug: first, group: vec![first], with: Some(second), odds, support: of_first, against: no_first },
            Weighed { bug: second, group, with: Some(first), odds, support: of_second, against: no_second },
        ]
    }
}

/// The best pair, when at least two answers are left that no rule explains alone.
fn pair(items: &[Item<'_>], explained: &[bool], tallies: &[Tally], rates: &Rates) -> Option<Pair> {
    let unexplained = |seed: Bug| {
        let wrong = items.iter().enumerate().filter(|(at, item)| !explained[*at] && item.outcome == Outcome::Wrong && bugs::may_apply(seed, &item.table.problem));
        wrong.map(|(at, _)| at).filter(|at| !tallies[seed.index()].support.contains(at)).collect::<Vec<_>>()
    };
    let mut seeds: Vec<Bug> = Bug::ALL.into_iter().filter(|bug| !tallies[bug.index()].support.is_empty()).collect();
    seeds.sort_by(|a, b| tallies[b.index()].weight.total_cmp(&tallies[a.index()].weight).then(a.cmp(b)));
    let mut best: Option<Pair> = None;
    for seed in seeds.into_iter().take(4) {
        let left = unexplained(seed);
        if left.len() < 2 {
            continue;
        }
        let tried: Vec<Pair> = bugs::partners(seed).filter_map(|partner| together(items, explained, &left, [seed, partner], tallies, rates)).collect();
        let Some(top) = tried.iter().map(|pair| pair.weight).max_by(f64::total_cmp) else { continue };
        let seconds: Vec<Bug> = tried.iter().filter(|pair| top - pair.weight < rates.apart).map(|pair| pair.bugs[1]).collect();
        let Some(mut pair) = tried.into_iter().find(|pair| pair.weight >= top) else { continue };
        pair.seconds = seconds;
        if best.as_ref().is_none_or(|best| best.weight < pair.weight) {
            best = Some(pair);
        }
    }
    best
}

/// A pair on the answers that are left: `None` unless it explains at least two that its first rule does not, one of them by both at once.
fn together(items: &[Item<'_>], explained: &[bool], left: &[usize], bugs: [Bug; 2], tallies: &[Tally], rates: &Rates) -> Option<Pair> {
    let [seed, partner] = bugs;
    let (first, second) = (&tallies[seed.index()], &tallies[partner.index()]);
    let mut pair =
        Pair { weight: first.weight + rates.second.ln(), bugs, seconds: Vec::new(), support: [first.support.clone(), Vec::new()], against: [first.against.clone(), Vec::new()] };
    let mut by_both = 0;
    for at in left.iter().copied() {
        let item = &items[at];
        if second.support.contains(&at) {
            pair.weight += support(rates, item.table.predicted(partner).len(), item.chance);
            pair.support[1].push(at);
            continue;
        }
        let both = bugs::both(seed, partner, &item.table.problem);
        if both.answers().contains(&item.answer) {
            pair.weight += support(rates, both.answers().len(), item.chance);
            pair.support[0].push(at);
            pair.support[1].push(at);
            by_both += 1;
        }
    }
    if by_both == 0 || pair.support[1].len() < 2 || pair.support[0].len() < 2 {
        return None;
    }
    let acts = |item: &Item<'_>| item.outcome == Outcome::Right && !item.table.predicted(partner).is_empty();
    // Where both would have acted and the answer is right, it was counted against the first already.
    for at in (0..items.len()).filter(|at| !explained[*at] && acts(&items[*at])) {
        if !first.against.contains(&at) {
            pair.weight += against(rates);
        }
        pair.against[1].push(at);
    }
    pair.support[0].sort_unstable();
    Some(pair)
}

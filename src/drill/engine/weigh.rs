//! Weighs what one stretch of answers says for each faulty rule against what slips alone would say.
//!
//! A child with a rule answers by it, but for a share of slips and a share of times when the rule sleeps; a child without it is right, but for slips, and a
//! slip writes some wrong answers more easily than others. The sum of the logarithms, with what is known beforehand, gives the odds. Rules that the answers
//! do not part stay together as candidates. What one rule explains is set aside before the next is looked for.

use super::answer::Answer;
use super::bugs::{self, Bug, COUNT, Predicted, Right};
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
    pub(super) right: Right,
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

impl Item<'_> {
    /// Whether some rule alone writes the answer.
    pub(super) fn is_told(&self) -> bool {
        self.table.rules.iter().any(|(_, predicted)| predicted.answers().contains(&self.answer))
    }
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
        let best = best_of(&tallies, &found);
        let pair = pair(items, &explained, &tallies, &rates).filter(|pair| pair.weight > 0.0 && !found.iter().any(|weighed| pair.bugs.contains(&weighed.bug)));
        let chosen = match (pair, best) {
            (Some(pair), best) if best.is_none_or(|best| pair.weight > side_by_side(items, &tallies, best, &rates)) => pair.weighed(&tallies),
            (_, Some(best)) if tallies[best.index()].support.len() >= 2 => vec![alone(best, &tallies, &rates)],
            _ => break,
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
    let slipped = items.iter().filter(|item| item.outcome == Outcome::Wrong && !item.is_told()).count();
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
    // Of the two mix-ups of facts one is named: what the other explains besides are slips.
    let named = |bug: &Bug| found.iter().any(|weighed| weighed.bug == *bug || (bug.is_fact() && weighed.bug.is_fact()));
    let open = Bug::ALL.into_iter().filter(|bug| !tallies[bug.index()].support.is_empty() && !named(bug));
    open.max_by(|a, b| tallies[a.index()].weight.total_cmp(&tallies[b.index()].weight).then(b.cmp(a)))
}

/// The weight of the best rule and, where it helps, of a second one for the answers that the first leaves: what a pair has to beat.
fn side_by_side(items: &[Item<'_>], tallies: &[Tally], best: Bug, rates: &Rates) -> f64 {
    let first = &tallies[best.index()];
    let beside = |second: Bug| {
        let tally = &tallies[second.index()];
        let own = tally.support.iter().filter(|at| !first.support.contains(at)).map(|at| &items[*at]);
        let gained: f64 = own.map(|item| support(rates, item.table.predicted(second).len(), item.chance)).sum();
        rates.prior.ln() + gained + count(tally.against.len()) * against(rates)
    };
    let second = Bug::ALL.into_iter().filter(|bug| *bug != best && !tallies[bug.index()].support.is_empty()).map(beside).fold(0.0, f64::max);
    first.weight + second
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

/// The stretch while one rule after the other is looked for.
struct Stretch<'a> {
    items: &'a [Item<'a>],
    explained: &'a [bool],
    tallies: &'a [Tally],
    rates: &'a Rates,
}

/// The best pair, when at least two answers are left that no rule explains alone.
fn pair(items: &[Item<'_>], explained: &[bool], tallies: &[Tally], rates: &Rates) -> Option<Pair> {
    let stretch = Stretch { items, explained, tallies, rates };
    let mut seeds: Vec<Bug> = Bug::ALL.into_iter().filter(|bug| !tallies[bug.index()].support.is_empty()).collect();
    seeds.sort_by(|a, b| tallies[b.index()].weight.total_cmp(&tallies[a.index()].weight).then(a.cmp(b)));
    let warm = seeds.into_iter().take(4).filter_map(|seed| stretch.best_with(seed, bugs::partners(seed)));
    let cold = stretch.riddles().into_iter().filter_map(|(seed, partners)| stretch.best_with(seed, partners.into_iter()));
    let found: Vec<Pair> = warm.chain(cold).collect();
    found.into_iter().reduce(|best, other| if other.weight > best.weight { other } else { best })
}

impl Stretch<'_> {
    fn open(&self, outcome: Outcome) -> impl Iterator<Item = usize> {
        (0..self.items.len()).filter(move |at| !self.explained[*at] && self.items[*at].outcome == outcome)
    }

    /// Items that are right although the rule would have made them wrong.
    fn against(&self, bug: Bug) -> Vec<usize> {
        self.open(Outcome::Right).filter(|at| !self.items[*at].table.predicted(bug).is_empty()).collect()
    }

    /// Pairs of which neither rule need ever show alone: those that explain one of the first wrong answers that no rule explains, when there are at least three
    /// of these and they are at least two fifths of what was answered to problems of the kind.
    fn riddles(&self) -> Vec<(Bug, Vec<Bug>)> {
        let open: Vec<usize> = self.open(Outcome::Wrong).filter(|at| !self.items[*at].is_told()).collect();
        let mut found: Vec<(Bug, Vec<Bug>)> = Vec::new();
        for seed in Bug::ALL {
            let of_kind = |at: &usize| bugs::may_apply(seed, &self.items[*at].table.problem);
            let riddles: Vec<usize> = open.iter().copied().filter(of_kind).collect();
            if riddles.len() < 3 || 5 * riddles.len() < 2 * self.open(Outcome::Right).filter(of_kind).count() + 2 * riddles.len() {
                continue;
            }
            let explains = |partner: &Bug| riddles.iter().take(2).any(|at| bugs::both(seed, *partner, &self.items[*at].table.problem).answers().contains(&self.items[*at].answer));
            let partners: Vec<Bug> = bugs::partners(seed).filter(|partner| *partner > seed).filter(explains).collect();
            if !partners.is_empty() {
                found.push((seed, partners));
            }
        }
        found
    }

    /// The best pair of one rule, with those that could stand for the second as well.
    fn best_with(&self, seed: Bug, partners: impl Iterator<Item = Bug>) -> Option<Pair> {
        let of_seed = &self.tallies[seed.index()];
        let left: Vec<usize> = self.open(Outcome::Wrong).filter(|at| bugs::may_apply(seed, &self.items[*at].table.problem) && !of_seed.support.contains(at)).collect();
        if left.len() < 2 {
            return None;
        }
        let no_seed = self.against(seed);
        let tried: Vec<Pair> = partners.filter_map(|partner| self.together(&left, &no_seed, [seed, partner])).collect();
        let top = tried.iter().map(|pair| pair.weight).max_by(f64::total_cmp)?;
        let seconds: Vec<Bug> = tried.iter().filter(|pair| top - pair.weight < self.rates.apart).map(|pair| pair.bugs[1]).collect();
        let mut pair = tried.into_iter().find(|pair| pair.weight >= top)?;
        pair.seconds = seconds;
        Some(pair)
    }

    /// A pair on the answers that are left: `None` unless it explains at least two that its first rule does not, one of them by both at once.
    fn together(&self, left: &[usize], no_seed: &[usize], bugs: [Bug; 2]) -> Option<Pair> {
        let [seed, partner] = bugs;
        let (first, second) = (&self.tallies[seed.index()], &self.tallies[partner.index()]);
        let alone: f64 = first.support.iter().map(|at| support(self.rates, self.items[*at].table.predicted(seed).len(), self.items[*at].chance)).sum();
        let weight = self.rates.prior.ln() + self.rates.second.ln() + alone;
        let mut pair = Pair { weight, bugs, seconds: Vec::new(), support: [first.support.clone(), Vec::new()], against: [no_seed.to_vec(), Vec::new()] };
        let mut by_both = 0;
        for at in left.iter().copied() {
            let item = &self.items[at];
            if second.support.contains(&at) {
                pair.weight += support(self.rates, item.table.predicted(partner).len(), item.chance);
                pair.support[1].push(at);
                continue;
            }
            let both = bugs::both(seed, partner, &item.table.problem);
            if both.answers().contains(&item.answer) {
                pair.weight += support(self.rates, both.answers().len(), item.chance);
                pair.support[0].push(at);
                pair.support[1].push(at);
                // What a third rule writes alone says nothing for two.
                by_both += usize::from(!item.is_told());
            }
        }
        if by_both == 0 || pair.support[1].len() < 2 || pair.support[0].len() < 2 {
            return None;
        }
        // Where either would have acted and the answer is right, it counts once.
        pair.against[1] = self.against(partner);
        let either = no_seed.len() + pair.against[1].iter().filter(|at| !no_seed.contains(at)).count();
        pair.weight += count(either) * against(self.rates);
        pair.support[0].sort_unstable();
        Some(pair)
    }
}

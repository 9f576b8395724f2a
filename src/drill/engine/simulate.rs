//! Invented children who follow faulty rules and slip now and then: for tests, for the figures of docs/drill.md and for the demonstration.

use super::answer::{Answer, Sign};
use super::bugs::{self, Bug};
use super::number::Rational;
use super::problem::Problem;
use super::rng::Rng;
use super::slips::{self, Slip};

/// A child who does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Child {
    /// At most two faulty rules, which act together where both can.
    pub bugs: Vec<Bug>,
    /// Slips in a million answers.
    pub slips: u64,
    /// How often in a million the rule sleeps and the child works as it was taught.
    pub asleep: u64,
}

/// Kinds of slips with how often each is tried, of 100.
const SLIPS: [(Slip, u64); 9] = [
    (Slip::OffByOne, 25),
    (Slip::OffByPlace, 15),
    (Slip::CopyDigit, 15),
    (Slip::OpMisread, 10),
    (Slip::AnswerTranspose, 10),
    (Slip::CopyTranspose, 5),
    (Slip::Point, 5),
    (Slip::Blank, 5),
    (Slip::Unknown, 10),
];

impl Child {
    /// What the child writes.
    pub fn answer(&self, problem: &Problem, rng: &mut Rng) -> Answer {
        let right = problem.right().unwrap_or(Answer::Blank);
        let meant = if rng.chance(self.asleep) { right } else { self.meant(problem, rng).unwrap_or(right) };
        if rng.chance(self.slips) { slip(problem, meant, rng) } else { meant }
    }

    /// What the rules write; `None` where none acts.
    fn meant(&self, problem: &Problem, rng: &mut Rng) -> Option<Answer> {
        let alone = |bug: &Bug, rng: &mut Rng| rng.pick(bugs::predict(*bug, problem).answers()).copied();
        match self.bugs.as_slice() {
            [] => None,
            [bug] => alone(bug, rng),
            [first, second, ..] => {
                let both = bugs::both(*first, *second, problem);
                rng.pick(both.answers()).copied().or_else(|| alone(first, rng)).or_else(|| alone(second, rng))
            }
        }
    }
}

/// A slip in what was meant; never the same again.
fn slip(problem: &Problem, meant: Answer, rng: &mut Rng) -> Answer {
    if let Answer::Sign(sign) = meant {
        return Answer::Sign(if sign == Sign::Less { Sign::Greater } else { Sign::Less });
    }
    for _ in 0..20 {
        let mut roll = rng.below(100);
        let kind = SLIPS.iter().find(|(_, share)| {
            let hit = roll < *share;
            roll = roll.saturating_sub(*share);
            hit
        });
        match kind.map_or(Slip::Unknown, |(kind, _)| *kind) {
            Slip::Blank => return Answer::Blank,
            Slip::Unknown => {
                let value = Rational::whole(rng.between(1, 999)).map(Answer::Number);
                if let Some(value) = value.filter(|value| *value != meant) {
                    return value;
                }
            }
            kind => {
                if let Some(answer) = rng.pick(&slips::writes(kind, problem, meant)) {
                    return *answer;
                }
            }
        }
    }
    Answer::Blank
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drill::engine::parse;

    #[test]
    fn a_child_follows_its_rules_and_slips_as_often_as_it_is_told() {
        let problem = parse::problem("472-108").unwrap();
        let mut rng = Rng::new(9);
        let mut often = |child: &Child, wrong: &str| (0..2000).filter(|_| child.answer(&problem, &mut rng) == parse::answer(wrong).unwrap()).count();
        let child = |bugs: &[Bug], slips, asleep| Child { bugs: bugs.to_vec(), slips, asleep };
        assert_eq!(often(&child(&[], 0, 0), "364"), 2000);
        assert_eq!(often(&child(&[Bug::SmallerFromLarger], 0, 0), "376"), 2000);
        assert_eq!(often(&child(&[Bug::SmallerFromLarger, Bug::NMinusZeroIsZero], 0, 0), "306"), 2000);
        let slipping = often(&child(&[], 100_000, 0), "364");
        assert!((1750..1850).contains(&slipping), "{slipping}");
        let unsteady = often(&child(&[Bug::SmallerFromLarger], 0, 300_000), "376");
        assert!((1320..1480).contains(&unsteady), "{unsteady}");
    }
}

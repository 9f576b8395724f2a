//! Problems of a skill, and the choice of the few that part the faulty rules from each other (A7-14).

use super::answer::Answer;
use super::bugs::{self, Bug, Predicted};
use super::number::{Number, ten};
use super::problem::{Chain, Op, Operand, Problem};
use super::rng::Rng;
use super::skill::Skill;

/// Problems that are drawn before some are chosen.
const POOL: usize = 320;
/// Most draws for one problem.
const DRAWS: usize = 400;

/// A number of so many digits, no 0 in front; a quarter of the other digits is 0 when `zeros`, none otherwise.
fn digits(rng: &mut Rng, len: u64, zeros: bool) -> u64 {
    (0..len).fold(0, |value, at| {
        let digit = if zeros && at > 0 && rng.chance(250_000) { 0 } else { rng.between(1, 9) };
        value * 10 + digit
    })
}

/// A problem of the skill; `None` only if luck fails four hundred times.
pub fn draw(skill: Skill, rng: &mut Rng) -> Option<Problem> {
    (0..DRAWS).find_map(|_| attempt(skill, rng).filter(|problem| problem.right().is_some() && Skill::of(problem) == skill && is_tidy(problem)))
}

/// Fractions and quotients of a kind that children meet.
fn is_tidy(problem: &Problem) -> bool {
    match (problem, problem.right()) {
        (Problem::Steps(_), Some(Answer::Number(value))) => value.den() == 1,
        (Problem::Two(_, Number::Whole(_), Number::Whole(_)), _) => true,
        (Problem::Two(_, Number::Fraction { .. }, _) | Problem::Two(_, _, Number::Fraction { .. }), Some(Answer::Number(value))) => value.num() > 0 && value.den() <= 144,
        (Problem::Two(..), Some(Answer::Number(value))) => value.as_decimal().is_some_and(|(_, places)| places <= 4),
        _ => true,
    }
}

fn attempt(skill: Skill, rng: &mut Rng) -> Option<Problem> {
    Some(match skill {
        Skill::AddWithin20 => Problem::whole(Op::Add, rng.between(1, 12), rng.between(1, 10)),
        Skill::SubWithin20 => Problem::whole(Op::Sub, rng.between(3, 20), rng.between(1, 19)),
        Skill::AddTwoDigit => Problem::whole(Op::Add, rng.between(11, 99), rng.between(2, 99)),
        Skill::SubTwoDigit => Problem::whole(Op::Sub, rng.between(21, 100), rng.between(2, 98)),
        Skill::AddThreeDigit => {
            let (long, short) = (rng.between(3, 4), rng.between(1, 4));
            Problem::whole(Op::Add, digits(rng, long, true), digits(rng, short.min(long), true))
        }
        Skill::SubThreeDigit | Skill::SubAcrossZero => return subtraction(skill, rng),
        Skill::MulTable => Problem::whole(Op::Mul, rng.between(2, 9), rng.between(2, 9)),
        Skill::MulOneDigit => {
            let len = rng.between(2, 3);
            Problem::whole(Op::Mul, digits(rng, len, false), rng.between(2, 9))
        }
        Skill::MulZero => zeros(rng),
        Skill::MulTwoDigit => Problem::whole(Op::Mul, digits(rng, 2, false), digits(rng, 2, false)),
        Skill::MulThreeByTwo => Problem::whole(Op::Mul, digits(rng, 3, false), digits(rng, 2, false)),
        Skill::DivTable | Skill::DivRemainder | Skill::DivOneDigit | Skill::DivZero | Skill::DivTwoDigit => return division(skill, rng),
        Skill::OrderSame | Skill::OrderMixed | Skill::OrderBrackets | Skill::Laws => return line(skill, rng),
        Skill::DecOnePlace | Skill::DecAddSub | Skill::DecCompare | Skill::DecMul | Skill::DecDiv => return decimals(skill, rng),
        Skill::FracSame | Skill::FracAddSub | Skill::FracCompare | Skill::FracMulDiv => fractions(skill, rng),
    })
}

fn subtraction(skill: Skill, rng: &mut Rng) -> Option<Problem> {
    let len = rng.between(3, 4);
    let upper = digits(rng, len, skill == Skill::SubAcrossZero);
    let len_below = rng.between(1, len);
    let mut lower = digits(rng, len_below, true);
    // Equal digits and blanks above the lower number do not come by themselves often enough.
    if rng.chance(300_000) && lower >= 10 {
        lower = lower / 10 * 10 + upper % 10;
    }
    if rng.chance(300_000) && lower >= 100 {
        lower = lower / 100 * 100 + upper / 10 % 10 * 10 + lower % 10;
    }
    (lower < upper).then(|| Problem::whole(Op::Sub, upper, lower))
}

fn zeros(rng: &mut Rng) -> Problem {
    let (a, b, c, d) = (rng.between(1, 9), rng.between(1, 9), rng.between(2, 9), rng.between(1, 9));
    let inner = a * 100 + b;
    let (x, y) = match rng.below(6) {
        0 => (inner, c),
        1 => (inner, c * 10 + d),
        2 => ((a * 10 + b) * 10, c),
        3 => (a * 10, c * 10),
        4 => (a * 10 + b, c * 10),
        _ => (a * 10 + b, c * 100 + d),
    };
    Problem::whole(Op::Mul, x, y)
}

fn division(skill: Skill, rng: &mut Rng) -> Option<Problem> {
    let by = rng.between(2, 9);
    let rest = if rng.chance(500_000) { rng.below(by) } else { 0 };
    Some(match skill {
        Skill::DivTable if rng.chance(100_000) => Problem::whole(Op::Div, 0, by),
        Skill::DivTable => Problem::whole(Op::Div, by * rng.between(1, 9), by),
        Skill::DivRemainder => Problem::whole(Op::Div, by * rng.between(1, 9) + rng.between(1, by - 1), by),
        Skill::DivOneDigit => {
            let len = rng.between(2, 3);
            Problem::whole(Op::Div, digits(rng, len, false) * by + rest, by)
        }
        Skill::DivZero => {
            let len = rng.between(2, 3);
            Problem::whole(Op::Div, digits(rng, len, true) * by + rest, by)
        }
        _ if rng.chance(400_000) => {
            let (scale, by) = (ten(u32::try_from(rng.between(1, 2)).ok()?)?, rng.between(2, 9));
            Problem::whole(Op::Div, (by * rng.between(2, 9) + rng.below(by)) * scale, by * scale)
        }
        _ => {
            let (by, len) = (digits(rng, 2, true), rng.between(1, 3));
            Problem::whole(Op::Div, by * digits(rng, len, true) + if rest > 0 { rng.below(by) } else { 0 }, by)
        }
    })
}

fn line(skill: Skill, rng: &mut Rng) -> Option<Problem> {
    let (a, b, c) = (rng.between(2, 99), rng.between(2, 60), rng.between(2, 40));
    let (small, other) = (rng.between(2, 9), rng.between(2, 9));
    let of = |first: u64, rest: &[(Op, u64)]| Chain::of(Operand::whole(first), rest.iter().map(|(op, value)| (*op, Operand::whole(*value))));
    let group = |first: u64, op: Op, second: u64| Operand::Group(of(first, &[(op, second)]));
    let kind = rng.below(6);
    let round = *rng.pick(&[(25, 4), (125, 8), (25, 8), (50, 2), (75, 4), (5, 20)])?;
    let chain = match (skill, kind) {
        (Skill::OrderSame, 0) => of(a + b, &[(Op::Sub, b), (Op::Add, c)]),
        (Skill::OrderSame, 1) => of(a, &[(Op::Add, b), (Op::Sub, c)]),
        (Skill::OrderSame, 2) => of(a + 100, &[(Op::Sub, b), (Op::Add, 100 - b)]),
        (Skill::OrderSame, 3) => of(round.0, &[(Op::Mul, round.1), (Op::Div, round.0), (Op::Mul, round.1)]),
        (Skill::OrderSame, 4) => of(round.0 * round.1 * small, &[(Op::Div, round.0), (Op::Mul, round.1)]),
        (Skill::OrderSame, _) => of(a + b + c, &[(Op::Sub, b), (Op::Sub, c)]),
        (Skill::OrderMixed, 0) => of(a, &[(Op::Add, small), (Op::Mul, other)]),
        (Skill::OrderMixed, 1) => of(a + 40, &[(Op::Sub, small), (Op::Mul, other)]),
        (Skill::OrderMixed, 2) => of(small * c, &[(Op::Add, small * other), (Op::Div, small)]),
        (Skill::OrderMixed, 3) => of(small, &[(Op::Mul, other), (Op::Add, c)]),
        (Skill::OrderMixed, 4) => of(a, &[(Op::Sub, small), (Op::Add, other), (Op::Mul, small)]),
        (Skill::OrderMixed, _) => of(a, &[(Op::Add, b), (Op::Mul, small), (Op::Sub, c)]),
        (Skill::OrderBrackets, 0) => Chain::of(group(small * c - small, Op::Add, small), [(Op::Div, Operand::whole(small))]),
        (Skill::OrderBrackets, 1) => Chain::of(group(a, Op::Sub, b), [(Op::Mul, Operand::whole(small)), (Op::Add, Operand::whole(c))]),
        (Skill::OrderBrackets, 2) => Chain::of(Operand::whole(a + 90), [(Op::Sub, group(b, Op::Sub, c)), (Op::Add, Operand::whole(small))]),
        (Skill::OrderBrackets, 3) => Chain::of(Operand::whole(small * other * c), [(Op::Div, group(small, Op::Mul, other)), (Op::Add, Operand::whole(a))]),
        (Skill::OrderBrackets, _) => Chain::of(Operand::whole(a + 70), [(Op::Sub, group(c, Op::Add, small)), (Op::Add, Operand::whole(other))]),
        (_, 0) => Chain::of(group(40, Op::Add, small), [(Op::Mul, Operand::whole(25))]),
        (_, 1) => Chain::of(Operand::whole(small), [(Op::Mul, group(100, if rng.chance(500_000) { Op::Add } else { Op::Sub }, other))]),
        (_, 2) => Chain::of(Operand::whole(a + 60), [(Op::Sub, group(b.max(c) + 1, Op::Sub, b.min(c)))]),
        (_, 3) => Chain::of(Operand::whole(a + 100), [(Op::Sub, group(b, Op::Add, c))]),
        (_, 4) => Chain::of(Operand::whole(round.0 * round.1 * small), [(Op::Div, group(round.0, Op::Mul, round.1))]),
        _ => Chain::of(group(c, Op::Add, small), [(Op::Mul, Operand::whole(other))]),
    };
    Some(Problem::Steps(chain))
}

fn decimals(skill: Skill, rng: &mut Rng) -> Option<Problem> {
    let decimal = |rng: &mut Rng, places: u32, top: u64| {
        let scale = ten(places).unwrap_or(1);
        let digits = rng.between(1, top * scale);
        // The last digit is no 0, as it would be left out.
        if places == 0 { Number::Whole(digits) } else { Number::Decimal { digits: digits / 10 * 10 + rng.between(1, 9), places } }
    };
    let places = |rng: &mut Rng, low: u64, high: u64| u32::try_from(rng.between(low, high)).unwrap_or(1);
    let op = if rng.chance(500_000) { Op::Add } else { Op::Sub };
    Some(match skill {
        Skill::DecOnePlace => Problem::Two(op, decimal(rng, 1, 30), decimal(rng, 1, 20)),
        Skill::DecAddSub => {
            let (first, second) = (places(rng, 0, 2), places(rng, 1, 2));
            Problem::Two(op, decimal(rng, first, 30), decimal(rng, second, 12))
        }
        Skill::DecCompare => {
            let (first, second, front) = (places(rng, 1, 3), places(rng, 1, 3), rng.below(3));
            let of = |rng: &mut Rng, places| match decimal(rng, places, 1) {
                Number::Decimal { digits, places } => Number::Decimal { digits: digits % ten(places).unwrap_or(1) + front * ten(places).unwrap_or(1), places },
                other => other,
            };
            Problem::Compare(of(rng, first), of(rng, second))
        }
        Skill::DecMul => {
            let (first, second) = (places(rng, 1, 2), places(rng, 0, 1));
            Problem::Two(Op::Mul, decimal(rng, first, 6), decimal(rng, second, 9))
        }
        _ => {
            let (of_quotient, of_divisor) = (places(rng, 0, 1), places(rng, 0, 1));
            let (Some(quotient), Some((by, of_by))) = (decimal(rng, of_quotient, 9).decimal(), decimal(rng, of_divisor, 9).decimal()) else { return None };
            Problem::Two(
                Op::Div,
                Number::Decimal { digits: quotient.0 * by, places: quotient.1 + of_by },
                if of_by == 0 { Number::Whole(by) } else { Number::Decimal { digits: by, places: of_by } },
            )
        }
    })
    .filter(|problem| !matches!(problem, Problem::Two(_, Number::Decimal { places: 0, .. }, _)))
}

fn fractions(skill: Skill, rng: &mut Rng) -> Problem {
    let one = |rng: &mut Rng, den: u64| Number::Fraction { whole: 0, num: rng.between(1, den - 1), den };
    let (first, second) = (rng.between(2, 9), rng.between(2, 9));
    let op = if rng.chance(700_000) { Op::Add } else { Op::Sub };
    match skill {
        Skill::FracSame => Problem::Two(op, one(rng, first), one(rng, first)),
        Skill::FracAddSub => Problem::Two(op, one(rng, first), one(rng, second)),
        Skill::FracCompare => Problem::Compare(one(rng, first), one(rng, second)),
        _ => Problem::Two(if rng.chance(500_000) { Op::Mul } else { Op::Div }, one(rng, first), one(rng, second)),
    }
}

/// Different problems of a skill, in the order in which they were drawn.
pub fn pool(skill: Skill, rng: &mut Rng) -> Vec<Problem> {
    let mut found: Vec<Problem> = Vec::new();
    for _ in 0..POOL {
        found.extend(draw(skill, rng).filter(|problem| !found.contains(problem)));
    }
    found
}

/// Faulty rules that act on at least one in fifty problems of the pool: those that a set of the skill should catch.
pub fn rules_of(pool: &[Problem]) -> Vec<Bug> {
    let acts = |bug: Bug| 50 * pool.iter().filter(|problem| bugs::predict(bug, problem).applies()).count() >= pool.len();
    Bug::ALL.into_iter().filter(|bug| acts(*bug)).collect()
}

/// What one more problem is worth that parts two rules, or shows one, for the first time, the second, …
const WORTH_APART: [u32; 5] = [60, 40, 20, 8, 2];
const WORTH_SHOWN: [u32; 6] = [150, 140, 130, 90, 40, 10];

/// The problems of the pool that best part the rules from each other and show each several times, the most telling first. Greedy, so that every beginning of
/// the list is a good set, too.
pub fn choose(pool: &[Problem], rules: &[Bug], count: usize) -> Vec<Problem> {
    let predicted: Vec<Vec<Predicted>> = pool.iter().map(|problem| rules.iter().map(|bug| bugs::predict(*bug, problem)).collect()).collect();
    let pairs: Vec<(usize, usize)> = (0..rules.len()).flat_map(|a| (a + 1..rules.len()).map(move |b| (a, b))).collect();
    let parts = |of: &[Predicted], (a, b): (usize, usize)| !of[a].answers().iter().any(|answer| of[b].answers().contains(answer)) && (of[a].applies() || of[b].applies());
    let apart: Vec<Vec<bool>> = predicted.iter().map(|of| pairs.iter().map(|pair| parts(of, *pair)).collect()).collect();
    let (mut times_apart, mut times_shown) = (vec![0_usize; pairs.len()], vec![0_usize; rules.len()]);
    let (mut chosen, mut left): (Vec<usize>, Vec<usize>) = (Vec::new(), (0..pool.len()).collect());
    while chosen.len() < count && !left.is_empty() {
        let worth = |at: usize| {
            let by_pairs: u32 = apart[at].iter().zip(&times_apart).filter(|(parts, _)| **parts).map(|(_, times)| WORTH_APART.get(*times).copied().unwrap_or(0)).sum();
            let by_rules: u32 = predicted[at].iter().zip(&times_shown).filter(|(of, _)| of.applies()).map(|(_, times)| WORTH_SHOWN.get(*times).copied().unwrap_or(0)).sum();
            by_pairs + by_rules * u32::try_from(rules.len()).unwrap_or(1) / 2
        };
        let Some((place, _)) = left.iter().enumerate().max_by_key(|(place, at)| (worth(**at), std::cmp::Reverse(*place))) else { break };
        let at = left.remove(place);
        apart[at].iter().zip(&mut times_apart).for_each(|(parts, times)| *times += usize::from(*parts));
        predicted[at].iter().zip(&mut times_shown).for_each(|(of, times)| *times += usize::from(of.applies()));
        chosen.push(at);
    }
    chosen.into_iter().map(|at| pool[at].clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drill::engine::parse;

    #[test]
    fn every_skill_has_enough_problems_and_each_reads_as_it_prints() {
        let mut rng = Rng::new(1);
        for skill in Skill::ALL {
            let pool = pool(skill, &mut rng);
            assert!(pool.len() >= 30, "{skill}: {}", pool.len());
            for problem in &pool {
                assert_eq!(Skill::of(problem), skill, "{problem}");
                assert_eq!(parse::problem(&problem.to_string()).as_ref(), Ok(problem), "{problem}");
            }
        }
    }

    #[test]
    fn ten_chosen_problems_show_every_rule_of_the_skill_at_least_three_times_and_part_what_can_be_parted() {
        for skill in [Skill::SubTwoDigit, Skill::SubThreeDigit, Skill::SubAcrossZero, Skill::AddTwoDigit, Skill::MulZero, Skill::DivOneDigit] {
            let pool = pool(skill, &mut Rng::new(2));
            let rules = rules_of(&pool);
            let chosen = choose(&pool, &rules, 10);
            for bug in &rules {
                let shown = chosen.iter().filter(|problem| bugs::predict(*bug, problem).applies()).count();
                assert!(shown >= 3, "{skill} {bug}: {shown}");
            }
            for (at, first) in rules.iter().enumerate() {
                for second in &rules[at + 1..] {
                    let parts = |problem: &&Problem| bugs::predict(*first, problem) != bugs::predict(*second, problem);
                    assert!(chosen.iter().any(|problem| parts(&problem)) || !pool.iter().any(|problem| parts(&problem)), "{skill}: {first} and {second} are not parted");
                }
            }
        }
    }

    #[test]
    fn the_same_seed_chooses_the_same_set() {
        let set = |seed| {
            let pool = pool(Skill::SubThreeDigit, &mut Rng::new(seed));
            choose(&pool, &rules_of(&pool), 6)
        };
        assert_eq!(set(3), set(3));
        assert_ne!(set(3), set(4));
        assert!(choose(&[], &[], 5).is_empty());
    }
}

//! Order of operations and short cuts, as children do them wrongly.

use super::Bug;
use crate::drill::engine::answer::Answer;
use crate::drill::engine::number::Rational;
use crate::drill::engine::problem::{Chain, Op, Operand, Problem};

pub(super) fn wrong(bug: Bug, problem: &Problem) -> Option<Answer> {
    let Problem::Steps(chain) = problem else { return None };
    let value = match bug {
        Bug::LeftToRight => from_left(chain),
        Bug::RightFirst => right_first(chain),
        Bug::RoundingLure => lured(chain),
        Bug::BracketSign => opened(chain)?.value(),
        Bug::PartialDistribute => distributed(chain),
        _ => None,
    }?;
    (!value.is_negative()).then_some(Answer::Number(value))
}

/// One sign after the other, × no sooner than +; brackets are kept, and worked in the same way.
fn from_left(chain: &Chain) -> Option<Rational> {
    let value = |item: &Operand| match item {
        Operand::Group(inner) => from_left(inner),
        Operand::Number(number) => number.value(),
    };
    let first = value(chain.items.first()?)?;
    chain.ops.iter().zip(&chain.items[1..]).try_fold(first, |sum, (op, item)| op.apply(sum, value(item)?))
}

/// 68 − 20 + 30: what stands to the right is worked first, 68 − 50. Only in lines of + and −.
fn right_first(chain: &Chain) -> Option<Rational> {
    if chain.ops.iter().any(|op| op.binds()) || chain.has_group() {
        return None;
    }
    let (last, rest) = chain.items.split_last()?;
    chain.ops.iter().zip(rest).rev().try_fold(last.value()?, |sum, (op, item)| op.apply(item.value()?, sum))
}

/// A round number lures: 25×8÷25×8 as (25×8)÷(25×8), 100÷25×4 as 100÷(25×4), 238−75+25 as 238−(75+25).
fn lured(chain: &Chain) -> Option<Rational> {
    if chain.has_group() {
        return None;
    }
    let values: Vec<Rational> = chain.items.iter().map(Operand::value).collect::<Option<_>>()?;
    let hundreds = |value: Rational| value.as_whole().is_some_and(|value| value > 0 && value.is_multiple_of(100));
    match (values.as_slice(), chain.ops.as_slice()) {
        (&[a, b, c], [Op::Div, Op::Mul]) => {
            let pair = b.times(c)?;
            if hundreds(pair) || pair == a { a.over(pair) } else { None }
        }
        (&[a, b, c], [Op::Sub, Op::Add]) => {
            let pair = b.plus(c)?;
            if hundreds(pair) || pair == a { a.minus(pair) } else { None }
        }
        (&[a, b, c, d], [first @ (Op::Mul | Op::Add), op @ (Op::Div | Op::Sub), last @ (Op::Mul | Op::Add)]) if first == last && first.binds() == op.binds() => {
            let (front, back) = (first.apply(a, b)?, last.apply(c, d)?);
            if front == back || hundreds(back) { op.apply(front, back) } else { None }
        }
        _ => None,
    }
}

/// The line with its brackets opened and no sign turned: 64−(34−14) as 64−34−14, 100÷(25×4) as 100÷25×4. `None` when no bracket stands behind − or ÷
/// with signs of its own rank.
pub(in crate::drill::engine) fn opened(chain: &Chain) -> Option<Chain> {
    let mut open = Chain { items: Vec::new(), ops: Vec::new() };
    let mut changed = false;
    for (at, item) in chain.items.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| chain.ops.get(before)).copied();
        open.ops.extend(before);
        match (before, item) {
            (Some(op @ (Op::Sub | Op::Div)), Operand::Group(inner)) if inner.ops.iter().all(|other| other.binds() == op.binds()) => {
                open.items.extend(inner.items.iter().cloned());
                open.ops.extend(inner.ops.iter().copied());
                changed = true;
            }
            _ => open.items.push(item.clone()),
        }
    }
    changed.then_some(open)
}

/// (40+4)×25: only one of the two is multiplied, 40×25+4.
fn distributed(chain: &Chain) -> Option<Rational> {
    let (group, factor) = match (chain.items.as_slice(), chain.ops.as_slice()) {
        ([Operand::Group(group), Operand::Number(factor)], [Op::Mul]) => (group, factor),
        ([Operand::Number(factor), Operand::Group(group)], [Op::Mul]) => (group, factor),
        _ => return None,
    };
    let ([first, second], [op @ (Op::Add | Op::Sub)]) = (group.items.as_slice(), group.ops.as_slice()) else { return None };
    let (first, second, factor) = (first.value()?, second.value()?, factor.value()?);
    op.apply(first.times(factor)?, second)
}

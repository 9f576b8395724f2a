//! Decimals and fractions, as children do them wrongly.

use super::{Bug, addition, level, multiplication, subtraction};
use crate::drill::engine::answer::{Answer, Sign};
use crate::drill::engine::number::{Number, Rational, ten};
use crate::drill::engine::problem::{Op, Problem};

pub(super) fn wrong(bug: Bug, problem: &Problem) -> Vec<Option<Answer>> {
    match (bug, problem) {
        (Bug::RightAligned, Problem::Two(op, a, b)) => vec![right_aligned(*op, *a, *b)],
        (Bug::PointLost, _) => vec![point_lost(problem, &[])],
        (Bug::MulPointAsAdd, _) => vec![point_as_add(problem, &[])],
        (Bug::PowerOfTen, Problem::Two(op, a, b)) if op.binds() => power_of_ten(*op, *a, *b),
        (Bug::LongerIsLarger, Problem::Compare(a, b)) => vec![longer_is_larger(*a, *b)],
        (Bug::AddAcross, Problem::Two(Op::Add, a, b)) => vec![add_across(*a, *b)],
        _ => Vec::new(),
    }
}

/// 3.6 + 0.25: the last digits stand below each other, 36 + 025 is 61, and the point is put where the longer number has it.
fn right_aligned(op: Op, a: Number, b: Number) -> Option<Answer> {
    let ((a, of_a), (b, of_b)) = (a.decimal()?, b.decimal()?);
    let digits = match op {
        _ if of_a == of_b => return None,
        Op::Add => a.checked_add(b)?,
        Op::Sub => a.checked_sub(b)?,
        _ => return None,
    };
    Rational::decimal(digits, of_a.max(of_b)).map(Answer::Number)
}

/// The digits of the result as they stand in the column, and the places that belong behind the point; worked by a column rule, if one is given.
fn in_column(problem: &Problem, bugs: &[Bug]) -> Option<(u64, u32)> {
    let Problem::Two(op, a, b) = problem else { return None };
    match op {
        Op::Add => addition::columns(problem, bugs).and_then(|(worked, places)| Some((worked.value()?, places))),
        Op::Sub => subtraction::columns(problem, bugs).and_then(|(worked, places)| Some((worked.value()?, places))),
        Op::Mul => multiplication::columns(problem, bugs).and_then(|(worked, places)| Some((worked.values.first().copied()?, places))),
        Op::Div if bugs.is_empty() => a.value()?.over(b.value()?)?.as_decimal(),
        Op::Div => None,
    }
}

/// The digits without the point: 2.5 × 3 is 75.
pub(super) fn point_lost(problem: &Problem, bugs: &[Bug]) -> Option<Answer> {
    let (digits, places) = in_column(problem, bugs)?;
    if places == 0 { None } else { Answer::whole(digits) }
}

/// The product has as many places as the longer factor: 0.3 × 0.2 is 0.6.
pub(super) fn point_as_add(problem: &Problem, bugs: &[Bug]) -> Option<Answer> {
    let Problem::Two(Op::Mul, a, b) = problem else { return None };
    let (digits, _) = in_column(problem, bugs)?;
    Rational::decimal(digits, a.decimal()?.1.max(b.decimal()?.1)).map(Answer::Number)
}

fn power_of_ten(op: Op, a: Number, b: Number) -> Vec<Option<Answer>> {
    let right = a.value().zip(b.value()).and_then(|(a, b)| op.apply(a, b));
    let moved = |up: bool, places: u32| {
        let by = Rational::whole(ten(places)?)?;
        let right = right?;
        if up { right.times(by) } else { right.over(by) }.map(Answer::Number)
    };
    vec![moved(true, 1), moved(false, 1), moved(true, 2), moved(false, 2)]
}

/// 0.125 is taken for more than 0.3 because it is longer.
fn longer_is_larger(a: Number, b: Number) -> Option<Answer> {
    let (_, _, places) = level(a, b)?;
    let ((of_a, a_places), (of_b, b_places)) = (a.decimal()?, b.decimal()?);
    if places == 0 || a_places == b_places || of_a / ten(a_places)? != of_b / ten(b_places)? {
        return None;
    }
    Some(Answer::Sign(if a_places > b_places { Sign::Greater } else { Sign::Less }))
}

/// 1/2 + 1/3: tops and bottoms are added; of mixed numbers the wholes, too.
fn add_across(a: Number, b: Number) -> Option<Answer> {
    let (Number::Fraction { whole: m, num: a, den: b }, Number::Fraction { whole: n, num: c, den: d }) = (a, b) else { return None };
    Number::Fraction { whole: m.checked_add(n)?, num: a.checked_add(c)?, den: b.checked_add(d)? }.value().map(Answer::Number)
}

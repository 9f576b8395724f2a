//! Two faulty rules in one head: both act in the same column, or one chooses the operation and the other spoils it.

use super::{Bug, Family, Predicted, Right, addition, decimals, division, multiplication, predict, subtraction};
use crate::drill::engine::answer::Answer;
use crate::drill::engine::problem::{Op, Problem};

/// The rule that takes one operation for another: what is worked instead.
fn instead(bug: Bug, problem: &Problem) -> Option<Problem> {
    let (Problem::Two(op, a, b), Some(to)) = (problem, taken_for(bug)) else { return None };
    let from = [(Bug::AddInstead, Op::Sub), (Bug::SubtractInstead, Op::Add), (Bug::MulAsAdd, Op::Mul), (Bug::MulInstead, Op::Div)];
    if !from.contains(&(bug, *op)) {
        return None;
    }
    let swaps = to == Op::Sub && a.value()? < b.value()?;
    Some(if swaps { Problem::Two(to, *b, *a) } else { Problem::Two(to, *a, *b) })
}

fn taken_for(bug: Bug) -> Option<Op> {
    match bug {
        Bug::AddInstead | Bug::MulAsAdd => Some(Op::Add),
        Bug::SubtractInstead => Some(Op::Sub),
        Bug::MulInstead => Some(Op::Mul),
        _ => None,
    }
}

/// What both rules together write; nothing when only one of them makes a difference, or they do not go together.
pub fn both(first: Bug, second: Bug, problem: &Problem) -> Predicted {
    let given = together(first, second, problem);
    if given.is_empty() {
        return Predicted::Nothing;
    }
    let alone = [predict(first, problem), predict(second, problem)];
    let new = given.into_iter().filter(|answer| !alone.iter().any(|one| answer.is_some_and(|answer| one.answers().contains(&answer))));
    Predicted::of(new, &Right::of(problem))
}

fn together(first: Bug, second: Bug, problem: &Problem) -> Vec<Option<Answer>> {
    for (outer, inner) in [(first, second), (second, first)] {
        if let Some(other) = instead(outer, problem) {
            return predict(inner, &other).answers().iter().copied().map(Some).collect();
        }
        match outer {
            Bug::PointLost => return vec![decimals::point_lost(problem, &[inner])],
            Bug::MulPointAsAdd => return vec![decimals::point_as_add(problem, &[inner])],
            _ => {}
        }
    }
    match (first.family(), second.family()) {
        (Family::Subtraction, Family::Subtraction) => vec![subtraction::worked(problem, &[first, second])],
        (Family::Addition, Family::Addition) => vec![addition::worked(problem, &[first, second])],
        (Family::Multiplication, Family::Multiplication) => multiplication::worked(problem, &[first, second]),
        (Family::Division, Family::Division) => division::worked(problem, &[first, second]),
        _ => Vec::new(),
    }
}

/// The rules that may act together with this one, as far as their kinds go; each pair is met from both sides.
pub fn partners(bug: Bug) -> impl Iterator<Item = Bug> {
    Bug::ALL.into_iter().filter(move |other| *other != bug && go_together(bug, *other))
}

fn go_together(a: Bug, b: Bug) -> bool {
    let column = |bug: Bug| taken_for(bug).is_none();
    let pointed = |point: Bug, inner: Bug| match point {
        Bug::PointLost => column(inner) && matches!(inner.family(), Family::Subtraction | Family::Addition | Family::Multiplication),
        Bug::MulPointAsAdd => column(inner) && inner.family() == Family::Multiplication,
        _ => false,
    };
    let swapped = |outer: Bug, inner: Bug| {
        let family = match taken_for(outer) {
            Some(Op::Add) => Family::Addition,
            Some(Op::Sub) => Family::Subtraction,
            Some(Op::Mul) => Family::Multiplication,
            _ => return false,
        };
        column(inner) && inner.family() == family
    };
    let same = a.family() == b.family() && column(a) && column(b) && !matches!(a.family(), Family::Facts | Family::Decimals | Family::Fractions | Family::Order);
    same || pointed(a, b) || pointed(b, a) || swapped(a, b) || swapped(b, a)
}

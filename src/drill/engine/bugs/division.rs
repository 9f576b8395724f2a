//! Division, as children do it wrongly.

use super::Bug;
use crate::drill::engine::answer::Answer;
use crate::drill::engine::number::{Digits, Rational, ten, value_of};
use crate::drill::engine::problem::{Op, Problem};

/// How quotient and remainder are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Working {
    Right,
    Digitwise,
    DigitMissed,
    Scaled,
}

/// How the quotient is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quotient {
    Whole,
    NoMiddleZero,
    NoFinalZero,
    Reversed,
    OneLess,
}

/// How the remainder is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rest {
    Written,
    Dropped,
    AsDecimal,
}

/// One way to divide: each switch is one faulty rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Way {
    working: Working,
    quotient: Quotient,
    rest: Rest,
}

impl Way {
    /// As it is taught.
    pub(super) const RIGHT: Self = Self { working: Working::Right, quotient: Quotient::Whole, rest: Rest::Written };

    /// With a rule added; `None` when the rule is none of these, or its switch is already turned.
    pub(super) fn with(self, bug: Bug) -> Option<Self> {
        let working = |working| (Self { working, ..self }, self.working == Working::Right);
        let quotient = |quotient| (Self { quotient, ..self }, self.quotient == Quotient::Whole);
        let rest = |rest| (Self { rest, ..self }, self.rest == Rest::Written);
        let (changed, free) = match bug {
            Bug::DigitwiseIgnoreRem => working(Working::Digitwise),
            Bug::BringDownMissed => working(Working::DigitMissed),
            Bug::ScaledRemainder => working(Working::Scaled),
            Bug::OmitMiddleZero => quotient(Quotient::NoMiddleZero),
            Bug::OmitFinalZero => quotient(Quotient::NoFinalZero),
            Bug::QuotientReversed => quotient(Quotient::Reversed),
            Bug::RemGeDivisor => quotient(Quotient::OneLess),
            Bug::RemainderDropped => rest(Rest::Dropped),
            Bug::RemainderAsDecimal => rest(Rest::AsDecimal),
            _ => return None,
        };
        free.then_some(changed)
    }
}

/// Quotients with remainders that a working may give; none when it does not apply.
fn work(a: u64, b: u64, working: Working) -> Vec<(u64, u64)> {
    let digits = Digits::of(a);
    match working {
        Working::Right => vec![(a / b, a % b)],
        // 96÷4: 9÷4 is 2, 6÷4 is 1, and only the last remainder is written.
        Working::Digitwise => {
            if b > 9 || digits.len() < 2 || u64::from(digits.leading()) < b {
                return Vec::new();
            }
            let part = |digit: &u8| u8::try_from(u64::from(*digit) / b).unwrap_or(0);
            vec![(value_of(digits.as_slice().iter().map(part)), u64::from(digits.as_slice()[0]) % b)]
        }
        // 864÷4: the 4 is not brought down, so that 86 is divided; or the 6 is not, so that 84 is.
        Working::DigitMissed => {
            let without = |missed: usize| value_of(digits.as_slice().iter().enumerate().filter(|(at, _)| *at != missed).map(|(_, digit)| *digit));
            (0..digits.len().saturating_sub(1)).map(without).filter(|left| *left >= b).map(|left| (left / b, left % b)).collect()
        }
        Working::Scaled => {
            let zeros = digits.trailing_zeros().min(Digits::of(b).trailing_zeros());
            let by = u32::try_from(zeros).ok().and_then(ten).unwrap_or(1);
            if zeros == 0 || a.is_multiple_of(b) { Vec::new() } else { vec![(a / b, (a % b) / by)] }
        }
    }
}

fn written(quotient: u64, rest: u64, b: u64, way: &Way) -> Vec<Option<Answer>> {
    let digits = Digits::of(quotient);
    let zeros = u32::try_from(digits.trailing_zeros()).unwrap_or(0);
    let quotients = match way.quotient {
        Quotient::Whole => vec![(quotient, rest)],
        Quotient::NoMiddleZero if digits.has_inner_zero() => vec![(digits.without_inner_zeros(), rest)],
        Quotient::NoFinalZero if zeros > 0 => vec![(quotient / ten(zeros).unwrap_or(1), rest), (quotient / 10, rest)],
        Quotient::Reversed if digits.len() > 1 => vec![(value_of(digits.as_slice().iter().rev().copied()), rest)],
        Quotient::OneLess if quotient > 0 => vec![(quotient - 1, rest + b)],
        _ => Vec::new(),
    };
    let decimal = |quotient: u64, rest: u64| {
        let places = u32::try_from(Digits::of(rest).len()).ok()?;
        Rational::decimal(quotient.checked_mul(ten(places)?)?.checked_add(rest)?, places).map(Answer::Number)
    };
    let answer = |(quotient, rest): (u64, u64)| match way.rest {
        Rest::Written => Answer::divided(quotient, rest),
        _ if rest == 0 => None,
        Rest::Dropped => Answer::whole(quotient),
        Rest::AsDecimal => decimal(quotient, rest),
    };
    quotients.into_iter().map(answer).collect()
}

pub(super) fn worked(problem: &Problem, bugs: &[Bug]) -> Vec<Option<Answer>> {
    let Some((Op::Div, a, b)) = problem.as_whole() else { return Vec::new() };
    let Some(way) = bugs.iter().try_fold(Way::RIGHT, |way, bug| way.with(*bug)) else { return Vec::new() };
    work(a, b, way.working).into_iter().flat_map(|(quotient, rest)| written(quotient, rest, b, &way)).collect()
}

pub(super) fn wrong(bug: Bug, problem: &Problem) -> Vec<Option<Answer>> {
    let Some((_, a, b)) = problem.as_whole() else { return Vec::new() };
    match bug {
        Bug::MulInstead => vec![a.checked_mul(b).and_then(Answer::whole)],
        Bug::ZeroConfusion if a == 0 => vec![Answer::whole(b)],
        Bug::ZeroConfusion => Vec::new(),
        _ => worked(problem, &[bug]),
    }
}

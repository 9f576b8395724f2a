//! Addition in columns, as children do it wrongly (Ashlock; Chinese error collections).

use super::{Bug, level, subtraction::column_value};
use crate::drill::engine::answer::Answer;
use crate::drill::engine::number::{Digits, Rational};
use crate::drill::engine::problem::{Op, Problem};

/// What becomes of a column's ten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Carry {
    Worked,
    Forgotten,
    Written,
    Always,
    Swapped,
}

/// One way to add: each switch is one faulty rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Way {
    carry: Carry,
    left: bool,
    quits: bool,
    plus_zero_is_zero: bool,
}

impl Way {
    /// As it is taught.
    pub(super) const RIGHT: Self = Self { carry: Carry::Worked, left: false, quits: false, plus_zero_is_zero: false };

    /// With a rule added; `None` when the rule is none of columns, or its switch is already turned.
    pub(super) fn with(self, bug: Bug) -> Option<Self> {
        let carry = |carry| (Self { carry, ..self }, self.carry == Carry::Worked);
        let (changed, free) = match bug {
            Bug::ForgetCarry => carry(Carry::Forgotten),
            Bug::WriteFullColumnSum => carry(Carry::Written),
            Bug::CarryWhenNotNeeded => carry(Carry::Always),
            Bug::WriteTenCarryUnit => carry(Carry::Swapped),
            Bug::LeftAligned => (Self { left: true, ..self }, !self.left && !self.quits),
            Bug::QuitAtBlank => (Self { quits: true, ..self }, !self.left && !self.quits),
            Bug::NPlusZeroIsZero => (Self { plus_zero_is_zero: true, ..self }, !self.plus_zero_is_zero),
            _ => return None,
        };
        free.then_some(changed)
    }
}

/// What stands in the columns after the work, the last column first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worked {
    /// What was carried into the column.
    pub carried: Digits,
    /// What was written below the line; the first column, and in some ways each, may have two digits.
    pub written: Digits,
}

impl Worked {
    /// The number as it can be read below the line.
    pub fn value(&self) -> Option<u64> {
        match column_value(self.written.as_slice()) {
            Some(value) => Some(value),
            // Two digits in one column stand side by side.
            None => self.written.as_slice().iter().rev().map(u8::to_string).collect::<String>().parse().ok(),
        }
    }
}

/// Works the columns in a way. The upper number has at least as many digits.
pub(super) fn work(upper: &Digits, lower: &Digits, way: &Way) -> Worked {
    let columns = upper.len();
    let shift = if way.left { columns - lower.len() } else { 0 };
    let mut worked = Worked { carried: Digits::of(0), written: Digits::NONE };
    let mut carry = 0;
    for at in 0..columns {
        let (top, below) = (upper.get(at).unwrap_or(0), at.checked_sub(shift).and_then(|at| lower.get(at)));
        if way.quits && below.is_none() {
            break;
        }
        let zero = way.plus_zero_is_zero && below.is_some_and(|below| (top == 0) != (below == 0));
        let sum = if zero { carry } else { top + below.unwrap_or(0) + carry };
        let last = at + 1 == columns || (way.quits && lower.get(at + 1).is_none());
        let (written, on) = match way.carry {
            _ if last && way.carry == Carry::Swapped && sum > 9 => (sum, 0),
            _ if last => (sum, 0),
            Carry::Written => (sum, 0),
            Carry::Worked => (sum % 10, sum / 10),
            Carry::Forgotten => (sum % 10, 0),
            Carry::Always => (sum % 10, 1),
            Carry::Swapped if sum > 9 => (sum / 10, sum % 10),
            Carry::Swapped => (sum, 0),
        };
        worked.written.push(written);
        worked.carried.push(on);
        carry = on;
    }
    worked.carried.truncate(columns);
    worked
}

/// The columns of a sum of whole or decimal numbers, worked by the rules given (none: as it is taught). `None` when two rules do not go together.
pub fn columns(problem: &Problem, bugs: &[Bug]) -> Option<(Worked, u32)> {
    let Problem::Two(Op::Add, a, b) = problem else { return None };
    let (a, b, places) = level(*a, *b)?;
    let way = bugs.iter().try_fold(Way::RIGHT, |way, bug| way.with(*bug))?;
    let least = usize::try_from(places).ok()? + 1;
    let (first, second) = (Digits::padded(a, least), Digits::padded(b, least));
    let (upper, lower) = if first.len() < second.len() { (second, first) } else { (first, second) };
    Some((work(&upper, &lower, &way), places))
}

pub(super) fn worked(problem: &Problem, bugs: &[Bug]) -> Option<Answer> {
    let (worked, places) = columns(problem, bugs)?;
    Rational::decimal(worked.value()?, places).map(Answer::Number)
}

pub(super) fn wrong(bug: Bug, problem: &Problem) -> Option<Answer> {
    let Problem::Two(_, a, b) = problem else { return None };
    match bug {
        Bug::SubtractInstead => {
            let (a, b) = (a.value()?, b.value()?);
            a.max(b).minus(a.min(b)).map(Answer::Number)
        }
        Bug::SumOfAllDigits => {
            let (_, a, b) = problem.as_whole()?;
            let sum = |value: u64| Digits::of(value).as_slice().iter().map(|digit| u64::from(*digit)).sum::<u64>();
            Answer::whole(sum(a) + sum(b))
        }
        // Decimals out of line are a rule of their own.
        Bug::LeftAligned => problem.as_whole().and_then(|_| worked(problem, &[bug])),
        _ => worked(problem, &[bug]),
    }
}

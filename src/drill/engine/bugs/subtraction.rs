//! Subtraction in columns, as children do it wrongly (Brown and Burton 1978, Burton 1982, VanLehn 1990).

use super::{Bug, level};
use crate::drill::engine::answer::Answer;
use crate::drill::engine::number::{Digits, Rational};
use crate::drill::engine::problem::{Op, Problem};

/// What is done where the upper digit is the smaller one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Short {
    Borrow,
    Flip,
    FlipAndTake,
    Zero,
    BorrowOnce,
}

/// From where ten is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    Next,
    Nowhere,
    Leftmost,
    Added,
}

/// What is done when ten is to be taken from a 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AtZero {
    NineAndOn,
    Skip,
    NineAndStop,
    Stop,
    TenAndOn,
}

/// What 0 − N gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FromZero {
    Worked,
    Upper,
    Lower,
}

/// What is done above a blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blank {
    Copied,
    Quit,
    Stutter,
}

/// One way to subtract: each switch is one faulty rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Way {
    short: Short,
    source: Source,
    at_zero: AtZero,
    from_zero: FromZero,
    minus_zero_is_zero: bool,
    same_is_itself: bool,
    spares_blanks: bool,
    blank: Blank,
    takes_always: bool,
}

impl Way {
    /// As it is taught.
    pub(super) const RIGHT: Self = Self {
        short: Short::Borrow,
        source: Source::Next,
        at_zero: AtZero::NineAndOn,
        from_zero: FromZero::Worked,
        minus_zero_is_zero: false,
        same_is_itself: false,
        spares_blanks: false,
        blank: Blank::Copied,
        takes_always: false,
    };

    /// With a rule added; `None` when the rule is none of columns, or its switch is already turned.
    pub(super) fn with(self, bug: Bug) -> Option<Self> {
        let right = Self::RIGHT;
        let (changed, free) = match bug {
            Bug::SmallerFromLarger => (Self { short: Short::Flip, ..self }, self.short == right.short),
            Bug::SflWithDecrement => (Self { short: Short::FlipAndTake, ..self }, self.short == right.short),
            Bug::ZeroInsteadOfBorrow => (Self { short: Short::Zero, ..self }, self.short == right.short),
            Bug::BorrowOnceThenSfl => (Self { short: Short::BorrowOnce, ..self }, self.short == right.short),
            Bug::BorrowNoDecrement => (Self { source: Source::Nowhere, ..self }, self.source == right.source),
            Bug::AlwaysBorrowLeft => (Self { source: Source::Leftmost, ..self }, self.source == right.source),
            Bug::BorrowAdd => (Self { source: Source::Added, ..self }, self.source == right.source),
            Bug::BorrowAcrossZero => (Self { at_zero: AtZero::Skip, ..self }, self.at_zero == right.at_zero),
            Bug::BorrowFromZero => (Self { at_zero: AtZero::NineAndStop, ..self }, self.at_zero == right.at_zero),
            Bug::StopsBorrowAtZero => (Self { at_zero: AtZero::Stop, ..self }, self.at_zero == right.at_zero),
            Bug::DontDecrementZero => (Self { at_zero: AtZero::TenAndOn, ..self }, self.at_zero == right.at_zero),
            Bug::ZeroMinusNIsN => (Self { from_zero: FromZero::Lower, ..self }, self.from_zero == right.from_zero),
            Bug::ZeroMinusNIsZero => (Self { from_zero: FromZero::Upper, ..self }, self.from_zero == right.from_zero),
            Bug::NMinusZeroIsZero => (Self { minus_zero_is_zero: true, ..self }, !self.minus_zero_is_zero),
            Bug::NMinusNIsN => (Self { same_is_itself: true, ..self }, !self.same_is_itself),
            Bug::ForgetBorrowOverBlank => (Self { spares_blanks: true, ..self }, !self.spares_blanks),
            Bug::QuitWhenBottomBlank => (Self { blank: Blank::Quit, ..self }, self.blank == right.blank),
            Bug::Stutter => (Self { blank: Blank::Stutter, ..self }, self.blank == right.blank),
            Bug::DecrementWhenNotNeeded => (Self { takes_always: true, ..self }, !self.takes_always),
            _ => return None,
        };
        free.then_some(changed)
    }
}

/// What stands in the columns after the work, the last column first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worked {
    /// The upper digits as they were used, after what was taken from them, without the ten that was lent to them.
    pub upper: Digits,
    /// Columns to which ten was lent, as bits.
    pub lent: u32,
    /// What was written below the line; the last entry may have two digits.
    pub written: Digits,
}

impl Worked {
    /// The number below the line; `None` when a column but the first has two digits.
    pub fn value(&self) -> Option<u64> {
        column_value(self.written.as_slice())
    }

    /// Whether ten was lent to a column.
    pub fn is_lent(&self, at: usize) -> bool {
        at < 20 && self.lent >> at & 1 == 1
    }
}

/// The number of columns, the last one first; `None` when a column but the first has two digits.
pub(super) fn column_value(written: &[u8]) -> Option<u64> {
    let (last, rest) = written.split_last()?;
    if rest.iter().any(|digit| *digit > 9) {
        return None;
    }
    rest.iter().rev().try_fold(u64::from(*last), |value, digit| value.checked_mul(10)?.checked_add(u64::from(*digit)))
}

struct Column<'a> {
    way: &'a Way,
    upper: [u8; 20],
    columns: usize,
    lower: &'a Digits,
}

impl Column<'_> {
    /// Takes ten for column `at`; `None` when the child would be stuck.
    fn take(&mut self, at: usize) -> Option<()> {
        let mut from = at + 1;
        match self.way.source {
            Source::Nowhere => return Some(()),
            Source::Leftmost => {
                from = self.columns - 1;
                self.upper[from] = if from > at { self.upper[from].checked_sub(1)? } else { return None };
                return Some(());
            }
            Source::Added => {
                self.upper[from] = if from < self.columns { self.upper[from] + 1 } else { return None };
                return Some(());
            }
            Source::Next => {}
        }
        while from < self.columns {
            if self.way.spares_blanks && self.lower.get(from).is_none() {
                return Some(());
            }
            if self.upper[from] > 0 {
                self.upper[from] -= 1;
                return Some(());
            }
            match self.way.at_zero {
                AtZero::NineAndOn => self.upper[from] = 9,
                AtZero::TenAndOn => self.upper[from] = 10,
                AtZero::Skip => {}
                AtZero::Stop => return Some(()),
                AtZero::NineAndStop => {
                    self.upper[from] = 9;
                    return Some(());
                }
            }
            from += 1;
        }
        None
    }
}

/// Works the columns in a way; `None` when the child would be stuck.
pub(super) fn work(upper: &Digits, lower: &Digits, way: &Way) -> Option<Worked> {
    let columns = upper.len();
    let mut column = Column { way, upper: [0; 20], columns, lower };
    column.upper[..columns].copy_from_slice(upper.as_slice());
    let mut worked = Worked { upper: *upper, lent: 0, written: Digits::NONE };
    let mut short = way.short;
    for at in 0..columns {
        let top = column.upper[at];
        let below = match (lower.get(at), way.blank) {
            (Some(digit), _) => digit,
            (None, Blank::Copied) => {
                worked.written.push(top);
                continue;
            }
            (None, Blank::Quit) => break,
            (None, Blank::Stutter) => lower.leading(),
        };
        let from_zero = if upper.get(at) == Some(0) && top == 0 && below > 0 { way.from_zero } else { FromZero::Worked };
        let written = match (top, from_zero) {
            (_, FromZero::Upper) => 0,
            (_, FromZero::Lower) => below,
            _ if way.minus_zero_is_zero && below == 0 => 0,
            _ if way.same_is_itself && top == below => top,
            _ if top >= below => {
                if way.takes_always && at + 1 < columns {
                    column.take(at)?;
                }
                top - below
            }
            _ => match short {
                Short::Flip => below - top,
                Short::Zero => 0,
                Short::FlipAndTake => {
                    column.take(at)?;
                    below - top
                }
                Short::Borrow | Short::BorrowOnce => {
                    column.take(at)?;
                    worked.lent |= 1 << at;
                    short = if short == Short::BorrowOnce { Short::Flip } else { short };
                    top + 10 - below
                }
            },
        };
        worked.written.push(written);
    }
    worked.upper = Digits::NONE;
    column.upper[..columns].iter().for_each(|digit| worked.upper.push(*digit));
    Some(worked)
}

/// The columns of a difference of whole or decimal numbers, worked by the rules given (none: as it is taught). `None` when two rules do not go together or
/// the child would be stuck.
pub fn columns(problem: &Problem, bugs: &[Bug]) -> Option<(Worked, u32)> {
    let Problem::Two(Op::Sub, a, b) = problem else { return None };
    let (upper, lower, places) = level(*a, *b)?;
    let least = usize::try_from(places).ok()? + 1;
    let way = bugs.iter().try_fold(Way::RIGHT, |way, bug| way.with(*bug))?;
    work(&Digits::padded(upper, least), &Digits::padded(lower, least), &way).map(|worked| (worked, places))
}

pub(super) fn worked(problem: &Problem, bugs: &[Bug]) -> Option<Answer> {
    let (worked, places) = columns(problem, bugs)?;
    Rational::decimal(worked.value()?, places).map(Answer::Number)
}

pub(super) fn wrong(bug: Bug, problem: &Problem) -> Option<Answer> {
    match (bug, problem) {
        (Bug::AddInstead, Problem::Two(_, a, b)) => a.value()?.plus(b.value()?).map(Answer::Number),
        _ => worked(problem, &[bug]),
    }
}

//! Multiplication in columns and by the table, as children do it wrongly.

use super::Bug;
use crate::drill::engine::answer::Answer;
use crate::drill::engine::number::{Digits, Rational, ten};
use crate::drill::engine::problem::{Op, Problem};

/// What becomes of a carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Carry {
    Worked,
    Forgotten,
    AddedFirst,
    Swapped,
}

/// Which digits meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rows {
    All,
    Unshifted,
    UnitsOnly,
}

/// What becomes of the zeros at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    Kept,
    Dropped,
    Extra,
}

/// One way to multiply: each switch is one faulty rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Way {
    carry: Carry,
    rows: Rows,
    ends: Ends,
    zero_times_is_n: bool,
    skips_zero: bool,
}

impl Way {
    /// As it is taught.
    pub(super) const RIGHT: Self = Self { carry: Carry::Worked, rows: Rows::All, ends: Ends::Kept, zero_times_is_n: false, skips_zero: false };

    /// With a rule added; `None` when the rule is none of columns, or its switch is already turned.
    pub(super) fn with(self, bug: Bug) -> Option<Self> {
        let carry = |carry| (Self { carry, ..self }, self.carry == Carry::Worked);
        let rows = |rows| (Self { rows, ..self }, self.rows == Rows::All);
        let ends = |ends| (Self { ends, ..self }, self.ends == Ends::Kept);
        let (changed, free) = match bug {
            Bug::MulForgetCarry => carry(Carry::Forgotten),
            Bug::AddCarryBefore => carry(Carry::AddedFirst),
            Bug::MulWriteTenCarryUnit => carry(Carry::Swapped),
            Bug::PartialNotShifted => rows(Rows::Unshifted),
            Bug::OnlyUnits => rows(Rows::UnitsOnly),
            Bug::TrailingZeroDropped => ends(Ends::Dropped),
            Bug::TrailingZeroExtra => ends(Ends::Extra),
            Bug::ZeroTimesNIsN => (Self { zero_times_is_n: true, ..self }, !self.zero_times_is_n && !self.skips_zero),
            Bug::SkipInnerZero => (Self { skips_zero: true, ..self }, !self.zero_times_is_n && !self.skips_zero),
            _ => return None,
        };
        free.then_some(changed)
    }
}

/// One row of the column: the upper number times one digit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What was carried into each column, the last column first.
    pub carried: Vec<u8>,
    /// The row as a number, without its shift.
    pub value: u64,
    /// By how many places it stands to the left.
    pub shift: u32,
}

/// The rows of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worked {
    /// The upper number, as it was used.
    pub upper: u64,
    /// The lower number, as it was used.
    pub lower: u64,
    /// One for each digit of the lower number that was used.
    pub rows: Vec<Row>,
    /// What is written below the last line; two where a rule leaves open which.
    pub values: Vec<u64>,
}

fn row(upper: &Digits, digit: u8, way: &Way) -> Option<(Vec<u8>, u64)> {
    let digit = u64::from(digit);
    let (mut value, mut carry, mut carried, mut scale) = (0_u64, 0_u64, vec![0], 1_u64);
    for at in 0..upper.len() {
        let top = u64::from(upper.get(at)?);
        let product = match (top, digit) {
            (0, other) | (other, 0) if way.zero_times_is_n => other,
            _ => top * digit,
        };
        let sum = if way.carry == Carry::AddedFirst { (top + carry) * digit } else { product + carry };
        if at + 1 == upper.len() {
            value = value.checked_add(scale.checked_mul(sum)?)?;
            break;
        }
        let (written, on) = match way.carry {
            Carry::Worked | Carry::AddedFirst => (sum % 10, sum / 10),
            Carry::Forgotten => (sum % 10, 0),
            Carry::Swapped if sum > 9 => (sum / 10 % 10, sum % 10),
            Carry::Swapped => (sum, 0),
        };
        value = value.checked_add(scale.checked_mul(written)?)?;
        scale = scale.checked_mul(10)?;
        carried.push(u8::try_from(on).ok()?);
        carry = on;
    }
    Some((carried, value))
}

/// The rows of a product of two whole numbers; `None` when the way has nothing to act on or the product does not fit.
pub(super) fn work(a: u64, b: u64, way: &Way) -> Option<Worked> {
    let (long, short) = if Digits::of(a).len() < Digits::of(b).len() { (b, a) } else { (a, b) };
    let used = |value: u64| if way.skips_zero { Digits::of(value).without_inner_zeros() } else { value };
    let (upper, lower) = (Digits::of(used(long)), Digits::of(used(short)));
    if way.rows == Rows::UnitsOnly && (lower.len() < 2 || lower.get(0) == Some(0)) {
        return None;
    }
    let (mut rows, mut sum, mut places) = (Vec::new(), 0_u64, 0_u32);
    for digit in lower.as_slice() {
        let shift = if way.rows == Rows::Unshifted { 0 } else { places };
        let (carried, value) = row(&upper, *digit, way)?;
        sum = sum.checked_add(value.checked_mul(ten(shift)?)?)?;
        if *digit != 0 || lower.len() == 1 || way.zero_times_is_n {
            rows.push(Row { carried, value, shift });
        }
        if way.rows == Rows::UnitsOnly {
            break;
        }
        places += 1;
    }
    let zeros = u32::try_from(Digits::of(long).trailing_zeros() + Digits::of(short).trailing_zeros()).ok()?;
    let mut values = match way.ends {
        Ends::Kept => vec![sum],
        _ if zeros == 0 => return None,
        Ends::Extra => vec![sum.checked_mul(10)?],
        Ends::Dropped => vec![sum / ten(zeros)?, sum / 10],
    };
    values.dedup();
    Some(Worked { upper: used(long), lower: used(short), rows, values })
}

/// The rows of a product of whole or decimal numbers, worked by the rules given (none: as it is taught), and the places of the result.
pub fn columns(problem: &Problem, bugs: &[Bug]) -> Option<(Worked, u32)> {
    let Problem::Two(Op::Mul, a, b) = problem else { return None };
    let ((a, of_a), (b, of_b)) = (a.decimal()?, b.decimal()?);
    let way = bugs.iter().try_fold(Way::RIGHT, |way, bug| way.with(*bug))?;
    Some((work(a, b, &way)?, of_a + of_b))
}

pub(super) fn worked(problem: &Problem, bugs: &[Bug]) -> Vec<Option<Answer>> {
    let Some((worked, places)) = columns(problem, bugs) else { return Vec::new() };
    worked.values.iter().map(|value| Rational::decimal(*value, places).map(Answer::Number)).collect()
}

pub(super) fn wrong(bug: Bug, problem: &Problem) -> Vec<Option<Answer>> {
    let Problem::Two(_, first, second) = problem else { return Vec::new() };
    let whole = problem.as_whole();
    match (bug, whole) {
        (Bug::MulAsAdd, _) => vec![first.value().zip(second.value()).and_then(|(a, b)| a.plus(b)).map(Answer::Number)],
        (Bug::FactNeighbor, Some((op, a, b))) => neighbours(op, a, b),
        (Bug::FactConfuse, Some((op, a, b))) => confused(op, a, b),
        (Bug::OmitCross, Some((_, a, b))) => vec![by_column(a, b, 2)],
        (Bug::Columnwise, Some((_, a, b))) => vec![by_column(a, b, 1)],
        (Bug::TrailingZeroDropped | Bug::TrailingZeroExtra, None) => Vec::new(),
        _ => worked(problem, &[bug]),
    }
}

/// Only digits of the same column are multiplied; each product stands `step` × its column to the left.
fn by_column(a: u64, b: u64, step: u32) -> Option<Answer> {
    let (a, b) = (Digits::of(a), Digits::of(b));
    if a.len() != b.len() || a.len() < 2 {
        return None;
    }
    let (mut sum, mut places) = (0_u64, 0);
    for (x, y) in a.as_slice().iter().zip(b.as_slice()) {
        sum = sum.checked_add(ten(places)?.checked_mul(u64::from(x * y))?)?;
        places += step;
    }
    Answer::whole(sum)
}

/// The fact of the table that a problem asks for: both factors and, of a division, true.
fn fact(op: Op, a: u64, b: u64) -> Option<(u64, u64, bool)> {
    let single = |value: u64| (1..=9).contains(&value);
    match op {
        Op::Mul if single(a) && single(b) => Some((a, b, false)),
        Op::Div if single(b) && a.is_multiple_of(b) && single(a / b) => Some((b, a / b, true)),
        _ => None,
    }
}

/// The fact of the table that a problem asks for, the smaller factor first: 7×8 and 56÷8 ask for (7, 8).
pub fn table_fact(problem: &Problem) -> Option<(u64, u64)> {
    let (op, a, b) = problem.as_whole()?;
    fact(op, a, b).map(|(a, b, _)| (a.min(b), a.max(b)))
}

fn neighbours(op: Op, a: u64, b: u64) -> Vec<Option<Answer>> {
    let whole = |value: u64| if value == 0 { None } else { Answer::whole(value) };
    match fact(op, a, b) {
        Some((_, quotient, true)) => vec![whole(quotient - 1), whole(quotient + 1)],
        Some((a, b, false)) => vec![whole((a - 1) * b), whole((a + 1) * b), whole(a * (b - 1)), whole(a * (b + 1))],
        None => Vec::new(),
    }
}

/// Any other product of the table; of a division any other factor.
fn confused(op: Op, a: u64, b: u64) -> Vec<Option<Answer>> {
    match fact(op, a, b) {
        Some((_, _, true)) => (1..=9).map(Answer::whole).collect(),
        Some((a, b, false)) => {
            let mut products: Vec<u64> = (2..=9).flat_map(|x| (x..=9).map(move |y| x * y)).collect();
            products.sort_unstable_by_key(|product| (product.abs_diff(a * b), *product));
            products.into_iter().map(Answer::whole).collect()
        }
        None => Vec::new(),
    }
}

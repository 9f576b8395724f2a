//! A problem, its right answer and how it is printed.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::answer::{Answer, Sign};
use super::number::{Number, Rational};

/// The four operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Op {
    /// Addition.
    Add,
    /// Subtraction.
    Sub,
    /// Multiplication.
    Mul,
    /// Division.
    Div,
}

impl Op {
    /// Whether it is worked before addition and subtraction.
    pub fn binds(self) -> bool {
        matches!(self, Self::Mul | Self::Div)
    }

    /// The sign as it is printed.
    pub fn sign(self) -> char {
        match self {
            Self::Add => '+',
            Self::Sub => '-',
            Self::Mul => '×',
            Self::Div => '÷',
        }
    }

    /// The value; `None` by 0 or when it does not fit.
    pub fn apply(self, a: Rational, b: Rational) -> Option<Rational> {
        match self {
            Self::Add => a.plus(b),
            Self::Sub => a.minus(b),
            Self::Mul => a.times(b),
            Self::Div => a.over(b),
        }
    }
}

/// What stands between two signs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Operand {
    /// A number.
    Number(Number),
    /// What is in brackets.
    Group(Chain),
}

impl Operand {
    /// A whole number.
    pub fn whole(value: u64) -> Self {
        Self::Number(Number::Whole(value))
    }
}

/// Operands with signs between them, as they stand in the line; the order of work is not yet decided.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Chain {
    /// At least two.
    pub items: Vec<Operand>,
    /// One less than items.
    pub ops: Vec<Op>,
}

impl Chain {
    /// A chain of whole numbers: the first, and each further one with its sign.
    pub fn of(first: Operand, rest: impl IntoIterator<Item = (Op, Operand)>) -> Self {
        let mut chain = Self { items: vec![first], ops: Vec::new() };
        for (op, item) in rest {
            chain.ops.push(op);
            chain.items.push(item);
        }
        chain
    }

    /// The value by the rules: brackets, then × and ÷, then + and −, each from the left. `None` by 0 or when it does not fit.
    pub fn value(&self) -> Option<Rational> {
        let (mut sum, mut part) = (Rational::ZERO, None::<(Op, Rational)>);
        for (at, item) in self.items.iter().enumerate() {
            let value = item.value()?;
            let op = at.checked_sub(1).and_then(|before| self.ops.get(before)).copied();
            part = Some(match (op, part) {
                (Some(op), Some((sign, before))) if op.binds() => (sign, op.apply(before, value)?),
                (Some(op), Some((sign, before))) => {
                    sum = sign.apply(sum, before)?;
                    (op, value)
                }
                _ => (Op::Add, value),
            });
        }
        let (sign, last) = part?;
        sign.apply(sum, last)
    }

    /// Whether a bracket stands in it.
    pub fn has_group(&self) -> bool {
        self.items.iter().any(|item| matches!(item, Operand::Group(_)))
    }

    /// How deep its brackets are nested; 0 without any.
    pub fn depth(&self) -> usize {
        let inner = |item: &Operand| if let Operand::Group(chain) = item { 1 + chain.depth() } else { 0 };
        self.items.iter().map(inner).max().unwrap_or(0)
    }

    /// All numbers in the line.
    pub fn numbers(&self) -> Vec<Number> {
        let of = |item: &Operand| match item {
            Operand::Number(number) => vec![*number],
            Operand::Group(chain) => chain.numbers(),
        };
        self.items.iter().flat_map(of).collect()
    }
}

impl Operand {
    /// The value of a number or of what is in brackets.
    pub fn value(&self) -> Option<Rational> {
        match self {
            Self::Number(number) => number.value(),
            Self::Group(chain) => chain.value(),
        }
    }
}

/// A problem of the exercise book. [`super::parse::problem`] makes only problems that have a right answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Problem {
    /// Two numbers and one operation.
    Two(Op, Number, Number),
    /// Which is larger?
    Compare(Number, Number),
    /// Several operations, or brackets.
    Steps(Chain),
}

impl Problem {
    /// Two whole numbers.
    pub fn whole(op: Op, a: u64, b: u64) -> Self {
        Self::Two(op, Number::Whole(a), Number::Whole(b))
    }

    /// Operation and numbers, if both are whole.
    pub fn as_whole(&self) -> Option<(Op, u64, u64)> {
        match *self {
            Self::Two(op, Number::Whole(a), Number::Whole(b)) => Some((op, a, b)),
            _ => None,
        }
    }

    /// The right answer; `None` by 0, below 0, or when it does not fit.
    pub fn right(&self) -> Option<Answer> {
        match self {
            Self::Two(Op::Div, Number::Whole(a), Number::Whole(b)) => Answer::divided(a.checked_div(*b)?, a.checked_rem(*b)?),
            Self::Two(op, a, b) => number(op.apply(a.value()?, b.value()?)?),
            Self::Compare(a, b) => Some(Answer::Sign(match a.value()?.cmp(&b.value()?) {
                std::cmp::Ordering::Less => Sign::Less,
                std::cmp::Ordering::Equal => Sign::Equal,
                std::cmp::Ordering::Greater => Sign::Greater,
            })),
            Self::Steps(chain) => number(chain.value()?),
        }
    }

    /// Whether an answer is right: by value, and a division that leaves a remainder may be answered by its exact value, too (47÷5 is 9…2 or 9.4).
    pub fn is_right(&self, answer: Answer) -> bool {
        let exact = || match (self, answer) {
            (Self::Two(Op::Div, a, b), Answer::Number(value)) => a.value().zip(b.value()).and_then(|(a, b)| a.over(b)) == Some(value),
            _ => false,
        };
        self.right() == Some(answer) || exact()
    }

    /// An answer in the form that the problem asks for: fractions stay fractions.
    pub fn show(&self, answer: Answer) -> String {
        let fractions = match self {
            Self::Two(_, a, b) | Self::Compare(a, b) => [*a, *b].iter().any(|number| matches!(number, Number::Fraction { .. })),
            Self::Steps(chain) => chain.numbers().iter().any(|number| matches!(number, Number::Fraction { .. })),
        };
        match answer {
            Answer::Number(value) if fractions => value.as_fraction(),
            other => other.to_string(),
        }
    }
}

fn number(value: Rational) -> Option<Answer> {
    (!value.is_negative()).then_some(Answer::Number(value))
}

impl fmt::Display for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Group(chain) => write!(f, "({chain})"),
        }
    }
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, item) in self.items.iter().enumerate() {
            if let Some(op) = at.checked_sub(1).and_then(|before| self.ops.get(before)) {
                write!(f, "{}", op.sign())?;
            }
            item.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Two(op, a, b) => write!(f, "{a}{}{b}", op.sign()),
            Self::Compare(a, b) => write!(f, "{a}?{b}"),
            Self::Steps(chain) => chain.fmt(f),
        }
    }
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Problem {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        super::parse::problem(&text).map_err(serde::de::Error::custom)
    }
}

//! What a child wrote, as a value that can be compared.

use std::fmt;

use super::number::Rational;

/// The sign between two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sign {
    /// `<`
    Less,
    /// `=`
    Equal,
    /// `>`
    Greater,
}

/// An answer by its value: 2/4 and 0.5 are the same answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Answer {
    /// Nothing was written.
    Blank,
    /// A number.
    Number(Rational),
    /// Quotient and remainder; a remainder of 0 is a [`Answer::Number`].
    Remainder(u64, u64),
    /// A sign of comparison.
    Sign(Sign),
}

impl Answer {
    /// A whole number; `None` when it does not fit.
    pub fn whole(value: u64) -> Option<Self> {
        Rational::whole(value).map(Self::Number)
    }

    /// A quotient with its remainder, or the quotient alone when nothing remains.
    pub fn divided(quotient: u64, remainder: u64) -> Option<Self> {
        if remainder == 0 { Self::whole(quotient) } else { Some(Self::Remainder(quotient, remainder)) }
    }

    /// The whole number that it is.
    pub fn as_whole(self) -> Option<u64> {
        match self {
            Self::Number(value) => value.as_whole(),
            _ => None,
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blank => Ok(()),
            Self::Number(value) => value.fmt(f),
            Self::Remainder(quotient, remainder) => write!(f, "{quotient}…{remainder}"),
            Self::Sign(sign) => f.write_str(match sign {
                Sign::Less => "<",
                Sign::Equal => "=",
                Sign::Greater => ">",
            }),
        }
    }
}

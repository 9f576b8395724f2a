//! Numbers without rounding: exact values, numbers as they are written, and their digits.

use std::cmp::Ordering;
use std::fmt;

/// Ten to the power `places`; `None` beyond 18.
pub fn ten(places: u32) -> Option<u64> {
    (places <= 18).then(|| 10_u64.pow(places))
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a.abs() } else { gcd(b, a % b) }
}

fn gcd_of_words(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// An exact value, in lowest terms, the denominator above 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rational {
    num: i64,
    den: i64,
}

impl Rational {
    /// Zero.
    pub const ZERO: Self = Self { num: 0, den: 1 };

    /// `num / den`; `None` when the denominator is 0 or the reduced value does not fit.
    pub fn new(num: i128, den: i128) -> Option<Self> {
        match den {
            0 => return None,
            1 => return Some(Self { num: i64::try_from(num).ok()?, den: 1 }),
            _ => {}
        }
        // Nearly all fit into 64 bits, where division is several times faster.
        let shared = match (i64::try_from(num), i64::try_from(den)) {
            (Ok(num), Ok(den)) => i128::from(gcd_of_words(num.unsigned_abs(), den.unsigned_abs())),
            _ => gcd(num, den),
        };
        let by = shared.max(1) * den.signum();
        Some(Self { num: i64::try_from(num / by).ok()?, den: i64::try_from(den / by).ok()? })
    }

    /// A whole number; `None` beyond 63 bits.
    pub fn whole(value: u64) -> Option<Self> {
        Some(Self { num: i64::try_from(value).ok()?, den: 1 })
    }

    /// `digits / 10^places`.
    pub fn decimal(digits: u64, places: u32) -> Option<Self> {
        Self::new(i128::from(digits), i128::from(ten(places)?))
    }

    /// The numerator, with the sign.
    pub fn num(self) -> i64 {
        self.num
    }

    /// The denominator, above 0.
    pub fn den(self) -> i64 {
        self.den
    }

    /// The value, if it is a whole number of at least 0.
    pub fn as_whole(self) -> Option<u64> {
        if self.den == 1 { u64::try_from(self.num).ok() } else { None }
    }

    /// Whether the value is below 0.
    pub fn is_negative(self) -> bool {
        self.num < 0
    }

    /// The sum; `None` when it does not fit, as for the other operations.
    pub fn plus(self, other: Self) -> Option<Self> {
        let (a, b, c, d) = self.parts(other);
        Self::new(a.checked_mul(d)?.checked_add(c.checked_mul(b)?)?, b.checked_mul(d)?)
    }

    /// The difference.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(Self { num: other.num.checked_neg()?, den: other.den })
    }

    /// The product.
    pub fn times(self, other: Self) -> Option<Self> {
        let (a, b, c, d) = self.parts(other);
        Self::new(a.checked_mul(c)?, b.checked_mul(d)?)
    }

    /// The quotient; `None` by 0, too.
    pub fn over(self, other: Self) -> Option<Self> {
        let (a, b, c, d) = self.parts(other);
        Self::new(a.checked_mul(d)?, b.checked_mul(c)?)
    }

    fn parts(self, other: Self) -> (i128, i128, i128, i128) {
        (i128::from(self.num), i128::from(self.den), i128::from(other.num), i128::from(other.den))
    }

    /// Digits and places of a terminating decimal (2.5 is 25 with 1 place); `None` of thirds and of negative values.
    pub fn as_decimal(self) -> Option<(u64, u32)> {
        let mut den = self.den;
        let (mut twos, mut fives) = (0_u32, 0_u32);
        while den % 2 == 0 {
            (den, twos) = (den / 2, twos + 1);
        }
        while den % 5 == 0 {
            (den, fives) = (den / 5, fives + 1);
        }
        let places = twos.max(fives);
        let scaled = i128::from(self.num).checked_mul(i128::from(ten(places)?))? / i128::from(self.den);
        if den == 1 { Some((u64::try_from(scaled).ok()?, places)) } else { None }
    }

    /// As a fraction or mixed number: `5/6`, `1 1/6`, `3`.
    pub fn as_fraction(self) -> String {
        let (whole, rest) = (self.num / self.den, self.num % self.den);
        match (whole, rest) {
            (_, 0) => whole.to_string(),
            (0, _) => format!("{}/{}", self.num, self.den),
            _ => format!("{whole} {}/{}", rest.abs(), self.den),
        }
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rational {
    fn cmp(&self, other: &Self) -> Ordering {
        let (a, b, c, d) = self.parts(*other);
        (a * d).cmp(&(c * b))
    }
}

impl fmt::Display for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_decimal() {
            Some((digits, places)) => Number::Decimal { digits, places }.fmt(f),
            None if self.den == 1 => write!(f, "{}", self.num),
            None => f.write_str(&self.as_fraction()),
        }
    }
}

/// A number as it is written: 3.60 has two places, 2/4 is not 1/2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Number {
    /// A whole number.
    Whole(u64),
    /// A decimal: 3.60 is 360 with 2 places.
    Decimal {
        /// All digits, without the point.
        digits: u64,
        /// Digits behind the point.
        places: u32,
    },
    /// A fraction or mixed number.
    Fraction {
        /// The whole part, 0 when there is none.
        whole: u64,
        /// The numerator.
        num: u64,
        /// The denominator, above 0.
        den: u64,
    },
}

impl Number {
    /// The exact value; `None` when it does not fit.
    pub fn value(self) -> Option<Rational> {
        match self {
            Self::Whole(value) => Rational::whole(value),
            Self::Decimal { digits, places } => Rational::decimal(digits, places),
            Self::Fraction { whole, num, den } => Rational::new(i128::from(whole) * i128::from(den) + i128::from(num), i128::from(den)),
        }
    }

    /// Digits and places, of whole and decimal numbers.
    pub fn decimal(self) -> Option<(u64, u32)> {
        match self {
            Self::Whole(value) => Some((value, 0)),
            Self::Decimal { digits, places } => Some((digits, places)),
            Self::Fraction { .. } => None,
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Whole(value) | Self::Decimal { digits: value, places: 0 } => write!(f, "{value}"),
            Self::Decimal { digits, places } => {
                let width = usize::try_from(places).unwrap_or(0) + 1;
                let text = format!("{digits:0width$}");
                let (front, behind) = text.split_at(text.len() + 1 - width);
                write!(f, "{front}.{behind}")
            }
            Self::Fraction { whole: 0, num, den } => write!(f, "{num}/{den}"),
            Self::Fraction { whole, num, den } => write!(f, "{whole} {num}/{den}"),
        }
    }
}

/// The digits of a number, the last one first, as a column is worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digits {
    len: usize,
    digits: [u8; 20],
}

impl Digits {
    /// No digit yet.
    pub const NONE: Self = Self { len: 0, digits: [0; 20] };

    /// One more digit in front; nothing happens beyond twenty.
    pub fn push(&mut self, digit: u8) {
        if let Some(place) = self.digits.get_mut(self.len) {
            (*place, self.len) = (digit, self.len + 1);
        }
    }

    /// Only the first `len` of them, from the last one.
    pub fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
    }

    /// The digits of a number; 0 has one digit.
    pub fn of(value: u64) -> Self {
        Self::padded(value, 1)
    }

    /// At least `least` digits (at most 20), with zeros in front.
    pub fn padded(value: u64, least: usize) -> Self {
        let (mut digits, mut rest, mut len) = ([0; 20], value, 0);
        while rest > 0 || len < least.min(20) {
            digits[len] = u8::try_from(rest % 10).unwrap_or(0);
            (rest, len) = (rest / 10, len + 1);
        }
        Self { len, digits }
    }

    /// How many.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.len
    }

    /// The digit of a column, 0 being the last; `None` of a blank.
    pub fn get(&self, at: usize) -> Option<u8> {
        self.as_slice().get(at).copied()
    }

    /// The last digit first.
    pub fn as_slice(&self) -> &[u8] {
        &self.digits[..self.len]
    }

    /// The first digit.
    pub fn leading(&self) -> u8 {
        self.as_slice().last().copied().unwrap_or(0)
    }

    /// Zeros at the end; 0 of the number 0.
    pub fn trailing_zeros(&self) -> usize {
        let zeros = self.as_slice().iter().take_while(|digit| **digit == 0).count();
        if zeros == self.len { 0 } else { zeros }
    }

    /// Whether a 0 stands between other digits, before the zeros at the end.
    pub fn has_inner_zero(&self) -> bool {
        self.as_slice()[self.trailing_zeros()..].contains(&0)
    }

    /// The number without its inner zeros: 304 is 34, 3040 is 340.
    pub fn without_inner_zeros(&self) -> u64 {
        let ends = self.trailing_zeros();
        let kept = self.as_slice().iter().enumerate().filter(|(at, digit)| *at < ends || **digit != 0).map(|(_, digit)| *digit);
        value_of(kept)
    }
}

/// The number of digits, the last one first.
pub fn value_of(digits: impl DoubleEndedIterator<Item = u8>) -> u64 {
    digits.rev().fold(0_u64, |value, digit| value.saturating_mul(10).saturating_add(u64::from(digit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn r(num: i128, den: i128) -> Rational {
        Rational::new(num, den).unwrap()
    }

    #[test]
    fn values_are_exact_and_in_lowest_terms() {
        assert_eq!(r(1, 2).plus(r(1, 3)), Some(r(5, 6)));
        assert_eq!(r(1, 10).plus(r(2, 10)), Some(r(3, 10)));
        assert_eq!(r(1, 2).over(Rational::ZERO), None);
        assert_eq!(Rational::new(1, 0), None);
        assert_eq!(r(6, -4), r(-3, 2));
        assert!(r(1, 8) < r(3, 10));
        assert_eq!(r(i128::from(i64::MAX), 1).times(r(2, 1)), None);
    }

    #[test]
    fn values_are_shown_as_a_child_writes_them() {
        for (value, text) in [(r(385, 100), "3.85"), (r(6, 100), "0.06"), (r(5, 6), "5/6"), (r(7, 6), "1 1/6"), (r(12, 1), "12"), (r(-3, 1), "-3"), (r(-7, 2), "-3 1/2")] {
            assert_eq!(value.to_string(), text);
        }
    }

    #[test]
    fn digits_know_their_zeros() {
        let digits = Digits::of(30_400);
        assert_eq!((digits.trailing_zeros(), digits.has_inner_zero(), digits.without_inner_zeros(), digits.leading()), (2, true, 3400, 3));
        assert_eq!((Digits::of(0).len(), Digits::of(0).trailing_zeros(), Digits::padded(25, 3).get(2)), (1, 0, Some(0)));
    }
}

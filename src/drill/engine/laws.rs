//! Laws and short cuts (A7-12): a problem that a law makes short, and the short way.

use serde::{Deserialize, Serialize};

use super::problem::{Chain, Op, Operand, Problem};
use super::rng::Rng;

/// Which law; the words lie under `drill-law-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Law {
    /// 64+38+36 as 64+36+38.
    AddOrder,
    /// 356−78−22 as 356−(78+22).
    SubTogether,
    /// 25×37×4 as 25×4×37.
    MulOrder,
    /// 3200÷25÷4 as 3200÷(25×4).
    DivTogether,
    /// 37×46+63×46 as (37+63)×46.
    Distribute,
    /// 99×36 as 100×36−36.
    NearRound,
    /// 398+56 as 400+56−2.
    AddNearRound,
}

impl Law {
    /// All of them.
    pub const ALL: [Self; 7] = [Self::AddOrder, Self::SubTogether, Self::MulOrder, Self::DivTogether, Self::Distribute, Self::NearRound, Self::AddNearRound];

    /// The code, as in the key of its words.
    pub fn code(self) -> &'static str {
        match self {
            Self::AddOrder => "add-order",
            Self::SubTogether => "sub-together",
            Self::MulOrder => "mul-order",
            Self::DivTogether => "div-together",
            Self::Distribute => "distribute",
            Self::NearRound => "near-round",
            Self::AddNearRound => "add-near-round",
        }
    }
}

/// A problem with its short way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Short {
    /// The law.
    pub law: Law,
    /// The problem.
    pub problem: Problem,
    /// The short way: it has the same value.
    pub way: Problem,
}

fn chain(first: u64, rest: &[(Op, u64)]) -> Chain {
    Chain::of(Operand::whole(first), rest.iter().map(|(op, value)| (*op, Operand::whole(*value))))
}

fn line(first: u64, rest: &[(Op, u64)]) -> Problem {
    Problem::Steps(chain(first, rest))
}

/// A problem for a law.
pub fn of(law: Law, rng: &mut Rng) -> Short {
    let (a, b, c) = (rng.between(11, 89), rng.between(11, 89), rng.between(2, 9));
    let (x, y) = *rng.pick(&[(25, 4), (125, 8), (50, 2), (5, 20), (25, 8)]).unwrap_or(&(25, 4));
    let (problem, way) = match law {
        Law::AddOrder => (line(a, &[(Op::Add, b), (Op::Add, 100 - a)]), line(a, &[(Op::Add, 100 - a), (Op::Add, b)])),
        Law::SubTogether => {
            let from = 100 * c + a;
            (line(from, &[(Op::Sub, b), (Op::Sub, 100 - b)]), Problem::Steps(Chain::of(Operand::whole(from), [(Op::Sub, Operand::Group(chain(b, &[(Op::Add, 100 - b)])))])))
        }
        Law::MulOrder => (line(x, &[(Op::Mul, a), (Op::Mul, y)]), line(x, &[(Op::Mul, y), (Op::Mul, a)])),
        Law::DivTogether => {
            let from = x * y * a;
            (line(from, &[(Op::Div, x), (Op::Div, y)]), Problem::Steps(Chain::of(Operand::whole(from), [(Op::Div, Operand::Group(chain(x, &[(Op::Mul, y)])))])))
        }
        Law::Distribute => {
            let short = Chain::of(Operand::Group(chain(a, &[(Op::Add, 100 - a)])), [(Op::Mul, Operand::whole(b))]);
            (line(a, &[(Op::Mul, b), (Op::Add, 100 - a), (Op::Mul, b)]), Problem::Steps(short))
        }
        Law::NearRound if rng.chance(500_000) => (Problem::whole(Op::Mul, 101, a), line(100, &[(Op::Mul, a), (Op::Add, a)])),
        Law::NearRound => (Problem::whole(Op::Mul, 99, a), line(100, &[(Op::Mul, a), (Op::Sub, a)])),
        Law::AddNearRound => {
            let near = rng.between(1, 3);
            (Problem::whole(Op::Add, 100 * c - near, a), line(100 * c, &[(Op::Add, a), (Op::Sub, near)]))
        }
    };
    Short { law, problem, way }
}

/// Different problems, the laws by turns.
pub fn draw(count: usize, rng: &mut Rng) -> Vec<Short> {
    let mut found: Vec<Short> = Vec::new();
    for turn in 0..count * 20 {
        if found.len() >= count {
            break;
        }
        let short = of(Law::ALL[turn % Law::ALL.len()], rng);
        if !found.iter().any(|other| other.problem == short.problem) {
            found.push(short);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_way_has_the_same_value() {
        let mut rng = Rng::new(3);
        for law in Law::ALL {
            for _ in 0..300 {
                let short = of(law, &mut rng);
                assert!(short.problem.right().is_some(), "{short:?}");
                assert_eq!(short.problem.right(), short.way.right(), "{}: {} and {}", law.code(), short.problem, short.way);
            }
        }
        assert_eq!(draw(30, &mut rng).len(), 30);
    }
}

//! What a problem practises, and in which grade it is taught (People's Education Press order; a school may practise earlier or later).

use std::fmt;

use super::bugs::{self, Bug};
use super::number::{Digits, Number};
use super::problem::{Chain, Op, Operand, Problem};

macro_rules! skills {
    ($($name:ident $code:literal $grade:literal $about:literal;)*) => {
        /// A skill of arithmetic.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Skill {
            $(#[doc = $about] $name,)*
        }

        impl Skill {
            /// All of them, by kind.
            pub const ALL: [Self; SKILLS] = [$(Self::$name,)*];

            /// The code, as it is asked for on the command line.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The grade in which it is taught.
            pub fn grade(self) -> u8 {
                match self { $(Self::$name => $grade,)* }
            }
        }
    };
}

/// How many skills there are.
pub const SKILLS: usize = 30;

skills! {
    AddWithin20 "add.within_20" 1 "Addition within 20.";
    SubWithin20 "sub.within_20" 1 "Subtraction within 20.";
    AddTwoDigit "add.two_digit" 2 "Addition in columns within 100.";
    SubTwoDigit "sub.two_digit" 2 "Subtraction in columns within 100.";
    AddThreeDigit "add.three_digit" 3 "Addition of three and more digits.";
    SubThreeDigit "sub.three_digit" 3 "Subtraction of three and more digits.";
    SubAcrossZero "sub.across_zero" 3 "Subtraction from a number with a 0 inside.";
    MulTable "mul.table" 2 "The multiplication table.";
    MulOneDigit "mul.one_digit" 3 "Several digits times one digit.";
    MulZero "mul.zero" 3 "Factors with zeros.";
    MulTwoDigit "mul.two_digit" 3 "Two digits times two digits.";
    MulThreeByTwo "mul.three_by_two" 4 "Three digits times two digits and beyond.";
    DivTable "div.table" 2 "Division by the multiplication table.";
    DivRemainder "div.remainder" 2 "Division with a remainder within the table.";
    DivOneDigit "div.one_digit" 3 "Division by one digit.";
    DivZero "div.zero" 3 "Quotients with zeros.";
    DivTwoDigit "div.two_digit" 4 "Division by two digits and beyond.";
    OrderSame "ord.same_rank" 2 "Several signs of one rank.";
    OrderMixed "ord.mixed" 3 "Signs of both ranks.";
    OrderBrackets "ord.brackets" 3 "Brackets.";
    Laws "ord.laws" 4 "Laws and short cuts.";
    DecOnePlace "dec.one_place" 3 "Adding and subtracting decimals of one place.";
    DecCompare "dec.compare" 4 "Comparing decimals.";
    DecAddSub "dec.add_sub" 4 "Adding and subtracting decimals.";
    DecMul "dec.mul" 5 "Multiplying decimals.";
    DecDiv "dec.div" 5 "Dividing decimals.";
    FracSame "frac.same" 3 "Fractions with one denominator.";
    FracAddSub "frac.add_sub" 5 "Adding and subtracting fractions.";
    FracCompare "frac.compare" 5 "Comparing fractions.";
    FracMulDiv "frac.mul_div" 6 "Multiplying and dividing fractions.";
}

impl Skill {
    /// The skill of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|skill| skill.code() == code)
    }

    /// The key of its words.
    pub fn key(self) -> String {
        format!("drill-skill-{}", self.code().replace(['.', '_'], "-"))
    }

    /// What a problem mainly practises.
    pub fn of(problem: &Problem) -> Self {
        match problem {
            Problem::Steps(chain) => of_chain(chain),
            Problem::Compare(Number::Fraction { .. }, _) | Problem::Compare(_, Number::Fraction { .. }) => Self::FracCompare,
            Problem::Compare(..) => Self::DecCompare,
            Problem::Two(op, a, b) => match (a, b) {
                (Number::Fraction { .. }, _) | (_, Number::Fraction { .. }) => of_fractions(*op, *a, *b),
                (Number::Whole(a), Number::Whole(b)) => of_whole(*op, *a, *b),
                _ => of_decimals(*op, *a, *b),
            },
        }
    }

    /// Whether it is worked in columns, digit under digit.
    pub fn in_columns(self) -> bool {
        !matches!(
            self,
            Self::AddWithin20 | Self::SubWithin20 | Self::MulTable | Self::DivTable | Self::OrderSame | Self::OrderMixed | Self::OrderBrackets | Self::Laws | Self::DecCompare
        ) && !self.code().starts_with("frac.")
    }

    /// The faulty rules that can show in problems of this skill, found on the problems given.
    pub fn bugs_in(problems: &[Problem]) -> Vec<Bug> {
        Bug::ALL.into_iter().filter(|bug| problems.iter().any(|problem| bugs::predict(*bug, problem).applies())).collect()
    }
}

impl fmt::Display for Skill {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

fn of_whole(op: Op, a: u64, b: u64) -> Skill {
    let (of_a, of_b) = (Digits::of(a), Digits::of(b));
    let zeros = |digits: &Digits| digits.has_inner_zero() || digits.trailing_zeros() > 0;
    match op {
        Op::Add if a + b <= 20 => Skill::AddWithin20,
        Op::Add if of_a.len().max(of_b.len()) <= 2 => Skill::AddTwoDigit,
        Op::Add => Skill::AddThreeDigit,
        Op::Sub if a <= 20 => Skill::SubWithin20,
        Op::Sub if of_a.len() <= 2 || a == 100 => Skill::SubTwoDigit,
        Op::Sub if zeros(&of_a) => Skill::SubAcrossZero,
        Op::Sub => Skill::SubThreeDigit,
        Op::Mul if a < 10 && b < 10 => Skill::MulTable,
        Op::Mul if zeros(&of_a) || zeros(&of_b) => Skill::MulZero,
        Op::Mul if of_a.len().min(of_b.len()) == 1 => Skill::MulOneDigit,
        Op::Mul if of_a.len().max(of_b.len()) == 2 => Skill::MulTwoDigit,
        Op::Mul => Skill::MulThreeByTwo,
        Op::Div if b >= 10 => Skill::DivTwoDigit,
        Op::Div if a < 10 * b && a.is_multiple_of(b) => Skill::DivTable,
        Op::Div if a < 10 * b => Skill::DivRemainder,
        Op::Div if zeros(&Digits::of(a / b)) => Skill::DivZero,
        Op::Div => Skill::DivOneDigit,
    }
}

fn of_decimals(op: Op, a: Number, b: Number) -> Skill {
    let places = |number: Number| number.decimal().map_or(0, |(_, places)| places);
    match op {
        Op::Mul => Skill::DecMul,
        Op::Div => Skill::DecDiv,
        _ if places(a) == 1 && places(b) == 1 => Skill::DecOnePlace,
        _ => Skill::DecAddSub,
    }
}

fn of_fractions(op: Op, a: Number, b: Number) -> Skill {
    match (a, b) {
        _ if op.binds() => Skill::FracMulDiv,
        (Number::Fraction { den: first, .. }, Number::Fraction { den: second, .. }) if first != second => Skill::FracAddSub,
        _ => Skill::FracSame,
    }
}

fn of_chain(chain: &Chain) -> Skill {
    let inner_ranks = |item: &Operand| match item {
        Operand::Group(inner) => inner.ops.iter().map(|op| op.binds()).collect(),
        Operand::Number(_) => Vec::new(),
    };
    let outer: Vec<bool> = chain.ops.iter().map(|op| op.binds()).collect();
    let inner: Vec<bool> = chain.items.iter().flat_map(inner_ranks).collect();
    let one_rank = |ranks: &[bool]| ranks.windows(2).all(|two| two[0] == two[1]);
    match (chain.has_group(), one_rank(&outer)) {
        // (40+4)×25 and 64−(34−14), 100÷(25×4): there is a law for it.
        (true, true) if chain.items.len() == 2 => match (outer.first(), inner.first(), chain.ops.first()) {
            (Some(true), Some(false), Some(Op::Mul)) => Skill::Laws,
            (Some(x), Some(y), _) if x == y => Skill::Laws,
            _ => Skill::OrderBrackets,
        },
        (true, _) => Skill::OrderBrackets,
        (false, true) => Skill::OrderSame,
        (false, false) => Skill::OrderMixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drill::engine::parse;

    #[test]
    fn problems_know_their_skill_and_grade() {
        for (text, code, grade) in [
            ("8+7", "add.within_20", 1),
            ("15-8", "sub.within_20", 1),
            ("56+27", "add.two_digit", 2),
            ("63-29", "sub.two_digit", 2),
            ("234+5", "add.three_digit", 3),
            ("733-216", "sub.three_digit", 3),
            ("904-237", "sub.across_zero", 3),
            ("7*8", "mul.table", 2),
            ("47*6", "mul.one_digit", 3),
            ("304*2", "mul.zero", 3),
            ("24*13", "mul.two_digit", 3),
            ("123*45", "mul.three_by_two", 4),
            ("56/8", "div.table", 2),
            ("47/5", "div.remainder", 2),
            ("96/4", "div.one_digit", 3),
            ("618/6", "div.zero", 3),
            ("700/200", "div.two_digit", 4),
            ("68-20+30", "ord.same_rank", 2),
            ("6+4*5", "ord.mixed", 3),
            ("(6+4)/5", "ord.brackets", 3),
            ("64-(34-14)", "ord.laws", 4),
            ("(40+4)*25", "ord.laws", 4),
            ("3.6+2.5", "dec.one_place", 3),
            ("3.6+0.25", "dec.add_sub", 4),
            ("0.125?0.3", "dec.compare", 4),
            ("2.5*3", "dec.mul", 5),
            ("0.6÷0.2", "dec.div", 5),
            ("1/5+2/5", "frac.same", 3),
            ("1/2+1/3", "frac.add_sub", 5),
            ("1/2?1/3", "frac.compare", 5),
            ("2/3*3/4", "frac.mul_div", 6),
        ] {
            let skill = Skill::of(&parse::problem(text).unwrap());
            assert_eq!((skill.code(), skill.grade()), (code, grade), "{text}");
            assert_eq!(Skill::of_code(code), Some(skill));
        }
    }
}

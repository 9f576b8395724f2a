//! The 65 faulty rules of ../shared/domain/ARITHMETIC.md, sections 3.1 to 3.6, as procedures from a problem to the wrong answers they write.
//!
//! A rule applies to a problem (has it in its domain) when it predicts at least one answer that is not right. Column rules are one interpreter for each
//! operation with one switch for each rule, so that two rules can act in one column, as they do in children (VanLehn 1990).

pub mod addition;
mod decimals;
pub mod division;
pub mod multiplication;
mod order;
mod pairs;
pub mod subtraction;

use std::fmt;

use super::answer::Answer;
use super::number::Number;
use super::problem::{Op, Problem};

pub(super) use order::opened;
pub use pairs::{both, partners};

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// Subtraction.
    Subtraction,
    /// Addition.
    Addition,
    /// Multiplication.
    Multiplication,
    /// Facts of the multiplication table, told apart from rules.
    Facts,
    /// Division.
    Division,
    /// Decimals.
    Decimals,
    /// Fractions.
    Fractions,
    /// Order of operations and short cuts.
    Order,
}

macro_rules! rules {
    ($($name:ident $code:literal $family:ident $problem:literal $wrong:literal;)*) => {
        /// A faulty rule.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Bug {
            $(#[doc = concat!("`", $code, "`: ", $problem, " is answered ", $wrong)] $name,)*
        }

        impl Bug {
            /// All of them, in the order of the catalogue.
            pub const ALL: [Self; COUNT] = [$(Self::$name,)*];

            /// The code of the catalogue.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// What it is about.
            pub fn family(self) -> Family {
                match self { $(Self::$name => Family::$family,)* }
            }

            /// The worked example of the catalogue: the problem and what is answered.
            pub fn example(self) -> (&'static str, &'static str) {
                match self { $(Self::$name => ($problem, $wrong),)* }
            }
        }
    };
}

/// How many faulty rules there are.
pub const COUNT: usize = 65;

rules! {
    SmallerFromLarger "sub.smaller_from_larger" Subtraction "63-29" "46";
    SflWithDecrement "sub.sfl_with_decrement" Subtraction "73-45" "22";
    BorrowNoDecrement "sub.borrow_no_decrement" Subtraction "80-34" "56";
    BorrowAcrossZero "sub.borrow_across_zero" Subtraction "904-237" "577";
    BorrowFromZero "sub.borrow_from_zero" Subtraction "403-168" "335";
    StopsBorrowAtZero "sub.stops_borrow_at_zero" Subtraction "203-98" "115";
    DontDecrementZero "sub.dont_decrement_zero" Subtraction "506-318" "198";
    ZeroMinusNIsN "sub.zero_minus_n_is_n" Subtraction "140-21" "121";
    ZeroMinusNIsZero "sub.zero_minus_n_is_zero" Subtraction "140-21" "120";
    NMinusZeroIsZero "sub.n_minus_zero_is_zero" Subtraction "476-103" "303";
    NMinusNIsN "sub.n_minus_n_is_n" Subtraction "367-164" "263";
    AlwaysBorrowLeft "sub.always_borrow_left" Subtraction "733-216" "427";
    BorrowOnceThenSfl "sub.borrow_once_then_sfl" Subtraction "7127-2389" "5278";
    ZeroInsteadOfBorrow "sub.zero_instead_of_borrow" Subtraction "42-16" "30";
    BorrowAdd "sub.borrow_add" Subtraction "63-44" "39";
    ForgetBorrowOverBlank "sub.forget_borrow_over_blank" Subtraction "347-9" "348";
    QuitWhenBottomBlank "sub.quit_when_bottom_blank" Subtraction "178-59" "19";
    Stutter "sub.stutter" Subtraction "4369-22" "2147";
    DecrementWhenNotNeeded "sub.decrement_when_not_needed" Subtraction "86-34" "42";
    AddInstead "op.add_instead" Subtraction "52-18" "70";
    ForgetCarry "add.forget_carry" Addition "56+27" "73";
    WriteFullColumnSum "add.write_full_column_sum" Addition "56+27" "713";
    CarryWhenNotNeeded "add.carry_when_not_needed" Addition "42+35" "87";
    WriteTenCarryUnit "add.write_ten_carry_unit" Addition "56+28" "111";
    SumOfAllDigits "add.sum_of_all_digits" Addition "42+35" "14";
    LeftAligned "add.left_aligned" Addition "234+5" "734";
    QuitAtBlank "add.quit_at_blank" Addition "347+25" "72";
    NPlusZeroIsZero "add.n_plus_zero_is_zero" Addition "305+42" "307";
    SubtractInstead "op.subtract_instead" Addition "52+18" "34";
    MulForgetCarry "mul.forget_carry" Multiplication "47*6" "242";
    AddCarryBefore "mul.add_carry_before_multiplying" Multiplication "47*6" "482";
    MulWriteTenCarryUnit "mul.write_ten_carry_unit" Multiplication "47*6" "264";
    ZeroTimesNIsN "mul.zero_times_n_is_n" Multiplication "305*3" "945";
    PartialNotShifted "mul.partial_not_shifted" Multiplication "24*13" "96";
    OnlyUnits "mul.only_units" Multiplication "24*13" "72";
    OmitCross "mul.omit_cross" Multiplication "23*23" "409";
    Columnwise "mul.columnwise" Multiplication "23*21" "43";
    SkipInnerZero "mul.skip_inner_zero" Multiplication "304*2" "68";
    TrailingZeroDropped "mul.trailing_zero_dropped" Multiplication "250*4" "100";
    TrailingZeroExtra "mul.trailing_zero_extra" Multiplication "30*20" "6000";
    MulAsAdd "op.mul_as_add" Multiplication "7*8" "15";
    FactNeighbor "fact.neighbor" Facts "7*8" "49";
    FactConfuse "fact.confuse" Facts "6*8" "54";
    OmitMiddleZero "div.omit_middle_zero" Division "618/6" "13";
    OmitFinalZero "div.omit_final_zero" Division "840/6" "14";
    DigitwiseIgnoreRem "div.digitwise_ignore_rem" Division "96/4" "21…2";
    RemGeDivisor "div.rem_ge_divisor" Division "47/5" "8…7";
    RemainderDropped "div.remainder_dropped" Division "47/5" "9";
    RemainderAsDecimal "div.remainder_as_decimal" Division "47/5" "9.2";
    QuotientReversed "div.quotient_reversed" Division "84/2" "24";
    ScaledRemainder "div.scaled_remainder" Division "700/200" "3…1";
    MulInstead "op.mul_instead" Division "24/6" "144";
    ZeroConfusion "div.zero_confusion" Division "0/7" "7";
    BringDownMissed "div.bring_down_missed" Division "864/4" "21…2";
    RightAligned "dec.right_aligned" Decimals "3.6+0.25" "0.61";
    PointLost "dec.point_lost" Decimals "2.5*3" "75";
    MulPointAsAdd "dec.mul_point_as_add" Decimals "0.3*0.2" "0.6";
    LongerIsLarger "dec.longer_is_larger" Decimals "0.125?0.3" ">";
    PowerOfTen "dec.power_of_ten" Decimals "0.6÷0.2" "0.3";
    AddAcross "frac.add_across" Fractions "1/2+1/3" "2/5";
    LeftToRight "ord.left_to_right" Order "6+4*5" "50";
    RightFirst "ord.right_first" Order "68-20+30" "18";
    RoundingLure "ord.rounding_lure" Order "25*8/25*8" "1";
    BracketSign "ord.bracket_sign" Order "64-(34-14)" "16";
    PartialDistribute "ord.partial_distribute" Order "(40+4)*25" "1004";
}

impl Bug {
    /// The rule of a code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|bug| bug.code() == code)
    }

    /// Its place in [`Bug::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }

    /// The key of its words: `drill-bug-sub-smaller-from-larger`; with `-does` and `-next` behind for what the child does and what helps.
    pub fn key(self) -> String {
        format!("drill-bug-{}", self.code().replace(['.', '_'], "-"))
    }

    /// Whether it is a fact of the table that is wrong rather than a rule.
    pub fn is_fact(self) -> bool {
        self.family() == Family::Facts
    }
}

impl fmt::Display for Bug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The wrong answers that a rule may write for a problem, mostly one; each once, none right, in the order of likelihood where one is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Predicted {
    /// The rule does not apply.
    #[default]
    Nothing,
    /// One answer.
    One(Answer),
    /// Any of these.
    AnyOf(Vec<Answer>),
}

impl Predicted {
    /// Of what a procedure gave, without what is right and what is double.
    fn of(given: impl IntoIterator<Item = Option<Answer>>, right: &Right) -> Self {
        let mut found: Vec<Answer> = Vec::new();
        for answer in given.into_iter().flatten() {
            if !found.contains(&answer) && !right.is(answer) {
                found.push(answer);
            }
        }
        match found.as_slice() {
            [] => Self::Nothing,
            [one] => Self::One(*one),
            _ => Self::AnyOf(found),
        }
    }

    fn one(given: Option<Answer>, right: &Right) -> Self {
        match given {
            Some(answer) if !right.is(answer) => Self::One(answer),
            _ => Self::Nothing,
        }
    }

    /// The answers.
    pub fn answers(&self) -> &[Answer] {
        match self {
            Self::Nothing => &[],
            Self::One(answer) => std::slice::from_ref(answer),
            Self::AnyOf(answers) => answers,
        }
    }

    /// Whether the rule applies.
    pub fn applies(&self) -> bool {
        !matches!(self, Self::Nothing)
    }
}

/// What a rule writes for a problem.
pub fn predict(bug: Bug, problem: &Problem) -> Predicted {
    if may_apply(bug, problem) { predicted(bug, problem, &Right::of(problem)) } else { Predicted::Nothing }
}

/// What is right, looked up once for all rules.
#[derive(Debug)]
pub(super) struct Right {
    answer: Option<Answer>,
    exact: Option<Answer>,
}

impl Right {
    /// Of a problem: see [`Problem::is_right`].
    pub(super) fn of(problem: &Problem) -> Self {
        let exact = || match problem {
            Problem::Two(Op::Div, a, b) => a.value()?.over(b.value()?).map(Answer::Number),
            _ => None,
        };
        Self { answer: problem.right(), exact: exact() }
    }

    /// Whether an answer is right.
    pub(super) fn is(&self, answer: Answer) -> bool {
        self.answer == Some(answer) || self.exact == Some(answer)
    }
}

fn predicted(bug: Bug, problem: &Problem, right: &Right) -> Predicted {
    if !may_apply(bug, problem) {
        return Predicted::Nothing;
    }
    match bug.family() {
        Family::Subtraction => Predicted::one(subtraction::wrong(bug, problem), right),
        Family::Addition => Predicted::one(addition::wrong(bug, problem), right),
        Family::Multiplication | Family::Facts => Predicted::of(multiplication::wrong(bug, problem), right),
        Family::Division => Predicted::of(division::wrong(bug, problem), right),
        Family::Decimals | Family::Fractions => Predicted::of(decimals::wrong(bug, problem), right),
        Family::Order => Predicted::one(order::wrong(bug, problem), right),
    }
}

/// Whether a rule is about this kind of problem at all; cheap, and true wherever [`predict`] gives something.
pub(super) fn may_apply(bug: Bug, problem: &Problem) -> bool {
    let fraction = |number: &Number| matches!(number, Number::Fraction { .. });
    let decimal = |number: &Number| matches!(number, Number::Decimal { .. });
    match (problem, bug.family()) {
        (Problem::Steps(_), family) => family == Family::Order,
        (Problem::Compare(..), _) => bug == Bug::LongerIsLarger,
        (Problem::Two(_, a, b), Family::Fractions) => fraction(a) || fraction(b),
        (Problem::Two(_, a, b), _) if fraction(a) || fraction(b) => false,
        (Problem::Two(_, a, b), Family::Decimals) => decimal(a) || decimal(b),
        (Problem::Two(op, ..), Family::Subtraction) => *op == Op::Sub,
        (Problem::Two(op, ..), Family::Addition) => *op == Op::Add,
        (Problem::Two(op, ..), Family::Multiplication) => *op == Op::Mul,
        (Problem::Two(op, a, b), Family::Facts) => op.binds() && !decimal(a) && !decimal(b),
        (Problem::Two(op, a, b), Family::Division) => *op == Op::Div && !decimal(a) && !decimal(b),
        (Problem::Two(..), Family::Order) => false,
    }
}

/// Every rule that applies to a problem, with what it writes.
pub fn all(problem: &Problem) -> Vec<(Bug, Predicted)> {
    let right = Right::of(problem);
    Bug::ALL.into_iter().map(|bug| (bug, predicted(bug, problem, &right))).filter(|(_, predicted)| predicted.applies()).collect()
}

/// Both numbers over the same number of places, as whole numbers, and the places: 3.6 and 0.25 are 360 and 25 with 2.
pub(super) fn level(a: Number, b: Number) -> Option<(u64, u64, u32)> {
    let ((a, of_a), (b, of_b)) = (a.decimal()?, b.decimal()?);
    let places = of_a.max(of_b);
    let raise = |digits: u64, of: u32| digits.checked_mul(super::number::ten(places - of)?);
    Some((raise(a, of_a)?, raise(b, of_b)?, places))
}

#[cfg(test)]
#[path = "../bugs_tests.rs"]
mod tests;

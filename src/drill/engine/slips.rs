//! The nine slips of a moment (ARITHMETIC.md 3.7), apart from rules: they come once and are answered by the four habits (A7-21 to A7-24).

use std::fmt;

use super::answer::Answer;
use super::number::{Digits, Number, Rational, ten, value_of};
use super::problem::{Chain, Op, Operand, Problem};

/// One of the four habits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Habit {
    /// a: compare each number with the book and with the line before (A7-21).
    Compare,
    /// b: read the problem, see what comes first, right before fast (A7-22).
    Read,
    /// c: write digits, points and signs clearly, place under place (A7-23).
    Write,
    /// d: check way, copy, point and result (A7-24).
    Check,
}

impl Habit {
    /// All four, in order.
    pub const ALL: [Self; 4] = [Self::Compare, Self::Read, Self::Write, Self::Check];

    /// Its letter in the plan.
    pub fn code(self) -> &'static str {
        match self {
            Self::Compare => "a",
            Self::Read => "b",
            Self::Write => "c",
            Self::Check => "d",
        }
    }
}

/// A slip of a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Slip {
    /// Another sign was read.
    OpMisread,
    /// A digit was copied wrongly.
    CopyDigit,
    /// Two digits were copied in the wrong order.
    CopyTranspose,
    /// Two digits of the answer were written in the wrong order.
    AnswerTranspose,
    /// A fact was one off.
    OffByOne,
    /// One carry or borrow was forgotten, once.
    OffByPlace,
    /// The point stands wrong.
    Point,
    /// Not answered.
    Blank,
    /// None of these.
    Unknown,
}

impl Slip {
    /// All nine, in the order in which they are thought of.
    pub const ALL: [Self; 9] =
        [Self::Blank, Self::OpMisread, Self::Point, Self::AnswerTranspose, Self::CopyTranspose, Self::OffByOne, Self::OffByPlace, Self::CopyDigit, Self::Unknown];

    /// The code of the catalogue.
    pub fn code(self) -> &'static str {
        match self {
            Self::OpMisread => "slip.op_misread",
            Self::CopyDigit => "slip.copy_digit",
            Self::CopyTranspose => "slip.copy_transpose",
            Self::AnswerTranspose => "slip.answer_transpose",
            Self::OffByOne => "slip.off_by_one",
            Self::OffByPlace => "slip.off_by_place",
            Self::Point => "slip.point",
            Self::Blank => "slip.blank",
            Self::Unknown => "slip.unknown",
        }
    }

    /// The key of its words, as of a rule.
    pub fn key(self) -> String {
        format!("drill-bug-{}", self.code().replace(['.', '_'], "-"))
    }

    /// The habits that guard against it; none for facts (they are practised) and for what is unknown.
    pub fn habits(self) -> &'static [Habit] {
        match self {
            Self::OpMisread | Self::CopyDigit | Self::CopyTranspose => &[Habit::Compare],
            Self::AnswerTranspose | Self::OffByPlace => &[Habit::Check],
            Self::Point => &[Habit::Write, Habit::Check],
            Self::OffByOne | Self::Blank | Self::Unknown => &[],
        }
    }

    /// The share of slips that are of this kind (assumed; used to weigh how easily a slip writes a given answer).
    fn share(self) -> f64 {
        match self {
            Self::OffByOne => 0.2,
            Self::OffByPlace | Self::CopyDigit => 0.15,
            Self::OpMisread | Self::AnswerTranspose | Self::Point => 0.1,
            Self::CopyTranspose => 0.05,
            Self::Blank | Self::Unknown => 0.0,
        }
    }
}

impl fmt::Display for Slip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// What a slip may write for a problem when the child meant to write `meant`; each once, `meant` not among them. Nothing for blank and unknown.
pub fn writes(slip: Slip, problem: &Problem, meant: Answer) -> Vec<Answer> {
    let given = match slip {
        Slip::OpMisread => misread(problem),
        Slip::CopyDigit => copied(problem, other_digits),
        Slip::CopyTranspose => copied(problem, |number| remade(number, swapped)),
        Slip::AnswerTranspose => in_digits(meant, swapped),
        Slip::OffByOne => off(meant, 0, 0),
        Slip::OffByPlace => off(meant, 1, 3),
        Slip::Point if has_point(problem) => pointed(meant),
        Slip::Point | Slip::Blank | Slip::Unknown => Vec::new(),
    };
    let mut found = Vec::new();
    for answer in given {
        if answer != meant && !found.contains(&answer) {
            found.push(answer);
        }
    }
    found
}

/// The slip that most likely wrote a wrong answer.
pub fn classify(problem: &Problem, answer: Answer) -> Slip {
    judge(problem, answer).0
}

/// The slip that most likely wrote a wrong answer, and the chance that a slip, when one happens, writes just this answer. What no slip explains is one of
/// some hundred numbers, a sign one of two.
pub fn judge(problem: &Problem, answer: Answer) -> (Slip, f64) {
    let (Some(right), true) = (problem.right(), answer != Answer::Blank) else { return (Slip::Blank, 1.0) };
    let (mut first, mut chance) = (None, 0.002);
    for slip in Slip::ALL {
        let written = writes(slip, problem, right);
        if written.contains(&answer) {
            first = first.or(Some(slip));
            chance += slip.share() / as_f64(written.len());
        }
    }
    (first.unwrap_or(Slip::Unknown), if matches!(answer, Answer::Sign(_)) { 0.5 } else { chance })
}

fn as_f64(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn has_point(problem: &Problem) -> bool {
    let point = |number: &Number| matches!(number, Number::Decimal { .. });
    match problem {
        Problem::Two(_, a, b) => point(a) || point(b),
        Problem::Steps(chain) => chain.numbers().iter().any(point),
        Problem::Compare(..) => false,
    }
}

fn misread(problem: &Problem) -> Vec<Answer> {
    let others = |op: Op| [Op::Add, Op::Sub, Op::Mul, Op::Div].into_iter().filter(move |other| *other != op);
    match problem {
        Problem::Two(op, a, b) => others(*op).filter_map(|other| Problem::Two(other, *a, *b).right().or_else(|| Problem::Two(other, *b, *a).right())).collect(),
        Problem::Steps(chain) => {
            let changed = chain.ops.iter().enumerate().flat_map(|(at, op)| others(*op).map(move |other| (at, other)));
            let answer = |(at, other): (usize, Op)| {
                let mut line = chain.clone();
                line.ops[at] = other;
                Problem::Steps(line).right()
            };
            changed.filter_map(answer).collect()
        }
        Problem::Compare(..) => Vec::new(),
    }
}

/// The right answers of the problem with one number exchanged.
fn copied(problem: &Problem, others: impl Fn(Number) -> Vec<Number>) -> Vec<Answer> {
    match problem {
        Problem::Two(op, a, b) => {
            let first = others(*a).into_iter().filter_map(|other| Problem::Two(*op, other, *b).right());
            let second = others(*b).into_iter().filter_map(|other| Problem::Two(*op, *a, other).right());
            first.chain(second).collect()
        }
        Problem::Compare(a, b) => {
            let first = others(*a).into_iter().filter_map(|other| Problem::Compare(other, *b).right());
            let second = others(*b).into_iter().filter_map(|other| Problem::Compare(*a, other).right());
            first.chain(second).collect()
        }
        Problem::Steps(chain) => lines(chain, &others).into_iter().filter_map(|line| Problem::Steps(line).right()).collect(),
    }
}

fn lines(chain: &Chain, others: &impl Fn(Number) -> Vec<Number>) -> Vec<Chain> {
    let mut found = Vec::new();
    for (at, item) in chain.items.iter().enumerate() {
        let exchanged: Vec<Operand> = match item {
            Operand::Number(number) => others(*number).into_iter().map(Operand::Number).collect(),
            Operand::Group(inner) => lines(inner, others).into_iter().map(Operand::Group).collect(),
        };
        for other in exchanged {
            let mut line = chain.clone();
            line.items[at] = other;
            found.push(line);
        }
    }
    found
}

/// A number with other digits.
fn remade(number: Number, change: impl Fn(u64, usize) -> Vec<u64>) -> Vec<Number> {
    match number {
        Number::Whole(value) => change(value, 1).into_iter().map(Number::Whole).collect(),
        Number::Decimal { digits, places } => {
            let least = usize::try_from(places).unwrap_or(0) + 1;
            change(digits, least).into_iter().map(|digits| Number::Decimal { digits, places }).collect()
        }
        Number::Fraction { whole, num, den } => {
            let tops = change(num, 1).into_iter().map(|num| Number::Fraction { whole, num, den });
            let bottoms = change(den, 1).into_iter().filter(|den| *den > 0).map(|den| Number::Fraction { whole, num, den });
            tops.chain(bottoms).collect()
        }
    }
}

/// The number with one digit exchanged.
fn other_digits(number: Number) -> Vec<Number> {
    remade(number, |value, least| {
        let digits = Digits::padded(value, least);
        let changed = digits.as_slice().iter().enumerate().flat_map(|(at, digit)| {
            let scale = u32::try_from(at).ok().and_then(ten).unwrap_or(0);
            let first = at + 1 == digits.len() && digits.len() > least;
            (u64::from(first)..10).filter(move |other| *other != u64::from(*digit)).map(move |other| value - u64::from(*digit) * scale + other * scale)
        });
        changed.collect()
    })
}

/// The number with two neighbouring digits exchanged.
fn swapped(value: u64, least: usize) -> Vec<u64> {
    let digits = Digits::padded(value, least);
    let pairs = 1..digits.len();
    pairs
        .filter(|at| digits.get(*at) != digits.get(at - 1))
        .map(|at| {
            let mut other = digits.as_slice().to_vec();
            other.swap(at, at - 1);
            value_of(other.into_iter())
        })
        .collect()
}

fn in_digits(meant: Answer, change: impl Fn(u64, usize) -> Vec<u64>) -> Vec<Answer> {
    match meant {
        Answer::Number(value) => match value.as_decimal() {
            Some((digits, places)) => {
                let least = usize::try_from(places).unwrap_or(0) + 1;
                change(digits, least).into_iter().filter_map(|digits| Rational::decimal(digits, places).map(Answer::Number)).collect()
            }
            None => Vec::new(),
        },
        Answer::Remainder(quotient, rest) => change(quotient, 1).into_iter().map(|quotient| Answer::Remainder(quotient, rest)).collect(),
        Answer::Blank | Answer::Sign(_) => Vec::new(),
    }
}

/// One more and one less in each of the places from `low` to `high`, as far as the number reaches.
fn off(meant: Answer, low: u32, high: u32) -> Vec<Answer> {
    let both = |value: u64, by: u64| [value.checked_add(by), value.checked_sub(by)].into_iter().flatten();
    let steps = |value: u64| (low..=high).filter_map(ten).filter(move |by| low == 0 || *by <= value.max(10));
    match meant {
        Answer::Number(value) => match value.as_decimal() {
            Some((digits, places)) => steps(digits).flat_map(|by| both(digits, by)).filter_map(|digits| Rational::decimal(digits, places).map(Answer::Number)).collect(),
            None if low == 0 => {
                let (num, den) = (i128::from(value.num()), i128::from(value.den()));
                [num - 1, num + 1].into_iter().filter_map(|num| Rational::new(num, den).filter(|value| !value.is_negative()).map(Answer::Number)).collect()
            }
            None => Vec::new(),
        },
        Answer::Remainder(quotient, rest) => {
            let rests = (if low == 0 { both(rest, 1).collect() } else { Vec::new() }).into_iter().map(|rest| (quotient, rest));
            let quotients = steps(quotient).flat_map(|by| both(quotient, by)).map(|quotient| (quotient, rest));
            rests.chain(quotients).filter_map(|(quotient, rest)| Answer::divided(quotient, rest)).collect()
        }
        Answer::Blank | Answer::Sign(_) => Vec::new(),
    }
}

/// The point one or two places off, or lost.
fn pointed(meant: Answer) -> Vec<Answer> {
    let Answer::Number(value) = meant else { return Vec::new() };
    let by = |places: u32| ten(places).and_then(Rational::whole);
    let moved = [1, 2].into_iter().filter_map(by).flat_map(|by| [value.times(by), value.over(by)]);
    let lost = value.as_decimal().and_then(|(digits, _)| Rational::whole(digits));
    moved.flatten().chain(lost).map(Answer::Number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drill::engine::parse;

    fn slip(problem: &str, answer: &str) -> &'static str {
        classify(&parse::problem(problem).unwrap(), parse::answer(answer).unwrap()).code()
    }

    #[test]
    fn each_slip_is_recognised() {
        for (problem, answer, code) in [
            ("52+18", "34", "slip.op_misread"),
            ("7*8", "15", "slip.op_misread"),
            ("6+4*5", "50", "slip.unknown"),
            ("352+124", "576", "slip.off_by_place"),
            ("352+124", "479", "slip.copy_digit"),
            ("169+124", "320", "slip.copy_transpose"),
            ("63-29", "43", "slip.answer_transpose"),
            ("63-29", "35", "slip.off_by_one"),
            ("63-29", "44", "slip.off_by_place"),
            ("2.5*3", "0.75", "slip.point"),
            ("47/5", "9…3", "slip.off_by_one"),
            ("1/2+1/3", "4/6", "slip.off_by_one"),
            ("63-29", "", "slip.blank"),
            ("63-29", "777", "slip.unknown"),
        ] {
            assert_eq!(slip(problem, answer), code, "{problem} {answer}");
        }
    }

    #[test]
    fn slips_lead_to_the_four_habits() {
        let letters = |slip: Slip| slip.habits().iter().map(|habit| habit.code()).collect::<String>();
        let found: Vec<(&str, String)> = Slip::ALL.into_iter().map(|slip| (slip.code(), letters(slip))).collect();
        let expected = [
            ("slip.blank", ""),
            ("slip.op_misread", "a"),
            ("slip.point", "cd"),
            ("slip.answer_transpose", "d"),
            ("slip.copy_transpose", "a"),
            ("slip.off_by_one", ""),
            ("slip.off_by_place", "d"),
            ("slip.copy_digit", "a"),
            ("slip.unknown", ""),
        ];
        assert_eq!(found, expected.map(|(code, letters)| (code, letters.to_owned())));
    }

    #[test]
    fn the_chances_of_the_answers_of_a_slip_are_shares() {
        for text in ["63-29", "904-237", "47*6", "47/5", "3.6+0.25", "1/2+1/3", "6+4*5"] {
            let problem = parse::problem(text).unwrap();
            let right = problem.right().unwrap();
            let mut all: Vec<Answer> = Slip::ALL.into_iter().flat_map(|slip| writes(slip, &problem, right)).collect();
            all.sort_unstable();
            all.dedup();
            assert!(all.iter().all(|answer| !problem.is_right(*answer) || *answer != right));
            let sum: f64 = all.iter().map(|answer| judge(&problem, *answer).1).sum();
            assert!(sum < 1.1, "{text}: {sum}");
        }
    }
}

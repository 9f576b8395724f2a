//! Why a procedure works, step by step (A7-15): blocks that are opened and bundled, jumps on a number line, parts of a whole. Each step asks something that the
//! child answers with its hands before it writes.

use serde::{Deserialize, Serialize};

use super::number::{Digits, Number, Rational};
use super::problem::{Op, Problem};

/// What lies on the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Model {
    /// Blocks by place: ones first, then tens, hundreds, …
    Blocks(Vec<u64>),
    /// A number line from 0 to `to`, in steps of `step`, with jumps from place to place.
    Line {
        /// Its end.
        to: u64,
        /// Its marks.
        step: u64,
        /// From where to where.
        jumps: Vec<(u64, u64)>,
    },
    /// A bar of so many parts, some of them filled.
    Bar {
        /// Parts.
        parts: u64,
        /// Filled ones.
        filled: u64,
    },
    /// A rectangle, cut into pieces: each with its two sides.
    Area(Vec<(u64, u64)>),
}

/// A step: what is seen, what is asked and what is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The key of the question, `drill-step-…`; its values are `a`, `b` and `place` (0 for ones, 1 for tens, …).
    pub key: String,
    /// The first value.
    pub a: u64,
    /// The second value.
    pub b: u64,
    /// The place it is about.
    pub place: usize,
    /// What lies on the table.
    pub model: Model,
    /// What is to be answered.
    pub answer: String,
}

fn step(kind: &str, a: u64, b: u64, place: usize, model: Model, answer: impl ToString) -> Step {
    Step { key: format!("drill-step-{kind}"), a, b, place, model, answer: answer.to_string() }
}

/// The steps to a problem; nothing where there is no model for it. The last answer is the right one.
pub fn steps(problem: &Problem) -> Vec<Step> {
    match problem {
        Problem::Two(Op::Add, Number::Whole(a), Number::Whole(b)) => bundled(*a, *b),
        Problem::Two(Op::Sub, Number::Whole(a), Number::Whole(b)) => opened(*a, *b),
        Problem::Two(Op::Mul, Number::Whole(a), Number::Whole(b)) if *a < 1000 && *b < 100 => cut(*a, *b),
        Problem::Two(Op::Div, Number::Whole(a), Number::Whole(b)) if *a <= 100 && (1..10).contains(b) => jumped(*a, *b),
        Problem::Two(Op::Div, Number::Whole(a), Number::Whole(b)) if (1..10).contains(b) && *a < 10_000 => shared(*a, *b),
        Problem::Two(Op::Add, Number::Fraction { whole: 0, num: a, den: b }, Number::Fraction { whole: 0, num: c, den: d }) => parts(*a, *b, *c, *d),
        Problem::Compare(a, b) => placed(problem, *a, *b),
        _ => Vec::new(),
    }
}

fn as_u64(digits: &Digits) -> Vec<u64> {
    digits.as_slice().iter().map(|digit| u64::from(*digit)).collect()
}

/// Addition: ten of one place are bundled into one of the next.
fn bundled(a: u64, b: u64) -> Vec<Step> {
    let Some(sum) = a.checked_add(b) else { return Vec::new() };
    let len = Digits::of(sum).len();
    let (first, second) = (as_u64(&Digits::padded(a, len)), as_u64(&Digits::padded(b, len)));
    let mut pile: Vec<u64> = first.iter().zip(&second).map(|(x, y)| x + y).collect();
    let mut found = Vec::new();
    for place in 0..len {
        if pile[place] > 9 {
            found.push(step("bundle", pile[place], 10, place, Model::Blocks(pile.clone()), pile[place] - 10));
            pile[place] -= 10;
            pile[place + 1] += 1;
        }
    }
    found.push(step("read", a, b, 0, Model::Blocks(pile), sum));
    found
}

/// Subtraction: where a place has too few, one of the next is opened into ten.
fn opened(a: u64, b: u64) -> Vec<Step> {
    let Some(rest) = a.checked_sub(b) else { return Vec::new() };
    let len = Digits::of(a).len();
    let (mut pile, below) = (as_u64(&Digits::of(a)), as_u64(&Digits::padded(b, len)));
    let mut found = Vec::new();
    for place in 0..len {
        if pile[place] < below[place] {
            // Through zeros: the nearest place that has something is opened first.
            let Some(from) = (place + 1..len).find(|at| pile[*at] > 0) else { return Vec::new() };
            for at in (place + 1..=from).rev() {
                pile[at] -= 1;
                pile[at - 1] += 10;
                found.push(step("open", pile[at - 1], 10, at, Model::Blocks(pile.clone()), pile[at - 1]));
            }
        }
        if below[place] > 0 {
            found.push(step("take", pile[place], below[place], place, Model::Blocks(pile.clone()), pile[place] - below[place]));
            pile[place] -= below[place];
        }
    }
    found.push(step("read", a, b, 0, Model::Blocks(pile), rest));
    found
}

/// Multiplication: a rectangle cut by places.
fn cut(a: u64, b: u64) -> Vec<Step> {
    let pieces = |value: u64| {
        let scaled = |(at, digit): (usize, &u64)| digit * 10_u64.pow(u32::try_from(at).unwrap_or(0));
        as_u64(&Digits::of(value)).iter().enumerate().map(scaled).filter(|piece| *piece > 0).rev().collect::<Vec<_>>()
    };
    let area: Vec<(u64, u64)> = pieces(b).into_iter().flat_map(|y| pieces(a).into_iter().map(move |x| (x, y))).collect();
    let mut found: Vec<Step> = area.iter().map(|(x, y)| step("piece", *x, *y, 0, Model::Area(area.clone()), x * y)).collect();
    found.push(step("together", a, b, 0, Model::Area(area), a * b));
    found
}

/// Small division: jumps of the divisor on the line.
fn jumped(a: u64, b: u64) -> Vec<Step> {
    let jumps: Vec<(u64, u64)> = (0..a / b).map(|at| (at * b, (at + 1) * b)).collect();
    let line = |jumps| Model::Line { to: a, step: b, jumps };
    let mut found = vec![step("jumps", a, b, 0, line(jumps.clone()), a / b)];
    if !a.is_multiple_of(b) {
        found.push(step("left", a, b, 0, line(jumps.clone()), a % b));
    }
    let answer = Problem::whole(Op::Div, a, b).right().map(|answer| answer.to_string()).unwrap_or_default();
    found.push(step("read", a, b, 0, line(jumps), answer));
    found
}

/// Division: each place is shared out, what is left is opened into the next.
fn shared(a: u64, b: u64) -> Vec<Step> {
    let mut pile = as_u64(&Digits::of(a));
    let mut found = Vec::new();
    for place in (0..pile.len()).rev() {
        found.push(step("share", pile[place], b, place, Model::Blocks(pile.clone()), pile[place] / b));
        let left = pile[place] % b;
        if left > 0 && place > 0 {
            pile[place] = 0;
            pile[place - 1] += 10 * left;
            found.push(step("open-rest", left, 10, place, Model::Blocks(pile.clone()), pile[place - 1]));
        } else {
            pile[place] = left;
        }
    }
    let answer = Problem::whole(Op::Div, a, b).right().map(|answer| answer.to_string()).unwrap_or_default();
    found.push(step("read", a, b, 0, Model::Blocks(pile), answer));
    found
}

/// Sum of fractions: both bars are cut into the same parts.
fn parts(a: u64, b: u64, c: u64, d: u64) -> Vec<Step> {
    let (mut x, mut y) = (b, d);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    let all = b / x * d;
    let (first, second) = (a * (all / b), c * (all / d));
    let mut found = Vec::new();
    if b != d {
        found.push(step("parts", a, b, 0, Model::Bar { parts: b, filled: a }, first));
        found.push(step("parts", c, d, 0, Model::Bar { parts: d, filled: c }, second));
    }
    let sum = Rational::new(i128::from(first + second), i128::from(all)).map(Rational::as_fraction).unwrap_or_default();
    found.push(step("count-parts", first, second, 0, Model::Bar { parts: all, filled: first + second }, first + second));
    found.push(step("read", first + second, all, 0, Model::Bar { parts: all, filled: first + second }, sum));
    found
}

/// Comparison of decimals: both on one line with the same marks.
fn placed(problem: &Problem, a: Number, b: Number) -> Vec<Step> {
    let Some((first, second, places)) = super::bugs::level(a, b).filter(|(.., places)| *places > 0) else { return Vec::new() };
    let (to, unit) = (first.max(second), 10_u64.pow(places.saturating_sub(1)));
    let line = |value: u64| Model::Line { to, step: unit, jumps: vec![(0, value)] };
    let sign = problem.right().map(|answer| answer.to_string()).unwrap_or_default();
    let mut found = vec![step("smallest-parts", first, u64::from(places), 0, line(first), first), step("smallest-parts", second, u64::from(places), 0, line(second), second)];
    found.push(step("compare", first, second, 0, Model::Line { to, step: unit, jumps: vec![(0, first), (0, second)] }, sign));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drill::engine::{Rng, Skill, items, parse};

    fn told(text: &str) -> Vec<(String, String)> {
        steps(&parse::problem(text).unwrap()).into_iter().map(|step| (step.key.trim_start_matches("drill-step-").to_owned(), step.answer)).collect()
    }

    fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
        of.iter().map(|(key, answer)| ((*key).to_owned(), (*answer).to_owned())).collect()
    }

    #[test]
    fn borrowing_is_opening_a_ten() {
        assert_eq!(told("63-29"), pairs(&[("open", "13"), ("take", "4"), ("take", "3"), ("read", "34")]));
        assert_eq!(told("203-98"), pairs(&[("open", "10"), ("open", "13"), ("take", "5"), ("take", "0"), ("read", "105")]));
        assert_eq!(told("56+27"), pairs(&[("bundle", "3"), ("read", "83")]));
        assert_eq!(told("47*6"), pairs(&[("piece", "240"), ("piece", "42"), ("together", "282")]));
        assert_eq!(told("47/5"), pairs(&[("jumps", "9"), ("left", "2"), ("read", "9…2")]));
        assert_eq!(told("1/2+1/3"), pairs(&[("parts", "3"), ("parts", "2"), ("count-parts", "5"), ("read", "5/6")]));
        assert_eq!(told("0.125?0.3"), pairs(&[("smallest-parts", "125"), ("smallest-parts", "300"), ("compare", "<")]));
    }

    #[test]
    fn the_last_step_gives_the_right_answer_and_nothing_is_lost_on_the_way() {
        let mut rng = Rng::new(4);
        for skill in Skill::ALL {
            for problem in items::pool(skill, &mut rng) {
                let steps = steps(&problem);
                if let Some(last) = steps.last() {
                    assert_eq!(Some(last.answer.clone()), problem.right().map(|right| problem.show(right)), "{problem}");
                }
                for step in &steps {
                    if let (Model::Blocks(pile), Problem::Two(Op::Add, Number::Whole(a), Number::Whole(b))) = (&step.model, &problem) {
                        let sum: u64 = pile.iter().enumerate().map(|(at, count)| count * 10_u64.pow(u32::try_from(at).unwrap())).sum();
                        assert_eq!(sum, a + b, "{problem}");
                    }
                }
            }
        }
    }
}

//! Calculations line by line: one sign worked in each, in the order of the rules or in the child's own.

use super::answer::Answer;
use super::bugs::{Bug, opened};
use super::explain::{Mark, TextLine};
use super::number::{Number, Rational};
use super::problem::{Chain, Op, Operand, Problem};

fn line(text: String, mark: Mark) -> TextLine {
    TextLine { text, mark }
}

/// A value as it is written in the next line.
fn number(value: Rational) -> Option<Number> {
    match (value.as_whole(), value.as_decimal()) {
        (Some(whole), _) => Some(Number::Whole(whole)),
        (None, Some((digits, places))) => Some(Number::Decimal { digits, places }),
        _ => {
            let (num, den) = (u64::try_from(value.num()).ok()?, u64::try_from(value.den()).ok()?);
            Some(Number::Fraction { whole: num / den, num: num % den, den })
        }
    }
}

/// The chain with one sign worked.
fn worked(chain: &Chain, at: usize) -> Option<Chain> {
    let (first, second) = (chain.items.get(at)?.value()?, chain.items.get(at + 1)?.value()?);
    let value = number(chain.ops.get(at)?.apply(first, second).filter(|value| !value.is_negative())?)?;
    let mut next = chain.clone();
    next.items.splice(at..=at + 1, [Operand::Number(value)]);
    next.ops.remove(at);
    Some(next)
}

/// Which sign is worked next, outside brackets.
type Choice = fn(&Chain) -> usize;

fn by_rank(chain: &Chain) -> usize {
    chain.ops.iter().position(|op| op.binds()).unwrap_or(0)
}

fn from_left(_: &Chain) -> usize {
    0
}

fn from_right(chain: &Chain) -> usize {
    chain.ops.len().saturating_sub(1)
}

/// The pair that lures: the last of three, the first and then the last of four.
fn lured(chain: &Chain) -> usize {
    if chain.ops.len() == 2 { 1 } else { 0 }
}

/// The next line: brackets first, one sign at a time.
fn next(chain: &Chain, choice: Choice) -> Option<Chain> {
    let Some(at) = chain.items.iter().position(|item| matches!(item, Operand::Group(_))) else { return worked(chain, choice(chain)) };
    let Operand::Group(inner) = &chain.items[at] else { return None };
    let inner = next(inner, choice)?;
    let mut line = chain.clone();
    line.items[at] = match inner.items.as_slice() {
        [only] => only.clone(),
        _ => Operand::Group(inner),
    };
    Some(line)
}

/// All lines after the first, down to the value.
fn lines(chain: &Chain, choice: Choice) -> Option<Vec<String>> {
    let (mut found, mut chain) = (Vec::new(), chain.clone());
    while !chain.ops.is_empty() {
        chain = next(&chain, choice)?;
        found.push(format!("={chain}"));
    }
    Some(found)
}

/// The lines as they should be.
pub(super) fn right(problem: &Problem) -> Vec<TextLine> {
    let shown = problem.right().map(|answer| problem.show(answer)).unwrap_or_default();
    let plain = |texts: Vec<String>| texts.into_iter().map(|text| line(text, Mark::Plain)).collect();
    match problem {
        Problem::Steps(chain) => {
            let mut texts = vec![problem.to_string()];
            texts.extend(lines(chain, by_rank).unwrap_or_else(|| vec![format!("={shown}")]));
            plain(texts)
        }
        Problem::Compare(a, b) => plain(compared(*a, *b, &shown)),
        Problem::Two(op, a, b) => {
            let mut texts = vec![problem.to_string()];
            texts.extend(common(*op, *a, *b));
            texts.push(format!("={shown}"));
            plain(texts)
        }
    }
}

/// Decimals with the same number of places, so that they can be compared digit by digit.
fn compared(a: Number, b: Number, sign: &str) -> Vec<String> {
    let mut texts = vec![format!("{a} {sign} {b}")];
    if let (Some((first, of_a)), Some((second, of_b))) = (a.decimal(), b.decimal()) {
        let places = of_a.max(of_b);
        let level = |digits: u64, own: u32| Number::Decimal { digits: digits.saturating_mul(10_u64.saturating_pow(places - own)), places };
        if of_a != of_b {
            texts.push(format!("{} {sign} {}", level(first, of_a), level(second, of_b)));
        }
    }
    texts
}

/// Fractions over one denominator.
fn common(op: Op, a: Number, b: Number) -> Option<String> {
    let (Number::Fraction { whole: m, num: a, den: b }, Number::Fraction { whole: n, num: c, den: d }) = (a, b) else { return None };
    match op {
        Op::Add | Op::Sub if m == 0 && n == 0 && b != d => {
            let (mut x, mut y) = (b, d);
            while y != 0 {
                (x, y) = (y, x % y);
            }
            let den = b / x * d;
            Some(format!("={}/{den}{}{}/{den}", a * (den / b), op.sign(), c * (den / d)))
        }
        Op::Mul if m == 0 && n == 0 => Some(format!("=({a}×{c})/({b}×{d})")),
        Op::Div if m == 0 && n == 0 && c > 0 => Some(format!("={a}/{b}×{d}/{c}")),
        _ => None,
    }
}

/// The lines as the child worked them, as far as the rule tells: the first line that is not so is marked.
pub(super) fn child(problem: &Problem, answer: Answer, bug: Option<Bug>) -> Vec<TextLine> {
    let shown = problem.show(answer);
    let between = bug.and_then(|bug| between(problem, bug)).unwrap_or_default();
    if let Problem::Compare(a, b) = problem {
        return vec![line(format!("{a} {shown} {b}"), Mark::Wrong)];
    }
    let mut found = vec![line(problem.to_string(), Mark::Plain)];
    let last = format!("={shown}");
    for text in between.into_iter().filter(|text| *text != last) {
        found.push(line(text, Mark::Plain));
    }
    found.push(line(last, Mark::Plain));
    for (at, line) in found.iter_mut().enumerate().skip(1) {
        line.mark = if at == 1 { Mark::Wrong } else { Mark::Follows };
    }
    found
}

fn between(problem: &Problem, bug: Bug) -> Option<Vec<String>> {
    match (bug, problem) {
        (Bug::AddAcross, Problem::Two(_, Number::Fraction { whole: 0, num: a, den: b }, Number::Fraction { whole: 0, num: c, den: d })) => {
            Some(vec![format!("=({a}+{c})/({b}+{d})")])
        }
        (Bug::LeftToRight, Problem::Steps(chain)) => lines(chain, from_left),
        (Bug::RightFirst, Problem::Steps(chain)) => lines(chain, from_right),
        (Bug::RoundingLure, Problem::Steps(chain)) if chain.ops.len() == 3 => {
            // Four numbers: the front pair, then the back pair, then the sign between.
            let first = worked(chain, 0)?;
            let second = worked(&first, 1)?;
            let third = worked(&second, 0)?;
            Some(vec![format!("={second}"), format!("={third}")])
        }
        (Bug::RoundingLure, Problem::Steps(chain)) => lines(chain, lured),
        (Bug::BracketSign, Problem::Steps(chain)) => {
            let open = opened(chain)?;
            let mut texts = vec![format!("={open}")];
            texts.extend(lines(&open, by_rank)?);
            Some(texts)
        }
        (Bug::PartialDistribute, Problem::Steps(chain)) => {
            let part = distributed(chain)?;
            let mut texts = vec![format!("={part}")];
            texts.extend(lines(&part, by_rank)?);
            Some(texts)
        }
        _ => None,
    }
}

/// (40+4)×25 as 40×25+4.
fn distributed(chain: &Chain) -> Option<Chain> {
    let (group, factor) = match chain.items.as_slice() {
        [Operand::Group(group), factor @ Operand::Number(_)] | [factor @ Operand::Number(_), Operand::Group(group)] => (group, factor),
        _ => return None,
    };
    let ([first, second], [op]) = (group.items.as_slice(), group.ops.as_slice()) else { return None };
    Some(Chain::of(first.clone(), [(Op::Mul, factor.clone()), (*op, second.clone())]))
}

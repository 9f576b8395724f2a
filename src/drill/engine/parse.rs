//! Reads problems and answers as people type them, full-width signs and all; each error says at which character and why.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::answer::{Answer, Sign};
use super::number::{Number, Rational};
use super::problem::{Chain, Op, Operand, Problem};

/// Longest text that is read.
pub const LONGEST: usize = 80;
/// Most numbers in a line.
const MOST_NUMBERS: usize = 10;
/// Most digits of a number of a problem, and of an answer.
const DIGITS: usize = 9;
const ANSWER_DIGITS: usize = 15;

/// Why a text cannot be read; the words lie under `drill-unread-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// Nothing is there.
    Empty,
    /// Longer than [`LONGEST`] characters, or too many numbers.
    TooLong,
    /// A character that has no meaning here.
    Character,
    /// A number should stand here.
    Number,
    /// A sign should stand here.
    Sign,
    /// A bracket without its partner.
    Bracket,
    /// A number with too many digits, or a result beyond what can be kept.
    TooLarge,
    /// Division by 0, or a fraction over 0.
    ByZero,
    /// The right answer would be below 0.
    BelowZero,
    /// A date that is none.
    Date,
}

impl Why {
    /// The code, as in the key of its words.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong => "too-long",
            Self::Character => "character",
            Self::Number => "number",
            Self::Sign => "sign",
            Self::Bracket => "bracket",
            Self::TooLarge => "too-large",
            Self::ByZero => "by-zero",
            Self::BelowZero => "below-zero",
            Self::Date => "date",
        }
    }
}

/// A text that cannot be read: where, counted in characters from 1, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    /// The character, from 1.
    pub at: usize,
    /// The reason.
    pub why: Why,
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "character {}: {}", self.at, self.why.code())
    }
}

impl std::error::Error for Unread {}

fn unread<T>(at: usize, why: Why) -> Result<T, Unread> {
    Err(Unread { at: at + 1, why })
}

/// Full-width digits and signs, and the many dashes and crosses, as the one sign that is meant.
fn plain(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => plain(char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c)),
        '−' | '–' | '—' | '‐' | '‑' | '‒' | '﹣' | '➖' => '-',
        '×' | 'x' | 'X' | '✕' | '✖' | '·' | '∙' => '*',
        '➕' | '﹢' => '+',
        '∕' | '⁄' => '/',
        '➗' | ':' | '∶' => '÷',
        '○' | '◯' | '〇' => '?',
        '〈' | '‹' => '<',
        '〉' | '›' => '>',
        '。' => '.',
        '\u{3000}' | '\u{a0}' | '\t' => ' ',
        '⋯' | '┅' => '…',
        '[' | '【' | '{' => '(',
        ']' | '】' | '}' => ')',
        other => other,
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    Number(Number),
    Op(Op),
    Slash,
    Open,
    Close,
    Ask,
}

type Tokens = Vec<(usize, Token)>;

fn tokens(chars: &[char], most_digits: usize) -> Result<Tokens, Unread> {
    let (mut found, mut at) = (Tokens::new(), 0);
    while let Some(c) = chars.get(at).copied() {
        let token = match c {
            ' ' | '又' => None,
            '0'..='9' | '.' => {
                let end = at + chars[at..].iter().take_while(|c| matches!(c, '0'..='9' | '.' | ',')).count();
                found.push((at, Token::Number(written(&chars[at..end], at, most_digits)?)));
                at = end;
                continue;
            }
            '+' => Some(Token::Op(Op::Add)),
            '-' => Some(Token::Op(Op::Sub)),
            '*' => Some(Token::Op(Op::Mul)),
            '÷' => Some(Token::Op(Op::Div)),
            '/' => Some(Token::Slash),
            '(' => Some(Token::Open),
            ')' => Some(Token::Close),
            '?' => Some(Token::Ask),
            _ => return unread(at, Why::Character),
        };
        found.extend(token.map(|token| (at, token)));
        at += 1;
    }
    Ok(found)
}

/// A whole or decimal number; commas may part thousands.
fn written(chars: &[char], at: usize, most_digits: usize) -> Result<Number, Unread> {
    let point = chars.iter().position(|c| *c == '.');
    let front = &chars[..point.unwrap_or(chars.len())];
    let groups: Vec<&[char]> = front.split(|c| *c == ',').collect();
    let parted = groups.len() == 1 || (groups[1..].iter().all(|group| group.len() == 3) && (1..=3).contains(&groups[0].len()));
    if let Some(second) = chars.iter().enumerate().position(|(i, c)| (*c == '.' && Some(i) != point) || (*c == ',' && point.is_some_and(|p| i > p))) {
        return unread(at + second, Why::Character);
    }
    let places = point.map_or(0, |point| chars.len() - point - 1);
    if !parted || front.is_empty() || (point.is_some() && places == 0) {
        return unread(at, Why::Number);
    }
    let digits: Vec<u32> = chars.iter().filter_map(|c| c.to_digit(10)).collect();
    if digits.len() > most_digits {
        return unread(at, Why::TooLarge);
    }
    let value = digits.iter().fold(0_u64, |value, digit| value * 10 + u64::from(*digit));
    Ok(match u32::try_from(places) {
        Ok(places) if point.is_some() => Number::Decimal { digits: value, places },
        _ => Number::Whole(value),
    })
}

/// A fraction bar or a sign of division? `700/200` and `25*8/25*8` divide; `1/2+1/3`, `1/2*4/5`, `3/4?2/3`, `1 1/2+2` and whatever also has a `÷` are
/// written with fractions. Where both readings are possible their values agree, but for `÷`.
fn has_fractions(tokens: &Tokens) -> bool {
    let chunks = chunks(tokens);
    let inside = |at: usize| chunks.iter().any(|(from, to, _)| (*from..*to).contains(&at));
    let joins: Vec<Token> = tokens.iter().enumerate().filter(|(at, (_, token))| !inside(*at) && !matches!(token, Token::Number(_))).map(|(_, (_, token))| *token).collect();
    let broken = |from: usize| match (tokens.get(from), tokens.get(from + 2)) {
        (Some((_, Token::Number(Number::Whole(num)))), Some((_, Token::Number(Number::Whole(den))))) => num.checked_rem(*den).is_none_or(|rest| rest != 0),
        _ => false,
    };
    let all_broken = chunks.iter().all(|(_, to, _)| broken(to - 3));
    let additive = joins.iter().all(|token| matches!(token, Token::Op(Op::Add | Op::Sub) | Token::Open | Token::Close));
    let divides = tokens.iter().any(|(_, token)| matches!(token, Token::Op(Op::Div) | Token::Ask));
    let mixed = chunks.iter().any(|(_, _, mixed)| *mixed);
    match joins.as_slice() {
        _ if mixed || divides => true,
        [] | [Token::Slash, ..] => false,
        [_] => chunks.len() == 2 || all_broken,
        _ => additive && all_broken,
    }
}

/// Where `a/b` or `n a/b` stands: from, behind, whether it is mixed.
fn chunks(tokens: &Tokens) -> Vec<(usize, usize, bool)> {
    let is = |at: usize, whole: bool| matches!(tokens.get(at), Some((_, Token::Number(Number::Whole(_))))) == whole;
    let slash = |at: Option<usize>| at.and_then(|at| tokens.get(at)).is_some_and(|(_, token)| *token == Token::Slash);
    let (mut found, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        let mixed = is(at, true) && is(at + 1, true);
        let num = at + usize::from(mixed);
        if is(num, true) && slash(Some(num + 1)) && is(num + 2, true) && !slash(at.checked_sub(1)) && !slash(Some(num + 3)) {
            found.push((at, num + 3, mixed));
            at = num + 3;
        } else {
            at += 1;
        }
    }
    found
}

/// The chunks of [`chunks`] as one number each.
fn with_fractions(tokens: Tokens) -> Result<Tokens, Unread> {
    let chunks = chunks(&tokens);
    let (mut found, mut at) = (Tokens::new(), 0);
    while let Some((place, token)) = tokens.get(at).copied() {
        let Some((_, end, mixed)) = chunks.iter().find(|(from, ..)| *from == at) else {
            found.push((place, token));
            at += 1;
            continue;
        };
        let whole_at = |i: usize| match tokens.get(i) {
            Some((_, Token::Number(Number::Whole(value)))) => *value,
            _ => 0,
        };
        let (num, den) = (whole_at(end - 3), whole_at(end - 1));
        if den == 0 {
            return unread(tokens[end - 1].0, Why::ByZero);
        }
        found.push((place, Token::Number(Number::Fraction { whole: if *mixed { whole_at(at) } else { 0 }, num, den })));
        at = *end;
    }
    Ok(found)
}

struct Reader<'a> {
    tokens: &'a Tokens,
    at: usize,
    end: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<Token> {
        self.tokens.get(self.at).map(|(_, token)| *token)
    }

    fn place(&self) -> usize {
        self.tokens.get(self.at).map_or(self.end, |(place, _)| *place)
    }

    fn operand(&mut self, depth: usize) -> Result<Operand, Unread> {
        match self.peek() {
            Some(Token::Number(number)) => {
                self.at += 1;
                Ok(Operand::Number(number))
            }
            Some(Token::Open) if depth < 3 => {
                self.at += 1;
                let chain = self.chain(depth + 1)?;
                if self.peek() != Some(Token::Close) {
                    return unread(self.place(), Why::Bracket);
                }
                self.at += 1;
                Ok(if chain.ops.is_empty() { chain.items.into_iter().next().unwrap_or(Operand::whole(0)) } else { Operand::Group(chain) })
            }
            Some(Token::Open) => unread(self.place(), Why::TooLong),
            _ => unread(self.place(), Why::Number),
        }
    }

    fn chain(&mut self, depth: usize) -> Result<Chain, Unread> {
        let mut chain = Chain { items: vec![self.operand(depth)?], ops: Vec::new() };
        loop {
            let op = match self.peek() {
                Some(Token::Op(op)) => op,
                Some(Token::Slash) => Op::Div,
                Some(Token::Number(_) | Token::Open) => return unread(self.place(), Why::Sign),
                _ => return Ok(chain),
            };
            self.at += 1;
            chain.ops.push(op);
            chain.items.push(self.operand(depth)?);
        }
    }
}

/// Reads a problem; an `=` or `=?` at its end is passed over.
///
/// # Errors
/// [`Unread`], also when the problem has no right answer of at least 0.
pub fn problem(text: &str) -> Result<Problem, Unread> {
    let mut chars: Vec<char> = text.chars().map(plain).collect();
    let trailing = chars.iter().rev().take_while(|c| matches!(c, ' ' | '=' | '?')).count();
    chars.truncate(chars.len() - trailing);
    if chars.is_empty() {
        return unread(0, Why::Empty);
    }
    if chars.len() > LONGEST {
        return unread(LONGEST, Why::TooLong);
    }
    let mut tokens = tokens(&chars, DIGITS)?;
    if has_fractions(&tokens) {
        tokens = with_fractions(tokens)?;
    }
    let mut reader = Reader { tokens: &tokens, at: 0, end: chars.len() };
    let left = reader.chain(0)?;
    let found = if reader.peek() == Some(Token::Ask) {
        reader.at += 1;
        let right = reader.chain(0)?;
        match (left.items.as_slice(), right.items.as_slice()) {
            ([Operand::Number(a)], [Operand::Number(b)]) => Problem::Compare(*a, *b),
            _ => return unread(0, Why::Number),
        }
    } else {
        lone(left, chars.len())?
    };
    match reader.peek() {
        None => judged(found),
        Some(Token::Close) => unread(reader.place(), Why::Bracket),
        Some(_) => unread(reader.place(), Why::Sign),
    }
}

fn lone(chain: Chain, end: usize) -> Result<Problem, Unread> {
    if chain.numbers().len() > MOST_NUMBERS {
        return unread(0, Why::TooLong);
    }
    match (chain.items.as_slice(), chain.ops.as_slice()) {
        ([Operand::Number(_)], _) => unread(end, Why::Sign),
        ([Operand::Group(inner)], _) => lone(inner.clone(), end),
        ([Operand::Number(a), Operand::Number(b)], [op]) => Ok(Problem::Two(*op, *a, *b)),
        _ => Ok(Problem::Steps(chain)),
    }
}

/// The problem, if it has an answer.
fn judged(problem: Problem) -> Result<Problem, Unread> {
    if problem.right().is_some() {
        return Ok(problem);
    }
    let value = match &problem {
        Problem::Two(op, a, b) => a.value().zip(b.value()).and_then(|(a, b)| op.apply(a, b)),
        Problem::Steps(chain) => chain.value(),
        Problem::Compare(..) => None,
    };
    let zero = matches!(&problem, Problem::Two(Op::Div, _, b) if b.value() == Some(Rational::ZERO));
    unread(
        0,
        if value.is_some() {
            Why::BelowZero
        } else if zero || divides_by_zero(&problem) {
            Why::ByZero
        } else {
            Why::TooLarge
        },
    )
}

fn divides_by_zero(problem: &Problem) -> bool {
    fn inside(chain: &Chain) -> bool {
        let zero = chain.ops.iter().zip(chain.items.iter().skip(1)).any(|(op, item)| *op == Op::Div && item.value() == Some(Rational::ZERO));
        zero || chain.items.iter().any(|item| matches!(item, Operand::Group(inner) if inside(inner)))
    }
    matches!(problem, Problem::Steps(chain) if inside(chain))
}

/// Reads an answer: `46`, `3.85`, `5/6`, `1 1/6`, `1又1/6`, `21 r 2`, `21余2`, `21…2`, `21......2`, `<`, `-3`; nothing at all is [`Answer::Blank`].
///
/// # Errors
/// [`Unread`].
pub fn answer(text: &str) -> Result<Answer, Unread> {
    let chars: Vec<char> = text.chars().map(plain).collect();
    if chars.len() > LONGEST {
        return unread(LONGEST, Why::TooLong);
    }
    let is_space = |c: &char| matches!(c, ' ' | '\n' | '\r');
    let meaning = chars.iter().filter(|c| !is_space(c)).collect::<Vec<_>>();
    match meaning.as_slice() {
        [] => return Ok(Answer::Blank),
        ['<'] => return Ok(Answer::Sign(Sign::Less)),
        ['='] => return Ok(Answer::Sign(Sign::Equal)),
        ['>'] => return Ok(Answer::Sign(Sign::Greater)),
        _ => {}
    }
    let from = chars.iter().take_while(|c| is_space(c) || **c == '=').count();
    let negative = chars.get(from) == Some(&'-');
    let from = from + usize::from(negative);
    let rest = &chars[from..];
    if let Some((begin, end)) = remainder_mark(rest) {
        let quotient = whole_part(&rest[..begin], from)?;
        return match Answer::divided(quotient, whole_part(&rest[end..], from + end)?) {
            Some(answer) if !negative => Ok(answer),
            _ => unread(0, Why::Number),
        };
    }
    let value = value(rest, from)?;
    let value = if negative { Rational::ZERO.minus(value) } else { Some(value) };
    value.map_or_else(|| unread(from, Why::TooLarge), |value| Ok(Answer::Number(value)))
}

/// Where the remainder begins: `r`, `余`, `…` or at least three points.
fn remainder_mark(chars: &[char]) -> Option<(usize, usize)> {
    let begin = chars.iter().enumerate().position(|(at, c)| matches!(c, 'r' | 'R' | '余' | '餘' | '…') || chars[at..].starts_with(&['.', '.', '.']))?;
    let length = chars[begin..].iter().take_while(|c| matches!(c, 'r' | 'R' | '余' | '餘' | '…' | '.' | '数' | '數')).count();
    Some((begin, begin + length))
}

fn whole_part(chars: &[char], at: usize) -> Result<u64, Unread> {
    match tokens(chars, ANSWER_DIGITS).map_err(|unread| Unread { at: unread.at + at, ..unread })?.as_slice() {
        [(_, Token::Number(Number::Whole(value)))] => Ok(*value),
        _ => unread(at, Why::Number),
    }
}

fn value(chars: &[char], at: usize) -> Result<Rational, Unread> {
    let shifted = |unread: Unread| Unread { at: unread.at + at, ..unread };
    let read = tokens(chars, ANSWER_DIGITS).map_err(shifted)?;
    match with_fractions(read).map_err(shifted)?.as_slice() {
        [(_, Token::Number(number))] => number.value().map_or_else(|| unread(at, Why::TooLarge), Ok),
        [_, (place, _), ..] => unread(at + place, Why::Character),
        _ => unread(at, Why::Number),
    }
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;

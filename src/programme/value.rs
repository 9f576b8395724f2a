//! What a parameter of a programme can hold: how it is stored, typed and bounded (ARCHITECTURE rule 7).

use std::fmt;
use std::str::FromStr;

use crate::base::{Msg, limits, text};

/// Times within one span, at most: more is a slip of the finger.
const TIMES_MOST: i64 = 31;
/// Days that a deadline may lie after the first school day: a term has fewer.
const AFTER_DAYS_MOST: i64 = 180;
/// The largest part of a ratio.
const RATIO_MOST: i64 = 100;

/// A stretch of time in which something is to happen, the shortest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Span {
    /// A school day.
    Day,
    /// A week with school.
    Week,
    /// Two weeks.
    Fortnight,
    /// A teaching unit of a subject (A2-11).
    Unit,
    /// A calendar month with school.
    Month,
    /// Half a term.
    HalfTerm,
    /// A term.
    Term,
    /// A school year.
    Year,
}

impl Span {
    /// All spans.
    pub const ALL: [Self; 8] = [Self::Day, Self::Week, Self::Fortnight, Self::Unit, Self::Month, Self::HalfTerm, Self::Term, Self::Year];

    /// The identifier, as stored; its word is `programme-span-<identifier>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Fortnight => "fortnight",
            Self::Unit => "unit",
            Self::Month => "month",
            Self::HalfTerm => "halfterm",
            Self::Term => "term",
            Self::Year => "year",
        }
    }

    /// How many whole spans of this length an ordinary longer one holds at least; `None` when it is not shorter. A month can hold three whole weeks only.
    pub const fn whole_in(self, longer: Self) -> Option<i64> {
        Some(match (self, longer) {
            (Self::Day, Self::Week) => 5,
            (Self::Day, Self::Fortnight) => 10,
            (Self::Day, Self::Unit) => 5,
            (Self::Day, Self::Month) => 15,
            (Self::Day, Self::HalfTerm) => 35,
            (Self::Day, Self::Term) => 70,
            (Self::Day, Self::Year) => 140,
            (Self::Week, Self::Fortnight) => 2,
            (Self::Week, Self::Month) => 3,
            (Self::Week, Self::HalfTerm) => 7,
            (Self::Week, Self::Term) => 14,
            (Self::Week, Self::Year) => 28,
            (Self::Fortnight, Self::Month) => 1,
            (Self::Fortnight, Self::HalfTerm) => 3,
            (Self::Fortnight, Self::Term) => 7,
            (Self::Fortnight, Self::Year) => 14,
            (Self::Month, Self::HalfTerm) => 1,
            (Self::Month, Self::Term) => 3,
            (Self::Month, Self::Year) => 6,
            (Self::Week, Self::Unit) | (Self::Unit, Self::Term) => 1,
            (Self::Unit | Self::Term, Self::Year) | (Self::HalfTerm, Self::Term) => 2,
            (Self::HalfTerm, Self::Year) => 4,
            _ => return None,
        })
    }
}

impl FromStr for Span {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|span| span.code() == code).ok_or(())
    }
}

/// At least so many times in each span: once a week (A9-03), once a month (A8-09).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cadence {
    /// How often, from 1.
    pub times: i64,
    /// In which stretch of time.
    pub span: Span,
}

impl Cadence {
    /// Whether whoever keeps this one has kept the other, too: once a week keeps once a month, twice a month does not keep once a week.
    pub fn keeps(self, other: Self) -> bool {
        if self.span == other.span {
            return self.times >= other.times;
        }
        self.span.whole_in(other.span).is_some_and(|whole| whole * self.times >= other.times)
    }
}

impl fmt::Display for Cadence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.times, self.span.code())
    }
}

/// A deadline counted from a day: first the months, then the days (A9-14: 35 days; 1 month and 15 days).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct After {
    /// Calendar months.
    pub months: i64,
    /// Days on top.
    pub days: i64,
}

/// From so many to so many; without an end, at least so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Range {
    /// At least.
    pub from: i64,
    /// At most; `None` without a bound.
    pub to: Option<i64>,
}

impl Range {
    /// Whether a number lies within.
    pub fn holds(self, n: i64) -> bool {
        self.from <= n && self.to.is_none_or(|to| n <= to)
    }
}

/// What a number counts; its word is `programme-unit-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Pupils.
    Pupils,
    /// Helpers or mentors.
    People,
    /// Times.
    Times,
    /// Days.
    Days,
    /// Levels of hardship.
    Levels,
    /// Stars of a class.
    Stars,
    /// Yuan for each person and month, as counties publish their line.
    YuanAMonth,
}

impl Unit {
    /// The identifier.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pupils => "pupils",
            Self::People => "people",
            Self::Times => "times",
            Self::Days => "days",
            Self::Levels => "levels",
            Self::Stars => "stars",
            Self::YuanAMonth => "yuan_a_month",
        }
    }
}

/// The shape of a parameter, with its bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One whole number.
    Count {
        /// What it counts.
        unit: Unit,
        /// At least.
        least: i64,
        /// At most.
        most: i64,
    },
    /// From – to, whole numbers.
    Range {
        /// What it counts.
        unit: Unit,
        /// Neither end beyond.
        most: i64,
    },
    /// Months and days after the first school day.
    After,
    /// A day of each month, 1 to 31; the last day where a month is shorter.
    MonthDay,
    /// A share in per cent.
    Share,
    /// At least so often.
    Cadence,
    /// Parts of a split, 1:2:3.
    Ratio {
        /// How many parts.
        parts: usize,
    },
    /// Some of a list of codes, at most so many.
    Choices {
        /// The codes; their words are `programme-choice-<code>`.
        of: &'static [&'static str],
        /// At most so many of them.
        most: usize,
    },
    /// A free line.
    Text,
}

/// The value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A whole number.
    Count(i64),
    /// From – to.
    Range(Range),
    /// Months and days after the first school day.
    After(After),
    /// A day of each month.
    MonthDay(i64),
    /// Per cent.
    Share(i64),
    /// At least so often.
    Cadence(Cadence),
    /// Parts of a split.
    Ratio(Vec<i64>),
    /// Chosen codes, in the order of their list.
    Choices(Vec<&'static str>),
    /// A free line.
    Text(String),
}

impl fmt::Display for Value {
    /// As it is stored.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(n) | Self::MonthDay(n) | Self::Share(n) => n.fmt(f),
            Self::Range(Range { from, to: Some(to) }) => write!(f, "{from}-{to}"),
            Self::Range(Range { from, to: None }) => write!(f, "{from}-"),
            Self::After(after) => write!(f, "{}m{}d", after.months, after.days),
            Self::Cadence(cadence) => cadence.fmt(f),
            Self::Ratio(parts) => f.write_str(&parts.iter().map(i64::to_string).collect::<Vec<_>>().join(":")),
            Self::Choices(codes) => f.write_str(&codes.join(",")),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// A whole number as people type it: full-width digits and blanks are welcome.
fn whole(text: &str) -> Option<i64> {
    let plain = text::squeezed(text);
    if plain.is_empty() || plain.len() > 9 || !plain.bytes().all(|b| b.is_ascii_digit()) { None } else { plain.parse().ok() }
}

impl Shape {
    /// The parts in which it is typed: the endings of its form fields.
    pub const fn parts(self) -> &'static [&'static str] {
        match self {
            Self::Range { .. } => &["", "-to"],
            Self::After => &["", "-days"],
            Self::Cadence => &["", "-span"],
            _ => &[""],
        }
    }

    /// What was typed or chosen: one text for each of [`Shape::parts`], for choices all that were ticked. `None` when it was left empty.
    ///
    /// # Errors
    /// The sentence that says what is wrong and what fits.
    pub fn typed(self, texts: &[String]) -> Result<Option<Value>, Msg> {
        let part = |i: usize| texts.get(i).map(|text| text.trim()).unwrap_or_default();
        let empty = texts.iter().all(|text| text.trim().is_empty());
        if empty || (matches!(self, Self::Cadence) && part(0).is_empty()) {
            return Ok(None);
        }
        let value = match self {
            Self::Count { least, most, .. } => whole(part(0)).map(Value::Count).ok_or_else(|| Msg::new("programme-wrong-count").with("least", least).with("most", most))?,
            Self::Range { most, .. } => {
                let wrong = || Msg::new("programme-wrong-range").with("most", most);
                let from = if part(0).is_empty() { 0 } else { whole(part(0)).ok_or_else(wrong)? };
                let to = if part(1).is_empty() { None } else { Some(whole(part(1)).ok_or_else(wrong)?) };
                Value::Range(Range { from, to })
            }
            Self::After => {
                let number = |text: &str| if text.is_empty() { Some(0) } else { whole(text) };
                match (number(part(0)), number(part(1))) {
                    (Some(months), Some(days)) => Value::After(After { months, days }),
                    _ => return Err(Msg::new("programme-wrong-after").with("most", AFTER_DAYS_MOST)),
                }
            }
            Self::MonthDay => whole(part(0)).map(Value::MonthDay).ok_or("programme-wrong-month-day")?,
            Self::Share => whole(part(0).trim_end_matches(['%', '％'])).map(Value::Share).ok_or("programme-wrong-share")?,
            Self::Cadence => match (whole(part(0)), part(1).parse()) {
                (Some(times), Ok(span)) => Value::Cadence(Cadence { times, span }),
                _ => return Err(Msg::new("programme-wrong-cadence").with("most", TIMES_MOST)),
            },
            Self::Ratio { parts } => {
                Value::Ratio(part(0).split([':', '：']).map(whole).collect::<Option<_>>().ok_or_else(|| Msg::new("programme-wrong-ratio").with("parts", parts))?)
            }
            Self::Choices { of, .. } => Value::Choices(of.iter().copied().filter(|code| texts.iter().any(|text| text == code)).collect()),
            Self::Text => Value::Text(part(0).to_owned()),
        };
        self.check(&value).map(|()| Some(value))
    }

    /// Whether a value has this shape and lies within the bounds.
    ///
    /// # Errors
    /// The sentence that says what fits.
    pub fn check(self, value: &Value) -> Result<(), Msg> {
        match (self, value) {
            (Self::Count { least, most, .. }, Value::Count(n)) if !(least..=most).contains(n) => Err(Msg::new("programme-wrong-count").with("least", least).with("most", most)),
            (Self::Range { most, .. }, Value::Range(range)) => match range.to {
                Some(to) if to < range.from => Err("programme-wrong-order".into()),
                to if range.from > most || to.is_some_and(|to| to > most) || (range.from == 0 && to.is_none()) => Err(Msg::new("programme-wrong-range").with("most", most)),
                _ => Ok(()),
            },
            (Self::After, Value::After(after)) if after.months * 30 + after.days > AFTER_DAYS_MOST || (after.months, after.days) == (0, 0) => {
                Err(Msg::new("programme-wrong-after").with("most", AFTER_DAYS_MOST))
            }
            (Self::MonthDay, Value::MonthDay(day)) if !(1..=31).contains(day) => Err("programme-wrong-month-day".into()),
            (Self::Share, Value::Share(share)) if !(1..=100).contains(share) => Err("programme-wrong-share".into()),
            (Self::Cadence, Value::Cadence(cadence)) if !(1..=TIMES_MOST).contains(&cadence.times) => Err(Msg::new("programme-wrong-cadence").with("most", TIMES_MOST)),
            (Self::Ratio { parts }, Value::Ratio(given)) if given.len() != parts || given.iter().any(|part| !(1..=RATIO_MOST).contains(part)) => {
                Err(Msg::new("programme-wrong-ratio").with("parts", parts))
            }
            (Self::Choices { most, .. }, Value::Choices(chosen)) if chosen.len() > most => Err(Msg::new("programme-wrong-choices").with("most", most)),
            (Self::Text, Value::Text(text)) if text.chars().count() > limits::LINE_CHARS => Err(Msg::new("programme-too-long").with("most", limits::LINE_CHARS)),
            (shape, value) if !shape.fits(value) => Err("programme-wrong-shape".into()),
            _ => Ok(()),
        }
    }

    const fn fits(self, value: &Value) -> bool {
        matches!(
            (self, value),
            (Self::Count { .. }, Value::Count(_))
                | (Self::Range { .. }, Value::Range(_))
                | (Self::After, Value::After(_))
                | (Self::MonthDay, Value::MonthDay(_))
                | (Self::Share, Value::Share(_))
                | (Self::Cadence, Value::Cadence(_))
                | (Self::Ratio { .. }, Value::Ratio(_))
                | (Self::Choices { .. }, Value::Choices(_))
                | (Self::Text, Value::Text(_))
        )
    }

    /// A value as it was stored; `None` when the text is none of this shape.
    pub fn stored(self, text: &str) -> Option<Value> {
        let parts: Vec<String> = match self {
            Self::Range { .. } => text.split('-').map(ToOwned::to_owned).collect(),
            Self::After => text.strip_suffix('d')?.split('m').map(ToOwned::to_owned).collect(),
            Self::Cadence => text.split('/').map(ToOwned::to_owned).collect(),
            Self::Choices { .. } => text.split(',').map(ToOwned::to_owned).collect(),
            _ => vec![text.to_owned()],
        };
        self.typed(&parts).ok().flatten()
    }

    /// The texts of its form fields, one for each of [`Shape::parts`]; for choices the codes.
    pub fn texts(value: &Value) -> Vec<String> {
        match value {
            Value::Range(Range { from: 0, to }) => vec![String::new(), to.map(|to| to.to_string()).unwrap_or_default()],
            Value::Range(range) => vec![range.from.to_string(), range.to.map(|to| to.to_string()).unwrap_or_default()],
            Value::After(after) => [after.months, after.days].map(|n| if n == 0 { String::new() } else { n.to_string() }).to_vec(),
            Value::Cadence(cadence) => vec![cadence.times.to_string(), cadence.span.code().to_owned()],
            Value::Choices(codes) => codes.iter().map(|code| (*code).to_owned()).collect(),
            other => vec![other.to_string()],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUPILS: Shape = Shape::Range { unit: Unit::Pupils, most: 20 };
    const STARS: Shape = Shape::Count { unit: Unit::Stars, least: 1, most: 50 };
    const FOUR: Shape = Shape::Choices { of: &["seat", "question", "answer"], most: 2 };

    fn typed(shape: Shape, texts: &[&str]) -> Result<Option<Value>, String> {
        shape.typed(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>()).map_err(|msg| msg.key.into_owned())
    }

    #[test]
    fn what_the_office_types_is_understood_stored_and_read_back() {
        for (shape, texts, stored) in [
            (PUPILS, &["2", "4"][..], "2-4"),
            (PUPILS, &[" １ ", ""], "1-"),
            (PUPILS, &["", "10"], "0-10"),
            (STARS, &["10"], "10"),
            (Shape::After, &["", "35"], "0m35d"),
            (Shape::After, &["1", "15"], "1m15d"),
            (Shape::MonthDay, &["30"], "30"),
            (Shape::Share, &["50％"], "50"),
            (Shape::Cadence, &["1", "week"], "1/week"),
            (Shape::Ratio { parts: 3 }, &["1：2: 3"], "1:2:3"),
            (FOUR, &["question", "seat"], "seat,question"),
            (Shape::Text, &[" 每周三下午 "], "每周三下午"),
        ] {
            let value = typed(shape, texts).unwrap().unwrap();
            assert_eq!(value.to_string(), stored);
            assert_eq!(shape.stored(stored), Some(value.clone()), "{stored}");
            assert_eq!(shape.typed(&Shape::texts(&value)).unwrap(), Some(value), "{stored}: the form shows what it takes");
        }
    }

    #[test]
    fn an_empty_field_means_that_the_programme_does_not_ask_for_it() {
        for shape in [PUPILS, STARS, Shape::After, Shape::MonthDay, Shape::Share, Shape::Ratio { parts: 3 }, FOUR, Shape::Text] {
            assert_eq!(typed(shape, &["", " "]), Ok(None), "{shape:?}");
        }
        assert_eq!(typed(Shape::Cadence, &["", "week"]), Ok(None), "the span always has a default");
    }

    #[test]
    fn what_lies_beyond_the_bounds_is_said() {
        for (shape, texts, key) in [
            (PUPILS, &["4", "2"][..], "programme-wrong-order"),
            (PUPILS, &["2", "99"], "programme-wrong-range"),
            (PUPILS, &["zwei", ""], "programme-wrong-range"),
            (PUPILS, &["0", ""], "programme-wrong-range"),
            (STARS, &["0"], "programme-wrong-count"),
            (STARS, &["9999999999999999999"], "programme-wrong-count"),
            (Shape::After, &["0", "0"], "programme-wrong-after"),
            (Shape::After, &["7", "0"], "programme-wrong-after"),
            (Shape::MonthDay, &["32"], "programme-wrong-month-day"),
            (Shape::Share, &["101"], "programme-wrong-share"),
            (Shape::Cadence, &["0", "week"], "programme-wrong-cadence"),
            (Shape::Cadence, &["1", "moon"], "programme-wrong-cadence"),
            (Shape::Ratio { parts: 3 }, &["1:2"], "programme-wrong-ratio"),
            (FOUR, &["seat", "question", "answer"], "programme-wrong-choices"),
        ] {
            assert_eq!(typed(shape, texts), Err(key.to_owned()), "{texts:?}");
        }
        assert!(STARS.check(&Value::Text("十".into())).is_err(), "a word is no number");
    }

    #[test]
    fn whoever_talks_each_week_has_talked_each_month_and_not_the_other_way_round() {
        let cadence = |text: &str| match Shape::Cadence.stored(text) {
            Some(Value::Cadence(cadence)) => cadence,
            other => panic!("{text}: {other:?}"),
        };
        for (one, other, keeps) in [
            ("1/week", "1/month", true),
            ("1/month", "1/week", false),
            ("4/month", "1/week", false),
            ("1/week", "4/month", false),
            ("1/week", "3/month", true),
            ("2/week", "1/week", true),
            ("1/fortnight", "1/month", true),
            ("1/term", "2/term", false),
            ("1/halfterm", "2/term", true),
            ("1/unit", "1/term", true),
            ("1/unit", "1/month", false),
            ("1/day", "1/week", true),
        ] {
            assert_eq!(cadence(one).keeps(cadence(other)), keeps, "{one} keeps {other}");
        }
    }
}

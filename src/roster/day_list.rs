//! The days that differ from the ordinary week, and how a list of them is read that somebody pastes. PRACTICE 1.2.
//!
//! Lists look like the yearly notice: 国庆节：10月1日（周四）至8日（周四）放假调休，共8天。9月20日（周日）、10月10日（周六）上班。

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::base::error::Problems;
use crate::base::text::{chinese_digit, half_width};
use crate::base::{Error, Msg, Result, SchoolDate, limits};

/// Longest holiday of a list, in days; beyond it is a slip of the pen.
const SPAN_DAYS_MOST: i64 = 70;
/// Stands for the border between two cells of a pasted sheet: first day, last day.
const TAB: &str = "~";
/// Lines of a pasted list.
const LINES_MOST: usize = 200;
/// Words by which a clause says that there is school.
const SCHOOL: [&str; 8] = ["上班", "补班", "上课", "补课", "上学", "调课", "school", "work"];
/// Words that say what happens and so are no part of a day's name.
const NOT_NAMES: [&str; 12] = ["放假", "调休", "休息", "正常", "补上", "上班", "补班", "上课", "补课", "上学", "调课", "共"];

/// How a day differs from the ordinary week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayKind {
    /// No school.
    Holiday,
    /// School on a weekend or in a holiday (调休).
    SchoolDay,
}

impl DayKind {
    /// The identifier, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Holiday => "holiday",
            Self::SchoolDay => "school_day",
        }
    }
}

impl FromStr for DayKind {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        [Self::Holiday, Self::SchoolDay].into_iter().find(|kind| kind.code() == code).ok_or(())
    }
}

/// A day that differs from the ordinary week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarDay {
    /// Which.
    pub day: SchoolDate,
    /// How.
    pub kind: DayKind,
    /// Why: 国庆节.
    pub name: String,
}

/// Reads a pasted list. Days without a year belong to the term (`first` to `last`) or to what lies nearest to it.
///
/// # Errors
/// Every line that cannot be read, at `list`, with its number; too long a list.
pub fn read_days(text: &str, first: SchoolDate, last: SchoolDate) -> Result<Vec<CalendarDay>> {
    let mut problems = Problems::default();
    let mut days = BTreeMap::new();
    if text.lines().count() > LINES_MOST {
        return Err(Error::at("list", Msg::new("roster-days-too-many").with("most", LINES_MOST)));
    }
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let shown: String = line.trim().chars().take(40).collect();
        match read_line(&half_width(&line.replace('\t', TAB)), first, last) {
            Ok(read) => days.extend(read.into_iter().map(|day| (day.day, day))),
            Err(key) => problems.note("list", Msg::new(key).with("line", index + 1).with("text", shown)),
        }
    }
    problems.end()?;
    if days.is_empty() {
        return Err(Error::at("list", "roster-list-empty"));
    }
    Ok(days.into_values().collect())
}

fn read_line(line: &str, first: SchoolDate, last: SchoolDate) -> std::result::Result<Vec<CalendarDay>, &'static str> {
    let mut days = Vec::new();
    let mut line_name = String::new();
    for clause in line.split(['。', '；', ';', '，', ',']) {
        let chars: Vec<char> = without_brackets(clause).chars().collect();
        let spans = Spans { chars: &chars, first, last }.read()?;
        if spans.spans.is_empty() {
            continue;
        }
        let clause: String = chars.iter().collect();
        let kind = if SCHOOL.iter().any(|word| clause.contains(word)) { DayKind::SchoolDay } else { DayKind::Holiday };
        let name = if spans.name.is_empty() { line_name.clone() } else { spans.name };
        line_name.clone_from(&name);
        for (from, until) in spans.spans {
            if until < from || until.days() - from.days() >= SPAN_DAYS_MOST {
                return Err("roster-list-span");
            }
            days.extend((from.days()..=until.days()).map(|day| CalendarDay { day: SchoolDate::from_days(day), kind, name: name.clone() }));
        }
    }
    if days.is_empty() { Err("roster-list-no-day") } else { Ok(days) }
}

/// The text without what stands in brackets: （周四）, (星期六).
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::new();
    for c in text.chars() {
        match c {
            '(' | '（' | '[' | '【' => depth += 1,
            ')' | '）' | ']' | '】' => depth = depth.saturating_sub(1),
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

struct Spans<'a> {
    chars: &'a [char],
    first: SchoolDate,
    last: SchoolDate,
}

struct Found {
    spans: Vec<(SchoolDate, SchoolDate)>,
    name: String,
}

impl Spans<'_> {
    fn read(&self) -> std::result::Result<Found, &'static str> {
        let (mut spans, mut name, mut at): (Vec<(SchoolDate, SchoolDate)>, String, usize) = (Vec::new(), String::new(), 0);
        let mut joined = false;
        while at < self.chars.len() {
            let before = spans.last().map(|span| span.1);
            let Some((day, end)) = self.day_at(at, before.filter(|_| joined))? else {
                let c = self.chars[at];
                if c == '、' && spans.is_empty() && name.chars().all(|c| chinese_digit(c).is_some() || c == '十') {
                    // The number of a paragraph: 五、国庆节.
                    name.clear();
                }
                if matches!(c, '至' | '到' | '-' | '—' | '–' | '~') {
                    joined = !spans.is_empty();
                } else if !c.is_whitespace() {
                    joined = false;
                }
                if c.is_alphabetic() && !matches!(c, '至' | '到') || c == ' ' && !name.is_empty() {
                    name.push(c);
                }
                at += 1;
                continue;
            };
            match spans.last_mut().filter(|_| joined) {
                Some(span) => span.1 = day,
                None => spans.push((day, day)),
            }
            joined = false;
            at = end;
        }
        Ok(Found { spans, name: plain_name(&name) })
    }

    /// The day that is written at a place; behind a sign that joins, a bare `8日` belongs to the month of the day before.
    fn day_at(&self, at: usize, before: Option<SchoolDate>) -> std::result::Result<Option<(SchoolDate, usize)>, &'static str> {
        let Some((one, next)) = self.number(at) else { return Ok(None) };
        let sign = self.chars.get(next).copied();
        if let (Some(before), Some('日' | '号')) = (before, sign) {
            return Self::exact(i64::from(before.year()), i64::from(before.month()), one).map(|day| Some((day, next + 1)));
        }
        let full_year = (1990..=2200).contains(&one) && matches!(sign, Some('年' | '-' | '.' | '/'));
        let (year, month, next) = if full_year {
            let (month, next) = self.number(next + 1).ok_or("roster-list-no-day")?;
            (Some(one), month, next)
        } else if sign == Some('月') {
            (None, one, next)
        } else {
            // A count such as 8天, or the number of a line: no day.
            return Ok(None);
        };
        let (day, mut next) = self.number(next + 1).ok_or("roster-list-no-day")?;
        if matches!(self.chars.get(next), Some('日' | '号')) {
            next += 1;
        }
        let day = match year {
            Some(year) => Self::exact(year, month, day)?,
            None => self.nearest(month, day)?,
        };
        Ok(Some((day, next)))
    }

    fn number(&self, at: usize) -> Option<(i64, usize)> {
        let inside = at > 0 && self.chars.get(at - 1).is_some_and(char::is_ascii_digit);
        let digits: String = self.chars.get(at..)?.iter().take_while(|c| c.is_ascii_digit()).take(5).collect();
        if inside || digits.is_empty() { None } else { digits.parse().ok().map(|number| (number, at + digits.len())) }
    }

    fn exact(year: i64, month: i64, day: i64) -> std::result::Result<SchoolDate, &'static str> {
        let made = i16::try_from(year).ok().zip(i8::try_from(month).ok()).zip(i8::try_from(day).ok());
        made.and_then(|((year, month), day)| SchoolDate::new(year, month, day)).ok_or("roster-list-no-such-day")
    }

    /// The day of that name in the term, or the nearest to it.
    fn nearest(&self, month: i64, day: i64) -> std::result::Result<SchoolDate, &'static str> {
        let years = i64::from(self.first.year()) - 1..=i64::from(self.last.year()) + 1;
        let far = |day: &SchoolDate| (self.first.days() - day.days()).max(day.days() - self.last.days()).max(0);
        years.filter_map(|year| Self::exact(year, month, day).ok()).min_by_key(far).ok_or("roster-list-no-such-day")
    }
}

fn plain_name(text: &str) -> String {
    let mut name = text.to_owned();
    for word in NOT_NAMES {
        name = name.replace(word, "");
    }
    let name = name.trim_matches(['年', '月', '日', '号', '天', ' ']);
    name.chars().take(limits::NAME_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> SchoolDate {
        text.parse().unwrap()
    }

    /// Each run of days as `from–until kind name`.
    fn read(text: &str) -> Vec<String> {
        let days = match read_days(text, day("2026-09-01"), day("2027-01-22")) {
            Ok(days) => days,
            Err(Error::Invalid(problems)) => return problems.iter().map(|p| format!("{}:{}", p.message.key, p.message.args.first().map_or("", |arg| &arg.1))).collect(),
            Err(other) => return vec![other.to_string()],
        };
        let mut runs: Vec<(SchoolDate, SchoolDate, &str, String)> = Vec::new();
        for found in days {
            match runs.last_mut() {
                Some(run) if run.1.plus_days(1) == found.day && run.2 == found.kind.code() && run.3 == found.name => run.1 = found.day,
                _ => runs.push((found.day, found.day, found.kind.code(), found.name)),
            }
        }
        runs.into_iter().map(|(from, until, kind, name)| format!("{from}–{until} {kind} {name}")).collect()
    }

    #[test]
    fn the_yearly_notice_is_read_as_it_is_pasted() {
        let notice = "五、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。\n元旦：2027年1月1日至3日放假，共3天";
        assert_eq!(
            read(notice),
            ["2026-09-20–2026-09-20 school_day 国庆节", "2026-10-01–2026-10-07 holiday 国庆节", "2026-10-10–2026-10-10 school_day 国庆节", "2027-01-01–2027-01-03 holiday 元旦"]
        );
    }

    #[test]
    fn rows_of_a_sheet_are_read() {
        for (text, expected) in [
            ("2026-10-01\t2026-10-07\t国庆节", "2026-10-01–2026-10-07 holiday 国庆节"),
            ("2026-10-10 补班", "2026-10-10–2026-10-10 school_day "),
            ("2026/9/25 - 2026/9/27 中秋节", "2026-09-25–2026-09-27 holiday 中秋节"),
            ("１０月１日—１０月７日　国庆节", "2026-10-01–2026-10-07 holiday 国庆节"),
            ("运动会 2026.11.5", "2026-11-05–2026-11-05 holiday 运动会"),
            ("12月30日至2027年1月2日 元旦", "2026-12-30–2027-01-02 holiday 元旦"),
        ] {
            assert_eq!(read(text), [expected], "{text}");
        }
    }

    #[test]
    fn every_line_that_cannot_be_read_is_named() {
        assert_eq!(
            read("国庆节\n2月30日 放假\n10月7日至10月1日\n10月1日 国庆节\n2026年"),
            ["roster-list-no-day:1", "roster-list-no-such-day:2", "roster-list-span:3", "roster-list-no-day:5"]
        );
        assert_eq!(read(" \n"), ["roster-list-empty:"]);
    }
}

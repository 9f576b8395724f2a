//! Class names as schools write them, read as one thing.

use std::fmt;

use super::text::{chinese_digit, small_number, squeezed};
use super::{Msg, SchoolYear};

/// A class within a school: its grade (1–6) or its entry year, and its number.
///
/// 五（1）班, 五年级一班, 5.1, 501 and 2021级1班 (in the school year 2025) are the same class.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ClassName {
    /// Grade 1 to 6.
    pub grade: i64,
    /// Number of the class within its grade, from 1.
    pub number: i64,
}

impl fmt::Display for ClassName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}（{}）班", grade_word(self.grade), self.number)
    }
}

/// 一 … 六 for grades 1 … 6; other figures stay figures.
pub fn grade_word(grade: i64) -> String {
    match usize::try_from(grade - 1).ok().and_then(|i| "一二三四五六".chars().nth(i)) {
        Some(word) => word.to_string(),
        None => grade.to_string(),
    }
}

/// Classes of one grade: the largest schools have about 25.
const NUMBER_MOST: i64 = 60;

impl ClassName {
    /// Reads a cell that holds a class name and nothing else.
    ///
    /// `year` is the school year of the sheet: cohorts (2021级1班, 21级1班, 2027届1班) are counted from it. Figures without a
    /// sign between have one reading: two are grade and number (51), three are a grade and a number of two (511 is 5（11）, never 51（1）),
    /// four begin with 0 (0501). In Chinese numerals the first sign is the grade (五十一班 is 5（11）). 5.1 is class 1, also when a number
    /// cell has eaten the nought of 5.10.
    ///
    /// # Errors
    /// A message with a remedy: nothing readable, a grade without a class, a class of a middle school, a cohort that has not
    /// entered or has left, or a date that the spreadsheet program made of 5-1.
    pub fn parse(text: &str, year: SchoolYear) -> Result<Self, Msg> {
        let chars = normal(text);
        let shown: String = text.trim().chars().take(40).collect();
        if let Some(read) = Reading::at(&chars, 0).filter(|read| read.end == chars.len()) {
            return read.class(year);
        }
        if looks_like_date(&chars) {
            return Err(Msg::new("base-class-date").with("text", shown));
        }
        match Self::parse_grade(text, year) {
            Ok(grade) => Err(Msg::new("base-class-grade-only").with("text", shown).with("grade", grade_word(grade))),
            Err(_) if chars.iter().any(|c| *c == '初' || *c == '高') => Err(Msg::new("base-class-not-primary").with("text", shown)),
            Err(_) => Err(Msg::new("base-class-unreadable").with("text", shown)),
        }
    }

    /// Finds the one class that a title, a file name or the name of a sheet speaks of; `None` when there is none or more than one.
    ///
    /// Inside a title a class must be marked by 班 or by brackets, so that years and counts are not taken for classes.
    pub fn find_in(title: &str, year: SchoolYear) -> Option<Self> {
        if let Ok(class) = Self::parse(title, year) {
            return Some(class);
        }
        let chars = normal(title);
        let mut found: Option<Self> = None;
        let mut at = 0;
        while at < chars.len() {
            let inside_number = at > 0 && chars[at].is_ascii_digit() && chars[at - 1].is_ascii_digit();
            let of_list = at > 0 && "件表第、".contains(chars[at - 1]);
            let read = if inside_number { None } else { Reading::at(&chars, at).filter(|read| read.said || (read.bracketed && !of_list)) };
            match read.and_then(|read| Some((read.class(year).ok()?, read.end))) {
                Some((class, end)) => {
                    if found.is_some_and(|other| other != class) {
                        return None;
                    }
                    found = Some(class);
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    /// Reads a cell that holds a grade: 五年级, 5年级, 五, 5, 小五, 2021级, 05.
    ///
    /// # Errors
    /// A message with a remedy when it is not a grade, or not one of a primary school.
    pub fn parse_grade(text: &str, year: SchoolYear) -> Result<i64, Msg> {
        let mut chars = normal(text);
        if chars.ends_with(&['.', '0']) {
            chars.truncate(chars.len() - 2);
        }
        let unreadable = || Msg::new("base-grade-unreadable").with("text", text.trim().chars().take(40).collect::<String>());
        let mut cursor = Cursor { chars: &chars, at: 0 };
        let grade = cursor.grade().ok_or_else(unreadable)?;
        let _ = cursor.eat("年级") || cursor.eat("年") || cursor.eat("级");
        if cursor.at == chars.len() { grade.in_year(year) } else { Err(unreadable()) }
    }

    /// Finds the one grade that a title speaks of (五年级期末成绩表, 2021级学生名单); `None` when there is none or more than one.
    pub fn find_grade_in(title: &str, year: SchoolYear) -> Option<i64> {
        if let Ok(grade) = Self::parse_grade(title, year) {
            return Some(grade);
        }
        let chars = normal(title);
        let mut found: Option<i64> = None;
        for at in 0..chars.len() {
            if at > 0 && chars[at].is_ascii_digit() && chars[at - 1].is_ascii_digit() {
                continue;
            }
            let mut cursor = Cursor { chars: &chars, at };
            let Some(grade) = cursor.grade() else { continue };
            let marked = cursor.eat("年级") || grade.is_cohort();
            let Some(grade) = Some(grade).filter(|_| marked).and_then(|grade| grade.in_year(year).ok()) else { continue };
            if found.is_some_and(|other| other != grade) {
                return None;
            }
            found = Some(grade);
        }
        found
    }
}

/// Half-width signs without spaces, with one kind of bracket and the figure-like `.0` of number cells gone.
fn normal(text: &str) -> Vec<char> {
    let mut text = squeezed(text);
    if let Some(whole) = text.strip_suffix(".0").filter(|whole| whole.len() > 1 && whole.bytes().all(|b| b.is_ascii_digit())) {
        text.truncate(whole.len());
    }
    text.chars()
        .map(|c| match c {
            '[' | '【' | '〔' | '{' | '<' | '〈' | '「' => '(',
            ']' | '】' | '〕' | '}' | '>' | '〉' | '」' => ')',
            '。' | '·' | '•' | '/' | '_' | '—' | '–' | '~' | '-' => '.',
            '級' => '级',
            c => c,
        })
        .collect()
}

/// 2026.05.01, 5月1日: what spreadsheet programs make of 5-1. The hyphens have become dots in [`normal`].
fn looks_like_date(chars: &[char]) -> bool {
    let text: String = chars.iter().collect();
    let parts: Vec<&str> = text.split(['.', '年', '月', '日', ':', 'T']).filter(|part| !part.is_empty()).collect();
    let figures = parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    figures && (text.contains('月') || (parts.len() >= 3 && parts[0].len() == 4))
}

/// How a grade was written.
#[derive(Clone, Copy)]
enum Grade {
    Number(i64),
    /// Entered in that year.
    Cohort(i64),
    /// Leaves in the summer of that year.
    Leaving(i64),
}

impl Grade {
    fn is_cohort(self) -> bool {
        !matches!(self, Self::Number(_))
    }

    fn in_year(self, year: SchoolYear) -> Result<i64, Msg> {
        let this = i64::from(year.0);
        let grade = match self {
            Self::Number(grade) if (1..=6).contains(&grade) => return Ok(grade),
            Self::Number(grade) => return Err(Msg::new("base-class-not-primary").with("text", grade)),
            Self::Cohort(entry) => this - entry + 1,
            Self::Leaving(summer) => 6 - (summer - this - 1),
        };
        let (Self::Number(written) | Self::Cohort(written) | Self::Leaving(written)) = self;
        match grade {
            1..=6 => Ok(grade),
            ..=0 => Err(Msg::new("base-class-cohort-not-yet").with("cohort", written).with("year", year)),
            _ => Err(Msg::new("base-class-cohort-left").with("cohort", written).with("year", year)),
        }
    }
}

/// What stands at a place of the text.
struct Reading {
    grade: Grade,
    number: i64,
    end: usize,
    /// 班 was written.
    said: bool,
    bracketed: bool,
}

impl Reading {
    fn at(chars: &[char], at: usize) -> Option<Self> {
        let mut cursor = Cursor { chars, at };
        if let Some((grade, number)) = cursor.joined_figures() {
            let said = cursor.eat("班");
            return Some(Self { grade: Grade::Number(grade), number, end: cursor.at, said, bracketed: false });
        }
        let grade = cursor.grade()?;
        let _ = cursor.eat("年级") || cursor.eat("年");
        let _ = cursor.eat(".") || cursor.eat("第");
        let bracketed = cursor.eat("(");
        let number = cursor.number()?;
        if bracketed && !cursor.eat(")") {
            return None;
        }
        let said = cursor.eat("班");
        let more_figures = !said && !bracketed && cursor.peek().is_some_and(|c| c.is_ascii_digit() || c == '.');
        if more_figures { None } else { Some(Self { grade, number, end: cursor.at, said, bracketed }) }
    }

    fn class(&self, year: SchoolYear) -> Result<ClassName, Msg> {
        let grade = self.grade.in_year(year)?;
        if !(1..=NUMBER_MOST).contains(&self.number) {
            return Err(Msg::new("base-class-number").with("number", self.number).with("most", NUMBER_MOST));
        }
        Ok(ClassName { grade, number: self.number })
    }
}

struct Cursor<'a> {
    chars: &'a [char],
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn eat(&mut self, word: &str) -> bool {
        let length = word.chars().count();
        let fits = self.chars[self.at..].iter().take(length).copied().eq(word.chars());
        self.at += if fits { length } else { 0 };
        fits
    }

    /// The figures that stand here, not yet eaten.
    fn figures(&self) -> String {
        self.chars[self.at..].iter().take_while(|c| c.is_ascii_digit()).collect()
    }

    /// 51, 501, 0501: grade and number in one run of figures, at the end of the text or before 班.
    fn joined_figures(&mut self) -> Option<(i64, i64)> {
        let run = self.figures();
        let next = self.chars.get(self.at + run.len()).copied();
        if !matches!(next, None | Some('班')) {
            return None;
        }
        let split = match run.len() {
            2 | 3 if !run.starts_with('0') => 1,
            4 if run.starts_with('0') => 2,
            _ => return None,
        };
        self.at += run.len();
        Some((run[..split].parse().ok()?, run[split..].parse().ok()?))
    }

    fn grade(&mut self) -> Option<Grade> {
        let _ = self.eat("小学") || self.eat("小");
        let run = self.figures();
        if !run.is_empty() {
            self.at += run.len();
            let value: i64 = run.parse().ok()?;
            let full_year = match run.len() {
                4 if (1990..=2200).contains(&value) => Some(value),
                2 => Some(2000 + value),
                _ => None,
            };
            if let Some(cohort) = full_year.filter(|_| self.eat("级")) {
                return Some(Grade::Cohort(cohort));
            }
            if let Some(summer) = full_year.filter(|_| self.eat("届")) {
                return Some(Grade::Leaving(summer));
            }
            return (run.len() <= 2).then_some(Grade::Number(value));
        }
        let above = if self.eat("初") {
            6
        } else if self.eat("高") {
            9
        } else {
            0
        };
        let value = chinese_digit(self.peek()?).filter(|value| *value > 0)?;
        self.at += 1;
        Some(Grade::Number(above + value))
    }

    /// The number of the class: one or two figures, or Chinese numerals to 九十九.
    fn number(&mut self) -> Option<i64> {
        let run = self.figures();
        let taken: String = if run.is_empty() { self.chars[self.at..].iter().take_while(|c| chinese_digit(**c).is_some() || matches!(c, '十' | '廿')).collect() } else { run };
        let number = small_number(&taken)?;
        self.at += taken.chars().count();
        Some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const YEAR: SchoolYear = SchoolYear(2026);

    #[test]
    fn the_many_ways_to_write_one_class_are_read_as_one() {
        let five_one = [
            "五（1）班",
            "五(1)班",
            "五1班",
            "五年级一班",
            "五年级（一）班",
            "5.1",
            "5-1",
            "501",
            "0501",
            "5年1班",
            "五.一",
            "五年一班",
            "小五1班",
            "５．１",
            "五 年 级 1 班",
            "５（１）班",
            "五（01）班",
            "05-01",
            "51",
            "501班",
            "501.0",
            "5（1）",
            "五(一)",
            "五·1",
            "五年级1",
            "小学五年级1班",
            "五年级第1班",
            "5年级1班",
            "五【1】班",
            "\u{FEFF}五（1）班\u{200B}",
            "2022级1班",
            "2022级（1）班",
            "22级1班",
            "２０２２级一班",
            "2028届1班",
            "五一班",
            "5—1班",
            "5/1",
            "5_1",
        ];
        for text in five_one {
            assert_eq!(ClassName::parse(text, YEAR), Ok(ClassName { grade: 5, number: 1 }), "{text}");
        }
    }

    #[test]
    fn larger_schools_have_larger_numbers() {
        let table = [
            ("五十一班", 5, 11),
            ("511", 5, 11),
            ("三年级十五班", 3, 15),
            ("一（二十一）班", 1, 21),
            ("1(23)", 1, 23),
            ("6.12", 6, 12),
            ("0612", 6, 12),
            ("六（廿二）班", 6, 22),
            ("2021级12班", 6, 12),
            ("2026级3班", 1, 3),
            ("26级十班", 1, 10),
        ];
        for (text, grade, number) in table {
            assert_eq!(ClassName::parse(text, YEAR), Ok(ClassName { grade, number }), "{text}");
        }
    }

    #[test]
    fn what_is_no_class_is_refused_with_its_reason() {
        let table = [
            ("", "base-class-unreadable"),
            ("五班", "base-class-unreadable"),
            ("大班", "base-class-unreadable"),
            ("五（1班", "base-class-unreadable"),
            ("1班", "base-class-unreadable"),
            ("五年级", "base-class-grade-only"),
            ("5", "base-class-grade-only"),
            ("2022级", "base-class-grade-only"),
            ("七年级1班", "base-class-not-primary"),
            ("初一1班", "base-class-not-primary"),
            ("801", "base-class-not-primary"),
            ("高一（2）班", "base-class-not-primary"),
            ("9.1", "base-class-not-primary"),
            ("2020级1班", "base-class-cohort-left"),
            ("2027级1班", "base-class-cohort-not-yet"),
            ("五（0）班", "base-class-number"),
            ("五（88）班", "base-class-number"),
            ("2026-05-01", "base-class-date"),
            ("5月1日", "base-class-date"),
            ("2026/5/1 00:00:00", "base-class-date"),
            ("2026", "base-class-unreadable"),
            ("50123", "base-class-unreadable"),
            ("五（1）（2）班", "base-class-unreadable"),
            ("5.1.2", "base-class-unreadable"),
            ("张小明", "base-class-unreadable"),
        ];
        for (text, key) in table {
            assert_eq!(ClassName::parse(text, YEAR).unwrap_err().key, key, "{text}");
        }
    }

    #[test]
    fn a_title_names_its_class() {
        let table = [
            ("阳光小学2026年秋五年级一班花名册", Some((5, 1))),
            ("2026-2027学年第一学期五（1）班成绩册", Some((5, 1))),
            ("实验二小五(2)班", Some((5, 2))),
            ("第三小学2022级3班学生名单", Some((5, 3))),
            ("501班.xlsx", Some((5, 1))),
            ("五年级(1)期末成绩", Some((5, 1))),
            ("附件五(1)", None),
            ("五（1）班、五（2）班合册", None),
            ("五（1）班（五年级一班）", Some((5, 1))),
            ("2026年9月1日在校生一览", None),
            ("三一小学六年级十二班", Some((6, 12))),
            ("Sheet1", None),
            ("全校花名册(共45人)", None),
            ("五1班", Some((5, 1))),
            ("一(3)", Some((1, 3))),
        ];
        for (title, class) in table {
            assert_eq!(ClassName::find_in(title, YEAR), class.map(|(grade, number)| ClassName { grade, number }), "{title}");
        }
    }

    #[test]
    fn a_grade_alone_is_read_as_a_grade() {
        for text in ["五年级", "5年级", "５", "小五", "2022级", "22级", "05", "5.0", "五", "五年"] {
            assert_eq!(ClassName::parse_grade(text, YEAR), Ok(5), "{text}");
        }
        for text in ["七年级", "初二", "", "一班", "五年级一班", "2019级"] {
            assert!(ClassName::parse_grade(text, YEAR).is_err(), "{text}");
        }
        for (title, grade) in [("阳光小学五年级期末成绩", Some(5)), ("2022级学生名单", Some(5)), ("一年级和二年级", None), ("期末成绩", None), ("2026年秋季五年级", Some(5))]
        {
            assert_eq!(ClassName::find_grade_in(title, YEAR), grade, "{title}");
        }
    }

    #[test]
    fn a_class_is_shown_as_schools_print_it_and_read_back() {
        for grade in 1..=6 {
            for number in 1..=NUMBER_MOST {
                let class = ClassName { grade, number };
                assert_eq!(ClassName::parse(&class.to_string(), YEAR), Ok(class));
            }
        }
    }
}

//! What a school says of itself: name, short code, place, county, and which parts of the product it uses. PRACTICE 1.6 and 2.

use std::str::FromStr;

use super::pinyin;
use crate::base::{Msg, limits};

/// First two figures of the codes of provinces (GB/T 2260).
const PROVINCES: [&str; 34] = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63",
    "64", "65", "71", "81", "82",
];
/// Characters of a short code, at least.
const CODE_LEAST: usize = 2;
/// Characters of a short code, at most.
const CODE_MOST: usize = 20;
/// Characters of a login name, at most.
const LOGIN_MOST: usize = 32;

/// Where a school is, as school statistics tell places apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Locality {
    /// 城区
    City,
    /// 镇区
    Town,
    /// 乡村
    Village,
}

impl Locality {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::City, Self::Town, Self::Village];
    /// The identifier, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::City => "city",
            Self::Town => "town",
            Self::Village => "village",
        }
    }
    /// The key of its word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::City => "roster-locality-city",
            Self::Town => "roster-locality-town",
            Self::Village => "roster-locality-village",
        }
    }
}

impl FromStr for Locality {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|place| place.code() == code).ok_or(())
    }
}

/// A part of the product that a school turns on when it wants it: nobody meets what the school does not use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// 摸底: who may need support, from results and attendance.
    Screening,
    /// 出勤: attendance, day by day.
    Attendance,
    /// 表册: class rosters and lists to print.
    Registers,
}

impl Part {
    /// All of them, in the order of the pages.
    pub const ALL: [Self; 3] = [Self::Screening, Self::Attendance, Self::Registers];
    /// The identifier, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Screening => "screening",
            Self::Attendance => "attendance",
            Self::Registers => "registers",
        }
    }
    /// The name of its field in forms.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Screening => "part_screening",
            Self::Attendance => "part_attendance",
            Self::Registers => "part_registers",
        }
    }
    /// The key of its word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Screening => "roster-part-screening",
            Self::Attendance => "roster-part-attendance",
            Self::Registers => "roster-part-registers",
        }
    }
    /// The key of what it does.
    pub const fn hint_key(self) -> &'static str {
        match self {
            Self::Screening => "roster-part-screening-hint",
            Self::Attendance => "roster-part-attendance-hint",
            Self::Registers => "roster-part-registers-hint",
        }
    }
}

/// The parts of a stored list such as `screening,registers`.
pub fn parts_of(stored: &str) -> Vec<Part> {
    let named: Vec<&str> = stored.split(',').collect();
    Part::ALL.into_iter().filter(|part| named.contains(&part.code())).collect()
}

/// A list of parts as it is stored.
pub fn stored_parts(parts: &[Part]) -> String {
    parts.iter().map(|part| part.code()).collect::<Vec<_>>().join(",")
}

/// The name of a school.
///
/// # Errors
/// A message when it is too short or too long.
pub fn check_name(name: &str) -> Result<(), Msg> {
    let length = name.chars().count();
    if (2..=limits::NAME_CHARS).contains(&length) { Ok(()) } else { Err(Msg::new("roster-school-name").with("most", limits::NAME_CHARS)) }
}

/// The short code of a school, the part before the stroke in `school/name`: small letters, figures and hyphens.
///
/// # Errors
/// A message when it is too short, too long, or holds anything else.
pub fn check_code(code: &str) -> Result<(), Msg> {
    let plain = code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let fits = (CODE_LEAST..=CODE_MOST).contains(&code.len()) && plain && !code.starts_with('-');
    if fits { Ok(()) } else { Err(Msg::new("roster-school-code").with("least", CODE_LEAST).with("most", CODE_MOST)) }
}

/// The code of a county (GB/T 2260): six figures of a province that exists; empty when the school does not give it.
///
/// # Errors
/// A message when it is something else.
pub fn check_region(region: &str) -> Result<(), Msg> {
    let figures = region.len() == 6 && region.bytes().all(|b| b.is_ascii_digit());
    let fits = region.is_empty() || (figures && PROVINCES.iter().any(|province| region.starts_with(province)));
    if fits { Ok(()) } else { Err(Msg::new("roster-region-wrong")) }
}

/// What somebody types to sign in: letters of any script, figures, dot, hyphen or underscore.
///
/// # Errors
/// A message when it is too short, too long, or holds anything else.
pub fn check_login(login: &str) -> Result<(), Msg> {
    let plain = login.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    if (2..=LOGIN_MOST).contains(&login.chars().count()) && plain { Ok(()) } else { Err(Msg::new("roster-login-wrong").with("most", LOGIN_MOST)) }
}

/// A short code from the sound of a name: the first letters of 阳光小学 are ygxx. `school` when the name gives none.
pub fn proposed_code(name: &str) -> String {
    let initials = |c: char| if c.is_ascii_alphanumeric() { Some(c.to_ascii_lowercase()) } else { pinyin::sound(&c.to_string()).chars().find(char::is_ascii_lowercase) };
    let code: String = name.chars().filter_map(initials).take(CODE_MOST).collect();
    if check_code(&code).is_ok() { code } else { "school".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_code_is_proposed_from_the_name() {
        for (name, code) in [("阳光小学", "ygxx"), ("Sunny School", "sunnyschool"), ("第2小学", "d2xx"), ("！", "school")] {
            assert_eq!(proposed_code(name), code, "{name}");
        }
    }

    #[test]
    fn codes_and_logins_can_be_typed_before_and_behind_a_stroke() {
        for (code, good) in [("ygxx", true), ("no-2", true), ("a", false), ("阳光", false), ("YGXX", false), ("-a", false), ("a/b", false), ("abcdefghijklmnopqrstu", false)] {
            assert_eq!(check_code(code).is_ok(), good, "{code}");
        }
        for (login, good) in [("lin.yue", true), ("林老师", true), ("a", false), ("a/b", false), ("a b", false), ("", false)] {
            assert_eq!(check_login(login).is_ok(), good, "{login}");
        }
    }

    #[test]
    fn a_county_is_named_by_six_figures_of_a_province() {
        for (region, good) in [("", true), ("520123", true), ("110105", true), ("990101", false), ("52012", false), ("52012a", false)] {
            assert_eq!(check_region(region).is_ok(), good, "{region}");
        }
    }

    #[test]
    fn parts_are_stored_and_read_back() {
        assert_eq!(parts_of(&stored_parts(&[Part::Registers, Part::Screening])), [Part::Screening, Part::Registers]);
        assert_eq!(parts_of("drill,"), []);
    }
}

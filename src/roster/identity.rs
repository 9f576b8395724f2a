//! Identity numbers (GB 11643) and the other documents that children hold. CONVENTIONS 2.4, R6.

use std::fmt;

use crate::base::text::squeezed;
use crate::base::{Msg, SchoolDate, Sealed};

use super::sex::Sex;

/// Weights of the 17 leading digits, GB 11643-1999.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";
/// The first two digits of an area: provinces, 71 Taiwan, 81–83 residence permits, 90–91 foreign permanent residents.
const PROVINCES: [&str; 37] = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63",
    "64", "65", "71", "81", "82", "83", "90", "91",
];
/// The oldest person in a school's papers, a great-grandparent.
const OLDEST_YEARS: i64 = 120;

/// An 18-character identity number whose shape, area, date and check character are right. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct IdentityNo {
    text: Sealed<String>,
    birth: SchoolDate,
    sex: Sex,
}

/// Which document a number belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DocumentKind {
    /// 居民身份证, and the residence permits of the same form.
    Resident,
    /// 港澳居民来往内地通行证 of Hong Kong.
    HongKong,
    /// 港澳居民来往内地通行证 of Macao.
    Macao,
    /// 台湾居民来往大陆通行证.
    Taiwan,
    /// 外国人永久居留身份证.
    PermanentResident,
    /// 护照.
    Passport,
    /// Any other document; its number may be empty.
    Other,
}

/// What identifies a child: an identity number that has been checked, or another document as it was written.
#[derive(Clone, PartialEq, Eq)]
pub enum Identity {
    /// A checked number.
    Resident(IdentityNo),
    /// Another document and its number in capitals.
    Document(DocumentKind, Sealed<String>),
}

impl IdentityNo {
    /// Reads an identity number; full-width figures, a small x and spaces are fine.
    ///
    /// `today` bounds the day of birth. Source of the check: GB 11643-1999.
    ///
    /// # Errors
    /// A message with a remedy. It never repeats the number.
    pub fn parse(text: &str, today: SchoolDate) -> Result<Self, Msg> {
        let text = clean(text);
        refuse_damage(&text)?;
        let birth = checked_birth(&text, today)?;
        let sex = if text.as_bytes()[16] % 2 == 1 { Sex::Male } else { Sex::Female };
        Ok(Self { text: Sealed::new(text), birth, sex })
    }
    /// The number in the clear; for matching and the vault.
    pub fn open(&self) -> &str {
        self.text.open()
    }
    /// The day of birth in digits 7 to 14.
    pub fn birth(&self) -> SchoolDate {
        self.birth
    }
    /// The sex in digit 17.
    pub fn sex(&self) -> Sex {
        self.sex
    }
    /// The six digits of the area where it was first given: province, city, county.
    pub fn area(&self) -> &str {
        &self.open()[..6]
    }
}

impl fmt::Debug for IdentityNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentityNo(…)")
    }
}

impl Identity {
    /// Reads a number of any document. `kind` is the column 证件类型 when the sheet has one; without it the shape decides,
    /// and only a shape that cannot be an identity number is taken for another document.
    ///
    /// # Errors
    /// A message with a remedy. It never repeats the number.
    pub fn parse(text: &str, kind: Option<DocumentKind>, today: SchoolDate) -> Result<Self, Msg> {
        let cleaned = clean(text);
        match kind.or_else(|| guess_kind(&cleaned)).unwrap_or(DocumentKind::Resident) {
            DocumentKind::Resident => IdentityNo::parse(text, today).map(Self::Resident),
            kind => {
                let length = cleaned.chars().count();
                let fits = length <= 30 && (length >= 5 || kind == DocumentKind::Other) && cleaned.chars().all(|c| c.is_ascii_alphanumeric() || "()-/".contains(c));
                if fits { Ok(Self::Document(kind, Sealed::new(cleaned))) } else { Err("roster-identity-document".into()) }
            }
        }
    }
    /// The number in the clear; for matching and the vault.
    pub fn open(&self) -> &str {
        match self {
            Self::Resident(number) => number.open(),
            Self::Document(_, text) => text.open(),
        }
    }
    /// Which document it is.
    pub fn kind(&self) -> DocumentKind {
        match self {
            Self::Resident(_) => DocumentKind::Resident,
            Self::Document(kind, _) => *kind,
        }
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({:?}, …)", self.kind())
    }
}

impl DocumentKind {
    /// Reads the column 身份证件类型: the codes of the registry system (1, 6, 7, 8, 9, A, Z) or their words.
    ///
    /// # Errors
    /// A message with the words that are understood.
    pub fn parse(text: &str) -> Result<Self, Msg> {
        let word = squeezed(text).to_uppercase();
        let has = |part: &str| word.contains(part);
        let kind = match word.as_str() {
            "1" | "01" => Self::Resident,
            "6" | "06" => Self::HongKong,
            "7" | "07" => Self::Macao,
            "8" | "08" => Self::Taiwan,
            "9" | "09" => Self::PermanentResident,
            "A" => Self::Passport,
            "Z" => Self::Other,
            _ if has("护照") || has("PASSPORT") => Self::Passport,
            _ if has("永久居留") => Self::PermanentResident,
            _ if has("居住证") || has("居民身份证") || word == "身份证" || has("户口") => Self::Resident,
            _ if has("台") => Self::Taiwan,
            _ if has("澳门") || word == "澳" => Self::Macao,
            _ if has("港") || has("回乡证") => Self::HongKong,
            _ if has("其他") || has("其它") || word == "无" => Self::Other,
            _ => return Err(Msg::new("roster-identity-kind").with("text", text.trim().chars().take(20).collect::<String>())),
        };
        Ok(kind)
    }
    /// The code of the registry system.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Resident => "1",
            Self::HongKong => "6",
            Self::Macao => "7",
            Self::Taiwan => "8",
            Self::PermanentResident => "9",
            Self::Passport => "A",
            Self::Other => "Z",
        }
    }
}

/// The check character of 17 digits; `None` when they are not 17 digits.
pub fn check_character(digits: &str) -> Option<char> {
    if digits.len() != 17 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let sum: u32 = digits.bytes().zip(WEIGHTS).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
    Some(char::from(CHECKS[(sum % 11) as usize]))
}

/// Capitals and half-width figures; marks that keep a spreadsheet program from making a number of it go.
pub(super) fn clean(text: &str) -> String {
    squeezed(text).trim_matches(|c| "'‘’`\"*".contains(c)).to_uppercase()
}

/// What spreadsheet programs do to long numbers cannot be undone.
pub(super) fn refuse_damage(text: &str) -> Result<(), Msg> {
    let exponent = text.contains("E+") || (text.contains('.') && text.contains('E'));
    if exponent { Err("roster-identity-rounded".into()) } else { Ok(()) }
}

/// Checks 18 characters by GB 11643 and gives the day of birth in them.
pub(super) fn checked_birth(text: &str, today: SchoolDate) -> Result<SchoolDate, Msg> {
    let length = text.chars().count();
    let figures = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if length == 15 && figures(text) {
        return Err("roster-identity-old".into());
    }
    if length != 18 {
        return Err(Msg::new("roster-identity-length").with("length", length));
    }
    if !text.is_ascii() || !figures(&text[..17]) || !text.ends_with(|c: char| c.is_ascii_digit() || c == 'X') {
        return Err("roster-identity-signs".into());
    }
    if check_character(&text[..17]) != text.chars().last() {
        // 15 figures is all that a number cell keeps: the rest becomes noughts.
        return Err(if text.ends_with("000") { "roster-identity-rounded".into() } else { "roster-identity-check".into() });
    }
    if !PROVINCES.contains(&&text[..2]) || &text[2..6] == "9999" {
        return Err("roster-identity-area".into());
    }
    birth_in(&text[6..14], today)
}

/// A day of birth in eight figures, within a human life before `today`.
pub(super) fn birth_in(figures: &str, today: SchoolDate) -> Result<SchoolDate, Msg> {
    let part = |range: std::ops::Range<usize>| figures.get(range).and_then(|part| part.parse::<i16>().ok());
    let day = || SchoolDate::new(part(0..4)?, i8::try_from(part(4..6)?).ok()?, i8::try_from(part(6..8)?).ok()?);
    let birth = day().ok_or("roster-identity-birth")?;
    let lives = birth <= today && birth.years_until(today) <= OLDEST_YEARS;
    if lives { Ok(birth) } else { Err("roster-identity-birth".into()) }
}

/// The document that a shape gives away; `None` when it can only be an identity number, right or wrong.
fn guess_kind(text: &str) -> Option<DocumentKind> {
    let first = text.chars().next().filter(|_| text.is_ascii())?;
    let rest = &text[1..];
    let figures = rest.bytes().all(|b| b.is_ascii_digit());
    match (first, rest.len()) {
        ('H', 8 | 10) if figures => Some(DocumentKind::HongKong),
        ('M', 8 | 10) if figures => Some(DocumentKind::Macao),
        ('E' | 'G' | 'P' | 'S' | 'D', 8) if rest[1..].bytes().all(|b| b.is_ascii_digit()) => Some(DocumentKind::Passport),
        ('0'..='9', 7) if figures => Some(DocumentKind::Taiwan),
        ('A'..='Z', 14) if rest[..2].bytes().all(|b| b.is_ascii_uppercase()) && rest[2..].bytes().all(|b| b.is_ascii_digit()) => Some(DocumentKind::PermanentResident),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> SchoolDate {
        "2026-09-01".parse().unwrap()
    }

    /// Seventeen digits with their check character; nobody's number.
    fn number(seventeen: &str) -> String {
        format!("{seventeen}{}", check_character(seventeen).unwrap())
    }

    #[test]
    fn the_published_example_of_the_standard_is_right() {
        // GB 11643-1999, example: 11010519491231002X.
        let number = IdentityNo::parse("11010519491231002X", today()).unwrap();
        assert_eq!((number.birth().to_string().as_str(), number.sex(), number.area()), ("1949-12-31", Sex::Female, "110105"));
    }

    #[test]
    fn a_number_is_read_however_it_was_typed() {
        let right = number("11010120160307002");
        let wide: String = right.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
        let spaced = format!("{} {} {}", &right[..6], &right[6..14], &right[14..]);
        for text in [right.clone(), right.to_lowercase(), wide, spaced, format!("'{right}"), format!("\u{FEFF}{right}　")] {
            let read = IdentityNo::parse(&text, today()).unwrap();
            assert_eq!(read.open(), right);
            assert_eq!((read.birth().to_string().as_str(), read.sex()), ("2016-03-07", Sex::Female));
        }
    }

    #[test]
    fn a_wrong_number_is_refused_with_its_reason() {
        let swapped = number("11010120160307002").replacen("16", "61", 1);
        let table = [
            (swapped.as_str(), "roster-identity-check"),
            ("11010116030700", "roster-identity-length"),
            ("110101160307001", "roster-identity-old"),
            ("1.10101E+17", "roster-identity-rounded"),
            ("1.10101201603070E17", "roster-identity-rounded"),
            ("110101201603070000", "roster-identity-rounded"),
            ("1101012016030700O1", "roster-identity-signs"),
            ("X10101201603070021", "roster-identity-signs"),
            (&number("99010120160307002"), "roster-identity-area"),
            (&number("11010120160230002"), "roster-identity-birth"),
            (&number("11010120270307002"), "roster-identity-birth"),
            (&number("11010118000307002"), "roster-identity-birth"),
            ("", "roster-identity-length"),
            ("张小明的身份证号是一十八位的数字哦哦", "roster-identity-signs"),
        ];
        for (text, key) in table {
            let refused = IdentityNo::parse(text, today()).unwrap_err();
            assert_eq!(refused.key, key, "{text}");
            assert!(refused.args.iter().all(|(_, value)| value.len() < 6), "the message repeats no number");
        }
    }

    #[test]
    fn one_wrong_or_two_swapped_digits_never_pass() {
        let right = number("11010120160307002");
        for place in 0..17 {
            for digit in b'0'..=b'9' {
                let mut bytes = right.clone().into_bytes();
                if bytes[place] != digit {
                    bytes[place] = digit;
                    let wrong = String::from_utf8(bytes).unwrap();
                    assert_ne!(check_character(&wrong[..17]), wrong.chars().last(), "{wrong}");
                }
            }
        }
    }

    #[test]
    fn children_with_other_documents_are_kept_as_they_are() {
        let table = [
            ("H12345678", None, DocumentKind::HongKong),
            ("m0123456789", None, DocumentKind::Macao),
            ("01234567", None, DocumentKind::Taiwan),
            ("E12345678", None, DocumentKind::Passport),
            ("USA110101010101", None, DocumentKind::PermanentResident),
            ("ABC12345", Some(DocumentKind::Passport), DocumentKind::Passport),
            ("", Some(DocumentKind::Other), DocumentKind::Other),
        ];
        for (text, kind, expected) in table {
            let read = Identity::parse(text, kind, today()).unwrap();
            assert_eq!((read.kind(), read.open()), (expected, text.to_uppercase().as_str()));
        }
        assert_eq!(Identity::parse("810000199408230021", None, today()).unwrap().kind(), DocumentKind::Resident, "a Hong Kong residence permit has the same form");
        assert_eq!(Identity::parse("秘密", Some(DocumentKind::Passport), today()).unwrap_err().key, "roster-identity-document");
    }

    #[test]
    fn kinds_of_documents_are_read_by_code_and_word() {
        for (text, kind) in [
            ("1", DocumentKind::Resident),
            ("居民身份证", DocumentKind::Resident),
            ("身份证", DocumentKind::Resident),
            ("港澳台居民居住证", DocumentKind::Resident),
            ("香港特区护照/身份证明", DocumentKind::Passport),
            ("港澳居民来往内地通行证", DocumentKind::HongKong),
            ("台湾居民来往大陆通行证", DocumentKind::Taiwan),
            ("台胞证", DocumentKind::Taiwan),
            ("澳门", DocumentKind::Macao),
            ("a", DocumentKind::Passport),
            ("护照", DocumentKind::Passport),
            ("Ｚ", DocumentKind::Other),
            ("其他", DocumentKind::Other),
            ("境外永久居留证", DocumentKind::PermanentResident),
        ] {
            assert_eq!(DocumentKind::parse(text), Ok(kind), "{text}");
        }
        assert!(DocumentKind::parse("车票").is_err());
        for code in ["1", "6", "7", "8", "9", "A", "Z"] {
            assert_eq!(DocumentKind::parse(code).unwrap().code(), code);
        }
    }

    #[test]
    fn debug_never_shows_a_number() {
        let right = number("11010120160307002");
        let read = Identity::parse(&right, None, today()).unwrap();
        let shown = format!("{read:?} {:?} {:?}", IdentityNo::parse(&right, today()), Identity::parse("H12345678", None, today()));
        assert!(!shown.contains("2016") && !shown.contains("1234"), "{shown}");
    }
}

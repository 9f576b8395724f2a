//! Short words of roster sheets: sex, boarding, yes and no, left-behind. CONVENTIONS 2.4.

use crate::base::Msg;
use crate::base::text::squeezed;

/// 性别, codes 1 and 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sex {
    /// 男, 1.
    Male,
    /// 女, 2.
    Female,
}

/// 就读方式, codes 1 and 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Boarding {
    /// 走读, 1.
    Day,
    /// 住校, 2.
    Boards,
}

/// 是否留守儿童 as the national registry counts, codes 0, 1 and 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LeftBehind {
    /// 非留守儿童.
    No,
    /// 单亲留守儿童: one parent away.
    One,
    /// 双亲留守儿童: both parents away.
    Both,
}

impl Sex {
    /// Reads 男, 女, 1, 2, M, F, 男性, Male …
    ///
    /// # Errors
    /// A message with the words that are understood.
    pub fn parse(text: &str) -> Result<Self, Msg> {
        match word(text).as_str() {
            "男" | "男性" | "男生" | "男孩" | "1" | "01" | "M" | "MALE" | "BOY" => Ok(Self::Male),
            "女" | "女性" | "女生" | "女孩" | "2" | "02" | "F" | "FEMALE" | "GIRL" => Ok(Self::Female),
            _ => Err(refuse("roster-sex-unreadable", text)),
        }
    }
    /// The code of the registry system.
    pub const fn code(self) -> i64 {
        match self {
            Self::Male => 1,
            Self::Female => 2,
        }
    }
}

impl Boarding {
    /// Reads 住校, 走读, 寄宿, 住宿生, 通学, 1, 2 of a column 就读方式. For a column 是否住校 use [`yes_no`].
    ///
    /// # Errors
    /// A message with the words that are understood.
    pub fn parse(text: &str) -> Result<Self, Msg> {
        let word = word(text);
        let word = word.trim_end_matches('生');
        match word {
            "走读" | "走" | "通学" | "非寄宿" | "不住校" | "不住宿" | "非住校" | "非住宿" | "不寄宿" | "在家" | "1" | "01" | "午托" | "日托" => {
                Ok(Self::Day)
            }
            "住校" | "住宿" | "住读" | "住" | "寄宿" | "全寄宿" | "全托" | "半寄宿" | "在校住宿" | "2" | "02" => Ok(Self::Boards),
            _ => Err(refuse("roster-boarding-unreadable", text)),
        }
    }
}

impl LeftBehind {
    /// Reads 非留守儿童, 单亲留守, 双亲留守儿童, 0, 1, 2, and a plain 否. A plain 是 does not say which and is refused.
    ///
    /// # Errors
    /// A message with the words that are understood.
    pub fn parse(text: &str) -> Result<Self, Msg> {
        let word = word(text);
        let has = |part: &str| word.contains(part);
        match word.as_str() {
            "0" | "否" | "无" | "不是" | "N" | "×" => Ok(Self::No),
            "1" => Ok(Self::One),
            "2" => Ok(Self::Both),
            _ if has("非") || has("否") || has("不") => Ok(Self::No),
            _ if has("双") || has("父母") => Ok(Self::Both),
            _ if has("单") || has("一方") => Ok(Self::One),
            _ => Err(refuse("roster-left-behind-unreadable", text)),
        }
    }
}

/// Reads 是, 否, √, ×, 1, 0, 有, 无, Y, N. An empty cell, `-` and 不详 are unknown (`None`): nothing is invented.
///
/// # Errors
/// A message with the words that are understood.
pub fn yes_no(text: &str) -> Result<Option<bool>, Msg> {
    match word(text).as_str() {
        "是" | "有" | "对" | "√" | "✓" | "✔" | "☑" | "V" | "1" | "Y" | "YES" | "TRUE" | "T" | "○" => Ok(Some(true)),
        "否" | "无" | "非" | "不是" | "没有" | "×" | "✗" | "✘" | "☐" | "□" | "X" | "0" | "N" | "NO" | "FALSE" | "F" => Ok(Some(false)),
        "" | "-" | "—" | "/" | "不详" | "未知" | "待核" => Ok(None),
        _ => Err(refuse("roster-yes-no-unreadable", text)),
    }
}

/// Without spaces and brackets, in capitals; what number cells add (`1.0`) and codes lead (`1-男`) goes.
fn word(text: &str) -> String {
    let squeezed = squeezed(text).to_uppercase();
    let whole = squeezed.strip_suffix(".0").unwrap_or(&squeezed);
    let coded = whole.split_once(['-', '.', ':', '、']).filter(|(code, name)| code.len() <= 2 && !name.is_empty() && code.bytes().all(|b| b.is_ascii_digit()) && !code.is_empty());
    coded.map_or(whole, |(_, name)| name).to_owned()
}

fn refuse(key: &'static str, text: &str) -> Msg {
    Msg::new(key).with("text", text.trim().chars().take(20).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sex_is_read_in_words_codes_and_letters() {
        for text in ["男", " 男 ", "1", "1.0", "01", "M", "ｍ", "Male", "男生", "1-男", "男性"] {
            assert_eq!(Sex::parse(text), Ok(Sex::Male), "{text}");
        }
        for text in ["女", "２", "f", "FEMALE", "女孩", "2:女"] {
            assert_eq!(Sex::parse(text), Ok(Sex::Female), "{text}");
        }
        for text in ["", "0", "9", "难", "男女", "-"] {
            assert!(Sex::parse(text).is_err(), "{text}");
        }
        assert_eq!((Sex::Male.code(), Sex::Female.code()), (1, 2));
    }

    #[test]
    fn boarding_is_read_as_schools_say_it() {
        for text in ["走读", "走读生", "通学", "非寄宿生", "1", "1-走读"] {
            assert_eq!(Boarding::parse(text), Ok(Boarding::Day), "{text}");
        }
        for text in ["住校", "住宿生", "寄宿", "寄宿生", "2", "住 校"] {
            assert_eq!(Boarding::parse(text), Ok(Boarding::Boards), "{text}");
        }
        assert!(Boarding::parse("").is_err() && Boarding::parse("是").is_err());
    }

    #[test]
    fn yes_and_no_are_read_and_nothing_is_invented() {
        for text in ["是", "√", "1", "有", "y", "TRUE", "1.0", "✓"] {
            assert_eq!(yes_no(text), Ok(Some(true)), "{text}");
        }
        for text in ["否", "×", "0", "无", "n", "x", "0.0"] {
            assert_eq!(yes_no(text), Ok(Some(false)), "{text}");
        }
        for text in ["", "　", "-", "不详"] {
            assert_eq!(yes_no(text), Ok(None), "{text}");
        }
        assert!(yes_no("也许").is_err() && yes_no("2").is_err());
    }

    #[test]
    fn left_behind_is_read_as_the_registry_counts() {
        let table = [
            ("非留守儿童", LeftBehind::No),
            ("否", LeftBehind::No),
            ("0", LeftBehind::No),
            ("单亲留守儿童", LeftBehind::One),
            ("1-单亲留守", LeftBehind::One),
            ("双亲留守", LeftBehind::Both),
            ("父母外出", LeftBehind::Both),
        ];
        for (text, expected) in table {
            assert_eq!(LeftBehind::parse(text), Ok(expected), "{text}");
        }
        assert!(LeftBehind::parse("是").is_err());
    }
}

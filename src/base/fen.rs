//! Money of the school in whole fen, read strictly from what people type, written with two digits and, on receipts, in capital numerals.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};

use super::error::Msg;
use super::limits;
use super::text::{chinese_digit, half_width};

/// An amount of money in fen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Fen(pub i64);

/// Why a text is no amount.
fn refused(key: &'static str, text: &str) -> Msg {
    Msg::new(key).with("text", text.trim().chars().take(30).collect::<String>())
}

impl Fen {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// Reads yuan as a person types them: figures, at most two of them behind the point, more than nothing. Whatever could be meant in two ways is refused, with a word on how to mend it.
    ///
    /// # Errors
    /// A sentence for the field: what was typed and how to write it.
    pub fn parse(text: &str) -> Result<Self, Msg> {
        let typed = text.trim();
        if typed.is_empty() {
            return Err(Msg::new("base-fen-empty"));
        }
        let narrow = half_width(typed);
        if narrow != typed && narrow.is_ascii() {
            return Err(refused("base-fen-wide", typed).with("mended", narrow.replace([',', ' '], "")));
        }
        if typed
            .chars()
            .any(|c| chinese_digit(c).is_some() || matches!(c, '十' | '拾' | '百' | '佰' | '千' | '仟' | '万' | '萬' | '亿' | '元' | '圆' | '角' | '分' | '整' | '￥' | '¥'))
        {
            return Err(refused("base-fen-chinese", typed));
        }
        if typed.starts_with(['-', '+', '−']) {
            return Err(refused("base-fen-sign", typed));
        }
        if typed.contains([',', '，', ' ', '\'']) {
            return Err(refused("base-fen-thousands", typed).with("mended", typed.replace([',', '，', ' ', '\''], "")));
        }
        if typed.contains(['e', 'E']) {
            return Err(refused("base-fen-exponent", typed));
        }
        let (yuan, behind) = typed.split_once('.').unwrap_or((typed, "0"));
        let figures = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !figures(yuan) || !figures(behind) {
            return Err(refused("base-fen-other", typed));
        }
        if behind.len() > 2 {
            return Err(refused("base-fen-decimals", typed));
        }
        let fen: Option<i64> = yuan.parse::<i64>().ok().and_then(|yuan| yuan.checked_mul(100)?.checked_add(format!("{behind:0<2}").parse().ok()?));
        match fen {
            Some(0) => Err(refused("base-fen-nothing", typed)),
            Some(fen) if fen <= limits::AMOUNT_FEN => Ok(Self(fen)),
            _ => Err(refused("base-fen-most", typed).with("most", limits::AMOUNT_FEN / 100)),
        }
    }

    /// The amount in capital numerals as receipts write it: 壹佰元整, 伍元零叁分. Of a negative amount 负 stands in front.
    pub fn capital(self) -> String {
        let (yuan, jiao, fen) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() / 10 % 10, self.0.unsigned_abs() % 10);
        let digit = |n: u64| DIGITS[usize::try_from(n).unwrap_or(0)];
        let mut text = if yuan > 0 { format!("{}元", whole(yuan)) } else { String::new() };
        match (jiao, fen) {
            (0, 0) => text.push_str(if yuan > 0 { "整" } else { "零元整" }),
            (0, fen) => text.push_str(&format!("{}{}分", if yuan > 0 { "零" } else { "" }, digit(fen))),
            (jiao, 0) => text.push_str(&format!("{}角整", digit(jiao))),
            (jiao, fen) => text.push_str(&format!("{}角{}分", digit(jiao), digit(fen))),
        }
        if self.0 < 0 { format!("负{text}") } else { text }
    }
}

const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
const PLACES: [&str; 4] = ["", "拾", "佰", "仟"];
const GROUPS: [&str; 5] = ["", "万", "亿", "万亿", "亿亿"];

/// A number of yuan above nothing.
fn whole(number: u64) -> String {
    let groups: Vec<u64> = std::iter::successors(Some(number), |n| (n / 10_000 > 0).then_some(n / 10_000)).map(|n| n % 10_000).collect();
    let (mut text, mut gap) = (String::new(), false);
    for (at, group) in groups.iter().enumerate().rev() {
        if *group == 0 {
            gap = !text.is_empty();
            continue;
        }
        if !text.is_empty() && (gap || *group < 1000) {
            text.push('零');
        }
        gap = false;
        let mut zero = false;
        for place in (0..4).rev() {
            let digit = group / 10_u64.pow(place) % 10;
            if digit == 0 {
                zero = true;
                continue;
            }
            if zero && group / 10_u64.pow(place + 1) > 0 {
                text.push('零');
            }
            zero = false;
            text.push_str(DIGITS[usize::try_from(digit).unwrap_or(0)]);
            text.push_str(PLACES[place as usize]);
        }
        text.push_str(GROUPS[at]);
    }
    text
}

impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n = self.0.unsigned_abs();
        write!(f, "{}{}.{:02}", if self.0 < 0 { "-" } else { "" }, n / 100, n % 100)
    }
}

impl Add for Fen {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Fen {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Fen {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sum for Fen {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Lang;

    #[test]
    fn money_is_read_strictly_and_what_is_no_amount_says_how_to_mend_it() {
        for (text, fen) in [("12.5", 1250), ("12.50", 1250), (" 12.05 ", 1205), ("0.01", 1), ("1000", 100_000), ("007", 700)] {
            assert_eq!(Fen::parse(text), Ok(Fen(fen)), "{text}");
        }
        for (text, key) in [
            ("", "base-fen-empty"),
            ("12.345", "base-fen-decimals"),
            ("-1", "base-fen-sign"),
            ("+1", "base-fen-sign"),
            ("1e9", "base-fen-exponent"),
            ("１２．５０", "base-fen-wide"),
            ("壹佰", "base-fen-chinese"),
            ("100元", "base-fen-chinese"),
            ("￥100", "base-fen-chinese"),
            ("1,000.00", "base-fen-thousands"),
            ("1 000", "base-fen-thousands"),
            ("0", "base-fen-nothing"),
            ("0.00", "base-fen-nothing"),
            ("12.", "base-fen-other"),
            (".5", "base-fen-other"),
            ("1.2.3", "base-fen-other"),
            ("0x1f", "base-fen-other"),
            ("NaN", "base-fen-other"),
            ("99999999999999999999", "base-fen-most"),
            ("100000000.01", "base-fen-most"),
        ] {
            let refused = Fen::parse(text).unwrap_err();
            assert_eq!(refused.key, key, "{text}");
            for (lang, _) in Lang::ALL {
                let said = refused.text(lang);
                assert!(said != key && (text.is_empty() || said.contains(text)), "{text}: {said}");
            }
        }
    }

    #[test]
    fn a_receipt_says_the_amount_in_capital_numerals() {
        for (fen, text) in [
            (10_000, "壹佰元整"),
            (62_500, "陆佰贰拾伍元整"),
            (31_250, "叁佰壹拾贰元伍角整"),
            (503, "伍元零叁分"),
            (1205, "壹拾贰元零伍分"),
            (1, "壹分"),
            (50, "伍角整"),
            (55, "伍角伍分"),
            (0, "零元整"),
            (100_500, "壹仟零伍元整"),
            (1_000_500, "壹万零伍元整"),
            (1_005_000, "壹万零伍拾元整"),
            (11_000_000, "壹拾壹万元整"),
            (10_000_000_000, "壹亿元整"),
            (10_000_000_100, "壹亿零壹元整"),
            (-10_000, "负壹佰元整"),
        ] {
            assert_eq!(Fen(fen).capital(), text, "{fen}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        for fen in [1, 10, 99, 100, 1250, 62_500, limits::AMOUNT_FEN] {
            assert_eq!(Fen::parse(&Fen(fen).to_string()), Ok(Fen(fen)));
        }
        assert_eq!(Fen(-5).to_string(), "-0.05");
    }
}

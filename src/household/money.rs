//! Money, areas and percentages as people type them: parsed strictly into whole units, so that nothing is rounded in silence.

use crate::base::Msg;

/// The most that one entry can be: a hundred million yuan, in fen.
pub const MOST_FEN: i64 = 10_000_000_000;

/// Digits with at most `places` behind the point, as a count of the smallest unit. Refuses signs, exponents, other digits and separators.
fn units(text: &str, places: usize) -> Option<i64> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 11 || rest.len() > places || !digits(whole) || !digits(rest) || (text.contains('.') && rest.is_empty()) {
        return None;
    }
    format!("{whole}{rest:0<places$}").parse().ok()
}

/// Yuan with at most two digits behind the point, in fen. Empty is `None`: not known, which is never 0.
///
/// # Errors
/// What is wrong and how to write it: `12.345`, `-1`, `1e9`, `１２．５０`, `壹佰` are refused.
pub fn fen(text: &str) -> Result<Option<i64>, Msg> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    units(text, 2).filter(|fen| *fen <= MOST_FEN).map(Some).ok_or_else(|| Msg::new("household-money-wrong").with("most", MOST_FEN / 100))
}

/// A number with at most one digit behind the point, in tenths: m², mu, percentage points. Empty is `None`.
///
/// # Errors
/// What is wrong.
pub fn tenths(text: &str) -> Result<Option<i64>, Msg> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    units(text, 1).filter(|tenths| *tenths <= 1_000_000).map(Some).ok_or_else(|| Msg::new("household-tenths-wrong"))
}

/// Fen as yuan with two digits: `12345.60`.
pub fn yuan(fen: i64) -> String {
    format!("{}{}.{:02}", if fen < 0 { "-" } else { "" }, fen.abs() / 100, fen.abs() % 100)
}

/// Tenths as people write them: `13.5`, `30`.
pub fn of_tenths(tenths: i64) -> String {
    let (sign, tenths) = (if tenths < 0 { "-" } else { "" }, tenths.abs());
    if tenths % 10 == 0 { format!("{sign}{}", tenths / 10) } else { format!("{sign}{}.{}", tenths / 10, tenths % 10) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_typed_in_yuan_and_nothing_is_rounded_in_silence() {
        for (typed, expected) in [("", None), ("0", Some(0)), ("12", Some(1200)), ("12.5", Some(1250)), (" 12.05 ", Some(1205)), ("100000000", Some(MOST_FEN))] {
            assert_eq!(fen(typed), Ok(expected), "{typed}");
        }
        for typed in ["12.345", "-1", "1e9", "１２．５０", "壹佰", "1,000", "12.", ".5", "+3", "100000000.01", "99999999999999999999", "12 元", "1.2.3"] {
            assert!(fen(typed).is_err(), "{typed}");
        }
        assert_eq!((yuan(1_234_560).as_str(), yuan(5).as_str(), yuan(-250).as_str()), ("12345.60", "0.05", "-2.50"));
    }

    #[test]
    fn areas_have_one_digit_behind_the_point() {
        assert_eq!((tenths("13.5"), tenths("30"), tenths("")), (Ok(Some(135)), Ok(Some(300)), Ok(None)));
        assert!(tenths("13.55").is_err() && tenths("三十").is_err());
        assert_eq!((of_tenths(135).as_str(), of_tenths(300).as_str(), of_tenths(-5).as_str()), ("13.5", "30", "-0.5"));
    }
}

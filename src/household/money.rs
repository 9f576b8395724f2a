//! Money, areas and percentages as people type them: parsed strictly into whole units, so that nothing is rounded in silence.

use crate::base::{Fen, Msg};

/// Digits with at most one behind the point, as a count of tenths. Refuses signs, exponents, other digits and separators.
fn strict(text: &str) -> Option<i64> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() > 11 || rest.len() > 1 || !digits(whole) || !digits(rest) {
        return None;
    }
    format!("{whole}{rest}").parse().ok()
}

/// Yuan as a person types them, in fen. Empty is `None`: not known, which is never 0; nothing at all may be said as 0.
///
/// # Errors
/// Those of [`Fen::parse`].
pub fn fen(text: &str) -> Result<Option<i64>, Msg> {
    match text.trim() {
        "" => Ok(None),
        "0" | "0.0" | "0.00" => Ok(Some(0)),
        typed => Fen::parse(typed).map(|fen| Some(fen.0)),
    }
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
    strict(text).filter(|tenths| *tenths <= 1_000_000).map(Some).ok_or_else(|| Msg::new("household-tenths-wrong"))
}

/// Fen as yuan with two digits: `12345.60`.
pub fn yuan(fen: i64) -> String {
    Fen(fen).to_string()
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
        for (typed, expected) in [("", None), ("0", Some(0)), ("12", Some(1200)), ("12.5", Some(1250)), (" 12.05 ", Some(1205))] {
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

//! The bank's answer: which lines were paid, which not and why, which are not in it. Nothing is guessed.

use crate::base::text::squeezed;

/// A line that waits for an answer.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Its short word.
    pub reference: String,
    /// How much.
    pub fen: i64,
    /// Whether it may be paid now.
    pub waits: bool,
}

/// A row of the answer as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerRow {
    /// The short word of the line.
    pub reference: String,
    /// The amount as written.
    pub amount: String,
    /// What became of it, as written.
    pub result: String,
    /// Why, as written.
    pub reason: String,
}

/// What became of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Paid,
    Failed,
}

/// Reads what banks write; `None` for what could be either.
fn outcome(text: &str) -> Option<Outcome> {
    let text = squeezed(text).to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(&["失败", "失敗", "退回", "退票", "不成功", "未成功", "拒绝", "异常", "fail", "reject"]) || text == "n" {
        Some(Outcome::Failed)
    } else if has(&["成功", "已到账", "已入账", "已发放", "success", "paid"]) || text == "y" {
        Some(Outcome::Paid)
    } else {
        None
    }
}

/// Fen of an amount as a bank writes it, which may have thousands separators; `None` when it is no amount.
fn fen(text: &str) -> Option<i64> {
    let text = squeezed(text).replace([',', '¥', '￥'], "");
    let (yuan, behind) = text.split_once('.').unwrap_or((&text, ""));
    let behind = behind.trim_end_matches('0');
    if yuan.is_empty() || behind.len() > 2 || !yuan.bytes().chain(behind.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    yuan.parse::<i64>().ok()?.checked_mul(100)?.checked_add(format!("{behind:0<2}").parse().ok()?)
}

/// What an answer says, by places: of the lines asked, and of its own rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Lines that were paid.
    pub paid: Vec<usize>,
    /// Lines that were not, and why.
    pub failed: Vec<(usize, String)>,
    /// Lines that wait and are not in the answer.
    pub absent: Vec<usize>,
    /// Rows with which nothing can be done, by their number from 1, and the key of why.
    pub odd: Vec<(usize, &'static str)>,
}

/// Holds the answer beside what was asked for.
pub fn reconcile(asked: &[Asked], rows: &[AnswerRow]) -> Found {
    let (mut found, mut seen) = (Found::default(), vec![false; asked.len()]);
    for (number, row) in (1..).zip(rows) {
        let reference = squeezed(&row.reference).to_uppercase();
        let at = asked.iter().position(|one| one.reference == reference);
        let why = match (at, outcome(&row.result)) {
            (None, _) => Some("aid-odd-unknown"),
            (Some(at), _) if seen[at] => Some("aid-odd-twice"),
            (Some(at), _) if !asked[at].waits => Some("aid-odd-paid"),
            (Some(at), _) if fen(&row.amount) != Some(asked[at].fen) => Some("aid-odd-amount"),
            (Some(_), None) => Some("aid-odd-result"),
            (Some(at), Some(Outcome::Paid)) => {
                found.paid.push(at);
                None
            }
            (Some(at), Some(Outcome::Failed)) => {
                found.failed.push((at, row.reason.trim().chars().take(200).collect()));
                None
            }
        };
        if let Some(at) = at {
            seen[at] = true;
        }
        found.odd.extend(why.map(|why| (number, why)));
    }
    found.absent = (0..asked.len()).filter(|at| !seen[*at] && asked[*at].waits).collect();
    found
}

/// Whether bytes are a picture that a browser shows: PNG, JPEG or WebP.
pub fn is_picture(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG\r\n\x1a\n") || bytes.starts_with(b"\xFF\xD8\xFF") || (bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"))
}

/// An account number as it is typed: figures only, blanks dropped; `None` when it is none.
pub fn card(text: &str) -> Option<String> {
    let text = squeezed(text);
    ((8..=30).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())).then_some(text)
}

/// What is shown of an account number to who needs no more: the last four figures.
pub fn masked(card: &str) -> String {
    format!("**** {}", &card[card.len().saturating_sub(4)..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(reference: &str, amount: &str, result: &str, reason: &str) -> AnswerRow {
        AnswerRow { reference: reference.into(), amount: amount.into(), result: result.into(), reason: reason.into() }
    }

    #[test]
    fn an_answer_is_held_beside_what_was_asked_and_nothing_is_guessed() {
        let asked = |reference: &str, fen, waits| Asked { reference: reference.into(), fen, waits };
        let all = [asked("A1", 62_500, true), asked("B2", 31_250, true), asked("C3", 31_250, true), asked("D4", 100, false), asked("E5", 31_250, true)];
        let rows = [
            row("a1", "625.00", "交易成功", ""),
            row("Ｂ２", "312.5", "失败", "户名不符"),
            row("D4", "1", "成功", ""),
            row("Z9", "1", "成功", ""),
            row("E5", "312.51", "成功", ""),
            row("A1", "625", "成功", ""),
        ];
        let found = reconcile(&all, &rows);
        assert_eq!(found.paid, [0]);
        assert_eq!(found.failed, [(1, "户名不符".to_owned())]);
        assert_eq!(found.absent, [2]);
        assert_eq!(found.odd, [(3, "aid-odd-paid"), (4, "aid-odd-unknown"), (5, "aid-odd-amount"), (6, "aid-odd-twice")]);
        assert_eq!(reconcile(&all[..1], &[row("A1", "625", "处理中", "")]).odd, [(1, "aid-odd-result")]);
    }

    #[test]
    fn amounts_of_banks_are_read_to_the_fen() {
        for (text, expected) in
            [("1,250.00", Some(125_000)), ("625", Some(62_500)), ("312.5", Some(31_250)), ("0.1", Some(10)), ("12.345", None), ("x", None), ("", None), ("-1", None)]
        {
            assert_eq!(fen(text), expected, "{text}");
        }
    }

    #[test]
    fn an_account_number_is_figures_and_shown_by_its_end() {
        assert_eq!(card("6222 0212 3456 7890"), Some("6222021234567890".to_owned()));
        assert_eq!((card("62220212ABC"), card("1234567")), (None, None));
        assert_eq!(masked("6222021234567890"), "**** 7890");
    }
}

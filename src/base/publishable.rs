//! What may not stand on a paper that others see, whoever wrote it: marks, ranks, identity numbers, telephone numbers, addresses, days of birth. CONVENTIONS R1, R5.

use super::text::half_width;

/// Chinese numerals, of which a mark or a rank may be written.
const NUMERALS: &str = "〇零一二三四五六七八九十百两";
/// Words that speak of a rank or a mark.
const RANKS: [&str; 12] = ["名次", "排名", "位次", "倒数", "倒數", "分数", "分數", "总分", "總分", "平均分", "及格", "得分"];
/// Words of an address.
const STREETS: [&str; 8] = ["街道", "门牌", "門牌", "弄堂", "小区", "小區", "单元楼", "村民小组"];

fn digits_before(chars: &[char], at: usize) -> usize {
    chars[..at].iter().rev().take_while(|c| c.is_ascii_digit() || matches!(c, '.')).count()
}

fn numerals_before(chars: &[char], at: usize) -> usize {
    chars[..at].iter().rev().take_while(|c| NUMERALS.contains(**c)).count()
}

/// 95分, 95.5 分, 九十五分; not 十分努力, 三分之一, 45分钟.
fn is_mark(chars: &[char]) -> bool {
    chars.iter().enumerate().any(|(at, c)| {
        let next = chars.get(at + 1).copied().unwrap_or(' ');
        *c == '分' && !matches!(next, '钟' | '鐘' | '之' | '享' | '工') && (digits_before(chars, at) > 0 || numerals_before(chars, at) > 1)
    })
}

/// 3名, 第三名, 第 2 位; not 一名.
fn is_rank(chars: &[char]) -> bool {
    chars.iter().enumerate().filter(|(_, c)| matches!(c, '名' | '位')).any(|(at, c)| {
        let (figures, numerals) = (digits_before(chars, at), numerals_before(chars, at));
        let ordinal = |count: usize| count > 0 && chars[..at - count].last() == Some(&'第');
        (*c == '名' && figures > 0) || ordinal(figures) || ordinal(numerals)
    })
}

/// The text without school years such as 2026-2027, which are no number of anybody.
fn without_years(text: &str) -> String {
    let (mut left, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(c) = rest.chars().next() {
        let year = |part: Option<&str>| part.is_some_and(|part| part.starts_with("20") && part.bytes().all(|b| b.is_ascii_digit()));
        if year(rest.get(..4))
            && matches!(rest.as_bytes().get(4), Some(b'-'))
            && year(rest.get(5..9))
            && !rest.as_bytes().get(9).is_some_and(u8::is_ascii_digit)
            && !left.ends_with(|c: char| c.is_ascii_digit())
        {
            left.push('|');
            rest = &rest[9..];
        } else {
            left.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    left
}

/// The longest run of figures, with an X at its end counted, and single blanks or hyphens within it left out.
fn longest_run(text: &str) -> usize {
    let (mut longest, mut run) = (0, 0);
    let chars: Vec<char> = text.chars().collect();
    for (at, c) in chars.iter().enumerate() {
        let joins = matches!(c, ' ' | '-') && run > 0 && chars.get(at + 1).is_some_and(char::is_ascii_digit);
        if c.is_ascii_digit() || (matches!(c, 'X' | 'x') && run >= 17) {
            run += 1;
        } else if !joins {
            run = 0;
        }
        longest = longest.max(run);
    }
    longest
}

/// 12号, 3栋, 5组 behind a figure.
fn is_house(chars: &[char]) -> bool {
    chars.iter().enumerate().any(|(at, c)| matches!(c, '号' | '號' | '栋' | '棟' | '室') && digits_before(chars, at) > 0)
}

/// 2016年5月3日, 2016-05-03, 2016/5/3, or a word of birth.
fn is_birth(text: &str, chars: &[char]) -> bool {
    if ["出生", "生日", "生于", "生於"].iter().any(|word| text.contains(word)) {
        return true;
    }
    chars.iter().enumerate().any(|(at, c)| {
        let month = chars[at + 1..].iter().take_while(|c| c.is_ascii_digit()).count();
        let ends = chars.get(at + 1 + month).is_some_and(|c| matches!(c, '月' | '-' | '/' | '.'));
        matches!(c, '年' | '-' | '/' | '.') && digits_before(chars, at) == 4 && (1..=2).contains(&month) && ends
    })
}

/// The key of the sentence that says why a text may not be published; nothing when it may.
pub fn refused(text: &str) -> Option<&'static str> {
    let plain = without_years(&half_width(text));
    let joined: String = plain.chars().filter(|c| *c != ' ').collect();
    let chars: Vec<char> = joined.chars().collect();
    if is_birth(&joined, &chars) {
        Some("base-publish-birth")
    } else if longest_run(&plain) >= 15 {
        Some("base-publish-identity")
    } else if longest_run(&plain) >= 7 {
        Some("base-publish-phone")
    } else if is_mark(&chars) {
        Some("base-publish-mark")
    } else if is_rank(&chars) || RANKS.iter().any(|word| joined.contains(word)) {
        Some("base-publish-rank")
    } else if is_house(&chars) || STREETS.iter().any(|word| joined.contains(word)) {
        Some("base-publish-address")
    } else {
        None
    }
}

/// Texts that no published paper may hold, one for each kind: for the tests of every output.
pub const NEVER: [&str; 12] = [
    "数学考了95分",
    "語文９８．５ 分",
    "得了九十五分",
    "全班第3名",
    "年级第二名",
    "进步了12名",
    "总分排在前面",
    "身份证110101201603070017",
    "家长电话13900000101",
    "住在柳树巷12号",
    "2016年5月3日的孩子",
    "出生在春天",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Lang, words};

    #[test]
    fn marks_ranks_numbers_addresses_and_birthdays_are_refused_and_kind_sentences_are_not() {
        for text in NEVER {
            assert!(refused(text).is_some(), "{text}");
        }
        for (text, key) in [
            ("110101 2016 0307 001X", "base-publish-identity"),
            ("0571-88888888", "base-publish-phone"),
            ("第 3 位", "base-publish-rank"),
            ("2016-05-03", "base-publish-birth"),
            ("考了一百分", "base-publish-mark"),
        ] {
            assert_eq!(refused(text), Some(key), "{text}");
        }
        for text in [
            "上课十分专心",
            "充分准备，三分之一的时间用来复习",
            "每天读书30分钟",
            "是一名乐于助人的孩子",
            "一分耕耘，一分收获",
            "能背12首古诗，口算快了",
            "阅读之星",
            "各位老师都夸他",
            "2026—2027学年第一学期",
            "2026-2027 学年第一学期",
        ] {
            assert_eq!(refused(text), None, "{text}");
        }
    }

    #[test]
    fn each_refusal_has_words_in_each_language() {
        for (lang, _) in Lang::ALL {
            for key in ["birth", "identity", "phone", "mark", "rank", "address"].map(|what| format!("base-publish-{what}")) {
                assert_ne!(words::word(lang, &key), key, "{lang}");
            }
        }
    }
}

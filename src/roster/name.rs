//! Names of people as sheets hold them: 张　三, 阿卜杜拉•买买提, 李明（转）, 王梓涵2.

use std::fmt;

use crate::base::text::{half_width, is_han};
use crate::base::{Msg, limits};

use super::pinyin;

/// A name in its normal form: no spaces between 汉字, one kind of middle dot, nothing invisible.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct PersonName(String);

/// A name and what was written beside it in the same cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NameCell {
    /// The name.
    pub name: PersonName,
    /// 转, 新, *, 2 …: a remark of the school, never part of the name.
    pub note: Option<String>,
}

/// How near two names are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub enum Likeness {
    /// Different names.
    Different,
    /// One sign differs in a name of three or more.
    OneSign,
    /// They sound the same.
    SameSound,
    /// The same name.
    Same,
}

impl PersonName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// The form in which names are compared: small letters, without spaces, dots, hyphens and apostrophes.
    pub fn comparable(&self) -> String {
        comparable(&self.0)
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl NameCell {
    /// Reads a cell with a name: 2 to [`limits::NAME_CHARS`] characters of any script, a remark in brackets or signs split off.
    ///
    /// # Errors
    /// A message with a remedy: empty, too short, too long, a rare character that was lost (?, □, private use), figures or signs.
    pub fn parse(text: &str) -> Result<Self, Msg> {
        let (name, note) = split(text);
        let shown: String = name.chars().take(30).collect();
        let fail = |key: &'static str| Msg::new(key).with("text", &shown);
        if name.is_empty() {
            return Err("roster-name-empty".into());
        }
        if name.chars().any(|c| matches!(c, '?' | '□' | '■' | '\u{FFFD}' | '*') || ('\u{E000}'..='\u{F8FF}').contains(&c)) {
            return Err(fail("roster-name-rare"));
        }
        if let Some(sign) = name.chars().find(|c| !belongs(*c)) {
            return Err(fail("roster-name-sign").with("sign", sign));
        }
        let letters = name.chars().filter(|c| c.is_alphabetic()).count();
        if letters < 2 {
            return Err(fail("roster-name-short"));
        }
        if name.chars().count() > limits::NAME_CHARS {
            return Err(fail("roster-name-long").with("most", limits::NAME_CHARS));
        }
        Ok(Self { name: PersonName(name), note })
    }
}

/// The form in which names are compared; for text that is not known to be a name, such as a search.
pub fn comparable(text: &str) -> String {
    dots_unified(&half_width(text)).chars().filter(|c| !matches!(c, ' ' | '·' | '.' | '-' | '\'' | '’')).flat_map(char::to_lowercase).collect()
}

/// How near two names are: to warn of a slip (张莉 and 张丽, 王梓涵 and 王梓晗), never to decide.
pub fn likeness(a: &PersonName, b: &PersonName) -> Likeness {
    let (a, b) = (a.comparable(), b.comparable());
    if a == b {
        return Likeness::Same;
    }
    if pinyin::sound(&a) == pinyin::sound(&b) {
        return Likeness::SameSound;
    }
    let (count_a, count_b) = (a.chars().count(), b.chars().count());
    let differing = a.chars().zip(b.chars()).filter(|(x, y)| x != y).count();
    if count_a == count_b && count_a >= 3 && differing == 1 { Likeness::OneSign } else { Likeness::Different }
}

fn belongs(c: char) -> bool {
    c.is_alphabetic() || is_han(c) || matches!(c, '·' | ' ' | '.' | '-' | '\'' | '’') || ('\u{0300}'..='\u{036F}').contains(&c)
}

/// The many middle dots of minority names are one; a full stop is one of them between 汉字.
fn dots_unified(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let neighbour_is_han = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| is_han(*c));
    chars
        .iter()
        .enumerate()
        .map(|(at, c)| match c {
            '•' | '・' | '‧' | '∙' | '⋅' | '･' | '﹒' | '●' | '。' | '˙' | '᛫' => '·',
            '.' if neighbour_is_han(at.checked_sub(1)) && neighbour_is_han(Some(at + 1)) => '·',
            c => *c,
        })
        .collect()
}

/// The name and the remarks. What a remark leaves behind may end in another, so it is looked at until nothing more comes off.
fn split(text: &str) -> (String, Option<String>) {
    let mut notes: Vec<String> = Vec::new();
    let mut cell = half_width(text);
    loop {
        let (bare, note) = split_note(&dots_unified(&cell));
        notes.extend(note);
        let name = spaces_settled(&bare);
        if name == cell {
            return (name, (!notes.is_empty()).then(|| notes.join(" ").chars().take(limits::NAME_CHARS).collect()));
        }
        cell = name;
    }
}

/// Splits remarks off: (转), [新], 【借读】, *, ★, ☆, △, #, and what tells two children of one name apart (2, B).
fn split_note(cell: &str) -> (String, Option<String>) {
    let mut name = cell.trim().to_owned();
    let mut notes: Vec<String> = Vec::new();
    if let Some(open) = name.find(['(', '[', '【', '〔', '{', '<']).filter(|open| *open > 0) {
        let close = name.rfind([')', ']', '】', '〕', '}', '>']).filter(|close| *close > open);
        let (inner, after) = match close {
            Some(close) => (name[open..close].to_owned(), name[close..].chars().skip(1).collect::<String>()),
            None => (name[open..].to_owned(), String::new()),
        };
        notes.push(inner.chars().skip(1).collect::<String>().trim().to_owned());
        name = format!("{}{}", &name[..open], after);
    }
    let marks = ['*', '★', '☆', '△', '▲', '#', '◆', '◇', '※', '√', '+', '^', '&'];
    let lead: String = name.chars().take_while(|c| marks.contains(c)).collect();
    let bare = name.trim_start_matches(marks).trim();
    let kept = bare.trim_end_matches(|c: char| marks.contains(&c) || c == ' ');
    notes.extend([lead, bare[kept.len()..].trim().to_owned()]);
    let mut kept = kept.to_owned();
    let tail: String = kept.chars().rev().take_while(char::is_ascii_alphanumeric).collect::<Vec<_>>().into_iter().rev().collect();
    let before = kept[..kept.len() - tail.len()].trim_end();
    let tells_apart = (tail.len() == 1 || (tail.len() == 2 && tail.bytes().all(|b| b.is_ascii_digit()))) && before.chars().count() >= 2 && before.chars().all(is_han);
    if tells_apart {
        kept.truncate(before.len());
        notes.push(tail);
    }
    notes.retain(|note| !note.is_empty());
    (kept, (!notes.is_empty()).then(|| notes.join(" ")))
}

/// No space beside 汉字 or a middle dot, one space between words of letters.
fn spaces_settled(name: &str) -> String {
    let mut out = String::new();
    for word in name.split(' ').filter(|word| !word.is_empty()) {
        let joins = |c: Option<char>| c.is_none_or(|c| is_han(c) || c == '·');
        if !joins(out.chars().last()) && !joins(word.chars().next()) {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> PersonName {
        NameCell::parse(text).unwrap().name
    }

    #[test]
    fn names_are_brought_to_one_form() {
        let table = [
            ("张　三", "张三"),
            (" 张 三 ", "张三"),
            ("张\u{A0}三", "张三"),
            ("\u{FEFF}张三\u{200B}", "张三"),
            ("张\n三", "张三"),
            ("欧阳 小 明", "欧阳小明"),
            ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
            ("阿卜杜拉．买买提", "阿卜杜拉·买买提"),
            ("阿卜杜拉 · 买买提", "阿卜杜拉·买买提"),
            ("阿卜杜拉.买买提", "阿卜杜拉·买买提"),
            ("阿卜杜拉・买买提", "阿卜杜拉·买买提"),
            ("Anna  Maria Müller", "Anna Maria Müller"),
            ("Ａｎｎａ Ｌｉ", "Anna Li"),
            ("O'Neil Sean", "O'Neil Sean"),
            ("John Jr. Li", "John Jr. Li"),
            ("㛃䶮", "㛃䶮"),
            ("王𬭸", "王𬭸"),
            ("李〇一", "李〇一"),
        ];
        for (text, expected) in table {
            assert_eq!(name(text).as_str(), expected, "{text:?}");
        }
    }

    #[test]
    fn remarks_beside_a_name_are_kept_apart() {
        let table = [
            ("李明（转）", "李明", Some("转")),
            ("李明(转入)", "李明", Some("转入")),
            ("李明【借读】", "李明", Some("借读")),
            ("李明*", "李明", Some("*")),
            ("★李明", "李明", Some("★")),
            ("王梓涵2", "王梓涵", Some("2")),
            ("王梓涵 B", "王梓涵", Some("B")),
            ("王梓涵（大）", "王梓涵", Some("大")),
            ("李明（转", "李明", Some("转")),
            ("李 明 #", "李明", Some("#")),
            ("李明", "李明", None),
            ("李明02", "李明", Some("02")),
            ("李明（转）*", "李明", Some("转 *")),
        ];
        for (text, expected, note) in table {
            let read = NameCell::parse(text).unwrap();
            assert_eq!((read.name.as_str(), read.note.as_deref()), (expected, note), "{text}");
        }
    }

    #[test]
    fn what_is_no_name_is_refused_with_its_reason() {
        let long = "张".repeat(limits::NAME_CHARS + 1);
        let table = [
            ("", "roster-name-empty"),
            ("　\u{200B}", "roster-name-empty"),
            ("*", "roster-name-empty"),
            ("张", "roster-name-short"),
            ("张·", "roster-name-short"),
            (long.as_str(), "roster-name-long"),
            ("张?", "roster-name-rare"),
            ("张？明", "roster-name-rare"),
            ("张\u{E863}", "roster-name-rare"),
            ("张\u{FFFD}", "roster-name-rare"),
            ("王□明", "roster-name-rare"),
            ("12345", "roster-name-sign"),
            ("1、张三", "roster-name-sign"),
            ("张三=A1", "roster-name-sign"),
            ("<script>", "roster-name-sign"),
        ];
        for (text, key) in table {
            assert_eq!(NameCell::parse(text).unwrap_err().key, key, "{text}");
        }
    }

    #[test]
    fn names_that_look_or_sound_alike_are_noticed() {
        let table = [
            ("张丽", "张莉", Likeness::SameSound),
            ("王梓涵", "王梓晗", Likeness::SameSound),
            ("王梓涵", "王紫涵", Likeness::SameSound),
            ("王梓涵", "王梓萱", Likeness::OneSign),
            ("张三", "张四", Likeness::Different),
            ("阿卜杜拉·买买提", "阿卜杜拉买买提", Likeness::Same),
            ("Anna Li", "anna li", Likeness::Same),
            ("李小明", "李晓明", Likeness::SameSound),
            ("李小明", "李大海", Likeness::Different),
        ];
        for (a, b, expected) in table {
            assert_eq!(likeness(&name(a), &name(b)), expected, "{a} {b}");
        }
    }
}

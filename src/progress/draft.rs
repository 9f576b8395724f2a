//! A line of 转化情况记载簿 as the records say it, before anybody edits it: what was done, the child's own words, what worked and what did not. A5-06, A5-07, A9-25, B9-04.

use crate::base::{Lang, Msg, RowId, SchoolDate, words};

/// Where something happened (A5-09).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// 家庭
    Home,
    /// 学校
    School,
    /// 社会
    Society,
}

impl Area {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Home, Self::School, Self::Society];
    /// The identifier, as stored; the word is `progress-area-<code>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::School => "school",
            Self::Society => "society",
        }
    }
    /// The area of an identifier.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|area| area.code() == code)
    }
}

/// Something on record, as a sentence with the place where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Key of the line: the same as long as the source is there.
    pub key: RowId,
    /// Where it happened.
    pub area: Area,
    /// When.
    pub day: SchoolDate,
    /// The sentence.
    pub text: String,
    /// What kind of source: the word is `progress-source-<code>`.
    pub source: &'static str,
    /// Where the source stands.
    pub link: String,
    /// Who wrote the source; empty where nobody did.
    pub by: String,
    /// Changes when the source changes.
    pub stamp: String,
}

/// What was written of an act with the child.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told<'a> {
    /// The word of what was done.
    pub kind: &'a str,
    /// Whether it took place.
    pub held: bool,
    /// What was done, or why not.
    pub done: &'a str,
    /// The child's own words.
    pub voice: &'a str,
    /// What worked.
    pub worked: &'a str,
    /// What was not suitable.
    pub unsuited: &'a str,
    /// What comes next.
    pub next: &'a str,
}

/// Which area a kind of act belongs to, by its code.
pub fn area_of(kind: &str) -> Area {
    match kind {
        "home_visit" | "phone_call" => Area::Home,
        _ => Area::School,
    }
}

/// The sentences of an act.
pub fn sentence(lang: Lang, told: &Told<'_>) -> String {
    let mut parts = Vec::new();
    let mut part = |key: &'static str, text: &str| {
        if !text.is_empty() {
            parts.push(Msg::new(key).with("kind", told.kind).with("text", closed(text)).text(lang));
        }
    };
    match (told.held, told.done.is_empty()) {
        (false, _) => part("progress-said-not-held", told.done),
        (true, false) => part("progress-said-done", told.done),
        (true, true) => part("progress-said-only", told.kind),
    }
    part("progress-said-voice", told.voice);
    part("progress-said-worked", told.worked);
    part("progress-said-unsuited", told.unsuited);
    part("progress-said-next", told.next);
    parts.join(&words::word(lang, "progress-said-between"))
}

/// The text without the stop at its end: the sentence around it has its own.
fn closed(text: &str) -> &str {
    text.trim().trim_end_matches(['。', '.', '；', ';', '！', '!'])
}

/// The areas of which nothing is written, at and after the middle of the term (A5-09).
pub fn blanks(written: impl IntoIterator<Item = Area>, past_middle: bool) -> Vec<Area> {
    let written: Vec<Area> = written.into_iter().collect();
    if past_middle { Area::ALL.into_iter().filter(|area| !written.contains(area)).collect() } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_was_done_the_childs_words_what_worked_and_what_did_not() {
        let full = Told {
            kind: "谈心谈话", held: true, done: "问了作业的难处。", voice: "我想自己先试试", worked: "先听他说完", unsuited: "当着同学问", next: "周四再看"
        };
        let said = sentence(Lang::ZhCn, &full);
        assert_eq!(said, "谈心谈话：问了作业的难处。孩子说：“我想自己先试试”。有效：先听他说完。不合适：当着同学问。下一步：周四再看。");
        for (told, expected) in [
            (Told { done: "", worked: "", unsuited: "", next: "", ..full }, "谈心谈话。孩子说：“我想自己先试试”。"),
            (Told { held: false, done: "孩子请假", voice: "", worked: "", unsuited: "", next: "", ..full }, "谈心谈话未进行：孩子请假。"),
        ] {
            assert_eq!(sentence(Lang::ZhCn, &told), expected);
        }
        assert!(!sentence(Lang::En, &full).contains('：'), "{}", sentence(Lang::En, &full));
    }

    #[test]
    fn what_is_blank_is_told_from_the_middle_of_the_term_on() {
        for (written, past, expected) in [
            (vec![], false, vec![]),
            (vec![], true, Area::ALL.to_vec()),
            (vec![Area::School], true, vec![Area::Home, Area::Society]),
            (vec![Area::School, Area::Home, Area::Society], true, vec![]),
        ] {
            assert_eq!(blanks(written.clone(), past), expected, "{written:?}");
        }
        assert!(Area::ALL.into_iter().all(|area| Area::of(area.code()) == Some(area)) && Area::of("street").is_none());
        assert_eq!((area_of("home_visit"), area_of("talk")), (Area::Home, Area::School));
    }
}

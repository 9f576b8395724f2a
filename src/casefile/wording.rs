//! The kind words for codes (PRACTICE 3): what is stored is a code, what people read stands in the word files. A7-01, B6-05, B10-01…04.

use super::cause::{Aspect, Cause, Dimension, Type};
use crate::base::{Lang, words};

fn coded(lang: Lang, prefix: &str, code: &str) -> String {
    words::word(lang, &format!("{prefix}{code}"))
}

/// A cause.
pub fn cause(lang: Lang, cause: Cause) -> String {
    coded(lang, "casefile-cause-", cause.code())
}

/// A type with its way of help (B6-05): name and what helps.
pub fn kind(lang: Lang, kind: Type) -> (String, String) {
    (coded(lang, "casefile-type-", kind.code()), coded(lang, "casefile-type-helps-", kind.code()))
}

/// An aspect (A2-02, B10-01).
pub fn aspect(lang: Lang, aspect: Aspect) -> String {
    coded(lang, "casefile-aspect-", aspect.code())
}

/// A dimension of the register.
pub fn dimension(lang: Lang, dimension: Dimension) -> String {
    coded(lang, "casefile-dimension-", dimension.code())
}

/// A difficulty, with what the school promises (A1-04).
pub fn difficulty(lang: Lang, code: &str) -> String {
    coded(lang, "casefile-difficulty-", code)
}

/// A degree (B10-01).
pub fn degree(lang: Lang, code: &str) -> String {
    coded(lang, "casefile-degree-", code)
}

/// A part of the tick form: a duty or a subject; a school's own subject keeps its name.
pub fn part(lang: Lang, code: &str) -> String {
    if matches!(code, "homeroom" | "attached" | "counsellor" | "affairs") { coded(lang, "casefile-part-", code) } else { subject(lang, code) }
}

/// A subject.
pub fn subject(lang: Lang, code: &str) -> String {
    let key = format!("subject-{code}");
    let said = words::word(lang, &key);
    if said == key { code.to_owned() } else { said }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::casefile::cause::{GROUPS, Side};

    /// Words that PRACTICE 3 keeps off every page, though the plans use them.
    const HARSH: [&str; 12] = ["自私", "懒惰", "自卑", "障碍", "道德品质", "文化低", "差生", "溺爱", "薄弱", "低能", "失能", "贫困"];

    #[test]
    fn every_cause_has_a_kind_word_of_its_own_in_each_language() {
        for (lang, _) in Lang::ALL {
            let mut said: Vec<String> = Cause::ALL.into_iter().map(|one| cause(lang, one)).collect();
            assert!(said.iter().all(|word| !word.starts_with("casefile-")), "{lang}");
            said.sort();
            said.dedup();
            assert_eq!(said.len(), 39, "{lang}: two causes are called the same");
        }
    }

    #[test]
    fn no_word_that_a_page_shows_hurts() {
        let lang = Lang::ZhCn;
        let mut all: Vec<String> = Cause::ALL.into_iter().map(|one| cause(lang, one)).collect();
        all.extend(Type::ALL.iter().flat_map(|one| [kind(lang, *one).0, kind(lang, *one).1]));
        all.extend(Aspect::ALL.iter().map(|one| aspect(lang, *one)).chain(Dimension::ALL.iter().map(|one| dimension(lang, *one))));
        all.extend(GROUPS.iter().map(|group| words::word(lang, &format!("casefile-group-{group}"))));
        all.extend(Side::ALL.iter().map(|side| words::word(lang, &format!("casefile-side-{}", side.code()))));
        for text in all {
            assert!(!text.starts_with("casefile-"), "{text} has no words");
            assert!(HARSH.iter().all(|harsh| !text.contains(harsh)), "{text}");
        }
    }

    #[test]
    fn the_words_that_practice_gives_are_used() {
        let said = |code: &str| cause(Lang::ZhCn, code.parse().unwrap());
        assert!(said("self_centred").starts_with("主动性待培养") && said("low_drive").starts_with("主动性待培养"));
        assert_eq!(said("conduct"), "行为习惯待引导");
        assert_eq!(said("guardian_schooling"), "家庭辅导需支持");
        assert_eq!(kind(Lang::ZhCn, Type::EmotionalBarrier).0, "情绪支持型");
    }
}

//! How a parameter reads in words: 2–4 名学生, 每周至少 1 次, 开学后 5 周内 (A9-15, A9-20, A9-14).

use super::param::Param;
use super::value::{After, Range, Shape, Value};
use crate::base::{Lang, Msg, words};

/// The name of a parameter.
pub fn name(param: Param, lang: Lang) -> String {
    words::word(lang, &format!("programme-param-{}", param.code()))
}

/// What it means, in one sentence.
pub fn meaning(param: Param, lang: Lang) -> String {
    words::word(lang, &format!("programme-param-{}-means", param.code()))
}

/// The word for a chosen code.
pub fn choice(code: &str, lang: Lang) -> String {
    words::word(lang, &format!("programme-choice-{code}"))
}

/// The word for what a parameter counts; empty when it counts nothing.
pub fn unit(param: Param, lang: Lang) -> String {
    match param.shape() {
        Shape::Count { unit, .. } | Shape::Range { unit, .. } => words::word(lang, &format!("programme-unit-{}", unit.code())),
        Shape::Share => "%".to_owned(),
        _ => String::new(),
    }
}

/// A value in words.
pub fn text(param: Param, value: &Value, lang: Lang) -> String {
    let say = |msg: Msg| msg.text(lang);
    let unit = unit(param, lang);
    match value {
        Value::Count(n) => say(Msg::new("programme-shown-count").with("count", n).with("unit", unit)),
        Value::Range(range) => say(range_msg(*range).with("unit", unit)),
        Value::After(after) => say(after_msg(*after)),
        Value::MonthDay(31) => say("programme-shown-month-end".into()),
        Value::MonthDay(day) => say(Msg::new("programme-shown-month-day").with("day", day)),
        Value::Share(share) => format!("{share}%"),
        Value::Cadence(cadence) => {
            let span = words::word(lang, &format!("programme-span-{}", cadence.span.code()));
            say(Msg::new("programme-shown-cadence").with("span", span).with("count", cadence.times))
        }
        Value::Ratio(parts) => parts.iter().map(i64::to_string).collect::<Vec<_>>().join(" : "),
        Value::Choices(codes) => codes.iter().map(|code| choice(code, lang)).collect::<Vec<_>>().join(&words::word(lang, "programme-list-separator")),
        Value::Text(text) => text.clone(),
    }
}

fn range_msg(range: Range) -> Msg {
    match range {
        Range { from, to: Some(to) } if from == to => Msg::new("programme-shown-exactly").with("from", from),
        Range { from: 0, to: Some(to) } => Msg::new("programme-shown-at-most").with("to", to),
        Range { from, to: Some(to) } => Msg::new("programme-shown-range").with("from", from).with("to", to),
        Range { from, to: None } => Msg::new("programme-shown-at-least").with("from", from),
    }
}

fn after_msg(after: After) -> Msg {
    match after {
        After { months: 0, days } if days % 7 == 0 => Msg::new("programme-shown-after-weeks").with("weeks", days / 7),
        After { months: 0, days } => Msg::new("programme-shown-after-days").with("days", days),
        After { months, days: 0 } => Msg::new("programme-shown-after-months").with("months", months),
        After { months, days } => Msg::new("programme-shown-after-both").with("months", months).with("days", days),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::programme::{Category, Group, Nature, Span, presets::presets};

    #[test]
    fn numbers_read_like_the_sentences_of_the_plans() {
        for (param, stored, shown) in [
            (Param::ClassGuide, "2-4", "2–4 名学生"),
            (Param::SubjectTeacherPupils, "2-2", "正好 2 名学生"),
            (Param::MentorPupils, "0-10", "至多 10 名学生"),
            (Param::TeacherPupils, "1-", "至少 1 名学生"),
            (Param::ScreeningDue, "0m35d", "开学后 5 周内"),
            (Param::ScreeningDue, "0m15d", "开学后 15 天内"),
            (Param::ScreeningDueNew, "1m15d", "开学后 1 个月零 15 天内"),
            (Param::HandInDay, "30", "每月 30 日前"),
            (Param::LeaderCheckDay, "31", "每月最后一天前"),
            (Param::TalkEvery, "1/week", "每周至少 1 次"),
            (Param::AwardShareLeast, "50", "50%"),
            (Param::PrizeSplit, "1:2:3", "1 : 2 : 3"),
            (Param::Priorities, "seat,question", "座位优先、提问优先"),
            (Param::Stars, "10", "10 颗星"),
        ] {
            assert_eq!(text(param, &param.shape().stored(stored).unwrap(), Lang::ZhCn), shown, "{stored}");
        }
    }

    #[test]
    fn every_code_has_its_word_in_three_languages() {
        let mut keys: BTreeSet<String> = BTreeSet::new();
        for param in Param::ALL {
            keys.extend([format!("programme-param-{}", param.code()), format!("programme-param-{}-means", param.code())]);
            if let Shape::Choices { of, .. } = param.shape() {
                keys.extend(of.iter().map(|code| format!("programme-choice-{code}")));
            }
            if let Shape::Count { unit, .. } | Shape::Range { unit, .. } = param.shape() {
                keys.insert(format!("programme-unit-{}", unit.code()));
            }
        }
        keys.extend(Group::ALL.iter().map(|group| format!("programme-group-{}", group.code())));
        keys.extend(Span::ALL.iter().map(|span| format!("programme-span-{}", span.code())));
        keys.extend(Nature::ALL.iter().map(|nature| format!("programme-nature-{}", nature.code())));
        keys.extend(Category::ALL.iter().map(|category| format!("programme-category-{}", category.code())));
        keys.extend(Category::ALL.iter().flat_map(|category| category.kinds()).map(|kind| format!("programme-kind-{kind}")));
        keys.extend(presets().iter().flat_map(|preset| [format!("programme-preset-{}", preset.code), format!("programme-preset-{}-for", preset.code)]));
        for (lang, _) in Lang::ALL {
            for key in &keys {
                let word = words::word(lang, key);
                assert!(!word.starts_with("programme-") && !word.is_empty(), "{lang}: {key}");
                assert_eq!(crate::programme::kind_words::kinder(&word), None, "{lang}: {key} = {word}");
            }
        }
    }
}

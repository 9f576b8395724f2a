//! verbs: the words of the room: how a reward is called on paper, in which term.

use super::Reward;
use super::awards::Outcome;
use crate::base::{Lang, Msg, TermCode, words};

/// How a reward is called: a star by its own name, a prize with its tier.
pub fn title(lang: Lang, name: &str, label: &str, tier: i64) -> String {
    if !label.is_empty() {
        return label.to_owned();
    }
    if (1..=3).contains(&tier) {
        let tier = words::word(lang, &format!("reward-tier-{tier}"));
        return Msg::new("reward-title-tier").with("name", name).with("tier", tier).text(lang);
    }
    name.to_owned()
}

/// How a reward is called.
pub fn title_of(lang: Lang, one: &Reward) -> String {
    title(lang, &one.name, &one.label, one.tier)
}

/// A term on paper.
pub fn term(lang: Lang, code: TermCode) -> String {
    Msg::new(if code.half == 1 { "report-term-1" } else { "report-term-2" }).with("year", code.year).text(lang)
}

/// What came of a decision on several, as one sentence.
pub fn outcome(outcome: Outcome) -> Msg {
    let skipped = outcome.left + outcome.meanwhile + outcome.over;
    if skipped == 0 { Msg::new("reward-step-done").with("count", outcome.done) } else { Msg::new("reward-step-skipped").with("count", outcome.done).with("of", skipped) }
}

//! What a run could not judge, and what to think over: stored with the run, said again in the reader's language.

use serde::{Deserialize, Serialize};

use super::preview::{Preview, Why};
use super::rule::Subjects;
use super::score::Subject;
use crate::base::{Lang, Msg};

/// Gaps kept of one run: a county has thousands of classes, a person reads a page.
pub const MAX_GAPS: usize = 120;

/// The values that the stored sentences name.
const NAMES: [&str; 10] = ["grade", "class", "n", "least", "have", "need", "count", "of", "caught", "most"];

/// A sentence as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    key: String,
    args: Vec<(String, String)>,
}

impl Said {
    fn of(msg: &Msg) -> Self {
        Self { key: msg.key.to_string(), args: msg.args.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect() }
    }

    /// The sentence in a language.
    pub fn text(&self, lang: Lang) -> String {
        let known = |name: &str| NAMES.iter().find(|n| **n == name).copied();
        let args = self.args.iter().filter_map(|(name, value)| known(name).map(|name| (name, value.clone()))).collect();
        Msg { key: self.key.clone().into(), args }.text(lang)
    }
}

/// A group that a rule could not judge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// Place of the rule in the run.
    pub rule: u16,
    /// The group.
    pub scope: Said,
    /// In which subjects; none: attendance, or no subject at all.
    pub subjects: Vec<Subject>,
    /// Why.
    pub why: Said,
}

impl Gap {
    /// Its subjects by name; empty when it has none.
    pub fn subject_names(&self, lang: Lang) -> String {
        if self.subjects.is_empty() { String::new() } else { Subjects::Some(self.subjects.clone()).text(lang) }
    }
}

/// What stands beside a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notes {
    /// What a rule could not judge; at most [`MAX_GAPS`].
    pub gaps: Vec<Gap>,
    /// How many there were in all.
    pub gaps_in_all: usize,
    /// What to think over, by rule.
    pub warnings: Vec<(u16, Said)>,
    /// Results without a full mark.
    #[serde(default)]
    pub without_full_mark: u32,
}

impl Notes {
    /// Adds what the preview of a rule says. A rule that waits for more results or days says so in one warning, not in a gap for each class.
    pub fn add(&mut self, rule: u16, preview: &Preview) {
        self.warnings.extend(preview.warnings.iter().map(|msg| (rule, Said::of(msg))));
        for gap in preview.not_judged.iter().filter(|_| preview.judged > 0) {
            // In grades 1 and 2 nobody expects papers to be judged (R2): no news.
            if gap.why == Why::Papers {
                continue;
            }
            self.gaps_in_all += 1;
            if self.gaps.len() < MAX_GAPS {
                self.gaps.push(Gap { rule, scope: Said::of(&gap.scope.msg()), subjects: gap.subjects.clone(), why: Said::of(&gap.why.msg()) });
            }
        }
    }
}

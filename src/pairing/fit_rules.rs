//! What makes a mentor fit a child beyond the class: strengths that answer the child's category, and the child's own wish. Pure. A8-07.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::category::{Category, Nature};
use crate::base::{PupilId, StaffId};

/// What a mentor may say of the own strengths; the words are `pairing-strength-<code>`.
pub const STRENGTHS: [&str; 9] = ["arithmetic", "reading", "english", "methods", "listening", "left_behind", "home", "sports", "arts"];

/// The strengths that answer a category: what helps to learn, to listen, to stand in for parents who are away.
pub fn answers(category: &str, kind: &str) -> &'static [&'static str] {
    let Ok(known) = category.parse::<Category>() else { return &[] };
    match (known, known.nature()) {
        (Category::LeftBehind | Category::LeftBehindBoarding, _) => &["left_behind", "home", "listening"],
        (_, Nature::Learning) if kind == "conduct" => &["listening", "sports", "arts"],
        (_, Nature::Learning) if kind == "dual_concern" => &["arithmetic", "reading", "methods", "listening"],
        (_, Nature::Learning) => &["arithmetic", "reading", "english", "methods"],
        (_, Nature::Family | Nature::Hardship) => &["home", "listening"],
        (_, Nature::Health | Nature::Wellbeing) => &["listening"],
    }
}

/// What is known of strengths and wishes.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Leanings {
    /// What each mentor is good at.
    pub strengths: BTreeMap<StaffId, BTreeSet<String>>,
    /// What would help each child.
    pub needs: BTreeMap<PupilId, BTreeSet<&'static str>>,
    /// The teacher whom a child wishes for.
    pub wishes: BTreeMap<PupilId, StaffId>,
}

impl Leanings {
    /// Whether a mentor is good at something that would help the child; also where nothing is known that would.
    pub fn answers(&self, pupil: PupilId, staff: StaffId) -> bool {
        let needs = self.needs.get(&pupil).filter(|needs| !needs.is_empty());
        needs.is_none_or(|needs| self.strengths.get(&staff).is_some_and(|own| own.iter().any(|code| needs.contains(code.as_str()))))
    }
    /// Whether the child wishes for this teacher; `None` when it wishes for nobody.
    pub fn wished(&self, pupil: PupilId, staff: StaffId) -> Option<bool> {
        self.wishes.get(&pupil).map(|wish| *wish == staff)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_category_is_answered_by_strengths_that_a_mentor_can_state() {
        for category in Category::ALL {
            let kinds: Vec<&str> = if category.kinds().is_empty() { vec![""] } else { category.kinds().to_vec() };
            for kind in kinds {
                let found = answers(category.code(), kind);
                assert!(!found.is_empty() && found.iter().all(|code| STRENGTHS.contains(code)), "{} {kind}", category.code());
            }
        }
        assert_ne!(answers("target_pupil", "learning"), answers("target_pupil", "conduct"));
        assert!(answers("no such category", "").is_empty());
    }
}

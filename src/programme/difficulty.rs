//! The three difficulties that no child is to be left alone with (A1-04): in living, in thought, in learning. Told from the categories, never stored.

use crate::base::category::{Category, Nature};

/// A difficulty, in the order in which the plan names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difficulty {
    /// 生活上有困难: no child leaves school for it.
    Living,
    /// 思想上有困难: no child falls behind for it.
    Thought,
    /// 学习上有困难: no child is left out for it.
    Learning,
}

impl Difficulty {
    /// The identifier; its word is `casefile-difficulty-<code>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Living => "living",
            Self::Thought => "thought",
            Self::Learning => "learning",
        }
    }
}

/// The difficulties that a category with its kind speaks of; none where it speaks of a gift.
///
/// Conduct is a matter of thought (A9-11), and so are mind and mood and what a child of a well-off home needs (A8-15); family, money and health are matters of living.
pub fn difficulties(category: Category, kind: &str) -> &'static [Difficulty] {
    match (category, category.nature(), kind) {
        (Category::HighAchiever | Category::SpecialTalent, ..) => &[],
        (Category::WellOff, ..) | (_, Nature::Wellbeing, _) | (_, Nature::Learning, "conduct") => &[Difficulty::Thought],
        (_, Nature::Learning, "dual_concern") => &[Difficulty::Thought, Difficulty::Learning],
        (_, Nature::Learning, _) => &[Difficulty::Learning],
        (_, Nature::Family | Nature::Hardship | Nature::Health, _) => &[Difficulty::Living],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_category_speaks_of_a_difficulty_in_living_in_thought_or_in_learning_and_a_gift_of_none() {
        use Difficulty::{Learning, Living, Thought};
        let table: [(Category, &str, &[Difficulty]); 12] = [
            (Category::LearningDifficulty, "learning", &[Learning]),
            (Category::TargetPupil, "conduct", &[Thought]),
            (Category::TargetPupil, "dual_concern", &[Thought, Learning]),
            (Category::TargetPupil, "", &[Learning]),
            (Category::Borderline, "", &[Learning]),
            (Category::LowIncome, "", &[Living]),
            (Category::LeftBehind, "left_behind_both", &[Living]),
            (Category::Disability, "hearing", &[Living]),
            (Category::WellOff, "", &[Thought]),
            (Category::WellbeingConcern, "", &[Thought]),
            (Category::HighAchiever, "", &[]),
            (Category::SpecialTalent, "", &[]),
        ];
        for (category, kind, told) in table {
            assert_eq!(difficulties(category, kind), told, "{category:?} {kind}");
        }
    }
}

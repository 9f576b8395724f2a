//! Who is not put on a list of difficulties in learning (B8-01, B4-04; CONVENTIONS 2.5): intelligence like that of others is part of the definition, so a child whose
//! sight, hearing, speech, intellect or mind is impaired has an individual education plan of its own. It may stand on the list, too, when somebody writes why.

use crate::base::Category;

/// Kinds of disability that by themselves explain a difficulty in learning. One of the limbs does not.
const PRIMARY: [&str; 6] = ["sight", "hearing", "speech", "intellect", "mental", "several"];

/// Characters of the reason with which such a child is put on the list all the same.
pub const REASON_CHARS: usize = 10;

/// Whether a disability explains a difficulty in learning by itself.
pub fn is_primary(disability: &str) -> bool {
    PRIMARY.contains(&disability)
}

/// Whether a listing asks why it is not left to the individual education plan. Conduct alone is no difficulty in learning.
pub fn asks_why(category: &str, kind: &str, disability: Option<&str>) -> bool {
    let learning = matches!(category.parse(), Ok(Category::LearningDifficulty | Category::TargetPupil)) && kind != "conduct";
    learning && disability.is_some_and(is_primary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_who_sees_or_hears_badly_has_a_plan_of_its_own_and_is_no_case_of_learning_difficulty() {
        let table = [
            ("learning_difficulty", "learning", Some("hearing"), true),
            ("learning_difficulty", "dual_concern", Some("intellect"), true),
            ("target_pupil", "learning", Some("mental"), true),
            ("learning_difficulty", "learning", Some("limb"), false),
            ("learning_difficulty", "learning", Some("none"), false),
            ("learning_difficulty", "learning", None, false),
            ("target_pupil", "conduct", Some("hearing"), false),
            ("disability", "hearing", Some("hearing"), false),
            ("low_income", "", Some("several"), false),
        ];
        for (category, kind, disability, asks) in table {
            assert_eq!(asks_why(category, kind, disability), asks, "{category} {kind} {disability:?}");
        }
        let known = Category::Disability.kinds().iter().filter(|kind| is_primary(kind)).count();
        assert_eq!(known, PRIMARY.len(), "each is a kind of the registers");
    }
}

//! Habits as checklists that the child ticks: a few at a time, week by week. A6-01 (five self), A7-21…24 (calculation), B7-08 (time and will), B8-09 (study habits).

/// A list of habits; its word is `plan-habits-<code>`, that of each habit `plan-habit-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct List {
    /// The identifier.
    pub code: &'static str,
    /// The clause that names it.
    pub clause: &'static str,
    /// Its habits.
    pub habits: &'static [&'static str],
}

/// The lists, in the order of the page.
pub const LISTS: [List; 7] = [
    List { code: "five_self", clause: "A6-01", habits: &["self_study", "self_order", "self_care", "self_strength", "self_control"] },
    List { code: "copy_check", clause: "A7-21", habits: &["copy_right", "check_each_step"] },
    List { code: "read_question", clause: "A7-22", habits: &["order_first", "easy_way", "right_before_fast"] },
    List { code: "neat_writing", clause: "A7-23", habits: &["figures_clear", "digits_aligned"] },
    List { code: "look_again", clause: "A7-24", habits: &["way_sensible", "nothing_miscopied", "point_right", "result_checked"] },
    List { code: "own_time", clause: "B7-08", habits: &["day_plan", "begin_on_time", "hold_on", "wait_first"] },
    List { code: "study", clause: "B8-09", habits: &["prepare", "listen", "ask", "homework_done", "mistakes_noted", "bag_packed"] },
];

/// Habits that a plan follows at one time, at most: a child changes a few things, not all.
pub const FOLLOWED_MOST: usize = 6;
/// How a week went; the words are `plan-mark-<code>`.
pub const MARKS: [&str; 3] = ["full", "half", "none"];

/// Whether there is such a habit.
pub fn is_known(habit: &str) -> bool {
    LISTS.iter().any(|list| list.habits.contains(&habit))
}

/// The list in which a habit stands.
pub fn list_of(habit: &str) -> Option<&'static List> {
    LISTS.iter().find(|list| list.habits.contains(&habit))
}

/// What to follow first, from the causes and categories: the lists that answer them.
pub fn proposal(causes: &[&str], categories: &[&str], maths: bool) -> Vec<&'static str> {
    let any = |known: &[&str], all: &[&str]| known.iter().any(|one| all.contains(one));
    let mut habits: Vec<&'static str> = Vec::new();
    if any(causes, &["habits", "attention", "low_drive", "method"]) {
        habits.extend(["listen", "homework_done"]);
    }
    if any(causes, &["low_persistence", "dependence", "avoidance", "indulgence"]) {
        habits.extend(["day_plan", "hold_on"]);
    }
    if maths && any(causes, &["habits", "attention", "technique", "knowledge_gap"]) {
        habits.extend(["right_before_fast", "result_checked"]);
    }
    if any(categories, &["left_behind", "left_behind_boarding"]) {
        habits.extend(["self_study", "self_care"]);
    }
    habits.truncate(FOLLOWED_MOST);
    habits
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_five_selves_and_the_four_habits_of_calculation_are_lists_of_their_own() {
        let clauses: Vec<&str> = LISTS.iter().map(|list| list.clause).collect();
        assert_eq!(clauses, ["A6-01", "A7-21", "A7-22", "A7-23", "A7-24", "B7-08", "B8-09"]);
        assert_eq!(LISTS[0].habits.len(), 5);
        let all: BTreeSet<&str> = LISTS.iter().flat_map(|list| list.habits).copied().collect();
        assert_eq!(all.len(), LISTS.iter().map(|list| list.habits.len()).sum::<usize>(), "a habit stands in one list");
        assert!(all.iter().all(|habit| is_known(habit)) && !is_known("obey"));
        assert_eq!(list_of("point_right").map(|list| list.code), Some("look_again"));
    }

    #[test]
    fn a_few_habits_that_answer_the_causes_are_proposed() {
        assert_eq!(proposal(&["attention"], &[], true), ["listen", "homework_done", "right_before_fast", "result_checked"]);
        assert_eq!(proposal(&["attention"], &[], false), ["listen", "homework_done"]);
        assert_eq!(proposal(&[], &["left_behind"], true), ["self_study", "self_care"]);
        assert!(proposal(&["loneliness"], &["target_pupil"], true).is_empty());
        let all = proposal(&["habits", "low_persistence"], &["left_behind"], true);
        assert_eq!(all.len(), FOLLOWED_MOST);
    }
}

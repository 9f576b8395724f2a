//! The measures that the plans name, keyed by cause and category, and the goals that answer them: one table. The words are `plan-measure-<code>`, `plan-goal-of-<code>`.
//!
//! A1-05, A1-13, A2-03…05, A2-10, A2-17…19, A3-12…15, A5-11…17, A6-01, A6-10, A8-12…17, A9-11, A9-12, B1-07, B1-09, B2-01, B3-05, B6-05, B7-03, B8-07, B10-05, B10-08…11, B10-14.
//! A school adds its own per category (A8-17) in the page; those stand in the store.

use super::item::{Dimension, Hand, Kind, Need, Span};

/// A measure: code, clause, what it becomes, dimension, whose hand, how often in which span, who may read it, the causes and the categories that it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The identifier; its word is `plan-measure-<code>`.
    pub code: &'static str,
    /// The clause that names it.
    pub clause: &'static str,
    /// What it becomes in a plan.
    pub kind: Kind,
    /// Its dimension.
    pub dimension: Dimension,
    /// Whose hand does it.
    pub hand: Hand,
    /// How many times.
    pub times: i64,
    /// In which span.
    pub span: Span,
    /// Who may read it.
    pub need: Need,
    /// Codes of the causes that it answers.
    pub causes: &'static [&'static str],
    /// Codes of the categories that it answers.
    pub categories: &'static [&'static str],
}

/// A goal that answers causes or categories.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoalOf {
    /// The identifier; its words are `plan-goal-of-<code>` and `plan-goal-how-<code>`.
    pub code: &'static str,
    /// Its dimension.
    pub dimension: Dimension,
    /// Its unit.
    pub unit: &'static str,
    /// The near target; empty where it follows from the child's marks.
    pub near: &'static str,
    /// The far target.
    pub far: &'static str,
    /// Who may read it.
    pub need: Need,
    /// Codes of the causes that it answers.
    pub causes: &'static [&'static str],
    /// Codes of the categories that it answers.
    pub categories: &'static [&'static str],
}

#[allow(non_snake_case, reason = "it stands for the struct in the table")]
#[expect(clippy::too_many_arguments, reason = "one line of a table")]
const fn M(
    code: &'static str,
    clause: &'static str,
    kind: Kind,
    dimension: Dimension,
    hand: Hand,
    times: i64,
    span: Span,
    need: Need,
    causes: &'static [&'static str],
    categories: &'static [&'static str],
) -> Measure {
    Measure { code, clause, kind, dimension, hand, times, span, need, causes, categories }
}

#[allow(non_snake_case, reason = "it stands for the struct in the table")]
const fn G(
    code: &'static str,
    dimension: Dimension,
    unit: &'static str,
    near: &'static str,
    far: &'static str,
    need: Need,
    causes: &'static [&'static str],
    categories: &'static [&'static str],
) -> GoalOf {
    GoalOf { code, dimension, unit, near, far, need, causes, categories }
}

/// The library, in the order of the catalogue.
#[rustfmt::skip]
pub const MEASURES: &[Measure] = &[
    M("individual_care", "A2-03", Kind::Measure, Dimension::Learning, Hand::Homeroom, 1, Span::Week, Need::Lesson, &["mind_growth", "feeling_growth", "moral_growth"], &["target_pupil", "learning_difficulty"]),
    M("lower_bar", "A2-04", Kind::Demand, Dimension::Learning, Hand::Subject, 1, Span::Unit, Need::Lesson, &["knowledge_gap", "avoidance", "pessimism"], &[]),
    M("layered_homework", "A2-05", Kind::Measure, Dimension::Learning, Hand::Subject, 1, Span::Day, Need::Lesson, &["knowledge_gap", "low_drive", "memory"], &["learning_difficulty"]),
    M("lesson_link", "A2-10", Kind::Measure, Dimension::Learning, Hand::Subject, 1, Span::Lesson, Need::Lesson, &["knowledge_gap", "attention", "interest"], &["learning_difficulty"]),
    M("strength_show", "A2-17", Kind::Measure, Dimension::Psychology, Hand::Homeroom, 1, Span::Week, Need::Lesson, &["inferiority", "self_blame", "shyness"], &["target_pupil"]),
    M("easy_then_hard", "A2-18", Kind::Measure, Dimension::Learning, Hand::Subject, 1, Span::Lesson, Need::Lesson, &["technique", "avoidance"], &[]),
    M("affirm_close", "A2-19", Kind::Measure, Dimension::Learning, Hand::Subject, 1, Span::Lesson, Need::Lesson, &["inferiority", "pessimism", "avoidance"], &[]),
    M("study_guidance", "A3-12", Kind::Measure, Dimension::Learning, Hand::Mentor, 1, Span::Week, Need::Lesson, &["family_hardship", "house_schooling"], &["dibao", "disaster", "incapacity", "family_loss", "low_income"]),
    M("life_talk", "A3-13", Kind::Measure, Dimension::Living, Hand::Mentor, 1, Span::Week, Need::Family, &["family_hardship", "house_disaster", "house_illness", "house_loss"], &["dibao", "disaster", "incapacity", "family_loss", "low_income"]),
    M("firm_will", "A3-14", Kind::Measure, Dimension::Thought, Hand::Mentor, 1, Span::Month, Need::Lesson, &["house_outlook"], &["dibao", "disaster", "incapacity", "family_loss", "low_income"]),
    M("seat", "A3-15", Kind::Measure, Dimension::Learning, Hand::Homeroom, 1, Span::Term, Need::Lesson, &[], &[]),
    M("question", "A3-15", Kind::Measure, Dimension::Learning, Hand::Subject, 1, Span::Lesson, Need::Lesson, &[], &[]),
    M("break_tutoring", "A3-15", Kind::Measure, Dimension::Learning, Hand::Subject, 2, Span::Week, Need::Lesson, &[], &[]),
    M("encouraging_marks", "A3-15", Kind::Measure, Dimension::Learning, Hand::Subject, 1, Span::Week, Need::Lesson, &[], &[]),
    M("improve", "A5-13", Kind::Measure, Dimension::Learning, Hand::Subject, 1, Span::Week, Need::Lesson, &[], &[]),
    M("answer", "A5-13", Kind::Measure, Dimension::Learning, Hand::Subject, 1, Span::Day, Need::Lesson, &[], &[]),
    M("check", "A5-13", Kind::Measure, Dimension::Learning, Hand::Subject, 1, Span::Day, Need::Lesson, &[], &[]),
    M("commend", "A5-13", Kind::Measure, Dimension::Learning, Hand::Homeroom, 1, Span::Week, Need::Lesson, &[], &[]),
    M("encourage_pull_help", "A5-11", Kind::Measure, Dimension::Thought, Hand::Homeroom, 1, Span::Week, Need::Lesson, &["interest", "pessimism"], &["learning_difficulty"]),
    M("layered_teaching", "A5-12", Kind::Measure, Dimension::Learning, Hand::Subject, 1, Span::Lesson, Need::Lesson, &["mind_growth", "knowledge_gap"], &["learning_difficulty"]),
    M("make_up", "A5-14", Kind::Measure, Dimension::Learning, Hand::Subject, 2, Span::Week, Need::Lesson, &["knowledge_gap", "method", "memory", "technique"], &["learning_difficulty"]),
    M("peer_pair", "A5-15", Kind::Measure, Dimension::Learning, Hand::Peer, 3, Span::Week, Need::Lesson, &["interest", "loneliness", "habits"], &["learning_difficulty"]),
    M("five_bits", "A5-16", Kind::Measure, Dimension::Psychology, Hand::Homeroom, 1, Span::Week, Need::Lesson, &["little_respect", "feeling_growth"], &["learning_difficulty"]),
    M("staged_demand", "A5-17", Kind::Measure, Dimension::Habits, Hand::Homeroom, 1, Span::Month, Need::Lesson, &["low_persistence", "low_drive"], &[]),
    M("five_self", "A6-01", Kind::Measure, Dimension::Habits, Hand::Child, 1, Span::Week, Need::Lesson, &["dependence"], &["left_behind", "left_behind_boarding"]),
    M("study_hours", "A6-10", Kind::Measure, Dimension::Learning, Hand::Subject, 2, Span::Week, Need::Lesson, &[], &["left_behind", "left_behind_boarding"]),
    M("direction", "A8-12", Kind::Measure, Dimension::Learning, Hand::Mentor, 1, Span::Month, Need::Lesson, &[], &["high_achiever", "special_talent"]),
    M("example", "A8-12", Kind::Measure, Dimension::Thought, Hand::Mentor, 1, Span::Month, Need::Lesson, &[], &["high_achiever", "special_talent"]),
    M("attitude", "A8-13", Kind::Measure, Dimension::Thought, Hand::Mentor, 1, Span::Week, Need::Lesson, &["interest", "low_drive"], &["learning_difficulty", "borderline"]),
    M("subject_remedy", "A8-13", Kind::Measure, Dimension::Learning, Hand::Subject, 1, Span::Week, Need::Lesson, &["knowledge_gap"], &["borderline"]),
    M("orphan_care", "A8-14", Kind::Measure, Dimension::Living, Hand::Mentor, 1, Span::Week, Need::Family, &["broken_family"], &["single_parent", "orphan", "family_loss"]),
    M("guardian_contact", "A8-14", Kind::Measure, Dimension::Living, Hand::Homeroom, 1, Span::Month, Need::Family, &["broken_family", "grandparents"], &["single_parent", "orphan", "family_loss"]),
    M("aims_talk", "A8-15", Kind::Measure, Dimension::Thought, Hand::Mentor, 1, Span::Month, Need::Lesson, &[], &["low_income", "well_off"]),
    M("people_skills", "A8-15", Kind::Measure, Dimension::Psychology, Hand::Mentor, 1, Span::Month, Need::Lesson, &["self_centred", "loneliness"], &["low_income", "well_off"]),
    M("welcome", "A8-16", Kind::Measure, Dimension::Thought, Hand::Homeroom, 1, Span::Month, Need::Lesson, &[], &["migrant_child"]),
    M("local_group", "A8-16", Kind::Measure, Dimension::Learning, Hand::Homeroom, 1, Span::Term, Need::Lesson, &[], &["migrant_child"]),
    M("leaving_asked", "A8-16", Kind::Measure, Dimension::Living, Hand::Homeroom, 1, Span::Month, Need::Family, &[], &["migrant_child"]),
    M("parent_call", "A8-17", Kind::Measure, Dimension::Living, Hand::Homeroom, 1, Span::Week, Need::Family, &["grandparents"], &["left_behind", "left_behind_boarding"]),
    M("access_adjusted", "A8-17", Kind::Demand, Dimension::Learning, Hand::Subject, 1, Span::Lesson, Need::Family, &[], &["disability"]),
    M("lessons_kept", "A8-17", Kind::Measure, Dimension::Learning, Hand::Subject, 1, Span::Week, Need::Family, &[], &["illness"]),
    M("values_talk", "A9-11", Kind::Measure, Dimension::Thought, Hand::Homeroom, 1, Span::Week, Need::Lesson, &["conduct", "moral_growth", "defiance"], &[]),
    M("basics", "A9-11", Kind::Measure, Dimension::Learning, Hand::Subject, 2, Span::Week, Need::Lesson, &["knowledge_gap"], &[]),
    M("method_taught", "A9-11", Kind::Measure, Dimension::Learning, Hand::Subject, 1, Span::Week, Need::Lesson, &["method", "technique", "memory"], &[]),
    M("through_activity", "A9-12", Kind::Measure, Dimension::Thought, Hand::Homeroom, 1, Span::Month, Need::Lesson, &["interest", "conduct", "loneliness"], &[]),
    M("personal_teaching", "B1-07", Kind::Measure, Dimension::Learning, Hand::Subject, 1, Span::Unit, Need::Lesson, &["knowledge_gap"], &["learning_difficulty"]),
    M("easier_lesson", "B1-09", Kind::Measure, Dimension::Learning, Hand::Subject, 1, Span::Lesson, Need::Lesson, &["knowledge_gap", "avoidance"], &["learning_difficulty"]),
    M("one_to_one", "B2-01", Kind::Measure, Dimension::Learning, Hand::Subject, 1, Span::Week, Need::Lesson, &["method", "knowledge_gap"], &[]),
    M("pace", "B3-05", Kind::Measure, Dimension::Learning, Hand::Subject, 1, Span::Lesson, Need::Lesson, &["mind_growth", "memory"], &[]),
    M("chain", "B6-05", Kind::Measure, Dimension::Learning, Hand::Subject, 2, Span::Week, Need::Lesson, &["knowledge_gap", "memory"], &[]),
    M("will_practice", "B6-05", Kind::Measure, Dimension::Habits, Hand::Homeroom, 1, Span::Day, Need::Lesson, &["low_persistence", "low_drive", "habits", "attention", "dependence"], &[]),
    M("counselling", "B6-05", Kind::Measure, Dimension::Psychology, Hand::Counsellor, 1, Span::Week, Need::Mind, &["emotional_barrier", "fear"], &["wellbeing_concern"]),
    M("warm_talk", "B6-05", Kind::Measure, Dimension::Psychology, Hand::Homeroom, 2, Span::Month, Need::Lesson, &["pessimism", "inferiority", "self_blame", "fear"], &[]),
    M("three_forms", "B7-03", Kind::Measure, Dimension::Learning, Hand::Subject, 1, Span::Week, Need::Lesson, &["knowledge_gap", "method"], &[]),
    M("best_me", "B10-05", Kind::Measure, Dimension::Psychology, Hand::Homeroom, 1, Span::Day, Need::Lesson, &["inferiority", "pessimism"], &[]),
    M("planned_for", "B10-08", Kind::Measure, Dimension::Learning, Hand::Subject, 1, Span::Unit, Need::Lesson, &["knowledge_gap"], &[]),
    M("easy_question", "B10-09", Kind::Measure, Dimension::Learning, Hand::Subject, 1, Span::Lesson, Need::Lesson, &["shyness", "inferiority", "attention"], &[]),
    M("level_demands", "B10-10", Kind::Demand, Dimension::Habits, Hand::Homeroom, 1, Span::Term, Need::Lesson, &["conduct", "habits"], &[]),
    M("trust", "B10-11", Kind::Measure, Dimension::Thought, Hand::Homeroom, 1, Span::Term, Need::Lesson, &["defiance", "little_respect"], &[]),
    M("asked_kindly", "B10-14", Kind::Measure, Dimension::Learning, Hand::Subject, 1, Span::Lesson, Need::Lesson, &["avoidance", "interest"], &[]),
    M("goods", "A1-05", Kind::Measure, Dimension::Living, Hand::Aid, 1, Span::Term, Need::Hardship, &["family_hardship", "house_disaster"], &["dibao", "low_income", "disaster"]),
    M("spirit", "A1-05", Kind::Measure, Dimension::Thought, Hand::Mentor, 1, Span::Month, Need::Lesson, &[], &["dibao", "low_income", "disaster", "incapacity"]),
    M("doubts", "A1-13", Kind::Measure, Dimension::Thought, Hand::Homeroom, 1, Span::Month, Need::Lesson, &["defiance", "moral_growth"], &[]),
    M("home_place", "B8-07", Kind::Family, Dimension::Living, Hand::Family, 1, Span::Day, Need::Family, &["surroundings", "guardian_schooling"], &[]),
    M("home_listen", "B8-07", Kind::Family, Dimension::Living, Hand::Family, 1, Span::Day, Need::Family, &["grandparents", "broken_family", "little_respect"], &["left_behind", "single_parent"]),
    M("home_rules", "B8-07", Kind::Family, Dimension::Habits, Hand::Family, 1, Span::Day, Need::Family, &["indulgence", "dependence"], &[]),
    M("home_call", "B8-07", Kind::Family, Dimension::Living, Hand::Family, 2, Span::Week, Need::Family, &["grandparents"], &["left_behind", "left_behind_boarding"]),
    M("home_praise", "B8-07", Kind::Family, Dimension::Psychology, Hand::Family, 1, Span::Day, Need::Lesson, &["inferiority", "pessimism", "self_blame", "shyness"], &[]),
    M("home_check", "B8-07", Kind::Family, Dimension::Habits, Hand::Family, 1, Span::Day, Need::Lesson, &["habits", "low_drive", "attention"], &[]),
    M("child_ask", "B8-07", Kind::Child, Dimension::Learning, Hand::Child, 1, Span::Day, Need::Lesson, &["knowledge_gap", "interest"], &[]),
    M("child_mistakes", "B8-07", Kind::Child, Dimension::Learning, Hand::Child, 3, Span::Week, Need::Lesson, &["technique", "method", "memory"], &[]),
    M("child_speak", "B8-07", Kind::Child, Dimension::Psychology, Hand::Child, 1, Span::Day, Need::Lesson, &["shyness", "inferiority", "avoidance"], &[]),
    M("child_bag", "B8-07", Kind::Child, Dimension::Habits, Hand::Child, 1, Span::Day, Need::Lesson, &["habits", "dependence", "low_drive"], &[]),
    M("child_pause", "B8-07", Kind::Child, Dimension::Thought, Hand::Child, 1, Span::Day, Need::Lesson, &["conduct", "defiance", "self_centred"], &[]),
    M("child_timer", "B8-07", Kind::Child, Dimension::Habits, Hand::Child, 1, Span::Day, Need::Lesson, &["attention", "low_persistence"], &[]),];

/// The goals that answer causes and categories.
#[rustfmt::skip]
pub const GOALS: &[GoalOf] = &[
    G("knowledge", Dimension::Learning, "percent", "", "", Need::Lesson, &["knowledge_gap", "mind_growth", "memory", "method", "technique"], &["learning_difficulty", "borderline"]),
    G("homework", Dimension::Habits, "times_week", "4", "5", Need::Lesson, &["habits", "low_drive", "dependence", "low_persistence"], &["target_pupil"]),
    G("attention", Dimension::Habits, "times_day", "3", "5", Need::Lesson, &["attention"], &[]),
    G("speak", Dimension::Learning, "times_week", "3", "5", Need::Lesson, &["interest", "avoidance", "shyness", "inferiority"], &[]),
    G("friends", Dimension::Psychology, "times_week", "3", "5", Need::Lesson, &["loneliness", "self_centred", "self_blame", "fear"], &[]),
    G("calm", Dimension::Psychology, "scale", "2", "3", Need::Mind, &["emotional_barrier"], &["wellbeing_concern"]),
    G("hope", Dimension::Thought, "scale", "3", "4", Need::Lesson, &["pessimism", "feeling_growth"], &[]),
    G("conduct", Dimension::Thought, "fewer_week", "2", "1", Need::Lesson, &["conduct", "moral_growth", "defiance"], &[]),
    G("talk_home", Dimension::Living, "times_week", "2", "4", Need::Family, &["grandparents", "broken_family", "little_respect"], &["left_behind", "left_behind_boarding", "single_parent", "orphan", "family_loss"]),
    G("home_study", Dimension::Living, "times_week", "3", "5", Need::Family, &["surroundings", "guardian_schooling", "indulgence"], &[]),
    G("needs_met", Dimension::Living, "scale", "3", "4", Need::Hardship, &["family_hardship", "house_disaster", "house_illness", "house_loss", "house_incapacity"], &["dibao", "low_income", "disaster", "incapacity"]),
    G("take_part", Dimension::Learning, "times_week", "3", "5", Need::Lesson, &[], &["migrant_child", "disability", "illness", "high_achiever", "special_talent", "well_off"]),];

/// The measure of a code.
pub fn measure(code: &str) -> Option<&'static Measure> {
    MEASURES.iter().find(|one| one.code == code)
}

/// The goal of a code.
pub fn goal_of(code: &str) -> Option<&'static GoalOf> {
    GOALS.iter().find(|one| one.code == code)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::base::category::Category;
    use crate::base::{Lang, words};
    use crate::casefile::cause::{Cause, Nature};

    #[test]
    fn the_library_holds_what_the_plans_name() {
        let clauses: BTreeSet<&str> = MEASURES.iter().map(|one| one.clause).collect();
        for clause in [
            "A1-05", "A1-13", "A2-03", "A2-04", "A2-05", "A2-10", "A2-17", "A2-18", "A2-19", "A3-12", "A3-13", "A3-14", "A3-15", "A5-11", "A5-12", "A5-13", "A5-14", "A5-15",
            "A5-16", "A5-17", "A6-01", "A6-10", "A8-12", "A8-13", "A8-14", "A8-15", "A8-16", "A8-17", "A9-11", "A9-12", "B1-07", "B1-09", "B2-01", "B3-05", "B6-05", "B7-03",
            "B8-07", "B10-05", "B10-08", "B10-09", "B10-10", "B10-11", "B10-14",
        ] {
            assert!(clauses.contains(clause), "{clause}");
        }
        let four = |clause: &str| MEASURES.iter().filter(|one| one.clause == clause).map(|one| one.code).collect::<Vec<_>>();
        assert_eq!(four("A3-15"), ["seat", "question", "break_tutoring", "encouraging_marks"]);
        assert_eq!(four("A5-13"), ["improve", "answer", "check", "commend"]);
    }

    #[test]
    fn each_measure_and_goal_answers_known_causes_and_categories_and_has_words() {
        let codes: BTreeSet<&str> = MEASURES.iter().map(|one| one.code).collect();
        assert_eq!(codes.len(), MEASURES.len(), "a code stands once");
        let keys = MEASURES.iter().map(|one| (one.causes, one.categories)).chain(GOALS.iter().map(|one| (one.causes, one.categories)));
        for (causes, categories) in keys {
            assert!(causes.iter().all(|code| code.parse::<Cause>().is_ok()), "{causes:?}");
            assert!(categories.iter().all(|code| code.parse::<Category>().is_ok()), "{categories:?}");
        }
        for (lang, _) in Lang::ALL {
            let keys = MEASURES
                .iter()
                .map(|one| format!("plan-measure-{}", one.code))
                .chain(GOALS.iter().flat_map(|one| ["of", "how"].map(|part| format!("plan-goal-{part}-{}", one.code))));
            keys.for_each(|key| assert_ne!(words::word(lang, &key), key, "{lang}"));
        }
    }

    #[test]
    fn every_cause_of_the_child_and_every_category_is_answered() {
        let some = |causes: &[&str], code: &str| causes.contains(&code);
        for cause in Cause::ALL.into_iter().filter(|cause| !cause.of_household()) {
            assert!(MEASURES.iter().any(|one| some(one.causes, cause.code())), "no measure answers {}", cause.code());
            assert!(GOALS.iter().any(|one| some(one.causes, cause.code())), "no goal answers {}", cause.code());
        }
        for category in Category::ALL {
            assert!(MEASURES.iter().any(|one| some(one.categories, category.code())), "no measure answers {}", category.code());
        }
    }

    #[test]
    fn what_answers_only_what_the_counsellor_found_is_the_counsellors() {
        for one in MEASURES {
            let mental = one.causes.iter().filter_map(|code| code.parse::<Cause>().ok()).any(|cause| cause.nature() == Nature::Mental);
            assert_eq!(mental, one.need == Need::Mind, "{}", one.code);
        }
    }
}

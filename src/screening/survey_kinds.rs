//! The kinds by which a class is surveyed: the eight of A8-03, with those who stand at the edge and those with a talent of A5-01.
//!
//! What the register or the screening says is proposed; who fills in the sheet confirms it or says why not. A kind is never told from income or marks alone.

use crate::base::Category;

/// What opens a kind to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// The academic level.
    Academic,
    /// The family level.
    Family,
    /// The economic level.
    Economic,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $code:literal $key:literal $need:ident;)*) => {
        /// A kind of pupil that the survey asks for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum SurveyKind { $($(#[$doc])* $name),* }

        impl SurveyKind {
            /// All ten, in the order of the sheet.
            pub const ALL: [Self; 10] = [$(Self::$name),*];
            /// The identifier, as stored.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }
            /// Key of its word.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key),* }
            }
            /// What opens it.
            pub const fn need(self) -> Need {
                match self { $(Self::$name => Need::$need),* }
            }
        }
    };
}

kinds! {
    /// 学优
    HighAchiever "high_achiever" "screening-survey-kind-high-achiever" Academic;
    /// 学困
    LearningDifficulty "learning_difficulty" "screening-survey-kind-learning-difficulty" Academic;
    /// 家优
    WellOff "well_off" "screening-survey-kind-well-off" Family;
    /// 家困
    LowIncome "low_income" "screening-survey-kind-low-income" Economic;
    /// 单亲或无亲
    NoParent "no_parent" "screening-survey-kind-no-parent" Family;
    /// 留守
    LeftBehind "left_behind" "screening-survey-kind-left-behind" Family;
    /// 外来
    Migrant "migrant_child" "screening-survey-kind-migrant-child" Family;
    /// 残疾
    Disability "disability" "screening-survey-kind-disability" Family;
    /// 边缘 (A5-01): at the edge of what the grade expects; nothing to do with the households of the monitoring against poverty.
    Borderline "borderline" "screening-survey-kind-borderline" Academic;
    /// 特长 (A5-01)
    Talent "special_talent" "screening-survey-kind-special-talent" Academic;
}

impl SurveyKind {
    /// The category that it is, under which the school may call it by a word of its own. 单亲 and 无亲 are two.
    pub fn category(self) -> Option<Category> {
        self.code().parse().ok()
    }

    /// Whether a programme that serves some categories is for the children of this kind.
    pub fn is_served(self, categories: &[Category]) -> bool {
        let of = |category| categories.contains(&category);
        match self {
            Self::NoParent => of(Category::SingleParent) || of(Category::Orphan),
            Self::LeftBehind => of(Category::LeftBehind) || of(Category::LeftBehindBoarding),
            Self::LowIncome => [Category::LowIncome, Category::Dibao, Category::Disaster, Category::Incapacity, Category::FamilyLoss].into_iter().any(of),
            kind => kind.category().is_some_and(of),
        }
    }

    /// The kind that a child cannot be of at the same time, in one school year.
    pub const fn against(self) -> Option<Self> {
        match self {
            Self::HighAchiever => Some(Self::LearningDifficulty),
            Self::LearningDifficulty => Some(Self::HighAchiever),
            Self::WellOff => Some(Self::LowIncome),
            Self::LowIncome => Some(Self::WellOff),
            _ => None,
        }
    }

    /// The kind of an identifier.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// The talents that are told apart; their words are `screening-survey-talent-<code>`.
pub const TALENTS: [&str; 8] = ["art", "music", "dance", "sport", "writing", "science", "chess", "other"];

/// What the register or the screening says of a child and a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// Nothing is known.
    Open,
}

/// Whether the box stands ticked when the sheet is opened: as it was saved in this school year, else as the register says.
pub fn begins(stored: Option<bool>, told: Told) -> bool {
    stored.unwrap_or(told == Told::Yes)
}

/// Whether the sheet and the register say different things.
pub fn disagrees(told: Told, ticked: bool) -> bool {
    matches!((told, ticked), (Told::Yes, false) | (Told::No, true))
}

/// Whether a written reason is asked: where the register says otherwise, and always for a family that is well off, which nothing tells but a person who knows.
pub fn needs_reason(kind: SurveyKind, told: Told, ticked: bool) -> bool {
    (kind == SurveyKind::WellOff && ticked) || (told == Told::Yes && !ticked)
}

/// Whether a box says something new: what stands unticked and was never spoken of says nothing.
pub fn is_news(stored: Option<bool>, told: Told, ticked: bool) -> bool {
    match stored {
        Some(before) => before != ticked,
        None => ticked || told == Told::Yes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_kinds_that_exclude_each_other_say_so_of_each_other() {
        for kind in SurveyKind::ALL {
            assert!(kind.against().is_none_or(|other| other != kind && other.against() == Some(kind)), "{kind:?}");
        }
        assert_eq!(SurveyKind::ALL.into_iter().filter(|kind| kind.against().is_some()).count(), 4);
    }

    #[test]
    fn all_but_one_kind_are_categories() {
        let own: Vec<SurveyKind> = SurveyKind::ALL.into_iter().filter(|kind| kind.category().is_none()).collect();
        assert_eq!(own, [SurveyKind::NoParent], "single parents and no parents are two categories");
    }

    #[test]
    fn each_of_the_ten_kinds_has_its_code_and_eight_are_of_the_plan() {
        for kind in SurveyKind::ALL {
            assert_eq!(SurveyKind::of_code(kind.code()), Some(kind));
        }
        assert_eq!(SurveyKind::ALL.iter().position(|kind| *kind == SurveyKind::Borderline), Some(8));
        assert_eq!(SurveyKind::of_code("monitored_borderline"), None);
    }

    #[test]
    fn what_was_saved_goes_before_what_the_register_says() {
        for (stored, told, ticked) in [(None, Told::Yes, true), (None, Told::No, false), (None, Told::Open, false), (Some(false), Told::Yes, false), (Some(true), Told::No, true)] {
            assert_eq!(begins(stored, told), ticked, "{stored:?} {told:?}");
        }
    }

    #[test]
    fn a_reason_is_asked_against_the_register_and_for_a_family_that_is_well_off() {
        use SurveyKind::{LeftBehind, WellOff};
        for (kind, told, ticked, asked) in [
            (LeftBehind, Told::Yes, false, true),
            (LeftBehind, Told::Yes, true, false),
            (LeftBehind, Told::Open, true, false),
            (LeftBehind, Told::No, true, false),
            (WellOff, Told::Open, true, true),
            (WellOff, Told::Open, false, false),
        ] {
            assert_eq!(needs_reason(kind, told, ticked), asked, "{kind:?} {told:?} {ticked}");
        }
        assert!(disagrees(Told::No, true) && disagrees(Told::Yes, false) && !disagrees(Told::Open, true));
    }

    #[test]
    fn an_empty_box_of_which_nobody_spoke_is_no_news() {
        for (stored, told, ticked, news) in [
            (None, Told::Open, false, false),
            (None, Told::No, false, false),
            (None, Told::Yes, false, true),
            (None, Told::Yes, true, true),
            (Some(true), Told::Yes, true, false),
            (Some(true), Told::Open, false, true),
        ] {
            assert_eq!(is_news(stored, told, ticked), news, "{stored:?} {told:?} {ticked}");
        }
    }

    #[test]
    fn a_programme_is_for_the_kinds_whose_categories_it_serves() {
        for (kind, category, is) in [
            (SurveyKind::LeftBehind, Category::LeftBehindBoarding, true),
            (SurveyKind::NoParent, Category::Orphan, true),
            (SurveyKind::LowIncome, Category::Dibao, true),
            (SurveyKind::Borderline, Category::Borderline, true),
            (SurveyKind::HighAchiever, Category::LearningDifficulty, false),
            (SurveyKind::Disability, Category::Illness, false),
        ] {
            assert_eq!(kind.is_served(&[Category::TargetPupil, category]), is, "{kind:?} {category:?}");
        }
    }
}

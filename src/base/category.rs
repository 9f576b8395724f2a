//! The nineteen categories of pupils that the plans name (对象类别), each with its kinds: the one table of them.
//!
//! A1-04, A3-06…10, A5-01, A6-02, A8-03, A9-10, B1-02, B4-01…04, B10-01, B10-06. The school may show a category under a word of its own.

use std::str::FromStr;

/// What kind of fact a category rests on: it decides who may read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// Learning and conduct.
    Learning,
    /// The family.
    Family,
    /// Money.
    Hardship,
    /// Body and health.
    Health,
    /// Mind and mood: the counsellor's.
    Wellbeing,
}

impl Nature {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 5] = [Self::Learning, Self::Family, Self::Hardship, Self::Health, Self::Wellbeing];
    /// The identifier; its word is `programme-nature-<code>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Learning => "learning",
            Self::Family => "family",
            Self::Hardship => "hardship",
            Self::Health => "health",
            Self::Wellbeing => "wellbeing",
        }
    }
}

/// Learning, conduct, or both (A9-10, B10-01, B10-06).
const CONCERNS: &[&str] = &["learning", "conduct", "dual_concern"];
/// One parent or both parents away.
const AWAY: &[&str] = &["left_behind_one", "left_behind_both"];
/// The seven kinds of disability of the registers.
const DISABILITIES: &[&str] = &["sight", "hearing", "speech", "limb", "intellect", "mental", "several"];
/// A3-06 names three groups.
const ALLOWANCES: &[&str] = &["dibao_household", "tekun_household", "rural_tekun_household"];

macro_rules! categories {
    ($($(#[$doc:meta])* $name:ident $code:literal $nature:ident $kinds:expr;)*) => {
        /// A category of pupils whom a programme may serve. Its word is `programme-category-<code>` unless the school has its own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Category { $($(#[$doc])* $name),* }

        impl Category {
            /// All nineteen, in the order of the catalogue.
            pub const ALL: [Self; 19] = [$(Self::$name),*];
            /// The identifier, as stored.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }
            /// What it rests on.
            pub const fn nature(self) -> Nature {
                match self { $(Self::$name => Nature::$nature),* }
            }
            /// The kinds that are told apart within it; their words are `programme-kind-<code>`. Empty where there are none.
            pub const fn kinds(self) -> &'static [&'static str] {
                match self { $(Self::$name => $kinds),* }
            }
        }
    };
}

categories! {
    /// 学优
    HighAchiever "high_achiever" Learning &[];
    /// 学困: learning difficulty at an ordinary intelligence (B8-01).
    LearningDifficulty "learning_difficulty" Learning CONCERNS;
    /// 边缘
    Borderline "borderline" Learning &[];
    /// 特长
    SpecialTalent "special_talent" Learning &[];
    /// 待优 (A9-10); the old labels of B10 are its kinds.
    TargetPupil "target_pupil" Learning CONCERNS;
    /// 家困
    LowIncome "low_income" Hardship &[];
    /// 家优
    WellOff "well_off" Family &[];
    /// 单亲
    SingleParent "single_parent" Family &[];
    /// 无亲, both parents dead or none who cares
    Orphan "orphan" Family &[];
    /// 留守
    LeftBehind "left_behind" Family AWAY;
    /// 寄宿留守 (A6-16)
    LeftBehindBoarding "left_behind_boarding" Family AWAY;
    /// 外来务工
    MigrantChild "migrant_child" Family &[];
    /// 残疾
    Disability "disability" Health DISABILITIES;
    /// 疾病
    Illness "illness" Health &[];
    /// 心理困扰 (B4-03)
    WellbeingConcern "wellbeing_concern" Wellbeing &[];
    /// 低保、特困、农村特困户 (A3-06)
    Dibao "dibao" Hardship ALLOWANCES;
    /// 灾祸致贫 (A3-07)
    Disaster "disaster" Hardship &[];
    /// 父母失能 (A3-08)
    Incapacity "incapacity" Hardship &[];
    /// 离异丧亲 (A3-09)
    FamilyLoss "family_loss" Hardship &[];
}

impl FromStr for Category {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|category| category.code() == code).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_code_is_one_category_and_a_kind_is_told_apart() {
        let codes: BTreeSet<&str> = Category::ALL.iter().map(|category| category.code()).collect();
        assert_eq!(codes.len(), 19);
        for category in Category::ALL {
            assert_eq!(category.code().parse(), Ok(category));
            let kinds: BTreeSet<&&str> = category.kinds().iter().collect();
            assert!(kinds.len() == category.kinds().len() && category.kinds().len() != 1, "{category:?}");
        }
        assert!("差生".parse::<Category>().is_err());
    }

    #[test]
    fn what_rests_on_mind_and_mood_is_apart_from_what_teachers_mark() {
        let of = |nature| Category::ALL.into_iter().filter(|category| category.nature() == nature).count();
        assert_eq!(Nature::ALL.map(of), [5, 6, 5, 2, 1]);
    }
}

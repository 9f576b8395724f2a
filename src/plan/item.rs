//! What a plan is made of: goals, measures, adjusted demands, the family's and the child's part, the sections of an individual plan. A1-03, A1-13, A8-11, B3-04, B8-07, B4-14.
//!
//! What people write stands in [`Body`], which is sealed as a whole; beside it stand only codes, by which a reader's sight is decided.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::base::{RowId, SchoolDate};

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident $code:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$of])* $variant),* }

        impl $name {
            /// All of them, in the order of the page.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The identifier, as stored; words hang on it.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }
        }

        impl FromStr for $name {
            type Err = ();
            fn from_str(code: &str) -> Result<Self, ()> {
                Self::ALL.iter().copied().find(|one| one.code() == code).ok_or(())
            }
        }
    };
}

codes! {
    /// What a part of a plan is.
    Kind {
        /// A measurable goal.
        Goal "goal",
        /// Who does what how often.
        Measure "measure",
        /// A demand adjusted for this child, with its review (A2-04, B10-10).
        Demand "demand",
        /// What the child does (B8-07).
        Child "child",
        /// What the family does (B8-07).
        Family "family",
        /// A section of an individual education plan (B4-14).
        Section "section",
    }
}

codes! {
    /// A dimension of a plan (A1-03, A1-13, A8-11, B3-04).
    Dimension {
        /// 思想上解惑
        Thought "thought",
        /// 生活上关怀
        Living "living",
        /// 学习上帮助
        Learning "learning",
        /// 心理上疏导
        Psychology "psychology",
        /// 习惯上养成
        Habits "habits",
    }
}

codes! {
    /// Who may read a part of a plan: what the case file asks for the same.
    Need {
        /// Every teacher of the child.
        Lesson "lesson",
        /// The family level.
        Family "family",
        /// The economic level.
        Hardship "hardship",
        /// The psychological level.
        Mind "mind",
    }
}

codes! {
    /// Whose hand does it.
    Hand {
        /// 班主任
        Homeroom "homeroom",
        /// 任课教师
        Subject "subject",
        /// 包班教师
        Attached "attached",
        /// 帮扶教师
        Mentor "mentor",
        /// 心理教师
        Counsellor "counsellor",
        /// 德育处
        Affairs "affairs",
        /// 资助专干
        Aid "aid",
        /// 包级领导
        Sponsor "sponsor",
        /// 同伴
        Peer "peer",
        /// 家人
        Family "family",
        /// 孩子自己
        Child "child",
    }
}

codes! {
    /// In which stretch of time it is done so many times.
    Span {
        /// 每节课
        Lesson "lesson",
        /// 每天
        Day "day",
        /// 每周
        Week "week",
        /// 每月
        Month "month",
        /// 每单元
        Unit "unit",
        /// 每学期
        Term "term",
    }
}

codes! {
    /// How far ahead a goal lies (A6-10, A7-02).
    Horizon {
        /// Within weeks.
        Near "near",
        /// To the end of the term or the year.
        Far "far",
    }
}

/// The sections of an individual education plan (B4-14); the words are `plan-section-<code>`.
pub const SECTIONS: [&str; 7] = ["present", "strengths", "needs", "adjustments", "services", "family", "review"];

/// What a sentence of a plan came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Source {
    /// `cause`, `category`, `subject`, `result`, `programme`, `library`, `school`, `written`.
    pub what: String,
    /// Code of the cause, category or subject, clause of the library, name of the programme.
    pub code: String,
    /// The fact: what was seen, where the chain is broken, the mark.
    pub fact: String,
    /// Who said it.
    pub by: String,
    /// When.
    pub day: Option<SchoolDate>,
    /// Who may read it: code of a [`Need`].
    pub need: String,
    /// The subject to whose teacher it belongs; empty for the whole class.
    pub part: String,
}

impl Source {
    /// The level that opens it; the narrowest where the code is none.
    pub fn need(&self) -> Need {
        if self.need.is_empty() { Need::Lesson } else { self.need.parse().unwrap_or(Need::Mind) }
    }
}

/// A stage on the way to a goal (A5-17).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Stage {
    /// By when.
    pub day: Option<SchoolDate>,
    /// What is reached by then, as it was typed.
    pub target: String,
}

/// What people write in a part of a plan. Which fields are used depends on the kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Body {
    /// The sentence.
    pub text: String,
    /// Code of the library, of the school's own measure, or of the section; empty for what was written by hand.
    pub code: String,
    /// Code of a [`Horizon`].
    pub horizon: String,
    /// Code of a unit of `goal.rs`.
    pub unit: String,
    /// Where the child stands.
    pub baseline: String,
    /// Where the child is to stand.
    pub target: String,
    /// By when; for a demand, when it is looked at again.
    pub due: Option<SchoolDate>,
    /// How it is measured, and by whom.
    pub how: String,
    /// Stages on the way.
    pub stages: Vec<Stage>,
    /// Code of a [`Hand`].
    pub hand: String,
    /// How many times.
    pub times: i64,
    /// Code of a [`Span`].
    pub span: String,
    /// The day on which child or family agreed.
    pub agreed: Option<SchoolDate>,
    /// What it came from.
    pub sources: Vec<Source>,
}

/// A part of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The same in all versions of the plan.
    pub key: RowId,
    /// What it is.
    pub kind: Kind,
    /// Its dimension.
    pub dimension: Dimension,
    /// Who may read it.
    pub need: Need,
    /// The subject, for what belongs to one.
    pub subject: String,
    /// Place on the page.
    pub place: i64,
    /// How often it was changed.
    pub rev: i64,
    /// Taken out of the draft.
    pub removed: bool,
    /// What is written.
    pub body: Body,
}

/// Who may read what is written by hand in a dimension: the counsellor's talks are the counsellor's, daily life is the family's.
pub fn need_of(kind: Kind, dimension: Dimension) -> Need {
    match (kind, dimension) {
        // What every teacher must know to act on it.
        (Kind::Demand, _) => Need::Lesson,
        (Kind::Section, _) => Need::Family,
        (_, Dimension::Psychology) => Need::Mind,
        (_, Dimension::Living) => Need::Family,
        _ => Need::Lesson,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_back_as_they_went() {
        assert!(Kind::ALL.iter().all(|one| one.code().parse() == Ok(*one)));
        assert!(Need::ALL.iter().all(|one| one.code().parse() == Ok(*one)));
        assert!(Hand::ALL.iter().all(|one| one.code().parse() == Ok(*one)));
        assert!("teacher".parse::<Hand>().is_err());
        assert_eq!(Dimension::ALL.iter().map(|one| one.code()).collect::<Vec<_>>(), ["thought", "living", "learning", "psychology", "habits"]);
    }

    #[test]
    fn what_is_written_by_hand_is_read_as_narrowly_as_its_dimension_asks() {
        for (kind, dimension, expected) in [
            (Kind::Goal, Dimension::Learning, Need::Lesson),
            (Kind::Measure, Dimension::Habits, Need::Lesson),
            (Kind::Goal, Dimension::Psychology, Need::Mind),
            (Kind::Family, Dimension::Living, Need::Family),
            (Kind::Demand, Dimension::Psychology, Need::Lesson),
            (Kind::Section, Dimension::Learning, Need::Family),
        ] {
            assert_eq!(need_of(kind, dimension), expected, "{kind:?} {dimension:?}");
        }
    }

    #[test]
    fn a_source_with_an_unknown_need_is_kept_from_everybody_who_does_not_hold_the_narrowest() {
        let of = |need: &str| Source { need: need.into(), ..Source::default() }.need();
        assert_eq!((of(""), of("family"), of("something new")), (Need::Lesson, Need::Family, Need::Mind));
    }
}

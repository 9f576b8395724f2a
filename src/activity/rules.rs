//! Kinds of acts, who reads of them, and when a record counts as written later. CONVENTIONS 2.2, A9-25, B6-15; PRACTICE 1.11.

use crate::base::SchoolDate;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $code:literal $level:ident $hows:expr;)*) => {
        /// What was done; its word is `activity-kind-<code>`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $($(#[$doc])* $name),* }

        impl Kind {
            /// All kinds, in the order of the form.
            pub const ALL: &[Self] = &[$(Self::$name),*];
            /// The identifier, as stored.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }
            /// Which level opens what was written, unless a counsellor wrote it.
            pub const fn level(self) -> Opens {
                match self { $(Self::$name => Opens::$level),* }
            }
            /// How it may have happened; the first is usual.
            pub const fn hows(self) -> &'static [How] {
                match self { $(Self::$name => $hows),* }
            }
        }
    };
}

/// How an act happened; the word is `activity-how-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Face to face, 面谈 or 上门.
    Face,
    /// By telephone.
    Phone,
    /// By video.
    Video,
}

impl How {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Face, Self::Phone, Self::Video];
    /// The identifier, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Face => "face",
            Self::Phone => "phone",
            Self::Video => "video",
        }
    }
}

/// Which level opens what was written of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opens {
    /// Learning and conduct.
    Academic,
    /// The family: what is heard at home is not for who only teaches a subject.
    Family,
    /// Mind and mood: what a counsellor writes.
    Psychological,
}

impl Opens {
    /// The identifier, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Academic => "academic",
            Self::Family => "family",
            Self::Psychological => "psychological",
        }
    }
    /// The level of an identifier.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Academic, Self::Family, Self::Psychological].into_iter().find(|level| level.code() == code)
    }
}

const ANY: &[How] = &How::ALL;
const FACE: &[How] = &[How::Face];

kinds! {
    /// 谈心谈话
    Talk "talk" Academic ANY;
    /// 辅导
    Tutoring "tutoring" Academic ANY;
    /// 闪光点 (A2-17)
    Strength "strength" Academic FACE;
    /// 家访
    HomeVisit "home_visit" Family ANY;
    /// 与家长通话
    PhoneCall "phone_call" Family &[How::Phone, How::Video];
    /// 集体座谈 (A8-10)
    GroupTalk "group_talk" Academic ANY;
    /// 教育活动 (A9-12: 寓教于活动)
    Activity "activity" Academic FACE;
    /// 提供帮助 (A8-10: 资助 and other help in kind)
    HelpGiven "help_given" Family FACE;
    /// 观察 (A3-19, B6-01): what is seen, without a judgement
    Observation "observation" Academic FACE;
    /// 需要留意的事
    Incident "incident" Academic FACE;
}

impl Kind {
    /// The kind of an identifier.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }
    /// Whether it can be said of it that it did not take place: what was to happen and did not.
    pub const fn can_fail(self) -> bool {
        matches!(self, Self::Talk | Self::Tutoring | Self::HomeVisit | Self::PhoneCall | Self::GroupTalk | Self::Activity)
    }
}

/// Days after which a record is marked as written later (补记).
const LATE_DAYS: i64 = 3;
/// How far back a record can be dated: a term.
pub const DAYS_BACK: i64 = 150;

/// Whether a record was written so late that it says so.
pub fn is_late(day: SchoolDate, written: SchoolDate) -> bool {
    day.plus_days(LATE_DAYS) < written
}

/// Characters from which two equal texts are worth a word.
const ALIKE_CHARS: usize = 12;

/// How many of the texts say the same as another of them or as an earlier one: each child deserves a sentence of its own (PRACTICE 1.11). Short texts may be equal.
pub fn alike(texts: &[&str], earlier: &[String]) -> usize {
    let long = |text: &&&str| text.chars().count() >= ALIKE_CHARS;
    let twice = |text: &&&str| texts.iter().filter(|one| *one == *text).count() > 1 || earlier.iter().any(|one| one == **text);
    texts.iter().filter(long).filter(twice).count()
}

/// Entries of a child that are looked at before a new one is written.
const LAST: usize = 3;

/// Whether the last entries of a child, the newest first, are all of what went wrong: then a strength comes first (B6-17, 正面鼓励为主).
pub fn only_incidents(kinds: &[Kind]) -> bool {
    kinds.len() >= LAST && kinds[..LAST].iter().all(|kind| *kind == Kind::Incident)
}

/// Praise and criticism of one person (B6-15): strengths against incidents. Shown to the author alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// Strengths written down.
    pub praise: i64,
    /// Incidents written down.
    pub criticism: i64,
}

impl Balance {
    /// Whether praise is at least as frequent as criticism; nothing written is no imbalance.
    pub const fn holds(self) -> bool {
        self.praise >= self.criticism
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> SchoolDate {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_heard_at_home_is_read_at_the_family_level() {
        let family: Vec<&str> = Kind::ALL.iter().filter(|kind| kind.level() == Opens::Family).map(|kind| kind.code()).collect();
        assert_eq!(family, ["home_visit", "phone_call", "help_given"]);
        for kind in Kind::ALL {
            assert_eq!(Kind::of(kind.code()), Some(*kind));
            assert!(!kind.hows().is_empty());
        }
        assert_eq!(Opens::of("psychological"), Some(Opens::Psychological));
    }

    #[test]
    fn a_record_written_more_than_three_days_later_says_so() {
        for (written, late) in [("2026-09-21", false), ("2026-09-24", false), ("2026-09-25", true), ("2026-09-20", false)] {
            assert_eq!(is_late(day("2026-09-21"), day(written)), late, "{written}");
        }
    }

    #[test]
    fn long_texts_that_are_the_same_are_counted() {
        let (long, other) = ("今天在图书角整理了半个小时的书", "今天在图书角给同学讲了一个故事");
        for (texts, earlier, expected) in [(&[][..], "", 0), (&["谈了作业", "谈了作业"], "", 0), (&[long, other], "", 0), (&[long, other, long], "", 2), (&[long, other], long, 1)]
        {
            assert_eq!(alike(texts, &[earlier.to_owned()]), expected, "{texts:?} {earlier}");
        }
    }

    #[test]
    fn three_incidents_in_a_row_ask_for_a_strength() {
        use Kind::{Incident, Strength, Talk};
        for (kinds, expected) in
            [(&[][..], false), (&[Incident, Incident], false), (&[Incident; 3], true), (&[Incident, Strength, Incident], false), (&[Incident, Incident, Incident, Talk], true)]
        {
            assert_eq!(only_incidents(kinds), expected, "{kinds:?}");
        }
    }

    #[test]
    fn praise_is_to_be_no_rarer_than_criticism() {
        for (praise, criticism, holds) in [(0, 0, true), (3, 1, true), (2, 2, true), (1, 2, false)] {
            assert_eq!(Balance { praise, criticism }.holds(), holds);
        }
    }
}

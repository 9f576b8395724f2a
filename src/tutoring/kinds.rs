//! Kinds of what is offered to children, and what holds for each. Pure. CONVENTIONS R11 (no collective teaching on weekends, nothing that costs money).

use super::clash::Time;

/// What it is written down as in the child's records; the codes are those of the room `activity`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// Tutoring: promises count it.
    Tutoring,
    /// A talk with several.
    GroupTalk,
    /// An educational activity.
    Activity,
}

/// Who may be there besides staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outside {
    /// Nobody.
    Nobody,
    /// A volunteer, if one is named.
    Maybe,
    /// A volunteer must be named.
    Volunteer,
    /// A volunteer of an institution with an agreement must be named.
    Institution,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $code:literal $recorded:ident $outside:ident $weekend:literal $subject:literal $of_class:literal $event:literal $most:literal;)*) => {
        /// What is offered; its word is `tutoring-kind-<code>`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind { $($(#[$doc])* $name),* }

        impl Kind {
            /// All kinds, in the order of the form.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The identifier, as stored.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }
            /// What it is written down as.
            pub const fn recorded(self) -> Recorded {
                match self { $(Self::$name => Recorded::$recorded),* }
            }
            /// Who may be there besides staff.
            pub const fn outside(self) -> Outside {
                match self { $(Self::$name => Outside::$outside),* }
            }
            /// Whether it may be on a weekend: teaching in classes may not (R11).
            pub const fn on_weekends(self) -> bool {
                match self { $(Self::$name => $weekend),* }
            }
            /// Whether it has a subject.
            pub const fn has_subject(self) -> bool {
                match self { $(Self::$name => $subject),* }
            }
            /// Whether a homeroom teacher may arrange it for the own class.
            pub const fn of_class(self) -> bool {
                match self { $(Self::$name => $of_class),* }
            }
            /// Whether it counts as an educational activity of the term (A9-04).
            pub const fn is_event(self) -> bool {
                match self { $(Self::$name => $event),* }
            }
            /// Children, at most.
            pub const fn most(self) -> u32 {
                match self { $(Self::$name => $most),* }
            }
        }
    };
}

// Name, code, recorded as, who from outside, on weekends, has a subject, of a class, educational activity, children at most.
kinds! {
    /// 学科辅导班 of a teacher (B2-05, B3-08, B4-08, B8-06).
    Subject "subject" Tutoring Nobody false true false false 45;
    /// 个性化辅导: a few children (B4-08).
    Personal "personal" Tutoring Nobody false true false false 3;
    /// 志愿者周末或课余辅导 (B3-09): voluntary, free, nothing new is taught.
    Volunteer "volunteer" Tutoring Volunteer true true false false 20;
    /// 社会机构课外辅导 (B2-02, B5-04): by agreement, free.
    Institution "institution" Tutoring Institution true true false false 30;
    /// 学习小组 with a time (B2-04, A5-15, A5-22, B5-05).
    Circle "circle" Tutoring Nobody false true true false 8;
    /// 班级集体讨论 (A5-22, B5-05).
    Discussion "discussion" GroupTalk Nobody false false true false 60;
    /// 生活技能培训 (B1-12).
    Life "life" Activity Maybe true false true true 60;
    /// 兴趣课程 (B8-08).
    Interest "interest" Activity Maybe true false true false 60;
    /// 实践活动 (B8-08).
    Practice "practice" Activity Maybe true false true true 200;
    /// 公益活动 (B4-07).
    PublicGood "public_good" Activity Maybe true false true true 200;
    /// 学习经验分享会 (B4-09).
    Sharing "sharing" Activity Nobody false false true true 200;
    /// 主题教育活动 (A9-04, A9-12).
    Event "event" Activity Maybe true false true true 1000;
    /// 成长陪伴 for children who need more (B4-16): no word says why.
    Company "company" Activity Volunteer true false false false 5;
}

impl Kind {
    /// The kind with an identifier.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }
    /// Whether somebody from outside may be there.
    pub const fn may_have_outsider(self) -> bool {
        !matches!(self.outside(), Outside::Nobody)
    }
    /// Whether somebody from outside must be there.
    pub const fn needs_outsider(self) -> bool {
        matches!(self.outside(), Outside::Volunteer | Outside::Institution)
    }
    /// Whether all times may be its own.
    pub fn fits(self, times: &[Time]) -> bool {
        self.on_weekends() || times.iter().all(|time| time.weekday <= 5)
    }
}

/// What kind of place it is; the word is `tutoring-place-<code>`.
pub const PLACES: [&str; 7] = ["classroom", "study_room", "library", "computer_room", "station", "left_behind_home", "outdoors"];

/// Whether a child was there; the word is `tutoring-presence-<code>`.
pub const PRESENCES: [&str; 4] = ["here", "late", "leave", "absent"];

/// Whether who is said to be so was there.
pub fn was_here(presence: &str) -> bool {
    matches!(presence, "here" | "late")
}

/// What is checked of a volunteer before a child is entrusted; the words are `tutoring-check-<code>`. All are needed.
pub const CHECKS_VOLUNTEER: [&str; 4] = ["identity", "clean_record", "trained", "agreement"];
/// What is checked of an institution. All are needed.
pub const CHECKS_INSTITUTION: [&str; 4] = ["licence", "free", "agreement", "safety"];

/// Days that a vetting holds at most: after that it is looked at again.
pub const VETTING_DAYS: i64 = 366;
/// Days before its end from which a task says so.
pub const VETTING_AHEAD_DAYS: i64 = 30;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Lang, words};

    #[test]
    fn teaching_in_classes_stays_off_weekends_and_volunteers_do_not() {
        let saturday = [Time::of(6, 540, 600).unwrap()];
        let off: Vec<&str> = Kind::ALL.iter().filter(|kind| !kind.fits(&saturday)).map(|kind| kind.code()).collect();
        assert_eq!(off, ["subject", "personal", "circle", "discussion", "sharing"], "R11");
        assert!(Kind::ALL.iter().all(|kind| kind.fits(&[Time::of(5, 960, 1000).unwrap()])));
    }

    #[test]
    fn what_a_homeroom_teacher_arranges_needs_nobody_from_outside() {
        for kind in Kind::ALL {
            assert_eq!(Kind::of(kind.code()), Some(*kind));
            assert!(!(kind.of_class() && kind.needs_outsider()), "{}", kind.code());
            for (lang, _) in Lang::ALL {
                let key = format!("tutoring-kind-{}", kind.code());
                assert_ne!(words::word(lang, &key), key, "{lang}");
            }
        }
    }

    #[test]
    fn no_word_of_a_kind_says_that_a_child_is_weak() {
        for (lang, _) in Lang::ALL {
            for kind in Kind::ALL {
                let word = words::word(lang, &format!("tutoring-kind-{}", kind.code()));
                for never in ["差", "困难", "困難", "后进", "後進", "weak", "poor", "特殊", "special"] {
                    assert!(!word.to_lowercase().contains(never), "{word}");
                }
            }
        }
    }
}

//! What rewards there are: on what each rests, what is given, when, to whom, and the rules of the plans as presets to copy.

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$what:meta])* $variant:ident $code:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$what])* $variant),* }

        impl $name {
            /// All of them, in the order of the page.
            pub const ALL: &[Self] = &[$(Self::$variant),*];
            /// The identifier, as stored.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }
            /// The one with an identifier.
            pub fn of(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

codes! {
    /// On what a reward rests; the word is `reward-basis-<code>`.
    Basis {
        /// Better results than the child's own of the last term (B9-06, A5-19).
        Rise "rise",
        /// The same among the supported children, with first, second and third prizes (A7-08).
        GroupRise "group_rise",
        /// Habits, goals and strengths (A5-19).
        Conduct "conduct",
        /// Stars of a class in the middle of term, without any test (A5-18).
        Stars "stars",
        /// By way of exception, with a written reason and evidence (A9-23).
        Exception "exception",
        /// A goal that was reached (A2-22).
        Goal "goal",
        /// A strength, a small step, something new: at once (A2-16, A5-20, B6-14).
        Strength "strength",
        /// An incentive of a class (B6-14): at once.
        Incentive "incentive",
    }
}
codes! {
    /// What is given (A2-13); the word is `reward-gift-<code>`.
    Gift {
        /// 奖状
        Certificate "certificate",
        /// 表扬信
        PraiseLetter "praise_letter",
        /// 奖品
        Prize "prize",
        /// 作业减量
        LessHomework "less_homework",
        /// 加分: written down only, no real mark changes (CONVENTIONS 2.9.2)
        BonusMarks "bonus_marks",
    }
}
codes! {
    /// When it is given; the word is `reward-occasion-<code>`.
    Occasion {
        /// In the middle of term.
        Middle "middle",
        /// At the end of term.
        End "end",
        /// At any time.
        Any "any",
    }
}
codes! {
    /// Who may receive it; the word is `reward-audience-<code>`.
    Audience {
        /// Every child.
        Everybody "everybody",
        /// The children who are supported. It is never on paper.
        Supported "supported",
    }
}

impl Basis {
    /// Whether it is given at once, without a list.
    pub const fn is_at_once(self) -> bool {
        matches!(self, Self::Strength | Self::Incentive)
    }
    /// Whether first, second and third prizes are told apart.
    pub const fn has_tiers(self) -> bool {
        matches!(self, Self::GroupRise)
    }
}

impl Gift {
    /// Something to hold, or something said (A2-15).
    pub const fn is_material(self) -> bool {
        matches!(self, Self::Prize)
    }
}

/// A rule of the plans.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Its code: that of the choice of a programme, where the plans name one. The name is `reward-preset-<code>`, the sentence `reward-say-<code>`.
    pub code: &'static str,
    /// The clause.
    pub clause: &'static str,
    /// On what it rests.
    pub basis: Basis,
    /// What is given.
    pub gift: Gift,
    /// When.
    pub occasion: Occasion,
    /// To whom.
    pub audience: Audience,
}

const fn preset(code: &'static str, clause: &'static str, basis: Basis, gift: Gift, occasion: Occasion, audience: Audience) -> Preset {
    Preset { code, clause, basis, gift, occasion, audience }
}

/// The rules of the plans, in the order of the page.
pub const PRESETS: [Preset; 11] = [
    preset("learning_progress_award", "B9-06", Basis::Rise, Gift::Certificate, Occasion::End, Audience::Everybody),
    preset("progress_award", "A7-08", Basis::GroupRise, Gift::Certificate, Occasion::End, Audience::Supported),
    preset("study_progress_pupil", "A5-19", Basis::Rise, Gift::Certificate, Occasion::End, Audience::Supported),
    preset("good_conduct_pupil", "A5-19", Basis::Conduct, Gift::Certificate, Occasion::End, Audience::Supported),
    preset("class_star", "A5-18", Basis::Stars, Gift::Certificate, Occasion::Middle, Audience::Everybody),
    preset("five_star_pupil", "A9-23", Basis::Exception, Gift::Certificate, Occasion::End, Audience::Everybody),
    preset("award_certificate", "A2-22", Basis::Goal, Gift::Certificate, Occasion::End, Audience::Everybody),
    preset("praise_letter", "A2-16", Basis::Strength, Gift::PraiseLetter, Occasion::Any, Audience::Everybody),
    preset("prize", "A2-13", Basis::Strength, Gift::Prize, Occasion::Any, Audience::Everybody),
    preset("less_homework", "A2-13", Basis::Strength, Gift::LessHomework, Occasion::Any, Audience::Everybody),
    preset("bonus_points", "A2-13", Basis::Strength, Gift::BonusMarks, Occasion::Any, Audience::Everybody),
];

/// The preset of a code.
pub fn of_code(code: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Lang, words};

    #[test]
    fn a2_13_there_are_the_four_kinds_and_certificates_and_only_a_prize_is_material() {
        assert_eq!(Gift::ALL.len(), 5);
        assert_eq!(Gift::ALL.iter().filter(|gift| gift.is_material()).collect::<Vec<_>>(), [&Gift::Prize]);
        for gift in Gift::ALL {
            assert!(PRESETS.iter().any(|preset| preset.gift == *gift), "{gift:?}");
        }
    }

    #[test]
    fn every_code_has_words_in_each_language() {
        let mut keys: Vec<String> = PRESETS.iter().flat_map(|preset| [format!("reward-preset-{}", preset.code), format!("reward-say-{}", preset.code)]).collect();
        keys.extend(Basis::ALL.iter().map(|one| format!("reward-basis-{}", one.code())));
        keys.extend(Gift::ALL.iter().map(|one| format!("reward-gift-{}", one.code())));
        keys.extend(Occasion::ALL.iter().map(|one| format!("reward-occasion-{}", one.code())));
        keys.extend(Audience::ALL.iter().map(|one| format!("reward-audience-{}", one.code())));
        keys.extend(super::super::state::State::ALL.iter().map(|one| format!("reward-state-{}", one.code())));
        keys.extend((1..=3).map(|tier| format!("reward-tier-{tier}")));
        keys.extend(["contest", "recital"].map(|what| format!("reward-contest-{what}")));
        for (lang, _) in Lang::ALL {
            for key in &keys {
                assert_ne!(words::word(lang, key), *key, "{lang}");
            }
        }
    }
}

//! What can be said of a child in a round, as codes: verdicts (B6-04, A9-31), stances of colleagues, where a word comes from and what it is about (B8-05).

/// What a class says of a child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// On the list, for the first time.
    Confirmed,
    /// 继续: on the list as last term.
    Continued,
    /// 调整: on the list for something else than last term.
    Adjusted,
    /// Watched, not on the list.
    Watched,
    /// Not on the list, with a reason.
    Declined,
    /// 出列: was on the list last term and no longer is.
    Exited,
}

impl What {
    /// What is said of a child who was not on the list of the last term.
    pub const NEW: [Self; 3] = [Self::Confirmed, Self::Watched, Self::Declined];
    /// What is said of a child of last term's list.
    pub const AGAIN: [Self; 3] = [Self::Continued, Self::Adjusted, Self::Exited];
    /// The identifier, as stored; its word is `screening-round-what-<code>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Continued => "continued",
            Self::Adjusted => "adjusted",
            Self::Watched => "watched",
            Self::Declined => "declined",
            Self::Exited => "exited",
        }
    }
    /// The verdict with a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::NEW.into_iter().chain(Self::AGAIN).find(|what| what.code() == code)
    }
    /// What may be said of a child.
    pub const fn offered(was_on_list: bool) -> [Self; 3] {
        if was_on_list { Self::AGAIN } else { Self::NEW }
    }
    /// Whether the child is on the list by it.
    pub const fn is_listed(self) -> bool {
        matches!(self, Self::Confirmed | Self::Continued | Self::Adjusted)
    }
    /// Whether it asks for a reason in words.
    pub const fn asks_reason(self) -> bool {
        matches!(self, Self::Declined | Self::Exited | Self::Adjusted)
    }
    /// Whether somebody has talked with the child before (B8-05): to watch is no decision yet.
    pub const fn asks_talk(self) -> bool {
        !matches!(self, Self::Watched)
    }
    /// The colour of its chip.
    pub const fn tone(self) -> &'static str {
        match self {
            Self::Confirmed | Self::Continued | Self::Adjusted => "now",
            Self::Exited => "good",
            Self::Watched | Self::Declined => "",
        }
    }
}

/// What a colleague thinks; the words are `screening-round-stance-<code>`.
pub const STANCES: [&str; 3] = ["for", "against", "unsure"];
/// What a child is put on the list for; the words are `screening-round-code-<code>`.
pub const CODES: [&str; 9] = ["homework", "participation", "attention", "motivation", "habits", "conduct", "attendance", "family", "other"];
/// Whose word it is; the words are `screening-round-source-<code>`.
pub const SOURCES: [&str; 6] = ["homeroom", "subject_teacher", "parent", "grandparent", "child", "other"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_last_terms_children_is_said_whether_they_go_on_change_or_leave() {
        let offered = |was| What::offered(was).map(What::code);
        assert_eq!((offered(true), offered(false)), (["continued", "adjusted", "exited"], ["confirmed", "watched", "declined"]));
        for what in What::NEW.into_iter().chain(What::AGAIN) {
            assert_eq!(What::of_code(what.code()), Some(what));
            assert!(what.is_listed() || what.asks_reason() || what == What::Watched, "{what:?}: who is not on the list knows why");
        }
        assert!(!What::Watched.asks_talk() && What::Declined.asks_talk());
    }
}

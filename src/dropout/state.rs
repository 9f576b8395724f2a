//! Steps of a case of the dropout watch, and which may follow which. CONVENTIONS R8, 2.8.

/// A step, as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum What {
    /// The child may leave school.
    Opened,
    /// The family was reached.
    Contacted,
    /// Somebody went and talked (劝返).
    Persuaded,
    /// Nobody was reached.
    Unreached,
    /// It was told to the authorities in charge.
    Reported,
    /// It has dropped out: a leader says so.
    Dropped,
    /// It is back.
    Returned,
    /// It stays away with good reason: a long illness.
    Excused,
    /// It learns at another school.
    Moved,
    /// The case was looked through in the check of a quarter.
    Checked,
}

impl What {
    /// All steps.
    pub const ALL: [Self; 10] =
        [Self::Opened, Self::Contacted, Self::Persuaded, Self::Unreached, Self::Reported, Self::Dropped, Self::Returned, Self::Excused, Self::Moved, Self::Checked];
    /// The code, as stored; its words are `dropout-what-<code>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Contacted => "contacted",
            Self::Persuaded => "persuaded",
            Self::Unreached => "unreached",
            Self::Reported => "reported",
            Self::Dropped => "dropped",
            Self::Returned => "returned",
            Self::Excused => "excused",
            Self::Moved => "moved",
            Self::Checked => "checked",
        }
    }
    /// The step of a code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
    /// Whether it needs a leader's word.
    pub const fn is_leaders(self) -> bool {
        matches!(self, Self::Reported | Self::Dropped | Self::Checked)
    }
    /// Whether the case is over with it.
    pub const fn is_end(self) -> bool {
        matches!(self, Self::Returned | Self::Excused | Self::Moved)
    }
}

/// Where a child stands in the ledgers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// 疑似辍学.
    Suspected,
    /// 辍学.
    Dropped,
    /// The case is over.
    Over(Ending),
}

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ending {
    /// Back.
    Returned,
    /// Away with good reason.
    Excused,
    /// At another school.
    Moved,
}

impl State {
    /// The code; its words are `dropout-state-<code>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Suspected => "suspected",
            Self::Dropped => "dropped",
            Self::Over(Ending::Returned) => "returned",
            Self::Over(Ending::Excused) => "excused",
            Self::Over(Ending::Moved) => "moved",
        }
    }
    /// Whether somebody still has to do something.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Suspected | Self::Dropped)
    }
}

/// What the steps of a case make of it.
pub fn state(steps: &[What]) -> State {
    let mut state = State::Suspected;
    for step in steps {
        state = match step {
            What::Dropped => State::Dropped,
            What::Returned => State::Over(Ending::Returned),
            What::Excused => State::Over(Ending::Excused),
            What::Moved => State::Over(Ending::Moved),
            _ => state,
        };
    }
    state
}

/// Whether a step may follow: an ended case takes none, and a child drops out by nobody's word before somebody tried to bring it back.
pub fn may(steps: &[What], next: What) -> bool {
    let tried = steps.iter().any(|step| matches!(step, What::Contacted | What::Persuaded | What::Unreached));
    match next {
        What::Opened => steps.is_empty(),
        What::Dropped => tried && state(steps) == State::Suspected,
        _ => !steps.is_empty() && state(steps).is_open(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use What::*;

    #[test]
    fn a3_02_nobody_drops_out_before_somebody_tried_and_a_case_ends_once() {
        for (steps, next, is) in [
            (&[][..], Opened, true),
            (&[Opened], Opened, false),
            (&[], Contacted, false),
            (&[Opened], Contacted, true),
            (&[Opened], Dropped, false),
            (&[Opened, Unreached], Dropped, true),
            (&[Opened, Persuaded, Dropped], Dropped, false),
            (&[Opened, Persuaded, Dropped], Persuaded, true),
            (&[Opened, Persuaded, Dropped], Returned, true),
            (&[Opened, Returned], Contacted, false),
            (&[Opened, Excused], Returned, false),
        ] {
            assert_eq!(may(steps, next), is, "{steps:?} {next:?}");
        }
    }

    #[test]
    fn the_newest_word_about_the_child_counts() {
        assert_eq!(state(&[Opened, Contacted]), State::Suspected);
        assert_eq!(state(&[Opened, Contacted, Dropped, Reported, Checked]), State::Dropped);
        assert_eq!(state(&[Opened, Contacted, Dropped, Persuaded, Returned]), State::Over(Ending::Returned));
        assert!(What::ALL.into_iter().all(|one| What::of(one.code()) == Some(one)));
    }
}

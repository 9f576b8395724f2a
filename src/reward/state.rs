//! How a reward stands: put forward, declined, decided by the grade, confirmed by the office (B9-06), given at once, revoked. Each step is a record; none is deleted.

/// How a reward stands; the word is `reward-state-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Put forward.
    Nominated,
    /// Declined, with a reason.
    Declined,
    /// The grade has decided.
    Decided,
    /// The office has confirmed.
    Confirmed,
    /// Given at once.
    Given,
    /// Taken back, with a reason.
    Revoked,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Nominated, Self::Declined, Self::Decided, Self::Confirmed, Self::Given, Self::Revoked];
    /// The identifier, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nominated => "nominated",
            Self::Declined => "declined",
            Self::Decided => "decided",
            Self::Confirmed => "confirmed",
            Self::Given => "given",
            Self::Revoked => "revoked",
        }
    }
    /// The state of an identifier.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
    /// Whether the child has the reward.
    pub const fn counts(self) -> bool {
        matches!(self, Self::Confirmed | Self::Given)
    }
    /// Whether somebody still has to decide.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Nominated | Self::Decided)
    }
    /// Whether one follows from the other.
    pub const fn leads_to(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Nominated, Self::Decided | Self::Declined)
                | (Self::Declined, Self::Nominated)
                | (Self::Decided, Self::Confirmed | Self::Declined)
                | (Self::Confirmed | Self::Given, Self::Revoked)
        )
    }
    /// The kind of its chip.
    pub const fn chip(self) -> &'static str {
        match self {
            Self::Nominated => "due",
            Self::Decided => "now",
            Self::Confirmed | Self::Given => "good",
            Self::Declined | Self::Revoked => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b9_06_the_grade_decides_before_the_office_confirms_and_what_is_given_is_only_revoked() {
        use State::{Confirmed, Decided, Declined, Given, Nominated, Revoked};
        let allowed = [(Nominated, Decided), (Nominated, Declined), (Declined, Nominated), (Decided, Confirmed), (Decided, Declined), (Confirmed, Revoked), (Given, Revoked)];
        for from in State::ALL {
            assert_eq!(State::of(from.code()), Some(from));
            for to in State::ALL {
                assert_eq!(from.leads_to(to), allowed.contains(&(from, to)), "{from:?} {to:?}");
            }
        }
        assert!(!Nominated.leads_to(Confirmed) && !Revoked.leads_to(Nominated));
    }
}

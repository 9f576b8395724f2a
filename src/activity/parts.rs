//! Sorts of records by which a list is narrowed: what goes on between school and home stands together, whoever began it (A3-16, A9-13).

use super::rules::Kind;

/// A sort of records; the word is `activity-part-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Talks.
    Talk,
    /// Tutoring and other help.
    Help,
    /// School and home.
    Home,
    /// What was seen.
    Seen,
}

/// All sorts, in the order of the page.
pub const PARTS: [Part; 4] = [Part::Talk, Part::Help, Part::Home, Part::Seen];

impl Part {
    /// The identifier, as in the address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Talk => "talk",
            Self::Help => "help",
            Self::Home => "home",
            Self::Seen => "seen",
        }
    }
}

impl Kind {
    /// Of which sort it is.
    pub const fn part(self) -> Part {
        match self {
            Self::Talk | Self::GroupTalk => Part::Talk,
            Self::Tutoring | Self::HelpGiven | Self::Activity => Part::Help,
            Self::HomeVisit | Self::PhoneCall => Part::Home,
            Self::Strength | Self::Observation | Self::Incident => Part::Seen,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visits_and_calls_stand_together_and_every_kind_is_of_one_sort() {
        let of = |part: Part| Kind::ALL.iter().filter(|kind| kind.part() == part).map(|kind| kind.code()).collect::<Vec<_>>();
        assert_eq!(of(Part::Home), ["home_visit", "phone_call"]);
        assert_eq!(PARTS.map(|part| of(part).len()).iter().sum::<usize>(), Kind::ALL.len());
    }
}

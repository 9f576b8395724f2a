//! What counts in a term: versions of a programme, and the terms for which it is switched on. Pure; the past is never rewritten.

use crate::base::{RowId, Stamp, TermCode};

/// A version of a programme, without its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its id.
    pub id: RowId,
    /// From 1.
    pub number: i64,
    /// How the school calls the programme.
    pub name: String,
    /// What it is for, in one sentence.
    pub purpose: String,
    /// The first term in which it counts.
    pub from_term: TermCode,
    /// Who wrote it: a staff id, or `operator:<name>`.
    pub actor: String,
    /// When.
    pub at: Stamp,
}

/// One word on when a programme counts: on or off, from a term, and until a term or without end. Of several on one term the last counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switch {
    /// From 1.
    pub number: i64,
    /// On or off.
    pub on: bool,
    /// The first term.
    pub from_term: TermCode,
    /// The last term; `None` for all that follow.
    pub until_term: Option<TermCode>,
    /// Who said so.
    pub actor: String,
    /// When.
    pub at: Stamp,
}

/// The version that counts in a term: the one with the latest first term, of those the newest; `None` before the first.
pub fn counting(versions: &[Version], term: TermCode) -> Option<&Version> {
    versions.iter().filter(|version| version.from_term <= term).max_by_key(|version| (version.from_term, version.number))
}

/// Whether a programme is switched on in a term.
pub fn is_on(switches: &[Switch], term: TermCode) -> bool {
    let covers = |switch: &&Switch| switch.from_term <= term && switch.until_term.is_none_or(|until| term <= until);
    switches.iter().filter(covers).max_by_key(|switch| switch.number).is_some_and(|switch| switch.on)
}

/// The term after one.
pub fn next(term: TermCode) -> TermCode {
    if term.half == 1 { TermCode { half: 2, ..term } } else { TermCode { year: crate::base::SchoolYear(term.year.0 + 1), half: 1 } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Id;

    fn term(text: &str) -> TermCode {
        text.parse().unwrap()
    }

    fn version(number: i64, from: &str) -> Version {
        let id = RowId::from_uuid(uuid::Uuid::from_u128(number.unsigned_abs().into()));
        Version { id, number, name: String::new(), purpose: String::new(), from_term: term(from), actor: String::new(), at: Stamp(0) }
    }

    fn switch(number: i64, on: bool, from: &str, until: &str) -> Switch {
        Switch { number, on, from_term: term(from), until_term: until.parse().ok(), actor: String::new(), at: Stamp(0) }
    }

    #[test]
    fn a_change_from_autumn_on_leaves_spring_as_it_was() {
        let versions = [version(1, "2025-1"), version(2, "2026-1"), version(3, "2026-1"), version(4, "2027-1"), version(5, "2026-2")];
        for (at, number) in [("2024-2", None), ("2025-1", Some(1)), ("2025-2", Some(1)), ("2026-1", Some(3)), ("2026-2", Some(5)), ("2027-1", Some(4)), ("2030-1", Some(4))] {
            assert_eq!(counting(&versions, term(at)).map(|version| version.number), number, "{at}");
        }
    }

    #[test]
    fn a_programme_counts_from_its_first_term_until_it_is_ended() {
        let ended = [switch(1, true, "2025-1", ""), switch(2, false, "2026-1", "")];
        let resumed = [switch(1, true, "2025-1", "2025-2"), switch(2, true, "2026-2", "")];
        let kept_longer = [switch(1, true, "2025-1", ""), switch(2, false, "2026-1", ""), switch(3, true, "2026-1", "2026-1")];
        for (name, switches, on) in [("ended", &ended[..], "1100"), ("resumed", &resumed, "1101"), ("kept a term longer", &kept_longer, "1110"), ("never on", &[], "0000")] {
            let told: String = ["2025-1", "2025-2", "2026-1", "2026-2"].iter().map(|at| if is_on(switches, term(at)) { '1' } else { '0' }).collect();
            assert_eq!(told, on, "{name}");
        }
    }

    #[test]
    fn after_autumn_comes_spring_and_then_the_next_year() {
        assert_eq!((next(term("2026-1")), next(term("2026-2"))), (term("2026-2"), term("2027-1")));
    }
}

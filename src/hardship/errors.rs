//! verbs: both kinds of error of a round: families in need that it missed, families that were not in need and were taken in – counted over those that somebody looked at again, never over all.

use std::collections::{HashMap, HashSet};

use super::rounds::Round;
use super::sql::{self, Word};
use super::state::What;
use crate::access::{Level, Permit, acts};
use crate::base::{Error, PupilId, Result, SchoolDate};
use crate::roster::family;
use crate::roster::family_rules::{Answer, in_hardship};
use crate::roster::pupils;
use crate::store::Tx;

/// Where why something became known later is sealed.
pub(super) const REASON: &str = "hardship_later.reason";

/// The counts of a round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Errors {
    /// Children with a level.
    pub helped: usize,
    /// Children of whom somebody learned more afterwards.
    pub looked_at: usize,
    /// … that were in need and missed.
    pub missed: usize,
    /// … that were not in need and taken in.
    pub mistaken: usize,
    /// Decisions that were changed after a word of the family.
    pub appeals_won: usize,
    /// Decisions that were changed after a word of others.
    pub objections_won: usize,
}

/// Something that became known later.
#[derive(Clone, Debug)]
pub struct Later {
    /// The child.
    pub pupil: PupilId,
    /// One of [`super::judging::LATER`].
    pub kind: String,
    /// When.
    pub day: SchoolDate,
    /// Why.
    pub reason: String,
}

/// A child without a level whose family is in hardship by what is known of it: it may have been missed.
#[derive(Clone, Debug)]
pub struct Uncovered {
    /// The child.
    pub pupil: PupilId,
    /// Its name.
    pub name: String,
    /// The name of its class.
    pub class: String,
}

/// Whether a decision changed after the last word against it: levels of the steps in their order.
pub fn was_changed(steps: &[(What, Option<i64>)], contest: What) -> bool {
    steps.iter().enumerate().filter(|(_, (what, _))| *what == contest).any(|(at, _)| {
        let decided = |part: &[(What, Option<i64>)], last: bool| {
            let mut all = part.iter().filter(|(what, _)| *what == What::Decided).map(|(_, level)| *level);
            if last { all.next_back() } else { all.next() }
        };
        match (decided(&steps[..at], true), decided(&steps[at..], false)) {
            (Some(before), Some(after)) => before != after,
            _ => false,
        }
    })
}

/// The newest word of each child, in the order in which children came.
fn newest(all: Vec<Word>) -> Vec<Word> {
    let mut kept: Vec<Word> = Vec::new();
    for one in all {
        match kept.iter_mut().find(|known| known.0 == one.0) {
            Some(known) => *known = one,
            None => kept.push(one),
        }
    }
    kept
}

/// Both kinds of error of a round.
///
/// # Errors
/// Faults of the database.
pub fn errors(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageAid>, round: &Round) -> Result<Errors> {
    let later = newest(sql::later(tx, round.id)?);
    let count = |kind: &str| later.iter().filter(|(_, known, ..)| known == kind).count();
    let mut found = Errors { looked_at: later.len(), missed: count("missed"), mistaken: count("mistaken"), ..Errors::default() };
    for case in sql::cases(tx, round.id)? {
        found.helped += usize::from(matches!(case.newest, What::Decided | What::Filed) && case.level.is_some_and(|level| level > 0));
        let steps: Vec<(What, Option<i64>)> = sql::steps(tx, case.id)?.into_iter().map(|(step, _)| (step.what, step.level)).collect();
        found.appeals_won += usize::from(was_changed(&steps, What::Appealed));
        found.objections_won += usize::from(was_changed(&steps, What::Objected));
    }
    Ok(found)
}

/// What became known after a round.
///
/// # Errors
/// Not found without the economic level; faults of the database or of a sealed text.
pub fn later(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, round: &Round) -> Result<Vec<Later>> {
    if !permit.levels().has(Level::Economic) {
        return Err(Error::NotFound);
    }
    let mut all = Vec::new();
    for (pupil, kind, day, sealed) in newest(sql::later(tx, round.id)?) {
        all.push(Later { pupil, kind, day, reason: tx.vault().open_words(pupil, REASON, Some(&sealed))? });
    }
    Ok(all)
}

/// Children without a level in the round's year whose family is in a recognised group, or below the line, as far as anybody wrote it down (应助未助).
///
/// # Errors
/// Faults of the database.
pub fn uncovered(tx: &mut Tx<'_>, permit: &Permit<acts::SeeHardship>, round: &Round) -> Result<Vec<Uncovered>> {
    let today = tx.today();
    let having: HashMap<PupilId, i64> = sql::levels(tx, i64::from(round.year.0))?.into_iter().collect();
    let open: HashSet<PupilId> = sql::cases(tx, round.id)?.into_iter().filter(|one| one.newest.is_open()).map(|one| one.pupil).collect();
    let lines = family::lines(tx)?;
    let facts = family::facts_for_hardship(tx, permit, today)?;
    let poor: Vec<PupilId> = facts
        .iter()
        .filter(|(pupil, _)| having.get(pupil).is_none_or(|level| *level == 0) && !open.contains(pupil))
        .filter(|(_, facts)| in_hardship(facts, lines.of(facts.registration, today)).answer == Answer::Yes)
        .map(|(pupil, _)| *pupil)
        .collect();
    let mut all: Vec<Uncovered> = Vec::new();
    for part in poor.chunks(500) {
        let named = pupils::named(tx, permit.who(), part)?;
        all.extend(named.into_iter().map(|one| Uncovered { pupil: one.id, name: one.name, class: one.class_name }));
    }
    all.sort_by(|a, b| (&a.class, &a.name).cmp(&(&b.class, &b.name)));
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_word_about_a_child_counts_once() {
        let (one, two): (PupilId, PupilId) = (crate::base::derived(&[b"one"]), crate::base::derived(&[b"two"]));
        let word = |pupil, kind: &str| (pupil, kind.to_owned(), "2026-10-01".parse().unwrap(), Vec::new());
        let kinds: Vec<String> = newest(vec![word(one, "missed"), word(two, "right"), word(one, "mistaken")]).into_iter().map(|(_, kind, ..)| kind).collect();
        assert_eq!(kinds, ["mistaken", "right"]);
    }

    #[test]
    fn a_decision_that_changed_after_an_appeal_was_an_error_and_one_that_stood_was_none() {
        use What::{Appealed, Applied, Decided, Filed, Objected, Reviewed};
        let first = [(Applied, None), (Reviewed, Some(1)), (Decided, Some(0))];
        let with = |more: &[(What, Option<i64>)]| first.iter().chain(more).copied().collect::<Vec<_>>();
        assert!(was_changed(&with(&[(Appealed, None), (Decided, Some(1)), (Filed, Some(1))]), Appealed));
        assert!(!was_changed(&with(&[(Appealed, None), (Decided, Some(0))]), Appealed));
        assert!(!was_changed(&with(&[(Appealed, None)]), Appealed), "nobody answered yet");
        assert!(!was_changed(&with(&[(Appealed, None), (Decided, Some(1))]), Objected));
        assert!(!was_changed(&first, Appealed));
    }
}

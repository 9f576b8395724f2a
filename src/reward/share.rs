//! verbs: how many children received some reward this term beside the aim (A2-14), of what kind (A2-15), and who waits: in the order of seats, each with what can be praised. Never a ranking.

use super::give::{self, Strength};
use super::sql::given as sql;
use super::{awards, seated};
use crate::access::{Act, Action, Permit, Who, acts};
use crate::base::{ClassId, PupilId, Result};
use crate::results::classes_of;
use crate::roster::time::{Class, Term};
use crate::store::Tx;

/// The share of a class.
#[derive(Clone, Debug)]
pub struct Share {
    /// The class.
    pub class: Class,
    /// Its children today.
    pub children: usize,
    /// Who received some reward this term.
    pub rewarded: usize,
    /// Whether the person puts children of it forward.
    pub proposes: bool,
}

/// In per cent, whole; 0 of no children.
pub fn per_cent(rewarded: usize, children: usize) -> usize {
    (rewarded * 100).checked_div(children).unwrap_or(0)
}

/// The shares of the classes for which somebody puts children forward; of the whole school for who manages rewards.
///
/// # Errors
/// Faults of the database.
pub fn of_classes(tx: &mut Tx<'_>, who: &Who, term: &Term) -> Result<Vec<Share>> {
    let rewarded = sql::rewarded(tx, term.id)?;
    let mut all = Vec::new();
    let proposed: Vec<ClassId> = classes_of(tx, who, Action::ProposeReward, term.year)?.into_iter().map(|class| class.id).collect();
    let seen = if who.may_everywhere(Action::ManageRewards) { Action::ManageRewards } else { Action::ProposeReward };
    for class in classes_of(tx, who, seen, term.year)? {
        let seats = seated(tx, who, class.id)?;
        if !seats.is_empty() {
            let count = seats.iter().filter(|line| rewarded.contains(&line.id)).count();
            all.push(Share { children: seats.len(), rewarded: count, proposes: proposed.contains(&class.id), class });
        }
    }
    Ok(all)
}

/// A child who received nothing yet.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The child.
    pub pupil: PupilId,
    /// Its name.
    pub name: String,
    /// Its seat.
    pub seat: Option<i64>,
    /// What can be praised: the newest strength that was not praised yet.
    pub strength: Option<Strength>,
}

/// A class: its share, what was given of which kind, and who waits.
#[derive(Clone, Debug)]
pub struct ClassNews {
    /// Children.
    pub children: usize,
    /// Who received some reward.
    pub rewarded: usize,
    /// Things given.
    pub material: usize,
    /// Praise and the like.
    pub moral: usize,
    /// Who received nothing yet, by seat.
    pub waiting: Vec<Waiting>,
}

/// The news of the permit's class in a term.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn of_class(tx: &mut Tx<'_>, permit: &Permit<acts::ProposeReward>, term: &Term) -> Result<ClassNews> {
    let (class, rewarded): (ClassId, Vec<PupilId>) = (permit.class()?, sql::rewarded(tx, term.id)?);
    let seats = seated(tx, permit.who(), class)?;
    let given = awards::of_scope(tx, permit, term)?;
    let (material, moral): (Vec<_>, Vec<_>) = given.iter().filter(|one| one.state.counts()).partition(|one| one.gift.is_material());
    let mut news = ClassNews { children: seats.len(), rewarded: 0, material: material.len(), moral: moral.len(), waiting: Vec::new() };
    for line in seats {
        if rewarded.contains(&line.id) {
            news.rewarded += 1;
            continue;
        }
        let see = ask(tx, permit, line.id)?;
        let strength = give::strengths(tx, &see, term)?.into_iter().next();
        news.waiting.push(Waiting { pupil: line.id, name: line.name, seat: line.seat_no, strength });
    }
    Ok(news)
}

fn ask<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, pupil: PupilId) -> Result<Permit<acts::SeeCaseFile>> {
    Permit::ask(tx, permit.who(), pupil)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a2_14_a_share_is_whole_and_of_nobody_it_is_nothing() {
        for (rewarded, children, expected) in [(0, 0, 0), (0, 40, 0), (20, 40, 50), (19, 39, 48), (40, 40, 100)] {
            assert_eq!(per_cent(rewarded, children), expected);
        }
    }
}

//! verbs: the three ledgers (CONVENTIONS R8): children of school age in the school with what asks for a closer look, suspected, dropped out.

use std::collections::HashMap;

use super::cases::{self, Case};
use super::state::State;
use crate::access::{Permit, acts};
use crate::base::{PupilId, Result, SchoolDate};
use crate::roster::family::{self, Family};
use crate::roster::family_rules::{Kind, judge};
use crate::store::Tx;

/// Kinds of children that are looked after first: orphans, without support, disabled, left behind, ill for long.
pub const FIRST: [Kind; 5] = [Kind::Orphan, Kind::Unsupported, Kind::Disability, Kind::LeftBehindRegistry, Kind::Illness];

/// A child of school age.
#[derive(Clone, Debug)]
pub struct Child {
    /// The child.
    pub pupil: PupilId,
    /// The name of its class.
    pub class: String,
    /// Its name.
    pub name: String,
    /// `male`, `female` or empty.
    pub sex: String,
    /// Its day of birth.
    pub birth: Option<SchoolDate>,
    /// What asks for a closer look.
    pub first: Vec<Kind>,
    /// Where it stands; none without a case.
    pub state: Option<State>,
}

/// The first ledger: every child of the school on a day, by class and seat.
///
/// # Errors
/// Denied without the family level.
pub fn of_age(tx: &mut Tx<'_>, permit: &Permit<acts::Supervise>) -> Result<Vec<Child>> {
    let today = tx.today();
    let states: HashMap<PupilId, State> = cases::load(tx)?.into_iter().rev().map(|case| (case.pupil, case.state)).collect();
    let child = |one: Family| Child {
        first: FIRST.into_iter().filter(|kind| judge(*kind, &one.facts, today, None).is_yes()).collect(),
        state: states.get(&one.pupil).copied().filter(|state| state.is_open()),
        pupil: one.pupil,
        class: one.class_name,
        name: one.name,
        sex: one.sex,
        birth: one.facts.birth,
    };
    Ok(family::families(tx, permit, today)?.into_iter().map(child).collect())
}

/// The second and third ledger: all cases of the permit's grade or school, the open ones first.
///
/// # Errors
/// Faults of the database.
pub fn cases_of(tx: &mut Tx<'_>, _permit: &Permit<acts::Supervise>) -> Result<Vec<Case>> {
    let mut all = cases::load(tx)?;
    all.sort_by_key(|case| (!case.state.is_open(), std::cmp::Reverse(case.day)));
    Ok(all)
}

//! verbs: what a decision about a child has to know of its health, whoever takes it. B8-01, B4-04.

use super::family_day::standing;
use super::family_facts::{Disability, Topic};
use super::sql::family as sql;
use crate::access::{Act, Permit};
use crate::base::{Result, SchoolDate};
use crate::store::Tx;

/// The kind of the child's disability on a day; `None` where none is known. For rules alone: what is shown of it follows the reader's levels.
///
/// # Errors
/// Faults of the database.
pub fn disability<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, day: SchoolDate) -> Result<Option<&'static str>> {
    let rows = sql::of_pupil(tx, permit.pupil()?)?;
    let known = standing(&rows, day).into_iter().find(|fact| fact.topic == Topic::Disability).and_then(|fact| Disability::of(&fact.value));
    Ok(known.map(Disability::code))
}

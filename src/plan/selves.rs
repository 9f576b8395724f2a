//! verbs: the five selves (A6-01: 自学、自理、自护、自强、自律) rated by the child with pictures, twice a term. Only its own change is shown; there is no sum and nobody else beside it.

use super::edit::file;
use super::habit::LISTS;
use super::sql::selves as sql;
use super::{id_of, sql as plans};
use crate::access::{Permit, acts};
use crate::base::{Error, Result, SchoolDate};
use crate::casefile;
use crate::casefile::sight::Field;
use crate::roster::time::{self, Term};
use crate::store::Tx;
use crate::trail;

/// How far the child sees itself, as a growing plant; the words are `plan-step-<code>`.
pub const STEPS: [&str; 3] = ["seed", "sprout", "flower"];

/// The five selves, by the codes of the list of habits.
pub const fn selves() -> &'static [&'static str] {
    LISTS[0].habits
}

/// What the child said once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// When.
    pub day: SchoolDate,
    /// For each of the five its step; empty where nothing was said.
    pub steps: Vec<String>,
}

/// Which half of a term a day lies in.
fn half(term: &Term, day: SchoolDate) -> i64 {
    if day.days() <= i64::midpoint(term.first_day.days(), term.last_day.days()) { 1 } else { 2 }
}

/// What the permit's child said, the oldest first, one for each half of a term; nothing for who may not read of learning.
///
/// # Errors
/// Faults of the database.
pub fn said(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Vec<Said>> {
    if !casefile::sight(permit).of(Field::Note) {
        return Ok(Vec::new());
    }
    let rows = sql::of_plan(tx, id_of(permit.pupil()?))?;
    let of = |group: &[sql::Row]| Said {
        day: group.iter().map(|row| row.day).max().unwrap_or(group[0].day),
        steps: selves().iter().map(|one| group.iter().find(|row| row.one == *one).map(|row| row.step.clone()).unwrap_or_default()).collect(),
    };
    Ok(rows.chunk_by(|a, b| (a.term, a.half) == (b.term, b.half)).map(of).collect())
}

/// The direction from one step to another, for the child: `more`, `same` or `less`; the words are `plan-self-<code>`. `None` where one of them was not said.
pub fn change(before: &str, now: &str) -> Option<&'static str> {
    let place = |step: &str| STEPS.iter().position(|one| *one == step);
    Some(match place(now)?.cmp(&place(before)?) {
        std::cmp::Ordering::Greater => "more",
        std::cmp::Ordering::Equal => "same",
        std::cmp::Ordering::Less => "less",
    })
}

/// Keeps what the child says of itself in the present half of the term; what it leaves out stays as it was. Gives how many were said.
///
/// # Errors
/// A problem at `selves` when nothing or something unknown is said; a conflict without a live file; not found outside of a term.
pub fn say(tx: &mut Tx<'_>, permit: &Permit<acts::WritePlan>, said: &[(String, String)]) -> Result<usize> {
    file(tx, permit)?;
    let (pupil, actor, today) = (permit.pupil()?, permit.who().tag(), tx.today());
    let term = time::current_term(tx)?.filter(|term| (term.first_day..=term.last_day).contains(&today)).ok_or(Error::NotFound)?;
    if said.is_empty() || said.iter().any(|(one, step)| !selves().contains(&one.as_str()) || !STEPS.contains(&step.as_str())) {
        return Err(Error::at("selves", "plan-self-missing"));
    }
    let plan = id_of(pupil);
    plans::insert_plan(tx, plan, pupil, &actor)?;
    for (one, step) in said {
        sql::put(tx, plan, (term.id, half(&term, today)), one, step, &actor)?;
    }
    trail::note(tx, permit.who(), "plan.selves", plan, &serde_json::json!({ "said": said.len() }))?;
    Ok(said.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_childs_own_change_is_told() {
        assert_eq!(selves(), ["self_study", "self_order", "self_care", "self_strength", "self_control"]);
        for (before, now, expected) in
            [("seed", "sprout", Some("more")), ("flower", "flower", Some("same")), ("flower", "seed", Some("less")), ("", "seed", None), ("seed", "", None)]
        {
            assert_eq!(change(before, now), expected, "{before} {now}");
        }
    }
}

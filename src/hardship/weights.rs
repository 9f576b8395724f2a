//! verbs: what a mark of the score sheet is worth, for the school and for a village that lives otherwise; and the sheet of a case.

use std::collections::HashMap;

use super::cases;
use super::form::Form;
use super::rounds::Round;
use super::score::{self, Known, Mark, Sheet};
use super::sql;
use crate::access::{Permit, acts};
use crate::base::{Error, Msg, Result, RowId};
use crate::household::school::village_of;
use crate::roster::family;
use crate::roster::family_hardship::{Ground, Group};
use crate::roster::family_rules::{Answer, disabled, ill, orphaned, unsupported, with_one_parent};
use crate::store::Tx;
use crate::trail;

/// Points of a mark, at most.
pub const POINTS_MOST: i64 = 100;

/// What marks are worth.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    school: HashMap<String, i64>,
    villages: HashMap<(RowId, String), i64>,
}

impl Weights {
    /// Reads them.
    ///
    /// # Errors
    /// Faults of the database.
    pub fn load(tx: &mut Tx<'_>) -> Result<Self> {
        let mut all = Self::default();
        for (village, mark, points) in sql::points(tx)? {
            match village {
                Some(village) => all.villages.insert((village, mark), points),
                None => all.school.insert(mark, points),
            };
        }
        Ok(all)
    }
    /// What a mark is worth to a village, else to the school, else as proposed.
    pub fn of(&self, village: Option<RowId>, mark: Mark) -> i64 {
        let own = village.and_then(|village| self.villages.get(&(village, mark.code().to_owned())));
        own.or_else(|| self.school.get(mark.code())).copied().unwrap_or_else(|| mark.points())
    }
}

/// Says what marks are worth, for a village or for the school; those that stay as they are are not written again.
///
/// # Errors
/// Problems at `p-<mark>`.
pub fn set(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, village: Option<RowId>, points: &[(Mark, Option<i64>)]) -> Result<()> {
    let mut problems = crate::base::error::Problems::default();
    for (mark, value) in points {
        if value.is_none_or(|value| !(0..=POINTS_MOST).contains(&value)) {
            problems.note(format!("p-{}", mark.code()), Msg::new("hardship-points-range").with("most", POINTS_MOST));
        }
    }
    problems.end()?;
    let (known, actor) = (Weights::load(tx)?, permit.who().tag());
    let mut changed = 0;
    for (mark, value) in points {
        let value = value.ok_or(Error::NotFound)?;
        if known.of(village, *mark) != value {
            sql::put_points(tx, village, mark.code(), value, &actor)?;
            changed += 1;
        }
    }
    let school = tx.school();
    if changed > 0 {
        trail::note(tx, permit.who(), "hardship.points", school, &serde_json::json!({ "changed": changed }))?;
    }
    Ok(())
}

const fn told(answer: Answer) -> Option<bool> {
    match answer {
        Answer::Yes => Some(true),
        Answer::No => Some(false),
        Answer::Unknown => None,
    }
}

/// The mark of a ground of the pairing plan (A3-06 to A3-10).
const fn mark_of(ground: Ground) -> Mark {
    match ground {
        Ground::Allowance => Mark::Allowance,
        Ground::Disaster => Mark::Disaster,
        Ground::NoLabour => Mark::NoLabour,
        Ground::FamilyBroken => Mark::FamilyBroken,
        Ground::Other => Mark::Other,
    }
}

fn either(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

/// The score sheet of the permit's child: of what its application says and of the facts of its family; with the village whose weights count.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn sheet_of(tx: &mut Tx<'_>, permit: &Permit<acts::SeeHardship>, round: &Round, case: RowId) -> Result<(Sheet, Option<String>)> {
    let (pupil, today) = (permit.pupil()?, tx.today());
    let form = cases::form_of(tx, pupil, case)?;
    let facts = family::facts_of_case(tx, permit, today)?;
    let line_fen = family::lines(tx)?.of(facts.registration, today);
    let applied = form.is_some();
    let form = form.unwrap_or_else(Form::default);
    let mut grounds: Vec<_> = facts.hardships.iter().map(|held| mark_of(held.group.ground)).collect();
    grounds.extend(form.groups.iter().filter_map(|code| Group::of(code)).map(|group| mark_of(group.ground)));
    let known = Known {
        income_fen: form.income_fen.or(facts.income_fen),
        line_fen,
        people: form.people,
        earning: form.earning,
        pupils: form.pupils,
        ill: form.ill,
        grounds,
        grounds_known: applied,
        no_parents: either(told(orphaned(&facts).answer), told(unsupported(&facts).answer)),
        one_parent: told(with_one_parent(&facts).answer),
        disabled: either(told(disabled(&facts).answer), told(ill(&facts).answer)),
    };
    let (village, weights) = (village_of(tx, permit)?, Weights::load(tx)?);
    let id = village.as_ref().map(|(id, _)| *id);
    Ok((score::sheet(&known, round.levels, |mark| weights.of(id, mark)), village.map(|(_, name)| name)))
}

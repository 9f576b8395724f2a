//! verbs: points of a goal that were measured apart from a record: a short practice, a count of the week (A7-05, A6-12). A point written by mistake is struck and stays on record.

use serde::{Deserialize, Serialize};

use super::{checked, sql};
use crate::access::{Permit, acts};
use crate::base::error::Problems;
use crate::base::{Error, Msg, Result, RowId, SchoolDate};
use crate::plan::goal;
use crate::plan::item::{Item, Kind};
use crate::plan::{self};
use crate::roster::people::Names;
use crate::store::Tx;
use crate::trail;

const BODY: &str = "progress_point.body";
/// Points of a child that are read, at most.
const POINTS_READ: i64 = 600;
/// Days that a point may lie back: a school year.
const DAYS_BACK: i64 = 366;

/// What a point says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Body {
    /// In the unit of the goal, as it was typed.
    pub value: String,
    /// What was practised, or how it went.
    pub note: String,
}

/// A point that was measured apart.
#[derive(Clone, Debug)]
pub struct Practice {
    /// Its id.
    pub id: RowId,
    /// The goal: key of the part of the plan.
    pub goal: RowId,
    /// When.
    pub day: SchoolDate,
    /// What it says.
    pub body: Body,
    /// Who wrote it down.
    pub by: String,
    /// The same, as the trail writes it.
    pub actor: String,
}

/// All points of a child that count; whose goals the reader may not read are left to who joins them with the goals.
pub(super) fn of_pupil(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Vec<Practice>> {
    let pupil = permit.pupil()?;
    let rows = sql::points(tx, pupil, POINTS_READ)?;
    let names = if rows.is_empty() { None } else { Some(Names::load(tx)?) };
    let mut all = Vec::with_capacity(rows.len());
    for (id, goal, day, bytes, actor) in rows {
        if let Some(body) = tx.vault().open_json(pupil, BODY, &bytes)? {
            all.push(Practice { id, goal, day, body, by: names.as_ref().map(|names| names.of(&actor)).unwrap_or_default(), actor });
        }
    }
    Ok(all)
}

/// The goals of the plan to which a person may add a point: those that they read, with a unit.
///
/// # Errors
/// Faults of the database.
pub fn measurable(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Vec<Item>> {
    let (versions, today) = (plan::versions(tx, permit)?, tx.today());
    let Some(version) = plan::in_force(&versions, today).or_else(|| versions.first()) else { return Ok(Vec::new()) };
    let mut items = plan::items(tx, permit, version.id)?;
    items.retain(|item| item.kind == Kind::Goal && !item.removed && goal::UNITS.contains(&item.body.unit.as_str()));
    Ok(items)
}

/// A point as it is typed.
#[derive(Clone, Debug)]
pub struct New {
    /// Made by the form, so that what is sent twice is there once.
    pub id: RowId,
    /// The goal.
    pub goal: RowId,
    /// When.
    pub day: SchoolDate,
    /// What it says.
    pub body: Body,
}

/// Writes a point of a goal down. Sent again it changes nothing. Gives whether it is new.
///
/// # Errors
/// Not found when the person may not read the goal; problems at `day`, `value` and `note`.
pub fn add(tx: &mut Tx<'_>, permit: &Permit<acts::RecordActivity>, new: &New) -> Result<bool> {
    let (pupil, today, mut problems) = (permit.pupil()?, tx.today(), Problems::default());
    let see = Permit::<acts::SeeCaseFile>::ask(tx, permit.who(), pupil)?;
    let goal = measurable(tx, &see)?.into_iter().find(|item| item.key == new.goal).ok_or(Error::NotFound)?;
    if new.day > today || new.day < today.plus_days(-DAYS_BACK) {
        problems.note("day", Msg::new("progress-day-odd").with("count", DAYS_BACK));
    }
    let value = new.body.value.trim();
    if goal::value(&goal.body.unit, value).is_none() {
        problems.note("value", if value.is_empty() { "progress-value-missing" } else { "plan-goal-value-odd" });
    }
    let body = Body { value: value.to_owned(), note: checked(&mut problems, "note", &new.body.note, false) };
    problems.end()?;
    let bytes = tx.vault().seal_json(pupil, BODY, &body)?;
    let is_new = sql::insert_point(tx, new.id, pupil, new.goal, new.day, &bytes, &permit.who().tag())?;
    if is_new {
        trail::note(tx, permit.who(), "progress.measured", pupil, &serde_json::json!({ "point": new.id, "goal": new.goal }))?;
    }
    Ok(is_new)
}

/// Strikes a point that the person wrote by mistake.
///
/// # Errors
/// Not found when it is another's, or of another child.
pub fn strike(tx: &mut Tx<'_>, permit: &Permit<acts::RecordActivity>, id: RowId) -> Result<()> {
    let (pupil, me) = (permit.pupil()?, permit.who().tag());
    let see = Permit::<acts::SeeCaseFile>::ask(tx, permit.who(), pupil)?;
    of_pupil(tx, &see)?.into_iter().find(|one| one.id == id && one.actor == me).ok_or(Error::NotFound)?;
    sql::end_point(tx, id, &me)?;
    trail::note(tx, permit.who(), "progress.struck", pupil, &serde_json::json!({ "point": id }))?;
    Ok(())
}

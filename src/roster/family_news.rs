//! verbs: what changed lately in the life of a child whose parents work away, and who is told of it: the class teacher and the moral-education group (德育组). A6-05, A6-06.

use super::family_day::facts_on;
use super::family_facts::{Fact, Facts, Parent, Topic, UNKNOWN};
use super::groups;
use super::people;
use super::sql::family as sql;
use crate::access::{Act, Duty, Level, Permit, acts, levels, readers_of};
use crate::base::{PupilId, Result, SchoolDate, StaffId};
use crate::store::Tx;
use crate::trail;

/// The task of who looks after the child.
pub const TASK: &str = "roster-family-moved";
/// Days within which somebody looks after the child.
const DUE_DAYS: i64 = 3;
/// What the name of the moral-education group says: 德育组, 德育领导小组.
const GROUP_WORD: &str = "德育";

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    /// A parent has left for work.
    Left(Parent),
    /// A parent has come home.
    Returned(Parent),
    /// A parent is out of contact.
    Silent(Parent),
    /// Somebody else looks after the child.
    Carer,
    /// The child is looked after less well than before.
    Fell,
}

impl Change {
    /// The identifier, for the record.
    const fn code(self) -> &'static str {
        match self {
            Self::Left(Parent::Father) => "father_left",
            Self::Left(Parent::Mother) => "mother_left",
            Self::Returned(Parent::Father) => "father_returned",
            Self::Returned(Parent::Mother) => "mother_returned",
            Self::Silent(Parent::Father) => "father_silent",
            Self::Silent(Parent::Mother) => "mother_silent",
            Self::Carer => "carer",
            Self::Fell => "guardianship_fell",
        }
    }
}

/// What a fact changes that comes after another on the same topic.
fn change(before: &Fact, after: &Fact) -> Option<Change> {
    let rank = |value: &str| ["good", "fair", "poor"].iter().position(|one| *one == value);
    match (after.topic, before.value.as_str(), after.value.as_str()) {
        (Topic::Work(parent), "home", "away") => Some(Change::Left(parent)),
        (Topic::Work(parent), "away", "home") => Some(Change::Returned(parent)),
        (Topic::Contact(parent), "regular" | "rare", "lost") => Some(Change::Silent(parent)),
        (Topic::Carer, old, new) if old != new => Some(Change::Carer),
        (Topic::Guardianship, old, new) if rank(old) < rank(new) => Some(Change::Fell),
        _ => None,
    }
}

/// All changes with the number of the fact and the day from which it holds, the oldest first.
fn numbered(rows: &[Fact]) -> Vec<(i64, SchoolDate, Change)> {
    let mut rows: Vec<&Fact> = rows.iter().filter(|row| !row.corrected && !row.value.is_empty() && row.value != UNKNOWN).collect();
    rows.sort_by_key(|row| (row.from, row.number));
    let mut found = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let before = rows[..at].iter().rev().find(|other| other.topic == row.topic && other.item == row.item);
        found.extend(before.and_then(|before| change(before, row)).map(|change| (row.number, row.from, change)));
    }
    found
}

fn away(facts: &Facts) -> bool {
    [Parent::Father, Parent::Mother].into_iter().any(|parent| facts.parent(parent).work.as_ref().is_some_and(|work| work.away))
}

/// Somebody who answers for a child who is left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Responsible {
    /// Who.
    pub staff: StaffId,
    /// Name.
    pub name: String,
    /// The group by which they answer for the child; empty for the class teacher.
    pub group: String,
    /// Whether they may read the family facts.
    pub reads: bool,
}

/// The class teachers of the permit's child and the members of the moral-education group (A6-05).
///
/// # Errors
/// Faults of the database.
pub fn responsible(tx: &mut Tx<'_>, permit: &Permit<acts::SeePupil>) -> Result<Vec<Responsible>> {
    let readers = readers_of(tx, permit)?;
    let names = people::staff_list(tx)?;
    let today = tx.today();
    let name = |staff: StaffId| names.iter().find(|one| one.id == staff).map(|one| one.name.clone()).unwrap_or_default();
    let reads = |staff: StaffId| readers.iter().any(|(reader, duty, ..)| *reader == staff && levels(*duty).has(Level::Family));
    let mut all: Vec<Responsible> = Vec::new();
    for (staff, ..) in readers.iter().filter(|(_, duty, ..)| *duty == Duty::Homeroom) {
        if all.iter().all(|one| one.staff != *staff) {
            all.push(Responsible { staff: *staff, name: name(*staff), group: String::new(), reads: true });
        }
    }
    for group in groups::groups(tx)?.into_iter().filter(|group| group.name.contains(GROUP_WORD) && group.from_day <= today && today <= group.until_day) {
        for member in groups::members(tx, group.id)?.into_iter().filter(|member| member.holds_on(today)) {
            if all.iter().all(|one| one.staff != member.staff) {
                all.push(Responsible { staff: member.staff, name: member.name, group: group.name.clone(), reads: reads(member.staff) });
            }
        }
    }
    Ok(all)
}

/// Tells what new facts change for a child of whom a parent is or was away: an event, and a task for everybody who answers for the child and may read it, except the writer. From a form
/// or from a sheet of the office alike.
pub(super) fn tell<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, pupil: PupilId, before: &[Fact]) -> Result<()> {
    let today = tx.today();
    let rows = sql::of_pupil(tx, pupil)?;
    let last = before.iter().map(|row| row.number).max().unwrap_or_default();
    let fresh: Vec<&'static str> = numbered(&rows).into_iter().filter(|(number, ..)| *number > last).map(|(.., change)| change.code()).collect();
    let left_behind = [before, &rows].into_iter().any(|rows| away(&facts_on(rows, today, None, None)));
    if fresh.is_empty() || !left_behind {
        return Ok(());
    }
    trail::note(tx, permit.who(), "roster.family-moved", pupil, &serde_json::json!({ "changes": fresh }))?;
    let see = Permit::<acts::SeePupil>::ask(tx, permit.who(), pupil)?;
    let writer = permit.who().staff();
    for one in responsible(tx, &see)?.into_iter().filter(|one| one.reads && one.staff != writer) {
        trail::open_task(tx, one.staff, TASK, pupil, &format!("/pupils/{pupil}/left-behind"), &[], today.plus_days(DUE_DAYS))?;
    }
    Ok(())
}

/// Notes that somebody has looked after the permit's child since the change: the tasks of all who were asked end.
///
/// # Errors
/// Faults of the database.
pub fn looked_after(tx: &mut Tx<'_>, permit: &Permit<acts::SeeFamily>) -> Result<()> {
    let pupil: PupilId = permit.pupil()?;
    trail::end_tasks(tx, permit.who(), TASK, pupil, true)?;
    trail::note(tx, permit.who(), "roster.family-looked-after", pupil, &serde_json::json!({}))?;
    Ok(())
}

#[cfg(test)]
#[path = "family_news_tests.rs"]
mod tests;

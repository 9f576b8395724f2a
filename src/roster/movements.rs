//! verbs: what happens to a pupil's place – leaving, coming back, another class, repeating – and the taking back of a mistake. Issue item "People and time".

use super::particulars::{Seat, seat};
use super::pupils::forever;
use super::sql::movements as sql;
use super::sql::pupils::{ReadyMovement, insert_movements};
use crate::access::{self, Permit, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, GradeId, Msg, PupilId, Result, RowId, SchoolDate, Stamp, limits};
use crate::store::Tx;
use crate::trail;

/// A movement as it is read back; its words are `roster-movement-<kind>`.
#[derive(Clone, Debug)]
pub struct Movement {
    /// Its id.
    pub id: RowId,
    /// `arrival`, `transfer_in`, `transfer_out`, `leaving`, `graduation`, `repeat`, `promotion`, `class_change`, `return`, `registry_change`,
    /// `registry_in`, `registry_out`, `correction`, `reversal` or `erasure`.
    pub kind: String,
    /// The day it counts from; of a departure the last day.
    pub day: SchoolDate,
    /// The class before.
    pub from_class: Option<ClassId>,
    /// Its name; empty when there is none.
    pub from_name: String,
    /// The class after.
    pub to_class: Option<ClassId>,
    /// Its name; empty when there is none.
    pub to_name: String,
    /// The movement that this one takes back.
    pub undoes: Option<RowId>,
    /// Why.
    pub reason: String,
    /// Staff id, or `operator:<name>`.
    pub actor: String,
    /// When it was written.
    pub at: Stamp,
    /// Whether another movement takes this one back.
    pub undone: bool,
}

/// How a pupil departs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Departure {
    /// To another school, 转出.
    TransferOut,
    /// For good or for a long time, without another school.
    Leaving,
    /// After the last grade.
    Graduation,
}

impl Departure {
    /// The identifier, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TransferOut => "transfer_out",
            Self::Leaving => "leaving",
            Self::Graduation => "graduation",
        }
    }
    /// The departure of an identifier.
    pub fn of(code: &str) -> Option<Self> {
        [Self::TransferOut, Self::Leaving, Self::Graduation].into_iter().find(|departure| departure.code() == code)
    }
}

/// How a pupil comes to sit in another class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Another class of the same grade, or any other.
    ClassChange,
    /// The same grade once more, or a lower one.
    Repeat,
}

/// Movements of a pupil, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn movements(tx: &mut Tx<'_>, permit: &Permit<acts::SeePupil>) -> Result<Vec<Movement>> {
    let pupil = permit.pupil()?;
    sql::of_pupil(tx, pupil, limits::ROWS_PER_PAGE_MOST)
}

/// A pupil leaves: the place ends with the last day.
///
/// # Errors
/// Problems at `day` and `reason`; a conflict when the child sits in no class.
pub fn depart(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRoster>, how: Departure, last_day: SchoolDate, reason: &str) -> Result<RowId> {
    let pupil = permit.pupil()?;
    let seat = seated(tx, pupil)?;
    checked(reason, how != Departure::Graduation, last_day >= seat.from)?;
    access::close_place(tx, pupil, last_day)?;
    write(tx, permit, pupil, how.code(), last_day, Some(seat.class), None, None, reason)
}

/// A pupil comes back into a class from a day on.
///
/// # Errors
/// Problems at `day` and `class`; a conflict when the child sits in a class.
pub fn come_back(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRoster>, class: ClassId, day: SchoolDate, reason: &str) -> Result<RowId> {
    let pupil = permit.pupil()?;
    if seat(tx, pupil)?.is_some() {
        return Err(Error::Conflict(Msg::new("roster-move-seated")));
    }
    let last = sql::last_day(tx, pupil)?;
    checked(reason, false, last.is_none_or(|last| day > last))?;
    let grade = grade_in(tx, class, None)?;
    open(tx, pupil, class, grade, day)?;
    write(tx, permit, pupil, "return", day, None, Some(class), None, reason)
}

/// A pupil sits in another class from a day on.
///
/// # Errors
/// Problems at `day`, `class` (the same class, or a higher grade for who repeats) and `reason`; a conflict when the child sits in no class.
pub fn change_class(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRoster>, how: Change, class: ClassId, day: SchoolDate, reason: &str) -> Result<RowId> {
    let pupil = permit.pupil()?;
    let now = seated(tx, pupil)?;
    checked(reason, true, day > now.from)?;
    let grades = sql::grades_of(tx, class)?;
    if class == now.class {
        return Err(Error::at("class", "roster-move-same-class"));
    }
    if how == Change::Repeat && grades.iter().all(|(_, level)| *level > now.level) {
        return Err(Error::at("class", "roster-move-not-repeating"));
    }
    let grade = grade_in(tx, class, Some(now.level))?;
    access::close_place(tx, pupil, day.plus_days(-1))?;
    open(tx, pupil, class, grade, day)?;
    let kind = if how == Change::Repeat { "repeat" } else { "class_change" };
    write(tx, permit, pupil, kind, day, Some(now.class), Some(class), None, reason)
}

/// Takes back a mistaken movement with a counter-record: the place is again as it was before. Only the newest movement of places can be taken back, once.
///
/// # Errors
/// A conflict when a later movement stands in the way, or when it was taken back already or is none of places; not found when it is another child's.
pub fn take_back(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRoster>, movement: RowId, reason: &str) -> Result<RowId> {
    let pupil = permit.pupil()?;
    let all = sql::of_pupil(tx, pupil, limits::ROWS_PER_PAGE_MOST)?;
    let wanted = all.iter().find(|m| m.id == movement).ok_or(Error::NotFound)?;
    let newest = all.iter().filter(|m| moves_place(&m.kind) && !m.undone).max_by_key(|m| (m.at, m.day));
    if !moves_place(&wanted.kind) || newest.map(|m| m.id) != Some(movement) {
        return Err(Error::Conflict(Msg::new("roster-move-not-newest")));
    }
    let departed = wanted.to_class.is_none();
    let back_from = if departed { wanted.day.plus_days(1) } else { wanted.day };
    access::close_place(tx, pupil, back_from.plus_days(-1))?;
    if let Some(class) = wanted.from_class {
        let level = sql::level_before(tx, pupil, class)?;
        let grade = grade_in(tx, class, level)?;
        open(tx, pupil, class, grade, back_from)?;
    }
    write(tx, permit, pupil, "reversal", back_from, wanted.to_class, wanted.from_class, Some(movement), reason)
}

/// A movement of the registry alone: from `day` on it lies here or elsewhere. The place in a class stays as it is.
///
/// # Errors
/// A problem at `reason` when there is none.
pub(super) fn tell_registry(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRoster>, kind: &'static str, day: SchoolDate, reason: &str) -> Result<RowId> {
    checked(reason, true, true)?;
    write(tx, permit, permit.pupil()?, kind, day, None, None, None, reason)
}

pub(super) fn moves_place(kind: &str) -> bool {
    matches!(kind, "arrival" | "transfer_in" | "transfer_out" | "leaving" | "graduation" | "repeat" | "promotion" | "class_change" | "return")
}

/// The grade in which a child of a level sits in a class: in a combined class the child's own.
///
/// # Errors
/// A problem at `class` when no grade sits there.
pub fn grade_in(tx: &mut Tx<'_>, class: ClassId, level: Option<i64>) -> Result<GradeId> {
    let grades = sql::grades_of(tx, class)?;
    let own = grades.iter().find(|(_, of)| Some(*of) == level).or_else(|| grades.first());
    own.map(|(grade, _)| *grade).ok_or_else(|| Error::at("class", "roster-move-no-class"))
}

fn seated(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Seat> {
    seat(tx, pupil)?.ok_or_else(|| Error::Conflict(Msg::new("roster-move-not-seated")))
}

fn checked(reason: &str, needed: bool, day_fits: bool) -> Result<()> {
    let mut problems = Problems::default();
    if needed && reason.trim().is_empty() {
        problems.note("reason", Msg::new("roster-move-reason"));
    }
    if reason.chars().count() > limits::LINE_CHARS {
        problems.note("reason", Msg::new("roster-move-reason-long").with("most", limits::LINE_CHARS));
    }
    if !day_fits {
        problems.note("day", Msg::new("roster-move-day"));
    }
    problems.end()
}

fn open(tx: &mut Tx<'_>, pupil: PupilId, class: ClassId, grade: GradeId, day: SchoolDate) -> Result<()> {
    let until = forever()?;
    access::open_place(tx, pupil, class, grade, day, until)?;
    Ok(())
}

#[allow(clippy::too_many_arguments)]
fn write(
    tx: &mut Tx<'_>,
    permit: &Permit<acts::ManageRoster>,
    pupil: PupilId,
    kind: &'static str,
    day: SchoolDate,
    from_class: Option<ClassId>,
    to_class: Option<ClassId>,
    undoes: Option<RowId>,
    reason: &str,
) -> Result<RowId> {
    let id: RowId = tx.new_id();
    let movement = ReadyMovement { id, pupil, kind, day, from_class, to_class, undoes, reason: reason.trim().to_owned(), actor: permit.who().tag(), import: None };
    insert_movements(tx, &[movement])?;
    trail::note(tx, permit.who(), &format!("roster.{kind}"), pupil, &serde_json::json!({ "movement": id, "day": day, "from": from_class, "to": to_class }))?;
    Ok(id)
}

#[cfg(test)]
#[path = "movements_tests.rs"]
mod tests;

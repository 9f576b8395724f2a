//! Ties and places: opened and closed by the rooms, in the rooms' own transactions.

use super::{Duty, ScopeKind, sql};
use crate::base::{ClassId, GradeId, Id, PlaceId, PupilId, Result, RowId, SchoolDate, StaffId, TieId};
use crate::store::Tx;

/// The last day of what has no end yet.
pub const FOREVER: &str = "9999-12-31";

/// A tie to open.
#[derive(Clone, Debug)]
pub struct NewTie<'a> {
    /// Who.
    pub staff: StaffId,
    /// The duty.
    pub duty: Duty,
    /// Towards what.
    pub scope: ScopeKind,
    /// Towards which; the school's own id for the school.
    pub scope_id: RowId,
    /// The subject taught; empty otherwise.
    pub subject: &'a str,
    /// First day.
    pub from: SchoolDate,
    /// Last day.
    pub until: SchoolDate,
    /// The row of the room from which it comes.
    pub source: RowId,
    /// The person stood in for.
    pub on_behalf_of: Option<StaffId>,
}

/// Opens a tie.
///
/// # Errors
/// Faults of the database.
pub fn open_tie(tx: &mut Tx<'_>, new: &NewTie<'_>) -> Result<TieId> {
    let id = tx.new_id();
    sql::insert_tie(tx, id, new)?;
    Ok(id)
}

/// Ends all ties that come from a row on the given day (their last), or removes those that would not have begun.
///
/// # Errors
/// Faults of the database.
pub fn close_ties_of(tx: &mut Tx<'_>, source: RowId, last_day: SchoolDate) -> Result<()> {
    sql::close_ties(tx, source, last_day)
}

/// Opens a pupil's place in a class.
///
/// # Errors
/// Faults of the database.
pub fn open_place(tx: &mut Tx<'_>, pupil: PupilId, class: ClassId, grade: GradeId, from: SchoolDate, until: SchoolDate) -> Result<PlaceId> {
    let id = tx.new_id();
    sql::insert_place(tx, id, pupil, class, grade, from, until)?;
    Ok(id)
}

/// Opens the places of many pupils from one day on: for imports and the turn of the year.
///
/// # Errors
/// Faults of the database.
pub fn open_places(tx: &mut Tx<'_>, places: &[(PupilId, ClassId, GradeId)], from: SchoolDate, until: SchoolDate) -> Result<()> {
    sql::insert_places(tx, places, from, until)
}

/// Ends the places that a pupil has after the given day (their last); places that would not have begun are removed.
///
/// # Errors
/// Faults of the database.
pub fn close_place(tx: &mut Tx<'_>, pupil: PupilId, last_day: SchoolDate) -> Result<()> {
    sql::close_places(tx, pupil, last_day)
}

impl NewTie<'_> {
    /// The scope id of the whole school.
    pub fn whole_school(tx: &Tx<'_>) -> RowId {
        RowId::from_uuid(tx.school().uuid())
    }
}

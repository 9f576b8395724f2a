//! verbs of undoing: a whole import is taken back, or nothing of it, with the reason (issue 2 item 3).

use std::collections::HashSet;

use super::commit::{CLASS, PUPIL, PUPIL_BEFORE, STAFF, STAFF_BEFORE, StaffBefore};
use super::sql;
use crate::access::{Permit, Subject, acts};
use crate::base::{ClassId, Error, Id, ImportId, Msg, PupilId, Result, RowId, StaffId};
use crate::results::attendance::undo_totals;
use crate::results::undo_import;
use crate::roster::bulk::{changed_since, remove_posts, remove_staff, restore_many};
use crate::roster::columns::SheetKind;
use crate::roster::pupils::remove_many;
use crate::roster::{family_sheet, people, time};
use crate::screening::observation_sheets;
use crate::store::Tx;
use crate::trail;

/// Takes a whole import back: what it made is gone, what it changed is what it was. Its sheets are forgotten; the caller destroys the key after the
/// transaction (see [`super::forget_key`]).
///
/// # Errors
/// A conflict when it is not done, or when later work depends on it: pupils who have got results or other records since, or were changed by hand.
pub fn undo(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, id: ImportId) -> Result<()> {
    let import = sql::one(tx, id)?;
    if !sql::move_on(tx, id, "undone")? {
        return Err(Error::Conflict("intake-not-done".into()));
    }
    let changes = sql::changes(tx, id)?;
    let rows = |what: &'static str| changes.iter().filter(move |(kind, ..)| kind == what);
    match import.kind {
        SheetKind::Scores => drop(undo_import(tx, permit, id)?),
        SheetKind::Families => family_sheet::undo_import(tx, permit, id)?,
        SheetKind::Observations => observation_sheets::undo_import(tx, permit, id)?,
        SheetKind::Attendance => drop(undo_totals(tx, permit, id)?),
        SheetKind::Roster => {
            let created: Vec<PupilId> = rows(PUPIL).map(|(_, row, _)| PupilId::from_uuid(row.uuid())).collect();
            let befores: Vec<(PupilId, String)> = rows(PUPIL_BEFORE).filter_map(|(_, row, before)| Some((PupilId::from_uuid(row.uuid()), before.clone()?))).collect();
            pupils(tx, permit, id, &created, &befores)?;
        }
        SheetKind::Staff | SheetKind::Teaching => {
            let manage: Permit<acts::ManageStaff> = Permit::ask(tx, permit.who(), Subject::School)?;
            remove_posts(tx, &manage, id)?;
            for (_, row, before) in rows(STAFF_BEFORE) {
                let before: StaffBefore = serde_json::from_str(before.as_deref().unwrap_or_default()).map_err(|e| Error::fault("what somebody was before", e))?;
                people::correct_staff(tx, &manage, StaffId::from_uuid(row.uuid()), &before.particulars())?;
            }
            let hired: Vec<StaffId> = rows(STAFF).map(|(_, row, _)| StaffId::from_uuid(row.uuid())).collect();
            remove_staff(tx, &manage, &hired)?;
        }
    }
    classes(tx, permit, rows(CLASS).map(|(_, row, _)| *row))?;
    sql::drop_source(tx, id)?;
    trail::note(tx, permit.who(), "intake.undone", id, &import.counts)?;
    Ok(())
}

fn pupils(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, id: ImportId, created: &[PupilId], befores: &[(PupilId, String)]) -> Result<()> {
    let changed = changed_since(tx, permit, id, created, befores)?;
    if !changed.is_empty() {
        return Err(Error::Conflict(Msg::new("intake-undo-changed").with("count", changed.len())));
    }
    let written: HashSet<PupilId> = sql::written_about(tx)?;
    let held = created.iter().filter(|pupil| written.contains(pupil)).count();
    if held > 0 {
        return Err(Error::Conflict(Msg::new("intake-undo-results").with("count", held)));
    }
    let roster: Permit<acts::ManageRoster> = Permit::ask(tx, permit.who(), Subject::School)?;
    remove_many(tx, &roster, created)?;
    restore_many(tx, &roster, id, befores)
}

/// Removes the classes that an import made; those in which others have been seated or teach since stay.
fn classes(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, made: impl Iterator<Item = RowId>) -> Result<()> {
    let roster: Permit<acts::ManageRoster> = Permit::ask(tx, permit.who(), Subject::School)?;
    for row in made {
        match time::remove_class(tx, &roster, ClassId::from_uuid(row.uuid())) {
            Ok(()) | Err(Error::Conflict(_) | Error::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(())
}

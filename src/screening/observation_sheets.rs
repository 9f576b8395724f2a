//! verbs: observations that come in sheets, ○ △ × per child and item, by teacher and day. B8-02, B7-02 (CONVENTIONS 2.5, M9–M11).
//!
//! A sheet never changes what a teacher ticked by hand on the same day, nor what an earlier sheet said of a child: it only adds.

use std::collections::{BTreeMap, HashMap};

use super::observation_signs::{Item, Seen};
use super::sql::observation as sql;
use crate::access::{Permit, acts};
use crate::base::{ClassId, ImportId, PupilId, Result, RowId, SchoolDate, StaffId};
use crate::roster::time::Term;
use crate::store::Tx;
use crate::trail;

/// What stands out of a child; who does not stand out has nothing.
pub type Ticks = BTreeMap<Item, Seen>;

/// What a row of a sheet says: a teacher saw a child of a class on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// The class in which the child is.
    pub class: ClassId,
    /// Who saw it.
    pub staff: StaffId,
    /// When.
    pub day: SchoolDate,
    /// The child.
    pub pupil: PupilId,
    /// What stands out; empty is ○ throughout.
    pub ticks: Ticks,
}

/// What a row says beside what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Something new.
    New,
    /// The same.
    Same,
    /// The teacher's own form of that day says something else of the child.
    OwnFormDiffers,
    /// An earlier sheet says something else of the child.
    SheetDiffers,
}

/// The sheets of a term that are there.
#[derive(Debug, Default)]
pub struct Held {
    sheets: HashMap<(ClassId, StaffId, SchoolDate), (RowId, bool)>,
    ticks: HashMap<(RowId, PupilId), Ticks>,
}

impl Held {
    /// What a row says beside what is there.
    pub fn beside(&self, row: &Brought) -> Beside {
        let Some((sheet, imported)) = self.sheets.get(&(row.class, row.staff, row.day)) else { return Beside::New };
        match (self.ticks.get(&(*sheet, row.pupil)), imported) {
            (Some(ticks), _) if *ticks == row.ticks => Beside::Same,
            (None, _) if row.ticks.is_empty() => Beside::Same,
            (None, true) => Beside::New,
            (Some(_), true) => Beside::SheetDiffers,
            (_, false) => Beside::OwnFormDiffers,
        }
    }
}

/// The sheets of a term.
///
/// # Errors
/// Faults of the database.
pub fn held(tx: &mut Tx<'_>, _permit: &Permit<acts::ImportSheets>, term: &Term) -> Result<Held> {
    let mut held = Held::default();
    for (sheet, of, imported) in sql::held(tx, term.id)? {
        held.sheets.insert(of, (sheet, imported));
    }
    for (sheet, pupil, item, seen) in sql::held_marks(tx, term.id)? {
        held.ticks.entry((sheet, pupil)).or_default().insert(item, seen);
    }
    Ok(held)
}

/// Adds what an import brings; rows beside which something else stands are left out. Gives how many were added.
///
/// # Errors
/// Faults of the database.
pub fn bring(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, term: &Term, rows: &[Brought], import: ImportId) -> Result<usize> {
    let mut held = held(tx, permit, term)?;
    let mut marks: Vec<(RowId, PupilId, Item, Seen)> = Vec::new();
    let mut added: BTreeMap<ClassId, usize> = BTreeMap::new();
    // A child of whom a row says ○ makes the sheet, too: the class was looked at.
    let new: Vec<&Brought> = rows.iter().filter(|row| held.beside(row) == Beside::New).collect();
    for row in new {
        let of = (row.class, row.staff, row.day);
        let sheet = match held.sheets.get(&of) {
            Some((sheet, _)) => *sheet,
            None => {
                let sheet = sql::insert_brought(tx, (row.class, term.id, row.staff, row.day), import)?;
                held.sheets.insert(of, (sheet, true));
                sheet
            }
        };
        marks.extend(row.ticks.iter().map(|(item, seen)| (sheet, row.pupil, *item, *seen)));
        *added.entry(row.class).or_default() += 1;
    }
    sql::insert_marks(tx, &marks, Some(import))?;
    for (class, children) in &added {
        trail::note(tx, permit.who(), "screening.observed", *class, &serde_json::json!({ "import": import, "children": children }))?;
    }
    Ok(added.values().sum())
}

/// Takes back what an import brought: its ticks, and its sheets on which nothing else stands. What a teacher has saved over it since stays.
///
/// # Errors
/// Faults of the database.
pub fn undo_import(tx: &mut Tx<'_>, _permit: &Permit<acts::ImportSheets>, import: ImportId) -> Result<()> {
    sql::forget_brought(tx, import)
}

//! verbs: the facts that a sheet of the office brings, of many children at once, and their taking back. A6-02, B4-01.

use std::collections::HashMap;

use super::family::{NewFact, Source, check, gathered, ready};
use super::family_facts::Fact;
use super::family_news;
use super::sql::family::{self as sql, Ready};
use crate::access::{Permit, acts};
use crate::base::{Error, ImportId, Msg, PupilId, Result};
use crate::store::Tx;

/// Every fact of the school by pupil, for the plan of an import.
///
/// # Errors
/// Faults of the database.
pub fn held(tx: &mut Tx<'_>, _permit: &Permit<acts::ImportSheets>) -> Result<HashMap<PupilId, Vec<Fact>>> {
    Ok(gathered(sql::of_all(tx)?))
}

/// Writes the facts that an import brings, of many children at once. The sheet is the office's own, so that its permit opens every topic; nothing that was stored is shown.
///
/// # Errors
/// Problems at the fields of the first fact that cannot be.
pub fn write_many(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, all: &[(PupilId, Vec<NewFact>)], import: ImportId) -> Result<i64> {
    let held = gathered(sql::of_all(tx)?);
    let actor = permit.who().tag();
    let mut rows = Vec::new();
    for (pupil, new) in all {
        check(tx, new, false)?;
        let before = held.get(pupil).map(Vec::as_slice).unwrap_or_default();
        rows.extend(ready(tx, *pupil, before, new, Source::Import, &actor)?.into_iter().map(|fact| Ready { import: Some(import), ..fact }));
    }
    sql::insert(tx, &rows)?;
    for (pupil, before) in all.iter().filter_map(|(pupil, _)| held.get(pupil).map(|before| (*pupil, before))) {
        family_news::tell(tx, permit, pupil, before)?;
    }
    Ok(i64::try_from(rows.len()).unwrap_or(i64::MAX))
}

/// Takes back the facts of an import: what was known before stands again.
///
/// # Errors
/// A conflict when somebody has written about the same topics since.
pub fn undo_import(tx: &mut Tx<'_>, _permit: &Permit<acts::ImportSheets>, import: ImportId) -> Result<()> {
    let later = sql::written_after(tx, import)?;
    if later > 0 {
        return Err(Error::Conflict(Msg::new("roster-family-undo-later").with("count", later)));
    }
    sql::remove_of_import(tx, import)?;
    Ok(())
}

//! The intake (导入): from the sheets that a school already has to rows of the register, results and attendance (issue 2 item 3).
//!
//! A2-01, A6-04, B4-02: results come in as they are. A3-03, B1-05: staff and who teaches what. PRACTICE 1.1, 1.9: matched, never guessed; the same file
//! twice changes nothing; every problem stands at its cell; good rows go in while bad rows wait; a whole import can be undone. Scores go to results,
//! which lies to the right of roster, so the way from a workbook to rows is a room of its own.

pub mod export;
pub mod import;
mod commit;
mod lookup;
pub mod pages;
pub mod plan;
mod plan_families;
mod plan_marks;
mod plan_observations;
mod plan_roster;
mod plan_staff;
mod row;
mod row_family;
mod row_marks;
mod row_observed;
mod row_pupil;
mod row_staff;
pub mod run;
pub mod source;
pub mod spot;
mod sql;
#[cfg(test)]
mod tests;
mod undo;

pub use commit::commit;
pub use plan::{ChangeLine, ClassLine, Preview, Question};
pub use run::{Options, Report, run};
use source::kind_code;
pub use source::{Answer, Said, SheetTable, Source};
pub use spot::Trouble;
pub use undo::undo;

use serde::{Deserialize, Serialize};

use crate::access::{Permit, acts};
use crate::base::words::Lang;
use crate::base::{Error, ImportId, Msg, Result, Stamp, TermCode, limits};
use crate::roster::columns::{Mapping, SheetKind};
use crate::store::Tx;
use crate::trail;

/// Where the sheets of an import are sealed, under its own key.
const SOURCE_PLACE: &str = "import.source";
/// Where its report is sealed.
const REPORT_PLACE: &str = "import.report";
/// Bytes of the sheets of one import as they are kept.
const SOURCE_BYTES: usize = 64 << 20;

/// How many rows are what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Rows of data.
    pub rows: i64,
    /// New.
    pub created: i64,
    /// Known, with something new.
    pub updated: i64,
    /// Known as they are.
    pub unchanged: i64,
    /// Waiting for mending or an answer.
    pub rejected: i64,
}

/// An import.
#[derive(Clone, Debug)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// What its sheets are about.
    pub kind: SheetKind,
    /// The term that they speak of.
    pub term: TermCode,
    /// The names of its files.
    pub title: String,
    /// `preview`, `done`, `undone`, `cancelled`.
    pub state: String,
    /// How many rows are what.
    pub counts: Counts,
    /// Who began it.
    pub actor: String,
    /// When.
    pub at: Stamp,
    /// When its rows went in.
    pub done_at: Option<Stamp>,
    /// When they were taken back.
    pub undone_at: Option<Stamp>,
    /// Whether its sheets are still kept.
    pub has_source: bool,
}

/// Begins an import: keeps its sheets sealed and plans it.
///
/// # Errors
/// Too much when the sheets are larger than what is kept.
pub fn begin(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, source: &Source, lang: Lang) -> Result<ImportId> {
    let id: ImportId = tx.new_id();
    let mut files: Vec<&str> = source.tables.iter().map(|table| table.file.as_str()).collect();
    files.dedup();
    let title: String = files.join(", ").chars().take(limits::LINE_CHARS).collect();
    sql::insert(tx, id, kind_code(source.kind), &source.term.to_string(), &title, &permit.who().tag())?;
    keep(tx, permit, id, source, lang)?;
    Ok(id)
}

/// Plans an import anew with what the office has said about it, and keeps both.
///
/// # Errors
/// A conflict when it is over; too much when the sheets are larger than what is kept.
pub fn plan_again(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, id: ImportId, source: &Source, lang: Lang) -> Result<()> {
    if sql::one(tx, id)?.state != "preview" {
        return Err(Error::Conflict("intake-over".into()));
    }
    keep(tx, permit, id, source, lang)
}

fn keep(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, id: ImportId, source: &Source, lang: Lang) -> Result<()> {
    let plan = plan::plan(tx, permit, source, lang)?;
    sql::set_counts(tx, id, plan.preview.counts)?;
    keep_sealed(tx, id, source, &plan.preview)
}

fn keep_sealed(tx: &mut Tx<'_>, id: ImportId, source: &Source, preview: &Preview) -> Result<()> {
    let text = serde_json::to_string(source).map_err(|e| Error::fault("the sheets of an import", e))?;
    if text.len() > SOURCE_BYTES {
        return Err(Error::TooMuch(Msg::new("intake-sheets-large").with("most", SOURCE_BYTES >> 20)));
    }
    let told = serde_json::to_string(preview).map_err(|e| Error::fault("the report of an import", e))?;
    let sealed = tx.vault().seal(id, SOURCE_PLACE, &text)?;
    let report = tx.vault().seal(id, REPORT_PLACE, &told)?;
    sql::put_source(tx, id, &sealed, &report)
}

/// An import.
///
/// # Errors
/// Not found when there is none.
pub fn import_of(tx: &mut Tx<'_>, _permit: &Permit<acts::ImportSheets>, id: ImportId) -> Result<Import> {
    sql::one(tx, id)
}

/// Imports, the newest first, and how many there are in all.
///
/// # Errors
/// Faults of the database.
pub fn imports(tx: &mut Tx<'_>, _permit: &Permit<acts::ImportSheets>, rows: i64, skip: i64) -> Result<(Vec<Import>, i64)> {
    sql::all(tx, rows.clamp(1, limits::ROWS_PER_PAGE_MOST), skip)
}

/// The sheets of an import, while they are kept.
///
/// # Errors
/// Not found when they are no longer kept.
pub fn source_of(tx: &mut Tx<'_>, _permit: &Permit<acts::ImportSheets>, id: ImportId) -> Result<Source> {
    let bytes = sql::source(tx, id)?;
    let text = tx.vault().open_sealed(id, SOURCE_PLACE, &bytes)?.ok_or(Error::NotFound)?;
    serde_json::from_str(text.open()).map_err(|e| Error::fault("the sheets of an import", e))
}

/// What an import would do, or did, while its sheets are kept.
///
/// # Errors
/// Not found when they are no longer kept.
pub fn preview_of(tx: &mut Tx<'_>, _permit: &Permit<acts::ImportSheets>, id: ImportId) -> Result<Preview> {
    let bytes = sql::report(tx, id)?;
    let text = tx.vault().open_sealed(id, REPORT_PLACE, &bytes)?.ok_or(Error::NotFound)?;
    serde_json::from_str(text.open()).map_err(|e| Error::fault("the report of an import", e))
}

/// Ends an import whose rows have not gone in: its sheets are forgotten. Call [`forget_key`] after the transaction.
///
/// # Errors
/// A conflict when it is over.
pub fn cancel(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, id: ImportId) -> Result<()> {
    if !sql::move_on(tx, id, "cancelled")? {
        return Err(Error::Conflict("intake-over".into()));
    }
    sql::drop_source(tx, id)?;
    trail::note(tx, permit.who(), "intake.cancelled", id, &serde_json::json!({}))?;
    Ok(())
}

/// Forgets the sheets of an import that is over, with the rows that were waiting. Call [`forget_key`] after the transaction.
///
/// # Errors
/// A conflict while its rows have not gone in.
pub fn forget(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, id: ImportId) -> Result<()> {
    if sql::one(tx, id)?.state == "preview" {
        return Err(Error::Conflict("intake-not-over".into()));
    }
    sql::drop_source(tx, id)?;
    trail::note(tx, permit.who(), "intake.forgotten", id, &serde_json::json!({}))?;
    Ok(())
}

/// Destroys the key under which the sheets of an import were sealed: old copies of the database do not open either.
///
/// # Errors
/// When the key file cannot be written.
pub fn forget_key(store: &crate::store::Store, id: ImportId) -> Result<()> {
    store.vault().destroy(id)
}

/// The mappings that the school keeps, by the signature of their header.
///
/// # Errors
/// Faults of the database.
pub fn maps(tx: &mut Tx<'_>, _permit: &Permit<acts::ImportSheets>) -> Result<Vec<(String, Mapping)>> {
    stored_maps(tx)
}

fn stored_maps(tx: &mut Tx<'_>) -> Result<Vec<(String, Mapping)>> {
    Ok(sql::maps(tx)?.into_iter().filter_map(|(signature, text)| Some((signature, Mapping::from_toml(&text).ok()?))).collect())
}

/// Remembers which column holds what in sheets with such a header.
///
/// # Errors
/// Faults of the database.
pub fn remember_map(tx: &mut Tx<'_>, _permit: &Permit<acts::ImportSheets>, signature: &str, map: &Mapping) -> Result<()> {
    sql::put_map(tx, kind_code(map.kind), signature, &map.to_toml())
}

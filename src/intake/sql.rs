//! SQL of imports. Reads the results and totals that are there, to say in the preview what would change, and who is written about elsewhere, before pupils are taken back.

use std::collections::{HashMap, HashSet};

use crate::base::{AssessmentId, ClassId, Error, ImportId, PupilId, Result, RowId, Stamp, TermId};
use crate::store::{Cell, Row, Sql, ToCell, Tx};

use super::{Counts, Import};

const INSERT: Sql = Sql("insert into import (school_id, id, kind, term_code, title, state, read_rows, created_rows, updated_rows, unchanged_rows, rejected_rows, actor, at_ms)
     values ($1, $2, $3, $4, $5, 'preview', 0, 0, 0, 0, 0, $6, $7)");
const COUNTS: Sql = Sql("update import set read_rows = $3, created_rows = $4, updated_rows = $5, unchanged_rows = $6, rejected_rows = $7 where school_id = $1 and id = $2");
const TO_DONE: Sql = Sql("update import set state = 'done', done_at_ms = $3 where school_id = $1 and id = $2 and state = 'preview'");
const TO_CANCELLED: Sql = Sql("update import set state = 'cancelled' where school_id = $1 and id = $2 and state = 'preview'");
const TO_UNDONE: Sql = Sql("update import set state = 'undone', undone_at_ms = $3 where school_id = $1 and id = $2 and state = 'done'");
const ONE: Sql = Sql("select id, kind, term_code, title, state, read_rows, created_rows, updated_rows, unchanged_rows, rejected_rows, actor, at_ms, done_at_ms, undone_at_ms,
     (select count(*) from import_source s where s.school_id = $1 and s.import_id = $2) from import where school_id = $1 and id = $2");
const ALL: Sql = Sql("select id, kind, term_code, title, state, read_rows, created_rows, updated_rows, unchanged_rows, rejected_rows, actor, at_ms, done_at_ms, undone_at_ms,
     (select count(*) from import_source s where s.school_id = $1 and s.import_id = i.id) from import i where i.school_id = $1
     order by i.at_ms desc, i.id limit $2 offset $3");
const HOW_MANY: Sql = Sql("select count(*) from import where school_id = $1");

pub(super) fn insert(tx: &mut Tx<'_>, id: ImportId, kind: &str, term: &str, title: &str, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT, &[&school, &id, &kind, &term, &title, &actor, &now])?;
    Ok(())
}

pub(super) fn set_counts(tx: &mut Tx<'_>, id: ImportId, counts: Counts) -> Result<()> {
    let school = tx.school();
    tx.execute(COUNTS, &[&school, &id, &counts.rows, &counts.created, &counts.updated, &counts.unchanged, &counts.rejected])?;
    Ok(())
}

/// Moves an import on; whether it was in the state from which that can be done.
pub(super) fn move_on(tx: &mut Tx<'_>, id: ImportId, to: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    let changed = match to {
        "done" => tx.execute(TO_DONE, &[&school, &id, &now])?,
        "undone" => tx.execute(TO_UNDONE, &[&school, &id, &now])?,
        _ => tx.execute(TO_CANCELLED, &[&school, &id])?,
    };
    Ok(changed == 1)
}

fn import(row: &Row<'_>) -> Result<Import> {
    let kind: String = row.get(1)?;
    let term: String = row.get(2)?;
    Ok(Import {
        id: row.get(0)?,
        kind: super::source::kind_named(&kind).ok_or_else(|| Error::Fault(format!("an import of kind {kind}")))?,
        term: term.parse().map_err(|_| Error::Fault(format!("an import of term {term}")))?,
        title: row.get(3)?,
        state: row.get(4)?,
        counts: Counts { rows: row.get(5)?, created: row.get(6)?, updated: row.get(7)?, unchanged: row.get(8)?, rejected: row.get(9)? },
        actor: row.get(10)?,
        at: row.get(11)?,
        done_at: row.get(12)?,
        undone_at: row.get::<Option<Stamp>>(13)?,
        has_source: row.get::<i64>(14)? > 0,
    })
}

pub(super) fn one(tx: &mut Tx<'_>, id: ImportId) -> Result<Import> {
    let school = tx.school();
    tx.one(ONE, &[&school, &id], import)
}

pub(super) fn all(tx: &mut Tx<'_>, rows: i64, skip: i64) -> Result<(Vec<Import>, i64)> {
    let school = tx.school();
    Ok((tx.query(ALL, &[&school, &rows, &skip], import)?, tx.number(HOW_MANY, &[&school])?))
}

const PUT_SOURCE: Sql = Sql("insert into import_source (school_id, import_id, source_sealed, report_sealed) values ($1, $2, $3, $4)
     on conflict (school_id, import_id) do update set source_sealed = excluded.source_sealed, report_sealed = excluded.report_sealed");
const SOURCE: Sql = Sql("select source_sealed from import_source where school_id = $1 and import_id = $2");
const REPORT: Sql = Sql("select report_sealed from import_source where school_id = $1 and import_id = $2");
const DROP_SOURCE: Sql = Sql("delete from import_source where school_id = $1 and import_id = $2");

pub(super) fn put_source(tx: &mut Tx<'_>, id: ImportId, source: &[u8], report: &[u8]) -> Result<()> {
    let school = tx.school();
    tx.execute(PUT_SOURCE, &[&school, &id, &source, &report])?;
    Ok(())
}

pub(super) fn source(tx: &mut Tx<'_>, id: ImportId) -> Result<Vec<u8>> {
    let school = tx.school();
    tx.one(SOURCE, &[&school, &id], |row| row.get(0))
}

pub(super) fn report(tx: &mut Tx<'_>, id: ImportId) -> Result<Vec<u8>> {
    let school = tx.school();
    tx.one(REPORT, &[&school, &id], |row| row.get(0))
}

pub(super) fn drop_source(tx: &mut Tx<'_>, id: ImportId) -> Result<()> {
    let school = tx.school();
    tx.execute(DROP_SOURCE, &[&school, &id])?;
    Ok(())
}

const INSERT_CHANGE: Sql = Sql("insert into import_change (school_id, import_id, position, what, row_id, before) values ($1, $2, $3, $4, $5, $6)");
const CHANGES: Sql = Sql("select what, row_id, before from import_change where school_id = $1 and import_id = $2 order by position");

/// A row that an import made or changed: what it is, its id, and what is needed to make it what it was.
pub(super) type Change = (&'static str, RowId, Option<String>);

pub(super) fn insert_changes(tx: &mut Tx<'_>, import: ImportId, changes: &[Change]) -> Result<()> {
    let school = tx.school();
    let rows: Vec<Vec<Cell<'_>>> = (0_i64..)
        .zip(changes)
        .map(|(position, (what, row, before))| vec![school.cell(), import.cell(), Cell::Int(position), Cell::Text(what), row.cell(), before.cell()])
        .collect();
    tx.execute_many(INSERT_CHANGE, &rows)?;
    Ok(())
}

pub(super) fn changes(tx: &mut Tx<'_>, import: ImportId) -> Result<Vec<(String, RowId, Option<String>)>> {
    let school = tx.school();
    tx.query(CHANGES, &[&school, &import], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

const PUT_MAP: Sql = Sql("insert into column_map (school_id, kind, signature, map, at_ms) values ($1, $2, $3, $4, $5)
     on conflict (school_id, kind, signature) do update set map = excluded.map, at_ms = excluded.at_ms");
const MAPS: Sql = Sql("select signature, map from column_map where school_id = $1 order by at_ms desc limit 500");

pub(super) fn put_map(tx: &mut Tx<'_>, kind: &str, signature: &str, map: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(PUT_MAP, &[&school, &kind, &signature, &map, &now])?;
    Ok(())
}

/// Mappings as they are stored: signature and TOML.
pub(super) fn maps(tx: &mut Tx<'_>) -> Result<Vec<(String, String)>> {
    let school = tx.school();
    tx.query(MAPS, &[&school], |row| Ok((row.get(0)?, row.get(1)?)))
}

const ASSESSMENT: Sql = Sql("select id from assessment where school_id = $1 and term_id = $2 and scope_id = $1 and name = $3");
const RESULTS: Sql = Sql("select pupil_id, class_id, subject, state, points, band from result where school_id = $1 and assessment_id = $2");
const TOTALS: Sql = Sql("select pupil_id, class_id, school_days, sick_days, personal_days, unexplained_days, late_times from attendance_total
     where school_id = $1 and term_id = $2");

pub(super) fn assessment(tx: &mut Tx<'_>, term: TermId, name: &str) -> Result<Option<AssessmentId>> {
    let school = tx.school();
    tx.optional(ASSESSMENT, &[&school, &term, &name], |row| row.get(0))
}

/// A stored result: class, state, points, band.
pub(super) type Stored = (ClassId, String, Option<f64>, Option<String>);

/// The results of an assessment: pupil → subject → what is stored.
pub(super) fn results(tx: &mut Tx<'_>, assessment: AssessmentId) -> Result<HashMap<PupilId, HashMap<String, Stored>>> {
    let school = tx.school();
    let mut all: HashMap<PupilId, HashMap<String, Stored>> = HashMap::new();
    tx.each(RESULTS, &[&school, &assessment], |row| {
        all.entry(row.get(0)?).or_default().insert(row.get(2)?, (row.get(1)?, row.get(3)?, row.get(4)?, row.get(5)?));
        Ok(())
    })?;
    Ok(all)
}

/// Attendance totals: class, days of school, sick, personal, unexplained, times late.
pub(super) type StoredTotal = (ClassId, Option<i64>, f64, f64, f64, i64);

pub(super) fn totals(tx: &mut Tx<'_>, term: TermId) -> Result<HashMap<PupilId, StoredTotal>> {
    let school = tx.school();
    let mut all = HashMap::new();
    tx.each(TOTALS, &[&school, &term], |row| {
        all.insert(row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?));
        Ok(())
    })?;
    Ok(all)
}

const WRITTEN_ABOUT: Sql = Sql("select pupil_id from result where school_id = $1 union select pupil_id from attendance_total where school_id = $1
     union select pupil_id from absence where school_id = $1 union select pupil_id from consent where school_id = $1
     union select pupil_id from candidate where school_id = $1
     union select pupil_id from family_fact where school_id = $1 union select pupil_id from family_check where school_id = $1");

/// Pupils of whom there are results, absences, consents, candidacies or family facts.
pub(super) fn written_about(tx: &mut Tx<'_>) -> Result<HashSet<PupilId>> {
    let school = tx.school();
    Ok(tx.query(WRITTEN_ABOUT, &[&school], |row| row.get(0))?.into_iter().collect())
}

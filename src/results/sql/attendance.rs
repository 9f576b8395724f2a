//! SQL of attendance: taken, the absent, and the totals of a term.

use crate::base::{ClassId, Error, Id, ImportId, PupilId, Result, SchoolDate, Stamp, TermId};
use crate::results::attendance::{Absence, Total};
use crate::store::{Cell, Row, Sql, Tx};

const TAKEN: Sql = Sql("select actor, at_ms from attendance_taken where school_id = $1 and class_id = $2 and day = $3");
const TAKEN_DAYS: Sql = Sql("select day from attendance_taken where school_id = $1 and class_id = $2 and day between $3 and $4 order by day");
const TAKEN_ON: Sql = Sql("select t.class_id, t.at_ms from attendance_taken t where t.school_id = $1 and t.day = $2");
const PUT_TAKEN: Sql = Sql("insert into attendance_taken (school_id, class_id, day, actor, at_ms) values ($1, $2, $3, $4, $5)
     on conflict (school_id, class_id, day) do update set actor = excluded.actor, at_ms = excluded.at_ms");

const TAKEN_BETWEEN: Sql = Sql("select class_id, day from attendance_taken where school_id = $1 and day between $2 and $3 order by day");
const TAKEN_BETWEEN_OF: Sql = Sql("select class_id, day from attendance_taken where school_id = $1 and class_id = $4 and day between $2 and $3 order by day");
const AWAY_BETWEEN: Sql = Sql("select pupil_id, class_id, day, kind from absence where school_id = $1 and day between $2 and $3 and kind <> 'late' order by day");
const AWAY_BETWEEN_OF: Sql =
    Sql("select pupil_id, class_id, day, kind from absence where school_id = $1 and class_id = $4 and day between $2 and $3 and kind <> 'late' order by day");

/// Of which classes, or of one, attendance was taken on which days.
pub(in crate::results) fn taken_between(tx: &mut Tx<'_>, only: Option<ClassId>, from: SchoolDate, until: SchoolDate) -> Result<Vec<(ClassId, SchoolDate)>> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    match only {
        Some(class) => tx.query(TAKEN_BETWEEN_OF, &[&tx.school(), &from, &until, &class], read),
        None => tx.query(TAKEN_BETWEEN, &[&tx.school(), &from, &until], read),
    }
}

/// Who was away on which days, in which class.
pub(in crate::results) fn away_between(tx: &mut Tx<'_>, only: Option<ClassId>, from: SchoolDate, until: SchoolDate) -> Result<Vec<(PupilId, ClassId, SchoolDate, Absence)>> {
    let read = |row: &Row<'_>| {
        let kind: String = row.get(3)?;
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, Absence::of_code(&kind).ok_or_else(|| Error::Fault("an absence of an unknown kind".into()))?))
    };
    match only {
        Some(class) => tx.query(AWAY_BETWEEN_OF, &[&tx.school(), &from, &until, &class], read),
        None => tx.query(AWAY_BETWEEN, &[&tx.school(), &from, &until], read),
    }
}

/// Who took the attendance of a class on a day, and when.
pub(in crate::results) fn taken(tx: &mut Tx<'_>, class: ClassId, day: SchoolDate) -> Result<Option<(String, Stamp)>> {
    tx.optional(TAKEN, &[&tx.school(), &class, &day], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(in crate::results) fn taken_days(tx: &mut Tx<'_>, class: ClassId, from: SchoolDate, until: SchoolDate) -> Result<Vec<SchoolDate>> {
    tx.query(TAKEN_DAYS, &[&tx.school(), &class, &from, &until], |row| row.get(0))
}

/// The classes whose attendance was taken on a day.
pub(in crate::results) fn taken_on(tx: &mut Tx<'_>, day: SchoolDate) -> Result<Vec<(ClassId, Stamp)>> {
    tx.query(TAKEN_ON, &[&tx.school(), &day], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(in crate::results) fn put_taken(tx: &mut Tx<'_>, class: ClassId, day: SchoolDate, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(PUT_TAKEN, &[&school, &class, &day, &actor, &now])?;
    Ok(())
}

const ABSENCES: Sql = Sql("select pupil_id, day, kind from absence where school_id = $1 and class_id = $2 and day between $3 and $4 order by day");
const PUT_ABSENCE: Sql = Sql("insert into absence (school_id, pupil_id, day, class_id, kind, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (school_id, pupil_id, day) do update set class_id = excluded.class_id, kind = excluded.kind, import_id = null, actor = excluded.actor, at_ms = excluded.at_ms");
const REMOVE_ABSENCE: Sql = Sql("delete from absence where school_id = $1 and pupil_id = $2 and day = $3");

/// Who was absent from a class between two days.
pub(in crate::results) fn absences(tx: &mut Tx<'_>, class: ClassId, from: SchoolDate, until: SchoolDate) -> Result<Vec<(PupilId, SchoolDate, Absence)>> {
    tx.query(ABSENCES, &[&tx.school(), &class, &from, &until], |row| {
        let kind: String = row.get(2)?;
        Ok((row.get(0)?, row.get(1)?, Absence::of_code(&kind).ok_or_else(|| Error::Fault("an absence of an unknown kind".into()))?))
    })
}

pub(in crate::results) fn put_absence(tx: &mut Tx<'_>, class: ClassId, pupil: PupilId, day: SchoolDate, kind: Absence, actor: &str) -> Result<()> {
    let (school, now, kind) = (tx.school(), tx.now(), kind.code());
    tx.execute(PUT_ABSENCE, &[&school, &pupil, &day, &class, &kind, &actor, &now])?;
    Ok(())
}

pub(in crate::results) fn remove_absence(tx: &mut Tx<'_>, pupil: PupilId, day: SchoolDate) -> Result<()> {
    tx.execute(REMOVE_ABSENCE, &[&tx.school(), &pupil, &day])?;
    Ok(())
}

/// Days on which attendance was taken while the pupil was in the class, and the absences among them.
macro_rules! counted {
    ($pupil:literal) => {
        concat!(
            "select l.pupil_id, count(t.day),
               cast(sum(case when a.kind = 'sick' then 1 else 0 end) as bigint), cast(sum(case when a.kind = 'personal' then 1 else 0 end) as bigint),
               cast(sum(case when a.kind = 'unexplained' then 1 else 0 end) as bigint), cast(sum(case when a.kind = 'late' then 1 else 0 end) as bigint)
              from attendance_taken t
              join place l on l.school_id = t.school_id and l.class_id = t.class_id and t.day between l.from_day and l.until_day
              left join absence a on a.school_id = t.school_id and a.pupil_id = l.pupil_id and a.day = t.day
             where t.school_id = $1 and t.day between $2 and $3",
            $pupil,
            " group by l.pupil_id"
        )
    };
}
const COUNTED: Sql = Sql(counted!(""));
const COUNTED_OF: Sql = Sql(counted!(" and l.pupil_id = $4"));

fn read_counted(row: &Row<'_>) -> Result<(PupilId, Total)> {
    let days = |at: usize| row.get::<i64>(at).map(|n| n as f64);
    Ok((row.get(0)?, Total { school_days: Some(row.get(1)?), sick_days: days(2)?, personal_days: days(3)?, unexplained_days: days(4)?, late_times: row.get(5)? }))
}

/// Attendance counted from the days, of everybody or of one pupil.
pub(in crate::results) fn counted(tx: &mut Tx<'_>, from: SchoolDate, until: SchoolDate, pupil: Option<PupilId>) -> Result<Vec<(PupilId, Total)>> {
    match pupil {
        Some(pupil) => tx.query(COUNTED_OF, &[&tx.school(), &from, &until, &pupil], read_counted),
        None => tx.query(COUNTED, &[&tx.school(), &from, &until], read_counted),
    }
}

const TOTALS: Sql = Sql("select pupil_id, school_days, sick_days, personal_days, unexplained_days, late_times, class_id, import_id, actor, at_ms
     from attendance_total where school_id = $1 and term_id = $2");
const TOTAL_OF: Sql = Sql("select pupil_id, school_days, sick_days, personal_days, unexplained_days, late_times, class_id, import_id, actor, at_ms
     from attendance_total where school_id = $1 and term_id = $2 and pupil_id = $3");

/// A total as it is stored.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(in crate::results) struct StoredTotal {
    pub class: ClassId,
    pub total: Total,
    pub import: Option<ImportId>,
    pub actor: String,
    pub at_ms: i64,
}

fn read_total(row: &Row<'_>) -> Result<(PupilId, StoredTotal)> {
    let total = Total { school_days: row.get(1)?, sick_days: row.get(2)?, personal_days: row.get(3)?, unexplained_days: row.get(4)?, late_times: row.get(5)? };
    Ok((row.get(0)?, StoredTotal { class: row.get(6)?, total, import: row.get(7)?, actor: row.get(8)?, at_ms: row.get(9)? }))
}

/// The totals that a sheet gave, of everybody or of one pupil.
pub(in crate::results) fn totals(tx: &mut Tx<'_>, term: TermId, pupil: Option<PupilId>) -> Result<Vec<(PupilId, StoredTotal)>> {
    match pupil {
        Some(pupil) => tx.query(TOTAL_OF, &[&tx.school(), &term, &pupil], read_total),
        None => tx.query(TOTALS, &[&tx.school(), &term], read_total),
    }
}

const PUT_TOTAL: Sql = Sql("insert into attendance_total (school_id, term_id, pupil_id, class_id, school_days, sick_days, personal_days, unexplained_days, late_times,
       import_id, before, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     on conflict (school_id, term_id, pupil_id) do update set class_id = excluded.class_id, school_days = excluded.school_days, sick_days = excluded.sick_days,
       personal_days = excluded.personal_days, unexplained_days = excluded.unexplained_days, late_times = excluded.late_times, import_id = excluded.import_id,
       before = excluded.before, actor = excluded.actor, at_ms = excluded.at_ms");

/// A total to write, with what stood there before.
pub(in crate::results) struct TotalToWrite {
    pub term: TermId,
    pub pupil: PupilId,
    pub stored: StoredTotal,
    pub before: Option<String>,
}

pub(in crate::results) fn put_totals(tx: &mut Tx<'_>, rows: &[TotalToWrite]) -> Result<()> {
    let school = tx.school().uuid();
    let cells = rows.iter().map(|TotalToWrite { term, pupil, stored, before }| {
        let ids = [school, term.uuid(), pupil.uuid(), stored.class.uuid()].map(Cell::Id);
        let total = &stored.total;
        let days = [total.school_days.map_or(Cell::Null, Cell::Int), Cell::Real(total.sick_days), Cell::Real(total.personal_days), Cell::Real(total.unexplained_days)];
        let tail = [
            Cell::Int(total.late_times),
            stored.import.map_or(Cell::Null, |id| Cell::Id(id.uuid())),
            before.as_deref().map_or(Cell::Null, Cell::Text),
            Cell::Text(&stored.actor),
            Cell::Int(stored.at_ms),
        ];
        ids.into_iter().chain(days).chain(tail).collect()
    });
    let cells: Vec<Vec<Cell<'_>>> = cells.collect();
    tx.execute_many(PUT_TOTAL, &cells)?;
    Ok(())
}

const BROUGHT: Sql = Sql("select term_id, pupil_id, before from attendance_total where school_id = $1 and import_id = $2");
const REMOVE_BROUGHT: Sql = Sql("delete from attendance_total where school_id = $1 and import_id = $2");

/// Takes back the totals of an import: what stood there before comes back. Gives their number.
pub(in crate::results) fn undo_totals(tx: &mut Tx<'_>, import: ImportId) -> Result<i64> {
    let school = tx.school();
    let brought = tx.query(BROUGHT, &[&school, &import], |row| Ok((row.get::<TermId>(0)?, row.get::<PupilId>(1)?, row.get::<Option<String>>(2)?)))?;
    let removed = tx.execute(REMOVE_BROUGHT, &[&school, &import])?;
    let mut rows = Vec::new();
    for (term, pupil, before) in brought {
        if let Some(before) = before {
            let stored = serde_json::from_str(&before).map_err(|e| Error::fault("a total before an import", e))?;
            rows.push(TotalToWrite { term, pupil, stored, before: None });
        }
    }
    put_totals(tx, &rows)?;
    Ok(i64::try_from(removed).unwrap_or(i64::MAX))
}

//! Entries, their steps, the keys of files, who reads until when.

use crate::base::{PupilId, Result, RowId, SchoolDate, StaffId, Stamp};
use crate::store::{Row as Cells, Sql, Tx};
use crate::wellbeing::entry::New;

macro_rules! entries {
    ($rest:expr) => {
        concat!("select e.id, e.pupil_id, e.file_id, e.day, e.staff_id, e.about_id, e.body_sealed, e.at_ms from wellbeing_entry e where e.school_id = $1 and ", $rest)
    };
}

const OWNER: Sql = Sql("select pupil_id, staff_id, kind from wellbeing_entry where school_id = $1 and id = $2");
const INSERT: Sql =
    Sql("insert into wellbeing_entry (school_id, id, pupil_id, file_id, kind, day, staff_id, about_id, body_sealed, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
const OF_PUPIL: Sql = Sql(entries!("e.pupil_id = $2 and e.kind = $3 order by e.at_ms desc, e.id limit $4"));
const SINCE: Sql = Sql(entries!("e.kind = $2 and e.day >= $3 and e.day <= $4 order by e.at_ms desc, e.id limit $5"));
const ONE: Sql = Sql(entries!("e.id = $2 and e.kind = $3"));
const FILES: Sql = Sql("select f.id from wellbeing_file f where f.school_id = $1 and f.pupil_id = $2
        and not exists (select 1 from wellbeing_file_end e where e.school_id = f.school_id and e.file_id = f.id) order by f.at_ms, f.id");
const INSERT_FILE: Sql = Sql("insert into wellbeing_file (school_id, id, pupil_id, at_ms) values ($1, $2, $3, $4)");
const STEPS: Sql = Sql("select what, day, words_sealed, actor from wellbeing_step where school_id = $1 and entry_id = $2 order by number");
const INSERT_STEP: Sql = Sql("insert into wellbeing_step (school_id, entry_id, number, what, day, words_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, entry_id, number) do nothing");
const INSERT_READING: Sql =
    Sql("insert into wellbeing_reading (school_id, id, entry_id, pupil_id, staff_id, way, from_ms, until_ms, actor) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
const READING: Sql = Sql("select r.id, r.entry_id, r.way, r.until_ms from wellbeing_reading r
      where r.school_id = $1 and r.pupil_id = $2 and r.staff_id = $3 and r.from_ms <= $4 and r.until_ms > $4
        and not exists (select 1 from wellbeing_reading_end e where e.school_id = r.school_id and e.reading_id = r.id)
      order by r.until_ms desc, r.id limit 1");
const READINGS: Sql = Sql("select r.id, r.staff_id, r.way, r.from_ms, r.until_ms, e.at_ms from wellbeing_reading r
       left join wellbeing_reading_end e on e.school_id = r.school_id and e.reading_id = r.id
      where r.school_id = $1 and r.pupil_id = $2 order by r.from_ms desc, r.id limit 50");
const END_READING: Sql = Sql("insert into wellbeing_reading_end (school_id, reading_id, actor, at_ms) values ($1, $2, $3, $4) on conflict (school_id, reading_id) do nothing");
const END_FILE: Sql = Sql("insert into wellbeing_file_end (school_id, file_id, day, actor, at_ms) values ($1, $2, $3, $4, $5) on conflict (school_id, file_id) do nothing");
const TO_KEPT: [Sql; 3] = [
    Sql("update wellbeing_file set pupil_id = $2 where school_id = $1 and pupil_id = $3"),
    Sql("update wellbeing_entry set pupil_id = $2 where school_id = $1 and pupil_id = $3"),
    Sql("update wellbeing_reading set pupil_id = $2 where school_id = $1 and pupil_id = $3"),
];

/// A row as it is stored.
pub(in crate::wellbeing) struct Row {
    pub id: RowId,
    pub pupil: PupilId,
    pub file: Option<RowId>,
    pub day: SchoolDate,
    pub staff: StaffId,
    pub about: Option<RowId>,
    pub sealed: Vec<u8>,
    pub at: Stamp,
}

fn row(row: &Cells<'_>) -> Result<Row> {
    Ok(Row { id: row.get(0)?, pupil: row.get(1)?, file: row.get(2)?, day: row.get(3)?, staff: row.get(4)?, about: row.get(5)?, sealed: row.get(6)?, at: row.get(7)? })
}

/// Whose entry it is: child, author, kind.
pub(in crate::wellbeing) fn owner(tx: &mut Tx<'_>, id: RowId) -> Result<Option<(PupilId, StaffId, String)>> {
    tx.optional(OWNER, &[&tx.school(), &id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

pub(in crate::wellbeing) fn insert(tx: &mut Tx<'_>, new: &New, file: Option<RowId>, sealed: &[u8], staff: StaffId) -> Result<()> {
    let (school, now, today) = (tx.school(), tx.now(), tx.today());
    tx.execute(INSERT, &[&school, &new.id, &new.pupil, &file, &new.kind.code(), &today, &staff, &new.about, &sealed, &now]).map(|_| ())
}

pub(in crate::wellbeing) fn of_pupil(tx: &mut Tx<'_>, pupil: PupilId, kind: &str, most: i64) -> Result<Vec<Row>> {
    tx.query(OF_PUPIL, &[&tx.school(), &pupil, &kind, &most], row)
}

pub(in crate::wellbeing) fn since(tx: &mut Tx<'_>, kind: &str, from: SchoolDate, until: SchoolDate, most: i64) -> Result<Vec<Row>> {
    tx.query(SINCE, &[&tx.school(), &kind, &from, &until, &most], row)
}

pub(in crate::wellbeing) fn one(tx: &mut Tx<'_>, id: RowId, kind: &str) -> Result<Option<Row>> {
    tx.optional(ONE, &[&tx.school(), &id, &kind], row)
}

/// The keys of a child's files that are not destroyed.
pub(in crate::wellbeing) fn files(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<RowId>> {
    tx.query(FILES, &[&tx.school(), &pupil], |row| row.get(0))
}

pub(in crate::wellbeing) fn insert_file(tx: &mut Tx<'_>, id: RowId, pupil: PupilId) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_FILE, &[&school, &id, &pupil, &now]).map(|_| ())
}

/// What, when, sealed words, who.
type StepRow = (String, SchoolDate, Option<Vec<u8>>, String);

pub(in crate::wellbeing) fn steps(tx: &mut Tx<'_>, entry: RowId) -> Result<Vec<StepRow>> {
    tx.query(STEPS, &[&tx.school(), &entry], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
}

/// Whether the number was free.
pub(in crate::wellbeing) fn insert_step(tx: &mut Tx<'_>, entry: RowId, number: i64, what: &str, words: Option<&[u8]>, actor: &str) -> Result<bool> {
    let (school, now, today) = (tx.school(), tx.now(), tx.today());
    Ok(tx.execute(INSERT_STEP, &[&school, &entry, &number, &what, &today, &words, &actor, &now])? == 1)
}

/// Who reads whose file because of which entry, in which way, until when.
pub(in crate::wellbeing) fn insert_reading(tx: &mut Tx<'_>, entry: RowId, pupil: PupilId, staff: StaffId, way: &str, until: Stamp, actor: &str) -> Result<()> {
    let (school, now, id): (_, _, RowId) = (tx.school(), tx.now(), tx.new_id());
    tx.execute(INSERT_READING, &[&school, &id, &entry, &pupil, &staff, &way, &now, &until, &actor]).map(|_| ())
}

/// The reading that holds now: its entry, way and end.
pub(in crate::wellbeing) fn reading(tx: &mut Tx<'_>, pupil: PupilId, staff: StaffId) -> Result<Option<(RowId, RowId, String, Stamp)>> {
    let now = tx.now();
    tx.optional(READING, &[&tx.school(), &pupil, &staff, &now], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
}

/// Id, who, way, from, until, and when it was ended early.
pub(in crate::wellbeing) type ReadingRow = (RowId, StaffId, String, Stamp, Stamp, Option<Stamp>);

pub(in crate::wellbeing) fn readings(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<ReadingRow>> {
    tx.query(READINGS, &[&tx.school(), &pupil], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?)))
}

pub(in crate::wellbeing) fn end_reading(tx: &mut Tx<'_>, reading: RowId, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(END_READING, &[&school, &reading, &actor, &now]).map(|_| ())
}

pub(in crate::wellbeing) fn end_file(tx: &mut Tx<'_>, file: RowId, actor: &str) -> Result<()> {
    let (school, now, today) = (tx.school(), tx.now(), tx.today());
    tx.execute(END_FILE, &[&school, &file, &today, &actor, &now]).map(|_| ())
}

pub(in crate::wellbeing) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    let school = tx.school();
    for sql in TO_KEPT {
        tx.execute(sql, &[&school, &kept, &gone])?;
    }
    Ok(())
}

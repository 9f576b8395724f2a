//! What children tell of themselves.

use crate::base::{PupilId, Result, RowId, SchoolDate, StaffId};
use crate::store::{Sql, Tx};

const BODY: &str = "activity_told.body";
const INSERT: Sql = Sql("insert into activity_told (school_id, id, pupil_id, day, how, body_sealed, staff_id, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, id) do nothing");
const ONE: Sql = Sql("select pupil_id, staff_id from activity_told where school_id = $1 and id = $2");
const OF_PUPIL: Sql = Sql("select t.id, t.day, t.how, t.body_sealed, t.staff_id, f.name from activity_told t join staff f on f.school_id = t.school_id and f.id = t.staff_id
      where t.school_id = $1 and t.pupil_id = $2 order by t.day desc, t.at_ms desc, t.id limit $3");
const DAYS: Sql = Sql("select day from activity_told where school_id = $1 and pupil_id = $2 and day between $3 and $4 order by day, id");
const TO_KEPT: Sql = Sql("update activity_told set pupil_id = $2 where school_id = $1 and pupil_id = $3");

/// Whether it is new.
pub(in crate::activity) fn insert(tx: &mut Tx<'_>, id: RowId, pupil: PupilId, (day, how): (SchoolDate, &str), body: &str, staff: StaffId) -> Result<bool> {
    let (school, now, sealed) = (tx.school(), tx.now(), tx.vault().seal(pupil, BODY, body)?);
    Ok(tx.execute(INSERT, &[&school, &id, &pupil, &day, &how, &sealed, &staff, &now])? == 1)
}

/// Of whom a report is, and who took it down.
pub(in crate::activity) fn one(tx: &mut Tx<'_>, id: RowId) -> Result<(PupilId, StaffId)> {
    tx.one(ONE, &[&tx.school(), &id], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// A report as it is stored.
pub(in crate::activity) struct Row {
    pub id: RowId,
    pub day: SchoolDate,
    pub how: String,
    pub sealed: Vec<u8>,
    pub staff: StaffId,
    pub by: String,
}

pub(in crate::activity) fn of_pupil(tx: &mut Tx<'_>, pupil: PupilId, rows: i64) -> Result<Vec<Row>> {
    tx.query(OF_PUPIL, &[&tx.school(), &pupil, &rows], |row| {
        Ok(Row { id: row.get(0)?, day: row.get(1)?, how: row.get(2)?, sealed: row.get(3)?, staff: row.get(4)?, by: row.get(5)? })
    })
}

/// What was told, in the clear; empty when the child was erased.
pub(in crate::activity) fn opened(tx: &Tx<'_>, pupil: PupilId, sealed: &[u8]) -> Result<String> {
    tx.vault().open_words(pupil, BODY, Some(sealed))
}

/// On which of some days the child told.
pub(in crate::activity) fn days(tx: &mut Tx<'_>, pupil: PupilId, (from, until): (SchoolDate, SchoolDate)) -> Result<Vec<SchoolDate>> {
    tx.query(DAYS, &[&tx.school(), &pupil, &from, &until], |row| row.get(0))
}

pub(in crate::activity) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    tx.execute(TO_KEPT, &[&tx.school(), &kept, &gone]).map(|_| ())
}

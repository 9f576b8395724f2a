//! Records of a stretch of time: for the table of support, for what is owed, for visits.

use super::{Row, row};
use crate::base::{PupilId, Result, SchoolDate, StaffId};
use crate::store::{Sql, Tx};

const BETWEEN: Sql = Sql(written!("p.pupil_id = $2 and a.day between $3 and $4 order by a.day, a.at_ms, a.id, p.pupil_id limit $5"));
const HELD: Sql = Sql("select a.kind, p.day, a.staff_id from activity_pupil p join activity a on a.school_id = p.school_id and a.id = p.activity_id
      where p.school_id = $1 and p.pupil_id = $2 and p.day between $3 and $4 and a.held order by p.day, a.id limit $5");

/// The records of a child of some days, the oldest first.
pub(in crate::activity) fn between(tx: &mut Tx<'_>, pupil: PupilId, (from, until): (SchoolDate, SchoolDate), rows: i64) -> Result<Vec<Row>> {
    tx.query(BETWEEN, &[&tx.school(), &pupil, &from, &until, &rows], row)
}

/// What took place with a child in some days: kind, day, who.
pub(in crate::activity) fn held(tx: &mut Tx<'_>, pupil: PupilId, (from, until): (SchoolDate, SchoolDate), rows: i64) -> Result<Vec<(String, SchoolDate, StaffId)>> {
    tx.query(HELD, &[&tx.school(), &pupil, &from, &until, &rows], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

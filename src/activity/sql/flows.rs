//! Records of a stretch of time: for the table of support, for what is owed, for visits.

use super::{Row, row};
use crate::base::{ClassId, PupilId, Result, SchoolDate, StaffId};
use crate::store::{Sql, Tx};

const BETWEEN: Sql = Sql(written!("p.pupil_id = $2 and a.day between $3 and $4 order by a.day, a.at_ms, a.id, p.pupil_id limit $5"));
const HELD: Sql = Sql("select a.kind, p.day, a.staff_id from activity_pupil p join activity a on a.school_id = p.school_id and a.id = p.activity_id
      where p.school_id = $1 and p.pupil_id = $2 and p.day between $3 and $4 and a.held order by p.day, a.id limit $5");
const TOOK: Sql = Sql("select a.kind, p.day, a.staff_id, a.held from activity_pupil p join activity a on a.school_id = p.school_id and a.id = p.activity_id
      where p.school_id = $1 and p.pupil_id = $2 and p.day between $3 and $4 order by p.day, a.id limit $5");
const HOME: Sql = Sql(written!("p.pupil_id = $2 and a.held and a.kind in ('home_visit', 'phone_call') order by a.day desc, a.at_ms desc, a.id, p.pupil_id limit $3"));
const UNVISITED: Sql = Sql("select count(*) from place l join pupil u on u.school_id = l.school_id and u.id = l.pupil_id
      where l.school_id = $1 and l.class_id = $2 and cast($4 as date) between l.from_day and l.until_day and u.erased_at_ms is null
        and not exists (select 1 from activity_pupil p join activity a on a.school_id = p.school_id and a.id = p.activity_id
                         where p.school_id = l.school_id and p.pupil_id = l.pupil_id and p.day >= $3 and a.kind = 'home_visit' and a.held)");

/// The records of a child of some days, the oldest first.
pub(in crate::activity) fn between(tx: &mut Tx<'_>, pupil: PupilId, (from, until): (SchoolDate, SchoolDate), rows: i64) -> Result<Vec<Row>> {
    tx.query(BETWEEN, &[&tx.school(), &pupil, &from, &until, &rows], row)
}

/// What took place with a child in some days: kind, day, who.
pub(in crate::activity) fn held(tx: &mut Tx<'_>, pupil: PupilId, (from, until): (SchoolDate, SchoolDate), rows: i64) -> Result<Vec<(String, SchoolDate, StaffId)>> {
    tx.query(HELD, &[&tx.school(), &pupil, &from, &until, &rows], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// What was written down of a child in some days, also what did not take place: kind, day, who, whether it was held.
pub(in crate::activity) fn took(tx: &mut Tx<'_>, pupil: PupilId, (from, until): (SchoolDate, SchoolDate), rows: i64) -> Result<Vec<(String, SchoolDate, StaffId, bool)>> {
    tx.query(TOOK, &[&tx.school(), &pupil, &from, &until, &rows], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
}

/// Visits and calls that took place, the newest first.
pub(in crate::activity) fn home(tx: &mut Tx<'_>, pupil: PupilId, rows: i64) -> Result<Vec<Row>> {
    tx.query(HOME, &[&tx.school(), &pupil, &rows], row)
}

/// How many children of a class were not visited since a day.
pub(in crate::activity) fn unvisited(tx: &mut Tx<'_>, class: ClassId, since: SchoolDate, day: SchoolDate) -> Result<i64> {
    tx.number(UNVISITED, &[&tx.school(), &class, &since, &day])
}

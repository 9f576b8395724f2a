//! What the statistics count beside files and reviews: reads `activity`, `place`, `confirmation`, `confirmation_end`.

use crate::base::{ClassId, PupilId, Result, SchoolDate};
use crate::store::{Sql, Tx};

const ACTS: Sql = Sql("select a.day, l.class_id, count(distinct a.id) from activity a join activity_pupil p on p.school_id = a.school_id and p.activity_id = a.id
       join place l on l.school_id = p.school_id and l.pupil_id = p.pupil_id and a.day between l.from_day and l.until_day
      where a.school_id = $1 and a.day between $2 and $3 and a.held group by a.day, l.class_id order by a.day, l.class_id");
const LEFT: Sql = Sql("select distinct c.pupil_id, l.class_id from confirmation c join confirmation_end e on e.school_id = c.school_id and e.confirmation_id = c.id
       join place l on l.school_id = c.school_id and l.pupil_id = c.pupil_id and e.day between l.from_day and l.until_day
      where c.school_id = $1 and e.how = 'exited' and e.day between $2 and $3 and c.category <> 'wellbeing_concern' order by c.pupil_id, l.class_id");

/// How many acts took place on each day with children of each class.
pub(in crate::report) fn acts(tx: &mut Tx<'_>, from: SchoolDate, until: SchoolDate) -> Result<Vec<(SchoolDate, ClassId, i64)>> {
    tx.query(ACTS, &[&tx.school(), &from, &until], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// The children who came off a list in some days because they no longer need it, with their class then. The counsellor's are not told.
pub(in crate::report) fn left(tx: &mut Tx<'_>, from: SchoolDate, until: SchoolDate) -> Result<Vec<(PupilId, ClassId)>> {
    tx.query(LEFT, &[&tx.school(), &from, &until], |row| Ok((row.get(0)?, row.get(1)?)))
}

//! Statements on movements. Reads `place` of access to know where a pupil has sat.

use super::super::movements::Movement;
use crate::base::{ClassId, GradeId, PupilId, Result, SchoolDate};
use crate::store::{Sql, Tx};

const OF_PUPIL: Sql = Sql("select m.id, m.kind, m.day, m.from_class_id, f.name, m.to_class_id, t.name, m.undoes_id, m.reason, m.actor, m.at_ms,
            exists (select 1 from movement u where u.school_id = $1 and u.undoes_id = m.id)
       from movement m left join class f on f.school_id = m.school_id and f.id = m.from_class_id left join class t on t.school_id = m.school_id and t.id = m.to_class_id
      where m.school_id = $1 and m.pupil_id = $2 order by m.at_ms desc, m.day desc, m.id limit $3");
const LAST_DAY: Sql = Sql("select max(until_day) from place where school_id = $1 and pupil_id = $2");
const GRADES_OF: Sql = Sql("select g.id, g.level from class c join grade g on g.school_id = c.school_id and g.id = c.grade_id where c.school_id = $1 and c.id = $2
     union select g.id, g.level from class_also_grade a join grade g on g.school_id = a.school_id and g.id = a.grade_id where a.school_id = $1 and a.class_id = $2
     order by 2");
const LEVEL_BEFORE: Sql = Sql("select max(g.level) from place pl join grade g on g.school_id = pl.school_id and g.id = pl.grade_id
      where pl.school_id = $1 and pl.pupil_id = $2 and pl.class_id = $3");

pub(in crate::roster) fn of_pupil(tx: &mut Tx<'_>, pupil: PupilId, rows: i64) -> Result<Vec<Movement>> {
    tx.query(OF_PUPIL, &[&tx.school(), &pupil, &rows], |row| {
        Ok(Movement {
            id: row.get(0)?,
            kind: row.get(1)?,
            day: row.get(2)?,
            from_class: row.get(3)?,
            from_name: row.get::<Option<String>>(4)?.unwrap_or_default(),
            to_class: row.get(5)?,
            to_name: row.get::<Option<String>>(6)?.unwrap_or_default(),
            undoes: row.get(7)?,
            reason: row.get(8)?,
            actor: row.get(9)?,
            at: row.get(10)?,
            undone: row.get(11)?,
        })
    })
}

pub(in crate::roster) fn last_day(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Option<SchoolDate>> {
    tx.one(LAST_DAY, &[&tx.school(), &pupil], |row| row.get(0))
}

pub(in crate::roster) fn grades_of(tx: &mut Tx<'_>, class: ClassId) -> Result<Vec<(GradeId, i64)>> {
    tx.query(GRADES_OF, &[&tx.school(), &class], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(in crate::roster) fn level_before(tx: &mut Tx<'_>, pupil: PupilId, class: ClassId) -> Result<Option<i64>> {
    tx.one(LEVEL_BEFORE, &[&tx.school(), &pupil, &class], |row| row.get(0))
}

//! Statements by which results and attendance go from one entry of a child to the other.

use crate::base::{AssessmentId, ClassId, ImportId, PupilId, Result, RowId, Stamp};
use crate::store::{Sql, Tx};

/// Results of `gone` that differ from those of `kept` in the same assessment and subject.
const LOSING: Sql = Sql("select g.assessment_id, g.class_id, g.subject, g.state, g.points, g.band, g.import_id, g.actor, g.at_ms
       from result g join result k on k.school_id = g.school_id and k.assessment_id = g.assessment_id and k.subject = g.subject and k.pupil_id = $2
      where g.school_id = $1 and g.pupil_id = $3 and (g.state <> k.state or coalesce(g.points, -1) <> coalesce(k.points, -1) or coalesce(g.band, '') <> coalesce(k.band, ''))
      order by g.assessment_id, g.subject");
const KEEP_LOST: Sql =
    Sql("insert into result_change (school_id, id, assessment_id, class_id, pupil_id, subject, state, points, band, before_import_id, before_actor, before_at_ms, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)");
const DROP_RESULTS: Sql = Sql("delete from result where school_id = $1 and pupil_id = $3
        and exists (select 1 from result k where k.school_id = $1 and k.pupil_id = $2 and k.assessment_id = result.assessment_id and k.subject = result.subject)");
const RESULTS: Sql = Sql("update result set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const CHANGES: Sql = Sql("update result_change set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const DROP_ABSENCES: Sql =
    Sql("delete from absence where school_id = $1 and pupil_id = $3 and exists (select 1 from absence k where k.school_id = $1 and k.pupil_id = $2 and k.day = absence.day)");
const ABSENCES: Sql = Sql("update absence set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const DROP_TOTALS: Sql = Sql("delete from attendance_total where school_id = $1 and pupil_id = $3
        and exists (select 1 from attendance_total k where k.school_id = $1 and k.pupil_id = $2 and k.term_id = attendance_total.term_id)");
const TOTALS: Sql = Sql("update attendance_total set pupil_id = $2 where school_id = $1 and pupil_id = $3");

/// A result that gives way.
pub(in crate::results) struct Lost {
    assessment: AssessmentId,
    class: ClassId,
    subject: String,
    state: String,
    points: Option<f64>,
    band: Option<String>,
    import: Option<ImportId>,
    actor: String,
    at: Stamp,
}

pub(in crate::results) fn losing(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<Vec<Lost>> {
    tx.query(LOSING, &[&tx.school(), &kept, &gone], |row| {
        let (assessment, class, subject, state, points, band) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?);
        Ok(Lost { assessment, class, subject, state, points, band, import: row.get(6)?, actor: row.get(7)?, at: row.get(8)? })
    })
}

pub(in crate::results) fn keep_lost(tx: &mut Tx<'_>, l: &Lost, kept: PupilId, actor: &str) -> Result<()> {
    let (school, id, now) = (tx.school(), tx.new_id::<RowId>(), tx.now());
    tx.execute(KEEP_LOST, &[&school, &id, &l.assessment, &l.class, &kept, &l.subject, &l.state, &l.points, &l.band, &l.import, &l.actor, &l.at, &actor, &now])?;
    Ok(())
}

pub(in crate::results) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    let school = tx.school();
    for sql in [DROP_RESULTS, RESULTS, CHANGES, DROP_ABSENCES, ABSENCES, DROP_TOTALS, TOTALS] {
        tx.execute(sql, &[&school, &kept, &gone])?;
    }
    Ok(())
}

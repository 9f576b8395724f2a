//! What the child's page reads from other rooms' tables: `result`, `assessment`, `absence`, `attendance_total`, `candidate`, `screening_run`, `term`, `consent`, `place`, `pupil`.

use super::{AttendanceLine, ConsentLine};
use crate::base::{AssessmentId, ClassId, PupilId, Result, SchoolDate};
use crate::store::{Sql, Tx};

/// A result as it is stored.
pub(super) struct ResultRow {
    pub assessment: String,
    pub name: String,
    pub day: SchoolDate,
    pub subject: String,
    pub state: String,
    pub points: Option<f64>,
    pub band: Option<String>,
}

const RESULTS: Sql = Sql("select a.id, a.name, a.day, r.subject, r.state, r.points, r.band
       from result r join assessment a on a.school_id = r.school_id and a.id = r.assessment_id
      where r.school_id = $1 and r.pupil_id = $2 order by a.day desc, a.id, r.subject limit $3");
const TOTALS: Sql = Sql("select t.code, a.sick_days, a.personal_days, a.unexplained_days, a.late_times
       from attendance_total a join term t on t.school_id = a.school_id and t.id = a.term_id where a.school_id = $1 and a.pupil_id = $2");
const ABSENCES: Sql = Sql("select t.code, cast(sum(case when b.kind = 'sick' then 1 else 0 end) as bigint), cast(sum(case when b.kind = 'personal' then 1 else 0 end) as bigint),
            cast(sum(case when b.kind = 'unexplained' then 1 else 0 end) as bigint), cast(sum(case when b.kind = 'late' then 1 else 0 end) as bigint)
       from absence b join term t on t.school_id = b.school_id and b.day between t.first_day and t.last_day
      where b.school_id = $1 and b.pupil_id = $2 group by t.code");
const CANDIDACIES: Sql = Sql("select r.day, t.code, c.reasons
       from candidate c join screening_run r on r.school_id = c.school_id and r.id = c.run_id join term t on t.school_id = r.school_id and t.id = r.term_id
      where c.school_id = $1 and c.pupil_id = $2
        and not exists (select 1 from screening_run n where n.school_id = r.school_id and n.term_id = r.term_id and n.at_ms > r.at_ms)
      order by r.at_ms desc");
const CLASS_CONSENTS: Sql = Sql("select p.id, p.name, p.seat_no, n.given, n.day, coalesce(n.withdrawn, false)
       from place pl join pupil p on p.school_id = pl.school_id and p.id = pl.pupil_id
       left join consent n on n.school_id = pl.school_id and n.pupil_id = pl.pupil_id and n.purpose = $3
            and not exists (select 1 from consent e where e.school_id = n.school_id and e.pupil_id = n.pupil_id and e.purpose = n.purpose and (e.at_ms > n.at_ms or (e.at_ms = n.at_ms and e.id > n.id)))
      where pl.school_id = $1 and pl.class_id = $2 and pl.until_day >= $4 and p.erased_at_ms is null
      order by p.seat_no is null, p.seat_no, p.name_sort, p.id");

pub(super) fn results(tx: &mut Tx<'_>, pupil: PupilId, rows: i64) -> Result<Vec<ResultRow>> {
    tx.query(RESULTS, &[&tx.school(), &pupil, &rows], |row| {
        let id: AssessmentId = row.get(0)?;
        Ok(ResultRow { assessment: id.to_string(), name: row.get(1)?, day: row.get(2)?, subject: row.get(3)?, state: row.get(4)?, points: row.get(5)?, band: row.get(6)? })
    })
}

pub(super) fn attendance_totals(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<AttendanceLine>> {
    tx.query(TOTALS, &[&tx.school(), &pupil], |row| Ok(AttendanceLine { term: row.get(0)?, sick: row.get(1)?, personal: row.get(2)?, unexplained: row.get(3)?, late: row.get(4)? }))
}

pub(super) fn absences(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<AttendanceLine>> {
    tx.query(ABSENCES, &[&tx.school(), &pupil], |row| {
        Ok(AttendanceLine { term: row.get(0)?, sick: row.get(1)?, personal: row.get(2)?, unexplained: row.get(3)?, late: row.get(4)? })
    })
}

pub(super) fn candidacies(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<(SchoolDate, String, String)>> {
    tx.query(CANDIDACIES, &[&tx.school(), &pupil], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

pub(super) fn class_consents(tx: &mut Tx<'_>, class: ClassId, purpose: &str, day: SchoolDate) -> Result<Vec<ConsentLine>> {
    tx.query(CLASS_CONSENTS, &[&tx.school(), &class, &purpose, &day], |row| {
        Ok(ConsentLine { id: row.get(0)?, name: row.get(1)?, seat_no: row.get(2)?, given: row.get(3)?, day: row.get(4)?, withdrawn: row.get(5)? })
    })
}

//! The parcels of the room, and what the child's page reads from other rooms' tables: `result`, `assessment`, `absence`, `attendance_total`, `candidate`, `screening_run`, `term`, `consent`, `place`, `pupil`.

use super::{AttendanceLine, ConsentLine};
use crate::base::{AssessmentId, ClassId, PupilId, Result, RowId, SchoolDate};
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

/// Where the vault keeps what came along.
const CONTENT: &str = "parcel.content_sealed";

const PARCEL_KNOWN: Sql = Sql("select count(*) from parcel where school_id = $1 and id = $2");
const COUNT_PARCELS: Sql = Sql("select count(*) from parcel where school_id = $1 and pupil_id = $2");
const INSERT_PARCEL: Sql =
    Sql("insert into parcel (school_id, id, pupil_id, from_school, made_on, accepted_on, content_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
const PARCELS_OF: Sql = Sql("select from_school, made_on, accepted_on, content_sealed from parcel where school_id = $1 and pupil_id = $2 order by at_ms desc, id");

/// A parcel that was accepted.
pub(super) struct ParcelRow {
    pub from: String,
    pub made_on: SchoolDate,
    pub accepted_on: SchoolDate,
    pub content: String,
}

/// Whether a parcel was accepted before.
pub(super) fn parcel_is_known(tx: &mut Tx<'_>, id: RowId) -> Result<bool> {
    Ok(tx.number(PARCEL_KNOWN, &[&tx.school(), &id])? > 0)
}

/// How many parcels came with a child.
pub(super) fn count_parcels(tx: &mut Tx<'_>, pupil: PupilId) -> Result<i64> {
    tx.number(COUNT_PARCELS, &[&tx.school(), &pupil])
}

/// Writes an accepted parcel; `from` is the school that sent it and the day.
pub(super) fn insert_parcel(tx: &mut Tx<'_>, id: RowId, pupil: PupilId, from: (&str, SchoolDate), content: &str, actor: &str) -> Result<()> {
    let sealed = tx.vault().seal_words(pupil, CONTENT, content)?;
    let (school, today, now) = (tx.school(), tx.today(), tx.now());
    tx.execute(INSERT_PARCEL, &[&school, &id, &pupil, &from.0, &from.1, &today, &sealed, &actor, &now])?;
    Ok(())
}

/// The parcels that came with a child, the newest first.
pub(super) fn parcels_of(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<ParcelRow>> {
    let rows: Vec<(String, SchoolDate, SchoolDate, Option<Vec<u8>>)> =
        tx.query(PARCELS_OF, &[&tx.school(), &pupil], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let vault = tx.vault();
    rows.into_iter()
        .map(|(from, made_on, accepted_on, sealed)| Ok(ParcelRow { from, made_on, accepted_on, content: vault.open_words(pupil, CONTENT, sealed.as_deref())? }))
        .collect()
}

const PARCELS_TO_KEPT: Sql = Sql("update parcel set pupil_id = $2 where school_id = $1 and pupil_id = $3");

/// The parcels that came with one entry of a child stand at the other.
pub(super) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    let school = tx.school();
    tx.execute(PARCELS_TO_KEPT, &[&school, &kept, &gone]).map(|_| ())
}

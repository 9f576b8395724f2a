//! SQL of what a run found, limited to whom it concerns: a subject teacher reads of own classes what lies in the own subject.

use crate::base::{ClassId, GradeId, PupilId, Result, RunId, SchoolDate, StaffId};
use crate::store::{Sql, Tx};

/// Whether the asker may read this candidate; parameters as for [`crate::scope!`]. A subject teacher needs a reason in the own subject.
macro_rules! readable {
    ($c:literal) => {
        concat!(
            "($2 or exists (select 1 from reader r where r.school_id = $1 and r.staff_id = $3 and r.pupil_id = ",
            $c,
            ".pupil_id and cast($4 as date) between r.tie_from and r.tie_until and cast($4 as date) between r.place_from and r.place_until",
            " and cast($5 as text) like '%,' || r.duty || ',%' and (r.duty <> 'subject_teacher' or ",
            $c,
            ".subjects like '%,' || r.subject || ',%')))"
        )
    };
}

/// Who asks, as the limits of a list.
pub(in crate::screening) struct Asker {
    pub everyone: bool,
    pub staff: StaffId,
    pub day: SchoolDate,
    pub duties: String,
}

/// What a list is narrowed to; patterns are for `like`.
pub(in crate::screening) struct Narrow {
    pub class: Option<ClassId>,
    pub grade: Option<GradeId>,
    pub rule: String,
    pub subject: String,
    pub only_new: bool,
}

/// A candidate as it is read.
pub(in crate::screening) struct FoundRow {
    pub pupil: PupilId,
    pub name: String,
    pub seat: Option<i64>,
    pub class: ClassId,
    pub class_name: String,
    pub level: i64,
    pub reasons: String,
    /// Whether more than the own subject may be read.
    pub whole: bool,
    pub was_before: bool,
}

macro_rules! narrowed {
    () => {
        concat!(
            " from candidate c
              join pupil p on p.school_id = c.school_id and p.id = c.pupil_id
              join class k on k.school_id = c.school_id and k.id = c.class_id
              join grade g on g.school_id = c.school_id and g.id = c.grade_id
             where c.school_id = $1 and c.run_id = $6 and c.class_id = coalesce($8, c.class_id) and c.grade_id = coalesce($9, c.grade_id)
               and c.rules like $10 and c.subjects like $11
               and (not $12 or not exists (select 1 from candidate b where b.school_id = c.school_id and b.run_id = $7 and b.pupil_id = c.pupil_id)) and ",
            readable!("c")
        )
    };
}

const LIST: Sql = Sql(concat!(
    "select c.pupil_id, p.name, p.seat_no, c.class_id, k.name, g.level, c.reasons,
       ($2 or exists (select 1 from reader r where r.school_id = $1 and r.staff_id = $3 and r.pupil_id = c.pupil_id
          and cast($4 as date) between r.tie_from and r.tie_until and cast($4 as date) between r.place_from and r.place_until
          and cast($5 as text) like '%,' || r.duty || ',%' and r.duty <> 'subject_teacher')),
       exists (select 1 from candidate b where b.school_id = c.school_id and b.run_id = $7 and b.pupil_id = c.pupil_id)",
    narrowed!(),
    " order by g.level, k.number, p.seat_no is null, p.seat_no, p.name, p.id limit $13 offset $14"
));
const COUNT: Sql = Sql(concat!("select count(*)", narrowed!()));

pub(in crate::screening) fn list(tx: &mut Tx<'_>, scope: &Asker, run: RunId, before: RunId, narrow: &Narrow, rows: i64, skip: i64) -> Result<Vec<FoundRow>> {
    let (s, n) = (scope, narrow);
    tx.query(LIST, &[&tx.school(), &s.everyone, &s.staff, &s.day, &s.duties, &run, &before, &n.class, &n.grade, &n.rule, &n.subject, &n.only_new, &rows, &skip], |row| {
        Ok(FoundRow {
            pupil: row.get(0)?,
            name: row.get(1)?,
            seat: row.get(2)?,
            class: row.get(3)?,
            class_name: row.get(4)?,
            level: row.get(5)?,
            reasons: row.get(6)?,
            whole: row.get(7)?,
            was_before: row.get(8)?,
        })
    })
}

pub(in crate::screening) fn count(tx: &mut Tx<'_>, scope: &Asker, run: RunId, before: RunId, narrow: &Narrow) -> Result<i64> {
    let (s, n) = (scope, narrow);
    tx.number(COUNT, &[&tx.school(), &s.everyone, &s.staff, &s.day, &s.duties, &run, &before, &n.class, &n.grade, &n.rule, &n.subject, &n.only_new])
}

const GONE: Sql = Sql(concat!(
    "select c.pupil_id, p.name, p.seat_no, k.name from candidate c
      join pupil p on p.school_id = c.school_id and p.id = c.pupil_id
      join class k on k.school_id = c.school_id and k.id = c.class_id
     where c.school_id = $1 and c.run_id = $7 and c.class_id = coalesce($8, c.class_id)
       and not exists (select 1 from candidate n where n.school_id = c.school_id and n.run_id = $6 and n.pupil_id = c.pupil_id) and ",
    readable!("c"),
    " order by k.name, p.seat_no, p.name, p.id limit $9"
));

/// Who was found by the run before and no longer is: pupil, name, seat number, class.
pub(in crate::screening) fn gone(tx: &mut Tx<'_>, s: &Asker, run: RunId, before: RunId, class: Option<ClassId>, most: i64) -> Result<Vec<(PupilId, String, Option<i64>, String)>> {
    tx.query(GONE, &[&tx.school(), &s.everyone, &s.staff, &s.day, &s.duties, &run, &before, &class, &most], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
}

const BY_CLASS: Sql = Sql(concat!(
    "select c.class_id, count(*),
       cast(sum(case when exists (select 1 from candidate b where b.school_id = c.school_id and b.run_id = $7 and b.pupil_id = c.pupil_id) then 0 else 1 end) as bigint)
      from candidate c where c.school_id = $1 and c.run_id = $6 and ",
    readable!("c"),
    " group by c.class_id"
));

/// Candidates by class, and how many of them the run before had not found.
pub(in crate::screening) fn by_class(tx: &mut Tx<'_>, s: &Asker, run: RunId, before: RunId) -> Result<Vec<(ClassId, i64, i64)>> {
    tx.query(BY_CLASS, &[&tx.school(), &s.everyone, &s.staff, &s.day, &s.duties, &run, &before], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

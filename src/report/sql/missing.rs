//! The day of the inspection, and what is there already of what an inspection asks for: reads `activity`, `pairing`, `consent`, `progress_review`, `case_subject`, `plan_habit`, `confirmation`.

use crate::base::{PupilId, Result, SchoolDate, StaffId};
use crate::store::{Sql, Tx};

const DAY: Sql = Sql("select d.day, d.number from inspection_day d where d.school_id = $1 order by d.number desc limit 1");
const INSERT_DAY: Sql = Sql("insert into inspection_day (school_id, number, day, actor, at_ms) values ($1, $2, $3, $4, $5)");
const HELD: Sql = Sql("select distinct p.pupil_id from activity_pupil p join activity a on a.school_id = p.school_id and a.id = p.activity_id
      where p.school_id = $1 and p.day between $2 and $3 and a.held");
const PAIRED: Sql = Sql("select p.pupil_id, p.staff_id, f.name from pairing p join staff f on f.school_id = p.school_id and f.id = p.staff_id
       left join pairing_end e on e.school_id = p.school_id and e.pairing_id = p.id
      where p.school_id = $1 and cast($2 as date) between p.from_day and p.until_day and (e.last_day is null or e.last_day >= cast($2 as date)) order by p.pupil_id, f.name, p.id");
const AGREED: Sql = Sql("select c.pupil_id from consent c where c.school_id = $1 and c.purpose = $2 and c.given
        and not exists (select 1 from consent n where n.school_id = c.school_id and n.pupil_id = c.pupil_id and n.purpose = c.purpose and (n.at_ms > c.at_ms or (n.at_ms = c.at_ms and n.id > c.id)))
        and not c.withdrawn");
const REVIEWED: Sql = Sql("select distinct r.pupil_id from progress_review r where r.school_id = $1 and r.day between $2 and $3");
const COUNTS: Sql = Sql("select (select count(*) from case_subject s where s.school_id = $1 and s.what = 'entry'),
            (select count(*) from activity a where a.school_id = $1 and a.day between $2 and $3 and a.kind in ('talk', 'tutoring', 'group_talk')),
            (select count(*) from activity b where b.school_id = $1 and b.day between $2 and $3 and b.kind in ('home_visit', 'phone_call')),
            (select count(*) from plan_habit h where h.school_id = $1),
            (select count(*) from confirmation c where c.school_id = $1 and c.from_day <= $3 and c.until_day >= $2)");
const NAMES: Sql = Sql("select p.name from pupil p where p.school_id = $1 and p.erased_at_ms is null order by p.name, p.id");

/// The newest day, with its number.
pub(in crate::report) fn day(tx: &mut Tx<'_>) -> Result<Option<(SchoolDate, i64)>> {
    tx.optional(DAY, &[&tx.school()], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(in crate::report) fn insert_day(tx: &mut Tx<'_>, number: i64, day: SchoolDate, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_DAY, &[&school, &number, &day, &actor, &now]).map(|_| ())
}

/// The children with whom something took place in some days.
pub(in crate::report) fn held(tx: &mut Tx<'_>, from: SchoolDate, until: SchoolDate) -> Result<Vec<PupilId>> {
    tx.query(HELD, &[&tx.school(), &from, &until], |row| row.get(0))
}

/// Who helps whom on a day.
pub(in crate::report) fn paired(tx: &mut Tx<'_>, day: SchoolDate) -> Result<Vec<(PupilId, StaffId, String)>> {
    tx.query(PAIRED, &[&tx.school(), &day], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// The children whose family agreed to a purpose.
pub(in crate::report) fn agreed(tx: &mut Tx<'_>, purpose: &str) -> Result<Vec<PupilId>> {
    tx.query(AGREED, &[&tx.school(), &purpose], |row| row.get(0))
}

/// The children who were reviewed in some days.
pub(in crate::report) fn reviewed(tx: &mut Tx<'_>, from: SchoolDate, until: SchoolDate) -> Result<Vec<PupilId>> {
    tx.query(REVIEWED, &[&tx.school(), &from, &until], |row| row.get(0))
}

/// Entries of subject files, talks and tutoring, visits and calls, habits followed, confirmations: how many there are.
pub(in crate::report) fn counts(tx: &mut Tx<'_>, from: SchoolDate, until: SchoolDate) -> Result<[i64; 5]> {
    tx.one(COUNTS, &[&tx.school(), &from, &until], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?]))
}

/// The names of all children, for what must not hold one.
pub(in crate::report) fn names(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    tx.query(NAMES, &[&tx.school()], |row| row.get(0))
}

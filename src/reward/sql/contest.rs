//! SQL of contests and recitals of a class. Reads `pupil` of the roster for names.

use crate::base::{ClassId, PupilId, Result, RowId, SchoolDate, StaffId, TermId};
use crate::store::{Sql, Tx};

const INSERT: Sql = Sql("insert into reward_contest (school_id, id, class_id, term_id, what, subject, unit, title, day, staff_id, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (school_id, id) do nothing");
const INSERT_PUPIL: Sql = Sql("insert into reward_contest_pupil (school_id, contest_id, pupil_id, praised) values ($1, $2, $3, $4)");
const OF_CLASS: Sql = Sql("select c.id, c.what, c.subject, c.unit, c.title, c.day, c.staff_id,
        (select count(*) from reward_contest_pupil p where p.school_id = c.school_id and p.contest_id = c.id)
      from reward_contest c where c.school_id = $1 and c.class_id = $2 and c.term_id = $3
        and not exists (select 1 from reward_contest_end e where e.school_id = c.school_id and e.contest_id = c.id) order by c.day desc, c.at_ms desc, c.id limit 200");
const PRAISED: Sql = Sql("select p.contest_id, u.name from reward_contest_pupil p join reward_contest c on c.school_id = p.school_id and c.id = p.contest_id
        join pupil u on u.school_id = p.school_id and u.id = p.pupil_id
      where p.school_id = $1 and c.class_id = $2 and c.term_id = $3 and p.praised and u.erased_at_ms is null order by u.seat_no is null, u.seat_no, u.name, p.contest_id");
const ENDED: Sql = Sql("select e.contest_id from reward_contest_end e join reward_contest c on c.school_id = e.school_id and c.id = e.contest_id
      where e.school_id = $1 and c.class_id = $2 and c.term_id = $3");
const END: Sql = Sql("insert into reward_contest_end (school_id, contest_id, reason, actor, at_ms) values ($1, $2, $3, $4, $5) on conflict (school_id, contest_id) do nothing");
const PRAISED_IN: Sql = Sql("select pupil_id from reward_contest_pupil where school_id = $1 and contest_id = $2 and praised");
/// Of a contest in which both entries of a child took part, what the kept one's says counts.
const DROP_TWICE: Sql = Sql("delete from reward_contest_pupil where school_id = $1 and pupil_id = $3
        and exists (select 1 from reward_contest_pupil k where k.school_id = $1 and k.pupil_id = $2 and k.contest_id = reward_contest_pupil.contest_id)");
const PART_TO_KEPT: Sql = Sql("update reward_contest_pupil set pupil_id = $2 where school_id = $1 and pupil_id = $3");

/// A contest as it is stored.
pub(in crate::reward) struct ContestRow {
    pub id: RowId,
    pub what: String,
    pub subject: String,
    pub unit: String,
    pub title: String,
    pub day: SchoolDate,
    pub staff: StaffId,
    pub pupils: i64,
}

/// Whether it is new: once a unit.
pub(in crate::reward) fn insert(tx: &mut Tx<'_>, class: ClassId, term: TermId, row: &ContestRow) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    let ContestRow { id, what, subject, unit, title, day, staff, .. } = row;
    Ok(tx.execute(INSERT, &[&school, id, &class, &term, what, subject, unit, title, day, staff, &now])? == 1)
}

pub(in crate::reward) fn insert_pupil(tx: &mut Tx<'_>, contest: RowId, pupil: PupilId, praised: bool) -> Result<()> {
    let school = tx.school();
    tx.execute(INSERT_PUPIL, &[&school, &contest, &pupil, &praised]).map(|_| ())
}

pub(in crate::reward) fn of_class(tx: &mut Tx<'_>, class: ClassId, term: TermId) -> Result<Vec<ContestRow>> {
    tx.query(OF_CLASS, &[&tx.school(), &class, &term], |row| {
        Ok(ContestRow {
            id: row.get(0)?,
            what: row.get(1)?,
            subject: row.get(2)?,
            unit: row.get(3)?,
            title: row.get(4)?,
            day: row.get(5)?,
            staff: row.get(6)?,
            pupils: row.get(7)?,
        })
    })
}

/// The contests of a class that were taken back.
pub(in crate::reward) fn ended(tx: &mut Tx<'_>, class: ClassId, term: TermId) -> Result<Vec<RowId>> {
    tx.query(ENDED, &[&tx.school(), &class, &term], |row| row.get(0))
}

/// Whether it was there until now.
pub(in crate::reward) fn end(tx: &mut Tx<'_>, contest: RowId, reason: &str, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(END, &[&school, &contest, &reason, &actor, &now])? == 1)
}

/// The children who were praised in a contest.
pub(in crate::reward) fn praised_in(tx: &mut Tx<'_>, contest: RowId) -> Result<Vec<PupilId>> {
    tx.query(PRAISED_IN, &[&tx.school(), &contest], |row| row.get(0))
}

/// Who was praised in the contests of a class: contest and name.
pub(in crate::reward) fn praised(tx: &mut Tx<'_>, class: ClassId, term: TermId) -> Result<Vec<(RowId, String)>> {
    tx.query(PRAISED, &[&tx.school(), &class, &term], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(in crate::reward) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    let school = tx.school();
    tx.execute(DROP_TWICE, &[&school, &kept, &gone])?;
    tx.execute(PART_TO_KEPT, &[&school, &kept, &gone]).map(|_| ())
}

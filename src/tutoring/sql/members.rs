//! SQL of the children of a class.

use crate::base::{PupilId, Result, RowId, SchoolDate, TermId};
use crate::store::{Row, Sql, Tx};
use crate::tutoring::classes::Member;

const INSERT: Sql = Sql("insert into tutoring_member (school_id, id, tutoring_class_id, pupil_id, from_day, until_day, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)");
const INSERT_END: Sql =
    Sql("insert into tutoring_member_end (school_id, member_id, last_day, reason, actor, at_ms) values ($1, $2, $3, $4, $5, $6) on conflict (school_id, member_id) do nothing");

macro_rules! members {
    ($rest:expr) => {
        concat!(
            "select m.id, m.tutoring_class_id, m.pupil_id, u.name, u.seat_no, m.from_day, m.until_day, e.last_day, coalesce(e.reason, '')
               from tutoring_member m join pupil u on u.school_id = m.school_id and u.id = m.pupil_id
               join tutoring_class c on c.school_id = m.school_id and c.id = m.tutoring_class_id
               left join tutoring_member_end e on e.school_id = m.school_id and e.member_id = m.id
              where m.school_id = $1 and u.erased_at_ms is null and ",
            $rest,
            " order by u.seat_no is null, u.seat_no, u.name, m.from_day, m.id limit 20000"
        )
    };
}
const OF_CLASS: Sql = Sql(members!("m.tutoring_class_id = $2"));
const OF_TERM: Sql = Sql(members!("c.term_id = $2"));
const OF_PUPIL: Sql = Sql(members!("m.pupil_id = $2"));
/// Both entries of a child in one class: that of the kept one stays.
const DOUBLE: Sql = Sql("select m.id from tutoring_member m where m.school_id = $1 and m.pupil_id = $3
        and not exists (select 1 from tutoring_member_end e where e.school_id = m.school_id and e.member_id = m.id)
        and exists (select 1 from tutoring_member k where k.school_id = m.school_id and k.tutoring_class_id = m.tutoring_class_id and k.pupil_id = $2
                       and not exists (select 1 from tutoring_member_end e where e.school_id = k.school_id and e.member_id = k.id)) order by m.id");
const TO_KEPT: Sql = Sql("update tutoring_member set pupil_id = $2 where school_id = $1 and pupil_id = $3");

fn member(row: &Row<'_>) -> Result<Member> {
    let (until, last_day): (SchoolDate, Option<SchoolDate>) = (row.get(6)?, row.get(7)?);
    Ok(Member {
        id: row.get(0)?,
        class: row.get(1)?,
        pupil: row.get(2)?,
        name: row.get(3)?,
        seat: row.get(4)?,
        from: row.get(5)?,
        until: last_day.map_or(until, |last| last.min(until)),
        is_over: last_day.is_some(),
        reason: row.get(8)?,
    })
}

pub(in crate::tutoring) fn insert(tx: &mut Tx<'_>, id: RowId, class: RowId, pupil: PupilId, from: SchoolDate, until: SchoolDate, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT, &[&school, &id, &class, &pupil, &from, &until, &actor, &now]).map(|_| ())
}

/// Whether it had no end.
pub(in crate::tutoring) fn insert_end(tx: &mut Tx<'_>, id: RowId, last_day: SchoolDate, reason: &str, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_END, &[&school, &id, &last_day, &reason, &actor, &now])? == 1)
}

pub(in crate::tutoring) fn of_class(tx: &mut Tx<'_>, class: RowId) -> Result<Vec<Member>> {
    tx.query(OF_CLASS, &[&tx.school(), &class], member)
}

pub(in crate::tutoring) fn of_term(tx: &mut Tx<'_>, term: TermId) -> Result<Vec<Member>> {
    tx.query(OF_TERM, &[&tx.school(), &term], member)
}

pub(in crate::tutoring) fn of_pupil(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<Member>> {
    tx.query(OF_PUPIL, &[&tx.school(), &pupil], member)
}

pub(in crate::tutoring) fn double(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<Vec<RowId>> {
    tx.query(DOUBLE, &[&tx.school(), &kept, &gone], |row| row.get(0))
}

pub(in crate::tutoring) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    tx.execute(TO_KEPT, &[&tx.school(), &kept, &gone]).map(|_| ())
}

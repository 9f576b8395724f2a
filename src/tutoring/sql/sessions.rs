//! SQL of the days on which classes were held, and who was there.

use crate::base::{PupilId, Result, RowId, SchoolDate, StaffId, TermId};
use crate::store::{Row, Sql, Tx};
use crate::tutoring::sessions::{Presence, Session};

const INSERT: Sql = Sql("insert into tutoring_session (school_id, tutoring_class_id, day, number, is_held, about, staff_id, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, tutoring_class_id, day, number) do nothing");
const INSERT_PRESENCE: Sql = Sql("insert into tutoring_presence (school_id, tutoring_class_id, day, pupil_id, number, state, activity_id, at_ms)
     values ($1, $2, $3, $4, (select coalesce(max(n.number), 0) + 1 from tutoring_presence n
       where n.school_id = $1 and n.tutoring_class_id = $2 and n.day = $3 and n.pupil_id = $4), $5, $6, $7)");

macro_rules! sessions {
    ($rest:expr) => {
        concat!(
            "select s.tutoring_class_id, s.day, s.number, s.is_held, s.about, s.staff_id, f.name from tutoring_session s
               join staff f on f.school_id = s.school_id and f.id = s.staff_id
               join tutoring_class c on c.school_id = s.school_id and c.id = s.tutoring_class_id
              where s.school_id = $1 and s.number = (select max(n.number) from tutoring_session n
                      where n.school_id = s.school_id and n.tutoring_class_id = s.tutoring_class_id and n.day = s.day) and ",
            $rest,
            " order by s.day desc, s.tutoring_class_id limit 5000"
        )
    };
}
const OF_CLASS: Sql = Sql(sessions!("s.tutoring_class_id = $2"));
const OF_TERM: Sql = Sql(sessions!("c.term_id = $2"));

macro_rules! presences {
    ($rest:expr) => {
        concat!(
            "select a.tutoring_class_id, a.day, a.pupil_id, a.state, a.activity_id from tutoring_presence a
               join tutoring_class c on c.school_id = a.school_id and c.id = a.tutoring_class_id
              where a.school_id = $1 and a.number = (select max(n.number) from tutoring_presence n
                      where n.school_id = a.school_id and n.tutoring_class_id = a.tutoring_class_id and n.day = a.day and n.pupil_id = a.pupil_id) and ",
            $rest,
            " order by a.day, a.tutoring_class_id, a.pupil_id limit 100000"
        )
    };
}
const PRESENT_IN_CLASS: Sql = Sql(presences!("a.tutoring_class_id = $2"));
const PRESENT_IN_TERM: Sql = Sql(presences!("c.term_id = $2"));
const PRESENT_OF_PUPIL: Sql = Sql(presences!("a.pupil_id = $2"));
/// Days on which both entries of a child were written down: those of the kept one stay.
const DROP_DOUBLE: Sql = Sql("delete from tutoring_presence where school_id = $1 and pupil_id = $3 and exists (select 1 from tutoring_presence k
        where k.school_id = $1 and k.tutoring_class_id = tutoring_presence.tutoring_class_id and k.day = tutoring_presence.day and k.pupil_id = $2)");
const TO_KEPT: Sql = Sql("update tutoring_presence set pupil_id = $2 where school_id = $1 and pupil_id = $3");

fn session(row: &Row<'_>) -> Result<Session> {
    Ok(Session { class: row.get(0)?, day: row.get(1)?, number: row.get(2)?, held: row.get(3)?, about: row.get(4)?, staff: row.get(5)?, by: row.get(6)? })
}

fn presence(row: &Row<'_>) -> Result<Presence> {
    Ok(Presence { class: row.get(0)?, day: row.get(1)?, pupil: row.get(2)?, state: row.get(3)?, activity: row.get(4)? })
}

/// Whether nobody wrote that number before.
pub(in crate::tutoring) fn insert(tx: &mut Tx<'_>, class: RowId, day: SchoolDate, number: i64, held: bool, about: &str, staff: StaffId) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT, &[&school, &class, &day, &number, &held, &about, &staff, &now])? == 1)
}

pub(in crate::tutoring) fn insert_presence(tx: &mut Tx<'_>, new: &Presence) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_PRESENCE, &[&school, &new.class, &new.day, &new.pupil, &new.state, &new.activity, &now]).map(|_| ())
}

pub(in crate::tutoring) fn of_class(tx: &mut Tx<'_>, class: RowId) -> Result<Vec<Session>> {
    tx.query(OF_CLASS, &[&tx.school(), &class], session)
}

pub(in crate::tutoring) fn of_term(tx: &mut Tx<'_>, term: TermId) -> Result<Vec<Session>> {
    tx.query(OF_TERM, &[&tx.school(), &term], session)
}

pub(in crate::tutoring) fn present(tx: &mut Tx<'_>, class: RowId) -> Result<Vec<Presence>> {
    tx.query(PRESENT_IN_CLASS, &[&tx.school(), &class], presence)
}

pub(in crate::tutoring) fn present_in_term(tx: &mut Tx<'_>, term: TermId) -> Result<Vec<Presence>> {
    tx.query(PRESENT_IN_TERM, &[&tx.school(), &term], presence)
}

pub(in crate::tutoring) fn present_of_pupil(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<Presence>> {
    tx.query(PRESENT_OF_PUPIL, &[&tx.school(), &pupil], presence)
}

pub(in crate::tutoring) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    let school = tx.school();
    for sql in [DROP_DOUBLE, TO_KEPT] {
        tx.execute(sql, &[&school, &kept, &gone])?;
    }
    Ok(())
}

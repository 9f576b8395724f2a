//! SQL of what the school tells others. Reads `pupil` of the roster for the names that may not stand in it.

use crate::base::{PupilId, Result, RowId, StaffId};
use crate::store::{Sql, Tx};
use crate::tutoring::posts::{New, Post};

const INSERT: Sql = Sql("insert into tutoring_post (school_id, id, channel, title, words, until_day, staff_id, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, id) do nothing");
const INSERT_CHILD: Sql = Sql("insert into tutoring_post_child (school_id, post_id, pupil_id) values ($1, $2, $3) on conflict (school_id, post_id, pupil_id) do nothing");
const INSERT_STEP: Sql = Sql("insert into tutoring_post_step (school_id, post_id, number, what, why, staff_id, at_ms)
     values ($1, $2, (select coalesce(max(n.number), 0) + 1 from tutoring_post_step n where n.school_id = $1 and n.post_id = $2), $3, $4, $5, $6)
     on conflict (school_id, post_id, number) do nothing");
const ALL: Sql =
    Sql("select p.id, p.channel, p.title, p.words, p.until_day, p.staff_id, f.name, coalesce(s.what, ''), coalesce(s.why, ''), coalesce(d.name, '') from tutoring_post p
       join staff f on f.school_id = p.school_id and f.id = p.staff_id
       left join tutoring_post_step s on s.school_id = p.school_id and s.post_id = p.id
        and s.number = (select max(n.number) from tutoring_post_step n where n.school_id = s.school_id and n.post_id = s.post_id)
       left join staff d on d.school_id = s.school_id and d.id = s.staff_id
      where p.school_id = $1 order by p.at_ms desc, p.id limit 500");
const CHILDREN: Sql = Sql("select post_id, pupil_id from tutoring_post_child where school_id = $1 order by post_id, pupil_id limit 20000");
const NAMES: Sql = Sql("select distinct name from pupil where school_id = $1 and erased_at_ms is null order by name");
const DROP_DOUBLE: Sql = Sql("delete from tutoring_post_child where school_id = $1 and pupil_id = $3 and exists (select 1 from tutoring_post_child k
        where k.school_id = $1 and k.post_id = tutoring_post_child.post_id and k.pupil_id = $2)");
const TO_KEPT: Sql = Sql("update tutoring_post_child set pupil_id = $2 where school_id = $1 and pupil_id = $3");

/// Whether it is new.
pub(in crate::tutoring) fn insert(tx: &mut Tx<'_>, p: &New, staff: StaffId) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT, &[&school, &p.id, &p.channel, &p.title, &p.words, &p.until, &staff, &now])? == 1)
}

pub(in crate::tutoring) fn insert_child(tx: &mut Tx<'_>, post: RowId, pupil: PupilId) -> Result<()> {
    let school = tx.school();
    tx.execute(INSERT_CHILD, &[&school, &post, &pupil]).map(|_| ())
}

/// Whether nobody decided at the same moment.
pub(in crate::tutoring) fn insert_step(tx: &mut Tx<'_>, post: RowId, what: &str, why: &str, staff: StaffId) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_STEP, &[&school, &post, &what, &why, &staff, &now])? == 1)
}

/// All posts, the newest first, without their children.
pub(in crate::tutoring) fn all(tx: &mut Tx<'_>) -> Result<Vec<Post>> {
    tx.query(ALL, &[&tx.school()], |row| {
        Ok(Post {
            id: row.get(0)?,
            channel: row.get(1)?,
            title: row.get(2)?,
            words: row.get(3)?,
            until: row.get(4)?,
            staff: row.get(5)?,
            by: row.get(6)?,
            children: Vec::new(),
            state: row.get(7)?,
            why: row.get(8)?,
            decided_by: row.get(9)?,
        })
    })
}

/// Post and child.
pub(in crate::tutoring) fn children(tx: &mut Tx<'_>) -> Result<Vec<(RowId, PupilId)>> {
    tx.query(CHILDREN, &[&tx.school()], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The names of all children, by which a text is checked; nobody reads them.
pub(in crate::tutoring) fn names(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    tx.query(NAMES, &[&tx.school()], |row| row.get(0))
}

pub(in crate::tutoring) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    let school = tx.school();
    for sql in [DROP_DOUBLE, TO_KEPT] {
        tx.execute(sql, &[&school, &kept, &gone])?;
    }
    Ok(())
}

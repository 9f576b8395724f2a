//! All SQL of the room. Reads `candidate` of the screening for the first sign.

use crate::base::{PupilId, Result, RowId, SchoolDate};
use crate::store::{Sql, Tx};

const INSERT_POINT: Sql = Sql("insert into progress_point (school_id, id, pupil_id, goal_key, day, body_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, id) do nothing");
const POINTS: Sql = Sql("select p.id, p.goal_key, p.day, p.body_sealed, p.actor from progress_point p
      where p.school_id = $1 and p.pupil_id = $2 and not exists (select 1 from progress_point_end e where e.school_id = p.school_id and e.point_id = p.id)
      order by p.day desc, p.at_ms desc, p.id limit $3");
const INSERT_POINT_END: Sql = Sql("insert into progress_point_end (school_id, point_id, actor, at_ms) values ($1, $2, $3, $4) on conflict (school_id, point_id) do nothing");

const INSERT_LINE: Sql =
    Sql("insert into progress_line (school_id, line_id, number, pupil_id, day, area, own, body_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (school_id, pupil_id, line_id, number) do nothing");
const LINES: Sql = Sql("select l.line_id, l.number, l.day, l.area, l.own, l.body_sealed, l.actor from progress_line l
      where l.school_id = $1 and l.pupil_id = $2 and not exists (select 1 from progress_line n where n.school_id = l.school_id and n.pupil_id = l.pupil_id and n.line_id = l.line_id and n.number > l.number)
      order by l.day, l.line_id");

const INSERT_REVIEW: Sql = Sql("insert into progress_review (school_id, id, number, pupil_id, stage, day, body_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (school_id, id, number) do nothing");
const REVIEWS: Sql = Sql("select r.id, r.number, r.stage, r.day, r.body_sealed, r.actor from progress_review r
      where r.school_id = $1 and r.pupil_id = $2 and not exists (select 1 from progress_review n where n.school_id = r.school_id and n.id = r.id and n.number > r.number)
      order by r.day desc, r.at_ms desc, r.id");

const FIRST_SIGN: Sql = Sql("select min(r.day) from candidate c join screening_run r on r.school_id = c.school_id and r.id = c.run_id where c.school_id = $1 and c.pupil_id = $2");

/// Of a line that was written over in both entries, what the kept child's says counts.
const DROP_LINES_TWICE: Sql = Sql("delete from progress_line where school_id = $1 and pupil_id = $3
        and exists (select 1 from progress_line k where k.school_id = $1 and k.pupil_id = $2 and k.line_id = progress_line.line_id)");
const TO_KEPT: [Sql; 3] = [
    Sql("update progress_point set pupil_id = $2 where school_id = $1 and pupil_id = $3"),
    Sql("update progress_line set pupil_id = $2 where school_id = $1 and pupil_id = $3"),
    Sql("update progress_review set pupil_id = $2 where school_id = $1 and pupil_id = $3"),
];

/// A point: id, goal, day, what it says, who.
pub(super) type PointRow = (RowId, RowId, SchoolDate, Vec<u8>, String);

pub(super) fn points(tx: &mut Tx<'_>, pupil: PupilId, rows: i64) -> Result<Vec<PointRow>> {
    tx.query(POINTS, &[&tx.school(), &pupil, &rows], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
}

/// Whether it is new.
pub(super) fn insert_point(tx: &mut Tx<'_>, id: RowId, pupil: PupilId, goal: RowId, day: SchoolDate, body: &[u8], actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_POINT, &[&school, &id, &pupil, &goal, &day, &body, &actor, &now])? == 1)
}

pub(super) fn end_point(tx: &mut Tx<'_>, id: RowId, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_POINT_END, &[&school, &id, &actor, &now]).map(|_| ())
}

/// A line of the book as it is stored.
pub(super) struct LineRow {
    pub id: RowId,
    pub number: i64,
    pub day: SchoolDate,
    pub area: String,
    pub own: bool,
    pub body: Vec<u8>,
    pub actor: String,
}

pub(super) fn lines(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<LineRow>> {
    tx.query(LINES, &[&tx.school(), &pupil], |row| {
        Ok(LineRow { id: row.get(0)?, number: row.get(1)?, day: row.get(2)?, area: row.get(3)?, own: row.get(4)?, body: row.get(5)?, actor: row.get(6)? })
    })
}

/// Whether it is new: the number was not taken by somebody else meanwhile.
pub(super) fn insert_line(tx: &mut Tx<'_>, pupil: PupilId, line: &LineRow) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_LINE, &[&school, &line.id, &line.number, &pupil, &line.day, &line.area, &line.own, &line.body, &line.actor, &now])? == 1)
}

/// A review as it is stored.
pub(super) struct ReviewRow {
    pub id: RowId,
    pub number: i64,
    pub stage: String,
    pub day: SchoolDate,
    pub body: Vec<u8>,
    pub actor: String,
}

pub(super) fn reviews(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<ReviewRow>> {
    tx.query(REVIEWS, &[&tx.school(), &pupil], |row| {
        Ok(ReviewRow { id: row.get(0)?, number: row.get(1)?, stage: row.get(2)?, day: row.get(3)?, body: row.get(4)?, actor: row.get(5)? })
    })
}

/// Whether it is new.
pub(super) fn insert_review(tx: &mut Tx<'_>, pupil: PupilId, review: &ReviewRow) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_REVIEW, &[&school, &review.id, &review.number, &pupil, &review.stage, &review.day, &review.body, &review.actor, &now])? == 1)
}

/// The day on which the screening first named the child.
pub(super) fn first_sign(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Option<SchoolDate>> {
    tx.one(FIRST_SIGN, &[&tx.school(), &pupil], |row| row.get(0))
}

/// What was written of one entry of a child is of the other from now on.
pub(super) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    let school = tx.school();
    tx.execute(DROP_LINES_TWICE, &[&school, &kept, &gone])?;
    for sql in TO_KEPT {
        tx.execute(sql, &[&school, &kept, &gone])?;
    }
    Ok(())
}

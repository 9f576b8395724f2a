//! Hand-over notes: parts written over, steps. Reads `staff` and `pupil` of the roster for names, `place` of access for who sits where.

use crate::base::{ClassId, PupilId, Result, RowId, SchoolDate, StaffId};
use crate::store::{Row as Cells, Sql, Tx};

const PARTS: Sql = Sql("select p.part, p.number, p.body_sealed from handover_part p
     where p.school_id = $1 and p.note_id = $2
       and p.number = (select max(n.number) from handover_part n where n.school_id = p.school_id and n.note_id = p.note_id and n.part = p.part) order by p.part");
const INSERT_PART: Sql = Sql("insert into handover_part (school_id, note_id, part, number, pupil_id, body_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, note_id, part, number) do nothing");
const INSERT_STEP: Sql = Sql("insert into handover_step (school_id, note_id, number, pupil_id, start_year, what, day, staff_id, body_sealed, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (school_id, note_id, number) do nothing");

macro_rules! steps {
    ($rest:expr) => {
        concat!(
            "select t.note_id, t.pupil_id, t.start_year, t.number, t.what, t.day, t.staff_id, f.name, t.body_sealed, u.name
               from handover_step t join staff f on f.school_id = t.school_id and f.id = t.staff_id
               join pupil u on u.school_id = t.school_id and u.id = t.pupil_id
              where t.school_id = $1 and ",
            $rest
        )
    };
}

const OF_PUPIL: Sql = Sql(steps!("t.pupil_id = $2 order by t.start_year desc, t.note_id, t.number"));
const OF_NOTE: Sql = Sql(steps!("t.note_id = $2 order by t.number"));
const OF_CLASS: Sql = Sql(steps!(
    "t.start_year = $2 and t.pupil_id in (select pl.pupil_id from place pl where pl.school_id = $1 and pl.class_id = $3 and cast($4 as date) between pl.from_day and pl.until_day)
     order by t.pupil_id, t.note_id, t.number"
));

/// A step as it is stored.
#[derive(Clone, Debug)]
pub(in crate::archive) struct Step {
    pub note: RowId,
    pub pupil: PupilId,
    pub pupil_name: String,
    pub year: i64,
    pub number: i64,
    pub what: String,
    pub day: SchoolDate,
    pub staff: StaffId,
    pub by: String,
    pub body: Vec<u8>,
}

fn step(row: &Cells<'_>) -> Result<Step> {
    Ok(Step {
        note: row.get(0)?,
        pupil: row.get(1)?,
        pupil_name: row.get(9)?,
        year: row.get(2)?,
        number: row.get(3)?,
        what: row.get(4)?,
        day: row.get(5)?,
        staff: row.get(6)?,
        by: row.get(7)?,
        body: row.get(8)?,
    })
}

/// The newest version of each part that was written over.
pub(in crate::archive) fn parts(tx: &mut Tx<'_>, note: RowId) -> Result<Vec<(String, i64, Vec<u8>)>> {
    tx.query(PARTS, &[&tx.school(), &note], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// Whether the version is new.
pub(in crate::archive) fn insert_part(tx: &mut Tx<'_>, note: RowId, pupil: PupilId, part: &str, number: i64, body: &[u8], actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_PART, &[&school, &note, &part, &number, &pupil, &body, &actor, &now])? == 1)
}

/// Whether the step is new.
pub(in crate::archive) fn insert_step(tx: &mut Tx<'_>, new: &Step) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_STEP, &[&school, &new.note, &new.number, &new.pupil, &new.year, &new.what, &new.day, &new.staff, &new.body, &now])? == 1)
}

/// All steps of a child's notes: the newest year first, in it the oldest first.
pub(in crate::archive) fn of_pupil(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<Step>> {
    tx.query(OF_PUPIL, &[&tx.school(), &pupil], step)
}

/// The steps of a note, the oldest first.
pub(in crate::archive) fn of_note(tx: &mut Tx<'_>, note: RowId) -> Result<Vec<Step>> {
    tx.query(OF_NOTE, &[&tx.school(), &note], step)
}

/// The steps of a year's notes about the children who sit in a class on a day, child by child.
pub(in crate::archive) fn of_class(tx: &mut Tx<'_>, year: i64, class: ClassId, day: SchoolDate) -> Result<Vec<Step>> {
    tx.query(OF_CLASS, &[&tx.school(), &year, &class, &day], step)
}

const PARTS_TO_KEPT: Sql = Sql("update handover_part set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const STEPS_TO_KEPT: Sql = Sql("update handover_step set pupil_id = $2 where school_id = $1 and pupil_id = $3");

/// What was handed over of `gone` stands with `kept`: the notes stay apart.
pub(in crate::archive) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    let school = tx.school();
    for sql in [PARTS_TO_KEPT, STEPS_TO_KEPT] {
        tx.execute(sql, &[&school, &kept, &gone])?;
    }
    Ok(())
}

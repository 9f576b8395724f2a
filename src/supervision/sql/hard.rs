//! Difficult cases brought before the leader of the grade.

use crate::base::{PupilId, Result, RowId, SchoolDate, StaffId};
use crate::store::{Row as Cells, Sql, Tx};

const BODY: &str = "hard_case.body";
const STEP: &str = "hard_case_step.body";

macro_rules! cases {
    ($rest:expr) => {
        concat!(
            "select c.id, c.pupil_id, u.name, c.staff_id, f.name, c.leader_id, l.name, c.day, c.body_sealed
               from hard_case c join pupil u on u.school_id = c.school_id and u.id = c.pupil_id
               join staff f on f.school_id = c.school_id and f.id = c.staff_id join staff l on l.school_id = c.school_id and l.id = c.leader_id
              where c.school_id = $1 and ",
            $rest
        )
    };
}

const ONE: Sql = Sql(cases!("c.id = $2"));
const OF_PUPIL: Sql = Sql(cases!("c.pupil_id = $2 order by c.day desc, c.at_ms desc, c.id limit $3"));
const OF_PERSON: Sql = Sql(cases!("(c.staff_id = $2 or c.leader_id = $2) order by c.day desc, c.at_ms desc, c.id limit $3"));
const INSERT: Sql = Sql("insert into hard_case (school_id, id, pupil_id, staff_id, leader_id, day, body_sealed, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, id) do nothing");
const INSERT_STEP: Sql = Sql("insert into hard_case_step (school_id, case_id, what, day, body_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (school_id, case_id, what) do nothing");
const STEPS: Sql = Sql("select what, day, body_sealed from hard_case_step where school_id = $1 and case_id = $2 order by at_ms, what");
const TO_KEPT: Sql = Sql("update hard_case set pupil_id = $2 where school_id = $1 and pupil_id = $3");

/// As it is stored.
pub(in crate::supervision) struct Row {
    pub id: RowId,
    pub pupil: PupilId,
    pub pupil_name: String,
    pub staff: StaffId,
    pub by: String,
    pub leader: StaffId,
    pub leader_name: String,
    pub day: SchoolDate,
    sealed: Vec<u8>,
}

fn row(row: &Cells<'_>) -> Result<Row> {
    Ok(Row {
        id: row.get(0)?,
        pupil: row.get(1)?,
        pupil_name: row.get(2)?,
        staff: row.get(3)?,
        by: row.get(4)?,
        leader: row.get(5)?,
        leader_name: row.get(6)?,
        day: row.get(7)?,
        sealed: row.get(8)?,
    })
}

/// What is difficult, in the clear.
pub(in crate::supervision) fn body(tx: &Tx<'_>, row: &Row) -> Result<String> {
    tx.vault().open_words(row.pupil, BODY, Some(&row.sealed))
}

pub(in crate::supervision) fn one(tx: &mut Tx<'_>, id: RowId) -> Result<Option<Row>> {
    Ok(tx.query(ONE, &[&tx.school(), &id], row)?.pop())
}

pub(in crate::supervision) fn of_pupil(tx: &mut Tx<'_>, pupil: PupilId, rows: i64) -> Result<Vec<Row>> {
    tx.query(OF_PUPIL, &[&tx.school(), &pupil, &rows], row)
}

pub(in crate::supervision) fn of_person(tx: &mut Tx<'_>, staff: StaffId, rows: i64) -> Result<Vec<Row>> {
    tx.query(OF_PERSON, &[&tx.school(), &staff, &rows], row)
}

/// Whether it is new.
pub(in crate::supervision) fn insert(tx: &mut Tx<'_>, id: RowId, pupil: PupilId, (staff, leader): (StaffId, StaffId), text: &str) -> Result<bool> {
    let (school, now, today, sealed) = (tx.school(), tx.now(), tx.today(), tx.vault().seal(pupil, BODY, text)?);
    Ok(tx.execute(INSERT, &[&school, &id, &pupil, &staff, &leader, &today, &sealed, &now])? == 1)
}

/// Whether the step is new.
pub(in crate::supervision) fn insert_step(tx: &mut Tx<'_>, (id, pupil): (RowId, PupilId), what: &str, text: &str, actor: &str) -> Result<bool> {
    let (school, now, today, sealed) = (tx.school(), tx.now(), tx.today(), tx.vault().seal_words(pupil, STEP, text)?);
    Ok(tx.execute(INSERT_STEP, &[&school, &id, &what, &today, &sealed, &actor, &now])? == 1)
}

/// What was done with it: step, day, words.
pub(in crate::supervision) fn steps(tx: &mut Tx<'_>, id: RowId, pupil: PupilId) -> Result<Vec<(String, SchoolDate, String)>> {
    let rows = tx.query(STEPS, &[&tx.school(), &id], |row| Ok((row.get(0)?, row.get(1)?, row.get::<Option<Vec<u8>>>(2)?)))?;
    rows.into_iter().map(|(what, day, sealed)| Ok((what, day, tx.vault().open_words(pupil, STEP, sealed.as_deref())?))).collect()
}

pub(in crate::supervision) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    tx.execute(TO_KEPT, &[&tx.school(), &kept, &gone]).map(|_| ())
}

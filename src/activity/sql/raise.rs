//! Families brought before the leader of the grade.

use crate::base::{PupilId, Result, RowId, SchoolDate, StaffId};
use crate::store::{Row as Cells, Sql, Tx};

const BODY: &str = "activity_raise.body";
const STEP_BODY: &str = "activity_raise_step.body";

macro_rules! brought {
    ($rest:expr) => {
        concat!(
            "select r.id, r.pupil_id, u.name, r.staff_id, f.name, r.leader_id, l.name, r.reason, r.day, r.body_sealed
               from activity_raise r join pupil u on u.school_id = r.school_id and u.id = r.pupil_id
               join staff f on f.school_id = r.school_id and f.id = r.staff_id join staff l on l.school_id = r.school_id and l.id = r.leader_id
              where r.school_id = $1 and ",
            $rest
        )
    };
}

const ONE: Sql = Sql(brought!("r.id = $2"));
const OF_PUPIL: Sql = Sql(brought!("r.pupil_id = $2 order by r.day desc, r.at_ms desc, r.id limit $3"));
const OF_PERSON: Sql = Sql(brought!("(r.staff_id = $2 or r.leader_id = $2) order by r.day desc, r.at_ms desc, r.id limit $3"));
const INSERT: Sql = Sql("insert into activity_raise (school_id, id, pupil_id, staff_id, leader_id, reason, day, body_sealed, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (school_id, id) do nothing");
const INSERT_CONTACT: Sql =
    Sql("insert into activity_raise_contact (school_id, raise_id, activity_id) values ($1, $2, $3) on conflict (school_id, raise_id, activity_id) do nothing");
const CONTACTS: Sql = Sql("select activity_id from activity_raise_contact where school_id = $1 and raise_id = $2 order by activity_id");
const INSERT_STEP: Sql = Sql("insert into activity_raise_step (school_id, raise_id, what, day, outcome, body_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, raise_id, what) do nothing");
const STEPS: Sql = Sql("select what, day, outcome, body_sealed from activity_raise_step where school_id = $1 and raise_id = $2 order by at_ms, what");
const TO_KEPT: Sql = Sql("update activity_raise set pupil_id = $2 where school_id = $1 and pupil_id = $3");

/// As it is stored.
pub(in crate::activity) struct Row {
    pub id: RowId,
    pub pupil: PupilId,
    pub pupil_name: String,
    pub staff: StaffId,
    pub by: String,
    pub leader: StaffId,
    pub leader_name: String,
    pub reason: String,
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
        reason: row.get(7)?,
        day: row.get(8)?,
        sealed: row.get(9)?,
    })
}

/// What the leader is asked, in the clear.
pub(in crate::activity) fn wish(tx: &Tx<'_>, row: &Row) -> Result<String> {
    tx.vault().open_words(row.pupil, BODY, Some(&row.sealed))
}

pub(in crate::activity) fn one(tx: &mut Tx<'_>, id: RowId) -> Result<Option<Row>> {
    Ok(tx.query(ONE, &[&tx.school(), &id], row)?.pop())
}

pub(in crate::activity) fn of_pupil(tx: &mut Tx<'_>, pupil: PupilId, rows: i64) -> Result<Vec<Row>> {
    tx.query(OF_PUPIL, &[&tx.school(), &pupil, &rows], row)
}

pub(in crate::activity) fn of_person(tx: &mut Tx<'_>, staff: StaffId, rows: i64) -> Result<Vec<Row>> {
    tx.query(OF_PERSON, &[&tx.school(), &staff, &rows], row)
}

/// To be brought before a leader.
pub(in crate::activity) struct New<'a> {
    pub id: RowId,
    pub pupil: PupilId,
    pub staff: StaffId,
    pub leader: StaffId,
    pub reason: &'a str,
    pub wish: &'a str,
}

/// Whether it is new.
pub(in crate::activity) fn insert(tx: &mut Tx<'_>, n: &New<'_>, contacts: &[RowId]) -> Result<bool> {
    let (school, now, today, sealed) = (tx.school(), tx.now(), tx.today(), tx.vault().seal(n.pupil, BODY, n.wish)?);
    if tx.execute(INSERT, &[&school, &n.id, &n.pupil, &n.staff, &n.leader, &n.reason, &today, &sealed, &now])? == 0 {
        return Ok(false);
    }
    for contact in contacts {
        tx.execute(INSERT_CONTACT, &[&school, &n.id, contact])?;
    }
    Ok(true)
}

pub(in crate::activity) fn contacts(tx: &mut Tx<'_>, id: RowId) -> Result<Vec<RowId>> {
    tx.query(CONTACTS, &[&tx.school(), &id], |row| row.get(0))
}

/// Whether the step is new.
pub(in crate::activity) fn insert_step(tx: &mut Tx<'_>, (id, pupil): (RowId, PupilId), what: &str, outcome: &str, text: &str, actor: &str) -> Result<bool> {
    let (school, now, today, sealed) = (tx.school(), tx.now(), tx.today(), tx.vault().seal_words(pupil, STEP_BODY, text)?);
    Ok(tx.execute(INSERT_STEP, &[&school, &id, &what, &today, &outcome, &sealed, &actor, &now])? == 1)
}

/// What was done with it: step, day, outcome, words.
pub(in crate::activity) fn steps(tx: &mut Tx<'_>, id: RowId, pupil: PupilId) -> Result<Vec<(String, SchoolDate, String, String)>> {
    let rows = tx.query(STEPS, &[&tx.school(), &id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<Option<Vec<u8>>>(3)?)))?;
    rows.into_iter().map(|(what, day, outcome, sealed)| Ok((what, day, outcome, tx.vault().open_words(pupil, STEP_BODY, sealed.as_deref())?))).collect()
}

pub(in crate::activity) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    tx.execute(TO_KEPT, &[&tx.school(), &kept, &gone]).map(|_| ())
}

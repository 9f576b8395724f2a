//! All SQL of the room. Reads `pupil`, `class` and `place` of the roster.

use std::collections::HashMap;

use super::cases::{Case, Step};
use super::reports::Report;
use super::state::{State, What};
use crate::base::{ClassId, Error, PupilId, Result, RowId, SchoolDate};
use crate::store::{Sql, Tx};

fn fault() -> Error {
    Error::Fault("a step of the dropout watch with a code that is none".into())
}

const RULE: Sql = Sql("select days from dropout_rule where school_id = $1 order by number desc limit 1");
const PUT_RULE: Sql =
    Sql("insert into dropout_rule (school_id, number, days, actor, at_ms) select $1, coalesce(max(n.number), 0) + 1, $2, $3, $4 from dropout_rule n where n.school_id = $1");

pub(in crate::dropout) fn rule(tx: &mut Tx<'_>) -> Result<Option<i64>> {
    tx.optional(RULE, &[&tx.school()], |row| row.get(0))
}

pub(in crate::dropout) fn put_rule(tx: &mut Tx<'_>, days: i64, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(PUT_RULE, &[&school, &days, &actor, &now]).map(|_| ())
}

const INSERT_CASE: Sql = Sql("insert into dropout_case (school_id, id, pupil_id, class_id, cause, last_seen, day, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
const CASES: Sql = Sql("select k.id, k.pupil_id, case when u.erased_at_ms is null then u.name else '' end, k.class_id, c.name, k.cause, k.last_seen, k.day
       from dropout_case k join pupil u on u.school_id = k.school_id and u.id = k.pupil_id join class c on c.school_id = k.school_id and c.id = k.class_id
      where k.school_id = $1 order by k.day desc, k.at_ms desc, k.id limit 5000");
const OF_CASE: Sql = Sql("select pupil_id from dropout_case where school_id = $1 and id = $2");
const OPEN: Sql = Sql("select k.pupil_id, k.id from dropout_case k where k.school_id = $1
        and not exists (select 1 from dropout_step s where s.school_id = k.school_id and s.case_id = k.id and s.what in ('returned', 'excused', 'moved')) order by k.day, k.id");
const INSERT_STEP: Sql =
    Sql("insert into dropout_step (school_id, case_id, number, what, day, way, reason, words_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (school_id, case_id, number) do nothing");
const STEPS: Sql = Sql("select number, what, day, way, reason, actor, words_sealed from dropout_step where school_id = $1 and case_id = $2 order by number");
const STEPS_OF_ALL: Sql = Sql("select case_id, what, day, reason from dropout_step where school_id = $1 order by case_id, number");
const TO_KEPT: Sql = Sql("update dropout_case set pupil_id = $2 where school_id = $1 and pupil_id = $3");

pub(in crate::dropout) fn insert_case(tx: &mut Tx<'_>, id: RowId, pupil: PupilId, class: ClassId, cause: &str, last_seen: Option<SchoolDate>, actor: &str) -> Result<()> {
    let (school, now, today) = (tx.school(), tx.now(), tx.today());
    tx.execute(INSERT_CASE, &[&school, &id, &pupil, &class, &cause, &last_seen, &today, &actor, &now]).map(|_| ())
}

/// All cases without their steps, the newest first.
pub(in crate::dropout) fn cases(tx: &mut Tx<'_>) -> Result<Vec<Case>> {
    tx.query(CASES, &[&tx.school()], |row| {
        Ok(Case {
            id: row.get(0)?,
            pupil: row.get(1)?,
            name: row.get(2)?,
            class: row.get(3)?,
            class_name: row.get(4)?,
            cause: row.get(5)?,
            last_seen: row.get(6)?,
            day: row.get(7)?,
            state: State::Suspected,
            way: Vec::new(),
            reason: String::new(),
        })
    })
}

pub(in crate::dropout) fn pupil_of(tx: &mut Tx<'_>, case: RowId) -> Result<PupilId> {
    tx.optional(OF_CASE, &[&tx.school(), &case], |row| row.get(0))?.ok_or(Error::NotFound)
}

/// The open cases: whose, and which.
pub(in crate::dropout) fn open_cases(tx: &mut Tx<'_>) -> Result<Vec<(PupilId, RowId)>> {
    tx.query(OPEN, &[&tx.school()], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Whether nobody took this step before.
#[allow(clippy::too_many_arguments)]
pub(in crate::dropout) fn insert_step(tx: &mut Tx<'_>, case: RowId, number: i64, what: What, day: SchoolDate, way: &str, reason: &str, words: &[u8], actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_STEP, &[&school, &case, &number, &what.code(), &day, &way, &reason, &words, &actor, &now])? == 1)
}

/// The steps of a case with their sealed words.
pub(in crate::dropout) fn steps(tx: &mut Tx<'_>, case: RowId) -> Result<Vec<(Step, Vec<u8>)>> {
    tx.query(STEPS, &[&tx.school(), &case], |row| {
        let what: String = row.get(1)?;
        let what = What::of(&what).ok_or_else(fault)?;
        Ok((Step { number: row.get(0)?, what, day: row.get(2)?, way: row.get(3)?, reason: row.get(4)?, words: String::new(), actor: row.get(5)? }, row.get(6)?))
    })
}

/// A step: what, when, why.
pub(in crate::dropout) type Done = (What, SchoolDate, String);

/// The steps of all cases.
pub(in crate::dropout) fn ways(tx: &mut Tx<'_>) -> Result<HashMap<RowId, Vec<Done>>> {
    let mut all: HashMap<RowId, Vec<Done>> = HashMap::new();
    let rows: Vec<(RowId, String, SchoolDate, String)> = tx.query(STEPS_OF_ALL, &[&tx.school()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    for (case, what, day, reason) in rows {
        all.entry(case).or_default().push((What::of(&what).ok_or_else(fault)?, day, reason));
    }
    Ok(all)
}

pub(in crate::dropout) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    let school = tx.school();
    tx.execute(TO_KEPT, &[&school, &kept, &gone]).map(|_| ())
}

const INSERT_REPORT: Sql = Sql("insert into dropout_report (school_id, month, number, counts, actor, at_ms) values ($1, $2, $3, $4, $5, $6)");
const REPORTS: Sql = Sql("select month, number, counts, actor, at_ms from dropout_report where school_id = $1 order by month desc, number desc limit 200");
const PUPILS: Sql = Sql("select count(*) from place where school_id = $1 and from_day <= $2 and until_day >= $2");

pub(in crate::dropout) fn insert_report(tx: &mut Tx<'_>, month: SchoolDate, number: i64, counts: &str, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_REPORT, &[&school, &month, &number, &counts, &actor, &now]).map(|_| ())
}

pub(in crate::dropout) fn reports(tx: &mut Tx<'_>) -> Result<Vec<Report>> {
    tx.query(REPORTS, &[&tx.school()], |row| {
        let counts: String = row.get(2)?;
        let counts = serde_json::from_str(&counts).map_err(|e| Error::fault("the counts of a month", e))?;
        Ok(Report { month: row.get(0)?, number: row.get(1)?, counts, actor: row.get(3)?, at: row.get(4)? })
    })
}

/// Pupils who sit in a class on a day.
pub(in crate::dropout) fn pupils_on(tx: &mut Tx<'_>, day: SchoolDate) -> Result<i64> {
    tx.number(PUPILS, &[&tx.school(), &day])
}

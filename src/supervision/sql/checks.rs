//! Checks: who was drawn, what was said, what is to be mended.

use crate::base::{GradeId, PupilId, Result, RowId, SchoolDate, StaffId};
use crate::store::{Row, Sql, Tx};
use crate::supervision::checks::{Answers, Check, Drawn, Interview};
use crate::supervision::findings::{Finding, Step};

const INTERVIEW: &str = "supervision_interview.body";
const FINDING: &str = "supervision_finding.body";
const STEP: &str = "supervision_finding_step.body";

macro_rules! check {
    ($rest:expr) => {
        concat!(
            "select c.id, c.kind, c.grade_id, c.staff_id, f.name, c.day, c.seed, c.population, e.day, coalesce(e.words, '') from supervision_check c
               join staff f on f.school_id = c.school_id and f.id = c.staff_id
               left join supervision_check_end e on e.school_id = c.school_id and e.check_id = c.id where c.school_id = $1 and ",
            $rest
        )
    };
}

macro_rules! finding {
    ($rest:expr) => {
        concat!(
            "select d.id, d.check_id, d.pupil_id, u.name, d.staff_id, f.name, d.due_day, d.body_sealed, c.day, c.staff_id from supervision_finding d
               join supervision_check c on c.school_id = d.school_id and c.id = d.check_id join pupil u on u.school_id = d.school_id and u.id = d.pupil_id
               join staff f on f.school_id = d.school_id and f.id = d.staff_id where d.school_id = $1 and ",
            $rest
        )
    };
}

const ONE: Sql = Sql(check!("c.id = $2"));
const OF_DAYS: Sql = Sql(check!("c.day between $2 and $3 order by c.day desc, c.at_ms desc, c.id limit $4"));
const INSERT: Sql =
    Sql("insert into supervision_check (school_id, id, kind, grade_id, staff_id, day, seed, population, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (school_id, id) do nothing");
const INSERT_DRAWN: Sql = Sql("insert into supervision_drawn (school_id, check_id, place, pupil_id, met, passed) values ($1, $2, $3, $4, $5, '')");
const DRAWN: Sql = Sql("select d.place, d.pupil_id, u.name, d.met, d.passed from supervision_drawn d join pupil u on u.school_id = d.school_id and u.id = d.pupil_id
      where d.school_id = $1 and d.check_id = $2 order by d.place");
const PASS: Sql = Sql("update supervision_drawn set met = false, passed = $4 where school_id = $1 and check_id = $2 and place = $3 and met");
const MEET: Sql = Sql("update supervision_drawn set met = true where school_id = $1 and check_id = $2 and place = $3");
const INSERT_INTERVIEW: Sql = Sql("insert into supervision_interview (school_id, check_id, pupil_id, number, talked, tutored, helped, agrees, day, body_sealed, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");
const INTERVIEWS: Sql = Sql("select pupil_id, number, talked, tutored, helped, agrees, day, body_sealed from supervision_interview
      where school_id = $1 and check_id = $2 order by pupil_id, number");
const INSERT_FINDING: Sql =
    Sql("insert into supervision_finding (school_id, id, check_id, pupil_id, staff_id, due_day, body_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (school_id, id) do nothing");
const FINDING_ONE: Sql = Sql(finding!("d.id = $2"));
const FINDINGS_OF_CHECK: Sql = Sql(finding!("d.check_id = $2 order by d.at_ms, d.id"));
const FINDINGS_OF_STAFF: Sql = Sql(finding!("d.staff_id = $2 order by d.due_day desc, d.id limit $3"));
const FINDINGS_OF_PUPIL: Sql = Sql(finding!("d.pupil_id = $2 order by d.due_day desc, d.id"));
const INSERT_STEP: Sql = Sql("insert into supervision_finding_step (school_id, finding_id, number, what, day, body_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, finding_id, number) do nothing");
const STEPS: Sql = Sql("select number, what, day, body_sealed from supervision_finding_step where school_id = $1 and finding_id = $2 order by number");
const INSERT_END: Sql =
    Sql("insert into supervision_check_end (school_id, check_id, day, words, actor, at_ms) values ($1, $2, $3, $4, $5, $6) on conflict (school_id, check_id) do nothing");

fn check(row: &Row<'_>) -> Result<Check> {
    Ok(Check {
        id: row.get(0)?,
        kind: row.get(1)?,
        grade: row.get(2)?,
        staff: row.get(3)?,
        by: row.get(4)?,
        day: row.get(5)?,
        seed: row.get(6)?,
        population: row.get(7)?,
        ended: row.get(8)?,
        words: row.get(9)?,
    })
}

pub(in crate::supervision) fn one(tx: &mut Tx<'_>, id: RowId) -> Result<Option<Check>> {
    tx.optional(ONE, &[&tx.school(), &id], check)
}

/// The checks of some days, the newest first.
pub(in crate::supervision) fn of_days(tx: &mut Tx<'_>, (from, until): (SchoolDate, SchoolDate), rows: i64) -> Result<Vec<Check>> {
    tx.query(OF_DAYS, &[&tx.school(), &from, &until, &rows], check)
}

/// Whether it is new.
pub(in crate::supervision) fn insert(
    tx: &mut Tx<'_>,
    id: RowId,
    kind: &str,
    grade: Option<GradeId>,
    seed: &str,
    drawn: &[(PupilId, bool)],
    (staff, actor): (StaffId, &str),
) -> Result<bool> {
    let (school, now, today, population) = (tx.school(), tx.now(), tx.today(), i64::try_from(drawn.len()).unwrap_or(i64::MAX));
    if tx.execute(INSERT, &[&school, &id, &kind, &grade, &staff, &today, &seed, &population, &actor, &now])? == 0 {
        return Ok(false);
    }
    for (place, (pupil, met)) in (1_i64..).zip(drawn) {
        tx.execute(INSERT_DRAWN, &[&school, &id, &place, pupil, met])?;
    }
    Ok(true)
}

/// All among whom was drawn, in the order of the draw.
pub(in crate::supervision) fn drawn(tx: &mut Tx<'_>, check: RowId) -> Result<Vec<Drawn>> {
    tx.query(DRAWN, &[&tx.school(), &check], |row| Ok(Drawn { place: row.get(0)?, pupil: row.get(1)?, name: row.get(2)?, met: row.get(3)?, passed: row.get(4)? }))
}

/// The child at a place is not met, for a reason; the one at another place is. Whether it was still to be met.
pub(in crate::supervision) fn pass(tx: &mut Tx<'_>, check: RowId, place: i64, reason: &str, next: i64) -> Result<bool> {
    let school = tx.school();
    if tx.execute(PASS, &[&school, &check, &place, &reason])? == 0 {
        return Ok(false);
    }
    tx.execute(MEET, &[&school, &check, &next]).map(|_| true)
}

pub(in crate::supervision) fn insert_interview(tx: &mut Tx<'_>, (check, pupil): (RowId, PupilId), number: i64, said: &Answers, body: &str, actor: &str) -> Result<()> {
    let (school, now, today, sealed) = (tx.school(), tx.now(), tx.today(), tx.vault().seal(pupil, INTERVIEW, body)?);
    tx.execute(INSERT_INTERVIEW, &[&school, &check, &pupil, &number, &said.talked, &said.tutored, &said.helped, &said.agrees, &today, &sealed, &actor, &now]).map(|_| ())
}

/// What the children of a check said, the newest last; the words of a child who was erased are empty.
pub(in crate::supervision) fn interviews(tx: &mut Tx<'_>, check: RowId) -> Result<Vec<Interview>> {
    let vault = tx.vault();
    tx.query(INTERVIEWS, &[&tx.school(), &check], |row| {
        let (pupil, sealed): (PupilId, Vec<u8>) = (row.get(0)?, row.get(7)?);
        let said = Answers { talked: row.get(2)?, tutored: row.get(3)?, helped: row.get(4)?, agrees: row.get(5)? };
        let words = vault.open_words(pupil, INTERVIEW, Some(&sealed))?;
        Ok(Interview { pupil, number: row.get(1)?, said, day: row.get(6)?, words })
    })
}

/// Something to be mended, to be written.
pub(in crate::supervision) struct New<'a> {
    pub id: RowId,
    pub check: RowId,
    pub pupil: PupilId,
    pub staff: StaffId,
    pub due: SchoolDate,
    pub words: &'a str,
}

/// Whether it is new.
pub(in crate::supervision) fn insert_finding(tx: &mut Tx<'_>, n: &New<'_>, actor: &str) -> Result<bool> {
    let (school, now, sealed) = (tx.school(), tx.now(), tx.vault().seal(n.pupil, FINDING, n.words)?);
    Ok(tx.execute(INSERT_FINDING, &[&school, &n.id, &n.check, &n.pupil, &n.staff, &n.due, &sealed, &actor, &now])? == 1)
}

/// A finding as it is stored, with its sealed words.
type Stored = (Finding, Vec<u8>);

fn finding(row: &Row<'_>) -> Result<Stored> {
    let found = Finding {
        id: row.get(0)?,
        check: row.get(1)?,
        pupil: row.get(2)?,
        pupil_name: row.get(3)?,
        staff: row.get(4)?,
        staff_name: row.get(5)?,
        due: row.get(6)?,
        words: String::new(),
        day: row.get(8)?,
        leader: row.get(9)?,
        steps: Vec::new(),
    };
    Ok((found, row.get(7)?))
}

fn whole(tx: &mut Tx<'_>, (mut found, sealed): Stored) -> Result<Finding> {
    found.words = tx.vault().open_words(found.pupil, FINDING, Some(&sealed))?;
    let rows: Vec<(i64, String, SchoolDate, Vec<u8>)> = tx.query(STEPS, &[&tx.school(), &found.id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    for (number, what, day, sealed) in rows {
        let words = tx.vault().open_words(found.pupil, STEP, Some(&sealed))?;
        found.steps.push(Step { number, what, day, words });
    }
    Ok(found)
}

pub(in crate::supervision) fn finding_one(tx: &mut Tx<'_>, id: RowId) -> Result<Option<Finding>> {
    let found = tx.optional(FINDING_ONE, &[&tx.school(), &id], finding)?;
    found.map(|found| whole(tx, found)).transpose()
}

pub(in crate::supervision) fn findings_of_check(tx: &mut Tx<'_>, check: RowId) -> Result<Vec<Finding>> {
    let all = tx.query(FINDINGS_OF_CHECK, &[&tx.school(), &check], finding)?;
    all.into_iter().map(|found| whole(tx, found)).collect()
}

pub(in crate::supervision) fn findings_of_staff(tx: &mut Tx<'_>, staff: StaffId, rows: i64) -> Result<Vec<Finding>> {
    let all = tx.query(FINDINGS_OF_STAFF, &[&tx.school(), &staff, &rows], finding)?;
    all.into_iter().map(|found| whole(tx, found)).collect()
}

pub(in crate::supervision) fn findings_of_pupil(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<Finding>> {
    let all = tx.query(FINDINGS_OF_PUPIL, &[&tx.school(), &pupil], finding)?;
    all.into_iter().map(|found| whole(tx, found)).collect()
}

/// Whether it is new: two hands cannot take the same step.
pub(in crate::supervision) fn insert_step(tx: &mut Tx<'_>, found: &Finding, what: &str, words: &str, actor: &str) -> Result<bool> {
    let (school, now, today, sealed) = (tx.school(), tx.now(), tx.today(), tx.vault().seal(found.pupil, STEP, words)?);
    let number = found.steps.last().map_or(1, |step| step.number + 1);
    Ok(tx.execute(INSERT_STEP, &[&school, &found.id, &number, &what, &today, &sealed, &actor, &now])? == 1)
}

/// Whether it is new.
pub(in crate::supervision) fn end(tx: &mut Tx<'_>, check: RowId, words: &str, actor: &str) -> Result<bool> {
    let (now, today) = (tx.now(), tx.today());
    Ok(tx.execute(INSERT_END, &[&tx.school(), &check, &today, &words, &actor, &now])? == 1)
}

//! SQL of rounds: opened, their days, and the steps of the lists.

use crate::base::{ClassId, ProgrammeId, Result, RowId, SchoolDate, Stamp, TermId};
use crate::screening::list_state::Step;
use crate::screening::round::Round;
use crate::store::{Row, Sql, Tx};

const INSERT: Sql =
    Sql("insert into survey_round (school_id, id, programme_id, term_id, actor, at_ms) values ($1, $2, $3, $4, $5, $6) on conflict (school_id, term_id, programme_id) do nothing");
const INSERT_DAY: Sql = Sql("insert into survey_round_day (school_id, round_id, number, due_day, due_new_day, reason, actor, at_ms)
     select $1, $2, coalesce(max(d.number), 0) + 1, cast($3 as date), cast($4 as date), cast($5 as text), cast($6 as text), cast($7 as bigint)
       from survey_round_day d where d.school_id = $1 and d.round_id = $2");

macro_rules! survey {
    ($rest:literal) => {
        concat!(
            "select r.id, r.programme_id, r.term_id, d.due_day, d.due_new_day, d.number, d.reason, r.at_ms
               from survey_round r join survey_round_day d on d.school_id = r.school_id and d.round_id = r.id
                and d.number = (select max(n.number) from survey_round_day n where n.school_id = r.school_id and n.round_id = r.id)
              where r.school_id = $1 and ",
            $rest,
            " order by r.at_ms, r.id"
        )
    };
}

const OF_TERM: Sql = Sql(survey!("r.term_id = $2"));
const ONE: Sql = Sql(survey!("r.term_id = $2 and r.programme_id = $3"));

fn read(row: &Row<'_>) -> Result<Round> {
    let number: i64 = row.get(5)?;
    Ok(Round {
        id: row.get(0)?,
        programme: row.get(1)?,
        term: row.get(2)?,
        due: row.get(3)?,
        due_new: row.get(4)?,
        moved: if number > 1 { Some(row.get(6)?) } else { None },
        opened_at: row.get(7)?,
    })
}

/// Opens a round; false when there is one.
pub(in crate::screening) fn insert(tx: &mut Tx<'_>, id: RowId, programme: ProgrammeId, term: TermId, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT, &[&school, &id, &programme, &term, &actor, &now])? == 1)
}

pub(in crate::screening) fn insert_day(tx: &mut Tx<'_>, round: RowId, due: SchoolDate, due_new: SchoolDate, reason: &str, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_DAY, &[&school, &round, &due, &due_new, &reason, &actor, &now])?;
    Ok(())
}

pub(in crate::screening) fn of_term(tx: &mut Tx<'_>, term: TermId) -> Result<Vec<Round>> {
    tx.query(OF_TERM, &[&tx.school(), &term], read)
}

pub(in crate::screening) fn one(tx: &mut Tx<'_>, term: TermId, programme: ProgrammeId) -> Result<Option<Round>> {
    tx.optional(ONE, &[&tx.school(), &term, &programme], read)
}

const INSERT_STEP: Sql = Sql("insert into list_step (school_id, round_id, class_id, number, step, note, duties, actor, at_ms)
     select $1, $2, $3, coalesce(max(s.number), 0) + 1, cast($4 as text), cast($5 as text), cast($6 as text), cast($7 as text), cast($8 as bigint)
       from list_step s where s.school_id = $1 and s.round_id = $2 and s.class_id = $3");
const STEPS: Sql = Sql("select class_id, step, note, duties, actor, at_ms from list_step where school_id = $1 and round_id = $2 order by class_id, number");

/// A step of a list as it is stored.
#[derive(Clone, Debug)]
pub(in crate::screening) struct StepRow {
    pub class: ClassId,
    pub step: Option<Step>,
    pub note: String,
    pub duties: String,
    pub actor: String,
    pub at: Stamp,
}

pub(in crate::screening) fn insert_step(tx: &mut Tx<'_>, round: RowId, class: ClassId, step: Step, note: &str, duties: &str, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_STEP, &[&school, &round, &class, &step.code(), &note, &duties, &actor, &now])?;
    Ok(())
}

/// All steps of a round, those of a class in their order.
pub(in crate::screening) fn steps(tx: &mut Tx<'_>, round: RowId) -> Result<Vec<StepRow>> {
    tx.query(STEPS, &[&tx.school(), &round], |row| {
        let code: String = row.get(1)?;
        Ok(StepRow { class: row.get(0)?, step: Step::of_code(&code), note: row.get(2)?, duties: row.get(3)?, actor: row.get(4)?, at: row.get(5)? })
    })
}

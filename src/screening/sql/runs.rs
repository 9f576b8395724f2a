//! SQL of runs and of the candidates they wrote.

use crate::base::{ClassId, GradeId, Id, PupilId, Result, RunId, SchoolDate, Stamp, TermId};
use crate::store::{Cell, Row, Sql, Tx};

/// A run as it is stored.
pub(in crate::screening) struct RunRow {
    pub id: RunId,
    pub term: TermId,
    pub day: SchoolDate,
    pub only_by: String,
    pub rules: String,
    pub pupils: i64,
    pub candidates: i64,
    pub notes: String,
    pub actor: String,
    pub at: Stamp,
}

const INSERT: Sql = Sql("insert into screening_run (school_id, id, term_id, day, only_by, rules, pupils, candidates, notes, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
const OF_TERM: Sql = Sql("select id, term_id, day, only_by, rules, pupils, candidates, notes, actor, at_ms from screening_run
     where school_id = $1 and term_id = $2 and only_by = '' order by at_ms desc, id desc limit $3");
const NEWEST_AT: Sql = Sql("select coalesce(max(at_ms), 0) from screening_run where school_id = $1 and term_id = $2");

pub(in crate::screening) fn insert(tx: &mut Tx<'_>, run: &RunRow) -> Result<()> {
    let school = tx.school();
    tx.execute(INSERT, &[&school, &run.id, &run.term, &run.day, &run.only_by, &run.rules, &run.pupils, &run.candidates, &run.notes, &run.actor, &run.at])?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<RunRow> {
    Ok(RunRow {
        id: row.get(0)?,
        term: row.get(1)?,
        day: row.get(2)?,
        only_by: row.get(3)?,
        rules: row.get(4)?,
        pupils: row.get(5)?,
        candidates: row.get(6)?,
        notes: row.get(7)?,
        actor: row.get(8)?,
        at: row.get(9)?,
    })
}

/// The newest runs of a term with all rules.
pub(in crate::screening) fn of_term(tx: &mut Tx<'_>, term: TermId, most: i64) -> Result<Vec<RunRow>> {
    tx.query(OF_TERM, &[&tx.school(), &term, &most], read)
}

/// When the newest run of a term was made, of one rule or of all.
pub(in crate::screening) fn newest_at(tx: &mut Tx<'_>, term: TermId) -> Result<i64> {
    tx.number(NEWEST_AT, &[&tx.school(), &term])
}

/// A candidate to write.
pub(in crate::screening) struct NewCandidate {
    pub pupil: PupilId,
    pub class: ClassId,
    pub grade: GradeId,
    pub reasons: String,
    pub rules: String,
    pub subjects: String,
}

const INSERT_CANDIDATE: Sql =
    Sql("insert into candidate (school_id, id, run_id, pupil_id, class_id, grade_id, reasons, rules, subjects) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");

pub(in crate::screening) fn insert_candidates(tx: &mut Tx<'_>, run: RunId, candidates: &[NewCandidate]) -> Result<()> {
    let (school, run) = (tx.school().uuid(), run.uuid());
    let ids: Vec<_> = candidates.iter().map(|_| tx.new_id::<crate::base::CandidateId>().uuid()).collect();
    let row = |(c, id): (&'_ NewCandidate, uuid::Uuid)| [school, id, run, c.pupil.uuid(), c.class.uuid(), c.grade.uuid()].map(Cell::Id);
    let rows: Vec<Vec<Cell<'_>>> =
        candidates.iter().zip(ids).map(|(c, id)| row((c, id)).into_iter().chain([Cell::Text(&c.reasons), Cell::Text(&c.rules), Cell::Text(&c.subjects)]).collect()).collect();
    tx.execute_many(INSERT_CANDIDATE, &rows)?;
    Ok(())
}

const NAMES: Sql =
    Sql("select p.id, p.name, p.school_no, p.seat_no from candidate c join pupil p on p.school_id = c.school_id and p.id = c.pupil_id where c.school_id = $1 and c.run_id = $2");

/// Pupil, name, school number, seat number.
pub(in crate::screening) type Named = (PupilId, String, Option<String>, Option<i64>);

/// Name, school number and seat number of the candidates of a run.
pub(in crate::screening) fn names(tx: &mut Tx<'_>, run: RunId) -> Result<Vec<Named>> {
    tx.query(NAMES, &[&tx.school(), &run], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
}

const NAME: Sql = Sql("select name, seat_no from pupil where school_id = $1 and id = $2");

/// Name and seat number of a pupil.
pub(in crate::screening) fn name(tx: &mut Tx<'_>, pupil: PupilId) -> Result<(String, Option<i64>)> {
    tx.one(NAME, &[&tx.school(), &pupil], |row| Ok((row.get(0)?, row.get(1)?)))
}

//! SQL of assessments, their full marks, band schemes and the rule on exams.

use crate::base::{AssessmentId, ClassId, Error, Id, Result, RowId, TermId};
use crate::results::assessment::{Assessment, ExamRule, FullMark, Kind, NewAssessment, Scale};
use crate::results::bands::Scheme;
use crate::store::{Row, Sql, Tx};

const INSERT: Sql = Sql("insert into assessment (school_id, id, term_id, scope_id, name, kind, day, scale, filing_no, import_id, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");
const ONE: Sql = Sql("select id, term_id, scope_id, name, kind, day, scale, filing_no from assessment where school_id = $1 and id = $2");
const BY_NAME: Sql = Sql("select id, term_id, scope_id, name, kind, day, scale, filing_no from assessment
     where school_id = $1 and term_id = $2 and scope_id = $3 and name = $4");
const OF_TERM: Sql = Sql("select id, term_id, scope_id, name, kind, day, scale, filing_no from assessment
     where school_id = $1 and term_id = $2 order by day desc, name, id");

pub(in crate::results) fn insert(tx: &mut Tx<'_>, id: AssessmentId, scope: RowId, new: &NewAssessment, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    let (kind, scale) = (new.kind.code(), new.scale.code());
    tx.execute(INSERT, &[&school, &id, &new.term, &scope, &new.name, &kind, &new.day, &scale, &new.filing_no, &new.import, &actor, &now])?;
    Ok(())
}

fn read(row: &Row<'_>, school: RowId) -> Result<Assessment> {
    let (scope, kind, scale): (RowId, String, String) = (row.get(2)?, row.get(4)?, row.get(6)?);
    let unknown = |what: &str| Error::Fault(format!("an assessment with the unknown {what}"));
    Ok(Assessment {
        id: row.get(0)?,
        term: row.get(1)?,
        class: (scope != school).then(|| ClassId::from_uuid(scope.uuid())),
        name: row.get(3)?,
        kind: Kind::of_code(&kind).ok_or_else(|| unknown("kind"))?,
        day: row.get(5)?,
        scale: Scale::of_code(&scale).ok_or_else(|| unknown("scale"))?,
        filing_no: row.get(7)?,
    })
}

fn whole_school(tx: &Tx<'_>) -> RowId {
    RowId::from_uuid(tx.school().uuid())
}

pub(in crate::results) fn one(tx: &mut Tx<'_>, id: AssessmentId) -> Result<Assessment> {
    let school = whole_school(tx);
    tx.one(ONE, &[&tx.school(), &id], |row| read(row, school))
}

pub(in crate::results) fn by_name(tx: &mut Tx<'_>, term: TermId, scope: RowId, name: &str) -> Result<Option<Assessment>> {
    let school = whole_school(tx);
    tx.optional(BY_NAME, &[&tx.school(), &term, &scope, &name], |row| read(row, school))
}

pub(in crate::results) fn of_term(tx: &mut Tx<'_>, term: TermId) -> Result<Vec<Assessment>> {
    let school = whole_school(tx);
    tx.query(OF_TERM, &[&tx.school(), &term], |row| read(row, school))
}

const INSERT_FULL: Sql = Sql("insert into full_mark (school_id, assessment_id, grade_level, subject, points) values ($1, $2, $3, $4, $5)
     on conflict (school_id, assessment_id, grade_level, subject) do nothing");
const FULL_MARKS: Sql = Sql("select grade_level, subject, points from full_mark where school_id = $1 and assessment_id = $2 order by grade_level, subject");

pub(in crate::results) fn insert_full(tx: &mut Tx<'_>, id: AssessmentId, full: &FullMark) -> Result<()> {
    let school = tx.school();
    tx.execute(INSERT_FULL, &[&school, &id, &full.level, &full.subject, &full.points])?;
    Ok(())
}

pub(in crate::results) fn full_marks(tx: &mut Tx<'_>, id: AssessmentId) -> Result<Vec<FullMark>> {
    tx.query(FULL_MARKS, &[&tx.school(), &id], |row| Ok(FullMark { level: row.get(0)?, subject: row.get(1)?, points: row.get(2)? }))
}

const LEVELS_OF_CLASS: Sql = Sql("select g.level from class c join grade g on g.school_id = c.school_id and g.id = c.grade_id where c.school_id = $1 and c.id = $2
     union select g.level from class_also_grade a join grade g on g.school_id = a.school_id and g.id = a.grade_id where a.school_id = $1 and a.class_id = $2");

/// The grades taught in a class: more than one in a combined class.
pub(in crate::results) fn levels_of_class(tx: &mut Tx<'_>, class: ClassId) -> Result<Vec<i64>> {
    let mut levels = tx.query(LEVELS_OF_CLASS, &[&tx.school(), &class], |row| row.get(0))?;
    levels.sort_unstable();
    Ok(levels)
}

const PUT_SCHEME: Sql = Sql("insert into band_scheme (school_id, grade_level, scheme, actor, at_ms) values ($1, $2, $3, $4, $5)
     on conflict (school_id, grade_level) do update set scheme = excluded.scheme, actor = excluded.actor, at_ms = excluded.at_ms");
const SCHEMES: Sql = Sql("select grade_level, scheme from band_scheme where school_id = $1");
const PUT_RULE: Sql = Sql("insert into exam_rule (school_id, is_local, reason, actor, at_ms) values ($1, $2, $3, $4, $5)
     on conflict (school_id) do update set is_local = excluded.is_local, reason = excluded.reason, actor = excluded.actor, at_ms = excluded.at_ms");
const RULE: Sql = Sql("select is_local, reason, actor, at_ms from exam_rule where school_id = $1");

pub(in crate::results) fn put_scheme(tx: &mut Tx<'_>, level: i64, scheme: &str, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(PUT_SCHEME, &[&school, &level, &scheme, &actor, &now])?;
    Ok(())
}

pub(in crate::results) fn schemes(tx: &mut Tx<'_>) -> Result<Vec<(i64, Scheme)>> {
    tx.query(SCHEMES, &[&tx.school()], |row| {
        let code: String = row.get(1)?;
        Ok((row.get(0)?, Scheme::of_code(&code).ok_or_else(|| Error::Fault("an unknown scheme of bands".into()))?))
    })
}

pub(in crate::results) fn put_rule(tx: &mut Tx<'_>, is_local: bool, reason: &str, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(PUT_RULE, &[&school, &is_local, &reason, &actor, &now])?;
    Ok(())
}

pub(in crate::results) fn rule(tx: &mut Tx<'_>) -> Result<Option<ExamRule>> {
    tx.optional(RULE, &[&tx.school()], |row| Ok(ExamRule { is_local: row.get(0)?, reason: row.get(1)?, actor: row.get(2)?, at: row.get(3)? }))
}

//! SQL of family facts, their yearly check, and the local lines of subsistence.

use crate::base::{ClassId, Error, GradeId, ImportId, PupilId, Result, RowId, SchoolDate, Stamp, YearId};
use crate::roster::family_facts::{Fact, Topic};
use crate::store::{Cell, Row, Sql, ToCell, Tx};

/// A fact made ready to be written.
pub(in crate::roster) struct Ready {
    pub id: RowId,
    pub pupil: PupilId,
    pub number: i64,
    pub topic: Topic,
    pub item: String,
    pub value: String,
    pub since: Option<SchoolDate>,
    pub until: Option<SchoolDate>,
    pub place: String,
    pub degree: Option<i64>,
    pub certified: Option<bool>,
    pub amount_fen: Option<i64>,
    pub note: Option<Vec<u8>>,
    pub from: SchoolDate,
    pub source: &'static str,
    pub corrects: Option<RowId>,
    pub reason: Option<Vec<u8>>,
    pub actor: String,
    pub import: Option<ImportId>,
}

const INSERT: Sql = Sql("insert into family_fact (school_id, id, pupil_id, number, topic, item, value, since_day, until_day, place, degree, certified, amount_fen, note_sealed,
     from_day, source, corrects_id, reason_sealed, actor, at_ms, import_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)");

pub(in crate::roster) fn insert(tx: &mut Tx<'_>, facts: &[Ready]) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    let rows: Vec<Vec<Cell<'_>>> = facts
        .iter()
        .map(|f| {
            let (ids, topic) = ([school.cell(), f.id.cell(), f.pupil.cell(), f.number.cell()], f.topic.code());
            let said = [Cell::Text(topic), f.item.cell(), f.value.cell(), f.since.cell(), f.until.cell(), f.place.cell(), f.degree.cell(), f.certified.cell(), f.amount_fen.cell()];
            let tail = [f.note.cell(), f.from.cell(), Cell::Text(f.source), f.corrects.cell(), f.reason.cell(), f.actor.cell(), now.cell(), f.import.cell()];
            ids.into_iter().chain(said).chain(tail).collect()
        })
        .collect();
    tx.execute_many(INSERT, &rows)?;
    Ok(())
}

macro_rules! facts {
    ($where:literal) => {
        concat!(
            "select f.pupil_id, f.id, f.number, f.topic, f.item, f.value, f.since_day, f.until_day, f.place, f.degree, f.certified, f.amount_fen, f.note_sealed is not null,
                    f.from_day, f.source, f.actor, f.at_ms, f.corrects_id,
                    exists (select 1 from family_fact c where c.school_id = f.school_id and c.corrects_id = f.id)
               from family_fact f where f.school_id = $1 and ",
            $where,
            " order by f.pupil_id, f.number"
        )
    };
}
const OF_PUPIL: Sql = Sql(facts!("f.pupil_id = $2"));
const OF_CLASS: Sql =
    Sql(facts!("f.pupil_id in (select l.pupil_id from place l where l.school_id = $1 and l.class_id = $2 and cast($3 as date) between l.from_day and l.until_day)"));
const OF_GRADE: Sql =
    Sql(facts!("f.pupil_id in (select l.pupil_id from place l where l.school_id = $1 and l.grade_id = $2 and cast($3 as date) between l.from_day and l.until_day)"));
const OF_SCHOOL: Sql = Sql(facts!("f.pupil_id in (select l.pupil_id from place l where l.school_id = $1 and cast($2 as date) between l.from_day and l.until_day)"));
const OF_ALL: Sql = Sql(facts!("f.number > $2"));

fn read(row: &Row<'_>) -> Result<(PupilId, Fact)> {
    let topic: String = row.get(3)?;
    let topic = Topic::of(&topic).ok_or_else(|| Error::Fault("a family fact of an unknown topic".into()))?;
    let fact = Fact {
        id: row.get(1)?,
        number: row.get(2)?,
        topic,
        item: row.get(4)?,
        value: row.get(5)?,
        since: row.get(6)?,
        until: row.get(7)?,
        place: row.get(8)?,
        degree: row.get(9)?,
        certified: row.get(10)?,
        amount_fen: row.get(11)?,
        has_note: row.get(12)?,
        from: row.get(13)?,
        source: row.get(14)?,
        actor: row.get(15)?,
        at: row.get(16)?,
        corrects: row.get(17)?,
        corrected: row.get(18)?,
    };
    Ok((row.get(0)?, fact))
}

pub(in crate::roster) fn of_pupil(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<Fact>> {
    tx.query(OF_PUPIL, &[&tx.school(), &pupil], |row| Ok(read(row)?.1))
}

pub(in crate::roster) fn of_class(tx: &mut Tx<'_>, class: ClassId, day: SchoolDate) -> Result<Vec<(PupilId, Fact)>> {
    tx.query(OF_CLASS, &[&tx.school(), &class, &day], read)
}

pub(in crate::roster) fn of_grade(tx: &mut Tx<'_>, grade: GradeId, day: SchoolDate) -> Result<Vec<(PupilId, Fact)>> {
    tx.query(OF_GRADE, &[&tx.school(), &grade, &day], read)
}

pub(in crate::roster) fn of_school(tx: &mut Tx<'_>, day: SchoolDate) -> Result<Vec<(PupilId, Fact)>> {
    tx.query(OF_SCHOOL, &[&tx.school(), &day], read)
}

/// Every fact of the school, also of pupils who have left or are still to come: for imports.
pub(in crate::roster) fn of_all(tx: &mut Tx<'_>) -> Result<Vec<(PupilId, Fact)>> {
    let before_all = 0_i64;
    tx.query(OF_ALL, &[&tx.school(), &before_all], read)
}

const SEALED: Sql = Sql("select note_sealed, reason_sealed from family_fact where school_id = $1 and pupil_id = $2 and id = $3");

/// A note and a reason as they are stored.
type SealedBytes = (Option<Vec<u8>>, Option<Vec<u8>>);

/// The sealed note and reason of a fact.
pub(in crate::roster) fn sealed(tx: &mut Tx<'_>, pupil: PupilId, fact: RowId) -> Result<SealedBytes> {
    tx.one(SEALED, &[&tx.school(), &pupil, &fact], |row| Ok((row.get(0)?, row.get(1)?)))
}

const REMOVE_OF_IMPORT: Sql = Sql("delete from family_fact where school_id = $1 and import_id = $2");
const LATER: Sql = Sql("select count(*) from family_fact f where f.school_id = $1 and f.import_id = $2
     and exists (select 1 from family_fact n where n.school_id = f.school_id and n.pupil_id = f.pupil_id and n.topic = f.topic and n.item = f.item
                    and n.number > f.number and (n.import_id is null or n.import_id <> $2))");

pub(in crate::roster) fn remove_of_import(tx: &mut Tx<'_>, import: ImportId) -> Result<u64> {
    let school = tx.school();
    tx.execute(REMOVE_OF_IMPORT, &[&school, &import])
}

/// Facts of an import after which somebody wrote another on the same topic.
pub(in crate::roster) fn written_after(tx: &mut Tx<'_>, import: ImportId) -> Result<i64> {
    tx.number(LATER, &[&tx.school(), &import])
}

/// A child as the register knows it, for lists of families.
pub(in crate::roster) struct Child {
    pub id: PupilId,
    pub name: String,
    pub seat_no: Option<i64>,
    pub sex: String,
    pub ethnicity: String,
    pub birth_day: Option<SchoolDate>,
    pub boarding: Option<bool>,
    pub class: ClassId,
    pub class_name: String,
}

macro_rules! children {
    ($where:literal) => {
        concat!(
            "select p.id, p.name, p.seat_no, p.sex, p.ethnicity, p.birth_day, p.boarding, c.id, c.name
               from place l join pupil p on p.school_id = l.school_id and p.id = l.pupil_id
               join class c on c.school_id = l.school_id and c.id = l.class_id join grade g on g.school_id = l.school_id and g.id = l.grade_id
              where l.school_id = $1 and cast($2 as date) between l.from_day and l.until_day and p.erased_at_ms is null",
            $where,
            " order by g.level, c.number, p.seat_no is null, p.seat_no, p.name_sort, p.id"
        )
    };
}
const CHILDREN_OF_CLASS: Sql = Sql(children!(" and l.class_id = $3"));
const CHILDREN_OF_GRADE: Sql = Sql(children!(" and l.grade_id = $3"));
const CHILDREN: Sql = Sql(children!(""));

fn child(row: &Row<'_>) -> Result<Child> {
    Ok(Child {
        id: row.get(0)?,
        name: row.get(1)?,
        seat_no: row.get(2)?,
        sex: row.get(3)?,
        ethnicity: row.get(4)?,
        birth_day: row.get(5)?,
        boarding: row.get(6)?,
        class: row.get(7)?,
        class_name: row.get(8)?,
    })
}

pub(in crate::roster) fn children_of_class(tx: &mut Tx<'_>, class: ClassId, day: SchoolDate) -> Result<Vec<Child>> {
    tx.query(CHILDREN_OF_CLASS, &[&tx.school(), &day, &class], child)
}

pub(in crate::roster) fn children_of_grade(tx: &mut Tx<'_>, grade: GradeId, day: SchoolDate) -> Result<Vec<Child>> {
    tx.query(CHILDREN_OF_GRADE, &[&tx.school(), &day, &grade], child)
}

pub(in crate::roster) fn children(tx: &mut Tx<'_>, day: SchoolDate) -> Result<Vec<Child>> {
    tx.query(CHILDREN, &[&tx.school(), &day], child)
}

// The yearly check

/// That a child's facts were looked through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Whether something had changed.
    pub changed: bool,
    /// The day.
    pub day: SchoolDate,
    /// Who.
    pub actor: String,
}

const CHECKED: Sql = Sql("select k.pupil_id, k.changed, k.day, k.actor from family_check k
     where k.school_id = $1 and k.year_id = $2 and k.pupil_id in (select l.pupil_id from place l where l.school_id = $1 and l.class_id = $3 and l.until_day >= $4)");
const CHECK: Sql = Sql("insert into family_check (school_id, year_id, pupil_id, changed, day, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (school_id, year_id, pupil_id) do nothing");
const PROGRESS: Sql = Sql("select l.class_id, count(*), count(k.pupil_id)
     from place l join class c on c.school_id = l.school_id and c.id = l.class_id
     left join family_check k on k.school_id = l.school_id and k.year_id = c.year_id and k.pupil_id = l.pupil_id
     where l.school_id = $1 and c.year_id = $2 and cast($3 as date) between l.from_day and l.until_day group by l.class_id");
const DUE: Sql = Sql("select due_day from family_check_round where school_id = $1 and year_id = $2 order by number desc limit 1");
const ROUNDS: Sql = Sql("select count(*) from family_check_round where school_id = $1 and year_id = $2");
const OPEN: Sql = Sql("insert into family_check_round (school_id, id, year_id, number, due_day, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7)");

pub(in crate::roster) fn checked(tx: &mut Tx<'_>, year: YearId, class: ClassId, day: SchoolDate) -> Result<Vec<(PupilId, Checked)>> {
    tx.query(CHECKED, &[&tx.school(), &year, &class, &day], |row| Ok((row.get(0)?, Checked { changed: row.get(1)?, day: row.get(2)?, actor: row.get(3)? })))
}

/// Notes that a child's facts were looked through; false when they were already.
pub(in crate::roster) fn check(tx: &mut Tx<'_>, year: YearId, pupil: PupilId, changed: bool, actor: &str) -> Result<bool> {
    let (school, now, today) = (tx.school(), tx.now(), tx.today());
    Ok(tx.execute(CHECK, &[&school, &year, &pupil, &changed, &today, &actor, &now])? == 1)
}

/// Children of each class and how many were looked through.
pub(in crate::roster) fn progress(tx: &mut Tx<'_>, year: YearId, day: SchoolDate) -> Result<Vec<(ClassId, i64, i64)>> {
    tx.query(PROGRESS, &[&tx.school(), &year, &day], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

pub(in crate::roster) fn due(tx: &mut Tx<'_>, year: YearId) -> Result<Option<SchoolDate>> {
    tx.optional(DUE, &[&tx.school(), &year], |row| row.get(0))
}

pub(in crate::roster) fn open_round(tx: &mut Tx<'_>, year: YearId, due: SchoolDate, actor: &str) -> Result<()> {
    let (school, id, now): (_, RowId, Stamp) = (tx.school(), tx.new_id(), tx.now());
    let number = tx.number(ROUNDS, &[&school, &year])? + 1;
    tx.execute(OPEN, &[&school, &id, &year, &number, &due, &actor, &now])?;
    Ok(())
}

// Lines of subsistence

/// A local line of subsistence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Code of the region, as the school gives it.
    pub region: String,
    /// Calendar year.
    pub year: i64,
    /// `rural` or `urban`.
    pub household: String,
    /// For one person and year.
    pub amount_fen: i64,
}

const LINES: Sql = Sql("select region, year, household, amount_fen from subsistence_line where school_id = $1 order by year desc, region, household");
const PUT_LINE: Sql = Sql("insert into subsistence_line (school_id, region, year, household, amount_fen, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (school_id, region, year, household) do update set amount_fen = excluded.amount_fen, actor = excluded.actor, at_ms = excluded.at_ms");

pub(in crate::roster) fn lines(tx: &mut Tx<'_>) -> Result<Vec<Line>> {
    tx.query(LINES, &[&tx.school()], |row| Ok(Line { region: row.get(0)?, year: row.get(1)?, household: row.get(2)?, amount_fen: row.get(3)? }))
}

pub(in crate::roster) fn put_line(tx: &mut Tx<'_>, line: &Line, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(PUT_LINE, &[&school, &line.region, &line.year, &line.household, &line.amount_fen, &actor, &now])?;
    Ok(())
}

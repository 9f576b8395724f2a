//! All SQL of places, years, terms, days, grades and classes. Reads `place` of access to know whether a class was ever used.

use crate::base::{CampusId, ClassId, Error, GradeId, Result, SchoolDate, SchoolYear, StaffId, TermCode, TermId, YearId};
use crate::roster::terms::TermPlan;
use crate::roster::time::{CalendarDay, Campus, CampusKind, Class, DayKind, Grade, Term, Year};
use crate::store::{Cell, Row, Sql, ToCell, Tx};

fn coded<T: std::str::FromStr>(row: &Row<'_>, i: usize) -> Result<T> {
    let text: String = row.get(i)?;
    text.parse().map_err(|_| Error::Fault(format!("an unknown code {text} is stored")))
}

// Campuses

const CAMPUSES: Sql = Sql("select id, name, kind, address from campus where school_id = $1 order by kind, name");
const INSERT_CAMPUS: Sql = Sql("insert into campus (school_id, id, name, kind, address) values ($1, $2, $3, $4, $5)");
const UPDATE_CAMPUS: Sql = Sql("update campus set name = $3, kind = $4, address = $5 where school_id = $1 and id = $2");
const DELETE_CAMPUS: Sql = Sql("delete from campus where school_id = $1 and id = $2");
const CLASSES_AT: Sql = Sql("select count(*) from class where school_id = $1 and campus_id = $2");

pub(in crate::roster) fn campuses(tx: &mut Tx<'_>) -> Result<Vec<Campus>> {
    tx.query(CAMPUSES, &[&tx.school()], |row| Ok(Campus { id: row.get(0)?, name: row.get(1)?, kind: coded::<CampusKind>(row, 2)?, address: row.get(3)? }))
}

pub(in crate::roster) fn insert_campus(tx: &mut Tx<'_>, campus: &Campus) -> Result<()> {
    let school = tx.school();
    tx.execute(INSERT_CAMPUS, &[&school, &campus.id, &campus.name, &campus.kind.code(), &campus.address])?;
    Ok(())
}

pub(in crate::roster) fn update_campus(tx: &mut Tx<'_>, campus: &Campus) -> Result<u64> {
    let school = tx.school();
    tx.execute(UPDATE_CAMPUS, &[&school, &campus.id, &campus.name, &campus.kind.code(), &campus.address])
}

pub(in crate::roster) fn delete_campus(tx: &mut Tx<'_>, id: CampusId) -> Result<u64> {
    let school = tx.school();
    tx.execute(DELETE_CAMPUS, &[&school, &id])
}

pub(in crate::roster) fn classes_at(tx: &mut Tx<'_>, id: CampusId) -> Result<i64> {
    tx.number(CLASSES_AT, &[&tx.school(), &id])
}

// Years and terms

const YEARS: Sql = Sql("select id, start_year from school_year where school_id = $1 order by start_year");
const INSERT_YEAR: Sql = Sql("insert into school_year (school_id, id, start_year) values ($1, $2, $3) on conflict (school_id, start_year) do nothing");
const YEAR_BY_START: Sql = Sql("select id, start_year from school_year where school_id = $1 and start_year = $2");
const INSERT_GRADE: Sql = Sql("insert into grade (school_id, id, year_id, level) values ($1, $2, $3, $4) on conflict (school_id, year_id, level) do nothing");
const GRADES: Sql = Sql("select id, year_id, level from grade where school_id = $1 and year_id = $2 order by level");
const TERMS: Sql = Sql("select id, year_id, code, first_day, last_day, results_due_day, ceremony_day from term where school_id = $1 order by first_day, code");
const INSERT_TERM: Sql = Sql("insert into term (school_id, id, year_id, code, first_day, last_day, results_due_day, ceremony_day)
     values ($1, $2, $3, $4, $5, $6, $7, $8)");
const UPDATE_TERM: Sql = Sql("update term set first_day = $3, last_day = $4, results_due_day = $5, ceremony_day = $6 where school_id = $1 and id = $2");

fn year_row(row: &Row<'_>) -> Result<Year> {
    let start: i64 = row.get(1)?;
    Ok(Year { id: row.get(0)?, start: SchoolYear(i16::try_from(start).map_err(|e| Error::fault("a school year", e))?) })
}

pub(in crate::roster) fn years(tx: &mut Tx<'_>) -> Result<Vec<Year>> {
    tx.query(YEARS, &[&tx.school()], year_row)
}

pub(in crate::roster) fn year_by_start(tx: &mut Tx<'_>, start: SchoolYear) -> Result<Option<Year>> {
    tx.optional(YEAR_BY_START, &[&tx.school(), &i64::from(start.0)], year_row)
}

pub(in crate::roster) fn insert_year(tx: &mut Tx<'_>, id: YearId, start: SchoolYear) -> Result<()> {
    let school = tx.school();
    tx.execute(INSERT_YEAR, &[&school, &id, &i64::from(start.0)])?;
    Ok(())
}

pub(in crate::roster) fn insert_grade(tx: &mut Tx<'_>, id: GradeId, year: YearId, level: i64) -> Result<()> {
    let school = tx.school();
    tx.execute(INSERT_GRADE, &[&school, &id, &year, &level])?;
    Ok(())
}

pub(in crate::roster) fn grades(tx: &mut Tx<'_>, year: YearId) -> Result<Vec<Grade>> {
    tx.query(GRADES, &[&tx.school(), &year], |row| Ok(Grade { id: row.get(0)?, year: row.get(1)?, level: row.get(2)? }))
}

pub(in crate::roster) fn terms(tx: &mut Tx<'_>) -> Result<Vec<Term>> {
    let all = tx.remembered(TERMS, &[&tx.school()], |row| {
        Ok(Term {
            id: row.get(0)?,
            year: row.get(1)?,
            code: coded::<TermCode>(row, 2)?,
            first_day: row.get(3)?,
            last_day: row.get(4)?,
            results_due_day: row.get(5)?,
            ceremony_day: row.get(6)?,
        })
    })?;
    Ok(all.to_vec())
}

pub(in crate::roster) fn insert_term(tx: &mut Tx<'_>, id: TermId, year: YearId, code: TermCode, plan: &TermPlan) -> Result<()> {
    let school = tx.school();
    tx.execute(INSERT_TERM, &[&school, &id, &year, &code.to_string(), &plan.first_day, &plan.last_day, &plan.results_due_day, &plan.ceremony_day])?;
    Ok(())
}

pub(in crate::roster) fn update_term(tx: &mut Tx<'_>, id: TermId, plan: &TermPlan) -> Result<u64> {
    let school = tx.school();
    tx.execute(UPDATE_TERM, &[&school, &id, &plan.first_day, &plan.last_day, &plan.results_due_day, &plan.ceremony_day])
}

// Days that differ from the ordinary week

const DAYS: Sql = Sql("select day, kind, name from calendar_day where school_id = $1 and day between $2 and $3 order by day");
const UPSERT_DAY: Sql = Sql("insert into calendar_day (school_id, day, kind, name) values ($1, $2, $3, $4)
     on conflict (school_id, day) do update set kind = excluded.kind, name = excluded.name");
const DELETE_DAY: Sql = Sql("delete from calendar_day where school_id = $1 and day = $2");

pub(in crate::roster) fn days(tx: &mut Tx<'_>, from: SchoolDate, until: SchoolDate) -> Result<Vec<CalendarDay>> {
    tx.query(DAYS, &[&tx.school(), &from, &until], |row| Ok(CalendarDay { day: row.get(0)?, kind: coded::<DayKind>(row, 1)?, name: row.get(2)? }))
}

pub(in crate::roster) fn upsert_days(tx: &mut Tx<'_>, days: &[&CalendarDay]) -> Result<()> {
    let school = tx.school();
    let rows: Vec<Vec<Cell<'_>>> = days.iter().map(|day| vec![school.cell(), day.day.cell(), Cell::Text(day.kind.code()), day.name.cell()]).collect();
    tx.execute_many(UPSERT_DAY, &rows)?;
    Ok(())
}

pub(in crate::roster) fn delete_day(tx: &mut Tx<'_>, day: SchoolDate) -> Result<u64> {
    let school = tx.school();
    tx.execute(DELETE_DAY, &[&school, &day])
}

// Classes

const CLASSES: Sql = Sql("select c.id, c.year_id, c.grade_id, g.level, c.number, c.name, c.campus_id
      from class c join grade g on g.school_id = c.school_id and g.id = c.grade_id
     where c.school_id = $1 and c.year_id = $2 order by g.level, c.number, c.name");
const CLASS: Sql = Sql("select c.id, c.year_id, c.grade_id, g.level, c.number, c.name, c.campus_id
      from class c join grade g on g.school_id = c.school_id and g.id = c.grade_id
     where c.school_id = $1 and c.id = $2");
const CLASS_BY_NUMBER: Sql = Sql("select c.id, c.year_id, c.grade_id, g.level, c.number, c.name, c.campus_id
      from class c join grade g on g.school_id = c.school_id and g.id = c.grade_id
     where c.school_id = $1 and c.year_id = $2 and g.level = $3 and c.number = $4");
const INSERT_CLASS: Sql = Sql("insert into class (school_id, id, year_id, grade_id, number, name) values ($1, $2, $3, $4, $5, $6)");
const UPDATE_CLASS: Sql = Sql("update class set name = $3, campus_id = $4 where school_id = $1 and id = $2");
const DELETE_CLASS: Sql = Sql("delete from class where school_id = $1 and id = $2");
const CLASS_USES: Sql = Sql("select (select count(*) from place p where p.school_id = $1 and p.class_id = $2)
          + (select count(*) from post o where o.school_id = $1 and o.scope_id = $2)
          + (select count(*) from movement m where m.school_id = $1 and (m.from_class_id = $2 or m.to_class_id = $2))");
const ALSO_GRADES: Sql = Sql("select a.class_id, g.level from class_also_grade a
      join class c on c.school_id = a.school_id and c.id = a.class_id
      join grade g on g.school_id = a.school_id and g.id = a.grade_id
     where a.school_id = $1 and c.year_id = $2 order by g.level");
const DELETE_ALSO: Sql = Sql("delete from class_also_grade where school_id = $1 and class_id = $2");
const INSERT_ALSO: Sql = Sql("insert into class_also_grade (school_id, class_id, grade_id) values ($1, $2, $3)");
const HOMEROOMS: Sql = Sql("select o.scope_id, s.id, s.name from post o join staff s on s.school_id = o.school_id and s.id = o.staff_id
      join class c on c.school_id = o.school_id and c.id = o.scope_id
     where o.school_id = $1 and c.year_id = $2 and o.duty = 'homeroom' and cast($3 as date) between o.from_day and o.until_day
     order by o.from_day, s.name");
const PUPILS_IN: Sql = Sql("select p.class_id, count(*) from place p join class c on c.school_id = p.school_id and c.id = p.class_id
     where p.school_id = $1 and c.year_id = $2 and cast($3 as date) between p.from_day and p.until_day
     group by p.class_id");

fn class_row(row: &Row<'_>) -> Result<Class> {
    Ok(Class { id: row.get(0)?, year: row.get(1)?, grade: row.get(2)?, level: row.get(3)?, number: row.get(4)?, name: row.get(5)?, campus: row.get(6)? })
}

pub(in crate::roster) fn classes(tx: &mut Tx<'_>, year: YearId) -> Result<Vec<Class>> {
    Ok(tx.remembered(CLASSES, &[&tx.school(), &year], class_row)?.to_vec())
}

pub(in crate::roster) fn class(tx: &mut Tx<'_>, id: ClassId) -> Result<Class> {
    tx.one(CLASS, &[&tx.school(), &id], class_row)
}

pub(in crate::roster) fn class_by_number(tx: &mut Tx<'_>, year: YearId, level: i64, number: i64) -> Result<Option<Class>> {
    tx.optional(CLASS_BY_NUMBER, &[&tx.school(), &year, &level, &number], class_row)
}

pub(in crate::roster) fn insert_class(tx: &mut Tx<'_>, id: ClassId, year: YearId, grade: GradeId, number: i64, name: &str) -> Result<()> {
    let school = tx.school();
    tx.execute(INSERT_CLASS, &[&school, &id, &year, &grade, &number, &name])?;
    Ok(())
}

pub(in crate::roster) fn update_class(tx: &mut Tx<'_>, id: ClassId, name: &str, campus: Option<CampusId>) -> Result<()> {
    let school = tx.school();
    tx.execute(UPDATE_CLASS, &[&school, &id, &name, &campus])?;
    Ok(())
}

pub(in crate::roster) fn delete_class(tx: &mut Tx<'_>, id: ClassId) -> Result<()> {
    let school = tx.school();
    tx.execute(DELETE_ALSO, &[&school, &id])?;
    tx.execute(DELETE_CLASS, &[&school, &id])?;
    Ok(())
}

pub(in crate::roster) fn class_uses(tx: &mut Tx<'_>, id: ClassId) -> Result<i64> {
    tx.number(CLASS_USES, &[&tx.school(), &id])
}

pub(in crate::roster) fn also_grades(tx: &mut Tx<'_>, year: YearId) -> Result<Vec<(ClassId, i64)>> {
    tx.query(ALSO_GRADES, &[&tx.school(), &year], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(in crate::roster) fn replace_also(tx: &mut Tx<'_>, class: ClassId, grades: &[GradeId]) -> Result<()> {
    let school = tx.school();
    tx.execute(DELETE_ALSO, &[&school, &class])?;
    for grade in grades {
        tx.execute(INSERT_ALSO, &[&school, &class, grade])?;
    }
    Ok(())
}

pub(in crate::roster) fn homerooms(tx: &mut Tx<'_>, year: YearId, day: SchoolDate) -> Result<Vec<(ClassId, StaffId, String)>> {
    tx.query(HOMEROOMS, &[&tx.school(), &year, &day], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

pub(in crate::roster) fn pupils_in(tx: &mut Tx<'_>, year: YearId, day: SchoolDate) -> Result<Vec<(ClassId, i64)>> {
    tx.query(PUPILS_IN, &[&tx.school(), &year, &day], |row| Ok((row.get(0)?, row.get(1)?)))
}

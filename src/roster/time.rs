//! verbs: school years, terms, the calendar, grades and classes.
//!
//! Carries what terms and weeks are counted from (PRACTICE 1.2; the five weeks of A9-14) and the combined classes of small schools (PRACTICE 1.6).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::calendar::{Holiday, TermDays};
pub use super::day_list::{CalendarDay, DayKind};
pub use super::places::{Campus, CampusKind, campuses, remove_campus, save_campus};
use super::sql::time as sql;
use super::terms::{self, TermPlan};
use crate::access::{Permit, acts};
use crate::base::error::Problems;
use crate::base::{CampusId, ClassId, ClassName, Error, GradeId, Msg, Result, SchoolDate, SchoolYear, StaffId, TermCode, TermId, YearId, limits};
use crate::store::Tx;
use crate::trail;

/// A grade of a primary school is one of these.
pub const LEVELS: std::ops::RangeInclusive<i64> = 1..=6;
/// Days that one act may mark: longer than any holiday, short of a slip in the year.
const MARKED_DAYS_MOST: usize = 400;

/// A school year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Year {
    /// Its id.
    pub id: YearId,
    /// The calendar year in which it begins.
    pub start: SchoolYear,
}

/// A term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Its id.
    pub id: TermId,
    /// Its school year.
    pub year: YearId,
    /// 2026-1, 2026-2.
    pub code: TermCode,
    /// First day of school.
    pub first_day: SchoolDate,
    /// Last day of school.
    pub last_day: SchoolDate,
    /// Last day on which results are handed in.
    pub results_due_day: Option<SchoolDate>,
    /// Day of the ceremony.
    pub ceremony_day: Option<SchoolDate>,
}

/// A grade of one school year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grade {
    /// Its id.
    pub id: GradeId,
    /// Its school year.
    pub year: YearId,
    /// 1 to 6.
    pub level: i64,
}

/// A class of one school year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// Its id.
    pub id: ClassId,
    /// Its school year.
    pub year: YearId,
    /// Its grade.
    pub grade: GradeId,
    /// The level of its grade, 1 to 6.
    pub level: i64,
    /// Its number within the grade.
    pub number: i64,
    /// How the school calls it.
    pub name: String,
    /// Where it is, in a school with several places.
    pub campus: Option<CampusId>,
}

// Years and terms

/// All school years, the earliest first.
///
/// # Errors
/// Faults of the database.
pub fn years(tx: &mut Tx<'_>) -> Result<Vec<Year>> {
    sql::years(tx)
}

/// The school year that begins in a calendar year.
///
/// # Errors
/// Faults of the database.
pub fn year_by_start(tx: &mut Tx<'_>, start: SchoolYear) -> Result<Option<Year>> {
    sql::year_by_start(tx, start)
}

/// Makes a school year with its six grades, or finds it.
///
/// # Errors
/// Faults of the database.
pub fn ensure_year(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageCalendar>, start: SchoolYear) -> Result<YearId> {
    if let Some(year) = sql::year_by_start(tx, start)? {
        return Ok(year.id);
    }
    let id = tx.new_id();
    sql::insert_year(tx, id, start)?;
    let year = sql::year_by_start(tx, start)?.ok_or(Error::NotFound)?.id;
    for level in LEVELS {
        let grade = tx.new_id();
        sql::insert_grade(tx, grade, year, level)?;
    }
    Ok(year)
}

/// All terms, in the order of their days.
///
/// # Errors
/// Faults of the database.
pub fn terms(tx: &mut Tx<'_>) -> Result<Vec<Term>> {
    sql::terms(tx)
}

/// The term with a code.
///
/// # Errors
/// Faults of the database.
pub fn term_by_code(tx: &mut Tx<'_>, code: TermCode) -> Result<Option<Term>> {
    Ok(sql::terms(tx)?.into_iter().find(|term| term.code == code))
}

/// A term by its id.
///
/// # Errors
/// Not found when there is none.
pub fn term(tx: &mut Tx<'_>, id: TermId) -> Result<Term> {
    sql::terms(tx)?.into_iter().find(|term| term.id == id).ok_or(Error::NotFound)
}

/// The term of today, else the last that began, else the first; `None` when the school has none.
///
/// # Errors
/// Faults of the database.
pub fn current_term(tx: &mut Tx<'_>) -> Result<Option<Term>> {
    let today = tx.today();
    let mut all = sql::terms(tx)?;
    let days: Vec<_> = all.iter().map(|term| (term.first_day, term.last_day)).collect();
    Ok(terms::present(&days, today).map(|index| all.swap_remove(index)))
}

/// The last day of the last term of a school year; `None` while it has none.
///
/// # Errors
/// Faults of the database.
pub fn last_day_of_year(tx: &mut Tx<'_>, year: YearId) -> Result<Option<SchoolDate>> {
    Ok(sql::terms(tx)?.into_iter().filter(|term| term.year == year).map(|term| term.last_day).max())
}

/// Makes a term with its school year and the grades 1 to 6, or finds it as it is.
///
/// # Errors
/// Problems at `first_day` and `last_day`: not days of such a term, or another term has them.
pub fn ensure_term(tx: &mut Tx<'_>, permit: &Permit<acts::ManageCalendar>, code: TermCode, first_day: SchoolDate, last_day: SchoolDate) -> Result<TermId> {
    match term_by_code(tx, code)? {
        Some(term) => Ok(term.id),
        None => add_term(tx, permit, code, &TermPlan::of(first_day, last_day)),
    }
}

/// Adds a term with all its days.
///
/// # Errors
/// Problems at `code` (there is such a term) and at the days.
pub fn add_term(tx: &mut Tx<'_>, permit: &Permit<acts::ManageCalendar>, code: TermCode, plan: &TermPlan) -> Result<TermId> {
    let others = spans(tx)?;
    if others.iter().any(|(other, ..)| *other == code) {
        return Err(Error::at("code", Msg::new("roster-term-there").with("term", code)));
    }
    plan.check(code, &others)?;
    let year = ensure_year(tx, permit, code.year)?;
    let id = tx.new_id();
    sql::insert_term(tx, id, year, code, plan)?;
    trail::note(tx, permit.who(), "roster.term", id, &noted(code, plan))?;
    Ok(id)
}

/// Moves the days of a term.
///
/// # Errors
/// Problems at the days; not found when there is no such term.
pub fn change_term(tx: &mut Tx<'_>, permit: &Permit<acts::ManageCalendar>, code: TermCode, plan: &TermPlan) -> Result<()> {
    let term = term_by_code(tx, code)?.ok_or(Error::NotFound)?;
    plan.check(code, &spans(tx)?)?;
    sql::update_term(tx, term.id, plan)?;
    trail::note(tx, permit.who(), "roster.term", term.id, &noted(code, plan))?;
    Ok(())
}

fn spans(tx: &mut Tx<'_>) -> Result<Vec<(TermCode, SchoolDate, SchoolDate)>> {
    Ok(sql::terms(tx)?.into_iter().map(|term| (term.code, term.first_day, term.last_day)).collect())
}

fn noted(code: TermCode, plan: &TermPlan) -> serde_json::Value {
    json!({ "term": code, "first_day": plan.first_day, "last_day": plan.last_day, "results_due_day": plan.results_due_day, "ceremony_day": plan.ceremony_day })
}

// The calendar

/// The days that differ from the ordinary week, from one day to another, both included.
///
/// # Errors
/// Faults of the database.
pub fn calendar_days(tx: &mut Tx<'_>, from: SchoolDate, until: SchoolDate) -> Result<Vec<CalendarDay>> {
    sql::days(tx, from, until)
}

/// Marks days as holidays or as days of school; what was said of them before is replaced; of a day named twice the last word counts.
///
/// # Errors
/// Problems at `name` (too long); too much beyond a year's days at once.
pub fn mark_days(tx: &mut Tx<'_>, permit: &Permit<acts::ManageCalendar>, days: &[CalendarDay]) -> Result<()> {
    if days.len() > MARKED_DAYS_MOST {
        return Err(Error::TooMuch(Msg::new("roster-days-too-many").with("most", MARKED_DAYS_MOST)));
    }
    if days.iter().any(|day| day.name.chars().count() > limits::NAME_CHARS) {
        return Err(Error::at("name", Msg::new("roster-too-long").with("most", limits::NAME_CHARS)));
    }
    let last_word: BTreeMap<SchoolDate, &CalendarDay> = days.iter().map(|day| (day.day, day)).collect();
    let days: Vec<&CalendarDay> = last_word.into_values().collect();
    sql::upsert_days(tx, &days)?;
    let told: Vec<_> = days.iter().map(|day| json!([day.day, day.kind.code()])).collect();
    let school = tx.school();
    trail::note(tx, permit.who(), "roster.days", school, &told)?;
    Ok(())
}

/// Makes a day an ordinary one again.
///
/// # Errors
/// Not found when it is one.
pub fn unmark_day(tx: &mut Tx<'_>, permit: &Permit<acts::ManageCalendar>, day: SchoolDate) -> Result<()> {
    if sql::delete_day(tx, day)? == 0 {
        return Err(Error::NotFound);
    }
    let school = tx.school();
    trail::note(tx, permit.who(), "roster.day-ordinary", school, &json!({ "day": day }))?;
    Ok(())
}

/// A term with its holidays and swapped days, from which weeks, school days and moved deadlines are counted.
///
/// # Errors
/// Faults of the database.
pub fn term_days(tx: &mut Tx<'_>, term: &Term) -> Result<TermDays> {
    let special = sql::days(tx, term.first_day, term.last_day)?;
    let of = |kind| special.iter().filter(move |day| day.kind == kind).map(|day| day.day);
    Ok(TermDays {
        first: term.first_day,
        last: term.last_day,
        holidays: of(DayKind::Holiday).map(|day| Holiday { from: day, to: day }).collect(),
        swapped: of(DayKind::SchoolDay).collect(),
    })
}

/// The school days from one day to another, both included: those of the terms, without weekends and holidays, with swapped days.
///
/// # Errors
/// Faults of the database.
pub fn school_days(tx: &mut Tx<'_>, from: SchoolDate, until: SchoolDate) -> Result<i64> {
    let mut count = 0;
    for term in sql::terms(tx)?.iter().filter(|term| term.first_day <= until && from <= term.last_day) {
        count += term_days(tx, term)?.school_days_between(from, until);
    }
    Ok(count)
}

// Grades and classes

/// The grades of a school year, the lowest first.
///
/// # Errors
/// Faults of the database.
pub fn grades(tx: &mut Tx<'_>, year: YearId) -> Result<Vec<Grade>> {
    sql::grades(tx, year)
}

/// The classes of a school year, by grade and number.
///
/// # Errors
/// Faults of the database.
pub fn classes(tx: &mut Tx<'_>, year: YearId) -> Result<Vec<Class>> {
    sql::classes(tx, year)
}

/// A class.
///
/// # Errors
/// Not found when there is none.
pub fn class(tx: &mut Tx<'_>, id: ClassId) -> Result<Class> {
    sql::class(tx, id)
}

/// The class with a grade and number in a school year.
///
/// # Errors
/// Faults of the database.
pub fn class_named(tx: &mut Tx<'_>, year: YearId, name: ClassName) -> Result<Option<Class>> {
    sql::class_by_number(tx, year, name.grade, name.number)
}

/// Makes a class, or finds it.
///
/// # Errors
/// Not found when the year has no such grade; a conflict when another class bears its name.
pub fn ensure_class(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRoster>, year: YearId, name: ClassName) -> Result<ClassId> {
    if let Some(class) = class_named(tx, year, name)? {
        return Ok(class.id);
    }
    let grade = sql::grades(tx, year)?.into_iter().find(|grade| grade.level == name.grade).ok_or(Error::NotFound)?;
    let id = tx.new_id();
    sql::insert_class(tx, id, year, grade.id, name.number, &name.to_string())?;
    trail::note(tx, permit.who(), "roster.class", id, &json!({ "level": name.grade, "number": name.number }))?;
    Ok(id)
}

/// Changes what a class is called, where it is, and which other grades are taught in the same room (复式班).
///
/// # Errors
/// Problems at `name` (empty, too long, taken), `campus` and `also` (no grade of the year); not found when there is no such class.
pub fn change_class(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRoster>, id: ClassId, name: &str, campus: Option<CampusId>, also: &BTreeSet<i64>) -> Result<()> {
    let class = sql::class(tx, id)?;
    let name = name.trim();
    let mut problems = Problems::default();
    if name.is_empty() || name.chars().count() > limits::NAME_CHARS {
        problems.note("name", Msg::new("roster-class-name").with("most", limits::NAME_CHARS));
    }
    if sql::classes(tx, class.year)?.iter().any(|other| other.id != id && other.name == name) {
        problems.note("name", "roster-class-taken");
    }
    if let Some(campus) = campus
        && !campuses(tx)?.iter().any(|place| place.id == campus)
    {
        problems.note("campus", "roster-campus-unknown");
    }
    let grades = sql::grades(tx, class.year)?;
    let others: Vec<GradeId> = grades.iter().filter(|grade| grade.level != class.level && also.contains(&grade.level)).map(|grade| grade.id).collect();
    if also.iter().any(|level| !LEVELS.contains(level)) {
        problems.note("also", "roster-grade-unknown");
    }
    problems.end()?;
    sql::update_class(tx, id, name, campus)?;
    sql::replace_also(tx, id, &others)?;
    trail::note(tx, permit.who(), "roster.class", id, &json!({ "campus": campus, "also": also }))?;
    Ok(())
}

/// Removes a class that never had a pupil or a teacher.
///
/// # Errors
/// A conflict when it had; not found when there is no such class.
pub fn remove_class(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRoster>, id: ClassId) -> Result<()> {
    sql::class(tx, id)?;
    if sql::class_uses(tx, id)? > 0 {
        return Err(Error::Conflict(Msg::new("roster-class-in-use")));
    }
    sql::delete_class(tx, id)?;
    trail::note(tx, permit.who(), "roster.class-removed", id, &json!({}))?;
    Ok(())
}

/// The other grades taught in a year's combined classes: class and level.
///
/// # Errors
/// Faults of the database.
pub fn combined_grades(tx: &mut Tx<'_>, year: YearId) -> Result<Vec<(ClassId, i64)>> {
    sql::also_grades(tx, year)
}

/// The homeroom teachers of a year's classes on a day: class, person, name.
///
/// # Errors
/// Faults of the database.
pub fn homerooms(tx: &mut Tx<'_>, year: YearId, day: SchoolDate) -> Result<Vec<(ClassId, StaffId, String)>> {
    sql::homerooms(tx, year, day)
}

/// How many pupils a year's classes have on a day; classes without any are left out.
///
/// # Errors
/// Faults of the database.
pub fn pupils_in_classes(tx: &mut Tx<'_>, year: YearId, day: SchoolDate) -> Result<Vec<(ClassId, i64)>> {
    sql::pupils_in(tx, year, day)
}

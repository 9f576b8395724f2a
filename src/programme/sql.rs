//! All SQL of the programmes.

use std::collections::BTreeMap;

use super::history::{Switch, Version};
use super::param::Param;
use super::values::Values;
use crate::base::category::Category;
use crate::base::{Error, ProgrammeId, Result, RowId, TermCode};
use crate::store::{Cell, Row, Sql, ToCell, Tx};

fn term(text: &str) -> Result<TermCode> {
    text.parse().map_err(|()| Error::Fault(format!("{text} is stored as a term")))
}

const INSERT: Sql = Sql("insert into programme (school_id, id, preset, actor, at_ms) values ($1, $2, $3, $4, $5)");
const ALL: Sql = Sql("select id, preset from programme where school_id = $1 order by at_ms, id");
const PRESET: Sql = Sql("select preset from programme where school_id = $1 and id = $2");

pub(super) fn insert(tx: &mut Tx<'_>, id: ProgrammeId, preset: &str, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT, &[&school, &id, &preset, &actor, &now])?;
    Ok(())
}

/// Every programme of the school with its preset, the oldest first.
pub(super) fn all(tx: &mut Tx<'_>) -> Result<Vec<(ProgrammeId, String)>> {
    tx.query(ALL, &[&tx.school()], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(super) fn preset(tx: &mut Tx<'_>, id: ProgrammeId) -> Result<String> {
    tx.one(PRESET, &[&tx.school(), &id], |row| row.get(0))
}

const INSERT_VERSION: Sql =
    Sql("insert into programme_version (school_id, id, programme_id, number, name, purpose, from_term, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
const VERSIONS: Sql = Sql("select id, number, name, purpose, from_term, actor, at_ms from programme_version where school_id = $1 and programme_id = $2 order by number");
const INSERT_VALUE: Sql = Sql("insert into programme_value (school_id, version_id, param, value) values ($1, $2, $3, $4)");
const VALUES: Sql = Sql("select param, value from programme_value where school_id = $1 and version_id = $2 order by param");
const INSERT_CATEGORY: Sql = Sql("insert into programme_category (school_id, version_id, category) values ($1, $2, $3)");
const CATEGORIES: Sql = Sql("select category from programme_category where school_id = $1 and version_id = $2 order by category");

fn version_row(row: &Row<'_>) -> Result<Version> {
    let from: String = row.get(4)?;
    Ok(Version { id: row.get(0)?, number: row.get(1)?, name: row.get(2)?, purpose: row.get(3)?, from_term: term(&from)?, actor: row.get(5)?, at: row.get(6)? })
}

pub(super) fn insert_version(tx: &mut Tx<'_>, programme: ProgrammeId, version: &Version, categories: &[Category], values: &Values) -> Result<()> {
    let school = tx.school();
    let from = version.from_term.to_string();
    tx.execute(INSERT_VERSION, &[&school, &version.id, &programme, &version.number, &version.name, &version.purpose, &from, &version.actor, &version.at])?;
    let texts: Vec<(&str, String)> = values.iter().map(|(param, value)| (param.code(), value.to_string())).collect();
    let rows: Vec<Vec<Cell<'_>>> = texts.iter().map(|(param, value)| vec![school.cell(), version.id.cell(), Cell::Text(param), value.cell()]).collect();
    tx.execute_many(INSERT_VALUE, &rows)?;
    let rows: Vec<Vec<Cell<'_>>> = categories.iter().map(|category| vec![school.cell(), version.id.cell(), Cell::Text(category.code())]).collect();
    tx.execute_many(INSERT_CATEGORY, &rows)?;
    Ok(())
}

pub(super) fn versions(tx: &mut Tx<'_>, programme: ProgrammeId) -> Result<Vec<Version>> {
    tx.query(VERSIONS, &[&tx.school(), &programme], version_row)
}

pub(super) fn values(tx: &mut Tx<'_>, version: RowId) -> Result<Values> {
    let read = |row: &Row<'_>| {
        let (code, text): (String, String) = (row.get(0)?, row.get(1)?);
        let param = Param::of_code(&code).ok_or_else(|| Error::Fault(format!("an unknown parameter {code} is stored")))?;
        let value = param.shape().stored(&text).ok_or_else(|| Error::Fault(format!("the parameter {code} does not read")))?;
        Ok((param, value))
    };
    Ok(Values::new(tx.query(VALUES, &[&tx.school(), &version], read)?.into_iter().collect()))
}

pub(super) fn categories(tx: &mut Tx<'_>, version: RowId) -> Result<Vec<Category>> {
    let read = |row: &Row<'_>| {
        let code: String = row.get(0)?;
        code.parse().map_err(|()| Error::Fault(format!("an unknown category {code} is stored")))
    };
    let mut all: Vec<Category> = tx.query(CATEGORIES, &[&tx.school(), &version], read)?;
    all.sort_unstable();
    Ok(all)
}

const INSERT_SWITCH: Sql =
    Sql("insert into programme_switch (school_id, id, programme_id, number, is_on, from_term, until_term, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
const SWITCHES: Sql = Sql("select number, is_on, from_term, until_term, actor, at_ms from programme_switch where school_id = $1 and programme_id = $2 order by number");

pub(super) fn insert_switch(tx: &mut Tx<'_>, programme: ProgrammeId, switch: &Switch) -> Result<()> {
    let (school, id): (_, RowId) = (tx.school(), tx.new_id());
    let (from, until) = (switch.from_term.to_string(), switch.until_term.map(|term| term.to_string()));
    tx.execute(INSERT_SWITCH, &[&school, &id, &programme, &switch.number, &switch.on, &from, &until, &switch.actor, &switch.at])?;
    Ok(())
}

pub(super) fn switches(tx: &mut Tx<'_>, programme: ProgrammeId) -> Result<Vec<Switch>> {
    tx.query(SWITCHES, &[&tx.school(), &programme], |row| {
        let (from, until): (String, Option<String>) = (row.get(2)?, row.get(3)?);
        let until_term = until.map(|text| term(&text)).transpose()?;
        Ok(Switch { number: row.get(0)?, on: row.get(1)?, from_term: term(&from)?, until_term, actor: row.get(4)?, at: row.get(5)? })
    })
}

const INSERT_WORD: Sql = Sql("insert into programme_word (school_id, id, category, number, word, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7)");
const WORDS: Sql = Sql("select category, number, word from programme_word where school_id = $1 order by category, number");

pub(super) fn insert_word(tx: &mut Tx<'_>, category: Category, number: i64, word: &str, actor: &str) -> Result<()> {
    let (school, now, id): (_, _, RowId) = (tx.school(), tx.now(), tx.new_id());
    tx.execute(INSERT_WORD, &[&school, &id, &category.code(), &number, &word, &actor, &now])?;
    Ok(())
}

/// The newest word of each category with its number.
pub(super) fn words(tx: &mut Tx<'_>) -> Result<BTreeMap<String, (i64, String)>> {
    Ok(tx.query(WORDS, &[&tx.school()], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?.into_iter().collect())
}

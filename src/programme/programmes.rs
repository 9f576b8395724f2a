//! verbs: a preset is copied, edited, switched on for terms and ended (ARCHITECTURE rules 5 and 7).
//!
//! Only terms that are not over can be changed: what counted in a past term stays as it was.

use std::collections::BTreeMap;

use serde_json::json;

use super::history::{self, Switch, Version};
use super::kind_words;
use super::param::Param;
use super::presets::{self, Preset};
use super::sql;
use super::value::Value;
use super::values::Values;
use crate::access::{Permit, acts};
use crate::base::category::Category;
use crate::base::error::Problems;
use crate::base::{Error, Msg, ProgrammeId, Result, TermCode, limits};
use crate::roster::time::{self, Term};
use crate::store::Tx;
use crate::trail;

/// Programmes of a school, at most: more than anybody runs.
pub const PROGRAMMES_MOST: usize = 40;
/// Versions of one programme, at most.
pub const VERSIONS_MOST: usize = 200;

/// A programme as it counts in a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programme {
    /// Its id.
    pub id: ProgrammeId,
    /// The preset that it was copied from.
    pub preset: String,
    /// The number of the version that counts.
    pub version: i64,
    /// How the school calls it.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// Since when this version counts.
    pub from_term: TermCode,
    /// Whom it serves, in the order of the catalogue.
    pub categories: Vec<Category>,
    /// Its parameters.
    pub values: Values,
}

/// What a copy of a preset begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// The preset's code.
    pub preset: String,
    /// Its name in this school.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// The first term in which it may count.
    pub from_term: TermCode,
}

/// What the office changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// The first term in which the change counts.
    pub from_term: TermCode,
    /// Whom it serves.
    pub categories: Vec<Category>,
    /// The parameters; what is left out is not asked for.
    pub values: BTreeMap<Param, Value>,
}

/// The terms that can still be decided on: those that are not over, or the last one when all are.
///
/// # Errors
/// Faults of the database.
pub fn open_terms(tx: &mut Tx<'_>) -> Result<Vec<Term>> {
    let today = tx.today();
    let all = time::terms(tx)?;
    let open: Vec<Term> = all.iter().filter(|term| term.last_day >= today).cloned().collect();
    Ok(if open.is_empty() { all.into_iter().next_back().into_iter().collect() } else { open })
}

fn check_term(tx: &mut Tx<'_>, problems: &mut Problems, field: &'static str, term: TermCode) -> Result<()> {
    let open = open_terms(tx)?;
    match open.first() {
        None => problems.note(field, "programme-no-term"),
        Some(first) if term < first.code => problems.note(field, Msg::new("programme-past-term").with("term", first.code)),
        Some(_) if !open.iter().any(|known| known.code == term) => problems.note(field, Msg::new("programme-unknown-term").with("term", term)),
        Some(_) => {}
    }
    Ok(())
}

fn check_words(problems: &mut Problems, name: &str, purpose: &str) {
    if name.is_empty() || name.chars().count() > limits::NAME_CHARS {
        problems.note("name", Msg::new("programme-name-wrong").with("most", limits::NAME_CHARS));
    }
    if purpose.chars().count() > limits::LINE_CHARS {
        problems.note("purpose", Msg::new("programme-too-long").with("most", limits::LINE_CHARS));
    }
    for (field, text) in [("name", name), ("purpose", purpose)] {
        if let Some(key) = kind_words::kinder(text) {
            problems.note(field, key);
        }
    }
}

/// Whether another programme of the school bears a name now.
fn is_taken(tx: &mut Tx<'_>, name: &str, but: Option<ProgrammeId>) -> Result<bool> {
    for (id, _) in sql::all(tx)? {
        if Some(id) != but && sql::versions(tx, id)?.last().is_some_and(|newest| newest.name == name) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Copies a preset. The copy counts in no term before it is switched on.
///
/// # Errors
/// Not found when there is no such preset; problems at `name`, `purpose` and `from_term`; too much beyond [`PROGRAMMES_MOST`].
pub fn copy_preset(tx: &mut Tx<'_>, permit: &Permit<acts::ManageProgrammes>, copy: &Copy) -> Result<ProgrammeId> {
    let preset: &Preset = presets::preset(&copy.preset).ok_or(Error::NotFound)?;
    if sql::all(tx)?.len() >= PROGRAMMES_MOST {
        return Err(Error::TooMuch(Msg::new("programme-too-many").with("most", PROGRAMMES_MOST)));
    }
    let (name, purpose) = (copy.name.trim(), copy.purpose.trim());
    let mut problems = Problems::default();
    check_words(&mut problems, name, purpose);
    if is_taken(tx, name, None)? {
        problems.note("name", "programme-name-taken");
    }
    check_term(tx, &mut problems, "from_term", copy.from_term)?;
    problems.end()?;
    let id: ProgrammeId = tx.new_id();
    let actor = permit.who().tag();
    sql::insert(tx, id, &preset.code, &actor)?;
    let version = Version { id: tx.new_id(), number: 1, name: name.into(), purpose: purpose.into(), from_term: copy.from_term, actor, at: tx.now() };
    sql::insert_version(tx, id, &version, &preset.categories, &Values::new(preset.values()))?;
    trail::note(tx, permit.who(), "programme.copied", id, &json!({ "preset": preset.code, "from_term": copy.from_term }))?;
    Ok(id)
}

/// Writes a new version that counts from a term on; earlier terms keep theirs. Gives its number, or that of the version which already says the same.
///
/// # Errors
/// Not found when there is no such programme; problems at `name`, `purpose`, `from_term`, `categories` and each parameter's code; too much beyond [`VERSIONS_MOST`].
pub fn change(tx: &mut Tx<'_>, permit: &Permit<acts::ManageProgrammes>, id: ProgrammeId, change: &Change) -> Result<i64> {
    sql::preset(tx, id)?;
    let versions = sql::versions(tx, id)?;
    if versions.len() >= VERSIONS_MOST {
        return Err(Error::TooMuch(Msg::new("programme-too-many-versions").with("most", VERSIONS_MOST)));
    }
    let (name, purpose) = (change.name.trim(), change.purpose.trim());
    let mut problems = Problems::default();
    check_words(&mut problems, name, purpose);
    if is_taken(tx, name, Some(id))? {
        problems.note("name", "programme-name-taken");
    }
    check_term(tx, &mut problems, "from_term", change.from_term)?;
    if let Some(first) = versions.first().filter(|first| change.from_term < first.from_term) {
        problems.note("from_term", Msg::new("programme-before-copy").with("term", first.from_term));
    }
    if change.categories.is_empty() {
        problems.note("categories", "programme-categories-needed");
    }
    for (param, value) in &change.values {
        if let Err(message) = param.shape().check(value) {
            problems.note(param.code(), message);
        }
        if let Value::Text(text) = value
            && let Some(key) = kind_words::kinder(text)
        {
            problems.note(param.code(), key);
        }
    }
    problems.end()?;
    let values = Values::new(change.values.clone());
    let mut categories = change.categories.clone();
    categories.sort_unstable();
    categories.dedup();
    if let Some(same) = history::counting(&versions, change.from_term)
        && same.name == name
        && same.purpose == purpose
        && sql::values(tx, same.id)? == values
        && sql::categories(tx, same.id)? == categories
    {
        return Ok(same.number);
    }
    let number = versions.last().map_or(1, |newest| newest.number + 1);
    let version = Version { id: tx.new_id(), number, name: name.into(), purpose: purpose.into(), from_term: change.from_term, actor: permit.who().tag(), at: tx.now() };
    sql::insert_version(tx, id, &version, &categories, &values)?;
    trail::note(tx, permit.who(), "programme.changed", id, &json!({ "version": number, "from_term": change.from_term }))?;
    Ok(number)
}

/// Switches a programme on from a term, until a term or without end.
///
/// # Errors
/// Not found when there is no such programme; problems at `from_term` and `until_term`.
pub fn switch_on(tx: &mut Tx<'_>, permit: &Permit<acts::ManageProgrammes>, id: ProgrammeId, from_term: TermCode, until_term: Option<TermCode>) -> Result<()> {
    sql::preset(tx, id)?;
    let mut problems = Problems::default();
    check_term(tx, &mut problems, "from_term", from_term)?;
    if let Some(first) = sql::versions(tx, id)?.first().filter(|first| from_term < first.from_term) {
        problems.note("from_term", Msg::new("programme-before-copy").with("term", first.from_term));
    }
    if until_term.is_some_and(|until| until < from_term) {
        problems.note("until_term", "programme-ends-early");
    }
    problems.end()?;
    switch(tx, permit, id, true, from_term, until_term)?;
    trail::note(tx, permit.who(), "programme.on", id, &json!({ "from_term": from_term, "until_term": until_term }))?;
    Ok(())
}

/// Ends a programme after a last term: it counts in none that follows. What was done under it stays.
///
/// # Errors
/// Not found when there is no such programme; a problem at `last_term`; a conflict when it counts in no term from there on anyway.
pub fn end(tx: &mut Tx<'_>, permit: &Permit<acts::ManageProgrammes>, id: ProgrammeId, last_term: TermCode) -> Result<()> {
    sql::preset(tx, id)?;
    let mut problems = Problems::default();
    check_term(tx, &mut problems, "last_term", last_term)?;
    problems.end()?;
    let after = history::next(last_term);
    let switches = sql::switches(tx, id)?;
    let goes_on = switches.iter().any(|switch| switch.on && switch.until_term.is_none_or(|until| until >= after));
    if !goes_on || switches.last().is_some_and(|newest| !newest.on && newest.from_term <= after) {
        return Err(Error::Conflict(Msg::new("programme-ended-already")));
    }
    switch(tx, permit, id, false, after, None)?;
    trail::note(tx, permit.who(), "programme.ended", id, &json!({ "last_term": last_term }))?;
    Ok(())
}

fn switch(tx: &mut Tx<'_>, permit: &Permit<acts::ManageProgrammes>, id: ProgrammeId, on: bool, from_term: TermCode, until_term: Option<TermCode>) -> Result<()> {
    let number = sql::switches(tx, id)?.last().map_or(1, |newest| newest.number + 1);
    let switch = Switch { number, on, from_term, until_term, actor: permit.who().tag(), at: tx.now() };
    sql::insert_switch(tx, id, &switch)
}

/// All programmes of the school, the oldest first, also those that count no longer or not yet.
///
/// # Errors
/// Faults of the database.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<ProgrammeId>> {
    Ok(sql::all(tx)?.into_iter().map(|(id, _)| id).collect())
}

/// A programme as its version for a term says, whether it is switched on or not; before its first term its first version.
///
/// # Errors
/// Not found when there is no such programme.
pub fn programme(tx: &mut Tx<'_>, id: ProgrammeId, term: TermCode) -> Result<Programme> {
    let preset = sql::preset(tx, id)?;
    let versions = sql::versions(tx, id)?;
    let version = history::counting(&versions, term).or_else(|| versions.first()).ok_or(Error::NotFound)?;
    loaded(tx, id, preset, version)
}

/// The programme that has a name in a term, switched on or not.
///
/// # Errors
/// Not found when none has it.
pub fn named(tx: &mut Tx<'_>, name: &str, term: TermCode) -> Result<Programme> {
    for id in all(tx)? {
        let found = programme(tx, id, term)?;
        if found.name == name {
            return Ok(found);
        }
    }
    Err(Error::NotFound)
}

/// A programme in one of its versions.
pub(super) fn loaded(tx: &mut Tx<'_>, id: ProgrammeId, preset: String, version: &Version) -> Result<Programme> {
    Ok(Programme {
        id,
        preset,
        version: version.number,
        name: version.name.clone(),
        purpose: version.purpose.clone(),
        from_term: version.from_term,
        categories: sql::categories(tx, version.id)?,
        values: sql::values(tx, version.id)?,
    })
}

/// All versions of a programme with what each says, the oldest first.
///
/// # Errors
/// Not found when there is no such programme.
pub fn versions(tx: &mut Tx<'_>, id: ProgrammeId) -> Result<Vec<(Version, Programme)>> {
    let preset = sql::preset(tx, id)?;
    let all = sql::versions(tx, id)?;
    all.into_iter()
        .map(|version| {
            let programme = loaded(tx, id, preset.clone(), &version)?;
            Ok((version, programme))
        })
        .collect()
}

/// What was said about when a programme counts, the oldest word first.
///
/// # Errors
/// Not found when there is no such programme.
pub fn switches(tx: &mut Tx<'_>, id: ProgrammeId) -> Result<Vec<Switch>> {
    sql::preset(tx, id)?;
    sql::switches(tx, id)
}

//! verbs: causes of poverty, urgent needs, wishes (A4-08…12, A4-19) and risks that somebody reported (CONVENTIONS 2.7): by code and in own words, from when until when.

use serde::{Deserialize, Serialize};

use super::codes::{CAUSES, Code, FOUND, NEEDS, RISKS, WISHES, has};
use super::{Of, chosen, forever, line, past, same, sql, watch, words};
use crate::access::{Permit, acts};
use crate::base::error::Problems;
use crate::base::{Error, Msg, Result, RowId, SchoolDate, limits};
use crate::programme::kind_words;
use crate::store::Tx;
use crate::trail;

const PLACE: &str = "household_matter.body";
const END: &str = "household_matter.end";

/// What matters are there, in the order of the card.
pub const WHATS: [&str; 4] = ["cause", "need", "wish", "risk"];

/// The codes of one of them.
pub fn codes(what: &str) -> &'static [Code] {
    match what {
        "cause" => &CAUSES,
        "need" => &NEEDS,
        "wish" => &WISHES,
        "risk" => &RISKS,
        _ => &[],
    }
}

/// What is written of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Body {
    /// In own words.
    pub words: String,
    /// How a risk came to be known, by code.
    pub found: String,
}

/// A cause, a need, a wish or a risk.
#[derive(Clone, Debug)]
pub struct Matter {
    /// Its id.
    pub id: RowId,
    /// The household.
    pub household: RowId,
    /// `cause`, `need`, `wish` or `risk`.
    pub what: String,
    /// By code.
    pub code: String,
    /// Since when.
    pub from: SchoolDate,
    /// Until when.
    pub until: SchoolDate,
    /// What is written.
    pub body: Body,
    /// How it ended.
    pub end: String,
}

impl Matter {
    /// Whether it still is there.
    pub fn is_open(&self, day: SchoolDate) -> bool {
        self.until > day
    }
}

/// The matters of the households of a village, or of one of them.
pub(super) fn load(tx: &mut Tx<'_>, village: RowId, only: Option<RowId>) -> Result<Vec<Matter>> {
    let vault = tx.vault();
    let told = |row: sql::cards::MatterRow| {
        let text = vault.open_words(row.household, PLACE, row.body.as_deref())?;
        let body = if text.is_empty() { Body::default() } else { serde_json::from_str(&text).map_err(|e| Error::fault("a matter", e))? };
        let end = vault.open_words(row.household, END, row.end.as_deref())?;
        Ok(Matter { id: row.id, household: row.household, what: row.what, code: row.code, from: row.from, until: row.until, body, end })
    };
    sql::cards::matters(tx, village, only)?.into_iter().map(told).collect()
}

/// The matters of a household.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn of(tx: &mut Tx<'_>, permit: &Permit<acts::SeeHouseholds>, of: &Of) -> Result<Vec<Matter>> {
    load(tx, permit.village()?, Some(of.id))
}

/// What a form says of a matter.
#[derive(Clone, Debug, Default)]
pub struct New {
    /// `cause`, `need`, `wish` or `risk`.
    pub what: String,
    /// By code.
    pub code: String,
    /// In own words; a risk needs them.
    pub words: String,
    /// How a risk came to be known.
    pub found: String,
    /// Since when.
    pub from: Option<SchoolDate>,
}

/// Writes a matter down. A risk asks whoever is responsible to look at the household.
///
/// # Errors
/// Problems at their fields.
pub fn add(tx: &mut Tx<'_>, permit: &Permit<acts::KeepHouseholds>, of: &Of, new: &New) -> Result<RowId> {
    same(permit, of)?;
    let (mut problems, today) = (Problems::default(), tx.today());
    chosen(&mut problems, "code", has(codes(&new.what), &new.code));
    let risk = new.what == "risk";
    chosen(&mut problems, "found", !risk || FOUND.contains(&new.found.as_str()));
    let said = if risk || new.code == "other" { line(&mut problems, "words", &new.words, 4, limits::LINE_CHARS) } else { words(&mut problems, "words", &new.words) };
    if let Some(key) = kind_words::kinder(&said) {
        problems.note("words", key);
    }
    let from = past(&mut problems, tx, "from", new.from);
    if load(tx, of.village, Some(of.id))?.iter().any(|one| one.what == new.what && one.code == new.code && one.is_open(today) && !risk && new.code != "other") {
        problems.note("code", "household-matter-there");
    }
    problems.end()?;
    let found = if risk { new.found.clone() } else { String::new() };
    let text = serde_json::to_string(&Body { words: said, found }).map_err(|e| Error::fault("a matter", e))?;
    let body = tx.vault().seal_words(of.id, PLACE, &text)?;
    let (what, code) = (new.what.clone(), new.code.clone());
    let row = sql::cards::MatterRow { household: of.id, id: tx.new_id(), what, code, from, until: forever(), body, end: None };
    sql::cards::insert_matter(tx, &row, &permit.who().tag())?;
    trail::note(tx, permit.who(), "household.matter", of.id, &serde_json::json!({ "what": new.what, "code": new.code }))?;
    if risk {
        watch::ask(tx, permit.who(), of, row.id)?;
    }
    Ok(row.id)
}

/// A matter is over from today on, with how it came about.
///
/// # Errors
/// A problem at `end`; a conflict when it was over before.
pub fn end(tx: &mut Tx<'_>, permit: &Permit<acts::KeepHouseholds>, of: &Of, id: RowId, how: &str) -> Result<()> {
    same(permit, of)?;
    let mut problems = Problems::default();
    let how = line(&mut problems, "end", how, 4, limits::LINE_CHARS);
    problems.end()?;
    let (today, body) = (tx.today(), tx.vault().seal_words(of.id, END, &how)?);
    if !sql::cards::end_matter(tx, of.id, id, today, body.as_deref())? {
        return Err(Error::Conflict(Msg::new("household-matter-over")));
    }
    trail::end_tasks(tx, permit.who(), watch::TASK, id, true)?;
    trail::note(tx, permit.who(), "household.matter-over", of.id, &serde_json::json!({ "matter": id }))?;
    Ok(())
}

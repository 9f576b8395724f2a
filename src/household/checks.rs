//! verbs: six ones and six assurances (A10-05, A10-09, PRACTICE 4): fixed rows, each with who holds it, what proves it, the day, and 达标, 未达标 or 不适用. 达标 without proof is refused;
//! what is missing is listed by village.

use std::collections::BTreeMap;

use super::codes::{ASSURANCES, items};
use super::households::{self, Household};
use super::measures::{self, Measure};
use super::villages::Helper;
use super::{Of, chosen, line, past, same, sql, villages};
use crate::access::{Permit, acts};
use crate::base::error::Problems;
use crate::base::{Msg, Result, RowId, SchoolDate, limits};
use crate::store::Tx;
use crate::trail;

const PLACE: &str = "household_check.body";
/// What a row can say.
pub const RESULTS: [&str; 3] = ["met", "unmet", "none"];

/// A row that was filled in.
#[derive(Clone, Debug)]
pub struct Row {
    /// Which, by code.
    pub item: String,
    /// `met`, `unmet` or `none`.
    pub result: String,
    /// Who holds it.
    pub holder: String,
    /// When it was looked at.
    pub day: SchoolDate,
    /// What proves it, or why not.
    pub evidence: String,
}

fn told(tx: &Tx<'_>, row: sql::deeds::CheckRow) -> Result<(RowId, Row)> {
    let (of, item, result, holder, day, body) = row;
    let evidence = tx.vault().open_words(of, PLACE, body.as_deref())?;
    Ok((of, Row { item, result, holder, day, evidence }))
}

/// The rows of a village or household that were filled in.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn of(tx: &mut Tx<'_>, _permit: &Permit<acts::SeeHouseholds>, of: &Of) -> Result<Vec<Row>> {
    sql::deeds::checks(tx, of.id)?.into_iter().map(|row| told(tx, row).map(|(_, row)| row)).collect()
}

/// What a form says of a row.
#[derive(Clone, Debug, Default)]
pub struct New {
    /// Which, by code.
    pub item: String,
    /// `met`, `unmet` or `none`.
    pub result: String,
    /// Who holds it.
    pub holder: String,
    /// When it was looked at.
    pub day: Option<SchoolDate>,
    /// What proves it, or why not.
    pub evidence: String,
}

/// Fills a row in. That it is met needs what proves it and who holds it; that it is not, or does not apply, needs why.
///
/// # Errors
/// Problems at their fields.
pub fn fill(tx: &mut Tx<'_>, permit: &Permit<acts::KeepHouseholds>, of: &Of, new: &New) -> Result<()> {
    same(permit, of)?;
    let mut problems = Problems::default();
    chosen(&mut problems, "item", items(of.is_village).contains(&new.item.as_str()));
    chosen(&mut problems, "result", RESULTS.contains(&new.result.as_str()));
    let day = past(&mut problems, tx, "day", new.day);
    let evidence = new.evidence.trim().to_owned();
    let long = evidence.chars().count();
    if long < 4 {
        problems.note("evidence", if new.result == "met" { "household-evidence-missing" } else { "household-why-missing" });
    } else if long > limits::LINE_CHARS {
        problems.note("evidence", Msg::new("household-length").with("least", 4).with("most", limits::LINE_CHARS));
    }
    let holder = line(&mut problems, "holder", &new.holder, if new.result == "none" { 0 } else { 2 }, limits::NAME_CHARS);
    problems.end()?;
    let body = tx.vault().seal_words(of.id, PLACE, &evidence)?;
    sql::deeds::insert_check(tx, of.scope(), &(of.id, new.item.clone(), new.result.clone(), holder, day, body), &permit.who().tag())?;
    trail::note(tx, permit.who(), "household.check", of.id, &serde_json::json!({ "item": new.item, "result": new.result }))?;
    Ok(())
}

/// Everything of a village that its rows, lists and papers are made of.
#[derive(Debug)]
pub struct Whole {
    /// Its households that are supported.
    pub households: Vec<Household>,
    /// The rows of the village.
    pub own: Vec<Row>,
    /// The rows of each household.
    pub rows: BTreeMap<RowId, Vec<Row>>,
    /// The measures of its households.
    pub measures: Vec<Measure>,
    /// Its plans.
    pub plans: Vec<Measure>,
    /// Its team.
    pub team: Vec<Helper>,
    /// Household, role and name of who works for each.
    pub helpers: Vec<(RowId, String, String)>,
}

/// Gathers it.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn whole(tx: &mut Tx<'_>, permit: &Permit<acts::SeeHouseholds>) -> Result<Whole> {
    let (id, today) = (permit.village()?, tx.today());
    let village = Of::village(id);
    let mut rows: BTreeMap<RowId, Vec<Row>> = BTreeMap::new();
    for row in sql::deeds::checks_of_households(tx, id)? {
        let (of, row) = told(tx, row)?;
        rows.entry(of).or_default().push(row);
    }
    Ok(Whole {
        households: households::of_village(tx, permit)?.into_iter().filter(Household::is_supported).collect(),
        own: of(tx, permit, &village)?,
        rows,
        measures: measures::of_households(tx, id)?,
        plans: measures::of(tx, permit, &village)?,
        team: villages::helpers(tx, &village)?.into_iter().filter(|one| one.holds_on(today)).collect(),
        helpers: sql::helpers_of_households(tx, id, today)?.into_iter().map(|(of, role, _, name, _)| (of, role, name)).collect(),
    })
}

/// What is missing: the household, none for the village itself, the row, and whether it was looked at at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The household; none for the village itself.
    pub household: Option<RowId>,
    /// Which row.
    pub item: &'static str,
    /// Looked at and not met; else nobody looked yet.
    pub looked: bool,
}

/// Rows of the village and of its supported households that are not filled in, or not met.
pub fn missing(whole: &Whole) -> Vec<Missing> {
    let mut found = Vec::new();
    let mut look = |household: Option<RowId>, rows: &[Row], items: Vec<&'static str>| {
        for item in items {
            match rows.iter().find(|row| row.item == item).map(|row| row.result.as_str()) {
                None => found.push(Missing { household, item, looked: false }),
                Some("unmet") => found.push(Missing { household, item, looked: true }),
                Some(_) => {}
            }
        }
    };
    look(None, &whole.own, items(true));
    for one in &whole.households {
        look(Some(one.id), whole.rows.get(&one.id).map_or(&[], Vec::as_slice), items(false));
    }
    found
}

/// How many of the six assurances are met or do not apply, of how many, over all supported households.
pub fn assured(whole: &Whole) -> (usize, usize) {
    let fits = |row: &&Row| ASSURANCES.contains(&row.item.as_str()) && row.result != "unmet";
    let met = whole.households.iter().map(|one| whole.rows.get(&one.id).map_or(0, |rows| rows.iter().filter(fits).count())).sum();
    (met, whole.households.len() * ASSURANCES.len())
}

/// What the rest of the room knows of one of the six ones: a hint beside the row, never a tick.
pub fn known(whole: &Whole, household: Option<RowId>, item: &str) -> Vec<String> {
    let of = |one: &&Measure| Some(one.of) == household && one.state != "given_up";
    let words = |one: &Measure| one.body.what.clone();
    match item {
        "one_team" => whole.team.iter().filter(|one| matches!(one.role.as_str(), "leader" | "member")).map(|one| one.name.clone()).collect(),
        "one_scheme" => whole.plans.iter().filter(|one| one.kind == "scheme").map(words).collect(),
        "one_projects" => whole.plans.iter().filter(|one| !matches!(one.kind.as_str(), "goal" | "scheme")).map(words).collect(),
        "one_measure" => whole.measures.iter().filter(of).map(words).collect(),
        "one_income" => whole.measures.iter().filter(of).filter(|one| one.brings_income()).map(words).collect(),
        "one_helper" => whole.helpers.iter().filter(|(id, role, _)| Some(*id) == household && role == "responsible").map(|(.., name)| name.clone()).collect(),
        _ => Vec::new(),
    }
}

/// Household and the day of its last visit, for the page of a village.
///
/// # Errors
/// Faults of the database.
pub(super) fn last_visits(tx: &mut Tx<'_>, village: RowId) -> Result<Vec<(RowId, SchoolDate)>> {
    sql::cards::last_visits(tx, village)
}

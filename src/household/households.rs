//! verbs: households of a village – entered, what each is for the support, its facts of each year (A4-01, A4-03…07, A10-01, A10-02).

use std::collections::BTreeMap;

use super::codes::{STATUSES, TOOLS};
use super::income::{Facts, Net};
use super::members::{self, Member, Person};
use super::{Of, chosen, line, past, same, sql, villages};
use crate::access::{Permit, acts};
use crate::base::error::Problems;
use crate::base::{Error, Msg, Result, RowId, SchoolDate, limits};
use crate::store::Tx;
use crate::trail;

const YEAR: &str = "household_year.body";
const WHY: &str = "household_status.body";
/// People of a household in the table of a village: name of the head, members, facts.
pub const MOST: usize = 2000;

/// A household as lists show it.
#[derive(Clone, Debug)]
pub struct Household {
    /// Its id.
    pub id: RowId,
    /// Its number in the village book.
    pub number: String,
    /// What it is for the support, by code; empty before anybody said.
    pub status: String,
    /// Since when.
    pub since: Option<SchoolDate>,
    /// Who belongs to it today.
    pub members: Vec<Member>,
    /// Who heads it; none when not said.
    pub head: Option<RowId>,
    /// Its facts by year.
    pub years: BTreeMap<i64, Facts>,
}

impl Household {
    /// The name of the head; empty when nobody is named.
    pub fn head_name(&self) -> &str {
        self.members.iter().find(|one| Some(one.id) == self.head).map_or("", |one| one.is.name.as_str())
    }
    /// Income per head of the newest year that is known whole.
    pub fn newest(&self) -> Option<(i64, Net)> {
        self.years.iter().rev().find_map(|(year, facts)| facts.net().map(|net| (*year, net)))
    }
    /// Income per head of a year.
    pub fn net(&self, year: i64) -> Option<Net> {
        self.years.get(&year).and_then(Facts::net)
    }
    /// Whether the support is for it.
    pub fn is_supported(&self) -> bool {
        super::codes::is_supported(&self.status)
    }
}

/// What a form says of a new household.
#[derive(Clone, Debug, Default)]
pub struct New {
    /// Its id, from the form.
    pub id: Option<RowId>,
    /// Its number in the village book.
    pub number: String,
    /// The head as the card names it.
    pub head: String,
    /// The number of people as the card says it.
    pub count: String,
    /// The members.
    pub members: Vec<Person>,
    /// What it is for the support.
    pub status: String,
    /// Since when.
    pub since: Option<SchoolDate>,
}

/// Enters a household with its members; the head and the number of people must agree with them (A4-18).
///
/// # Errors
/// Every problem at its field.
pub fn enter(tx: &mut Tx<'_>, permit: &Permit<acts::KeepHouseholds>, new: &New) -> Result<RowId> {
    let village = permit.village()?;
    let this_year = i64::from(tx.today().year());
    let mut problems = Problems::default();
    let number = line(&mut problems, "number", &new.number, 1, 20);
    chosen(&mut problems, "status", STATUSES.contains(&new.status.as_str()));
    let since = past(&mut problems, tx, "since", new.since);
    let all = members::agree(&mut problems, &new.head, &new.count, &new.members, this_year);
    problems.end()?;
    if sql::cards::of_village(tx, village)?.len() >= MOST {
        return Err(Error::TooMuch(Msg::new("household-many").with("most", MOST)));
    }
    let (id, actor) = (new.id.unwrap_or_else(|| tx.new_id()), permit.who().tag());
    if !sql::cards::insert(tx, id, village, &number, &actor)? {
        return Err(Error::at("number", "household-number-there"));
    }
    sql::cards::insert_status(tx, id, &new.status, since, None, &actor)?;
    members::begin(tx, id, &all, since, &actor)?;
    trail::note(tx, permit.who(), "household.entered", id, &serde_json::json!({ "members": all.len() }))?;
    Ok(id)
}

/// The households of a village, in the order of the book.
pub(super) fn load(tx: &mut Tx<'_>, village: RowId, only: Option<RowId>) -> Result<Vec<Household>> {
    let today = tx.today();
    let numbers = match only {
        Some(id) => vec![(id, sql::cards::one(tx, id)?.1)],
        None => sql::cards::of_village(tx, village)?,
    };
    let mut all: BTreeMap<RowId, Household> = numbers
        .iter()
        .map(|(id, number)| (*id, Household { id: *id, number: number.clone(), status: String::new(), since: None, members: Vec::new(), head: None, years: BTreeMap::new() }))
        .collect();
    for (id, status, day) in sql::cards::statuses_of_village(tx, village)? {
        if let Some(one) = all.get_mut(&id) {
            (one.status, one.since) = (status, Some(day));
        }
    }
    for member in members::load(tx, village, only)?.into_iter().filter(|one| one.is_here(today)) {
        if let Some(one) = all.get_mut(&member.household) {
            one.members.push(member);
        }
    }
    for (id, head) in sql::cards::heads(tx, village)? {
        if let Some(one) = all.get_mut(&id) {
            one.head = Some(head);
        }
    }
    for (id, year, _, body) in sql::cards::years(tx, village, only)? {
        let facts = told(tx, id, &body)?;
        if let Some(one) = all.get_mut(&id) {
            one.years.insert(year, facts);
        }
    }
    for one in all.values_mut() {
        let head = one.head;
        one.members.sort_by_key(|member| (Some(member.id) != head, member.is.born.unwrap_or(i64::MAX)));
    }
    Ok(numbers.iter().filter_map(|(id, _)| all.remove(id)).collect())
}

fn told(tx: &Tx<'_>, household: RowId, body: &[u8]) -> Result<Facts> {
    let text = tx.vault().open_words(household, YEAR, Some(body))?;
    if text.is_empty() { Ok(Facts::default()) } else { serde_json::from_str(&text).map_err(|e| Error::fault("facts of a household", e)) }
}

/// The households of the permit's village, in the order of the book.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn of_village(tx: &mut Tx<'_>, permit: &Permit<acts::SeeHouseholds>) -> Result<Vec<Household>> {
    let village = permit.village()?;
    load(tx, village, None)
}

/// One household.
///
/// # Errors
/// Not found when it is not of the permit's village.
pub fn one(tx: &mut Tx<'_>, permit: &Permit<acts::SeeHouseholds>, of: &Of) -> Result<Household> {
    if permit.village()? != of.village {
        return Err(Error::NotFound);
    }
    load(tx, of.village, Some(of.id))?.pop().ok_or(Error::NotFound)
}

/// A status that was said: code, since when, why, who said so.
pub type Said = (String, SchoolDate, String, String);

/// What a household was for the support, the newest first.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn statuses(tx: &mut Tx<'_>, _permit: &Permit<acts::SeeHouseholds>, of: &Of) -> Result<Vec<Said>> {
    let vault = tx.vault();
    sql::cards::statuses(tx, of.id)?.into_iter().map(|(status, day, body, actor)| Ok((status, day, vault.open_words(of.id, WHY, body.as_deref())?, actor))).collect()
}

/// Says what a household is from a day on, and why; judges what was reported of it and ends the tasks that asked for it.
///
/// # Errors
/// Problems at their fields.
pub fn set_status(tx: &mut Tx<'_>, permit: &Permit<acts::KeepHouseholds>, of: &Of, status: &str, day: Option<SchoolDate>, why: &str) -> Result<()> {
    same(permit, of)?;
    let mut problems = Problems::default();
    chosen(&mut problems, "status", STATUSES.contains(&status));
    let day = past(&mut problems, tx, "day", day);
    let why = line(&mut problems, "why", why, 4, limits::LINE_CHARS);
    if sql::cards::statuses(tx, of.id)?.first().is_some_and(|(_, before, ..)| *before > day) {
        problems.note("day", "household-day-before");
    }
    problems.end()?;
    let body = tx.vault().seal_words(of.id, WHY, &why)?;
    sql::cards::insert_status(tx, of.id, status, day, body.as_deref(), &permit.who().tag())?;
    super::watch::judged(tx, permit.who(), of)?;
    trail::note(tx, permit.who(), "household.status", of.id, &serde_json::json!({ "status": status }))?;
    Ok(())
}

/// The facts of a year with the number of their version, for two windows.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn year(tx: &mut Tx<'_>, permit: &Permit<acts::SeeHouseholds>, of: &Of, year: i64) -> Result<(i64, Facts)> {
    let found = sql::cards::years(tx, permit.village()?, Some(of.id))?.into_iter().find(|row| row.1 == year);
    found.map_or(Ok((0, Facts::default())), |(id, _, number, body)| Ok((number, told(tx, id, &body)?)))
}

/// Writes the facts of a year, whole; where the income per head lies below the line of the province, whoever is responsible is asked to look (CONVENTIONS 2.7).
///
/// # Errors
/// Problems at their fields; a conflict when somebody else wrote meanwhile.
pub fn keep_year(tx: &mut Tx<'_>, permit: &Permit<acts::KeepHouseholds>, of: &Of, year: i64, seen: i64, facts: &Facts) -> Result<()> {
    same(permit, of)?;
    let mut problems = Problems::default();
    let this_year = i64::from(tx.today().year());
    if !villages::YEARS.contains(&year) || year > this_year {
        problems.note("year", "household-year-wrong");
    }
    chosen(&mut problems, "tools", facts.tools.is_empty() || TOOLS.contains(&facts.tools.as_str()));
    if facts.people.is_some_and(|people| !(1..=i64::try_from(members::MOST).unwrap_or_default()).contains(&people)) {
        problems.note("people", "household-people-wrong");
    }
    let kept = Facts {
        crops: super::words(&mut problems, "crops", &facts.crops),
        animals: super::words(&mut problems, "animals", &facts.animals),
        tools_words: super::words(&mut problems, "tools_words", &facts.tools_words),
        sources: super::words(&mut problems, "sources", &facts.sources),
        ..facts.clone()
    };
    problems.end()?;
    let text = serde_json::to_string(&kept).map_err(|e| Error::fault("facts of a household", e))?;
    let body = tx.vault().seal(of.id, YEAR, &text)?;
    if !sql::cards::insert_year(tx, of.id, year, seen + 1, &body, &permit.who().tag())? {
        return Err(Error::Conflict(Msg::new("household-year-meanwhile")));
    }
    trail::note(tx, permit.who(), "household.year", of.id, &serde_json::json!({ "year": year }))?;
    super::watch::look_at(tx, permit.who(), of)
}

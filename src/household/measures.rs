//! verbs: near and long-term measures of a household and plans of a village, each with who holds it, by when, and whether it arrived with what proves it
//! (A4-13…17, A10-03, A10-10, A10-14…16, A10-18, A10-19, A10-24, A10-27). A measure may say which cause or need it answers (A10-26).

use serde::{Deserialize, Serialize};

use super::codes::{Code, GROUNDS, INCOME, MEASURES, PLANS, has};
use super::matters::{self, Matter};
use super::sql::deeds as sql;
use super::{Of, chosen, line, past, same, villages, words};
use crate::access::{Permit, acts};
use crate::base::error::Problems;
use crate::base::{Error, Msg, Result, RowId, SchoolDate, StaffId, limits};
use crate::store::Tx;
use crate::trail;

const PLACE: &str = "household_measure.body";
const STEP: &str = "household_measure_step.body";
/// The task of who holds a measure.
pub const TASK: &str = "household-measure";
/// What can be said of a measure.
pub const STEPS: [&str; 4] = ["begun", "arrived", "not_arrived", "given_up"];

/// What is written of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Body {
    /// What is to be done.
    pub what: String,
    /// What is to come of it.
    pub aim: String,
}

/// A measure with how it stands.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Its id.
    pub id: RowId,
    /// The household or village.
    pub of: RowId,
    /// Which kind, by code.
    pub kind: String,
    /// `near` or `long`.
    pub horizon: String,
    /// The cause or need that it answers.
    pub answers: Option<RowId>,
    /// Why a household moves, by code; empty otherwise.
    pub ground: String,
    /// Who holds it and has a login.
    pub staff: Option<StaffId>,
    /// Who holds it.
    pub holder: String,
    /// From when.
    pub from: SchoolDate,
    /// By when.
    pub due: SchoolDate,
    /// What is written.
    pub body: Body,
    /// The number of the newest step, for two windows; 0 before any.
    pub step: i64,
    /// The newest step, by code; empty before any.
    pub state: String,
    /// When.
    pub step_day: Option<SchoolDate>,
    /// What proves it, or why not.
    pub evidence: String,
}

impl Measure {
    /// Whether nothing was said yet that ends it.
    pub fn is_open(&self) -> bool {
        matches!(self.state.as_str(), "" | "begun")
    }
    /// Whether it brings income: one such is the one project of a household (A10-05).
    pub fn brings_income(&self) -> bool {
        INCOME.contains(&self.kind.as_str())
    }
    /// How it stands, by code: what was said, or `waits`, or `late` beyond its day.
    pub fn stands(&self, today: SchoolDate) -> &str {
        match self.state.as_str() {
            "" | "begun" if self.due < today => "late",
            "" => "waits",
            said => said,
        }
    }
}

fn told(tx: &Tx<'_>, row: sql::MeasureRow) -> Result<Measure> {
    let text = tx.vault().open_words(row.of, PLACE, Some(&row.body))?;
    let body = if text.is_empty() { Body::default() } else { serde_json::from_str(&text).map_err(|e| Error::fault("a measure", e))? };
    let evidence = tx.vault().open_words(row.of, STEP, row.step_body.as_deref())?;
    let sql::MeasureRow { id, of, kind, horizon, answers, ground, staff, holder, from, due, step, what, step_day, .. } = row;
    Ok(Measure { id, of, kind, horizon, answers, ground, staff, holder, from, due, body, step, state: what, step_day, evidence })
}

/// The measures of a household, or the plans of a village.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn of(tx: &mut Tx<'_>, _permit: &Permit<acts::SeeHouseholds>, of: &Of) -> Result<Vec<Measure>> {
    load(tx, of.id)
}

pub(super) fn load(tx: &mut Tx<'_>, of: RowId) -> Result<Vec<Measure>> {
    sql::measures(tx, of)?.into_iter().map(|row| told(tx, row)).collect()
}

/// The measures of all households of a village.
pub(super) fn of_households(tx: &mut Tx<'_>, village: RowId) -> Result<Vec<Measure>> {
    sql::measures_of_households(tx, village)?.into_iter().map(|row| told(tx, row)).collect()
}

/// The kinds for a village or a household.
pub const fn kinds(is_village: bool) -> &'static [Code] {
    if is_village { &PLANS } else { &MEASURES }
}

/// What a form says of a measure.
#[derive(Clone, Debug, Default)]
pub struct New {
    /// Its id, from the form.
    pub id: Option<RowId>,
    /// Which kind, by code.
    pub kind: String,
    /// `near` or `long`.
    pub horizon: String,
    /// The cause or need that it answers; empty for none.
    pub answers: String,
    /// Why a household moves.
    pub ground: String,
    /// The login of who holds it; empty for a name alone.
    pub staff: String,
    /// The name of who has no login.
    pub holder: String,
    /// From when.
    pub from: Option<SchoolDate>,
    /// By when.
    pub due: Option<SchoolDate>,
    /// What is to be done.
    pub what: String,
    /// What is to come of it.
    pub aim: String,
}

/// Plans a measure. Who holds it and has a login finds it on Today.
///
/// # Errors
/// Problems at their fields.
pub fn plan(tx: &mut Tx<'_>, permit: &Permit<acts::KeepHouseholds>, of: &Of, new: &New) -> Result<RowId> {
    same(permit, of)?;
    let mut problems = Problems::default();
    chosen(&mut problems, "kind", has(kinds(of.is_village), &new.kind));
    chosen(&mut problems, "horizon", matches!(new.horizon.as_str(), "near" | "long"));
    // Who is moved out of harm's way lives where nature is fragile, conditions are harsh or disasters frequent (A10-27).
    let moves = new.kind == "relocation";
    chosen(&mut problems, "ground", !moves || GROUNDS.contains(&new.ground.as_str()));
    let (staff, holder) = villages::person(tx, &mut problems, &new.staff, &new.holder)?;
    let (Some(from), Some(due)) = (new.from, new.due) else {
        problems.note(if new.from.is_none() { "from" } else { "due" }, "household-day-missing");
        return Err(problems.end().err().unwrap_or(Error::NotFound));
    };
    if due < from {
        problems.note("due", "household-day-before");
    }
    let body = Body { what: line(&mut problems, "what", &new.what, 4, limits::LINE_CHARS), aim: words(&mut problems, "aim", &new.aim) };
    let answers = if new.answers.is_empty() { None } else { new.answers.parse::<RowId>().ok() };
    if !new.answers.is_empty() {
        let there = !of.is_village && matters::load(tx, of.village, Some(of.id))?.iter().any(|one| Some(one.id) == answers);
        chosen(&mut problems, "answers", there);
    }
    problems.end()?;
    let text = serde_json::to_string(&body).map_err(|e| Error::fault("a measure", e))?;
    let row = sql::MeasureRow {
        id: new.id.unwrap_or_else(|| tx.new_id()),
        of: of.id,
        kind: new.kind.clone(),
        horizon: new.horizon.clone(),
        answers,
        ground: if moves { new.ground.clone() } else { String::new() },
        staff,
        holder,
        from,
        due,
        body: tx.vault().seal(of.id, PLACE, &text)?,
        step: 0,
        what: String::new(),
        step_day: None,
        step_body: None,
    };
    sql::insert_measure(tx, of.scope(), &row, &permit.who().tag())?;
    if let Some(staff) = staff {
        trail::open_task(tx, staff, TASK, row.id, &format!("{}/measures", of.page()), &[], due)?;
    }
    trail::note(tx, permit.who(), "household.measure", of.id, &serde_json::json!({ "measure": row.id, "kind": row.kind }))?;
    Ok(row.id)
}

/// Says how a measure stands. That it arrived needs what proves it; that it did not, or was given up, needs why.
///
/// # Errors
/// Problems at their fields, which carry the number of the measure; a conflict when somebody else said so meanwhile.
pub fn step(tx: &mut Tx<'_>, permit: &Permit<acts::KeepHouseholds>, of: &Of, id: RowId, seen: i64, what: &str, day: Option<SchoolDate>, said: &str) -> Result<()> {
    same(permit, of)?;
    let measure = load(tx, of.id)?.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)?;
    let mut problems = Problems::default();
    chosen(&mut problems, "step", STEPS.contains(&what));
    let day = past(&mut problems, tx, "day", day);
    if measure.step_day.is_some_and(|before| before > day) || day < measure.from {
        problems.note("day", "household-day-before");
    }
    let said = said.trim().to_owned();
    if what != "begun" && said.chars().count() < 4 {
        problems.note("evidence", if what == "arrived" { "household-evidence-missing" } else { "household-why-missing" });
    }
    let said = words(&mut problems, "evidence", &said);
    problems.end()?;
    let body = tx.vault().seal_words(of.id, STEP, &said)?;
    if !sql::insert_step(tx, id, seen + 1, what, day, body.as_deref(), &permit.who().tag())? {
        return Err(Error::Conflict(Msg::new("household-step-meanwhile")));
    }
    if what != "begun" {
        trail::end_tasks(tx, permit.who(), TASK, id, true)?;
    }
    trail::note(tx, permit.who(), "household.step", of.id, &serde_json::json!({ "measure": id, "what": what }))?;
    Ok(())
}

/// Causes and needs of a household that no measure answers (A10-26).
pub fn unanswered<'a>(matters: &'a [Matter], measures: &[Measure], today: SchoolDate) -> Vec<&'a Matter> {
    let counted = |one: &&Matter| matches!(one.what.as_str(), "cause" | "need") && one.is_open(today);
    matters.iter().filter(counted).filter(|one| !measures.iter().any(|measure| measure.answers == Some(one.id) && measure.state != "given_up")).collect()
}

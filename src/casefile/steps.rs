//! verbs: watching before an exit, exit (出列) with its outcome, reopening. A2-23: nobody is marked for good, and who is out may be helped again.

use super::sight::Field;
use super::state::State;
use super::{Names, checked, head_for, id_of, live_file, sight, sql, unsealed};
use crate::access::{Permit, Who, acts};
use crate::base::error::Problems;
use crate::base::{Error, Msg, PupilId, Result, RowId, SchoolDate};
use crate::screening::confirmed::{self, End};
use crate::store::Tx;
use crate::trail;

const TEXT: &str = "case_step.text";
/// How an exit came about; the words are `casefile-outcome-<code>`.
pub const OUTCOMES: [&str; 4] = ["reached", "improved", "other_support", "left"];

/// A step of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// `watched`, `exited`, `reopened`.
    pub what: String,
    /// When.
    pub day: SchoolDate,
    /// One of [`OUTCOMES`] for an exit; empty otherwise.
    pub outcome: String,
    /// In words.
    pub text: String,
    /// Who.
    pub by: String,
}

/// The steps of a file, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn steps(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Vec<Step>> {
    let pupil = permit.pupil()?;
    if !sight(permit).of(Field::Step) {
        return Ok(Vec::new());
    }
    let names = Names::load(tx)?;
    let mut steps = Vec::new();
    for row in sql::steps(tx, id_of(pupil))? {
        steps.push(Step { text: unsealed(tx, pupil, TEXT, &row.text)?, by: names.of(&row.actor), what: row.what, day: row.day, outcome: row.outcome });
    }
    Ok(steps)
}

fn said(text: &str) -> Result<String> {
    let mut problems = Problems::default();
    let text = checked(&mut problems, "reason", text, true);
    problems.end()?;
    Ok(text)
}

fn write(tx: &mut Tx<'_>, who: &Who, pupil: PupilId, what: &str, outcome: &str, text: &str) -> Result<()> {
    let case = id_of(pupil);
    let (day, at) = (tx.today(), tx.now());
    let row = sql::StepRow { what: what.to_owned(), day, outcome: outcome.to_owned(), text: tx.vault().seal(pupil, TEXT, text)?, actor: who.tag(), at };
    sql::insert_step(tx, case, &row)?;
    trail::note(tx, who, "casefile.step", case, &serde_json::json!({ "what": what, "outcome": outcome }))?;
    Ok(())
}

/// The child has come far and is watched before an exit: help goes on, the label stays as it is.
///
/// # Errors
/// A problem at `reason`; a conflict when there is no live file; denied to who teaches a subject and nothing else.
pub fn watch(tx: &mut Tx<'_>, permit: &Permit<acts::WriteCaseFile>, text: &str) -> Result<()> {
    let pupil = permit.pupil()?;
    if permit.why().subjects().is_some() {
        return Err(Error::Denied("casefile-step-not-yours".into()));
    }
    live_file(tx, permit.who(), pupil, &sight(permit))?;
    let text = said(text)?;
    write(tx, permit.who(), pupil, "watched", "", &text)
}

/// The child is out of the list (出列): each confirmation of which the person may know ends today, in all programmes at once. Gives how many ended.
///
/// # Errors
/// Problems at `outcome` and `reason`; a conflict when nothing counts.
pub fn exit(tx: &mut Tx<'_>, permit: &Permit<acts::FileRound>, outcome: &str, text: &str) -> Result<usize> {
    let pupil = permit.pupil()?;
    let head = head_for(tx, permit.who(), pupil, sight(permit))?;
    if !OUTCOMES.contains(&outcome) {
        return Err(Error::at("outcome", "casefile-choose"));
    }
    let text = said(text)?;
    let counting: Vec<RowId> = head.labels.iter().filter(|label| label.counts).flat_map(|label| label.confirmations.clone()).collect();
    if counting.is_empty() {
        return Err(Error::Conflict(Msg::new("casefile-nothing-counts")));
    }
    let (day, actor) = (tx.today(), permit.who().tag());
    sql::insert_file(tx, head.id, pupil, day, &actor)?;
    for confirmation in &counting {
        confirmed::end(tx, permit, *confirmation, day, End::Exited)?;
    }
    write(tx, permit.who(), pupil, "exited", outcome, &text)?;
    Ok(counting.len())
}

/// A file that was left is opened again: it waits for the next review (待审), and people write in it; a label comes only with a new confirmation.
///
/// # Errors
/// A problem at `reason`; a conflict when the file is open or there is none.
pub fn reopen(tx: &mut Tx<'_>, permit: &Permit<acts::FileRound>, text: &str) -> Result<()> {
    let pupil = permit.pupil()?;
    let head = head_for(tx, permit.who(), pupil, sight(permit))?;
    if !matches!(head.state, State::Exited | State::Lapsed) {
        return Err(Error::Conflict(Msg::new("casefile-not-closed")));
    }
    let text = said(text)?;
    let (day, actor) = (tx.today(), permit.who().tag());
    sql::insert_file(tx, head.id, pupil, day, &actor)?;
    write(tx, permit.who(), pupil, "reopened", "", &text)
}

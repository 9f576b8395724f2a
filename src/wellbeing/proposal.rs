//! verbs: what the counsellor proposes to those who write a child's plan – the two fulcra: a demand it can meet, something it is trusted with (B10-10, B10-11). No word of why: who reads the proposal
//! learns neither of the file nor of the pattern.

use super::entry::{self, Body, Entry, Kind, New};
use super::rules::SIDES;
use crate::access::{Duty, Permit, acts, readers_of};
use crate::base::error::Problems;
use crate::base::{Error, Result, RowId};
use crate::store::Tx;
use crate::trail;

/// The homeroom teacher looks at a proposal.
pub const TASK: &str = "wellbeing-proposal";

/// Proposes to those who write the plan of the permit's child. Sent again it changes nothing.
///
/// # Errors
/// Problems at `side`, `text`, `trust`.
pub fn propose(tx: &mut Tx<'_>, permit: &Permit<acts::CounselPupil>, id: RowId, side: &str, demand: &str, trust: &str) -> Result<()> {
    let (pupil, who, mut problems) = (permit.pupil()?, permit.who(), Problems::default());
    if !SIDES.contains(&side) {
        problems.note("side", "wellbeing-choose");
    }
    let text = entry::text(&mut problems, "text", demand, true);
    let trust = entry::text(&mut problems, "trust", trust, true);
    problems.end()?;
    let body = Body { what: side.to_owned(), text, parts: [("trust".to_owned(), trust)].into(), ..Body::default() };
    if entry::keep(tx, who, &New { id, pupil, kind: Kind::Proposal, about: None, body })? {
        let see = Permit::<acts::SeePupil>::ask(tx, who, pupil)?;
        let due = tx.today().plus_days(7);
        for (staff, ..) in readers_of(tx, &see)?.into_iter().filter(|(_, duty, ..)| *duty == Duty::Homeroom) {
            trail::open_task(tx, staff, TASK, id, &format!("/pupils/{pupil}/proposals"), &[], due)?;
        }
        trail::note(tx, who, "wellbeing.proposed", id, &serde_json::json!({}))?;
    }
    Ok(())
}

/// The proposals for the permit's child, the newest first.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn list(tx: &mut Tx<'_>, permit: &Permit<acts::WritePlan>) -> Result<Vec<Entry>> {
    let pupil = permit.pupil()?;
    entry::of_pupil(tx, pupil, Kind::Proposal)
}

/// Takes a proposal up – it then goes into the plan – or not, with a reason.
///
/// # Errors
/// Problems at `answer` and `text`; a conflict when it is answered.
pub fn answer(tx: &mut Tx<'_>, permit: &Permit<acts::WritePlan>, id: RowId, taken: bool, words: &str) -> Result<()> {
    let (found, mut problems) = (entry::one(tx, id, Kind::Proposal)?, Problems::default());
    if found.pupil != permit.pupil()? {
        return Err(Error::NotFound);
    }
    let words = entry::text(&mut problems, "text", words, !taken);
    problems.end()?;
    if !found.steps.is_empty() {
        return Err(Error::Conflict("wellbeing-answered".into()));
    }
    entry::step(tx, permit.who(), &found, if taken { "taken" } else { "declined" }, &words)?;
    trail::end_tasks(tx, permit.who(), TASK, id, true)?;
    trail::note(tx, permit.who(), "wellbeing.proposal-answered", id, &serde_json::json!({ "taken": taken }))?;
    Ok(())
}

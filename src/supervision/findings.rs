//! verbs: what a check found: who mends it says what was done, who checked accepts it or sends it back (A9-29, A9-30, B6-12).

use super::checks::{self, MEND_DAYS_USUAL, SHOWN};
use super::sql::checks as sql;
use crate::access::{Permit, Who, acts};
use crate::base::error::Problems;
use crate::base::{Error, Msg, PupilId, Result, RowId, SchoolDate, StaffId};
use crate::roster::pupils;
use crate::store::Tx;
use crate::trail;

/// Somebody has something to mend.
pub const TASK: &str = "supervision-finding";
/// Who found it looks whether it was mended.
pub const BACK_TASK: &str = "supervision-mended";

/// Something to be mended.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Its id.
    pub id: RowId,
    /// Of which check.
    pub check: RowId,
    /// Which child it concerns.
    pub pupil: PupilId,
    /// The child's name.
    pub pupil_name: String,
    /// Who mends it.
    pub staff: StaffId,
    /// Name.
    pub staff_name: String,
    /// By when.
    pub due: SchoolDate,
    /// What.
    pub words: String,
    /// Day of the check.
    pub day: SchoolDate,
    /// Who checked.
    pub leader: StaffId,
    /// What was done since.
    pub steps: Vec<Step>,
}

/// What was done with a finding.
#[derive(Clone, Debug)]
pub struct Step {
    /// In turn, from 1.
    pub number: i64,
    /// `mended`, `sent_back` or `accepted`; the words are `supervision-step-<code>`.
    pub what: String,
    /// When.
    pub day: SchoolDate,
    /// The words.
    pub words: String,
}

impl Finding {
    /// `open`, `mended`, `sent_back` or `accepted`; the words are `supervision-step-<code>`.
    pub fn state(&self) -> &str {
        self.steps.last().map_or("open", |step| step.what.as_str())
    }
}

/// A finding: for who mends it, and who may supervise its check.
///
/// # Errors
/// Not found when there is none, it is not for the person, or the child is no longer known to who mends it.
pub fn finding(tx: &mut Tx<'_>, who: &Who, id: RowId) -> Result<Finding> {
    let found = sql::finding_one(tx, id)?.ok_or(Error::NotFound)?;
    if found.staff != who.staff() {
        checks::one(tx, who, found.check)?;
    } else if pupils::named(tx, who, &[found.pupil])?.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(found)
}

/// What the person has to mend and has mended, the newest first; of children of whom the person no longer knows nothing.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn own_findings(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Finding>> {
    let mut all = Vec::new();
    for found in sql::findings_of_staff(tx, who.staff(), SHOWN)? {
        if !pupils::named(tx, who, &[found.pupil])?.is_empty() {
            all.push(found);
        }
    }
    Ok(all)
}

/// The findings of a child, for a file about it.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn findings_of(tx: &mut Tx<'_>, permit: &Permit<acts::CopyPupil>) -> Result<Vec<Finding>> {
    let pupil = permit.pupil()?;
    sql::findings_of_pupil(tx, pupil)
}

fn step(tx: &mut Tx<'_>, who: &Who, found: &Finding, what: &str, text: &str) -> Result<()> {
    if !sql::insert_step(tx, found, what, text, &who.tag())? {
        return Err(Error::at("words", "supervision-written-meanwhile"));
    }
    trail::note(tx, who, "supervision.step", found.id, &serde_json::json!({ "what": what }))?;
    Ok(())
}

/// Who has something to mend says what was done; who found it looks.
///
/// # Errors
/// A problem at `words`; not found for anybody else; a conflict when it was said already.
pub fn mend(tx: &mut Tx<'_>, who: &Who, id: RowId, typed: &str) -> Result<()> {
    let found = finding(tx, who, id)?;
    if found.staff != who.staff() {
        return Err(Error::NotFound);
    }
    if !matches!(found.state(), "open" | "sent_back") {
        return Err(Error::Conflict(Msg::new("supervision-said-already")));
    }
    let mut problems = Problems::default();
    let text = checks::words(&mut problems, "words", typed, true, false);
    problems.end()?;
    step(tx, who, &found, "mended", &text)?;
    trail::end_tasks(tx, who, TASK, id, true)?;
    let due = tx.today().plus_days(MEND_DAYS_USUAL);
    trail::open_task(tx, found.leader, BACK_TASK, id, &format!("/supervision/findings/{id}"), &[], due)
}

/// Who checked accepts what was mended, or sends it back with a word.
///
/// # Errors
/// A problem at `words` when it is sent back without one; not found for anybody else; a conflict when nothing waits.
pub fn judge(tx: &mut Tx<'_>, who: &Who, id: RowId, accept: bool, typed: &str) -> Result<()> {
    let found = sql::finding_one(tx, id)?.ok_or(Error::NotFound)?;
    checks::one(tx, who, found.check)?;
    if found.state() != "mended" || found.staff == who.staff() {
        return Err(Error::Conflict(Msg::new("supervision-nothing-waits")));
    }
    let mut problems = Problems::default();
    let text = checks::words(&mut problems, "words", typed, !accept, false);
    problems.end()?;
    step(tx, who, &found, if accept { "accepted" } else { "sent_back" }, &text)?;
    trail::end_tasks(tx, who, BACK_TASK, id, true)?;
    if !accept {
        let due = tx.today().plus_days(MEND_DAYS_USUAL);
        trail::open_task(tx, found.staff, TASK, id, &format!("/supervision/findings/{id}"), &[], due)?;
    }
    Ok(())
}

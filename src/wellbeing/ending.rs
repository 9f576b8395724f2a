//! verbs: the end of a psychological file. Weeks after the child has left it is shut with everything else of the child (`access/archive.rs`); when its time is over, two people destroy it through the
//! archive: the key of the file goes, and with it every text of it, in old backups, too. That there was one, and when it ended, stays.

use super::sql::ending as sql;
use super::sql::entry;
use crate::access::{Permit, acts};
use crate::base::{Error, Msg, PupilId, Result, RowId, SchoolDate, StaffId, limits};
use crate::store::Tx;
use crate::trail;

/// Somebody else is asked to look at a destruction.
pub const TASK: &str = "wellbeing-ending";

/// Ends the files of the permit's child. Gives the keys, which the caller destroys last of all by [`destroy`].
///
/// # Errors
/// Faults of the database.
pub fn end(tx: &mut Tx<'_>, permit: &Permit<acts::ErasePupil>) -> Result<Vec<RowId>> {
    let files = entry::files(tx, permit.pupil()?)?;
    for file in &files {
        entry::end_file(tx, *file, &permit.who().tag())?;
    }
    Ok(files)
}

/// Destroys the keys of files that were ended. It takes effect at once and cannot be rolled back.
///
/// # Errors
/// Faults of the key file.
pub fn destroy(tx: &mut Tx<'_>, files: &[RowId]) -> Result<()> {
    files.iter().try_for_each(|file| tx.vault().destroy(*file))
}

/// Which of these children have a file that is not destroyed. Whose they are is for the caller to keep.
///
/// # Errors
/// Faults of the database.
pub fn with_file(tx: &mut Tx<'_>, _permit: &Permit<acts::KeepArchive>, pupils: &[PupilId]) -> Result<Vec<PupilId>> {
    let mut with = Vec::new();
    for pupil in pupils {
        if !entry::files(tx, *pupil)?.is_empty() {
            with.push(*pupil);
        }
    }
    Ok(with)
}

/// A destruction of the files of all children who left until a day. It names no child, now or later.
#[derive(Clone, Debug)]
pub struct Ending {
    /// Its id.
    pub id: RowId,
    /// Children whose last day in a class is not later.
    pub left_until: SchoolDate,
    /// On what ground.
    pub basis: String,
    /// When it was proposed.
    pub day: SchoolDate,
    /// By whom.
    pub staff: StaffId,
    /// `carried_out` or `declined`, when, by whom.
    pub ended: Option<(String, SchoolDate, StaffId)>,
}

/// All destructions, the newest first.
///
/// # Errors
/// Faults of the database.
pub fn list(tx: &mut Tx<'_>, _permit: &Permit<acts::KeepArchive>) -> Result<Vec<Ending>> {
    sql::list(tx)
}

/// Proposes to destroy the files of the children who left until a day; the principals are asked. A form sent twice proposes once.
///
/// # Errors
/// Problems at `until`, when it is not long past or something is proposed already, and `basis`.
pub fn propose(tx: &mut Tx<'_>, permit: &Permit<acts::KeepArchive>, id: RowId, until: Option<SchoolDate>, basis: &str) -> Result<()> {
    let (today, all) = (tx.today(), sql::list(tx)?);
    if all.iter().any(|one| one.id == id) {
        return Ok(());
    }
    let last = today.plus_days(-crate::access::archive::CLOSES_DAYS);
    let Some(until) = until.filter(|until| *until < last) else { return Err(Error::at("until", Msg::new("wellbeing-ending-until").with("day", last.plus_days(-1)))) };
    if all.iter().any(|one| one.ended.is_none()) {
        return Err(Error::at("until", "wellbeing-ending-open"));
    }
    let basis = basis.trim();
    if basis.is_empty() || basis.chars().count() > limits::LINE_CHARS {
        return Err(Error::at("basis", "wellbeing-text-missing"));
    }
    sql::insert(tx, id, until, basis, permit.who().staff())?;
    for post in crate::roster::people::posts_on(tx, today)? {
        if post.duty == crate::access::Duty::Principal && post.staff != permit.who().staff() {
            trail::open_task(tx, post.staff, TASK, id, "/archive/psychological", &[], today.plus_days(14))?;
        }
    }
    trail::note(tx, permit.who(), "wellbeing.ending-proposed", id, &serde_json::json!({}))?;
    Ok(())
}

/// Ends a proposal: declined, or carried out by somebody else than who proposed it. Gives the keys to destroy, last of all, by [`destroy`].
///
/// # Errors
/// Denied to who proposed it; not found when there is none; a conflict when it has ended.
pub fn decide(tx: &mut Tx<'_>, permit: &Permit<acts::KeepArchive>, known: &Ending, children: &[Permit<acts::ErasePupil>], carry_out: bool) -> Result<Vec<RowId>> {
    let who = permit.who();
    if carry_out && known.staff == who.staff() {
        return Err(Error::Denied("wellbeing-ending-two".into()));
    }
    let what = if carry_out { "carried_out" } else { "declined" };
    if !sql::insert_end(tx, known.id, what, who.staff())? {
        return Err(Error::Conflict("wellbeing-ending-over".into()));
    }
    let mut files = Vec::new();
    if carry_out {
        for child in children {
            files.extend(end(tx, child)?);
        }
    }
    trail::end_tasks(tx, who, TASK, known.id, true)?;
    trail::note(tx, who, "wellbeing.ending-ended", known.id, &serde_json::json!({ "what": what, "files": files.len() }))?;
    Ok(files)
}

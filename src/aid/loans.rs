//! verbs: devices that are lent to children, such as wheelchairs and hearing aids (B4-15): one child at a time, with the day by which it comes back and how it came back.

use super::sql::loans as sql;
use crate::access::{Act, Permit, acts};
use crate::base::error::Problems;
use crate::base::{Error, Msg, PupilId, Result, RowId, SchoolDate, limits};
use crate::store::Tx;

const NOTE: &str = "aid_loan.note";
/// Kinds of devices; their words are `aid-device-<code>`.
pub const KINDS: [&str; 6] = ["wheelchair", "hearing_aid", "glasses", "reading_aid", "desk", "other"];
/// How a device comes back; the words are `aid-back-<code>`.
pub const STATES: [&str; 4] = ["whole", "worn", "broken", "lost"];

/// A device, and with whom it is.
#[derive(Clone, Debug)]
pub struct Device {
    /// Its id.
    pub id: RowId,
    /// One of [`KINDS`].
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The mark on it.
    pub mark: String,
    /// The open loan: its id, the child, its name, and the day by which it comes back.
    pub loan: Option<(RowId, PupilId, String, SchoolDate)>,
    /// How it came back the last time; empty when it never was lent.
    pub state: String,
}

/// All devices.
///
/// # Errors
/// Faults of the database.
pub fn devices<A: Act>(tx: &mut Tx<'_>, _permit: &Permit<A>) -> Result<Vec<Device>> {
    sql::devices(tx)
}

/// Writes a device down.
///
/// # Errors
/// Problems at `kind`, `name` and `mark`; at `mark` when another device bears it.
pub fn add(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, id: RowId, kind: &str, name: &str, mark: &str) -> Result<()> {
    let mut problems = Problems::default();
    if !KINDS.contains(&kind) {
        problems.note("kind", "aid-choose");
    }
    for (field, text) in [("name", name), ("mark", mark)] {
        let long = text.trim().chars().count();
        if long == 0 || long > limits::NAME_CHARS {
            problems.note(field, Msg::new("aid-name-length").with("most", limits::NAME_CHARS));
        }
    }
    problems.end()?;
    if sql::insert_device(tx, id, kind, name.trim(), mark.trim(), &permit.who().tag())? { Ok(()) } else { Err(Error::at("mark", "aid-name-taken")) }
}

/// Lends a device to a child.
///
/// # Errors
/// Problems at `until` and `note`; a conflict while another child has it, and for one that is lost.
pub fn lend(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, id: RowId, device: RowId, until: SchoolDate, note: &str) -> Result<()> {
    let (pupil, today, note) = (permit.pupil()?, tx.today(), note.trim());
    if until < today {
        return Err(Error::at("until", "aid-until-before"));
    }
    if note.is_empty() || note.chars().count() > limits::LINE_CHARS {
        return Err(Error::at("note", Msg::new("aid-name-length").with("most", limits::LINE_CHARS)));
    }
    let known = sql::devices(tx)?.into_iter().find(|one| one.id == device).ok_or(Error::NotFound)?;
    if known.state == "lost" || !sql::open(tx, device, id)? {
        return Err(Error::Conflict("aid-device-away".into()));
    }
    let sealed = tx.vault().seal(pupil, NOTE, note)?;
    sql::insert_loan(tx, id, device, pupil, until, &sealed, &permit.who().tag())
}

/// A device came back.
///
/// # Errors
/// A problem at `state`; a conflict when it is not lent.
pub fn take_back(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, device: RowId, state: &str) -> Result<()> {
    if !STATES.contains(&state) {
        return Err(Error::at("state", "aid-choose"));
    }
    let known = sql::devices(tx)?.into_iter().find(|one| one.id == device).ok_or(Error::NotFound)?;
    let Some((loan, ..)) = known.loan else { return Err(Error::Conflict("aid-device-here".into())) };
    sql::close(tx, device, loan, state, &permit.who().tag())
}

/// What is lent to a child: device, mark, until when.
///
/// # Errors
/// Faults of the database.
pub fn of_pupil<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>) -> Result<Vec<Device>> {
    let pupil = permit.pupil()?;
    Ok(sql::devices(tx)?.into_iter().filter(|one| one.loan.as_ref().is_some_and(|(_, own, ..)| *own == pupil)).collect())
}

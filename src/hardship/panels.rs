//! verbs: the panel of a class: the homeroom teacher heads it, a parent and one more sit in it; it looks at each case by what is written, never at a child that pleads (CONVENTIONS R4).

use super::cases;
use super::rounds::{PANEL_LEAST, Round};
use super::sql;
use super::state::{Stage, What};
use crate::access::{Permit, acts};
use crate::base::{ClassId, Error, Msg, Result, RowId, limits};
use crate::store::Tx;

/// What a member is; the words are `hardship-role-<code>`.
pub const ROLES: [&str; 3] = ["parent", "teacher", "grade"];
/// Members beside the head, at most.
const MEMBERS_MOST: usize = 12;

/// A member of a panel beside its head.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its id.
    pub id: RowId,
    /// One of [`ROLES`].
    pub role: String,
    /// Its name.
    pub name: String,
}

/// The members of a class beside the homeroom teacher.
///
/// # Errors
/// Faults of the database.
pub fn members(tx: &mut Tx<'_>, round: RowId, class: ClassId) -> Result<Vec<Member>> {
    sql::members(tx, round, class)
}

/// Adds a member to the panel of the permit's class.
///
/// # Errors
/// Problems at `role` and `name`; a conflict when the round is over.
pub fn seat(tx: &mut Tx<'_>, permit: &Permit<acts::ReviewHardship>, round: &Round, id: RowId, role: &str, name: &str) -> Result<()> {
    let (class, name) = (permit.class()?, name.trim());
    if round.stage > Stage::Panels {
        return Err(Error::Conflict("hardship-round-over".into()));
    }
    if !ROLES.contains(&role) {
        return Err(Error::at("role", "hardship-choose"));
    }
    if !(2..=limits::NAME_CHARS).contains(&name.chars().count()) {
        return Err(Error::at("name", Msg::new("hardship-reason-length").with("least", 2).with("most", limits::NAME_CHARS)));
    }
    let known = sql::members(tx, round.id, class)?;
    if known.iter().any(|one| one.name == name && one.id != id) {
        return Err(Error::at("name", "hardship-member-twice"));
    }
    if known.len() >= MEMBERS_MOST {
        return Err(Error::Conflict(Msg::new("hardship-members-many").with("most", MEMBERS_MOST)));
    }
    sql::insert_member(tx, id, round.id, class, role, name, &permit.who().tag())
}

/// Takes a member out of the panel of the permit's class before it has begun.
///
/// # Errors
/// A conflict once the panel looked at a case; not found where there is no such member.
pub fn unseat(tx: &mut Tx<'_>, permit: &Permit<acts::ReviewHardship>, round: &Round, member: RowId) -> Result<()> {
    let class = permit.class()?;
    if sql::cases(tx, round.id)?.iter().any(|one| one.class == class && one.level.is_some()) {
        return Err(Error::Conflict("hardship-panel-began".into()));
    }
    if sql::remove_member(tx, round.id, class, member)? { Ok(()) } else { Err(Error::NotFound) }
}

/// What the panel of the permit's class proposes for a case: a level of 0 to as many as the round has, and why.
///
/// # Errors
/// Problems at `level` and `reason`; a conflict while the panel is not complete, and when the case moved on.
pub fn review(tx: &mut Tx<'_>, permit: &Permit<acts::ReviewHardship>, round: &Round, case: RowId, seen: i64, level: i64, why: &str) -> Result<()> {
    let (class, (pupil, _)) = (permit.class()?, sql::of_case(tx, case)?);
    let case = cases::case(tx, pupil, case)?;
    if case.class != class || case.round != round.id {
        return Err(Error::NotFound);
    }
    if !(0..=round.levels).contains(&level) {
        return Err(Error::at("level", "hardship-choose"));
    }
    let why = cases::reason(why, 5)?;
    let members = sql::members(tx, round.id, class)?;
    if (members.len() as i64) < PANEL_LEAST || !members.iter().any(|one| one.role == "parent") {
        return Err(Error::Conflict(Msg::new("hardship-panel-small").with("least", PANEL_LEAST)));
    }
    cases::step(tx, round, &case, seen, What::Reviewed, Some(level), &why, &permit.who().tag())
}

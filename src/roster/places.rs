//! verbs: campuses and teaching points (PRACTICE 1.6).

use std::str::FromStr;

use serde_json::json;

use super::sql::time as sql;
use crate::access::{Permit, acts};
use crate::base::error::Problems;
use crate::base::{CampusId, Error, Msg, Result, limits};
use crate::store::Tx;
use crate::trail;

/// What a place of the school is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CampusKind {
    /// 校区
    Campus,
    /// 教学点 under a central school.
    TeachingPoint,
}

impl CampusKind {
    /// The identifier, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Campus => "campus",
            Self::TeachingPoint => "teaching_point",
        }
    }
}

impl FromStr for CampusKind {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        [Self::Campus, Self::TeachingPoint].into_iter().find(|kind| kind.code() == code).ok_or(())
    }
}

/// A campus or teaching point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campus {
    /// Its id.
    pub id: CampusId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: CampusKind,
    /// Where it is; empty when not given.
    pub address: String,
}

/// All campuses and teaching points.
///
/// # Errors
/// Faults of the database.
pub fn campuses(tx: &mut Tx<'_>) -> Result<Vec<Campus>> {
    sql::campuses(tx)
}

/// Adds a place (`id` is `None`) or changes one.
///
/// # Errors
/// Problems at `name` (empty, too long, taken) and `address`; not found when there is no such place.
pub fn save_campus(tx: &mut Tx<'_>, permit: &Permit<acts::ManageSettings>, id: Option<CampusId>, name: &str, kind: CampusKind, address: &str) -> Result<CampusId> {
    let (name, address) = (name.trim(), address.trim());
    let mut problems = Problems::default();
    if name.is_empty() || name.chars().count() > limits::NAME_CHARS {
        problems.note("name", Msg::new("roster-campus-name").with("most", limits::NAME_CHARS));
    }
    if address.chars().count() > limits::LINE_CHARS {
        problems.note("address", Msg::new("roster-too-long").with("most", limits::LINE_CHARS));
    }
    if sql::campuses(tx)?.iter().any(|other| other.name == name && Some(other.id) != id) {
        problems.note("name", "roster-campus-taken");
    }
    problems.end()?;
    let campus = Campus { id: id.unwrap_or_else(|| tx.new_id()), name: name.to_owned(), kind, address: address.to_owned() };
    if id.is_none() {
        sql::insert_campus(tx, &campus)?;
    } else if sql::update_campus(tx, &campus)? == 0 {
        return Err(Error::NotFound);
    }
    trail::note(tx, permit.who(), "roster.campus", campus.id, &json!({ "new": id.is_none() }))?;
    Ok(campus.id)
}

/// Removes a place at which there is no class.
///
/// # Errors
/// A conflict while classes are there; not found when there is no such place.
pub fn remove_campus(tx: &mut Tx<'_>, permit: &Permit<acts::ManageSettings>, id: CampusId) -> Result<()> {
    let classes = sql::classes_at(tx, id)?;
    if classes > 0 {
        return Err(Error::Conflict(Msg::new("roster-campus-in-use").with("count", classes)));
    }
    if sql::delete_campus(tx, id)? == 0 {
        return Err(Error::NotFound);
    }
    trail::note(tx, permit.who(), "roster.campus-removed", id, &json!({}))?;
    Ok(())
}

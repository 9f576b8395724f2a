//! verbs: what the school says of itself, and which parts of the product it uses (PRACTICE 2: the wizard turns on a few).

use serde_json::json;

use super::school::{self, Locality, Part};
use super::sql::settings as sql;
use crate::access::{self, Permit, acts};
use crate::base::error::Problems;
use crate::base::{Result, SchoolId};
use crate::store::Tx;
use crate::trail;

const LOCALITY: &str = "locality";
const PARTS: &str = "parts";

/// What the school says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchoolFacts {
    /// Its id.
    pub id: SchoolId,
    /// The short code; it does not change, for people sign in with it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Code of the county (GB/T 2260); empty when not given.
    pub region: String,
    /// Where it is.
    pub locality: Option<Locality>,
    /// What it uses.
    pub parts: Vec<Part>,
}

/// What may be changed of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchoolChange {
    /// Its name.
    pub name: String,
    /// Code of the county; empty when not given.
    pub region: String,
    /// Where it is.
    pub locality: Option<Locality>,
    /// What it uses.
    pub parts: Vec<Part>,
}

/// What the school says of itself.
///
/// # Errors
/// Not found before the school is made.
pub fn school_facts(tx: &mut Tx<'_>) -> Result<SchoolFacts> {
    let tenant = access::tenant(tx)?;
    let locality = sql::setting(tx, LOCALITY)?.and_then(|code| code.parse().ok());
    let parts = parts(tx)?;
    Ok(SchoolFacts { id: tenant.id, code: tenant.code, name: tenant.name, region: tenant.region, locality, parts })
}

/// The parts of the product that the school uses.
///
/// # Errors
/// Faults of the database.
pub fn parts(tx: &mut Tx<'_>) -> Result<Vec<Part>> {
    Ok(school::parts_of(&sql::setting(tx, PARTS)?.unwrap_or_default()))
}

/// Changes what the school says of itself. The caller reads the schools of the running server anew.
///
/// # Errors
/// Problems at `school` and `region`.
pub fn change_school(tx: &mut Tx<'_>, permit: &Permit<acts::ManageSettings>, change: &SchoolChange) -> Result<()> {
    let mut problems = Problems::default();
    problems.keep("school", school::check_name(&change.name));
    problems.keep("region", school::check_region(&change.region));
    problems.end()?;
    access::rename_tenant(tx, permit, &change.name, &change.region)?;
    sql::upsert(tx, LOCALITY, change.locality.map(Locality::code).unwrap_or_default())?;
    sql::upsert(tx, PARTS, &school::stored_parts(&change.parts))?;
    let school = tx.school();
    trail::note(tx, permit.who(), "roster.school", school, &json!({ "region": change.region, "parts": school::stored_parts(&change.parts) }))?;
    Ok(())
}

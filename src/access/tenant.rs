//! The schools of one installation.

use super::{Permit, acts, sql};
use crate::base::{Id, Result, SchoolId};
use crate::store::{Store, Tx};

/// A school, a village or a county.
#[derive(Clone, Debug)]
pub struct Tenant {
    /// Its id.
    pub id: SchoolId,
    /// The short code before the slash in `school/name`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// `school`, `village` or `county`.
    pub kind: String,
    /// Code of the county (GB/T 2260); empty when not given.
    pub region: String,
}

/// All schools of the installation.
///
/// # Errors
/// Faults of the database.
pub fn tenants(store: &Store) -> Result<Vec<Tenant>> {
    store.read(SchoolId::from_uuid(uuid::Uuid::nil()), sql::tenants)
}

/// The school with a code.
///
/// # Errors
/// Faults of the database.
pub fn tenant_by_code(store: &Store, code: &str) -> Result<Option<Tenant>> {
    Ok(tenants(store)?.into_iter().find(|tenant| tenant.code == code))
}

/// This transaction's school.
///
/// # Errors
/// Not found before the school is made.
pub fn tenant(tx: &mut Tx<'_>) -> Result<Tenant> {
    sql::tenant(tx)
}

/// Makes a school: its row and the beginning of its audit chain.
///
/// # Errors
/// A conflict when the code is taken.
pub fn create_tenant(tx: &mut Tx<'_>, code: &str, name: &str, kind: &str, region: &str) -> Result<()> {
    sql::insert_tenant(tx, code, name, kind, region)
}

/// Changes the name and the county of this transaction's school; its code stays, for people sign in with it.
///
/// # Errors
/// Faults of the database.
pub fn rename_tenant(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageSettings>, name: &str, region: &str) -> Result<()> {
    sql::update_tenant(tx, name, region)
}

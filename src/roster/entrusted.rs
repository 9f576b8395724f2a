//! verbs: more about a guardian than name and telephone, as 农村留守儿童基本情况登记表 asks it: whether the parents have entrusted the child to this person (委托监护人),
//! where the person lives, and the identity number. A6-05; CONVENTIONS 2.2.

use std::collections::HashMap;

use super::identity::IdentityNo;
use super::particulars::at_level;
use super::sql::particulars as sql;
use crate::access::{Level, Permit, acts};
use crate::base::{Error, GuardianId, Msg, PupilId, Result, Sealed, limits};
use crate::store::Tx;

/// Where an address is sealed, under the pupil's key.
const ADDRESS_PLACE: &str = "guardian.address";
/// Where an identity number is sealed, under the pupil's key.
const IDENTITY_PLACE: &str = "guardian.identity_no";

/// What is held of a guardian beside name and telephone.
#[derive(Clone, Debug, Default)]
pub struct More {
    /// Whether the parents have entrusted the child to this person.
    pub entrusted: bool,
    /// Address.
    pub address: Option<Sealed<String>>,
    /// Whether the identity number is held.
    pub has_identity: bool,
    /// Identity number; `None` without the identity level.
    pub identity: Option<Sealed<String>>,
}

/// What is written of a guardian.
#[derive(Clone, Debug, Default)]
pub struct NewMore {
    /// Whether the parents have entrusted the child to this person.
    pub entrusted: bool,
    /// Address; `None` when there is none.
    pub address: Option<Sealed<String>>,
    /// Identity number; `None` leaves it as it is.
    pub identity: Option<IdentityNo>,
}

/// What is held of the child's guardians, by guardian.
///
/// # Errors
/// Denied without the family level.
pub fn of_child(tx: &mut Tx<'_>, permit: &Permit<acts::SeePupil>) -> Result<HashMap<GuardianId, More>> {
    at_level(permit.levels().has(Level::Family))?;
    let pupil = permit.pupil()?;
    let numbers = permit.levels().has(Level::Identity);
    let rows = sql::more(tx, pupil)?;
    let open = |place: &str, bytes: &Option<Vec<u8>>| bytes.as_ref().map(|bytes| tx.vault().open_sealed(pupil, place, bytes)).transpose().map(Option::flatten);
    rows.iter()
        .map(|(id, entrusted, address, identity)| {
            let number = if numbers { open(IDENTITY_PLACE, identity)? } else { None };
            Ok((*id, More { entrusted: *entrusted, address: open(ADDRESS_PLACE, address)?, has_identity: identity.is_some(), identity: number }))
        })
        .collect()
}

/// Writes what is held of a guardian of the permit's pupil.
///
/// # Errors
/// A problem at `address`; denied without the family level, or when a number is written without the identity level; not found when the guardian is another child's.
pub fn write(tx: &mut Tx<'_>, permit: &Permit<acts::EditPupil>, id: GuardianId, new: &NewMore) -> Result<()> {
    at_level(permit.levels().has(Level::Family) && (new.identity.is_none() || permit.levels().has(Level::Identity)))?;
    if new.address.as_ref().is_some_and(|text| text.open().chars().count() > limits::LINE_CHARS) {
        return Err(Error::at("address", Msg::new("roster-guardian-address-long").with("most", limits::LINE_CHARS)));
    }
    let pupil: PupilId = permit.pupil()?;
    let address = new.address.as_ref().map(|text| tx.vault().seal(pupil, ADDRESS_PLACE, text.open())).transpose()?;
    sql::update_more(tx, pupil, id, new.entrusted, address.as_deref())?;
    if let Some(number) = &new.identity {
        let sealed = tx.vault().seal(pupil, IDENTITY_PLACE, number.open())?;
        sql::update_guardian_identity(tx, pupil, id, &sealed)?;
    }
    Ok(())
}

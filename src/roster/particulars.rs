//! verbs: what is known about a pupil, its correction, registry numbers as they become final, guardians, brothers and sisters. PRACTICE 1.9, CONVENTIONS 2.4.

use super::identity::IdentityNo;
use super::pupils::{self, ADDRESS_PLACE, IDENTITY_PLACE, NewGuardian, PHONE_PLACE, PupilLine, REGISTRY_PLACE};
use super::registry::{Agreement, RegistryNo};
use super::sql::particulars::{self as sql, Stored};
use super::sql::pupils::{self as pupil_sql, ReadyMovement};
use crate::access::{Action, Level, Permit, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, GradeId, GuardianId, ImportId, Msg, PupilId, Result, RowId, SchoolDate, Sealed, limits};
use crate::store::Tx;
use crate::trail;

/// What a page may show of a pupil at the basic level.
#[derive(Clone, Debug)]
pub struct Particulars {
    /// The pupil.
    pub id: PupilId,
    /// Name.
    pub name: String,
    /// `male`, `female` or empty.
    pub sex: String,
    /// Day of birth.
    pub birth_day: Option<SchoolDate>,
    /// The year in which the child entered grade 1.
    pub entry_year: Option<i64>,
    /// The school's own number.
    pub school_no: Option<String>,
    /// Seat number.
    pub seat_no: Option<i64>,
    /// `G`, `J`, `L` or empty.
    pub registry_kind: String,
    /// Whether an identity number is held.
    pub has_identity: bool,
    /// Ethnicity.
    pub ethnicity: String,
    /// Whether the child boards.
    pub boarding: Option<bool>,
    /// The household that brothers and sisters share.
    pub household: Option<RowId>,
    /// Remark.
    pub note: String,
    /// Where the child sits, or will.
    pub seat: Option<Seat>,
}

/// The class in which a child sits.
#[derive(Clone, Debug)]
pub struct Seat {
    /// Class.
    pub class: ClassId,
    /// Its name.
    pub class_name: String,
    /// Grade.
    pub grade: GradeId,
    /// Its level, 1 to 6.
    pub level: i64,
    /// The calendar year in which its school year begins.
    pub start_year: i64,
    /// First day there.
    pub from: SchoolDate,
}

/// A guardian as it is read back.
#[derive(Clone, Debug)]
pub struct Guardian {
    /// The guardian.
    pub id: GuardianId,
    /// Name.
    pub name: String,
    /// Relation as written: 母亲.
    pub relation: String,
    /// Telephone.
    pub phone: Option<Sealed<String>>,
    /// Whether the child lives with this person.
    pub lives_with: Option<bool>,
    /// Whether this is the person to call.
    pub is_primary: bool,
}

/// Numbers in the clear: for a page that says so in the audit chain.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    /// Registry number.
    pub registry: Option<Sealed<String>>,
    /// Identity number.
    pub identity: Option<Sealed<String>>,
    /// Registry numbers of earlier times, with the last day of each.
    pub former: Vec<(Option<Sealed<String>>, SchoolDate)>,
}

/// A change of particulars: `None` leaves a field as it is, `Some(None)` empties it.
#[derive(Clone, Debug, Default)]
pub struct Correction {
    /// Name in its normal form.
    pub name: Option<String>,
    /// `male`, `female` or empty.
    pub sex: Option<String>,
    /// Day of birth.
    pub birth_day: Option<Option<SchoolDate>>,
    /// The year in which the child entered grade 1.
    pub entry_year: Option<Option<i64>>,
    /// The school's own number.
    pub school_no: Option<Option<String>>,
    /// Seat number.
    pub seat_no: Option<Option<i64>>,
    /// Registry number; a J or L number that becomes final is kept as history.
    pub registry_no: Option<Option<RegistryNo>>,
    /// Identity number.
    pub identity_no: Option<Option<IdentityNo>>,
    /// Ethnicity.
    pub ethnicity: Option<String>,
    /// Whether the child boards.
    pub boarding: Option<Option<bool>>,
    /// Address.
    pub address: Option<Option<Sealed<String>>>,
    /// Remark.
    pub note: Option<String>,
    /// Why, in words.
    pub reason: String,
    /// The import that brings the change.
    pub import: Option<ImportId>,
}

/// What is known about a pupil at the basic level.
///
/// # Errors
/// Not found when there is no such pupil.
pub fn particulars(tx: &mut Tx<'_>, permit: &Permit<acts::SeePupil>) -> Result<Particulars> {
    let pupil = permit.pupil()?;
    let p = sql::stored(tx, pupil)?;
    Ok(Particulars {
        id: pupil,
        name: p.name,
        sex: p.sex,
        birth_day: p.birth_day,
        entry_year: p.entry_year,
        school_no: p.school_no,
        seat_no: p.seat_no,
        registry_kind: p.registry_kind,
        has_identity: p.identity.is_some(),
        ethnicity: p.ethnicity,
        boarding: p.boarding,
        household: p.household,
        note: p.note,
        seat: seat(tx, pupil)?,
    })
}

/// The class in which a pupil sits today, or will from a coming day on.
///
/// # Errors
/// Faults of the database.
pub fn seat(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Option<Seat>> {
    let today = tx.today();
    sql::seat(tx, pupil, today)
}

/// The address of a pupil; `None` when there is none or its key was destroyed.
///
/// # Errors
/// Denied without the family level.
pub fn address(tx: &mut Tx<'_>, permit: &Permit<acts::SeePupil>) -> Result<Option<Sealed<String>>> {
    at_level(permit.levels().has(Level::Family))?;
    let pupil = permit.pupil()?;
    match sql::stored(tx, pupil)?.address {
        Some(bytes) => tx.vault().open_sealed(pupil, ADDRESS_PLACE, &bytes),
        None => Ok(None),
    }
}

/// The numbers of a pupil in the clear. The page that shows them says so in the audit chain.
///
/// # Errors
/// Denied without the identity level.
pub fn numbers(tx: &mut Tx<'_>, permit: &Permit<acts::SeePupil>) -> Result<Numbers> {
    at_level(permit.levels().has(Level::Identity))?;
    open_numbers(tx, permit.pupil()?)
}

pub(super) fn open_numbers(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Numbers> {
    let stored = sql::stored(tx, pupil)?;
    let former = sql::former(tx, pupil)?;
    let vault = tx.vault();
    let open = |place: &str, bytes: &[u8]| vault.open_sealed(pupil, place, bytes);
    let mut numbers = Numbers::default();
    if let Some((sealed, _)) = &stored.registry {
        numbers.registry = open(REGISTRY_PLACE, sealed)?;
    }
    if let Some((sealed, _)) = &stored.identity {
        numbers.identity = open(IDENTITY_PLACE, sealed)?;
    }
    for (sealed, until) in former {
        numbers.former.push((open(REGISTRY_PLACE, &sealed)?, until));
    }
    Ok(numbers)
}

pub(super) fn at_level(has: bool) -> Result<()> {
    if has { Ok(()) } else { Err(Error::Denied(Msg::new("access-denied"))) }
}

/// Corrects what is known about a pupil. Gives the names of the fields that changed; the trail keeps those names and never a value.
///
/// # Errors
/// Problems at the fields: a number that another child has, numbers that contradict each other or the day of birth. Denied when a
/// number is changed without the identity level, or the address without the family level.
pub fn correct(tx: &mut Tx<'_>, permit: &Permit<acts::EditPupil>, change: &Correction) -> Result<Vec<&'static str>> {
    let pupil = permit.pupil()?;
    let levels = permit.levels();
    at_level(levels.has(Level::Identity) || (change.registry_no.is_none() && change.identity_no.is_none()))?;
    at_level(levels.has(Level::Family) || change.address.is_none())?;
    let mut stored = sql::stored(tx, pupil)?;
    check(tx, pupil, &stored, change)?;
    let before = stored.name.clone();
    let mut changed = plain_fields(&mut stored, change);
    changed.extend(sealed_fields(tx, permit, &mut stored, change)?);
    if changed.is_empty() {
        return Ok(changed);
    }
    stored.name_sort = pupils::name_sort(&stored.name);
    sql::update(tx, pupil, &stored)?;
    if changed.contains(&"name") {
        pupils::rename_keys(tx, pupil, &before, &stored.name)?;
    }
    let kind = if changed == ["registry_no"] { "registry_change" } else { "correction" };
    let movement = ReadyMovement {
        id: tx.new_id(),
        pupil,
        kind,
        day: tx.today(),
        from_class: None,
        to_class: None,
        undoes: None,
        reason: change.reason.chars().take(limits::LINE_CHARS).collect(),
        actor: permit.who().tag(),
        import: change.import,
    };
    pupil_sql::insert_movements(tx, &[movement])?;
    trail::note(tx, permit.who(), "roster.correction", pupil, &serde_json::json!({ "fields": changed }))?;
    Ok(changed)
}

/// Sets a field and notes its name when that changes it.
fn set<T: PartialEq + Clone>(field: &mut T, new: &Option<T>, name: &'static str, changed: &mut Vec<&'static str>) {
    if let Some(new) = new
        && new != field
    {
        *field = new.clone();
        changed.push(name);
    }
}

fn plain_fields(stored: &mut Stored, change: &Correction) -> Vec<&'static str> {
    let mut changed = Vec::new();
    set(&mut stored.name, &change.name, "name", &mut changed);
    set(&mut stored.sex, &change.sex, "sex", &mut changed);
    set(&mut stored.birth_day, &change.birth_day, "birth_day", &mut changed);
    set(&mut stored.entry_year, &change.entry_year, "entry_year", &mut changed);
    set(&mut stored.school_no, &change.school_no, "school_no", &mut changed);
    set(&mut stored.seat_no, &change.seat_no, "seat_no", &mut changed);
    set(&mut stored.ethnicity, &change.ethnicity, "ethnicity", &mut changed);
    set(&mut stored.boarding, &change.boarding, "boarding", &mut changed);
    set(&mut stored.note, &change.note, "note", &mut changed);
    changed
}

fn sealed_fields(tx: &mut Tx<'_>, permit: &Permit<acts::EditPupil>, stored: &mut Stored, change: &Correction) -> Result<Vec<&'static str>> {
    let pupil = permit.pupil()?;
    let vault = tx.vault();
    let mut changed = Vec::new();
    let pair = |place: &str, text: &str| -> Result<(Vec<u8>, Vec<u8>)> { Ok((vault.seal(pupil, place, text)?, vault.fingerprint(place, text))) };
    if let Some(new) = &change.registry_no {
        let print = new.as_ref().map(|number| vault.fingerprint(REGISTRY_PLACE, number.open()));
        if print.as_ref() != stored.registry.as_ref().map(|(_, print)| print) {
            keep_former(tx, pupil, stored, new.as_ref())?;
            stored.registry = new.as_ref().map(|number| pair(REGISTRY_PLACE, number.open())).transpose()?;
            stored.registry_kind = new.as_ref().map_or("", |number| pupils::form_code(number.form())).to_owned();
            changed.push("registry_no");
        }
    }
    if let Some(new) = &change.identity_no {
        let print = new.as_ref().map(|number| vault.fingerprint(IDENTITY_PLACE, number.open()));
        if print.as_ref() != stored.identity.as_ref().map(|(_, print)| print) {
            stored.identity = new.as_ref().map(|number| pair(IDENTITY_PLACE, number.open())).transpose()?;
            changed.push("identity_no");
        }
    }
    if let Some(new) = &change.address {
        let old = stored.address.as_ref().map(|bytes| vault.open_sealed(pupil, ADDRESS_PLACE, bytes)).transpose()?.flatten();
        if old.as_ref() != new.as_ref() {
            stored.address = new.as_ref().map(|text| vault.seal(pupil, ADDRESS_PLACE, text.open())).transpose()?;
            changed.push("address");
        }
    }
    Ok(changed)
}

/// The registry number of a pupil as it stands.
fn registry_of(tx: &Tx<'_>, pupil: PupilId, stored: &Stored) -> Result<Option<RegistryNo>> {
    let Some((sealed, _)) = &stored.registry else { return Ok(None) };
    let text = tx.vault().open_sealed(pupil, REGISTRY_PLACE, sealed)?;
    Ok(text.and_then(|text| RegistryNo::parse(text.open(), tx.today()).ok()))
}

/// A J or L number that becomes another is history of the same child; a number that was a slip is not.
fn keep_former(tx: &mut Tx<'_>, pupil: PupilId, stored: &Stored, new: Option<&RegistryNo>) -> Result<()> {
    let old = registry_of(tx, pupil, stored)?;
    if let (Some(old), Some(new), Some((sealed, print))) = (old, new, &stored.registry)
        && old.may_become(new)
    {
        let until = tx.today().plus_days(-1);
        sql::insert_former(tx, pupil, sealed, print, pupils::form_code(old.form()), until)?;
    }
    Ok(())
}

fn check(tx: &mut Tx<'_>, pupil: PupilId, stored: &Stored, change: &Correction) -> Result<()> {
    let mut problems = Problems::default();
    if change.name.as_ref().is_some_and(|name| name.trim().is_empty()) {
        problems.note("name", Msg::new("roster-name-empty"));
    }
    let (registry, identity) = (change.registry_no.clone().flatten(), change.identity_no.clone().flatten());
    let school_no = change.school_no.clone().flatten();
    for (field, message) in pupils::numbers_taken(tx, Some(pupil), registry.as_ref(), identity.as_ref(), school_no.as_deref())? {
        problems.note(field, message);
    }
    let identity_now = match (&change.identity_no, &stored.identity) {
        (Some(new), _) => new.clone(),
        (None, Some((sealed, _))) => tx.vault().open_sealed(pupil, IDENTITY_PLACE, sealed)?.and_then(|text| IdentityNo::parse(text.open(), tx.today()).ok()),
        (None, None) => None,
    };
    let registry_now = match &change.registry_no {
        Some(new) => new.clone(),
        None => registry_of(tx, pupil, stored)?,
    };
    if let (Some(registry), Some(identity)) = (&registry_now, &identity_now)
        && (change.registry_no.is_some() || change.identity_no.is_some())
        && let agreement @ (Agreement::OtherNumber | Agreement::OtherBirth) = registry.agrees_with(identity)
        && let Some(key) = agreement.key()
    {
        problems.note(if change.registry_no.is_some() { "registry_no" } else { "identity_no" }, Msg::new(key));
    }
    let birth_now = change.birth_day.unwrap_or(stored.birth_day);
    if let (Some(birth), Some(identity)) = (birth_now, &identity_now)
        && birth != identity.birth()
        && (change.birth_day.is_some() || change.identity_no.is_some())
    {
        problems.note("birth_day", Msg::new("roster-birth-differs"));
    }
    problems.end()
}

/// The guardians of a pupil who hold today, the one to call first.
///
/// # Errors
/// Denied without the family level.
pub fn guardians(tx: &mut Tx<'_>, permit: &Permit<acts::SeePupil>) -> Result<Vec<Guardian>> {
    at_level(permit.levels().has(Level::Family))?;
    let pupil = permit.pupil()?;
    let today = tx.today();
    let rows = sql::guardians(tx, pupil, today)?;
    rows.into_iter()
        .map(|(mut guardian, sealed)| {
            guardian.phone = sealed.map(|bytes| tx.vault().open_sealed(pupil, PHONE_PLACE, &bytes)).transpose()?.flatten();
            Ok(guardian)
        })
        .collect()
}

/// Adds a guardian; `primary` makes it the one to call instead of who was so far.
///
/// # Errors
/// A problem at `name`; denied without the family level.
pub fn add_guardian(tx: &mut Tx<'_>, permit: &Permit<acts::EditPupil>, new: &NewGuardian, primary: bool) -> Result<GuardianId> {
    let pupil = permit.pupil()?;
    ready_guardian(permit, new)?;
    let today = tx.today();
    let first = sql::guardians(tx, pupil, today)?.is_empty();
    if primary {
        sql::nobody_primary(tx, pupil)?;
    }
    let ready = pupils::sealed_guardian(tx.vault(), tx.new_id(), pupil, new, primary || first, today)?;
    let id = ready.id;
    let until = pupils::forever()?;
    pupil_sql::insert_guardians(tx, &[ready], until)?;
    trail::note(tx, permit.who(), "roster.guardian-added", pupil, &serde_json::json!({ "guardian": id }))?;
    Ok(id)
}

fn ready_guardian(permit: &Permit<acts::EditPupil>, new: &NewGuardian) -> Result<()> {
    at_level(permit.levels().has(Level::Family))?;
    let mut problems = Problems::default();
    if new.name.trim().is_empty() {
        problems.note("name", Msg::new("roster-guardian-name"));
    }
    if new.name.chars().count() > limits::NAME_CHARS || new.relation.chars().count() > limits::NAME_CHARS {
        problems.note("name", Msg::new("roster-guardian-long").with("most", limits::NAME_CHARS));
    }
    problems.end()
}

/// Corrects a guardian of the permit's pupil.
///
/// # Errors
/// A problem at `name`; not found when the guardian is another child's.
pub fn correct_guardian(tx: &mut Tx<'_>, permit: &Permit<acts::EditPupil>, id: GuardianId, new: &NewGuardian, primary: bool) -> Result<()> {
    let pupil = permit.pupil()?;
    ready_guardian(permit, new)?;
    let phone = new.phone.as_ref().map(|text| tx.vault().seal(pupil, PHONE_PLACE, text.open())).transpose()?;
    if primary {
        sql::nobody_primary(tx, pupil)?;
    }
    sql::update_guardian(tx, pupil, id, new, phone.as_deref(), primary)?;
    trail::note(tx, permit.who(), "roster.guardian-corrected", pupil, &serde_json::json!({ "guardian": id }))?;
    Ok(())
}

/// Ends a guardian of the permit's pupil: yesterday was the last day.
///
/// # Errors
/// Not found when the guardian is another child's or has ended.
pub fn end_guardian(tx: &mut Tx<'_>, permit: &Permit<acts::EditPupil>, id: GuardianId) -> Result<()> {
    at_level(permit.levels().has(Level::Family))?;
    let pupil = permit.pupil()?;
    let last_day = tx.today().plus_days(-1);
    sql::end_guardian(tx, pupil, id, last_day)?;
    trail::note(tx, permit.who(), "roster.guardian-ended", pupil, &serde_json::json!({ "guardian": id }))?;
    Ok(())
}

/// Joins the permit's pupil to the household of a brother or sister.
///
/// # Errors
/// Not found when there is no such pupil; denied without the family level.
pub fn join_household(tx: &mut Tx<'_>, permit: &Permit<acts::EditPupil>, other: &Permit<acts::SeePupil>) -> Result<()> {
    at_level(permit.levels().has(Level::Family))?;
    let (pupil, other) = (permit.pupil()?, other.pupil()?);
    let household = match sql::stored(tx, other)?.household {
        Some(household) => household,
        None => {
            let new: RowId = tx.new_id();
            sql::update_household(tx, other, Some(new))?;
            new
        }
    };
    sql::update_household(tx, pupil, Some(household))?;
    trail::note(tx, permit.who(), "roster.household-joined", pupil, &serde_json::json!({ "household": household }))?;
    Ok(())
}

/// Takes the permit's pupil out of the household.
///
/// # Errors
/// Denied without the family level.
pub fn leave_household(tx: &mut Tx<'_>, permit: &Permit<acts::EditPupil>) -> Result<()> {
    at_level(permit.levels().has(Level::Family))?;
    let pupil = permit.pupil()?;
    sql::update_household(tx, pupil, None)?;
    trail::note(tx, permit.who(), "roster.household-left", pupil, &serde_json::json!({}))?;
    Ok(())
}

/// Brothers and sisters of the permit's pupil whom the person may see.
///
/// # Errors
/// Denied without the family level.
pub fn siblings(tx: &mut Tx<'_>, permit: &Permit<acts::SeePupil>) -> Result<Vec<PupilLine>> {
    at_level(permit.levels().has(Level::Family))?;
    let pupil = permit.pupil()?;
    let Some(household) = sql::stored(tx, pupil)?.household else { return Ok(Vec::new()) };
    let scope = permit.who().scope(Action::SeePupil);
    pupil_sql::of_household(tx, &pupils::within(&scope), household, pupil)
}

#[cfg(test)]
#[path = "particulars_tests.rs"]
mod tests;

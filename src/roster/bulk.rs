//! verbs of many pupils at once: what an import of sheets asks of the register – everybody with their keys, many corrections, and all of it taken back. PRACTICE 1.9.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::identity::IdentityNo;
use super::pupils::{ADDRESS_PLACE, IDENTITY_PLACE, NewGuardian, PHONE_PLACE, REGISTRY_PLACE, forever, form_code, name_sort, rename_keys, sealed_guardian};
use super::registry::RegistryNo;
use super::sql::bulk as sql;
use super::sql::particulars::stored;
use super::sql::pupils::{ReadyMovement, insert_guardians, insert_movements};
use super::sql::unite::all_gone;
use crate::access::{self, Permit, acts};
use crate::base::{ClassId, Error, GradeId, GuardianId, Id, ImportId, PostId, PupilId, Result, RowId, SchoolDate, Sealed, StaffId, YearId};
use crate::store::Tx;
use crate::trail;

/// A pupil of the register, sealed texts unopened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Held {
    /// Name.
    pub name: String,
    /// `male`, `female` or empty.
    pub sex: String,
    /// Day of birth.
    pub birth_day: Option<SchoolDate>,
    /// Year of entry.
    pub entry_year: Option<i64>,
    /// The school's own number.
    pub school_no: Option<String>,
    /// Seat number.
    pub seat_no: Option<i64>,
    /// Registry number, sealed.
    pub registry_sealed: Option<Vec<u8>>,
    /// Its fingerprint.
    pub registry_print: Option<Vec<u8>>,
    /// `G`, `J`, `L` or empty.
    pub registry_kind: String,
    /// Identity number, sealed.
    pub identity_sealed: Option<Vec<u8>>,
    /// Its fingerprint.
    pub identity_print: Option<Vec<u8>>,
    /// Ethnicity.
    pub ethnicity: String,
    /// Whether the child boards.
    pub boarding: Option<bool>,
    /// Address, sealed.
    pub address_sealed: Option<Vec<u8>>,
    /// Fingerprints of former registry numbers.
    pub former: Vec<Vec<u8>>,
    /// Guardians.
    pub guardians: Vec<HeldGuardian>,
    /// Places in classes, the earliest first.
    pub places: Vec<HeldPlace>,
}

/// A guardian of a pupil.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldGuardian {
    /// Its id.
    pub id: GuardianId,
    /// Name.
    pub name: String,
    /// Relation.
    pub relation: String,
    /// Telephone, sealed.
    pub phone: Option<Vec<u8>>,
}

/// A place in a class.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeldPlace {
    /// The class.
    pub class: ClassId,
    /// The grade within it.
    pub grade: GradeId,
    /// The class's year.
    pub year: YearId,
    /// First day.
    pub from: SchoolDate,
    /// Last day.
    pub until: SchoolDate,
}

impl Held {
    /// The last place in a class of a year.
    pub fn place_in(&self, year: YearId) -> Option<&HeldPlace> {
        self.places.iter().rev().find(|place| place.year == year)
    }

    /// What changes with every correction of the pupil's own particulars.
    fn digest(&self) -> String {
        let mut hash = Sha256::new();
        let numbers = (self.birth_day, self.entry_year, self.seat_no, self.boarding);
        hash.update(format!("{:?}{:?}{:?}{:?}{numbers:?}", self.name, self.sex, self.school_no, self.ethnicity));
        hash.update(format!("{:?}{:?}{:?}", self.registry_print, self.identity_print, self.address_sealed));
        data_encoding::HEXLOWER.encode(&hash.finalize()[..16])
    }
}

/// What an import knows anew of a pupil; `None` leaves a particular as it is.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Name.
    pub name: Option<String>,
    /// `male` or `female`.
    pub sex: Option<String>,
    /// Day of birth.
    pub birth_day: Option<SchoolDate>,
    /// Year of entry.
    pub entry_year: Option<i64>,
    /// The school's own number.
    pub school_no: Option<String>,
    /// Seat number.
    pub seat_no: Option<i64>,
    /// Registry number; the one before becomes history of the same child.
    pub registry_no: Option<RegistryNo>,
    /// Identity number.
    pub identity_no: Option<IdentityNo>,
    /// Ethnicity.
    pub ethnicity: Option<String>,
    /// Whether the child boards.
    pub boarding: Option<bool>,
    /// Address.
    pub address: Option<Sealed<String>>,
    /// Guardians who are not known yet.
    pub guardians: Vec<NewGuardian>,
    /// New telephone numbers of known guardians.
    pub phones: Vec<(GuardianId, Sealed<String>)>,
    /// The class in which the child sits from the day of the import's term.
    pub class: Option<(ClassId, GradeId, YearId)>,
}

/// What a pupil was before an import: enough to make it so again. Sealed texts stay sealed.
#[derive(Serialize, Deserialize)]
struct Before {
    name: String,
    sex: String,
    birth_day: Option<SchoolDate>,
    entry_year: Option<i64>,
    school_no: Option<String>,
    seat_no: Option<i64>,
    registry: Option<(String, String)>,
    registry_kind: String,
    identity: Option<(String, String)>,
    ethnicity: String,
    boarding: Option<bool>,
    address: Option<String>,
    phones: Vec<(GuardianId, Option<String>)>,
    new_guardians: Vec<GuardianId>,
    former: Option<RowId>,
    places: Option<Vec<HeldPlace>>,
    after: String,
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::BASE64_NOPAD.encode(bytes)
}

fn unhex(text: &str) -> Result<Vec<u8>> {
    data_encoding::BASE64_NOPAD.decode(text.as_bytes()).map_err(|e| Error::fault("what a pupil was before", e))
}

fn pair(sealed: Option<&Vec<u8>>, print: Option<&Vec<u8>>) -> Option<(String, String)> {
    Some((hex(sealed?), hex(print?)))
}

/// Everybody in the register, erased pupils left out: a few statements for the whole school.
///
/// # Errors
/// Faults of the database.
pub fn held(tx: &mut Tx<'_>, _permit: &Permit<acts::ImportSheets>) -> Result<HashMap<PupilId, Held>> {
    sql::held(tx)
}

/// Corrects many pupils; gives for each what is needed to take it back with [`restore_many`].
///
/// A class differs from `day` on: the place before ends the day before.
///
/// # Errors
/// A conflict when a number is taken.
pub fn change_many(
    tx: &mut Tx<'_>,
    permit: &Permit<acts::ManageRoster>,
    all: &HashMap<PupilId, Held>,
    changes: &[(PupilId, Change)],
    day: SchoolDate,
    import: ImportId,
) -> Result<Vec<String>> {
    let actor = permit.who().tag();
    let mut movements = Vec::new();
    let mut befores = Vec::with_capacity(changes.len());
    for (id, change) in changes {
        let held = all.get(id).ok_or(Error::NotFound)?;
        let mut movement = |kind, from_class, to_class, row| {
            movements.push(ReadyMovement { id: row, pupil: *id, kind, day, from_class, to_class, undoes: None, reason: String::new(), actor: actor.clone(), import: Some(import) });
        };
        let before = change_one(tx, *id, held, change, day)?;
        if before.former.is_some() {
            movement("registry_change", None, None, tx.new_id());
        }
        if let Some((class, _, year)) = change.class {
            let last = held.places.last();
            let kind = if last.is_some_and(|place| place.year != year) { "promotion" } else { "class_change" };
            movement(kind, last.map(|place| place.class), Some(class), tx.new_id());
        } else if before.former.is_none() {
            movement("correction", None, None, tx.new_id());
        }
        befores.push(serde_json::to_string(&before).map_err(|e| Error::fault("what a pupil was before", e))?);
    }
    insert_movements(tx, &movements)?;
    if !changes.is_empty() {
        trail::note(tx, permit.who(), "roster.corrected_many", import, &serde_json::json!({ "pupils": changes.len() }))?;
    }
    Ok(befores)
}

fn change_one(tx: &mut Tx<'_>, id: PupilId, held: &Held, change: &Change, day: SchoolDate) -> Result<Before> {
    let mut new = held.clone();
    let seal = |tx: &Tx<'_>, place: &str, text: &str| tx.vault().seal(id, place, text);
    let mut former = None;
    if let Some(number) = &change.registry_no {
        if let (Some(sealed), Some(print)) = (&held.registry_sealed, &held.registry_print) {
            former = Some(sql::insert_former(tx, id, sealed, print, &held.registry_kind, day.plus_days(-1))?);
        }
        new.registry_sealed = Some(seal(tx, REGISTRY_PLACE, number.open())?);
        new.registry_print = Some(tx.vault().fingerprint(REGISTRY_PLACE, number.open()));
        form_code(number.form()).clone_into(&mut new.registry_kind);
    }
    if let Some(number) = &change.identity_no {
        new.identity_sealed = Some(seal(tx, IDENTITY_PLACE, number.open())?);
        new.identity_print = Some(tx.vault().fingerprint(IDENTITY_PLACE, number.open()));
    }
    if let Some(address) = &change.address {
        new.address_sealed = Some(seal(tx, ADDRESS_PLACE, address.open())?);
    }
    new.name = change.name.clone().unwrap_or(new.name);
    new.sex = change.sex.clone().unwrap_or(new.sex);
    new.ethnicity = change.ethnicity.clone().unwrap_or(new.ethnicity);
    new.birth_day = change.birth_day.or(new.birth_day);
    new.entry_year = change.entry_year.or(new.entry_year);
    new.school_no = change.school_no.clone().or(new.school_no);
    new.seat_no = change.seat_no.or(new.seat_no);
    new.boarding = change.boarding.or(new.boarding);
    write_pupil(tx, id, &new, &held.name)?;
    let (phones, new_guardians) = change_guardians(tx, id, held, change, day)?;
    if let Some((class, grade, year)) = change.class {
        seat_in(tx, id, held, (class, grade, year), day)?;
    }
    Ok(Before {
        name: held.name.clone(),
        sex: held.sex.clone(),
        birth_day: held.birth_day,
        entry_year: held.entry_year,
        school_no: held.school_no.clone(),
        seat_no: held.seat_no,
        registry: pair(held.registry_sealed.as_ref(), held.registry_print.as_ref()),
        registry_kind: held.registry_kind.clone(),
        identity: pair(held.identity_sealed.as_ref(), held.identity_print.as_ref()),
        ethnicity: held.ethnicity.clone(),
        boarding: held.boarding,
        address: held.address_sealed.as_deref().map(hex),
        phones,
        new_guardians,
        former,
        places: change.class.map(|_| held.places.clone()),
        after: new.digest(),
    })
}

fn write_pupil(tx: &mut Tx<'_>, id: PupilId, new: &Held, old_name: &str) -> Result<()> {
    sql::update_pupil(tx, id, new, &name_sort(&new.name))?;
    if new.name == old_name { Ok(()) } else { rename_keys(tx, id, old_name, &new.name) }
}

type Phones = Vec<(GuardianId, Option<String>)>;

fn change_guardians(tx: &mut Tx<'_>, id: PupilId, held: &Held, change: &Change, day: SchoolDate) -> Result<(Phones, Vec<GuardianId>)> {
    let mut phones = Vec::new();
    for (guardian, phone) in &change.phones {
        let before = held.guardians.iter().find(|other| other.id == *guardian).and_then(|other| other.phone.as_deref()).map(hex);
        let sealed = tx.vault().seal(id, PHONE_PLACE, phone.open())?;
        sql::update_phone(tx, *guardian, Some(&sealed))?;
        phones.push((*guardian, before));
    }
    let mut ready = Vec::new();
    for (at, new) in change.guardians.iter().enumerate() {
        ready.push(sealed_guardian(tx.vault(), tx.new_id(), id, new, at == 0 && held.guardians.is_empty(), day)?);
    }
    let ids = ready.iter().map(|guardian| guardian.id).collect();
    insert_guardians(tx, &ready, forever()?)?;
    Ok((phones, ids))
}

/// Seats a pupil in a class from a day on. A class of an earlier time than all known places ends where they begin.
fn seat_in(tx: &mut Tx<'_>, id: PupilId, held: &Held, (class, grade, year): (ClassId, GradeId, YearId), day: SchoolDate) -> Result<()> {
    let later = held.places.iter().filter(|place| place.from > day && place.year != year).map(|place| place.from).min();
    let kept: Vec<HeldPlace> = held.places.iter().filter(|place| later.is_some_and(|later| place.from >= later)).copied().collect();
    access::close_place(tx, id, day.plus_days(-1))?;
    access::open_place(tx, id, class, grade, day, later.map_or(forever()?, |later| later.plus_days(-1)))?;
    for place in kept {
        access::open_place(tx, id, place.class, place.grade, place.from, place.until)?;
    }
    Ok(())
}

/// Pupils of whom something else was written down since an import touched them: they cannot be taken back with it.
///
/// `befores` are what [`change_many`] gave.
///
/// # Errors
/// Faults of the database.
pub fn changed_since(tx: &mut Tx<'_>, permit: &Permit<acts::ImportSheets>, import: ImportId, created: &[PupilId], befores: &[(PupilId, String)]) -> Result<Vec<PupilId>> {
    let all = held(tx, permit)?;
    let mut others = sql::moved_otherwise(tx, import)?;
    // Who went into another entry is part of that one now.
    others.extend(all_gone(tx)?);
    let mut found: Vec<PupilId> = created.iter().filter(|id| others.contains(id)).copied().collect();
    for (id, before) in befores {
        let before: Before = serde_json::from_str(before).map_err(|e| Error::fault("what a pupil was before", e))?;
        if others.contains(id) || all.get(id).is_none_or(|held| held.digest() != before.after) {
            found.push(*id);
        }
    }
    Ok(found)
}

/// Makes pupils again what they were before an import, sealed numbers and places too.
///
/// # Errors
/// Faults of the database.
pub fn restore_many(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRoster>, import: ImportId, befores: &[(PupilId, String)]) -> Result<()> {
    for (id, before) in befores {
        let before: Before = serde_json::from_str(before).map_err(|e| Error::fault("what a pupil was before", e))?;
        restore(tx, *id, &before)?;
    }
    sql::remove_movements(tx, import)?;
    trail::note(tx, permit.who(), "roster.restored", import, &serde_json::json!({ "pupils": befores.len() }))?;
    Ok(())
}

/// A sealed number and its fingerprint.
type Opened = (Option<Vec<u8>>, Option<Vec<u8>>);

fn restore(tx: &mut Tx<'_>, id: PupilId, before: &Before) -> Result<()> {
    let opened = |pair: &Option<(String, String)>| -> Result<Opened> { pair.as_ref().map_or(Ok((None, None)), |(sealed, print)| Ok((Some(unhex(sealed)?), Some(unhex(print)?)))) };
    let ((registry_sealed, registry_print), (identity_sealed, identity_print)) = (opened(&before.registry)?, opened(&before.identity)?);
    let was = Held {
        name: before.name.clone(),
        sex: before.sex.clone(),
        birth_day: before.birth_day,
        entry_year: before.entry_year,
        school_no: before.school_no.clone(),
        seat_no: before.seat_no,
        registry_sealed,
        registry_print,
        registry_kind: before.registry_kind.clone(),
        identity_sealed,
        identity_print,
        ethnicity: before.ethnicity.clone(),
        boarding: before.boarding,
        address_sealed: before.address.as_deref().map(unhex).transpose()?,
        ..Held::default()
    };
    if let Some(row) = before.former {
        sql::remove_former(tx, row)?;
    }
    let name = stored(tx, id)?.name;
    write_pupil(tx, id, &was, &name)?;
    for (guardian, phone) in &before.phones {
        sql::update_phone(tx, *guardian, phone.as_deref().map(unhex).transpose()?.as_deref())?;
    }
    for guardian in &before.new_guardians {
        sql::remove_guardian(tx, *guardian)?;
    }
    if let Some(places) = &before.places {
        access::close_place(tx, id, SchoolDate::from_days(i64::MIN))?;
        for place in places {
            access::open_place(tx, id, place.class, place.grade, place.from, place.until)?;
        }
    }
    Ok(())
}

/// Takes back the posts that an import brought, with their ties; gives their number.
///
/// # Errors
/// Faults of the database.
pub fn remove_posts(tx: &mut Tx<'_>, permit: &Permit<acts::ManageStaff>, import: ImportId) -> Result<usize> {
    let posts: Vec<(PostId, SchoolDate)> = sql::posts_of_import(tx, import)?;
    for (post, from) in &posts {
        let source = RowId::from_uuid(post.uuid());
        access::close_ties_of(tx, source, from.plus_days(-1))?;
    }
    sql::remove_posts(tx, import)?;
    trail::note(tx, permit.who(), "roster.posts_removed", import, &serde_json::json!({ "posts": posts.len() }))?;
    Ok(posts.len())
}

/// Takes back members of staff whom an import brought and who have no post and no account.
///
/// # Errors
/// A conflict when somebody has one.
pub fn remove_staff(tx: &mut Tx<'_>, permit: &Permit<acts::ManageStaff>, staff: &[StaffId]) -> Result<()> {
    for id in staff {
        if sql::is_in_use(tx, *id)? {
            return Err(Error::Conflict(crate::base::Msg::new("roster-staff-in-use")));
        }
        sql::remove_staff(tx, *id)?;
    }
    trail::note(tx, permit.who(), "roster.staff_removed", tx.school(), &serde_json::json!({ "staff": staff.len() }))?;
    Ok(())
}

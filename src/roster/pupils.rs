//! verbs: pupils arrive in the register, are found by name, pinyin and initials, and listed for whom they concern. Issue item "People and time"; PRACTICE 1.7 and 1.9.

use std::collections::HashMap;
use std::sync::mpsc;
use std::thread;

use super::identity::IdentityNo;
use super::pinyin;
use super::registry::{RegistryForm, RegistryNo};
use super::sql::pupils::{self as sql, Ready, ReadyGuardian, ReadyMovement};
use crate::access::{self, Action, FOREVER, Permit, Scope, Who, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, GradeId, GuardianId, ImportId, Msg, PupilId, Result, SchoolDate, Sealed, limits};
use crate::store::{Tx, Vault};
use crate::trail;

/// Where a registry number is sealed.
pub const REGISTRY_PLACE: &str = "pupil.registry_no";
/// Where an identity number is sealed.
pub const IDENTITY_PLACE: &str = "pupil.identity_no";
/// Where an address is sealed.
pub const ADDRESS_PLACE: &str = "pupil.address";
/// Where a guardian's telephone number is sealed, under the pupil's key.
pub const PHONE_PLACE: &str = "guardian.phone";
/// Pupils written in one go: bounds the memory of an import.
const GO: usize = 5_000;

/// A pupil who arrives.
#[derive(Clone, Debug, Default)]
pub struct NewPupil {
    /// Name, already in its normal form (see [`super::name::NameCell`]).
    pub name: String,
    /// `male`, `female` or empty.
    pub sex: String,
    /// Day of birth.
    pub birth_day: Option<SchoolDate>,
    /// The year in which the child entered grade 1.
    pub entry_year: Option<i64>,
    /// The school's own number, unique in the school.
    pub school_no: Option<String>,
    /// Seat number in the class.
    pub seat_no: Option<i64>,
    /// Registry number.
    pub registry_no: Option<RegistryNo>,
    /// Identity number.
    pub identity_no: Option<IdentityNo>,
    /// Ethnicity as written.
    pub ethnicity: String,
    /// Whether the child boards; `None` when not known.
    pub boarding: Option<bool>,
    /// Address.
    pub address: Option<Sealed<String>>,
    /// Guardians; the first is the one to call.
    pub guardians: Vec<NewGuardian>,
    /// The import that brings the child.
    pub import: Option<ImportId>,
}

/// A guardian of a pupil who arrives.
#[derive(Clone, Debug, Default)]
pub struct NewGuardian {
    /// Name.
    pub name: String,
    /// Relation as written: 母亲.
    pub relation: String,
    /// Telephone.
    pub phone: Option<Sealed<String>>,
    /// Whether the child lives with this person; `None` when not known.
    pub lives_with: Option<bool>,
}

/// A pupil in a list or a picker: class and seat always tell two children of one name apart (PRACTICE 1.7).
#[derive(Clone, Debug)]
pub struct PupilLine {
    /// The pupil.
    pub id: PupilId,
    /// Name.
    pub name: String,
    /// `male`, `female` or empty.
    pub sex: String,
    /// Seat number.
    pub seat_no: Option<i64>,
    /// Whether the child boards.
    pub boarding: Option<bool>,
    /// `G`, `J`, `L`, or empty when no registry number is known.
    pub registry_kind: String,
    /// Class, where the child sits in one.
    pub class: Option<ClassId>,
    /// Its name; empty when the child sits in none.
    pub class_name: String,
}

impl PupilLine {
    /// The first sign of the name, for the round mark.
    pub fn family_name(&self) -> String {
        self.name.chars().next().map(String::from).unwrap_or_default()
    }
}

/// How a single pupil arrives.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// Into which class.
    pub class: ClassId,
    /// Its grade; in a combined class the child's own.
    pub grade: GradeId,
    /// First day there.
    pub first_day: SchoolDate,
    /// Whether the child comes from another school (转入).
    pub transfer: bool,
    /// From where and why; may be empty.
    pub reason: String,
}

/// Order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// As the name sounds.
    Name,
    /// By class, then seat.
    Class,
}

/// Which pupils of the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Who sits in a class, or will from a coming day on.
    Here,
    /// Of these, who boards.
    Boarding,
    /// Who sits in none any more.
    Left,
    /// Everybody.
    All,
}

impl State {
    /// All states, in the order in which the page offers them.
    pub const ALL: [Self; 4] = [Self::Here, Self::Boarding, Self::Left, Self::All];
    /// The identifier in addresses and statements.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Boarding => "boarding",
            Self::Left => "left",
            Self::All => "all",
        }
    }
    /// The state of an identifier; [`State::Here`] for anything else.
    pub fn of(code: &str) -> Self {
        Self::ALL.into_iter().find(|state| state.code() == code).unwrap_or(Self::Here)
    }
}

/// Which part of the register a list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// One class.
    Class(ClassId),
    /// One grade of one year.
    Grade(GradeId),
    /// The whole register.
    School,
    /// Whoever has a name, pinyin or initials that begin so, or a later part of the name that does.
    Named(String),
}

/// A page of a list: its rows and how many there are in all.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Rows of this page.
    pub rows: Vec<PupilLine>,
    /// Rows of all pages.
    pub total: i64,
}

/// The form of a registry number as it is stored.
pub(super) const fn form_code(form: RegistryForm) -> &'static str {
    match form {
        RegistryForm::Formal => "G",
        RegistryForm::Auxiliary => "J",
        RegistryForm::Temporary => "L",
    }
}

/// The last day of what has no end yet.
pub(super) fn forever() -> Result<SchoolDate> {
    FOREVER.parse().map_err(|e| Error::fault("the last day", e))
}

pub(super) fn within(scope: &Scope) -> sql::Within<'_> {
    (scope.everyone, scope.staff, scope.day, scope.duties.as_str())
}

/// Pupils whom somebody may see, `skip` rows left out. `state` narrows a class or grade to boarders and the register to who is here, boards or has left.
///
/// # Errors
/// Faults of the database.
pub fn list(tx: &mut Tx<'_>, who: &Who, part: &Part, state: State, sort: Sort, rows: i64, skip: i64) -> Result<Listing> {
    let scope = who.scope(Action::SeePupil);
    let (scope, boarders) = (within(&scope), state == State::Boarding);
    let rows = rows.clamp(1, limits::ROWS_PER_PAGE_MOST);
    Ok(match part {
        Part::Class(id) => Listing { rows: sql::in_class(tx, &scope, *id, boarders, sort, rows, skip)?, total: sql::in_class_count(tx, &scope, *id, boarders)? },
        Part::Grade(id) => Listing { rows: sql::in_grade(tx, &scope, *id, boarders, sort, rows, skip)?, total: sql::in_grade_count(tx, &scope, *id, boarders)? },
        Part::School if scope.0 => {
            let order = sql::register_order(tx, scope.2, state, sort)?;
            let from = usize::try_from(skip).unwrap_or_default().min(order.len());
            let until = from.saturating_add(usize::try_from(rows).unwrap_or_default()).min(order.len());
            Listing { rows: sql::lines(tx, &scope, &order[from..until])?, total: order.len() as i64 }
        }
        Part::School => Listing { rows: sql::register(tx, &scope, state, sort, rows, skip)?, total: sql::register_count(tx, &scope, state)? },
        Part::Named(typed) => match key_range(typed) {
            Some((from, until)) => Listing { rows: sql::under_key(tx, &scope, &from, &until, rows, skip)?, total: sql::under_key_count(tx, &scope, &from, &until)? },
            None => Listing { rows: Vec::new(), total: 0 },
        },
    })
}

/// The first pupils whom somebody may see under what was typed: 张, 小明, zxm, xiaoming. Empty for nothing typed.
///
/// # Errors
/// Faults of the database.
pub fn find(tx: &mut Tx<'_>, who: &Who, typed: &str, rows: i64) -> Result<Vec<PupilLine>> {
    let Some((from, until)) = key_range(typed) else { return Ok(Vec::new()) };
    let scope = who.scope(Action::SeePupil);
    sql::under_key(tx, &within(&scope), &from, &until, rows, 0)
}

/// Those of these pupils whom somebody may see; for a page of ids, at most [`limits::ROWS_PER_PAGE_MOST`].
///
/// # Errors
/// Faults of the database.
pub fn named(tx: &mut Tx<'_>, who: &Who, ids: &[PupilId]) -> Result<Vec<PupilLine>> {
    let scope = who.scope(Action::SeePupil);
    let most = usize::try_from(limits::ROWS_PER_PAGE_MOST).unwrap_or_default();
    let mut found = Vec::new();
    for id in ids.iter().take(most) {
        found.extend(sql::one_line(tx, &within(&scope), *id)?);
    }
    Ok(found)
}

fn key_range(typed: &str) -> Option<(String, String)> {
    crate::store::prefix_range(&pinyin::query(typed)?)
}

/// Takes many pupils into the register at once: numbers sealed and fingerprinted, search keys, places from `first_day` on, one arrival each.
///
/// `class` names the class and grade of each pupil, in the same order. Gives their ids in that order.
///
/// # Errors
/// A conflict when a registry, identity or school number is taken (check with [`numbers_taken`] first to say which); a fault when the lists differ in length.
pub fn enrol_many(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRoster>, class: &[(ClassId, GradeId)], pupils: &[NewPupil], first_day: SchoolDate) -> Result<Vec<PupilId>> {
    if class.len() != pupils.len() {
        return Err(Error::Fault(format!("{} classes for {} pupils", class.len(), pupils.len())));
    }
    let ids: Vec<PupilId> = pupils.iter().map(|_| tx.new_id()).collect();
    enrol_all(tx, permit, ("arrival", ""), class, (&ids, pupils), first_day)?;
    if let Some(import) = pupils.first().and_then(|pupil| pupil.import) {
        trail::note(tx, permit.who(), "roster.enrolled", import, &serde_json::json!({ "pupils": pupils.len() }))?;
    }
    Ok(ids)
}

/// Pupils who are sealed and ready to be written.
struct Go {
    pupils: Vec<Ready>,
    guardians: Vec<ReadyGuardian>,
}

/// Writes all in goes. What does not need the database, the sealing and the spelling of names, is done for the next go while this one is written;
/// the search keys go in last, all of them in the order of their table.
fn enrol_all(
    tx: &mut Tx<'_>,
    permit: &Permit<acts::ManageRoster>,
    why: (&'static str, &str),
    class: &[(ClassId, GradeId)],
    (ids, pupils): (&[PupilId], &[NewPupil]),
    first_day: SchoolDate,
) -> Result<()> {
    let vault = tx.vault();
    let guardians: Vec<GuardianId> = pupils.iter().flat_map(|pupil| &pupil.guardians).map(|_| tx.new_id()).collect();
    let keys = thread::scope(|scope| {
        let (send, goes) = mpsc::sync_channel(1);
        let sealer = scope.spawn(move || {
            let (mut names, mut guardians) = (Names::default(), guardians.into_iter());
            for (ids, pupils) in ids.chunks(GO).zip(pupils.chunks(GO)) {
                // Nobody takes it when the writing has failed.
                if send.send(sealed_go(vault, (ids, pupils), &mut names, &mut guardians, first_day)).is_err() {
                    break;
                }
            }
            names.keys()
        });
        for (go, class) in goes.into_iter().zip(class.chunks(GO)) {
            write_go(tx, permit, why, class, &go?, first_day)?;
        }
        sealer.join().map_err(|_| Error::Fault("the sealing of pupils stopped".into()))
    })?;
    sql::insert_keys(tx, keys)
}

fn write_go(
    tx: &mut Tx<'_>,
    permit: &Permit<acts::ManageRoster>,
    (kind, reason): (&'static str, &str),
    class: &[(ClassId, GradeId)],
    go: &Go,
    first_day: SchoolDate,
) -> Result<()> {
    let (until, actor) = (forever()?, permit.who().tag());
    let moved = |(pupil, (class, _)): (&Ready, &(ClassId, GradeId))| ReadyMovement {
        id: tx.new_id(),
        pupil: pupil.id,
        kind,
        day: first_day,
        from_class: None,
        to_class: Some(*class),
        undoes: None,
        reason: reason.to_owned(),
        actor: actor.clone(),
        import: pupil.import,
    };
    let movements: Vec<ReadyMovement> = go.pupils.iter().zip(class).map(moved).collect();
    let places: Vec<_> = go.pupils.iter().zip(class).map(|(pupil, (class, grade))| (pupil.id, *class, *grade)).collect();
    sql::insert_pupils(tx, &go.pupils)?;
    sql::insert_guardians(tx, &go.guardians, until)?;
    sql::insert_movements(tx, &movements)?;
    access::open_places(tx, &places, first_day, until)
}

/// The names of an enrolment, each spelled once, with the pupils who bear it.
#[derive(Default)]
struct Names(HashMap<String, (String, Vec<PupilId>)>);

impl Names {
    /// The text by which the name is sorted; remembers who bears it.
    fn sort(&mut self, name: &str, pupil: PupilId) -> String {
        if let Some((sort, bearers)) = self.0.get_mut(name) {
            bearers.push(pupil);
            return sort.clone();
        }
        let sort = name_sort(name);
        self.0.insert(name.to_owned(), (sort.clone(), vec![pupil]));
        sort
    }

    /// The search keys of all names, with those whom each finds.
    fn keys(self) -> sql::SearchKeys {
        let mut keys = sql::SearchKeys::new();
        for (name, (_, bearers)) in self.0 {
            for key in pinyin::keys(&name) {
                keys.entry(key).or_default().extend(&bearers);
            }
        }
        keys
    }
}

fn sealed_go(vault: &Vault, (ids, pupils): (&[PupilId], &[NewPupil]), names: &mut Names, guardians: &mut impl Iterator<Item = GuardianId>, from: SchoolDate) -> Result<Go> {
    let mut go = Go { pupils: Vec::with_capacity(pupils.len()), guardians: Vec::new() };
    for (pupil, new) in ids.iter().zip(pupils) {
        go.pupils.push(sealed(vault, *pupil, new, names.sort(&new.name, *pupil))?);
        for (at, (guardian, id)) in new.guardians.iter().zip(&mut *guardians).enumerate() {
            go.guardians.push(sealed_guardian(vault, id, *pupil, guardian, at == 0, from)?);
        }
    }
    Ok(go)
}

/// The text by which names are sorted: as they sound, then as they are written.
pub(super) fn name_sort(name: &str) -> String {
    format!("{} {name}", pinyin::sound(name))
}

fn sealed(vault: &Vault, id: PupilId, new: &NewPupil, name_sort: String) -> Result<Ready> {
    let pair = |place: &str, text: &str| -> Result<(Vec<u8>, Vec<u8>)> { Ok((vault.seal(id, place, text)?, vault.fingerprint(place, text))) };
    Ok(Ready {
        id,
        name: new.name.clone(),
        name_sort,
        sex: new.sex.clone(),
        birth_day: new.birth_day,
        entry_year: new.entry_year,
        school_no: new.school_no.clone(),
        seat_no: new.seat_no,
        registry: new.registry_no.as_ref().map(|number| pair(REGISTRY_PLACE, number.open())).transpose()?,
        registry_kind: new.registry_no.as_ref().map_or("", |number| form_code(number.form())),
        identity: new.identity_no.as_ref().map(|number| pair(IDENTITY_PLACE, number.open())).transpose()?,
        ethnicity: new.ethnicity.clone(),
        boarding: new.boarding,
        address: new.address.as_ref().map(|text| vault.seal(id, ADDRESS_PLACE, text.open())).transpose()?,
        import: new.import,
    })
}

pub(super) fn sealed_guardian(vault: &Vault, id: GuardianId, pupil: PupilId, new: &NewGuardian, is_primary: bool, from: SchoolDate) -> Result<ReadyGuardian> {
    Ok(ReadyGuardian {
        id,
        pupil,
        name: new.name.clone(),
        relation: new.relation.clone(),
        phone: new.phone.as_ref().map(|text| vault.seal(pupil, PHONE_PLACE, text.open())).transpose()?,
        lives_with: new.lives_with,
        is_primary,
        from,
    })
}

/// Takes one pupil into the register, in a class from a day on.
///
/// # Errors
/// Problems at `name`, `registry_no`, `identity_no`, `school_no`: missing, or taken by another pupil.
pub fn enrol(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRoster>, how: &Arrival, new: &NewPupil) -> Result<PupilId> {
    let mut problems = Problems::default();
    if new.name.trim().is_empty() {
        problems.note("name", Msg::new("roster-name-empty"));
    }
    for (field, message) in numbers_taken(tx, None, new.registry_no.as_ref(), new.identity_no.as_ref(), new.school_no.as_deref())? {
        problems.note(field, message);
    }
    problems.end()?;
    let kind = if how.transfer { "transfer_in" } else { "arrival" };
    let id: PupilId = tx.new_id();
    enrol_all(tx, permit, (kind, how.reason.trim()), &[(how.class, how.grade)], (&[id], std::slice::from_ref(new)), how.first_day)?;
    trail::note(tx, permit.who(), &format!("roster.{kind}"), id, &serde_json::json!({ "class": how.class, "day": how.first_day }))?;
    Ok(id)
}

/// Which of these numbers belong to a pupil other than `but`: (form field, message). Former registry numbers of others count as theirs.
///
/// # Errors
/// Faults of the database.
pub fn numbers_taken(
    tx: &mut Tx<'_>,
    but: Option<PupilId>,
    registry: Option<&RegistryNo>,
    identity: Option<&IdentityNo>,
    school_no: Option<&str>,
) -> Result<Vec<(&'static str, Msg)>> {
    let mut taken = Vec::new();
    let other = |found: Option<PupilId>| found.is_some() && found != but;
    if let Some(number) = registry {
        let print = tx.vault().fingerprint(REGISTRY_PLACE, number.open());
        let (now, former) = (sql::by_registry(tx, &print)?, sql::by_former_registry(tx, &print)?);
        if other(now) || former.into_iter().any(|id| other(Some(id))) {
            taken.push(("registry_no", Msg::new("roster-registry-taken")));
        }
    }
    if let Some(number) = identity {
        let print = tx.vault().fingerprint(IDENTITY_PLACE, number.open());
        if other(sql::by_identity(tx, &print)?) {
            taken.push(("identity_no", Msg::new("roster-identity-taken")));
        }
    }
    if let Some(number) = school_no
        && other(sql::by_school_no(tx, number)?)
    {
        taken.push(("school_no", Msg::new("roster-school-no-taken")));
    }
    Ok(taken)
}

/// The search keys of a pupil's new name, in the place of those of the old.
pub(super) fn rename_keys(tx: &mut Tx<'_>, pupil: PupilId, old: &str, new: &str) -> Result<()> {
    sql::remove_keys(tx, pupil, pinyin::keys(old))?;
    sql::insert_keys(tx, pinyin::keys(new).into_iter().map(|key| (key, vec![pupil])).collect())
}

/// Takes pupils out of the register again, with all that arrived with them: for the undoing of an import and of a mistaken arrival.
/// The caller has seen to it that nothing else hangs on them. Their keys stay in the vault, unused.
///
/// # Errors
/// Faults of the database.
pub fn remove_many(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRoster>, pupils: &[PupilId]) -> Result<()> {
    let before_all = SchoolDate::from_days(0);
    for pupil in pupils {
        access::close_place(tx, *pupil, before_all)?;
        let name = super::sql::particulars::stored(tx, *pupil)?.name;
        sql::remove_keys(tx, *pupil, pinyin::keys(&name))?;
        sql::remove_pupil(tx, *pupil)?;
    }
    trail::note(tx, permit.who(), "roster.removed", tx.school(), &serde_json::json!({ "pupils": pupils.len() }))?;
    Ok(())
}

#[cfg(test)]
#[path = "pupils_tests.rs"]
mod tests;

/// Everybody who sits in a class on a day, with the class.
///
/// # Errors
/// Faults of the database.
pub fn placed(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageRoster>, day: SchoolDate) -> Result<Vec<(PupilId, ClassId)>> {
    sql::placed(tx, day)
}

//! verbs: a child who was entered twice – found, told apart, and united into one entry. What other rooms hold of it they hand over themselves.

use std::collections::BTreeSet;

use super::particulars;
use super::pinyin;
use super::pupils::{self, NewPupil};
use super::sql::movements::of_pupil;
use super::sql::particulars::{self as stored_sql, Stored};
use super::sql::pupils::{self as pupil_sql, ReadyMovement};
use super::sql::{erasure, unite as sql};
use super::unite_rules::{self as rules, Alike, Field, Marks, Picked, Registry};
use crate::access::{self, Permit, acts};
use crate::base::error::Problems;
use crate::base::{Error, Msg, PupilId, Result, RowId, limits};
use crate::store::Tx;
use crate::trail;

/// Pairs of entries that look like one child and of which nobody has said that they are two, the surest first.
///
/// # Errors
/// Faults of the database.
pub fn doubles(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageRoster>) -> Result<Vec<(PupilId, PupilId, Alike)>> {
    let apart: BTreeSet<(PupilId, PupilId)> = sql::apart(tx)?.into_iter().collect();
    let marks = sql::marks(tx)?;
    Ok(rules::pairs(marks).into_iter().filter(|(one, other, _)| !apart.contains(&(*one, *other))).collect())
}

/// Refuses a new entry that looks like a child who is in the register already; a number that is held elsewhere is told by itself.
///
/// # Errors
/// A problem at `another` that names the entry.
pub fn refuse_second(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageRoster>, new: &NewPupil) -> Result<()> {
    let id: PupilId = tx.new_id();
    let (sound, has_identity) = (pinyin::sound(&new.name), new.identity_no.is_some());
    let marks = Marks { id, name: new.name.clone(), sound, birth_day: new.birth_day, entry_year: new.entry_year, has_identity };
    let Some(known) = sql::marks(tx)?.into_iter().find(|known| rules::alike(known, &marks).is_some()) else { return Ok(()) };
    let place = particulars::seat(tx, known.id)?.map_or_else(|| "–".to_owned(), |seat| seat.class_name);
    Err(Error::at("another", Msg::new("roster-new-alike").with("name", known.name).with("place", place)))
}

/// Says that two entries are two children: they are not proposed again.
///
/// # Errors
/// Not found when one of them is not there, or when both are the same.
pub fn tell_apart(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRoster>, one: PupilId, other: PupilId) -> Result<()> {
    for id in [one, other] {
        stored_sql::stored(tx, id)?;
    }
    if one == other {
        return Err(Error::NotFound);
    }
    sql::say_apart(tx, one.min(other), one.max(other), &permit.who().tag())?;
    trail::note(tx, permit.who(), "roster.apart", one, &serde_json::json!({ "other": other }))?;
    Ok(())
}

/// The entry that another one went into; `None` when it went into none.
///
/// # Errors
/// Faults of the database.
pub fn kept_of(tx: &mut Tx<'_>, gone: PupilId) -> Result<Option<PupilId>> {
    sql::kept_of(tx, gone)
}

/// The entries that went into this one.
///
/// # Errors
/// Faults of the database.
pub fn gone_into(tx: &mut Tx<'_>, kept: PupilId) -> Result<Vec<PupilId>> {
    sql::gone_into(tx, kept)
}

/// Last characters of the numbers of an entry, to compare two of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tails {
    /// Registry number.
    pub registry: String,
    /// Identity number.
    pub identity: String,
}

/// Characters of a number that are shown.
const TAIL: usize = 4;

/// The last characters of a child's numbers. The page that shows them says so in the audit chain.
///
/// # Errors
/// Denied without the identity level.
pub fn tails(tx: &mut Tx<'_>, permit: &Permit<acts::SeePupil>) -> Result<Tails> {
    let numbers = particulars::numbers(tx, permit)?;
    let tail = |number: Option<crate::base::Sealed<String>>| {
        let text = number.map(|number| number.open().clone()).unwrap_or_default();
        let from = text.chars().count().saturating_sub(TAIL);
        text.chars().skip(from).collect()
    };
    Ok(Tails { registry: tail(numbers.registry), identity: tail(numbers.identity) })
}

/// Whether two entries can be united.
///
/// # Errors
/// A conflict that says why not: two identity numbers, or two final registry numbers. Not found when one is not there or both are the same.
pub fn fits(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageRoster>, kept: PupilId, gone: PupilId) -> Result<()> {
    if kept == gone {
        return Err(Error::NotFound);
    }
    let (a, b) = (stored_sql::stored(tx, kept)?, stored_sql::stored(tx, gone)?);
    check(&a, &b)
}

fn check(kept: &Stored, gone: &Stored) -> Result<()> {
    if let (Some((_, one)), Some((_, other))) = (&kept.identity, &gone.identity)
        && one != other
    {
        return Err(Error::Conflict(Msg::new("roster-unite-two-identities")));
    }
    match rules::registry(&kept.registry_kind, &gone.registry_kind) {
        Registry::TwoFinal => Err(Error::Conflict(Msg::new("roster-unite-two-registries"))),
        Registry::Kept | Registry::Gone => Ok(()),
    }
}

/// Unites two entries of one child: numbers, particulars, guardians, family facts, movements and places of `gone` go to `kept`, whose word counts where both say something
/// and nothing else was picked. The row of `gone` is emptied and points to `kept` from then on. The caller has the other rooms hand over first ([`hold`] goes before all).
///
/// # Errors
/// Those of [`fits`]; a problem at `reason`.
pub fn unite(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRoster>, kept: PupilId, gone: PupilId, picked: &Picked, reason: &str) -> Result<()> {
    let (mut stored, other) = (stored_sql::stored(tx, kept)?, stored_sql::stored(tx, gone)?);
    let before = stored.name.clone();
    let today = tx.today();
    let parts_left = access::unite::unite(tx, permit, kept, gone)?;
    if parts_left == 0 {
        take_back_moves(tx, permit, gone)?;
    }
    let same = sql::same_guardians(tx, kept, gone, today)?;
    for (one, second) in &same {
        sql::fill_guardian(tx, *one, *second)?;
    }
    sql::hand_over(tx, kept, gone)?;
    for (_, second) in same {
        stored_sql::end_guardian(tx, kept, second, today.plus_days(-1))?;
    }
    pupil_sql::remove_all_keys(tx, gone)?;
    erasure::blank(tx, gone)?;
    numbers(tx, kept, &mut stored, &other)?;
    fields(&mut stored, &other, picked);
    stored.name_sort = pupils::name_sort(&stored.name);
    stored_sql::update(tx, kept, &stored)?;
    if stored.household.is_none() && other.household.is_some() {
        stored_sql::update_household(tx, kept, other.household)?;
    }
    if before != stored.name {
        pupils::rename_keys(tx, kept, &before, &stored.name)?;
    }
    let movement = movement(tx, permit, kept, "correction", None, reason);
    pupil_sql::insert_movements(tx, &[movement])?;
    sql::insert_merge(tx, kept, gone, &permit.who().tag())?;
    trail::note(tx, permit.who(), "roster.united", kept, &serde_json::json!({ "gone": gone, "picked": picked.iter().map(|field| field.code()).collect::<Vec<_>>() }))?;
    Ok(())
}

/// Holds both entries for this transaction, so that of two people who unite the same children one waits and is told.
///
/// # Errors
/// A problem at `reason`; those of [`fits`]; a conflict when one of them went in the meantime.
pub fn hold(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRoster>, kept: PupilId, gone: PupilId, reason: &str) -> Result<()> {
    let mut problems = Problems::default();
    if reason.trim().is_empty() || reason.trim().chars().count() > limits::LINE_CHARS {
        problems.note("reason", Msg::new("roster-unite-reason").with("most", limits::LINE_CHARS));
    }
    problems.end()?;
    if !sql::hold(tx, kept, gone)? {
        return Err(Error::Conflict(Msg::new("roster-unite-gone")));
    }
    fits(tx, permit, kept, gone)
}

fn movement(tx: &Tx<'_>, permit: &Permit<acts::ManageRoster>, pupil: PupilId, kind: &'static str, undoes: Option<RowId>, reason: &str) -> ReadyMovement {
    ReadyMovement {
        id: tx.new_id(),
        pupil,
        kind,
        day: tx.today(),
        from_class: None,
        to_class: None,
        undoes,
        reason: reason.trim().to_owned(),
        actor: permit.who().tag(),
        import: None,
    }
}

/// The moves of an entry none of whose places stays are taken back: they tell of the same child a second time.
fn take_back_moves(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRoster>, gone: PupilId) -> Result<()> {
    let moves = of_pupil(tx, gone, limits::ROWS_PER_PAGE_MOST)?;
    let told = |kind: &str| super::movements::moves_place(kind);
    let back: Vec<ReadyMovement> = moves.iter().filter(|m| told(&m.kind) && !m.undone).map(|m| movement(tx, permit, gone, "reversal", Some(m.id), "")).collect();
    pupil_sql::insert_movements(tx, &back)
}

/// Numbers that stay, and those that become former ones.
fn numbers(tx: &mut Tx<'_>, kept: PupilId, stored: &mut Stored, other: &Stored) -> Result<()> {
    let until = tx.today().plus_days(-1);
    let (lost, lost_kind) = match rules::registry(&stored.registry_kind, &other.registry_kind) {
        Registry::Gone => (std::mem::replace(&mut stored.registry, other.registry.clone()), std::mem::replace(&mut stored.registry_kind, other.registry_kind.clone())),
        Registry::Kept | Registry::TwoFinal => (other.registry.clone(), other.registry_kind.clone()),
    };
    if let Some((sealed, print)) = lost {
        stored_sql::insert_former(tx, kept, &sealed, &print, &lost_kind, until)?;
    }
    stored.identity = stored.identity.take().or_else(|| other.identity.clone());
    Ok(())
}

fn fields(stored: &mut Stored, other: &Stored, picked: &Picked) {
    let of = |field: Field| picked.contains(&field);
    stored.name = rules::stays(&stored.name, &other.name, String::is_empty, of(Field::Name));
    stored.sex = rules::stays(&stored.sex, &other.sex, String::is_empty, of(Field::Sex));
    stored.birth_day = rules::stays(&stored.birth_day, &other.birth_day, Option::is_none, of(Field::BirthDay));
    stored.entry_year = rules::stays(&stored.entry_year, &other.entry_year, Option::is_none, of(Field::EntryYear));
    stored.school_no = rules::stays(&stored.school_no, &other.school_no, Option::is_none, of(Field::SchoolNo));
    stored.seat_no = rules::stays(&stored.seat_no, &other.seat_no, Option::is_none, of(Field::SeatNo));
    stored.ethnicity = rules::stays(&stored.ethnicity, &other.ethnicity, String::is_empty, of(Field::Ethnicity));
    stored.boarding = rules::stays(&stored.boarding, &other.boarding, Option::is_none, of(Field::Boarding));
    stored.address = rules::stays(&stored.address, &other.address, Option::is_none, of(Field::Address));
    stored.note = rules::strengths(&stored.note, &other.note);
}

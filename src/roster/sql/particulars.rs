//! Statements on one pupil's particulars, former numbers, guardians and household. Reads `place` of access to know where a pupil sits.

use super::super::particulars::{Guardian, Seat};
use super::super::pupils::NewGuardian;
use crate::base::{Error, GuardianId, PupilId, Result, RowId, SchoolDate};
use crate::store::{FromCell, Row, Sql, Tx};

fn opt<T: FromCell>(row: &Row<'_>, i: usize) -> Result<Option<T>> {
    row.get(i)
}

fn changed(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// A pupil as stored; numbers and address sealed.
pub(in crate::roster) struct Stored {
    pub name: String,
    pub name_sort: String,
    pub sex: String,
    pub birth_day: Option<SchoolDate>,
    pub entry_year: Option<i64>,
    pub school_no: Option<String>,
    pub seat_no: Option<i64>,
    pub registry: Option<(Vec<u8>, Vec<u8>)>,
    pub registry_kind: String,
    pub identity: Option<(Vec<u8>, Vec<u8>)>,
    pub ethnicity: String,
    pub boarding: Option<bool>,
    pub address: Option<Vec<u8>>,
    pub household: Option<RowId>,
    pub note: String,
}

const STORED: Sql = Sql("select name, name_sort, sex, birth_day, entry_year, school_no, seat_no, registry_sealed, registry_print, registry_kind, identity_sealed,
     identity_print, ethnicity, boarding, address_sealed, household_id, note from pupil where school_id = $1 and id = $2 and erased_at_ms is null");
const UPDATE: Sql = Sql("update pupil set name = $3, name_sort = $4, sex = $5, birth_day = $6, entry_year = $7, school_no = $8, seat_no = $9, registry_sealed = $10,
     registry_print = $11, registry_kind = $12, identity_sealed = $13, identity_print = $14, ethnicity = $15, boarding = $16, address_sealed = $17, note = $18
     where school_id = $1 and id = $2 and erased_at_ms is null");
const UPDATE_HOUSEHOLD: Sql = Sql("update pupil set household_id = $3 where school_id = $1 and id = $2 and erased_at_ms is null");

fn pair(row: &Row<'_>, i: usize) -> Result<Option<(Vec<u8>, Vec<u8>)>> {
    Ok(opt(row, i)?.zip(opt(row, i + 1)?))
}

pub(in crate::roster) fn stored(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Stored> {
    tx.one(STORED, &[&tx.school(), &pupil], |row| {
        Ok(Stored {
            name: row.get(0)?,
            name_sort: row.get(1)?,
            sex: row.get(2)?,
            birth_day: opt(row, 3)?,
            entry_year: opt(row, 4)?,
            school_no: opt(row, 5)?,
            seat_no: opt(row, 6)?,
            registry: pair(row, 7)?,
            registry_kind: row.get(9)?,
            identity: pair(row, 10)?,
            ethnicity: row.get(12)?,
            boarding: opt(row, 13)?,
            address: opt(row, 14)?,
            household: opt(row, 15)?,
            note: row.get(16)?,
        })
    })
}

pub(in crate::roster) fn update(tx: &mut Tx<'_>, pupil: PupilId, p: &Stored) -> Result<()> {
    let school = tx.school();
    let (registry, registry_print) = p.registry.clone().unzip();
    let (identity, identity_print) = p.identity.clone().unzip();
    changed(tx.execute(
        UPDATE,
        &[
            &school,
            &pupil,
            &p.name,
            &p.name_sort,
            &p.sex,
            &p.birth_day,
            &p.entry_year,
            &p.school_no,
            &p.seat_no,
            &registry,
            &registry_print,
            &p.registry_kind,
            &identity,
            &identity_print,
            &p.ethnicity,
            &p.boarding,
            &p.address,
            &p.note,
        ],
    )?)
}

pub(in crate::roster) fn update_household(tx: &mut Tx<'_>, pupil: PupilId, household: Option<RowId>) -> Result<()> {
    let school = tx.school();
    changed(tx.execute(UPDATE_HOUSEHOLD, &[&school, &pupil, &household])?)
}

const SEAT: Sql = Sql("select pl.class_id, c.name, pl.grade_id, g.level, y.start_year, pl.from_day
       from place pl join class c on c.school_id = pl.school_id and c.id = pl.class_id
       join grade g on g.school_id = pl.school_id and g.id = pl.grade_id join school_year y on y.school_id = c.school_id and y.id = c.year_id
      where pl.school_id = $1 and pl.pupil_id = $2 and pl.until_day >= $3 order by pl.from_day limit 1");

pub(in crate::roster) fn seat(tx: &mut Tx<'_>, pupil: PupilId, day: SchoolDate) -> Result<Option<Seat>> {
    tx.optional(SEAT, &[&tx.school(), &pupil, &day], |row| {
        Ok(Seat { class: row.get(0)?, class_name: row.get(1)?, grade: row.get(2)?, level: row.get(3)?, start_year: row.get(4)?, from: row.get(5)? })
    })
}

const INSERT_FORMER: Sql = Sql("insert into former_registry_no (school_id, id, pupil_id, sealed, print, form, until_day) values ($1, $2, $3, $4, $5, $6, $7)");
const FORMER: Sql = Sql("select sealed, until_day from former_registry_no where school_id = $1 and pupil_id = $2 order by until_day, form");

pub(in crate::roster) fn insert_former(tx: &mut Tx<'_>, pupil: PupilId, sealed: &[u8], print: &[u8], form: &str, until: SchoolDate) -> Result<()> {
    let (school, id) = (tx.school(), tx.new_id::<RowId>());
    tx.execute(INSERT_FORMER, &[&school, &id, &pupil, &sealed, &print, &form, &until])?;
    Ok(())
}

pub(in crate::roster) fn former(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<(Vec<u8>, SchoolDate)>> {
    tx.query(FORMER, &[&tx.school(), &pupil], |row| Ok((row.get(0)?, row.get(1)?)))
}

const GUARDIANS: Sql = Sql("select id, name, relation, phone_sealed, lives_with, is_primary from guardian
      where school_id = $1 and pupil_id = $2 and from_day <= $3 and until_day >= $3 order by is_primary desc, relation, name, id");
const NOBODY_PRIMARY: Sql = Sql("update guardian set is_primary = false where school_id = $1 and pupil_id = $2");
const UPDATE_GUARDIAN: Sql = Sql("update guardian set name = $4, relation = $5, phone_sealed = $6, lives_with = $7, is_primary = is_primary or $8
      where school_id = $1 and pupil_id = $2 and id = $3");
const END_GUARDIAN: Sql = Sql("update guardian set until_day = $4, is_primary = false where school_id = $1 and pupil_id = $2 and id = $3 and until_day > $4");

pub(in crate::roster) fn guardians(tx: &mut Tx<'_>, pupil: PupilId, day: SchoolDate) -> Result<Vec<(Guardian, Option<Vec<u8>>)>> {
    tx.query(GUARDIANS, &[&tx.school(), &pupil, &day], |row| {
        let guardian = Guardian { id: row.get(0)?, name: row.get(1)?, relation: row.get(2)?, phone: None, lives_with: opt(row, 4)?, is_primary: row.get(5)? };
        Ok((guardian, opt(row, 3)?))
    })
}

const MORE: Sql = Sql("select id, entrusted, address_sealed, identity_sealed from guardian where school_id = $1 and pupil_id = $2 order by id");
const UPDATE_MORE: Sql = Sql("update guardian set entrusted = $4, address_sealed = $5 where school_id = $1 and pupil_id = $2 and id = $3");
const UPDATE_GUARDIAN_IDENTITY: Sql = Sql("update guardian set identity_sealed = $4 where school_id = $1 and pupil_id = $2 and id = $3");

/// A guardian: whether entrusted, address and identity number as they are stored.
type MoreRow = (GuardianId, bool, Option<Vec<u8>>, Option<Vec<u8>>);

pub(in crate::roster) fn more(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<MoreRow>> {
    tx.query(MORE, &[&tx.school(), &pupil], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
}

pub(in crate::roster) fn update_more(tx: &mut Tx<'_>, pupil: PupilId, id: GuardianId, entrusted: bool, address: Option<&[u8]>) -> Result<()> {
    let school = tx.school();
    changed(tx.execute(UPDATE_MORE, &[&school, &pupil, &id, &entrusted, &address])?)
}

pub(in crate::roster) fn update_guardian_identity(tx: &mut Tx<'_>, pupil: PupilId, id: GuardianId, sealed: &[u8]) -> Result<()> {
    let school = tx.school();
    changed(tx.execute(UPDATE_GUARDIAN_IDENTITY, &[&school, &pupil, &id, &sealed])?)
}

pub(in crate::roster) fn nobody_primary(tx: &mut Tx<'_>, pupil: PupilId) -> Result<()> {
    let school = tx.school();
    tx.execute(NOBODY_PRIMARY, &[&school, &pupil])?;
    Ok(())
}

pub(in crate::roster) fn update_guardian(tx: &mut Tx<'_>, pupil: PupilId, id: GuardianId, new: &NewGuardian, phone: Option<&[u8]>, primary: bool) -> Result<()> {
    let school = tx.school();
    changed(tx.execute(UPDATE_GUARDIAN, &[&school, &pupil, &id, &new.name, &new.relation, &phone, &new.lives_with, &primary])?)
}

pub(in crate::roster) fn end_guardian(tx: &mut Tx<'_>, pupil: PupilId, id: GuardianId, last_day: SchoolDate) -> Result<()> {
    let school = tx.school();
    changed(tx.execute(END_GUARDIAN, &[&school, &pupil, &id, &last_day])?)
}

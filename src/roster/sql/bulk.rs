//! Statements on many pupils at once. Reads `place` of access, and `account` to know whether a member of staff is in use.

use std::collections::{HashMap, HashSet};

use super::super::bulk::{Held, HeldGuardian, HeldPlace};
use crate::base::{GuardianId, ImportId, PostId, PupilId, Result, RowId, SchoolDate, StaffId};
use crate::store::{Sql, Tx};

const PUPILS: Sql = Sql("select id, name, sex, birth_day, entry_year, school_no, seat_no, registry_sealed, registry_print, registry_kind, identity_sealed, identity_print,
     ethnicity, boarding, address_sealed from pupil where school_id = $1 and erased_at_ms is null");
const FORMER: Sql = Sql("select pupil_id, print from former_registry_no where school_id = $1");
const GUARDIANS: Sql = Sql("select pupil_id, id, name, relation, phone_sealed from guardian where school_id = $1 and until_day >= $2 order by is_primary desc, name");
const PLACES: Sql = Sql("select pl.pupil_id, pl.class_id, pl.grade_id, c.year_id, pl.from_day, pl.until_day from place pl
     join class c on c.school_id = pl.school_id and c.id = pl.class_id where pl.school_id = $1 order by pl.from_day");

pub(in crate::roster) fn held(tx: &mut Tx<'_>) -> Result<HashMap<PupilId, Held>> {
    let (school, today) = (tx.school(), tx.today());
    let mut all: HashMap<PupilId, Held> = HashMap::new();
    tx.each(PUPILS, &[&school], |row| {
        let held = Held {
            name: row.get(1)?,
            sex: row.get(2)?,
            birth_day: row.get(3)?,
            entry_year: row.get(4)?,
            school_no: row.get(5)?,
            seat_no: row.get(6)?,
            registry_sealed: row.get(7)?,
            registry_print: row.get(8)?,
            registry_kind: row.get(9)?,
            identity_sealed: row.get(10)?,
            identity_print: row.get(11)?,
            ethnicity: row.get(12)?,
            boarding: row.get(13)?,
            address_sealed: row.get(14)?,
            ..Held::default()
        };
        all.insert(row.get(0)?, held);
        Ok(())
    })?;
    tx.each(FORMER, &[&school], |row| {
        if let Some(held) = all.get_mut(&row.get(0)?) {
            held.former.push(row.get(1)?);
        }
        Ok(())
    })?;
    tx.each(GUARDIANS, &[&school, &today], |row| {
        if let Some(held) = all.get_mut(&row.get(0)?) {
            held.guardians.push(HeldGuardian { id: row.get(1)?, name: row.get(2)?, relation: row.get(3)?, phone: row.get(4)? });
        }
        Ok(())
    })?;
    tx.each(PLACES, &[&school], |row| {
        if let Some(held) = all.get_mut(&row.get(0)?) {
            held.places.push(HeldPlace { class: row.get(1)?, grade: row.get(2)?, year: row.get(3)?, from: row.get(4)?, until: row.get(5)? });
        }
        Ok(())
    })?;
    Ok(all)
}

const UPDATE_PUPIL: Sql = Sql("update pupil set name = $3, name_sort = $4, sex = $5, birth_day = $6, entry_year = $7, school_no = $8, seat_no = $9, registry_sealed = $10,
     registry_print = $11, registry_kind = $12, identity_sealed = $13, identity_print = $14, ethnicity = $15, boarding = $16, address_sealed = $17
     where school_id = $1 and id = $2");

pub(in crate::roster) fn update_pupil(tx: &mut Tx<'_>, id: PupilId, new: &Held, name_sort: &str) -> Result<()> {
    let school = tx.school();
    tx.execute(
        UPDATE_PUPIL,
        &[
            &school,
            &id,
            &new.name,
            &name_sort,
            &new.sex,
            &new.birth_day,
            &new.entry_year,
            &new.school_no,
            &new.seat_no,
            &new.registry_sealed,
            &new.registry_print,
            &new.registry_kind,
            &new.identity_sealed,
            &new.identity_print,
            &new.ethnicity,
            &new.boarding,
            &new.address_sealed,
        ],
    )?;
    Ok(())
}

const INSERT_FORMER: Sql = Sql("insert into former_registry_no (school_id, id, pupil_id, sealed, print, form, until_day) values ($1, $2, $3, $4, $5, $6, $7)");
const REMOVE_FORMER: Sql = Sql("delete from former_registry_no where school_id = $1 and id = $2");
const UPDATE_PHONE: Sql = Sql("update guardian set phone_sealed = $3 where school_id = $1 and id = $2");
const REMOVE_GUARDIAN: Sql = Sql("delete from guardian where school_id = $1 and id = $2");
const REMOVE_MOVEMENTS: Sql = Sql("delete from movement where school_id = $1 and import_id = $2");
const MOVED_OTHERWISE: Sql = Sql("select distinct m.pupil_id from movement m join movement i on i.school_id = m.school_id and i.pupil_id = m.pupil_id and i.import_id = $2
     where m.school_id = $1 and (m.at_ms > i.at_ms or i.kind = 'arrival') and (m.import_id is null or m.import_id <> $2)");

pub(in crate::roster) fn insert_former(tx: &mut Tx<'_>, pupil: PupilId, sealed: &[u8], print: &[u8], form: &str, until: SchoolDate) -> Result<RowId> {
    let (school, id) = (tx.school(), tx.new_id::<RowId>());
    tx.execute(INSERT_FORMER, &[&school, &id, &pupil, &sealed, &print, &form, &until])?;
    Ok(id)
}

pub(in crate::roster) fn remove_former(tx: &mut Tx<'_>, row: RowId) -> Result<()> {
    let school = tx.school();
    tx.execute(REMOVE_FORMER, &[&school, &row])?;
    Ok(())
}

pub(in crate::roster) fn update_phone(tx: &mut Tx<'_>, guardian: GuardianId, phone: Option<&[u8]>) -> Result<()> {
    let school = tx.school();
    tx.execute(UPDATE_PHONE, &[&school, &guardian, &phone])?;
    Ok(())
}

pub(in crate::roster) fn remove_guardian(tx: &mut Tx<'_>, guardian: GuardianId) -> Result<()> {
    let school = tx.school();
    tx.execute(REMOVE_GUARDIAN, &[&school, &guardian])?;
    Ok(())
}

pub(in crate::roster) fn remove_movements(tx: &mut Tx<'_>, import: ImportId) -> Result<()> {
    let school = tx.school();
    tx.execute(REMOVE_MOVEMENTS, &[&school, &import])?;
    Ok(())
}

pub(in crate::roster) fn moved_otherwise(tx: &mut Tx<'_>, import: ImportId) -> Result<HashSet<PupilId>> {
    let school = tx.school();
    Ok(tx.query(MOVED_OTHERWISE, &[&school, &import], |row| row.get(0))?.into_iter().collect())
}

const POSTS_OF_IMPORT: Sql = Sql("select id, from_day from post where school_id = $1 and import_id = $2");
const REMOVE_POSTS: Sql = Sql("delete from post where school_id = $1 and import_id = $2");
const IN_USE: Sql = Sql("select (select count(*) from post where school_id = $1 and staff_id = $2) + (select count(*) from account where school_id = $1 and staff_id = $2)");
const REMOVE_STAFF: Sql = Sql("delete from staff where school_id = $1 and id = $2");

pub(in crate::roster) fn posts_of_import(tx: &mut Tx<'_>, import: ImportId) -> Result<Vec<(PostId, SchoolDate)>> {
    let school = tx.school();
    tx.query(POSTS_OF_IMPORT, &[&school, &import], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(in crate::roster) fn remove_posts(tx: &mut Tx<'_>, import: ImportId) -> Result<()> {
    let school = tx.school();
    tx.execute(REMOVE_POSTS, &[&school, &import])?;
    Ok(())
}

pub(in crate::roster) fn is_in_use(tx: &mut Tx<'_>, staff: StaffId) -> Result<bool> {
    let school = tx.school();
    Ok(tx.number(IN_USE, &[&school, &staff])? > 0)
}

pub(in crate::roster) fn remove_staff(tx: &mut Tx<'_>, staff: StaffId) -> Result<()> {
    let school = tx.school();
    tx.execute(REMOVE_STAFF, &[&school, &staff])?;
    Ok(())
}

//! SQL of who comes from outside: institutions, what was checked, and until when it holds.

use crate::base::{Result, RowId, SchoolDate, StaffId};
use crate::store::{Sql, Tx};
use crate::tutoring::helpers::{Institution, Vetting};

const INSERT_INSTITUTION: Sql =
    Sql("insert into tutoring_institution (school_id, id, name, licence, vouched_by, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7) on conflict (school_id, id) do nothing");
const INSTITUTIONS: Sql = Sql("select i.id, i.name, i.licence, i.vouched_by, f.name from tutoring_institution i join staff f on f.school_id = i.school_id and f.id = i.vouched_by
      where i.school_id = $1 order by i.name, i.id limit 300");
const INSERT_PERSON: Sql = Sql("insert into tutoring_institution_person (school_id, institution_id, volunteer_id, actor, at_ms) values ($1, $2, $3, $4, $5)
     on conflict (school_id, institution_id, volunteer_id) do nothing");
const PEOPLE: Sql = Sql("select institution_id, volunteer_id from tutoring_institution_person where school_id = $1 order by institution_id, volunteer_id limit 2000");
const INSERT_VETTING: Sql =
    Sql("insert into tutoring_vetting (school_id, id, holder_id, checks, from_day, until_day, staff_id, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (school_id, id) do nothing");
const INSERT_END: Sql =
    Sql("insert into tutoring_vetting_end (school_id, vetting_id, last_day, reason, actor, at_ms) values ($1, $2, $3, $4, $5, $6) on conflict (school_id, vetting_id) do nothing");
const VETTINGS: Sql = Sql("select t.id, t.holder_id, t.checks, t.from_day, t.until_day, e.last_day, coalesce(e.reason, ''), t.staff_id, f.name from tutoring_vetting t
       join staff f on f.school_id = t.school_id and f.id = t.staff_id
       left join tutoring_vetting_end e on e.school_id = t.school_id and e.vetting_id = t.id
      where t.school_id = $1 order by t.until_day desc, t.from_day desc, t.id limit 5000");
const VOLUNTEERS: Sql = Sql("select v.id, v.name, v.kind, v.vouched_by, f.name,
            exists (select 1 from volunteer_pair p where p.school_id = v.school_id and p.volunteer_id = v.id and p.until_day >= $2
                       and not exists (select 1 from volunteer_pair_end e where e.school_id = p.school_id and e.volunteer_pair_id = p.id))
       from volunteer v join staff f on f.school_id = v.school_id and f.id = v.vouched_by where v.school_id = $1 order by v.name, v.id limit 1000");

/// A volunteer as `pairing` keeps it: id, name, kind, who vouches, their name, whether a child is paired with it today.
pub(in crate::tutoring) type VolunteerRow = (RowId, String, String, StaffId, String, bool);

pub(in crate::tutoring) fn volunteers(tx: &mut Tx<'_>) -> Result<Vec<VolunteerRow>> {
    let (school, today) = (tx.school(), tx.today());
    tx.query(VOLUNTEERS, &[&school, &today], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?)))
}

/// Whether it is new.
pub(in crate::tutoring) fn insert_institution(tx: &mut Tx<'_>, id: RowId, name: &str, licence: &str, vouched_by: StaffId, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_INSTITUTION, &[&school, &id, &name, &licence, &vouched_by, &actor, &now])? == 1)
}

pub(in crate::tutoring) fn institutions(tx: &mut Tx<'_>) -> Result<Vec<Institution>> {
    tx.query(INSTITUTIONS, &[&tx.school()], |row| {
        Ok(Institution { id: row.get(0)?, name: row.get(1)?, licence: row.get(2)?, vouched_by: row.get(3)?, vouched_name: row.get(4)?, people: Vec::new() })
    })
}

pub(in crate::tutoring) fn insert_person(tx: &mut Tx<'_>, institution: RowId, volunteer: RowId, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_PERSON, &[&school, &institution, &volunteer, &actor, &now]).map(|_| ())
}

/// Institution and volunteer.
pub(in crate::tutoring) fn people(tx: &mut Tx<'_>) -> Result<Vec<(RowId, RowId)>> {
    tx.query(PEOPLE, &[&tx.school()], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Whether it is new.
pub(in crate::tutoring) fn insert_vetting(tx: &mut Tx<'_>, v: &Vetting, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_VETTING, &[&school, &v.id, &v.holder, &v.checks, &v.from, &v.until, &v.staff, &actor, &now])? == 1)
}

/// Whether it had no end.
pub(in crate::tutoring) fn insert_end(tx: &mut Tx<'_>, id: RowId, last_day: SchoolDate, reason: &str, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_END, &[&school, &id, &last_day, &reason, &actor, &now])? == 1)
}

/// All vettings, the newest first.
pub(in crate::tutoring) fn vettings(tx: &mut Tx<'_>) -> Result<Vec<Vetting>> {
    tx.query(VETTINGS, &[&tx.school()], |row| {
        let (until, last_day): (SchoolDate, Option<SchoolDate>) = (row.get(4)?, row.get(5)?);
        Ok(Vetting {
            id: row.get(0)?,
            holder: row.get(1)?,
            checks: row.get(2)?,
            from: row.get(3)?,
            until: last_day.map_or(until, |last| last.min(until)),
            reason: row.get(6)?,
            staff: row.get(7)?,
            by: row.get(8)?,
        })
    })
}

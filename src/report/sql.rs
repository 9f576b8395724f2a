//! SQL of the registers: reads other rooms' tables, writes none.

pub(super) mod forms;

use crate::base::{ClassId, PupilId, Result, SchoolDate};
use crate::store::{Sql, Tx};

pub(super) mod missing;
pub(super) mod stats;

/// A pupil of a class roster.
pub(super) struct Seat {
    pub pupil: PupilId,
    pub seat: Option<i64>,
    pub name: String,
    pub sex: String,
    pub boarding: Option<bool>,
    pub registry: Option<Vec<u8>>,
}

const SEATS: Sql = Sql("select p.id, p.seat_no, p.name, p.sex, p.boarding, p.registry_sealed from place l join pupil p on p.school_id = l.school_id and p.id = l.pupil_id
     where l.school_id = $1 and l.class_id = $2 and cast($3 as date) between l.from_day and l.until_day order by p.seat_no is null, p.seat_no, p.name, p.id");

pub(super) fn seats(tx: &mut Tx<'_>, class: ClassId, day: SchoolDate) -> Result<Vec<Seat>> {
    tx.query(SEATS, &[&tx.school(), &class, &day], |row| {
        Ok(Seat { pupil: row.get(0)?, seat: row.get(1)?, name: row.get(2)?, sex: row.get(3)?, boarding: row.get(4)?, registry: row.get(5)? })
    })
}

/// A guardian of a pupil; the telephone is sealed under the pupil's key.
pub(super) struct Guardian {
    pub pupil: PupilId,
    pub name: String,
    pub relation: String,
    pub phone: Option<Vec<u8>>,
}

const GUARDIANS: Sql = Sql("select g.pupil_id, g.name, g.relation, g.phone_sealed from guardian g join place l on l.school_id = g.school_id and l.pupil_id = g.pupil_id
     where g.school_id = $1 and l.class_id = $2 and cast($3 as date) between l.from_day and l.until_day and cast($3 as date) between g.from_day and g.until_day
     order by g.is_primary desc, g.name, g.id");

/// The guardians of a class, of each pupil the first to call first.
pub(super) fn guardians(tx: &mut Tx<'_>, class: ClassId, day: SchoolDate) -> Result<Vec<Guardian>> {
    tx.query(GUARDIANS, &[&tx.school(), &class, &day], |row| Ok(Guardian { pupil: row.get(0)?, name: row.get(1)?, relation: row.get(2)?, phone: row.get(3)? }))
}

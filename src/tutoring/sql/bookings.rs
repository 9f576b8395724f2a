//! SQL of bookings.

use crate::base::{Result, RowId, SchoolDate};
use crate::store::{Sql, Tx};
use crate::tutoring::bookings::Booking;
use crate::tutoring::clash::Time;

const INSERT: Sql = Sql("insert into tutoring_booking (school_id, id, place_id, day, from_minute, until_minute, seats, purpose, staff_id, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (school_id, id) do nothing");
const INSERT_END: Sql = Sql("insert into tutoring_booking_end (school_id, booking_id, actor, at_ms) values ($1, $2, $3, $4) on conflict (school_id, booking_id) do nothing");
const BETWEEN: Sql = Sql("select b.id, b.place_id, b.day, b.from_minute, b.until_minute, b.seats, b.purpose, b.staff_id, f.name from tutoring_booking b
       join staff f on f.school_id = b.school_id and f.id = b.staff_id
      where b.school_id = $1 and b.day between $2 and $3 and not exists (select 1 from tutoring_booking_end e where e.school_id = b.school_id and e.booking_id = b.id)
      order by b.day, b.from_minute, b.id limit 2000");

/// Whether it is new.
pub(in crate::tutoring) fn insert(tx: &mut Tx<'_>, b: &Booking) -> Result<bool> {
    let (school, now, from, until) = (tx.school(), tx.now(), i64::from(b.time.from), i64::from(b.time.until));
    Ok(tx.execute(INSERT, &[&school, &b.id, &b.place, &b.day, &from, &until, &b.seats, &b.purpose, &b.staff, &now])? == 1)
}

/// Whether it stood until now.
pub(in crate::tutoring) fn insert_end(tx: &mut Tx<'_>, id: RowId, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_END, &[&school, &id, &actor, &now])? == 1)
}

/// What stands from one day to another.
pub(in crate::tutoring) fn between(tx: &mut Tx<'_>, from: SchoolDate, until: SchoolDate) -> Result<Vec<Booking>> {
    let small = |n: i64| u32::try_from(n).unwrap_or_default();
    tx.query(BETWEEN, &[&tx.school(), &from, &until], |row| {
        let (day, begins, ends): (SchoolDate, i64, i64) = (row.get(2)?, row.get(3)?, row.get(4)?);
        let time = Time { weekday: small(i64::from(day.weekday())), from: small(begins), until: small(ends) };
        Ok(Booking { id: row.get(0)?, place: row.get(1)?, day, time, seats: row.get(5)?, purpose: row.get(6)?, staff: row.get(7)?, by: row.get(8)? })
    })
}

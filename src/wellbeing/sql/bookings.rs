//! Rooms, bookings, the quarters of an hour that they take, and how they ended. Reads `pupil` of the roster for names.

use crate::base::{PupilId, Result, RowId, SchoolDate, StaffId};
use crate::store::{Row as Cells, Sql, Tx};
use crate::wellbeing::bookings::{Booking, Ended};

macro_rules! bookings {
    ($rest:expr) => {
        concat!(
            "select b.id, b.place_id, p.name, b.form, b.day, b.start_minute, b.minutes, b.staff_id, b.topic, e.what, e.minutes, e.audience
               from wellbeing_booking b join wellbeing_place p on p.school_id = b.school_id and p.id = b.place_id
               left join wellbeing_booking_end e on e.school_id = b.school_id and e.booking_id = b.id
              where b.school_id = $1 and ",
            $rest
        )
    };
}

const PLACES: Sql = Sql("select id, name from wellbeing_place where school_id = $1 order by name limit 100");
const INSERT_PLACE: Sql = Sql("insert into wellbeing_place (school_id, id, name, actor, at_ms) values ($1, $2, $3, $4, $5) on conflict (school_id, name) do nothing");
const INSERT: Sql = Sql("insert into wellbeing_booking (school_id, id, place_id, form, day, start_minute, minutes, staff_id, topic, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (school_id, id) do nothing");
const INSERT_PUPIL: Sql = Sql("insert into wellbeing_booking_pupil (school_id, booking_id, pupil_id) values ($1, $2, $3)");
const TAKE: Sql =
    Sql("insert into wellbeing_taken (school_id, holder_id, day, slot, booking_id) values ($1, $2, $3, $4, $5) on conflict (school_id, holder_id, day, slot) do nothing");
const FREE: Sql = Sql("delete from wellbeing_taken where school_id = $1 and booking_id = $2");
const SPAN: Sql = Sql(bookings!("b.day >= $2 and b.day <= $3 order by b.day, b.start_minute, b.id limit 1000"));
const ONE: Sql = Sql(bookings!("b.id = $2"));
const PUPILS: Sql = Sql("select w.pupil_id from wellbeing_booking_pupil w join pupil u on u.school_id = w.school_id and u.id = w.pupil_id
      where w.school_id = $1 and w.booking_id = $2 order by u.name_sort, w.pupil_id");
const INSERT_END: Sql = Sql("insert into wellbeing_booking_end (school_id, booking_id, what, day, minutes, audience, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, booking_id) do nothing");
const TO_KEPT: [Sql; 3] = [
    Sql("update wellbeing_booking_pupil set pupil_id = $2 where school_id = $1 and pupil_id = $3
         and not exists (select 1 from wellbeing_booking_pupil k where k.school_id = $1 and k.booking_id = wellbeing_booking_pupil.booking_id and k.pupil_id = $2)"),
    Sql("update wellbeing_taken set holder_id = $2 where school_id = $1 and holder_id = $3
         and not exists (select 1 from wellbeing_taken k where k.school_id = $1 and k.holder_id = $2 and k.day = wellbeing_taken.day and k.slot = wellbeing_taken.slot)"),
    Sql("update wellbeing_campaign_done set pupil_id = $2 where school_id = $1 and pupil_id = $3
         and not exists (select 1 from wellbeing_campaign_done k where k.school_id = $1 and k.campaign_id = wellbeing_campaign_done.campaign_id and k.pupil_id = $2)"),
];
/// What both had at once counts once.
const OF_GONE: [Sql; 3] = [
    Sql("delete from wellbeing_booking_pupil where school_id = $1 and pupil_id = $2"),
    Sql("delete from wellbeing_taken where school_id = $1 and holder_id = $2"),
    Sql("delete from wellbeing_campaign_done where school_id = $1 and pupil_id = $2"),
];

fn booking(row: &Cells<'_>) -> Result<Booking> {
    let what: Option<String> = row.get(9)?;
    let (minutes, audience): (Option<i64>, Option<i64>) = (row.get(10)?, row.get(11)?);
    let ended = what.map(|what| Ended { what, minutes: minutes.unwrap_or_default(), audience: audience.unwrap_or_default() });
    Ok(Booking {
        id: row.get(0)?,
        place: row.get(1)?,
        place_name: row.get(2)?,
        form: row.get(3)?,
        day: row.get(4)?,
        start_minute: row.get(5)?,
        minutes: row.get(6)?,
        staff: row.get(7)?,
        topic: row.get(8)?,
        pupils: Vec::new(),
        ended,
    })
}

pub(in crate::wellbeing) fn places(tx: &mut Tx<'_>) -> Result<Vec<(RowId, String)>> {
    tx.query(PLACES, &[&tx.school()], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Whether the name was free.
pub(in crate::wellbeing) fn insert_place(tx: &mut Tx<'_>, id: RowId, name: &str, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_PLACE, &[&school, &id, &name, &actor, &now])? == 1)
}

/// Whether it is new.
pub(in crate::wellbeing) fn insert(tx: &mut Tx<'_>, new: &Booking, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    let rows = tx.execute(INSERT, &[&school, &new.id, &new.place, &new.form, &new.day, &new.start_minute, &new.minutes, &new.staff, &new.topic, &actor, &now])?;
    if rows == 1 {
        for pupil in &new.pupils {
            tx.execute(INSERT_PUPIL, &[&school, &new.id, pupil])?;
        }
    }
    Ok(rows == 1)
}

/// Whether the quarter of an hour was free.
pub(in crate::wellbeing) fn take(tx: &mut Tx<'_>, holder: RowId, day: SchoolDate, slot: i64, booking: RowId) -> Result<bool> {
    let school = tx.school();
    Ok(tx.execute(TAKE, &[&school, &holder, &day, &slot, &booking])? == 1)
}

pub(in crate::wellbeing) fn free(tx: &mut Tx<'_>, booking: RowId) -> Result<()> {
    let school = tx.school();
    tx.execute(FREE, &[&school, &booking]).map(|_| ())
}

fn with_pupils(tx: &mut Tx<'_>, mut found: Booking) -> Result<Booking> {
    found.pupils = tx.query(PUPILS, &[&tx.school(), &found.id], |row| row.get(0))?;
    Ok(found)
}

pub(in crate::wellbeing) fn span(tx: &mut Tx<'_>, from: SchoolDate, until: SchoolDate) -> Result<Vec<Booking>> {
    let all = tx.query(SPAN, &[&tx.school(), &from, &until], booking)?;
    all.into_iter().map(|one| with_pupils(tx, one)).collect()
}

pub(in crate::wellbeing) fn one(tx: &mut Tx<'_>, id: RowId) -> Result<Option<Booking>> {
    match tx.optional(ONE, &[&tx.school(), &id], booking)? {
        Some(found) => with_pupils(tx, found).map(Some),
        None => Ok(None),
    }
}

/// Whether it had not ended yet.
pub(in crate::wellbeing) fn insert_end(tx: &mut Tx<'_>, booking: RowId, ended: &Ended, actor: &str) -> Result<bool> {
    let (school, now, today) = (tx.school(), tx.now(), tx.today());
    Ok(tx.execute(INSERT_END, &[&school, &booking, &ended.what, &today, &ended.minutes, &ended.audience, &actor, &now])? == 1)
}

pub(in crate::wellbeing) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    let school = tx.school();
    for sql in TO_KEPT {
        tx.execute(sql, &[&school, &kept, &gone])?;
    }
    for sql in OF_GONE {
        tx.execute(sql, &[&school, &gone])?;
    }
    Ok(())
}

/// For lists of counsellors.
pub(in crate::wellbeing) fn holder(staff: StaffId) -> RowId {
    use crate::base::Id;
    RowId::from_uuid(staff.uuid())
}

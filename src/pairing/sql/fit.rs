//! SQL of what makes a pair fit: strengths of mentors, wishes of children, slots of the week.

use crate::base::{PupilId, Result, RowId, SchoolDate, StaffId};
use crate::pairing::fit::Meeting;
use crate::pairing::slots;
use crate::store::{Sql, Tx};

const STRENGTHS: Sql = Sql("select s.staff_id, s.codes, s.number from mentor_strength s where s.school_id = $1
        and s.number = (select max(n.number) from mentor_strength n where n.school_id = $1 and n.staff_id = s.staff_id) order by s.staff_id");
const INSERT_STRENGTH: Sql = Sql("insert into mentor_strength (school_id, staff_id, number, codes, at_ms) values ($1, $2, $3, $4, $5)");
const WISHES: Sql = Sql("select w.pupil_id, w.staff_id, w.number, coalesce(f.name, '') from mentor_wish w left join staff f on f.school_id = w.school_id and f.id = w.staff_id
      where w.school_id = $1 and w.number = (select max(n.number) from mentor_wish n where n.school_id = $1 and n.pupil_id = w.pupil_id) order by w.pupil_id");
const INSERT_WISH: Sql = Sql("insert into mentor_wish (school_id, pupil_id, number, staff_id, actor, at_ms) values ($1, $2, $3, $4, $5, $6)");
const SLOTS: Sql = Sql("select s.pairing_id, s.slots, s.number from pairing_slot s join pairing p on p.school_id = s.school_id and p.id = s.pairing_id
      where s.school_id = $1 and p.pupil_id = $2 and s.number = (select max(n.number) from pairing_slot n where n.school_id = $1 and n.pairing_id = s.pairing_id) order by s.pairing_id");
const MEETINGS: Sql = Sql("select s.pairing_id, p.pupil_id, u.name, p.staff_id, f.name, p.from_day, p.until_day, s.slots from pairing_slot s
       join pairing p on p.school_id = s.school_id and p.id = s.pairing_id
       join pupil u on u.school_id = p.school_id and u.id = p.pupil_id
       join staff f on f.school_id = p.school_id and f.id = p.staff_id
      where s.school_id = $1 and p.until_day >= $2 and u.erased_at_ms is null
        and s.number = (select max(n.number) from pairing_slot n where n.school_id = s.school_id and n.pairing_id = s.pairing_id)
        and not exists (select 1 from pairing_end e where e.school_id = p.school_id and e.pairing_id = p.id)
      order by s.pairing_id limit 5000");
const INSERT_SLOTS: Sql = Sql("insert into pairing_slot (school_id, pairing_id, number, slots, actor, at_ms) values ($1, $2, $3, $4, $5, $6)");
const KEPT_WISHES: Sql = Sql("select count(*) from mentor_wish where school_id = $1 and pupil_id = $2 and number < 0");
const WISHES_TO_KEPT: Sql = Sql("update mentor_wish set pupil_id = $2, number = number - $4 where school_id = $1 and pupil_id = $3");

/// The newest strengths of everybody who stated any: who, codes, number.
pub(in crate::pairing) fn strengths(tx: &mut Tx<'_>) -> Result<Vec<(StaffId, String, i64)>> {
    tx.query(STRENGTHS, &[&tx.school()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

pub(in crate::pairing) fn insert_strength(tx: &mut Tx<'_>, staff: StaffId, number: i64, codes: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(INSERT_STRENGTH, &[&tx.school(), &staff, &number, &codes, &now]).map(|_| ())
}

/// The teacher whom a child wishes for.
pub(in crate::pairing) struct WishRow {
    pub pupil: PupilId,
    /// None where the wish was taken back.
    pub staff: Option<StaffId>,
    pub number: i64,
    /// The teacher's name; empty without one.
    pub name: String,
}

/// The newest wish of each child.
pub(in crate::pairing) fn wishes(tx: &mut Tx<'_>) -> Result<Vec<WishRow>> {
    tx.query(WISHES, &[&tx.school()], |row| Ok(WishRow { pupil: row.get(0)?, staff: row.get(1)?, number: row.get(2)?, name: row.get(3)? }))
}

pub(in crate::pairing) fn insert_wish(tx: &mut Tx<'_>, pupil: PupilId, number: i64, staff: Option<StaffId>, actor: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(INSERT_WISH, &[&tx.school(), &pupil, &number, &staff, &actor, &now]).map(|_| ())
}

/// The newest slots of each pair of a child: pair, slots as stored, number.
pub(in crate::pairing) fn slots(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<(RowId, String, i64)>> {
    tx.query(SLOTS, &[&tx.school(), &pupil], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// The times of all pairs that stand on a day or later.
pub(in crate::pairing) fn meetings(tx: &mut Tx<'_>, day: SchoolDate) -> Result<Vec<Meeting>> {
    tx.query(MEETINGS, &[&tx.school(), &day], |row| {
        let slots: String = row.get(7)?;
        Ok(Meeting {
            pair: row.get(0)?,
            pupil: row.get(1)?,
            pupil_name: row.get(2)?,
            staff: row.get(3)?,
            staff_name: row.get(4)?,
            from: row.get(5)?,
            until: row.get(6)?,
            slots: slots::read(&slots),
        })
    })
}

pub(in crate::pairing) fn insert_slots(tx: &mut Tx<'_>, pair: RowId, number: i64, slots: &str, actor: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(INSERT_SLOTS, &[&tx.school(), &pair, &number, &slots, &actor, &now]).map(|_| ())
}

/// How far the lines of an entry that goes are moved back with each union: they are older than those of the entry that is kept.
const MOVED_BACK: i64 = 1_000_000;

/// The wishes of one entry of a child go to the other; where both wish, the kept entry's wish counts.
pub(in crate::pairing) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    let school = tx.school();
    let back = MOVED_BACK * (1 + tx.number(KEPT_WISHES, &[&school, &kept])?);
    tx.execute(WISHES_TO_KEPT, &[&school, &kept, &gone, &back]).map(|_| ())
}

//! Months that were handed in, and days that were moved.

use crate::base::{Result, SchoolDate, StaffId};
use crate::store::{Sql, Tx};
use crate::supervision::hand_in::HandIn;

const OF_MONTHS: Sql = Sql("select h.staff_id, f.name, h.due_month, h.day, h.children, h.records, h.missing, h.reason from supervision_hand_in h
      join staff f on f.school_id = h.school_id and f.id = h.staff_id where h.school_id = $1 and h.due_month between $2 and $3 order by h.due_month, f.name, h.staff_id");
const INSERT: Sql =
    Sql("insert into supervision_hand_in (school_id, staff_id, due_month, day, children, records, missing, reason, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (school_id, staff_id, due_month) do nothing");
const MOVED: Sql = Sql("select due_month, due_day, reason, number from supervision_due where school_id = $1 and due_month between $2 and $3 order by due_month, number");
const INSERT_DUE: Sql = Sql("insert into supervision_due (school_id, due_month, number, due_day, reason, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7)");

/// The first of the months of some days.
pub(in crate::supervision) fn of_months(tx: &mut Tx<'_>, from: SchoolDate, until: SchoolDate) -> Result<Vec<HandIn>> {
    tx.query(OF_MONTHS, &[&tx.school(), &from, &until], |row| {
        Ok(HandIn {
            staff: row.get(0)?,
            name: row.get(1)?,
            month: row.get(2)?,
            day: row.get(3)?,
            children: row.get(4)?,
            records: row.get(5)?,
            missing: row.get(6)?,
            reason: row.get(7)?,
        })
    })
}

/// Whether it is new.
pub(in crate::supervision) fn insert(tx: &mut Tx<'_>, staff: StaffId, month: SchoolDate, counts: (i64, i64, i64), reason: &str) -> Result<bool> {
    let (now, today) = (tx.now(), tx.today());
    Ok(tx.execute(INSERT, &[&tx.school(), &staff, &month, &today, &counts.0, &counts.1, &counts.2, &reason, &now])? == 1)
}

/// The months whose day was moved: month, day, reason, how often; the newest last.
pub(in crate::supervision) fn moved(tx: &mut Tx<'_>, from: SchoolDate, until: SchoolDate) -> Result<Vec<(SchoolDate, SchoolDate, String, i64)>> {
    tx.query(MOVED, &[&tx.school(), &from, &until], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
}

pub(in crate::supervision) fn move_due(tx: &mut Tx<'_>, month: SchoolDate, number: i64, day: SchoolDate, reason: &str, actor: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(INSERT_DUE, &[&tx.school(), &month, &number, &day, &reason, &actor, &now]).map(|_| ())
}

//! Destructions of psychological files: proposed by one, decided by another, without names.

use crate::base::{Result, RowId, SchoolDate, StaffId};
use crate::store::{Sql, Tx};
use crate::wellbeing::ending::Ending;

const LIST: Sql = Sql("select d.id, d.left_until, d.basis, d.day, d.staff_id, e.what, e.day, e.staff_id from wellbeing_ending d
       left join wellbeing_ending_end e on e.school_id = d.school_id and e.ending_id = d.id
      where d.school_id = $1 order by d.at_ms desc, d.id limit 100");
const INSERT: Sql = Sql("insert into wellbeing_ending (school_id, id, left_until, basis, day, staff_id, at_ms) values ($1, $2, $3, $4, $5, $6, $7)");
const INSERT_END: Sql =
    Sql("insert into wellbeing_ending_end (school_id, ending_id, what, day, staff_id, at_ms) values ($1, $2, $3, $4, $5, $6) on conflict (school_id, ending_id) do nothing");

pub(in crate::wellbeing) fn list(tx: &mut Tx<'_>) -> Result<Vec<Ending>> {
    tx.query(LIST, &[&tx.school()], |row| {
        let (what, day, staff): (Option<String>, Option<SchoolDate>, Option<StaffId>) = (row.get(5)?, row.get(6)?, row.get(7)?);
        let ended = what.zip(day).zip(staff).map(|((what, day), staff)| (what, day, staff));
        Ok(Ending { id: row.get(0)?, left_until: row.get(1)?, basis: row.get(2)?, day: row.get(3)?, staff: row.get(4)?, ended })
    })
}

pub(in crate::wellbeing) fn insert(tx: &mut Tx<'_>, id: RowId, left_until: SchoolDate, basis: &str, staff: StaffId) -> Result<()> {
    let (school, now, today) = (tx.school(), tx.now(), tx.today());
    tx.execute(INSERT, &[&school, &id, &left_until, &basis, &today, &staff, &now]).map(|_| ())
}

/// Whether it had not ended yet.
pub(in crate::wellbeing) fn insert_end(tx: &mut Tx<'_>, id: RowId, what: &str, staff: StaffId) -> Result<bool> {
    let (school, now, today) = (tx.school(), tx.now(), tx.today());
    Ok(tx.execute(INSERT_END, &[&school, &id, &what, &today, &staff, &now])? == 1)
}

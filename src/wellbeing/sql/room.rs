//! Who receives. Reads `tie` of access through `roster::people`, never here.

use crate::base::{Result, RowId, SchoolDate, StaffId};
use crate::store::{Sql, Tx};

const RECEIVERS: Sql = Sql("select r.id, r.staff_id, s.name, r.from_day from wellbeing_receiver r join staff s on s.school_id = r.school_id and s.id = r.staff_id
      where r.school_id = $1 and s.until_day >= $2 and not exists (select 1 from wellbeing_receiver_end e where e.school_id = r.school_id and e.receiver_id = r.id)
      order by r.at_ms, r.id limit 50");
const INSERT: Sql = Sql("insert into wellbeing_receiver (school_id, id, staff_id, from_day, actor, at_ms) values ($1, $2, $3, $4, $5, $6) on conflict (school_id, id) do nothing");
const END: Sql = Sql("insert into wellbeing_receiver_end (school_id, receiver_id, day, actor, at_ms) values ($1, $2, $3, $4, $5) on conflict (school_id, receiver_id) do nothing");

/// Who was named and not released, and is still at the school: id, person, name, since when.
pub(in crate::wellbeing) fn receivers(tx: &mut Tx<'_>) -> Result<Vec<(RowId, StaffId, String, SchoolDate)>> {
    let today = tx.today();
    tx.query(RECEIVERS, &[&tx.school(), &today], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
}

pub(in crate::wellbeing) fn insert(tx: &mut Tx<'_>, id: RowId, staff: StaffId, actor: &str) -> Result<()> {
    let (school, now, today) = (tx.school(), tx.now(), tx.today());
    tx.execute(INSERT, &[&school, &id, &staff, &today, &actor, &now]).map(|_| ())
}

pub(in crate::wellbeing) fn end(tx: &mut Tx<'_>, id: RowId, actor: &str) -> Result<()> {
    let (school, now, today) = (tx.school(), tx.now(), tx.today());
    tx.execute(END, &[&school, &id, &today, &actor, &now]).map(|_| ())
}

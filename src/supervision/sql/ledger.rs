//! What was postponed.

use crate::base::{Result, RowId, SchoolDate};
use crate::store::{Sql, Tx};
use crate::supervision::ledger::Postponed;

const POSTPONED: Sql =
    Sql("select pupil_id, act, from_day, latest_day, reason from supervision_postponed where school_id = $1 and from_day between $2 and $3 order by at_ms desc, id desc");
const INSERT: Sql = Sql("insert into supervision_postponed (school_id, id, pupil_id, act, from_day, latest_day, reason, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");

/// What was postponed of stretches that begin in some days, the newest word first.
pub(in crate::supervision) fn postponed(tx: &mut Tx<'_>, (from, until): (SchoolDate, SchoolDate)) -> Result<Vec<Postponed>> {
    tx.query(POSTPONED, &[&tx.school(), &from, &until], |row| Ok(Postponed { pupil: row.get(0)?, act: row.get(1)?, from: row.get(2)?, latest: row.get(3)?, reason: row.get(4)? }))
}

pub(in crate::supervision) fn insert_postponed(tx: &mut Tx<'_>, id: RowId, new: &Postponed, actor: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(INSERT, &[&tx.school(), &id, &new.pupil, &new.act, &new.from, &new.latest, &new.reason, &actor, &now]).map(|_| ())
}

//! The five selves as children rate them.

use crate::base::{Result, RowId, SchoolDate, TermId};
use crate::store::{Sql, Tx};

const PUT: Sql = Sql("insert into plan_self (school_id, plan_id, term_id, half, self, step, day, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (school_id, plan_id, term_id, half, self) do update set step = excluded.step, day = excluded.day, actor = excluded.actor, at_ms = excluded.at_ms");
const OF_PLAN: Sql = Sql("select s.term_id, s.half, s.self, s.step, s.day from plan_self s join term t on t.school_id = s.school_id and t.id = s.term_id
      where s.school_id = $1 and s.plan_id = $2 order by t.first_day, s.half, s.self");
const DROP: Sql = Sql(
    "delete from plan_self where school_id = $1 and plan_id = $3
        and exists (select 1 from plan_self k where k.school_id = $1 and k.plan_id = $2 and k.term_id = plan_self.term_id and k.half = plan_self.half and k.self = plan_self.self)",
);
const TO_KEPT: Sql = Sql("update plan_self set plan_id = $2 where school_id = $1 and plan_id = $3");

pub(in crate::plan) fn put(tx: &mut Tx<'_>, plan: RowId, (term, half): (TermId, i64), one: &str, step: &str, actor: &str) -> Result<()> {
    let (school, now, today) = (tx.school(), tx.now(), tx.today());
    tx.execute(PUT, &[&school, &plan, &term, &half, &one, &step, &today, &actor, &now]).map(|_| ())
}

/// One word of a child.
pub(in crate::plan) struct Row {
    pub term: TermId,
    pub half: i64,
    pub one: String,
    pub step: String,
    pub day: SchoolDate,
}

/// All that the child said, the oldest first.
pub(in crate::plan) fn of_plan(tx: &mut Tx<'_>, plan: RowId) -> Result<Vec<Row>> {
    tx.query(OF_PLAN, &[&tx.school(), &plan], |row| Ok(Row { term: row.get(0)?, half: row.get(1)?, one: row.get(2)?, step: row.get(3)?, day: row.get(4)? }))
}

pub(in crate::plan) fn hand_over(tx: &mut Tx<'_>, kept: RowId, gone: RowId) -> Result<()> {
    let school = tx.school();
    for sql in [DROP, TO_KEPT] {
        tx.execute(sql, &[&school, &kept, &gone])?;
    }
    Ok(())
}

//! Reminders outside of the product: when, by which way, to whom, what came of it.

use crate::base::{Result, SchoolDate, StaffId, Stamp};
use crate::store::{Sql, Tx};

const RULE: Sql = Sql("select is_on, hour, address from reminder_rule where school_id = $1");
const PUT_RULE: Sql = Sql("insert into reminder_rule (school_id, is_on, hour, address, actor, at_ms) values ($1, $2, $3, $4, $5, $6)
     on conflict (school_id) do update set is_on = excluded.is_on, hour = excluded.hour, address = excluded.address, actor = excluded.actor, at_ms = excluded.at_ms");
const CHANNELS: Sql = Sql("select channel, is_on, body_sealed from reminder_channel where school_id = $1 order by channel");
const PUT_CHANNEL: Sql = Sql("insert into reminder_channel (school_id, channel, is_on, body_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6)
     on conflict (school_id, channel) do update set is_on = excluded.is_on, body_sealed = excluded.body_sealed, actor = excluded.actor, at_ms = excluded.at_ms");
const WISH: Sql = Sql("select is_on, body_sealed from reminder_wish where school_id = $1 and staff_id = $2");
const WISHES: Sql = Sql("select w.staff_id, w.body_sealed from reminder_wish w join staff f on f.school_id = w.school_id and f.id = w.staff_id
     where w.school_id = $1 and w.is_on and f.until_day >= $2 order by w.staff_id");
const PUT_WISH: Sql = Sql("insert into reminder_wish (school_id, staff_id, is_on, body_sealed, at_ms) values ($1, $2, $3, $4, $5)
     on conflict (school_id, staff_id) do update set is_on = excluded.is_on, body_sealed = excluded.body_sealed, at_ms = excluded.at_ms");
const TRY: Sql = Sql("select is_sent, tries, next_at_ms from reminder_try where school_id = $1 and target = $2 and day = $3");
const TRIES: Sql = Sql("select target, day, is_sent, tries, reason from reminder_try where school_id = $1 order by day desc, target limit $2");
const PUT_TRY: Sql = Sql("insert into reminder_try (school_id, target, day, is_sent, tries, next_at_ms, reason, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, target, day) do update
        set is_sent = excluded.is_sent, tries = excluded.tries, next_at_ms = excluded.next_at_ms, reason = excluded.reason, at_ms = excluded.at_ms");
const DUE: Sql = Sql("select count(*), cast(coalesce(sum(case when t.due_day < $3 then 1 else 0 end), 0) as bigint) from task t
      where t.school_id = $1 and t.due_day between $2 and $3
        and not exists (select 1 from task_end e where e.school_id = t.school_id and e.task_id = t.id)");
const OWN_DUE: Sql = Sql("select t.link, t.due_day from task t
      where t.school_id = $1 and t.staff_id = $2 and t.due_day between $3 and $4
        and not exists (select 1 from task_end e where e.school_id = t.school_id and e.task_id = t.id)
      order by t.due_day desc, t.kind, t.link limit $5");

pub(in crate::supervision) fn rule(tx: &mut Tx<'_>) -> Result<Option<(bool, i64, String)>> {
    tx.optional(RULE, &[&tx.school()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

pub(in crate::supervision) fn put_rule(tx: &mut Tx<'_>, on: bool, hour: i64, address: &str, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(PUT_RULE, &[&school, &on, &hour, &address, &actor, &now]).map(|_| ())
}

pub(in crate::supervision) fn channels(tx: &mut Tx<'_>) -> Result<Vec<(String, bool, Vec<u8>)>> {
    tx.query(CHANNELS, &[&tx.school()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

pub(in crate::supervision) fn put_channel(tx: &mut Tx<'_>, channel: &str, on: bool, sealed: &[u8], actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(PUT_CHANNEL, &[&school, &channel, &on, &sealed, &actor, &now]).map(|_| ())
}

pub(in crate::supervision) fn wish(tx: &mut Tx<'_>, staff: StaffId) -> Result<Option<(bool, Vec<u8>)>> {
    tx.optional(WISH, &[&tx.school(), &staff], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(in crate::supervision) fn wishes(tx: &mut Tx<'_>, day: SchoolDate) -> Result<Vec<(StaffId, Vec<u8>)>> {
    tx.query(WISHES, &[&tx.school(), &day], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(in crate::supervision) fn put_wish(tx: &mut Tx<'_>, staff: StaffId, on: bool, sealed: &[u8]) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(PUT_WISH, &[&school, &staff, &on, &sealed, &now]).map(|_| ())
}

/// Whether it was sent on a day, how often it was tried, when it is tried again.
pub(in crate::supervision) fn tried(tx: &mut Tx<'_>, target: &str, day: SchoolDate) -> Result<Option<(bool, i64, Stamp)>> {
    tx.optional(TRY, &[&tx.school(), &target, &day], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// Target, day, whether it was sent, how often it was tried, the key of what went wrong.
pub(in crate::supervision) type Tried = (String, SchoolDate, bool, i64, String);

pub(in crate::supervision) fn tries(tx: &mut Tx<'_>, rows: i64) -> Result<Vec<Tried>> {
    tx.query(TRIES, &[&tx.school(), &rows], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
}

pub(in crate::supervision) fn put_try(tx: &mut Tx<'_>, target: &str, day: SchoolDate, (sent, tries, next): (bool, i64, Stamp), reason: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(PUT_TRY, &[&school, &target, &day, &sent, &tries, &next, &reason, &now]).map(|_| ())
}

/// Open tasks of the school due from a day to another, and how many of them before the latter.
pub(in crate::supervision) fn due(tx: &mut Tx<'_>, span: (SchoolDate, SchoolDate)) -> Result<(i64, i64)> {
    tx.one(DUE, &[&tx.school(), &span.0, &span.1], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The forms of a person's open tasks due from a day to another, with their days, the latest first.
pub(in crate::supervision) fn own_due(tx: &mut Tx<'_>, staff: StaffId, span: (SchoolDate, SchoolDate), rows: i64) -> Result<Vec<(String, SchoolDate)>> {
    tx.query(OWN_DUE, &[&tx.school(), &staff, &span.0, &span.1, &rows], |row| Ok((row.get(0)?, row.get(1)?)))
}

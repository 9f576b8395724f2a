//! All SQL of the room.

use super::{Attachment, Consent, Event, Task};
use crate::base::{AttachmentId, ConsentId, Error, EventId, PupilId, Result, RowId, SchoolDate, StaffId, TaskId};
use crate::store::{Sql, Tx};

const INSERT_EVENT: Sql = Sql("insert into event (school_id, id, at_ms, actor, kind, subject_id, data) values ($1, $2, $3, $4, $5, $6, $7)");
const EVENTS_OF: Sql = Sql("select id, at_ms, actor, kind, subject_id, data from event where school_id = $1 and subject_id = $2 order by at_ms desc, id limit $3");

pub(super) fn insert_event(tx: &mut Tx<'_>, id: EventId, actor: &str, kind: &str, subject: RowId, data: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_EVENT, &[&school, &id, &now, &actor, &kind, &subject, &data])?;
    Ok(())
}

pub(super) fn events_of(tx: &mut Tx<'_>, subject: RowId, rows: i64) -> Result<Vec<Event>> {
    tx.query(EVENTS_OF, &[&tx.school(), &subject, &rows], |row| {
        Ok(Event { id: row.get(0)?, at: row.get(1)?, actor: row.get(2)?, kind: row.get(3)?, subject: row.get(4)?, data: row.get(5)? })
    })
}

const INSERT_TASK: Sql = Sql("insert into task (school_id, id, kind, staff_id, subject_id, link, args, due_day, opened_at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (school_id, staff_id, kind, subject_id, due_day) do nothing");
const END_TASKS: Sql = Sql("insert into task_end (school_id, task_id, at_ms, actor, how)
     select t.school_id, t.id, cast($2 as bigint), cast($3 as text), cast($4 as text) from task t
      where t.school_id = $1 and t.kind = $5 and t.subject_id = $6
        and not exists (select 1 from task_end e where e.school_id = t.school_id and e.task_id = t.id)");
const END_OWN_TASKS: Sql = Sql("insert into task_end (school_id, task_id, at_ms, actor, how)
     select t.school_id, t.id, cast($2 as bigint), cast($3 as text), 'done' from task t
      where t.school_id = $1 and t.staff_id = $4 and t.kind = $5 and t.subject_id = $6
        and not exists (select 1 from task_end e where e.school_id = t.school_id and e.task_id = t.id)");
const TASKS_OF: Sql = Sql("select t.id, t.kind, t.staff_id, t.link, t.args, t.due_day from task t
      where t.school_id = $1 and t.staff_id = $2
        and not exists (select 1 from task_end e where e.school_id = t.school_id and e.task_id = t.id)
      order by t.due_day, t.kind, t.link limit $3");
const LINKS_DUE: Sql = Sql("select t.link from task t
      where t.school_id = $1 and t.staff_id = $2 and t.kind = $3
        and not exists (select 1 from task_end e where e.school_id = t.school_id and e.task_id = t.id)");
const OPEN_TASKS_OF: Sql = Sql("select t.id from task t
      where t.school_id = $1 and t.staff_id = $2
        and not exists (select 1 from task_end e where e.school_id = t.school_id and e.task_id = t.id)");
const MOVE_TASK: Sql = Sql("update task set staff_id = $3
      where school_id = $1 and id = $2
        and not exists (select 1 from task o where o.school_id = task.school_id and o.staff_id = $3
                           and o.kind = task.kind and o.subject_id = task.subject_id and o.due_day = task.due_day)");
const WITHDRAW_TASK: Sql = Sql("insert into task_end (school_id, task_id, at_ms, actor, how) values ($1, $2, $3, $4, 'withdrawn')");

#[allow(clippy::too_many_arguments)]
pub(super) fn insert_task(tx: &mut Tx<'_>, id: TaskId, kind: &str, staff: StaffId, subject: RowId, link: &str, args: &str, due: SchoolDate) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_TASK, &[&school, &id, &kind, &staff, &subject, &link, &args, &due, &now])?;
    Ok(())
}

pub(super) fn end_tasks(tx: &mut Tx<'_>, actor: &str, kind: &str, subject: RowId, how: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(END_TASKS, &[&school, &now, &actor, &how, &kind, &subject])?;
    Ok(())
}

pub(super) fn end_own_tasks(tx: &mut Tx<'_>, actor: &str, staff: StaffId, kind: &str, subject: RowId) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(END_OWN_TASKS, &[&school, &now, &actor, &staff, &kind, &subject])?;
    Ok(())
}

pub(super) fn links_due(tx: &mut Tx<'_>, staff: StaffId, kind: &str) -> Result<Vec<String>> {
    tx.query(LINKS_DUE, &[&tx.school(), &staff, &kind], |row| row.get(0))
}

pub(super) fn tasks_of(tx: &mut Tx<'_>, staff: StaffId, rows: i64) -> Result<Vec<Task>> {
    tx.query(TASKS_OF, &[&tx.school(), &staff, &rows], |row| {
        let args: String = row.get(4)?;
        let args = serde_json::from_str(&args).map_err(|e| Error::fault("task", e))?;
        Ok(Task { id: row.get(0)?, kind: row.get(1)?, staff: row.get(2)?, link: row.get(3)?, args, due: row.get(5)? })
    })
}

pub(super) fn open_tasks_of(tx: &mut Tx<'_>, staff: StaffId) -> Result<Vec<TaskId>> {
    tx.query(OPEN_TASKS_OF, &[&tx.school(), &staff], |row| row.get(0))
}

/// Gives a task to somebody; false when they have, or had, the same.
pub(super) fn move_task(tx: &mut Tx<'_>, id: TaskId, to: StaffId) -> Result<bool> {
    let school = tx.school();
    Ok(tx.execute(MOVE_TASK, &[&school, &id, &to])? == 1)
}

pub(super) fn withdraw_task(tx: &mut Tx<'_>, actor: &str, id: TaskId) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(WITHDRAW_TASK, &[&school, &id, &now, &actor])?;
    Ok(())
}

const INSERT_ATTACHMENT: Sql = Sql("insert into attachment (school_id, id, name, media_type, size_bytes, sha256, content, owner_id, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
const ATTACHMENT: Sql = Sql("select id, name, media_type, content, owner_id from attachment where school_id = $1 and id = $2");
const EMPTY_ATTACHMENT: Sql = Sql("update attachment set content = $3, size_bytes = 0, sha256 = $3, name = '' where school_id = $1 and id = $2");
const ATTACHMENTS_OF: Sql = Sql("select id, name, size_bytes from attachment where school_id = $1 and owner_id = $2 order by name, at_ms");

#[allow(clippy::too_many_arguments)]
pub(super) fn insert_attachment(tx: &mut Tx<'_>, id: AttachmentId, name: &str, media_type: &str, content: &[u8], sha256: &[u8], owner: RowId, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    let size = i64::try_from(content.len()).unwrap_or(i64::MAX);
    tx.execute(INSERT_ATTACHMENT, &[&school, &id, &name, &media_type, &size, &sha256, &content, &owner, &actor, &now])?;
    Ok(())
}

pub(super) fn attachment(tx: &mut Tx<'_>, id: AttachmentId) -> Result<Attachment> {
    tx.one(ATTACHMENT, &[&tx.school(), &id], |row| Ok(Attachment { id: row.get(0)?, name: row.get(1)?, media_type: row.get(2)?, content: row.get(3)?, owner: row.get(4)? }))
}

pub(super) fn empty_attachment(tx: &mut Tx<'_>, id: AttachmentId) -> Result<()> {
    let (school, nothing): (_, Vec<u8>) = (tx.school(), Vec::new());
    tx.execute(EMPTY_ATTACHMENT, &[&school, &id, &nothing]).map(|_| ())
}

pub(super) fn attachments_of(tx: &mut Tx<'_>, owner: RowId) -> Result<Vec<(AttachmentId, String, i64)>> {
    tx.query(ATTACHMENTS_OF, &[&tx.school(), &owner], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

const INSERT_CONSENT: Sql = Sql("insert into consent (school_id, id, pupil_id, purpose, given, how, by_whom, day, actor, at_ms, withdrawn, guardian_id, letter_version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)");
const CONSENTS_OF: Sql =
    Sql("select purpose, given, how, by_whom, day, withdrawn, guardian_id, letter_version from consent where school_id = $1 and pupil_id = $2 order by at_ms desc, id");

pub(super) fn insert_consent(tx: &mut Tx<'_>, id: ConsentId, pupil: PupilId, c: &Consent, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_CONSENT, &[&school, &id, &pupil, &c.purpose, &c.given, &c.how, &c.by_whom, &c.day, &actor, &now, &c.withdrawn, &c.guardian, &c.version])?;
    Ok(())
}

pub(super) fn consents_of(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<Consent>> {
    tx.query(CONSENTS_OF, &[&tx.school(), &pupil], |row| {
        let (purpose, given, how, by_whom, day) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
        Ok(Consent { purpose, given, withdrawn: row.get(5)?, how, by_whom, guardian: row.get(6)?, version: row.get(7)?, day })
    })
}

const EVENTS_TO_KEPT: Sql = Sql("update event set subject_id = $2 where school_id = $1 and subject_id = $3");
const OTHERS_TO_KEPT: Sql = Sql("update event set other_id = $2 where school_id = $1 and other_id = $3");
const FILES_TO_KEPT: Sql = Sql("update attachment set owner_id = $2 where school_id = $1 and owner_id = $3");
const CONSENTS_TO_KEPT: Sql = Sql("update consent set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const TASKS_TO_KEPT: Sql = Sql("update task set subject_id = $2 where school_id = $1 and subject_id = $3
        and not exists (select 1 from task o where o.school_id = task.school_id and o.staff_id = task.staff_id and o.kind = task.kind and o.subject_id = $2 and o.due_day = task.due_day)");
const WITHDRAW_TASKS_OF: Sql = Sql("insert into task_end (school_id, task_id, at_ms, actor, how)
     select t.school_id, t.id, cast($2 as bigint), cast($3 as text), 'withdrawn' from task t
      where t.school_id = $1 and t.subject_id = $4 and not exists (select 1 from task_end e where e.school_id = t.school_id and e.task_id = t.id)");
/// Looks at every task: a link names the child in the middle of an address, and a child is united with another once in years.
const LINKS_TO_KEPT: Sql = Sql("update task set link = replace(link, $2, $3) where school_id = $1 and link like $4");

pub(super) fn hand_over(tx: &mut Tx<'_>, actor: &str, kept: PupilId, gone: PupilId) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    for sql in [EVENTS_TO_KEPT, OTHERS_TO_KEPT, FILES_TO_KEPT, CONSENTS_TO_KEPT, TASKS_TO_KEPT] {
        tx.execute(sql, &[&school, &kept, &gone])?;
    }
    tx.execute(WITHDRAW_TASKS_OF, &[&school, &now, &actor, &gone])?;
    let (old, new) = (gone.to_string(), kept.to_string());
    tx.execute(LINKS_TO_KEPT, &[&school, &old, &new, &format!("%{old}%")])?;
    Ok(())
}

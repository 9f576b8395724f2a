//! Why a cell of the tutoring table is empty, and which tables were filed.

use crate::base::{ClassId, PupilId, Result, SchoolDate, TermId};
use crate::store::{Sql, Tx};

const PLACE: &str = "plan_cover_reason.text";
const PUT: Sql = Sql("insert into plan_cover_reason (school_id, pupil_id, subject, term_id, reason, text_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, pupil_id, subject, term_id) do update set reason = excluded.reason, text_sealed = excluded.text_sealed, actor = excluded.actor, at_ms = excluded.at_ms");
const REASONS: Sql = Sql("select subject, reason, text_sealed from plan_cover_reason where school_id = $1 and pupil_id = $2 and term_id = $3 order by subject");
const INSERT_FILED: Sql = Sql("insert into plan_cover_filed (school_id, class_id, term_id, number, day, covered, uncovered, actor, at_ms)
     values ($1, $2, $3, (select coalesce(max(n.number), 0) + 1 from plan_cover_filed n where n.school_id = $1 and n.class_id = $2 and n.term_id = $3), $4, $5, $6, $7, $8)");
const FILED: Sql = Sql("select day, covered, uncovered, actor from plan_cover_filed where school_id = $1 and class_id = $2 and term_id = $3 order by number desc limit 1");
const DROP_REASONS: Sql = Sql("delete from plan_cover_reason where school_id = $1 and pupil_id = $3
        and exists (select 1 from plan_cover_reason k where k.school_id = $1 and k.pupil_id = $2 and k.subject = plan_cover_reason.subject and k.term_id = plan_cover_reason.term_id)");
const REASONS_TO_KEPT: Sql = Sql("update plan_cover_reason set pupil_id = $2 where school_id = $1 and pupil_id = $3");

pub(in crate::plan) fn put(tx: &mut Tx<'_>, pupil: PupilId, subject: &str, term: TermId, (reason, text): (&str, &str), actor: &str) -> Result<()> {
    let (school, now, sealed) = (tx.school(), tx.now(), tx.vault().seal_words(pupil, PLACE, text)?);
    tx.execute(PUT, &[&school, &pupil, &subject, &term, &reason, &sealed, &actor, &now]).map(|_| ())
}

/// The reasons of a child: subject, code, words.
pub(in crate::plan) fn reasons(tx: &mut Tx<'_>, pupil: PupilId, term: TermId) -> Result<Vec<(String, String, String)>> {
    let rows = tx.query(REASONS, &[&tx.school(), &pupil, &term], |row| Ok((row.get(0)?, row.get(1)?, row.get::<Option<Vec<u8>>>(2)?)))?;
    rows.into_iter().map(|(subject, reason, sealed)| Ok((subject, reason, tx.vault().open_words(pupil, PLACE, sealed.as_deref())?))).collect()
}

pub(in crate::plan) fn insert_filed(tx: &mut Tx<'_>, class: ClassId, term: TermId, (covered, uncovered): (i64, i64), actor: &str) -> Result<()> {
    let (school, now, today) = (tx.school(), tx.now(), tx.today());
    tx.execute(INSERT_FILED, &[&school, &class, &term, &today, &covered, &uncovered, &actor, &now]).map(|_| ())
}

/// When the table of a class was filed last: day, cells with a task, cells with a reason, who.
pub(in crate::plan) fn filed(tx: &mut Tx<'_>, class: ClassId, term: TermId) -> Result<Option<(SchoolDate, i64, i64, String)>> {
    Ok(tx.query(FILED, &[&tx.school(), &class, &term], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?.pop())
}

pub(in crate::plan) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    let school = tx.school();
    for sql in [DROP_REASONS, REASONS_TO_KEPT] {
        tx.execute(sql, &[&school, &kept, &gone])?;
    }
    Ok(())
}

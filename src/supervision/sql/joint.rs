//! The joint evaluation of a term and what helpers say to it.

use crate::base::{Result, SchoolDate, StaffId, TermId};
use crate::store::{Sql, Tx};

const OPENED: Sql = Sql("select day, reply_until from supervision_joint where school_id = $1 and term_id = $2");
const OPEN: Sql =
    Sql("insert into supervision_joint (school_id, term_id, day, reply_until, actor, at_ms) values ($1, $2, $3, $4, $5, $6) on conflict (school_id, term_id) do nothing");
const REPLIES: Sql = Sql("select staff_id, number, day, words from supervision_joint_reply where school_id = $1 and term_id = $2 order by staff_id, number");
const INSERT: Sql = Sql("insert into supervision_joint_reply (school_id, term_id, staff_id, number, day, words, at_ms) values ($1, $2, $3, $4, $5, $6, $7)");

/// When it was opened, and until when the helpers have it to themselves.
pub(in crate::supervision) fn opened(tx: &mut Tx<'_>, term: TermId) -> Result<Option<(SchoolDate, SchoolDate)>> {
    tx.optional(OPENED, &[&tx.school(), &term], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Whether it is new.
pub(in crate::supervision) fn open(tx: &mut Tx<'_>, term: TermId, until: SchoolDate, actor: &str) -> Result<bool> {
    let (now, today) = (tx.now(), tx.today());
    Ok(tx.execute(OPEN, &[&tx.school(), &term, &today, &until, &actor, &now])? == 1)
}

/// What was said: who, number, day, words; the newest last.
pub(in crate::supervision) fn replies(tx: &mut Tx<'_>, term: TermId) -> Result<Vec<(StaffId, i64, SchoolDate, String)>> {
    tx.query(REPLIES, &[&tx.school(), &term], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
}

pub(in crate::supervision) fn reply(tx: &mut Tx<'_>, term: TermId, staff: StaffId, number: i64, words: &str) -> Result<()> {
    let (now, today) = (tx.now(), tx.today());
    tx.execute(INSERT, &[&tx.school(), &term, &staff, &number, &today, &words, &now]).map(|_| ())
}

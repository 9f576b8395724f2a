//! SQL of the first page: counts over other rooms' tables, read-only.

use crate::base::{Result, SchoolDate, Stamp};
use crate::store::{Sql, Tx};

const IMPORTS_WAITING: Sql = Sql("select count(*) from import where school_id = $1 and state = 'preview'");
const RESULTS: Sql = Sql("select count(*), coalesce(max(at_ms), 0) from assessment where school_id = $1 and day between $2 and $3 and kind in ('final', 'baseline')");
const REVIEWS: Sql = Sql("select count(*), cast(coalesce(sum(case when t.due_day < $3 then 1 else 0 end), 0) as bigint) from task t
     where t.school_id = $1 and t.kind = $2 and not exists (select 1 from task_end e where e.school_id = t.school_id and e.task_id = t.id)");
const TAKEN: Sql = Sql("select count(*) from attendance_taken where school_id = $1 and day = $2");
const ABSENT: Sql = Sql("select count(*) from absence where school_id = $1 and day = $2 and kind <> 'late'");

/// Imports that wait in their preview.
pub(super) fn imports_waiting(tx: &mut Tx<'_>) -> Result<i64> {
    tx.number(IMPORTS_WAITING, &[&tx.school()])
}

/// Assessments whose results count between two days, and when the newest was made.
pub(super) fn results(tx: &mut Tx<'_>, (from, until): (SchoolDate, SchoolDate)) -> Result<(i64, Stamp)> {
    tx.one(RESULTS, &[&tx.school(), &from, &until], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Open tasks of a kind, and how many of them are late.
pub(super) fn reviews_open(tx: &mut Tx<'_>, kind: &str) -> Result<(i64, i64)> {
    let today = tx.today();
    tx.one(REVIEWS, &[&tx.school(), &kind, &today], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Classes whose attendance was taken today, and children absent.
pub(super) fn attendance(tx: &mut Tx<'_>) -> Result<(i64, i64)> {
    let today = tx.today();
    Ok((tx.number(TAKEN, &[&tx.school(), &today])?, tx.number(ABSENT, &[&tx.school(), &today])?))
}

//! All SQL of the room: pairs of a child and a member of staff, proposals; the files beside hold that of study partners.

pub(in crate::pairing) mod fit;
pub(in crate::pairing) mod peers;
pub(in crate::pairing) mod volunteers;

use crate::base::{ProgrammeId, PupilId, Result, RowId, SchoolDate, StaffId};
use crate::store::{Row, Sql, Tx};

macro_rules! pair {
    ($rest:expr) => {
        concat!(
            "select p.id, p.programme_id, p.pupil_id, u.name, p.staff_id, f.name, p.from_day, p.until_day, p.why, e.last_day, coalesce(e.reason, '')
               from pairing p join pupil u on u.school_id = p.school_id and u.id = p.pupil_id join staff f on f.school_id = p.school_id and f.id = p.staff_id
               left join pairing_end e on e.school_id = p.school_id and e.pairing_id = p.id where p.school_id = $1 and ",
            $rest
        )
    };
}

const OF_PROGRAMME: Sql = Sql(pair!("p.programme_id = $2 and p.until_day = $3 and e.last_day is null order by p.pupil_id, p.staff_id, p.id"));
const OF_STAFF: Sql =
    Sql(pair!("p.staff_id = $2 and cast($3 as date) between p.from_day and p.until_day and (e.last_day is null or e.last_day >= $3) order by u.name, p.pupil_id, p.id"));
const ON_DAY: Sql = Sql(pair!(
    "cast($2 as date) between p.from_day and p.until_day and (e.last_day is null or e.last_day >= $2) order by f.name, p.staff_id, u.name, p.pupil_id, p.from_day, p.id"
));
const BETWEEN: Sql = Sql(pair!("p.from_day <= $3 and p.until_day >= $2 and (e.last_day is null or e.last_day >= $2) order by u.name, p.pupil_id, p.from_day, f.name, p.id"));
const OF_PUPIL: Sql = Sql(pair!("p.pupil_id = $2 order by p.until_day desc, p.at_ms desc, p.id"));
const FIND: Sql = Sql(pair!("p.id = $2"));
const BEFORE: Sql = Sql("select distinct pupil_id, staff_id from pairing where school_id = $1 and programme_id = $2 and until_day < $3");
const INSERT: Sql =
    Sql("insert into pairing (school_id, id, programme_id, pupil_id, staff_id, from_day, until_day, why, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
const INSERT_END: Sql = Sql("insert into pairing_end (school_id, pairing_id, last_day, reason, actor, at_ms) values ($1, $2, $3, $4, $5, $6)");
/// The quota as the programme sets it today; it never falls below what is taken.
const ENSURE_LOAD: Sql = Sql("insert into mentor_load (school_id, programme_id, until_day, staff_id, taken, quota) values ($1, $2, $3, $4, 0, $5)
     on conflict (school_id, programme_id, until_day, staff_id)
     do update set quota = case when mentor_load.taken > excluded.quota then mentor_load.taken else excluded.quota end");
const TAKE: Sql = Sql("update mentor_load set taken = taken + 1 where school_id = $1 and programme_id = $2 and until_day = $3 and staff_id = $4 and taken < quota");
const GIVE_BACK: Sql = Sql("update mentor_load set taken = taken - 1 where school_id = $1 and programme_id = $2 and until_day = $3 and staff_id = $4 and taken > 0");
const LINES: Sql = Sql("select l.pupil_id, l.staff_id, f.name, l.locked, l.why from pairing_line l join staff f on f.school_id = l.school_id and f.id = l.staff_id
      where l.school_id = $1 and l.programme_id = $2 and l.until_day = $3 order by l.pupil_id, l.staff_id");
const INSERT_LINE: Sql =
    Sql("insert into pairing_line (school_id, programme_id, until_day, pupil_id, staff_id, locked, why, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (school_id, programme_id, until_day, pupil_id, staff_id) do update set locked = excluded.locked");
const DELETE_LINE: Sql = Sql("delete from pairing_line where school_id = $1 and programme_id = $2 and until_day = $3 and pupil_id = $4 and staff_id = $5");
const DELETE_LINES: Sql = Sql("delete from pairing_line where school_id = $1 and programme_id = $2 and until_day = $3");

/// A pair as it is stored, with names.
#[derive(Clone, Debug)]
pub(in crate::pairing) struct PairRow {
    pub id: RowId,
    pub programme: ProgrammeId,
    pub pupil: PupilId,
    pub pupil_name: String,
    pub staff: StaffId,
    pub staff_name: String,
    pub from: SchoolDate,
    pub until: SchoolDate,
    pub why: String,
    pub ended: Option<SchoolDate>,
    pub reason: String,
}

fn pair(row: &Row<'_>) -> Result<PairRow> {
    Ok(PairRow {
        id: row.get(0)?,
        programme: row.get(1)?,
        pupil: row.get(2)?,
        pupil_name: row.get(3)?,
        staff: row.get(4)?,
        staff_name: row.get(5)?,
        from: row.get(6)?,
        until: row.get(7)?,
        why: row.get(8)?,
        ended: row.get(9)?,
        reason: row.get(10)?,
    })
}

/// The time in which a pair stands: a programme, up to a last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pairing) struct Span {
    pub programme: ProgrammeId,
    pub until: SchoolDate,
}

/// The pairs of a programme that stand up to a last day.
pub(in crate::pairing) fn of_programme(tx: &mut Tx<'_>, span: Span) -> Result<Vec<PairRow>> {
    tx.query(OF_PROGRAMME, &[&tx.school(), &span.programme, &span.until], pair)
}

pub(in crate::pairing) fn of_staff(tx: &mut Tx<'_>, staff: StaffId, day: SchoolDate) -> Result<Vec<PairRow>> {
    tx.query(OF_STAFF, &[&tx.school(), &staff, &day], pair)
}

pub(in crate::pairing) fn on_day(tx: &mut Tx<'_>, day: SchoolDate) -> Result<Vec<PairRow>> {
    tx.query(ON_DAY, &[&tx.school(), &day], pair)
}

/// Those that stood on some day of a stretch.
pub(in crate::pairing) fn between(tx: &mut Tx<'_>, from: SchoolDate, until: SchoolDate) -> Result<Vec<PairRow>> {
    tx.query(BETWEEN, &[&tx.school(), &from, &until], pair)
}

pub(in crate::pairing) fn of_pupil(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<PairRow>> {
    tx.query(OF_PUPIL, &[&tx.school(), &pupil], pair)
}

pub(in crate::pairing) fn find(tx: &mut Tx<'_>, id: RowId) -> Result<PairRow> {
    tx.one(FIND, &[&tx.school(), &id], pair)
}

/// Who were pairs before.
pub(in crate::pairing) fn before(tx: &mut Tx<'_>, span: Span) -> Result<Vec<(PupilId, StaffId)>> {
    tx.query(BEFORE, &[&tx.school(), &span.programme, &span.until], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// A pair to be written.
pub(in crate::pairing) struct NewPair {
    pub id: RowId,
    pub span: Span,
    pub pupil: PupilId,
    pub staff: StaffId,
    pub from: SchoolDate,
    pub why: &'static str,
}

pub(in crate::pairing) fn insert(tx: &mut Tx<'_>, new: &NewPair, actor: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(INSERT, &[&tx.school(), &new.id, &new.span.programme, &new.pupil, &new.staff, &new.from, &new.span.until, &new.why, &actor, &now]).map(|_| ())
}

pub(in crate::pairing) fn insert_end(tx: &mut Tx<'_>, id: RowId, last_day: SchoolDate, reason: &str, actor: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(INSERT_END, &[&tx.school(), &id, &last_day, &reason, &actor, &now]).map(|_| ())
}

/// Takes a place of a mentor; `false` when the quota is full.
pub(in crate::pairing) fn take(tx: &mut Tx<'_>, span: Span, staff: StaffId, quota: i64) -> Result<bool> {
    tx.execute(ENSURE_LOAD, &[&tx.school(), &span.programme, &span.until, &staff, &quota])?;
    tx.execute(TAKE, &[&tx.school(), &span.programme, &span.until, &staff]).map(|rows| rows > 0)
}

pub(in crate::pairing) fn give_back(tx: &mut Tx<'_>, span: Span, staff: StaffId) -> Result<()> {
    tx.execute(GIVE_BACK, &[&tx.school(), &span.programme, &span.until, &staff]).map(|_| ())
}

/// A line of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pairing) struct LineRow {
    pub pupil: PupilId,
    pub staff: StaffId,
    pub staff_name: String,
    pub locked: bool,
    pub why: String,
}

pub(in crate::pairing) fn lines(tx: &mut Tx<'_>, span: Span) -> Result<Vec<LineRow>> {
    tx.query(LINES, &[&tx.school(), &span.programme, &span.until], |row| {
        Ok(LineRow { pupil: row.get(0)?, staff: row.get(1)?, staff_name: row.get(2)?, locked: row.get(3)?, why: row.get(4)? })
    })
}

pub(in crate::pairing) fn put_line(tx: &mut Tx<'_>, span: Span, pupil: PupilId, staff: StaffId, locked: bool, why: &str, actor: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(INSERT_LINE, &[&tx.school(), &span.programme, &span.until, &pupil, &staff, &locked, &why, &actor, &now]).map(|_| ())
}

pub(in crate::pairing) fn delete_line(tx: &mut Tx<'_>, span: Span, pupil: PupilId, staff: StaffId) -> Result<bool> {
    tx.execute(DELETE_LINE, &[&tx.school(), &span.programme, &span.until, &pupil, &staff]).map(|rows| rows > 0)
}

pub(in crate::pairing) fn delete_lines(tx: &mut Tx<'_>, span: Span) -> Result<()> {
    tx.execute(DELETE_LINES, &[&tx.school(), &span.programme, &span.until]).map(|_| ())
}

const RELIEFS: Sql = Sql("select staff_id, fewer, more from pairing_relief where school_id = $1 and programme_id = $2 and until_day = $3 order by staff_id");
const RELIEVE: Sql = Sql("insert into pairing_relief (school_id, programme_id, until_day, staff_id, fewer, more, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, programme_id, until_day, staff_id)
     do update set fewer = pairing_relief.fewer + excluded.fewer, more = pairing_relief.more + excluded.more, actor = excluded.actor, at_ms = excluded.at_ms");

/// The changes accepted for mentors: who, how many children fewer, how many more.
pub(in crate::pairing) fn reliefs(tx: &mut Tx<'_>, span: Span) -> Result<Vec<(StaffId, i64, i64)>> {
    tx.query(RELIEFS, &[&tx.school(), &span.programme, &span.until], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// Accepts that a mentor has so many children fewer or more than the programme says; adds to what was accepted before.
pub(in crate::pairing) fn relieve(tx: &mut Tx<'_>, span: Span, staff: StaffId, fewer: i64, more: i64, actor: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(RELIEVE, &[&tx.school(), &span.programme, &span.until, &staff, &fewer, &more, &actor, &now]).map(|_| ())
}

const PAIRS_TO_KEPT: Sql = Sql("update pairing set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const DROP_LINES: Sql = Sql("delete from pairing_line where school_id = $1 and pupil_id = $3
        and exists (select 1 from pairing_line k where k.school_id = $1 and k.pupil_id = $2 and k.programme_id = pairing_line.programme_id and k.until_day = pairing_line.until_day
                       and k.staff_id = pairing_line.staff_id)");
const LINES_TO_KEPT: Sql = Sql("update pairing_line set pupil_id = $2 where school_id = $1 and pupil_id = $3");

/// The pairs of one entry of a child go to the other, and the lines of proposals.
pub(in crate::pairing) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    let school = tx.school();
    for sql in [PAIRS_TO_KEPT, DROP_LINES, LINES_TO_KEPT] {
        tx.execute(sql, &[&school, &kept, &gone])?;
    }
    Ok(())
}

//! Years of keeping, holds, destructions. Reads `pupil` and `class` of the roster and `place` of access for who left when from which class, `staff` for names.

use crate::base::{PupilId, Result, RowId, SchoolDate, StaffId};
use crate::store::{Row as Cells, Sql, Tx};

const RULES: Sql = Sql("select r.class, r.number, r.years, r.basis from keeping_rule r
     where r.school_id = $1 and r.number = (select max(n.number) from keeping_rule n where n.school_id = r.school_id and n.class = r.class) order by r.class");
const INSERT_RULE: Sql = Sql("insert into keeping_rule (school_id, class, number, years, basis, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (school_id, class, number) do nothing");

macro_rules! left {
    ($rest:expr) => {
        concat!(
            "select p.id, p.name, c.name, pl.until_day, h.until_day, h.number
               from pupil p join place pl on pl.school_id = p.school_id and pl.pupil_id = p.id
               join class c on c.school_id = pl.school_id and c.id = pl.class_id
               left join keeping_hold h on h.school_id = p.school_id and h.pupil_id = p.id
                    and h.number = (select max(n.number) from keeping_hold n where n.school_id = h.school_id and n.pupil_id = h.pupil_id)
              where p.school_id = $1 and p.erased_at_ms is null and ",
            $rest,
            " and not exists (select 1 from place e where e.school_id = pl.school_id and e.pupil_id = pl.pupil_id and e.until_day > pl.until_day)
              order by pl.until_day, c.name, p.name_sort, p.id limit 500"
        )
    };
}

const LEFT: Sql = Sql(left!("pl.until_day <= $2"));
const LEFT_ONE: Sql = Sql(left!("p.id = $2"));
/// Children with photos that still hold something.
const WITH_PHOTOS: Sql =
    Sql("select distinct f.pupil_id from activity_photo f join attachment a on a.school_id = f.school_id and a.id = f.id where f.school_id = $1 and a.size_bytes > 0");
const HOLD_NUMBER: Sql = Sql("select coalesce(max(number), 0) from keeping_hold where school_id = $1 and pupil_id = $2");
const INSERT_HOLD: Sql = Sql("insert into keeping_hold (school_id, pupil_id, number, until_day, reason_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (school_id, pupil_id, number) do nothing");
const HOLD_REASON: Sql = Sql("select until_day, reason_sealed from keeping_hold where school_id = $1 and pupil_id = $2 order by number desc limit 1");
const PROPOSED: Sql = Sql("select distinct l.pupil_id from destruction_line l join destruction d on d.school_id = l.school_id and d.id = l.destruction_id
     where l.school_id = $1 and d.class = $2 and not exists (select 1 from destruction_end e where e.school_id = d.school_id and e.destruction_id = d.id)");
const INSERT: Sql = Sql("insert into destruction (school_id, id, class, day, basis, staff_id, at_ms) values ($1, $2, $3, $4, $5, $6, $7) on conflict (school_id, id) do nothing");
const INSERT_LINE: Sql = Sql("insert into destruction_line (school_id, destruction_id, pupil_id, class_name, left_day, due_day) values ($1, $2, $3, $4, $5, $6)
     on conflict (school_id, destruction_id, pupil_id) do nothing");
const INSERT_END: Sql = Sql("insert into destruction_end (school_id, destruction_id, what, day, reason, staff_id, at_ms) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (school_id, destruction_id) do nothing");

macro_rules! destructions {
    ($rest:expr) => {
        concat!(
            "select d.id, d.class, d.day, d.basis, d.staff_id, f.name, e.what, e.day, e.reason, g.name,
                    (select count(*) from destruction_line l where l.school_id = d.school_id and l.destruction_id = d.id)
               from destruction d join staff f on f.school_id = d.school_id and f.id = d.staff_id
               left join destruction_end e on e.school_id = d.school_id and e.destruction_id = d.id
               left join staff g on g.school_id = e.school_id and g.id = e.staff_id
              where d.school_id = $1 and ",
            $rest
        )
    };
}

const NEWEST: Sql = Sql(destructions!("d.day >= $2 order by d.day desc, d.at_ms desc, d.id limit 200"));
const ONE: Sql = Sql(destructions!("d.id = $2"));
const LINES: Sql = Sql("select l.pupil_id, p.name, l.class_name, l.left_day, l.due_day from destruction_line l
     join pupil p on p.school_id = l.school_id and p.id = l.pupil_id where l.school_id = $1 and l.destruction_id = $2 order by l.class_name, p.name_sort, l.pupil_id");

/// The newest years of each class of data: class, number, years, basis.
pub(in crate::archive) fn rules(tx: &mut Tx<'_>) -> Result<Vec<(String, i64, i64, String)>> {
    tx.query(RULES, &[&tx.school()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
}

/// Whether the version is new.
pub(in crate::archive) fn insert_rule(tx: &mut Tx<'_>, class: &str, number: i64, years: i64, basis: &str, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_RULE, &[&school, &class, &number, &years, &basis, &actor, &now])? == 1)
}

/// A child who has left.
#[derive(Clone, Debug)]
pub(in crate::archive) struct Left {
    pub pupil: PupilId,
    pub name: String,
    pub class_name: String,
    pub left: SchoolDate,
    pub held_until: Option<SchoolDate>,
}

fn gone(row: &Cells<'_>) -> Result<Left> {
    Ok(Left { pupil: row.get(0)?, name: row.get(1)?, class_name: row.get(2)?, left: row.get(3)?, held_until: row.get(4)? })
}

/// The children who left on or before a day, the longest gone first, at most 500.
pub(in crate::archive) fn left(tx: &mut Tx<'_>, until: SchoolDate) -> Result<Vec<Left>> {
    tx.query(LEFT, &[&tx.school(), &until], gone)
}

/// Where and when a child sat last.
pub(in crate::archive) fn left_one(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Option<Left>> {
    tx.optional(LEFT_ONE, &[&tx.school(), &pupil], gone)
}

pub(in crate::archive) fn with_photos(tx: &mut Tx<'_>) -> Result<Vec<PupilId>> {
    tx.query(WITH_PHOTOS, &[&tx.school()], |row| row.get(0))
}

/// Whether the hold is new.
pub(in crate::archive) fn insert_hold(tx: &mut Tx<'_>, pupil: PupilId, until: SchoolDate, reason: &[u8], actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    let number: i64 = tx.one(HOLD_NUMBER, &[&school, &pupil], |row| row.get(0))?;
    Ok(tx.execute(INSERT_HOLD, &[&school, &pupil, &(number + 1), &until, &reason, &actor, &now])? == 1)
}

pub(in crate::archive) fn hold(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Option<(SchoolDate, Vec<u8>)>> {
    tx.optional(HOLD_REASON, &[&tx.school(), &pupil], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The children whose data of a class wait for a second person.
pub(in crate::archive) fn proposed(tx: &mut Tx<'_>, class: &str) -> Result<Vec<PupilId>> {
    tx.query(PROPOSED, &[&tx.school(), &class], |row| row.get(0))
}

/// Whether the destruction is new.
pub(in crate::archive) fn insert(tx: &mut Tx<'_>, id: RowId, class: &str, basis: &str, staff: StaffId) -> Result<bool> {
    let (school, now, today) = (tx.school(), tx.now(), tx.today());
    Ok(tx.execute(INSERT, &[&school, &id, &class, &today, &basis, &staff, &now])? == 1)
}

pub(in crate::archive) fn insert_line(tx: &mut Tx<'_>, id: RowId, child: &Left, due: SchoolDate) -> Result<()> {
    let school = tx.school();
    tx.execute(INSERT_LINE, &[&school, &id, &child.pupil, &child.class_name, &child.left, &due]).map(|_| ())
}

/// Whether it was open until now.
pub(in crate::archive) fn insert_end(tx: &mut Tx<'_>, id: RowId, what: &str, reason: &str, staff: StaffId) -> Result<bool> {
    let (school, now, today) = (tx.school(), tx.now(), tx.today());
    Ok(tx.execute(INSERT_END, &[&school, &id, &what, &today, &reason, &staff, &now])? == 1)
}

/// A destruction as it is stored.
#[derive(Clone, Debug)]
pub(in crate::archive) struct Stored {
    pub id: RowId,
    pub class: String,
    pub day: SchoolDate,
    pub basis: String,
    pub staff: StaffId,
    pub by: String,
    /// What ended it, when, why, who.
    pub end: Option<(String, SchoolDate, String, String)>,
    pub count: i64,
}

fn stored(row: &Cells<'_>) -> Result<Stored> {
    let what: Option<String> = row.get(6)?;
    let end = match what {
        Some(what) => Some((what, row.get(7)?, row.get(8)?, row.get(9)?)),
        None => None,
    };
    Ok(Stored { id: row.get(0)?, class: row.get(1)?, day: row.get(2)?, basis: row.get(3)?, staff: row.get(4)?, by: row.get(5)?, end, count: row.get(10)? })
}

/// The destructions since a day, the newest first.
pub(in crate::archive) fn newest(tx: &mut Tx<'_>, since: SchoolDate) -> Result<Vec<Stored>> {
    tx.query(NEWEST, &[&tx.school(), &since], stored)
}

pub(in crate::archive) fn one(tx: &mut Tx<'_>, id: RowId) -> Result<Option<Stored>> {
    tx.optional(ONE, &[&tx.school(), &id], stored)
}

/// The children of a destruction, nameless once it was carried out, with the day from which it was due.
pub(in crate::archive) fn lines(tx: &mut Tx<'_>, id: RowId) -> Result<Vec<(Left, SchoolDate)>> {
    let line = |row: &Cells<'_>| Ok((Left { pupil: row.get(0)?, name: row.get(1)?, class_name: row.get(2)?, left: row.get(3)?, held_until: None }, row.get(4)?));
    tx.query(LINES, &[&tx.school(), &id], line)
}

const HOLDS_GO: Sql = Sql("delete from keeping_hold where school_id = $1 and pupil_id = $2 and exists
     (select 1 from keeping_hold k where k.school_id = $1 and k.pupil_id = $3 and k.number = keeping_hold.number)");
const HOLDS_TO_KEPT: Sql = Sql("update keeping_hold set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const LINES_GO: Sql = Sql("delete from destruction_line where school_id = $1 and pupil_id = $2 and exists
     (select 1 from destruction_line k where k.school_id = $1 and k.pupil_id = $3 and k.destruction_id = destruction_line.destruction_id)");
const LINES_TO_KEPT: Sql = Sql("update destruction_line set pupil_id = $2 where school_id = $1 and pupil_id = $3");

/// What was said of `gone` stands with `kept`; where both are named, once.
pub(in crate::archive) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    let school = tx.school();
    for (drop, give) in [(HOLDS_GO, HOLDS_TO_KEPT), (LINES_GO, LINES_TO_KEPT)] {
        tx.execute(drop, &[&school, &gone, &kept])?;
        tx.execute(give, &[&school, &kept, &gone])?;
    }
    Ok(())
}

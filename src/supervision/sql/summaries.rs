//! Monthly reports and summaries of the term: what was written over, what was handed in, what was answered.

use crate::base::{PupilId, Result, RowId, SchoolDate, StaffId};
use crate::store::{Row as Cells, Sql, Tx};

const INSERT: Sql = Sql("insert into summary (school_id, id, kind, scope, scope_id, from_day, until_day, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, id) do nothing");
const PARTS: Sql = Sql("select p.part, p.number, p.body, p.actor from summary_part p
     where p.school_id = $1 and p.summary_id = $2
       and p.number = (select max(n.number) from summary_part n where n.school_id = p.school_id and n.summary_id = p.summary_id and n.part = p.part) order by p.part");
const INSERT_PART: Sql = Sql("insert into summary_part (school_id, summary_id, part, number, body, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (school_id, summary_id, part, number) do nothing");
const INSERT_STEP: Sql = Sql("insert into summary_step (school_id, summary_id, number, what, day, staff_id, reader_id, body, parts, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (school_id, summary_id, number) do nothing");

macro_rules! steps {
    ($rest:expr) => {
        concat!(
            "select t.summary_id, t.number, t.what, t.day, t.staff_id, f.name, t.reader_id, l.name, t.body, t.parts, s.kind, s.scope, s.scope_id, s.from_day, s.until_day
               from summary_step t join summary s on s.school_id = t.school_id and s.id = t.summary_id
               join staff f on f.school_id = t.school_id and f.id = t.staff_id join staff l on l.school_id = t.school_id and l.id = t.reader_id
              where t.school_id = $1 and ",
            $rest
        )
    };
}

const STEPS: Sql = Sql(steps!("t.summary_id = $2 order by t.number desc"));
const TO_READER: Sql = Sql(steps!("t.reader_id = $2 and t.what = 'handed' and t.day >= $3 order by t.day desc, t.at_ms desc, t.summary_id, t.number limit $4"));
const HANDED: Sql = Sql(steps!(
    "s.from_day between $2 and $3 and t.what = 'handed' and s.kind = $4
                           and t.number = (select max(n.number) from summary_step n where n.school_id = t.school_id and n.summary_id = t.summary_id and n.what = 'handed')
                         order by s.from_day, s.scope, f.name, t.summary_id limit $5"
));

/// Of what, for which days.
#[derive(Clone, Debug)]
pub(in crate::supervision) struct Head {
    pub id: RowId,
    pub kind: String,
    pub scope: String,
    pub scope_id: RowId,
    pub from: SchoolDate,
    pub until: SchoolDate,
}

/// Something that was done with one.
#[derive(Clone, Debug)]
pub(in crate::supervision) struct Step {
    pub head: Head,
    pub number: i64,
    pub what: String,
    pub day: SchoolDate,
    pub staff: StaffId,
    pub by: String,
    pub reader: StaffId,
    pub reader_name: String,
    pub body: String,
    pub parts: String,
}

fn step(row: &Cells<'_>) -> Result<Step> {
    let head = Head { id: row.get(0)?, kind: row.get(10)?, scope: row.get(11)?, scope_id: row.get(12)?, from: row.get(13)?, until: row.get(14)? };
    Ok(Step {
        head,
        number: row.get(1)?,
        what: row.get(2)?,
        day: row.get(3)?,
        staff: row.get(4)?,
        by: row.get(5)?,
        reader: row.get(6)?,
        reader_name: row.get(7)?,
        body: row.get(8)?,
        parts: row.get(9)?,
    })
}

pub(in crate::supervision) fn ensure(tx: &mut Tx<'_>, h: &Head) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT, &[&school, &h.id, &h.kind, &h.scope, &h.scope_id, &h.from, &h.until, &now]).map(|_| ())
}

/// The newest version of each part that was written over: part, number, text, who.
pub(in crate::supervision) fn parts(tx: &mut Tx<'_>, id: RowId) -> Result<Vec<(String, i64, String, String)>> {
    tx.query(PARTS, &[&tx.school(), &id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
}

/// Whether the version is new.
pub(in crate::supervision) fn insert_part(tx: &mut Tx<'_>, id: RowId, part: &str, number: i64, body: &str, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_PART, &[&school, &id, &part, &number, &body, &actor, &now])? == 1)
}

/// A step to be taken.
pub(in crate::supervision) struct NewStep<'a> {
    pub id: RowId,
    pub number: i64,
    pub what: &'a str,
    pub staff: StaffId,
    pub reader: StaffId,
    pub body: &'a str,
    pub parts: &'a str,
}

/// Whether the step is new.
pub(in crate::supervision) fn insert_step(tx: &mut Tx<'_>, n: &NewStep<'_>) -> Result<bool> {
    let (school, now, today) = (tx.school(), tx.now(), tx.today());
    Ok(tx.execute(INSERT_STEP, &[&school, &n.id, &n.number, &n.what, &today, &n.staff, &n.reader, &n.body, &n.parts, &now])? == 1)
}

/// The newest first.
pub(in crate::supervision) fn steps(tx: &mut Tx<'_>, id: RowId) -> Result<Vec<Step>> {
    tx.query(STEPS, &[&tx.school(), &id], step)
}

pub(in crate::supervision) fn to_reader(tx: &mut Tx<'_>, reader: StaffId, since: SchoolDate, rows: i64) -> Result<Vec<Step>> {
    tx.query(TO_READER, &[&tx.school(), &reader, &since, &rows], step)
}

/// What was handed in of a kind for stretches that begin between two days: of each the newest.
pub(in crate::supervision) fn handed(tx: &mut Tx<'_>, kind: &str, span: (SchoolDate, SchoolDate), rows: i64) -> Result<Vec<Step>> {
    tx.query(HANDED, &[&tx.school(), &span.0, &span.1, &kind, &rows], step)
}

/// Looks at everything that was handed in: a sentence names a child's pages in the middle of a text, and a child is united with another once in years.
const LINKS_TO_KEPT: Sql = Sql("update summary_step set parts = replace(parts, $2, $3) where school_id = $1 and parts like $4");

pub(in crate::supervision) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    let (school, old, new) = (tx.school(), gone.to_string(), kept.to_string());
    tx.execute(LINKS_TO_KEPT, &[&school, &old, &new, &format!("%{old}%")]).map(|_| ())
}

//! Meetings: who comes, what is spoken of, what is decided, what came of it; experience. Reads `staff` and `pupil` of the roster for names.

use crate::base::{PupilId, Result, RowId, SchoolDate, StaffId};
use crate::store::{Row as Cells, Sql, Tx};

const ITEM: &str = "meeting_item.body";
const DECISION: &str = "meeting_decision.body";
const OUTCOME: &str = "meeting_outcome.body";

const INSERT: Sql = Sql("insert into meeting (school_id, id, kind, scope_id, day, place, staff_id, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, id) do nothing");
const INSERT_PERSON: Sql =
    Sql("insert into meeting_person (school_id, meeting_id, staff_id, came) values ($1, $2, $3, false) on conflict (school_id, meeting_id, staff_id) do nothing");
const CAME: Sql = Sql("update meeting_person set came = true where school_id = $1 and meeting_id = $2 and staff_id = $3");

macro_rules! meetings {
    ($rest:expr) => {
        concat!(
            "select m.id, m.kind, m.scope_id, m.day, m.place, m.staff_id, f.name, e.what, e.day, e.body from meeting m
               join staff f on f.school_id = m.school_id and f.id = m.staff_id
               left join meeting_end e on e.school_id = m.school_id and e.meeting_id = m.id
              where m.school_id = $1 and ",
            $rest
        )
    };
}

const ONE: Sql = Sql(meetings!("m.id = $2"));
const BETWEEN: Sql = Sql(meetings!("m.day between $2 and $3 order by m.day desc, m.at_ms desc, m.id limit $4"));
const PEOPLE: Sql = Sql("select p.staff_id, f.name, p.came from meeting_person p join staff f on f.school_id = p.school_id and f.id = p.staff_id
     where p.school_id = $1 and p.meeting_id = $2 order by f.name, p.staff_id");
const INSERT_END: Sql = Sql("insert into meeting_end (school_id, meeting_id, what, day, body, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (school_id, meeting_id) do nothing");

/// A meeting as it is stored.
pub(in crate::supervision) struct Row {
    pub id: RowId,
    pub kind: String,
    pub scope: RowId,
    pub day: SchoolDate,
    pub place: String,
    pub staff: StaffId,
    pub by: String,
    /// What ended it, when, with which words.
    pub end: Option<(String, SchoolDate, String)>,
}

fn meeting(row: &Cells<'_>) -> Result<Row> {
    let what: Option<String> = row.get(7)?;
    let end = match what {
        Some(what) => Some((what, row.get(8)?, row.get(9)?)),
        None => None,
    };
    Ok(Row { id: row.get(0)?, kind: row.get(1)?, scope: row.get(2)?, day: row.get(3)?, place: row.get(4)?, staff: row.get(5)?, by: row.get(6)?, end })
}

/// A meeting to be called.
pub(in crate::supervision) struct New<'a> {
    pub id: RowId,
    pub kind: &'a str,
    pub scope: RowId,
    pub day: SchoolDate,
    pub place: &'a str,
    pub staff: StaffId,
}

/// Whether it is new.
pub(in crate::supervision) fn insert(tx: &mut Tx<'_>, n: &New<'_>, people: &[StaffId]) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    if tx.execute(INSERT, &[&school, &n.id, &n.kind, &n.scope, &n.day, &n.place, &n.staff, &now])? == 0 {
        return Ok(false);
    }
    for staff in people {
        tx.execute(INSERT_PERSON, &[&school, &n.id, staff])?;
    }
    Ok(true)
}

pub(in crate::supervision) fn one(tx: &mut Tx<'_>, id: RowId) -> Result<Option<Row>> {
    Ok(tx.query(ONE, &[&tx.school(), &id], meeting)?.pop())
}

pub(in crate::supervision) fn between(tx: &mut Tx<'_>, span: (SchoolDate, SchoolDate), rows: i64) -> Result<Vec<Row>> {
    tx.query(BETWEEN, &[&tx.school(), &span.0, &span.1, &rows], meeting)
}

pub(in crate::supervision) fn people(tx: &mut Tx<'_>, id: RowId) -> Result<Vec<(StaffId, String, bool)>> {
    tx.query(PEOPLE, &[&tx.school(), &id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// Whether it had not ended before.
pub(in crate::supervision) fn insert_end(tx: &mut Tx<'_>, id: RowId, what: &str, day: SchoolDate, body: &str, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_END, &[&school, &id, &what, &day, &body, &actor, &now])? == 1)
}

pub(in crate::supervision) fn came(tx: &mut Tx<'_>, id: RowId, staff: StaffId) -> Result<()> {
    let school = tx.school();
    tx.execute(INSERT_PERSON, &[&school, &id, &staff])?;
    tx.execute(CAME, &[&school, &id, &staff]).map(|_| ())
}

/// A text of a child lies sealed, any other in the clear.
fn laid(tx: &Tx<'_>, pupil: Option<PupilId>, place: &str, text: &str) -> Result<(String, Option<Vec<u8>>)> {
    match pupil {
        Some(pupil) => Ok((String::new(), tx.vault().seal_words(pupil, place, text)?)),
        None => Ok((text.to_owned(), None)),
    }
}

fn read(tx: &Tx<'_>, pupil: Option<PupilId>, place: &str, (body, sealed): (String, Option<Vec<u8>>)) -> Result<String> {
    match pupil {
        Some(pupil) => tx.vault().open_words(pupil, place, sealed.as_deref()),
        None => Ok(body),
    }
}

const INSERT_ITEM: Sql = Sql("insert into meeting_item (school_id, id, meeting_id, place, pupil_id, body, body_sealed, staff_id, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (school_id, id) do nothing");
const ITEMS: Sql = Sql("select i.id, i.pupil_id, u.name, i.body, i.body_sealed from meeting_item i left join pupil u on u.school_id = i.school_id and u.id = i.pupil_id
     where i.school_id = $1 and i.meeting_id = $2 order by i.place, i.at_ms, i.id");

/// A matter of a meeting.
pub(in crate::supervision) struct Item {
    pub id: RowId,
    pub pupil: Option<PupilId>,
    pub name: String,
    body: String,
    sealed: Option<Vec<u8>>,
}

/// The words of a matter in the clear.
pub(in crate::supervision) fn item_words(tx: &Tx<'_>, item: &Item) -> Result<String> {
    read(tx, item.pupil, ITEM, (item.body.clone(), item.sealed.clone()))
}

/// Whether it is new.
pub(in crate::supervision) fn insert_item(tx: &mut Tx<'_>, id: RowId, meeting: RowId, place: i64, (pupil, text): (Option<PupilId>, &str), staff: StaffId) -> Result<bool> {
    let (school, now, (body, sealed)) = (tx.school(), tx.now(), laid(tx, pupil, ITEM, text)?);
    Ok(tx.execute(INSERT_ITEM, &[&school, &id, &meeting, &place, &pupil, &body, &sealed, &staff, &now])? == 1)
}

pub(in crate::supervision) fn items(tx: &mut Tx<'_>, meeting: RowId) -> Result<Vec<Item>> {
    tx.query(ITEMS, &[&tx.school(), &meeting], |row| {
        let name: Option<String> = row.get(2)?;
        Ok(Item { id: row.get(0)?, pupil: row.get(1)?, name: name.unwrap_or_default(), body: row.get(3)?, sealed: row.get(4)? })
    })
}

const INSERT_DECISION: Sql = Sql("insert into meeting_decision (school_id, id, meeting_id, item_id, pupil_id, what, staff_id, due_day, body, body_sealed, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (school_id, id) do nothing");

macro_rules! decisions {
    ($rest:expr) => {
        concat!(
            "select d.id, d.meeting_id, d.item_id, d.pupil_id, d.what, d.staff_id, f.name, d.due_day, d.body, d.body_sealed, o.day, o.body, o.body_sealed
               from meeting_decision d left join staff f on f.school_id = d.school_id and f.id = d.staff_id
               left join meeting_outcome o on o.school_id = d.school_id and o.decision_id = d.id
              where d.school_id = $1 and ",
            $rest
        )
    };
}

const DECISIONS: Sql = Sql(decisions!("d.meeting_id = $2 order by d.at_ms, d.id"));
const ONE_DECISION: Sql = Sql(decisions!("d.id = $2"));
const INSERT_OUTCOME: Sql = Sql("insert into meeting_outcome (school_id, decision_id, day, body, body_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (school_id, decision_id) do nothing");

/// What was noted or decided.
pub(in crate::supervision) struct Decided {
    pub id: RowId,
    pub meeting: RowId,
    pub item: RowId,
    pub pupil: Option<PupilId>,
    pub what: String,
    pub staff: Option<StaffId>,
    pub name: String,
    pub due: Option<SchoolDate>,
    words: (String, Option<Vec<u8>>),
    pub done: Option<SchoolDate>,
    outcome: (String, Option<Vec<u8>>),
}

fn decided(row: &Cells<'_>) -> Result<Decided> {
    let (name, done): (Option<String>, Option<SchoolDate>) = (row.get(6)?, row.get(10)?);
    let outcome: Option<String> = row.get(11)?;
    Ok(Decided {
        id: row.get(0)?,
        meeting: row.get(1)?,
        item: row.get(2)?,
        pupil: row.get(3)?,
        what: row.get(4)?,
        staff: row.get(5)?,
        name: name.unwrap_or_default(),
        due: row.get(7)?,
        words: (row.get(8)?, row.get(9)?),
        done,
        outcome: (outcome.unwrap_or_default(), row.get(12)?),
    })
}

/// Its words and those of its outcome, in the clear.
pub(in crate::supervision) fn decided_words(tx: &Tx<'_>, one: &Decided) -> Result<(String, String)> {
    Ok((read(tx, one.pupil, DECISION, one.words.clone())?, read(tx, one.pupil, OUTCOME, one.outcome.clone())?))
}

/// To be decided.
pub(in crate::supervision) struct NewDecision<'a> {
    pub id: RowId,
    pub meeting: RowId,
    pub item: RowId,
    pub pupil: Option<PupilId>,
    pub what: &'a str,
    pub staff: Option<StaffId>,
    pub due: Option<SchoolDate>,
    pub text: &'a str,
}

/// Whether it is new.
pub(in crate::supervision) fn insert_decision(tx: &mut Tx<'_>, n: &NewDecision<'_>, actor: &str) -> Result<bool> {
    let (school, now, (body, sealed)) = (tx.school(), tx.now(), laid(tx, n.pupil, DECISION, n.text)?);
    Ok(tx.execute(INSERT_DECISION, &[&school, &n.id, &n.meeting, &n.item, &n.pupil, &n.what, &n.staff, &n.due, &body, &sealed, &actor, &now])? == 1)
}

pub(in crate::supervision) fn decisions(tx: &mut Tx<'_>, meeting: RowId) -> Result<Vec<Decided>> {
    tx.query(DECISIONS, &[&tx.school(), &meeting], decided)
}

pub(in crate::supervision) fn decision(tx: &mut Tx<'_>, id: RowId) -> Result<Option<Decided>> {
    Ok(tx.query(ONE_DECISION, &[&tx.school(), &id], decided)?.pop())
}

/// Whether it is new.
pub(in crate::supervision) fn insert_outcome(tx: &mut Tx<'_>, of: &Decided, text: &str, actor: &str) -> Result<bool> {
    let (school, now, today, (body, sealed)) = (tx.school(), tx.now(), tx.today(), laid(tx, of.pupil, OUTCOME, text)?);
    Ok(tx.execute(INSERT_OUTCOME, &[&school, &of.id, &today, &body, &sealed, &actor, &now])? == 1)
}

const INSERT_EXPERIENCE: Sql = Sql("insert into experience (school_id, id, meeting_id, topic, body, day, staff_id, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, id) do nothing");
const EXPERIENCES: Sql = Sql("select x.id, x.meeting_id, x.topic, x.body, x.day, f.name from experience x join staff f on f.school_id = x.school_id and f.id = x.staff_id
     where x.school_id = $1 and ($2 = '' or x.topic = $2) and ($3 = '' or x.body like $3) order by x.day desc, x.at_ms desc, x.id limit $4");
const NAMES: Sql = Sql("select distinct name from pupil where school_id = $1 and erased_at_ms is null order by name");

/// What works, for colleagues to read.
pub(in crate::supervision) type Experience = (RowId, Option<RowId>, String, String, SchoolDate, String);

/// Whether it is new.
pub(in crate::supervision) fn insert_experience(tx: &mut Tx<'_>, id: RowId, meeting: Option<RowId>, topic: &str, body: &str, staff: StaffId) -> Result<bool> {
    let (school, now, today) = (tx.school(), tx.now(), tx.today());
    Ok(tx.execute(INSERT_EXPERIENCE, &[&school, &id, &meeting, &topic, &body, &today, &staff, &now])? == 1)
}

pub(in crate::supervision) fn experiences(tx: &mut Tx<'_>, topic: &str, like: &str, rows: i64) -> Result<Vec<Experience>> {
    tx.query(EXPERIENCES, &[&tx.school(), &topic, &like, &rows], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?)))
}

/// The names of the school's children.
pub(in crate::supervision) fn names(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    tx.query(NAMES, &[&tx.school()], |row| row.get(0))
}

const ITEMS_TO_KEPT: Sql = Sql("update meeting_item set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const DECISIONS_TO_KEPT: Sql = Sql("update meeting_decision set pupil_id = $2 where school_id = $1 and pupil_id = $3");

pub(in crate::supervision) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    let school = tx.school();
    tx.execute(ITEMS_TO_KEPT, &[&school, &kept, &gone])?;
    tx.execute(DECISIONS_TO_KEPT, &[&school, &kept, &gone]).map(|_| ())
}

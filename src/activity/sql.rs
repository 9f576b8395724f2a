//! All SQL of the room. Reads `staff` and `pupil` of the roster for names.

use super::Words;
use crate::base::{AttachmentId, PupilId, Result, RowId, SchoolDate, StaffId, Stamp};
use crate::store::{FromCell, Row as Cells, Sql, Tx};

const INSERT: Sql = Sql("insert into activity (school_id, id, kind, how, day, minutes, staff_id, sealed_for, held, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (school_id, id) do nothing");
const OWNER: Sql = Sql("select staff_id from activity where school_id = $1 and id = $2");
const INSERT_PUPIL: Sql =
    Sql("insert into activity_pupil (school_id, activity_id, pupil_id, day) values ($1, $2, $3, $4) on conflict (school_id, activity_id, pupil_id) do nothing");
const INSERT_TEXT: Sql = Sql("insert into activity_text (school_id, activity_id, pupil_id, number, voice_sealed, done_sealed, worked_sealed, unsuited_sealed, next_sealed, next_day, at_ms)
     values ($1, $2, $3, (select coalesce(max(n.number), 0) + 1 from activity_text n where n.school_id = $1 and n.activity_id = $2 and n.pupil_id = $3), $4, $5, $6, $7, $8, $9, $10)");

macro_rules! written {
    ($rest:expr) => {
        concat!(
            "select a.id, p.pupil_id, a.kind, a.how, a.day, a.minutes, a.held, a.staff_id, f.name, a.sealed_for, a.at_ms, t.number, u.name,
                    (select count(*) from activity_pupil o where o.school_id = a.school_id and o.activity_id = a.id),
                    t.voice_sealed, t.done_sealed, t.worked_sealed, t.unsuited_sealed, t.next_sealed, t.next_day
               from activity a join activity_pupil p on p.school_id = a.school_id and p.activity_id = a.id
               join staff f on f.school_id = a.school_id and f.id = a.staff_id
               join pupil u on u.school_id = p.school_id and u.id = p.pupil_id
               join activity_text t on t.school_id = p.school_id and t.activity_id = p.activity_id and t.pupil_id = p.pupil_id
                and t.number = (select max(n.number) from activity_text n where n.school_id = t.school_id and n.activity_id = t.activity_id and n.pupil_id = t.pupil_id)
              where a.school_id = $1 and u.erased_at_ms is null and ",
            $rest
        )
    };
}

pub(super) mod flows;
pub(super) mod raise;
pub(super) mod told;

const OF_PUPIL: Sql = Sql(written!("p.pupil_id = $2 order by a.day desc, a.at_ms desc, a.id, p.pupil_id limit $3"));
const OF_STAFF: Sql = Sql(written!("a.staff_id = $2 order by a.day desc, a.at_ms desc, a.id, p.pupil_id limit $3"));
const OWN_ONE: Sql = Sql(written!("p.pupil_id = $2 and a.staff_id = $3 and a.id = $4"));
const SET_HELD: Sql = Sql("update activity set held = $3 where school_id = $1 and id = $2");
const COUNT: Sql = Sql("select count(*) from activity where school_id = $1 and staff_id = $2 and kind = $3 and day >= $4");
const LAST_DAY: Sql = Sql("select max(p.day) from activity_pupil p join activity a on a.school_id = p.school_id and a.id = p.activity_id
      where p.school_id = $1 and p.pupil_id = $2 and a.held and a.kind in ('talk', 'tutoring', 'group_talk', 'home_visit')");

/// An act to be written.
pub(super) struct NewAct {
    pub id: RowId,
    pub kind: &'static str,
    pub how: &'static str,
    pub day: SchoolDate,
    pub minutes: Option<i64>,
    pub staff: StaffId,
    pub opens: &'static str,
    pub held: bool,
}

/// Whether it is new.
pub(super) fn insert(tx: &mut Tx<'_>, a: &NewAct) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT, &[&school, &a.id, &a.kind, &a.how, &a.day, &a.minutes, &a.staff, &a.opens, &a.held, &now])? == 1)
}

pub(super) fn owner(tx: &mut Tx<'_>, id: RowId) -> Result<StaffId> {
    tx.one(OWNER, &[&tx.school(), &id], |row| row.get(0))
}

pub(super) fn insert_pupil(tx: &mut Tx<'_>, id: RowId, pupil: PupilId, day: SchoolDate) -> Result<()> {
    let school = tx.school();
    tx.execute(INSERT_PUPIL, &[&school, &id, &pupil, &day]).map(|_| ())
}

const PLACES: [&str; 5] = ["activity_text.voice", "activity_text.done", "activity_text.worked", "activity_text.unsuited", "activity_text.next"];

pub(super) fn insert_text(tx: &mut Tx<'_>, id: RowId, pupil: PupilId, words: &Words) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    let texts = [&words.voice, &words.done, &words.worked, &words.unsuited, &words.next];
    let mut sealed = Vec::with_capacity(texts.len());
    for (place, text) in PLACES.iter().zip(texts) {
        sealed.push(tx.vault().seal_words(pupil, place, text)?);
    }
    tx.execute(INSERT_TEXT, &[&school, &id, &pupil, &sealed[0], &sealed[1], &sealed[2], &sealed[3], &sealed[4], &words.next_day, &now]).map(|_| ())
}

/// A record as it is stored.
pub(super) struct Row {
    pub id: RowId,
    pub pupil: PupilId,
    pub kind: String,
    pub how: String,
    pub day: SchoolDate,
    pub minutes: Option<i64>,
    pub held: bool,
    pub staff: StaffId,
    pub by: String,
    pub opens: String,
    pub at: Stamp,
    pub versions: i64,
    pub pupil_name: String,
    pub children: i64,
    pub sealed: [Option<Vec<u8>>; 5],
    pub next_day: Option<SchoolDate>,
}

fn opt<T: FromCell>(row: &Cells<'_>, i: usize) -> Result<Option<T>> {
    row.get(i)
}

fn row(row: &Cells<'_>) -> Result<Row> {
    Ok(Row {
        id: row.get(0)?,
        pupil: row.get(1)?,
        kind: row.get(2)?,
        how: row.get(3)?,
        day: row.get(4)?,
        minutes: opt(row, 5)?,
        held: row.get(6)?,
        staff: row.get(7)?,
        by: row.get(8)?,
        opens: row.get(9)?,
        at: row.get(10)?,
        versions: row.get(11)?,
        pupil_name: row.get(12)?,
        children: row.get(13)?,
        sealed: [opt(row, 14)?, opt(row, 15)?, opt(row, 16)?, opt(row, 17)?, opt(row, 18)?],
        next_day: opt(row, 19)?,
    })
}

/// The words of a record in the clear, without its marks; empty when the child was erased.
pub(super) fn opened(tx: &Tx<'_>, row: &Row) -> Result<Words> {
    let open = |i: usize| tx.vault().open_words(row.pupil, PLACES[i], row.sealed[i].as_deref());
    Ok(Words { voice: open(0)?, done: open(1)?, worked: open(2)?, unsuited: open(3)?, next: open(4)?, next_day: row.next_day, marks: Vec::new() })
}

pub(super) fn of_pupil(tx: &mut Tx<'_>, pupil: PupilId, rows: i64) -> Result<Vec<Row>> {
    tx.query(OF_PUPIL, &[&tx.school(), &pupil, &rows], row)
}

pub(super) fn own_one(tx: &mut Tx<'_>, pupil: PupilId, staff: StaffId, id: RowId) -> Result<Option<Row>> {
    Ok(tx.query(OWN_ONE, &[&tx.school(), &pupil, &staff, &id], row)?.pop())
}

/// What was written down as held was not, or was after all; the words that say so are a line of their own.
pub(super) fn set_held(tx: &mut Tx<'_>, id: RowId, held: bool) -> Result<()> {
    tx.execute(SET_HELD, &[&tx.school(), &id, &held]).map(|_| ())
}

pub(super) fn of_staff(tx: &mut Tx<'_>, staff: StaffId, rows: i64) -> Result<Vec<Row>> {
    tx.query(OF_STAFF, &[&tx.school(), &staff, &rows], row)
}

pub(super) fn count(tx: &mut Tx<'_>, staff: StaffId, kind: &str, since: SchoolDate) -> Result<i64> {
    tx.number(COUNT, &[&tx.school(), &staff, &kind, &since])
}

pub(super) fn last_day(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Option<SchoolDate>> {
    tx.one(LAST_DAY, &[&tx.school(), &pupil], |row| row.get(0))
}

const INSERT_MARK: Sql = Sql("insert into activity_goal_mark (school_id, activity_id, pupil_id, item_key, number, mark, value_sealed, at_ms)
     values ($1, $2, $3, $4, (select max(n.number) from activity_text n where n.school_id = $1 and n.activity_id = $2 and n.pupil_id = $3), $5, $6, $7)");
const MARKS_OF_PUPIL: Sql = Sql("select m.activity_id, m.item_key, m.mark, m.value_sealed, a.day, a.held, a.sealed_for, a.staff_id, f.name
       from activity_goal_mark m join activity a on a.school_id = m.school_id and a.id = m.activity_id
       join staff f on f.school_id = a.school_id and f.id = a.staff_id
      where m.school_id = $1 and m.pupil_id = $2
        and m.number = (select max(n.number) from activity_text n where n.school_id = m.school_id and n.activity_id = m.activity_id and n.pupil_id = m.pupil_id)
      order by a.day, a.at_ms, m.activity_id, m.item_key");
const VALUE: &str = "activity_goal_mark.value";

/// A mark as it is stored.
pub(super) struct MarkRow {
    pub act: RowId,
    pub goal: RowId,
    pub mark: String,
    sealed: Option<Vec<u8>>,
    pub day: SchoolDate,
    pub held: bool,
    pub opens: String,
    pub staff: StaffId,
    pub by: String,
}

/// A mark in the newest version of the text.
pub(super) fn insert_mark(tx: &mut Tx<'_>, act: RowId, pupil: PupilId, goal: RowId, mark: &str, value: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    let sealed = tx.vault().seal_words(pupil, VALUE, value)?;
    tx.execute(INSERT_MARK, &[&school, &act, &pupil, &goal, &mark, &sealed, &now]).map(|_| ())
}

/// The marks of a child in the newest versions, the oldest first.
pub(super) fn marks_of_pupil(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<MarkRow>> {
    tx.query(MARKS_OF_PUPIL, &[&tx.school(), &pupil], |row| {
        Ok(MarkRow {
            act: row.get(0)?,
            goal: row.get(1)?,
            mark: row.get(2)?,
            sealed: opt(row, 3)?,
            day: row.get(4)?,
            held: row.get(5)?,
            opens: row.get(6)?,
            staff: row.get(7)?,
            by: row.get(8)?,
        })
    })
}

/// The figure of a mark in the clear.
pub(super) fn value_of(tx: &Tx<'_>, pupil: PupilId, row: &MarkRow) -> Result<String> {
    tx.vault().open_words(pupil, VALUE, row.sealed.as_deref())
}

const INSERT_PHOTO: Sql = Sql("insert into activity_photo (school_id, id, activity_id, pupil_id, at_ms) values ($1, $2, $3, $4, $5)");
const PHOTOS_OF_PUPIL: Sql = Sql("select p.activity_id, p.id from activity_photo p
      where p.school_id = $1 and p.pupil_id = $2 and not exists (select 1 from activity_photo_end e where e.school_id = p.school_id and e.photo_id = p.id)
      order by p.at_ms, p.id");
const ALL_PHOTOS: Sql = Sql("select id from activity_photo where school_id = $1 and pupil_id = $2 order by at_ms, id");
const END_PHOTO: Sql = Sql("insert into activity_photo_end (school_id, photo_id, actor, at_ms) values ($1, $2, $3, $4) on conflict (school_id, photo_id) do nothing");

pub(super) fn insert_photo(tx: &mut Tx<'_>, id: AttachmentId, act: RowId, pupil: PupilId) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_PHOTO, &[&school, &id, &act, &pupil, &now]).map(|_| ())
}

/// Act and photo, the oldest first.
pub(super) fn photos_of_pupil(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<(RowId, AttachmentId)>> {
    tx.query(PHOTOS_OF_PUPIL, &[&tx.school(), &pupil], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Also those that were taken back.
pub(super) fn all_photos(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<AttachmentId>> {
    tx.query(ALL_PHOTOS, &[&tx.school(), &pupil], |row| row.get(0))
}

pub(super) fn end_photo(tx: &mut Tx<'_>, id: AttachmentId, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(END_PHOTO, &[&school, &id, &actor, &now]).map(|_| ())
}

const PHOTOS_TO_KEPT: Sql = Sql("update activity_photo set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const DROP_MARKS_TWICE: Sql = Sql("delete from activity_goal_mark where school_id = $1 and pupil_id = $3
        and exists (select 1 from activity_text k where k.school_id = $1 and k.pupil_id = $2 and k.activity_id = activity_goal_mark.activity_id)");
const MARKS_TO_KEPT: Sql = Sql("update activity_goal_mark set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const DROP_TWICE: Sql = Sql("delete from activity_text where school_id = $1 and pupil_id = $3
        and exists (select 1 from activity_text k where k.school_id = $1 and k.pupil_id = $2 and k.activity_id = activity_text.activity_id)");
const TEXTS_TO_KEPT: Sql = Sql("update activity_text set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const DROP_PRESENT: Sql = Sql("delete from activity_pupil where school_id = $1 and pupil_id = $3
        and exists (select 1 from activity_pupil k where k.school_id = $1 and k.pupil_id = $2 and k.activity_id = activity_pupil.activity_id)");
const PRESENT_TO_KEPT: Sql = Sql("update activity_pupil set pupil_id = $2 where school_id = $1 and pupil_id = $3");

/// The records of one entry of a child go to the other; an act at which both were present counts once.
pub(super) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    let school = tx.school();
    for sql in [PHOTOS_TO_KEPT, DROP_MARKS_TWICE, MARKS_TO_KEPT, DROP_TWICE, TEXTS_TO_KEPT, DROP_PRESENT, PRESENT_TO_KEPT] {
        tx.execute(sql, &[&school, &kept, &gone])?;
    }
    Ok(())
}

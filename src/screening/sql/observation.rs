//! SQL of the tick forms and of the events of conduct.

use crate::base::{ClassId, Error, ImportId, PupilId, Result, RowId, SchoolDate, StaffId, TermId};
use crate::screening::observation_signs::{EventKind, Item, Seen, Tick};
use crate::store::{Cell, Row, Sql, ToCell, Tx};

/// A pupil of a class: id, name, seat number.
pub type Seated = (PupilId, String, Option<i64>);

const SEATED: Sql = Sql("select p.id, p.name, p.seat_no from place l join pupil p on p.school_id = l.school_id and p.id = l.pupil_id
     where l.school_id = $1 and l.class_id = $2 and cast($3 as date) between l.from_day and l.until_day order by p.seat_no is null, p.seat_no, p.name, p.id");

/// Who sits in a class on a day.
pub(in crate::screening) fn seated(tx: &mut Tx<'_>, class: ClassId, day: SchoolDate) -> Result<Vec<Seated>> {
    tx.query(SEATED, &[&tx.school(), &class, &day], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

const NEWEST: Sql = Sql("select id, day from observation_sheet where school_id = $1 and class_id = $2 and staff_id = $3 order by day desc limit 1");
const INSERT: Sql = Sql("insert into observation_sheet (school_id, id, class_id, term_id, staff_id, day, import_id, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)");
const TOUCH: Sql = Sql("update observation_sheet set at_ms = $3, import_id = null where school_id = $1 and id = $2");
const MARKS: Sql = Sql("select pupil_id, item, seen from observation_mark where school_id = $1 and sheet_id = $2 order by pupil_id, item");
const CLEAR: Sql = Sql("delete from observation_mark where school_id = $1 and sheet_id = $2");
const INSERT_MARK: Sql = Sql("insert into observation_mark (school_id, sheet_id, pupil_id, item, seen, import_id) values ($1, $2, $3, $4, $5, $6)");
const FILLED: Sql =
    Sql("select s.staff_id, coalesce(t.name, ''), s.day, (select count(distinct m.pupil_id) from observation_mark m where m.school_id = s.school_id and m.sheet_id = s.id)
      from observation_sheet s left join staff t on t.school_id = s.school_id and t.id = s.staff_id
     where s.school_id = $1 and s.class_id = $2 and s.term_id = $3 order by s.day desc, s.staff_id");

fn unknown(what: &str) -> Error {
    Error::Fault(format!("a stored {what} is unknown"))
}

fn ticked(row: &Row<'_>, at: usize) -> Result<(Item, Seen)> {
    let (item, seen): (String, String) = (row.get(at)?, row.get(at + 1)?);
    Item::of_code(&item).zip(Seen::of_code(&seen)).ok_or_else(|| unknown("observation"))
}

/// The newest sheet of a teacher of a class, with its day.
pub(in crate::screening) fn newest(tx: &mut Tx<'_>, class: ClassId, staff: StaffId) -> Result<Option<(RowId, SchoolDate)>> {
    tx.optional(NEWEST, &[&tx.school(), &class, &staff], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The ticks of a sheet.
pub(in crate::screening) fn marks(tx: &mut Tx<'_>, sheet: RowId) -> Result<Vec<(PupilId, Item, Seen)>> {
    tx.query(MARKS, &[&tx.school(), &sheet], |row| ticked(row, 1).and_then(|(item, seen)| Ok((row.get(0)?, item, seen))))
}

/// Writes the sheet of a teacher for a day; the one of the same day is replaced.
pub(in crate::screening) fn put(
    tx: &mut Tx<'_>,
    same_day: Option<RowId>,
    (class, term, staff, day): (ClassId, TermId, StaffId, SchoolDate),
    marks: &[(PupilId, Item, Seen)],
) -> Result<RowId> {
    let (school, now) = (tx.school(), tx.now());
    let sheet = match same_day {
        Some(sheet) => {
            tx.execute(TOUCH, &[&school, &sheet, &now])?;
            tx.execute(CLEAR, &[&school, &sheet])?;
            sheet
        }
        None => {
            let sheet: RowId = tx.new_id();
            tx.execute(INSERT, &[&school, &sheet, &class, &term, &staff, &day, &None::<ImportId>, &now])?;
            sheet
        }
    };
    insert_marks(tx, &marks.iter().map(|(pupil, item, seen)| (sheet, *pupil, *item, *seen)).collect::<Vec<_>>(), None)?;
    Ok(sheet)
}

/// Adds ticks to sheets.
pub(in crate::screening) fn insert_marks(tx: &mut Tx<'_>, marks: &[(RowId, PupilId, Item, Seen)], import: Option<ImportId>) -> Result<()> {
    let school = tx.school();
    let rows: Vec<Vec<Cell<'_>>> =
        marks.iter().map(|(sheet, pupil, item, seen)| vec![school.cell(), sheet.cell(), pupil.cell(), Cell::Text(item.code()), Cell::Text(seen.code()), import.cell()]).collect();
    tx.execute_many(INSERT_MARK, &rows)?;
    Ok(())
}

/// A sheet as imports meet it: class, teacher, day, and whether an import brought it.
pub(in crate::screening) type Held = (RowId, (ClassId, StaffId, SchoolDate), bool);

const HELD: Sql = Sql("select id, class_id, staff_id, day, import_id is not null from observation_sheet where school_id = $1 and term_id = $2");
const HELD_MARKS: Sql = Sql("select m.sheet_id, m.pupil_id, m.item, m.seen from observation_mark m
      join observation_sheet s on s.school_id = m.school_id and s.id = m.sheet_id where m.school_id = $1 and s.term_id = $2");
const FORGET_MARKS: Sql = Sql("delete from observation_mark where school_id = $1 and import_id = $2");
const FORGET_SHEETS: Sql = Sql("delete from observation_sheet where school_id = $1 and import_id = $2
       and not exists (select 1 from observation_mark m where m.school_id = $1 and m.sheet_id = observation_sheet.id)");

/// Every sheet of a term.
pub(in crate::screening) fn held(tx: &mut Tx<'_>, term: TermId) -> Result<Vec<Held>> {
    tx.query(HELD, &[&tx.school(), &term], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?), row.get(4)?)))
}

/// Every tick of a term, with its sheet.
pub(in crate::screening) fn held_marks(tx: &mut Tx<'_>, term: TermId) -> Result<Vec<(RowId, PupilId, Item, Seen)>> {
    tx.query(HELD_MARKS, &[&tx.school(), &term], |row| ticked(row, 2).and_then(|(item, seen)| Ok((row.get(0)?, row.get(1)?, item, seen))))
}

/// Makes a sheet that an import brings.
pub(in crate::screening) fn insert_brought(tx: &mut Tx<'_>, (class, term, staff, day): (ClassId, TermId, StaffId, SchoolDate), import: ImportId) -> Result<RowId> {
    let (school, now, sheet): (_, _, RowId) = (tx.school(), tx.now(), tx.new_id());
    tx.execute(INSERT, &[&school, &sheet, &class, &term, &staff, &day, &Some(import), &now])?;
    Ok(sheet)
}

/// Takes back the ticks of an import, and its sheets on which nothing else stands.
pub(in crate::screening) fn forget_brought(tx: &mut Tx<'_>, import: ImportId) -> Result<()> {
    let school = tx.school();
    tx.execute(FORGET_MARKS, &[&school, &import])?;
    tx.execute(FORGET_SHEETS, &[&school, &import])?;
    Ok(())
}

/// Who has filled in the form in a term: teacher, name, day, children who stand out.
pub(in crate::screening) fn filled(tx: &mut Tx<'_>, class: ClassId, term: TermId) -> Result<Vec<(StaffId, String, SchoolDate, i64)>> {
    tx.query(FILLED, &[&tx.school(), &class, &term], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
}

/// An event as it is stored.
pub(in crate::screening) struct EventRow {
    pub id: RowId,
    pub class: ClassId,
    pub staff: StaffId,
    pub by: String,
    pub pupil: PupilId,
    pub name: String,
    pub seat: Option<i64>,
    pub kind: EventKind,
    pub day: SchoolDate,
}

const INSERT_EVENT: Sql = Sql("insert into conduct_event (school_id, id, class_id, pupil_id, staff_id, kind, day, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, pupil_id, day, kind, staff_id) do nothing");
const REVIVE: Sql = Sql("delete from conduct_event_withdrawal where school_id = $1 and event_id in (
       select id from conduct_event where school_id = $1 and pupil_id = $2 and day = $3 and kind = $4 and staff_id = $5)");

macro_rules! events {
    ($rest:literal) => {
        concat!(
            "select e.id, e.class_id, e.staff_id, coalesce(t.name, ''), e.pupil_id, p.name, p.seat_no, e.kind, e.day from conduct_event e
               join pupil p on p.school_id = e.school_id and p.id = e.pupil_id
               left join staff t on t.school_id = e.school_id and t.id = e.staff_id
              where e.school_id = $1 and not exists (select 1 from conduct_event_withdrawal w where w.school_id = e.school_id and w.event_id = e.id) and ",
            $rest
        )
    };
}

const EVENTS: Sql = Sql(events!("e.class_id = $2 and e.day >= $3 order by e.day desc, p.seat_no is null, p.seat_no, p.name, e.kind, e.id"));
const EVENT: Sql = Sql(events!("e.id = $2"));
const WITHDRAW: Sql = Sql("insert into conduct_event_withdrawal (school_id, event_id, actor, at_ms) values ($1, $2, $3, $4)");

fn event_row(row: &Row<'_>) -> Result<EventRow> {
    let kind: String = row.get(7)?;
    let kind = EventKind::of_code(&kind).ok_or_else(|| unknown("event"))?;
    Ok(EventRow { id: row.get(0)?, class: row.get(1)?, staff: row.get(2)?, by: row.get(3)?, pupil: row.get(4)?, name: row.get(5)?, seat: row.get(6)?, kind, day: row.get(8)? })
}

/// Notes the same event for several pupils; gives how many are new. One that was withdrawn counts again.
pub(in crate::screening) fn insert_events(tx: &mut Tx<'_>, class: ClassId, staff: StaffId, kind: EventKind, day: SchoolDate, pupils: &[PupilId]) -> Result<u64> {
    let (school, now, mut new) = (tx.school(), tx.now(), 0);
    for pupil in pupils {
        let id: RowId = tx.new_id();
        new += tx.execute(REVIVE, &[&school, pupil, &day, &kind.code(), &staff])?;
        new += tx.execute(INSERT_EVENT, &[&school, &id, &class, pupil, &staff, &kind.code(), &day, &now])?;
    }
    Ok(new)
}

/// The events of a class since a day, the newest first.
pub(in crate::screening) fn events(tx: &mut Tx<'_>, class: ClassId, since: SchoolDate) -> Result<Vec<EventRow>> {
    tx.query(EVENTS, &[&tx.school(), &class, &since], event_row)
}

/// One event that was not withdrawn.
pub(in crate::screening) fn event(tx: &mut Tx<'_>, id: RowId) -> Result<Option<EventRow>> {
    tx.optional(EVENT, &[&tx.school(), &id], event_row)
}

pub(in crate::screening) fn withdraw(tx: &mut Tx<'_>, id: RowId, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(WITHDRAW, &[&school, &id, &actor, &now])?;
    Ok(())
}

const TICKS: Sql = Sql("select m.pupil_id, m.item, m.seen, s.staff_id from observation_mark m
      join observation_sheet s on s.school_id = m.school_id and s.id = m.sheet_id
     where m.school_id = $1 and s.term_id = $2 and s.day <= $3 and not exists (select 1 from observation_sheet n
       where n.school_id = s.school_id and n.class_id = s.class_id and n.staff_id = s.staff_id and n.term_id = s.term_id and n.day > s.day and n.day <= $3)
     order by m.pupil_id, m.item, s.staff_id, s.id");
const OBSERVED: Sql = Sql("select distinct class_id from observation_sheet where school_id = $1 and term_id = $2 and day <= $3");
const EVENT_KINDS: Sql = Sql("select e.pupil_id, e.kind from conduct_event e where e.school_id = $1 and e.day between $2 and $3
       and not exists (select 1 from conduct_event_withdrawal w where w.school_id = e.school_id and w.event_id = e.id) order by e.pupil_id, e.kind, e.id");

/// The ticks that count on a day: of each teacher of a class the newest sheet of the term; those of a pupil together.
pub(in crate::screening) fn ticks(tx: &mut Tx<'_>, term: TermId, until: SchoolDate) -> Result<Vec<(PupilId, Tick)>> {
    tx.query(TICKS, &[&tx.school(), &term, &until], |row| {
        let (item, seen) = ticked(row, 1)?;
        Ok((row.get(0)?, Tick { teacher: row.get(3)?, item, seen }))
    })
}

/// The classes for which somebody has filled in the form.
pub(in crate::screening) fn observed(tx: &mut Tx<'_>, term: TermId, until: SchoolDate) -> Result<Vec<ClassId>> {
    tx.query(OBSERVED, &[&tx.school(), &term, &until], |row| row.get(0))
}

/// The events between two days.
pub(in crate::screening) fn event_kinds(tx: &mut Tx<'_>, from: SchoolDate, until: SchoolDate) -> Result<Vec<(PupilId, EventKind)>> {
    tx.query(EVENT_KINDS, &[&tx.school(), &from, &until], |row| {
        let kind: String = row.get(1)?;
        Ok((row.get(0)?, EventKind::of_code(&kind).ok_or_else(|| unknown("event"))?))
    })
}

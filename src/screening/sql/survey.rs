//! SQL of the survey of all pupils.

use crate::base::{ClassId, PupilId, Result, RowId, SchoolDate, StaffId, YearId};
use crate::screening::survey_kinds::SurveyKind;
use crate::store::{Row, Sql, Tx};

const REASON: &str = "survey_tick.reason_sealed";

const NEWEST: Sql = Sql("select s.class_id, s.number, s.day, coalesce(f.name, '') from survey_sheet s
      left join staff f on f.school_id = s.school_id and f.id = s.staff_id
     where s.school_id = $1 and s.year_id = $2 and not exists (select 1 from survey_sheet n
       where n.school_id = s.school_id and n.year_id = s.year_id and n.class_id = s.class_id and n.number > s.number) order by s.class_id");
const SPOKEN: Sql = Sql("select distinct class_id, levels from survey_sheet where school_id = $1 and year_id = $2 order by class_id, levels");
const TICKS: Sql = Sql("select t.pupil_id, t.kind, t.ticked, t.source, t.talent, t.reason_sealed, s.day from survey_tick t
      join survey_sheet s on s.school_id = t.school_id and s.id = t.sheet_id
      join place l on l.school_id = t.school_id and l.pupil_id = t.pupil_id
     where t.school_id = $1 and s.year_id = $2 and l.class_id = $3 and cast($4 as date) between l.from_day and l.until_day
     order by s.at_ms, s.number, t.pupil_id, t.kind, s.id");
const TICKS_OF: Sql = Sql("select t.pupil_id, t.kind, t.ticked, t.source, t.talent, t.reason_sealed, s.day from survey_tick t
      join survey_sheet s on s.school_id = t.school_id and s.id = t.sheet_id
     where t.school_id = $1 and t.pupil_id = $2 order by s.at_ms desc, s.number desc, t.kind, s.id");
const INSERT: Sql = Sql("insert into survey_sheet (school_id, id, year_id, class_id, number, staff_id, levels, day, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (school_id, year_id, class_id, number) do nothing");
const INSERT_TICK: Sql = Sql("insert into survey_tick (school_id, sheet_id, pupil_id, kind, ticked, source, talent, reason_sealed) values ($1, $2, $3, $4, $5, $6, $7, $8)");

/// The newest sheet of a class.
pub(in crate::screening) struct Newest {
    pub class: ClassId,
    pub number: i64,
    pub day: SchoolDate,
    pub by: String,
}

/// The newest sheet of each class of a school year.
pub(in crate::screening) fn newest(tx: &mut Tx<'_>, year: YearId) -> Result<Vec<Newest>> {
    tx.query(NEWEST, &[&tx.school(), &year], |row| Ok(Newest { class: row.get(0)?, number: row.get(1)?, day: row.get(2)?, by: row.get(3)? }))
}

/// Which levels were open to those who saved a sheet, class by class.
pub(in crate::screening) fn spoken(tx: &mut Tx<'_>, year: YearId) -> Result<Vec<(ClassId, String)>> {
    tx.query(SPOKEN, &[&tx.school(), &year], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// What a sheet said of a child and a kind.
#[derive(Clone, Debug)]
pub(in crate::screening) struct TickRow {
    pub pupil: PupilId,
    pub kind: String,
    pub ticked: bool,
    pub source: String,
    pub talent: String,
    pub reason: Option<Vec<u8>>,
    pub day: SchoolDate,
}

/// What was said in a school year of the children who sit in a class on a day, the oldest first.
pub(in crate::screening) fn ticks(tx: &mut Tx<'_>, year: YearId, class: ClassId, day: SchoolDate) -> Result<Vec<TickRow>> {
    tx.query(TICKS, &[&tx.school(), &year, &class, &day], tick_row)
}

/// All that was ever said of a child, the newest first.
pub(in crate::screening) fn ticks_of(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<TickRow>> {
    tx.query(TICKS_OF, &[&tx.school(), &pupil], tick_row)
}

fn tick_row(row: &Row<'_>) -> Result<TickRow> {
    Ok(TickRow { pupil: row.get(0)?, kind: row.get(1)?, ticked: row.get(2)?, source: row.get(3)?, talent: row.get(4)?, reason: row.get(5)?, day: row.get(6)? })
}

/// The words of a reason.
pub(in crate::screening) fn reason(tx: &Tx<'_>, pupil: PupilId, sealed: Option<&[u8]>) -> Result<String> {
    tx.vault().open_words(pupil, REASON, sealed)
}

/// A sheet to be written.
pub(in crate::screening) struct NewSheet {
    pub year: YearId,
    pub class: ClassId,
    pub number: i64,
    pub staff: StaffId,
    pub levels: String,
}

/// A tick to be written.
pub(in crate::screening) struct NewTick {
    pub pupil: PupilId,
    pub kind: SurveyKind,
    pub ticked: bool,
    pub source: &'static str,
    pub talent: String,
    pub reason: String,
}

/// Writes a sheet; false when somebody has saved one of the same number meanwhile.
pub(in crate::screening) fn insert(tx: &mut Tx<'_>, new: &NewSheet, ticks: &[NewTick]) -> Result<bool> {
    let (school, now, day) = (tx.school(), tx.now(), tx.today());
    let sheet: RowId = tx.new_id();
    if tx.execute(INSERT, &[&school, &sheet, &new.year, &new.class, &new.number, &new.staff, &new.levels, &day, &now])? == 0 {
        return Ok(false);
    }
    for tick in ticks {
        let reason = tx.vault().seal_words(tick.pupil, REASON, &tick.reason)?;
        tx.execute(INSERT_TICK, &[&school, &sheet, &tick.pupil, &tick.kind.code(), &tick.ticked, &tick.source, &tick.talent, &reason])?;
    }
    Ok(true)
}

//! All SQL of the room. What other rooms own is only read.

use crate::base::{PupilId, Result, RowId, SchoolDate, StaffId, Stamp, TermCode, TermId};
use crate::store::{Cell, Counted, Row, Sql, ToCell, Tx};

const INSERT_FILE: Sql = Sql("insert into case_file (school_id, id, pupil_id, opened_day, actor, at_ms) values ($1, $2, $3, $4, $5, $6) on conflict (school_id, id) do nothing");
const OPENED: Sql = Sql("select opened_day, actor from case_file where school_id = $1 and id = $2");
const INSERT_STEP: Sql = Sql("insert into case_step (school_id, id, case_id, number, what, day, outcome, text_sealed, actor, at_ms)
     values ($1, $2, $3, (select coalesce(max(n.number), 0) + 1 from case_step n where n.school_id = $1 and n.case_id = $3), $4, $5, $6, $7, $8, $9)");
const STEPS: Sql = Sql("select what, day, outcome, text_sealed, actor, at_ms from case_step where school_id = $1 and case_id = $2 order by number desc");
const INSERT_NOTE: Sql = Sql("insert into case_note (school_id, id, case_id, kind, said_by, how, day, text_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
const NOTES: Sql = Sql("select n.id, n.kind, n.said_by, n.how, n.day, n.text_sealed, n.actor from case_note n
      where n.school_id = $1 and n.case_id = $2 and not exists (select 1 from case_note_end e where e.school_id = n.school_id and e.note_id = n.id)
      order by n.day desc, n.at_ms desc, n.id");
const INSERT_NOTE_END: Sql = Sql("insert into case_note_end (school_id, note_id, actor, at_ms) values ($1, $2, $3, $4) on conflict (school_id, note_id) do nothing");
const INSERT_SHEET: Sql =
    Sql("insert into cause_sheet (school_id, id, case_id, term_id, staff_id, part, degree, number, day, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
const INSERT_TICK: Sql = Sql("insert into cause_tick (school_id, sheet_id, cause, evidence_sealed) values ($1, $2, $3, $4)");
/// The newest sheet of each person and part in a term.
const SHEETS: Sql = Sql("select s.id, s.staff_id, f.name, s.part, s.degree, s.number, s.day from cause_sheet s join staff f on f.school_id = s.school_id and f.id = s.staff_id
      where s.school_id = $1 and s.case_id = $2 and s.term_id = $3
        and not exists (select 1 from cause_sheet n where n.school_id = s.school_id and n.case_id = s.case_id and n.term_id = s.term_id and n.staff_id = s.staff_id
                           and n.part = s.part and n.number > s.number)
      order by s.part, f.name, s.id");
const TICKS: Sql = Sql("select cause, evidence_sealed from cause_tick where school_id = $1 and sheet_id = $2 order by cause");
/// The newest sheet of a person and part in the terms before one.
const BEFORE: Sql = Sql("select s.id, t.code, s.degree, s.day from cause_sheet s join term t on t.school_id = s.school_id and t.id = s.term_id
      where s.school_id = $1 and s.case_id = $2 and s.staff_id = $3 and s.part = $4 and t.code < $5 order by t.code desc, s.number desc limit 1");
const TERMS: Sql = Sql("select distinct t.code from cause_sheet s join term t on t.school_id = s.school_id and t.id = s.term_id
      where s.school_id = $1 and s.case_id = $2 order by t.code desc");
const INSERT_SUBJECT: Sql = Sql("insert into case_subject (school_id, id, case_id, number, subject, what, day, gaps_sealed, works_sealed, next_sealed, actor, at_ms)
     values ($1, $2, $3, (select coalesce(max(n.number), 0) + 1 from case_subject n where n.school_id = $1 and n.case_id = $3), $4, $5, $6, $7, $8, $9, $10, $11)");
const SUBJECTS: Sql = Sql("select subject, what, day, gaps_sealed, works_sealed, next_sealed, actor from case_subject where school_id = $1 and case_id = $2
      order by subject, number desc");
const INSERT_GIVE_UP: Sql = Sql("insert into case_give_up (school_id, id, case_id, number, stage, day, text_sealed, actor, at_ms)
     values ($1, $2, $3, (select coalesce(max(n.number), 0) + 1 from case_give_up n where n.school_id = $1 and n.case_id = $3), $4, $5, $6, $7, $8)");
const GIVE_UPS: Sql = Sql("select stage, day, text_sealed, actor from case_give_up where school_id = $1 and case_id = $2 order by number desc");

/// Writes the file's row at the first act.
pub(super) fn insert_file(tx: &mut Tx<'_>, id: RowId, pupil: PupilId, day: SchoolDate, actor: &str) -> Result<bool> {
    let now = tx.now();
    tx.execute(INSERT_FILE, &[&tx.school(), &id, &pupil, &day, &actor, &now]).map(|rows| rows > 0)
}

/// When the file was opened and by whom.
pub(super) fn opened(tx: &mut Tx<'_>, id: RowId) -> Result<Option<(SchoolDate, String)>> {
    tx.optional(OPENED, &[&tx.school(), &id], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// A step as it is stored.
pub(super) struct StepRow {
    pub what: String,
    pub day: SchoolDate,
    pub outcome: String,
    pub text: Vec<u8>,
    pub actor: String,
    pub at: Stamp,
}

pub(super) fn insert_step(tx: &mut Tx<'_>, case: RowId, step: &StepRow) -> Result<()> {
    let id: RowId = tx.new_id();
    tx.execute(INSERT_STEP, &[&tx.school(), &id, &case, &step.what, &step.day, &step.outcome, &step.text, &step.actor, &step.at]).map(|_| ())
}

pub(super) fn steps(tx: &mut Tx<'_>, case: RowId) -> Result<Vec<StepRow>> {
    tx.query(STEPS, &[&tx.school(), &case], |row| Ok(StepRow { what: row.get(0)?, day: row.get(1)?, outcome: row.get(2)?, text: row.get(3)?, actor: row.get(4)?, at: row.get(5)? }))
}

/// A strength or the child's own words, as stored.
pub(super) struct NoteRow {
    pub id: RowId,
    pub kind: String,
    pub said_by: String,
    pub how: String,
    pub day: SchoolDate,
    pub text: Vec<u8>,
    pub actor: String,
}

pub(super) fn insert_note(tx: &mut Tx<'_>, case: RowId, note: &NoteRow) -> Result<()> {
    let now = tx.now();
    tx.execute(INSERT_NOTE, &[&tx.school(), &note.id, &case, &note.kind, &note.said_by, &note.how, &note.day, &note.text, &note.actor, &now]).map(|_| ())
}

pub(super) fn notes(tx: &mut Tx<'_>, case: RowId) -> Result<Vec<NoteRow>> {
    tx.query(NOTES, &[&tx.school(), &case], |row| {
        Ok(NoteRow { id: row.get(0)?, kind: row.get(1)?, said_by: row.get(2)?, how: row.get(3)?, day: row.get(4)?, text: row.get(5)?, actor: row.get(6)? })
    })
}

pub(super) fn insert_note_end(tx: &mut Tx<'_>, note: RowId, actor: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(INSERT_NOTE_END, &[&tx.school(), &note, &actor, &now]).map(|_| ())
}

/// A sheet of answers as it is stored.
pub(super) struct SheetRow {
    pub id: RowId,
    pub staff: StaffId,
    pub name: String,
    pub part: String,
    pub degree: String,
    pub number: i64,
    pub day: SchoolDate,
}

pub(super) fn insert_sheet(tx: &mut Tx<'_>, case: RowId, term: TermId, sheet: &SheetRow, ticks: &[(&'static str, Vec<u8>)]) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_SHEET, &[&school, &sheet.id, &case, &term, &sheet.staff, &sheet.part, &sheet.degree, &sheet.number, &sheet.day, &now])?;
    let rows: Vec<Vec<Cell<'_>>> = ticks.iter().map(|(cause, evidence)| vec![school.cell(), sheet.id.cell(), Cell::Text(cause), evidence.cell()]).collect();
    tx.execute_many(INSERT_TICK, &rows).map(|_| ())
}

pub(super) fn sheets(tx: &mut Tx<'_>, case: RowId, term: TermId) -> Result<Vec<SheetRow>> {
    tx.query(SHEETS, &[&tx.school(), &case, &term], |row| {
        Ok(SheetRow { id: row.get(0)?, staff: row.get(1)?, name: row.get(2)?, part: row.get(3)?, degree: row.get(4)?, number: row.get(5)?, day: row.get(6)? })
    })
}

pub(super) fn ticks(tx: &mut Tx<'_>, sheet: RowId) -> Result<Vec<(String, Vec<u8>)>> {
    tx.query(TICKS, &[&tx.school(), &sheet], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn code(row: &Row<'_>, i: usize) -> Result<TermCode> {
    let text: String = row.get(i)?;
    text.parse().map_err(|()| crate::base::Error::Fault("a term has a code that is none".into()))
}

/// The sheet of an earlier term: its id, the term, the degree and the day.
pub(super) fn before(tx: &mut Tx<'_>, case: RowId, staff: StaffId, part: &str, term: TermCode) -> Result<Option<(RowId, TermCode, String, SchoolDate)>> {
    tx.optional(BEFORE, &[&tx.school(), &case, &staff, &part, &term.to_string()], |row| Ok((row.get(0)?, code(row, 1)?, row.get(2)?, row.get(3)?)))
}

pub(super) fn terms(tx: &mut Tx<'_>, case: RowId) -> Result<Vec<TermCode>> {
    tx.query(TERMS, &[&tx.school(), &case], |row| code(row, 0))
}

/// A line of a subject's file, as stored.
pub(super) struct SubjectRow {
    pub subject: String,
    pub what: String,
    pub day: SchoolDate,
    pub gaps: Vec<u8>,
    pub works: Vec<u8>,
    pub next: Vec<u8>,
    pub actor: String,
}

pub(super) fn insert_subject(tx: &mut Tx<'_>, case: RowId, line: &SubjectRow) -> Result<()> {
    let (id, now): (RowId, _) = (tx.new_id(), tx.now());
    tx.execute(INSERT_SUBJECT, &[&tx.school(), &id, &case, &line.subject, &line.what, &line.day, &line.gaps, &line.works, &line.next, &line.actor, &now]).map(|_| ())
}

pub(super) fn subjects(tx: &mut Tx<'_>, case: RowId) -> Result<Vec<SubjectRow>> {
    tx.query(SUBJECTS, &[&tx.school(), &case], |row| {
        Ok(SubjectRow { subject: row.get(0)?, what: row.get(1)?, day: row.get(2)?, gaps: row.get(3)?, works: row.get(4)?, next: row.get(5)?, actor: row.get(6)? })
    })
}

pub(super) fn insert_give_up(tx: &mut Tx<'_>, case: RowId, stage: &str, day: SchoolDate, text: &[u8], actor: &str) -> Result<()> {
    let (id, now): (RowId, _) = (tx.new_id(), tx.now());
    tx.execute(INSERT_GIVE_UP, &[&tx.school(), &id, &case, &stage, &day, &text, &actor, &now]).map(|_| ())
}

/// Stage (or what was done), day, sealed text and actor.
type GiveUpRow = (String, SchoolDate, Vec<u8>, String);

/// What the counsellor wrote, the newest first.
pub(super) fn give_ups(tx: &mut Tx<'_>, case: RowId) -> Result<Vec<GiveUpRow>> {
    tx.query(GIVE_UPS, &[&tx.school(), &case], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
}

const INSERT_CONCERN: Sql = Sql("insert into case_concern (school_id, id, case_id, number, what, day, text_sealed, actor, at_ms)
     values ($1, $2, $3, (select coalesce(max(n.number), 0) + 1 from case_concern n where n.school_id = $1 and n.case_id = $3), $4, $5, $6, $7, $8)");
const CONCERNS: Sql = Sql("select what, day, text_sealed, actor from case_concern where school_id = $1 and case_id = $2 order by number desc");

pub(super) fn insert_concern(tx: &mut Tx<'_>, (id, case): (RowId, RowId), what: &str, day: SchoolDate, text: &[u8], actor: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(INSERT_CONCERN, &[&tx.school(), &id, &case, &what, &day, &text, &actor, &now]).map(|_| ())
}

/// What the counsellor found of a child's mood, the newest first: what, day, sealed text and actor.
pub(super) fn concerns(tx: &mut Tx<'_>, case: RowId) -> Result<Vec<GiveUpRow>> {
    tx.query(CONCERNS, &[&tx.school(), &case], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
}

// A child who was entered twice

const FILE_OF_KEPT: Sql = Sql("insert into case_file (school_id, id, pupil_id, opened_day, actor, at_ms)
     select f.school_id, $2, $3, f.opened_day, f.actor, f.at_ms from case_file f where f.school_id = $1 and f.id = $4
     on conflict (school_id, id) do nothing");
const OPENED_EARLIER: Sql = Sql("update case_file set opened_day = (select f.opened_day from case_file f where f.school_id = $1 and f.id = $3)
      where school_id = $1 and id = $2 and exists (select 1 from case_file f where f.school_id = $1 and f.id = $3 and f.opened_day < case_file.opened_day)");
const NOTES_TO_KEPT: Sql = Sql("update case_note set case_id = $2 where school_id = $1 and case_id = $3");
const FILE_GOES: Sql = Sql("delete from case_file where school_id = $1 and id = $2");
const COUNTED: [Counted; 5] = [
    Counted {
        most: Sql("select coalesce(max(number), 0) from case_step where school_id = $1 and (case_id = $2 or case_id = $3)"),
        lift: Sql("update case_step set number = number + $3 where school_id = $1 and case_id = $2"),
        hand: Sql("update case_step set case_id = $2 where school_id = $1 and case_id = $3"),
    },
    Counted {
        most: Sql("select coalesce(max(number), 0) from cause_sheet where school_id = $1 and (case_id = $2 or case_id = $3)"),
        lift: Sql("update cause_sheet set number = number + $3 where school_id = $1 and case_id = $2"),
        hand: Sql("update cause_sheet set case_id = $2 where school_id = $1 and case_id = $3"),
    },
    Counted {
        most: Sql("select coalesce(max(number), 0) from case_subject where school_id = $1 and (case_id = $2 or case_id = $3)"),
        lift: Sql("update case_subject set number = number + $3 where school_id = $1 and case_id = $2"),
        hand: Sql("update case_subject set case_id = $2 where school_id = $1 and case_id = $3"),
    },
    Counted {
        most: Sql("select coalesce(max(number), 0) from case_give_up where school_id = $1 and (case_id = $2 or case_id = $3)"),
        lift: Sql("update case_give_up set number = number + $3 where school_id = $1 and case_id = $2"),
        hand: Sql("update case_give_up set case_id = $2 where school_id = $1 and case_id = $3"),
    },
    Counted {
        most: Sql("select coalesce(max(number), 0) from case_concern where school_id = $1 and (case_id = $2 or case_id = $3)"),
        lift: Sql("update case_concern set number = number + $3 where school_id = $1 and case_id = $2"),
        hand: Sql("update case_concern set case_id = $2 where school_id = $1 and case_id = $3"),
    },
];

/// All that is in one file goes into another, which is made where there is none.
pub(super) fn hand_over(tx: &mut Tx<'_>, (kept, pupil): (RowId, PupilId), gone: RowId) -> Result<()> {
    let school = tx.school();
    tx.execute(FILE_OF_KEPT, &[&school, &kept, &pupil, &gone])?;
    tx.execute(OPENED_EARLIER, &[&school, &kept, &gone])?;
    for counted in COUNTED {
        counted.hand_over(tx, &kept, &gone)?;
    }
    tx.execute(NOTES_TO_KEPT, &[&school, &kept, &gone])?;
    tx.execute(FILE_GOES, &[&school, &gone]).map(|_| ())
}

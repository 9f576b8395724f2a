//! SQL of nominations, of what was answered to them, and of the links for families.

use crate::base::{ClassId, Error, Id, PupilId, Result, RowId, SchoolDate, StaffId, Stamp, TermId};
use crate::screening::observation_signs::{AnswerKind, Heard, Source};
use crate::store::{Cell, FromCell, Row, Sql, ToCell, Tx};

/// A nomination to write.
pub(in crate::screening) struct NominationToWrite {
    pub id: RowId,
    pub pupil: PupilId,
    pub class: ClassId,
    pub term: TermId,
    pub source: Source,
    pub heard: Heard,
    /// Codes as `,homework,mood,`.
    pub reasons: String,
    pub words: Option<Vec<u8>>,
    pub day: SchoolDate,
}

/// A nomination as it is stored.
pub(in crate::screening) struct NominationRow {
    pub id: RowId,
    pub pupil: PupilId,
    pub name: String,
    pub seat: Option<i64>,
    pub source: Source,
    pub heard: Heard,
    pub reasons: String,
    pub words: Option<Vec<u8>>,
    pub day: SchoolDate,
    pub staff: StaffId,
    pub by: String,
    pub answer: Option<(AnswerKind, Option<Vec<u8>>, Stamp)>,
}

const INSERT: Sql = Sql("insert into nomination (school_id, id, pupil_id, class_id, term_id, source, heard, reasons, words_sealed, day, staff_id, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)");

pub(in crate::screening) fn insert(tx: &mut Tx<'_>, all: &[NominationToWrite], staff: StaffId, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    let rows: Vec<Vec<Cell<'_>>> = all
        .iter()
        .map(|n| {
            let ids = [school.uuid(), n.id.uuid(), n.pupil.uuid(), n.class.uuid(), n.term.uuid()].map(Cell::Id);
            let (source, heard) = (n.source.code(), n.heard.code());
            let words = n.words.as_deref().map_or(Cell::Null, Cell::Bytes);
            let rest = [Cell::Text(source), Cell::Text(heard), Cell::Text(&n.reasons), words, Cell::Date(n.day), Cell::Id(staff.uuid()), Cell::Text(actor), now.cell()];
            ids.into_iter().chain(rest).collect()
        })
        .collect();
    tx.execute_many(INSERT, &rows)?;
    Ok(())
}

macro_rules! nominations {
    ($rest:literal) => {
        concat!(
            "select n.id, n.pupil_id, p.name, p.seat_no, n.source, n.heard, n.reasons, n.words_sealed, n.day, n.staff_id, coalesce(t.name, ''),
                    a.how, a.words_sealed, a.at_ms
               from nomination n join pupil p on p.school_id = n.school_id and p.id = n.pupil_id
               left join staff t on t.school_id = n.school_id and t.id = n.staff_id
               left join nomination_answer a on a.school_id = n.school_id and a.nomination_id = n.id
              where n.school_id = $1 and ",
            $rest
        )
    };
}

const OF_CLASS: Sql = Sql(nominations!("n.class_id = $2 and n.term_id = $3 order by n.day desc, n.at_ms desc, n.id desc"));
const ONE: Sql = Sql(nominations!("n.class_id = $2 and n.id = $3"));
const ANSWER: Sql = Sql("insert into nomination_answer (school_id, nomination_id, how, words_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6)
     on conflict (school_id, nomination_id) do nothing");

fn opt<T: FromCell>(row: &Row<'_>, at: usize) -> Result<Option<T>> {
    row.get(at)
}

fn read(row: &Row<'_>) -> Result<NominationRow> {
    let unknown = || Error::Fault("a stored nomination is unknown".into());
    let (source, heard): (String, String) = (row.get(4)?, row.get(5)?);
    let how: Option<String> = opt(row, 11)?;
    let how = how.map(|how| AnswerKind::of_code(&how).ok_or_else(unknown)).transpose()?;
    let (words, at): (Option<Vec<u8>>, Option<Stamp>) = (opt(row, 12)?, opt(row, 13)?);
    Ok(NominationRow {
        id: row.get(0)?,
        pupil: row.get(1)?,
        name: row.get(2)?,
        seat: row.get(3)?,
        source: Source::of_code(&source).ok_or_else(unknown)?,
        heard: Heard::of_code(&heard).ok_or_else(unknown)?,
        reasons: row.get(6)?,
        words: opt(row, 7)?,
        day: row.get(8)?,
        staff: row.get(9)?,
        by: row.get(10)?,
        answer: how.zip(at).map(|(how, at)| (how, words, at)),
    })
}

/// The nominations of a class in a term, the newest first.
pub(in crate::screening) fn of_class(tx: &mut Tx<'_>, class: ClassId, term: TermId) -> Result<Vec<NominationRow>> {
    tx.query(OF_CLASS, &[&tx.school(), &class, &term], read)
}

/// One nomination of a class.
pub(in crate::screening) fn one(tx: &mut Tx<'_>, class: ClassId, id: RowId) -> Result<Option<NominationRow>> {
    tx.optional(ONE, &[&tx.school(), &class, &id], read)
}

/// Whether the answer is the first.
pub(in crate::screening) fn answer(tx: &mut Tx<'_>, id: RowId, how: AnswerKind, words: Option<&[u8]>, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(ANSWER, &[&school, &id, &how.code(), &words, &actor, &now])? == 1)
}

const THAT_COUNT: Sql = Sql("select n.pupil_id, n.source from nomination n where n.school_id = $1 and n.term_id = $2 and n.day <= $3 and not exists (
       select 1 from nomination_answer a where a.school_id = n.school_id and a.nomination_id = n.id and a.how = 'declined') order by n.pupil_id, n.source, n.id");

/// The nominations of a term that were not declined.
pub(in crate::screening) fn that_count(tx: &mut Tx<'_>, term: TermId, until: SchoolDate) -> Result<Vec<(PupilId, Source)>> {
    tx.query(THAT_COUNT, &[&tx.school(), &term, &until], |row| {
        let source: String = row.get(1)?;
        Ok((row.get(0)?, Source::of_code(&source).ok_or_else(|| Error::Fault("a stored nomination is unknown".into()))?))
    })
}

/// A link as it is stored.
pub(in crate::screening) struct LinkRow {
    pub id: RowId,
    pub pupil: PupilId,
    pub class: ClassId,
    pub name: String,
    pub until: SchoolDate,
    pub answers: i64,
}

macro_rules! links {
    ($rest:literal) => {
        concat!(
            "select l.id, l.pupil_id, l.class_id, p.name, l.until_day, l.answers from nomination_link l
               join pupil p on p.school_id = l.school_id and p.id = l.pupil_id where l.school_id = $1 and ",
            $rest
        )
    };
}

const INSERT_LINK: Sql =
    Sql("insert into nomination_link (school_id, id, pupil_id, class_id, from_day, until_day, answers, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
const LINKS: Sql = Sql(links!("l.class_id = $2 and l.until_day >= $3 order by p.seat_no is null, p.seat_no, p.name, l.pupil_id, l.until_day desc, l.id"));
const LINK: Sql = Sql(links!("l.id = $2"));
const TAKE: Sql = Sql("update nomination_link set answers = answers + 1 where school_id = $1 and id = $2 and answers < $3 and until_day >= $4");

/// Writes a link for each of these pupils.
pub(in crate::screening) fn insert_links(tx: &mut Tx<'_>, class: ClassId, pupils: &[PupilId], until: SchoolDate, actor: &str) -> Result<()> {
    let (school, now, today) = (tx.school(), tx.now(), tx.today());
    let ids: Vec<RowId> = pupils.iter().map(|_| tx.new_id()).collect();
    let rows: Vec<Vec<Cell<'_>>> = pupils
        .iter()
        .zip(&ids)
        .map(|(pupil, id)| vec![school.cell(), id.cell(), pupil.cell(), class.cell(), today.cell(), until.cell(), Cell::Int(0), Cell::Text(actor), now.cell()])
        .collect();
    tx.execute_many(INSERT_LINK, &rows)?;
    Ok(())
}

/// The links of a class that are open on a day or later.
pub(in crate::screening) fn links(tx: &mut Tx<'_>, class: ClassId, day: SchoolDate) -> Result<Vec<LinkRow>> {
    tx.query(LINKS, &[&tx.school(), &class, &day], read_link)
}

pub(in crate::screening) fn link(tx: &mut Tx<'_>, id: RowId) -> Result<Option<LinkRow>> {
    tx.optional(LINK, &[&tx.school(), &id], read_link)
}

fn read_link(row: &Row<'_>) -> Result<LinkRow> {
    Ok(LinkRow { id: row.get(0)?, pupil: row.get(1)?, class: row.get(2)?, name: row.get(3)?, until: row.get(4)?, answers: row.get(5)? })
}

/// Takes one of the answers of a link; no when it has lapsed or all are taken.
pub(in crate::screening) fn take(tx: &mut Tx<'_>, id: RowId, most: i64) -> Result<bool> {
    let (school, today) = (tx.school(), tx.today());
    Ok(tx.execute(TAKE, &[&school, &id, &most, &today])? == 1)
}

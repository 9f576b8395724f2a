//! SQL of the survey by kinds.

use crate::base::{Category, ClassId, Error, PupilId, Result, RowId, SchoolDate, YearId};
use crate::store::{Cell, Row, Sql, ToCell, Tx, Vault};

/// Where the words of a tick are sealed, under the child's key.
const WORDS: &str = "kind_tick.words";

/// A child in a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    /// The child.
    pub pupil: PupilId,
    /// The kind.
    pub category: Category,
    /// Which talent, or why.
    pub words: String,
    /// Since when the surveys say so.
    pub since: SchoolDate,
}

/// A survey of a class: its id, class, number, day, and who filled it in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::screening) struct Survey {
    pub id: RowId,
    pub class: ClassId,
    pub number: i64,
    pub day: SchoolDate,
    pub actor: String,
}

const NEWEST: Sql = Sql("select s.id, s.class_id, s.number, s.day, s.actor from kind_survey s where s.school_id = $1 and s.year_id = $2
       and not exists (select 1 from kind_survey n where n.school_id = s.school_id and n.class_id = s.class_id and n.year_id = s.year_id and n.number > s.number)
     order by s.class_id");
const TICKS: Sql = Sql("select pupil_id, category, words_sealed, since_day from kind_tick where school_id = $1 and survey_id = $2 order by pupil_id, category");
const INSERT: Sql = Sql("insert into kind_survey (school_id, id, class_id, year_id, number, day, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)");
const INSERT_TICK: Sql = Sql("insert into kind_tick (school_id, survey_id, pupil_id, category, words_sealed, since_day) values ($1, $2, $3, $4, $5, $6)");
const ARRIVED: Sql = Sql("select l.pupil_id from place l where l.school_id = $1 and l.class_id = $2 and cast($3 as date) between l.from_day and l.until_day and l.from_day > $4");

/// The newest survey of each class in a year.
pub(in crate::screening) fn newest(tx: &mut Tx<'_>, year: YearId) -> Result<Vec<Survey>> {
    tx.query(NEWEST, &[&tx.school(), &year], |row| Ok(Survey { id: row.get(0)?, class: row.get(1)?, number: row.get(2)?, day: row.get(3)?, actor: row.get(4)? }))
}

fn tick(vault: &Vault, row: &Row<'_>) -> Result<Tick> {
    let (pupil, code): (PupilId, String) = (row.get(0)?, row.get(1)?);
    let category = code.parse().map_err(|()| Error::Fault("a stored kind is unknown".into()))?;
    let words: Option<Vec<u8>> = row.get(2)?;
    Ok(Tick { pupil, category, words: vault.open_words(pupil, WORDS, words.as_deref())?, since: row.get(3)? })
}

/// What a survey says.
pub(in crate::screening) fn ticks(tx: &mut Tx<'_>, survey: RowId) -> Result<Vec<Tick>> {
    let vault = tx.vault();
    tx.query(TICKS, &[&tx.school(), &survey], |row| tick(vault, row))
}

/// Writes a survey.
pub(in crate::screening) fn insert(tx: &mut Tx<'_>, (class, year, number): (ClassId, YearId, i64), ticks: &[Tick], actor: &str) -> Result<RowId> {
    let (school, today, now, id): (_, _, _, RowId) = (tx.school(), tx.today(), tx.now(), tx.new_id());
    tx.execute(INSERT, &[&school, &id, &class, &year, &number, &today, &actor, &now])?;
    let sealed = ticks.iter().map(|tick| tx.vault().seal_words(tick.pupil, WORDS, &tick.words)).collect::<Result<Vec<Option<Vec<u8>>>>>()?;
    let rows: Vec<Vec<Cell<'_>>> = ticks
        .iter()
        .zip(&sealed)
        .map(|(tick, words)| vec![school.cell(), id.cell(), tick.pupil.cell(), Cell::Text(tick.category.code()), words.cell(), tick.since.cell()])
        .collect();
    tx.execute_many(INSERT_TICK, &rows)?;
    Ok(id)
}

/// Children of a class on a day who came after another day.
pub(in crate::screening) fn arrived(tx: &mut Tx<'_>, class: ClassId, today: SchoolDate, after: SchoolDate) -> Result<Vec<PupilId>> {
    tx.query(ARRIVED, &[&tx.school(), &class, &today, &after], |row| row.get(0))
}

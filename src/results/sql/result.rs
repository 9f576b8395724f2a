//! SQL of results and of what they were before.

use uuid::Uuid;

use crate::base::{AssessmentId, ClassId, Error, Id, ImportId, PupilId, Result, RowId, SchoolDate, Stamp};
use crate::results::bands::Band;
use crate::results::mark::Mark;
use crate::results::sheet::{PupilResult, SheetPupil};
use crate::store::{Cell, Row, Sql, Tx};

/// A result as it is stored, with where it came from.
#[derive(Clone, Debug)]
pub(in crate::results) struct Stored {
    pub class: ClassId,
    pub mark: Mark,
    pub import: Option<ImportId>,
    pub actor: String,
    pub at: Stamp,
}

/// A result to write.
pub(in crate::results) struct ToWrite<'a> {
    pub class: ClassId,
    pub pupil: PupilId,
    pub subject: &'a str,
    pub mark: Mark,
}

/// What a result was, to be kept.
pub(in crate::results) struct Before<'a> {
    pub pupil: PupilId,
    pub subject: &'a str,
    pub stored: Stored,
}

/// State, points and band of a mark as columns; `None` for what is not stored.
fn columns(mark: Mark) -> Option<(&'static str, Option<f64>, Option<&'static str>)> {
    match mark {
        Mark::Points(points) => Some(("points", Some(points), None)),
        Mark::Band(band) => Some(("band", None, Some(band.code()))),
        Mark::Absent => Some(("absent", None, None)),
        Mark::Exempt => Some(("exempt", None, None)),
        Mark::Deferred => Some(("deferred", None, None)),
        Mark::Missing => None,
    }
}

fn read_mark(row: &Row<'_>, at: usize) -> Result<Mark> {
    let (state, points, band): (String, Option<f64>, Option<String>) = (row.get(at)?, row.get(at + 1)?, row.get(at + 2)?);
    let band = band.as_deref().and_then(Band::of_code);
    match (state.as_str(), points, band) {
        ("points", Some(points), _) => Ok(Mark::Points(points)),
        ("band", _, Some(band)) => Ok(Mark::Band(band)),
        ("absent", ..) => Ok(Mark::Absent),
        ("exempt", ..) => Ok(Mark::Exempt),
        ("deferred", ..) => Ok(Mark::Deferred),
        _ => Err(Error::Fault("a result without a mark".into())),
    }
}

const OF_ASSESSMENT: Sql = Sql("select pupil_id, subject, class_id, state, points, band, import_id, actor, at_ms from result where school_id = $1 and assessment_id = $2");
const OF_PUPIL_IN: Sql = Sql("select pupil_id, subject, class_id, state, points, band, import_id, actor, at_ms from result
     where school_id = $1 and assessment_id = $2 and pupil_id = $3");

fn read_stored(row: &Row<'_>) -> Result<(PupilId, String, Stored)> {
    let stored = Stored { class: row.get(2)?, mark: read_mark(row, 3)?, import: row.get(6)?, actor: row.get(7)?, at: row.get(8)? };
    Ok((row.get(0)?, row.get(1)?, stored))
}

/// Looks at every stored result of an assessment.
pub(in crate::results) fn each(tx: &mut Tx<'_>, id: AssessmentId, mut look: impl FnMut(PupilId, String, Stored)) -> Result<()> {
    tx.each(OF_ASSESSMENT, &[&tx.school(), &id], |row| {
        let (pupil, subject, stored) = read_stored(row)?;
        look(pupil, subject, stored);
        Ok(())
    })
}

pub(in crate::results) fn of_pupil_in(tx: &mut Tx<'_>, id: AssessmentId, pupil: PupilId) -> Result<Vec<(PupilId, String, Stored)>> {
    tx.query(OF_PUPIL_IN, &[&tx.school(), &id, &pupil], read_stored)
}

const MARKS: Sql = Sql("select class_id, pupil_id, subject, state, points, band from result where school_id = $1 and assessment_id = $2");
const MARKS_OF_CLASS: Sql = Sql("select class_id, pupil_id, subject, state, points, band from result where school_id = $1 and assessment_id = $2 and class_id = $3");

/// Looks at every mark of an assessment, or of one class of it.
pub(in crate::results) fn marks(tx: &mut Tx<'_>, id: AssessmentId, class: Option<ClassId>, mut look: impl FnMut(ClassId, PupilId, String, Mark)) -> Result<()> {
    let read = |row: &Row<'_>| {
        look(row.get(0)?, row.get(1)?, row.get(2)?, read_mark(row, 3)?);
        Ok(())
    };
    match class {
        Some(class) => tx.each(MARKS_OF_CLASS, &[&tx.school(), &id, &class], read),
        None => tx.each(MARKS, &[&tx.school(), &id], read),
    }
}

const PUT: Sql = Sql("insert into result (school_id, assessment_id, class_id, pupil_id, subject, state, points, band, import_id, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (school_id, assessment_id, pupil_id, subject) do update set class_id = excluded.class_id, state = excluded.state, points = excluded.points,
       band = excluded.band, import_id = excluded.import_id, actor = excluded.actor, at_ms = excluded.at_ms");

fn maybe(id: Option<ImportId>) -> Cell<'static> {
    id.map_or(Cell::Null, |id| Cell::Id(id.uuid()))
}

/// Writes results, each pupil and subject at most once.
pub(in crate::results) fn put(tx: &mut Tx<'_>, id: AssessmentId, rows: &[ToWrite<'_>], import: Option<ImportId>, actor: &str) -> Result<()> {
    let (school, now) = (tx.school().uuid(), tx.now().0);
    let cells = rows.iter().filter_map(|row| {
        let (state, points, band) = columns(row.mark)?;
        let (points, band) = (points.map_or(Cell::Null, Cell::Real), band.map_or(Cell::Null, Cell::Text));
        let ids = [school, id.uuid(), row.class.uuid(), row.pupil.uuid()].map(Cell::Id);
        Some(ids.into_iter().chain([Cell::Text(row.subject), Cell::Text(state), points, band, maybe(import), Cell::Text(actor), Cell::Int(now)]).collect())
    });
    let cells: Vec<Vec<Cell<'_>>> = cells.collect();
    tx.execute_many(PUT, &cells)?;
    Ok(())
}

const REMOVE: Sql = Sql("delete from result where school_id = $1 and assessment_id = $2 and pupil_id = $3 and subject = $4");

pub(in crate::results) fn remove(tx: &mut Tx<'_>, id: AssessmentId, pupil: PupilId, subject: &str) -> Result<()> {
    tx.execute(REMOVE, &[&tx.school(), &id, &pupil, &subject])?;
    Ok(())
}

const KEEP_BEFORE: Sql = Sql("insert into result_change (school_id, id, assessment_id, class_id, pupil_id, subject, state, points, band,
       before_import_id, before_actor, before_at_ms, import_id, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)");

/// Keeps what results were before they are changed.
pub(in crate::results) fn keep_before(tx: &mut Tx<'_>, id: AssessmentId, rows: &[Before<'_>], import: Option<ImportId>, actor: &str) -> Result<()> {
    let (school, now) = (tx.school().uuid(), tx.now().0);
    let ids: Vec<Uuid> = rows.iter().map(|_| tx.new_id::<RowId>().uuid()).collect();
    let cells = rows.iter().zip(ids).filter_map(|(row, change)| {
        let (state, points, band) = columns(row.stored.mark)?;
        let (points, band) = (points.map_or(Cell::Null, Cell::Real), band.map_or(Cell::Null, Cell::Text));
        let ids = [school, change, id.uuid(), row.stored.class.uuid(), row.pupil.uuid()].map(Cell::Id);
        let was = [maybe(row.stored.import), Cell::Text(&row.stored.actor), Cell::Int(row.stored.at.0)];
        let is = [maybe(import), Cell::Text(actor), Cell::Int(now)];
        Some(ids.into_iter().chain([Cell::Text(row.subject), Cell::Text(state), points, band]).chain(was).chain(is).collect())
    });
    let cells: Vec<Vec<Cell<'_>>> = cells.collect();
    tx.execute_many(KEEP_BEFORE, &cells)?;
    Ok(())
}

const CHANGED_BY: Sql = Sql("select c.assessment_id, c.pupil_id, c.subject, c.class_id, c.state, c.points, c.band, c.before_import_id, c.before_actor, c.before_at_ms
      from result_change c join result r on r.school_id = c.school_id and r.assessment_id = c.assessment_id and r.pupil_id = c.pupil_id and r.subject = c.subject
     where c.school_id = $1 and c.import_id = $2 and r.import_id = $2");
const REMOVE_OF: Sql = Sql("delete from result where school_id = $1 and import_id = $2");
const FORGET_CHANGES: Sql = Sql("delete from result_change where school_id = $1 and import_id = $2");

/// Takes back what an import wrote and nobody changed since: what was there before comes back. Gives the number of results taken back.
pub(in crate::results) fn undo(tx: &mut Tx<'_>, import: ImportId) -> Result<i64> {
    let school = tx.school();
    let before = tx.query(CHANGED_BY, &[&school, &import], |row| {
        let stored = Stored { class: row.get(3)?, mark: read_mark(row, 4)?, import: row.get(7)?, actor: row.get(8)?, at: row.get(9)? };
        Ok((row.get::<AssessmentId>(0)?, row.get::<PupilId>(1)?, row.get::<String>(2)?, stored))
    })?;
    let removed = tx.execute(REMOVE_OF, &[&school, &import])?;
    let cells = before.iter().filter_map(|(id, pupil, subject, stored)| {
        let (state, points, band) = columns(stored.mark)?;
        let (points, band) = (points.map_or(Cell::Null, Cell::Real), band.map_or(Cell::Null, Cell::Text));
        let ids = [school.uuid(), id.uuid(), stored.class.uuid(), pupil.uuid()].map(Cell::Id);
        let was = [maybe(stored.import), Cell::Text(&stored.actor), Cell::Int(stored.at.0)];
        Some(ids.into_iter().chain([Cell::Text(subject), Cell::Text(state), points, band]).chain(was).collect())
    });
    let cells: Vec<Vec<Cell<'_>>> = cells.collect();
    tx.execute_many(PUT, &cells)?;
    tx.execute(FORGET_CHANGES, &[&school, &import])?;
    Ok(i64::try_from(removed).unwrap_or(i64::MAX))
}

const PUPILS: Sql = Sql("select p.id, p.name, p.seat_no, g.level, max(l.until_day)
      from place l join pupil p on p.school_id = l.school_id and p.id = l.pupil_id
      join grade g on g.school_id = l.school_id and g.id = l.grade_id
     where l.school_id = $1 and l.class_id = $2 and l.until_day >= $3 and l.from_day <= $4
     group by p.id, p.name, p.seat_no, g.level");

/// The pupils of a class between two days, by seat number and name.
pub(in crate::results) fn pupils(tx: &mut Tx<'_>, class: ClassId, from: SchoolDate, until: SchoolDate) -> Result<Vec<SheetPupil>> {
    let mut pupils = tx.query(PUPILS, &[&tx.school(), &class, &from, &until], |row| {
        let last_day: SchoolDate = row.get(4)?;
        Ok(SheetPupil { id: row.get(0)?, name: row.get(1)?, seat: row.get(2)?, level: row.get(3)?, left: last_day < until, marks: Vec::new() })
    })?;
    pupils.sort_by(|a, b| (a.seat.unwrap_or(i64::MAX), &a.name).cmp(&(b.seat.unwrap_or(i64::MAX), &b.name)));
    Ok(pupils)
}

const COUNTS: Sql = Sql("select l.class_id, count(distinct l.pupil_id) from place l
     where l.school_id = $1 and cast($2 as date) between l.from_day and l.until_day group by l.class_id");

/// How many pupils each class has on a day.
pub(in crate::results) fn class_sizes(tx: &mut Tx<'_>, day: SchoolDate) -> Result<Vec<(ClassId, i64)>> {
    tx.query(COUNTS, &[&tx.school(), &day], |row| Ok((row.get(0)?, row.get(1)?)))
}

const OF_PUPIL: Sql = Sql("select a.id, a.name, a.kind, a.day, r.subject, r.state, r.points, r.band, f.points
      from result r join assessment a on a.school_id = r.school_id and a.id = r.assessment_id
      join class c on c.school_id = r.school_id and c.id = r.class_id
      join grade g on g.school_id = c.school_id and g.id = c.grade_id
      left join full_mark f on f.school_id = r.school_id and f.assessment_id = r.assessment_id and f.grade_level = g.level and f.subject = r.subject
     where r.school_id = $1 and r.pupil_id = $2 order by a.day, a.name, a.id, r.subject");

/// Everything that was marked for a pupil, the oldest first.
pub(in crate::results) fn of_pupil(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<PupilResult>> {
    tx.query(OF_PUPIL, &[&tx.school(), &pupil], |row| {
        let kind: String = row.get(2)?;
        let kind = crate::results::Kind::of_code(&kind).ok_or_else(|| Error::Fault("an assessment of an unknown kind".into()))?;
        Ok(PupilResult { assessment: row.get(0)?, name: row.get(1)?, kind, day: row.get(3)?, subject: row.get(4)?, mark: read_mark(row, 5)?, full: row.get(8)? })
    })
}

const POINTS_OF_GRADE: Sql = Sql("select r.class_id, r.pupil_id, r.points from result r join class c on c.school_id = r.school_id and c.id = r.class_id
     where r.school_id = $1 and r.assessment_id = $2 and r.subject = $3 and r.state = 'points' and c.grade_id in
       (select k.grade_id from result o join class k on k.school_id = o.school_id and k.id = o.class_id
         where o.school_id = $1 and o.assessment_id = $2 and o.subject = $3 and o.pupil_id = $4)
     order by r.class_id, r.pupil_id");

/// The points in a subject of all who sat in the grade of a pupil.
pub(in crate::results) fn points_of_grade(tx: &mut Tx<'_>, id: AssessmentId, subject: &str, pupil: PupilId) -> Result<Vec<(ClassId, PupilId, f64)>> {
    tx.query(POINTS_OF_GRADE, &[&tx.school(), &id, &subject, &pupil], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

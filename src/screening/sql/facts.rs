//! SQL of what a screening looks at: who sits where, results, attendance. Read row by row, without a text of its own for each.

use std::collections::HashMap;

use crate::base::{AssessmentId, ClassId, Error, GradeId, PupilId, Result, SchoolDate, TermId};
use crate::store::{Cell, FromCell, Sql, Tx};

/// A short text held in place: half a million rows need no allocation.
#[derive(Clone, Copy)]
pub(in crate::screening) struct Short<const N: usize> {
    bytes: [u8; N],
    len: u8,
}

impl<const N: usize> Short<N> {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.len)]).unwrap_or_default()
    }
}

impl<const N: usize> FromCell for Short<N> {
    fn from_cell(cell: Cell<'_>) -> Result<Self> {
        let text = match cell {
            Cell::Text(text) => text,
            Cell::Null => "",
            _ => return Err(Error::Fault("screening: a column holds no text".into())),
        };
        let mut bytes = [0; N];
        let len = u8::try_from(text.len()).ok().filter(|len| usize::from(*len) <= N).ok_or_else(|| Error::Fault("screening: a code is too long".into()))?;
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Ok(Self { bytes, len })
    }
}

/// One result as it is stored.
pub(in crate::screening) struct ResultRow {
    pub pupil: PupilId,
    pub class: ClassId,
    /// 50 characters of three bytes at most.
    pub subject: Short<152>,
    pub state: Short<12>,
    pub points: Option<f64>,
    pub band: Short<12>,
}

const ASSESSMENTS: Sql = Sql("select id, day, kind from assessment
     where school_id = $1 and day between $2 and $3 and kind in ('final', 'baseline') order by day desc, id limit $4");
const FULL_MARKS: Sql = Sql("select f.assessment_id, f.grade_level, f.subject, f.points from full_mark f
      join assessment a on a.school_id = f.school_id and a.id = f.assessment_id
     where f.school_id = $1 and a.day between $2 and $3 and a.kind in ('final', 'baseline')");
const RESULTS: Sql = Sql("select pupil_id, class_id, subject, state, points, band from result where school_id = $1 and assessment_id = $2 order by pupil_id");

/// Finals and baselines between two days, the newest first: id, day, whether it is a written exam.
pub(in crate::screening) fn assessments(tx: &mut Tx<'_>, from: SchoolDate, until: SchoolDate, most: i64) -> Result<Vec<(AssessmentId, SchoolDate, bool)>> {
    tx.query(ASSESSMENTS, &[&tx.school(), &from, &until, &most], |row| {
        let kind: Short<12> = row.get(2)?;
        Ok((row.get(0)?, row.get(1)?, kind.text() == "final"))
    })
}

/// A subject's full mark for a grade level.
pub(in crate::screening) type FullMarks = HashMap<AssessmentId, Vec<(i64, String, f64)>>;

/// The full marks of these assessments by grade level and subject.
pub(in crate::screening) fn full_marks(tx: &mut Tx<'_>, from: SchoolDate, until: SchoolDate) -> Result<FullMarks> {
    let mut marks = FullMarks::new();
    tx.each(FULL_MARKS, &[&tx.school(), &from, &until], |row| {
        marks.entry(row.get(0)?).or_default().push((row.get(1)?, row.get(2)?, row.get(3)?));
        Ok(())
    })?;
    Ok(marks)
}

/// Looks at each result of an assessment, those of a pupil together.
pub(in crate::screening) fn each_result(tx: &mut Tx<'_>, assessment: AssessmentId, mut look: impl FnMut(ResultRow) -> Result<()>) -> Result<()> {
    tx.each(RESULTS, &[&tx.school(), &assessment], |row| {
        look(ResultRow { pupil: row.get(0)?, class: row.get(1)?, subject: row.get(2)?, state: row.get(3)?, points: row.get(4)?, band: row.get(5)? })
    })
}

const CLASSES: Sql = Sql("select c.id, c.name, g.level from class c join grade g on g.school_id = c.school_id and g.id = c.grade_id
      join school_year y on y.school_id = c.school_id and y.id = c.year_id
     where c.school_id = $1 order by y.start_year, g.level, c.number, c.id");
const GRADES: Sql = Sql("select id, level from grade where school_id = $1");
const PLACES: Sql = Sql("select pupil_id, class_id, grade_id, from_day, until_day from place where school_id = $1 and from_day <= $3 and until_day >= $2");
const COMBINED: Sql = Sql("select distinct l.pupil_id, l.class_id, g.level from place l
      join class_also_grade a on a.school_id = l.school_id and a.class_id = l.class_id
      join grade g on g.school_id = l.school_id and g.id = l.grade_id
     where l.school_id = $1");

/// All classes of all years with name and grade level, in the order in which schools list them.
pub(in crate::screening) fn classes(tx: &mut Tx<'_>) -> Result<Vec<(ClassId, String, i64)>> {
    tx.query(CLASSES, &[&tx.school()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

pub(in crate::screening) fn grades(tx: &mut Tx<'_>) -> Result<HashMap<GradeId, i64>> {
    let all = tx.query(GRADES, &[&tx.school()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(all.into_iter().collect())
}

/// A pupil's seat in a class, with its days.
pub(in crate::screening) struct PlaceRow {
    pub pupil: PupilId,
    pub class: ClassId,
    pub grade: GradeId,
    pub from: SchoolDate,
    pub until: SchoolDate,
}

/// Every place that touches the days.
pub(in crate::screening) fn places(tx: &mut Tx<'_>, from: SchoolDate, until: SchoolDate) -> Result<Vec<PlaceRow>> {
    tx.query(PLACES, &[&tx.school(), &from, &until], |row| Ok(PlaceRow { pupil: row.get(0)?, class: row.get(1)?, grade: row.get(2)?, from: row.get(3)?, until: row.get(4)? }))
}

/// The grade level of each pupil of a combined class, which is not always that of the class.
pub(in crate::screening) fn combined(tx: &mut Tx<'_>) -> Result<HashMap<(PupilId, ClassId), i64>> {
    let all = tx.query(COMBINED, &[&tx.school()], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?;
    Ok(all.into_iter().collect())
}

const TAKEN: Sql = Sql("select class_id, day from attendance_taken where school_id = $1 and day between $2 and $3 order by class_id, day");
const ABSENT: Sql = Sql("select pupil_id, count(*) from absence where school_id = $1 and day between $2 and $3 and kind <> 'late' group by pupil_id");
const TOTALS: Sql = Sql("select pupil_id, school_days, sick_days + personal_days + unexplained_days from attendance_total where school_id = $1 and term_id = $2");

/// The days on which the attendance of each class was taken, in order.
pub(in crate::screening) fn taken(tx: &mut Tx<'_>, from: SchoolDate, until: SchoolDate) -> Result<HashMap<ClassId, Vec<SchoolDate>>> {
    let mut days: HashMap<ClassId, Vec<SchoolDate>> = HashMap::new();
    tx.each(TAKEN, &[&tx.school(), &from, &until], |row| {
        days.entry(row.get(0)?).or_default().push(row.get(1)?);
        Ok(())
    })?;
    Ok(days)
}

/// Days absent of each pupil; being late is none.
pub(in crate::screening) fn absent(tx: &mut Tx<'_>, from: SchoolDate, until: SchoolDate) -> Result<HashMap<PupilId, i64>> {
    let all = tx.query(ABSENT, &[&tx.school(), &from, &until], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(all.into_iter().collect())
}

/// What a sheet of the term says: days of school (when it says) and days absent.
pub(in crate::screening) fn totals(tx: &mut Tx<'_>, term: TermId) -> Result<HashMap<PupilId, (Option<i64>, f64)>> {
    let all = tx.query(TOTALS, &[&tx.school(), &term], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
    Ok(all.into_iter().collect())
}

const WITH_RESULTS: Sql = Sql("select l.class_id, count(*), cast(sum(case when exists (
        select 1 from result r join assessment a on a.school_id = r.school_id and a.id = r.assessment_id
         where r.school_id = l.school_id and r.pupil_id = l.pupil_id and a.day between $3 and $4 and a.kind in ('final', 'baseline')) then 1 else 0 end) as bigint)
      from place l where l.school_id = $1 and cast($2 as date) between l.from_day and l.until_day group by l.class_id");

/// For each class of a day: its pupils, and how many of them have any result between two days.
pub(in crate::screening) fn with_results(tx: &mut Tx<'_>, day: SchoolDate, from: SchoolDate, until: SchoolDate) -> Result<HashMap<ClassId, (i64, i64)>> {
    let all = tx.remembered(WITH_RESULTS, &[&tx.school(), &day, &from, &until], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
    Ok(all.iter().copied().collect())
}

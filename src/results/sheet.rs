//! verbs of results: the grid of a class, many results at once, the results of one pupil over time. A2-01, A6-04, B4-02.

use std::collections::{HashMap, HashSet};

use super::assessment::{self, Assessment, FullMark, Kind};
use super::mark::Mark;
use super::sql::result::{self as sql, Before, Stored, ToWrite};
use super::subject_place;
use crate::access::{Act, Permit, Subject, acts};
use crate::base::error::Problems;
use crate::base::{AssessmentId, ClassId, Error, ImportId, Msg, PupilId, Result, SchoolDate};
use crate::roster::time;
use crate::store::Tx;
use crate::trail;

/// The actions with whose permit results are written.
pub trait Enters: Act {}
impl Enters for acts::EnterResults {}
impl Enters for acts::ImportSheets {}

/// The actions with whose permit the grid of a class is read.
pub trait Reads: Act {}
impl Reads for acts::SeeResults {}
impl Reads for acts::EnterResults {}

/// A result to store.
#[derive(Clone, Debug)]
pub struct NewResult {
    /// Whose.
    pub pupil: PupilId,
    /// The class in which the pupil was.
    pub class: ClassId,
    /// The subject's code.
    pub subject: String,
    /// What was marked. [`Mark::Missing`] says nothing and changes nothing.
    pub mark: Mark,
}

/// One cell of the grid that somebody sent.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Whose.
    pub pupil: PupilId,
    /// The subject's code.
    pub subject: String,
    /// What the grid showed.
    pub before: Mark,
    /// What stands there now; [`Mark::Missing`] takes the result away.
    pub mark: Mark,
}

/// How many results were what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New.
    pub created: i64,
    /// Corrected.
    pub updated: i64,
    /// The same as before.
    pub unchanged: i64,
    /// Taken away.
    pub removed: i64,
}

impl Counts {
    /// How many results are not what they were.
    pub fn changed(&self) -> i64 {
        self.created + self.updated + self.removed
    }
}

/// A pupil in the grid of a class.
#[derive(Clone, Debug)]
pub struct SheetPupil {
    /// Who.
    pub id: PupilId,
    /// Name.
    pub name: String,
    /// Seat number.
    pub seat: Option<i64>,
    /// The grade in which the pupil learns (of several in a combined class).
    pub level: i64,
    /// Whether the pupil has left the class.
    pub left: bool,
    /// A mark for each of [`Sheet::subjects`].
    pub marks: Vec<Mark>,
}

/// The grid of a class.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The subjects that the person may see or enter, with their full marks by grade.
    pub subjects: Vec<SheetSubject>,
    /// The pupils, by seat number.
    pub pupils: Vec<SheetPupil>,
}

/// A subject of the grid.
#[derive(Clone, Debug)]
pub struct SheetSubject {
    /// Its code.
    pub code: String,
    fulls: Vec<(i64, f64)>,
}

impl SheetSubject {
    /// The full mark for a grade; `None` when that grade is not assessed in it.
    pub fn full(&self, level: i64) -> Option<f64> {
        self.fulls.iter().find(|(other, _)| *other == level).map(|(_, points)| *points)
    }
    /// The full mark of the first grade that has one.
    pub fn any_full(&self) -> f64 {
        self.fulls.first().map_or(100.0, |(_, points)| *points)
    }
}

/// A result of one pupil.
#[derive(Clone, Debug)]
pub struct PupilResult {
    /// In which assessment.
    pub assessment: AssessmentId,
    /// Its name.
    pub name: String,
    /// What it was for.
    pub kind: Kind,
    /// Its day.
    pub day: SchoolDate,
    /// The subject's code.
    pub subject: String,
    /// What was marked.
    pub mark: Mark,
    /// The full mark, where it is known.
    pub full: Option<f64>,
}

fn check_class(assessment: &Assessment, class: ClassId) -> Result<()> {
    if assessment.class.is_none_or(|own| own == class) { Ok(()) } else { Err(Error::NotFound) }
}

/// The grid of the permit's class: the pupils who were in it on the assessment's day or came later, and the subjects that the person may see.
///
/// # Errors
/// Not found when the assessment belongs to another class.
pub fn class_sheet<A: Reads>(tx: &mut Tx<'_>, permit: &Permit<A>, assessment: &Assessment) -> Result<Sheet> {
    let class = permit.class()?;
    check_class(assessment, class)?;
    let levels = assessment::levels_of_class(tx, class)?;
    let mut subjects: Vec<SheetSubject> = Vec::new();
    for FullMark { level, subject, points } in assessment::full_marks(tx, assessment.id)?.into_iter().filter(|full| levels.contains(&full.level)) {
        match subjects.iter_mut().find(|other| other.code == subject) {
            Some(known) => known.fulls.push((level, points)),
            None => subjects.push(SheetSubject { code: subject, fulls: vec![(level, points)] }),
        }
    }
    if let Some(own) = permit.why().subjects() {
        subjects.retain(|subject| own.contains(&subject.code));
    }
    subjects.sort_by(|a, b| (subject_place(&a.code), &a.code).cmp(&(subject_place(&b.code), &b.code)));
    let until = tx.today().max(assessment.day).min(last_day(tx, class)?.max(assessment.day));
    let mut pupils = sql::pupils(tx, class, assessment.day, until)?;
    let places: HashMap<PupilId, usize> = pupils.iter().enumerate().map(|(i, pupil)| (pupil.id, i)).collect();
    pupils.iter_mut().for_each(|pupil| pupil.marks = vec![Mark::Missing; subjects.len()]);
    sql::marks(tx, assessment.id, Some(class), |_, pupil, subject, mark| {
        if let (Some(row), Some(column)) = (places.get(&pupil), subjects.iter().position(|other| other.code == subject)) {
            pupils[*row].marks[column] = mark;
        }
    })?;
    Ok(Sheet { subjects, pupils })
}

/// The last day of a class's year.
fn last_day(tx: &mut Tx<'_>, class: ClassId) -> Result<SchoolDate> {
    let (class, today) = (time::class(tx, class)?, tx.today());
    let last = time::terms(tx)?.into_iter().filter(|term| term.year == class.year).map(|term| term.last_day).max();
    Ok(last.unwrap_or(today))
}

/// The field of the grid that holds a pupil's mark in a subject.
pub fn cell_field(pupil: PupilId, subject: &str) -> String {
    format!("m-{pupil}-{subject}")
}

/// Stores the cells of the grid of the permit's class that differ from what the grid showed; a result that is corrected or taken away leaves what it
/// was, who wrote it and when. Everything is stored, or nothing with a problem at each cell.
///
/// # Errors
/// Problems at `m-<pupil>-<subject>`: not a pupil of the class, a subject that is not assessed or not the person's own, more than the full mark,
/// or somebody else has entered something meanwhile.
pub fn enter(tx: &mut Tx<'_>, permit: &Permit<acts::EnterResults>, assessment: &Assessment, entries: &[Entry]) -> Result<Counts> {
    let (class, sheet) = (permit.class()?, class_sheet(tx, permit, assessment)?);
    let mut problems = Problems::default();
    let mut counts = Counts::default();
    let (mut write, mut remove) = (Vec::new(), Vec::new());
    for entry in entries.iter().filter(|entry| entry.mark != entry.before) {
        let field = cell_field(entry.pupil, &entry.subject);
        let row = sheet.pupils.iter().find(|pupil| pupil.id == entry.pupil);
        let column = sheet.subjects.iter().position(|subject| subject.code == entry.subject);
        let (Some(row), Some(column)) = (row, column) else {
            problems.note(field, "results-cell-not-yours");
            continue;
        };
        let now = row.marks[column];
        if now == entry.mark {
            counts.unchanged += 1;
        } else if now != entry.before {
            problems.note(field, Msg::new("results-cell-meanwhile").with("name", &row.name));
        } else if let Some(problem) = too_much(&sheet.subjects[column], row.level, entry.mark) {
            problems.note(field, problem.with("name", &row.name));
        } else if entry.mark == Mark::Missing {
            remove.push(entry);
        } else {
            write.push(NewResult { pupil: entry.pupil, class, subject: entry.subject.clone(), mark: entry.mark });
        }
    }
    problems.end()?;
    counts.removed = take_away(tx, permit, assessment, &remove)?;
    let saved = save(tx, permit, assessment, &write, None)?;
    counts = Counts { created: saved.created, updated: saved.updated, unchanged: counts.unchanged + saved.unchanged, removed: counts.removed };
    if counts.changed() > 0 {
        let data = serde_json::json!({ "class": class, "created": counts.created, "updated": counts.updated, "removed": counts.removed });
        trail::note(tx, permit.who(), "results.entered", assessment.id, &data)?;
    }
    Ok(counts)
}

fn too_much(subject: &SheetSubject, level: i64, mark: Mark) -> Option<Msg> {
    let full = subject.full(level);
    match mark {
        Mark::Missing => None,
        _ if full.is_none() => Some(Msg::new("results-cell-other-grade")),
        Mark::Points(points) => full.filter(|full| !(0.0..=*full).contains(&points)).map(|full| Msg::new("results-cell-above").with("full", full)),
        _ => None,
    }
}

fn take_away(tx: &mut Tx<'_>, permit: &Permit<acts::EnterResults>, assessment: &Assessment, entries: &[&Entry]) -> Result<i64> {
    let mut removed = 0;
    for entry in entries {
        let stored = sql::of_pupil_in(tx, assessment.id, entry.pupil)?.into_iter().find(|(_, subject, _)| *subject == entry.subject);
        if let Some((pupil, subject, stored)) = stored {
            sql::keep_before(tx, assessment.id, &[Before { pupil, subject: &subject, stored }], None, &permit.who().tag())?;
            sql::remove(tx, assessment.id, pupil, &subject)?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// Stores many results of one assessment at once: those that are the same change nothing, those that differ leave what they were.
///
/// The marks were read by [`Mark::parse`] with their full marks. Each pupil and subject comes at most once.
///
/// # Errors
/// Not found when a row concerns another class than the permit; problems at `m-<pupil>-<subject>` for a subject that the assessment lacks,
/// that is not the person's own, or for points beyond the full mark; a conflict when a pupil has two marks for one subject.
pub fn put_many<A: Enters>(tx: &mut Tx<'_>, permit: &Permit<A>, assessment: AssessmentId, rows: &[NewResult], import: Option<ImportId>) -> Result<Counts> {
    let assessment = assessment::assessment(tx, assessment)?;
    check_many(tx, permit, &assessment, rows)?;
    let counts = save(tx, permit, &assessment, rows, import)?;
    if counts.changed() > 0 {
        let data = serde_json::json!({ "created": counts.created, "updated": counts.updated, "import": import });
        trail::note(tx, permit.who(), "results.entered", assessment.id, &data)?;
    }
    Ok(counts)
}

fn check_many<A: Enters>(tx: &mut Tx<'_>, permit: &Permit<A>, assessment: &Assessment, rows: &[NewResult]) -> Result<()> {
    let mut most: HashMap<String, f64> = HashMap::new();
    for full in assessment::full_marks(tx, assessment.id)? {
        let known = most.entry(full.subject).or_default();
        *known = known.max(full.points);
    }
    let own = permit.why().subjects();
    let pupils: Option<HashSet<PupilId>> = match permit.subject() {
        Subject::Class(class) => {
            check_class(assessment, class)?;
            let until = tx.today().max(assessment.day);
            Some(sql::pupils(tx, class, assessment.day, until)?.into_iter().map(|pupil| pupil.id).collect())
        }
        _ => None,
    };
    let mut seen = HashSet::with_capacity(rows.len());
    let mut problems = Problems::default();
    for row in rows {
        let outside = matches!(permit.subject(), Subject::Class(class) if class != row.class) || pupils.as_ref().is_some_and(|pupils| !pupils.contains(&row.pupil));
        if outside {
            return Err(Error::NotFound);
        }
        if !seen.insert((row.pupil, row.subject.as_str())) {
            return Err(Error::Conflict(Msg::new("results-twice")));
        }
        let full = most.get(row.subject.as_str());
        let mine = own.as_ref().is_none_or(|own| own.contains(&row.subject));
        match (full, row.mark) {
            (None, _) => problems.note(cell_field(row.pupil, &row.subject), "results-cell-not-yours"),
            _ if !mine => problems.note(cell_field(row.pupil, &row.subject), "results-cell-not-yours"),
            (Some(full), Mark::Points(points)) if !(0.0..=*full).contains(&points) => {
                problems.note(cell_field(row.pupil, &row.subject), Msg::new("results-mark-above").with("text", points).with("full", full));
            }
            _ => {}
        }
    }
    problems.end()
}

/// Above so many pupils the whole assessment is read at once instead of pupil by pupil.
const FEW_PUPILS: usize = 100;

fn save<A: Enters>(tx: &mut Tx<'_>, permit: &Permit<A>, assessment: &Assessment, rows: &[NewResult], import: Option<ImportId>) -> Result<Counts> {
    let mut stored = stored(tx, assessment.id, rows)?;
    let mut counts = Counts::default();
    let (mut write, mut before) = (Vec::new(), Vec::new());
    for row in rows.iter().filter(|row| row.mark != Mark::Missing) {
        let known = stored.get_mut(&row.pupil).and_then(|all| all.iter().position(|(subject, _)| *subject == row.subject).map(|at| all.swap_remove(at).1));
        match known {
            Some(known) if known.mark == row.mark && known.class == row.class => {
                counts.unchanged += 1;
                continue;
            }
            Some(known) => {
                counts.updated += 1;
                before.push(Before { pupil: row.pupil, subject: &row.subject, stored: known });
            }
            None => counts.created += 1,
        }
        write.push(ToWrite { class: row.class, pupil: row.pupil, subject: &row.subject, mark: row.mark });
    }
    let actor = permit.who().tag();
    sql::keep_before(tx, assessment.id, &before, import, &actor)?;
    sql::put(tx, assessment.id, &write, import, &actor)?;
    Ok(counts)
}

/// What is stored for the pupils of some rows.
fn stored(tx: &mut Tx<'_>, assessment: AssessmentId, rows: &[NewResult]) -> Result<HashMap<PupilId, Vec<(String, Stored)>>> {
    let pupils: HashSet<PupilId> = rows.iter().map(|row| row.pupil).collect();
    let mut stored: HashMap<PupilId, Vec<(String, Stored)>> = HashMap::with_capacity(pupils.len());
    if pupils.len() <= FEW_PUPILS {
        for pupil in pupils {
            for (pupil, subject, one) in sql::of_pupil_in(tx, assessment, pupil)? {
                stored.entry(pupil).or_default().push((subject, one));
            }
        }
    } else {
        sql::each(tx, assessment, |pupil, subject, one| stored.entry(pupil).or_default().push((subject, one)))?;
    }
    Ok(stored)
}

/// Takes back the results that an import brought, where nobody has changed them since; gives their number.
///
/// # Errors
/// Faults of the database.
pub fn undo_import(tx: &mut Tx<'_>, _permit: &Permit<acts::ImportSheets>, import: ImportId) -> Result<i64> {
    sql::undo(tx, import)
}

/// Looks at every mark of an assessment: class, pupil, subject, mark. For the screening, whose permit covers the school.
///
/// # Errors
/// Faults of the database.
pub fn each_result(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageScreening>, assessment: AssessmentId, look: impl FnMut(ClassId, PupilId, String, Mark)) -> Result<()> {
    sql::marks(tx, assessment, None, look)
}

/// The results of the permit's pupil, the oldest first: of the subjects that the person may see.
///
/// # Errors
/// Faults of the database.
pub fn results_of(tx: &mut Tx<'_>, permit: &Permit<acts::SeeResults>) -> Result<Vec<PupilResult>> {
    let mut all = sql::of_pupil(tx, permit.pupil()?)?;
    if let Some(own) = permit.why().subjects() {
        all.retain(|one| own.contains(&one.subject));
    }
    all.sort_by_key(|one| (one.day, one.assessment, subject_place(&one.subject)));
    Ok(all)
}

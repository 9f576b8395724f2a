//! verbs of the overview: which class and subject is complete, and the figures of each class. Means and shares, never a rank (R1). B1-02, B3-01.

use std::collections::HashMap;

use super::assessment::{self, Assessment};
use super::bands::{Band, Scheme};
use super::mark::Mark;
use super::sql::result as sql;
use super::stats::Moments;
use super::{classes_of, subject_place};
use crate::access::{Action, Duty, Who};
use crate::base::{ClassId, Id, Result, RowId};
use crate::roster::time::{self, Class};
use crate::store::Tx;

/// A class in an assessment.
#[derive(Clone, Debug)]
pub struct ClassFigures {
    /// The class.
    pub class: Class,
    /// Its pupils on the day of the assessment.
    pub pupils: i64,
    /// The subjects that the person may see.
    pub subjects: Vec<SubjectFigures>,
}

/// A class and subject in an assessment.
#[derive(Clone, Debug)]
pub struct SubjectFigures {
    /// The subject's code.
    pub subject: String,
    /// The full mark.
    pub full: f64,
    /// Entries of any kind.
    pub entered: i64,
    /// Pupils without any entry.
    pub missing: i64,
    /// Absent, exempt or deferred.
    pub without_mark: i64,
    /// Mean of the points; `None` without points.
    pub mean: Option<f64>,
    /// Marks in points or bands.
    pub judged: i64,
    /// How many reached the lowest band but one.
    pub passed: i64,
    /// How many in each band, the best first; points by the scheme of the grade.
    pub bands: Vec<(Band, i64)>,
}

impl SubjectFigures {
    /// The share of those with a mark who passed, in per cent; `None` without marks.
    pub fn pass_per_cent(&self) -> Option<i64> {
        (self.judged > 0).then(|| (self.passed as f64 * 100.0 / self.judged as f64).round() as i64)
    }
    /// Whether every pupil has an entry.
    pub fn is_complete(&self) -> bool {
        self.missing == 0 && self.entered > 0
    }
}

#[derive(Default)]
struct Tally {
    entered: i64,
    without_mark: i64,
    moments: Moments,
    bands: HashMap<Band, i64>,
}

impl Tally {
    fn take(&mut self, mark: Mark, full: f64, scheme: Scheme, level: i64) {
        self.entered += 1;
        let band = match mark {
            Mark::Points(points) => {
                self.moments.push(points);
                scheme.band(points, full, level)
            }
            Mark::Band(band) => band,
            _ => {
                self.without_mark += 1;
                return;
            }
        };
        *self.bands.entry(band).or_default() += 1;
    }

    fn figures(self, subject: String, full: f64, pupils: i64) -> SubjectFigures {
        let bands: Vec<(Band, i64)> = Band::ALL.into_iter().filter_map(|band| self.bands.get(&band).map(|count| (band, *count))).collect();
        let judged: i64 = bands.iter().map(|(_, count)| count).sum();
        let below: i64 = bands.iter().filter(|(band, _)| band.is_lowest()).map(|(_, count)| count).sum();
        SubjectFigures {
            subject,
            full,
            entered: self.entered,
            missing: (pupils - self.entered).max(0),
            without_mark: self.without_mark,
            mean: self.moments.mean(),
            judged,
            passed: judged - below,
            bands,
        }
    }
}

/// The subjects of a class that somebody may see: all of them, or those that they teach there when that is the only reason.
fn subjects_of(who: &Who, class: &Class) -> Option<Vec<String>> {
    let scopes = [RowId::from_uuid(class.id.uuid()), RowId::from_uuid(class.grade.uuid()), RowId::from_uuid(who.school.uuid())];
    let ties: Vec<_> = who.ties.iter().filter(|tie| scopes.contains(&tie.scope_id) && Action::SeeResults.allowed_to(tie.duty)).collect();
    let limited = !who.is_operator() && ties.iter().all(|tie| tie.duty == Duty::SubjectTeacher);
    limited.then(|| ties.iter().map(|tie| tie.subject.clone()).collect())
}

/// The figures of every class whose results somebody sees, by level and number.
///
/// # Errors
/// Faults of the database.
pub fn overview(tx: &mut Tx<'_>, who: &Who, assessment: &Assessment) -> Result<Vec<ClassFigures>> {
    let term = time::term(tx, assessment.term)?;
    let mut classes = classes_of(tx, who, Action::SeeResults, term.year)?;
    classes.retain(|class| assessment.class.is_none_or(|own| own == class.id));
    let schemes = assessment::schemes(tx)?;
    let fulls = assessment::full_marks(tx, assessment.id)?;
    let sizes: HashMap<ClassId, i64> = sql::class_sizes(tx, assessment.day)?.into_iter().collect();
    let levels: HashMap<ClassId, i64> = classes.iter().map(|class| (class.id, class.level)).collect();
    let full = |level: i64, subject: &str| fulls.iter().find(|full| full.level == level && full.subject == subject).map(|full| full.points);
    let mut tallies: HashMap<(ClassId, String), Tally> = HashMap::new();
    sql::marks(tx, assessment.id, assessment.class, |class, _, subject, mark| {
        if let Some(level) = levels.get(&class) {
            let points = full(*level, &subject).unwrap_or(100.0);
            let scheme = usize::try_from(level - 1).ok().and_then(|i| schemes.get(i)).copied().unwrap_or(Scheme::ByGrade);
            tallies.entry((class, subject)).or_default().take(mark, points, scheme, *level);
        }
    })?;
    let mut all = Vec::with_capacity(classes.len());
    for class in classes {
        let (own, pupils) = (subjects_of(who, &class), sizes.get(&class.id).copied().unwrap_or(0));
        let mut subjects: Vec<SubjectFigures> = fulls
            .iter()
            .filter(|full| full.level == class.level && own.as_ref().is_none_or(|own| own.contains(&full.subject)))
            .map(|full| tallies.remove(&(class.id, full.subject.clone())).unwrap_or_default().figures(full.subject.clone(), full.points, pupils))
            .collect();
        subjects.sort_by_key(|figures| subject_place(&figures.subject));
        if !subjects.is_empty() {
            all.push(ClassFigures { class, pupils, subjects });
        }
    }
    Ok(all)
}

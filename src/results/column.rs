//! verbs: the marks of a grade in one subject of an assessment, for comparing a pupil with those of the same age (A3-17, B1-04). Figures of nobody else leave the rooms that compare.

use std::collections::HashMap;

use super::assessment::{Assessment, full_marks};
use super::bands::Band;
use super::mark::Mark;
use super::sql::result as sql;
use crate::access::{Permit, acts};
use crate::base::{AssessmentId, ClassId, PupilId, Result};
use crate::roster::time;
use crate::store::Tx;

/// The points of all pupils of the grade in which the permit's pupil sat when the assessment was taken: (class, pupil, points). Nothing where the pupil has none.
///
/// # Errors
/// Faults of the database.
pub fn of_grade(tx: &mut Tx<'_>, permit: &Permit<acts::SeeResults>, assessment: AssessmentId, subject: &str) -> Result<Vec<(ClassId, PupilId, f64)>> {
    sql::points_of_grade(tx, assessment, subject, permit.pupil()?)
}

/// What a pupil had in a subject of an assessment.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// The pupil.
    pub pupil: PupilId,
    /// The grade in which it sat then, 1 to 6.
    pub level: i64,
    /// The subject's code.
    pub subject: String,
    /// In per cent of the full mark; none for a band.
    pub percent: Option<f64>,
    /// The band, where bands were given.
    pub band: Option<Band>,
}

/// What all pupils had in an assessment, for who puts children forward for a reward: compared within the room that asks, shown of nobody but the children of the permit.
///
/// # Errors
/// Faults of the database.
pub fn of_assessment(tx: &mut Tx<'_>, _permit: &Permit<acts::ProposeReward>, assessment: &Assessment) -> Result<Vec<Scored>> {
    let mut levels: HashMap<ClassId, i64> = HashMap::new();
    // A sheet may have been brought in for the classes of another year than that of its term.
    for year in time::years(tx)? {
        levels.extend(time::classes(tx, year.id)?.into_iter().map(|class| (class.id, class.level)));
    }
    let fulls: HashMap<(i64, String), f64> = full_marks(tx, assessment.id)?.into_iter().map(|full| ((full.level, full.subject), full.points)).collect();
    let mut all = Vec::new();
    sql::marks(tx, assessment.id, assessment.class, |class, pupil, subject, mark| {
        let Some(level) = levels.get(&class).copied() else { return };
        let full = fulls.get(&(level, subject.clone())).copied().filter(|full| *full > 0.0);
        let (percent, band) = match mark {
            Mark::Points(points) => (full.map(|full| points / full * 100.0), None),
            Mark::Band(band) => (None, Some(band)),
            _ => (None, None),
        };
        if percent.is_some() || band.is_some() {
            all.push(Scored { pupil, level, subject, percent, band });
        }
    })?;
    Ok(all)
}

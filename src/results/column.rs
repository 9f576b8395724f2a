//! verbs: the marks of a grade in one subject of an assessment, for comparing a pupil with those of the same age (A3-17, B1-04). Figures of nobody else leave the rooms that compare.

use super::sql::result as sql;
use crate::access::{Permit, acts};
use crate::base::{AssessmentId, ClassId, PupilId, Result};
use crate::store::Tx;

/// The points of all pupils of the grade in which the permit's pupil sat when the assessment was taken: (class, pupil, points). Nothing where the pupil has none.
///
/// # Errors
/// Faults of the database.
pub fn of_grade(tx: &mut Tx<'_>, permit: &Permit<acts::SeeResults>, assessment: AssessmentId, subject: &str) -> Result<Vec<(ClassId, PupilId, f64)>> {
    sql::points_of_grade(tx, assessment, subject, permit.pupil()?)
}

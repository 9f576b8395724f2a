//! Results and attendance (成绩与出勤): what pupils achieved, in marks or bands, and the days they were absent.
//!
//! A2-01, A6-04, B4-02: the baseline results of the school, or those that a teacher has of her own class and subject. B1-02, B3-01: means of a
//! class for comparison, never a rank. B8-02: attendance. Grades 1 and 2 have no paper exams and a term has one final, unless the local
//! rule differs (R2); a final carries its filing number (R3).

pub mod assessment;
pub mod attendance;
pub mod bands;
pub mod column;
pub mod mark;
pub mod overview;
pub mod pages;
pub mod sheet;
mod sql;
pub mod stats;
#[cfg(test)]
mod tests;
pub mod unite;

pub use assessment::{Assessment, ExamRule, FullMark, Kind, NewAssessment, Scale, assessment, assessments, create, ensure, full_marks, schemes, set_exam_rule, set_schemes};
pub use sheet::{Counts, Entry, NewResult, PupilResult, Sheet, class_sheet, each_result, enter, put_many, results_of, undo_import};

use crate::access::{Action, Who};
use crate::base::{Result, YearId};
use crate::roster::time::{self, Class};
use crate::store::Tx;

/// The subjects in the order in which sheets name them; a school's own subjects follow.
pub const SUBJECTS: [&str; 11] = ["chinese", "maths", "english", "science", "morality", "pe", "music", "art", "it", "labour", "general"];

/// Where a subject stands among others.
pub(crate) fn subject_place(subject: &str) -> usize {
    SUBJECTS.iter().position(|code| *code == subject).unwrap_or(SUBJECTS.len())
}

/// The classes of a year for which somebody may do something, by level and number.
///
/// # Errors
/// Faults of the database.
pub fn classes_of(tx: &mut Tx<'_>, who: &Who, action: Action, year: YearId) -> Result<Vec<Class>> {
    let mut classes = time::classes(tx, year)?;
    if !who.may_everywhere(action) {
        let (own, grades) = (who.classes(action), who.grades(action));
        classes.retain(|class| own.contains(&class.id) || grades.contains(&class.grade));
    }
    Ok(classes)
}

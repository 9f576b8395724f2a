//! verbs: results followed over the years (A3-17, B7-07): a child's marks beside the mean of its grade, in standard scores so that tests of different difficulty compare, and whether a step
//! is more than two tests waver by. For staff; never printed for a wall, never a rank (R1). No standard score below 20 pupils, none of bands (PRACTICE 1.5).

use std::collections::HashMap;

use super::change::{RELIABLE, correlation, reliable_change};
use crate::access::{Permit, acts};
use crate::base::{AssessmentId, Error, PupilId, Result, SchoolDate};
use crate::results::column;
use crate::results::mark::Mark;
use crate::results::stats::Moments;
use crate::results::{self, PupilResult, SUBJECTS};
use crate::store::Tx;

/// Pupils below whom no standard score is told (PRACTICE 1.5).
pub const GROUP_LEAST: u32 = 20;
/// Assessments of a subject that are followed, at most: the newest.
const FOLLOWED_MOST: usize = 12;

/// A child in one assessment of a subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// When.
    pub day: SchoolDate,
    /// Name of the assessment.
    pub name: String,
    /// What was marked.
    pub mark: Mark,
    /// In per cent of the full mark.
    pub percent: Option<f64>,
    /// The mean of the grade, in per cent of the full mark; none below [`GROUP_LEAST`] pupils.
    pub grade_percent: Option<f64>,
    /// How many standard deviations above the mean of the grade.
    pub z: Option<f64>,
    /// The same beside the own class.
    pub class_z: Option<f64>,
}

impl Standing {
    /// The T score: 50 is the mean, 10 a standard deviation.
    pub fn t(&self) -> Option<f64> {
        self.z.map(|z| 10.0_f64.mul_add(z, 50.0))
    }
}

/// How the newest step of a subject is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Fewer than two assessments that can be compared.
    Unknown,
    /// Within what two tests waver by.
    Steady,
    /// A rise beyond it.
    Up,
    /// A fall beyond it.
    Down,
}

impl Step {
    /// The identifier; words hang on it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Steady => "steady",
            Self::Up => "up",
            Self::Down => "down",
        }
    }
    /// From the reliable-change index.
    fn of(index: Option<f64>) -> Self {
        match index {
            None => Self::Unknown,
            Some(index) if index >= RELIABLE => Self::Up,
            Some(index) if index <= -RELIABLE => Self::Down,
            Some(_) => Self::Steady,
        }
    }
}

/// A subject of a child over time.
#[derive(Clone, Debug)]
pub struct Followed {
    /// The subject.
    pub subject: String,
    /// The assessments with a mark, the oldest first.
    pub standings: Vec<Standing>,
    /// The newest step between two assessments that can be compared.
    pub step: Step,
    /// How many pupils the steadiness of the tests was told from; 0 for none.
    pub pupils: usize,
}

/// The marks of a grade in each assessment and subject, read once for all children of a page.
#[derive(Default)]
pub struct Columns(HashMap<(AssessmentId, String), HashMap<PupilId, (crate::base::ClassId, f64)>>);

impl Columns {
    fn of(&mut self, tx: &mut Tx<'_>, permit: &Permit<acts::SeeResults>, one: &PupilResult) -> Result<&HashMap<PupilId, (crate::base::ClassId, f64)>> {
        let key = (one.assessment, one.subject.clone());
        let pupil = permit.pupil()?;
        // Another grade took the same assessment: its pupils are no company.
        if self.0.get(&key).is_none_or(|known| !known.contains_key(&pupil)) {
            let rows = column::of_grade(tx, permit, one.assessment, &one.subject)?;
            self.0.insert(key.clone(), rows.into_iter().map(|(class, pupil, points)| (pupil, (class, points))).collect());
        }
        self.0.get(&key).ok_or_else(|| Error::Fault("a column that was just read".into()))
    }
}

fn standing(one: &PupilResult, pupil: PupilId, column: &HashMap<PupilId, (crate::base::ClassId, f64)>) -> Standing {
    let full = one.full.filter(|full| *full > 0.0);
    let per_cent = |points: f64| full.map(|full| points / full * 100.0);
    let own = one.mark.points();
    let grade = Moments::of(column.values().map(|(_, points)| Some(*points)));
    let class = column.get(&pupil).map(|(class, _)| Moments::of(column.values().filter(|(other, _)| other == class).map(|(_, points)| Some(*points))));
    let enough = |moments: &Moments| moments.n() >= GROUP_LEAST;
    Standing {
        day: one.day,
        name: one.name.clone(),
        mark: one.mark,
        percent: own.and_then(per_cent),
        grade_percent: grade.mean().filter(|_| enough(&grade)).and_then(per_cent),
        z: own.filter(|_| enough(&grade)).and_then(|own| grade.z(own)),
        class_z: class.filter(enough).zip(own).and_then(|(class, own)| class.z(own)),
    }
}

/// The pairs of standard scores of all who sat both.
fn both(before: &HashMap<PupilId, (crate::base::ClassId, f64)>, after: &HashMap<PupilId, (crate::base::ClassId, f64)>) -> Vec<(f64, f64)> {
    before.iter().filter_map(|(pupil, (_, a))| Some((*a, after.get(pupil)?.1))).collect()
}

/// The subjects of the permit's child over time, in the order in which sheets name them; those that the person teaches, where that is the only reason to see them.
///
/// # Errors
/// Faults of the database.
pub fn followed(tx: &mut Tx<'_>, permit: &Permit<acts::SeeResults>, columns: &mut Columns) -> Result<Vec<Followed>> {
    let pupil = permit.pupil()?;
    let mut results = results::results_of(tx, permit)?;
    results.retain(|one| matches!(one.mark, Mark::Points(_) | Mark::Band(_)));
    let mut subjects: Vec<String> = results.iter().map(|one| one.subject.clone()).collect();
    subjects.sort_by_key(|subject| (SUBJECTS.iter().position(|known| known == subject).unwrap_or(SUBJECTS.len()), subject.clone()));
    subjects.dedup();
    let mut all = Vec::with_capacity(subjects.len());
    for subject in subjects {
        let mut own: Vec<&PupilResult> = results.iter().filter(|one| one.subject == subject).collect();
        own.drain(..own.len().saturating_sub(FOLLOWED_MOST));
        let mut standings = Vec::with_capacity(own.len());
        let nobody = HashMap::new();
        for one in &own {
            // A band is compared with nobody, so nobody's marks are read for it.
            let column = if one.mark.points().is_some() { columns.of(tx, permit, one)? } else { &nobody };
            standings.push(standing(one, pupil, column));
        }
        let comparable: Vec<(&PupilResult, f64)> = own.iter().zip(&standings).filter_map(|(one, standing)| Some((*one, standing.z?))).collect();
        let (mut step, mut pupils) = (Step::Unknown, 0);
        if let [.., (before, from), (after, to)] = comparable.as_slice() {
            let earlier = columns.of(tx, permit, before)?.clone();
            let pairs = both(&earlier, columns.of(tx, permit, after)?);
            if pairs.len() >= GROUP_LEAST as usize {
                pupils = pairs.len();
                step = Step::of(correlation(&pairs).and_then(|r| reliable_change(*from, *to, 1.0, r)));
            }
        }
        all.push(Followed { subject, standings, step, pupils });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Id, derived};
    use crate::results::Kind;

    fn pupil(n: usize) -> PupilId {
        derived(&[b"pupil", &n.to_be_bytes()])
    }

    fn column(points: impl IntoIterator<Item = f64>) -> HashMap<PupilId, (crate::base::ClassId, f64)> {
        let class = |n: usize| derived(&[b"class", &[u8::from(n.is_multiple_of(2))]]);
        points.into_iter().enumerate().map(|(n, points)| (pupil(n), (class(n), points))).collect()
    }

    fn result(mark: Mark) -> PupilResult {
        let id = AssessmentId::from_uuid(derived::<PupilId>(&[b"final"]).uuid());
        PupilResult { assessment: id, name: "期末".into(), kind: Kind::Final, day: "2026-01-20".parse().unwrap(), subject: "maths".into(), mark, full: Some(50.0) }
    }

    #[test]
    fn a_mark_stands_beside_the_mean_of_a_grade_that_is_large_enough() {
        let forty = column((0..40).map(|n| f64::from(n % 20)));
        let one = standing(&result(Mark::Points(0.0)), pupil(0), &forty);
        assert!(one.percent == Some(0.0) && (one.grade_percent.unwrap() - 19.0).abs() < 1e-9, "{one:?}");
        let z = one.z.unwrap();
        assert!((z + 1.647_508_942_095_828).abs() < 1e-9 && (one.t().unwrap() - 33.524_910_579_041_72).abs() < 1e-9, "{z}");
        assert!(one.class_z.is_some(), "twenty of the own class");
        let few = standing(&result(Mark::Points(0.0)), pupil(0), &column((0..19).map(f64::from)));
        assert_eq!((few.percent, few.grade_percent, few.z, few.class_z), (Some(0.0), None, None, None));
        let band = standing(&result(Mark::Band(crate::results::bands::Band::Good)), pupil(99), &forty);
        assert_eq!((band.percent, band.z), (None, None), "never a standard score of a band");
    }

    #[test]
    fn a_step_is_called_one_only_beyond_what_two_tests_waver_by() {
        for (index, expected) in [(None, Step::Unknown), (Some(0.0), Step::Steady), (Some(1.95), Step::Steady), (Some(1.96), Step::Up), (Some(-2.5), Step::Down)] {
            assert_eq!(Step::of(index), expected, "{index:?}");
        }
        assert_eq!(both(&column([1.0, 2.0, 3.0]), &column([5.0, 6.0])).len(), 2);
    }
}

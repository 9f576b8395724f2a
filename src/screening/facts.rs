//! What a screening looks at, in columns: pupils by class, their results in each assessment, their attendance,
//! and what people see in them.
//!
//! Built once a run from rows in any order (pupils first). Pupils are held by grade and class, so that a class, a grade and the
//! school are each one range, and their means are ready when a rule is tried (A2-01, A6-04).

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use super::observation_signs::Signs;
use super::rule::{LEAST_GROUP, Within};
use super::score::{MAX_BANDS, Score, Subject};
use crate::base::{AssessmentId, ClassId, Error, Msg, PupilId, Result, SchoolDate};
use crate::results::stats::Moments;

/// Pupils in one run, at most.
pub const MAX_PUPILS: usize = 500_000;
/// Assessments in one run, at most.
pub const MAX_ASSESSMENTS: usize = 400;
/// Subjects in one run, at most.
pub const MAX_SUBJECTS: usize = 32;
/// Places for results (pupils × subjects × assessments in use), at most: about 160 MB.
pub const MAX_CELLS: usize = 16_000_000;
/// Grades without paper exams (R2).
pub const LAST_GRADE_WITHOUT_PAPERS: u8 = 2;

/// No result to judge.
pub(super) const NO_SEAT: usize = u16::MAX as usize;

const MISSING: u8 = 0;
const POINTS: u8 = 1;
const ABSENT: u8 = 2;
const EXEMPT: u8 = 3;
const DEFERRED: u8 = 4;
/// Set for a band; the lower bits are its rank.
const BAND: u8 = 0x80;

/// A class as reasons and previews name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// The class.
    pub id: ClassId,
    /// As the school writes it.
    pub name: String,
}

/// Pupils of one class and one grade: in a combined class (复式班) each grade sits its own papers and is compared with itself.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub class: usize,
    pub grade: u8,
    pub grade_index: usize,
    pub pupils: Range<usize>,
}

/// One subject of one assessment for every pupil, with the moments of each class, each grade and the school.
#[derive(Debug)]
pub(super) struct Column {
    pub assessment: usize,
    pub subject: usize,
    /// Points as a share of the full mark; NaN where there are no points.
    pub share: Vec<f64>,
    state: Vec<u8>,
    /// For points the place of the full mark in [`Facts::fulls`]; for a band the number of bands.
    scale: Vec<u8>,
    /// By [`Facts::scope`].
    pub moments: Vec<Moments>,
    /// Mean, and 1 / standard deviation, by scope; NaN where z is not to be worked out.
    pub zero: Vec<(f64, f64)>,
}

impl Column {
    pub fn is_scored(&self, pupil: usize) -> bool {
        let state = self.state[pupil];
        state == POINTS || state & BAND != 0
    }
    /// Standard deviations above the mean of a scope; NaN where there is no comparison.
    #[inline]
    pub fn z(&self, pupil: usize, scope: usize) -> f64 {
        let (mean, per_sd) = self.zero[scope];
        (self.share[pupil] - mean) * per_sd
    }
    pub fn is_missing(&self, pupil: usize) -> bool {
        self.state[pupil] == MISSING
    }
    /// Rank from the lowest and number of bands.
    pub fn band(&self, pupil: usize) -> Option<(u8, u8)> {
        let state = self.state[pupil];
        (state & BAND != 0).then(|| (state & !BAND, self.scale[pupil]))
    }
    pub fn has_bands(&self, pupils: Range<usize>) -> bool {
        self.state[pupils].iter().any(|state| state & BAND != 0)
    }
}

/// A column that a class sat, newest first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seat {
    pub column: usize,
    /// Fewer than half of the class stand in it (a make-up exam): who is not in it is judged by the one before.
    pub few: bool,
}

#[derive(Clone, Copy, Debug)]
struct Assessment {
    id: AssessmentId,
    day: SchoolDate,
    paper: bool,
}

/// Days at school and days absent of one pupil; half days count 0.5.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Days {
    pub school: f32,
    pub absent: f32,
}

/// The facts of one run; see the module.
#[derive(Debug)]
pub struct Facts {
    pub(super) pupils: Vec<PupilId>,
    pub(super) classes: Vec<Class>,
    pub(super) groups: Vec<Group>,
    grades: Vec<(u8, Range<usize>)>,
    pub(super) subjects: Vec<Subject>,
    pub(super) columns: Vec<Column>,
    fulls: Vec<f64>,
    /// By group × subject, newest first.
    seats: Vec<Vec<Seat>>,
    /// The same without paper exams in the grades that have none (R2).
    fair_seats: Vec<Vec<Seat>>,
    /// By pupil × subject: the seat of the result to judge, see [`Facts::newest`].
    newest: Vec<u16>,
    fair_newest: Vec<u16>,
    pub(super) days: Vec<Days>,
    pub(super) signs: Vec<Signs>,
}

impl Facts {
    /// Number of pupils.
    pub fn len(&self) -> usize {
        self.pupils.len()
    }
    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.pupils.is_empty()
    }
    /// The subjects that have results.
    pub fn subjects(&self) -> &[Subject] {
        &self.subjects
    }

    /// The pupils who have a newest result in some subject.
    pub fn with_results(&self) -> Vec<PupilId> {
        let subjects = self.subjects.len();
        let scored = |p: &usize| (0..subjects).any(|s| self.newest(*p, s, false) != NO_SEAT);
        (0..self.pupils.len()).filter(scored).map(|p| self.pupils[p]).collect()
    }

    /// Class × grade groups, then grades, then the school: one number space for tables of moments and lines.
    pub(super) fn scopes(&self) -> usize {
        self.groups.len() + self.grades.len() + 1
    }
    /// The group that a class × grade group is compared with.
    pub(super) fn scope(&self, within: Within, group: usize) -> usize {
        match within {
            Within::Class => group,
            Within::Grade => self.groups.len() + self.groups[group].grade_index,
            Within::School => self.scopes() - 1,
        }
    }
    /// All reference groups of a kind, each with its pupils.
    pub(super) fn scopes_within(&self, within: Within) -> Vec<(usize, Range<usize>)> {
        match within {
            Within::Class => self.groups.iter().map(|g| g.pupils.clone()).enumerate().collect(),
            Within::Grade => self.grades.iter().enumerate().map(|(i, g)| (self.groups.len() + i, g.1.clone())).collect(),
            Within::School => vec![(self.scopes() - 1, 0..self.pupils.len())],
        }
    }
    pub(super) fn scope_pupils(&self, within: Within, group: usize) -> Range<usize> {
        match within {
            Within::Class => self.groups[group].pupils.clone(),
            Within::Grade => self.grades[self.groups[group].grade_index].1.clone(),
            Within::School => 0..self.pupils.len(),
        }
    }
    /// The columns that a group sat in a subject, newest first; `papers` also in the grades that have none.
    #[inline]
    pub(super) fn seats(&self, group: usize, subject: usize, papers: bool) -> &[Seat] {
        let seats = if papers { &self.seats } else { &self.fair_seats };
        &seats[group * self.subjects.len() + subject]
    }
    /// The seat of the newest assessment of the class, if the pupil has a score there, or [`NO_SEAT`]; a make-up exam of a few
    /// concerns those in it.
    #[inline]
    pub(super) fn newest(&self, pupil: usize, subject: usize, papers: bool) -> usize {
        let newest = if papers { &self.newest } else { &self.fair_newest };
        usize::from(newest[pupil * self.subjects.len() + subject])
    }
    /// The full mark of a pupil's points.
    pub(super) fn full(&self, column: usize, pupil: usize) -> f64 {
        self.fulls[usize::from(self.columns[column].scale[pupil])]
    }
}

#[derive(Debug)]
struct Pupil {
    id: PupilId,
    class: usize,
    grade: u8,
}

/// Takes the rows of the store one by one: assessments and pupils first, then results and attendance in any order
/// (fastest with the rows of one pupil together).
#[derive(Debug, Default)]
pub struct FactsBuilder {
    pupils: Vec<Pupil>,
    classes: Vec<Class>,
    class_of: HashMap<ClassId, usize>,
    place: HashMap<PupilId, usize>,
    sealed: bool,
    last: Option<(PupilId, Option<usize>)>,
    assessments: Vec<Assessment>,
    subjects: Vec<Subject>,
    fulls: Vec<f64>,
    columns: Vec<Column>,
    column_of: HashMap<(usize, usize), usize>,
    days: Vec<Days>,
    signs: Vec<Signs>,
}

impl FactsBuilder {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// An assessment of the past or the present; `paper` is a written exam, which grades 1 and 2 do not have (R2).
    ///
    /// # Errors
    /// More than [`MAX_ASSESSMENTS`].
    pub fn assessment(&mut self, id: AssessmentId, day: SchoolDate, paper: bool) -> Result<()> {
        if self.assessments.len() == MAX_ASSESSMENTS {
            return Err(Error::TooMuch(Msg::new("screening-too-many-assessments").with("limit", MAX_ASSESSMENTS)));
        }
        self.assessments.push(Assessment { id, day, paper });
        Ok(())
    }

    /// A pupil of the run with class and grade (1 to 6).
    ///
    /// # Errors
    /// More than [`MAX_PUPILS`]; a fault when results were given before, or the pupil is given twice.
    pub fn pupil(&mut self, id: PupilId, class: ClassId, class_name: &str, grade: u8) -> Result<()> {
        if self.sealed {
            return Err(Error::Fault("screening: a pupil after the first result".into()));
        }
        if self.pupils.len() == MAX_PUPILS {
            return Err(Error::TooMuch(Msg::new("screening-too-many-pupils").with("limit", MAX_PUPILS)));
        }
        let next = self.classes.len();
        let class = *self.class_of.entry(class).or_insert_with(|| {
            self.classes.push(Class { id: class, name: class_name.to_owned() });
            next
        });
        self.pupils.push(Pupil { id, class, grade });
        Ok(())
    }

    /// One result. A row of somebody who is not in the run is passed over.
    ///
    /// # Errors
    /// A limit is exceeded; a fault when the assessment is unknown or the score is none (not finite, full mark 0, unknown band).
    pub fn result(&mut self, pupil: PupilId, assessment: AssessmentId, subject: &str, score: Score) -> Result<()> {
        let Some(at) = self.find(pupil)? else { return Ok(()) };
        let (state, scale, share) = self.cell(score)?;
        let assessment = self.assessments.iter().rposition(|a| a.id == assessment).ok_or_else(|| Error::Fault("screening: an unknown assessment".into()))?;
        let column = self.column(assessment, subject)?;
        let column = &mut self.columns[column];
        column.state[at] = state;
        column.scale[at] = scale;
        column.share[at] = share;
        Ok(())
    }

    /// Days of school and days absent of a pupil in the term so far; half days are 0.5.
    ///
    /// # Errors
    /// A fault when the days are negative or none.
    pub fn attendance(&mut self, pupil: PupilId, school_days: f64, absent_days: f64) -> Result<()> {
        let Some(at) = self.find(pupil)? else { return Ok(()) };
        if !(school_days.is_finite() && absent_days.is_finite() && school_days >= 0.0 && absent_days >= 0.0) {
            return Err(Error::Fault("screening: days of attendance that are none".into()));
        }
        self.days[at] = Days { school: school_days as f32, absent: absent_days as f32 };
        Ok(())
    }

    /// What teachers see in a pupil and who thinks of it; somebody who is not in the run is passed over.
    ///
    /// # Errors
    /// A fault when a pupil was given twice.
    pub fn signs(&mut self, pupil: PupilId, signs: Signs) -> Result<()> {
        if let Some(at) = self.find(pupil)? {
            self.signs[at] = signs;
        }
        Ok(())
    }

    /// Puts the pupils in order of grade and class, once.
    fn seal(&mut self) -> Result<()> {
        if self.sealed {
            return Ok(());
        }
        self.sealed = true;
        self.pupils.sort_by_key(|p| (p.grade, p.class));
        self.place = self.pupils.iter().enumerate().map(|(at, p)| (p.id, at)).collect();
        self.days = vec![Days::default(); self.pupils.len()];
        self.signs = vec![Signs::default(); self.pupils.len()];
        if self.place.len() == self.pupils.len() { Ok(()) } else { Err(Error::Fault("screening: a pupil was given twice".into())) }
    }

    fn find(&mut self, pupil: PupilId) -> Result<Option<usize>> {
        self.seal()?;
        match self.last {
            Some((last, at)) if last == pupil => Ok(at),
            _ => {
                let at = self.place.get(&pupil).copied();
                self.last = Some((pupil, at));
                Ok(at)
            }
        }
    }

    /// State, scale and share of the full mark.
    fn cell(&mut self, score: Score) -> Result<(u8, u8, f64)> {
        Ok(match score {
            Score::Points { value, full } => {
                if !(value.is_finite() && full.is_finite() && full > 0.0) {
                    return Err(Error::Fault("screening: points that are none".into()));
                }
                let scale = match self.fulls.iter().position(|f| *f == full) {
                    Some(scale) => scale,
                    None => {
                        self.fulls.push(full);
                        self.fulls.len() - 1
                    }
                };
                let scale = u8::try_from(scale).map_err(|_| Error::TooMuch(Msg::new("screening-too-many-full-marks").with("limit", 256)))?;
                (POINTS, scale, value / full)
            }
            Score::Band { rank, of } if rank < of && (2..=MAX_BANDS).contains(&of) => (BAND | rank, of, f64::NAN),
            Score::Band { .. } => return Err(Error::Fault("screening: a band outside its scale".into())),
            Score::Absent => (ABSENT, 0, f64::NAN),
            Score::Exempt => (EXEMPT, 0, f64::NAN),
            Score::Deferred => (DEFERRED, 0, f64::NAN),
            Score::Missing => (MISSING, 0, f64::NAN),
        })
    }

    fn column(&mut self, assessment: usize, subject: &str) -> Result<usize> {
        let subject = match self.subjects.iter().position(|s| s.code() == subject) {
            Some(known) => known,
            None if self.subjects.len() == MAX_SUBJECTS => return Err(Error::TooMuch(Msg::new("screening-too-many-subjects").with("limit", MAX_SUBJECTS))),
            None => {
                self.subjects.push(Subject::new(subject));
                self.subjects.len() - 1
            }
        };
        if let Some(column) = self.column_of.get(&(assessment, subject)) {
            return Ok(*column);
        }
        let n = self.pupils.len();
        if (self.columns.len() + 1) * n > MAX_CELLS {
            return Err(Error::TooMuch(Msg::new("screening-too-many-results").with("limit", MAX_CELLS)));
        }
        self.columns.push(Column { assessment, subject, share: vec![f64::NAN; n], state: vec![MISSING; n], scale: vec![0; n], moments: Vec::new(), zero: Vec::new() });
        self.column_of.insert((assessment, subject), self.columns.len() - 1);
        Ok(self.columns.len() - 1)
    }

    /// The facts, with the moments of every class, grade and the school.
    ///
    /// # Errors
    /// A fault when a pupil was given twice.
    pub fn build(mut self) -> Result<Facts> {
        self.seal()?;
        let (groups, grades) = ranges(&self.pupils);
        for column in &mut self.columns {
            column.moments = moments(column, &groups, grades.len());
            column.zero = column.moments.iter().map(zero).collect();
        }
        let seats = self.seats(&groups, true);
        let fair_seats = self.seats(&groups, false);
        let newest = self.newest(&groups, &seats);
        let fair_newest = self.newest(&groups, &fair_seats);
        Ok(Facts {
            newest,
            fair_newest,
            pupils: self.pupils.iter().map(|p| p.id).collect(),
            classes: self.classes,
            groups,
            grades,
            subjects: self.subjects,
            columns: self.columns,
            fulls: self.fulls,
            seats,
            fair_seats,
            days: self.days,
            signs: self.signs,
        })
    }

    fn newest(&self, groups: &[Group], seats: &[Vec<Seat>]) -> Vec<u16> {
        let subjects = self.subjects.len();
        let mut newest = vec![u16::MAX; self.pupils.len() * subjects];
        for (g, group) in groups.iter().enumerate() {
            for s in 0..subjects {
                for p in group.pupils.clone() {
                    let there = |(_, seat): &(u16, &Seat)| !seat.few || !self.columns[seat.column].is_missing(p);
                    if let Some((i, seat)) = (0..).zip(&seats[g * subjects + s]).find(there)
                        && self.columns[seat.column].is_scored(p)
                    {
                        newest[p * subjects + s] = i;
                    }
                }
            }
        }
        newest
    }

    fn seats(&self, groups: &[Group], papers: bool) -> Vec<Vec<Seat>> {
        let mut newest: Vec<usize> = (0..self.columns.len()).collect();
        newest.sort_by_key(|c| Reverse((self.assessments[self.columns[*c].assessment].day, self.columns[*c].assessment)));
        let mut seats = vec![Vec::new(); groups.len() * self.subjects.len()];
        for column in newest {
            let at = &self.columns[column];
            for (g, group) in groups.iter().enumerate() {
                if self.assessments[at.assessment].paper && group.grade <= LAST_GRADE_WITHOUT_PAPERS && !papers {
                    continue;
                }
                let there = at.state[group.pupils.clone()].iter().filter(|state| **state != MISSING).count();
                if there > 0 {
                    seats[g * self.subjects.len() + at.subject].push(Seat { column, few: there * 2 < group.pupils.len() });
                }
            }
        }
        seats
    }
}

/// The groups of a class and grade, and the grades, as ranges of the pupils in order.
fn ranges(pupils: &[Pupil]) -> (Vec<Group>, Vec<(u8, Range<usize>)>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut grades: Vec<(u8, Range<usize>)> = Vec::new();
    for (at, pupil) in pupils.iter().enumerate() {
        match grades.last_mut() {
            Some((grade, range)) if *grade == pupil.grade => range.end = at + 1,
            _ => grades.push((pupil.grade, at..at + 1)),
        }
        match groups.last_mut() {
            Some(group) if group.grade == pupil.grade && group.class == pupil.class => group.pupils.end = at + 1,
            _ => groups.push(Group { class: pupil.class, grade: pupil.grade, grade_index: grades.len() - 1, pupils: at..at + 1 }),
        }
    }
    (groups, grades)
}

/// Whether a group is large and varied enough for z and for a bottom share.
pub(super) fn is_comparable(moments: &Moments) -> bool {
    moments.n() >= LEAST_GROUP && moments.has_spread()
}

fn zero(moments: &Moments) -> (f64, f64) {
    match moments.mean().zip(moments.sd()) {
        Some((mean, sd)) if is_comparable(moments) => (mean, sd.recip()),
        _ => (f64::NAN, f64::NAN),
    }
}

fn moments(column: &Column, groups: &[Group], grades: usize) -> Vec<Moments> {
    let mut all = vec![Moments::default(); groups.len() + grades + 1];
    let school = all.len() - 1;
    for (g, group) in groups.iter().enumerate() {
        let own = Moments::of(column.share[group.pupils.clone()].iter().map(|share| (!share.is_nan()).then_some(*share)));
        all[g] = own;
        all[groups.len() + group.grade_index].merge(&own);
        all[school].merge(&own);
    }
    all
}

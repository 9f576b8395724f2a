//! verbs: the facts of a term, read from the store in few statements (A2-01, A6-04, B4-02).
//!
//! Finals and baselines of the term and of the two years before it count, those of one teacher's class too; what a teacher tries in between does
//! not. Attendance is what a sheet of the term says, else what was taken day by day.

use std::collections::{HashMap, HashSet};

use super::facts::{Facts, FactsBuilder, MAX_ASSESSMENTS};
use super::observation_signs::{MONTH_DAYS, Signs, Tick};
use super::score::Score;
use super::sql::facts as sql;
use super::sql::{nomination, observation};
use crate::base::{AssessmentId, ClassId, GradeId, PupilId, Result, SchoolDate};
use crate::results::bands::Band;
use crate::roster::time::{self, Term};
use crate::store::Tx;

/// How far back results count: the rows of "in a row" and one's own decline need what was before.
pub const LOOK_BACK_DAYS: i64 = 730;

/// The facts of a term, and what is needed to store what is found in them.
#[derive(Debug)]
pub struct Loaded {
    /// The facts.
    pub facts: Facts,
    /// The day on which the pupils sat where they sit.
    pub day: SchoolDate,
    /// Grade of the year of each pupil of the run.
    pub grades: HashMap<PupilId, GradeId>,
    /// Results without a full mark: they cannot be judged.
    pub without_full_mark: u32,
}

/// The days of which results count for a term.
pub fn window(term: &Term) -> (SchoolDate, SchoolDate) {
    (term.first_day.plus_days(-LOOK_BACK_DAYS), term.last_day)
}

/// The day of a term on which it is looked who sits where: today, or its nearest day.
pub fn day_of(today: SchoolDate, term: &Term) -> SchoolDate {
    today.clamp(term.first_day, term.last_day)
}

/// Reads the facts of a term.
///
/// # Errors
/// A bound of [`super::facts`] is exceeded; faults of the database.
pub fn load(tx: &mut Tx<'_>, term: &Term) -> Result<Loaded> {
    let day = day_of(tx.today(), term);
    let (from, until) = window(term);
    let mut builder = FactsBuilder::new();
    let most = i64::try_from(MAX_ASSESSMENTS).unwrap_or(i64::MAX);
    let assessments = sql::assessments(tx, from, until, most)?;
    for (id, on, paper) in &assessments {
        builder.assessment(*id, *on, *paper)?;
    }
    let classes = sql::classes(tx)?;
    let levels: HashMap<ClassId, i64> = classes.iter().map(|(id, _, level)| (*id, *level)).collect();
    let places = sql::places(tx, term.first_day.min(day), day)?;
    let grades = seat(tx, &mut builder, &classes, &places, day)?;
    attendance(tx, &mut builder, term, day, &places)?;
    signs(tx, &mut builder, term, day, &places)?;
    let full_marks = sql::full_marks(tx, from, until)?;
    let combined = sql::combined(tx)?;
    let mut without_full_mark = 0;
    for (id, ..) in assessments {
        without_full_mark += results(tx, &mut builder, id, full_marks.get(&id).map_or(&[], Vec::as_slice), &levels, &combined)?;
    }
    Ok(Loaded { facts: builder.build()?, day, grades, without_full_mark })
}

/// Gives the builder the pupils of the day, class by class; each once.
fn seat(tx: &mut Tx<'_>, builder: &mut FactsBuilder, classes: &[(ClassId, String, i64)], places: &[sql::PlaceRow], day: SchoolDate) -> Result<HashMap<PupilId, GradeId>> {
    let levels = sql::grades(tx)?;
    let order: HashMap<ClassId, usize> = classes.iter().enumerate().map(|(at, (id, ..))| (*id, at)).collect();
    let mut seats: Vec<(usize, &sql::PlaceRow)> = places.iter().filter(|p| p.from <= day && day <= p.until).filter_map(|p| order.get(&p.class).map(|at| (*at, p))).collect();
    seats.sort_by_key(|(at, place)| (*at, place.pupil));
    let mut grades = HashMap::with_capacity(seats.len());
    for (at, place) in seats {
        if grades.insert(place.pupil, place.grade).is_none() {
            let (id, name, level) = &classes[at];
            let level = levels.get(&place.grade).unwrap_or(level);
            builder.pupil(place.pupil, *id, name, u8::try_from(*level).unwrap_or_default())?;
        }
    }
    Ok(grades)
}

fn attendance(tx: &mut Tx<'_>, builder: &mut FactsBuilder, term: &Term, day: SchoolDate, places: &[sql::PlaceRow]) -> Result<()> {
    let taken = sql::taken(tx, term.first_day, day)?;
    let absent = sql::absent(tx, term.first_day, day)?;
    let totals = sql::totals(tx, term.id)?;
    let mut counted: HashMap<PupilId, i64> = HashMap::with_capacity(places.len());
    for place in places.iter().filter(|_| !taken.is_empty() || !absent.is_empty()) {
        let days = taken.get(&place.class).map_or(0, |days| days.partition_point(|d| *d <= place.until) - days.partition_point(|d| *d < place.from));
        *counted.entry(place.pupil).or_default() += i64::try_from(days).unwrap_or_default();
    }
    let so_far = if totals.values().any(|(days, _)| days.is_none()) { time::school_days(tx, term.first_day, day)? } else { 0 };
    let pupils: HashSet<PupilId> = counted.keys().chain(totals.keys()).copied().collect();
    for pupil in pupils {
        let (school, missed) = match totals.get(&pupil) {
            Some((days, missed)) => (days.unwrap_or(so_far), *missed),
            None => (counted.get(&pupil).copied().unwrap_or_default(), absent.get(&pupil).copied().unwrap_or_default() as f64),
        };
        if school > 0 || missed > 0.0 {
            builder.attendance(pupil, school.max(0) as f64, missed.max(0.0))?;
        }
    }
    Ok(())
}

/// Gives the builder what teachers see, what happened in the last thirty days, and who thinks of whom.
fn signs(tx: &mut Tx<'_>, builder: &mut FactsBuilder, term: &Term, day: SchoolDate, places: &[sql::PlaceRow]) -> Result<()> {
    let mut signs: HashMap<PupilId, Signs> = HashMap::new();
    let observed: HashSet<ClassId> = observation::observed(tx, term.id, day)?.into_iter().collect();
    for place in places.iter().filter(|place| observed.contains(&place.class)) {
        signs.entry(place.pupil).or_default().observed = true;
    }
    let mut ticks: HashMap<PupilId, Vec<Tick>> = HashMap::new();
    for (pupil, tick) in observation::ticks(tx, term.id, day)? {
        ticks.entry(pupil).or_default().push(tick);
    }
    for (pupil, ticks) in ticks {
        signs.entry(pupil).or_default().add_ticks(&ticks);
    }
    for (pupil, kind) in observation::event_kinds(tx, day.plus_days(1 - MONTH_DAYS), day)? {
        signs.entry(pupil).or_default().add_event(kind);
    }
    for (pupil, source) in nomination::that_count(tx, term.id, day)? {
        signs.entry(pupil).or_default().add_nomination(source);
    }
    signs.into_iter().try_for_each(|(pupil, signs)| builder.signs(pupil, signs))
}

type Levels = HashMap<ClassId, i64>;
type Combined = HashMap<(PupilId, ClassId), i64>;

/// Gives the builder the results of one assessment; the number of marks without a full mark.
fn results(tx: &mut Tx<'_>, builder: &mut FactsBuilder, id: AssessmentId, full: &[(i64, String, f64)], levels: &Levels, combined: &Combined) -> Result<u32> {
    let mut without = 0;
    let mut bands: Vec<(PupilId, sql::Short<152>, Band)> = Vec::new();
    let mut last = None;
    sql::each_result(tx, id, |row| {
        let subject = row.subject.text();
        let score = match (row.state.text(), row.points) {
            ("points", Some(value)) => {
                let level = match last {
                    Some((class, level)) if class == row.class => level,
                    _ => levels.get(&row.class).copied().unwrap_or_default(),
                };
                last = Some((row.class, level));
                let level = if combined.is_empty() { level } else { combined.get(&(row.pupil, row.class)).copied().unwrap_or(level) };
                let Some((.., full)) = full.iter().find(|(l, s, _)| *l == level && s == subject) else {
                    without += 1;
                    return Ok(());
                };
                Score::Points { value, full: *full }
            }
            ("band", _) => {
                bands.extend(Band::of_code(row.band.text()).map(|band| (row.pupil, row.subject, band)));
                return Ok(());
            }
            ("absent", _) => Score::Absent,
            ("exempt", _) => Score::Exempt,
            ("deferred", _) => Score::Deferred,
            _ => return Ok(()),
        };
        builder.result(row.pupil, id, subject, score)
    })?;
    let five = bands.iter().any(|(.., band)| *band == Band::Fair);
    for (pupil, subject, band) in bands {
        let (rank, of) = rank(band, five);
        builder.result(pupil, id, subject.text(), Score::Band { rank, of })?;
    }
    Ok(without)
}

/// The rank of a band from the lowest, and how many the sheet has: a sheet without 中 has four.
fn rank(band: Band, five: bool) -> (u8, u8) {
    let rank = match band {
        Band::Below => 0,
        Band::Pass => 1,
        Band::Fair => 2,
        Band::Good => 2 + u8::from(five),
        Band::Excellent => 3 + u8::from(five),
    };
    (rank, 4 + u8::from(five))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_band_lower_is_one_step_in_a_sheet_of_four_and_in_one_of_five() {
        for five in [false, true] {
            let of = 4 + u8::from(five);
            let ranks: Vec<u8> = Band::ALL.iter().rev().filter(|band| five || **band != Band::Fair).map(|band| rank(*band, five).0).collect();
            assert_eq!(ranks, (0..of).collect::<Vec<u8>>());
        }
    }
}

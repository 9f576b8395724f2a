//! verbs: what speaks for a child: results beside its own last ones and beside what was to be expected, habits and goals, strengths, each with a link to where it stands.

use std::collections::HashMap;

use super::conduct::{self, Seen, Speaks};
use super::growth::{Growth, LEAST, Line};
use crate::access::{Permit, acts};
use crate::activity::rules::Kind as Act;
use crate::activity::{self, marks};
use crate::base::{Msg, PupilId, Result};
use crate::plan::own;
use crate::progress::decide::Advice;
use crate::progress::series;
use crate::results::column::{self, Scored};
use crate::results::stats::Moments;
use crate::results::{self, Kind};
use crate::roster::time::{self, Term};
use crate::store::Tx;

/// Of how many of a grade a child's rise in standard scores is told (PRACTICE 1.5).
const GROUP_LEAST: u32 = 20;

/// Something that speaks for a child, in words, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// In words.
    pub text: Msg,
    /// The page.
    pub link: String,
}

/// A child in the last final and in this one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rise {
    /// Mean of the subjects of both, last term, in per cent of the full marks.
    pub last: f64,
    /// Now.
    pub now: f64,
    /// How much higher it stands in its grade, in standard scores; none of a small grade.
    pub z: Option<f64>,
}

impl Rise {
    /// What counts by the child's own baseline: standard scores where there are any, else points.
    pub fn own(&self) -> f64 {
        self.z.unwrap_or(self.now - self.last)
    }
}

/// The results of a grade in two terms.
#[derive(Clone, Debug, Default)]
pub struct Academic {
    /// Whether there is a final of this term and of the last.
    pub both: bool,
    /// The line from which is told what was to be expected; none of fewer than [`LEAST`] pupils.
    pub line: Option<Line>,
    /// Pupils with points in both.
    pub pupils: usize,
    rises: HashMap<PupilId, Rise>,
    /// Subjects in a better band less those in a worse one, of who was given bands.
    bands: HashMap<PupilId, i64>,
}

/// The final of the school in a term.
fn final_of(tx: &mut Tx<'_>, permit: &Permit<acts::ProposeReward>, term: &Term) -> Result<Option<Vec<Scored>>> {
    let found = results::assessments(tx, permit.who(), term)?.into_iter().find(|one| one.kind == Kind::Final && one.class.is_none());
    found.map(|found| column::of_assessment(tx, permit, &found)).transpose()
}

type Marks = HashMap<PupilId, HashMap<String, Scored>>;

fn by_pupil(all: Vec<Scored>) -> Marks {
    let mut marks: Marks = HashMap::new();
    for one in all {
        marks.entry(one.pupil).or_default().insert(one.subject.clone(), one);
    }
    marks
}

/// Mean per cent of the subjects that both have, last and now; and by how many bands it rose.
fn compared(last: &HashMap<String, Scored>, now: &HashMap<String, Scored>) -> (Option<(f64, f64)>, Option<i64>) {
    let (mut sums, mut count, mut steps) = ((0.0, 0.0), 0.0, None);
    for (subject, now) in now {
        let Some(last) = last.get(subject) else { continue };
        if let (Some(before), Some(after)) = (last.percent, now.percent) {
            sums = (sums.0 + before, sums.1 + after);
            count += 1.0;
        }
        if let (Some(before), Some(after)) = (last.band, now.band) {
            *steps.get_or_insert(0) += i64::from(after > before) - i64::from(after < before);
        }
    }
    ((count > 0.0).then(|| (sums.0 / count, sums.1 / count)), steps)
}

/// The results of a grade in a term and in the one before, compared.
///
/// # Errors
/// Faults of the database.
pub fn academic(tx: &mut Tx<'_>, permit: &Permit<acts::ProposeReward>, term: &Term, level: i64) -> Result<Academic> {
    let before = time::terms(tx)?.into_iter().filter(|other| other.first_day < term.first_day).max_by_key(|other| other.first_day);
    let Some(before) = before else { return Ok(Academic::default()) };
    let (Some(last), Some(mut now)) = (final_of(tx, permit, &before)?, final_of(tx, permit, term)?) else { return Ok(Academic::default()) };
    now.retain(|one| one.level == level);
    Ok(put_together(&by_pupil(last), &by_pupil(now)))
}

fn put_together(last: &Marks, now: &Marks) -> Academic {
    let mut found = Academic { both: true, ..Academic::default() };
    let mut pairs: Vec<(PupilId, (f64, f64))> = Vec::new();
    for (pupil, marks) in now {
        let Some(earlier) = last.get(pupil) else { continue };
        let (pair, steps) = compared(earlier, marks);
        pairs.extend(pair.map(|pair| (*pupil, pair)));
        found.bands.extend(steps.map(|steps| (*pupil, steps)));
    }
    pairs.sort_by_key(|(pupil, _)| *pupil);
    let only: Vec<(f64, f64)> = pairs.iter().map(|(_, pair)| *pair).collect();
    let (before, after) = (Moments::of(only.iter().map(|p| Some(p.0))), Moments::of(only.iter().map(|p| Some(p.1))));
    let enough = before.n() >= GROUP_LEAST;
    for (pupil, (last, now)) in pairs {
        let z = if enough { after.z(now).zip(before.z(last)).map(|(after, before)| after - before) } else { None };
        found.rises.insert(pupil, Rise { last, now, z });
    }
    (found.line, found.pupils) = (Line::through(&only), only.len());
    found
}

impl Academic {
    /// A child in both.
    pub fn of(&self, pupil: PupilId) -> Option<Rise> {
        self.rises.get(&pupil).copied()
    }
    /// Whether the child has come on beside its own last results, in points or in bands.
    pub fn rose(&self, pupil: PupilId) -> bool {
        self.of(pupil).is_some_and(|rise| rise.own() > 0.0) || self.bands.get(&pupil).is_some_and(|steps| *steps > 0)
    }
    /// How it lies to what was to be expected of who began where it began.
    pub fn growth(&self, pupil: PupilId) -> Option<Growth> {
        let (line, rise) = (self.line.as_ref()?, self.of(pupil)?);
        Some(line.judge(rise.last, rise.now))
    }
    /// The raw rise, and beside it what was to be expected, in words.
    pub fn points(&self, pupil: PupilId) -> Vec<Point> {
        let link = format!("/pupils/{pupil}");
        let mut all = Vec::new();
        let tenth = |value: f64| format!("{value:.1}");
        if let Some(rise) = self.of(pupil) {
            let key = if rise.now >= rise.last { "reward-ev-rise" } else { "reward-ev-fall" };
            let text = Msg::new(key).with("last", tenth(rise.last)).with("now", tenth(rise.now)).with("off", tenth((rise.now - rise.last).abs()));
            all.push(Point { text, link: link.clone() });
            if let Some(line) = &self.line {
                let growth = line.judge(rise.last, rise.now);
                let text = Msg::new(format!("reward-growth-{}", growth.code())).with("expected", tenth(line.expected(rise.last))).with("count", line.pupils);
                all.push(Point { text, link: link.clone() });
            }
        }
        if let Some(steps) = self.bands.get(&pupil).filter(|steps| **steps > 0) {
            all.push(Point { text: Msg::new("reward-ev-bands").with("count", steps), link });
        }
        all
    }
    /// What is to be said of the whole list.
    pub fn note(&self) -> Option<Msg> {
        if !self.both {
            Some(Msg::new("reward-no-finals"))
        } else if self.line.is_none() {
            Some(Msg::new("reward-few").with("count", self.pupils).with("least", LEAST))
        } else {
            Some(Msg::new("reward-regression").with("count", self.pupils))
        }
    }
}

/// What speaks for a child beside results: habits and goals, strengths, goals reached; each only as far as the person may read it.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn conduct(tx: &mut Tx<'_>, see: &Permit<acts::SeeCaseFile>, term: &Term) -> Result<Vec<Point>> {
    let (pupil, within) = (see.pupil()?, term.first_day..=term.last_day);
    let weights = marks::of_pupil(tx, see)?.into_iter().filter(|one| within.contains(&one.day)).map(|one| match one.mark {
        marks::Mark::Full => 1.0,
        marks::Mark::Half => 0.5,
        marks::Mark::None => 0.0,
    });
    let marks: Vec<f64> = weights.collect();
    let strengths: Vec<activity::Record> = activity::of_pupil(tx, see)?.into_iter().filter(|one| one.kind == Act::Strength && one.held && within.contains(&one.day)).collect();
    let newest = strengths.first().map(|one| (one.words.done.clone(), one.id));
    let said = conduct::speaks(&Seen { marks, strengths: strengths.len() });
    let point = |one: Speaks| match one {
        Speaks::Better(before, after) => Point { text: Msg::new("reward-ev-habits").with("before", before).with("after", after), link: format!("/pupils/{pupil}/progress") },
        Speaks::Strengths(count) => {
            let (text, id) = newest.clone().map_or((String::new(), String::new()), |(text, id)| (text, format!("#r-{id}")));
            Point { text: Msg::new("reward-ev-strengths").with("count", count).with("text", text), link: format!("/pupils/{pupil}/records{id}") }
        }
    };
    Ok(said.into_iter().map(point).collect())
}

/// Goals that a child has reached in a term: those of its plan at the end of their way, those that it set itself (A2-22).
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn goals(tx: &mut Tx<'_>, see: &Permit<acts::SeeCaseFile>, term: &Term) -> Result<Vec<Point>> {
    let (pupil, within) = (see.pupil()?, term.first_day..=term.last_day);
    let mut all = Vec::new();
    for one in series::of_pupil(tx, see)? {
        if matches!(one.advice, Advice::Reached) && one.last().is_some_and(|point| within.contains(&point.day)) {
            all.push(Point { text: Msg::new("reward-ev-goal").with("goal", &one.goal.body.text), link: format!("/pupils/{pupil}/progress#g-{}", one.goal.key) });
        }
    }
    for goal in own::goals(tx, see)? {
        if goal.reached == Some(true) && within.contains(&goal.day) {
            all.push(Point { text: Msg::new("reward-ev-own-goal").with("goal", &goal.body.occasion), link: format!("/pupils/{pupil}/plan/own") });
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::derived;
    use crate::results::bands::Band;

    fn pupil(n: u32) -> PupilId {
        derived(&[b"pupil", &n.to_be_bytes()])
    }

    fn marks(of: impl Iterator<Item = (u32, f64)>) -> Marks {
        by_pupil(of.map(|(n, percent)| Scored { pupil: pupil(n), level: 4, subject: "maths".into(), percent: Some(percent), band: None }).collect())
    }

    #[test]
    fn a_raw_rise_stands_beside_what_was_to_be_expected() {
        // Who was low rises by itself: every child comes 40 % nearer to 80; one of them by far more.
        let last = marks((0..30).map(|n| (n, 50.0 + 2.0 * f64::from(n))));
        let now = marks((0..30).map(|n| (n, 0.6_f64.mul_add(50.0 + 2.0 * f64::from(n) - 80.0, 80.0) + if n == 1 { 15.0 } else { f64::from(n % 3) })));
        let both = put_together(&last, &now);
        let low = both.of(pupil(0)).unwrap();
        assert!(low.now - low.last > 10.0 && !both.rose(pupil(0)) && both.growth(pupil(0)) == Some(Growth::AsExpected), "twelve points that everybody low got: {low:?}");
        assert!(both.rose(pupil(1)));
        assert_eq!(both.growth(pupil(1)), Some(Growth::Above));
        assert_eq!(both.points(pupil(0)).len(), 2, "the rise, and what was to be expected");
        let few = put_together(&marks((0..19).map(|n| (n, f64::from(n)))), &marks((0..19).map(|n| (n, f64::from(n) + 5.0))));
        assert!(few.line.is_none() && few.growth(pupil(3)).is_none() && few.rose(pupil(3)) && few.of(pupil(3)).unwrap().z.is_none());
        assert_eq!(few.note().unwrap().key, "reward-few");
        assert_eq!(Academic::default().note().unwrap().key, "reward-no-finals");
    }

    #[test]
    fn only_subjects_of_both_terms_are_compared_and_bands_by_steps() {
        let one = |subject: &str, percent: Option<f64>, band: Option<Band>| (subject.to_owned(), Scored { pupil: pupil(1), level: 4, subject: subject.into(), percent, band });
        let last = HashMap::from([one("maths", Some(60.0), None), one("pe", None, Some(Band::Pass)), one("art", None, Some(Band::Good))]);
        let now = HashMap::from([one("maths", Some(70.0), None), one("english", Some(10.0), None), one("pe", None, Some(Band::Excellent)), one("art", None, Some(Band::Good))]);
        assert_eq!(compared(&last, &now), (Some((60.0, 70.0)), Some(1)));
        assert_eq!(compared(&last, &HashMap::new()), (None, None));
    }
}

//! verbs: each goal of a child's plan as a series: points from the records (○ △ ×, or a figure) and from practice, phases where the measures changed, the trend, what it asks for.

use super::change::{Nap, nap};
use super::decide::{Advice, Aim, decide};
use super::points;
use super::trend::{Line, theil_sen};
use crate::access::{Permit, acts};
use crate::activity::marks::{self, Mark};
use crate::base::{Result, RowId, SchoolDate};
use crate::plan::compare::{Change, compare};
use crate::plan::item::{Item, Kind};
use crate::plan::{self, Standing, Version, goal};
use crate::store::Tx;

/// Points of a goal that count, at most: the newest. Two a week for a school year.
pub const POINTS_MOST: usize = 80;

/// What a point says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// ○ △ ×.
    Tap(Mark),
    /// A figure in the unit of the goal, as it was typed.
    Figure(String),
}

/// Where a point comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// A record of what was done.
    Record(RowId),
    /// It was measured apart; with whether the reader wrote it.
    Practice(RowId, bool),
}

/// A point of a goal.
#[derive(Clone, Debug)]
pub struct Point {
    /// When.
    pub day: SchoolDate,
    /// What it weighs: steps of ○ △ × are 1, 0.5 and 0.
    pub value: f64,
    /// What it says.
    pub told: Told,
    /// Who wrote it down.
    pub by: String,
    /// In words.
    pub note: String,
    /// Where it comes from.
    pub from: From,
}

/// A goal with its points.
#[derive(Clone, Debug)]
pub struct Series {
    /// The goal as it stands now; of a near and a far goal that say the same, the one that lies ahead.
    pub goal: Item,
    /// The same goal further ahead.
    pub further: Option<Item>,
    /// Whether the points are ○ △ × and no figures.
    pub taps: bool,
    /// The points that count, the oldest first.
    pub points: Vec<Point>,
    /// Days on which the measures for it changed, with the version of the plan.
    pub phases: Vec<(SchoolDate, i64)>,
    /// From where to where by when.
    pub aim: Aim,
    /// What the points ask for.
    pub advice: Advice,
    /// The trend since the last change; `None` of fewer than three points.
    pub trend: Option<Line>,
    /// How far before and after the last change lie apart.
    pub effect: Option<Nap>,
}

impl Series {
    /// The first day of the present measure: the last change, else the first point.
    pub fn since(&self) -> Option<SchoolDate> {
        self.phases.last().map(|phase| phase.0).or_else(|| self.points.first().map(|point| point.day))
    }
    /// The newest point.
    pub fn last(&self) -> Option<&Point> {
        self.points.last()
    }
}

/// Days as places on a line.
pub fn place(day: SchoolDate) -> f64 {
    day.days() as f64
}

const fn weight(mark: Mark) -> f64 {
    match mark {
        Mark::Full => 1.0,
        Mark::Half => 0.5,
        Mark::None => 0.0,
    }
}

/// Whether two goals say the same, one near and one further ahead.
fn alike(a: &Item, b: &Item) -> bool {
    (&a.body.text, &a.subject, &a.body.unit, a.dimension) == (&b.body.text, &b.subject, &b.body.unit, b.dimension)
}

/// The goals of a version, a near and a far one that say the same together: (the one that counts now, the one after it, the keys of both).
fn together(items: Vec<Item>, today: SchoolDate) -> Vec<(Item, Option<Item>, Vec<RowId>)> {
    let mut all: Vec<(Item, Option<Item>, Vec<RowId>)> = Vec::new();
    for item in items.into_iter().filter(|item| item.kind == Kind::Goal && !item.removed && !item.body.text.is_empty()) {
        match all.iter_mut().find(|(first, further, _)| further.is_none() && alike(first, &item)) {
            Some((first, further, keys)) => {
                keys.push(item.key);
                let over = first.body.due.is_some_and(|due| due < today);
                if over {
                    *first = item;
                } else {
                    *further = Some(item);
                }
            }
            None => {
                let key = item.key;
                all.push((item, None, vec![key]));
            }
        }
    }
    all
}

/// On which days the measures for a goal changed: approved versions that differ from the one before in a measure of its dimension or subject, the oldest first.
fn phases(approved: &[(SchoolDate, i64, Vec<Item>)], goal: &Item) -> Vec<(SchoolDate, i64)> {
    let of = |items: &[Item]| -> Vec<Item> {
        let belongs =
            |item: &&Item| item.kind == Kind::Measure && item.dimension == goal.dimension && (item.subject.is_empty() || goal.subject.is_empty() || item.subject == goal.subject);
        items.iter().filter(belongs).cloned().collect()
    };
    let changed = |pair: &[(SchoolDate, i64, Vec<Item>)]| {
        let (before, after) = (of(&pair[0].2), of(&pair[1].2));
        compare(&before, &after).iter().any(|line| line.change != Change::Same).then_some((pair[1].0, pair[1].1))
    };
    approved.windows(2).filter_map(changed).collect()
}

/// The approved versions, the oldest first: from which day each holds, its number, its parts.
fn approved(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, all: &[Version]) -> Result<Vec<(SchoolDate, i64, Vec<Item>)>> {
    let mut found = Vec::new();
    for version in all.iter().rev().filter(|version| version.standing == Standing::Approved) {
        let day = version.decided.as_ref().map_or(version.from, |decided| decided.day.max(version.from));
        found.push((day, version.number, plan::items(tx, permit, version.id)?));
    }
    Ok(found)
}

/// The points of a goal: figures count where there are any, else the taps. The oldest first.
fn points_of(keys: &[RowId], unit: &str, taps: &[marks::GoalMark], practice: &[points::Practice], me: &str) -> (bool, Vec<Point>) {
    let mut figures: Vec<Point> = Vec::new();
    let mut tapped: Vec<Point> = Vec::new();
    for tap in taps.iter().filter(|tap| keys.contains(&tap.goal)) {
        let point = |value, told| Point { day: tap.day, value, told, by: tap.by.clone(), note: String::new(), from: From::Record(tap.act) };
        figures.extend(goal::value(unit, &tap.value).map(|value| point(value, Told::Figure(tap.value.clone()))));
        tapped.push(point(weight(tap.mark), Told::Tap(tap.mark)));
    }
    for one in practice.iter().filter(|one| keys.contains(&one.goal)) {
        let told = Told::Figure(one.body.value.clone());
        let from = From::Practice(one.id, one.actor == me);
        figures.extend(goal::value(unit, &one.body.value).map(|value| Point { day: one.day, value, told, by: one.by.clone(), note: one.body.note.clone(), from }));
    }
    let is_taps = figures.is_empty();
    let mut points = if is_taps { tapped } else { figures };
    points.sort_by_key(|point| point.day);
    let surplus = points.len().saturating_sub(POINTS_MOST);
    points.drain(..surplus);
    (is_taps, points)
}

/// The first day on which an approved version had the goal; that of the version itself where none is approved yet.
fn begun(version: &Version, approved: &[(SchoolDate, i64, Vec<Item>)], keys: &[RowId]) -> SchoolDate {
    approved.iter().find(|(.., items)| items.iter().any(|item| keys.contains(&item.key))).map_or(version.from, |(day, ..)| *day)
}

fn aim(version: &Version, begun: SchoolDate, goal: &Item, taps: bool) -> Aim {
    let b = &goal.body;
    let by = place(b.due.unwrap_or(version.until));
    match goal::value(&b.unit, &b.target) {
        Some(target) if !taps => Aim { start: goal::value(&b.unit, &b.baseline).map(|value| (place(begun), value)), goal: (by, target), fewer: goal::is_fewer(&b.unit) },
        _ => Aim { start: None, goal: (by, 1.0), fewer: false },
    }
}

/// The goals of the plan that holds (else of the newest version) with their points, as far as the holder of the permit may read them. What asks for something comes first.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn of_pupil(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Vec<Series>> {
    let (versions, today) = (plan::versions(tx, permit)?, tx.today());
    let Some(version) = plan::in_force(&versions, today).or_else(|| versions.first()) else { return Ok(Vec::new()) };
    let goals = together(plan::items(tx, permit, version.id)?, today);
    let approved = approved(tx, permit, &versions)?;
    let (taps, practice, me) = (marks::of_pupil(tx, permit)?, points::of_pupil(tx, permit)?, permit.who().tag());
    let mut all = Vec::with_capacity(goals.len());
    for (goal, further, keys) in goals {
        let (is_taps, points) = points_of(&keys, &goal.body.unit, &taps, &practice, &me);
        let (aim, phases) = (aim(version, begun(version, &approved, &keys), &goal, is_taps), phases(&approved, &goal));
        let places: Vec<(f64, f64)> = points.iter().map(|point| (place(point.day), point.value)).collect();
        // What is written down on the day of the change still speaks of the measure before.
        let since = phases.last().map_or(f64::MIN, |phase| place(phase.0) + 0.5);
        let (before, phase) = places.split_at(places.partition_point(|point| point.0 < since));
        let values = |points: &[(f64, f64)]| points.iter().map(|point| point.1).collect::<Vec<_>>();
        let effect = if phases.is_empty() { None } else { nap(&values(before), &values(phase), aim.fewer) };
        let trend = theil_sen(phase).filter(|_| phase.len() >= super::decide::CHANGE_POINTS);
        all.push(Series { advice: decide(&places, since, &aim), goal, further, taps: is_taps, points, phases, aim, trend, effect });
    }
    all.sort_by_key(|series| (urgency(series.advice), series.points.is_empty()));
    Ok(all)
}

/// What asks for something comes first.
pub const fn urgency(advice: Advice) -> u8 {
    match advice {
        Advice::Change(_) => 0,
        Advice::Reached => 1,
        Advice::Slow => 2,
        Advice::Keep => 3,
        Advice::Few(_) => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Id, derived};
    use crate::plan::item::{Body, Dimension, Need};

    fn item(key: &str, kind: Kind, subject: &str, text: &str, due: Option<&str>) -> Item {
        let body = Body { text: text.into(), unit: "times_week".into(), baseline: "1".into(), target: "4".into(), due: due.and_then(|day| day.parse().ok()), ..Body::default() };
        let key = derived::<RowId>(&[key.as_bytes()]);
        Item { key, kind, dimension: Dimension::Learning, need: Need::Lesson, subject: subject.into(), place: 0, rev: 0, removed: false, body }
    }

    fn day(text: &str) -> SchoolDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_near_goal_and_the_same_further_ahead_are_one_series_that_moves_on_with_the_days() {
        let goals = || vec![item("near", Kind::Goal, "maths", "按时交作业", Some("2026-11-13")), item("far", Kind::Goal, "maths", "按时交作业", Some("2027-01-20"))];
        let [(now, further, keys)] = together(goals(), day("2026-10-12")).try_into().unwrap();
        assert_eq!((now.body.due, further.map(|item| item.body.due), keys.len()), (Some(day("2026-11-13")), Some(Some(day("2027-01-20"))), 2));
        let [(now, further, _)] = together(goals(), day("2026-11-20")).try_into().unwrap();
        assert_eq!((now.body.due, further.is_none()), (Some(day("2027-01-20")), true));
        let measures = together(vec![item("m", Kind::Measure, "", "每天十题", None), item("empty", Kind::Goal, "", "", None)], day("2026-10-12"));
        assert!(measures.is_empty());
    }

    #[test]
    fn a_phase_begins_where_a_measure_for_the_goal_changed_and_not_elsewhere() {
        let goal = item("goal", Kind::Goal, "maths", "按时交作业", None);
        let version = |measures: &[(&str, &str)]| measures.iter().map(|(subject, text)| item(&format!("{subject}{text}"), Kind::Measure, subject, text, None)).collect::<Vec<_>>();
        let all = [
            (day("2026-09-14"), 1, version(&[("maths", "每天十题"), ("chinese", "听写")])),
            (day("2026-10-12"), 2, version(&[("maths", "每天十题"), ("chinese", "朗读")])),
            (day("2026-11-02"), 3, version(&[("maths", "每天五题,当面说错因"), ("chinese", "朗读")])),
            (day("2026-11-30"), 4, version(&[("maths", "每天五题,当面说错因"), ("chinese", "朗读"), ("", "同桌结对")])),
        ];
        assert_eq!(phases(&all, &goal), [(day("2026-11-02"), 3), (day("2026-11-30"), 4)]);
        assert!(phases(&all[..1], &goal).is_empty() && phases(&[], &goal).is_empty());
    }

    #[test]
    fn figures_count_where_there_are_any_else_the_taps() {
        let key = derived::<RowId>(&[b"goal"]);
        let tap = |on: &str, mark, value: &str| marks::GoalMark { act: RowId::from_uuid(key.uuid()), goal: key, day: day(on), mark, value: value.into(), by: "王老师".into() };
        let taps = [tap("2026-10-12", Mark::Half, ""), tap("2026-10-05", Mark::None, "")];
        let (is_taps, points) = points_of(&[key], "times_week", &taps, &[], "me");
        assert!(is_taps);
        assert_eq!(points.iter().map(|point| point.value).collect::<Vec<_>>(), [0.0, 0.5], "the oldest first");
        let practice = [points::Practice {
            id: derived(&[b"p"]),
            goal: key,
            day: day("2026-10-14"),
            body: points::Body { value: "3次".into(), note: "口算".into() },
            by: "李老师".into(),
            actor: "me".into(),
        }];
        let (is_taps, points) = points_of(&[key], "times_week", &[taps[0].clone(), tap("2026-10-05", Mark::Full, "2")], &practice, "me");
        assert!(!is_taps);
        assert_eq!(points.iter().map(|point| point.value).collect::<Vec<_>>(), [2.0, 3.0]);
        assert!(matches!(points[1].from, From::Practice(_, true)));
        assert!(points_of(&[derived(&[b"another"])], "times_week", &taps, &practice, "me").1.is_empty());
    }
}

//! What the points of a goal ask for. CONVENTIONS 2.5: three points or more that improve → keep on, three or more without improvement → change the measure, six at the level → exit.

use super::trend::{median, theil_sen};

/// Points of a phase before anything is said, and without improvement before the measure is to be changed.
pub const CHANGE_POINTS: usize = 3;
/// Points in a row at the level before the child may be let go.
pub const EXIT_POINTS: usize = 6;

/// Where a child stood, and where it is to stand by when. Places are days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Aim {
    /// Day and value of the start, where the value is known.
    pub start: Option<(f64, f64)>,
    /// Day and value of the goal; the day is that of the plan's end where none was set.
    pub goal: (f64, f64),
    /// Whether less is better.
    pub fewer: bool,
}

impl Aim {
    /// Whether a value is better than another.
    pub fn better(&self, value: f64, than: f64) -> bool {
        if self.fewer { value < than } else { value > than }
    }
    /// Whether a value has reached the goal.
    pub fn reached(&self, value: f64) -> bool {
        !self.better(self.goal.1, value)
    }
    /// Where the line from start to goal stands on a day; level before the start and after the goal, and everywhere when the start had reached the goal. `None` without a start.
    pub fn line(&self, day: f64) -> Option<f64> {
        let (from, to) = (self.start?, self.goal);
        if self.reached(from.1) {
            return Some(to.1);
        }
        let share = if to.0 > from.0 { ((day - from.0) / (to.0 - from.0)).clamp(0.0, 1.0) } else { 1.0 };
        Some((to.1 - from.1).mul_add(share, from.1))
    }
}

/// What the points ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// Too few points since the measure began: how many there are.
    Few(usize),
    /// It goes on as it should.
    Keep,
    /// It improves, but more slowly than the way to the goal asks.
    Slow,
    /// So many points in a row without improvement: change the measure.
    Change(usize),
    /// Six in a row at the level: the child may be let go.
    Reached,
}

impl Advice {
    /// The identifier; words hang on it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Few(_) => "few",
            Self::Keep => "keep",
            Self::Slow => "slow",
            Self::Change(_) => "change",
            Self::Reached => "reached",
        }
    }
}

/// What to compare the points of a phase with: the middle of the last three before it, else the start, else the phase's own first point.
fn reference(before: &[(f64, f64)], phase: &[(f64, f64)], aim: &Aim) -> Option<f64> {
    let mut last: Vec<f64> = before.iter().rev().take(CHANGE_POINTS).map(|point| point.1).collect();
    median(&mut last).or(aim.start.map(|start| start.1)).or(phase.first().map(|point| point.1))
}

/// What the points ask for. `points` are (day, value), the oldest first; the present measure holds from day `since` on.
pub fn decide(points: &[(f64, f64)], since: f64, aim: &Aim) -> Advice {
    let newest = |count: usize| points.get(points.len().wrapping_sub(count)..).filter(|last| last.len() == count);
    if newest(EXIT_POINTS).is_some_and(|last| last.iter().all(|point| aim.reached(point.1))) {
        return Advice::Reached;
    }
    let (before, phase) = points.split_at(points.partition_point(|point| point.0 < since));
    let Some(last) = phase.get(phase.len().wrapping_sub(CHANGE_POINTS)..).filter(|last| last.len() == CHANGE_POINTS) else { return Advice::Few(phase.len()) };
    if last.iter().all(|point| aim.reached(point.1)) {
        return Advice::Keep;
    }
    let rises = theil_sen(phase).is_some_and(|line| aim.better(line.slope, 0.0));
    let reference = reference(before, phase, aim).unwrap_or_default();
    let without = phase.iter().rev().take_while(|point| !aim.better(point.1, reference)).count();
    match () {
        () if without >= CHANGE_POINTS && !rises => Advice::Change(without),
        () if last.iter().all(|point| aim.line(point.0).is_some_and(|line| aim.better(line, point.1))) => Advice::Slow,
        () => Advice::Keep,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::tests::standard;

    fn weekly(values: &[f64]) -> Vec<(f64, f64)> {
        values.iter().enumerate().map(|(week, value)| (7.0 * week as f64, *value)).collect()
    }

    #[test]
    fn three_points_decide_whether_a_measure_is_kept_or_changed_and_six_whether_the_child_may_go() {
        let from_14_to_17 = Aim { start: Some((0.0, 14.0)), goal: (70.0, 17.0), fewer: false };
        let fewer = Aim { start: Some((0.0, 5.0)), goal: (70.0, 1.0), fewer: true };
        let unknown = Aim { start: None, goal: (70.0, 17.0), fewer: false };
        let table: [(&[f64], f64, Aim, Advice); 17] = [
            (&[], 0.0, from_14_to_17, Advice::Few(0)),
            (&[14.0, 13.0], 0.0, from_14_to_17, Advice::Few(2)),
            (&[14.0, 13.0, 14.0], 0.0, from_14_to_17, Advice::Change(3)),
            (&[14.0, 13.0, 14.0, 12.0], 0.0, from_14_to_17, Advice::Change(4)),
            // One better day among the last three: not yet three without improvement.
            (&[14.0, 15.0, 14.0, 13.0], 0.0, from_14_to_17, Advice::Keep),
            (&[14.0, 15.0, 16.0], 0.0, from_14_to_17, Advice::Keep),
            (&[14.0, 14.1, 14.2, 14.3, 14.4, 14.5], 0.0, from_14_to_17, Advice::Slow),
            // A fall that is being made up is not taken for a standstill.
            (&[10.0, 11.0, 12.0], 0.0, from_14_to_17, Advice::Slow),
            (&[17.0, 18.0, 17.0], 0.0, from_14_to_17, Advice::Keep),
            (&[17.0, 18.0, 17.0, 17.0, 19.0, 17.0], 0.0, from_14_to_17, Advice::Reached),
            (&[17.0, 18.0, 17.0, 16.0, 19.0, 17.0], 0.0, from_14_to_17, Advice::Keep),
            // A new measure gets its own three points, and is compared with what was before it.
            (&[14.0, 13.0, 14.0, 12.0, 13.0], 28.0, from_14_to_17, Advice::Few(1)),
            (&[14.0, 13.0, 13.0, 12.0, 14.0, 15.0, 16.0], 28.0, from_14_to_17, Advice::Keep),
            (&[5.0, 6.0, 5.0], 0.0, fewer, Advice::Change(3)),
            (&[1.0, 0.0, 1.0, 1.0, 0.0, 1.0], 0.0, fewer, Advice::Reached),
            (&[12.0, 12.0, 11.0], 0.0, unknown, Advice::Change(3)),
            (&[12.0, 13.0, 14.0], 0.0, unknown, Advice::Keep),
        ];
        for (values, since, aim, expected) in table {
            assert_eq!(decide(&weekly(values), since, &aim), expected, "{values:?} since {since} {aim:?}");
        }
    }

    #[test]
    fn the_goal_line_is_level_outside_its_days() {
        let aim = Aim { start: Some((10.0, 2.0)), goal: (20.0, 4.0), fewer: false };
        for (day, expected) in [(0.0, 2.0), (10.0, 2.0), (15.0, 3.0), (20.0, 4.0), (99.0, 4.0)] {
            assert_eq!(aim.line(day), Some(expected), "{day}");
        }
        assert_eq!(Aim { start: None, ..aim }.line(15.0), None);
        assert_eq!(Aim { goal: (10.0, 4.0), ..aim }.line(10.0), Some(4.0), "start and goal on one day");
        assert_eq!(Aim { start: Some((10.0, 5.0)), ..aim }.line(12.0), Some(4.0), "a start beyond the goal");
    }

    #[test]
    fn the_rules_say_of_1721_real_children_what_another_program_says() {
        // egsingle.csv in standard scores of each year: the first year is the start, the mean of the year the goal, one year after the last. Counted by a program of its own.
        let Some(children) = standard() else { return };
        let mut counts = std::collections::BTreeMap::<&str, usize>::new();
        for child in &children {
            let ((x0, y0), last) = (child[0], child[child.len() - 1].0);
            let advice = decide(&child[1..], f64::MIN, &Aim { start: Some((x0, y0)), goal: (last + 1.0, 0.0), fewer: false });
            *counts.entry(advice.code()).or_default() += 1;
        }
        assert_eq!(counts.into_iter().collect::<Vec<_>>(), [("change", 186), ("few", 547), ("keep", 807), ("slow", 181)]);
        let six = children.iter().filter(|child| child.len() >= EXIT_POINTS);
        let out = |child: &&Vec<(f64, f64)>| decide(child, f64::MIN, &Aim { start: None, goal: (99.0, 0.0), fewer: false }) == Advice::Reached;
        assert_eq!((six.clone().count(), six.filter(out).count()), (52, 3), "six years at the mean or above");
    }
}

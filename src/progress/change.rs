//! Whether a change is more than chance: how far two phases lie apart (NAP), and whether a step between two tests is beyond what tests waver by (RCI).

/// Points that each of two phases must have before anything is said about them.
pub const POINTS_LEAST: usize = 3;
/// From here on a change is called reliable: 95 of 100 steps of chance alone are smaller.
pub const RELIABLE: f64 = 1.96;

/// How far two phases lie apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nap {
    /// The share (0 to 1) of pairs in which the later point is the better one; equal points count half. 0.5 is no difference.
    pub share: f64,
    /// Points of the phase before.
    pub before: usize,
    /// Points of the phase after.
    pub after: usize,
}

/// How an effect is called. Parker and Vannest (2009), their tentative ranges: weak to 0.65, medium to 0.92, strong from 0.93.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Too few points in one of the phases: nothing is said.
    Few,
    /// The later phase is the worse one.
    Worse,
    /// Hardly any difference.
    Weak,
    /// Some.
    Medium,
    /// Nearly all later points are better.
    Strong,
}

impl Effect {
    /// The identifier; words hang on it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Few => "few",
            Self::Worse => "worse",
            Self::Weak => "weak",
            Self::Medium => "medium",
            Self::Strong => "strong",
        }
    }
}

impl Nap {
    /// How it is called.
    pub fn effect(&self) -> Effect {
        match self.share {
            _ if self.before < POINTS_LEAST || self.after < POINTS_LEAST => Effect::Few,
            share if share >= 0.925 => Effect::Strong,
            share if share >= 0.655 => Effect::Medium,
            share if share >= 0.5 => Effect::Weak,
            _ => Effect::Worse,
        }
    }
}

/// Non-overlap of all pairs (Parker and Vannest 2009): the share of pairs of a point before and a point after in which the later one is better. `None` when a phase is empty.
pub fn nap(before: &[f64], after: &[f64], fewer: bool) -> Option<Nap> {
    if before.is_empty() || after.is_empty() {
        return None;
    }
    let point = |(a, b): (f64, f64)| match a.total_cmp(&b) {
        std::cmp::Ordering::Equal => 0.5,
        order => f64::from(u8::from((order == std::cmp::Ordering::Less) != fewer)),
    };
    let points: f64 = before.iter().flat_map(|a| after.iter().map(move |b| (*a, *b))).map(point).sum();
    Some(Nap { share: points / (before.len() * after.len()) as f64, before: before.len(), after: after.len() })
}

/// The reliable-change index of Jacobson and Truax (1991): the step, counted in the standard error of a difference. `sd` is the spread of the group in the first test,
/// `reliability` how much of it is not chance (0 to 1). `None` when nothing could be told from it.
pub fn reliable_change(before: f64, after: f64, sd: f64, reliability: f64) -> Option<f64> {
    let error = sd * (2.0 * (1.0 - reliability)).sqrt();
    ((0.0..1.0).contains(&reliability) && error > 0.0).then(|| (after - before) / error)
}

/// Pearson's correlation of pairs; `None` of fewer than three, or without spread.
pub fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let n = pairs.len() as f64;
    let (x, y) = (pairs.iter().map(|p| p.0).sum::<f64>() / n, pairs.iter().map(|p| p.1).sum::<f64>() / n);
    let (mut both, mut xs, mut ys) = (0.0, 0.0, 0.0);
    for (a, b) in pairs {
        both += (a - x) * (b - y);
        xs += (a - x).powi(2);
        ys += (b - y).powi(2);
    }
    let spread = (xs * ys).sqrt();
    (pairs.len() >= POINTS_LEAST && spread > 0.0).then(|| both / spread)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::tests::{near, standard};

    #[test]
    fn the_phases_of_published_examples_lie_apart_as_published() {
        // Manual of the R package SingleCaseES, NAP: 0.9166667, and its example from Parker & Vannest (2009): 0.96.
        let first = nap(&[20.0, 20.0, 26.0, 25.0, 22.0, 23.0], &[28.0, 25.0, 24.0, 27.0, 30.0, 30.0, 29.0], false).unwrap();
        assert!(near(first.share, 11.0 / 12.0) && first.effect() == Effect::Medium, "{first:?}");
        let parker = nap(&[4.0, 3.0, 4.0, 3.0, 4.0, 7.0, 5.0, 2.0, 3.0, 2.0], &[5.0, 9.0, 7.0, 9.0, 7.0, 5.0, 9.0, 11.0, 11.0, 10.0, 9.0], false).unwrap();
        assert!(near(parker.share, 53.0 / 55.0) && parker.effect() == Effect::Strong, "{parker:?}");
        // Manual of the R package scan, nap(gretchen, decreasing = TRUE): 93.75.
        let gretchen = nap(&[12.0, 14.0, 9.0, 10.0], &[10.0, 6.0, 4.0, 5.0, 3.0, 4.0], true).unwrap();
        assert!(near(gretchen.share, 0.9375) && gretchen.effect() == Effect::Strong, "{gretchen:?}");
    }

    #[test]
    fn of_two_points_nothing_is_said() {
        let two = nap(&[1.0, 1.0], &[5.0, 5.0, 5.0], false).unwrap();
        assert_eq!((two.share, two.effect()), (1.0, Effect::Few));
        assert_eq!(nap(&[], &[5.0], false), None);
        for (before, after, expected) in [([1.0; 3], [1.0; 3], Effect::Weak), ([2.0; 3], [1.0; 3], Effect::Worse), ([0.0, 1.0, 1.0], [1.0, 1.0, 1.0], Effect::Medium)] {
            assert_eq!(nap(&before, &after, false).unwrap().effect(), expected, "{before:?} {after:?}");
        }
    }

    #[test]
    fn the_reliable_change_is_that_of_jacobson_and_truax() {
        // Jacobson & Truax (1991), Journal of Consulting and Clinical Psychology 59, 12–19: from 32.5 to 47.5 with s = 7.5 and r = .80 is RC = 3.16.
        let rc = reliable_change(32.5, 47.5, 7.5, 0.8).unwrap();
        assert!(near(rc, 10.0_f64.sqrt()) && rc > RELIABLE, "{rc}");
        for (sd, reliability) in [(0.0, 0.8), (7.5, 1.0), (7.5, -0.1), (7.5, f64::NAN)] {
            assert_eq!(reliable_change(32.5, 47.5, sd, reliability), None, "{sd} {reliability}");
        }
    }

    #[test]
    fn the_reliable_steps_of_1721_real_children_are_those_of_another_program() {
        // egsingle.csv: maths of the first two years in which a child was seen, in standard scores of the year; r by a program of its own and by Python's statistics.correlation.
        let Some(children) = standard() else { return };
        let pairs: Vec<(f64, f64)> = children.iter().map(|child| (child[0].1, child[1].1)).collect();
        let r = correlation(&pairs).unwrap();
        assert_eq!(pairs.len(), 1721);
        assert!(near(r, 0.664_331_093_799_037), "{r}");
        let reliable = pairs.iter().filter(|(a, b)| reliable_change(*a, *b, 1.0, r).unwrap().abs() >= RELIABLE).count();
        assert_eq!(reliable, 103);
        assert_eq!(correlation(&[(1.0, 1.0), (1.0, 2.0), (1.0, 3.0)]), None);
    }
}

//! How much a child has come on, beside how much children who began at the same place came on: simple linear regression of this result on the last (conditional growth).
//!
//! Most of a raw rise is regression to the mean: who was low by chance is higher next time without any help. So the rise is shown, and beside it what was to be expected.

/// Pupils with both results below whom nothing is expected of anybody (PRACTICE 1.5).
pub const LEAST: usize = 20;

/// The line through the results of a grade.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// What a point more last term is worth now.
    pub slope: f64,
    /// What a child with 0 last term is expected to have now.
    pub start: f64,
    /// How far children lie from the line: standard deviation of the residuals with n − 2 degrees of freedom.
    pub spread: f64,
    /// Pupils from whom it was told.
    pub pupils: usize,
}

impl Line {
    /// The line of least squares through pairs (last, now); nothing below [`LEAST`] pairs or where all began at the same place.
    pub fn through(pairs: &[(f64, f64)]) -> Option<Self> {
        let n = pairs.len() as f64;
        if pairs.len() < LEAST {
            return None;
        }
        let (mean_x, mean_y) = (pairs.iter().map(|p| p.0).sum::<f64>() / n, pairs.iter().map(|p| p.1).sum::<f64>() / n);
        let square: f64 = pairs.iter().map(|p| (p.0 - mean_x).powi(2)).sum();
        if square <= f64::EPSILON {
            return None;
        }
        let slope = pairs.iter().map(|p| (p.0 - mean_x) * (p.1 - mean_y)).sum::<f64>() / square;
        let start = slope.mul_add(-mean_x, mean_y);
        let rest: f64 = pairs.iter().map(|p| (p.1 - slope.mul_add(p.0, start)).powi(2)).sum();
        Some(Self { slope, start, spread: (rest / (n - 2.0)).sqrt(), pupils: pairs.len() })
    }
    /// What a child is expected to have now.
    pub fn expected(&self, last: f64) -> f64 {
        self.slope.mul_add(last, self.start)
    }
    /// How what it has lies to what was expected.
    pub fn judge(&self, last: f64, now: f64) -> Growth {
        let off = now - self.expected(last);
        if self.spread <= f64::EPSILON || off.abs() < self.spread {
            Growth::AsExpected
        } else if off > 0.0 {
            Growth::Above
        } else {
            Growth::Below
        }
    }
}

/// How a result lies to what was expected; the words are `reward-growth-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Growth {
    /// By a standard deviation or more above.
    Above,
    /// Within it.
    AsExpected,
    /// By a standard deviation or more below.
    Below,
}

impl Growth {
    /// The identifier.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Above => "above",
            Self::AsExpected => "expected",
            Self::Below => "below",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::tests::{egsingle, near, standard};
    use crate::results::stats::Moments;

    #[test]
    fn the_line_of_1721_real_children_is_that_of_another_program() {
        // egsingle.csv, maths of the first two years of each child; by Python's statistics.linear_regression.
        let Some(children) = egsingle() else { return };
        let pairs: Vec<(f64, f64)> = children.iter().map(|child| (child[0].1, child[1].1)).collect();
        let line = Line::through(&pairs).unwrap();
        assert_eq!((line.pupils, pairs.iter().filter(|p| p.1 > line.expected(p.0)).count()), (1721, 842));
        assert!(near(line.slope, 0.724_575_934_428_091_2) && near(line.start, 0.445_755_376_876_820_56) && near(line.spread, 0.762_953_371_108_767), "{line:?}");
        // And by another way: slope = r·s(y)/s(x) from the running moments of results.
        let (x, y) = (Moments::of(pairs.iter().map(|p| Some(p.0))), Moments::of(pairs.iter().map(|p| Some(p.1))));
        let r = crate::progress::change::correlation(&pairs).unwrap();
        assert!(near(line.slope, r * y.sd().unwrap() / x.sd().unwrap()) && near(line.start, y.mean().unwrap() - line.slope * x.mean().unwrap()), "{line:?}");
    }

    #[test]
    fn who_was_low_is_expected_to_rise_and_that_alone_is_no_merit() {
        let Some(children) = standard() else { return };
        let pairs: Vec<(f64, f64)> = children.iter().map(|child| (child[0].1, child[1].1)).collect();
        let line = Line::through(&pairs).unwrap();
        assert!(line.expected(-2.0) > -2.0 && line.expected(2.0) < 2.0, "regression to the mean, both ways");
        let low: Vec<&(f64, f64)> = pairs.iter().filter(|p| p.0 < -1.5).collect();
        let rose = low.iter().filter(|p| p.1 > p.0).count();
        let above = low.iter().filter(|p| line.judge(p.0, p.1) == Growth::Above).count();
        assert!(rose * 2 > low.len() && above * 3 < rose, "of {} low children {rose} rose and {above} grew more than was to be expected", low.len());
    }

    #[test]
    fn of_too_few_or_equal_beginnings_nothing_is_expected() {
        let pairs: Vec<(f64, f64)> = (0..20).map(|n| (f64::from(n), f64::from(n) + 1.0)).collect();
        assert!(Line::through(&pairs[..19]).is_none() && Line::through(&pairs).is_some());
        assert!(Line::through(&[(5.0, 1.0); 30]).is_none());
        let exact = Line::through(&pairs).unwrap();
        assert_eq!(exact.judge(3.0, 4.0), Growth::AsExpected, "no spread, no judgement");
    }
}

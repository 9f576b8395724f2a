//! The robust trend of a series: the median of all slopes between two points, which one bad day does not bend.

/// The median; `None` of nothing. The slice is put in order.
pub fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    let high = *values.get(middle)?;
    Some(if values.len().is_multiple_of(2) { f64::midpoint(*values.get(middle.checked_sub(1)?)?, high) } else { high })
}

/// A line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Rise in y for each unit of x.
    pub slope: f64,
    /// y where x is 0.
    pub intercept: f64,
}

impl Line {
    /// y at a place.
    pub fn at(&self, x: f64) -> f64 {
        self.slope.mul_add(x, self.intercept)
    }
}

/// The line of Theil (1950) and Sen (1968): the median of the slopes of all pairs of points with distinct x, through the medians of x and y. `None` when no two points have distinct x.
///
/// Quadratic in the number of points: the caller bounds them.
pub fn theil_sen(points: &[(f64, f64)]) -> Option<Line> {
    let pairs = points.iter().enumerate().flat_map(|(at, a)| points[at + 1..].iter().map(move |b| (b.0 - a.0, b.1 - a.1)));
    let mut slopes: Vec<f64> = pairs.filter(|(across, _)| across.abs() > 0.0).map(|(across, up)| up / across).collect();
    let slope = median(&mut slopes)?;
    let (mut xs, mut ys): (Vec<f64>, Vec<f64>) = points.iter().copied().unzip();
    Some(Line { slope, intercept: median(&mut ys)? - slope * median(&mut xs)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::tests::{egsingle, near};

    #[test]
    fn the_trend_is_that_of_sens_own_example() {
        // Sen, P. K. (1968), Journal of the American Statistical Association 63, 1379–1389: the slope is 4.
        let (x, y) = ([1.0, 2.0, 3.0, 4.0, 10.0, 12.0, 18.0], [9.0, 15.0, 19.0, 20.0, 45.0, 55.0, 78.0]);
        let line = theil_sen(&x.into_iter().zip(y).collect::<Vec<_>>()).unwrap();
        assert!(near(line.slope, 4.0) && near(line.intercept, 4.0), "{line:?}");
    }

    #[test]
    fn the_trend_of_three_points_is_that_of_scipy() {
        // scipy.stats.theilslopes([0, 1, 1]): 0.5, 0.5.
        let line = theil_sen(&[(0.0, 0.0), (1.0, 1.0), (2.0, 1.0)]).unwrap();
        assert!(near(line.slope, 0.5) && near(line.intercept, 0.5), "{line:?}");
    }

    #[test]
    fn one_bad_day_does_not_bend_the_trend() {
        let mut points: Vec<(f64, f64)> = (0..9).map(|n| (f64::from(n), f64::from(n))).collect();
        points[4].1 = -40.0;
        assert!(near(theil_sen(&points).unwrap().slope, 1.0));
    }

    #[test]
    fn points_of_one_day_have_no_trend() {
        for points in [&[][..], &[(3.0, 1.0)], &[(3.0, 1.0), (3.0, 9.0)]] {
            assert_eq!(theil_sen(points), None);
        }
        assert_eq!(median(&mut []), None);
    }

    #[test]
    fn the_trends_of_1716_real_children_are_those_of_another_program() {
        // Computed from egsingle.csv by a program of its own (all pairs, sorted): mean and median of the yearly slopes in maths of who was seen three times or more.
        let Some(children) = egsingle() else { return };
        let mut slopes: Vec<f64> = children.iter().filter(|child| child.len() >= 3).map(|child| theil_sen(child).unwrap().slope).collect();
        assert_eq!(slopes.len(), 1716);
        assert!(near(slopes.iter().sum::<f64>() / 1716.0, 0.754_648_358_585_859_2));
        assert!(near(median(&mut slopes).unwrap(), 0.750_291_666_666_666_7));
    }
}

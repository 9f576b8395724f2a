//! Statistics of a column of marks: mean, standard deviation, z, quantile, mid-rank and the three rates (A2-01, A6-04, B1-02, B3-01).
//!
//! Everything streams over `Option<f64>`; a pupil without a mark is left out of every count, never taken as 0.
//! Nothing here allocates. The order of the marks does not matter unless a slice is asked to be sorted.

/// Below this a standard deviation is taken as none: the marks differ by rounding only.
const NO_SPREAD: f64 = 1e-9;

/// Count, mean and spread of marks, kept in one pass (Welford 1962) and mergeable (Chan, Golub and LeVeque 1979).
///
/// The standard deviation is the *population's* (÷ n): the class, grade or school is the whole group a pupil is compared
/// with, not a sample that stands for a larger one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    n: u32,
    mean: f64,
    squares: f64,
}

impl Moments {
    /// The moments of a column; `None` is a pupil without a mark.
    pub fn of(marks: impl IntoIterator<Item = Option<f64>>) -> Self {
        let mut moments = Self::default();
        marks.into_iter().flatten().for_each(|mark| moments.push(mark));
        moments
    }

    /// Takes one more mark in.
    #[inline]
    pub fn push(&mut self, mark: f64) {
        self.n += 1;
        let apart = mark - self.mean;
        self.mean += apart / f64::from(self.n);
        self.squares += apart * (mark - self.mean);
    }

    /// Takes all marks of another group in: a grade is the sum of its classes.
    pub fn merge(&mut self, other: &Self) {
        if other.n == 0 {
            return;
        }
        let (a, b) = (f64::from(self.n), f64::from(other.n));
        let apart = other.mean - self.mean;
        self.n += other.n;
        self.mean += apart * b / (a + b);
        self.squares += other.squares + apart * apart * a * b / (a + b);
    }

    /// How many marks there are.
    pub fn n(&self) -> u32 {
        self.n
    }

    /// The mean; `None` without marks.
    pub fn mean(&self) -> Option<f64> {
        (self.n > 0).then_some(self.mean)
    }

    /// The population standard deviation; `None` without marks.
    pub fn sd(&self) -> Option<f64> {
        (self.n > 0).then(|| (self.squares / f64::from(self.n)).max(0.0).sqrt())
    }

    /// How many standard deviations a mark lies above (below: negative) the mean; `None` when all marks are the same.
    pub fn z(&self, mark: f64) -> Option<f64> {
        self.sd().filter(|sd| *sd > NO_SPREAD).map(|sd| (mark - self.mean) / sd)
    }

    /// Whether the marks differ at all, so that z means something.
    pub fn has_spread(&self) -> bool {
        self.sd().is_some_and(|sd| sd > NO_SPREAD)
    }
}

/// The type-7 quantile (Hyndman and Fan 1996: R, NumPy, Excel's PERCENTILE.INC) of ascending marks, `share` from 0 to 1.
///
/// `None` without marks or with a share outside 0 to 1.
pub fn quantile_sorted(marks: &[f64], share: f64) -> Option<f64> {
    let (at, rest) = place(marks.len(), share)?;
    let low = marks[at];
    Some(marks.get(at + 1).map_or(low, |high| low + rest * (high - low)))
}

/// The same quantile of marks in any order, by selection in linear time; the slice is reordered.
pub fn quantile(marks: &mut [f64], share: f64) -> Option<f64> {
    let (at, rest) = place(marks.len(), share)?;
    let (_, low, above) = marks.select_nth_unstable_by(at, f64::total_cmp);
    let low = *low;
    let high = above.iter().copied().min_by(f64::total_cmp);
    Some(high.map_or(low, |high| low + rest * (high - low)))
}

fn place(n: usize, share: f64) -> Option<(usize, f64)> {
    if n == 0 || !(0.0..=1.0).contains(&share) {
        return None;
    }
    let h = (n - 1) as f64 * share;
    Some((h.floor() as usize, h.fract()))
}

/// The mid-rank of a mark among ascending marks, from 1: equal marks share the middle of their places.
///
/// For calculation only; a rank is never shown (R1).
pub fn mid_rank_sorted(marks: &[f64], mark: f64) -> f64 {
    let below = marks.partition_point(|m| *m < mark);
    let up_to = marks.partition_point(|m| *m <= mark);
    (below + up_to + 1) as f64 / 2.0
}

/// The share (0 to 1) of the group below a mark, equal marks counting half; `None` without marks.
pub fn percentile_sorted(marks: &[f64], mark: f64) -> Option<f64> {
    (!marks.is_empty()).then(|| {
        let below = marks.partition_point(|m| *m < mark);
        let up_to = marks.partition_point(|m| *m <= mark);
        (below + up_to) as f64 / 2.0 / marks.len() as f64
    })
}

/// The lines that a mark sheet counts by, in the same unit as the marks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lines {
    /// 及格: at or above.
    pub pass: f64,
    /// 优秀: at or above.
    pub excellent: f64,
    /// 低分: below.
    pub low: f64,
}

/// How many reached the lines: 及格率, 优秀率, 低分率.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    /// Pupils with a mark.
    pub n: u32,
    /// At or above the pass line.
    pub pass: u32,
    /// At or above the line of excellence.
    pub excellent: u32,
    /// Below the low line.
    pub low: u32,
}

impl Rates {
    /// Counts a column of marks.
    pub fn of(marks: impl IntoIterator<Item = Option<f64>>, lines: &Lines) -> Self {
        let mut rates = Self::default();
        for mark in marks.into_iter().flatten() {
            rates.n += 1;
            rates.pass += u32::from(mark >= lines.pass);
            rates.excellent += u32::from(mark >= lines.excellent);
            rates.low += u32::from(mark < lines.low);
        }
        rates
    }

    /// A count as a share (0 to 1) of those with a mark; `None` when nobody has one.
    pub fn share(&self, count: u32) -> Option<f64> {
        (self.n > 0).then(|| f64::from(count) / f64::from(self.n))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;
    use std::path::PathBuf;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    #[test]
    fn a_pupil_who_was_absent_does_not_pull_the_mean_down() {
        let class = Moments::of([Some(80.0), None, Some(90.0), Some(70.0), None]);
        assert_eq!(class.n(), 3);
        assert!(near(class.mean().unwrap(), 80.0));
        assert!(near(class.sd().unwrap(), (200.0_f64 / 3.0).sqrt()));
        assert!(near(class.z(70.0).unwrap(), -(1.5_f64.sqrt())));
    }

    #[test]
    fn a_class_without_marks_or_without_spread_has_no_z() {
        assert_eq!(Moments::of([None, None]).mean(), None);
        assert_eq!(Moments::of([None]).sd(), None);
        assert_eq!(Moments::of([Some(0.1 + 0.2), Some(0.3)]).z(0.3), None);
    }

    #[test]
    fn a_grade_is_the_sum_of_its_classes() {
        let marks: Vec<f64> = (0..200).map(|i| f64::from(i * 37 % 101)).collect();
        let whole = Moments::of(marks.iter().copied().map(Some));
        let mut grade = Moments::default();
        for class in marks.chunks(37) {
            grade.merge(&Moments::of(class.iter().copied().map(Some)));
        }
        grade.merge(&Moments::default());
        assert_eq!(grade.n(), 200);
        assert!(near(grade.mean().unwrap(), whole.mean().unwrap()) && near(grade.sd().unwrap(), whole.sd().unwrap()));
    }

    #[test]
    fn quantiles_are_those_of_r_type_7() {
        // R: quantile(c(1,2,3,4,10), c(0,.2,.25,.5,.9,1), type = 7)
        for (share, want) in [(0.0, 1.0), (0.2, 1.8), (0.25, 2.0), (0.5, 3.0), (0.9, 7.6), (1.0, 10.0)] {
            assert!(near(quantile_sorted(&[1.0, 2.0, 3.0, 4.0, 10.0], share).unwrap(), want), "{share}");
            assert!(near(quantile(&mut [4.0, 10.0, 1.0, 3.0, 2.0], share).unwrap(), want), "{share} unsorted");
        }
        assert_eq!(quantile(&mut [], 0.2), None);
        assert_eq!(quantile(&mut [1.0], 1.2), None);
        assert_eq!(quantile(&mut [7.0], 0.2), Some(7.0));
    }

    #[test]
    fn equal_marks_share_the_middle_of_their_places() {
        let marks = [50.0, 60.0, 60.0, 60.0, 90.0];
        for (mark, rank, percentile) in [(50.0, 1.0, 0.1), (60.0, 3.0, 0.5), (90.0, 5.0, 0.9)] {
            assert!(near(mid_rank_sorted(&marks, mark), rank) && near(percentile_sorted(&marks, mark).unwrap(), percentile), "{mark}");
        }
        assert_eq!(percentile_sorted(&[], 1.0), None);
    }

    #[test]
    fn the_rates_of_a_mark_sheet_leave_out_who_was_absent() {
        let lines = Lines { pass: 60.0, excellent: 85.0, low: 40.0 };
        let rates = Rates::of([Some(60.0), Some(59.5), Some(85.0), Some(39.0), None], &lines);
        assert_eq!(rates, Rates { n: 4, pass: 2, excellent: 1, low: 1 });
        assert_eq!(rates.share(rates.pass), Some(0.5));
        assert_eq!(Rates::default().share(0), None);
    }

    // Figures of ../shared/data/SOURCES.md, computed there with independent tools.

    fn real(name: &str) -> Option<Vec<HashMap<String, String>>> {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
        let path = if path.exists() { path } else { PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(name) };
        if !path.exists() {
            eprintln!("skipped: {name} is not here");
            return None;
        }
        Some(csv::Reader::from_path(path).unwrap().deserialize().map(|row| row.unwrap()).collect())
    }

    /// n, precision and recall (to three decimals) of "at or below the 20th percentile" early, for the same later.
    fn flagged(pairs: &[(f64, f64)]) -> (usize, f64, f64) {
        let early_line = quantile(&mut pairs.iter().map(|p| p.0).collect::<Vec<_>>(), 0.2).unwrap();
        let late_line = quantile(&mut pairs.iter().map(|p| p.1).collect::<Vec<_>>(), 0.2).unwrap();
        let early = pairs.iter().filter(|p| p.0 <= early_line).count() as f64;
        let late = pairs.iter().filter(|p| p.1 <= late_line).count() as f64;
        let both = pairs.iter().filter(|p| p.0 <= early_line && p.1 <= late_line).count() as f64;
        let round = |x: f64| (x * 1000.0).round() / 1000.0;
        (pairs.len(), round(both / early), round(both / late))
    }

    #[test]
    fn the_bottom_fifth_of_star_maths_is_found_as_other_tools_find_it() {
        let Some(rows) = real("star_long.csv") else { return };
        let mut maths: HashMap<(&str, &str), f64> = HashMap::new();
        for row in &rows {
            if let Ok(mark) = row["math"].parse() {
                maths.insert((&row["id"], &row["gr"]), mark);
            }
        }
        for (from, to, want) in [("K", "1", (4165, 0.520, 0.549)), ("1", "2", (4658, 0.595, 0.579)), ("2", "3", (4686, 0.583, 0.605)), ("K", "3", (2890, 0.443, 0.427))] {
            let pairs: Vec<(f64, f64)> = maths.iter().filter(|(key, _)| key.1 == from).filter_map(|((id, _), early)| Some((*early, *maths.get(&(*id, to))?))).collect();
            assert_eq!(flagged(&pairs), want, "{from} to {to}");
        }
    }

    #[test]
    fn the_bottom_fifth_of_egsingle_is_found_as_other_tools_find_it() {
        let Some(rows) = real("egsingle.csv") else { return };
        let mut waves: HashMap<&str, Vec<(f64, f64)>> = HashMap::new();
        for row in &rows {
            waves.entry(&row["childid"]).or_default().push((row["year"].parse().unwrap(), row["math"].parse().unwrap()));
        }
        let mut pairs = Vec::new();
        for child in waves.values_mut().filter(|child| child.len() >= 3) {
            child.sort_by(|a, b| a.0.total_cmp(&b.0));
            pairs.push((child[0].1, child[child.len() - 1].1));
        }
        assert_eq!(flagged(&pairs), (1716, 0.519, 0.542));
    }
}

//! The goal that a child sets itself: neither too high nor too low against its own history. A2-20 (目标不能太高,也不能太低), A2-21 (each small test and each unit).
//!
//! Nobody is compared with anybody else: only the child's own marks of the subject count.

use super::goal::BANDS;

/// Marks that count: the newest of the subject.
pub const HISTORY_MOST: usize = 5;
/// What a child can reach on top of its best of late, in per cent of the full mark.
const REACH: f64 = 8.0;
/// How far below its usual mark a goal may lie before it is called low.
const SLACK: f64 = 1.0;

/// How a goal fits the child that set it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fit {
    /// There is no mark of the subject yet: the goal stands as it is.
    Unknown,
    /// Within reach.
    Fits,
    /// Reached without effort: the least that would be one, in per cent or as the place of a band.
    Low(f64),
    /// Too far for one step: the most that is within reach.
    High(f64),
}

impl Fit {
    /// The identifier; words hang on it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Fits => "fits",
            Self::Low(_) => "low",
            Self::High(_) => "high",
        }
    }
}

/// The span that is within reach: from just above the usual mark to somewhat above the best of late, in per cent. `None` without history.
///
/// The usual mark is the median of the newest marks: one bad day does not lower it, one good day does not raise it.
pub fn reach(history: &[f64]) -> Option<(f64, f64)> {
    let mut marks: Vec<f64> = history.iter().rev().take(HISTORY_MOST).copied().filter(|mark| mark.is_finite()).collect();
    marks.sort_by(f64::total_cmp);
    let (middle, best) = (*marks.get(marks.len() / 2)?, *marks.last()?);
    let usual = if marks.len().is_multiple_of(2) { f64::midpoint(*marks.get(marks.len() / 2 - 1)?, middle) } else { middle };
    Some((usual.min(100.0), (best.max(usual) + REACH).min(100.0)))
}

/// How an aim in per cent of the full mark fits; `history` is the child's own marks in per cent, the oldest first.
pub fn fit(history: &[f64], aim: f64) -> Fit {
    let Some((usual, most)) = reach(history) else { return Fit::Unknown };
    if aim > most + 1e-9 {
        Fit::High(most)
    } else if aim < (usual - SLACK).max(0.0) {
        Fit::Low(usual)
    } else {
        Fit::Fits
    }
}

/// How an aim in bands fits (grades 1 and 2 have no marks, R2): the same band or one above is within reach. Places count from the lowest of [`BANDS`].
pub fn fit_band(history: &[usize], aim: usize) -> Fit {
    let Some(last) = history.iter().rev().take(HISTORY_MOST).copied().max() else { return Fit::Unknown };
    let place = |at: usize| f64::from(u32::try_from(at).unwrap_or_default());
    let next = (last + 1).min(BANDS.len() - 1);
    match aim {
        aim if aim > next => Fit::High(place(next)),
        aim if aim < last => Fit::Low(place(last)),
        _ => Fit::Fits,
    }
}

/// What to propose: half the way from the usual mark to the most within reach, in whole per cent.
pub fn proposal(history: &[f64]) -> Option<f64> {
    reach(history).map(|(usual, most)| f64::midpoint(usual, most).round().min(100.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_measured_by_the_childs_own_history_and_by_nobody_elses() {
        for (history, aim, expected) in [
            (&[][..], 90.0, Fit::Unknown),
            (&[52.0], 58.0, Fit::Fits),
            (&[52.0], 60.0, Fit::Fits),
            (&[52.0], 61.0, Fit::High(60.0)),
            (&[52.0], 45.0, Fit::Low(52.0)),
            (&[52.0], 51.0, Fit::Fits),
            // One bad day does not make a low goal a good one.
            (&[60.0, 62.0, 20.0], 55.0, Fit::Low(60.0)),
            (&[60.0, 62.0, 20.0], 68.0, Fit::Fits),
            // Marks of long ago no longer count.
            (&[95.0, 50.0, 50.0, 50.0, 50.0, 50.0], 80.0, Fit::High(58.0)),
            (&[96.0], 100.0, Fit::Fits),
            (&[0.0], 0.0, Fit::Fits),
        ] {
            assert_eq!(fit(history, aim), expected, "{history:?} {aim}");
        }
    }

    #[test]
    fn in_bands_the_next_band_is_within_reach() {
        for (history, aim, expected) in
            [(&[][..], 4, Fit::Unknown), (&[1], 1, Fit::Fits), (&[1], 2, Fit::Fits), (&[1], 3, Fit::High(2.0)), (&[3, 2], 1, Fit::Low(3.0)), (&[4], 4, Fit::Fits)]
        {
            assert_eq!(fit_band(history, aim), expected, "{history:?} {aim}");
        }
    }

    #[test]
    fn what_is_proposed_fits() {
        for history in [&[52.0][..], &[60.0, 62.0, 20.0], &[99.5], &[0.0, 0.0]] {
            let aim = proposal(history).unwrap();
            assert_eq!(fit(history, aim), Fit::Fits, "{history:?} {aim}");
        }
        assert_eq!(proposal(&[]), None);
    }
}

//! Progress in conduct (A5-19): how habits and goals went in the second half of a term beside the first, and what strengths were seen. No test and no mark is asked.

/// Marks ○ △ × of a half, at least, before two halves are compared.
pub const MARKS_LEAST: usize = 3;
/// Strengths seen in a term from which on they speak for themselves.
pub const STRENGTHS_LEAST: usize = 2;

/// What was seen of a child in a term.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// How goals and habits went, the oldest first: ○ is 1, △ 0.5, × 0.
    pub marks: Vec<f64>,
    /// Strengths that were written down.
    pub strengths: usize,
}

/// What speaks for a child.
#[derive(Clone, Debug, PartialEq)]
pub enum Speaks {
    /// Habits went better: how many of ten went well at first and later.
    Better(i64, i64),
    /// Strengths were seen so often.
    Strengths(usize),
}

fn of_ten(marks: &[f64]) -> i64 {
    (marks.iter().sum::<f64>() / marks.len() as f64 * 10.0).round() as i64
}

/// What speaks for a child; empty when nothing does.
pub fn speaks(seen: &Seen) -> Vec<Speaks> {
    let mut all = Vec::new();
    let (early, late) = seen.marks.split_at(seen.marks.len() / 2);
    if early.len() >= MARKS_LEAST {
        let (before, after) = (of_ten(early), of_ten(late));
        if after > before {
            all.push(Speaks::Better(before, after));
        }
    }
    if seen.strengths >= STRENGTHS_LEAST {
        all.push(Speaks::Strengths(seen.strengths));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a5_19_better_habits_or_strengths_speak_for_a_child_and_too_few_marks_do_not() {
        let table = [
            (vec![0.0, 0.5, 0.0, 1.0, 1.0, 1.0], 0, vec![Speaks::Better(2, 10)]),
            (vec![0.0, 0.5, 1.0, 1.0], 0, vec![]),
            (vec![1.0, 1.0, 1.0, 0.5, 0.5, 0.5], 1, vec![]),
            (vec![1.0; 6], 2, vec![Speaks::Strengths(2)]),
            (vec![0.5, 0.0, 0.5, 0.5, 1.0, 1.0, 1.0], 3, vec![Speaks::Better(3, 9), Speaks::Strengths(3)]),
        ];
        for (marks, strengths, expected) in table {
            assert_eq!(speaks(&Seen { marks: marks.clone(), strengths }), expected, "{marks:?}");
        }
        assert!(speaks(&Seen::default()).is_empty());
    }
}

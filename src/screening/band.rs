//! The bands of a primary school (低、中、高年级): grades 1–2, 3–4 and 5–6, by which lists are gathered (A9-17).

/// A band.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// Grades 1 and 2.
    Low,
    /// Grades 3 and 4.
    Middle,
    /// Grades 5 and 6.
    High,
}

impl Band {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Low, Self::Middle, Self::High];
    /// The identifier; its word is `screening-round-band-<code>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Middle => "middle",
            Self::High => "high",
        }
    }
    /// The band of a grade, by its level from 1.
    pub const fn of(level: i64) -> Self {
        match level {
            ..=2 => Self::Low,
            3..=4 => Self::Middle,
            _ => Self::High,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_grades_are_a_band() {
        let of: Vec<&str> = (1..=6).map(|level| Band::of(level).code()).collect();
        assert_eq!(of, ["low", "low", "middle", "middle", "high", "high"]);
    }
}

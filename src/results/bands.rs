//! Bands (等级) and the schemes that turn points into them. CONVENTIONS 2.5, R2.

use crate::base::text::squeezed;

/// A band, from the best to the lowest; `Ord` follows: a better band is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    /// 待及格, 待合格: the lowest.
    Below,
    /// 及格, 合格.
    Pass,
    /// 中: in schemes of five only.
    Fair,
    /// 良, 良好.
    Good,
    /// 优, 优秀.
    Excellent,
}

/// How many bands the letters A, B, C … stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letters {
    /// A 优, B 良, C 及格, D 待及格.
    Four,
    /// A 优, B 良, C 中, D 及格, E 待及格.
    Five,
}

/// A scheme of bands: lines in percent of the full mark. Schools choose one by grade and subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// 85, 70, 60.
    Lines857060,
    /// 90, 80, 60.
    Lines908060,
    /// Grades 1 and 2: 90, 80, 60; grades 3 to 6: 85, 75, 60.
    ByGrade,
}

impl Band {
    /// All bands, the best first.
    pub const ALL: [Self; 5] = [Self::Excellent, Self::Good, Self::Fair, Self::Pass, Self::Below];

    /// Whether it is the one below which there is none.
    pub fn is_lowest(self) -> bool {
        self == Self::Below
    }
    /// How many bands it lies below another; 0 when it is not below.
    pub fn steps_below(self, other: Self) -> i64 {
        (other as i64 - self as i64).max(0)
    }
    /// The code in the store and in exchange files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Excellent => "excellent",
            Self::Good => "good",
            Self::Fair => "fair",
            Self::Pass => "pass",
            Self::Below => "below",
        }
    }
    /// The key of its word in the word files.
    pub const fn word_key(self) -> &'static str {
        match self {
            Self::Excellent => "results-band-excellent",
            Self::Good => "results-band-good",
            Self::Fair => "results-band-fair",
            Self::Pass => "results-band-pass",
            Self::Below => "results-band-below",
        }
    }
    /// The band of a code; `None` when there is none of that code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|band| band.code() == code)
    }
    /// Reads 优, 优秀, 良+, 及格, 待合格, A, B-, 乙 …; `None` when it is no band. Words that hurt are read, never written.
    pub fn parse(text: &str, letters: Letters) -> Option<Self> {
        let word = simplified(&squeezed(text)).to_uppercase();
        let word = word.trim_end_matches(['+', '-', '等', '级']);
        let five = letters == Letters::Five;
        let band = match word {
            "优" | "优秀" | "优异" | "甲" | "A" => Self::Excellent,
            "良" | "良好" | "乙" | "B" => Self::Good,
            "中" | "中等" | "一般" => Self::Fair,
            "C" | "丙" if five => Self::Fair,
            "及格" | "合格" | "达标" | "及" | "合" => Self::Pass,
            "C" | "丙" => Self::Pass,
            "D" | "丁" if five => Self::Pass,
            "D" | "丁" => Self::Below,
            "E" | "戊" if five => Self::Below,
            "待及格" | "待合格" | "不及格" | "不合格" | "待达标" | "未达标" | "待提高" | "待努力" | "需努力" | "须努力" | "加油" | "差" => {
                Self::Below
            }
            _ => return None,
        };
        Some(band)
    }
}

/// The signs of Traditional Chinese that stand in cells of marks, as Simplified ones: 優秀, 緩考, 請假, 待達標.
pub(super) fn simplified(cell: &str) -> String {
    const PAIRS: [(char, char); 17] = [
        ('優', '优'),
        ('異', '异'),
        ('級', '级'),
        ('達', '达'),
        ('標', '标'),
        ('須', '须'),
        ('緩', '缓'),
        ('測', '测'),
        ('試', '试'),
        ('補', '补'),
        ('請', '请'),
        ('曠', '旷'),
        ('棄', '弃'),
        ('參', '参'),
        ('沒', '没'),
        ('無', '无'),
        ('錄', '录'),
    ];
    cell.chars().map(|sign| PAIRS.iter().find(|(from, _)| *from == sign).map_or(sign, |(_, to)| *to)).collect()
}

impl Letters {
    /// Five when a sheet has an E among its letters, else four.
    pub fn of<'a>(cells: impl IntoIterator<Item = &'a str>) -> Self {
        let five = cells.into_iter().any(|cell| matches!(squeezed(cell).trim_end_matches(['+', '-']), "E" | "e" | "戊"));
        if five { Self::Five } else { Self::Four }
    }
}

impl Scheme {
    /// All schemes, with their codes.
    pub const ALL: [(Self, &'static str); 3] = [(Self::Lines857060, "85-70-60"), (Self::Lines908060, "90-80-60"), (Self::ByGrade, "by-grade")];

    /// The lines in percent for a grade: excellent, good, pass.
    pub const fn lines(self, grade: i64) -> [f64; 3] {
        match self {
            Self::Lines857060 => [85.0, 70.0, 60.0],
            Self::Lines908060 => [90.0, 80.0, 60.0],
            Self::ByGrade if grade <= 2 => [90.0, 80.0, 60.0],
            Self::ByGrade => [85.0, 75.0, 60.0],
        }
    }
    /// The band of a number of points out of a full mark; on a line counts as reached.
    pub fn band(self, points: f64, full: f64, grade: i64) -> Band {
        let reached = |line: f64| points * 100.0 >= line * full - 1e-9;
        let [excellent, good, pass] = self.lines(grade);
        if reached(excellent) {
            Band::Excellent
        } else if reached(good) {
            Band::Good
        } else if reached(pass) {
            Band::Pass
        } else {
            Band::Below
        }
    }
    /// The scheme of a code; `None` when there is none of that code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, other)| *other == code).map(|(scheme, _)| scheme)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_schemes_draw_their_lines() {
        use Band::{Below, Excellent, Good, Pass};
        let table = [
            (Scheme::Lines857060, 85.0, 3, Excellent),
            (Scheme::Lines857060, 84.5, 3, Good),
            (Scheme::Lines857060, 70.0, 3, Good),
            (Scheme::Lines857060, 69.0, 3, Pass),
            (Scheme::Lines857060, 59.5, 3, Below),
            (Scheme::Lines908060, 89.5, 3, Good),
            (Scheme::Lines908060, 79.0, 3, Pass),
            (Scheme::ByGrade, 88.0, 2, Good),
            (Scheme::ByGrade, 88.0, 3, Excellent),
            (Scheme::ByGrade, 74.5, 6, Pass),
            (Scheme::ByGrade, 0.0, 1, Below),
        ];
        for (scheme, points, grade, band) in table {
            assert_eq!(scheme.band(points, 100.0, grade), band, "{scheme:?} {points} grade {grade}");
        }
        assert_eq!(Scheme::Lines857060.band(42.5, 50.0, 3), Excellent, "a full mark of 50");
        assert_eq!(Scheme::Lines857060.band(84.0, 120.0, 3), Good, "a full mark of 120");
    }

    #[test]
    fn bands_have_an_order_and_a_lowest() {
        let mut bands = Band::ALL;
        bands.sort();
        assert_eq!((bands[0], bands[4]), (Band::Below, Band::Excellent));
        assert!(Band::Below.is_lowest() && !Band::Pass.is_lowest());
        assert_eq!((Band::Pass.steps_below(Band::Good), Band::Good.steps_below(Band::Pass)), (2, 0));
        for band in Band::ALL {
            assert_eq!(Band::of_code(band.code()), Some(band));
        }
        for (scheme, code) in Scheme::ALL {
            assert_eq!(Scheme::of_code(code), Some(scheme));
        }
    }

    #[test]
    fn more_points_never_give_a_lower_band() {
        for (scheme, _) in Scheme::ALL {
            for grade in 1..=6 {
                let bands: Vec<Band> = (0..=200).map(|half| scheme.band(f64::from(half) / 2.0, 100.0, grade)).collect();
                assert!(bands.is_sorted(), "{scheme:?} {grade}");
            }
        }
    }

    #[test]
    fn letters_stand_for_four_bands_or_five() {
        assert_eq!(Letters::of(["A", "B+", "D"]), Letters::Four);
        assert_eq!(Letters::of(["A", "e-"]), Letters::Five);
        let table = [
            ("A", Letters::Four, Band::Excellent),
            ("C", Letters::Four, Band::Pass),
            ("D", Letters::Four, Band::Below),
            ("C", Letters::Five, Band::Fair),
            ("D", Letters::Five, Band::Pass),
            ("E", Letters::Five, Band::Below),
        ];
        for (text, letters, band) in table {
            assert_eq!(Band::parse(text, letters), Some(band), "{text} {letters:?}");
        }
        assert_eq!(Band::parse("E", Letters::Four), None);
    }
}

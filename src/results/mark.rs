//! A cell of a sheet of marks: points, a band, or why there is none.

use crate::base::Msg;
use crate::base::text::squeezed;

use super::bands::{Band, Letters, simplified};

/// The greatest full mark that is believed.
pub const FULL_MOST: f64 = 1000.0;

/// What a cell of a sheet of marks says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mark {
    /// Points, to two places, between 0 and the full mark.
    Points(f64),
    /// A band.
    Band(Band),
    /// 缺考: was to sit and did not.
    Absent,
    /// 免考: need not sit.
    Exempt,
    /// 缓考: sits later.
    Deferred,
    /// Nothing was entered. It is not 0 and not 缺考.
    Missing,
}

/// How the cells of one column are read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// The full mark in points.
    pub full: f64,
    /// What letters stand for.
    pub letters: Letters,
}

impl Mark {
    /// Reads a cell: 85, 85.5, ８５, 85分, 98/100, 95（优）, 优+, B, 缺考, 免, 缓考, -, empty. More than two places are rounded (what
    /// formulas leave behind).
    ///
    /// # Errors
    /// A message with a remedy: unreadable, negative, above the full mark, or another full mark in the cell.
    pub fn parse(text: &str, reading: Reading) -> Result<Self, Msg> {
        let cell = squeezed(text);
        let shown: String = cell.chars().take(20).collect();
        let unreadable = || Msg::new("results-mark-unreadable").with("text", &shown);
        if let Some(mark) = word(&cell) {
            return Ok(mark);
        }
        if let Some(band) = Band::parse(&cell, reading.letters) {
            return Ok(Self::Band(band));
        }
        if let Some((outside, inside)) = bracketed(&cell) {
            // 95（优） and 优（95）: the points say more; 缺考（病） and 85（补考） are what stands outside.
            let outer = Self::parse(outside, reading);
            let inner = Self::parse(inside, reading);
            return match (outer, inner) {
                (Ok(Self::Band(_)), Ok(Self::Points(points))) => Ok(Self::Points(points)),
                (Ok(mark), _) if mark != Self::Missing => Ok(mark),
                _ => Err(unreadable()),
            };
        }
        let figure = cell.strip_suffix('分').unwrap_or(&cell);
        let figure = match figure.split_once('/') {
            Some((points, full)) if full.parse::<f64>().is_ok_and(|full| (full - reading.full).abs() < 1e-9) => points,
            Some((_, full)) if full.parse::<f64>().is_ok() => return Err(Msg::new("results-mark-other-full").with("text", &shown).with("full", reading.full)),
            _ => figure,
        };
        points(figure, reading.full).unwrap_or_else(|| Err(unreadable()))
    }

    /// What should be looked at although it can be read: a 0 that may stand for an absent child.
    pub fn doubt(self) -> Option<Msg> {
        if self == Self::Points(0.0) { Some("results-mark-zero".into()) } else { None }
    }

    /// The points, when there are points.
    pub fn points(self) -> Option<f64> {
        if let Self::Points(points) = self { Some(points) } else { None }
    }
}

/// Reads the full mark of a column from its header: 语文（100分）, 数学(满分120), 英语/50; `None` when it does not say.
pub fn full_mark_in(header: &str) -> Option<f64> {
    let header = squeezed(header);
    let (_, tail) = header.split_once(['(', '/', '[', '【']).or_else(|| header.split_once("满分"))?;
    let figures: String = tail.trim_start_matches("满分").trim_start_matches([':', '为']).chars().take_while(|c| c.is_ascii_digit()).collect();
    let full: f64 = figures.parse().ok()?;
    (10.0..=FULL_MOST).contains(&full).then_some(full)
}

fn word(cell: &str) -> Option<Mark> {
    let mark = match simplified(cell).to_uppercase().as_str() {
        "" | "-" | "--" | "—" | "——" | "–" | "/" | "\\" | "无" | "空" | "未录" | "未录入" | "无成绩" | "NULL" | "N/A" | "NA" | "NAN" | "." => Mark::Missing,
        "缺" | "缺考" | "缺席" | "未考" | "没考" | "旷考" | "弃考" | "未参加" | "未参考" | "请假" | "病假" | "事假" | "病" | "QK" | "ABSENT" => {
            Mark::Absent
        }
        "免" | "免考" | "免试" | "免修" | "免测" | "EXEMPT" => Mark::Exempt,
        "缓" | "缓考" | "缓测" | "待考" | "补考" | "待补考" | "DEFERRED" => Mark::Deferred,
        _ => return None,
    };
    Some(mark)
}

fn bracketed(cell: &str) -> Option<(&str, &str)> {
    let (outside, rest) = cell.split_once('(')?;
    let inside = rest.strip_suffix(')')?;
    (!outside.is_empty() && !inside.contains('(')).then_some((outside, inside))
}

/// `None` when it is no number.
fn points(figure: &str, full: f64) -> Option<Result<Mark, Msg>> {
    let plain = !figure.is_empty() && figure.len() <= 24 && figure.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    let value: f64 = figure.parse().ok().filter(|_| plain)?;
    let value = (value * 100.0).round() / 100.0;
    Some(if value < 0.0 {
        Err(Msg::new("results-mark-negative").with("text", figure))
    } else if value > full {
        Err(Msg::new("results-mark-above").with("text", figure).with("full", full))
    } else {
        Ok(Mark::Points(value.abs()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HUNDRED: Reading = Reading { full: 100.0, letters: Letters::Four };

    #[test]
    fn points_are_read_as_they_are_typed() {
        let table = [
            ("85", 85.0),
            ("85.5", 85.5),
            ("８５", 85.0),
            ("８５．５", 85.5),
            ("85分", 85.0),
            (" 85 ", 85.0),
            ("85.0", 85.0),
            ("85.", 85.0),
            ("100", 100.0),
            ("0", 0.0),
            ("0.0", 0.0),
            ("084", 84.0),
            ("84.99999999999999", 85.0),
            ("85.333333", 85.33),
            ("98/100", 98.0),
            ("95（优）", 95.0),
            ("优(95)", 95.0),
            ("60(补考)", 60.0),
            ("\u{FEFF}85", 85.0),
            (".5", 0.5),
        ];
        for (text, points) in table {
            assert_eq!(Mark::parse(text, HUNDRED), Ok(Mark::Points(points)), "{text}");
        }
    }

    #[test]
    fn a_missing_mark_is_never_a_nought() {
        for text in ["", "　", "-", "—", "/", "——", "无", "空", "未录入"] {
            assert_eq!(Mark::parse(text, HUNDRED), Ok(Mark::Missing), "{text}");
        }
        for text in ["缺考", "缺", "缺 考", "未考", "病假", "缺考（病）", "旷考"] {
            assert_eq!(Mark::parse(text, HUNDRED), Ok(Mark::Absent), "{text}");
        }
        for (text, mark) in [("免考", Mark::Exempt), ("免", Mark::Exempt), ("缓考", Mark::Deferred), ("缓", Mark::Deferred), ("免修（体育）", Mark::Exempt)] {
            assert_eq!(Mark::parse(text, HUNDRED), Ok(mark), "{text}");
        }
        for (text, mark) in [("緩考", Mark::Deferred), ("補考", Mark::Deferred), ("曠考", Mark::Absent), ("請假", Mark::Absent), ("免試", Mark::Exempt), ("無", Mark::Missing)]
        {
            assert_eq!(Mark::parse(text, HUNDRED), Ok(mark), "{text}");
        }
        assert!(Mark::Points(0.0).doubt().is_some() && Mark::Points(0.5).doubt().is_none() && Mark::Absent.doubt().is_none());
    }

    #[test]
    fn bands_are_read_in_words_and_letters() {
        let table = [
            ("优", Band::Excellent),
            ("优秀", Band::Excellent),
            ("优+", Band::Excellent),
            ("A+", Band::Excellent),
            ("ａ", Band::Excellent),
            ("良", Band::Good),
            ("良好", Band::Good),
            ("B-", Band::Good),
            ("中", Band::Fair),
            ("及格", Band::Pass),
            ("合格", Band::Pass),
            ("C", Band::Pass),
            ("待及格", Band::Below),
            ("待合格", Band::Below),
            ("不及格", Band::Below),
            ("D", Band::Below),
            ("A等", Band::Excellent),
            ("优 秀", Band::Excellent),
            ("優秀", Band::Excellent),
            ("待達標", Band::Below),
        ];
        for (text, band) in table {
            assert_eq!(Mark::parse(text, HUNDRED), Ok(Mark::Band(band)), "{text}");
        }
    }

    #[test]
    fn what_is_no_mark_is_refused_with_its_reason() {
        let table = [
            ("101", "results-mark-above"),
            ("850", "results-mark-above"),
            ("-5", "results-mark-negative"),
            ("48/50", "results-mark-other-full"),
            ("八十五", "results-mark-unreadable"),
            ("85+3", "results-mark-unreadable"),
            ("85,5", "results-mark-unreadable"),
            ("85%", "results-mark-unreadable"),
            ("O", "results-mark-unreadable"),
            ("8 5?", "results-mark-unreadable"),
            ("1e3", "results-mark-unreadable"),
            ("inf", "results-mark-unreadable"),
            ("转学", "results-mark-unreadable"),
            ("E", "results-mark-unreadable"),
            ("#DIV/0!", "results-mark-unreadable"),
            ("85-90", "results-mark-unreadable"),
            ("（）", "results-mark-unreadable"),
            ("85.5.5", "results-mark-unreadable"),
        ];
        for (text, key) in table {
            assert_eq!(Mark::parse(text, HUNDRED).unwrap_err().key, key, "{text}");
        }
        assert_eq!(Mark::parse("110", Reading { full: 120.0, ..HUNDRED }), Ok(Mark::Points(110.0)));
        assert_eq!(Mark::parse("48/50", Reading { full: 50.0, ..HUNDRED }), Ok(Mark::Points(48.0)));
    }

    #[test]
    fn no_cell_makes_the_reader_stumble() {
        let signs: Vec<char> = "0123456789.-+/()（）[]分优良中及格待缺考免缓ABCDe%？\u{200B}　 满𬭸é".chars().collect();
        let mut state = 7_u64;
        for length in 0..3_000 {
            let mut roll = |sides: usize| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 33) as usize % sides
            };
            let cell: String = (0..length % 13).map(|_| signs[roll(signs.len())]).collect();
            if let Ok(Mark::Points(points)) = Mark::parse(&cell, HUNDRED) {
                assert!((0.0..=100.0).contains(&points), "{cell}");
            }
            assert!(full_mark_in(&cell).is_none_or(|full| full <= FULL_MOST), "{cell}");
        }
        let nested = "(".repeat(10_000);
        assert!(Mark::parse(&nested, HUNDRED).is_err());
    }

    #[test]
    fn the_full_mark_may_stand_in_the_header() {
        for (header, full) in [
            ("语文（100分）", Some(100.0)),
            ("数学(满分120)", Some(120.0)),
            ("英语/50", Some(50.0)),
            ("科学满分：50分", Some(50.0)),
            ("语文", None),
            ("语文（必考）", None),
            ("语文(5)", None),
        ] {
            assert_eq!(full_mark_in(header), full, "{header}");
        }
    }
}

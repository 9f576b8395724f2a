//! The chart of a series as places on a drawing: x in per cent of the width, y in pixels from the top (docs/ui-kit.md, Charts). Words come from outside.

use super::decide::Aim;
use super::trend::Line;

/// Height of the drawing in pixels.
const HEIGHT: f64 = 208.0;
/// Room at the top for the words of a phase.
const TOP: f64 = 18.0;
/// Room at the bottom, so that the lowest point does not lie on the axis.
const BOTTOM: f64 = 12.0;
/// Points of the drawing's width that a dot's words need; of closer ones only the last is named.
const LABEL_APART: f64 = 9.0;

/// A straight piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// From, in per cent.
    pub x1: String,
    /// From, in pixels.
    pub y1: String,
    /// To, in per cent.
    pub x2: String,
    /// To, in pixels.
    pub y2: String,
}

/// A point of the drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dot {
    /// Place in per cent.
    pub x: String,
    /// Place in pixels.
    pub y: String,
    /// Place of its words in pixels.
    pub text_y: String,
    /// Before the last change of measures.
    pub past: bool,
    /// Its words; empty where they would lie over others.
    pub label: String,
    /// What a pointer over it says.
    pub title: String,
}

/// A line across with its words, or a line down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Place: pixels for a line across, per cent for a line down.
    pub at: String,
    /// Its words.
    pub label: String,
}

/// A drawing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chart {
    /// Lines across with their values.
    pub rules: Vec<Mark>,
    /// Pieces between points, grey for the past: (past, piece).
    pub pieces: Vec<(bool, Piece)>,
    /// The points.
    pub dots: Vec<Dot>,
    /// The way to the goal.
    pub goal: Option<Piece>,
    /// Where the words of the goal stand, in pixels.
    pub goal_y: String,
    /// The trend since the last change.
    pub trend: Option<Piece>,
    /// Where the measures changed.
    pub phases: Vec<Mark>,
}

/// A point to be drawn.
#[derive(Clone, Debug)]
pub struct Place {
    /// The day, as a number.
    pub x: f64,
    /// The value.
    pub y: f64,
    /// Its words.
    pub label: String,
    /// What a pointer over it says.
    pub title: String,
}

/// What to draw.
#[derive(Clone, Debug)]
pub struct Picture<'a> {
    /// The points, the oldest first.
    pub places: &'a [Place],
    /// Values named at the left; the drawing reaches from the least to the greatest of them at least.
    pub ticks: &'a [(f64, String)],
    /// The way to the goal; none for a series without one.
    pub aim: Option<&'a Aim>,
    /// The trend from a day on.
    pub trend: Option<(f64, Line)>,
    /// Days on which the measures changed, with their words.
    pub phases: &'a [(f64, String)],
}

struct Frame {
    x: (f64, f64),
    y: (f64, f64),
}

impl Frame {
    fn of(picture: &Picture<'_>) -> Self {
        let wide = |values: &mut dyn Iterator<Item = f64>| values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        let ends = picture.aim.map(|aim| [aim.start, Some(aim.goal)]).unwrap_or_default();
        let ends = || ends.into_iter().flatten();
        let mut x = wide(&mut picture.places.iter().map(|place| place.x).chain(ends().map(|end| end.0)));
        let mut y = wide(&mut picture.places.iter().map(|place| place.y).chain(ends().map(|end| end.1)).chain(picture.ticks.iter().map(|tick| tick.0)));
        for range in [&mut x, &mut y] {
            if !range.0.is_finite() || !range.1.is_finite() {
                *range = (0.0, 1.0);
            } else if range.1 - range.0 < 1e-9 {
                *range = (range.0 - 0.5, range.1 + 0.5);
            }
        }
        Self { x, y }
    }
    fn across(&self, x: f64) -> f64 {
        ((x - self.x.0) / (self.x.1 - self.x.0) * 100.0).clamp(0.0, 100.0)
    }
    fn down(&self, y: f64) -> f64 {
        let share = (y.clamp(self.y.0, self.y.1) - self.y.0) / (self.y.1 - self.y.0);
        TOP + (1.0 - share) * (HEIGHT - TOP - BOTTOM)
    }
    fn piece(&self, from: (f64, f64), to: (f64, f64)) -> Piece {
        Piece { x1: percent(self.across(from.0)), y1: pixels(self.down(from.1)), x2: percent(self.across(to.0)), y2: pixels(self.down(to.1)) }
    }
}

fn percent(value: f64) -> String {
    format!("{value:.1}%")
}

fn pixels(value: f64) -> String {
    format!("{value:.1}")
}

/// Draws it.
pub fn chart(picture: &Picture<'_>) -> Chart {
    let frame = Frame::of(picture);
    let since = picture.phases.last().map_or(f64::MIN, |phase| phase.0);
    let places = picture.places;
    let mut dots: Vec<Dot> = Vec::with_capacity(places.len());
    let mut named_at = f64::INFINITY;
    // From the newest back: it is always named, and whatever is far enough from the last one that was.
    for place in places.iter().rev() {
        let (x, y) = (frame.across(place.x), frame.down(place.y));
        let named = named_at - x >= LABEL_APART;
        named_at = if named { x } else { named_at };
        let text_y = pixels(if y < TOP + 16.0 { y + 20.0 } else { y - 11.0 });
        let label = if named { place.label.clone() } else { String::new() };
        dots.push(Dot { x: percent(x), y: pixels(y), text_y, past: place.x < since, label, title: place.title.clone() });
    }
    dots.reverse();
    let pieces = places.windows(2).filter(|two| (two[0].x < since) == (two[1].x < since)).map(|two| (two[1].x < since, frame.piece((two[0].x, two[0].y), (two[1].x, two[1].y))));
    let goal = picture.aim.map(|aim| frame.piece(aim.start.unwrap_or((frame.x.0, aim.goal.1)), (aim.goal.0.min(frame.x.1), aim.goal.1)));
    let last = places.last().map_or(frame.x.1, |place| place.x);
    let first = places.iter().map(|place| place.x).find(|x| *x >= since).unwrap_or(frame.x.0);
    Chart {
        rules: picture.ticks.iter().map(|(value, label)| Mark { at: pixels(frame.down(*value)), label: label.clone() }).collect(),
        pieces: pieces.collect(),
        goal_y: picture.aim.map(|aim| pixels(frame.down(aim.goal.1) + 4.0)).unwrap_or_default(),
        trend: picture.trend.map(|(from, line)| frame.piece((first.max(from), line.at(first.max(from))), (last, line.at(last)))),
        phases: picture.phases.iter().map(|(day, label)| Mark { at: percent(frame.across(*day)), label: label.clone() }).collect(),
        dots,
        goal,
    }
}

/// Whole values to name at the left: the least and the greatest, and one between them where there is room.
pub fn ticks(values: impl IntoIterator<Item = f64>, least: f64, most: f64) -> Vec<f64> {
    let (low, high) = values.into_iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    if !low.is_finite() || !high.is_finite() {
        return Vec::new();
    }
    let room = ((high - low) * 0.15).max(0.5);
    let (low, high) = ((low - room).floor().max(least), (high + room).ceil().min(most));
    let middle = f64::midpoint(low, high).round();
    if middle > low && middle < high { vec![low, middle, high] } else { vec![low, high] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(x: f64, y: f64) -> Place {
        Place { x, y, label: format!("{y}"), title: String::new() }
    }

    #[test]
    fn the_goal_lies_above_the_points_and_the_past_is_grey() {
        let places = [place(0.0, 10.0), place(50.0, 12.0), place(60.0, 12.0), place(80.0, 14.0)];
        let aim = Aim { start: Some((0.0, 10.0)), goal: (100.0, 20.0), fewer: false };
        let ticks = [(10.0, "10".to_owned()), (20.0, "20".to_owned())];
        let phases = [(55.0, "第 2 版".to_owned())];
        let drawn = chart(&Picture { places: &places, ticks: &ticks, aim: Some(&aim), trend: Some((55.0, Line { slope: 0.1, intercept: 6.0 })), phases: &phases });
        let goal = drawn.goal.unwrap();
        assert_eq!((goal.x1.as_str(), goal.x2.as_str(), goal.y2.as_str()), ("0.0%", "100.0%", "18.0"));
        assert_eq!(drawn.dots.iter().map(|dot| dot.past).collect::<Vec<_>>(), [true, true, false, false]);
        assert_eq!(drawn.pieces.iter().map(|piece| piece.0).collect::<Vec<_>>(), [true, false], "no line across a change of measures");
        assert_eq!(drawn.phases, [Mark { at: "55.0%".into(), label: "第 2 版".into() }]);
        assert_eq!(drawn.trend.unwrap().x1, "60.0%");
        assert_eq!(drawn.dots.iter().map(|dot| dot.label.as_str()).collect::<Vec<_>>(), ["10", "12", "12", "14"]);
        assert_eq!(drawn.rules[0].at, "196.0");
    }

    #[test]
    fn words_of_close_points_do_not_lie_over_each_other_and_the_newest_is_named() {
        let places: Vec<Place> = (0..40).map(|n| place(f64::from(n), 1.0)).collect();
        let drawn = chart(&Picture { places: &places, ticks: &[], aim: None, trend: None, phases: &[] });
        let named: Vec<&Dot> = drawn.dots.iter().filter(|dot| !dot.label.is_empty()).collect();
        assert!(named.len() <= 11 && !drawn.dots[39].label.is_empty(), "{}", named.len());
    }

    #[test]
    fn nothing_and_one_point_are_drawn_without_a_fault() {
        for places in [vec![], vec![place(5.0, 3.0)]] {
            let drawn = chart(&Picture { places: &places, ticks: &[], aim: None, trend: None, phases: &[] });
            assert!(drawn.dots.iter().all(|dot| dot.x == "50.0%" && dot.y.parse::<f64>().unwrap() > 0.0), "{drawn:?}");
        }
    }

    #[test]
    fn the_values_at_the_left_are_whole_and_within_the_unit() {
        for (values, least, most, expected) in [
            (&[48.0, 60.0][..], 0.0, 100.0, &[46.0, 54.0, 62.0][..]),
            (&[0.0, 2.0], 0.0, 200.0, &[0.0, 2.0, 3.0]),
            (&[3.0], 1.0, 4.0, &[2.0, 3.0, 4.0]),
            (&[99.0, 100.0], 0.0, 100.0, &[98.0, 99.0, 100.0]),
            (&[], 0.0, 1.0, &[]),
        ] {
            assert_eq!(ticks(values.iter().copied(), least, most), expected, "{values:?}");
        }
    }
}

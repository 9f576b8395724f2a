//! Series and subjects as the pages draw them: a plain title, the drawing, the sentence of what it asks for, the same numbers as a table.

use crate::base::{Lang, Msg, SchoolDate, words};
use crate::plan::wording::{self as plan_words};
use crate::progress::chart::{self, Chart, Picture, Place};
use crate::progress::decide::Advice;
use crate::progress::series::{From, Series, place};
use crate::progress::standing::{Followed, Standing};
use crate::progress::wording;
use crate::results::mark::Mark;

/// A drawing with its words.
pub(super) struct Drawn {
    pub(super) chart: Chart,
    /// What it shows, in one sentence.
    pub(super) title: String,
    /// Under the title.
    pub(super) under: String,
    /// The words beside the goal line; empty without one.
    pub(super) goal: String,
    /// The first and the last day.
    pub(super) days: (String, String),
}

/// A goal as the page shows it.
pub(super) struct SeriesView {
    pub(super) key: String,
    pub(super) goal: String,
    pub(super) group: String,
    pub(super) figures: String,
    pub(super) advice: String,
    pub(super) short: String,
    pub(super) code: &'static str,
    pub(super) kind: &'static str,
    pub(super) effect: String,
    pub(super) drawn: Option<Drawn>,
    pub(super) points: Vec<PointView>,
}

/// A point in the table below.
pub(super) struct PointView {
    pub(super) day: SchoolDate,
    pub(super) told: String,
    pub(super) by: String,
    pub(super) note: String,
    /// Where the record stands; empty for practice.
    pub(super) link: String,
    /// Id of a point that the reader may strike.
    pub(super) own: String,
}

/// The colour of what the points ask for.
pub(super) const fn kind(advice: Advice) -> &'static str {
    match advice {
        Advice::Change(_) => "due",
        Advice::Reached | Advice::Keep => "good",
        Advice::Slow | Advice::Few(_) => "",
    }
}

fn short_day(day: SchoolDate) -> String {
    format!("{}-{:02}", day.month(), day.day())
}

/// The least and the most that a unit can be.
fn bounds(unit: &str) -> (f64, f64) {
    match unit {
        "percent" => (0.0, 100.0),
        "scale" => (1.0, 4.0),
        "band" => (0.0, 4.0),
        _ => (0.0, 240.0),
    }
}

/// A value of a unit, told back from what it weighs.
fn valued(lang: Lang, unit: &str, value: f64) -> String {
    let code = if unit == "band" {
        usize::try_from(value.round() as i64).ok().and_then(|at| crate::plan::goal::BANDS.get(at)).copied().unwrap_or_default().to_owned()
    } else {
        format!("{value}")
    };
    plan_words::value(lang, unit, &code)
}

fn ticks_of(lang: Lang, series: &Series) -> Vec<(f64, String)> {
    if series.taps {
        return [(0.0, "×"), (0.5, "△"), (1.0, "○")].map(|(value, sign)| (value, sign.to_owned())).to_vec();
    }
    let unit = series.goal.body.unit.as_str();
    let (least, most) = bounds(unit);
    let values = series.points.iter().map(|point| point.value).chain(series.aim.start.map(|start| start.1)).chain([series.aim.goal.1]);
    chart::ticks(values, least, most).into_iter().map(|value| (value, short(lang, unit, value))).collect()
}

/// A value as it stands beside a line: steps and bands by name, figures alone.
fn short(lang: Lang, unit: &str, value: f64) -> String {
    match unit {
        "scale" | "band" => valued(lang, unit, value),
        "percent" => format!("{value}%"),
        _ => format!("{value}"),
    }
}

fn draw(lang: Lang, series: &Series) -> Option<Drawn> {
    let (first, last) = (series.points.first()?, series.points.last()?);
    let unit = series.goal.body.unit.as_str();
    let (from, to) = wording::from_to(lang, series)?;
    let places: Vec<Place> = series
        .points
        .iter()
        .map(|point| Place {
            x: place(point.day),
            y: point.value,
            label: if series.taps { String::new() } else { format!("{}", point.value) },
            title: format!("{} {} · {}", point.day, wording::told(lang, unit, &point.told), point.by),
        })
        .collect();
    let ticks = ticks_of(lang, series);
    let phases: Vec<(f64, String)> = series.phases.iter().map(|(day, number)| (place(*day) + 0.5, Msg::new("progress-phase").with("number", number).text(lang))).collect();
    let since = series.since().map_or(f64::MIN, place);
    let drawn = chart::chart(&Picture { places: &places, ticks: &ticks, aim: Some(&series.aim), trend: series.trend.map(|line| (since, line)), phases: &phases });
    let weeks = (last.day.days() - first.day.days()).div_euclid(7) + 1;
    let title = Msg::new("progress-chart-title").with("goal", &series.goal.body.text).with("weeks", weeks).with("from", from).with("to", to).text(lang);
    let by = SchoolDate::from_days(series.aim.goal.0 as i64);
    let goal = if series.taps { words::word(lang, "progress-goal-tap") } else { Msg::new("progress-goal-line").with("value", short(lang, unit, series.aim.goal.1)).text(lang) };
    let start = series.aim.start.map_or(first.day, |start| SchoolDate::from_days(start.0 as i64).min(first.day));
    Some(Drawn {
        chart: drawn,
        under: Msg::new("progress-chart-under").with("count", series.points.len()).with("day", last.day).text(lang),
        days: (short_day(start), short_day(by.max(last.day))),
        title,
        goal,
    })
}

/// A goal as the page shows it.
pub(super) fn series(lang: Lang, series: &Series, pupil: &str) -> SeriesView {
    let item = &series.goal;
    let subject = if item.subject.is_empty() { String::new() } else { format!(" · {}", plan_words::subject(lang, &item.subject)) };
    let points = series.points.iter().rev().map(|point| PointView {
        day: point.day,
        told: wording::told(lang, &item.body.unit, &point.told),
        by: point.by.clone(),
        note: point.note.clone(),
        link: if let From::Record(act) = point.from { format!("/pupils/{pupil}/records#r-{act}") } else { String::new() },
        own: if let From::Practice(id, true) = point.from { id.to_string() } else { String::new() },
    });
    SeriesView {
        key: item.key.to_string(),
        goal: item.body.text.clone(),
        group: format!("{}{subject}", plan_words::coded(lang, "plan-dimension-", item.dimension.code())),
        figures: if item.body.target.is_empty() { String::new() } else { plan_words::figures(lang, &item.body) },
        advice: wording::advice(lang, series.advice),
        short: words::word(lang, &format!("progress-short-{}", series.advice.code())),
        code: series.advice.code(),
        kind: kind(series.advice),
        effect: series.effect.as_ref().map(|nap| wording::effect(lang, nap)).unwrap_or_default(),
        drawn: draw(lang, series),
        points: points.collect(),
    }
}

/// A subject as the page shows it.
pub(super) struct SubjectView {
    pub(super) subject: String,
    pub(super) step: String,
    pub(super) drawn: Option<Drawn>,
    pub(super) rows: Vec<StandingView>,
}

/// A row of the table below.
pub(super) struct StandingView {
    pub(super) day: SchoolDate,
    pub(super) name: String,
    pub(super) mark: String,
    pub(super) grade: String,
    pub(super) t: String,
}

/// A mark in words.
pub(super) fn marked(lang: Lang, mark: Mark) -> String {
    match mark {
        Mark::Points(points) => format!("{points}"),
        Mark::Band(band) => words::word(lang, &format!("results-band-{}", band.code())),
        _ => String::new(),
    }
}

/// The newest step in words; how many pupils it was told from.
fn step(lang: Lang, followed: &Followed) -> String {
    Msg::new(format!("progress-step-{}", followed.step.code())).with("count", followed.pupils).text(lang)
}

fn draw_subject(lang: Lang, followed: &Followed) -> Option<Drawn> {
    let with: Vec<&Standing> = followed.standings.iter().filter(|one| one.percent.is_some()).collect();
    let ([first, ..], [.., last]) = (with.as_slice(), with.as_slice()) else { return None };
    if with.len() < 2 {
        return None;
    }
    let whole = |value: f64| format!("{}", value.round());
    let places: Vec<Place> = with
        .iter()
        .map(|one| {
            let value = one.percent.unwrap_or_default();
            Place { x: place(one.day), y: value, label: whole(value), title: format!("{} {} {}", one.day, one.name, marked(lang, one.mark)) }
        })
        .collect();
    let values = with.iter().flat_map(|one| [one.percent, one.grade_percent]).flatten();
    let ticks: Vec<(f64, String)> = chart::ticks(values, 0.0, 100.0).into_iter().map(|value| (value, whole(value))).collect();
    let mut drawn = chart::chart(&Picture { places: &places, ticks: &ticks, aim: None, trend: None, phases: &[] });
    // The mean of the grade, grey; drawn on the same days and between the same values, which reach beyond both.
    let means: Vec<Place> = with.iter().filter_map(|one| Some(Place { x: place(one.day), y: one.grade_percent?, label: String::new(), title: String::new() })).collect();
    let grade = chart::chart(&Picture { places: &means, ticks: &ticks, aim: None, trend: None, phases: &[] });
    let same_days = means.len() == places.len();
    if same_days {
        drawn.pieces.splice(0..0, grade.pieces.into_iter().map(|(_, piece)| (true, piece)));
    }
    let value = |one: &Standing| one.percent.map(whole).unwrap_or_default();
    Some(Drawn {
        title: Msg::new("progress-subject-title").with("subject", plan_words::subject(lang, &followed.subject)).with("from", value(first)).with("to", value(last)).text(lang),
        under: words::word(lang, if same_days { "progress-subject-under" } else { "progress-subject-alone" }),
        goal: String::new(),
        days: (first.day.to_string(), last.day.to_string()),
        chart: drawn,
    })
}

/// A subject as the page shows it.
pub(super) fn subject(lang: Lang, followed: &Followed) -> SubjectView {
    let number = |value: Option<f64>| value.map(|value| format!("{}", value.round())).unwrap_or_default();
    let row = |one: &Standing| StandingView { day: one.day, name: one.name.clone(), mark: marked(lang, one.mark), grade: number(one.grade_percent), t: number(one.t()) };
    SubjectView {
        subject: plan_words::subject(lang, &followed.subject),
        step: step(lang, followed),
        drawn: draw_subject(lang, followed),
        rows: followed.standings.iter().rev().map(row).collect(),
    }
}

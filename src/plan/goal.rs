//! When a goal is measurable: baseline, target, date, how it is measured; and stages that lead from one to the other. A5-05, A5-17, A6-10, A7-02, B10-10.

use super::item::{Body, Horizon, Stage};
use crate::base::error::Problems;
use crate::base::{Msg, SchoolDate};

/// In what a goal is counted; the words are `plan-unit-<code>`. What has no figure is a step of the scale.
pub const UNITS: [&str; 8] = ["percent", "times_day", "times_week", "times_month", "minutes", "fewer_week", "scale", "band"];
/// Steps of the scale, from the lowest: `plan-scale-<n>`.
pub const SCALE: std::ops::RangeInclusive<i64> = 1..=4;
/// Bands, from the lowest; as results store them.
pub const BANDS: [&str; 5] = ["below", "pass", "fair", "good", "excellent"];
/// Stages on the way, at most.
pub const STAGES_MOST: usize = 3;
/// Days that a goal may lie ahead: a school year and the holidays.
const DAYS_MOST: i64 = 400;

/// The code of a band, from its code or the word that teachers write.
pub fn band(text: &str) -> Option<&'static str> {
    const WORDS: [&[&str]; 5] = [&["待及格", "待合格", "D"], &["及格", "合格", "C"], &["中", "中等"], &["良", "良好", "B"], &["优", "优秀", "優", "優秀", "A"]];
    BANDS.into_iter().zip(WORDS).find(|(code, words)| *code == text || words.contains(&text)).map(|(code, _)| code)
}

/// What a value of a unit weighs; `None` when it is no such value. Percent and counts are read with their sign or word: 60%, ６０, 3次.
pub fn value(unit: &str, text: &str) -> Option<f64> {
    let text = text.trim();
    if unit == "band" {
        let code = band(text)?;
        return BANDS.iter().position(|band| *band == code).and_then(|at| u32::try_from(at).ok()).map(f64::from);
    }
    let plain: String = text.chars().map(|c| if ('０'..='９').contains(&c) { char::from_u32(c as u32 - 0xFEE0).unwrap_or(c) } else { c }).collect();
    let figure: f64 = plain.trim_end_matches(['%', '％', '次', '分', '钟', '鐘']).trim().parse().ok()?;
    let most = match unit {
        "percent" => 100.0,
        "scale" => 4.0,
        "minutes" => 240.0,
        "times_day" | "times_week" | "times_month" | "fewer_week" => 200.0,
        _ => return None,
    };
    let least = if unit == "scale" { 1.0 } else { 0.0 };
    let whole = unit == "percent" || (figure.fract().abs() < f64::EPSILON);
    (figure.is_finite() && figure >= least && figure <= most && whole).then_some(figure)
}

/// Whether less is better.
pub fn is_fewer(unit: &str) -> bool {
    unit == "fewer_week"
}

fn leads(unit: &str, from: f64, to: f64) -> bool {
    if is_fewer(unit) { to < from } else { to > from }
}

/// Notes at each field what a goal lacks. A draft may lack all of it: it is checked when it is typed in by hand and before a version is fixed.
pub fn check(body: &Body, today: SchoolDate, problems: &mut Problems) {
    if !UNITS.contains(&body.unit.as_str()) {
        problems.note("unit", "plan-goal-unit-missing");
        return;
    }
    if body.horizon.parse::<Horizon>().is_err() {
        problems.note("horizon", "plan-choose");
    }
    let (baseline, target) = (value(&body.unit, &body.baseline), value(&body.unit, &body.target));
    if baseline.is_none() {
        problems.note("baseline", if body.baseline.is_empty() { "plan-goal-baseline-missing" } else { "plan-goal-value-odd" });
    }
    match (baseline, target) {
        (_, None) => problems.note("target", if body.target.is_empty() { "plan-goal-target-missing" } else { "plan-goal-value-odd" }),
        (Some(from), Some(to)) if !leads(&body.unit, from, to) => problems.note("target", if is_fewer(&body.unit) { "plan-goal-not-fewer" } else { "plan-goal-not-above" }),
        _ => {}
    }
    match body.due {
        None => problems.note("due", "plan-goal-due-missing"),
        Some(due) if due.days() - today.days() > DAYS_MOST => problems.note("due", Msg::new("plan-goal-due-far").with("most", DAYS_MOST)),
        Some(_) => {}
    }
    if body.how.trim().is_empty() {
        problems.note("how", "plan-goal-how-missing");
    }
    stages(body, baseline, target, problems);
}

/// Stages lie between baseline and target, one after the other, before the day of the goal.
fn stages(body: &Body, baseline: Option<f64>, target: Option<f64>, problems: &mut Problems) {
    let (Some(from), Some(to)) = (baseline, target) else { return };
    let (mut last, mut day) = (from, None::<SchoolDate>);
    for (at, Stage { day: by, target }) in body.stages.iter().enumerate() {
        let Some(reached) = value(&body.unit, target) else {
            problems.note(format!("stage_target_{}", at + 1), "plan-goal-value-odd");
            continue;
        };
        let Some(by) = by else {
            problems.note(format!("stage_day_{}", at + 1), "plan-goal-due-missing");
            continue;
        };
        if !leads(&body.unit, last, reached) || !leads(&body.unit, reached, to) {
            problems.note(format!("stage_target_{}", at + 1), "plan-goal-stage-order");
        }
        if day.is_some_and(|before| *by <= before) || body.due.is_some_and(|due| *by >= due) {
            problems.note(format!("stage_day_{}", at + 1), "plan-goal-stage-day");
        }
        (last, day) = (reached, Some(*by));
    }
}

/// Whether a goal can be measured as it stands.
pub fn is_measurable(body: &Body, today: SchoolDate) -> bool {
    let mut problems = Problems::default();
    check(body, today, &mut problems);
    problems.end().is_ok() && !body.text.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Error;

    fn day(text: &str) -> SchoolDate {
        text.parse().unwrap()
    }

    fn goal(unit: &str, baseline: &str, target: &str) -> Body {
        Body {
            text: "按时交作业".into(),
            horizon: "near".into(),
            unit: unit.into(),
            baseline: baseline.into(),
            target: target.into(),
            due: Some(day("2026-11-13")),
            how: "班主任看作业登记".into(),
            ..Body::default()
        }
    }

    fn fields(body: &Body) -> Vec<String> {
        let mut problems = Problems::default();
        check(body, day("2026-10-12"), &mut problems);
        match problems.end() {
            Ok(()) => Vec::new(),
            Err(Error::Invalid(all)) => all.into_iter().map(|one| one.field.into_owned()).collect(),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn a_goal_is_measurable_with_baseline_target_date_and_how() {
        let table: [(Body, &[&str]); 12] = [
            (goal("times_week", "2", "4"), &[]),
            (goal("percent", "45.5%", "60％"), &[]),
            (goal("times_week", "２", "４次"), &[]),
            (goal("band", "below", "良"), &[]),
            (goal("fewer_week", "5", "2"), &[]),
            (goal("fewer_week", "2", "5"), &["target"]),
            (goal("times_week", "4", "4"), &["target"]),
            (goal("scale", "1", "5"), &["target"]),
            (goal("times_week", "", "4"), &["baseline"]),
            (goal("rank", "30", "20"), &["unit"]),
            (Body { due: None, ..goal("times_week", "2", "4") }, &["due"]),
            (Body { how: " ".into(), ..goal("times_week", "many", "2.5") }, &["baseline", "target", "how"]),
        ];
        for (body, expected) in table {
            assert_eq!(fields(&body), expected, "{body:?}");
        }
        assert!(is_measurable(&goal("scale", "1", "2"), day("2026-10-12")));
        assert!(!is_measurable(&Body { text: String::new(), ..goal("scale", "1", "2") }, day("2026-10-12")));
    }

    #[test]
    fn stages_lead_from_where_the_child_stands_to_the_goal_one_after_the_other() {
        let with =
            |stages: &[(&str, &str)]| Body { stages: stages.iter().map(|(by, to)| Stage { day: by.parse().ok(), target: (*to).into() }).collect(), ..goal("percent", "40", "70") };
        let table: [(Body, &[&str]); 6] = [
            (with(&[("2026-10-23", "50"), ("2026-11-06", "60")]), &[]),
            (with(&[("2026-10-23", "40")]), &["stage_target_1"]),
            (with(&[("2026-10-23", "60"), ("2026-11-06", "50")]), &["stage_target_2"]),
            (with(&[("2026-11-06", "50"), ("2026-10-23", "60")]), &["stage_day_2"]),
            (with(&[("2026-11-13", "50")]), &["stage_day_1"]),
            (with(&[("", "50")]), &["stage_day_1"]),
        ];
        for (body, expected) in table {
            assert_eq!(fields(&body), expected, "{body:?}");
        }
    }
}

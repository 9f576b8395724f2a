//! verbs: what the child plans itself – goals for a test or a unit (A2-20, A2-21) and habits that it ticks week by week (A6-01, A7-21…24, B7-08, B8-09).

use serde::{Deserialize, Serialize};

use super::edit::file;
use super::facts;
use super::goal::BANDS;
use super::own_goal::{self, Fit};
use super::sql::{self, OwnRow};
use super::{Names, checked, habit, id_of};
use crate::access::{Permit, acts};
use crate::base::error::Problems;
use crate::base::{Error, Msg, PupilId, Result, RowId, SchoolDate};
use crate::casefile::sight::Field;
use crate::casefile::{self};
use crate::results::SUBJECTS;
use crate::store::Tx;
use crate::trail;

const BODY: &str = "plan_own_goal.body";
const RESULT: &str = "plan_own_result.body";
/// The greatest full mark that is believed.
const FULL_MOST: f64 = 1_000.0;
/// The task of the day on which a goal of the child's own is due: what came of it is written down together (A2-20, A2-21).
pub const GOAL_TASK: &str = "plan-own-goal";
/// Days that a goal of the child's own may lie ahead: a term.
const AHEAD_DAYS: i64 = 200;
/// Weeks that the checklist shows.
pub const WEEKS: i64 = 8;
/// Levels of the requirement (水平层次); the words are `plan-level-<code>`.
pub const LEVELS: [&str; 3] = ["base", "middle", "upper"];
/// How the goal came onto paper.
pub const HOWS: [&str; 2] = ["dictated", "written"];

/// What a goal of the child's own says, as sealed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnBody {
    /// For which test or unit.
    pub occasion: String,
    /// The mark aimed at, or the code of a band.
    pub aim: String,
    /// The full mark; empty for a band.
    pub full: String,
    /// What it will do for it, in its own words.
    pub requirement: String,
    /// One of [`LEVELS`].
    pub level: String,
    /// One of [`HOWS`].
    pub how: String,
    /// How it fitted the child's own history when it was set.
    pub fit: String,
    /// Why it was kept although it was called high or low.
    pub kept: String,
}

/// A goal that the child set itself.
#[derive(Clone, Debug)]
pub struct OwnGoal {
    /// Its id.
    pub id: RowId,
    /// The subject.
    pub subject: String,
    /// The day of the test, or the end of the unit.
    pub day: SchoolDate,
    /// What it says.
    pub body: OwnBody,
    /// What came of it: mark or band, and when it was written down.
    pub result: Option<(String, SchoolDate)>,
    /// Whether it was reached; none without a result.
    pub reached: Option<bool>,
    /// Who wrote it down.
    pub by: String,
}

/// A goal as it is typed.
#[derive(Clone, Debug, Default)]
pub struct NewOwn {
    /// The subject.
    pub subject: String,
    /// The day.
    pub day: Option<SchoolDate>,
    /// What it says; `fit` is worked out.
    pub body: OwnBody,
    /// Keep it although it was called high or low.
    pub keep: bool,
}

fn figure(text: &str) -> Option<f64> {
    text.trim().trim_end_matches('分').parse().ok().filter(|value: &f64| value.is_finite() && *value >= 0.0 && *value <= FULL_MOST)
}

fn percent(body: &OwnBody, mark: &str) -> Option<f64> {
    let (points, full) = (figure(mark)?, figure(&body.full).filter(|full| *full > 0.0)?);
    (points <= full).then(|| points / full * 100.0)
}

fn band(text: &str) -> Option<usize> {
    BANDS.iter().position(|code| *code == text)
}

fn opened<T: serde::de::DeserializeOwned + Default>(tx: &Tx<'_>, pupil: PupilId, place: &str, bytes: &[u8]) -> Result<T> {
    Ok(tx.vault().open_json(pupil, place, bytes)?.unwrap_or_default())
}

/// The goals that the child set itself, the newest first: of the subjects that the reader may see.
///
/// # Errors
/// Faults of the database.
pub fn goals(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Vec<OwnGoal>> {
    let (pupil, sight) = (permit.pupil()?, casefile::sight(permit));
    let names = Names::load(tx)?;
    let mut goals = Vec::new();
    for row in sql::own_goals(tx, id_of(pupil))?.into_iter().filter(|row| sight.of(Field::Subject(&row.subject))) {
        let body: OwnBody = opened(tx, pupil, BODY, &row.body)?;
        if body == OwnBody::default() {
            continue;
        }
        let result = match &row.result {
            Some((bytes, day)) => Some((tx.vault().open_words(pupil, RESULT, Some(bytes))?, *day)),
            None => None,
        };
        let reached = result.as_ref().and_then(|(got, _)| reached(&body, got));
        goals.push(OwnGoal { id: row.id, subject: row.subject, day: row.day, result, reached, by: names.of(&row.actor), body });
    }
    Ok(goals)
}

fn reached(body: &OwnBody, got: &str) -> Option<bool> {
    match (band(&body.aim), band(got)) {
        (Some(aim), Some(got)) => Some(got >= aim),
        (None, None) => Some(figure(got)? >= figure(&body.aim)?),
        _ => None,
    }
}

/// The child's own history of a subject: marks in per cent and bands, the oldest first, from results and from what came of earlier goals.
fn history(tx: &mut Tx<'_>, see: &Permit<acts::SeeCaseFile>, subject: &str) -> Result<(Vec<f64>, Vec<usize>)> {
    let results = facts::results_of(tx, see)?;
    let (mut marks, mut bands) = (facts::percents(&results, subject), facts::bands(&results, subject));
    let own = goals(tx, see)?;
    for goal in own.iter().rev().filter(|goal| goal.subject == subject) {
        if let Some((got, _)) = &goal.result {
            marks.extend(percent(&goal.body, got));
            bands.extend(band(got));
        }
    }
    Ok((marks, bands))
}

/// What the child's own history of a subject says: the usual mark and the most within reach, in per cent.
///
/// # Errors
/// Faults of the database.
pub fn reach(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, subject: &str) -> Result<Option<(f64, f64)>> {
    Ok(own_goal::reach(&history(tx, permit, subject)?.0))
}

fn told(fit: Fit, body: &OwnBody) -> Option<Msg> {
    let full = figure(&body.full).unwrap_or(100.0);
    let points = |share: f64| format!("{}", (share / 100.0 * full).round());
    let banded = band(&body.aim).is_some();
    match fit {
        Fit::High(_) if banded => Some(Msg::new("plan-own-high-band")),
        Fit::Low(_) if banded => Some(Msg::new("plan-own-low-band")),
        Fit::High(most) => Some(Msg::new("plan-own-high").with("most", points(most))),
        Fit::Low(usual) => Some(Msg::new("plan-own-low").with("usual", points(usual))),
        Fit::Fits | Fit::Unknown => None,
    }
}

/// Keeps a goal that the child set itself. One that is too high or too low for the child's own history is said to be so; the child may keep it and say why.
///
/// # Errors
/// Problems at `subject`, `day`, `occasion`, `aim`, `full`, `requirement`, `level`, `kept`; denied for a subject that is not the person's.
pub fn set_goal(tx: &mut Tx<'_>, permit: &Permit<acts::WritePlan>, new: &NewOwn) -> Result<RowId> {
    let (see, _) = file(tx, permit)?;
    let (pupil, sight, today) = (permit.pupil()?, casefile::sight(permit), tx.today());
    let (mut problems, mut body) = (Problems::default(), new.body.clone());
    if !SUBJECTS.contains(&new.subject.as_str()) || !sight.of(Field::Subject(&new.subject)) {
        problems.note("own_subject", "plan-choose");
    }
    if new.day.is_none_or(|day| day < today || day.days() - today.days() > AHEAD_DAYS) {
        problems.note("own_day", "plan-own-day");
    }
    body.occasion = checked(&mut problems, "occasion", &body.occasion, true);
    // The child's own words stay as they were said: no word is refused, only nothing at all.
    body.requirement = body.requirement.trim().to_owned();
    if body.requirement.is_empty() {
        problems.note("requirement", "plan-own-requirement");
    } else if body.requirement.chars().count() > super::TEXT_CHARS {
        problems.note("requirement", Msg::new("plan-text-long").with("most", super::TEXT_CHARS));
    }
    for (field, value, known) in [("level", &body.level, &LEVELS[..]), ("how_said", &body.how, &HOWS)] {
        if !known.contains(&value.as_str()) {
            problems.note(field, "plan-choose");
        }
    }
    let aim = (percent(&body, &body.aim), band(&body.aim));
    if aim == (None, None) {
        problems.note("aim", "plan-own-aim-odd");
    }
    let (marks, bands) = history(tx, &see, &new.subject)?;
    let fit = match aim {
        (Some(share), _) => own_goal::fit(&marks, share),
        (None, Some(place)) => own_goal::fit_band(&bands, place),
        (None, None) => Fit::Unknown,
    };
    body.kept = checked(&mut problems, "kept", &body.kept, false);
    if let Some(said) = told(fit, &body) {
        if !new.keep {
            problems.note("aim", said);
        } else if body.kept.is_empty() {
            problems.note("kept", "plan-own-kept-why");
        }
    }
    problems.end()?;
    fit.code().clone_into(&mut body.fit);
    let plan = id_of(pupil);
    sql::insert_plan(tx, plan, pupil, &permit.who().tag())?;
    let row = OwnRow {
        id: tx.new_id(),
        subject: new.subject.clone(),
        day: new.day.unwrap_or(today),
        body: tx.vault().seal_json(pupil, BODY, &body)?,
        actor: permit.who().tag(),
        result: None,
    };
    sql::insert_own_goal(tx, plan, &row)?;
    if !permit.who().is_operator() {
        trail::open_task(tx, permit.who().staff(), GOAL_TASK, row.id, &format!("/pupils/{pupil}/plan/own"), &[], row.day)?;
    }
    trail::note(tx, permit.who(), "plan.own-goal", plan, &serde_json::json!({ "subject": new.subject, "fit": fit.code() }))?;
    Ok(row.id)
}

/// Writes down what came of a goal; it counts as history for the next one.
///
/// # Errors
/// A problem at `got-<goal>` when it is no mark within the full mark and no band; not found for a goal that the person may not read.
pub fn set_result(tx: &mut Tx<'_>, permit: &Permit<acts::WritePlan>, goal: RowId, got: &str) -> Result<()> {
    let (see, _) = file(tx, permit)?;
    let pupil = permit.pupil()?;
    let found = goals(tx, &see)?.into_iter().find(|one| one.id == goal).ok_or(Error::NotFound)?;
    let got = got.trim().trim_end_matches('分');
    if reached(&found.body, got).is_none() || (band(got).is_none() && percent(&found.body, got).is_none()) {
        return Err(Error::at(format!("got-{goal}"), "plan-own-aim-odd"));
    }
    let sealed = tx.vault().seal(pupil, RESULT, got)?;
    sql::put_own_result(tx, goal, &sealed, &permit.who().tag())?;
    trail::end_tasks(tx, permit.who(), GOAL_TASK, goal, true)?;
    trail::note(tx, permit.who(), "plan.own-result", id_of(pupil), &serde_json::json!({ "goal": goal }))?;
    Ok(())
}

/// The checklist of a child.
#[derive(Clone, Debug, Default)]
pub struct Checklist {
    /// The habits followed today.
    pub habits: Vec<String>,
    /// The Mondays shown, the oldest first.
    pub weeks: Vec<SchoolDate>,
    /// For each habit the marks of the weeks, empty where there is none.
    pub marks: Vec<Vec<String>>,
}

/// The Monday of a day's week.
pub fn monday(day: SchoolDate) -> SchoolDate {
    // 1970-01-05 was a Monday.
    day.plus_days(-(day.days() - 4).rem_euclid(7))
}

/// The habits that a child follows, with the marks of the last weeks; empty for who may not read of learning.
///
/// # Errors
/// Faults of the database.
pub fn checklist(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Checklist> {
    if !casefile::sight(permit).of(Field::Note) {
        return Ok(Checklist::default());
    }
    let (plan, this) = (id_of(permit.pupil()?), monday(tx.today()));
    let mut habits: Vec<String> = sql::habits(tx, plan)?.into_iter().filter(|(_, _, until)| until.is_none()).map(|(habit, ..)| habit).collect();
    habits.dedup();
    let weeks: Vec<SchoolDate> = (0..WEEKS).rev().map(|back| this.plus_days(-7 * back)).collect();
    let said = sql::weeks(tx, plan, weeks.first().copied().unwrap_or(this))?;
    let mark = |habit: &String, week: &SchoolDate| said.iter().find(|(day, of, _)| day == week && of == habit).map(|(.., mark)| mark.clone()).unwrap_or_default();
    let marks = habits.iter().map(|habit| weeks.iter().map(|week| mark(habit, week)).collect()).collect();
    Ok(Checklist { habits, weeks, marks })
}

/// What to follow first, from the causes and categories of the child.
///
/// # Errors
/// Faults of the database.
pub fn proposed_habits(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Vec<&'static str>> {
    let head = casefile::head(tx, permit)?;
    let facts = facts::gather(tx, permit, &head, permit.who().lang)?;
    let causes: Vec<&str> = facts.causes.iter().map(|one| one.code).collect();
    let categories: Vec<&str> = facts.categories.iter().map(|one| one.code).collect();
    Ok(habit::proposal(&causes, &categories, facts.subjects.iter().any(|one| one.subject == "maths")))
}

/// Chooses the habits that the child follows from today on.
///
/// # Errors
/// A problem at `habits` when there are too many or one is unknown; denied to who teaches a subject and nothing else.
pub fn follow(tx: &mut Tx<'_>, permit: &Permit<acts::WritePlan>, habits: &[String]) -> Result<()> {
    file(tx, permit)?;
    if permit.why().subjects().is_some() {
        return Err(Error::Denied("plan-not-yours".into()));
    }
    if habits.len() > habit::FOLLOWED_MOST || habits.iter().any(|one| !habit::is_known(one)) {
        return Err(Error::at("habits", Msg::new("plan-habits-most").with("most", habit::FOLLOWED_MOST)));
    }
    let (pupil, actor) = (permit.pupil()?, permit.who().tag());
    let plan = id_of(pupil);
    sql::insert_plan(tx, plan, pupil, &actor)?;
    let now: Vec<String> = sql::habits(tx, plan)?.into_iter().filter(|(_, _, until)| until.is_none()).map(|(habit, ..)| habit).collect();
    for gone in now.iter().filter(|one| !habits.contains(one)) {
        sql::end_habit(tx, plan, gone)?;
    }
    for new in habits.iter().filter(|one| !now.contains(one)) {
        sql::insert_habit(tx, plan, new, &actor)?;
    }
    trail::note(tx, permit.who(), "plan.habits", plan, &serde_json::json!({ "habits": habits.len() }))?;
    Ok(())
}

/// Keeps how a week went for the habits followed, as the child says it; what is not said stays as it was. Gives how many were said.
///
/// # Errors
/// A problem at `week` for a week that is not among those shown.
pub fn tick(tx: &mut Tx<'_>, permit: &Permit<acts::WritePlan>, week: SchoolDate, said: &[(String, String)]) -> Result<usize> {
    let (see, _) = file(tx, permit)?;
    let list = checklist(tx, &see)?;
    if !list.weeks.contains(&week) {
        return Err(Error::at("week", "plan-week-odd"));
    }
    let (plan, actor) = (id_of(permit.pupil()?), permit.who().tag());
    let mut count = 0;
    for (habit, mark) in said.iter().filter(|(habit, mark)| list.habits.contains(habit) && habit::MARKS.contains(&mark.as_str())) {
        sql::put_week(tx, plan, week, habit, mark, &actor)?;
        count += 1;
    }
    trail::note(tx, permit.who(), "plan.habit-week", plan, &serde_json::json!({ "week": week, "said": count }))?;
    Ok(count)
}

//! `/pupils/{id}/progress`: a child's goals as charts with what they ask for, a point written down, the subjects followed.

use askama::Template;

use super::drawn::{self, SeriesView, SubjectView};
use super::{SHOWN, may_see_results, whole, writes};
use crate::access::{Subject, acts};
use crate::base::error::Problems;
use crate::base::{Lang, Msg, PupilId, Result, RowId, SchoolDate};
use crate::casefile::pages::child::child;
use crate::plan::wording as plan_words;
use crate::progress::points::{self, Body, New};
use crate::progress::standing::{self, Columns};
use crate::progress::{export, review, series, wording};
use crate::roster::particulars::Particulars;
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "progress/pages/child.html")]
struct ChildPage {
    p: Page,
    c: Particulars,
    family_name: String,
    place: String,
    lead: String,
    series: Vec<SeriesView>,
    subjects: Vec<SubjectView>,
    reviews: Vec<ReviewLine>,
    /// Goals to which a point can be added: key and words.
    goals: Vec<(String, String)>,
    point: String,
    chosen: String,
    today: SchoolDate,
    writes: bool,
    whole: bool,
    adds: bool,
    compares: bool,
    formats: Vec<&'static str>,
}

struct ReviewLine {
    id: RowId,
    day: SchoolDate,
    stage: String,
    next: String,
    by: String,
}

impl ChildPage {
    fn refused(&self) -> bool {
        ["goal", "value", "day", "note"].iter().any(|field| self.p.problem(field).is_some())
    }
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Asked {
    goal: String,
}

/// A goal in a list of choices: its sentence and its unit.
fn choice(lang: Lang, item: &crate::plan::item::Item) -> (String, String) {
    (item.key.to_string(), format!("{} ({})", item.body.text, plan_words::coded(lang, "plan-unit-", &item.body.unit)))
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let child = child(cx)?;
    let (id, see) = (child.c.id, &child.see);
    let p = cx.page_of(&Msg::new("progress-of").with("name", &child.c.name));
    let lang = p.lang;
    let all = series::of_pupil(cx.tx, see)?;
    let pupil = id.to_string();
    let lead = match all.first() {
        Some(first) if !first.points.is_empty() => Msg::new("progress-lead").with("goal", &first.goal.body.text).with("advice", wording::advice(lang, first.advice)).text(lang),
        Some(_) => p.t("progress-lead-none"),
        None => p.t("progress-lead-no-plan"),
    };
    let subjects = match may_see_results(cx, id)? {
        Some(permit) => standing::followed(cx.tx, &permit, &mut Columns::default())?.iter().map(|one| drawn::subject(lang, one)).collect(),
        None => Vec::new(),
    };
    let coded = |prefix: &str, code: &str| plan_words::coded(lang, prefix, code);
    let reviews = review::of_pupil(cx.tx, see)?;
    let line =
        |one: review::Review| ReviewLine { id: one.id, day: one.day, stage: coded("progress-stage-", &one.stage), next: coded("progress-next-", &one.body.next), by: one.by };
    let mut goals: Vec<(String, String)> = points::measurable(cx.tx, see)?.iter().map(|item| choice(lang, item)).collect();
    goals.dedup_by(|a, b| a.1 == b.1);
    let chosen = p.old_or("goal", cx.query::<Asked>()?.goal);
    let point: RowId = cx.tx.new_id();
    let page = ChildPage {
        point: p.old_or("point", point.to_string()),
        series: all.iter().map(|one| drawn::series(lang, one, &pupil)).collect(),
        compares: all.iter().any(|one| !one.phases.is_empty()),
        reviews: reviews.into_iter().map(line).collect(),
        today: cx.tx.today(),
        adds: writes(&child) && !goals.is_empty(),
        formats: export::formats(),
        writes: writes(&child) && child.live,
        whole: whole(&child),
        family_name: child.family_name.clone(),
        place: child.place.clone(),
        c: child.c.clone(),
        lead,
        subjects,
        goals,
        chosen,
        p,
    };
    cx.saw("SeeProgress", Subject::Pupil(id), see.levels().within(SHOWN));
    cx.render(&page)
}

#[derive(Template)]
#[template(path = "progress/pages/_charts.html")]
struct Charts {
    p: Page,
    id: PupilId,
    series: Vec<SeriesView>,
}

/// Charts of the goals that have points, for the child's own page.
pub(super) fn charts(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let see = cx.permit::<acts::SeeCaseFile>(id)?;
    let (p, pupil) = (cx.page("progress-title"), id.to_string());
    let all = series::of_pupil(cx.tx, &see)?;
    let series = all.iter().filter(|one| !one.points.is_empty()).take(2).map(|one| drawn::series(p.lang, one, &pupil)).collect();
    cx.saw("SeeProgress", Subject::Pupil(id), see.levels().within(SHOWN));
    cx.render(&Charts { p, id, series })
}

/// Writes a point of a goal down.
pub(super) fn add(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::RecordActivity>(id)?;
    let mut problems = Problems::default();
    let day = match cx.field("day").trim() {
        "" => cx.tx.today(),
        text => text.parse().unwrap_or_else(|_| {
            problems.note("day", "casefile-day-odd");
            cx.tx.today()
        }),
    };
    let Ok(goal) = cx.field("goal").parse::<RowId>() else { return Err(crate::base::Error::at("goal", "progress-choose")) };
    problems.end()?;
    let body = Body { value: cx.field("value").to_owned(), note: cx.field("note").to_owned() };
    let made: RowId = cx.tx.new_id();
    let point = cx.field("point").parse().unwrap_or(made);
    points::add(cx.tx, &permit, &New { id: point, goal, day, body })?;
    cx.did("WriteProgress", permit.subject(), permit.levels().within(SHOWN), "");
    Ok(Reply::done(format!("/pupils/{id}/progress#g-{goal}"), Msg::new("progress-point-kept")))
}

/// Strikes a point that was written by mistake.
pub(super) fn strike(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let point: RowId = cx.path("point")?;
    let permit = cx.permit::<acts::RecordActivity>(id)?;
    points::strike(cx.tx, &permit, point)?;
    cx.did("WriteProgress", permit.subject(), permit.levels().within(SHOWN), "struck");
    Ok(Reply::done(format!("/pupils/{id}/progress"), Msg::new("progress-point-struck")))
}

//! What the forms of a child's plan do.

use super::SHOWN;
use crate::access::{Act, Permit, acts};
use crate::base::{Error, Msg, PupilId, Result, RowId, SchoolDate};
use crate::plan::edit::{self, NewItem};
use crate::plan::goal::STAGES_MOST;
use crate::plan::item::{Body, Kind, Stage};
use crate::plan::own::{self, NewOwn, OwnBody};
use crate::plan::{habit, team};
use crate::web::{Cx, Reply};

fn did<A: Act>(cx: &mut Cx<'_, '_>, permit: &Permit<A>, act: &str, note: impl Into<String>) {
    cx.did(act, permit.subject(), permit.levels().within(SHOWN), note);
}

fn permit(cx: &mut Cx<'_, '_>) -> Result<(PupilId, Permit<acts::WritePlan>)> {
    let id: PupilId = cx.path("id")?;
    Ok((id, cx.permit(id)?))
}

/// A day that may be left empty.
fn day(cx: &Cx<'_, '_>, field: &str) -> Result<Option<SchoolDate>> {
    match cx.field(field) {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| Error::at(field.to_owned(), "casefile-day-odd")),
    }
}

/// The draft, prefilled in one press; pressed again it adds what is new.
pub(super) fn draft(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, permit) = permit(cx)?;
    let lang = cx.lang();
    let added = edit::prefill(cx.tx, &permit, lang)?;
    did(cx, &permit, "WritePlan", format!("draft {added}"));
    Ok(Reply::done(format!("/pupils/{id}/plan"), Msg::new("plan-drafted").with("count", added)))
}

/// An individual education plan, or an ordinary one.
pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, permit) = permit(cx)?;
    let (iep, lang) = (cx.field("iep") == "1", cx.lang());
    edit::set_form(cx.tx, &permit, iep, lang)?;
    did(cx, &permit, "WritePlan", if iep { "iep" } else { "support" });
    Ok(Reply::done(format!("/pupils/{id}/plan"), "casefile-kept"))
}

fn typed(cx: &Cx<'_, '_>) -> Result<NewItem> {
    let kind: Kind = cx.field("kind").parse().map_err(|()| Error::NotFound)?;
    let dimension = cx.field("dimension").parse().map_err(|()| Error::at("dimension", "plan-choose"))?;
    let text = |field: &str| cx.field(field).to_owned();
    let mut stages = Vec::new();
    for at in 1..=STAGES_MOST {
        stages.push(Stage { day: day(cx, &format!("stage_day_{at}"))?, target: text(&format!("stage_target_{at}")) });
    }
    let body = Body {
        text: text("text"),
        code: if kind == Kind::Section { text("code") } else { String::new() },
        horizon: text("horizon"),
        unit: text("unit"),
        baseline: text("baseline"),
        target: text("target"),
        due: day(cx, "due")?,
        how: text("how"),
        stages,
        hand: text("hand"),
        times: cx.field("times").parse().unwrap_or_default(),
        span: text("span"),
        agreed: day(cx, "agreed")?,
        sources: Vec::new(),
    };
    Ok(NewItem { kind, dimension, subject: text("subject"), body })
}

/// A new part.
pub(super) fn add_part(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, permit) = permit(cx)?;
    let new = typed(cx)?;
    let key = edit::put(cx.tx, &permit, None, &new)?;
    did(cx, &permit, "WritePlan", new.kind.code());
    Ok(Reply::done(format!("/pupils/{id}/plan#part-{key}"), "casefile-kept"))
}

/// A part is written over, when it still is as the person saw it.
pub(super) fn change_part(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, permit) = permit(cx)?;
    let key: RowId = cx.path("part")?;
    let rev: i64 = cx.field("rev").parse().map_err(|_| Error::NotFound)?;
    let new = typed(cx)?;
    edit::put(cx.tx, &permit, Some((key, rev)), &new)?;
    did(cx, &permit, "WritePlan", key.to_string());
    Ok(Reply::done(format!("/pupils/{id}/plan#part-{key}"), "casefile-kept"))
}

/// A part is taken out of the draft.
pub(super) fn take_out(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, permit) = permit(cx)?;
    let key: RowId = cx.path("part")?;
    edit::take_out(cx.tx, &permit, key, true)?;
    did(cx, &permit, "WritePlan", key.to_string());
    Ok(Reply::done(format!("/pupils/{id}/plan"), "plan-out").with_undo(format!("/pupils/{id}/plan/parts/{key}/return")))
}

/// A part is put back.
pub(super) fn put_back(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, permit) = permit(cx)?;
    let key: RowId = cx.path("part")?;
    edit::take_out(cx.tx, &permit, key, false)?;
    did(cx, &permit, "WritePlan", key.to_string());
    Ok(Reply::done(format!("/pupils/{id}/plan#part-{key}"), "plan-back"))
}

/// A goal that the child set itself.
pub(super) fn own_goal(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, permit) = permit(cx)?;
    let text = |field: &str| cx.field(field).to_owned();
    let aim = if cx.field("aim_band").is_empty() { text("aim") } else { text("aim_band") };
    let full = if cx.field("aim_band").is_empty() { text("full") } else { String::new() };
    let body =
        OwnBody { occasion: text("occasion"), aim, full, requirement: text("requirement"), level: text("level"), how: text("how_said"), kept: text("kept"), ..OwnBody::default() };
    let new = NewOwn { subject: text("own_subject"), day: day(cx, "own_day")?, body, keep: cx.field("keep") == "1" };
    own::set_goal(cx.tx, &permit, &new)?;
    did(cx, &permit, "WritePlan", "own goal");
    Ok(Reply::done(format!("/pupils/{id}/plan/own"), "plan-own-kept"))
}

/// What came of a goal of the child's own.
pub(super) fn own_result(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, permit) = permit(cx)?;
    let goal: RowId = cx.path("goal")?;
    let got = cx.field(&format!("got-{goal}")).to_owned();
    own::set_result(cx.tx, &permit, goal, &got)?;
    did(cx, &permit, "WritePlan", goal.to_string());
    Ok(Reply::done(format!("/pupils/{id}/plan/own"), "casefile-kept"))
}

/// The habits that the child follows.
pub(super) fn habits(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, permit) = permit(cx)?;
    let habits: Vec<String> = cx.req.fields_of("habits").map(ToOwned::to_owned).collect();
    own::follow(cx.tx, &permit, &habits)?;
    did(cx, &permit, "WritePlan", format!("habits {}", habits.len()));
    Ok(Reply::done(format!("/pupils/{id}/plan/own#habits"), "casefile-kept"))
}

/// How a week went.
pub(super) fn habit_week(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, permit) = permit(cx)?;
    let week: SchoolDate = cx.field("week").parse().map_err(|_| Error::at("week", "plan-week-odd"))?;
    let said: Vec<(String, String)> = habit::LISTS
        .iter()
        .flat_map(|list| list.habits)
        .map(|habit| ((*habit).to_owned(), cx.field(&format!("mark-{habit}")).to_owned()))
        .filter(|(_, mark)| !mark.is_empty())
        .collect();
    let count = own::tick(cx.tx, &permit, week, &said)?;
    did(cx, &permit, "WritePlan", format!("habit week {count}"));
    Ok(Reply::done(format!("/pupils/{id}/plan/own#habits"), "casefile-kept"))
}

/// The draft is laid before the team.
pub(super) fn fix(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, permit) = permit(cx)?;
    let (from, until) = (day(cx, "from")?, day(cx, "until")?);
    let (Some(from), Some(until)) = (from, until) else { return Err(Error::at("until", "plan-until-early")) };
    let reason = cx.field("reason").to_owned();
    let asked = team::fix(cx.tx, &permit, &reason, from, until)?;
    did(cx, &permit, "FixPlan", format!("asked {asked}"));
    Ok(Reply::done(format!("/pupils/{id}/plan/team"), Msg::new("plan-fixed").with("count", asked)))
}

/// The person's own signature.
pub(super) fn sign(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, permit) = permit(cx)?;
    team::sign(cx.tx, &permit)?;
    did(cx, &permit, "SignPlan", "");
    Ok(Reply::done(format!("/pupils/{id}/plan/team"), "plan-signed"))
}

/// Taken back to be changed.
pub(super) fn take_back(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, permit) = permit(cx)?;
    let why = cx.field("back").to_owned();
    team::take_back(cx.tx, &permit, &why)?;
    did(cx, &permit, "TakeBackPlan", "");
    Ok(Reply::done(format!("/pupils/{id}/plan"), "plan-taken-back"))
}

/// Approved, or given back.
pub(super) fn decide(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::DecidePlan>(id)?;
    let approve = match cx.field("decision") {
        "approved" => Some(true),
        "returned" => Some(false),
        _ => None,
    };
    let text = cx.field("text").to_owned();
    team::decide(cx.tx, &permit, approve, &text)?;
    did(cx, &permit, "DecidePlan", if approve == Some(true) { "approved" } else { "returned" });
    Ok(Reply::done(format!("/pupils/{id}/plan/team"), if approve == Some(true) { "plan-approved" } else { "plan-returned" }))
}

//! Pages of the room: rounds, classes with their panels, cases, what a child was determined in each year, the notice, the score sheet and its errors.

mod case;
mod child;
mod class;
mod home;
mod round;
mod score;

use crate::access::{Action, Level, Levels, Permit, Subject, acts};
use crate::base::{Error, Result, RowId};
use crate::hardship::rounds::{self, Round};
use crate::web::sheet::{Ask, Field};
use crate::web::{Cx, Page, Policy, Routes};

/// What the pages of the room show at most.
const SHOWN: Levels = Levels::of(&[Level::Basic, Level::Family, Level::Economic]);

/// Routes of the room.
pub fn routes() -> Routes {
    let (see, manage, review) = (Policy::May(Action::SeeHardship), Policy::May(Action::ManageAid), Policy::May(Action::ReviewHardship));
    let (decide, nominate) = (Policy::May(Action::DecideHardship), Policy::May(Action::NominateHardship));
    Routes::new()
        .get("/hardship", see, home::show)
        .get("/hardship/notice", Policy::SignedIn, home::notice)
        .get("/hardship/notice/{file}", manage, home::notice_paper)
        .get("/hardship/rounds/new", manage, round::form)
        .post("/hardship/rounds/new", manage, round::open, round::form)
        .get("/hardship/rounds/{round}", see, round::show)
        .post("/hardship/rounds/{round}/stage", manage, round::go_on, round::show)
        .post("/hardship/rounds/{round}/decisions", decide, round::decide_all, round::show)
        .get("/hardship/rounds/{round}/telling", manage, round::telling_form)
        .post("/hardship/rounds/{round}/telling", manage, round::tell, round::telling_form)
        .get("/hardship/rounds/{round}/letter/{file}", manage, round::letter)
        .get("/hardship/rounds/{round}/list/{file}", see, round::list)
        .get("/hardship/rounds/{round}/errors", manage, score::errors)
        .get("/hardship/rounds/{round}/classes/{class}", see, class::show)
        .get("/hardship/rounds/{round}/classes/{class}/members", review, class::member_form)
        .post("/hardship/rounds/{round}/classes/{class}/members", review, class::seat, class::member_form)
        .post("/hardship/rounds/{round}/classes/{class}/members/{member}/end", review, class::unseat, class::show)
        .get("/hardship/cases/{case}", see, case::show)
        .get("/hardship/cases/{case}/paper/{file}", see, case::paper)
        .get("/hardship/cases/{case}/review", review, case::review_form)
        .post("/hardship/cases/{case}/review", review, case::review, case::review_form)
        .get("/hardship/cases/{case}/decision", decide, case::decision_form)
        .post("/hardship/cases/{case}/decision", decide, case::decide, case::decision_form)
        .get("/hardship/cases/{case}/contest", manage, case::contest_form)
        .post("/hardship/cases/{case}/contest", manage, case::contest, case::contest_form)
        .get("/hardship/cases/{case}/withdrawal", manage, case::withdraw_form)
        .post("/hardship/cases/{case}/withdrawal", manage, case::withdraw, case::withdraw_form)
        .get("/hardship/cases/{case}/shield", manage, case::shield_form)
        .post("/hardship/cases/{case}/shield", manage, case::shield, case::shield_form)
        .get("/pupils/{id}/hardship", see, child::show)
        .get("/pupils/{id}/hardship/application", manage, child::form)
        .post("/pupils/{id}/hardship/application", manage, child::apply, child::form)
        .get("/pupils/{id}/hardship/nomination", nominate, child::nomination_form)
        .post("/pupils/{id}/hardship/nomination", nominate, child::nominate, child::nomination_form)
        .get("/pupils/{id}/hardship/later", manage, child::later_form)
        .post("/pupils/{id}/hardship/later", manage, child::learn, child::later_form)
        .get("/hardship/score", manage, score::show)
        .get("/hardship/score/{village}", manage, score::form)
        .post("/hardship/score/{village}", manage, score::set, score::form)
}

/// The round of the path.
fn round(cx: &mut Cx<'_, '_>) -> Result<Round> {
    let id: RowId = cx.path("round")?;
    rounds::round(cx.tx, id)
}

/// The permit to read of the whole school's determination; who heads a panel alone does not learn of it.
fn school(cx: &mut Cx<'_, '_>) -> Result<Permit<acts::SeeHardship>> {
    match cx.permit::<acts::SeeHardship>(Subject::School) {
        Err(Error::Denied(_)) => Err(Error::NotFound),
        other => other,
    }
}

/// The way to the room.
fn crumbs(p: &Page, more: &[(&str, String)]) -> Vec<(String, String)> {
    std::iter::once(("/hardship".to_owned(), p.t("hardship-title"))).chain(more.iter().map(|(href, text)| ((*href).to_owned(), text.clone()))).collect()
}

/// What a round is called.
fn round_name(p: &Page, round: &Round) -> String {
    p.tv(if round.adjusts { "hardship-round-adjusts" } else { "hardship-round-of" }, "year", round.year)
}

/// A page with one form.
fn ask(p: Page, crumbs: Vec<(String, String)>, lead: String, action: String, fields: Vec<Field>, submit: &str) -> Ask {
    Ask { crumbs, lead, action, fields, submit: p.t(submit), files: false, p }
}

/// A whole number in a field; none where it is empty, a problem where it is no number.
fn number(cx: &Cx<'_, '_>, field: &'static str) -> Result<Option<i64>> {
    match cx.field(field).trim() {
        "" => Ok(None),
        typed => crate::base::text::half_width(typed).parse().map(Some).map_err(|_| Error::at(field, "hardship-whole-number")),
    }
}

/// The number of the step that whoever pressed had before them.
fn seen(cx: &Cx<'_, '_>) -> i64 {
    cx.field("seen").parse().unwrap_or(-1)
}

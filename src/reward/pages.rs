//! Pages of the room: how many children received good news, rules, candidates with evidence, the decision of a grade, the confirmation, papers, praise at once, contests.

mod award;
mod candidates;
mod class;
mod contests;
mod grade;
mod home;
mod papers;
mod praise;
mod rules;
mod schedule;

use crate::access::{Action, Level, Levels};
use crate::base::{Error, Result, RowId};
use crate::casefile::pages::asked_term as term;
use crate::roster::time::{self, Term};
use crate::web::{Cx, Page, Policy, Routes};

/// What the pages of the room show at most.
const SHOWN: Levels = Levels::of(&[Level::Basic, Level::Academic]);

/// Routes of the room.
pub fn routes() -> Routes {
    let (praise, propose) = (Policy::May(Action::PraisePupil), Policy::May(Action::ProposeReward));
    let (decide, manage) = (Policy::May(Action::DecideReward), Policy::May(Action::ManageRewards));
    Routes::new()
        .get("/rewards", praise, home::show)
        .get("/rewards/rules", praise, rules::list)
        .post("/rewards/rules", manage, rules::copy, rules::list)
        .get("/rewards/rules/{rule}/edit", manage, rules::edit)
        .post("/rewards/rules/{rule}", manage, rules::change, rules::edit)
        .post("/rewards/rules/{rule}/switch", manage, rules::switch, rules::list)
        .get("/rewards/schedule/{occasion}", manage, schedule::show)
        .post("/rewards/schedule/{occasion}", manage, schedule::set, schedule::show)
        .get("/rewards/classes/{id}", propose, class::show)
        .post("/rewards/classes/{id}/completion", propose, class::complete, class::show)
        .post("/rewards/classes/{id}/incentives", propose, class::incentive, class::show)
        .get("/rewards/classes/{id}/papers/{what}/{file}", propose, papers::of_class)
        .get("/rewards/classes/{id}/contests", praise, contests::show)
        .post("/rewards/classes/{id}/contests", praise, contests::hold, contests::show)
        .post("/rewards/classes/{id}/contests/{contest}/withdrawal", praise, contests::take_back, contests::show)
        .get("/rewards/grades/{id}", propose, grade::show)
        .post("/rewards/grades/{id}/decisions", decide, grade::decide, grade::show)
        .get("/rewards/grades/{id}/papers/{what}/{file}", propose, papers::of_grade)
        .get("/rewards/papers/{what}/{file}", manage, papers::of_school)
        .get("/rewards/rules/{rule}/classes/{id}", propose, candidates::of_class)
        .get("/rewards/rules/{rule}/grades/{id}", propose, candidates::of_grade)
        .get("/rewards/rules/{rule}/pupils/{pupil}", propose, candidates::form)
        .post("/rewards/rules/{rule}/pupils/{pupil}", propose, candidates::nominate, candidates::form)
        .get("/rewards/confirmation", manage, grade::confirmation)
        .post("/rewards/confirmation", manage, grade::confirm, grade::confirmation)
        .get("/rewards/awards/{award}", praise, award::show)
        .post("/rewards/awards/{award}/wording", praise, award::reword, award::show)
        .post("/rewards/awards/{award}/refusal", decide, award::decline, award::show)
        .post("/rewards/awards/{award}/revocation", praise, award::revoke, award::show)
        .get("/rewards/awards/{award}/paper/{file}", praise, papers::one)
        .get("/pupils/{id}/praise", praise, praise::show)
        .post("/pupils/{id}/praise", praise, praise::give, praise::show)
}

/// All terms that have begun, the newest first, as choices.
fn terms(cx: &mut Cx<'_, '_>) -> Result<Vec<String>> {
    let today = cx.tx.today();
    let mut terms: Vec<Term> = time::terms(cx.tx)?.into_iter().filter(|term| term.first_day <= today).collect();
    terms.sort_by_key(|term| std::cmp::Reverse(term.first_day));
    Ok(terms.into_iter().map(|term| term.code.to_string()).collect())
}

/// The rule that the path names.
fn rule(cx: &mut Cx<'_, '_>, term: &Term) -> Result<crate::reward::rules::Rule> {
    let id: RowId = cx.path("rule")?;
    crate::reward::rules::rule(cx.tx, term, id)
}

/// The rewards that were ticked, each with the number of the step that was looked at: `<id>:<step>`.
fn picks(cx: &Cx<'_, '_>) -> Result<Vec<(RowId, i64)>> {
    let all = cx.req.fields_of("pick").map(|text| text.split_once(':').and_then(|(id, step)| Some((id.parse().ok()?, step.parse().ok()?))));
    let all: Vec<(RowId, i64)> = all.collect::<Option<_>>().ok_or(Error::NotFound)?;
    if all.is_empty() { Err(Error::at("pick", "reward-pick-none")) } else { Ok(all) }
}

fn choices(p: &Page, prefix: &str, codes: impl IntoIterator<Item = &'static str>) -> Vec<(String, String)> {
    codes.into_iter().map(|code| (code.to_owned(), p.t(&format!("{prefix}{code}")))).collect()
}

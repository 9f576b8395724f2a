//! Pages of the screening: how far it is, rules, candidates, what teachers see, who thinks of whom, the survey of all pupils.

mod candidates;
mod home;
mod nomination;
mod nomination_link;
mod observation;
mod rounds;
mod rule_form;
mod rules;
mod survey;

use crate::access::Action;
use crate::base::{Error, Result, TermCode};
use crate::roster::time::{self, Term};
use crate::store::Tx;
use crate::web::{Cx, Policy, Routes};

/// Routes of the room.
pub fn routes() -> Routes {
    let (see, manage) = (Policy::May(Action::SeeCandidates), Policy::May(Action::ManageScreening));
    let (observe, review, survey) = (Policy::May(Action::Observe), Policy::May(Action::ReviewClass), Policy::May(Action::SurveyClass));
    rounds::routes()
        .get("/screening", see, home::show)
        .post_work("/screening/runs", manage, home::run_now, home::show)
        .get("/screening/candidates", see, candidates::list)
        .get("/screening/classes/{class}", see, candidates::of_class)
        .post("/screening/classes/{class}/review", see, candidates::review, candidates::of_class)
        .get("/screening/observation", observe, observation::list)
        .get("/screening/classes/{class}/observation", observe, observation::form)
        .post("/screening/classes/{class}/observation", observe, observation::save, observation::form)
        .get("/screening/classes/{class}/events", observe, observation::events)
        .post("/screening/classes/{class}/events", observe, observation::record, observation::events)
        .post("/screening/classes/{class}/events/{event}/withdrawal", observe, observation::withdraw, observation::events)
        .get("/screening/classes/{class}/nominations", see, nomination::list)
        .get("/screening/classes/{class}/nominations/new", observe, nomination::form)
        .post("/screening/classes/{class}/nominations/new", observe, nomination::save, nomination::form)
        .post("/screening/classes/{class}/nominations/{nomination}/answer", review, nomination::answer, nomination::list)
        .get("/screening/classes/{class}/letters", review, nomination::letters)
        .post("/screening/classes/{class}/letters", review, nomination::make_links, nomination::letters)
        .get("/screening/classes/{class}/letters/{file}", review, nomination::letters_file)
        .get_work("/n/{token}", Policy::Public, nomination_link::show)
        .post_work("/n/{token}", Policy::Public, nomination_link::take, nomination_link::nowhere)
        .get("/screening/survey", survey, survey::list)
        .post("/screening/survey", Policy::May(Action::ManageRounds), survey::ask, survey::list)
        .get("/screening/classes/{class}/survey", survey, survey::form)
        .post("/screening/classes/{class}/survey", survey, survey::save, survey::form)
        .get("/screening/rules", see, rules::list)
        .get("/screening/rules/new", manage, rules::form)
        .post("/screening/rules/new", manage, rules::save, rules::form)
        .get("/screening/rules/{name}", manage, rules::form)
        .post("/screening/rules/{name}", manage, rules::save, rules::form)
        .post("/screening/rules/{name}/state", manage, rules::switch, rules::list)
        .post("/screening/rules/{name}/end", manage, rules::end, rules::list)
}

/// The term that the address names, or the present one.
fn term_of(tx: &mut Tx<'_>, code: &str) -> Result<Option<Term>> {
    if code.is_empty() {
        return time::current_term(tx);
    }
    let code: TermCode = code.parse().map_err(|()| Error::NotFound)?;
    time::term_by_code(tx, code)?.ok_or(Error::NotFound).map(Some)
}

/// A parameter of the query string, trimmed; empty when missing.
fn asked(cx: &Cx<'_, '_>, name: &str) -> Result<String> {
    let pairs: Vec<(String, String)> = cx.query()?;
    Ok(pairs.into_iter().find(|(n, _)| n == name).map(|(_, value)| value.trim().to_owned()).unwrap_or_default())
}

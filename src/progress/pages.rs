//! Pages of the room: which of my children need another measure, a child's goals as charts, the book, reviews, the way, results followed.

mod book;
mod child;
mod drawn;
mod list;
mod results;
mod review;
mod way;

use crate::access::{Action, Level, Levels, Permit, acts};
use crate::base::{Error, PupilId, Result};
use crate::casefile;
use crate::casefile::pages::child::Child;
use crate::roster::time::{self, Term};
use crate::web::{Cx, Page, Policy, Routes};

/// What the pages of the room show at most.
const SHOWN: Levels = Levels::of(&[Level::Basic, Level::Academic, Level::Family, Level::Economic, Level::Psychological]);

/// Routes of the room.
pub fn routes() -> Routes {
    let (see, write, results) = (Policy::May(Action::SeeCaseFile), Policy::May(Action::RecordActivity), Policy::May(Action::SeeResults));
    Routes::new()
        .get("/progress", see, list::show)
        .get("/progress/results", results, results::show)
        .get("/pupils/{id}/progress", see, child::show)
        .get("/pupils/{id}/progress/charts", see, child::charts)
        .post("/pupils/{id}/progress/points", write, child::add, child::show)
        .post("/pupils/{id}/progress/points/{point}/withdrawal", write, child::strike, child::show)
        .get("/pupils/{id}/progress/book", see, book::show)
        .post("/pupils/{id}/progress/book", write, book::write, book::show)
        .get("/pupils/{id}/progress/book/lines/{line}", write, book::edit)
        .post("/pupils/{id}/progress/book/lines/{line}", write, book::write_over, book::edit)
        .get("/pupils/{id}/progress/book/paper/{file}", see, book::paper)
        .get("/pupils/{id}/progress/way", see, way::show)
        .get("/pupils/{id}/progress/reviews/new", write, review::show_new)
        .post("/pupils/{id}/progress/reviews", write, review::keep, review::show_new)
        .get("/pupils/{id}/progress/reviews/{review}", see, review::show)
        .get("/pupils/{id}/progress/reviews/{review}/change", write, review::show_change)
        .post("/pupils/{id}/progress/reviews/{review}", write, review::change, review::show_change)
        .get("/pupils/{id}/progress/reviews/{review}/paper/{file}", see, review::paper)
}

/// Whether the person writes records of the child.
fn writes(child: &Child) -> bool {
    child.see.why().ties.iter().any(|tie| Action::RecordActivity.allowed_to(tie.duty))
}

/// Whether the person reads of the whole child.
fn whole(child: &Child) -> bool {
    child.see.why().subjects().is_none()
}

/// The permit for results of the child, where the person may see them.
fn may_see_results(cx: &mut Cx<'_, '_>, id: PupilId) -> Result<Option<Permit<acts::SeeResults>>> {
    match cx.permit::<acts::SeeResults>(id) {
        Ok(permit) => Ok(Some(permit)),
        Err(Error::NotFound) => Ok(None),
        Err(fault) => Err(fault),
    }
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct OfTerm {
    term: String,
}

/// The term that is asked for, else the present one; and all terms that have begun, the newest first, as choices.
fn term(cx: &mut Cx<'_, '_>, p: &Page) -> Result<(Term, Vec<(String, String)>)> {
    let typed = p.old("term");
    let asked = if typed.is_empty() { cx.query::<OfTerm>()?.term } else { typed };
    let today = cx.tx.today();
    let mut terms: Vec<Term> = time::terms(cx.tx)?.into_iter().filter(|term| term.first_day <= today).collect();
    terms.sort_by_key(|term| std::cmp::Reverse(term.first_day));
    let chosen = if asked.is_empty() { Some(casefile::present_term(cx.tx)?) } else { terms.iter().find(|term| term.code.to_string() == asked).cloned() };
    let choices = terms.iter().map(|term| (term.code.to_string(), term.code.to_string())).collect();
    Ok((chosen.ok_or(Error::NotFound)?, choices))
}

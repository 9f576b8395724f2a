//! Pages of the room: the file of a child, the tick form of a class, and who of my children has a file.

mod case;
mod causes;
pub mod child;
mod concern;
mod forms;
mod list;

use crate::access::{Action, Level, Levels};
use crate::base::{Error, Result};
use crate::roster::time::{self, Term};
use crate::web::{Cx, Policy, Routes};

/// What the pages of the room show at most.
const SHOWN: Levels = Levels::of(&[Level::Basic, Level::Academic, Level::Family, Level::Economic, Level::Psychological]);

/// Routes of the room.
pub fn routes() -> Routes {
    let (see, write, file) = (Policy::May(Action::SeeCaseFile), Policy::May(Action::WriteCaseFile), Policy::May(Action::FileRound));
    Routes::new()
        .get("/cases", see, list::show)
        .get("/classes/{id}/causes", write, causes::show)
        .post("/classes/{id}/causes", write, causes::save, causes::show)
        .get("/pupils/{id}/concern", Policy::May(Action::RaiseConcern), concern::show)
        .post("/pupils/{id}/concern", Policy::May(Action::RaiseConcern), concern::write, concern::show)
        .get("/pupils/{id}/case", see, case::show)
        .post("/pupils/{id}/case/notes", write, forms::note, case::show)
        .post("/pupils/{id}/case/notes/{note}/withdrawal", write, forms::take_back, case::show)
        .post("/pupils/{id}/case/asked-subjects", write, forms::ask_subjects, case::show)
        .post("/pupils/{id}/case/subjects/{subject}", write, forms::subject, case::show)
        .post("/pupils/{id}/case/give-up", write, forms::give_up, case::show)
        .post("/pupils/{id}/case/watch", write, forms::watch, case::show)
        .post("/pupils/{id}/case/exit", file, forms::exit, case::show)
        .post("/pupils/{id}/case/reopening", file, forms::reopen, case::show)
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct OfTerm {
    term: String,
}

/// The term that a page is asked for by its form or its address, else the present one.
///
/// # Errors
/// Not found for a term that there is not, and before the first.
pub fn asked_term(cx: &mut Cx<'_, '_>) -> Result<Term> {
    let typed = cx.field("term").to_owned();
    let asked = if typed.is_empty() { cx.query::<OfTerm>()?.term } else { typed };
    if asked.is_empty() {
        return super::present_term(cx.tx);
    }
    let code = asked.parse().map_err(|()| Error::NotFound)?;
    time::term_by_code(cx.tx, code)?.ok_or(Error::NotFound)
}

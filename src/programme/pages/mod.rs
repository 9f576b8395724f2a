//! `/programmes`: what is in force, what can be copied, and each programme with every number and the clause that it comes from.

mod edit;
mod list;
mod naming;
mod show;
mod views;

use crate::access::Action;
use crate::base::{Lang, Msg, ProgrammeId, TermCode};
use crate::web::{Policy, Routes};

/// The routes of the room.
pub fn routes() -> Routes {
    let see = Policy::May(Action::SeeProgrammes);
    let manage = Policy::May(Action::ManageProgrammes);
    Routes::new()
        .get("/programmes", see, list::list)
        .get("/programmes/words", manage, naming::form)
        .post("/programmes/words", manage, naming::rename, naming::form)
        .get("/programmes/presets/{preset}", see, list::preset)
        .post("/programmes/presets/{preset}", manage, list::copy, list::preset)
        .get("/programmes/{id}", see, show::show)
        .get("/programmes/{id}/edit", manage, edit::form)
        .post("/programmes/{id}/edit", manage, edit::save, edit::form)
        .post("/programmes/{id}/terms", manage, show::switch_on, show::show)
        .post("/programmes/{id}/end", manage, show::end, show::show)
}

fn address(id: ProgrammeId) -> String {
    format!("/programmes/{id}")
}

/// A term in words.
fn term_words(lang: Lang, code: TermCode) -> String {
    let key = if code.half == 1 { "roster-term-autumn" } else { "roster-term-spring" };
    Msg::new(key).with("year", code.year).text(lang)
}

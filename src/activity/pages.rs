//! Pages of the room: my children and my records, the form in three taps, the records of a child, and the rewriting of one's own.

mod form;
mod goals;
mod grid;
mod list;
mod offline;
mod owed;
mod paper;
mod photos;
mod raise;
mod told;
mod tutoring;
mod visits;

use crate::access::{Action, Level, Levels};
use crate::web::{Policy, Routes};

/// What the pages of the room show at most.
const SHOWN: Levels = Levels::of(&[Level::Basic, Level::Academic, Level::Family, Level::Psychological]);

/// Routes of the room.
pub fn routes() -> Routes {
    let (write, see, family) = (Policy::May(Action::RecordActivity), Policy::May(Action::SeeCaseFile), Policy::May(Action::SeeFamily));
    Routes::new()
        .get("/records", write, list::home)
        .get("/records/new", write, form::show)
        .get("/records/grid", write, grid::show)
        .post("/records/grid", write, grid::record, grid::show)
        .get("/records/offline", write, offline::shell)
        .get("/records/keys", write, offline::keys)
        .post("/records/outbox", write, offline::take, offline::refused)
        .upload("/records", write, form::record, form::show)
        .get("/records/paper/{format}", write, paper::own)
        .get("/records/unheard", Policy::May(Action::PrintRegister), owed::unheard)
        .get("/visits", family, visits::classes)
        .get("/classes/{id}/visits", family, visits::show)
        .get("/classes/{id}/visits/paper/{format}", family, visits::paper)
        .get("/classes/{id}/visits/slips/{format}", family, visits::slips)
        .get("/raises", write, raise::own)
        .get("/raises/{raise}", write, raise::show)
        .get("/raises/{raise}/paper/{format}", write, raise::paper)
        .post("/raises/{raise}/acceptance", write, raise::accept, raise::show)
        .post("/raises/{raise}/outcome", write, raise::give_back, raise::show)
        .post("/raises/{raise}/reading", write, raise::seen, raise::show)
        .get("/pupils/{id}/raise", write, raise::show_new)
        .post("/pupils/{id}/raises", write, raise::raise, raise::show_new)
        .get("/records/told", write, told::grid)
        .post("/records/told", write, told::keep_grid, told::grid)
        .get("/records/told/paper/{format}", write, told::papers)
        .get("/pupils/{id}/told", see, told::show)
        .get("/pupils/{id}/told/new", write, told::show_new)
        .get("/pupils/{id}/told/thanks", write, told::thanks)
        .get("/pupils/{id}/told/paper/{format}", see, told::paper)
        .post("/pupils/{id}/told", write, told::tell, told::show_new)
        .post("/pupils/{id}/told/asked", write, told::asked, told::show)
        .get("/pupils/{id}/records/paper/{format}", see, paper::of_child)
        .get("/pupils/{id}/records", see, list::of_child)
        .get("/pupils/{id}/records/{act}", write, form::show_rewrite)
        .upload("/pupils/{id}/records/{act}", write, form::rewrite, form::show_rewrite)
        .get("/pupils/{id}/records/{act}/photos/{photo}", see, photos::show)
        .post("/pupils/{id}/records/{act}/photos/{photo}/withdrawal", write, photos::withdraw, form::show_rewrite)
}

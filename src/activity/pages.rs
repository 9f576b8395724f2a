//! Pages of the room: my children and my records, the form in three taps, the records of a child, and the rewriting of one's own.

mod form;
mod goals;
mod grid;
mod list;
mod offline;
mod photos;
mod tutoring;

use crate::access::{Action, Level, Levels};
use crate::web::{Policy, Routes};

/// What the pages of the room show at most.
const SHOWN: Levels = Levels::of(&[Level::Basic, Level::Academic, Level::Family, Level::Psychological]);

/// Routes of the room.
pub fn routes() -> Routes {
    let (write, see) = (Policy::May(Action::RecordActivity), Policy::May(Action::SeeCaseFile));
    Routes::new()
        .get("/records", write, list::home)
        .get("/records/new", write, form::show)
        .get("/records/grid", write, grid::show)
        .post("/records/grid", write, grid::record, grid::show)
        .get("/records/offline", write, offline::shell)
        .get("/records/keys", write, offline::keys)
        .post("/records/outbox", write, offline::take, offline::refused)
        .upload("/records", write, form::record, form::show)
        .get("/pupils/{id}/records", see, list::of_child)
        .get("/pupils/{id}/records/{act}", write, form::show_rewrite)
        .upload("/pupils/{id}/records/{act}", write, form::rewrite, form::show_rewrite)
        .get("/pupils/{id}/records/{act}/photos/{photo}", see, photos::show)
        .post("/pupils/{id}/records/{act}/photos/{photo}/withdrawal", write, photos::withdraw, form::show_rewrite)
}

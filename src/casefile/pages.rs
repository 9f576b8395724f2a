//! Pages of the room: the file of a child, the tick form of a class, and who of my children has a file.

mod case;
mod causes;
pub mod child;
mod concern;
mod forms;
mod list;

use crate::access::{Action, Level, Levels};
use crate::web::{Policy, Routes};

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

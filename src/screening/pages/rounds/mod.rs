//! Pages of rounds: `/screening/rounds` and what lies below it; `/screening/unspoken`.

mod change;
mod class;
mod list;
mod pupil;
mod show;
mod views;

use crate::access::{Action, Level, Levels};
use crate::base::{Error, ProgrammeId, Result, TermCode};
use crate::roster::time;
use crate::screening::round::{self, Opened};
use crate::web::{Cx, Policy, Routes};

/// What these pages show at most; a permit narrows it.
const SHOWN: Levels = Levels::of(&[Level::Basic, Level::Academic, Level::Family, Level::Economic]);

macro_rules! at {
    ($rest:literal) => {
        concat!("/screening/rounds/programmes/{programme}/terms/{term}", $rest)
    };
}

/// Routes of rounds.
pub(super) fn routes() -> Routes {
    let (see, manage) = (Policy::May(Action::SeeCandidates), Policy::May(Action::ManageRounds));
    let (review, compile, file) = (Policy::May(Action::ReviewClass), Policy::May(Action::CompileGrade), Policy::May(Action::FileRound));
    Routes::new()
        .get("/screening/unspoken", see, list::unspoken)
        .get("/screening/rounds", see, list::show)
        .post("/screening/rounds", manage, list::open, list::show)
        .get(at!(""), see, show::show)
        .post(at!("/days"), manage, show::move_days, show::show)
        .post(at!("/grades/{grade}/compilation"), compile, show::compile, show::show)
        .post(at!("/grades/{grade}/filing"), file, show::file, show::show)
        .get(at!("/classes/{class}"), see, class::show)
        .post(at!("/classes/{class}/hand-up"), review, class::hand_up, class::show)
        .post(at!("/classes/{class}/watch"), review, class::watch_rest, class::show)
        .post(at!("/classes/{class}/return"), compile, class::give_back, class::show)
        .get(at!("/classes/{class}/additions"), review, class::addition)
        .post(at!("/classes/{class}/additions"), review, class::add, class::addition)
        .get(at!("/classes/{class}/changes"), file, change::show)
        .post(at!("/classes/{class}/changes"), file, change::add, change::show)
        .post(at!("/classes/{class}/withdrawals"), file, change::withdraw, change::show)
        .get(at!("/pupils/{pupil}"), see, pupil::show)
        .post(at!("/pupils/{pupil}"), review, pupil::say, pupil::show)
        .post(at!("/pupils/{pupil}/opinions"), see, pupil::opine, pupil::show)
}

/// The round that the address names.
fn opened(cx: &mut Cx<'_, '_>) -> Result<Opened> {
    let (programme, code): (ProgrammeId, TermCode) = (cx.path("programme")?, cx.path("term")?);
    let term = time::term_by_code(cx.tx, code)?.ok_or(Error::NotFound)?;
    let found = round::opened(cx.tx, programme, &term)?;
    if found.is_for(cx.who) { Ok(found) } else { Err(Error::NotFound) }
}

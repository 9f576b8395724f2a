//! Pages of the room: whom I help, and the board of a programme.

mod board;
mod forms;
mod home;

use crate::access::{Action, Permit, Subject, acts};
use crate::base::{ProgrammeId, Result};
use crate::casefile;
use crate::pairing::{self, Scene};
use crate::web::{Cx, Policy, Routes};

/// Routes of the room.
pub fn routes() -> Routes {
    let (see, manage) = (Policy::May(Action::SeeCaseFile), Policy::May(Action::ManagePairing));
    Routes::new()
        .get("/pairing", see, home::show)
        .get("/pairing/programmes/{id}", manage, board::show)
        .post("/pairing/programmes/{id}/proposal", manage, forms::propose, board::show)
        .post("/pairing/programmes/{id}/lines", manage, forms::put, board::show)
        .post("/pairing/programmes/{id}/locks", manage, forms::lock, board::show)
        .post("/pairing/programmes/{id}/withdrawals", manage, forms::drop_line, board::show)
        .post("/pairing/programmes/{id}/acceptance", manage, forms::accept, board::show)
        .post("/pairing/programmes/{id}/pairs", manage, forms::assign, board::show)
        .post("/pairing/programmes/{id}/releases", manage, forms::release, board::show)
        .post("/pairing/programmes/{id}/hand-overs", manage, forms::hand_over, board::show)
}

/// The permit, and the scene of the programme in the present term.
fn scene(cx: &mut Cx<'_, '_>) -> Result<(Permit<acts::ManagePairing>, Scene)> {
    let permit = cx.permit::<acts::ManagePairing>(Subject::School)?;
    let programme: ProgrammeId = cx.path("id")?;
    let term = casefile::present_term(cx.tx)?;
    let scene = pairing::scene(cx.tx, &permit, programme, &term)?;
    Ok((permit, scene))
}

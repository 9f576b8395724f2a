//! Pages of the room: whom I help, the board of a programme, the study partners of a class.

mod board;
mod charge;
mod forms;
mod helpers;
mod home;
mod letters;
mod peer_forms;
mod peer_grid;
mod peers;
mod volunteers;

use crate::access::{Action, Permit, Subject, acts};
use crate::base::{ProgrammeId, Result};
use crate::casefile;
use crate::pairing::{self, Scene};
use crate::web::{Cx, Policy, Routes};

/// Routes of the room.
pub fn routes() -> Routes {
    let (see, manage, peers, coordinate) =
        (Policy::May(Action::SeeCaseFile), Policy::May(Action::ManagePairing), Policy::May(Action::ManagePeers), Policy::May(Action::CoordinateHelpers));
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
        .post("/pairing/programmes/{id}/reliefs", manage, forms::relieve, board::show)
        .post("/pairing/programmes/{id}/hand-overs", manage, forms::hand_over, board::show)
        .get("/pairing/programmes/{id}/letters/{file}", manage, letters::paper)
        .get("/pairing/volunteers", manage, volunteers::show)
        .post("/pairing/volunteers", manage, volunteers::enter, volunteers::show)
        .post("/pairing/volunteers/pairs", manage, volunteers::pair, volunteers::show)
        .post("/pairing/volunteers/ends", manage, volunteers::end, volunteers::show)
        .get("/pairing/volunteers/paper/{file}", manage, volunteers::paper)
        .get("/pairing/strengths", see, helpers::strengths)
        .post("/pairing/strengths", see, helpers::state_strengths, helpers::strengths)
        .get("/pupils/{id}/helpers", see, helpers::show)
        .post("/pupils/{id}/helpers/met", see, helpers::met, helpers::show)
        .post("/pupils/{id}/helpers/slots", coordinate, helpers::slots, helpers::show)
        .post("/pupils/{id}/helpers/wish", coordinate, helpers::wish, helpers::show)
        .get("/pairing/charge", manage, charge::show)
        .get("/pairing/peers", peers, peers::list)
        .get("/pairing/classes/{id}/peers", peers, peers::show)
        .post("/pairing/classes/{id}/peers/pairs", peers, peer_forms::pair, peers::show)
        .post("/pairing/classes/{id}/peers/ends", peers, peer_forms::end, peers::show)
        .post("/pairing/classes/{id}/peers/groups", peers, peer_forms::make_group, peers::show)
        .post("/pairing/classes/{id}/peers/group-ends", peers, peer_forms::end_group, peers::show)
        .get("/pairing/classes/{id}/peers/wishes", peers, peer_grid::show)
        .post("/pairing/classes/{id}/peers/wishes", peers, peer_grid::save, peer_grid::show)
        .get("/pairing/classes/{id}/peers/paper/{file}", peers, peers::paper)
}

/// The permit, and the scene of the programme in the present term.
fn scene(cx: &mut Cx<'_, '_>) -> Result<(Permit<acts::ManagePairing>, Scene)> {
    let permit = cx.permit::<acts::ManagePairing>(Subject::School)?;
    let programme: ProgrammeId = cx.path("id")?;
    let term = casefile::present_term(cx.tx)?;
    let scene = pairing::scene(cx.tx, &permit, programme, &term)?;
    Ok((permit, scene))
}

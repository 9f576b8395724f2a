//! Pages of the room: hand-over notes of a child and of a class; the closed archive, how long data are kept, what is destroyed.

mod closed;
mod handover;
mod keeping;
mod psychological;

use crate::web::Routes;

/// Routes of the room.
pub fn routes() -> Routes {
    handover::routes().and(closed::routes()).and(keeping::routes()).and(psychological::routes())
}

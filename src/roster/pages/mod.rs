//! Pages of the roster, a file for each facet.

mod particulars;
mod promotion;
mod pupils;

use crate::web::Routes;

/// All routes of the room.
pub fn routes() -> Routes {
    pupils::routes().and(particulars::routes()).and(promotion::routes())
}

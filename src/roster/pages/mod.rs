//! Pages of the roster, a file for each facet.

mod particulars;
mod pupils;

use crate::web::Routes;

/// All routes of the room.
pub fn routes() -> Routes {
    pupils::routes().and(particulars::routes())
}

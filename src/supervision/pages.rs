//! Pages of the room.

use crate::web::Routes;

/// Routes of the room.
pub fn routes() -> Routes {
    Routes::new()
}

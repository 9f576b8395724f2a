//! Pages of the roster, a file for each facet.

mod accounts;
mod audit;
mod groups;
mod posts;
mod staff;

use crate::web::Routes;

/// The roster's pages.
pub fn routes() -> Routes {
    Routes::new().and(staff::routes()).and(posts::routes()).and(groups::routes()).and(accounts::routes()).and(audit::routes())
}

//! Pages of the room.

mod hard;
mod meeting;
mod meetings;
mod reminders;
mod summaries;

use crate::web::Routes;

/// Routes of the room.
pub fn routes() -> Routes {
    Routes::new().and(meetings::routes()).and(meeting::routes()).and(hard::routes()).and(summaries::routes()).and(reminders::routes())
}

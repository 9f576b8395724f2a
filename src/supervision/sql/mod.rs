//! SQL of the room, a file for each facet.

pub(super) mod hard;
pub(super) mod meetings;
pub(super) mod reminders;
pub(super) mod summaries;

//! Papers of the room, a file for each facet.

pub mod checks;
pub mod meetings;
pub mod summaries;

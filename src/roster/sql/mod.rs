//! All SQL of the room, a file for each facet.

pub(super) mod groups;
pub(super) mod people;
pub(super) mod pupils;
pub(super) mod time;

//! All SQL of the room, one file for each facet.

pub(super) mod groups;
pub(super) mod people;
pub(super) mod time;
//! All SQL of the room, a file for each facet.

pub(super) mod pupils;

//! All SQL of the room, a file for each facet.

pub(super) mod pupils;

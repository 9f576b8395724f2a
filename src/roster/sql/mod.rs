//! All SQL of the room, one file for each facet.

pub(super) mod time;

//! All SQL of the room, one file for each facet.

pub(super) mod time;
//! All SQL of the room, a file for each facet.

pub(super) mod pupils;

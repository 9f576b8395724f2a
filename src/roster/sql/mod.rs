//! All SQL of the room, one file for each facet.

pub(super) mod settings;
pub(super) mod texts;
pub(super) mod groups;
pub(super) mod people;
pub(super) mod time;

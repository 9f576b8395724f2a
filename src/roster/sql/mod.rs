//! All SQL of the room, a file for each facet.

pub(super) mod bulk;
pub(super) mod settings;
pub(super) mod texts;
pub(super) mod groups;
pub(super) mod people;
pub(super) mod pupils;
pub(super) mod time;

//! All SQL of the room, a file for each facet.

pub(super) mod bulk;
pub(super) mod enrolment;
pub(super) mod erasure;
pub(super) mod family;
pub(super) mod groups;
pub(super) mod movements;
pub(super) mod particulars;
pub(super) mod people;
pub(super) mod promote;
pub(super) mod pupils;
pub(super) mod settings;
pub(super) mod texts;
pub(super) mod time;
pub(super) mod unite;

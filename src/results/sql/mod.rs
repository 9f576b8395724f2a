//! All SQL of the room, by facet.

pub(super) mod assessment;
pub(super) mod attendance;
pub(super) mod result;
pub(super) mod unite;

//! All SQL of the room.

pub(super) mod bookings;
pub(super) mod campaign;
pub(super) mod ending;
pub(super) mod entry;
pub(super) mod room;

//! All SQL of the room. Reads `pupil`, `staff`, `place` and `class` of the roster and `volunteer` of `pairing` for names.

pub(super) mod bookings;
pub(super) mod classes;
pub(super) mod helpers;
pub(super) mod members;
pub(super) mod places;
pub(super) mod posts;
pub(super) mod sessions;
pub(super) mod trainings;

use crate::base::{Id, Result, RowId};
use crate::store::{Sql, Tx};

const TURN: Sql = Sql("insert into tutoring_turn (school_id, id, turn) values ($1, $2, 1) on conflict (school_id, id) do update set turn = tutoring_turn.turn + 1");

/// Takes the school's row of the timetable: until this unit of work ends nobody else changes it.
pub(super) fn turn(tx: &mut Tx<'_>) -> Result<()> {
    let school = tx.school();
    tx.execute(TURN, &[&school, &RowId::from_uuid(school.uuid())]).map(|_| ())
}

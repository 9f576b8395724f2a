//! All SQL of the room, a file for each of its parts.

pub(super) mod checks;
pub(super) mod hand_in;
pub(super) mod hard;
pub(super) mod joint;
pub(super) mod ledger;
pub(super) mod meetings;
pub(super) mod reminders;
pub(super) mod summaries;

use crate::base::{PupilId, Result};
use crate::store::{Sql, Tx};

const POSTPONED_TO_KEPT: Sql = Sql("update supervision_postponed set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const DRAWN_TO_KEPT: Sql = Sql("update supervision_drawn set pupil_id = $2 where school_id = $1 and pupil_id = $3");
/// Where both entries were met in one check, what the kept one said comes last.
const INTERVIEWS_STEP_ASIDE: Sql = Sql("update supervision_interview set number = number + 1000 where school_id = $1 and pupil_id = $2
        and exists (select 1 from supervision_interview g where g.school_id = $1 and g.pupil_id = $3 and g.check_id = supervision_interview.check_id)");
const INTERVIEWS_TO_KEPT: Sql = Sql("update supervision_interview set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const FINDINGS_TO_KEPT: Sql = Sql("update supervision_finding set pupil_id = $2 where school_id = $1 and pupil_id = $3");

/// What is written of one entry of a child goes to the other.
pub(in crate::supervision) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    let school = tx.school();
    for sql in [POSTPONED_TO_KEPT, DRAWN_TO_KEPT, INTERVIEWS_STEP_ASIDE, INTERVIEWS_TO_KEPT, FINDINGS_TO_KEPT] {
        tx.execute(sql, &[&school, &kept, &gone])?;
    }
    Ok(())
}

//! verbs: what a teacher sees of a child's mood goes to the counsellors at once, and to nobody else (B4-13).

use crate::access::{Duty, Permit, Who, acts, readers_of};
use crate::base::error::Problems;
use crate::base::{PupilId, Result, StaffId};
use crate::screening::nomination::MOOD_TASK;
use crate::store::Tx;
use crate::trail;

/// The counsellors of a child.
fn counsellors(tx: &mut Tx<'_>, who: &Who, pupil: PupilId) -> Result<Vec<StaffId>> {
    let see = Permit::<acts::SeePupil>::ask(tx, who, pupil)?;
    Ok(readers_of(tx, &see)?.into_iter().filter(|(_, duty, ..)| *duty == Duty::Counsellor).map(|(staff, ..)| staff).collect())
}

/// Notes at `quiet` where there is no counsellor who would read it: then it has to be said to somebody.
pub(super) fn check(tx: &mut Tx<'_>, permits: &[Permit<acts::RecordActivity>], problems: &mut Problems) -> Result<()> {
    for permit in permits {
        if counsellors(tx, permit.who(), permit.pupil()?)?.is_empty() {
            problems.note("quiet", "activity-quiet-nobody");
        }
    }
    Ok(())
}

/// Asks the counsellors of a child to look, today. Gives whom.
pub(super) fn ask(tx: &mut Tx<'_>, who: &Who, pupil: PupilId) -> Result<Vec<StaffId>> {
    let (today, asked) = (tx.today(), counsellors(tx, who, pupil)?);
    for staff in &asked {
        trail::open_task(tx, *staff, MOOD_TASK, pupil, &format!("/pupils/{pupil}/concern"), &[], today)?;
    }
    Ok(asked)
}

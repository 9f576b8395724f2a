//! Statements that empty what is known about a pupil.

use crate::base::{PupilId, Result};
use crate::store::{Sql, Tx};

const BLANK: Sql = Sql("update pupil set name = '', name_sort = '', sex = '', birth_day = null, school_no = null, seat_no = null, registry_sealed = null, registry_print = null,
     registry_kind = '', identity_sealed = null, identity_print = null, ethnicity = '', boarding = null, address_sealed = null, household_id = null, note = '', erased_at_ms = $3
     where school_id = $1 and id = $2 and erased_at_ms is null");
const NO_GUARDIANS: Sql = Sql("delete from guardian where school_id = $1 and pupil_id = $2");
const NO_FORMER: Sql = Sql("delete from former_registry_no where school_id = $1 and pupil_id = $2");
const NO_CHECKS: Sql = Sql("delete from family_check where school_id = $1 and pupil_id = $2");
const NO_FAMILY: Sql = Sql("delete from family_fact where school_id = $1 and pupil_id = $2");
const NO_REASONS: Sql = Sql("update movement set reason = '' where school_id = $1 and pupil_id = $2");

pub(in crate::roster) fn blank(tx: &mut Tx<'_>, pupil: PupilId) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(BLANK, &[&school, &pupil, &now])?;
    for sql in [NO_GUARDIANS, NO_FORMER, NO_CHECKS, NO_FAMILY, NO_REASONS] {
        tx.execute(sql, &[&school, &pupil])?;
    }
    Ok(())
}

//! Statements by which two entries of a child become one: `$2` is kept, `$3` goes.

use super::super::unite_rules::Marks;
use crate::base::{GuardianId, PupilId, Result, SchoolDate};
use crate::store::{Counted, Sql, Tx};

const MARKS: Sql =
    Sql("select id, name, name_sort, birth_day, entry_year, identity_print is not null from pupil where school_id = $1 and erased_at_ms is null order by name_sort, id");
const APART: Sql = Sql("select one_id, other_id from pupil_apart where school_id = $1");
const SAY_APART: Sql = Sql("insert into pupil_apart (school_id, one_id, other_id, actor, at_ms) values ($1, $2, $3, $4, $5) on conflict (school_id, one_id, other_id) do nothing");
/// Writes nothing new: it holds both rows, so that two who unite the same children one after the other cannot both succeed.
const HOLD: Sql = Sql("update pupil set note = note where school_id = $1 and (id = $2 or id = $3) and erased_at_ms is null");
const KEPT_OF: Sql = Sql("select kept_id from pupil_merge where school_id = $1 and gone_id = $2");
const GONE_INTO: Sql = Sql("select gone_id from pupil_merge where school_id = $1 and kept_id = $2 order by at_ms, gone_id");
const ALL_GONE: Sql = Sql("select gone_id from pupil_merge where school_id = $1");

/// What tells the entries of the register from each other.
pub(in crate::roster) fn marks(tx: &mut Tx<'_>) -> Result<Vec<Marks>> {
    tx.query(MARKS, &[&tx.school()], |row| {
        let sort: String = row.get(2)?;
        // The key of the order is the sound, a space, and the name.
        let sound = sort.split(' ').next().unwrap_or_default().to_owned();
        Ok(Marks { id: row.get(0)?, name: row.get(1)?, sound, birth_day: row.get(3)?, entry_year: row.get(4)?, has_identity: row.get(5)? })
    })
}

/// Pairs of which somebody said that they are two children.
pub(in crate::roster) fn apart(tx: &mut Tx<'_>) -> Result<Vec<(PupilId, PupilId)>> {
    tx.query(APART, &[&tx.school()], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(in crate::roster) fn say_apart(tx: &mut Tx<'_>, one: PupilId, other: PupilId, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(SAY_APART, &[&school, &one, &other, &actor, &now]).map(|_| ())
}

/// Holds both rows; `false` when one of them is not there.
pub(in crate::roster) fn hold(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<bool> {
    let school = tx.school();
    Ok(tx.execute(HOLD, &[&school, &kept, &gone])? == 2)
}

pub(in crate::roster) fn kept_of(tx: &mut Tx<'_>, gone: PupilId) -> Result<Option<PupilId>> {
    tx.optional(KEPT_OF, &[&tx.school(), &gone], |row| row.get(0))
}

pub(in crate::roster) fn gone_into(tx: &mut Tx<'_>, kept: PupilId) -> Result<Vec<PupilId>> {
    tx.query(GONE_INTO, &[&tx.school(), &kept], |row| row.get(0))
}

pub(in crate::roster) fn all_gone(tx: &mut Tx<'_>) -> Result<Vec<PupilId>> {
    tx.query(ALL_GONE, &[&tx.school()], |row| row.get(0))
}

const SAME_GUARDIANS: Sql = Sql("select k.id, g.id from guardian g join guardian k on k.school_id = g.school_id and k.name = g.name and k.until_day >= $4
      where g.school_id = $1 and k.pupil_id = $2 and g.pupil_id = $3 and g.until_day >= $4 order by k.id, g.id");
const FILL_GUARDIAN: Sql = Sql("update guardian set
       phone_sealed = coalesce(phone_sealed, (select g.phone_sealed from guardian g where g.school_id = $1 and g.id = $3)),
       address_sealed = coalesce(address_sealed, (select g.address_sealed from guardian g where g.school_id = $1 and g.id = $3)),
       identity_sealed = coalesce(identity_sealed, (select g.identity_sealed from guardian g where g.school_id = $1 and g.id = $3)),
       lives_with = coalesce(lives_with, (select g.lives_with from guardian g where g.school_id = $1 and g.id = $3)),
       relation = case when relation = '' then (select g.relation from guardian g where g.school_id = $1 and g.id = $3) else relation end,
       entrusted = entrusted or (select g.entrusted from guardian g where g.school_id = $1 and g.id = $3)
      where school_id = $1 and id = $2");
const SECOND_PRIMARY: Sql = Sql("update guardian set is_primary = false where school_id = $1 and pupil_id = $3
        and exists (select 1 from guardian k where k.school_id = $1 and k.pupil_id = $2 and k.is_primary)");

/// Current guardians of the same name at both: that of `kept`, that of `gone`.
pub(in crate::roster) fn same_guardians(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId, day: SchoolDate) -> Result<Vec<(GuardianId, GuardianId)>> {
    tx.query(SAME_GUARDIANS, &[&tx.school(), &kept, &gone, &day], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// What is not known of a guardian is taken from the second entry of the same person.
pub(in crate::roster) fn fill_guardian(tx: &mut Tx<'_>, kept: GuardianId, gone: GuardianId) -> Result<()> {
    let school = tx.school();
    tx.execute(FILL_GUARDIAN, &[&school, &kept, &gone]).map(|_| ())
}

const GUARDIANS: Sql = Sql("update guardian set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const DROP_CHECKS: Sql = Sql("delete from family_check where school_id = $1 and pupil_id = $3
        and exists (select 1 from family_check k where k.school_id = $1 and k.pupil_id = $2 and k.year_id = family_check.year_id)");
const CHECKS: Sql = Sql("update family_check set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const MOVEMENTS: Sql = Sql("update movement set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const FORMER: Sql = Sql("update former_registry_no set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const NOT_APART: Sql = Sql("delete from pupil_apart where school_id = $1 and (one_id = $2 or other_id = $2)");
const REPOINT: Sql = Sql("update pupil_merge set kept_id = $2 where school_id = $1 and kept_id = $3");
const INSERT_MERGE: Sql = Sql("insert into pupil_merge (school_id, gone_id, kept_id, actor, at_ms) values ($1, $2, $3, $4, $5)");
const FACTS: Counted = Counted {
    most: Sql("select coalesce(max(number), 0) from family_fact where school_id = $1 and (pupil_id = $2 or pupil_id = $3)"),
    lift: Sql("update family_fact set number = number + $3 where school_id = $1 and pupil_id = $2"),
    hand: Sql("update family_fact set pupil_id = $2 where school_id = $1 and pupil_id = $3"),
};

/// All that hangs on `gone` goes to `kept`; the rows of the pupils themselves stay as they are.
pub(in crate::roster) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    let school = tx.school();
    for sql in [SECOND_PRIMARY, GUARDIANS, DROP_CHECKS, CHECKS, MOVEMENTS, FORMER, REPOINT] {
        tx.execute(sql, &[&school, &kept, &gone])?;
    }
    tx.execute(NOT_APART, &[&school, &gone])?;
    FACTS.hand_over(tx, &kept, &gone)
}

pub(in crate::roster) fn insert_merge(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_MERGE, &[&school, &gone, &kept, &actor, &now]).map(|_| ())
}

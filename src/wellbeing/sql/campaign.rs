//! Places outside, and the yearly campaign.

use crate::base::{PupilId, Result, RowId, SchoolDate};
use crate::store::{Sql, Tx};
use crate::wellbeing::campaign::Campaign;
use crate::wellbeing::referral::Institution;

const INSTITUTIONS: Sql = Sql("select id, name, kind, contact, until_day from wellbeing_institution where school_id = $1 order by name, id limit 200");
const INSERT_INSTITUTION: Sql = Sql("insert into wellbeing_institution (school_id, id, name, kind, contact, until_day, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, id) do nothing");
const CAMPAIGNS: Sql = Sql("select id, name, from_day, until_day from wellbeing_campaign where school_id = $1 order by from_day desc, id limit 50");
const INSERT: Sql =
    Sql("insert into wellbeing_campaign (school_id, id, name, from_day, until_day, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7) on conflict (school_id, id) do nothing");
const DONE: Sql = Sql("select pupil_id from wellbeing_campaign_done where school_id = $1 and campaign_id = $2");
const INSERT_DONE: Sql =
    Sql("insert into wellbeing_campaign_done (school_id, campaign_id, pupil_id, entry_id) values ($1, $2, $3, $4) on conflict (school_id, campaign_id, pupil_id) do nothing");

pub(in crate::wellbeing) fn institutions(tx: &mut Tx<'_>) -> Result<Vec<Institution>> {
    tx.query(INSTITUTIONS, &[&tx.school()], |row| Ok(Institution { id: row.get(0)?, name: row.get(1)?, kind: row.get(2)?, contact: row.get(3)?, until: row.get(4)? }))
}

pub(in crate::wellbeing) fn insert_institution(tx: &mut Tx<'_>, new: &Institution, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_INSTITUTION, &[&school, &new.id, &new.name, &new.kind, &new.contact, &new.until, &actor, &now]).map(|_| ())
}

pub(in crate::wellbeing) fn campaigns(tx: &mut Tx<'_>) -> Result<Vec<Campaign>> {
    tx.query(CAMPAIGNS, &[&tx.school()], |row| Ok(Campaign { id: row.get(0)?, name: row.get(1)?, from: row.get(2)?, until: row.get(3)? }))
}

pub(in crate::wellbeing) fn insert(tx: &mut Tx<'_>, id: RowId, name: &str, days: (SchoolDate, SchoolDate), actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT, &[&school, &id, &name, &days.0, &days.1, &actor, &now]).map(|_| ())
}

pub(in crate::wellbeing) fn done(tx: &mut Tx<'_>, campaign: RowId) -> Result<Vec<PupilId>> {
    tx.query(DONE, &[&tx.school(), &campaign], |row| row.get(0))
}

/// Whether the child had not been in it yet.
pub(in crate::wellbeing) fn insert_done(tx: &mut Tx<'_>, campaign: RowId, pupil: PupilId, entry: RowId) -> Result<bool> {
    let school = tx.school();
    Ok(tx.execute(INSERT_DONE, &[&school, &campaign, &pupil, &entry])? == 1)
}

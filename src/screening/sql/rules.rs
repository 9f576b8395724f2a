//! SQL of the rules: each change is a new version, the newest of a name counts.

use crate::base::{Result, RuleId, Stamp};
use crate::store::{Sql, Tx};

/// A version of a rule.
pub(in crate::screening) struct Version {
    pub name: String,
    pub body: String,
    pub position: i64,
    pub in_force: bool,
    pub at: Stamp,
}

const NEWEST: Sql = Sql("select r.name, r.body, r.position, r.in_force, r.at_ms from screening_rule r
     where r.school_id = $1 and not exists (select 1 from screening_rule n where n.school_id = r.school_id and n.name = r.name and n.at_ms > r.at_ms)
     order by r.position, r.name");
const INSERT: Sql = Sql("insert into screening_rule (school_id, id, name, category, body, position, in_force, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");

/// The newest version of every name, also of those no longer in force.
pub(in crate::screening) fn newest(tx: &mut Tx<'_>) -> Result<Vec<Version>> {
    tx.query(NEWEST, &[&tx.school()], |row| Ok(Version { name: row.get(0)?, body: row.get(1)?, position: row.get(2)?, in_force: row.get(3)?, at: row.get(4)? }))
}

pub(in crate::screening) fn insert(tx: &mut Tx<'_>, id: RuleId, version: &Version, category: &str, actor: &str) -> Result<()> {
    let school = tx.school();
    tx.execute(INSERT, &[&school, &id, &version.name, &category, &version.body, &version.position, &version.in_force, &actor, &version.at])?;
    Ok(())
}

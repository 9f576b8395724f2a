//! All SQL of the school's settings.

use crate::base::Result;
use crate::store::{Sql, Tx};

const SETTING: Sql = Sql("select value from setting where school_id = $1 and name = $2");
const UPSERT: Sql = Sql("insert into setting (school_id, name, value) values ($1, $2, $3)
     on conflict (school_id, name) do update set value = excluded.value");

pub(in crate::roster) fn setting(tx: &mut Tx<'_>, name: &str) -> Result<Option<String>> {
    tx.optional(SETTING, &[&tx.school(), &name], |row| row.get(0))
}

pub(in crate::roster) fn upsert(tx: &mut Tx<'_>, name: &str, value: &str) -> Result<()> {
    let school = tx.school();
    tx.execute(UPSERT, &[&school, &name, &value])?;
    Ok(())
}

//! Numbered migrations, one set for both databases. A database newer than the program is refused.

use refinery::{Migration, Runner};

use super::dialect;
use crate::base::{Error, Result};

/// The migrations in PostgreSQL types, by name `V<number>__<what>`.
pub const SCHEMA: &[(&str, &str)] = &[
    ("V1__access", include_str!("../../migrations/V0001__access.sql")),
    ("V2__trail", include_str!("../../migrations/V0002__trail.sql")),
    ("V3__roster", include_str!("../../migrations/V0003__roster.sql")),
    ("V4__results", include_str!("../../migrations/V0004__results.sql")),
    ("V5__screening", include_str!("../../migrations/V0005__screening.sql")),
    ("V6__intake", include_str!("../../migrations/V0006__intake.sql")),
    ("V7__family", include_str!("../../migrations/V0007__family.sql")),
    ("V8__programme", include_str!("../../migrations/V0008__programme.sql")),
    ("V9__rounds", include_str!("../../migrations/V0009__rounds.sql")),
    ("V10__observation", include_str!("../../migrations/V0010__observation.sql")),
    ("V11__casefile", include_str!("../../migrations/V0011__casefile.sql")),
    ("V12__pairing", include_str!("../../migrations/V0012__pairing.sql")),
    ("V13__survey", include_str!("../../migrations/V0013__survey.sql")),
    ("V14__left_behind", include_str!("../../migrations/V0014__left_behind.sql")),
    ("V15__parcel", include_str!("../../migrations/V0015__parcel.sql")),
    ("V16__merge", include_str!("../../migrations/V0016__merge.sql")),
    ("V17__plan", include_str!("../../migrations/V0017__plan.sql")),
    ("V18__concern", include_str!("../../migrations/V0018__concern.sql")),
    ("V19__activity", include_str!("../../migrations/V0019__activity.sql")),
    ("V20__progress", include_str!("../../migrations/V0020__progress.sql")),
    ("V21__goal_mark", include_str!("../../migrations/V0021__goal_mark.sql")),
    ("V22__flows", include_str!("../../migrations/V0022__flows.sql")),
    ("V23__peers", include_str!("../../migrations/V0023__peers.sql")),
    ("V24__reward", include_str!("../../migrations/V0024__reward.sql")),
    ("V25__forms", include_str!("../../migrations/V0025__forms.sql")),
    ("V26__pack", include_str!("../../migrations/V0026__pack.sql")),
    ("V27__meetings", include_str!("../../migrations/V0027__meetings.sql")),
    ("V28__supervision", include_str!("../../migrations/V0028__supervision.sql")),
    ("V29__archive", include_str!("../../migrations/V0029__archive.sql")),
    ("V30__keeping", include_str!("../../migrations/V0030__keeping.sql")),
    ("V31__household", include_str!("../../migrations/V0031__household.sql")),
    ("V33__ledger", include_str!("../../migrations/V0033__ledger.sql")),
    ("V34__aid", include_str!("../../migrations/V0034__aid.sql")),
    ("V35__contest", include_str!("../../migrations/V0035__contest.sql")),
    ("V36__hardship", include_str!("../../migrations/V0036__hardship.sql")),
    ("V37__dropout", include_str!("../../migrations/V0037__dropout.sql")),
    ("V38__wellbeing", include_str!("../../migrations/V0038__wellbeing.sql")),
    ("V39__counselling", include_str!("../../migrations/V0039__counselling.sql")),
    ("V40__tutoring", include_str!("../../migrations/V0040__tutoring.sql")),
    ("V41__training", include_str!("../../migrations/V0041__training.sql")),
];

/// The migrations in one database's dialect.
///
/// # Errors
/// A fault when a name does not follow the pattern.
pub fn migrations(map: impl Fn(&str) -> String) -> Result<Vec<Migration>> {
    SCHEMA.iter().map(|(name, text)| Migration::unapplied(name, &map(text)).map_err(|e| Error::fault("a migration's name", e))).collect()
}

fn newest() -> Result<i64> {
    Ok(migrations(str::to_owned)?.iter().map(|m| i64::from(m.version())).max().unwrap_or_default())
}

fn refuse_newer(applied: Option<i64>) -> Result<()> {
    match (applied, newest()?) {
        (Some(applied), newest) if applied > newest => {
            Err(Error::Fault(format!("the data was written by a newer version of this program (schema {applied}, this program knows {newest}): start the newer program")))
        }
        _ => Ok(()),
    }
}

fn failed(e: refinery::Error) -> Error {
    Error::fault("the database could not be upgraded", e)
}

pub(super) fn sqlite(conn: &mut rusqlite::Connection) -> Result<()> {
    let exists: i64 = conn.query_row("select count(*) from sqlite_master where name = 'refinery_schema_history'", [], |r| r.get(0)).map_err(super::sqlite::error)?;
    if exists > 0 {
        let applied = conn.query_row("select max(version) from refinery_schema_history", [], |r| r.get(0)).map_err(super::sqlite::error)?;
        refuse_newer(applied)?;
    }
    Runner::new(&migrations(dialect::sqlite_ddl)?).set_abort_missing(false).run(conn).map(|_| ()).map_err(failed)
}

pub(super) fn postgres(client: &mut postgres::Client) -> Result<()> {
    // Two servers that start at once must not upgrade at once.
    client.batch_execute("select pg_advisory_lock(2026090101)").map_err(super::pg::error)?;
    let exists = client.query_one("select to_regclass('refinery_schema_history') is not null", &[]).map_err(super::pg::error)?;
    if exists.get::<_, bool>(0) {
        let row = client.query_one("select cast(max(version) as bigint) from refinery_schema_history", &[]).map_err(super::pg::error)?;
        refuse_newer(row.get(0))?;
    }
    let done = Runner::new(&migrations(str::to_owned)?).set_abort_missing(false).run(client).map(|_| ()).map_err(failed);
    client.batch_execute("select pg_advisory_unlock(2026090101)").map_err(super::pg::error)?;
    done
}

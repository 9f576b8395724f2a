//! SQLite: N readers and exactly one writer, write-ahead log, every commit synced.

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Statement};

use super::cell::{Cell, ToCell};
use super::tx::{Row, RowOf, Sql};
use super::{dialect, migrate};
use crate::base::{Error, Msg, Result};

/// Readers: enough for two cores and a slow disk.
const READERS: u32 = 8;
/// Statements kept prepared on each connection.
const STATEMENTS: usize = 256;
/// Older versions lose pages when a checkpoint meets a writer (WAL reset).
const OLDEST: i32 = 3_051_003;

pub(super) struct Pool {
    readers: r2d2::Pool<Manager>,
    writer: Mutex<Connection>,
}

struct Manager(std::path::PathBuf);

impl r2d2::ManageConnection for Manager {
    type Connection = Connection;
    type Error = rusqlite::Error;
    fn connect(&self) -> Result<Connection, rusqlite::Error> {
        let conn = Connection::open_with_flags(&self.0, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        prepare(&conn)?;
        Ok(conn)
    }
    fn is_valid(&self, _: &mut Connection) -> Result<(), rusqlite::Error> {
        Ok(())
    }
    fn has_broken(&self, conn: &mut Connection) -> bool {
        !conn.is_autocommit()
    }
}

fn prepare(conn: &Connection) -> Result<(), rusqlite::Error> {
    // busy_timeout first: the pragmas after it may meet a writer.
    conn.busy_timeout(Duration::from_secs(10))?;
    conn.execute_batch("pragma foreign_keys = on; pragma synchronous = full; pragma temp_store = memory; pragma cache_size = -4000; pragma mmap_size = 67108864;")?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
}

impl Pool {
    pub(super) fn open(file: &Path) -> Result<Self> {
        if rusqlite::version_number() < OLDEST {
            return Err(Error::Fault(format!("SQLite {} is older than 3.51.3, which has a fault in its write-ahead log", rusqlite::version())));
        }
        let mut conn = Connection::open(file).map_err(error)?;
        prepare(&conn).map_err(error)?;
        conn.pragma_update(None, "journal_mode", "wal").map_err(error)?;
        migrate::sqlite(&mut conn)?;
        let readers =
            r2d2::Pool::builder().max_size(READERS).min_idle(Some(1)).test_on_check_out(false).build(Manager(file.to_owned())).map_err(|e| Error::fault("database readers", e))?;
        Ok(Self { readers, writer: Mutex::new(conn) })
    }

    pub(super) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let conn = self.readers.get().map_err(|_| Error::Busy)?;
        let _end = Rollback(&conn);
        conn.execute_batch("begin deferred").map_err(error)?;
        work(&conn)
    }

    pub(super) fn write<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let conn = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let _end = Rollback(&conn);
        conn.execute_batch("begin immediate").map_err(error)?;
        let done = work(&conn)?;
        conn.execute_batch("commit").map_err(error)?;
        Ok(done)
    }

    pub(super) fn copy_to(&self, file: &Path) -> Result<()> {
        let from = self.readers.get().map_err(|_| Error::Busy)?;
        let mut to = Connection::open(file).map_err(error)?;
        let copy = rusqlite::backup::Backup::new(&from, &mut to).map_err(error)?;
        copy.run_to_completion(4096, Duration::ZERO, None).map_err(error)
    }
}

/// Rolls back whatever was not committed, also when the work panics.
struct Rollback<'c>(&'c Connection);

impl Drop for Rollback<'_> {
    fn drop(&mut self) {
        if !self.0.is_autocommit() && self.0.execute_batch("rollback").is_err() {
            tracing::error!("a transaction could not be rolled back");
        }
    }
}

/// A fault of SQLite; a broken uniqueness rule is a conflict.
#[allow(clippy::needless_pass_by_value)]
pub(super) fn error(cause: rusqlite::Error) -> Error {
    match cause.sqlite_error().map(|e| e.extended_code) {
        Some(rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY) => Error::Conflict(Msg::new("error-already-there")),
        Some(rusqlite::ffi::SQLITE_BUSY) => Error::Busy,
        _ => Error::fault("SQLite", cause),
    }
}

fn bind(statement: &mut Statement<'_>, i: usize, cell: Cell<'_>) -> Result<(), rusqlite::Error> {
    match cell {
        Cell::Null => statement.raw_bind_parameter(i, rusqlite::types::Null),
        Cell::Int(n) => statement.raw_bind_parameter(i, n),
        Cell::Real(x) => statement.raw_bind_parameter(i, x),
        Cell::Bool(b) => statement.raw_bind_parameter(i, i64::from(b)),
        Cell::Text(text) => statement.raw_bind_parameter(i, text),
        Cell::Bytes(bytes) => statement.raw_bind_parameter(i, bytes),
        Cell::Id(id) => statement.raw_bind_parameter(i, &id.as_bytes()[..]),
        Cell::Date(day) => statement.raw_bind_parameter(i, day.to_string()),
    }
}

pub(super) fn execute(conn: &Connection, sql: Sql, params: &[&dyn ToCell]) -> Result<u64> {
    let mut statement = conn.prepare_cached(&dialect::numbered(sql)).map_err(|e| named(e, sql))?;
    for (i, param) in params.iter().enumerate() {
        bind(&mut statement, i + 1, param.cell()).map_err(|e| named(e, sql))?;
    }
    let changed = statement.raw_execute().map_err(|e| named(e, sql))?;
    Ok(changed as u64)
}

pub(super) fn execute_many(conn: &Connection, sql: Sql, rows: &[Vec<Cell<'_>>]) -> Result<u64> {
    let mut statement = conn.prepare_cached(&dialect::numbered(sql)).map_err(|e| named(e, sql))?;
    let mut changed = 0;
    for row in rows {
        for (i, cell) in row.iter().enumerate() {
            bind(&mut statement, i + 1, *cell).map_err(|e| named(e, sql))?;
        }
        changed += statement.raw_execute().map_err(|e| named(e, sql))?;
    }
    Ok(changed as u64)
}

pub(super) fn each(conn: &Connection, sql: Sql, params: &[&dyn ToCell], look: &mut dyn FnMut(&Row<'_>) -> Result<()>) -> Result<()> {
    let mut statement = conn.prepare_cached(&dialect::numbered(sql)).map_err(|e| named(e, sql))?;
    for (i, param) in params.iter().enumerate() {
        bind(&mut statement, i + 1, param.cell()).map_err(|e| named(e, sql))?;
    }
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().map_err(|e| named(e, sql))? {
        look(&Row(RowOf::Sqlite(row)))?;
    }
    Ok(())
}

fn named(cause: rusqlite::Error, sql: Sql) -> Error {
    error(cause).context(sql.0)
}

pub(super) fn cell<'a>(row: &'a rusqlite::Row<'_>, i: usize) -> Result<Cell<'a>> {
    Ok(match row.get_ref(i).map_err(error)? {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(n) => Cell::Int(n),
        ValueRef::Real(x) => Cell::Real(x),
        ValueRef::Text(bytes) => Cell::Text(std::str::from_utf8(bytes).map_err(|e| Error::fault("a text column", e))?),
        ValueRef::Blob(bytes) => Cell::Bytes(bytes),
    })
}

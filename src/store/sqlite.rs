//! SQLite: N readers and exactly one writer, write-ahead log, every commit synced.
//!
//! Units of work that write while others wait share one commit, each under its own savepoint: a sync of the disk is the dear part of a small save.
//! Each is acknowledged only after the commit that holds it.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
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

/// Units of work that share a commit at most.
const GROUP: usize = 64;

pub(super) struct Pool {
    readers: r2d2::Pool<Manager>,
    writer: Mutex<Writer>,
    /// Units of work that wait for the writer.
    waiting: AtomicUsize,
}

/// The one connection that writes, and the commit that is being gathered.
struct Writer {
    conn: Connection,
    group: Option<Arc<Group>>,
    members: usize,
}

/// Units of work that stand or fall with one commit.
#[derive(Default)]
struct Group {
    outcome: Mutex<Option<Result<(), String>>>,
    told: Condvar,
}

impl Group {
    fn tell(&self, outcome: Result<(), String>) {
        *self.outcome.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
        self.told.notify_all();
    }

    fn wait(&self) -> Result<()> {
        let waiting = |outcome: &mut Option<Result<(), String>>| outcome.is_none();
        let outcome = self.told.wait_while(self.outcome.lock().unwrap_or_else(PoisonError::into_inner), waiting).unwrap_or_else(PoisonError::into_inner);
        match &*outcome {
            Some(Err(cause)) => Err(Error::fault("commit", cause)),
            _ => Ok(()),
        }
    }
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
    // Else SQLite plans a statement anew whenever a value is bound that might make another plan better: nearly all the time of a short read.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
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
        // A checkpoint after 16 MB, not 4: fewer pages are written twice.
        conn.pragma_update(None, "wal_autocheckpoint", 4000).map_err(error)?;
        migrate::sqlite(&mut conn)?;
        // A large import works on more pages than a request.
        conn.pragma_update(None, "cache_size", -16_000).map_err(error)?;
        let readers =
            r2d2::Pool::builder().max_size(READERS).min_idle(Some(1)).test_on_check_out(false).build(Manager(file.to_owned())).map_err(|e| Error::fault("database readers", e))?;
        Ok(Self { readers, writer: Mutex::new(Writer { conn, group: None, members: 0 }), waiting: AtomicUsize::new(0) })
    }

    pub(super) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let conn = self.readers.get().map_err(|_| Error::Busy)?;
        let _end = Rollback(&conn);
        run(&conn, "begin deferred")?;
        work(&conn)
    }

    pub(super) fn write<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        let group = writer.join()?;
        let done = catch_unwind(AssertUnwindSafe(|| work(&writer.conn)));
        let kept = matches!(done, Ok(Ok(_)));
        let end = match writer.leave(kept) {
            // Whoever waits takes the group over, and commits it or hands it on.
            Ok(()) if self.waiting.load(Ordering::SeqCst) > 0 && writer.members < GROUP => None,
            Ok(()) => Some(run(&writer.conn, "commit")),
            // The database has given the whole transaction up.
            Err(cause) => Some(Err(cause)),
        };
        if let Some(outcome) = end {
            writer.end(outcome);
        }
        drop(writer);
        let committed = group.wait();
        match done {
            Ok(Ok(done)) => committed.map(|()| done),
            Ok(Err(error)) => Err(error),
            Err(panic) => resume_unwind(panic),
        }
    }

    pub(super) fn copy_to(&self, file: &Path) -> Result<()> {
        let from = self.readers.get().map_err(|_| Error::Busy)?;
        let mut to = Connection::open(file).map_err(error)?;
        let copy = rusqlite::backup::Backup::new(&from, &mut to).map_err(error)?;
        copy.run_to_completion(4096, Duration::ZERO, None).map_err(error)
    }
}

impl Writer {
    /// Begins a transaction or joins the one that is open, under a savepoint.
    fn join(&mut self) -> Result<Arc<Group>> {
        let group = match &self.group {
            Some(group) => Arc::clone(group),
            None => {
                run(&self.conn, "begin immediate")?;
                self.members = 0;
                Arc::clone(self.group.insert(Arc::default()))
            }
        };
        if let Err(cause) = run(&self.conn, "savepoint bangfu_unit") {
            self.end(Err(cause));
            return Err(Error::Fault("a transaction could not be begun".into()));
        }
        self.members += 1;
        Ok(group)
    }

    /// Keeps what a unit of work wrote, or takes back all of it and nothing else.
    fn leave(&self, kept: bool) -> Result<()> {
        if !kept {
            run(&self.conn, "rollback to savepoint bangfu_unit")?;
        }
        run(&self.conn, "release savepoint bangfu_unit")
    }

    /// Tells all members what became of their commit.
    fn end(&mut self, outcome: Result<()>) {
        drop(Rollback(&self.conn));
        if let Some(group) = self.group.take() {
            group.tell(outcome.map_err(|cause| cause.to_string()));
        }
    }
}

/// Runs a statement of the transaction itself.
fn run(conn: &Connection, text: &'static str) -> Result<()> {
    conn.prepare_cached(text).and_then(|mut statement| statement.raw_execute()).map(drop).map_err(error)
}

/// Rolls back whatever was not committed, also when the work panics.
struct Rollback<'c>(&'c Connection);

impl Drop for Rollback<'_> {
    fn drop(&mut self) {
        if !self.0.is_autocommit() && run(self.0, "rollback").is_err() {
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

/// Values of a statement that inserts many rows at once. A statement of its own for each row opens its tables each time and finds its place in them from the root;
/// within one statement the place of the row before is where the search begins.
const MANY_VALUES: usize = 512;

pub(super) fn execute_many(conn: &Connection, sql: Sql, rows: &[Vec<Cell<'_>>]) -> Result<u64> {
    let Some(width) = rows.first().map(|row| row.len().max(1)) else { return Ok(0) };
    let whole = rows.chunks_exact(MANY_VALUES.div_ceil(width));
    let rest = whole.remainder();
    let mut changed = 0;
    if whole.len() > 0 {
        let text = dialect::renumber(&dialect::multiplied(sql, width, MANY_VALUES.div_ceil(width))?);
        let mut statement = conn.prepare_cached(&text).map_err(|e| named(e, sql))?;
        for chunk in whole {
            changed += run_with(&mut statement, chunk.iter().flatten()).map_err(|e| named(e, sql))?;
        }
    }
    let mut statement = conn.prepare_cached(&dialect::numbered(sql)).map_err(|e| named(e, sql))?;
    for row in rest {
        changed += run_with(&mut statement, row.iter()).map_err(|e| named(e, sql))?;
    }
    Ok(changed as u64)
}

fn run_with<'a>(statement: &mut Statement<'_>, cells: impl Iterator<Item = &'a Cell<'a>>) -> Result<usize, rusqlite::Error> {
    for (i, cell) in cells.enumerate() {
        bind(statement, i + 1, *cell)?;
    }
    statement.raw_execute()
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

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    const MANY: usize = 8;

    fn rows(conn: &Connection) -> Result<i64> {
        conn.query_row("select count(*) from line", [], |row| row.get(0)).map_err(error)
    }

    fn write_line(conn: &Connection, text: &str) -> Result<()> {
        conn.execute("insert into line (text) values (?1)", [text]).map(drop).map_err(error)
    }

    fn pool(name: &str) -> (std::path::PathBuf, Pool) {
        let folder = std::env::temp_dir().join(format!("bangfu-writer-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let pool = Pool::open(&folder.join("test.db")).unwrap();
        pool.write(|conn| conn.execute_batch("create table line (text text not null) strict").map_err(error)).unwrap();
        (folder, pool)
    }

    /// Starts many units of work behind one that waits until all of them wait, so that they share a commit.
    fn together(pool: &Pool, work: impl Fn(usize, &Connection) -> Result<()> + Sync) -> Vec<thread::Result<Result<()>>> {
        thread::scope(|scope| {
            let first = scope.spawn(|| {
                pool.write(|conn| {
                    while pool.waiting.load(Ordering::SeqCst) < MANY {
                        thread::yield_now();
                    }
                    write_line(conn, "first")
                })
            });
            while pool.writer.try_lock().is_ok() && !first.is_finished() {
                thread::yield_now();
            }
            let others: Vec<_> = (0..MANY)
                .map(|n| {
                    scope.spawn({
                        let work = &work;
                        move || pool.write(|conn| work(n, conn))
                    })
                })
                .collect();
            drop(first.join());
            others.into_iter().map(thread::ScopedJoinHandle::join).collect()
        })
    }

    #[test]
    fn those_who_wait_share_one_commit() {
        let (folder, pool) = pool("share");
        let most_seen = AtomicUsize::new(0);
        let outcomes = together(&pool, |n, conn| {
            write_line(conn, &n.to_string())?;
            let (mine, committed) = (rows(conn)?, pool.read(rows)?);
            most_seen.fetch_max((mine - committed) as usize, Ordering::SeqCst);
            Ok(())
        });
        assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(Ok(())))));
        assert_eq!(most_seen.load(Ordering::SeqCst), MANY + 1, "the last of them sees all others written and none committed");
        assert_eq!(pool.read(rows).unwrap(), MANY as i64 + 1);
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn who_fails_or_panics_takes_back_the_own_work_only() {
        let (folder, pool) = pool("alone");
        let outcomes = together(&pool, |n, conn| {
            write_line(conn, &n.to_string())?;
            match n {
                2 => Err(Error::NotFound),
                5 => panic!("a fault in the program"),
                _ => Ok(()),
            }
        });
        for (n, outcome) in outcomes.iter().enumerate() {
            match n {
                2 => assert!(matches!(outcome, Ok(Err(Error::NotFound)))),
                5 => assert!(outcome.is_err()),
                _ => assert!(matches!(outcome, Ok(Ok(())))),
            }
        }
        assert_eq!(pool.read(rows).unwrap(), MANY as i64 - 1, "the first, and six of eight");
        assert!(pool.write(|conn| write_line(conn, "after")).is_ok());
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_transaction_that_the_database_gives_up_is_acknowledged_to_nobody() {
        let (folder, pool) = pool("given-up");
        let outcomes = together(&pool, |n, conn| {
            write_line(conn, &n.to_string())?;
            if n == 3 { conn.execute_batch("rollback").map_err(error) } else { Ok(()) }
        });
        let kept = outcomes.iter().filter(|outcome| matches!(outcome, Ok(Ok(())))).count();
        assert!(!matches!(outcomes[3], Ok(Ok(()))));
        let first = pool.read(|conn| conn.query_row("select count(*) from line where text = 'first'", [], |row| row.get::<_, i64>(0)).map_err(error)).unwrap();
        assert_eq!(pool.read(rows).unwrap(), kept as i64 + first);
        std::fs::remove_dir_all(folder).unwrap();
    }
}

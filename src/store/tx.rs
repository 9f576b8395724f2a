//! One unit of work on one of the two databases.

use std::sync::Arc;

use super::cell::{Cell, FromCell, ToCell};
use super::memo::{self, Memo};
use super::{Recorder, Vault, pg, sqlite};
use crate::base::{Clock, Error, Id, Ids, Result, SchoolDate, SchoolId, Stamp};

/// A statement: PostgreSQL's `$1` parameters, the common subset of both databases.
///
/// Each is a `const` in a room's `sql.rs` beside the function that runs it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Sql(pub &'static str);

/// One row of an answer, read by column number from 0.
pub struct Row<'a>(pub(super) RowOf<'a>);

pub(super) enum RowOf<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a postgres::Row),
}

impl Row<'_> {
    /// The value of column `i`.
    ///
    /// # Errors
    /// A fault when the column holds another type: a mistake in the program.
    pub fn get<T: FromCell>(&self, i: usize) -> Result<T> {
        let cell = match &self.0 {
            RowOf::Sqlite(row) => sqlite::cell(row, i)?,
            RowOf::Postgres(row) => pg::cell(row, i)?,
        };
        T::from_cell(cell).map_err(|e| e.context(&format!("column {i}")))
    }
}

pub(super) enum Conn<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres(&'c mut pg::Conn),
}

pub(super) struct Surroundings<'c> {
    pub clock: &'c dyn Clock,
    pub ids: &'c Ids,
    pub vault: &'c Vault,
    pub recorder: Option<&'c dyn Recorder>,
    pub memo: &'c Memo,
    /// The count of commits before the unit of work began; none when it may write.
    pub begun: Option<u64>,
}

/// A transaction of one school.
pub struct Tx<'c> {
    school: SchoolId,
    conn: Conn<'c>,
    around: Surroundings<'c>,
    /// Tables written so far.
    written: Vec<&'static str>,
}

impl<'c> Tx<'c> {
    pub(super) fn new(school: SchoolId, conn: Conn<'c>, around: Surroundings<'c>) -> Self {
        Self { school, conn, around, written: Vec::new() }
    }

    /// The tables that this unit of work has written.
    pub(super) fn into_written(self) -> Vec<&'static str> {
        self.written
    }

    fn writes(&mut self, sql: Sql) {
        let table = memo::table_written(sql.0);
        if !self.written.contains(&table) {
            self.written.push(table);
        }
    }

    /// The school (tenant) whose data this is: the first parameter of every statement.
    pub fn school(&self) -> SchoolId {
        self.school
    }
    /// The present moment.
    pub fn now(&self) -> Stamp {
        self.around.clock.now()
    }
    /// The present day.
    pub fn today(&self) -> SchoolDate {
        self.around.clock.today()
    }
    /// A new id.
    pub fn new_id<T: Id>(&self) -> T {
        self.around.ids.next(self.around.clock.now())
    }
    /// The keys of sealed text.
    pub fn vault(&self) -> &'c Vault {
        self.around.vault
    }

    /// Runs a statement; gives the number of rows it changed.
    ///
    /// # Errors
    /// A conflict when a uniqueness rule of the schema is broken, else a fault.
    pub fn execute(&mut self, sql: Sql, params: &[&dyn ToCell]) -> Result<u64> {
        self.writes(sql);
        let changed = match &mut self.conn {
            Conn::Sqlite(conn) => sqlite::execute(conn, sql, params),
            Conn::Postgres(conn) => pg::execute(conn, sql, params),
        }?;
        self.record(sql, params, || changed.to_string());
        Ok(changed)
    }

    /// Runs a statement and reads every row of its answer.
    ///
    /// # Errors
    /// Faults of the database, and those of `read`.
    pub fn query<T>(&mut self, sql: Sql, params: &[&dyn ToCell], mut read: impl FnMut(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
        let mut rows = Vec::new();
        self.each(sql, params, |row| {
            rows.push(read(row)?);
            Ok(())
        })?;
        Ok(rows)
    }

    /// As [`Tx::query`], for an answer that is long, changes seldom and is asked for often: it is kept until one of the tables named in the statement is
    /// written, at most ten seconds when another program writes. The statement names its tables itself, not through a view; who may see the rows is
    /// asked again of what is shown.
    ///
    /// # Errors
    /// Those of [`Tx::query`].
    pub fn remembered<T: Send + Sync + 'static>(&mut self, sql: Sql, params: &[&dyn ToCell], read: impl FnMut(&Row<'_>) -> Result<T>) -> Result<Arc<Vec<T>>> {
        let Some(begun) = self.around.begun else { return self.query(sql, params, read).map(Arc::new) };
        let values: Vec<String> = params.iter().map(|p| format!("{:?}", p.cell())).collect();
        let (key, now, memo) = ((self.school, sql, values.join(" ")), self.now(), self.around.memo);
        if let Some(kept) = memo.find(&key, now) {
            return Ok(kept);
        }
        let answer = Arc::new(self.query(sql, params, read)?);
        memo.keep(key, Arc::clone(&answer), begun, now);
        Ok(answer)
    }

    /// Runs a statement and looks at each row without keeping it: for answers that need not be held in memory.
    ///
    /// # Errors
    /// Faults of the database, and those of `look`.
    pub fn each(&mut self, sql: Sql, params: &[&dyn ToCell], mut look: impl FnMut(&Row<'_>) -> Result<()>) -> Result<()> {
        let mut count = 0_u64;
        let mut counted = |row: &Row<'_>| {
            count += 1;
            look(row)
        };
        match &mut self.conn {
            Conn::Sqlite(conn) => sqlite::each(conn, sql, params, &mut counted)?,
            Conn::Postgres(conn) => pg::each(conn, sql, params, &mut counted)?,
        }
        self.record(sql, params, || count.to_string());
        Ok(())
    }

    /// The one row of an answer, or none.
    ///
    /// # Errors
    /// Faults of the database; more than one row is a fault of the statement.
    pub fn optional<T>(&mut self, sql: Sql, params: &[&dyn ToCell], read: impl FnMut(&Row<'_>) -> Result<T>) -> Result<Option<T>> {
        let mut rows = self.query(sql, params, read)?;
        if rows.len() > 1 {
            return Err(Error::Fault(format!("{} rows where at most one was expected: {}", rows.len(), sql.0)));
        }
        Ok(rows.pop())
    }

    /// The one row of an answer.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none.
    pub fn one<T>(&mut self, sql: Sql, params: &[&dyn ToCell], read: impl FnMut(&Row<'_>) -> Result<T>) -> Result<T> {
        self.optional(sql, params, read)?.ok_or(Error::NotFound)
    }

    /// The one number of an answer such as `select count(*) …`.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no row.
    pub fn number(&mut self, sql: Sql, params: &[&dyn ToCell]) -> Result<i64> {
        self.one(sql, params, |row| row.get(0))
    }

    /// Runs an `insert … values ($1, …, $n) …` once for each row of values: in one go where the database gains by it.
    ///
    /// # Errors
    /// Those of [`Tx::execute`].
    pub fn execute_many(&mut self, sql: Sql, rows: &[Vec<Cell<'_>>]) -> Result<u64> {
        self.writes(sql);
        let changed = match &mut self.conn {
            Conn::Sqlite(conn) => sqlite::execute_many(conn, sql, rows),
            Conn::Postgres(conn) => pg::execute_many(conn, sql, rows),
        }?;
        if let (Some(recorder), Some(first)) = (self.around.recorder, rows.first()) {
            let values: Vec<String> = first.iter().map(|cell| format!("{cell:?}")).collect();
            recorder.ran(sql, &values, &changed.to_string());
        }
        Ok(changed)
    }

    /// Sets a mark to which [`Tx::back_to`] can return: for one row of an import that may fail alone.
    ///
    /// # Errors
    /// Faults of the database.
    pub fn mark(&mut self) -> Result<()> {
        self.raw("savepoint bangfu_mark")
    }

    /// Forgets the mark and keeps what was done since.
    ///
    /// # Errors
    /// Faults of the database.
    pub fn keep(&mut self) -> Result<()> {
        self.raw("release savepoint bangfu_mark")
    }

    /// Undoes all since the mark.
    ///
    /// # Errors
    /// Faults of the database.
    pub fn back_to(&mut self) -> Result<()> {
        self.raw("rollback to savepoint bangfu_mark")?;
        self.raw("release savepoint bangfu_mark")
    }

    fn raw(&mut self, text: &str) -> Result<()> {
        match &mut self.conn {
            Conn::Sqlite(conn) => conn.execute_batch(text).map_err(sqlite::error),
            Conn::Postgres(conn) => conn.batch(text),
        }
    }

    fn record(&self, sql: Sql, params: &[&dyn ToCell], outcome: impl FnOnce() -> String) {
        if let Some(recorder) = self.around.recorder {
            let values: Vec<String> = params.iter().map(|p| format!("{:?}", p.cell())).collect();
            recorder.ran(sql, &values, &outcome());
        }
    }
}

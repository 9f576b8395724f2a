//! One thin seam over two first-rate drivers: the same SQL text runs on SQLite and on PostgreSQL.
//!
//! `store.read(school, |tx| …)` and `store.write(school, |tx| …)`: one closure is one unit of work and one
//! transaction. Domain code is plain synchronous Rust; the web shell takes it to a blocking thread in one hop.

mod cell;
mod counted;
mod dialect;
mod memo;
mod migrate;
mod pg;
mod search;
mod sqlite;
mod tx;
mod vault;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use cell::{Cell, FromCell, ToCell};
pub use counted::Counted;
pub use dialect::{numbered, sqlite_ddl};
pub use migrate::{SCHEMA, migrations};
pub use search::{keys_of, prefix_range};
pub use tx::{Row, Sql, Tx};
pub use vault::{KeyId, Vault};

use crate::base::{Clock, Error, Ids, Result, SchoolId, SystemClock};

/// Where the data lives.
#[derive(Clone, Debug)]
pub enum Place {
    /// A folder with `bangfu.db` and `keys.bin`.
    Folder(PathBuf),
    /// A PostgreSQL server, with a folder for the keys.
    Postgres {
        /// Connection string.
        url: String,
        /// Folder of `keys.bin`.
        keys: PathBuf,
    },
}

/// What a store records of each statement it runs, for the tests that compare the two databases.
pub trait Recorder: Send + Sync {
    /// A statement was run with these values and gave these rows (or changed that many).
    fn ran(&self, sql: Sql, params: &[String], outcome: &str);
}

/// The data of one installation: one or more schools.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    engine: Engine,
    vault: Vault,
    clock: Arc<dyn Clock>,
    ids: Ids,
    recorder: Option<Arc<dyn Recorder>>,
    memo: memo::Memo,
}

enum Engine {
    Sqlite(sqlite::Pool),
    Postgres(pg::Pool),
}

/// How a store is opened: the clock, the ids and the recorder are parameters.
pub struct Opening {
    /// Where "now" comes from.
    pub clock: Arc<dyn Clock>,
    /// Where ids come from.
    pub ids: Ids,
    /// Who listens to the statements.
    pub recorder: Option<Arc<dyn Recorder>>,
}

impl Default for Opening {
    fn default() -> Self {
        Self { clock: Arc::new(SystemClock), ids: Ids::Random, recorder: None }
    }
}

impl Store {
    /// Opens (and makes or upgrades) the data at a place.
    ///
    /// # Errors
    /// When the database is newer than this program, SQLite is older than 3.51.3, or the place cannot be used.
    pub fn open(place: &Place, opening: Opening) -> Result<Self> {
        let (engine, keys) = match place {
            Place::Folder(folder) => {
                std::fs::create_dir_all(folder)?;
                (Engine::Sqlite(sqlite::Pool::open(&folder.join(DATABASE_FILE))?), folder.join(KEY_FILE))
            }
            Place::Postgres { url, keys } => {
                std::fs::create_dir_all(keys)?;
                (Engine::Postgres(pg::Pool::open(url)?), keys.join(KEY_FILE))
            }
        };
        let vault = Vault::open(&keys)?;
        Ok(Self(Arc::new(Inner { engine, vault, clock: opening.clock, ids: opening.ids, recorder: opening.recorder, memo: memo::Memo::default() })))
    }

    /// One unit of work that only reads, on one snapshot.
    ///
    /// # Errors
    /// Those of the closure, and faults of the database.
    pub fn read<T>(&self, school: SchoolId, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        let inner = &*self.0;
        let around = inner.surroundings(Some(inner.memo.begin()));
        match &inner.engine {
            Engine::Sqlite(pool) => pool.read(|conn| work(&mut Tx::new(school, tx::Conn::Sqlite(conn), around))),
            Engine::Postgres(pool) => pool.read(|conn| work(&mut Tx::new(school, tx::Conn::Postgres(conn), around))),
        }
    }

    /// One unit of work that may write: all of it is kept, or nothing.
    ///
    /// # Errors
    /// Those of the closure, and faults of the database.
    pub fn write<T>(&self, school: SchoolId, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        let inner = &*self.0;
        let mut written = Vec::new();
        let done = |mut tx: Tx<'_>| {
            let done = work(&mut tx)?;
            inner.vault.flush()?;
            written = tx.into_written();
            Ok(done)
        };
        let around = inner.surroundings(None);
        let outcome = match &inner.engine {
            Engine::Sqlite(pool) => pool.write(|conn| done(Tx::new(school, tx::Conn::Sqlite(conn), around))),
            Engine::Postgres(pool) => pool.write(|conn| done(Tx::new(school, tx::Conn::Postgres(conn), around))),
        };
        // Also when the commit failed: a server that is lost at that moment may have kept it.
        inner.memo.wrote(school, &written);
        outcome
    }

    /// The clock of this store.
    pub fn clock(&self) -> &dyn Clock {
        &*self.0.clock
    }

    /// Makes ids.
    pub fn ids(&self) -> &Ids {
        &self.0.ids
    }

    /// The keys of sealed text.
    pub fn vault(&self) -> &Vault {
        &self.0.vault
    }

    /// Whether the data lies in SQLite (else in PostgreSQL).
    pub fn is_sqlite(&self) -> bool {
        matches!(self.0.engine, Engine::Sqlite(_))
    }

    /// Copies the SQLite database to a file while people go on writing.
    ///
    /// # Errors
    /// When the data lies in PostgreSQL (use its own tools) or the file cannot be written.
    pub fn copy_to(&self, file: &Path) -> Result<()> {
        match &self.0.engine {
            Engine::Sqlite(pool) => pool.copy_to(file),
            Engine::Postgres(_) => Err(Error::fault("backup", "PostgreSQL is backed up with pg_dump")),
        }
    }
}

impl Inner {
    fn surroundings(&self, begun: Option<u64>) -> tx::Surroundings<'_> {
        tx::Surroundings { clock: &*self.clock, ids: &self.ids, vault: &self.vault, recorder: self.recorder.as_deref(), memo: &self.memo, begun }
    }
}

/// Name of the SQLite file in the data folder.
pub const DATABASE_FILE: &str = "bangfu.db";
/// Name of the key file in the data folder.
pub const KEY_FILE: &str = "keys.bin";

//! PostgreSQL: a pool of connections, each with its prepared statements.

use std::collections::HashMap;
use std::error::Error as StdError;

use postgres::error::SqlState;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::private::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, NoTls, Statement};

use super::cell::{Cell, ToCell};
use super::migrate;
use super::tx::{Row, RowOf, Sql};
use crate::base::{Error, Msg, Result, SchoolDate};

/// Connections: PostgreSQL gains nothing from more on two cores.
const CONNECTIONS: u32 = 12;
/// Days between 1970-01-01 and PostgreSQL's day zero, 2000-01-01.
const PG_EPOCH_DAYS: i64 = 10_957;
/// Most parameters of one statement.
const PARAMETERS: usize = 30_000;

pub(super) struct Pool(r2d2::Pool<Manager>);

struct Manager(postgres::Config);

/// A connection with its prepared statements.
pub(super) struct Conn {
    client: Client,
    prepared: HashMap<Sql, Statement>,
    many: HashMap<(Sql, usize), Statement>,
    open: bool,
}

impl r2d2::ManageConnection for Manager {
    type Connection = Conn;
    type Error = postgres::Error;
    fn connect(&self) -> Result<Conn, postgres::Error> {
        Ok(Conn { client: self.0.connect(NoTls)?, prepared: HashMap::new(), many: HashMap::new(), open: false })
    }
    fn is_valid(&self, conn: &mut Conn) -> Result<(), postgres::Error> {
        conn.client.is_valid(std::time::Duration::from_secs(2))
    }
    fn has_broken(&self, conn: &mut Conn) -> bool {
        conn.client.is_closed() || conn.open
    }
}

impl Pool {
    pub(super) fn open(url: &str) -> Result<Self> {
        let config: postgres::Config = url.parse().map_err(|e| Error::fault("--database-url", e))?;
        let mut client = config.connect(NoTls).map_err(error)?;
        migrate::postgres(&mut client)?;
        let pool = r2d2::Pool::builder().max_size(CONNECTIONS).min_idle(Some(1)).test_on_check_out(false).build(Manager(config));
        pool.map(Self).map_err(|e| Error::fault("database connections", e))
    }

    pub(super) fn read<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        self.transaction("begin isolation level repeatable read read only", work)
    }

    pub(super) fn write<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        self.transaction("begin", work)
    }

    fn transaction<T>(&self, begin: &str, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let mut conn = self.0.get().map_err(|_| Error::Busy)?;
        conn.batch(begin)?;
        conn.open = true;
        let done = work(&mut conn);
        conn.batch(if done.is_ok() { "commit" } else { "rollback" })?;
        conn.open = false;
        done
    }
}

impl Conn {
    pub(super) fn batch(&mut self, text: &str) -> Result<()> {
        self.client.batch_execute(text).map_err(error)
    }

    fn prepare(&mut self, sql: Sql) -> Result<Statement> {
        if let Some(statement) = self.prepared.get(&sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql.0).map_err(|e| error(e).context(sql.0))?;
        self.prepared.insert(sql, statement.clone());
        Ok(statement)
    }
}

/// A fault of PostgreSQL; a broken uniqueness rule is a conflict.
#[allow(clippy::needless_pass_by_value)]
pub(super) fn error(cause: postgres::Error) -> Error {
    match cause.code() {
        Some(code) if *code == SqlState::UNIQUE_VIOLATION => Error::Conflict(Msg::new("error-already-there")),
        Some(code) if *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED => Error::Busy,
        // The detail of a database error quotes values: only its code and message go to the log.
        Some(code) => Error::Fault(format!("PostgreSQL {}: {}", code.code(), cause.as_db_error().map_or("", |e| e.message()))),
        None => Error::fault("PostgreSQL", cause),
    }
}

pub(super) fn execute(conn: &mut Conn, sql: Sql, params: &[&dyn ToCell]) -> Result<u64> {
    let statement = conn.prepare(sql)?;
    let cells: Vec<Param<'_>> = params.iter().map(|p| Param(p.cell())).collect();
    let refs: Vec<&(dyn ToSql + Sync)> = cells.iter().map(|c| c as _).collect();
    conn.client.execute(&statement, &refs).map_err(|e| error(e).context(sql.0))
}

pub(super) fn each(conn: &mut Conn, sql: Sql, params: &[&dyn ToCell], look: &mut dyn FnMut(&Row<'_>) -> Result<()>) -> Result<()> {
    let statement = conn.prepare(sql)?;
    let cells: Vec<Param<'_>> = params.iter().map(|p| Param(p.cell())).collect();
    let mut rows = conn.client.query_raw(&statement, cells.iter()).map_err(|e| error(e).context(sql.0))?;
    while let Some(row) = rows.next().map_err(|e| error(e).context(sql.0))? {
        look(&Row(RowOf::Postgres(&row)))?;
    }
    Ok(())
}

pub(super) fn execute_many(conn: &mut Conn, sql: Sql, rows: &[Vec<Cell<'_>>]) -> Result<u64> {
    let Some(width) = rows.first().map(Vec::len) else { return Ok(0) };
    let at_once = (PARAMETERS / width.max(1)).clamp(1, 500);
    let mut changed = 0;
    for chunk in rows.chunks(at_once) {
        let key = (sql, chunk.len());
        let statement = match conn.many.get(&key) {
            Some(statement) => statement.clone(),
            None => {
                let text = super::dialect::multiplied(sql, width, chunk.len())?;
                let statement = conn.client.prepare(&text).map_err(|e| error(e).context(sql.0))?;
                if chunk.len() == at_once {
                    conn.many.insert(key, statement.clone());
                }
                statement
            }
        };
        let cells: Vec<Param<'_>> = chunk.iter().flatten().map(|c| Param(*c)).collect();
        let refs: Vec<&(dyn ToSql + Sync)> = cells.iter().map(|c| c as _).collect();
        changed += conn.client.execute(&statement, &refs).map_err(|e| error(e).context(sql.0))?;
    }
    Ok(changed)
}

#[derive(Debug)]
struct Param<'a>(Cell<'a>);

impl ToSql for Param<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self.0 {
            Cell::Null => return Ok(IsNull::Yes),
            Cell::Int(n) if *ty == Type::FLOAT8 => return (n as f64).to_sql(ty, out),
            Cell::Int(n) if *ty == Type::INT4 => return i32::try_from(n)?.to_sql(ty, out),
            Cell::Int(n) => return n.to_sql(ty, out),
            Cell::Real(x) => return x.to_sql(ty, out),
            Cell::Bool(b) => return b.to_sql(ty, out),
            Cell::Text(text) => return text.to_sql(ty, out),
            Cell::Bytes(bytes) => return bytes.to_sql(ty, out),
            Cell::Id(id) => return id.to_sql(ty, out),
            Cell::Date(day) if *ty == Type::DATE => {
                let days = i32::try_from(day.days() - PG_EPOCH_DAYS)?;
                out.extend_from_slice(&days.to_be_bytes());
            }
            Cell::Date(day) => return day.to_string().to_sql(ty, out),
        }
        Ok(IsNull::No)
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    to_sql_checked!();
}

struct Day(SchoolDate);

impl<'a> postgres::types::FromSql<'a> for Day {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        let days = i32::from_be_bytes(raw.try_into()?);
        Ok(Self(SchoolDate::from_days(i64::from(days) + PG_EPOCH_DAYS)))
    }
    fn accepts(ty: &Type) -> bool {
        *ty == Type::DATE
    }
}

pub(super) fn cell(row: &postgres::Row, i: usize) -> Result<Cell<'_>> {
    let ty = row.columns().get(i).ok_or_else(|| Error::Fault(format!("there is no column {i}")))?.type_();
    let get = |e: postgres::Error| Error::fault("PostgreSQL column", e);
    Ok(match *ty {
        Type::INT8 => row.try_get::<_, Option<i64>>(i).map_err(get)?.map_or(Cell::Null, Cell::Int),
        Type::INT4 => row.try_get::<_, Option<i32>>(i).map_err(get)?.map_or(Cell::Null, |n| Cell::Int(n.into())),
        Type::FLOAT8 => row.try_get::<_, Option<f64>>(i).map_err(get)?.map_or(Cell::Null, Cell::Real),
        Type::BOOL => row.try_get::<_, Option<bool>>(i).map_err(get)?.map_or(Cell::Null, Cell::Bool),
        Type::TEXT | Type::VARCHAR => row.try_get::<_, Option<&str>>(i).map_err(get)?.map_or(Cell::Null, Cell::Text),
        Type::BYTEA => row.try_get::<_, Option<&[u8]>>(i).map_err(get)?.map_or(Cell::Null, Cell::Bytes),
        Type::UUID => row.try_get::<_, Option<uuid::Uuid>>(i).map_err(get)?.map_or(Cell::Null, Cell::Id),
        Type::DATE => row.try_get::<_, Option<Day>>(i).map_err(get)?.map_or(Cell::Null, |d| Cell::Date(d.0)),
        ref other => return Err(Error::Fault(format!("column {i} has type {other}: cast it in the statement"))),
    })
}

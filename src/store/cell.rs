//! Values between Rust and the two databases.

use uuid::Uuid;

use crate::base::{Error, Id, Result, SchoolDate, Stamp};

/// One value of a row or a parameter, borrowed where it can be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// No value.
    Null,
    /// `bigint`
    Int(i64),
    /// `double precision`
    Real(f64),
    /// `boolean` (0 or 1 in SQLite)
    Bool(bool),
    /// `text`
    Text(&'a str),
    /// `bytea`
    Bytes(&'a [u8]),
    /// `uuid` (16 bytes in SQLite)
    Id(Uuid),
    /// `date` (ISO text in SQLite)
    Date(SchoolDate),
}

/// What can be a parameter.
pub trait ToCell {
    /// The value to send.
    fn cell(&self) -> Cell<'_>;
}

/// What can be read from a column.
pub trait FromCell: Sized {
    /// The value, or a fault that names the surprise.
    ///
    /// # Errors
    /// When the column holds another type.
    fn from_cell(cell: Cell<'_>) -> Result<Self>;
}

fn surprise<T>(wanted: &str, found: Cell<'_>) -> Result<T> {
    let found = match found {
        Cell::Null => "null",
        Cell::Int(_) => "bigint",
        Cell::Real(_) => "double precision",
        Cell::Bool(_) => "boolean",
        Cell::Text(_) => "text",
        Cell::Bytes(_) => "bytea",
        Cell::Id(_) => "uuid",
        Cell::Date(_) => "date",
    };
    Err(Error::Fault(format!("a column holds {found} where {wanted} was expected")))
}

impl ToCell for Cell<'_> {
    fn cell(&self) -> Cell<'_> {
        *self
    }
}
impl ToCell for i64 {
    fn cell(&self) -> Cell<'_> {
        Cell::Int(*self)
    }
}
impl ToCell for f64 {
    fn cell(&self) -> Cell<'_> {
        Cell::Real(*self)
    }
}
impl ToCell for bool {
    fn cell(&self) -> Cell<'_> {
        Cell::Bool(*self)
    }
}
impl ToCell for str {
    fn cell(&self) -> Cell<'_> {
        Cell::Text(self)
    }
}
impl ToCell for String {
    fn cell(&self) -> Cell<'_> {
        Cell::Text(self)
    }
}
impl ToCell for [u8] {
    fn cell(&self) -> Cell<'_> {
        Cell::Bytes(self)
    }
}
impl ToCell for Vec<u8> {
    fn cell(&self) -> Cell<'_> {
        Cell::Bytes(self)
    }
}
impl ToCell for SchoolDate {
    fn cell(&self) -> Cell<'_> {
        Cell::Date(*self)
    }
}
impl ToCell for Stamp {
    fn cell(&self) -> Cell<'_> {
        Cell::Int(self.0)
    }
}
impl<T: Id> ToCell for T {
    fn cell(&self) -> Cell<'_> {
        Cell::Id(self.uuid())
    }
}
impl ToCell for &str {
    fn cell(&self) -> Cell<'_> {
        Cell::Text(self)
    }
}
impl ToCell for &[u8] {
    fn cell(&self) -> Cell<'_> {
        Cell::Bytes(self)
    }
}
impl<T: ToCell> ToCell for Option<T> {
    fn cell(&self) -> Cell<'_> {
        self.as_ref().map_or(Cell::Null, ToCell::cell)
    }
}

impl FromCell for i64 {
    fn from_cell(cell: Cell<'_>) -> Result<Self> {
        match cell {
            Cell::Int(n) => Ok(n),
            other => surprise("bigint", other),
        }
    }
}
impl FromCell for f64 {
    fn from_cell(cell: Cell<'_>) -> Result<Self> {
        match cell {
            Cell::Real(x) => Ok(x),
            Cell::Int(n) => Ok(n as Self),
            other => surprise("double precision", other),
        }
    }
}
impl FromCell for bool {
    fn from_cell(cell: Cell<'_>) -> Result<Self> {
        match cell {
            Cell::Bool(b) => Ok(b),
            Cell::Int(n) => Ok(n != 0),
            other => surprise("boolean", other),
        }
    }
}
impl FromCell for String {
    fn from_cell(cell: Cell<'_>) -> Result<Self> {
        match cell {
            Cell::Text(text) => Ok(text.to_owned()),
            other => surprise("text", other),
        }
    }
}
impl FromCell for Vec<u8> {
    fn from_cell(cell: Cell<'_>) -> Result<Self> {
        match cell {
            Cell::Bytes(bytes) => Ok(bytes.to_vec()),
            other => surprise("bytea", other),
        }
    }
}
impl FromCell for SchoolDate {
    fn from_cell(cell: Cell<'_>) -> Result<Self> {
        match cell {
            Cell::Date(day) => Ok(day),
            Cell::Text(text) => text.parse().map_err(|e| Error::fault("a date column", e)),
            other => surprise("date", other),
        }
    }
}
impl FromCell for Stamp {
    fn from_cell(cell: Cell<'_>) -> Result<Self> {
        i64::from_cell(cell).map(Self)
    }
}
impl<T: Id> FromCell for T {
    fn from_cell(cell: Cell<'_>) -> Result<Self> {
        match cell {
            Cell::Id(id) => Ok(T::from_uuid(id)),
            Cell::Bytes(bytes) => Uuid::from_slice(bytes).map(T::from_uuid).map_err(|e| Error::fault("an id column", e)),
            other => surprise("uuid", other),
        }
    }
}
impl<T: FromCell> FromCell for Option<T> {
    fn from_cell(cell: Cell<'_>) -> Result<Self> {
        if cell == Cell::Null { Ok(None) } else { T::from_cell(cell).map(Some) }
    }
}

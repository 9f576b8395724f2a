//! What was run, and the reads among it run once more.

use std::collections::BTreeMap;
use std::sync::Mutex;

use bangfu::base::{Error, Result};
use bangfu::store::{Cell, FromCell, Recorder, Row, Sql, ToCell};

use crate::house::House;

/// A statement that was run, with its values as the recorder gives them.
#[derive(Clone, Debug)]
pub(super) struct Ran {
    pub sql: Sql,
    pub params: Vec<String>,
    pub outcome: String,
}

/// Listens to a store.
#[derive(Default)]
pub(super) struct Recording(Mutex<Vec<Ran>>);

impl Recording {
    pub(super) fn take(&self) -> Vec<Ran> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl Recorder for Recording {
    fn ran(&self, sql: Sql, params: &[String], outcome: &str) {
        self.0.lock().unwrap().push(Ran { sql, params: params.to_vec(), outcome: outcome.to_owned() });
    }
}

/// A value read back from the text that the recorder was given.
enum Value {
    Null,
    Int(i64),
    Real(f64),
    Bool(bool),
    Text(String),
    Bytes(Vec<u8>),
    Id(uuid::Uuid),
    Date(bangfu::base::SchoolDate),
}

impl Value {
    fn read(debug: &str) -> Self {
        let Some((kind, inner)) = debug.strip_suffix(')').and_then(|rest| rest.split_once('(')) else { return Self::Null };
        match kind {
            "Int" => Self::Int(inner.parse().unwrap()),
            "Real" => Self::Real(inner.parse().unwrap()),
            "Bool" => Self::Bool(inner == "true"),
            "Text" => Self::Text(unquoted(inner)),
            "Bytes" => Self::Bytes(inner.trim_matches(['[', ']']).split(',').filter_map(|byte| byte.trim().parse().ok()).collect()),
            "Id" => Self::Id(inner.parse().unwrap()),
            "Date" => Self::Date(inner.parse().unwrap()),
            other => panic!("the recorder gave {other}"),
        }
    }
}

impl ToCell for Value {
    fn cell(&self) -> Cell<'_> {
        match self {
            Self::Null => Cell::Null,
            Self::Int(n) => Cell::Int(*n),
            Self::Real(x) => Cell::Real(*x),
            Self::Bool(b) => Cell::Bool(*b),
            Self::Text(text) => Cell::Text(text),
            Self::Bytes(bytes) => Cell::Bytes(bytes),
            Self::Id(id) => Cell::Id(*id),
            Self::Date(day) => Cell::Date(*day),
        }
    }
}

/// The text of a Rust literal, as `Debug` writes it.
fn unquoted(literal: &str) -> String {
    let inner = literal.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(literal);
    let mut out = String::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            ('\\', Some('n')) => out.push('\n'),
            ('\\', Some('t')) => out.push('\t'),
            ('\\', Some('r')) => out.push('\r'),
            ('\\', Some('0')) => out.push('\0'),
            ('\\', Some('u')) => {
                let hex: String = chars.by_ref().take_while(|c| *c != '}').filter(|c| *c != '{').collect();
                out.extend(u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32));
            }
            ('\\', Some(other)) => out.push(other),
            (c, _) => out.push(c),
        }
    }
    out
}

/// A column as text that is the same for both databases.
struct Shown(String);

impl FromCell for Shown {
    fn from_cell(cell: Cell<'_>) -> Result<Self> {
        Ok(Self(match cell {
            Cell::Null => "null".to_owned(),
            Cell::Int(n) => n.to_string(),
            Cell::Real(x) => format!("{x:.6}"),
            Cell::Bool(b) => i64::from(b).to_string(),
            Cell::Text(text) => text.to_owned(),
            // An id is bytes in SQLite; all other bytes are sealed, hashed or random.
            Cell::Bytes(bytes) => uuid::Uuid::from_slice(bytes).map_or_else(|_| "bytes".to_owned(), |id| id.simple().to_string()),
            Cell::Id(id) => id.simple().to_string(),
            Cell::Date(day) => day.to_string(),
        }))
    }
}

fn shown(row: &Row<'_>) -> Result<Vec<String>> {
    let mut columns = Vec::new();
    for i in 0.. {
        match row.get::<Shown>(i) {
            Ok(Shown(text)) => columns.push(text),
            Err(Error::Fault(_)) => break,
            Err(other) => return Err(other),
        }
    }
    Ok(columns)
}

/// What differs by its nature: random tokens, hashes and what is derived from them.
const RANDOM: [&str; 7] = ["csrf", "password_hash", "token_hash", "payload_hash", "_sealed", "audit_", "import_change"];

/// Ends of statements whose order is only a grouping, each with its reason: rows alike in it may come in any order.
const GROUPED: [(&str, &str); 2] = [
    ("assessment_id = $2 order by pupil_id", "read child by child; marks are then found by subject"),
    ("where pl.school_id = $1 order by pl.from_day", "the places of each child in their order; children are kept apart by their ids"),
];

fn is_ordered(sql: Sql) -> bool {
    sql.0.contains("order by") && !GROUPED.iter().any(|(end, _)| sql.0.ends_with(end))
}

fn is_read(sql: Sql) -> bool {
    let text = sql.0.trim_start();
    let reads = text.starts_with("select") || (text.starts_with("with") && !["insert into", "update ", "delete from"].iter().any(|write| text.contains(write)));
    reads && !text.contains("for update") && !RANDOM.iter().any(|mark| text.contains(mark))
}

/// The rows of every read of the day, by statement. Without an order of their own, rows are sorted.
pub(super) fn replay(house: &House, ran: &[Ran]) -> BTreeMap<&'static str, Vec<Vec<Vec<String>>>> {
    let mut all: BTreeMap<&'static str, Vec<Vec<Vec<String>>>> = BTreeMap::new();
    let mut seen = std::collections::BTreeSet::new();
    for one in ran.iter().filter(|one| is_read(one.sql) && !one.params.is_empty()) {
        // Bytes are fingerprints under the keys of this house: such a read finds the same with other values.
        if one.params.iter().any(|param| param.starts_with("Bytes")) || !seen.insert((one.sql.0, one.params.clone())) {
            continue;
        }
        let values: Vec<Value> = one.params.iter().map(|param| Value::read(param)).collect();
        let Value::Id(school) = values[0] else { continue };
        let params: Vec<&dyn ToCell> = values.iter().map(|value| value as &dyn ToCell).collect();
        let mut rows = house.read(bangfu::base::Id::from_uuid(school), |tx| tx.query(one.sql, &params, shown));
        if !is_ordered(one.sql) {
            rows.sort();
        }
        all.entry(one.sql.0).or_default().push(rows);
    }
    // Whatever came first on one database may have come second on the other.
    all.values_mut().for_each(|answers| answers.sort());
    all
}

#[test]
fn a_recorded_text_is_read_back_as_it_was() {
    for text in ["", "王老师", "a \"quoted\" \\ line\nand a tab\t", "\u{200b}\u{feff}"] {
        assert!(matches!(Value::read(&format!("{:?}", Cell::Text(text))), Value::Text(back) if back == text), "{text:?}");
    }
    assert!(matches!(Value::read(&format!("{:?}", Cell::Bytes(&[1, 255]))), Value::Bytes(back) if back == [1, 255]));
}

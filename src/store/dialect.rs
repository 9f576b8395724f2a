//! The small differences between the two databases, in one place.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Write;
use std::rc::Rc;

use super::tx::Sql;
use crate::base::{Error, Result};

/// `$n` as `?n`: SQLite reads `$2` as a *name* numbered by its first appearance, PostgreSQL as a position.
/// Text in quotes is left alone; casts to types that SQLite lacks name the type they are stored as. Remembered per thread, since every statement is a constant.
pub fn numbered(sql: Sql) -> Rc<str> {
    thread_local!(static SEEN: RefCell<HashMap<usize, Rc<str>>> = RefCell::new(HashMap::new()));
    SEEN.with(|seen| Rc::clone(seen.borrow_mut().entry(sql.0.as_ptr() as usize ^ sql.0.len().rotate_left(48)).or_insert_with(|| Rc::from(renumber(sql.0)))))
}

/// [`numbered`] of a text that is put together.
pub(super) fn renumber(sql: &str) -> String {
    let mut quoted = false;
    let text: String = sql
        .chars()
        .map(|c| {
            quoted ^= c == '\'';
            if c == '$' && !quoted { '?' } else { c }
        })
        .collect();
    // SQLite does not know these types and would cast to a number: the day 2026-09-01 to 2026.
    text.replace(" as date)", " as text)").replace(" as bytea)", " as blob)")
}

/// `insert … values ($1, $2) …` for many rows at once.
///
/// # Errors
/// A fault when the statement has no `values (…)` that names its parameters in order.
pub fn multiplied(sql: Sql, width: usize, rows: usize) -> Result<String> {
    let one = format!("({})", (1..=width).map(|i| format!("${i}")).collect::<Vec<_>>().join(", "));
    let (before, after) = sql.0.split_once(&one).ok_or_else(|| Error::Fault(format!("not an insert of {width} values in order: {}", sql.0)))?;
    let mut text = String::with_capacity(before.len() + after.len() + rows * width * 7);
    text.push_str(before);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for i in 1..=width {
            let comma = if i == 1 { "" } else { ", " };
            write!(text, "{comma}${}", row * width + i).map_err(|e| Error::fault("statement", e))?;
        }
        text.push(')');
    }
    text.push_str(after);
    Ok(text)
}

/// Stands above a table that is little more than its primary key: SQLite then keeps it once, not as a table and an index.
const KEYS_ONLY: &str = "-- shape: keys";

/// A migration in PostgreSQL types, for SQLite: types mapped, every table STRICT.
pub fn sqlite_ddl(text: &str) -> String {
    const TYPES: [(&str, &str); 6] = [("uuid", "blob"), ("bigint", "integer"), ("boolean", "integer"), ("date", "text"), ("bytea", "blob"), ("double precision", "real")];
    let mut out = String::with_capacity(text.len() + 256);
    let (mut in_table, mut keys_only) = (false, false);
    for line in text.lines() {
        keys_only |= line.trim() == KEYS_ONLY;
        let code = line.split("--").next().unwrap_or_default();
        if code.trim_start().starts_with("create table") {
            in_table = true;
        }
        let mut mapped = code.to_owned();
        if in_table || code.trim_start().starts_with("alter table") {
            for (from, to) in TYPES {
                mapped = replace_type(&mapped, from, to);
            }
        }
        if in_table && code.trim_end() == ");" {
            mapped = if keys_only { ") strict, without rowid;" } else { ") strict;" }.to_owned();
            (in_table, keys_only) = (false, false);
        }
        out.push_str(mapped.trim_end());
        out.push('\n');
    }
    out
}

/// Replaces a type where it stands as a word after a column's name.
fn replace_type(line: &str, from: &str, to: &str) -> String {
    let padded = format!(" {from} ");
    let mut out = line.replace(&padded, &format!(" {to} "));
    for end in [',', ';'] {
        out = out.replace(&format!(" {from}{end}"), &format!(" {to}{end}"));
    }
    if let Some(start) = out.strip_suffix(&format!(" {from}")) {
        out = format!("{start} {to}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_numbered_for_sqlite_but_quoted_text_is_left_alone() {
        assert_eq!(renumber("select '$1' where a = $2 and b = $1"), "select '$1' where a = ?2 and b = ?1");
    }

    #[test]
    fn a_cast_to_a_day_stays_a_day_in_sqlite() {
        assert_eq!(renumber("select 1 where cast($1 as date) <= d"), "select 1 where cast(?1 as text) <= d");
    }

    #[test]
    fn a_table_that_is_its_key_is_kept_once() {
        let ddl = sqlite_ddl("-- shape: keys\n-- room: roster\ncreate table k (\n  school_id uuid not null,\n);\ncreate table t (\n  id uuid not null,\n);\n");
        assert!(ddl.contains("school_id blob not null,\n) strict, without rowid;"), "{ddl}");
        assert!(ddl.contains("id blob not null,\n) strict;"), "{ddl}");
    }

    #[test]
    fn an_insert_is_multiplied_for_many_rows() {
        let sql = Sql("insert into t (a, b) values ($1, $2) on conflict do nothing");
        assert_eq!(multiplied(sql, 2, 2).unwrap(), "insert into t (a, b) values ($1, $2), ($3, $4) on conflict do nothing");
        assert!(multiplied(Sql("insert into t (a, b) values ($2, $1)"), 2, 2).is_err());
    }

    #[test]
    fn an_added_column_is_mapped_to_its_end() {
        assert_eq!(sqlite_ddl("alter table day add column teacher_id uuid;\n"), "alter table day add column teacher_id blob;\n");
        assert_eq!(sqlite_ddl("alter table day add column ok boolean not null default false;\n"), "alter table day add column ok integer not null default false;\n");
    }

    #[test]
    fn a_migration_becomes_strict_sqlite() {
        let ddl = "create table day (\n  school_id uuid not null, -- uuid of the school\n  day date not null,\n  ok boolean\n);\n";
        assert_eq!(sqlite_ddl(ddl), "create table day (\n  school_id blob not null,\n  day text not null,\n  ok integer\n) strict;\n");
    }
}

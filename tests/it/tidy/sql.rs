//! Statements in the source: they stand in the sql.rs of the room that owns the table, and name the school.

use std::collections::BTreeMap;

use super::schema::{Table, is_directory, tables};
use super::source::{File, Literal};
use super::{Found, ROOMS, SQL_WITHOUT_SCHOOL};

/// The words of a statement in lower case, without punctuation.
fn words(sql: &str) -> Vec<String> {
    sql.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect()
}

/// Whether a text is a statement: a verb, and what such a statement cannot be without.
fn is_statement(text: &str) -> bool {
    let words = words(text);
    let has = |word: &str| words.iter().any(|other| other == word);
    match words.first().map(String::as_str) {
        Some("select" | "with") => has("from") && (text.contains('$') || text.contains('*') || has("where")),
        Some("insert") => has("into"),
        Some("update") => has("set"),
        Some("delete") => has("from"),
        _ => false,
    }
}

/// The tables that a statement writes.
fn written(sql: &str) -> Vec<String> {
    let words = words(sql);
    let at = |i: usize| words.get(i).map(String::as_str).unwrap_or_default();
    let mut found = Vec::new();
    for i in 0..words.len() {
        let before = if i == 0 { "" } else { at(i - 1) };
        let name = match (at(i), at(i + 1)) {
            ("insert", "into") | ("delete", "from") => at(i + 2),
            // `do update set` belongs to an insert, `for update` to a select; an alias may stand before `set`.
            ("update", name) if !matches!(before, "do" | "for") && (2..=4).any(|n| at(i + n) == "set") => name,
            _ => continue,
        };
        found.push(name.to_owned());
    }
    found
}

/// Where a table's statements stand: the sql.rs of a room, anywhere in a layer.
fn at_home(file: &File, owner: &str) -> bool {
    file.room() == Some(owner) && (!ROOMS.contains(&owner) || is_sql(file))
}

fn is_sql(file: &File) -> bool {
    matches!(file.in_src().get(1).copied(), Some("sql.rs" | "sql"))
}

fn statements(file: &File) -> impl Iterator<Item = &Literal> {
    file.living_literals().filter(|literal| is_statement(&literal.value))
}

/// Writing to another's table, and statements of a room outside its sql.rs.
pub(super) fn owners_write(files: &[File]) -> Vec<Found> {
    let tables = tables(files);
    let owners: BTreeMap<&str, &str> = tables.iter().map(|table| (table.name.as_str(), table.owner.as_str())).collect();
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with("src/") && file.path.ends_with(".rs")) {
        for literal in statements(file) {
            let foreign = written(&literal.value).into_iter().find_map(|name| owners.get(name.as_str()).filter(|owner| !at_home(file, owner)).map(|owner| (name, *owner)));
            if let Some((name, owner)) = foreign {
                found.push(Found::new(file, literal.at, format!("writes `{name}`, which {owner} owns; call a verb of {owner}")));
            } else if file.room().is_some_and(|room| ROOMS.contains(&room)) && !is_sql(file) {
                found.push(Found::new(file, literal.at, "a statement outside sql.rs; move it there, beside the function that runs it".to_owned()));
            }
        }
    }
    found
}

/// Statements on tenant tables that do not name the school.
pub(super) fn schools_are_named(files: &[File]) -> Vec<Found> {
    let tables = tables(files);
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with("src/") && file.path.ends_with(".rs")) {
        for literal in statements(file) {
            let words = words(&literal.value);
            let tenant = tables.iter().find(|table: &&Table| !table.reference && !is_directory(&table.name) && words.contains(&table.name));
            let Some(table) = tenant.filter(|_| !words.iter().any(|word| word == "school_id")) else { continue };
            if !SQL_WITHOUT_SCHOOL.iter().any(|(path, start, _)| file.path == *path && literal.value.starts_with(start)) {
                let what = format!("a statement on `{}` without school_id; add `school_id = $1`, or list it in SQL_WITHOUT_SCHOOL with the reason", table.name);
                found.push(Found::new(file, literal.at, what));
            }
        }
    }
    found
}

#[cfg(test)]
fn tree(path: &str, sql: &str) -> Vec<File> {
    let schema = "-- room: roster\ncreate table pupil (school_id uuid not null, id uuid not null, primary key (school_id, id));
        -- room: base\n-- class: reference\ncreate table area (code text not null, primary key (code));";
    vec![File::new("migrations/V0001__x.sql", schema), File::new(path, &format!("const SQL: &str = \"{sql}\";"))]
}

#[test]
fn a_room_writes_its_own_tables_in_its_sql_file() {
    let files = tree("src/roster/sql.rs", "update pupil set name = $3 where school_id = $1 and id = $2");
    assert!(owners_write(&files).is_empty() && schools_are_named(&files).is_empty());
}

#[test]
fn writing_to_a_neighbours_table_is_found() {
    for sql in ["insert into pupil (school_id) values ($1)", "update pupil set a = 1 where school_id = $1", "delete from pupil where school_id = $1", "update pupil p set a = 1"] {
        let found = owners_write(&tree("src/screening/sql.rs", sql));
        assert!(found.len() == 1 && found[0].what.contains("roster owns"), "{sql}");
    }
    assert!(owners_write(&tree("src/screening/sql.rs", "select p.id from pupil p where p.school_id = $1 for update")).is_empty());
}

#[test]
fn a_statement_outside_the_sql_file_is_found() {
    assert_eq!(owners_write(&tree("src/roster/mod.rs", "select id from pupil where school_id = $1")).len(), 1);
    assert!(owners_write(&tree("src/roster/mod.rs", "Select a class from the list")).is_empty());
}

#[test]
fn an_upsert_writes_one_table() {
    assert_eq!(written("insert into pupil (a) values ($1) on conflict (a) do update set a = excluded.a"), ["pupil"]);
}

#[test]
fn a_statement_that_forgets_the_school_is_found_unless_the_table_is_for_all() {
    assert_eq!(schools_are_named(&tree("src/roster/sql.rs", "select id from pupil where id = $1")).len(), 1);
    assert!(schools_are_named(&tree("src/roster/sql.rs", "select code from area where code = $1")).is_empty());
}

#[test]
fn every_verb_begins_a_statement() {
    for sql in ["select a from x where b = $1", "insert into x (a) values ($1)", "update x set a = $1", "delete from x where a = $1", "with y as (select 1) select * from y"] {
        assert!(is_statement(sql), "{sql}");
    }
    assert!(!is_statement("update available") && !is_statement("select one child from the list"));
}

//! Every statement on both databases: one day at school is lived on SQLite and on PostgreSQL, with the same ids and the same clock, and nothing differs.

mod activity;
mod aid;
mod archive;
mod cases;
mod children;
mod day;
mod dropout;
mod families;
mod flows;
mod forms;
mod handover;
mod hardship;
mod households;
pub(crate) mod lint;
mod meetings;
mod observation;
mod office;
mod pack;
mod pairing;
mod peers;
mod plan;
mod programmes;
mod progress;
mod record;
mod rewards;
mod rounds;
mod sheets;
mod source;
pub(crate) mod supervision;
mod survey;
mod tutoring;
mod unite;
mod wellbeing;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::house::{Folder, House};
use record::{Ran, Recording};

struct Lived {
    house: House,
    ran: Vec<Ran>,
}

fn live(open: impl FnOnce(Folder, Arc<Recording>) -> Option<House>) -> Option<Lived> {
    let recording = Arc::new(Recording::default());
    let house = open(Folder::new("both"), Arc::clone(&recording))?;
    day::live(&house);
    Some(Lived { house, ran: recording.take() })
}

fn on_sqlite() -> Lived {
    live(|folder, recording| Some(House::sqlite_with(folder, recording))).unwrap()
}

/// How often each statement was run with which outcome (rows given or changed), whatever the order.
fn outcomes(ran: &[Ran]) -> BTreeMap<&'static str, Vec<&str>> {
    let mut all: BTreeMap<&'static str, Vec<&str>> = BTreeMap::new();
    for one in ran {
        all.entry(one.sql.0).or_default().push(&one.outcome);
    }
    all.values_mut().for_each(|outcomes| outcomes.sort_unstable());
    all
}

#[test]
fn a_day_at_school_is_the_same_on_both_databases() {
    let Some(postgres) = live(|folder, recording| House::postgres_with(folder, Some(recording))) else { return };
    let sqlite = on_sqlite();
    let (here, there) = (outcomes(&sqlite.ran), outcomes(&postgres.ran));
    let names = |all: &BTreeMap<&'static str, Vec<&str>>| all.keys().copied().collect::<BTreeSet<_>>();
    assert_eq!(names(&here), names(&there), "the same statements are run");
    for (sql, outcomes) in &here {
        assert_eq!(Some(outcomes), there.get(sql), "rows given or changed (SQLite, PostgreSQL) by: {sql}");
    }
    the_same_rows_are_left(&sqlite.house, &postgres.house);
    for house in [&sqlite.house, &postgres.house] {
        unite::nothing_speaks_of_who_went(house);
    }
    the_same_rows_are_read(&sqlite, &postgres);
}

/// Columns that are random or hold something that is: hashes, form secrets, and what a pupil was before an import, with the sealed numbers.
const RANDOM: [(&str, &str); 3] = [("account", "password_hash"), ("session", "csrf"), ("import_change", "before")];

/// Every table of both databases, row by row. Sealed text, hashes and secrets are random and left out.
fn the_same_rows_are_left(sqlite: &House, postgres: &House) {
    let tables = lint::tables(sqlite);
    assert!(tables.len() > 30, "{tables:?}");
    for (table, columns) in tables {
        let columns: Vec<&str> = columns.iter().filter(|(name, kind)| kind != "blob" || name.ends_with("id")).map(|(name, _)| name.as_str()).collect();
        let columns: Vec<&str> = columns.into_iter().filter(|name| !RANDOM.contains(&(table.as_str(), *name))).collect();
        let (here, there) = (lint::rows(sqlite, &table, &columns), lint::rows(postgres, &table, &columns));
        let differing: Vec<_> = here.iter().filter(|row| !there.contains(row)).zip(there.iter().filter(|row| !here.contains(row))).collect();
        assert!(here == there, "{} rows of {table} in SQLite, {} in PostgreSQL; ({}) differ: {differing:#?}", here.len(), there.len(), columns.join(", "));
    }
}

/// Every read of the day once more at its end, with the values it had, on each database: the same rows.
fn the_same_rows_are_read(sqlite: &Lived, postgres: &Lived) {
    let (here, there) = (record::replay(&sqlite.house, &sqlite.ran), record::replay(&postgres.house, &postgres.ran));
    for (sql, rows) in &here {
        assert_eq!(Some(rows), there.get(sql), "rows (SQLite, PostgreSQL) of: {sql}");
    }
    assert!(here.len() > 40, "{} different reads", here.len());
}

#[test]
fn every_statement_of_the_source_is_lived() {
    let lived = on_sqlite();
    let executed: BTreeSet<&'static str> = lived.ran.iter().map(|one| one.sql.0).collect();
    let all = source::statements();
    assert!(all.len() > 60, "{} statements found in the source", all.len());
    let missing: Vec<String> = all.iter().filter(|statement| !executed.iter().any(|sql| statement.is(sql))).map(source::Statement::name).collect();
    assert!(missing.is_empty(), "{} of {} statements were not run; live them in tests/it/both/day.rs:\n{missing:#?}", missing.len(), all.len());
}

#[test]
fn every_table_and_index_of_both_databases_begins_with_the_school() {
    for house in House::both() {
        let tables = lint::tables(&house);
        for (table, columns) in &tables {
            assert!(columns.iter().any(|(name, _)| name == "school_id"), "{}: {table} has no school_id", house.name());
        }
        let keys = lint::keys(&house);
        assert!(keys.len() > tables.len(), "{}: {keys:?}", house.name());
        for key in keys.iter().filter(|key| !(key.table == "tenant" && key.columns == ["code"])) {
            assert_eq!(key.columns.first().map(String::as_str), Some("school_id"), "{}: {} of {} ({:?})", house.name(), key.name, key.table, key.columns);
        }
        for (table, _) in &tables {
            assert!(keys.iter().any(|key| key.table == *table && key.primary), "{}: {table} has no primary key", house.name());
        }
    }
}

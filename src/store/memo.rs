//! Answers kept between requests: the order of a long list changes seldom and is asked for with each of its pages.
//!
//! An answer is kept with the tables that its statement names. A commit of this program to one of them makes it be read anew; what another program
//! writes (the command line, a second server) shows after [`KEPT_MS`] at the latest. Only units of work that do not write use kept answers.

use std::any::Any;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::tx::Sql;
use crate::base::{SchoolId, Stamp};

/// Longest time for which an answer counts.
const KEPT_MS: i64 = 10_000;
/// Answers kept at once; beyond, all are read anew.
const MOST: usize = 256;
/// Stands for every table: a statement whose table could not be told has written.
const ANY_TABLE: &str = "";

/// An answer of one school: its statement and the values given.
type Key = (SchoolId, Sql, String);

struct Kept {
    answer: Arc<dyn Any + Send + Sync>,
    /// The count when the unit of work began that read it.
    begun: u64,
    at: Stamp,
}

#[derive(Default)]
struct State {
    /// The count after the last commit to a table.
    written: HashMap<(SchoolId, &'static str), u64>,
    kept: HashMap<Key, Kept>,
}

/// The kept answers of a store.
#[derive(Default)]
pub(super) struct Memo {
    commits: AtomicU64,
    state: Mutex<State>,
}

impl Memo {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The count of commits; to be taken before a unit of work begins, so that it sees at least the commits counted.
    pub(super) fn begin(&self) -> u64 {
        self.commits.load(Ordering::SeqCst)
    }

    /// Some tables of a school were written; to be called after the commit.
    pub(super) fn wrote(&self, school: SchoolId, tables: &[&'static str]) {
        if tables.is_empty() {
            return;
        }
        let mut state = self.state();
        let count = self.commits.fetch_add(1, Ordering::SeqCst) + 1;
        for table in tables {
            state.written.insert((school, table), count);
        }
    }

    /// The kept answer, when it still counts.
    pub(super) fn find<T: Send + Sync + 'static>(&self, key: &Key, now: Stamp) -> Option<Arc<T>> {
        let state = self.state();
        let kept = state.kept.get(key)?;
        let (school, sql, _) = key;
        let newer = |table: &'static str| state.written.get(&(*school, table)).is_some_and(|count| *count > kept.begun);
        if (now.0 - kept.at.0).abs() >= KEPT_MS || newer(ANY_TABLE) || tables_read(sql.0).into_iter().any(newer) {
            return None;
        }
        Arc::clone(&kept.answer).downcast().ok()
    }

    /// Keeps an answer that a unit of work read which began at `begun`.
    pub(super) fn keep<T: Send + Sync + 'static>(&self, key: Key, answer: Arc<T>, begun: u64, now: Stamp) {
        let mut state = self.state();
        if state.kept.len() >= MOST {
            state.kept.clear();
        }
        state.kept.insert(key, Kept { answer, begun, at: now });
    }
}

/// The table that a statement writes.
pub(super) fn table_written(sql: &'static str) -> &'static str {
    let mut words = sql.split_ascii_whitespace();
    match words.next() {
        Some("update") => words.next().unwrap_or(ANY_TABLE),
        Some("insert" | "delete") => words.nth(1).unwrap_or(ANY_TABLE),
        _ => ANY_TABLE,
    }
}

/// The tables that a statement reads: the names after `from` and `join`.
fn tables_read(sql: &'static str) -> Vec<&'static str> {
    let mut words = sql.split_ascii_whitespace().peekable();
    let mut tables = Vec::new();
    while let Some(word) = words.next() {
        if word.trim_start_matches('(') == "from" || word == "join" {
            let name = words.peek().copied().unwrap_or_default().trim_end_matches(')');
            if !name.starts_with('(') && !tables.contains(&name) {
                tables.push(name);
            }
        }
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Id, derived};

    const NAMES: Sql = Sql("select p.name from pupil p join place pl on pl.pupil_id = p.id where p.school_id = $1 and not exists (select 1 from place e where e.school_id = $1)");

    #[test]
    fn the_tables_of_a_statement_are_told_from_its_text() {
        let written = [
            ("insert into place (school_id) values ($1)", "place"),
            ("update pupil set name = $2", "pupil"),
            ("delete from task where x", "task"),
            ("with x as (select 1) update y set z = 1", ANY_TABLE),
        ];
        for (sql, table) in written {
            assert_eq!(table_written(sql), table, "{sql}");
        }
        assert_eq!(tables_read(NAMES.0), ["pupil", "place"]);
        assert_eq!(tables_read("select count(*) from (select 1 from grade) x left join class c on true"), ["grade", "class"]);
    }

    #[test]
    fn a_kept_answer_counts_until_its_tables_are_written_or_it_is_old() {
        let (school, other): (SchoolId, SchoolId) = (derived(&[b"school"]), derived(&[b"another"]));
        assert_ne!(school.uuid(), other.uuid());
        let memo = Memo::default();
        let key: Key = (school, NAMES, "4".to_owned());
        let keep = |begun| memo.keep(key.clone(), Arc::new(vec![7_i64]), begun, Stamp(1000));
        let find = |now| memo.find::<Vec<i64>>(&key, Stamp(now)).map(|found| found.len());
        keep(memo.begin());
        assert_eq!(find(1001), Some(1));
        memo.wrote(school, &["task"]);
        memo.wrote(other, &["place"]);
        memo.wrote(school, &[]);
        assert_eq!(find(1001), Some(1), "other tables, and other schools, do not matter");
        assert_eq!(find(1000 + KEPT_MS), None, "another program may have written");
        let begun = memo.begin();
        memo.wrote(school, &["pupil", "place"]);
        keep(begun);
        assert_eq!(find(1001), None, "a unit of work that began before the commit may not have seen it");
        keep(memo.begin());
        assert_eq!(find(1001), Some(1));
        memo.wrote(school, &[ANY_TABLE]);
        assert_eq!(find(1001), None);
    }
}

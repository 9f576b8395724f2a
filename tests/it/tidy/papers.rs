//! The papers of the house: headers name clauses of the catalogue, and coverage names tests that exist.

use std::collections::BTreeSet;

use super::source::{File, find_words, word_at};
use super::{CATALOGUE, Found, ROOMS, ROOMS_WITHOUT_CLAUSE};

/// Clauses named in a text, with their bytes: `A9-17`.
fn clauses(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('-') {
        let begin = text[..at].rfind(|c: char| !c.is_ascii_alphanumeric()).map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8));
        let end = at + 1 + text[at + 1..].bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (plan, number) = (&text[begin..at], &text[at + 1..end]);
        let plan_fits = matches!(plan.as_bytes(), [b'A' | b'B', b'1'..=b'9'] | [b'A' | b'B', b'1', b'0']);
        if plan_fits && number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit()) {
            found.push((begin, &text[begin..end]));
        }
    }
    found
}

fn exists(clause: &str) -> bool {
    let Some((plan, number)) = clause.split_once('-') else { return false };
    CATALOGUE.iter().any(|(name, last)| *name == plan && number.parse().is_ok_and(|n: u32| (1..=*last).contains(&n)))
}

/// Clauses that the catalogue does not have, and rooms whose header names none.
pub(super) fn clauses_exist(files: &[File]) -> Vec<Found> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| (file.path.ends_with(".rs") && !file.path.starts_with("tests/it/tidy")) || file.path.starts_with("docs/") || file.path.ends_with(".sql"))
    {
        let wrong = clauses(&file.text).into_iter().filter(|(_, clause)| !exists(clause));
        found.extend(wrong.map(|(at, clause)| Found::new(file, at, format!("the catalogue has no {clause}; name the clause that is meant"))));
        let parts = file.in_src();
        let is_room = parts.len() == 2 && parts[1] == "mod.rs" && ROOMS.contains(&parts[0]) && !ROOMS_WITHOUT_CLAUSE.iter().any(|(room, _)| *room == parts[0]);
        if is_room && clauses(&file.header()).is_empty() {
            found.push(Found::new(file, 0, "the header names no clause; begin with `//!` and the catalogue ids that the room implements".to_owned()));
        }
    }
    found
}

/// Rows of docs/coverage.md that name no test, a test that is not there, or a clause twice.
pub(super) fn coverage_is_true(files: &[File]) -> Vec<Found> {
    let Some(paper) = files.iter().find(|file| file.path == "docs/coverage.md") else { return Vec::new() };
    let tests: BTreeSet<&str> =
        files.iter().filter(|file| file.path.ends_with(".rs")).flat_map(|file| find_words(&file.code, "fn ").map(|at| word_at(&file.code, at + 3))).collect();
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    for (number, line) in paper.text.lines().enumerate() {
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        let Some(id) = cells.first().filter(|id| line.trim().starts_with('|') && clauses(id).len() == 1) else { continue };
        let mut say = |what: String| found.push(Found::at_line(paper, number + 1, what));
        if cells.len() != 3 || cells[1].is_empty() {
            say(format!("{id}: a row is `| id | page or command | tests |`"));
            continue;
        }
        if !seen.insert((*id).to_owned()) {
            say(format!("{id} has two rows; put all its tests into one"));
        }
        let named: Vec<&str> = cells[2].split('`').skip(1).step_by(2).map(|name| name.rsplit("::").next().unwrap_or(name)).collect();
        if named.is_empty() {
            say(format!("{id} names no test in backticks; leave the row out until there is one"));
        }
        named.iter().filter(|name| !tests.contains(**name)).for_each(|name| say(format!("{id} names the test `{name}`, which does not exist")));
    }
    found
}

#[test]
fn clauses_are_recognised_in_any_sentence() {
    assert_eq!(clauses("A9-17…30, (B10-08); A2-1, a2-01, UTF-16, BA2-01，A3-01").into_iter().map(|(_, clause)| clause).collect::<Vec<_>>(), ["A9-17", "B10-08", "A3-01"]);
    assert!(exists("A9-32") && exists("B10-14") && !exists("A9-33") && !exists("A9-00") && !exists("B2-09"));
}

#[test]
fn the_catalogue_has_as_many_clauses_as_the_plans_ask() {
    assert_eq!(CATALOGUE.iter().map(|(_, last)| last).sum::<u32>(), 339);
}

#[test]
fn a_room_names_its_clauses() {
    let check = |text: &str| clauses_exist(&[File::new("src/roster/mod.rs", text)]).len();
    assert_eq!((check("//! People: A3-01\n"), check("//! People\nfn a() {} // A3-01"), check("//! People: A3-01, A3-99\n")), (0, 1, 1));
}

#[test]
fn coverage_names_tests_that_exist() {
    let tests = File::new("tests/it/x.rs", "#[test]\nfn a_pupil_arrives() {}\n// fn a_pupil_leaves() {}");
    let mut files = vec![File::new("docs/coverage.md", ""), tests];
    for (row, faults) in [
        ("| A3-01 | /groups | `a_pupil_arrives`, `x::a_pupil_arrives` |", 0),
        ("| id | page | test |\n|---|---|---|", 0),
        ("| A3-01 | /groups | `a_pupil_leaves` |", 1),
        ("| A3-01 | /groups | by hand |", 1),
        ("| A3-01 | | `a_pupil_arrives` |", 1),
        ("| A3-01 | /a | `a_pupil_arrives` |\n| A3-01 | /b | `a_pupil_arrives` |", 1),
    ] {
        files[0] = File::new("docs/coverage.md", row);
        assert_eq!(coverage_is_true(&files).len(), faults, "{row}");
    }
}

//! Rules 1 to 3: who may import whom.

use super::source::{File, closing, find_words, skip_blanks, split_commas, word_at};
use super::{Found, LAYERS, ROOMS, VERBS_HEADER};

/// What a file is within its room; it decides what the file may import.
#[derive(Debug, PartialEq, Clone, Copy)]
enum Kind {
    Verbs,
    Pure,
    Sql,
    Pages,
    Border,
}

const KINDS: [(Kind, &str, &[&str], bool); 5] = [
    (Kind::Verbs, "mod.rs and files headed `//! verbs`", &["base", "store", "access", "trail"], true),
    (Kind::Pure, "a pure rule file", &["base"], false),
    (Kind::Sql, "sql.rs", &["base", "store"], false),
    (Kind::Pages, "pages", &["base", "store", "access", "trail", "web"], true),
    (Kind::Border, "export.rs and import.rs", &["base", "store", "access", "trail", "documents"], true),
];

/// Imports that the order of the house does not allow.
pub(super) fn check(files: &[File]) -> Vec<Found> {
    files.iter().filter(|file| file.path.ends_with(".rs")).flat_map(check_file).collect()
}

fn check_file(file: &File) -> Vec<Found> {
    let Some(home) = file.room() else { return Vec::new() };
    let kind = kind(file);
    let wrong = imports(file).into_iter().filter_map(|(at, name, inner)| {
        let why = if name == home {
            own(kind.filter(|_| is_room(home)), &inner)
        } else if kind == Some(Kind::Pure) && SHARED_RULES.iter().any(|(room, file, _)| *room == name && *file == inner) {
            None
        } else {
            other(home, kind, &name)
        };
        why.map(|why| Found::new(file, at, why))
    });
    wrong.collect()
}

/// Pure files that pure files of rooms to the right may share, with the reason: one arithmetic, not two.
const SHARED_RULES: [(&str, &str, &str); 2] = [
    ("results", "stats", "screening judges by the same means and quantiles that results show"),
    ("roster", "calendar", "deadlines are counted on the same school days that the calendar shows"),
];

/// What a pure file may not take from its own room.
fn own(kind: Option<Kind>, inner: &str) -> Option<String> {
    let reaches = kind == Some(Kind::Pure) && matches!(inner, "sql" | "pages" | "export" | "import");
    reaches.then(|| format!("a pure rule file imports `{inner}` of its room; hand it values instead"))
}

fn other(home: &str, kind: Option<Kind>, name: &str) -> Option<String> {
    if name == "cli" {
        return Some("nothing imports cli; move what is shared to the left".to_owned());
    }
    if home == "cli" || !is_known(name) {
        return None;
    }
    if let Some((_, may)) = LAYERS.iter().find(|(layer, _)| *layer == home) {
        return (!may.contains(&name)).then(|| format!("{home} imports {name}; it may import {}", listed(may)));
    }
    let (_, label, layers, rooms) = KINDS.iter().find(|entry| Some(entry.0) == kind)?;
    if LAYERS.iter().any(|(layer, _)| *layer == name) {
        return (!layers.contains(&name)).then(|| format!("{label} imports {name}; it may import {}", listed(layers)));
    }
    if !rooms {
        return Some(format!("{label} imports the room {name}; take its facts as arguments (or head the file `{VERBS_HEADER}` if it holds verbs)"));
    }
    (place(name) > place(home)).then(|| format!("{home} imports {name}, which stands to its right; hand facts to the left as events of trail"))
}

fn listed(names: &[&str]) -> String {
    if names.is_empty() { "nothing of the house".to_owned() } else { names.join(", ") }
}

fn is_room(name: &str) -> bool {
    ROOMS.contains(&name)
}

fn is_known(name: &str) -> bool {
    is_room(name) || LAYERS.iter().any(|(layer, _)| *layer == name)
}

fn place(name: &str) -> Option<usize> {
    ROOMS.iter().position(|room| *room == name)
}

fn kind(file: &File) -> Option<Kind> {
    let parts = file.in_src();
    let inner = parts.get(1).copied()?;
    if !is_room(parts[0]) {
        return None;
    }
    Some(match inner.strip_suffix(".rs").unwrap_or(inner) {
        "mod" => Kind::Verbs,
        "sql" => Kind::Sql,
        "pages" => Kind::Pages,
        "export" | "import" => Kind::Border,
        _ if file.header().lines().any(|line| line.starts_with(VERBS_HEADER)) => Kind::Verbs,
        _ => Kind::Pure,
    })
}

/// Every `crate::…` and `super::…` path that leads to the root, outside tests: its byte, the folder it enters, and the name behind that.
fn imports(file: &File) -> Vec<(usize, String, String)> {
    let mut found = Vec::new();
    for at in find_words(&file.code, "crate::").filter(|at| !file.code[..*at].ends_with('$')) {
        names(&file.code, at + "crate::".len(), &mut found, at);
    }
    let depth = depth(file);
    for at in find_words(&file.code, "super::").filter(|at| !file.code[..*at].ends_with("::")) {
        let ups = file.code.as_bytes()[at..].chunks(7).take_while(|chunk| *chunk == b"super::").count();
        if ups == depth {
            names(&file.code, at + 7 * ups, &mut found, at);
        } else if ups + 1 == depth {
            let mut inner = Vec::new();
            names(&file.code, at + 7 * ups, &mut inner, at);
            found.extend(inner.into_iter().map(|(at, name, _)| (at, file.room().unwrap_or_default().to_owned(), name)));
        }
    }
    found.retain(|(at, ..)| !file.is_test(*at));
    found
}

/// How many `super::` lead from the file to the root of the crate.
fn depth(file: &File) -> usize {
    let parts = file.in_src();
    parts.len() - usize::from(parts.last() == Some(&"mod.rs"))
}

/// Reads `name::inner`, or each of `{a::b, c}`.
fn names(code: &str, from: usize, into: &mut Vec<(usize, String, String)>, at: usize) {
    let from = skip_blanks(code, from);
    if code[from..].starts_with('{') {
        for (begin, _) in split_commas(&code[from + 1..closing(code, from)]) {
            names(code, from + 1 + begin, into, at);
        }
        return;
    }
    let name = word_at(code, from);
    if name.is_empty() {
        return;
    }
    let behind = from + name.len();
    let inner = code[behind..].strip_prefix("::").map(|_| skip_blanks(code, behind + 2));
    match inner {
        Some(i) if code[i..].starts_with('{') => {
            for (begin, _) in split_commas(&code[i + 1..closing(code, i)]) {
                let start = skip_blanks(code, i + 1 + begin);
                into.push((at, name.to_owned(), word_at(code, start).to_owned()));
            }
        }
        other => into.push((at, name.to_owned(), other.map_or("", |i| word_at(code, i)).to_owned())),
    }
}

#[cfg(test)]
fn told(path: &str, text: &str) -> Vec<String> {
    check_file(&File::new(path, text)).into_iter().map(|found| found.what).collect()
}

#[test]
fn imports_that_keep_the_order_are_quiet() {
    for (path, text) in [
        ("src/base/id.rs", "use super::os; use std::fmt; // crate::web"),
        ("src/store/mod.rs", "use crate::base::{Error, Result};"),
        ("src/web/forms.rs", "use crate::{access::why, base::Msg, trail};"),
        ("src/screening/mod.rs", "use crate::{base, results::marks, roster}; mod sql;"),
        ("src/screening/rules.rs", "use crate::base::Fen; use super::Candidate;"),
        ("src/screening/pages.rs", "use super::sql; use crate::web::Routes;"),
        ("src/screening/export.rs", "use crate::documents::Sheet;"),
        ("src/screening/round.rs", "//! verbs: opening and closing a round\nuse crate::access::Permit;"),
        ("src/screening/rules.rs", "#[cfg(test)]\nmod tests { use crate::store::Store; }"),
        ("src/cli/serve.rs", "use crate::{roster, district, web};"),
        ("src/main.rs", "use bangfu::cli;"),
    ] {
        assert_eq!(told(path, text), Vec::<String>::new(), "{path}");
    }
}

#[test]
fn imports_against_the_order_are_found() {
    for (path, text, word) in [
        ("src/base/id.rs", "use crate::store::Tx;", "nothing of the house"),
        ("src/base/id.rs", "use super::super::store::Tx;", "base imports store"),
        ("src/documents/xlsx.rs", "fn f() { crate::roster::find() }", "documents imports roster"),
        ("src/roster/mod.rs", "use crate::{base, screening::Candidate};", "to its right"),
        ("src/screening/rules.rs", "use crate::store::Tx;", "a pure rule file imports store"),
        ("src/screening/rules.rs", "use crate::roster::Pupil;", "imports the room roster"),
        ("src/screening/rules.rs", "use super::sql::load;", "hand it values"),
        ("src/screening/rules.rs", "use crate::screening::{sql, Candidate};", "hand it values"),
        ("src/screening/sql.rs", "use crate::access::Permit;", "sql.rs imports access"),
        ("src/screening/mod.rs", "use crate::documents::Sheet;", "imports documents"),
        ("src/screening/pages/list.rs", "use crate::report;", "to its right"),
        ("src/web/mod.rs", "use crate::cli;", "nothing imports cli"),
    ] {
        let found = told(path, text);
        assert!(found.len() == 1 && found[0].contains(word), "{path}: {found:?}");
    }
}

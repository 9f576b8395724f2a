//! The statements of the source: every `const NAME: Sql = Sql(…)`, found by reading the text.

use std::path::Path;

use crate::tidy::source::{File, load};

/// A statement of the source.
pub(super) struct Statement {
    place: String,
    const_name: String,
    /// The literals it is put together from, in order; what macros add stands between them.
    parts: Vec<String>,
    /// Whether it is one literal and nothing else.
    whole: bool,
}

impl Statement {
    /// `roster/sql/pupils.rs INSERT_PUPIL`
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.place, self.const_name)
    }

    /// Whether a text that was run is this statement.
    pub(super) fn is(&self, sql: &str) -> bool {
        if self.whole {
            return self.parts.first().is_some_and(|part| part == sql);
        }
        let mut rest = sql;
        for part in &self.parts {
            let Some(at) = rest.find(part.as_str()) else { return false };
            rest = &rest[at + part.len()..];
        }
        self.parts.first().is_none_or(|part| sql.starts_with(part.as_str()) || !begins_a_statement(part))
    }
}

fn begins_a_statement(part: &str) -> bool {
    ["select", "insert", "update", "delete", "with"].iter().any(|verb| part.trim_start().starts_with(verb))
}

/// All statements of `src/`.
pub(super) fn statements() -> Vec<Statement> {
    let files = load(Path::new(env!("CARGO_MANIFEST_DIR")));
    files.iter().filter(|file| file.path.starts_with("src/") && file.path.ends_with(".rs")).flat_map(of_file).collect()
}

fn of_file(file: &File) -> Vec<Statement> {
    let mut found = Vec::new();
    for (at, mark) in file.code.match_indices(": Sql =") {
        let Some(opening) = file.code[at + mark.len()..].trim_start().strip_prefix("Sql(").filter(|_| !file.is_test(at)) else { continue };
        let const_name = file.code[..at].rsplit(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next().unwrap_or_default().to_owned();
        let begin = file.code.len() - opening.len();
        let end = begin + file.code[begin..].find(';').unwrap_or_default();
        let parts: Vec<String> = file.literals.iter().filter(|literal| (begin..end).contains(&literal.at)).map(|literal| literal.value.clone()).collect();
        let whole = file.code[begin..end].trim_start().starts_with(['"', 'r']) && parts.len() == 1;
        found.push(Statement { place: file.path.trim_start_matches("src/").to_owned(), const_name, parts, whole });
    }
    found
}

#[test]
fn a_statement_is_known_by_its_parts() {
    let text = "const A: Sql = Sql(\"select 1\");\nconst B: Sql =\n    Sql(concat!(\"select x where \", scope!(\"p.id\"), \" order by x\"));\n";
    let all = of_file(&File::new("src/roster/sql.rs", text));
    assert_eq!(all.iter().map(Statement::name).collect::<Vec<_>>(), ["roster/sql.rs A", "roster/sql.rs B"]);
    assert!(all[0].is("select 1") && !all[0].is("select 12"));
    assert!(all[1].is("select x where ($2 or r.pupil_id = p.id and …) order by x") && !all[1].is("select y where p.id order by x"));
}

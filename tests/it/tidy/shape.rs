//! Rule 10 and its kin: the length of files and functions, and what may not stand in the source.

use super::source::{File, closing, find_words};
use super::{FILE_LINES, FUNCTION_LINES, Found, ROUTERS};

const REASON: &str = "Long because";

/// Files beyond the limit whose header gives no reason.
pub(super) fn file_length(files: &[File]) -> Vec<Found> {
    let limited = files.iter().filter(|file| [".rs", ".css", ".js", ".html", ".sql", ".sh"].iter().any(|end| file.path.ends_with(end)));
    let long = limited.filter(|file| file.text.lines().count() > FILE_LINES && !file.header().contains(REASON));
    long.map(|file| Found::new(file, 0, format!("{} lines; split it, or say `{REASON} …` in its header", file.text.lines().count()))).collect()
}

/// Functions beyond the limit, where neither the file's header nor the function's comment gives a reason.
pub(super) fn function_length(files: &[File]) -> Vec<Found> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.path.ends_with(".rs") && !file.header().contains(REASON)) {
        for (at, name, lines) in functions(file) {
            if lines > FUNCTION_LINES && !comment_above(file, at).contains(REASON) {
                found.push(Found::new(file, at, format!("`{name}` has {lines} lines; give its parts names, or say `{REASON} …` above it")));
            }
        }
    }
    found
}

/// Functions with a body: their byte, name and number of lines.
fn functions(file: &File) -> Vec<(usize, String, usize)> {
    let mut found = Vec::new();
    for at in find_words(&file.code, "fn ") {
        let name = super::source::word_at(&file.code, at + 3).to_owned();
        let Some(parameters) = file.code[at..].find('(').map(|i| at + i).filter(|_| !name.is_empty()) else { continue };
        let Some(body) = body(&file.code, parameters) else { continue };
        if file.code.as_bytes()[body] == b'{' {
            let lines = file.line(closing(&file.code, body)) - file.line(at) + 1;
            found.push((at, name, lines));
        }
    }
    found
}

/// The byte of the brace that opens the body, or of the semicolon instead of one; types in brackets are passed over.
fn body(code: &str, parameters: usize) -> Option<usize> {
    let mut at = closing(code, parameters) + 1;
    loop {
        at += code.get(at..)?.find(['{', ';', '[', '('])?;
        match code.as_bytes()[at] {
            b'[' | b'(' => at = closing(code, at) + 1,
            _ => return Some(at),
        }
    }
}

/// The comments and attributes directly above a function.
fn comment_above(file: &File, at: usize) -> String {
    let begin = file.text[..at].rfind('\n').unwrap_or(0);
    let above: Vec<&str> = file.text[..begin].lines().rev().take_while(|line| matches!(line.trim_start().as_bytes(), [b'/', b'/', ..] | [b'#', ..])).collect();
    above.join("\n")
}

/// Marks of unfinished work, in anything that people write. (The words are put together here so that this file does not trip itself.)
pub(super) fn unfinished(files: &[File]) -> Vec<Found> {
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("X", "XX"), concat!("unimple", "mented!"), concat!("to", "do!")];
    everywhere(files.iter().filter(|file| !file.path.ends_with(".md")), &marks, "unfinished work; finish it or take it out")
}

/// Tests that test nothing or are switched off.
pub(super) fn idle_tests(files: &[File]) -> Vec<Found> {
    let marks = [concat!("#[ign", "ore"), concat!("assert!(", "true)")];
    everywhere(files.iter().filter(|file| file.path.ends_with(".rs")), &marks, "a test that does not test; mend it or take it out")
}

fn everywhere<'a>(files: impl Iterator<Item = &'a File>, marks: &[&str], why: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for file in files {
        for mark in marks {
            found.extend(find_words(&file.text, mark).map(|at| Found::new(file, at, format!("`{mark}`: {why}"))));
        }
    }
    found
}

/// axum's own `.route(` outside web's router.
pub(super) fn bare_routes(files: &[File]) -> Vec<Found> {
    let outside = files.iter().filter(|file| file.path.starts_with("src/") && !ROUTERS.iter().any(|(path, _)| *path == file.path));
    let found = outside
        .flat_map(|file| file.code.match_indices(".route(").filter(|(at, _)| !file.is_test(*at)).map(|(at, _)| Found::new(file, at, "a route without a policy; use web::Routes")));
    found.collect()
}

/// Printing in rooms and layers: only the command line talks to a terminal.
pub(super) fn prints(files: &[File]) -> Vec<Found> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with("src/") && file.path != "src/main.rs" && file.room() != Some("cli")) {
        for name in ["println!", "eprintln!", "print!", "eprint!", "dbg!"] {
            found.extend(find_words(&file.code, name).filter(|at| !file.is_test(*at)).map(|at| Found::new(file, at, format!("`{name}`; use tracing, without a child's data"))));
        }
    }
    found
}

#[test]
fn a_function_is_measured_from_its_name_to_its_last_brace() {
    let file = File::new("src/x.rs", "/// Doc.\nfn short(f: impl Fn() -> u8) -> [u8; 2] {\n    \"}\";\n}\ntrait T { fn none(&self); }\n");
    let lines: Vec<(String, usize)> = functions(&file).into_iter().filter(|(_, name, _)| name == "short").map(|(_, name, lines)| (name, lines)).collect();
    assert_eq!(lines, [("short".to_owned(), 3)]);
    assert!(functions(&file).iter().all(|(_, name, _)| name != "none"));
}

#[test]
fn a_long_function_needs_a_reason() {
    let body = "    f();\n".repeat(FUNCTION_LINES);
    let bad = File::new("src/x.rs", &format!("fn long() {{\n{body}}}\n"));
    let good = File::new("src/x.rs", &format!("/// Long because it is one table.\n#[inline]\nfn long() {{\n{body}}}\n"));
    assert_eq!(function_length(&[bad]).len(), 1);
    assert!(function_length(&[good]).is_empty());
}

#[test]
fn a_long_file_needs_a_reason_in_its_header() {
    let lines = "// x\n".repeat(FILE_LINES + 1);
    assert_eq!(file_length(&[File::new("src/x.rs", &lines)]).len(), 1);
    assert!(file_length(&[File::new("src/x.rs", &format!("//! Long because it is a dictionary.\n{lines}"))]).is_empty());
    assert!(file_length(&[File::new("i18n/en/x.ftl", &lines)]).is_empty());
}

#[test]
fn marks_are_found_in_comments_and_code_but_not_within_words() {
    let text = format!("// {}: later\nfn a() {{ {}() }} // a mastodon\n", concat!("TO", "DO"), concat!("to", "do!"));
    assert_eq!(unfinished(&[File::new("src/x.rs", &text)]).len(), 2);
}

#[test]
fn routes_and_prints_belong_to_their_places() {
    let text = "fn f(r: Router) { r.route(\"/x\", get(x)); println!(\"x\"); }";
    assert_eq!(bare_routes(&[File::new("src/roster/pages.rs", text)]).len(), 1);
    assert!(bare_routes(&[File::new(ROUTERS[0].0, text)]).is_empty());
    assert_eq!(prints(&[File::new("src/roster/mod.rs", text)]).len(), 1);
    assert!(prints(&[File::new("src/cli/serve.rs", text)]).is_empty());
}

//! The source text as the rules read it: files with their comments, strings and test code told apart.
//!
//! These are line scanners, no parser: they know comments, strings, character literals and braces, and nothing else of Rust.

use std::fs;
use std::ops::Range;
use std::path::Path;

/// One text file of the repository.
pub(crate) struct File {
    /// From the root, with `/`: `src/roster/sql.rs`.
    pub(crate) path: String,
    /// As it stands.
    pub(crate) text: String,
    /// Rust only: the text with comments and the insides of literals blanked out; bytes keep their places.
    pub(crate) code: String,
    /// Rust only: string literals in order.
    pub(crate) literals: Vec<Literal>,
    /// Rust only: where `#[cfg(test)]` items stand.
    tests: Vec<Range<usize>>,
}

/// A string literal.
pub(crate) struct Literal {
    /// Byte of its opening quote.
    pub(crate) at: usize,
    /// Its value.
    pub(crate) value: String,
}

impl File {
    /// A file by its path and text.
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let (code, literals) = if path.ends_with(".rs") { lex(text) } else { (String::new(), Vec::new()) };
        let whole = path.ends_with("/tests.rs")
            || path.ends_with("_tests.rs")
            || path.contains("/tests/")
            || path.starts_with("tests/")
            || path.starts_with("benches/")
            || path.starts_with("fuzz/");
        let tests = if whole { std::iter::once(0..text.len()).collect() } else { test_items(&code) };
        Self { path: path.to_owned(), text: text.to_owned(), code, literals, tests }
    }

    /// The line (from 1) of a byte.
    pub(super) fn line(&self, at: usize) -> usize {
        line_of(&self.text, at)
    }

    /// Whether a byte stands in test code.
    pub(crate) fn is_test(&self, at: usize) -> bool {
        self.tests.iter().any(|range| range.contains(&at))
    }

    /// The literal that opens at this byte.
    pub(crate) fn literal_at(&self, at: usize) -> Option<&Literal> {
        self.literals.binary_search_by_key(&at, |literal| literal.at).ok().map(|i| &self.literals[i])
    }

    /// String literals outside test code.
    pub(super) fn living_literals(&self) -> impl Iterator<Item = &Literal> {
        self.literals.iter().filter(|literal| !self.is_test(literal.at))
    }

    /// The `//!` lines at its top, or the first twenty lines of a file that is not Rust.
    pub(super) fn header(&self) -> String {
        let rust = self.path.ends_with(".rs");
        let lines = self.text.lines().take(if rust { usize::MAX } else { 20 });
        let head: Vec<&str> = lines.take_while(|line| !rust || line.starts_with("//!") || line.is_empty() || line.starts_with("#![")).collect();
        head.join("\n")
    }

    /// Its path within `src`, split: `["roster", "pages", "import.rs"]`; empty when it stands elsewhere.
    pub(super) fn in_src(&self) -> Vec<&str> {
        self.path.strip_prefix("src/").map(|rest| rest.split('/').collect()).unwrap_or_default()
    }

    /// The folder of `src` it belongs to, if it stands in one.
    pub(super) fn room(&self) -> Option<&str> {
        let parts = self.in_src();
        if parts.len() > 1 { Some(parts[0]) } else { parts.first().and_then(|name| name.strip_suffix(".rs")).filter(|name| !matches!(*name, "lib" | "main")) }
    }
}

/// Every text file of the repository that people write.
pub(crate) fn load(root: &Path) -> Vec<File> {
    const ENDS: [&str; 9] = [".rs", ".html", ".css", ".js", ".sql", ".ftl", ".md", ".toml", ".sh"];
    let mut paths = Vec::new();
    walk(root, root, &mut paths);
    paths.sort();
    let kept = paths.iter().filter(|path| ENDS.iter().any(|end| path.ends_with(end)));
    let mut files: Vec<File> = kept.filter_map(|path| Some(File::new(path, &fs::read_to_string(root.join(path)).ok()?))).collect();
    mark_test_modules(&mut files);
    files
}

/// A file that another declares as `#[cfg(test)] mod name;` is test code as a whole.
fn mark_test_modules(files: &mut [File]) {
    let modules: Vec<String> = files.iter().flat_map(test_modules).collect();
    for file in files.iter_mut().filter(|file| modules.contains(&file.path)) {
        file.tests = std::iter::once(0..file.text.len()).collect();
    }
}

/// The paths of the modules that a file declares for tests only.
fn test_modules(file: &File) -> Vec<String> {
    let (folder, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
    let inner = match name.strip_suffix(".rs") {
        None | Some("mod" | "lib" | "main") => folder.to_owned(),
        Some(stem) => format!("{folder}/{stem}"),
    };
    let mut found = Vec::new();
    for range in file.tests.iter().filter(|range| file.code[..range.end].ends_with(';')) {
        let named = file.literals.iter().find(|literal| range.contains(&literal.at) && literal.value.ends_with(".rs"));
        let module = find_words(&file.code[range.clone()], "mod ").next().map(|at| word_at(&file.code, range.start + at + 4));
        match (named, module) {
            (Some(literal), _) => found.push(format!("{folder}/{}", literal.value)),
            (None, Some(module)) => found.extend([format!("{inner}/{module}.rs"), format!("{inner}/{module}/mod.rs")]),
            (None, None) => {}
        }
    }
    found
}

fn walk(root: &Path, folder: &Path, into: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        // Hidden folders, what cargo and npm make, and a school's data are not ours to judge.
        if name.starts_with('.') || matches!(name.as_str(), "target" | "node_modules" | "data") {
            continue;
        }
        if path.is_dir() {
            walk(root, &path, into);
        } else if let Ok(inner) = path.strip_prefix(root) {
            into.push(inner.to_string_lossy().replace('\\', "/"));
        }
    }
}

/// The line (from 1) of a byte.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())].iter().filter(|byte| **byte == b'\n').count() + 1
}

/// Whether a byte belongs to a word.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Where a word stands in the text, with no letter, digit or underscore on either side where it has one itself.
pub(super) fn find_words<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let bytes = text.as_bytes();
    let (first, last) = (word.as_bytes()[0], word.as_bytes()[word.len() - 1]);
    text.match_indices(word).map(|(at, _)| at).filter(move |&at| {
        let before = at.checked_sub(1).map(|i| bytes[i]);
        let after = bytes.get(at + word.len()).copied();
        !(is_word(first) && before.is_some_and(is_word) || is_word(last) && after.is_some_and(is_word))
    })
}

/// The word that begins at a byte.
pub(super) fn word_at(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    &rest[..rest.bytes().position(|byte| !is_word(byte)).unwrap_or(rest.len())]
}

/// The byte after blanks.
pub(super) fn skip_blanks(text: &str, at: usize) -> usize {
    at + text[at..].bytes().take_while(u8::is_ascii_whitespace).count()
}

/// The byte of the bracket that closes the one at `open`; the end of the text when none does.
pub(super) fn closing(code: &str, open: usize) -> usize {
    let mut depth = 0_i64;
    for (i, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return i;
        }
    }
    code.len()
}

/// Splits at commas that stand in no bracket; each part with the byte where it begins.
pub(super) fn split_commas(code: &str) -> Vec<(usize, &str)> {
    let (mut parts, mut begin, mut depth) = (Vec::new(), 0, 0_i64);
    for (i, byte) in code.bytes().enumerate() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            b',' if depth == 0 => {
                parts.push((begin, &code[begin..i]));
                begin = i + 1;
            }
            _ => {}
        }
    }
    parts.push((begin, &code[begin..]));
    parts
}

/// Byte ranges of items under `#[cfg(test)]`.
fn test_items(code: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, mark) in code.match_indices("#[cfg(test)]") {
        let rest = at + mark.len();
        let end = match code[rest..].find(['{', ';']).map(|i| rest + i) {
            Some(i) if code.as_bytes()[i] == b'{' => closing(code, i),
            Some(i) => i,
            None => code.len(),
        };
        found.push(at..(end + 1).min(code.len()));
    }
    found
}

/// Blanks comments and the insides of literals; returns what is left and the string literals.
fn lex(text: &str) -> (String, Vec<Literal>) {
    let bytes = text.as_bytes();
    let (mut out, mut literals) = (bytes.to_vec(), Vec::new());
    let mut i = 0;
    while i < bytes.len() {
        let rest = &bytes[i..];
        let end = if rest.starts_with(b"//") {
            i + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len())
        } else if rest.starts_with(b"/*") {
            i + block_comment(rest)
        } else if let Some(hashes) = raw_string(bytes, i) {
            let open = i + 1 + hashes;
            let close = raw_end(bytes, open, hashes);
            literals.push(Literal { at: open, value: text[open + 1..close].to_owned() });
            blank(&mut out, i..close + 1 + hashes);
            (out[open], i) = (b'"', close + 1 + hashes);
            continue;
        } else if rest[0] == b'"' {
            let close = string_end(bytes, i);
            literals.push(Literal { at: i, value: unescape(&text[i + 1..close.min(text.len())]) });
            blank(&mut out, i + 1..close);
            i = close + 1;
            continue;
        } else if let Some(length) = character(text, i) {
            i + length
        } else {
            i += 1;
            continue;
        };
        blank(&mut out, i..end);
        i = end;
    }
    (String::from_utf8(out).unwrap_or_default(), literals)
}

fn blank(out: &mut [u8], range: Range<usize>) {
    let end = range.end.min(out.len());
    for byte in &mut out[range.start.min(end)..end] {
        if *byte != b'\n' {
            *byte = b' ';
        }
    }
}

fn block_comment(rest: &[u8]) -> usize {
    let (mut depth, mut i) = (0, 0);
    while i < rest.len() {
        match &rest[i..] {
            [b'/', b'*', ..] => (depth, i) = (depth + 1, i + 2),
            [b'*', b'/', ..] => (depth, i) = (depth - 1, i + 2),
            _ => i += 1,
        }
        if depth == 0 {
            return i;
        }
    }
    rest.len()
}

/// The number of `#` when `r"`, `r#"` … begins here and no word goes before (`br"` may).
fn raw_string(bytes: &[u8], i: usize) -> Option<usize> {
    let word_before = i > 0 && is_word(bytes[i - 1]) && bytes[i - 1] != b'b';
    if bytes[i] != b'r' || word_before {
        return None;
    }
    let hashes = bytes[i + 1..].iter().take_while(|byte| **byte == b'#').count();
    (bytes.get(i + 1 + hashes) == Some(&b'"')).then_some(hashes)
}

fn raw_end(bytes: &[u8], open: usize, hashes: usize) -> usize {
    let closes = |i: usize| bytes[i] == b'"' && bytes.len() > i + hashes && bytes[i + 1..=i + hashes].iter().all(|byte| *byte == b'#');
    (open + 1..bytes.len()).find(|i| closes(*i)).unwrap_or(bytes.len() - 1)
}

fn string_end(bytes: &[u8], open: usize) -> usize {
    let mut i = open + 1;
    while i < bytes.len() && bytes[i] != b'"' {
        i += if bytes[i] == b'\\' { 2 } else { 1 };
    }
    i
}

/// The length of the character literal that begins here; `None` for the quote of a lifetime and anything else.
fn character(text: &str, i: usize) -> Option<usize> {
    if text.as_bytes()[i] != b'\'' {
        return None;
    }
    let mut chars = text[i + 1..].char_indices();
    match (chars.next()?, chars.next()?) {
        ((_, '\\'), (second, escaped)) => {
            let from = i + 1 + second + escaped.len_utf8();
            Some(from + text[from..].find('\'')? + 1 - i)
        }
        (_, (second, '\'')) => Some(second + 2),
        _ => None,
    }
}

fn unescape(inner: &str) -> String {
    let (mut out, mut chars) = (String::with_capacity(inner.len()), inner.chars().peekable());
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            ('\\', Some('n')) => out.push('\n'),
            ('\\', Some('t')) => out.push('\t'),
            ('\\', Some('\n')) => while chars.next_if(|c| c.is_whitespace()).is_some() {},
            ('\\', Some(other)) => out.push(other),
            (c, _) => out.push(c),
        }
    }
    out
}

#[test]
fn comments_and_strings_are_not_code() {
    let text = "let a = \"{ // no\"; // crate::web {\nlet b = '{'; /* { /* } */ */ let c: &'static str = r#\"x \"y\" {\"#;";
    let file = File::new("src/x.rs", text);
    assert_eq!(file.code.len(), text.len());
    assert!(!file.code.contains(['{', '}']) && !file.code.contains("crate") && file.code.contains("&'static str"));
    assert_eq!(file.literals.iter().map(|l| l.value.as_str()).collect::<Vec<_>>(), ["{ // no", "x \"y\" {"]);
}

#[test]
fn escapes_and_continued_lines_are_read() {
    let file = File::new("src/x.rs", "const A: &str = \"a\\\"b \\\n    c\"; let q = '\\''; let z = \"d\";");
    assert_eq!(file.literals.iter().map(|l| l.value.as_str()).collect::<Vec<_>>(), ["a\"b c", "d"]);
}

#[test]
fn test_code_is_told_apart() {
    let file = File::new("src/x.rs", "fn a() {}\n#[cfg(test)]\nmod tests { fn b() {} }\nfn c() {}");
    assert_eq!(["fn a", "fn b", "fn c"].map(|name| file.is_test(file.text.find(name).unwrap())), [false, true, false]);
    assert!(File::new("tests/it/x.rs", "fn d() {}").is_test(0));
}

#[test]
fn a_module_declared_for_tests_is_test_code() {
    let mut files = [
        File::new("src/roster/mod.rs", "#[cfg(test)]\nmod hostile;\nmod names;\n#[cfg(test)]\n#[path = \"far.rs\"]\nmod near;"),
        File::new("src/roster/hostile.rs", "fn a() {}"),
        File::new("src/roster/names.rs", "fn b() {}"),
        File::new("src/roster/far.rs", "fn c() {}"),
    ];
    mark_test_modules(&mut files);
    assert_eq!([1, 2, 3].map(|i: usize| files[i].is_test(0)), [true, false, true]);
}

#[test]
fn words_stand_alone() {
    assert_eq!(find_words("my_panic! panic! panicky", "panic!").collect::<Vec<_>>(), [10]);
}

//! Words: three languages with the same keys and values, no key missing, none idle; templates without Chinese.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{File, closing, find_words, skip_blanks, split_commas};
use super::{DYNAMIC_KEYS, Found, OWN_NAMES, PLAIN_TEMPLATES, ROOMS};

const LANGUAGES: [&str; 3] = ["zh-CN", "zh-TW", "en"];
/// Calls whose first argument is a key.
const KEY_FIRST: [&str; 7] = ["t(", "tv(", "Msg::new(", "Msg::from(", "Error::Denied(", "Error::Conflict(", "Error::TooMuch("];
/// Calls whose second argument is a key.
const KEY_SECOND: [&str; 4] = ["Problem::at(", "Error::at(", "note(", "word("];

/// A message of a word file: where it stands and which values it names.
struct Message {
    file: usize,
    line: usize,
    values: BTreeSet<String>,
}

/// key → message, of one language.
type Words = BTreeMap<String, Message>;

fn language(path: &str) -> Option<&str> {
    path.strip_prefix("i18n/")?.split('/').next()
}

/// Reads a word file: messages begin at the line's start, what is indented belongs to them.
fn read(index: usize, text: &str, into: &mut Words) -> Vec<(usize, String)> {
    let (mut twice, mut current) = (Vec::new(), None::<String>);
    for (number, line) in text.lines().enumerate() {
        if line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-') {
            let key = line.split('=').next().unwrap_or_default().trim().to_owned();
            if into.insert(key.clone(), Message { file: index, line: number + 1, values: BTreeSet::new() }).is_some() {
                twice.push((number + 1, key.clone()));
            }
            current = Some(key);
        } else if line.starts_with('#') {
            current = None;
        }
        if let Some(message) = current.as_ref().and_then(|key| into.get_mut(key)) {
            message.values.extend(values(line));
        }
    }
    twice
}

/// The `$names` of a line.
fn values(line: &str) -> Vec<String> {
    let name = |rest: &str| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')).collect::<String>();
    line.split('$').skip(1).map(name).filter(|name| !name.is_empty()).collect()
}

fn all(files: &[File]) -> (BTreeMap<&'static str, Words>, Vec<Found>) {
    let (mut languages, mut found) = (BTreeMap::new(), Vec::new());
    for lang in LANGUAGES {
        let words: &mut Words = languages.entry(lang).or_default();
        for (index, file) in files.iter().enumerate().filter(|(_, file)| file.path.ends_with(".ftl") && language(&file.path) == Some(lang)) {
            found.extend(read(index, &file.text, words).into_iter().map(|(line, key)| Found::at_line(file, line, format!("`{key}` is defined twice in {lang}; keep one"))));
        }
    }
    (languages, found)
}

/// The same keys with the same values in each language, each once, prefixed by their room.
pub(super) fn languages_agree(files: &[File]) -> Vec<Found> {
    let (languages, mut found) = all(files);
    // Simplified Chinese is the model: it comes last and so wins.
    let keys: BTreeMap<&String, &Message> = LANGUAGES.iter().rev().flat_map(|lang| &languages[lang]).collect();
    let mut missing: BTreeMap<(usize, &str), Vec<&str>> = BTreeMap::new();
    for (key, model) in keys {
        for (lang, words) in &languages {
            match words.get(key) {
                None => missing.entry((model.file, lang)).or_default().push(key),
                Some(message) if message.values != model.values => {
                    let what = format!("`{key}` names {:?} here and {:?} in {}; give them the same values", message.values, model.values, files[model.file].path);
                    found.push(Found::at_line(&files[message.file], message.line, what));
                }
                Some(message) => found.extend(prefix(&files[message.file], message.line, key)),
            }
        }
    }
    for ((index, lang), keys) in missing {
        let others = if keys.len() > 5 { format!(" and {} more", keys.len() - 5) } else { String::new() };
        let what = format!("missing in {lang}: {}{others}; write them in i18n/{lang}", keys[..keys.len().min(5)].join(", "));
        found.push(Found::new(&files[index], 0, what));
    }
    found
}

fn prefix(file: &File, line: usize, key: &str) -> Option<Found> {
    let room = file.path.rsplit('/').next()?.strip_suffix(".ftl")?;
    let strays = ROOMS.contains(&room) && !key.starts_with(&format!("{room}-")) && !is_dynamic(key);
    strays.then(|| Found::at_line(file, line, format!("`{key}` does not begin with `{room}-`; name it after its room")))
}

/// Keys asked for in code and templates that no word file has.
pub(super) fn keys_exist(files: &[File]) -> Vec<Found> {
    let (languages, _) = all(files);
    let known = &languages["zh-CN"];
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with("src/") && !is_word_code(file)) {
        for (at, key) in asked(file) {
            if !known.contains_key(&key) {
                found.push(Found::new(file, at, format!("the key `{key}` is in no word file; write it in i18n/*/{}.ftl", file.room().unwrap_or("base"))));
            }
        }
    }
    found
}

/// The code that looks words up handles keys as values.
fn is_word_code(file: &File) -> bool {
    file.path == "src/base/words.rs"
}

/// The literal keys that a file asks for, with their bytes.
fn asked(file: &File) -> Vec<(usize, String)> {
    if file.path.ends_with(".html") {
        return KEY_FIRST[..2].iter().flat_map(|call| find_words(&file.text, call).filter_map(|at| html_key(&file.text, at + call.len()))).collect();
    }
    let mut found = Vec::new();
    for (calls, argument) in [(&KEY_FIRST[..], 0), (&KEY_SECOND[..], 1)] {
        for call in calls {
            for at in find_words(&file.code, call).filter(|at| !file.is_test(*at)) {
                let open = at + call.len() - 1;
                let inside = &file.code[open + 1..closing(&file.code, open)];
                let Some((begin, _)) = split_commas(inside).get(argument).copied() else { continue };
                let start = skip_blanks(&file.code, open + 1 + begin);
                found.extend(file.literal_at(start).filter(|literal| is_key(&literal.value)).map(|literal| (literal.at, literal.value.clone())));
            }
        }
    }
    found
}

fn html_key(text: &str, at: usize) -> Option<(usize, String)> {
    let rest = text[skip_blanks(text, at)..].strip_prefix(['"', '\''])?;
    let key = &rest[..rest.find(['"', '\''])?];
    is_key(key).then(|| (at, key.to_owned()))
}

/// `roster-no-such-class`: lower case with at least one hyphen. A key that is put together (`roster-{kind}`) is none.
fn is_key(text: &str) -> bool {
    text.contains('-') && text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'))
}

/// Calls that write an act of the audit chain: (call, which argument, prefix of its words).
const DEEDS: [(&str, usize, &str); 4] = [("did(", 0, "access-act-"), ("saw(", 0, "access-act-"), ("Entry::of(", 1, "access-act-"), ("trail::note(", 2, "event-")];

/// Acts of the audit chain and kinds of events that have no words.
pub(super) fn deeds_have_words(files: &[File]) -> Vec<Found> {
    let (languages, _) = all(files);
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with("src/") && file.path.ends_with(".rs")) {
        for (call, argument, prefix) in DEEDS {
            for at in find_words(&file.code, call).filter(|at| !file.is_test(*at)) {
                let open = at + call.len() - 1;
                let inside = &file.code[open + 1..closing(&file.code, open)];
                let Some((begin, _)) = split_commas(inside).get(argument).copied() else { continue };
                let Some(literal) = file.literal_at(skip_blanks(&file.code, open + 1 + begin)) else { continue };
                let key = format!("{prefix}{}", literal.value.to_ascii_lowercase().replace('.', "-"));
                let lacking: Vec<&str> = languages.iter().filter(|(_, words)| !words.contains_key(&key)).map(|(lang, _)| *lang).collect();
                if !lacking.is_empty() {
                    found.push(Found::new(file, literal.at, format!("`{}` has no words in {}; write `{key}`", literal.value, lacking.join(", "))));
                }
            }
        }
    }
    found
}

/// Keys that nothing asks for.
pub(super) fn keys_used(files: &[File]) -> Vec<Found> {
    let (languages, _) = all(files);
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for file in files.iter().filter(|file| !file.path.ends_with(".ftl") && !file.path.ends_with(".md")) {
        if file.path.ends_with(".rs") {
            used.extend(file.living_literals().map(|literal| literal.value.as_str()));
        } else {
            used.extend(file.text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))));
        }
    }
    let mut found = Vec::new();
    for (key, message) in &languages["zh-CN"] {
        let asked_for = used.contains(key.as_str()) || key.starts_with('-') || is_dynamic(key);
        if !asked_for {
            let what = format!("nothing uses `{key}`; delete it in each language, or list its prefix in DYNAMIC_KEYS");
            found.push(Found::at_line(&files[message.file], message.line, what));
        }
    }
    found
}

fn is_dynamic(key: &str) -> bool {
    DYNAMIC_KEYS.iter().any(|(prefix, _)| key.starts_with(prefix))
}

/// Chinese text in a template: words live in i18n.
pub(super) fn templates_are_wordless(files: &[File]) -> Vec<Found> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.path.ends_with(".html") && file.path.starts_with("src/")) {
        if let Some((at, c)) = without_own_names(&file.text).char_indices().find(|(_, c)| is_chinese(*c)) {
            found.push(Found::new(file, at, format!("`{c}` in a template; move the words to i18n/*/{}.ftl", file.room().unwrap_or("web"))));
        }
    }
    found
}

/// The text with the languages' own names blanked; bytes keep their places.
fn without_own_names(text: &str) -> String {
    OWN_NAMES.iter().fold(text.to_owned(), |text, name| text.replace(name, &" ".repeat(name.len())))
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// A page that is neither a whole page within the layout nor a partial.
pub(super) fn templates_have_a_frame(files: &[File]) -> Vec<Found> {
    let pages = files.iter().filter(|file| file.path.ends_with(".html") && file.path.starts_with("src/"));
    let bare = pages.filter(|file| {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        let framed = file.text.contains("{% extends ") || file.text.contains("{%- extends ");
        !framed && !name.starts_with('_') && !PLAIN_TEMPLATES.iter().any(|(plain, _)| *plain == name)
    });
    bare.map(|file| Found::new(file, 0, "a page without the layout; begin with `{% extends %}`, or with `_` in its name if it is a partial")).collect()
}

#[cfg(test)]
fn tree(ftl: [&str; 3], code: &str, page: &str) -> Vec<File> {
    let mut files: Vec<File> = LANGUAGES.iter().zip(ftl).map(|(lang, text)| File::new(&format!("i18n/{lang}/roster.ftl"), text)).collect();
    files.push(File::new("src/roster/mod.rs", code));
    files.push(File::new("src/roster/pages/list.html", page));
    files
}

#[test]
fn complete_words_are_quiet() {
    let word = "# words\nroster-count = { $n ->\n    [one] 1\n   *[other] { $n } of { $all }\n}\nroster-head = x\n";
    let files = tree([word; 3], "fn f() { Msg::new(\"roster-count\").with(\"n\", 1); }", "{% extends \"layout.html\" %}{{ t(\"roster-head\") }}");
    for rule in [languages_agree, keys_exist, keys_used, templates_are_wordless, templates_have_a_frame] {
        assert_eq!(rule(&files).iter().map(|found| &found.what).collect::<Vec<_>>(), Vec::<&String>::new());
    }
}

#[test]
fn what_the_languages_do_not_share_is_found() {
    let files = tree(["roster-a = { $x }\nroster-b = b\n", "roster-a = { $x }\nroster-b = b\nroster-b = c\nother = d\n", "roster-a = { $y }\n"], "", "");
    let told: Vec<String> = languages_agree(&files).into_iter().map(|found| found.what).collect();
    for word in ["missing in en: roster-b", "`roster-a` names {\"y\"}", "`roster-b` is defined twice in zh-TW", "missing in zh-CN: other", "`other` does not begin"] {
        assert!(told.iter().any(|what| what.contains(word)), "{word}: {told:#?}");
    }
}

#[test]
fn a_key_that_nobody_wrote_is_found_wherever_it_is_asked_for() {
    let code = "fn f(p: &mut Problems) { p.note(\"name\", \"roster-one\"); Error::at(&field(a, b), Msg::new(\"roster-two\")); Problem::at(\"x\", \"roster-three\");
        Error::Denied(\"roster-four\".into()); t(\"roster-five\"); set(\"roster-no\"); Msg::new(format!(\"roster-{x}\")); }
        #[cfg(test)] mod tests { fn g() { Msg::new(\"roster-test\"); } }";
    let found = keys_exist(&tree([""; 3], code, "{{ self.tv(\"roster-six\", n) }}{{ set(\"roster-no\") }}"));
    let told: String = found.iter().map(|found| found.what.as_str()).collect();
    for key in ["one", "two", "three", "four", "five", "six"] {
        assert!(told.contains(&format!("`roster-{key}`")), "{key}: {told}");
    }
    assert_eq!(found.len(), 6, "{told}");
}

#[test]
fn an_act_and_an_event_without_words_are_found() {
    let code =
        "fn f(cx: &mut Cx) { cx.did(\"HandOver\", s, l, n); cx.saw(\"SeeChild\", s, l); Entry::of(&who, \"Open\"); trail::note(tx, permit.who(), \"roster.hand_over\", id, &x); }
        #[cfg(test)] mod tests { fn g() { cx.did(\"Nothing\", s, l, n); } }";
    let known = "access-act-handover = x\nevent-roster-hand_over = y\n";
    let told: Vec<String> = deeds_have_words(&tree([known, known, ""], code, "")).into_iter().map(|found| found.what).collect();
    let expected =
        ["`HandOver` has no words in en", "`SeeChild` has no words in en, zh-CN, zh-TW", "`Open` has no words in en, zh-CN, zh-TW", "`roster.hand_over` has no words in en"];
    for told_of in expected {
        assert!(told.iter().any(|what| what.starts_with(&format!("{told_of};"))), "{told_of}: {told:#?}");
    }
    assert_eq!(told.len(), expected.len(), "{told:#?}");
}

#[test]
fn an_idle_key_is_found_and_a_key_in_a_variable_is_not() {
    let files = tree(["roster-a = a\nroster-b = b\nroster-c = c\n"; 3], "const K: &str = \"roster-a\";\n#[cfg(test)]\nconst L: &str = \"roster-c\";", "");
    let told: Vec<String> = keys_used(&files).into_iter().map(|found| found.what).collect();
    assert!(told.len() == 2 && told[0].contains("roster-b") && told[1].contains("roster-c"), "{told:?}");
}

#[test]
fn a_template_with_chinese_or_without_a_frame_is_found() {
    let files = tree([""; 3], "", "<p>简体中文</p><p>学生</p>");
    assert_eq!((templates_are_wordless(&files).len(), templates_have_a_frame(&files).len()), (1, 1));
}

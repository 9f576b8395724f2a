//! The migrations as text: ready for both databases and for shards (ARCHITECTURE.md, Store).

use super::source::{File, closing, line_of, split_commas};
use super::{DIRECTORIES, Found, LAYERS, RESERVED, ROOMS};

const TYPES: [&str; 7] = ["uuid", "bigint", "text", "boolean", "date", "bytea", "double precision"];
/// Words of a name that speak of money, and of a moment: the unit must follow.
const MONEY: [&str; 7] = ["amount", "price", "cost", "fee", "balance", "income", "money"];
const MOMENT: [&str; 4] = ["at", "time", "timestamp", "moment"];
/// What neither SQLite nor a sharded PostgreSQL can do alike.
const BANNED: [(&str, &str); 14] = [
    ("create trigger", "rooms write events themselves"),
    ("create function", "rules live in Rust"),
    ("create sequence", "ids are made by the application"),
    ("serial", "ids are made by the application"),
    ("bigserial", "ids are made by the application"),
    ("autoincrement", "ids are made by the application"),
    ("generated", "derived values are computed in Rust"),
    ("nextval", "ids are made by the application"),
    ("on delete set null", "school_id would become null, too"),
    ("on delete set default", "shards refuse it"),
    ("now", "the clock is a parameter"),
    ("current_timestamp", "the clock is a parameter"),
    ("current_date", "the clock is a parameter"),
    ("random", "randomness is a parameter"),
];

/// A table of the migrations.
pub(super) struct Table {
    pub(super) name: String,
    /// The room of the comment `-- room: …` above it; empty when there is none.
    pub(super) owner: String,
    /// Under a comment `-- class: reference`: codes, the same for every school, without school_id.
    pub(super) reference: bool,
    file: usize,
    at: usize,
    columns: Vec<Item>,
    constraints: Vec<Item>,
}

/// A column or constraint: its byte and its text in lower case with single blanks.
struct Item {
    at: usize,
    text: String,
}

impl Item {
    fn name(&self) -> &str {
        self.text.split(' ').next().unwrap_or_default()
    }
}

/// Every table that the migrations create, in order.
pub(super) fn tables(files: &[File]) -> Vec<Table> {
    migrations(files).flat_map(|(index, file)| statements(&file.text).into_iter().filter_map(move |(at, sql)| table(index, file, at, &sql))).collect()
}

fn migrations(files: &[File]) -> impl Iterator<Item = (usize, &File)> {
    files.iter().enumerate().filter(|(_, file)| file.path.starts_with("migrations/") && file.path.ends_with(".sql"))
}

/// The text with comments and quoted values blanked and letters made small; bytes keep their places.
fn plain(text: &str) -> String {
    let (mut out, mut comment, mut quoted, mut chars) = (String::with_capacity(text.len()), false, false, text.chars().peekable());
    while let Some(c) = chars.next() {
        comment = (comment || (!quoted && c == '-' && chars.peek() == Some(&'-'))) && c != '\n';
        let inside = quoted;
        quoted ^= c == '\'' && !comment;
        if c == '\n' || !(comment || inside && quoted) {
            out.push(c.to_ascii_lowercase());
        } else {
            (0..c.len_utf8()).for_each(|_| out.push(' '));
        }
    }
    out
}

/// Statements with the byte of their first letter.
fn statements(text: &str) -> Vec<(usize, String)> {
    let (plain, mut at) = (plain(text), 0);
    let mut found = Vec::new();
    for part in plain.split(';') {
        let lead = part.len() - part.trim_start().len();
        if !part.trim().is_empty() {
            found.push((at + lead, part.trim().to_owned()));
        }
        at += part.len() + 1;
    }
    found
}

fn one_line(sql: &str) -> String {
    sql.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn table(index: usize, file: &File, at: usize, sql: &str) -> Option<Table> {
    let open = sql.find('(')?;
    let head = one_line(&sql[..open]);
    let name = head.strip_prefix("create table ")?.trim_start_matches("if not exists ").trim().to_owned();
    let items: Vec<Item> = split_commas(&sql[open + 1..closing(sql, open)])
        .into_iter()
        .map(|(begin, part)| Item { at: at + open + 1 + begin + (part.len() - part.trim_start().len()), text: one_line(part) })
        .collect();
    let is_constraint =
        |item: &Item| ["primary key", "unique", "foreign key", "check", "constraint"].iter().any(|word| item.text.starts_with(word) && !item.text[word.len()..].starts_with('_'));
    let (constraints, columns) = items.into_iter().partition(is_constraint);
    let above = comments_above(&file.text, at);
    let owner = above.iter().find_map(|line| line.strip_prefix("room:")).map(|room| room.trim().to_owned()).unwrap_or_default();
    let reference = above.iter().any(|line| line.strip_prefix("class:").is_some_and(|class| class.trim() == "reference"));
    Some(Table { name, owner, reference, file: index, at, columns, constraints })
}

/// The comment lines directly above a statement, without their dashes.
fn comments_above(text: &str, at: usize) -> Vec<String> {
    let lines: Vec<&str> = text[..at].lines().rev().skip_while(|line| line.trim().is_empty()).collect();
    lines.into_iter().map_while(|line| line.trim().strip_prefix("--")).map(|line| line.trim().to_owned()).collect()
}

/// Everything that the databases, or shards, would not carry alike.
pub(super) fn check(files: &[File]) -> Vec<Found> {
    let tables = tables(files);
    let mut found = Vec::new();
    for (place, table) in tables.iter().enumerate() {
        let mut say = |at: usize, what: String| found.push(Found::new(&files[table.file], at, format!("`{}`: {what}", table.name)));
        if !LAYERS.iter().any(|(layer, _)| *layer == table.owner) && !ROOMS.contains(&table.owner.as_str()) {
            say(table.at, "no owner; write `-- room: NAME` above it".to_owned());
        }
        if let Some(what) = name_fault(&table.name) {
            say(table.at, what);
        }
        if !table.reference && table.columns.first().is_none_or(|column| column.text != "school_id uuid not null") {
            say(table.at, "its first column must be `school_id uuid not null`; or mark it `-- class: reference`".to_owned());
        }
        table.columns.iter().filter_map(|column| Some((column.at, column_fault(table, column)?))).for_each(|(at, what)| say(at, what));
        table.constraints.iter().filter_map(|item| Some((item.at, constraint_fault(table, &tables[..=place], item)?))).for_each(|(at, what)| say(at, what));
        if !table.constraints.iter().any(|item| item.text.contains("primary key")) {
            say(table.at, "no `primary key (school_id, …)` line".to_owned());
        }
    }
    for (_, file) in migrations(files) {
        statements(&file.text).iter().for_each(|(at, sql)| found.extend(statement_faults(file, *at, sql, &tables)));
    }
    found
}

fn name_fault(name: &str) -> Option<String> {
    let snake = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !name.contains("__")
        && !name.ends_with('_');
    if !snake {
        return Some(format!("`{name}` is not snake_case"));
    }
    RESERVED.contains(&name).then(|| format!("`{name}` is a reserved word; choose another noun"))
}

fn column_fault(table: &Table, column: &Item) -> Option<String> {
    let name = column.name();
    let rest = column.text[name.len()..].trim_start();
    let Some(kind) = TYPES.iter().find(|kind| rest.strip_prefix(**kind).is_some_and(|after| after.is_empty() || after.starts_with(' '))) else {
        return Some(format!("`{name}` has the type `{}`; take one of {}", rest.split(' ').next().unwrap_or_default(), TYPES.join(", ")));
    };
    let last = name.rsplit('_').next().unwrap_or_default();
    let has = |word: &str| rest.contains(word);
    let fault = if let Some(what) = name_fault(name) {
        what
    } else if has(" primary key") || has(" unique") || (has(" references ") && !table.reference) {
        format!("`{name}` carries a key; write it as a line of its own that begins with school_id")
    } else if (name.ends_with("_fen") || name.ends_with("_ms")) && *kind != "bigint" {
        format!("`{name}` counts whole units; its type is bigint")
    } else if *kind == "bigint" && name.split('_').any(|part| MONEY.contains(&part)) && !name.ends_with("_fen") {
        format!("`{name}` is money; end its name in _fen")
    } else if *kind == "double precision" && name.split('_').any(|part| MONEY.contains(&part)) {
        format!("`{name}` is money; count it in whole fen, bigint, and end its name in _fen")
    } else if *kind == "bigint" && MOMENT.contains(&last) {
        format!("`{name}` is a moment; end its name in _at_ms")
    } else {
        return None;
    };
    Some(fault)
}

/// Whether a table is searched before the school is known.
pub(super) fn is_directory(table: &str) -> bool {
    DIRECTORIES.iter().any(|(name, _)| *name == table)
}

/// The first bracket after a word: `["school_id", "class_id"]`.
fn bracket<'a>(text: &'a str, after: &str) -> Vec<&'a str> {
    let Some(open) = text.find(after).and_then(|at| text[at..].find('(').map(|i| at + i)) else { return Vec::new() };
    text[open + 1..closing(text, open)].split(',').map(str::trim).collect()
}

fn constraint_fault(table: &Table, before: &[Table], item: &Item) -> Option<String> {
    let text = &item.text;
    if text.starts_with("check") {
        return None;
    }
    if let Some(target) = text.split(" references ").nth(1) {
        let name = target.split([' ', '(']).next().unwrap_or_default();
        let Some(parent) = before.iter().find(|other| other.name == name) else {
            return Some(format!("refers to `{name}`, which is not created before it; put parents first"));
        };
        if parent.reference {
            return None;
        }
        let both = bracket(text, "foreign key").first() == Some(&"school_id") && bracket(target, name).first() == Some(&"school_id");
        return (!both).then(|| format!("the foreign key to `{name}` must begin with school_id on both sides"));
    }
    let kind = ["primary key", "unique"].into_iter().find(|kind| text.contains(kind))?;
    let first = bracket(text, kind).first().copied().unwrap_or_default().to_owned();
    (!table.reference && first != "school_id" && !is_directory(&table.name)).then(|| format!("its {kind} begins with `{first}`; it must begin with school_id"))
}

fn statement_faults(file: &File, at: usize, sql: &str, tables: &[Table]) -> Vec<Found> {
    let line = one_line(sql);
    let words = format!(" {} ", line.replace(|c: char| !(c.is_ascii_alphanumeric() || c == '_'), " ").split_whitespace().collect::<Vec<_>>().join(" "));
    let mut found = Vec::new();
    for (banned, why) in BANNED {
        if words.contains(&format!(" {banned} ")) {
            let place = at + sql.find(banned.split(' ').next_back().unwrap_or(banned)).unwrap_or(0);
            found.push(Found::at_line(file, line_of(&file.text, place), format!("`{banned}`: {why}")));
        }
    }
    if line.contains('"') {
        found.push(Found::new(file, at, "a quoted name; choose a plain snake_case name".to_owned()));
    }
    let index = line.strip_prefix("create unique index ").or_else(|| line.strip_prefix("create index "));
    if let Some((_, on)) = index.and_then(|rest| rest.split_once(" on ")) {
        let name = on.split([' ', '(']).next().unwrap_or_default();
        let free = tables.iter().any(|table| table.name == name && table.reference) || is_directory(name);
        if !free && bracket(on, name).first() != Some(&"school_id") {
            found.push(Found::new(file, at, format!("an index on `{name}` that does not begin with school_id")));
        }
    }
    found
}

#[cfg(test)]
fn told(sql: &str) -> Vec<String> {
    check(&[File::new("migrations/V0001__people.sql", sql)]).into_iter().map(|found| format!("{} {}", found.line, found.what)).collect()
}

#[cfg(test)]
const GOOD: &str = "-- The people of a school; \"quoted\" now.
-- room: roster
create table class (
    school_id uuid not null,
    id uuid not null,
    label text not null check (label <> 'serial; now'), -- e.g. 五（1）班, it's so
    primary key (school_id, id),
    unique (school_id, label)
);

-- class: reference
-- room: roster
create table area (code text not null, primary key (code));

-- room: roster
create table pupil (
    school_id uuid not null, id uuid not null, class_id uuid not null, area_code text,
    living_fen bigint not null default 0, seen_at_ms bigint, born date, weight double precision,
    primary key (school_id, id),
    foreign key (school_id, class_id) references class (school_id, id),
    foreign key (area_code) references area (code)
);
create unique index pupil_by_class on pupil (school_id, class_id) where born is not null;
create view young as select school_id, id from pupil;
";

#[test]
fn a_schema_that_keeps_the_rules_is_quiet() {
    assert_eq!(told(GOOD), Vec::<String>::new());
    let tables = tables(&[File::new("migrations/V0001__people.sql", GOOD)]);
    assert_eq!(
        tables.iter().map(|table| (table.name.as_str(), table.owner.as_str(), table.reference)).collect::<Vec<_>>(),
        [("class", "roster", false), ("area", "roster", true), ("pupil", "roster", false)]
    );
}

#[test]
fn each_fault_of_a_schema_is_found_at_its_line() {
    for (from, to, word) in [
        ("-- room: roster\ncreate table class", "create table class", "no owner"),
        ("label text not null", "label varchar(20) not null", "`varchar(20)`"),
        ("label text not null", "Label9_ text not null", "snake_case"),
        ("label text not null", "\"order\" text not null", "quoted name"),
        ("unique (school_id, label)", "unique (label)", "its unique begins with `label`"),
        ("    primary key (school_id, id),\n    unique", "    primary key (id),\n    unique", "its primary key begins with `id`"),
        ("references class (school_id, id)", "references klass (school_id, id)", "put parents first"),
        ("foreign key (school_id, class_id)", "foreign key (class_id, school_id)", "both sides"),
        ("living_fen bigint", "amount bigint", "end its name in _fen"),
        ("living_fen bigint", "income double precision", "count it in whole fen"),
        ("living_fen bigint", "living_fen text", "its type is bigint"),
        ("seen_at_ms bigint", "seen_at bigint", "_at_ms"),
        ("born date", "born date default now()", "`now`"),
        ("on pupil (school_id, class_id)", "on pupil (class_id)", "does not begin with school_id"),
        ("create view young", "create trigger young", "create trigger"),
        ("create table pupil", "create table user", "reserved word"),
    ] {
        let sql = GOOD.replacen(from, to, 1);
        assert!(told(&sql).iter().any(|what| what.contains(word)), "{to}: {:#?}", told(&sql));
    }
    assert!(told(&GOOD.replacen("unique (school_id, label)", "unique (label)", 1))[0].starts_with("8 "));
}

//! Two views for rooms whose pages are lists and forms: a page of sections with tables, and a page with one form.

use askama::Template;

use super::Page;

/// A page of sections.
#[derive(Template)]
#[template(path = "web/pages/sheet.html")]
pub struct Sheet {
    /// The page.
    pub p: Page,
    /// The way here: address and words.
    pub crumbs: Vec<(String, String)>,
    /// A sentence under the title.
    pub lead: String,
    /// What can be done.
    pub links: Vec<Link>,
    /// Names and values.
    pub facts: Vec<(String, String)>,
    /// The parts.
    pub sections: Vec<Section>,
}

/// A link that looks like a button.
pub struct Link {
    /// Where to.
    pub href: String,
    /// Its words.
    pub text: String,
    /// Its icon.
    pub icon: &'static str,
}

/// A part of a page: a table, links, and buttons that post.
#[derive(Default)]
pub struct Section {
    /// Its heading.
    pub title: String,
    /// A sentence under it.
    pub hint: String,
    /// The columns of its table.
    pub columns: Vec<Column>,
    /// The rows of its table.
    pub rows: Vec<Vec<Cell>>,
    /// What stands there instead of an empty table.
    pub empty: String,
    /// Links under the table.
    pub links: Vec<Link>,
    /// Buttons under the table.
    pub buttons: Vec<Button>,
}

/// A column; numbers stand at the right.
pub struct Column {
    /// Its heading.
    pub name: String,
    /// Whether it holds numbers.
    pub num: bool,
}

/// A cell: words, a link, a chip of a kind.
#[derive(Default)]
pub struct Cell {
    /// Its words.
    pub text: String,
    /// Where they lead; empty for nowhere.
    pub href: String,
    /// The kind of chip they are in.
    pub chip: Option<&'static str>,
}

/// A button that posts, with what goes along.
#[derive(Default)]
pub struct Button {
    /// Where it posts to.
    pub action: String,
    /// Its words.
    pub text: String,
    /// Whether it is the main one.
    pub primary: bool,
    /// What is asked before; empty for nothing.
    pub confirm: String,
    /// Hidden fields that go along.
    pub fields: Vec<(&'static str, String)>,
}

/// A page with one form.
#[derive(Template)]
#[template(path = "web/pages/ask.html")]
pub struct Ask {
    /// The page.
    pub p: Page,
    /// The way here: address and words.
    pub crumbs: Vec<(String, String)>,
    /// A sentence under the title.
    pub lead: String,
    /// Where it posts to.
    pub action: String,
    /// Its fields.
    pub fields: Vec<Field>,
    /// The words of its button.
    pub submit: String,
    /// Whether files go along.
    pub files: bool,
}

impl Ask {
    /// Whether what is typed is kept on the device while the tab is open: not with files, and no account of a family.
    fn is_kept(&self) -> bool {
        !self.files && !self.fields.iter().any(|one| one.name == "card")
    }
}

/// A field of a form.
pub struct Field {
    /// Its name.
    pub name: String,
    /// Key of the label.
    pub label: &'static str,
    /// Key of the hint; empty without one.
    pub hint: &'static str,
    /// What is stored.
    pub value: String,
    /// How it looks.
    pub kind: Kind,
    /// Whether it must be filled in.
    pub required: bool,
}

/// How a field looks.
pub enum Kind {
    /// A line.
    Text,
    /// Money.
    Amount,
    /// A whole number.
    Number,
    /// A day.
    Day,
    /// Several lines.
    Long,
    /// Not shown.
    Hidden,
    /// One of several: value and words.
    Select(Vec<(String, String)>),
    /// Several of several: value and words.
    Ticks(Vec<(String, String)>),
    /// A file of these kinds.
    File(&'static str),
}

/// Columns by the keys of their names; those of `numbers` stand at the right.
pub fn columns(p: &Page, keys: &[&str], numbers: &[&str]) -> Vec<Column> {
    keys.iter().map(|key| Column { name: p.t(key), num: numbers.contains(key) }).collect()
}

/// Plain words.
pub fn cell(text: impl ToString) -> Cell {
    Cell { text: text.to_string(), ..Cell::default() }
}

/// Words that lead somewhere.
pub fn linked(text: impl ToString, href: impl Into<String>) -> Cell {
    Cell { text: text.to_string(), href: href.into(), chip: None }
}

/// A chip: `""`, `good`, `due`, `overdue` or `now`.
pub fn chip(text: impl ToString, kind: &'static str) -> Cell {
    Cell { text: text.to_string(), href: String::new(), chip: Some(kind) }
}

/// A link with an icon.
pub fn link(p: &Page, icon: &'static str, key: &str, href: impl Into<String>) -> Link {
    Link { href: href.into(), text: p.t(key), icon }
}

/// A field: its name and the key of its label.
pub fn field(name: &str, label: &'static str, kind: Kind) -> Field {
    Field { name: name.to_owned(), label, hint: "", value: String::new(), kind, required: true }
}

impl Field {
    /// The key of what stands under the label.
    #[must_use]
    pub const fn hint(mut self, key: &'static str) -> Self {
        self.hint = key;
        self
    }
    /// What is stored.
    #[must_use]
    pub fn value(mut self, value: impl ToString) -> Self {
        self.value = value.to_string();
        self
    }
    /// It may stay empty.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }
    /// Whether one of several is ticked: as it was sent before the form was refused, or as it is stored (values with blanks between).
    pub fn is_ticked(&self, p: &Page, value: &str) -> bool {
        if p.typed.is_empty() { self.value.split(' ').any(|one| one == value) } else { p.ticked_with(&self.name, value) }
    }
    /// What was typed before the form was refused, or what is stored.
    pub fn shown(&self, p: &Page) -> String {
        p.old_or(&self.name, &self.value)
    }
}

/// A hidden field.
pub fn hidden(name: &str, value: impl ToString) -> Field {
    Field { name: name.to_owned(), label: "", hint: "", value: value.to_string(), kind: Kind::Hidden, required: false }
}

/// Codes with their words, as choices.
pub fn choices(p: &Page, prefix: &str, codes: impl IntoIterator<Item = &'static str>) -> Vec<(String, String)> {
    codes.into_iter().map(|code| (code.to_owned(), p.t(&format!("{prefix}{code}")))).collect()
}

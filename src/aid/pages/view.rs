//! The two views that all pages of the room share: a page of sections with tables, and a page with one form.

use askama::Template;

use crate::web::Page;

/// A page of sections.
#[derive(Template)]
#[template(path = "aid/pages/sheet.html")]
pub(super) struct Sheet {
    pub p: Page,
    pub crumbs: Vec<(String, String)>,
    pub lead: String,
    pub links: Vec<Link>,
    pub facts: Vec<(String, String)>,
    pub sections: Vec<Section>,
}

/// A link that looks like a button.
pub(super) struct Link {
    pub href: String,
    pub text: String,
    pub icon: &'static str,
}

/// A part of a page: a table, links, and buttons that post.
#[derive(Default)]
pub(super) struct Section {
    pub title: String,
    pub hint: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    pub empty: String,
    pub links: Vec<Link>,
    pub buttons: Vec<Button>,
}

/// A column; numbers stand at the right.
pub(super) struct Column {
    pub name: String,
    pub num: bool,
}

/// A cell: words, a link, a chip of a kind.
#[derive(Default)]
pub(super) struct Cell {
    pub text: String,
    pub href: String,
    pub chip: Option<&'static str>,
}

/// A button that posts, with what goes along.
pub(super) struct Button {
    pub action: String,
    pub text: String,
    pub primary: bool,
    pub confirm: String,
}

/// A page with one form.
#[derive(Template)]
#[template(path = "aid/pages/form.html")]
pub(super) struct Ask {
    pub p: Page,
    pub crumbs: Vec<(String, String)>,
    pub lead: String,
    pub action: String,
    pub fields: Vec<Field>,
    pub submit: String,
    pub files: bool,
}

impl Ask {
    /// Whether what is typed is kept on the device while the tab is open: not with files, and no account of a family.
    fn is_kept(&self) -> bool {
        !self.files && !self.fields.iter().any(|one| one.name == "card")
    }
}

/// A field of a form.
pub(super) struct Field {
    pub name: String,
    /// Key of the label.
    pub label: &'static str,
    /// Key of the hint; empty without one.
    pub hint: &'static str,
    pub value: String,
    pub kind: Kind,
    pub required: bool,
}

/// How a field looks.
pub(super) enum Kind {
    Text,
    Amount,
    Number,
    Day,
    Long,
    Hidden,
    Select(Vec<(String, String)>),
    File(&'static str),
}

/// Columns of numbers, which stand at the right.
const NUMBERS: [&str; 11] = ["aid-money", "aid-promised", "aid-free", "aid-goods", "aid-quantity", "aid-value", "aid-turned", "aid-debit", "aid-credit", "aid-amount", "aid-count"];

/// Columns by the keys of their names.
pub(super) fn columns(p: &Page, keys: &[&str]) -> Vec<Column> {
    keys.iter().map(|key| Column { name: p.t(key), num: NUMBERS.contains(key) }).collect()
}

/// Plain words.
pub(super) fn cell(text: impl ToString) -> Cell {
    Cell { text: text.to_string(), ..Cell::default() }
}

/// Words that lead somewhere.
pub(super) fn linked(text: impl ToString, href: impl Into<String>) -> Cell {
    Cell { text: text.to_string(), href: href.into(), chip: None }
}

/// A chip: `""`, `good`, `due`, `overdue` or `now`.
pub(super) fn chip(text: impl ToString, kind: &'static str) -> Cell {
    Cell { text: text.to_string(), href: String::new(), chip: Some(kind) }
}

/// A link with an icon.
pub(super) fn link(p: &Page, icon: &'static str, key: &str, href: impl Into<String>) -> Link {
    Link { href: href.into(), text: p.t(key), icon }
}

/// A field: its name and the key of its label.
pub(super) fn field(name: &str, label: &'static str, kind: Kind) -> Field {
    Field { name: name.to_owned(), label, hint: "", value: String::new(), kind, required: true }
}

impl Field {
    /// The key of what stands under the label.
    pub(super) const fn hint(mut self, key: &'static str) -> Self {
        self.hint = key;
        self
    }
    pub(super) fn value(mut self, value: impl ToString) -> Self {
        self.value = value.to_string();
        self
    }
    pub(super) fn optional(mut self) -> Self {
        self.required = false;
        self
    }
    /// What was typed before the form was refused, or what is stored.
    pub(super) fn shown(&self, p: &Page) -> String {
        p.old_or(&self.name, &self.value)
    }
}

/// A hidden field.
pub(super) fn hidden(name: &str, value: impl ToString) -> Field {
    Field { name: name.to_owned(), label: "", hint: "", value: value.to_string(), kind: Kind::Hidden, required: false }
}

/// Codes with their words, as choices.
pub(super) fn choices(p: &Page, prefix: &str, codes: impl IntoIterator<Item = &'static str>) -> Vec<(String, String)> {
    codes.into_iter().map(|code| (code.to_owned(), p.t(&format!("{prefix}{code}")))).collect()
}

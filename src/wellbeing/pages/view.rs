//! The two views that all pages of the room share: a page of sections, and a page with one form. What is typed stays in the tab alone.

use askama::Template;

use crate::web::Page;

/// A page of sections.
#[derive(Template)]
#[template(path = "wellbeing/pages/sheet.html")]
pub(super) struct Sheet {
    pub p: Page,
    pub crumbs: Vec<(String, String)>,
    pub lead: String,
    /// What has to be said before anything else.
    pub notice: String,
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

/// A part of a page: a table, entries, links, and buttons that post.
#[derive(Default)]
pub(super) struct Section {
    pub title: String,
    pub hint: String,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
    pub items: Vec<Item>,
    pub empty: String,
    pub links: Vec<Link>,
    pub buttons: Vec<Button>,
}

/// Something that was written: a title, who and when, and lines.
#[derive(Default)]
pub(super) struct Item {
    pub title: String,
    pub meta: String,
    pub chips: Vec<(String, &'static str)>,
    pub lines: Vec<(String, String)>,
    pub href: String,
}

/// A cell: words, a link, a chip of a kind.
#[derive(Default)]
pub(super) struct Cell {
    pub text: String,
    pub href: String,
    pub chip: Option<&'static str>,
}

/// A button that posts.
pub(super) struct Button {
    pub action: String,
    pub text: String,
    pub fields: Vec<(&'static str, String)>,
    pub confirm: String,
}

/// A page with one form.
#[derive(Template)]
#[template(path = "wellbeing/pages/form.html")]
pub(super) struct Ask {
    pub p: Page,
    pub crumbs: Vec<(String, String)>,
    pub lead: String,
    /// What stands above the form in a frame, line by line.
    pub notice: Vec<String>,
    pub action: String,
    pub fields: Vec<Field>,
    pub submit: String,
    /// What stands below the form.
    pub below: Vec<Item>,
    /// Buttons that post, below that.
    pub buttons: Vec<Button>,
}

impl Ask {
    /// A form with its fields; what is typed goes to `action`.
    pub(super) fn new(p: Page, crumbs: Vec<(String, String)>, action: impl Into<String>, fields: Vec<Field>, submit: &str) -> Self {
        let submit = p.t(submit);
        Self { p, crumbs, lead: String::new(), notice: Vec::new(), action: action.into(), fields, submit, below: Vec::new(), buttons: Vec::new() }
    }
    /// What stands under the title, by its key.
    pub(super) fn lead(mut self, key: &str) -> Self {
        self.lead = self.p.t(key);
        self
    }
    /// What stands above the form.
    pub(super) fn notice(mut self, lines: Vec<String>) -> Self {
        self.notice = lines;
        self
    }
}

impl Sheet {
    /// A page with its sections.
    pub(super) fn new(p: Page, crumbs: Vec<(String, String)>, sections: Vec<Section>) -> Self {
        Self { p, crumbs, lead: String::new(), notice: String::new(), links: Vec::new(), facts: Vec::new(), sections }
    }
}

/// A field of a form.
pub(super) struct Field {
    pub name: &'static str,
    /// Key of the label.
    pub label: String,
    /// Key of the hint; empty without one.
    pub hint: &'static str,
    pub value: String,
    pub kind: Kind,
    pub required: bool,
}

/// How a field looks.
pub(super) enum Kind {
    Text,
    Number,
    Day,
    Time,
    Long,
    Hidden,
    Select(Vec<(String, String)>),
    Boxes(Vec<(String, String)>),
    Radios(Vec<(String, String)>),
}

impl Field {
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
        p.old_or(self.name, &self.value)
    }
    /// Whether a box or a radio is chosen.
    pub(super) fn chosen(&self, p: &Page, code: &str) -> bool {
        if p.typed.is_empty() { self.value.split(',').any(|one| one == code) } else { p.ticked_with(self.name, code) }
    }
}

/// A field: its name and the key of its label.
pub(super) fn field(name: &'static str, label: impl Into<String>, kind: Kind) -> Field {
    Field { name, label: label.into(), hint: "", value: String::new(), kind, required: true }
}

/// A hidden field.
pub(super) fn hidden(name: &'static str, value: impl ToString) -> Field {
    Field { name, label: String::new(), hint: "", value: value.to_string(), kind: Kind::Hidden, required: false }
}

/// Codes with their words, as choices.
pub(super) fn choices(p: &Page, prefix: &str, codes: &[&str]) -> Vec<(String, String)> {
    codes.iter().map(|code| ((*code).to_owned(), p.t(&format!("{prefix}{code}")))).collect()
}

/// The concern levels as choices.
pub(super) fn levels(p: &Page) -> Vec<(String, String)> {
    (1..=crate::wellbeing::rules::LEVEL_MOST).map(|level| (level.to_string(), p.t(&format!("wellbeing-level-{level}")))).collect()
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

/// Columns by the keys of their names.
pub(super) fn columns(p: &Page, keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| p.t(key)).collect()
}

//! The two views that most pages of the room share: a page of sections with tables, and a page with one form.

use askama::Template;

use crate::tutoring::clash::{self, TIMES_MOST, Time};
use crate::web::{Cx, Page};

/// A page of sections.
#[derive(Template)]
#[template(path = "tutoring/pages/sheet.html")]
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
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
    pub empty: String,
    pub links: Vec<Link>,
    pub buttons: Vec<Button>,
}

/// A cell: words, a link, a chip of a kind, a button.
#[derive(Default)]
pub(super) struct Cell {
    pub text: String,
    pub href: String,
    pub chip: Option<&'static str>,
    pub post: String,
}

/// A button that posts.
pub(super) struct Button {
    pub action: String,
    pub text: String,
    pub primary: bool,
    pub confirm: String,
}

/// A page with one form.
#[derive(Template)]
#[template(path = "tutoring/pages/form.html")]
pub(super) struct Ask {
    pub p: Page,
    pub crumbs: Vec<(String, String)>,
    pub lead: String,
    /// What is always true of it, in a box.
    pub notice: String,
    pub action: String,
    pub fields: Vec<Field>,
    pub submit: String,
    pub files: bool,
}

impl Ask {
    /// A form whose button saves.
    pub(super) fn new(p: Page, crumbs: Vec<(String, String)>, action: impl Into<String>, fields: Vec<Field>) -> Self {
        Self { crumbs, lead: String::new(), notice: String::new(), action: action.into(), fields, submit: p.t("web-save"), files: false, p }
    }
    /// Whether a box is ticked: as it was typed, or as it is stored.
    fn is_ticked(&self, name: &str, chosen: &[String], value: &str) -> bool {
        if self.p.typed.is_empty() { chosen.iter().any(|one| one == value) } else { self.p.ticked_with(name, value) }
    }
    pub(super) fn lead(mut self, lead: String) -> Self {
        self.lead = lead;
        self
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
    Number,
    Day,
    Clock,
    Long,
    Hidden,
    Select(Vec<(String, String)>),
    /// Boxes of one name; those chosen are named.
    Checks(Vec<(String, String)>, Vec<String>),
    Check(bool),
    /// Times of the week: days of the week with their words, and rows of what is chosen.
    Times(Vec<(String, String)>, Vec<(String, String, String)>),
    File(&'static str),
}

/// Columns by the keys of their names.
pub(super) fn columns(p: &Page, keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| p.t(key)).collect()
}

/// Plain words.
pub(super) fn cell(text: impl ToString) -> Cell {
    Cell { text: text.to_string(), ..Cell::default() }
}

/// Words that lead somewhere.
pub(super) fn linked(text: impl ToString, href: impl Into<String>) -> Cell {
    Cell { text: text.to_string(), href: href.into(), ..Cell::default() }
}

/// A chip: `""`, `good`, `due`, `overdue` or `now`.
pub(super) fn chip(text: impl ToString, kind: &'static str) -> Cell {
    Cell { text: text.to_string(), chip: Some(kind), ..Cell::default() }
}

/// A button that posts.
pub(super) fn button(text: impl ToString, post: impl Into<String>) -> Cell {
    Cell { text: text.to_string(), post: post.into(), ..Cell::default() }
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

/// Times of the week in rows, with one row to spare.
pub(super) fn times(p: &Page, name: &str, label: &'static str, known: &[Time], most: usize) -> Field {
    let days = std::iter::once((String::new(), p.t("tutoring-no-time"))).chain((1..=7).map(|day| (day.to_string(), p.t(&format!("tutoring-weekday-{day}"))))).collect();
    let row = |at: usize| {
        let stored = known.get(at).map(|time| (time.weekday.to_string(), clash::clock(time.from), clash::clock(time.until))).unwrap_or_default();
        let typed = |part: &str, stored: String| p.old_or(&format!("{name}-{part}-{at}"), stored);
        (typed("day", stored.0), typed("from", stored.1), typed("until", stored.2))
    };
    let typed = (0..most).filter(|at| !p.old(&format!("{name}-day-{at}")).is_empty()).max().map_or(0, |at| at + 1);
    let rows = (known.len().max(typed) + 2).min(most);
    field(name, label, Kind::Times(days, (0..rows).map(row).collect()))
}

/// The times that were typed; nothing when one of them is none.
pub(super) fn typed_times(cx: &Cx<'_, '_>, name: &str, most: usize) -> Option<Vec<Time>> {
    let part = |part: &str, at: usize| cx.field(&format!("{name}-{part}-{at}")).to_owned();
    let rows = (0..most).filter(|at| !part("day", *at).is_empty());
    rows.map(|at| Time::of(part("day", at).parse().ok()?, clash::minute(&part("from", at))?, clash::minute(&part("until", at))?)).collect()
}

/// The times of a class that were typed.
pub(super) fn typed_class_times(cx: &Cx<'_, '_>) -> Option<Vec<Time>> {
    typed_times(cx, "time", TIMES_MOST)
}

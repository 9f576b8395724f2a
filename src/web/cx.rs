//! What a handler has at hand.

use std::str::FromStr;

use askama::Template;
use serde::de::DeserializeOwned;

use super::page::{Flash, Me, NavItem, Page};
use super::request::{Request, Situation};
use super::{App, Reply};
use crate::access::audit::Entry;
use crate::access::{Act, Action, Levels, Permit, Subject, Who};
use crate::base::{Error, Lang, Msg, Problem, Result, RowId, words};
use crate::store::Tx;

/// A request in the shell's transaction.
pub struct Cx<'a, 'c> {
    /// The transaction.
    pub tx: &'a mut Tx<'c>,
    /// Who asks.
    pub who: &'a Who,
    /// The server.
    pub app: &'a App,
    /// The request.
    pub req: &'a Request,
    pub(super) situation: &'a Situation,
    pub(super) seen: Option<Entry>,
}

/// A request whose handler opens its own transactions.
pub struct Work<'a> {
    /// The server.
    pub app: &'a App,
    /// Who asks.
    pub who: &'a Who,
    /// The request.
    pub req: &'a Request,
    pub(super) situation: &'a Situation,
}

impl<'c> Cx<'_, 'c> {
    /// A value of the path, such as an id; not found when it is none.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn path<T: FromStr>(&self, name: &str) -> Result<T> {
        path_value(self.req, name)
    }
    /// The query string.
    ///
    /// # Errors
    /// Not found when it does not parse: a mangled link.
    pub fn query<T: DeserializeOwned>(&self) -> Result<T> {
        serde_html_form::from_str(&self.req.query).map_err(|_| Error::NotFound)
    }
    /// The form as a type; take texts and parse them yourself where a person may type nonsense.
    ///
    /// # Errors
    /// A problem without a field when the form lacks what the page sends.
    pub fn form<T: DeserializeOwned>(&self) -> Result<T> {
        form_value(self.req)
    }
    /// A field of the form, trimmed; empty when missing.
    pub fn field(&self, name: &str) -> &str {
        self.req.field(name).unwrap_or_default().trim()
    }
    /// The permit for an action on a subject.
    ///
    /// # Errors
    /// See [`Permit::ask`].
    pub fn permit<A: Act>(&mut self, subject: impl Into<Subject>) -> Result<Permit<A>> {
        Permit::ask(self.tx, self.who, subject)
    }
    /// Notes what this page shows of whom: its answer then waits for the audit chain.
    pub fn saw(&mut self, act: &str, subject: Subject, levels: Levels) {
        self.seen = Some(Entry::of(self.who, act).subject(subject).levels(levels));
    }
    /// Notes what this form changed, for its audit entry: ids and counts.
    pub fn did(&mut self, act: &str, subject: Subject, levels: Levels, note: impl Into<String>) {
        self.seen = Some(Entry::of(self.who, act).subject(subject).levels(levels).note(note));
    }
    /// The page around a template, by the key of its title.
    pub fn page(&self, title: &str) -> Page {
        page(self.app, self.who, self.req, self.situation, &Msg::new(title.to_owned()))
    }
    /// The page around a template, with a title that has values.
    pub fn page_of(&self, title: &Msg) -> Page {
        page(self.app, self.who, self.req, self.situation, title)
    }
    /// Renders a template.
    ///
    /// # Errors
    /// A fault of the template.
    pub fn render(&self, template: &impl Template) -> Result<Reply> {
        render(template)
    }
    /// The language of the person.
    pub fn lang(&self) -> Lang {
        self.who.lang
    }
    /// The signed-in session, where there is one.
    pub fn session(&self) -> Option<&crate::access::Session> {
        self.situation.session.as_ref()
    }
    /// Whether this page is shown again because the form was refused.
    pub fn refused(&self) -> bool {
        !self.situation.problems.is_empty()
    }
}

impl Work<'_> {
    /// One unit of work that writes. A handler's own audit entry is appended by [`Cx::did`].
    ///
    /// # Errors
    /// Those of the closure.
    pub fn write<T>(&self, work: impl FnOnce(&mut Cx<'_, '_>) -> Result<T>) -> Result<T> {
        self.app.store.write(self.who.school, |tx| {
            let mut cx = Cx { tx, who: self.who, app: self.app, req: self.req, situation: self.situation, seen: None };
            let done = work(&mut cx)?;
            if let Some(entry) = cx.seen.take() {
                crate::access::audit::append(cx.tx, &entry)?;
            }
            Ok(done)
        })
    }
    /// One unit of work that only reads.
    ///
    /// # Errors
    /// Those of the closure.
    pub fn read<T>(&self, work: impl FnOnce(&mut Cx<'_, '_>) -> Result<T>) -> Result<T> {
        self.app.store.read(self.who.school, |tx| work(&mut Cx { tx, who: self.who, app: self.app, req: self.req, situation: self.situation, seen: None }))
    }
    /// A value of the path.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn path<T: FromStr>(&self, name: &str) -> Result<T> {
        path_value(self.req, name)
    }
    /// The form as a type.
    ///
    /// # Errors
    /// A problem when the form lacks what the page sends.
    pub fn form<T: DeserializeOwned>(&self) -> Result<T> {
        form_value(self.req)
    }
    /// A field of the form, trimmed; empty when missing.
    pub fn field(&self, name: &str) -> &str {
        self.req.field(name).unwrap_or_default().trim()
    }
    /// The page around a template.
    pub fn page(&self, title: &str) -> Page {
        page(self.app, self.who, self.req, self.situation, &Msg::new(title.to_owned()))
    }
    /// Renders a template.
    ///
    /// # Errors
    /// A fault of the template.
    pub fn render(&self, template: &impl Template) -> Result<Reply> {
        render(template)
    }
    /// The signed-in session, where there is one.
    pub fn session(&self) -> Option<&crate::access::Session> {
        self.situation.session.as_ref()
    }
}

fn path_value<T: FromStr>(req: &Request, name: &str) -> Result<T> {
    let text = req.params.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    text.and_then(|v| v.parse().ok()).ok_or(Error::NotFound)
}

fn form_value<T: DeserializeOwned>(req: &Request) -> Result<T> {
    let pairs: Vec<(&str, &str)> = req.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let text = serde_html_form::to_string(&pairs).map_err(|e| Error::fault("form", e))?;
    serde_html_form::from_str(&text).map_err(|_| Error::Invalid(vec![Problem::at("", "web-form-incomplete")]))
}

fn render(template: &impl Template) -> Result<Reply> {
    template.render().map(Reply::Html).map_err(|e| Error::fault("template", e))
}

/// The navigation: at most nine words, shortened by role.
const NAV: [(&str, &str, &str, Option<Action>); 11] = [
    ("/", "web-nav-today", "today", None),
    ("/pupils", "web-nav-pupils", "pupils", Some(Action::SeePupil)),
    ("/screening", "web-nav-screening", "screening", Some(Action::SeeCandidates)),
    ("/cases", "web-nav-support", "support", Some(Action::SeeCaseFile)),
    ("/progress", "web-nav-progress", "progress", Some(Action::SeeCaseFile)),
    ("/supervision", "web-nav-supervision", "supervision", Some(Action::SeeCaseFile)),
    ("/villages", "web-nav-villages", "family", Some(Action::SeeHouseholds)),
    ("/aid", "web-nav-aid", "aid", Some(Action::SeeAid)),
    ("/wellbeing", "web-nav-wellbeing", "family", Some(Action::CounselPupil)),
    ("/registers", "web-nav-reports", "reports", Some(Action::PrintRegister)),
    ("/settings", "web-nav-settings", "settings", None),
];

pub(super) fn page(app: &App, who: &Who, req: &Request, situation: &Situation, title: &Msg) -> Page {
    let lang = who.lang;
    let me = situation.session.as_ref().map(|session| Me {
        id: session.staff.to_string(),
        name: session.name.clone(),
        school: app.school(who.school).map(|t| t.name).unwrap_or_default(),
        family_name: session.name.chars().next().map(String::from).unwrap_or_default(),
    });
    let current = place_of(&req.path);
    let nav = NAV
        .iter()
        .filter(|(.., action)| action.is_none_or(|action| who.may_somewhere(action)))
        .map(|(href, key, icon, _)| NavItem { href, label: words::word(lang, key), icon, current: current == Some(href) })
        .collect();
    Page {
        lang,
        title: title.text(lang),
        nav: if me.is_some() { nav } else { Vec::new() },
        me,
        record: situation.session.is_some() && who.may_somewhere(Action::EnterAttendance),
        flash: flash(req, lang),
        csrf: situation.session.as_ref().map(|s| s.csrf.clone()).unwrap_or_default(),
        once: app.store.ids().next::<RowId>(app.store.clock().now()).to_string(),
        theme: req.theme.clone(),
        path: req.path.clone(),
        here: if req.query.is_empty() { req.path.clone() } else { format!("{}?{}", req.path, req.query) },
        problems: situation.problems.clone(),
        typed: if situation.problems.is_empty() { Vec::new() } else { req.fields.clone() },
    }
}

/// Pages whose address does not begin with that of their place in the navigation: (beginning, place).
const ELSEWHERE: [(&str, &str); 15] = [
    ("/dropout", "/screening"),
    ("/hardship", "/aid"),
    ("/households", "/villages"),
    ("/rewards", "/progress"),
    ("/pairing", "/cases"),
    ("/tutoring", "/cases"),
    ("/results", "/screening"),
    ("/attendance", "/screening"),
    ("/classes", "/pupils"),
    ("/import", "/settings"),
    ("/imports", "/settings"),
    ("/jobs", "/settings"),
    ("/staff", "/settings"),
    ("/school", "/settings"),
    ("/account", "/settings"),
];

/// The place of the navigation to which a page belongs.
fn place_of(path: &str) -> Option<&'static str> {
    let own = NAV.iter().map(|(href, ..)| *href).filter(|href| belongs(path, href)).max_by_key(|href| href.len());
    own.or_else(|| ELSEWHERE.iter().find(|(begins, _)| belongs(path, begins)).map(|(_, place)| *place))
}

fn belongs(path: &str, href: &str) -> bool {
    if href == "/" { path == "/" } else { path == href || path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')) }
}

#[derive(serde::Serialize, serde::Deserialize)]
struct StoredFlash {
    key: String,
    args: Vec<(String, String)>,
    undo: Option<String>,
}

/// The message as it travels in a cookie to the next page.
pub(super) fn stored_flash(done: &Msg, undo: Option<&str>) -> String {
    let stored = StoredFlash { key: done.key.to_string(), args: done.args.iter().map(|(n, v)| ((*n).to_owned(), v.clone())).collect(), undo: undo.map(ToOwned::to_owned) };
    data_encoding::BASE64URL_NOPAD.encode(serde_json::to_string(&stored).unwrap_or_default().as_bytes())
}

fn flash(req: &Request, lang: Lang) -> Vec<Flash> {
    let stored = req.flash.as_deref().and_then(|text| data_encoding::BASE64URL_NOPAD.decode(text.as_bytes()).ok());
    let Some(stored) = stored.and_then(|bytes| serde_json::from_slice::<StoredFlash>(&bytes).ok()) else { return Vec::new() };
    let names = ["count", "name", "when", "class", "term", "rows", "of"];
    let args = stored.args.into_iter().filter_map(|(n, v)| names.iter().find(|known| **known == n).map(|known| (*known, v))).collect();
    let text = Msg { key: stored.key.into(), args }.text(lang);
    vec![Flash { kind: "done", text, undo: stored.undo.filter(|path| path.starts_with('/')) }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_of_the_school_is_somewhere_in_the_navigation() {
        let table = [
            ("/", Some("/")),
            ("/pupils/01/edit", Some("/pupils")),
            ("/import/01", Some("/settings")),
            ("/imports", Some("/settings")),
            ("/jobs/01", Some("/settings")),
            ("/results/01/classes/02", Some("/screening")),
            ("/attendance/classes/01/months", Some("/screening")),
            ("/rewards/rules/01", Some("/progress")),
            ("/classes/01/consents", Some("/pupils")),
            ("/school/texts", Some("/settings")),
            ("/settings/staff", Some("/settings")),
            ("/schools", None),
            ("/sign-in", None),
        ];
        for (path, place) in table {
            assert_eq!(place_of(path), place, "{path}");
        }
    }
}

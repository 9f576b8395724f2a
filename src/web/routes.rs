//! Routes exist only here, each with a policy: without one it does not compile.

use super::{Cx, Reply, Work};
use crate::access::Action;
use crate::base::Result;

/// What a page may be reached by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Policy {
    /// Anybody, signed in or not.
    Public,
    /// Whoever is signed in, with the second factor where it is required.
    SignedIn,
    /// Whoever may do this towards anything at all; the handler then asks for the permit on the very subject.
    May(Action),
}

/// A page's or form's method.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// Shows.
    Get,
    /// Changes.
    Post,
}

/// A handler in the shell's transaction.
pub type Page = fn(&mut Cx<'_, '_>) -> Result<Reply>;
/// A handler that opens its own transactions: long work, uploads, password hashing.
pub type OwnWork = fn(&Work<'_>) -> Result<Reply>;

/// What serves a route.
#[derive(Clone, Copy)]
pub enum Handler {
    /// In the shell's transaction.
    Page(Page),
    /// In its own.
    Work(OwnWork),
}

/// A route.
#[derive(Clone, Copy)]
pub struct Route {
    /// Its method.
    pub method: Method,
    /// Its path, such as `/pupils/{id}`.
    pub path: &'static str,
    /// Who may reach it.
    pub policy: Policy,
    /// What serves it.
    pub handler: Handler,
    /// The page that shows the form again, with the problems at their fields, when a POST is refused.
    pub form: Option<Page>,
    /// Whether files may come with it.
    pub files: bool,
}

/// A list of routes.
#[derive(Default)]
pub struct Routes(Vec<Route>);

impl Routes {
    /// No routes.
    pub fn new() -> Self {
        Self::default()
    }

    fn push(mut self, method: Method, path: &'static str, policy: Policy, handler: Handler, form: Option<Page>, files: bool) -> Self {
        self.0.push(Route { method, path, policy, handler, form, files });
        self
    }

    /// A page.
    #[must_use]
    pub fn get(self, path: &'static str, policy: Policy, handler: Page) -> Self {
        self.push(Method::Get, path, policy, Handler::Page(handler), None, false)
    }

    /// A form: `form` is the page that shows it again when something needs mending.
    #[must_use]
    pub fn post(self, path: &'static str, policy: Policy, handler: Page, form: Page) -> Self {
        self.push(Method::Post, path, policy, Handler::Page(handler), Some(form), false)
    }

    /// A page that opens its own transactions.
    #[must_use]
    pub fn get_work(self, path: &'static str, policy: Policy, handler: OwnWork) -> Self {
        self.push(Method::Get, path, policy, Handler::Work(handler), None, false)
    }

    /// A form whose work opens its own transactions.
    #[must_use]
    pub fn post_work(self, path: &'static str, policy: Policy, handler: OwnWork, form: Page) -> Self {
        self.push(Method::Post, path, policy, Handler::Work(handler), Some(form), false)
    }

    /// A form with files, whose work opens its own transactions.
    #[must_use]
    pub fn upload(self, path: &'static str, policy: Policy, handler: OwnWork, form: Page) -> Self {
        self.push(Method::Post, path, policy, Handler::Work(handler), Some(form), true)
    }

    /// These routes and others.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// All of them.
    pub fn list(&self) -> &[Route] {
        &self.0
    }
}

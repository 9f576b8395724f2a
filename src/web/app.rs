//! The running server: what every request shares.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use axum::Router;

use super::{Handouts, Jobs, Route, Routes, Slips, Turnstile, run};
use crate::access::audit::Writer;
use crate::access::{Passwords, Tenant, tenants};
use crate::base::{Result, SchoolId, os};
use crate::store::Store;

/// What the operator chose.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The address under which people reach the server; cookies are `Secure` when it is https.
    pub public_url: Option<String>,
    /// Where uploads lie while they are read.
    pub uploads: PathBuf,
    /// The program that reads workbooks in a process of its own.
    pub reader: PathBuf,
    /// Whether reminders may go to receivers on the machine itself: to try them out.
    pub local_receivers: bool,
}

/// The running server.
#[derive(Clone)]
pub struct App(Arc<Inner>);

/// What an [`App`] holds.
pub struct Inner {
    /// The data.
    pub store: Store,
    /// Writes audit entries in groups.
    pub audit: Writer,
    /// Hashes passwords.
    pub passwords: Passwords,
    /// Before the password hash: two cores, and 19 MiB each.
    pub turnstile: Turnstile,
    /// Long work.
    pub jobs: Jobs,
    /// First passwords that wait for their page.
    pub slips: Slips,
    /// Files that long work made and that wait to be fetched.
    pub handouts: Handouts,
    /// What the operator chose.
    pub config: Config,
    /// The code that the first-run wizard asks for; gone once a school exists.
    pub setup_code: Mutex<Option<String>>,
    schools: RwLock<HashMap<SchoolId, Tenant>>,
}

impl std::ops::Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl App {
    /// A server on a store.
    ///
    /// # Errors
    /// When the folder for uploads cannot be made, or no thread can be had.
    pub fn new(store: Store, config: Config) -> Result<Self> {
        std::fs::create_dir_all(&config.uploads)?;
        let schools: HashMap<_, _> = tenants(&store)?.into_iter().map(|t| (t.id, t)).collect();
        let setup_code = schools.is_empty().then(|| data_encoding::BASE32_NOPAD.encode(&os::secret::<5>()));
        Ok(Self(Arc::new(Inner {
            audit: Writer::start(store.clone())?,
            store,
            passwords: Passwords::default(),
            turnstile: Turnstile::new(1, 600),
            jobs: Jobs::default(),
            slips: Slips::default(),
            handouts: Handouts::default(),
            config,
            setup_code: Mutex::new(setup_code),
            schools: RwLock::new(schools),
        })))
    }

    /// A school of the installation.
    pub fn school(&self, id: SchoolId) -> Option<Tenant> {
        self.schools.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    /// The only school of the installation, if there is just one.
    pub fn only_school(&self) -> Option<Tenant> {
        let schools = self.schools.read().unwrap_or_else(PoisonError::into_inner);
        if schools.len() == 1 { schools.values().next().cloned() } else { None }
    }

    /// The school with a code.
    pub fn school_by_code(&self, code: &str) -> Option<Tenant> {
        self.schools.read().unwrap_or_else(PoisonError::into_inner).values().find(|t| t.code == code).cloned()
    }

    /// Whether there is no school yet.
    pub fn is_empty(&self) -> bool {
        self.schools.read().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// Reads the schools anew, after one was made or renamed.
    ///
    /// # Errors
    /// Faults of the database.
    pub fn reload_schools(&self) -> Result<()> {
        let fresh: HashMap<_, _> = tenants(&self.store)?.into_iter().map(|t| (t.id, t)).collect();
        if !fresh.is_empty() {
            *self.setup_code.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
        *self.schools.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }
}

/// The HTTP router of all routes and assets.
#[allow(clippy::disallowed_methods)] // The one place where routes become axum's.
pub fn server_router(app: &App, routes: &Routes) -> Router {
    let mut router = Router::new().route("/assets/{file}", axum::routing::get(super::assets::asset)).route("/sw.js", axum::routing::get(super::assets::worker));
    for route in routes.list() {
        let (app, route): (App, Route) = (app.clone(), *route);
        let filter = match route.method {
            super::Method::Get => axum::routing::MethodFilter::GET,
            super::Method::Post => axum::routing::MethodFilter::POST,
        };
        let serve = move |params: axum::extract::RawPathParams, request: axum::extract::Request| async move { run::answer(app, route, &params, request).await };
        router = router.route(route.path, axum::routing::on(filter, serve));
    }
    let missing = app.clone();
    router
        .fallback(move |request: axum::extract::Request| async move { run::missing(missing, request).await })
        // Every form and file is bounded where it is read.
        .layer(axum::extract::DefaultBodyLimit::disable())
        .layer(tower_http::compression::CompressionLayer::new())
        .layer(axum::middleware::map_response(run::harden))
}

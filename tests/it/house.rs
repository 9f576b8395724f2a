//! The test house: two schools with one cast of invented people, on SQLite or on PostgreSQL, behind a server on a loopback port.
//!
//! The clock stands at 08:00 on Monday 21 September 2026 and ids come from a seed, so that both databases hold the same rows.
//! PostgreSQL is used when `BANGFU_TEST_PG` names a server (`cargo xtask test` does); each house then has a database of its own.

use std::future::IntoFuture;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bangfu::access::{Act, Permit, Subject, Who};
use bangfu::base::{FixedClock, Ids, Result, SchoolDate, SchoolId};
use bangfu::store::{Opening, Place, Recorder, Store, Tx};
use bangfu::web::{App, Config, server_router};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use super::cast::{self, School};
use super::client::Client;

/// The day on which every house begins.
pub(crate) const TODAY: &str = "2026-09-21";

/// A day by its text.
pub(crate) fn day(text: &str) -> SchoolDate {
    text.parse().unwrap()
}

/// What a test needs from outside: the value of the variable. Without it the test is left out with a message, but never where everything must run (`CI`).
pub(crate) fn outside(name: &str) -> Option<String> {
    let value = std::env::var(name).ok().filter(|value| !value.is_empty());
    if value.is_none() {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "{name} must be set here: run `cargo xtask test`");
        println!("left out: {name} is not set (`cargo xtask test` sets it)");
    }
    value
}

/// A folder that goes away with the test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(label: &str) -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let path = std::env::temp_dir().join(format!("bangfu-it-{}-{}-{label}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst)));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// A database of its own on the test server.
struct Database {
    server: String,
    name: String,
}

impl Database {
    fn create(server: &str) -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = format!("bangfu_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        let mut client = postgres::Client::connect(server, postgres::NoTls).unwrap();
        client.batch_execute(&format!("create database {name}")).unwrap();
        Self { server: server.to_owned(), name }
    }
    fn url(&self) -> String {
        let (before, _) = self.server.rsplit_once('/').unwrap();
        format!("{before}/{}", self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Ok(mut client) = postgres::Client::connect(&self.server, postgres::NoTls) {
            drop(client.batch_execute(&format!("drop database {} with (force)", self.name)));
        }
    }
}

/// Two schools and a server.
pub(crate) struct House {
    /// The data.
    pub store: Store,
    /// The running server.
    pub app: App,
    /// The clock of everything.
    pub clock: Arc<FixedClock>,
    /// 阳光小学, the school of the tests.
    pub here: School,
    /// 溪桥小学, whose ids are asked for where they do not belong.
    pub there: School,
    address: SocketAddr,
    // Dropped in this order: the server stops, then the data goes.
    server: Option<Runtime>,
    database: Option<Database>,
    folder: Folder,
}

impl House {
    /// A house on SQLite.
    pub(crate) fn sqlite() -> Self {
        Self::open(Folder::new("house"), None, None)
    }

    /// A house on PostgreSQL; `None` where there is no server for tests.
    pub(crate) fn postgres() -> Option<Self> {
        Self::postgres_with(Folder::new("house"), None)
    }

    /// Both houses, or SQLite alone where there is no PostgreSQL.
    pub(crate) fn both() -> Vec<Self> {
        std::iter::once(Self::sqlite()).chain(Self::postgres()).collect()
    }

    /// A house on SQLite whose statements somebody listens to.
    pub(crate) fn sqlite_with(folder: Folder, recorder: Arc<dyn Recorder>) -> Self {
        Self::open(folder, None, Some(recorder))
    }

    /// A house on PostgreSQL whose statements somebody listens to.
    pub(crate) fn postgres_with(folder: Folder, recorder: Option<Arc<dyn Recorder>>) -> Option<Self> {
        let server = outside("BANGFU_TEST_PG")?;
        Some(Self::open(folder, Some(Database::create(&server)), recorder))
    }

    fn open(folder: Folder, database: Option<Database>, recorder: Option<Arc<dyn Recorder>>) -> Self {
        let place = match &database {
            Some(database) => Place::Postgres { url: database.url(), keys: folder.path().to_owned() },
            None => Place::Folder(folder.path().to_owned()),
        };
        let clock = Arc::new(FixedClock::at(day(TODAY)));
        let store = Store::open(&place, Opening { clock: Arc::clone(&clock) as _, ids: Ids::seeded(20_260_921), recorder }).unwrap();
        let here = cast::found(&store, "yg", "阳光小学");
        let there = cast::found(&store, "xq", "溪桥小学");
        let config = Config { public_url: None, uploads: folder.path().join("uploads"), reader: PathBuf::from(env!("CARGO_BIN_EXE_bangfu")), local_receivers: true };
        let app = App::new(store.clone(), config).unwrap();
        let (server, address) = serve(&app, 0);
        Self { store, app, clock, here, there, address, server: Some(server), database, folder }
    }

    /// Where the server answers.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The data folder: database (SQLite) and keys.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The connection string, on PostgreSQL.
    pub(crate) fn database_url(&self) -> Option<String> {
        self.database.as_ref().map(Database::url)
    }

    /// `SQLite` or `PostgreSQL`, for messages.
    pub(crate) fn name(&self) -> &'static str {
        if self.store.is_sqlite() { "SQLite" } else { "PostgreSQL" }
    }

    /// Takes the server from the line: nobody answers any more.
    pub(crate) fn unplug(&mut self) {
        // Waits until its socket is closed.
        drop(self.server.take());
    }

    /// Puts it back, at the same address.
    pub(crate) fn plug_in(&mut self) {
        let (server, address) = serve(&self.app, self.address.port());
        assert_eq!(address, self.address);
        self.server = Some(server);
    }

    /// A browser without a session.
    pub(crate) fn stranger(&self) -> Client {
        Client::new(self.url())
    }

    /// A browser in which a person of the first school is signed in, second factor given.
    pub(crate) fn as_(&self, name: &str) -> Client {
        self.as_of(&self.here, name)
    }

    /// A browser in which a person of one of the schools is signed in.
    pub(crate) fn as_of(&self, school: &School, name: &str) -> Client {
        let account = school.person(name).account;
        let session = self.store.write(school.id, |tx| bangfu::access::open_session(tx, account, true)).unwrap();
        let client = self.stranger();
        client.set_cookie("bangfu", &format!("{}.{}", school.id, session.token));
        client
    }

    /// Reads in a school.
    pub(crate) fn read<T>(&self, school: SchoolId, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> T {
        self.store.read(school, work).unwrap()
    }

    /// Does something in the first school as the command line does.
    pub(crate) fn act<A: Act, T>(&self, subject: impl Into<Subject>, work: impl FnOnce(&mut Tx<'_>, &Permit<A>) -> Result<T>) -> T {
        cast::act(&self.store, self.here.id, subject, work)
    }

    /// What a person of the first school holds today.
    pub(crate) fn who(&self, name: &str) -> Who {
        let person = self.here.person(name);
        self.read(self.here.id, |tx| Who::of_staff(tx, person.account, person.staff, name.to_owned(), bangfu::base::Lang::default()))
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some(server) = self.server.take() {
            server.shutdown_background();
        }
    }
}

fn serve(app: &App, port: u16) -> (Runtime, SocketAddr) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().worker_threads(2).build().unwrap();
    let listener = runtime.block_on(TcpListener::bind(("127.0.0.1", port))).unwrap();
    let address = listener.local_addr().unwrap();
    let service = server_router(app, &bangfu::routes()).into_make_service_with_connect_info::<SocketAddr>();
    runtime.spawn(axum::serve(listener, service).into_future());
    (runtime, address)
}

//! `bangfu serve`: the server.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use super::{Data, Say};
use crate::base::{Error, Result, os};
use crate::store::Store;
use crate::web::{self, App, Config, Listen};

/// Run the server.
#[derive(Args)]
pub(super) struct Serve {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    at: At,
}

/// Where the server listens and how people reach it.
#[derive(Args, Clone)]
pub(super) struct At {
    /// Address and port.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Certificate file (PEM) for HTTPS.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// Key file (PEM) for HTTPS.
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// The address under which people reach the server, for cookies, slips and letters.
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
    /// Reminders also to receivers on this machine, to try them out.
    #[arg(long, hide = true)]
    pub allow_local: bool,
}

impl Serve {
    pub(super) fn run(self, say: &Say) -> Result<u8> {
        os::give_memory_back();
        let store = self.data.open_or_make()?;
        serve(store, &self.data, &self.at, say, String::new)
    }
}

/// Serves a store; `more` is printed below the address once the server answers.
pub(super) fn serve(store: Store, data: &Data, at: &At, say: &Say, more: impl FnOnce() -> String + Send + 'static) -> Result<u8> {
    let tls = at.tls_cert.clone().zip(at.tls_key.clone());
    let scheme = if tls.is_some() { "https" } else { "http" };
    let public_url = at.public_url.clone().or_else(|| tls.as_ref().map(|_| format!("https://{}", at.listen)));
    let config = Config {
        public_url,
        uploads: data.data.join("uploads"),
        reader: std::env::current_exe().map_err(|e| Error::fault("the program's own path", e))?,
        local_receivers: at.allow_local,
    };
    super::remind::keep_reminding(store.clone(), at.allow_local)?;
    let app = App::new(store, config)?;
    let setup = app.setup_code.lock().map_or(None, |code| code.clone());
    let router = web::server_router(&app, &crate::routes());
    let json = say.json;
    web::serve(router, &Listen { address: at.listen, tls }, move |address| {
        let start = match &setup {
            Some(code) => format!("{scheme}://{address}/welcome?code={code}"),
            None => format!("{scheme}://{address}/"),
        };
        if json {
            println!("{}", serde_json::json!({ "address": start }));
        } else {
            println!("帮扶 {start}\n{}", more());
        }
    })?;
    Ok(0)
}

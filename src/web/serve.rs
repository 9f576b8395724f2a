//! The server on its address, with or without TLS, until it is told to stop.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use axum::Router;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;

use crate::base::{Error, Result};

/// Where to listen.
#[derive(Clone, Debug)]
pub struct Listen {
    /// Address and port.
    pub address: SocketAddr,
    /// Certificate and key files for HTTPS.
    pub tls: Option<(PathBuf, PathBuf)>,
}

/// Serves until the process is asked to stop; requests at work are finished. `ready` gets the address actually bound.
///
/// # Errors
/// When the address is taken or the certificate cannot be read.
pub fn serve(router: Router, listen: &Listen, ready: impl FnOnce(SocketAddr) + Send + 'static) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().worker_threads(2).max_blocking_threads(32).build()?;
    runtime.block_on(async {
        let handle = Handle::new();
        let stop = handle.clone();
        tokio::spawn(async move {
            stopped().await;
            stop.graceful_shutdown(Some(Duration::from_secs(10)));
        });
        let told = handle.clone();
        tokio::spawn(async move {
            if let Some(address) = told.listening().await {
                ready(address);
            }
        });
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let served = match &listen.tls {
            Some((cert, key)) => {
                // Only one provider is built in; a second call finds it installed.
                drop(rustls::crypto::ring::default_provider().install_default());
                let config = RustlsConfig::from_pem_file(cert, key).await.map_err(|e| Error::fault("the TLS certificate or key cannot be read", e))?;
                axum_server::bind_rustls(listen.address, config).handle(handle).serve(service).await
            }
            None => axum_server::bind(listen.address).handle(handle).serve(service).await,
        };
        served.map_err(|e| Error::fault(&format!("the server cannot listen on {}", listen.address), e))
    })
}

async fn stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    drop(tokio::signal::ctrl_c().await);
}

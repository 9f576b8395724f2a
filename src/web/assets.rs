//! Styles, scripts and icons, embedded in the binary. Names are fixed; an ETag lets browsers keep them.

use std::sync::OnceLock;

use axum::extract::{Path, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

#[derive(rust_embed::RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/css"]
struct Css;

#[derive(rust_embed::RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/js"]
struct Js;

#[derive(rust_embed::RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/assets"]
struct Pictures;

/// htmx as npm brings it.
const HTMX: &str = include_str!("../../node_modules/htmx.org/dist/htmx.min.js");

/// All styles in the order of `css/ORDER.txt`.
fn styles() -> &'static [u8] {
    static ALL: OnceLock<Vec<u8>> = OnceLock::new();
    ALL.get_or_init(|| {
        let order = Css::get("ORDER.txt").map(|f| String::from_utf8_lossy(&f.data).into_owned()).unwrap_or_default();
        order.lines().map(str::trim).filter_map(Css::get).flat_map(|file| file.data.into_owned()).collect()
    })
}

fn find(name: &str) -> Option<(Vec<u8>, &'static str)> {
    let kind = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => return None,
    };
    let bytes = match name {
        "bangfu.css" => styles().to_vec(),
        "htmx.min.js" => HTMX.as_bytes().to_vec(),
        _ => Js::get(name).or_else(|| Pictures::get(name))?.data.into_owned(),
    };
    Some((bytes, kind))
}

/// Serves the worker that stands between the pages and the line: at the root, for it sees only what lies below it.
pub(super) async fn worker(request: Request) -> Response {
    served("sw.js", &request)
}

/// Serves an asset.
pub(super) async fn asset(Path(name): Path<String>, request: Request) -> Response {
    served(&name, &request)
}

fn served(name: &str, request: &Request) -> Response {
    use sha2::{Digest, Sha256};
    let Some((bytes, kind)) = find(name) else { return StatusCode::NOT_FOUND.into_response() };
    let tag = format!("\"{}\"", data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes)[..8]));
    if request.headers().get(header::IF_NONE_MATCH).is_some_and(|seen| seen.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CACHE_CONTROL, "public, max-age=300".to_owned()), (header::ETAG, tag)], bytes).into_response()
}

//! The server shell: sessions, policies, forms, pages. Rooms hand it routes; it hands them a [`Cx`].
//!
//! A handler is a plain synchronous function in one transaction: GET on a read snapshot, POST in a write
//! transaction that is kept only when the handler succeeds. One hop onto a blocking thread per request.

mod app;
mod assets;
mod cx;
mod handouts;
mod jobs;
mod page;
mod reply;
mod request;
mod routes;
mod run;
mod serve;
pub mod sheet;
mod sign_in;
mod slips;
mod turnstile;

pub use app::{App, Config, server_router};
pub use cx::{Cx, Work};
pub use handouts::{Handout, Handouts};
pub use jobs::{JobState, Jobs, Progress};
pub use page::{Choice, Flash, Me, NavItem, Page};
pub use reply::Reply;
pub use request::{Request, Upload};
pub use routes::{Handler, Method, Policy, Route, Routes};
pub use serve::{Listen, serve};
pub use sign_in::{routes as shell_routes, sign_in_first};
pub use slips::{Slip, Slips};
pub use turnstile::Turnstile;

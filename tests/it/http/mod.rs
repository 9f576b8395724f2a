//! What the server answers to whom, asked over HTTP on both databases.

mod chain;
mod double;
mod families;
mod office;
mod sign_in;
mod walk;

pub(crate) use walk::filled;

//! What the server answers to whom, asked over HTTP on both databases.

mod cases;
mod chain;
mod double;
mod families;
mod kinds;
mod observation;
mod office;
mod pairing;
mod programmes;
mod school;
mod sign_in;
mod walk;
mod yardstick;

pub(crate) use walk::filled;

//! What the server answers to whom, asked over HTTP on both databases.

mod activity;
mod cases;
mod chain;
mod concern;
mod double;
mod families;
mod fit;
mod jobs;
mod observation;
mod office;
mod pairing;
mod parcel;
mod peers;
mod plan;
mod plan_team;
mod programmes;
mod school;
mod sign_in;
mod survey;
mod unite;
mod volunteers;
mod walk;
mod yardstick;

pub(crate) use office::text_of_docx;
pub(crate) use walk::filled;

//! What the server answers to whom, asked over HTTP on both databases.

mod activity;
mod cases;
mod chain;
mod concern;
mod double;
mod families;
mod flows;
pub(crate) mod forms;
pub(crate) mod goal_marks;
mod flows_plan;
mod fit;
mod jobs;
mod observation;
mod office;
mod pairing;
mod outbox;
mod parcel;
mod photos;
pub(crate) mod plan;
mod peers;
pub(crate) mod plan_team;
mod programmes;
pub(crate) mod progress;
mod record_grid;
mod school;
mod sign_in;
mod survey;
mod unite;
mod volunteers;
mod walk;
mod yardstick;

pub(crate) use office::text_of_docx;
pub(crate) use walk::filled;

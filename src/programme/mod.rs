//! Programmes (帮扶项目): the parameters of a support scheme as data, since the plans contradict each other.
//!
//! A9-03, A9-04, A9-06, A9-14, A9-15, A9-18, A9-20, A9-29…32, A8-06, A8-08, A8-09, A3-04, A3-05, A6-11, A2-11, A2-14, A7-08, A10-05, A10-09: quotas, cadences, deadlines,
//! shares and splits; A3-15 and A5-13: priorities. A school copies a preset, edits it with the clause beside each number, and switches it on for terms. A change
//! is a new version from a term on; a past term keeps what counted in it.

pub mod deadline;
pub mod difficulty;
pub mod force;
pub mod history;
pub mod joint;
pub mod kind_words;
pub mod naming;
pub mod pages;
pub mod param;
pub mod presets;
pub mod programmes;
mod sql;
#[cfg(test)]
mod store_tests;
pub mod value;
pub mod values;
pub mod wording;

pub use crate::base::category::{Category, Nature};
pub use difficulty::{Difficulty, difficulties};
pub use force::{in_force, in_force_on, serving};
pub use joint::{Joint, joint};
pub use param::{Group, Param};
pub use programmes::Programme;
pub use value::{After, Cadence, Range, Span, Value};
pub use values::Values;

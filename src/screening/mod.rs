//! First screening (摸底筛查): who may need support, with the reason in words and numbers.
//!
//! A2-01, A6-04, B4-02: the baseline results of a school or of one teacher's class. B1-02, B3-01: below the mean of the school
//! or of the same age. B7-02, B8-02, A9-05, A9-10: what teachers see; B8-03: who thinks of a child. Rules are data; what they find are candidates, never confirmed by themselves.

pub mod candidates;
mod check;
pub mod confirmed;
pub mod defaults;
pub mod engine;
pub mod export;
pub mod facts;
pub mod load;
pub mod looking_back;
#[cfg(test)]
mod naive;
pub mod nomination;
pub mod nomination_link;
pub mod notes;
pub mod observation;
pub mod observation_signs;
#[cfg(test)]
mod observation_store_tests;
pub mod pages;
pub mod precision;
pub mod preview;
pub mod reason;
pub mod rule;
pub mod ruleset;
pub mod running;
pub mod score;
mod sql;
#[cfg(test)]
mod store_tests;
mod words;

pub use defaults::default_rules;
pub use engine::{Candidate, screen};
pub use facts::{Facts, FactsBuilder};
pub use preview::{Preview, preview};
pub use reason::{Figures, Kind, Reason};
pub use rule::{Category, Expr, Grades, Rule, Subjects, Test, Within};
pub use running::{RunOutcome, run};
pub use score::{Score, Subject};

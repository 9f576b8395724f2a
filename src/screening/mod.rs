//! First screening (摸底筛查): who may need support, with the reason in words and numbers.
//!
//! A2-01, A6-04, B4-02: the baseline results of a school or of one teacher's class. B1-02, B3-01: below the mean of the school
//! or of the same age. B7-02, B8-02, A9-05, A9-10: what teachers see; B8-03: who thinks of a child. Rules are data; what they find are candidates, never
//! confirmed by themselves.
//!
//! The survey of all pupils by kinds: A8-03, A8-04, A5-01, A5-02.
//!
//! Rounds (一轮摸底): A9-14 deadlines, A9-15 the share of a class, A9-16 causes, A9-17 and B6-06 the way of the lists to the file, A9-28 and B6-04 who decides with
//! whom, A9-31 decided anew each term, A9-05 conduct beside results, B7-01 what teachers see beside what is measured, B8-05 a talk before it.

pub mod band;
pub mod candidates;
pub mod changes;
mod check;
pub mod confirmed;
pub mod defaults;
pub mod engine;
pub mod exclusion;
pub mod export;
pub mod filing;
pub mod facts;
pub mod list_state;
pub mod load;
pub mod looking_back;
#[cfg(test)]
mod naive;
pub mod nomination;
pub mod nomination_link;
pub mod notes;
pub mod observation;
pub mod observation_sheets;
pub mod observation_signs;
#[cfg(test)]
mod observation_store_tests;
pub mod pages;
pub mod precision;
pub mod preview;
pub mod reason;
pub mod review;
pub mod round;
pub mod rule;
pub mod ruleset;
pub mod running;
pub mod say;
pub mod score;
pub mod share;
pub mod survey;
pub mod survey_kinds;
#[cfg(test)]
mod round_tests;
mod sql;
#[cfg(test)]
mod store_tests;
pub mod unite;
mod words;

pub use defaults::default_rules;
pub use engine::{Candidate, screen};
pub use facts::{Facts, FactsBuilder};
pub use preview::{Preview, preview};
pub use reason::{Figures, Kind, Reason};
pub use rule::{Aim, Expr, Grades, Rule, Subjects, Test, Within};
pub use running::{RunOutcome, run};
pub use score::{Score, Subject};

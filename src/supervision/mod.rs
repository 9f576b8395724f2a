//! Supervision (督查): what was promised to each child and what was kept, looked at while there is time; month-end checks, inspections, the joint evaluation.
//!
//! A9-03, A9-20, A8-09 (the ledger), A9-30 (records handed in each month), A9-29 (month-end check with interviews), B6-12 (inspection without notice), A9-07, A9-08, A9-09 (three settled, two
//! timed, three to have, each with its evidence), A3-18 (joint evaluation).
//! Leaders see children of whom nobody has written, never colleagues side by side (PRACTICE 3).

pub mod checks;
pub mod count;
pub mod draw;
pub mod evidence;
pub mod evidence_rules;
pub mod export;
pub mod findings;
pub mod hand_in;
pub mod joint;
pub mod ledger;
pub mod pages;
mod sql;
pub mod unite;

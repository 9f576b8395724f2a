//! Supervision (督查): what was promised to each child and what was kept, looked at while there is time; month-end checks, inspections, the joint evaluation.
//!
//! A9-03, A9-20, A8-09 (the ledger), A9-30 (records handed in each month), A9-29 (month-end check with interviews), B6-12 (inspection without notice), A9-07, A9-08, A9-09 (three settled, two
//! timed, three to have, each with its evidence), A3-18 (joint evaluation).
//! A9-24, B6-10, B9-05 (exchange of helpers, of offices, of research groups), A9-26, B4-17, B3-13 (the leading group), A9-27 (difficult cases), A9-21 (feedback to the sponsor leader), A9-32 (summaries of the term).
//! Leaders see children of whom nobody has written, never colleagues side by side (PRACTICE 3).

pub mod agenda;
pub mod checks;
pub mod count;
pub mod decisions;
pub mod draw;
pub mod evidence;
pub mod evidence_rules;
pub mod experience;
pub mod export;
pub mod findings;
pub mod hand_in;
pub mod hard;
pub mod joint;
pub mod ledger;
pub mod meetings;
pub mod nameless;
pub mod outbound;
pub mod pages;
pub mod reminders;
pub mod rhythm;
mod sql;
pub mod summaries;
pub mod summing;
pub mod unite;

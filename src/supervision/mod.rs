//! Supervision (督查): what was promised to each child and what was kept, looked at while there is time; month-end checks, inspections, meetings, summaries.
//!
//! A9-24, B6-10, B9-05 (exchange of helpers, of offices, of research groups), A9-26, B4-17, B3-13 (the leading group), A9-27 (difficult cases), A9-21 (feedback to the sponsor leader), A9-32 (summaries of the term).
//! Leaders see children of whom nobody has written, never colleagues side by side (PRACTICE 3).

pub mod agenda;
pub mod decisions;
pub mod experience;
pub mod export;
pub mod hard;
pub mod meetings;
pub mod nameless;
pub mod outbound;
pub mod pages;
pub mod reminders;
pub mod rhythm;
pub mod summaries;
pub mod summing;
mod sql;
pub mod unite;

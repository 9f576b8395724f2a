//! Supervision (督查): what was promised to each child and what was kept, looked at while there is time; month-end checks, inspections, meetings, summaries.
//!
//! Leaders see children of whom nobody has written, never colleagues side by side (PRACTICE 3).

pub mod pages;

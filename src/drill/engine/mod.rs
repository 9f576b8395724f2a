//! The engine of arithmetic: pure, without clock and chance (seeds are given), so that it could stand alone.
//!
//! From the outside in: [`report`] makes a report of rows, [`diagnose`] findings of answers, [`practice`] sets of items; [`explain`] draws the column with
//! the wrong step marked; [`bugs`] and [`slips`] say what a faulty rule or a moment's slip would have written; [`simulate`] invents children who do.

pub mod answer;
pub mod bugs;
pub mod clinic;
pub mod day;
pub mod diagnose;
pub mod explain;
pub mod items;
pub mod laws;
mod long_division;
pub mod mastery;
pub mod number;
pub mod parse;
pub mod practice;
pub mod problem;
pub mod report;
pub mod rng;
pub mod simulate;
pub mod skill;
pub mod slips;
mod steps;
pub mod trial;
pub mod understand;
pub mod weigh;
#[cfg(test)]
mod words_tests;

pub use answer::Answer;
pub use bugs::Bug;
pub use day::Day;
pub use diagnose::{Diagnoser, Diagnosis, Finding, Given, ProblemId, Status};
pub use number::{Number, Rational};
pub use problem::{Chain, Op, Operand, Problem};
pub use rng::Rng;
pub use skill::Skill;
pub use slips::{Habit, Slip};

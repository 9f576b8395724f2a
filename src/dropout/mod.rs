//! Dropout watch (控辍保学): who stays away, who was called, what was said, who is back.
//!
//! A3-02 (no child leaves for poverty, none loses heart over learning); CONVENTIONS R8 (three ledgers: of school age, suspected, dropped out; a report each month, a check each quarter) and 2.8
//! (three days of absence: the family is called). Reads attendance; whoever takes it need not write anything twice.

pub mod cases;
pub mod count;
pub mod export;
pub mod family_copy;
pub mod ledgers;
pub mod pages;
pub mod reports;
mod sql;
pub mod state;
pub mod streak;
pub mod unite;
pub mod watch;

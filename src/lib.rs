//! 帮扶 Bangfu: a student support management system for primary schools.
//!
//! The rooms stand in the order in which a child's support flows; a room imports only from its left.

pub mod base;
pub mod results;
pub mod screening;

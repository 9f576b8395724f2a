//! Statements of the turn of the year.

pub(in crate::archive) mod handing;
pub(in crate::archive) mod keeping;

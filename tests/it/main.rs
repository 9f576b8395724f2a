//! The one integration binary: tests of the whole house, linked once.

mod reader;
mod tidy;

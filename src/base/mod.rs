//! Vocabulary of the house without domain logic: ids, dates, terms, class names, categories of pupils, errors, words, limits.
//!
//! Imports nothing of the house. Everything here is pure but [`os`], the one place that touches the
//! wall clock, randomness and the process environment.

pub mod category;
pub mod class_name;
pub mod clock;
pub mod date;
pub mod error;
pub mod fen;
pub mod id;
pub mod limits;
pub mod os;
pub mod phrase;
pub mod publishable;
pub mod sealed;
pub mod term;
pub mod text;
pub mod words;

pub use category::{Category, Nature};
pub use class_name::ClassName;
pub use clock::{Clock, FixedClock, Ids, SystemClock, derived};
pub use date::{SchoolDate, Stamp};
pub use error::{Error, Msg, Problem, Result};
pub use fen::Fen;
pub use id::*;
pub use sealed::Sealed;
pub use term::{SchoolYear, TermCode};
pub use words::Lang;

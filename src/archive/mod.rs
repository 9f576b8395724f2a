//! The turn of the year and the end of a file (交接与归档): what one teacher hands to the next, archives closed and opened with a reason, what is kept how long and who destroys it.
//!
//! PIPL 19 and 47 (kept no longer than needed; destroyed by two people, with a register). A8-08 (help by the school year, adjusted as the children move up), A2-23 (last year's labels have lapsed; a note begins with strengths), A5-08 (what is known of a child goes on with it).
//! What people write of a child is sealed under the child's key; what the counsellor knows stands in no note.

pub mod destruction;
pub mod export;
pub mod family_copy;
pub mod gather;
pub mod handing;
pub mod keeping;
pub mod note;
pub mod pages;
pub mod psychological;
mod sql;
pub mod unite;

//! Hardship determination (家庭经济困难认定): who needs help with what a family lives on, found without making any child plead.
//!
//! A3-06…10 (grounds), B4-01 (the local line of subsistence); CONVENTIONS R4 and 2.3: all families are told, a family applies or the school finds it by itself, the panel of the class looks at it,
//! the school decides, a notice hangs for some days, what was decided is filed; once a year, with an adjustment in the second term. PRACTICE 1.10.
//!
//! A score sheet ([`score`]) proposes and never decides. A notice ([`notice`]) holds class and name and goes by itself. Aid reads the level of a child from [`levels`].

pub mod cases;
pub mod errors;
pub mod export;
pub mod family_copy;
pub mod form;
pub mod judging;
pub mod levels;
pub mod notice;
pub mod pages;
pub mod panels;
pub mod posting;
pub mod rounds;
pub mod score;
#[cfg(test)]
mod score_trial;
mod sql;
pub mod state;
pub mod unite;
pub mod weights;

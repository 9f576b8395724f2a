//! Aid (资助): funds whose money adds up to the fen, gifts that burden no family, help for a child that three people stand for, and what is lent.
//!
//! A1-06 (school support station), A1-07, A1-08 (voluntary gifts of a class), A1-09 (a grant from a fund to one child), A1-11 (help each term by need), A1-14, B5-06 (donors), A1-18 (things to
//! learn with at the beginning of term), A1-19 (what a family lives on), A3-11 (fees for books, workbooks, supplies), A4-15 (seed, fertiliser, film), A10-04, A10-06 (project money down to the household), A10-17, A10-20 to A10-23
//! (help of others, recorded only), B3-12 (care fund), B4-05 (bursary by level), B4-06 (duty posts without wages), B4-15 (devices on loan), B5-01 (scholarship in money, goods or other form).
//!
//! The ledger is append-only and of double entry: an entry adds up to nothing in each fund, is never changed and reversed once at most, with a reason. No name of a child stands in it: a request
//! names the children and points to its entries, so that an erased child stays as an amount without a name.

pub mod account;
pub mod bank;
pub mod child;
pub mod duties;
pub mod entry;
pub mod export;
pub mod family_copy;
pub mod funds;
pub mod gifts;
pub mod import;
pub mod journal;
pub mod ledger;
pub mod loans;
pub mod pages;
pub mod pay;
pub mod rates;
pub mod requests;
pub mod rules;
pub mod schemes;
pub mod sponsors;
mod sql;
pub mod state;
pub mod unite;
pub mod verify;
pub mod voluntary;
pub mod wages;

//! The roster: school, years, classes, staff and pupils, and how the sheets that schools already have are read.
//!
//! Carries the groups and staff of A3-03, A8-01, A9-26, B1-05 and B3-02, and the intake of sheets.

pub mod bulk;
pub mod accounts;
pub mod calendar;
pub mod columns;
pub mod day;
pub mod day_list;
pub mod enrolment;
pub mod found;
pub mod entrusted;
pub mod erasure;
pub mod family;
pub mod family_check;
pub mod family_codes;
pub mod family_day;
pub mod family_facts;
pub mod family_hardship;
pub mod family_rules;
pub mod family_news;
pub mod family_sheet;
pub mod family_special;
pub mod family_words;
pub mod groups;
pub mod handover;
pub mod identity;
pub mod leave;
pub mod matching;
pub mod name;
pub mod movements;
pub mod pages;
pub mod particulars;
pub mod people;
pub mod pinyin;
pub mod places;
pub mod promote;
pub mod promotion;
pub mod pupils;
pub mod registry;
pub mod school;
pub mod settings;
pub mod sex;
pub mod terms;
pub mod texts;
pub mod time;
pub mod unite;
pub mod unite_rules;

mod sql;

#[cfg(test)]
mod hostile;
#[cfg(test)]
pub(crate) mod school_for_tests;
#[cfg(test)]
mod time_tests;

//! Wellbeing (心理支持): a child who has given up is noticed early and never exposed.
//!
//! A1-15, A5-21, A6-17, B10-02 (inferiority, self-blame, loneliness, shyness, gloom, fear, defiance – as what a child lives through, never as a diagnosis), B1-11 (psychological file), B3-10,
//! B4-10, B4-12 (talks one by one, groups, lectures), B4-11 (the counselling room), B4-13 (what a teacher sees goes to the counsellor's inbox), B5-04 (referral out), B10-04, B10-10, B10-11,
//! B10-13 (the pattern of giving up and its two fulcra), B9-01, B9-02, A5-10, B10-07 (how adults speak).
//!
//! The room opens only while two named people receive what is written (PRACTICE 1.6) and shuts itself when fewer are left; what is urgent always finds somebody. Every text is sealed under the
//! child's key and, in the psychological file, under a key of the file's own as well, so that the file can be destroyed alone. The trail and the audit chain name entries, never the child: whoever
//! may look at the child's page learns from neither that there is a file.

pub mod bookings;
pub mod campaign;
pub mod complaint;
pub mod counts;
pub mod crisis;
pub mod ending;
pub mod entry;
pub mod export;
pub mod file;
pub mod notice;
pub mod pages;
pub mod proposal;
pub mod reading;
pub mod referral;
pub mod room;
pub mod rules;
mod sql;
pub mod unite;

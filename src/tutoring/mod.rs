//! Tutoring (辅导): places, classes and activities with a timetable without clashes, who helps from outside and was vetted, attendance that is a record of help at once.
//!
//! A1-06 (support station and home for left-behind children, as places), A1-21 (publicity), A5-15, B2-04 (study groups mixed by strength), A5-22, B5-05 (discussion and mutual help),
//! A9-04, A9-12 (educational activities of the term), B1-12 (life skills), B2-02, B5-04 (institutions outside), B2-05, B8-06 (the centre), B3-08, B4-08 (classes by subject),
//! B3-09 (volunteers, free), B4-07, B8-08 (public good, interests, practice), B4-09 (sharing of experience), B4-16 (company), B7-04 (training of mentors), B7-05 (rooms, library, computers).
//!
//! Nothing here has a fee. Groups carry neutral names. Who comes from outside is vetted, never alone with a child, and learns first names of the own children only.

pub mod bookings;
pub mod clash;
pub mod classes;
pub mod export;
pub mod family_copy;
pub mod groups;
pub mod helpers;
pub mod kinds;
pub mod mix;
pub mod names;
pub mod pages;
pub mod places;
pub mod posts;
pub mod sessions;
mod sql;
pub mod timetable;
pub mod trainings;
pub mod unite;

use crate::base::{Lang, Msg, words};
use places::Place;

/// That a place is closed at the times asked for, with its opening hours.
fn closed(lang: Lang, place: &Place) -> Msg {
    let comma = words::word(lang, "tutoring-comma");
    let hours: Vec<String> = place.word.hours.iter().map(|time| timetable::time_words(lang, *time)).collect();
    Msg::new("tutoring-place-closed").with("name", &place.word.name).with("hours", hours.join(&comma))
}

//! The pages of the roster, one file for each facet.

mod accounts;
mod audit;
mod calendar;
mod classes;
mod enrolment;
mod family;
mod family_check;
mod family_edit;
mod groups;
mod particulars;
mod posts;
mod promotion;
mod pupils;
mod settings;
mod staff;
mod texts;
mod welcome;

use crate::base::error::Problems;
use crate::base::{SchoolDate, TermCode};
use crate::web::{Page, Routes};

/// Every route of the room.
pub fn routes() -> Routes {
    welcome::routes()
        .and(settings::routes())
        .and(calendar::routes())
        .and(classes::routes())
        .and(texts::routes())
        .and(staff::routes())
        .and(posts::routes())
        .and(groups::routes())
        .and(accounts::routes())
        .and(audit::routes())
        .and(enrolment::routes())
        .and(pupils::routes())
        .and(particulars::routes())
        .and(family::routes())
        .and(family_check::routes())
        .and(promotion::routes())
}

/// A day that must be given.
fn day_field(problems: &mut Problems, field: &'static str, text: &str) -> Option<SchoolDate> {
    problems.keep(field, text.trim().parse::<SchoolDate>().map_err(|_| "roster-day-needed".into()))
}

/// A day that may be left empty.
fn optional_day_field(problems: &mut Problems, field: &'static str, text: &str) -> Option<SchoolDate> {
    if text.trim().is_empty() { None } else { day_field(problems, field, text) }
}

/// A term as people say it: 2026–2027 first term.
fn term_words(p: &Page, code: TermCode) -> String {
    let key = if code.half == 1 { "roster-term-autumn" } else { "roster-term-spring" };
    p.tv(key, "year", code.year)
}

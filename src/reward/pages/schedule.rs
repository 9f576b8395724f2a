//! `/rewards/schedule/{occasion}`: the day of the ceremony, and the days before it.

use askama::Template;

use super::home::STAGES;
use crate::access::{Levels, Subject, acts};
use crate::base::error::Problems;
use crate::base::{Error, Result, SchoolDate};
use crate::reward::basis::Occasion;
use crate::reward::schedule::{self, Schedule};
use crate::web::{Cx, Page, Reply};

/// The fields of the days.
const FIELDS: [&str; 4] = ["propose_days", "decide_days", "confirm_days", "print_days"];

#[derive(Template)]
#[template(path = "reward/pages/schedule.html")]
struct SchedulePage {
    p: Page,
    term: String,
    code: &'static str,
    day: String,
    seen: i64,
    days: Vec<(&'static str, &'static str, String, String)>,
}

fn occasion(cx: &Cx<'_, '_>) -> Result<Occasion> {
    let code: String = cx.path("occasion")?;
    Occasion::of(&code).filter(|occasion| *occasion != Occasion::Any).ok_or(Error::NotFound)
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (term, occasion) = (super::term(cx)?, occasion(cx)?);
    let Schedule { number, day, days, until, .. } = schedule::of_term(cx.tx, &term, occasion)?;
    let p = cx.page(if occasion == Occasion::Middle { "reward-schedule-middle" } else { "reward-schedule-end" });
    let each = FIELDS.into_iter().zip(STAGES).zip(days.iter().zip(&until));
    let page = SchedulePage {
        term: term.code.to_string(),
        code: occasion.code(),
        day: day.to_string(),
        seen: number,
        days: each.map(|((field, label), (days, until))| (field, label, days.to_string(), until.to_string())).collect(),
        p,
    };
    cx.render(&page)
}

pub(super) fn set(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageRewards>(Subject::School)?;
    let (term, occasion) = (super::term(cx)?, occasion(cx)?);
    let mut problems = Problems::default();
    let day: Option<SchoolDate> = cx.field("day").parse().map_err(|_| problems.note("day", "casefile-day-odd")).ok();
    let days = FIELDS.map(|field| {
        cx.field(field).parse().unwrap_or_else(|_| {
            problems.note(field, "reward-days-number");
            0
        })
    });
    problems.end()?;
    let day = day.ok_or(Error::NotFound)?;
    let seen = cx.field("seen").parse().unwrap_or_default();
    schedule::set(cx.tx, &permit, &term, occasion, seen, day, days)?;
    cx.did("ManageRewards", Subject::School, Levels::NONE, format!("schedule {}", occasion.code()));
    Ok(Reply::done(format!("/rewards?term={}", term.code), "reward-scheduled"))
}

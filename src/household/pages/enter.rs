//! `/villages/{village}/households`: the form for a household with its members; head and number of people must agree with the rows.

use askama::Template;

use super::{Crumbs, day, did, kept, place, text};
use crate::base::{Error, Result, SchoolDate};
use crate::household::codes::{HEALTH, LABOUR, RELATIONS, STATUSES, WORK};
use crate::household::households::{self as verbs, New};
use crate::household::members::Person;
use crate::household::{Of, ask};
use crate::web::{Cx, Page, Reply};

/// Rows for members on a new card; more are added afterwards.
const ROWS: usize = 8;

#[derive(Template)]
#[template(path = "household/pages/enter.html")]
struct Form {
    p: Page,
    crumbs: Crumbs,
    statuses: Vec<(String, String)>,
    rows: Vec<RowView>,
    today: SchoolDate,
}

struct RowView {
    at: usize,
    name: String,
    born: String,
    place: String,
    picks: Vec<Pick>,
    problems: Vec<String>,
    open: bool,
}

struct Pick {
    field: String,
    label: &'static str,
    options: Vec<(String, String)>,
    value: String,
}

/// `GET /villages/{village}/households`
pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let at = place(cx)?;
    ask::<crate::access::acts::KeepHouseholds>(cx.tx, cx.who, &Of::village(at.of.id))?;
    let p = cx.page("household-enter");
    let row = |at: usize| {
        let old = |field: &str, usual: &str| p.old_or(&format!("{field}-{at}"), usual);
        let pick = |field: &str, label, what: &str, codes: &[&'static str], usual: &str| Pick {
            field: format!("{field}-{at}"),
            label,
            options: super::choices(&p, what, codes.iter().copied()),
            value: old(field, usual),
        };
        let ends = format!("-{at}");
        RowView {
            at,
            name: old("name", ""),
            born: old("born", ""),
            place: old("place", ""),
            picks: vec![
                pick("relation", "household-relation", "relation", &RELATIONS, if at == 0 { "head" } else { "other" }),
                pick("work", "household-work", "work", &WORK, "unknown"),
                pick("health", "household-health", "health", &HEALTH, "unknown"),
                pick("labour", "household-labour", "labour", &LABOUR, "unknown"),
            ],
            problems: p.problem_summary().into_iter().filter(|(field, _)| field.ends_with(&ends)).map(|(_, text)| text).collect(),
            open: at < 3 || !old("name", "").is_empty(),
        }
    };
    let page = Form { rows: (0..ROWS).map(row).collect(), statuses: super::choices(&p, "status", STATUSES), crumbs: at.crumbs, today: cx.tx.today(), p };
    cx.render(&page)
}

/// A member of a form, its fields ending in `suffix`. A year of birth that is none becomes one that is refused.
pub(super) fn person(cx: &Cx<'_, '_>, suffix: &str) -> Person {
    let of = |field: &str| text(cx, &format!("{field}{suffix}"));
    let born = of("born");
    let born = if born.is_empty() { None } else { Some(born.parse().unwrap_or(-1)) };
    Person { name: of("name"), relation: of("relation"), born, work: of("work"), place: of("place"), health: of("health"), labour: of("labour") }
}

/// `POST /villages/{village}/households`
pub(super) fn enter(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (of, permit) = kept(cx)?;
    let mut members = Vec::new();
    let mut gap = false;
    for at in 0..ROWS {
        let one = person(cx, &format!("-{at}"));
        if one.name.is_empty() {
            gap = true;
            continue;
        }
        if gap {
            return Err(Error::at(format!("name-{at}"), "household-row-gap"));
        }
        members.push(one);
    }
    let new = New { id: None, number: text(cx, "number"), head: text(cx, "head"), count: text(cx, "count"), members, status: text(cx, "status"), since: day(cx, "since") };
    let id = verbs::enter(cx.tx, &permit, &new)?;
    did(cx, &of, "entered");
    Ok(Reply::done(format!("/households/{id}"), "household-kept"))
}

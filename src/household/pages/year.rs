//! `/households/{household}/years/{year}`: housing, land, income and costs of a year.

use askama::Template;

use super::{Crumbs, did, kept, place, saw, text};
use crate::base::error::Problems;
use crate::base::{Msg, Result};
use crate::household::codes::TOOLS;
use crate::household::households as verbs;
use crate::household::income::Facts;
use crate::household::money::{fen, of_tenths, tenths, yuan};
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "household/pages/year.html")]
struct Form {
    p: Page,
    crumbs: Crumbs,
    action: String,
    seen: i64,
    f: Facts,
    tools: Vec<(String, String)>,
    housing: String,
    land: String,
    amounts: [String; 5],
    people: String,
}

/// `GET /households/{household}/years/{year}`
pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let at = place(cx)?;
    crate::household::ask::<crate::access::acts::KeepHouseholds>(cx.tx, cx.who, &at.of)?;
    let year: i64 = cx.path("year")?;
    let (seen, f) = verbs::year(cx.tx, &at.permit, &at.of, year)?;
    // A year that nobody wrote of yet begins with what stays: house, land, people.
    let usual = if seen > 0 {
        f.clone()
    } else {
        let one = verbs::one(cx.tx, &at.permit, &at.of)?;
        let last = one.years.values().next_back().cloned().unwrap_or_default();
        let people = i64::try_from(one.members.len()).ok().filter(|count| *count > 0);
        let Facts { housing_tenths, land_tenths, crops, animals, tools, tools_words, sources, .. } = last;
        Facts { housing_tenths, land_tenths, crops, animals, tools, tools_words, sources, people, ..Facts::default() }
    };
    let p = cx.page_of(&Msg::new("household-year-title").with("name", at.name()).with("year", year));
    let amount = |value: Option<i64>| value.map(yuan).unwrap_or_default();
    let page = Form {
        tools: super::optional(&p, "household-unknown", super::choices(&p, "tools", TOOLS)),
        housing: usual.housing_tenths.map(of_tenths).unwrap_or_default(),
        land: usual.land_tenths.map(of_tenths).unwrap_or_default(),
        amounts: [usual.wage_fen, usual.operating_fen, usual.property_fen, usual.transfer_fen, usual.cost_fen].map(amount),
        people: usual.people.map(|count| count.to_string()).unwrap_or_default(),
        action: format!("/households/{}/years/{year}", at.of.id),
        crumbs: at.crumbs,
        f: usual,
        seen,
        p,
    };
    saw(cx, &at.of);
    cx.render(&page)
}

/// `POST /households/{household}/years/{year}`
pub(super) fn keep(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (of, permit) = kept(cx)?;
    let (year, seen): (i64, i64) = (cx.path("year")?, cx.field("seen").parse().unwrap_or_default());
    let mut problems = Problems::default();
    let mut amount = |field: &'static str| problems.keep(field, fen(cx.field(field))).flatten();
    let [wage_fen, operating_fen, property_fen, transfer_fen, cost_fen] = ["wage", "operating", "property", "transfer", "cost"].map(&mut amount);
    let housing_tenths = problems.keep("housing", tenths(cx.field("housing"))).flatten();
    let land_tenths = problems.keep("land", tenths(cx.field("land"))).flatten();
    let people = cx.field("people");
    let people = if people.is_empty() { None } else { Some(people.parse().unwrap_or(-1)) };
    problems.end()?;
    let (crops, animals, tools, tools_words, sources) = (text(cx, "crops"), text(cx, "animals"), text(cx, "tools"), text(cx, "tools_words"), text(cx, "sources"));
    let facts = Facts { housing_tenths, land_tenths, crops, animals, tools, tools_words, sources, wage_fen, operating_fen, property_fen, transfer_fen, cost_fen, people };
    verbs::keep_year(cx.tx, &permit, &of, year, seen, &facts)?;
    did(cx, &of, "year");
    Ok(Reply::done(of.page(), "household-kept"))
}

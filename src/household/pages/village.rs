//! `/villages/{village}`: the village with its households, people, plans and papers; what is missing; papers.

use askama::Template;

use super::{Crumbs, place, saw};
use crate::base::{Result, RowId, SchoolDate};
use crate::household::benefits;
use crate::household::checks::{self, Whole};
use crate::household::codes::ROLES_OF_VILLAGE;
use crate::household::export::{self, PAPERS, Papers, coded, formats, per_head};
use crate::household::households::{self, Household};
use crate::household::matters::{Matter, load};
use crate::household::measures::unanswered;
use crate::household::villages::{self as verbs, Helper, Village};
use crate::household::watch::{self, Why};
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "household/pages/village.html")]
struct Show {
    p: Page,
    v: Village,
    rows: Vec<Line>,
    team: Vec<(String, String)>,
    plans: Vec<super::Stood>,
    missing: usize,
    assured: (usize, usize),
    total: String,
    papers: Vec<(&'static str, &'static str, String)>,
    keeps: bool,
}

struct Line {
    id: RowId,
    number: String,
    head: String,
    people: usize,
    status: String,
    income: String,
    responsible: String,
    measures: usize,
    unanswered: usize,
    last_visit: Option<SchoolDate>,
    why: Vec<String>,
}

/// Why a household is looked at, in words.
pub(super) fn why_words(p: &Page, why: &Why) -> String {
    use crate::base::Msg;
    use crate::household::money::yuan;
    match why {
        Why::Below(year, income, line) => p.m(&Msg::new("household-why-below").with("year", year).with("income", yuan(*income)).with("line", yuan(*line))),
        Why::Risk(code, since) => p.m(&Msg::new("household-why-risk").with("what", coded(p.lang, "risk", code)).with("day", since)),
        Why::Monitored(status) => coded(p.lang, "status", status),
    }
}

fn lines(cx: &mut Cx<'_, '_>, p: &Page, whole: &Whole, all: &[Household], watched: &[(RowId, Vec<Why>)], village: RowId) -> Result<Vec<Line>> {
    let (matters, visits, today) = (load(cx.tx, village, None)?, checks::last_visits(cx.tx, village)?, cx.tx.today());
    let line = |one: &Household| {
        let of: Vec<_> = whole.measures.iter().filter(|measure| measure.of == one.id).cloned().collect();
        let own: Vec<Matter> = matters.iter().filter(|matter| matter.household == one.id).cloned().collect();
        let why = watched.iter().find(|(id, _)| *id == one.id).map_or(&[][..], |(_, why)| why.as_slice());
        Line {
            id: one.id,
            number: one.number.clone(),
            head: one.head_name().to_owned(),
            people: one.members.len(),
            status: coded(p.lang, "status", &one.status),
            income: per_head(p.lang, one),
            responsible: whole.helpers.iter().find(|(id, role, _)| *id == one.id && role == "responsible").map(|(.., name)| name.clone()).unwrap_or_default(),
            measures: of.len(),
            unanswered: unanswered(&own, &of, today).len(),
            last_visit: visits.iter().find(|(id, _)| *id == one.id).map(|(_, day)| *day),
            why: why.iter().map(|why| why_words(p, why)).collect(),
        }
    };
    Ok(all.iter().map(line).collect())
}

/// The team in the order of its roles.
fn in_order(team: &[Helper]) -> Vec<&Helper> {
    let mut all: Vec<&Helper> = team.iter().collect();
    all.sort_by_key(|one| ROLES_OF_VILLAGE.iter().position(|role| *role == one.role));
    all
}

/// `GET /villages/{village}`
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let at = place(cx)?;
    let v = verbs::village(cx.tx, &at.permit)?;
    let p = cx.page_of(&crate::base::Msg::new("household-village-of").with("name", &v.name));
    let (all, whole, today) = (households::of_village(cx.tx, &at.permit)?, checks::whole(cx.tx, &at.permit)?, cx.tx.today());
    let watched = watch::of_village(cx.tx, &at.permit, &all)?;
    let ledger = benefits::of_village(cx.tx, &at.permit)?;
    let papers = PAPERS.iter().flat_map(|what| formats().into_iter().map(move |format| (*what, format)));
    let page = Show {
        rows: lines(cx, &p, &whole, &all, &watched, v.id)?,
        team: in_order(&whole.team).into_iter().map(|one| (coded(p.lang, "role", &one.role), super::helper_line(&p, one, today))).collect(),
        plans: whole.plans.iter().map(|one| super::stood(&p, one, today)).collect(),
        missing: checks::missing(&whole).len(),
        assured: checks::assured(&whole),
        total: crate::household::money::yuan(benefits::total(&ledger)),
        papers: papers.map(|(what, format)| (what, format, format!("{} {format}", p.t(&format!("household-paper-{what}"))))).collect(),
        keeps: super::keeps(cx, &at.of)?,
        v,
        p,
    };
    saw(cx, &at.of);
    cx.render(&page)
}

#[derive(Template)]
#[template(path = "household/pages/missing.html")]
struct Missing {
    p: Page,
    crumbs: Crumbs,
    groups: Vec<Group>,
    count: usize,
}

struct Group {
    name: String,
    base: String,
    rows: Vec<(&'static str, String, bool)>,
}

/// `GET /villages/{village}/missing`
pub(super) fn missing(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let at = place(cx)?;
    let p = cx.page("household-missing");
    let whole = checks::whole(cx.tx, &at.permit)?;
    let missing = checks::missing(&whole);
    let mut groups: Vec<Group> = Vec::new();
    for one in &missing {
        let household = one.household.and_then(|id| whole.households.iter().find(|known| known.id == id));
        let (name, base) = match household {
            Some(known) => (format!("{} {}", known.number, known.head_name()), format!("/households/{}", known.id)),
            None => (at.crumbs.village_name.clone(), at.of.page()),
        };
        if groups.last().is_none_or(|last| last.base != base) {
            groups.push(Group { name, base, rows: Vec::new() });
        }
        if let Some(last) = groups.last_mut() {
            last.rows.push((one.item, coded(p.lang, "item", one.item), one.looked));
        }
    }
    let page = Missing { crumbs: at.crumbs, groups, count: missing.len(), p };
    saw(cx, &at.of);
    cx.render(&page)
}

/// `GET /villages/{village}/papers/{what}/{format}`
pub(super) fn paper(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let at = place(cx)?;
    let (what, format, lang): (String, String, _) = (cx.path("what")?, cx.path("format")?, cx.lang());
    let village = verbs::village(cx.tx, &at.permit)?;
    let (all, whole, ledger) = (households::of_village(cx.tx, &at.permit)?, checks::whole(cx.tx, &at.permit)?, benefits::of_village(cx.tx, &at.permit)?);
    let papers = Papers { village: &village, whole: &whole, households: &all, benefits: &ledger };
    let (name, media_type, bytes) = export::paper(cx.tx, cx.who, &papers, &what, &format, lang)?;
    cx.did("PrintHouseholds", verbs::subject(village.id), super::SHOWN, format!("{what} {format}"));
    Ok(Reply::file(name, media_type, bytes))
}

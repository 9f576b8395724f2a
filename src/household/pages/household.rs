//! `/households/{household}`: the card; what the household is for the support; the card on paper.

use askama::Template;

use super::village::why_words;
use super::{Crumbs, day, did, kept, mark, place, saw, text};
use crate::base::{Msg, Result, RowId, SchoolDate};
use crate::household::card::{self, Card};
use crate::household::codes::{STATUSES, items};
use crate::household::export::{self, coded, formats, money, per_head, sum};
use crate::household::households as verbs;
use crate::household::income::Facts;
use crate::household::measures::unanswered;
use crate::household::money::of_tenths;
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "household/pages/household.html")]
struct Show {
    p: Page,
    crumbs: Crumbs,
    id: RowId,
    name: String,
    status: String,
    since: String,
    income: String,
    why: Vec<String>,
    said: Vec<(String, SchoolDate, String)>,
    members: Vec<MemberView>,
    years: Vec<YearView>,
    matters: Vec<(String, Vec<(String, String)>)>,
    measures: Vec<super::Stood>,
    unanswered: usize,
    helpers: Vec<(String, String)>,
    rows: Vec<super::Stood>,
    visits: Vec<(SchoolDate, String, String)>,
    benefits: Vec<(SchoolDate, String, String)>,
    statuses: Vec<(String, String)>,
    formats: Vec<&'static str>,
    today: SchoolDate,
    writes: bool,
    manages: bool,
}

struct MemberView {
    id: RowId,
    name: String,
    relation: String,
    text: String,
    pupil: bool,
}

struct YearView {
    year: i64,
    lines: Vec<(String, String)>,
    sum: String,
    lacks: String,
}

fn year_view(p: &Page, year: i64, facts: &Facts) -> YearView {
    let tenths = |value: Option<i64>, unit: &str| value.map_or_else(|| p.t("household-unknown"), |tenths| format!("{} {}", of_tenths(tenths), p.t(unit)));
    let said = |text: &str| if text.is_empty() { p.t("household-unknown") } else { text.to_owned() };
    let tools = [coded(p.lang, "tools", &facts.tools), facts.tools_words.clone()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("，");
    let net = facts.net();
    let mut lines = vec![
        (p.t("household-housing"), tenths(facts.housing_tenths, "household-m2")),
        (p.t("household-land"), tenths(facts.land_tenths, "household-mu")),
        (p.t("household-crops"), said(&facts.crops)),
        (p.t("household-animals"), said(&facts.animals)),
        (p.t("household-tools"), said(&tools)),
        (p.t("household-sources"), said(&facts.sources)),
    ];
    if net.is_none() {
        lines.extend(facts.parts().into_iter().map(|(name, value)| (p.t(&format!("household-{name}")), money(p.lang, value))));
        lines.push((p.t("household-cost"), money(p.lang, facts.cost_fen)));
    }
    let lacks = facts.lacks().into_iter().map(|name| p.t(&format!("household-{name}"))).collect::<Vec<_>>().join("、");
    YearView { year, lines, sum: net.map(|net| sum(p.lang, facts, &net)).unwrap_or_default(), lacks }
}

fn shown(cx: &mut Cx<'_, '_>, p: Page, at: super::Place, card: &Card) -> Result<Show> {
    let (today, lang, one) = (cx.tx.today(), p.lang, &card.household);
    let manages = super::super::villages::manages(cx.who);
    let matters = ["cause", "need", "wish", "risk"].map(|what| {
        let open = card.matters.iter().filter(|matter| matter.what == what && matter.is_open(today));
        (p.t(&format!("household-what-{what}")), open.map(|matter| (coded(lang, what, &matter.code), matter.body.words.clone())).collect::<Vec<_>>())
    });
    let check = |item: &'static str| {
        let result = card.rows.iter().find(|row| row.item == item).map(|row| row.result.clone()).unwrap_or_default();
        let stand = if result.is_empty() { p.t("household-not-looked") } else { coded(lang, "result", &result) };
        super::Stood { item, kind: coded(lang, "item", item), what: String::new(), stand, colour: mark(&result) }
    };
    let member = |is: &super::super::members::Member| MemberView {
        id: is.id,
        name: export::name(lang, is),
        relation: coded(lang, "relation", &is.is.relation),
        text: export::member(lang, is),
        pupil: manages && is.pupil.is_some(),
    };
    Ok(Show {
        id: one.id,
        name: at.name().to_owned(),
        status: coded(lang, "status", &one.status),
        since: one.since.map(|day| day.to_string()).unwrap_or_default(),
        income: per_head(lang, one),
        why: card.why.iter().map(|why| why_words(&p, why)).collect(),
        said: card.said.iter().map(|(status, day, why, _)| (coded(lang, "status", status), *day, why.clone())).collect(),
        members: one.members.iter().map(member).collect(),
        years: one.years.iter().rev().take(3).map(|(year, facts)| year_view(&p, *year, facts)).collect(),
        matters: matters.into_iter().filter(|(_, all)| !all.is_empty()).collect(),
        measures: card.measures.iter().map(|one| super::stood(&p, one, today)).collect(),
        unanswered: unanswered(&card.matters, &card.measures, today).len(),
        helpers: card.helpers.iter().filter(|one| one.holds_on(today)).map(|one| (coded(lang, "role", &one.role), super::helper_line(&p, one, today))).collect(),
        rows: items(false).into_iter().map(check).collect(),
        visits: card.visits.iter().take(3).map(|one| (one.day, one.name.clone(), one.words.clone())).collect(),
        benefits: card.benefits.iter().filter(|one| one.counts()).take(5).map(|one| (one.day, coded(lang, "benefit", &one.kind), export::came(lang, one))).collect(),
        statuses: super::choices(&p, "status", STATUSES),
        formats: formats(),
        writes: super::keeps(cx, &at.of)?,
        crumbs: at.crumbs,
        manages,
        today,
        p,
    })
}

/// `GET /households/{household}`
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let at = place(cx)?;
    let p = cx.page_of(&Msg::new("household-card-of").with("name", at.name()));
    let (card, of) = (card::card(cx.tx, &at.permit, &at.of)?, at.of.clone());
    let page = shown(cx, p, at, &card)?;
    saw(cx, &of);
    cx.render(&page)
}

/// `POST /households/{household}/status`
pub(super) fn set_status(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (of, permit) = kept(cx)?;
    let (status, when, why) = (text(cx, "status"), day(cx, "day"), text(cx, "why"));
    verbs::set_status(cx.tx, &permit, &of, &status, when, &why)?;
    did(cx, &of, "status");
    Ok(Reply::done(of.page(), "household-kept"))
}

/// `GET /households/{household}/paper/{format}`
pub(super) fn paper(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let at = place(cx)?;
    let (format, lang): (String, _) = (cx.path("format")?, cx.lang());
    let card = card::card(cx.tx, &at.permit, &at.of)?;
    let (name, media_type, bytes) = export::card(cx.tx, cx.who, &card, &format, lang)?;
    cx.did("PrintHouseholds", super::super::villages::subject(at.of.village), super::SHOWN, format!("card {format}"));
    Ok(Reply::file(name, media_type, bytes))
}

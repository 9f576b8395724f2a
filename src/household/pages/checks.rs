//! `…/checks`: the fixed rows of the six ones and the six assurances; one row with its form.

use askama::Template;

use super::{Crumbs, day, did, kept, mark, place, saw, text};
use crate::base::{Error, Msg, Result, SchoolDate};
use crate::household::checks::{self as verbs, New, RESULTS, Row};
use crate::household::codes::{ASSURANCES, items};
use crate::household::export::coded;
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "household/pages/checks.html")]
struct List {
    p: Page,
    crumbs: Crumbs,
    base: String,
    groups: Vec<(String, Vec<View>)>,
}

struct View {
    item: &'static str,
    name: String,
    row: Option<Row>,
    result: String,
    colour: &'static str,
    known: String,
}

fn views(cx: &mut Cx<'_, '_>, p: &Page, at: &super::Place) -> Result<Vec<View>> {
    let (rows, whole) = (verbs::of(cx.tx, &at.permit, &at.of)?, verbs::whole(cx.tx, &at.permit)?);
    let household = (!at.of.is_village).then_some(at.of.id);
    let view = |item: &'static str| {
        let row = rows.iter().find(|row| row.item == item).cloned();
        let code = row.as_ref().map(|row| row.result.clone()).unwrap_or_default();
        View {
            item,
            name: coded(p.lang, "item", item),
            result: if code.is_empty() { p.t("household-not-looked") } else { coded(p.lang, "result", &code) },
            colour: mark(&code),
            known: verbs::known(&whole, household, item).join("；"),
            row,
        }
    };
    Ok(items(at.of.is_village).into_iter().map(view).collect())
}

/// `GET …/checks`
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let at = place(cx)?;
    let p = cx.page("household-checks");
    let (assured, ones): (Vec<View>, Vec<View>) = views(cx, &p, &at)?.into_iter().partition(|view| ASSURANCES.contains(&view.item));
    let groups = [("household-ones", ones), ("household-assurances", assured)];
    let page = List { groups: groups.into_iter().filter(|(_, all)| !all.is_empty()).map(|(key, all)| (p.t(key), all)).collect(), base: at.of.page(), crumbs: at.crumbs, p };
    saw(cx, &at.of);
    cx.render(&page)
}

#[derive(Template)]
#[template(path = "household/pages/check.html")]
struct Show {
    p: Page,
    crumbs: Crumbs,
    base: String,
    one: View,
    results: Vec<(String, String)>,
    result: String,
    holder: String,
    evidence: String,
    today: SchoolDate,
    writes: bool,
}

/// `GET …/checks/{item}`
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let at = place(cx)?;
    let item: String = cx.path("item")?;
    let p = cx.page_of(&Msg::new("household-check-of").with("name", at.name()));
    let one = views(cx, &p, &at)?.into_iter().find(|view| view.item == item).ok_or(Error::NotFound)?;
    let of = |part: fn(&Row) -> &String| one.row.as_ref().map(|row| part(row).clone()).unwrap_or_default();
    let page = Show {
        results: super::choices(&p, "result", RESULTS),
        result: of(|row| &row.result),
        holder: of(|row| &row.holder),
        evidence: of(|row| &row.evidence),
        today: cx.tx.today(),
        writes: super::keeps(cx, &at.of)?,
        base: at.of.page(),
        crumbs: at.crumbs,
        one,
        p,
    };
    saw(cx, &at.of);
    cx.render(&page)
}

/// `POST …/checks/{item}`
pub(super) fn fill(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (of, permit) = kept(cx)?;
    let new = New { item: cx.path("item")?, result: text(cx, "result"), holder: text(cx, "holder"), day: day(cx, "day"), evidence: text(cx, "evidence") };
    verbs::fill(cx.tx, &permit, &of, &new)?;
    did(cx, &of, "check");
    Ok(Reply::done(format!("{}/checks", of.page()), "household-kept"))
}

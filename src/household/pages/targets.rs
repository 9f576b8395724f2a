//! `/villages/{village}/targets`: what was aimed at and what became of it, beside the town's average; the assessment of who answers for the village.

use askama::Template;

use super::{Crumbs, managed, of, place, saw, text};
use crate::access::{Permit, Subject, acts};
use crate::base::{Error, Msg, Result};
use crate::household::export::{coded, money};
use crate::household::money::{of_tenths, tenths};
use crate::household::targets::{self, Standing};
use crate::household::villages::{self as verbs, Assessment, Target};
use crate::household::{checks, households};
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "household/pages/targets.html")]
struct Show {
    p: Page,
    crumbs: Crumbs,
    years: Vec<View>,
    assessments: Vec<(Assessment, String)>,
    assured: (usize, usize),
    arrived: (usize, usize),
    verdicts: Vec<(String, String)>,
    year: i16,
    before: i16,
    writes: bool,
}

struct View {
    year: i64,
    source: String,
    lines: Vec<(String, String)>,
    verdicts: Vec<Verdict>,
}

struct Verdict {
    text: String,
    colour: &'static str,
}

fn verdict(p: &Page, of: &str, reached: Option<bool>) -> Verdict {
    let (key, colour) = match reached {
        None => ("household-unknown", ""),
        Some(true) => ("household-reached", "good"),
        Some(false) => ("household-not-reached", "due"),
    };
    Verdict { text: format!("{} {}", p.t(of), p.t(key)), colour }
}

fn percent(p: &Page, tenths: Option<i64>) -> String {
    tenths.map_or_else(|| p.t("household-unknown"), |tenths| format!("{}%", of_tenths(tenths)))
}

fn view(p: &Page, one: &Standing) -> View {
    let target = &one.target;
    let number = |count: Option<i64>| count.map_or_else(|| p.t("household-unknown"), |count| p.tv("household-people-count", "count", count));
    let between = |base: Option<i64>, now: Option<i64>| {
        let msg = Msg::new("household-from-to").with("base", target.base_year).with("before", money(p.lang, base)).with("year", target.year);
        p.m(&msg.with("amount", money(p.lang, now)))
    };
    let known = p.tv2("household-known-of", "count", one.known.0, "of", one.known.1);
    let lines = vec![
        (p.t("household-target-lifted"), format!("{} / {}", number(one.lifted), p.tv("household-people-count", "count", target.people))),
        (p.t("household-own-income"), format!("{} · {known}", between(one.own_fen.map(|fen| fen.0), one.own_fen.map(|fen| fen.1)))),
        (p.t("household-own-growth"), percent(p, one.own_tenths)),
        (p.t("household-town-income"), format!("{} {}", between(one.town_fen.0, one.town_fen.1), one.town_source).trim().to_owned()),
        (p.t("household-town-growth"), percent(p, one.town_tenths)),
        (
            p.t("household-above"),
            p.tv2("household-above-of", "count", one.above_tenths().map_or_else(|| p.t("household-unknown"), of_tenths), "of", of_tenths(target.above_tenths)),
        ),
    ];
    let verdicts = vec![verdict(p, "household-people-lifted", one.is_lifted()), verdict(p, "household-growth", one.is_reached())];
    View { year: target.year, source: target.source.clone(), lines, verdicts }
}

/// `GET /villages/{village}/targets`
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let at = place(cx)?;
    let p = cx.page("household-targets");
    let (all, whole) = (households::of_village(cx.tx, &at.permit)?, checks::whole(cx.tx, &at.permit)?);
    let years = targets::of_village(cx.tx, &at.permit, &all)?.iter().map(|one| view(&p, one)).collect();
    let arrived = whole.measures.iter().filter(|one| one.state == "arrived").count();
    let year = cx.tx.today().year();
    let page = Show {
        years,
        assessments: verbs::assessments(cx.tx, &at.permit)?.into_iter().map(|one| (one.clone(), coded(p.lang, "verdict", &one.verdict))).collect(),
        assured: checks::assured(&whole),
        arrived: (arrived, whole.measures.len()),
        verdicts: super::choices(&p, "verdict", ["good", "fair", "short"]),
        writes: verbs::manages(cx.who),
        before: year - 1,
        crumbs: at.crumbs,
        year,
        p,
    };
    saw(cx, &at.of);
    cx.render(&page)
}

/// `POST /villages/{village}/targets`
pub(super) fn set(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let of = of(cx)?;
    let permit: Permit<acts::ManageVillages> = cx.permit(Subject::Village(of.id))?;
    let number = |field: &str| cx.field(field).parse().unwrap_or(-1);
    let above = tenths(cx.field("above")).map_err(|message| Error::at("above", message))?.unwrap_or(-1);
    let new = Target { year: number("year"), base_year: number("base_year"), people: number("people"), above_tenths: above, source: text(cx, "source") };
    verbs::set_target(cx.tx, &permit, of.id, &new)?;
    managed(cx, &of, "target");
    Ok(Reply::done(format!("{}/targets", of.page()), "household-kept"))
}

/// `POST /villages/{village}/assessments`
pub(super) fn assess(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let of = of(cx)?;
    let permit: Permit<acts::ManageVillages> = cx.permit(Subject::Village(of.id))?;
    let new = Assessment { year: cx.field("year").parse().unwrap_or(-1), verdict: text(cx, "verdict"), holder: String::new(), words: text(cx, "words"), day: cx.tx.today() };
    verbs::assess(cx.tx, &permit, of.id, &new)?;
    managed(cx, &of, "assessment");
    Ok(Reply::done(format!("{}/targets", of.page()), "household-kept"))
}

//! `/villages/{village}/ledger`: what reached the village and its households from outside; one entry, taken back where it is wrong.

use askama::Template;

use super::{Crumbs, day, did, kept, place, saw, text};
use crate::access::Permit;
use crate::access::acts;
use crate::base::{Error, Result, RowId, SchoolDate};
use crate::household::benefits::{self as verbs, Benefit, New};
use crate::household::codes::BENEFITS;
use crate::household::export::{came, coded};
use crate::household::money::{fen, yuan};
use crate::household::{Of, households};
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "household/pages/ledger.html")]
struct List {
    p: Page,
    crumbs: Crumbs,
    rows: Vec<View>,
    total: String,
    projects: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    households: Vec<(String, String)>,
    today: SchoolDate,
    writes: bool,
}

struct View {
    b: Benefit,
    kind: String,
    amount: String,
    whom: String,
    words: String,
}

fn view(p: &Page, b: Benefit, all: &[households::Household]) -> View {
    let one = all.iter().find(|one| Some(one.id) == b.household);
    View {
        kind: coded(p.lang, "benefit", &b.kind),
        amount: b.amount_fen.map(yuan).unwrap_or_default(),
        whom: one.map_or_else(|| p.t("household-whole-village"), |one| format!("{} {}", one.number, one.head_name())),
        words: came(p.lang, &b),
        b,
    }
}

/// What each project brought, as far as it counts.
fn by_project(all: &[Benefit]) -> Vec<(String, String)> {
    let mut sums: std::collections::BTreeMap<&str, i64> = std::collections::BTreeMap::new();
    for one in all.iter().filter(|one| one.counts()) {
        *sums.entry(one.project.as_str()).or_default() += one.amount_fen.unwrap_or_default();
    }
    sums.into_iter().filter(|(_, fen)| *fen > 0).map(|(project, fen)| (project.to_owned(), yuan(fen))).collect()
}

/// `GET /villages/{village}/ledger`
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let at = place(cx)?;
    let p = cx.page("household-money");
    let (ledger, all) = (verbs::of_village(cx.tx, &at.permit)?, households::of_village(cx.tx, &at.permit)?);
    let named = all.iter().map(|one| (one.id.to_string(), format!("{} {}", one.number, one.head_name())));
    let page = List {
        total: yuan(verbs::total(&ledger)),
        projects: by_project(&ledger),
        kinds: super::choices(&p, "benefit", BENEFITS.iter().map(|code| code.0)),
        households: super::optional(&p, "household-whole-village", named.collect::<Vec<_>>()),
        rows: ledger.into_iter().map(|one| view(&p, one, &all)).collect(),
        writes: super::keeps(cx, &at.of)?,
        today: cx.tx.today(),
        crumbs: at.crumbs,
        p,
    };
    saw(cx, &at.of);
    cx.render(&page)
}

/// `POST /villages/{village}/ledger`
pub(super) fn write(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (of, permit) = kept(cx)?;
    let new = New {
        id: None,
        household: text(cx, "household"),
        kind: text(cx, "kind"),
        project: text(cx, "project"),
        source: text(cx, "source"),
        amount: fen(cx.field("amount")),
        goods: text(cx, "goods"),
        day: day(cx, "day"),
        evidence: text(cx, "evidence"),
    };
    verbs::write(cx.tx, &permit, &new)?;
    did(cx, &of, "benefit");
    Ok(Reply::done(format!("{}/ledger", of.page()), "household-kept"))
}

#[derive(Template)]
#[template(path = "household/pages/benefit.html")]
struct Show {
    p: Page,
    crumbs: Crumbs,
    one: View,
    writes: bool,
}

/// `GET /villages/{village}/ledger/{benefit}`
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let at = place(cx)?;
    let id: RowId = cx.path("benefit")?;
    let p = cx.page("household-benefit-one");
    let all = households::of_village(cx.tx, &at.permit)?;
    let b = verbs::of_village(cx.tx, &at.permit)?.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)?;
    let page = Show { one: view(&p, b, &all), writes: super::keeps(cx, &at.of)?, crumbs: at.crumbs, p };
    saw(cx, &at.of);
    cx.render(&page)
}

/// `POST /villages/{village}/ledger/{benefit}`: taken back, with why.
pub(super) fn reverse(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (of, permit): (Of, Permit<acts::KeepHouseholds>) = kept(cx)?;
    let (id, reason): (RowId, String) = (cx.path("benefit")?, text(cx, "reason"));
    verbs::reverse(cx.tx, &permit, id, &reason)?;
    did(cx, &of, "reversal");
    Ok(Reply::done(format!("{}/ledger", of.page()), "household-taken"))
}

//! `/households/{household}/matters`: causes, needs, wishes, and risks that were reported.

use askama::Template;

use super::{Crumbs, day, did, kept, place, saw, text};
use crate::base::{Error, Result, RowId, SchoolDate};
use crate::household::codes::FOUND;
use crate::household::export::coded;
use crate::household::matters::{self as verbs, Matter, New, WHATS, codes};
use crate::web::{Cx, Page, Reply};

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Asked {
    what: String,
}

#[derive(Template)]
#[template(path = "household/pages/matters.html")]
struct List {
    p: Page,
    crumbs: Crumbs,
    id: RowId,
    groups: Vec<Group>,
    what: &'static str,
    codes: Vec<(String, String)>,
    found: Vec<(String, String)>,
    open: Vec<(String, String)>,
    today: SchoolDate,
    writes: bool,
}

struct Group {
    what: &'static str,
    name: String,
    open: Vec<(String, String, String)>,
    over: Vec<(String, String)>,
}

fn group(p: &Page, what: &'static str, all: &[Matter], today: SchoolDate) -> Group {
    let of = all.iter().filter(|one| one.what == what);
    let found = |one: &Matter| if one.body.found.is_empty() { one.from.to_string() } else { format!("{} {}", one.from, coded(p.lang, "found", &one.body.found)) };
    let (open, over): (Vec<&Matter>, Vec<&Matter>) = of.partition(|one| one.is_open(today));
    Group {
        what,
        name: p.t(&format!("household-what-{what}")),
        open: open.into_iter().map(|one| (coded(p.lang, what, &one.code), one.body.words.clone(), found(one))).collect(),
        over: over.into_iter().map(|one| (coded(p.lang, what, &one.code), format!("{} – {} {}", one.from, one.until, one.end))).collect(),
    }
}

/// `GET /households/{household}/matters`
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let at = place(cx)?;
    let p = cx.page("household-matters");
    let typed = p.old("what");
    let asked = if typed.is_empty() { cx.query::<Asked>()?.what } else { typed };
    let what = WHATS.into_iter().find(|what| *what == asked).unwrap_or("cause");
    let (all, today) = (verbs::of(cx.tx, &at.permit, &at.of)?, cx.tx.today());
    let open = all.iter().filter(|one| one.is_open(today));
    let page = List {
        open: open.map(|one| (one.id.to_string(), format!("{}：{}", p.t(&format!("household-what-{}", one.what)), coded(p.lang, &one.what, &one.code)))).collect(),
        groups: WHATS.into_iter().map(|what| group(&p, what, &all, today)).collect(),
        codes: super::choices(&p, what, codes(what).iter().map(|code| code.0)),
        found: super::choices(&p, "found", FOUND),
        writes: super::keeps(cx, &at.of)?,
        id: at.of.id,
        crumbs: at.crumbs,
        what,
        today,
        p,
    };
    saw(cx, &at.of);
    cx.render(&page)
}

/// `POST /households/{household}/matters`
pub(super) fn add(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (of, permit) = kept(cx)?;
    let new = New { what: text(cx, "what"), code: text(cx, "code"), words: text(cx, "words"), found: text(cx, "found"), from: day(cx, "from") };
    verbs::add(cx.tx, &permit, &of, &new)?;
    did(cx, &of, "matter");
    Ok(Reply::done(format!("{}/matters?what={}", of.page(), new.what), "household-kept"))
}

/// `POST /households/{household}/matters/end`
pub(super) fn end(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (of, permit) = kept(cx)?;
    let id: RowId = cx.field("matter").parse().map_err(|_| Error::at("matter", "household-choose"))?;
    let how = text(cx, "end");
    verbs::end(cx.tx, &permit, &of, id, &how)?;
    did(cx, &of, "matter");
    Ok(Reply::done(format!("{}/matters", of.page()), "household-kept"))
}

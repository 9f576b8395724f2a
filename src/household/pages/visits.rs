//! `/households/{household}/visits`: visits to the household, and the form for one.

use askama::Template;

use super::{Crumbs, day, did, kept, people, place, saw, text};
use crate::base::{Result, RowId, SchoolDate};
use crate::household::export::coded;
use crate::household::visits::{self as verbs, HOWS, New};
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "household/pages/visits.html")]
struct List {
    p: Page,
    crumbs: Crumbs,
    id: RowId,
    rows: Vec<(SchoolDate, String, String, String)>,
    hows: Vec<(String, String)>,
    people: Vec<(String, String)>,
    me: String,
    today: SchoolDate,
    writes: bool,
}

/// `GET /households/{household}/visits`
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let at = place(cx)?;
    let p = cx.page("household-visits");
    let all = verbs::of(cx.tx, &at.permit, &at.of)?;
    let next = |next: Option<SchoolDate>| next.map(|day| p.tv("household-visit-again", "day", day)).unwrap_or_default();
    let page = List {
        rows: all.into_iter().map(|one| (one.day, format!("{} {}", coded(p.lang, "how", &one.how), one.name), one.words, next(one.next))).collect(),
        hows: super::choices(&p, "how", HOWS),
        people: people(cx, &p, &at.of)?,
        me: cx.who.staff().to_string(),
        writes: super::keeps(cx, &at.of)?,
        today: cx.tx.today(),
        id: at.of.id,
        crumbs: at.crumbs,
        p,
    };
    saw(cx, &at.of);
    cx.render(&page)
}

/// `POST /households/{household}/visits`
pub(super) fn write(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (of, permit) = kept(cx)?;
    let new = New { id: None, day: day(cx, "day"), how: text(cx, "how"), staff: text(cx, "staff"), name: text(cx, "name"), next: day(cx, "next"), words: text(cx, "words") };
    verbs::write(cx.tx, &permit, &of, &new)?;
    did(cx, &of, "visit");
    Ok(Reply::done(of.page(), "household-kept"))
}

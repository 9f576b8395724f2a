//! `/villages`: the villages of the reader, and the form for a new one; `/villages/lines`: lines of monitoring and averages of towns.

use askama::Template;

use super::{SHOWN, text};
use crate::access::{Permit, Subject, acts};
use crate::base::{Result, RowId};
use crate::household::money::{fen, yuan};
use crate::household::villages::{self as verbs, Village};
use crate::household::{Of, ask, checks, households, watch};
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "household/pages/villages.html")]
struct List {
    p: Page,
    rows: Vec<Line>,
    works: Vec<(String, String)>,
    manages: bool,
    township: String,
    province: String,
}

struct Line {
    v: Village,
    households: usize,
    supported: usize,
    people: usize,
    watched: usize,
    missing: usize,
}

impl List {
    /// Whether a team or a group works there.
    fn work(&self, one: &Line) -> &'static str {
        if one.v.works == "team" { "household-works-team" } else { "household-works-group" }
    }
}

fn line(cx: &mut Cx<'_, '_>, v: Village) -> Result<Line> {
    let permit = ask::<acts::SeeHouseholds>(cx.tx, cx.who, &Of::village(v.id))?;
    let all = households::of_village(cx.tx, &permit)?;
    let whole = checks::whole(cx.tx, &permit)?;
    Ok(Line {
        households: all.len(),
        supported: whole.households.len(),
        people: whole.households.iter().map(|one| one.members.len()).sum(),
        watched: watch::of_village(cx.tx, &permit, &all)?.len(),
        missing: checks::missing(&whole).len(),
        v,
    })
}

/// `GET /villages`
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("household-villages");
    let all = verbs::all(cx.tx, cx.who)?;
    let last = all.last().cloned();
    let rows = all.into_iter().map(|village| line(cx, village)).collect::<Result<Vec<Line>>>()?;
    let page = List {
        rows,
        works: super::choices(&p, "works", ["team", "group"]),
        manages: verbs::manages(cx.who),
        township: last.as_ref().map(|one| one.township.clone()).unwrap_or_default(),
        province: last.map(|one| one.province).unwrap_or_default(),
        p,
    };
    cx.saw("SeeHouseholds", Subject::School, SHOWN);
    cx.render(&page)
}

/// `POST /villages`
pub(super) fn found(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit: Permit<acts::ManageVillages> = cx.permit(Subject::School)?;
    let id: RowId = cx.tx.new_id();
    let new = Village { id, name: text(cx, "name"), township: text(cx, "township"), province: text(cx, "province"), works: text(cx, "works") };
    verbs::found(cx.tx, &permit, &new)?;
    super::managed(cx, &Of::village(id), "village");
    Ok(Reply::done(format!("/villages/{id}"), "household-kept"))
}

#[derive(Template)]
#[template(path = "household/pages/lines.html")]
struct Lines {
    p: Page,
    rows: Vec<(String, verbs::Line)>,
    kinds: Vec<(String, String)>,
    year: i16,
    province: String,
    manages: bool,
}

/// `GET /villages/lines`
pub(super) fn lines(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("household-lines");
    let rows = verbs::lines(cx.tx)?.into_iter().map(|line| (p.t(&format!("household-line-{}", line.kind)), line)).collect();
    let page = Lines {
        rows,
        kinds: super::choices(&p, "line", ["threshold", "average"]),
        year: cx.tx.today().year(),
        province: verbs::all(cx.tx, cx.who)?.first().map(|one| one.province.clone()).unwrap_or_default(),
        manages: verbs::manages(cx.who),
        p,
    };
    cx.render(&page)
}

impl Lines {
    /// The amount in yuan.
    fn yuan(&self, fen: &i64) -> String {
        yuan(*fen)
    }
}

/// `POST /villages/lines`
pub(super) fn set_line(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit: Permit<acts::ManageVillages> = cx.permit(Subject::School)?;
    let (kind, region, source) = (text(cx, "kind"), text(cx, "region"), text(cx, "source"));
    let (year, amount) = (cx.field("year").parse().ok(), fen(cx.field("amount")));
    verbs::set_line(cx.tx, &permit, &kind, &region, year, amount, &source)?;
    cx.did("ManageVillages", Subject::School, SHOWN, "line");
    Ok(Reply::done("/villages/lines", "household-kept"))
}

//! `/villages/{village}/team` and `/households/{household}/team`: who works for it, since when and until when; a change is a new row.

use askama::Template;

use super::{Crumbs, day, did, managed, of, people, place, saw, text};
use crate::access::{Permit, Subject, acts};
use crate::base::{Error, Result, RowId, SchoolDate};
use crate::household::codes::{ROLES_OF_HOUSEHOLD, ROLES_OF_VILLAGE};
use crate::household::export::coded;
use crate::household::villages::{self as verbs, NewHelper};
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "household/pages/team.html")]
struct Show {
    p: Page,
    crumbs: Crumbs,
    base: String,
    is_village: bool,
    now: Vec<(RowId, String, String)>,
    past: Vec<(String, String)>,
    roles: Vec<(String, String)>,
    people: Vec<(String, String)>,
    open: Vec<(String, String)>,
    today: SchoolDate,
    writes: bool,
}

/// `GET …/team`
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let at = place(cx)?;
    let p = cx.page(if at.of.is_village { "household-team" } else { "household-helpers" });
    let (all, today) = (verbs::helpers(cx.tx, &at.of)?, cx.tx.today());
    let roles: &[&'static str] = if at.of.is_village { &ROLES_OF_VILLAGE } else { &ROLES_OF_HOUSEHOLD };
    let now: Vec<(RowId, String, String)> =
        all.iter().filter(|one| one.until > today).map(|one| (one.id, coded(p.lang, "role", &one.role), super::helper_line(&p, one, today))).collect();
    let page = Show {
        past: all
            .iter()
            .filter(|one| one.until <= today)
            .map(|one| (coded(p.lang, "role", &one.role), format!("{} {} {} – {}", one.name, one.unit, one.from, one.until)))
            .collect(),
        open: now.iter().map(|(id, role, line)| (id.to_string(), format!("{role} {line}"))).collect(),
        now,
        roles: super::choices(&p, "role", roles.iter().copied()),
        people: people(cx, &p, &at.of)?,
        writes: if at.of.is_village { verbs::manages(cx.who) } else { super::keeps(cx, &at.of)? },
        base: at.of.page(),
        is_village: at.of.is_village,
        crumbs: at.crumbs,
        today,
        p,
    };
    saw(cx, &at.of);
    cx.render(&page)
}

fn new(cx: &Cx<'_, '_>) -> NewHelper {
    NewHelper { role: text(cx, "role"), staff: text(cx, "staff"), name: text(cx, "name"), unit: text(cx, "unit"), from: day(cx, "from") }
}

fn row(cx: &Cx<'_, '_>) -> Result<RowId> {
    cx.field("row").parse().map_err(|_| Error::at("row", "household-choose"))
}

/// `POST /villages/{village}/team`
pub(super) fn appoint(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let of = of(cx)?;
    let permit: Permit<acts::ManageVillages> = cx.permit(Subject::Village(of.id))?;
    let new = new(cx);
    verbs::appoint(cx.tx, &permit, &of, &new)?;
    managed(cx, &of, "team");
    Ok(Reply::done(format!("{}/team", of.page()), "household-kept"))
}

/// `POST /villages/{village}/team/end`
pub(super) fn release(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let of = of(cx)?;
    let permit: Permit<acts::ManageVillages> = cx.permit(Subject::Village(of.id))?;
    let (row, until) = (row(cx)?, day(cx, "until"));
    verbs::release(cx.tx, &permit, &of, row, until)?;
    managed(cx, &of, "team");
    Ok(Reply::done(format!("{}/team", of.page()), "household-kept"))
}

/// `POST /households/{household}/team`
pub(super) fn pair(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (of, permit) = super::kept(cx)?;
    let new = new(cx);
    verbs::pair(cx.tx, &permit, &of, &new)?;
    did(cx, &of, "helper");
    Ok(Reply::done(format!("{}/team", of.page()), "household-kept"))
}

/// `POST /households/{household}/team/end`
pub(super) fn unpair(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (of, permit) = super::kept(cx)?;
    let (row, until) = (row(cx)?, day(cx, "until"));
    verbs::unpair(cx.tx, &permit, &of, row, until)?;
    did(cx, &of, "helper");
    Ok(Reply::done(format!("{}/team", of.page()), "household-kept"))
}

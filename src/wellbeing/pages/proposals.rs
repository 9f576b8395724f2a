//! What the counsellor proposes for the plan, and what becomes of it.

use super::view::{Ask, Button, Item, Kind, Section, Sheet, choices, field, hidden, link};
use super::{SHOWN, child_crumbs, made, named};
use crate::access::{Level, Levels, Subject, acts};
use crate::base::{PupilId, Result, RowId};
use crate::roster::people::Names;
use crate::web::{Cx, Reply};
use crate::wellbeing::proposal;
use crate::wellbeing::rules::SIDES;

pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    cx.permit::<acts::CounselPupil>(id)?;
    let (name, p) = (named(cx, id)?, cx.page("wellbeing-proposal"));
    let fields = vec![
        hidden("id", made(cx)),
        field("side", "wellbeing-side", Kind::Select(choices(&p, "wellbeing-side-", &SIDES))),
        field("text", "wellbeing-proposal-demand", Kind::Long).hint("wellbeing-fulcrum-demand"),
        field("trust", "wellbeing-part-trust", Kind::Long).hint("wellbeing-fulcrum-trust"),
    ];
    let mut crumbs = child_crumbs(id, &name);
    crumbs.push((format!("/pupils/{id}/wellbeing"), p.t("wellbeing-file")));
    cx.render(&Ask::new(p, crumbs, format!("/pupils/{id}/wellbeing/proposal"), fields, "wellbeing-propose").lead("wellbeing-proposal-lead"))
}

pub(super) fn propose(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::CounselPupil>(id)?;
    let (entry, side, demand, trust) = (made(cx), cx.field("side").to_owned(), cx.field("text").to_owned(), cx.field("trust").to_owned());
    proposal::propose(cx.tx, &permit, entry, &side, &demand, &trust)?;
    cx.did("CounselPupil", Subject::School, SHOWN, entry.to_string());
    Ok(Reply::done(format!("/pupils/{id}/wellbeing"), "wellbeing-proposed"))
}

pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::WritePlan>(id)?;
    let all = proposal::list(cx.tx, &permit)?;
    let (name, names, p) = (named(cx, id)?, Names::load(cx.tx)?, cx.page("wellbeing-proposals"));
    let mut sections = Vec::new();
    for one in &all {
        let body = one.said();
        let mut lines = vec![(p.t("wellbeing-proposal-demand"), body.text.clone()), (p.t("wellbeing-part-trust"), body.part("trust").to_owned())];
        lines.extend(super::log_lines(&p, &names, "wellbeing-proposal-", &one.steps));
        let action = format!("/pupils/{id}/proposals/{}", one.id);
        let taken = Button { action: action.clone(), text: p.t("wellbeing-proposal-take"), fields: vec![("answer", "taken".into())], confirm: String::new() };
        let side = p.t(&format!("wellbeing-side-{}", if body.what.is_empty() { "learning" } else { &body.what }));
        let open = one.steps.is_empty();
        sections.push(Section {
            title: side,
            items: vec![Item { title: p.t("wellbeing-proposal"), meta: format!("{} · {}", one.day, names.of(&one.staff.to_string())), lines, ..Item::default() }],
            links: if open { vec![link(&p, "edit", "wellbeing-proposal-decline", action)] } else { vec![link(&p, "goal", "wellbeing-to-plan", format!("/pupils/{id}/plan"))] },
            buttons: if open { vec![taken] } else { Vec::new() },
            ..Section::default()
        });
    }
    let notice = if all.is_empty() { p.t("wellbeing-proposals-none") } else { p.t("wellbeing-proposals-hint") };
    cx.render(&Sheet { notice, ..Sheet::new(p, child_crumbs(id, &name), sections) })
}

pub(super) fn decline_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, entry): (PupilId, RowId) = (cx.path("id")?, cx.path("entry")?);
    let permit = cx.permit::<acts::WritePlan>(id)?;
    proposal::list(cx.tx, &permit)?.into_iter().find(|one| one.id == entry).ok_or(crate::base::Error::NotFound)?;
    let (name, p) = (named(cx, id)?, cx.page("wellbeing-proposal-decline"));
    let fields = vec![hidden("answer", "declined"), field("text", "wellbeing-reason", Kind::Long)];
    let mut crumbs = child_crumbs(id, &name);
    crumbs.push((format!("/pupils/{id}/proposals"), p.t("wellbeing-proposals")));
    cx.render(&Ask::new(p, crumbs, format!("/pupils/{id}/proposals/{entry}"), fields, "web-save"))
}

pub(super) fn answer(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, entry): (PupilId, RowId) = (cx.path("id")?, cx.path("entry")?);
    let permit = cx.permit::<acts::WritePlan>(id)?;
    let (taken, words) = (cx.field("answer") == "taken", cx.field("text").to_owned());
    proposal::answer(cx.tx, &permit, entry, taken, &words)?;
    cx.did("WritePlan", Subject::Pupil(id), Levels::of(&[Level::Basic]), entry.to_string());
    Ok(Reply::done(if taken { format!("/pupils/{id}/plan") } else { format!("/pupils/{id}/proposals") }, "wellbeing-kept"))
}

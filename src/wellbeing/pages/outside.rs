//! Places outside, and referrals of a child.

use super::view::{Ask, Item, Kind, choices, field, hidden};
use super::{SHOWN, child_crumbs, crumbs, made, named};
use crate::access::{Subject, acts};
use crate::base::{Error, PupilId, Result, RowId};
use crate::roster::people::Names;
use crate::web::{Cx, Reply};
use crate::wellbeing::entry::Entry;
use crate::wellbeing::referral::{self, Institution, KINDS};

pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::CounselPupil>(Subject::School)?;
    let (p, today) = (cx.page("wellbeing-outside"), cx.tx.today());
    let item = |one: &Institution| Item {
        title: one.name.clone(),
        meta: p.t(&format!("wellbeing-outside-{}", one.kind)),
        chips: vec![(one.until.to_string(), if one.until < today { "overdue" } else { "good" })],
        lines: vec![(p.t("wellbeing-contact"), one.contact.clone())],
        href: String::new(),
    };
    let below = referral::institutions(cx.tx, &permit)?.iter().map(item).collect();
    let fields = vec![
        hidden("id", made(cx)),
        field("name", "wellbeing-outside-name", Kind::Text),
        field("kind", "wellbeing-outside-kind", Kind::Select(choices(&p, "wellbeing-outside-", &KINDS))),
        field("contact", "wellbeing-contact", Kind::Text),
        field("until", "wellbeing-outside-until", Kind::Day).hint("wellbeing-outside-until-hint").value(today.plus_days(365)),
    ];
    let crumbs = crumbs(&p, &[]);
    cx.render(&Ask { below, ..Ask::new(p, crumbs, "/wellbeing/outside", fields, "web-save") })
}

pub(super) fn add(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::CounselPupil>(Subject::School)?;
    let text = |name: &str| cx.field(name).to_owned();
    let until = cx.field("until").parse().map_err(|_| Error::at("until", "wellbeing-day-form"))?;
    let new = Institution { id: made(cx), name: text("name"), kind: text("kind"), contact: text("contact"), until };
    referral::add(cx.tx, &permit, &new)?;
    cx.did("CounselPupil", Subject::School, SHOWN, new.id.to_string());
    Ok(Reply::done("/wellbeing/outside", "wellbeing-kept"))
}

fn back(cx: &mut Cx<'_, '_>, id: PupilId) -> Result<Vec<(String, String)>> {
    let name = named(cx, id)?;
    let mut crumbs = child_crumbs(id, &name);
    crumbs.push((format!("/pupils/{id}/wellbeing"), crate::base::words::word(cx.lang(), "wellbeing-file")));
    Ok(crumbs)
}

pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::CounselPupil>(id)?;
    let (crumbs, p) = (back(cx, id)?, cx.page("wellbeing-referral"));
    let places = referral::institutions(cx.tx, &permit)?.into_iter().map(|one| (one.id.to_string(), one.name)).collect();
    let fields = vec![
        hidden("id", made(cx)),
        field("place", "wellbeing-outside-name", Kind::Select(places)).hint("wellbeing-referral-place-hint"),
        field("text", "wellbeing-referral-why", Kind::Long),
        field("shared", "wellbeing-referral-shared", Kind::Long).hint("wellbeing-referral-shared-hint"),
    ];
    cx.render(&Ask::new(p, crumbs, format!("/pupils/{id}/wellbeing/referral"), fields, "wellbeing-referral-begin").lead("wellbeing-referral-lead"))
}

pub(super) fn begin(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::CounselPupil>(id)?;
    let (entry, place, why, shared) = (made(cx), cx.field("place").parse().ok(), cx.field("text").to_owned(), cx.field("shared").to_owned());
    referral::begin(cx.tx, &permit, entry, place, &why, &shared)?;
    cx.did("CounselPupil", Subject::School, SHOWN, entry.to_string());
    Ok(Reply::done(format!("/pupils/{id}/wellbeing/referrals/{entry}"), "wellbeing-kept"))
}

/// A referral in lines.
pub(super) fn item(cx: &mut Cx<'_, '_>, found: &Entry) -> Result<Item> {
    let (names, lang) = (Names::load(cx.tx)?, cx.lang());
    let word = |key: &str| crate::base::words::word(lang, key);
    let permit = cx.permit::<acts::SeeCaseFile>(found.pupil)?;
    let place = crate::wellbeing::file::outside_name(cx.tx, &permit, found.about)?;
    let body = found.said();
    let mut lines = vec![(word("wellbeing-referral-why"), body.text.clone()), (word("wellbeing-referral-shared"), body.part("shared").to_owned())];
    lines.extend(found.steps.iter().map(|step| (word(&format!("wellbeing-step-{}", step.what)), format!("{} {} · {}", step.day, names.of(&step.actor), step.words))));
    let state = found.steps.last().map_or("begun", |step| step.what.as_str());
    Ok(Item {
        title: place,
        meta: found.day.to_string(),
        chips: vec![(word(&format!("wellbeing-step-{state}")), if matches!(state, "accepted" | "back") { "good" } else { "" })],
        lines,
        href: format!("/pupils/{}/wellbeing/referrals/{}", found.pupil, found.id),
    })
}

pub(super) fn one(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, entry): (PupilId, RowId) = (cx.path("id")?, cx.path("entry")?);
    let permit = cx.permit::<acts::CounselPupil>(id)?;
    let found = referral::one(cx.tx, &permit, entry)?;
    let (crumbs, below, p) = (back(cx, id)?, vec![item(cx, &found)?], cx.page("wellbeing-referral"));
    let next = referral::next(&found);
    let fields = if next.is_empty() {
        Vec::new()
    } else {
        vec![field("step", "wellbeing-step", Kind::Radios(choices(&p, "wellbeing-step-", next))), field("text", "wellbeing-step-text", Kind::Long).hint("wellbeing-step-text-hint")]
    };
    cx.saw("CounselPupil", Subject::School, SHOWN);
    cx.render(&Ask { below, ..Ask::new(p, crumbs, format!("/pupils/{id}/wellbeing/referrals/{entry}"), fields, "web-save").lead("wellbeing-referral-lead") })
}

pub(super) fn step(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, entry): (PupilId, RowId) = (cx.path("id")?, cx.path("entry")?);
    let permit = cx.permit::<acts::CounselPupil>(id)?;
    let (what, words) = (cx.field("step").to_owned(), cx.field("text").to_owned());
    referral::step(cx.tx, &permit, entry, &what, &words)?;
    cx.did("CounselPupil", Subject::School, SHOWN, entry.to_string());
    Ok(Reply::done(format!("/pupils/{id}/wellbeing/referrals/{entry}"), "wellbeing-kept"))
}

//! `/tutoring/helpers`: volunteers and institutions with what was checked and until when it holds.

use std::collections::BTreeSet;

use super::view::{Ask, Cell, Kind, Section, Sheet, cell, chip, choices, columns, field, hidden, link, linked};
use super::{chosen, crumbs, day, made, staff};
use crate::access::{Levels, Subject, acts};
use crate::base::{Error, Result, RowId, SchoolDate};
use crate::tutoring::helpers::{self, BACKS, Institution, Vetting, Volunteer};
use crate::tutoring::kinds::{CHECKS_INSTITUTION, CHECKS_VOLUNTEER, VETTING_DAYS};
use crate::web::{Cx, Page, Reply};

/// How a vetting stands, and what can be done about it.
fn standing(p: &Page, id: RowId, vettings: &[Vetting], today: SchoolDate) -> [Cell; 4] {
    let (code, until) = helpers::stands(vettings, today);
    let kind = match code {
        "valid" => "good",
        "ending" => "due",
        _ => "overdue",
    };
    let path = format!("/tutoring/helpers/{id}");
    let back = if matches!(code, "valid" | "ending") { linked(p.t("tutoring-vetting-back"), format!("{path}/withdrawal")) } else { cell("") };
    [chip(p.t(&format!("tutoring-vetted-{code}")), kind), cell(until.map(|day| day.to_string()).unwrap_or_default()), linked(p.t("tutoring-vet"), format!("{path}/vetting")), back]
}

/// `GET /tutoring/helpers`
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let manage = cx.permit::<acts::ManageTutoring>(Subject::School)?;
    let (p, today) = (cx.page("tutoring-helpers"), cx.tx.today());
    let volunteers = helpers::volunteers(cx.tx, &manage)?;
    let of_volunteer = |one: &Volunteer| {
        let unvetted = one.has_child && !matches!(helpers::stands(&one.vettings, today).0, "valid" | "ending");
        let child = if unvetted { chip(p.t("tutoring-child-unvetted"), "overdue") } else { cell(if one.has_child { p.t("tutoring-has-child") } else { String::new() }) };
        let mut row = vec![cell(&one.name), cell(p.t(&format!("pairing-volunteer-kind-{}", one.kind))), cell(&one.vouched_name), child];
        row.extend(standing(&p, one.id, &one.vettings, today));
        row
    };
    let keys = ["tutoring-name", "tutoring-kind", "tutoring-vouched-by", "tutoring-one-to-one", "tutoring-vetting", "tutoring-until", "tutoring-do", "tutoring-vetting-back"];
    let mine = Section {
        title: p.t("tutoring-volunteers"),
        hint: p.t("tutoring-volunteers-hint"),
        columns: columns(&p, &keys),
        rows: volunteers.iter().map(of_volunteer).collect(),
        empty: p.t("tutoring-volunteers-none"),
        links: vec![link(&p, "plus", "tutoring-volunteer-new", "/pairing/volunteers")],
        ..Section::default()
    };
    let of_institution = |(one, vettings): &(Institution, Vec<Vetting>)| {
        let people: Vec<&str> = volunteers.iter().filter(|person| one.people.contains(&person.id)).map(|person| person.name.as_str()).collect();
        let people = if people.is_empty() { p.t("tutoring-people-none") } else { people.join(&p.t("tutoring-comma")) };
        let mut row = vec![cell(&one.name), cell(&one.licence), cell(&one.vouched_name), linked(people, format!("/tutoring/institutions/{}/people", one.id))];
        row.extend(standing(&p, one.id, vettings, today));
        row
    };
    let keys = ["tutoring-name", "tutoring-licence", "tutoring-vouched-by", "tutoring-people", "tutoring-vetting", "tutoring-until", "tutoring-do", "tutoring-vetting-back"];
    let institutions = Section {
        title: p.t("tutoring-institutions"),
        hint: p.t("tutoring-institution-notice"),
        columns: columns(&p, &keys),
        rows: helpers::institutions(cx.tx, &manage)?.iter().map(of_institution).collect(),
        empty: p.t("tutoring-institutions-none"),
        links: vec![link(&p, "plus", "tutoring-institution-new", "/tutoring/institutions/new")],
        ..Section::default()
    };
    cx.render(&Sheet { crumbs: crumbs(&p, &[]), lead: p.t("tutoring-helpers-lead"), links: Vec::new(), facts: Vec::new(), sections: vec![mine, institutions], p })
}

fn way(p: &Page) -> Vec<(String, String)> {
    crumbs(p, &[("/tutoring/helpers", p.t("tutoring-helpers"))])
}

/// `GET /tutoring/institutions/new`
pub(super) fn institution_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (people, p) = (staff(cx)?, cx.page("tutoring-institution-new"));
    let fields = vec![
        hidden("id", made(cx)),
        field("name", "tutoring-name", Kind::Text),
        field("licence", "tutoring-licence", Kind::Text).hint("tutoring-licence-hint"),
        field("vouched_by", "tutoring-vouched-by", Kind::Select(people)).hint("tutoring-vouched-hint"),
    ];
    let (way, lead) = (way(&p), p.t("tutoring-institution-notice"));
    cx.render(&Ask::new(p, way, "/tutoring/institutions/new", fields).lead(lead))
}

/// Writes an institution down.
pub(super) fn found(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageTutoring>(Subject::School)?;
    let (id, name, licence, vouches) = (made(cx), cx.field("name").to_owned(), cx.field("licence").to_owned(), chosen(cx, "vouched_by"));
    helpers::found(cx.tx, &permit, id, &name, &licence, vouches)?;
    cx.did("ManageTutoring", Subject::School, Levels::NONE, format!("institution {id}"));
    Ok(Reply::done("/tutoring/helpers", "tutoring-kept"))
}

/// `GET /tutoring/institutions/{institution}/people`
pub(super) fn people_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let manage = cx.permit::<acts::ManageTutoring>(Subject::School)?;
    let id: RowId = cx.path("institution")?;
    let (one, _) = helpers::institutions(cx.tx, &manage)?.into_iter().find(|(one, _)| one.id == id).ok_or(Error::NotFound)?;
    let others = helpers::volunteers(cx.tx, &manage)?.into_iter().filter(|person| !one.people.contains(&person.id)).map(|person| (person.id.to_string(), person.name)).collect();
    let p = cx.page("tutoring-people-add");
    let way = way(&p);
    let fields = vec![field("volunteer", "tutoring-outsider", Kind::Select(others)).hint("tutoring-people-hint")];
    cx.render(&Ask::new(p, way, format!("/tutoring/institutions/{id}/people"), fields).lead(one.name))
}

/// Writes down that somebody comes from an institution.
pub(super) fn send(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageTutoring>(Subject::School)?;
    let (id, volunteer): (RowId, Option<RowId>) = (cx.path("institution")?, chosen(cx, "volunteer"));
    helpers::send(cx.tx, &permit, id, volunteer.ok_or_else(|| Error::at("volunteer", "tutoring-choose"))?)?;
    cx.did("ManageTutoring", Subject::School, Levels::NONE, format!("institution {id}"));
    Ok(Reply::done("/tutoring/helpers", "tutoring-kept"))
}

/// Name of a volunteer or an institution, and what is checked of it.
fn holder(cx: &mut Cx<'_, '_>) -> Result<(RowId, String, &'static [&'static str])> {
    let manage = cx.permit::<acts::ManageTutoring>(Subject::School)?;
    let id: RowId = cx.path("holder")?;
    if let Some(one) = helpers::volunteers(cx.tx, &manage)?.into_iter().find(|one| one.id == id) {
        return Ok((id, one.name, &CHECKS_VOLUNTEER));
    }
    let (one, _) = helpers::institutions(cx.tx, &manage)?.into_iter().find(|(one, _)| one.id == id).ok_or(Error::NotFound)?;
    Ok((id, one.name, &CHECKS_INSTITUTION))
}

/// `GET /tutoring/helpers/{holder}/vetting`
pub(super) fn vet_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let ((id, name, checks), today) = (holder(cx)?, cx.tx.today());
    let p = cx.page_of(&crate::base::Msg::new("tutoring-vet-of").with("name", name));
    let fields = vec![
        hidden("id", made(cx)),
        field("check", "tutoring-checks", Kind::Checks(choices(&p, "tutoring-check-", checks.iter().copied()), Vec::new())).hint("tutoring-checks-hint"),
        field("until", "tutoring-until", Kind::Day).value(today.plus_days(VETTING_DAYS - 1)).hint("tutoring-vetting-until-hint"),
    ];
    let way = way(&p);
    cx.render(&Ask::new(p, way, format!("/tutoring/helpers/{id}/vetting"), fields))
}

/// Writes a vetting down.
pub(super) fn vet(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageTutoring>(Subject::School)?;
    let (of, id, until): (RowId, _, _) = (cx.path("holder")?, made(cx), day(cx, "until")?);
    let checks: BTreeSet<String> = cx.req.fields_of("check").map(ToOwned::to_owned).collect();
    helpers::vet(cx.tx, &permit, id, of, &checks, until)?;
    cx.did("ManageTutoring", Subject::School, Levels::NONE, format!("vetting {of}"));
    Ok(Reply::done("/tutoring/helpers", "tutoring-kept"))
}

/// `GET /tutoring/helpers/{holder}/withdrawal`
pub(super) fn back_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, name, _) = holder(cx)?;
    let p = cx.page("tutoring-vetting-back");
    let fields = vec![field("reason", "tutoring-reason", Kind::Select(choices(&p, "tutoring-back-", BACKS)))];
    let way = way(&p);
    cx.render(&Ask::new(p, way, format!("/tutoring/helpers/{id}/withdrawal"), fields).lead(name))
}

/// Takes a vetting back.
pub(super) fn take_back(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageTutoring>(Subject::School)?;
    let (of, reason): (RowId, String) = (cx.path("holder")?, cx.field("reason").to_owned());
    helpers::take_back(cx.tx, &permit, of, &reason)?;
    cx.did("ManageTutoring", Subject::School, Levels::NONE, format!("vetting back {of}"));
    Ok(Reply::done("/tutoring/helpers", "tutoring-kept"))
}

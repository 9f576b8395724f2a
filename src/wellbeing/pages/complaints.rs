//! How adults speak, and what is done when a child was mocked.

use super::view::{Ask, Button, Item, Kind, Section, Sheet, cell, chip, choices, columns, field, hidden, link, linked};
use super::{child_crumbs, made, named};
use crate::access::{Action, Level, Levels, Subject, acts};
use crate::base::{PupilId, Result, RowId};
use crate::roster::people::{self, Names};
use crate::web::{Cx, Page, Reply};
use crate::wellbeing::complaint::{self, Typed};
use crate::wellbeing::entry::Entry;
use crate::wellbeing::rules::{ABOUT, OUTCOMES};

/// Sentences that hurt, each with one that helps.
const SAYINGS: i64 = 8;

/// The rules, and what can be said instead (A5-10, B9-01, B9-02, B10-07): for everybody who is signed in.
pub(super) fn conduct(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("wellbeing-conduct");
    let rule = |key: &str| Item { title: p.t(key), ..Item::default() };
    let rules =
        ["wellbeing-rule-respect", "wellbeing-rule-mock", "wellbeing-rule-equal", "wellbeing-rule-classmates", "wellbeing-rule-defiance", "wellbeing-rule-written"].map(rule);
    let saying = |at: i64| vec![cell(p.t(&format!("wellbeing-hurts-{at}"))), cell(p.t(&format!("wellbeing-helps-{at}")))];
    let sections = vec![
        Section { title: p.t("wellbeing-rules"), items: rules.into(), ..Section::default() },
        Section {
            title: p.t("wellbeing-sayings"),
            columns: columns(&p, &["wellbeing-hurts", "wellbeing-instead"]),
            rows: (1..=SAYINGS).map(saying).collect(),
            ..Section::default()
        },
    ];
    let links = if cx.who.may_somewhere(Action::HandleComplaint) { vec![link(&p, "letter", "wellbeing-complaints", "/complaints")] } else { Vec::new() };
    let lead = p.t("wellbeing-conduct-lead");
    cx.render(&Sheet { lead, links, ..Sheet::new(p, Vec::new(), sections) })
}

/// How a complaint stands.
fn state(p: &Page, one: &Entry) -> (String, &'static str) {
    let outcome = one.steps.iter().find(|step| OUTCOMES.contains(&step.what.as_str()));
    match outcome {
        Some(step) => (p.t(&format!("wellbeing-outcome-{}", step.what)), "good"),
        None if one.has("heard") => (p.t("wellbeing-outcome-heard"), "now"),
        None => (p.t("wellbeing-waits"), "due"),
    }
}

pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::NoticeMood>(id)?;
    let own = complaint::own(cx.tx, &permit)?;
    let (name, p, today) = (named(cx, id)?, cx.page("wellbeing-complaint"), cx.tx.today());
    let staff = std::iter::once((String::new(), "–".to_owned()))
        .chain(people::staff_list(cx.tx)?.into_iter().filter(|one| one.is_here(today)).map(|one| (one.id.to_string(), one.name)))
        .collect();
    let fields = vec![
        hidden("id", made(cx)),
        field("about", "wellbeing-about", Kind::Radios(choices(&p, "wellbeing-about-", &ABOUT))),
        field("staff", "wellbeing-about-staff", Kind::Select(staff)).hint("wellbeing-about-staff-hint").optional(),
        field("day", "wellbeing-complaint-when", Kind::Day).value(today),
        field("told_by", "wellbeing-told-by", Kind::Text).hint("wellbeing-told-by-hint"),
        field("text", "wellbeing-complaint-text", Kind::Long).hint("wellbeing-crisis-text-hint"),
    ];
    let below: Vec<Item> =
        own.iter().map(|one| Item { title: p.t("wellbeing-complaint-own"), meta: one.day.to_string(), chips: vec![state(&p, one)], ..Item::default() }).collect();
    let seen = Button { action: format!("/pupils/{id}/complaint/seen"), text: p.t("wellbeing-readers-seen"), fields: Vec::new(), confirm: String::new() };
    let buttons = if own.iter().any(|one| one.has("outcome")) { vec![seen] } else { Vec::new() };
    let ask = Ask::new(p, child_crumbs(id, &name), format!("/pupils/{id}/complaint"), fields, "wellbeing-complaint-send").lead("wellbeing-complaint-lead");
    cx.render(&Ask { below, buttons, ..ask })
}

pub(super) fn write(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::NoticeMood>(id)?;
    let text = |name: &str| cx.field(name).to_owned();
    let typed =
        Typed { id: made(cx), about: text("about"), staff: cx.field("staff").parse().ok(), day: cx.field("day").parse().ok(), told_by: text("told_by"), text: text("text") };
    complaint::write(cx.tx, &permit, &typed)?;
    cx.did("NoticeMood", Subject::School, Levels::of(&[Level::Basic]), typed.id.to_string());
    Ok(Reply::done(format!("/pupils/{id}/complaint"), "wellbeing-complaint-sent"))
}

pub(super) fn seen(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::NoticeMood>(id)?;
    complaint::seen(cx.tx, &permit)?;
    cx.did("NoticeMood", Subject::School, Levels::of(&[Level::Basic]), "");
    Ok(Reply::done(format!("/pupils/{id}/complaint"), "wellbeing-kept"))
}

pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::HandleComplaint>(Subject::School)?;
    let all = complaint::list(cx.tx, &permit)?;
    let (p, names) = (cx.page("wellbeing-complaints"), Names::load(cx.tx)?);
    let mut rows = Vec::new();
    for one in &all {
        let about = one.said().what;
        let (text, kind) = state(&p, one);
        rows.push(vec![
            linked(named(cx, one.pupil)?, format!("/complaints/{}", one.id)),
            cell(p.t(&format!("wellbeing-about-{about}"))),
            cell(one.day),
            cell(names.of(&one.staff.to_string())),
            chip(text, kind),
        ]);
    }
    let section = Section {
        title: p.t("wellbeing-complaints"),
        hint: p.t("wellbeing-complaints-hint"),
        columns: columns(&p, &["wellbeing-child", "wellbeing-about", "wellbeing-day", "wellbeing-by", "wellbeing-state"]),
        rows,
        empty: p.t("wellbeing-complaints-none"),
        ..Section::default()
    };
    cx.saw("HandleComplaint", Subject::School, Levels::of(&[Level::Basic]));
    let crumbs = vec![("/conduct".to_owned(), p.t("wellbeing-conduct"))];
    cx.render(&Sheet::new(p, crumbs, vec![section]))
}

pub(super) fn one(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::HandleComplaint>(Subject::School)?;
    let id: RowId = cx.path("entry")?;
    let found = complaint::one(cx.tx, &permit, id)?;
    let (title, names, p) = (named(cx, found.pupil)?, Names::load(cx.tx)?, cx.page("wellbeing-complaint"));
    let body = found.said();
    let mut lines = vec![(p.t("wellbeing-about"), p.t(&format!("wellbeing-about-{}", body.what)))];
    if let Some(about) = found.about {
        lines.push((p.t("wellbeing-about-staff"), names.of(&about.to_string())));
    }
    lines.push((p.t("wellbeing-complaint-when"), body.part("day").to_owned()));
    lines.push((p.t("wellbeing-told-by"), body.part("told_by").to_owned()));
    lines.push((p.t("wellbeing-complaint-text"), body.text.clone()));
    let steps: Vec<_> = found.steps.iter().filter(|step| step.what != "outcome").cloned().collect();
    lines.extend(super::log_lines(&p, &names, "wellbeing-outcome-", &steps));
    let below = vec![Item { title, meta: format!("{} · {}", found.day, names.of(&found.staff.to_string())), chips: vec![state(&p, &found)], lines, href: String::new() }];
    let fields = if found.has("outcome") {
        Vec::new()
    } else {
        let all = std::iter::once((String::from("heard"), p.t("wellbeing-outcome-heard"))).chain(choices(&p, "wellbeing-outcome-", &OUTCOMES)).collect();
        vec![
            field("outcome", "wellbeing-outcome", Kind::Radios(all)).hint("wellbeing-outcome-hint"),
            field("text", "wellbeing-log-text", Kind::Long).hint("wellbeing-log-text-hint"),
        ]
    };
    cx.saw("HandleComplaint", Subject::School, Levels::of(&[Level::Basic]));
    let crumbs = vec![("/complaints".to_owned(), p.t("wellbeing-complaints"))];
    cx.render(&Ask { below, ..Ask::new(p, crumbs, format!("/complaints/{id}"), fields, "web-save") })
}

pub(super) fn handle(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::HandleComplaint>(Subject::School)?;
    let (id, outcome, words): (RowId, _, _) = (cx.path("entry")?, cx.field("outcome").to_owned(), cx.field("text").to_owned());
    if outcome == "heard" {
        complaint::hear(cx.tx, &permit, id, &words)?;
    } else {
        complaint::close(cx.tx, &permit, id, &outcome, &words)?;
    }
    cx.did("HandleComplaint", Subject::School, Levels::of(&[Level::Basic]), id.to_string());
    Ok(Reply::done(format!("/complaints/{id}"), "wellbeing-kept"))
}

//! What cannot wait: the form of whoever saw it, the list and the log of the named persons.

use super::view::{Ask, Item, Kind, Section, Sheet, cell, chip, choices, columns, field, hidden, linked};
use super::{SHOWN, child_crumbs, crumbs, made, named};
use crate::access::{Subject, acts};
use crate::base::{PupilId, Result, RowId};
use crate::roster::people::Names;
use crate::web::{Cx, Page, Reply};
use crate::wellbeing::crisis;
use crate::wellbeing::rules::{CRISES, LOG};

/// What to do first.
fn first(p: &Page) -> Vec<String> {
    ["wellbeing-crisis-stay", "wellbeing-crisis-call", "wellbeing-crisis-law"].iter().map(|key| p.t(key)).collect()
}

pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    cx.permit::<acts::NoticeMood>(id)?;
    let (name, p) = (named(cx, id)?, cx.page("wellbeing-crisis-now"));
    let fields = vec![
        hidden("id", made(cx)),
        field("what", "wellbeing-crisis-what", Kind::Radios(choices(&p, "wellbeing-crisis-", &CRISES))),
        field("text", "wellbeing-crisis-text", Kind::Long).hint("wellbeing-crisis-text-hint"),
    ];
    let notice = first(&p);
    cx.render(&Ask::new(p, child_crumbs(id, &name), format!("/pupils/{id}/crisis"), fields, "wellbeing-crisis-send").lead("wellbeing-crisis-lead").notice(notice))
}

pub(super) fn raise(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::NoticeMood>(id)?;
    let (entry, what, text) = (made(cx), cx.field("what").to_owned(), cx.field("text").to_owned());
    crisis::raise(cx.tx, &permit, entry, &what, &text)?;
    cx.did("NoticeMood", Subject::School, SHOWN, entry.to_string());
    Ok(Reply::done(format!("/pupils/{id}/mood"), "wellbeing-crisis-sent"))
}

pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ReceiveMood>(Subject::School)?;
    let all = crisis::list(cx.tx, &permit)?;
    let (p, names) = (cx.page("wellbeing-crises"), Names::load(cx.tx)?);
    let mut rows = Vec::new();
    for one in &all {
        let state = match one.steps.last() {
            None => chip(p.t("wellbeing-waits"), "overdue"),
            Some(step) if step.what == "closed" => chip(p.t("wellbeing-log-closed"), "good"),
            Some(step) => chip(p.t(&format!("wellbeing-log-{}", step.what)), "due"),
        };
        let what = one.said().what;
        let what = if what.is_empty() { p.t("wellbeing-destroyed") } else { p.t(&format!("wellbeing-crisis-{what}")) };
        let name = named(cx, one.pupil).unwrap_or_else(|_| p.t("wellbeing-child"));
        rows.push(vec![linked(name, format!("/wellbeing/crises/{}", one.id)), cell(what), cell(one.day), cell(names.of(&one.staff.to_string())), state]);
    }
    let section = Section {
        title: p.t("wellbeing-crises"),
        hint: p.t("wellbeing-crises-hint"),
        columns: columns(&p, &["wellbeing-child", "wellbeing-crisis-what", "wellbeing-day", "wellbeing-by", "wellbeing-state"]),
        rows,
        empty: p.t("wellbeing-crises-none"),
        ..Section::default()
    };
    let crumbs = crumbs(&p, &[]);
    cx.saw("ReceiveMood", Subject::School, SHOWN);
    cx.render(&Sheet::new(p, crumbs, vec![section]))
}

pub(super) fn one(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ReceiveMood>(Subject::School)?;
    let id: RowId = cx.path("entry")?;
    let found = crisis::one(cx.tx, &permit, id)?;
    let (names, p) = (Names::load(cx.tx)?, cx.page("wellbeing-crisis"));
    let title = named(cx, found.pupil).unwrap_or_else(|_| p.t("wellbeing-child"));
    let body = found.said();
    let mut lines = vec![(p.t("wellbeing-text"), body.text.clone())];
    lines.extend(super::log_lines(&p, &names, "wellbeing-log-", &found.steps));
    let below = vec![Item {
        title,
        meta: format!("{} {:02}:{:02} · {}", found.day, found.at.hour_minute().0, found.at.hour_minute().1, names.of(&found.staff.to_string())),
        chips: vec![(p.t(&format!("wellbeing-crisis-{}", if body.what.is_empty() { "other" } else { &body.what })), "overdue")],
        lines,
        href: format!("/pupils/{}", found.pupil),
    }];
    let fields = if found.has("closed") {
        Vec::new()
    } else {
        vec![
            field("line", "wellbeing-log-line", Kind::Select(choices(&p, "wellbeing-log-", &LOG))),
            field("text", "wellbeing-log-text", Kind::Long).hint("wellbeing-log-text-hint").optional(),
        ]
    };
    let (notice, crumbs) = (first(&p), crumbs(&p, &[("/wellbeing/crises", p.t("wellbeing-crises"))]));
    cx.saw("ReceiveMood", Subject::School, SHOWN);
    cx.render(&Ask { below, ..Ask::new(p, crumbs, format!("/wellbeing/crises/{id}"), fields, "wellbeing-log-write").notice(notice) })
}

pub(super) fn log(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ReceiveMood>(Subject::School)?;
    let (id, line, words): (RowId, _, _) = (cx.path("entry")?, cx.field("line").to_owned(), cx.field("text").to_owned());
    crisis::log(cx.tx, &permit, id, &line, &words)?;
    cx.did("ReceiveMood", Subject::School, SHOWN, id.to_string());
    Ok(Reply::done(format!("/wellbeing/crises/{id}"), "wellbeing-kept"))
}

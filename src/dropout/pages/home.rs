//! `/dropout`: who has been away, the open cases, the ledgers; after how many days a family is called.

use super::{SHOWN, ask, crumbs};
use crate::access::{Action, Level, Permit, Subject, acts};
use crate::base::{ClassId, Result};
use crate::dropout::cases::{self, Case};
use crate::dropout::export;
use crate::dropout::watch::{self, Alert};
use crate::results::classes_of;
use crate::roster::time;
use crate::web::sheet::{Cell, Kind, Link, Section, Sheet, cell, chip, columns, field, link, linked};
use crate::web::{Cx, Page, Reply};

/// The permits of what the person reads: the school, or classes at the family level.
fn readable(cx: &mut Cx<'_, '_>) -> Result<Vec<Permit<acts::SeeAttendance>>> {
    if let Ok(permit) = cx.permit::<acts::SeeAttendance>(Subject::School) {
        return Ok(vec![permit]);
    }
    let Some(term) = time::current_term(cx.tx)? else { return Ok(Vec::new()) };
    let classes: Vec<ClassId> = classes_of(cx.tx, cx.who, Action::SeeAttendance, term.year)?.into_iter().map(|one| one.id).collect();
    let mut all = Vec::new();
    for class in classes {
        let permit = cx.permit::<acts::SeeAttendance>(class)?;
        if permit.levels().has(Level::Family) {
            all.push(permit);
        }
    }
    Ok(all)
}

fn alert(p: &Page, one: &Alert) -> Vec<Cell> {
    let seen = one.streak.last_seen.map(|day| day.to_string()).unwrap_or_else(|| p.t("dropout-seen-never"));
    let what = one.case.map_or_else(|| linked(p.t("dropout-open"), format!("/pupils/{}/absence", one.pupil)), |case| linked(p.t("dropout-case"), format!("/dropout/cases/{case}")));
    vec![linked(&one.name, format!("/pupils/{}", one.pupil)), cell(&one.class_name), cell(one.streak.days), cell(one.streak.since), cell(seen), what]
}

/// A row of a list of cases.
fn row(p: &Page, one: &Case) -> Vec<Cell> {
    let name = if one.name.is_empty() { p.t("dropout-erased") } else { one.name.clone() };
    let kind = match one.state.code() {
        "dropped" => "overdue",
        "suspected" => "due",
        _ => "good",
    };
    let reason = if one.reason.is_empty() { String::new() } else { p.t(&format!("dropout-reason-{}", one.reason)) };
    vec![linked(name, format!("/dropout/cases/{}", one.id)), cell(&one.class_name), chip(p.t(&format!("dropout-state-{}", one.state.code())), kind), cell(reason), cell(one.day)]
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("dropout-title");
    let (mut away, mut open, mut over) = (Vec::new(), Vec::new(), Vec::new());
    for permit in readable(cx)? {
        away.extend(watch::alerts(cx.tx, &permit)?.iter().map(|one| alert(&p, one)));
        for one in cases::cases(cx.tx, &permit)? {
            if one.state.is_open() { open.push(row(&p, &one)) } else { over.push(row(&p, &one)) }
        }
    }
    over.truncate(50);
    let days = watch::threshold(cx.tx)?;
    let leads = super::school(cx).is_ok();
    let mut links = Vec::new();
    if leads {
        links.push(link(&p, "reports", "dropout-months", "/dropout/months"));
        links.push(link(&p, "edit", "dropout-rule", "/dropout/rule"));
    }
    let ledger = |which: &str, format: &str| Link {
        href: format!("/dropout/ledgers/{which}/{format}"),
        text: format!("{} {format}", p.t(&format!("dropout-ledger-{which}"))),
        icon: "print",
    };
    let names = ["dropout-child", "dropout-class", "dropout-state", "dropout-why", "dropout-since"];
    let sections = vec![
        Section {
            title: p.t("dropout-away"),
            hint: p.tv("dropout-away-hint", "days", days),
            columns: columns(&p, &["dropout-child", "dropout-class", "dropout-days", "dropout-away-since", "dropout-seen", "dropout-do"], &["dropout-days"]),
            rows: away,
            empty: p.t("dropout-away-none"),
            ..Section::default()
        },
        Section { title: p.t("dropout-open-cases"), columns: columns(&p, &names, &[]), rows: open, empty: p.t("dropout-open-none"), ..Section::default() },
        Section { title: p.t("dropout-over-cases"), columns: columns(&p, &names, &[]), rows: over, empty: p.t("dropout-over-none"), ..Section::default() },
        Section {
            title: p.t("dropout-ledgers"),
            hint: p.t("dropout-ledgers-hint"),
            links: if leads {
                export::LEDGERS.iter().flat_map(|which| export::tables().into_iter().map(move |format| (*which, format))).map(|(which, format)| ledger(which, format)).collect()
            } else {
                Vec::new()
            },
            ..Section::default()
        },
    ];
    let sections = if leads { sections } else { sections.into_iter().take(3).collect() };
    cx.saw("SeeAttendance", Subject::School, SHOWN);
    cx.render(&Sheet { crumbs: Vec::new(), lead: p.t("dropout-lead"), links, facts: Vec::new(), sections, p })
}

pub(super) fn rule_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    super::school(cx)?;
    let (days, p) = (watch::threshold(cx.tx)?, cx.page("dropout-rule"));
    let (way, lead) = (crumbs(&p, &[]), p.t("dropout-rule-lead"));
    let fields = vec![field("days", "dropout-rule-days", Kind::Number).hint("dropout-rule-hint").value(days)];
    cx.render(&ask(p, way, lead, "/dropout/rule".into(), fields, "web-save"))
}

pub(super) fn set_rule(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = super::school(cx)?;
    let days = crate::base::text::half_width(cx.field("days").trim()).parse().ok();
    watch::set_threshold(cx.tx, &permit, days)?;
    cx.did("Supervise", Subject::School, crate::access::Levels::NONE, "days");
    Ok(Reply::done("/dropout", "dropout-kept"))
}

/// A ledger as a file.
pub(super) fn ledger(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = super::school(cx)?;
    let (which, format, lang) = (cx.path::<String>("which")?, cx.path::<String>("file")?, cx.lang());
    let (name, kind, bytes) = export::ledger(cx.tx, &permit, &which, &format, lang)?;
    cx.saw("Supervise", Subject::School, SHOWN);
    Ok(Reply::file(name, kind, bytes))
}

//! A case: opened with a word, its steps, and the next one.

use super::{SHOWN, ask, crumbs};
use crate::access::{Level, Permit, Subject, acts};
use crate::base::{Error, PupilId, Result, RowId};
use crate::dropout::cases::{self, CAUSES, Case, New, REASONS, Step, WAYS};
use crate::dropout::export;
use crate::dropout::state::{What, may};
use crate::roster::particulars;
use crate::roster::people::Names;
use crate::web::sheet::{Kind, Link, Section, Sheet, cell, choices, columns, field, hidden, link};
use crate::web::{Cx, Page, Reply};

/// What a teacher may say of a case, and what a leader may.
const TEACHERS: [What; 6] = [What::Contacted, What::Persuaded, What::Unreached, What::Returned, What::Excused, What::Moved];
const LEADERS: [What; 3] = [What::Reported, What::Dropped, What::Checked];

fn read(cx: &mut Cx<'_, '_>) -> Result<(Permit<acts::SeeAttendance>, Case, Vec<Step>)> {
    let id: RowId = cx.path("case")?;
    let pupil = cases::pupil_of(cx.tx, id)?;
    let permit = cx.permit::<acts::SeeAttendance>(pupil)?;
    let (case, steps) = cases::seen(cx.tx, &permit, id)?;
    Ok((permit, case, steps))
}

pub(super) fn open_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::EnterAttendance>(id)?;
    if !permit.levels().has(Level::Family) {
        return Err(Error::NotFound);
    }
    let see = cx.permit::<acts::SeePupil>(id)?;
    let name = particulars::particulars(cx.tx, &see)?.name;
    let p = cx.page("dropout-open");
    let fields = vec![
        field("cause", "dropout-cause", Kind::Select(choices(&p, "dropout-cause-", CAUSES))),
        field("words", "dropout-words", Kind::Long).hint("dropout-open-words").optional(),
    ];
    let (way, lead) = (crumbs(&p, &[(&format!("/pupils/{id}"), name)]), p.t("dropout-open-lead"));
    cx.render(&ask(p, way, lead, format!("/pupils/{id}/absence"), fields, "dropout-open-send"))
}

pub(super) fn open(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::EnterAttendance>(id)?;
    if !permit.levels().has(Level::Family) {
        return Err(Error::NotFound);
    }
    let (cause, words) = (cx.field("cause").to_owned(), cx.field("words").to_owned());
    let case = cases::open(cx.tx, &permit, &cause, &words)?;
    cx.did("EnterAttendance", Subject::Pupil(id), SHOWN, format!("case {case}"));
    Ok(Reply::done(format!("/dropout/cases/{case}"), "dropout-kept"))
}

/// Where to go on for the two reasons for which no child may leave (A3-02).
fn helps(cx: &mut Cx<'_, '_>, p: &Page, case: &Case) -> Vec<Link> {
    match case.reason.as_str() {
        "poverty" if cx.permit::<acts::NominateHardship>(case.pupil).is_ok() => vec![link(p, "aid", "dropout-help-poverty", format!("/pupils/{}/hardship/nomination", case.pupil))],
        "learning" if cx.permit::<acts::SeeCaseFile>(case.pupil).is_ok() => vec![link(p, "support", "dropout-help-learning", format!("/pupils/{}/case", case.pupil))],
        _ => Vec::new(),
    }
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, case, steps) = read(cx)?;
    let back = cases::back_since(cx.tx, &permit, &case)?;
    let (p, names) = (cx.page("dropout-case"), Names::load(cx.tx)?);
    let word = |prefix: &str, code: &str| if code.is_empty() { String::new() } else { p.t(&format!("dropout-{prefix}-{code}")) };
    let mut facts = vec![
        (p.t("dropout-state"), word("state", case.state.code())),
        (p.t("dropout-cause"), word("cause", &case.cause)),
        (p.t("dropout-seen"), case.last_seen.map(|day| day.to_string()).unwrap_or_else(|| p.t("dropout-seen-never"))),
    ];
    if let Some(day) = back {
        facts.push((p.t("dropout-back"), p.tv("dropout-back-since", "day", day)));
    }
    let base = format!("/dropout/cases/{}", case.id);
    let mut links = Vec::new();
    let done: Vec<What> = case.way.iter().map(|(what, _)| *what).collect();
    if case.state.is_open() && cx.permit::<acts::EnterAttendance>(case.pupil).is_ok() {
        links.push(link(&p, "edit", "dropout-step", format!("{base}/step")));
    }
    if LEADERS.iter().any(|what| may(&done, *what)) && cx.permit::<acts::Supervise>(case.pupil).is_ok() {
        links.push(link(&p, "check", "dropout-word", format!("{base}/word")));
    }
    links.extend(helps(cx, &p, &case));
    for format in export::papers() {
        links.push(Link { href: format!("{base}/paper/{format}"), text: format!("{} {format}", p.t("dropout-record")), icon: "print" });
    }
    let row = |step: &Step| {
        vec![cell(word("what", step.what.code())), cell(step.day), cell(word("way", &step.way)), cell(word("reason", &step.reason)), cell(&step.words), cell(names.of(&step.actor))]
    };
    let section = Section {
        title: p.t("dropout-steps"),
        columns: columns(&p, &["dropout-step-what", "dropout-since", "dropout-way", "dropout-why", "dropout-words", "dropout-by"], &[]),
        rows: steps.iter().map(row).collect(),
        ..Section::default()
    };
    cx.saw("SeeAttendance", Subject::Pupil(case.pupil), SHOWN);
    let lead = format!("{} {}", case.class_name, case.name);
    cx.render(&Sheet { crumbs: crumbs(&p, &[(&format!("/pupils/{}", case.pupil), case.name.clone())]), lead, links, facts, sections: vec![section], p })
}

/// The record of what was said and done (劝返记录).
pub(super) fn paper(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, case, steps) = read(cx)?;
    let (format, lang) = (cx.path::<String>("file")?, cx.lang());
    let (name, kind, bytes) = export::record(cx.tx, &permit, &case, &steps, &format, lang)?;
    cx.saw("SeeAttendance", Subject::Pupil(case.pupil), SHOWN);
    Ok(Reply::file(name, kind, bytes))
}

/// The form of a next step out of some.
fn form(cx: &mut Cx<'_, '_>, title: &str, path: &str, of: &[What]) -> Result<Reply> {
    let (_, case, _) = read(cx)?;
    let (p, today) = (cx.page(title), cx.tx.today());
    let done: Vec<What> = case.way.iter().map(|(what, _)| *what).collect();
    let possible: Vec<&'static str> = of.iter().filter(|what| may(&done, **what)).map(|what| what.code()).collect();
    let none = |label: &str| std::iter::once((String::new(), p.t(label)));
    let ways = none("dropout-way-none").chain(choices(&p, "dropout-way-", WAYS)).collect();
    let reasons = none("dropout-reason-none").chain(choices(&p, "dropout-reason-", REASONS)).collect();
    let fields = vec![
        hidden("seen", done.len()),
        field("what", "dropout-step-what", Kind::Select(choices(&p, "dropout-what-", possible))),
        field("day", "dropout-since", Kind::Day).value(today),
        field("way", "dropout-way", Kind::Select(ways)).hint("dropout-way-hint").optional(),
        field("reason", "dropout-why", Kind::Select(reasons)).hint("dropout-why-hint").value(&case.reason).optional(),
        field("words", "dropout-words", Kind::Long).hint("dropout-words-hint").optional(),
    ];
    let base = format!("/dropout/cases/{}", case.id);
    let (way, lead) = (crumbs(&p, &[(&base, case.name.clone())]), p.t("dropout-step-lead"));
    cx.render(&ask(p, way, lead, format!("{base}/{path}"), fields, "web-save"))
}

/// What was typed.
fn typed(cx: &Cx<'_, '_>) -> Result<(i64, New)> {
    let text = |name: &str| cx.field(name).trim().to_owned();
    let what = What::of(cx.field("what")).ok_or_else(|| Error::at("what", "dropout-choose"))?;
    Ok((cx.field("seen").parse().unwrap_or(-1), New { what, day: cx.field("day").parse().ok(), way: text("way"), reason: text("reason"), words: text("words") }))
}

pub(super) fn step_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (_, case, _) = read(cx)?;
    cx.permit::<acts::EnterAttendance>(case.pupil)?;
    form(cx, "dropout-step", "step", &TEACHERS)
}

pub(super) fn step(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (_, case, _) = read(cx)?;
    let (permit, (seen, new)) = (cx.permit::<acts::EnterAttendance>(case.pupil)?, typed(cx)?);
    cases::step(cx.tx, &permit, case.id, seen, &new)?;
    cx.did("EnterAttendance", Subject::Pupil(case.pupil), SHOWN, format!("case {}", case.id));
    Ok(Reply::done(format!("/dropout/cases/{}", case.id), "dropout-kept"))
}

pub(super) fn word_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (_, case, _) = read(cx)?;
    cx.permit::<acts::Supervise>(case.pupil)?;
    form(cx, "dropout-word", "word", &LEADERS)
}

pub(super) fn word(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (_, case, _) = read(cx)?;
    let (permit, (seen, new)) = (cx.permit::<acts::Supervise>(case.pupil)?, typed(cx)?);
    cases::lead(cx.tx, &permit, case.id, seen, &new)?;
    cx.did("Supervise", Subject::Pupil(case.pupil), SHOWN, format!("case {}", case.id));
    Ok(Reply::done(format!("/dropout/cases/{}", case.id), "dropout-kept"))
}

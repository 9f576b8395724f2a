//! A round: how far it is, what is left to do, its classes; opened, told of, taken on.

use super::{SHOWN, ask, crumbs, number, round_name, seen};
use crate::access::{Action, Level, Levels, Subject, acts};
use crate::base::{Error, Result, RowId};
use crate::hardship::export;
use crate::hardship::judging;
use crate::hardship::levels;
use crate::hardship::rounds::{self, ClassLine, New, Round, TELLING};
use crate::hardship::state::{Stage, What};
use crate::web::sheet::{Button, Kind, Link, Section, Sheet, cell, chip, choices, columns, field, hidden, link, linked};
use crate::web::{Cx, Page, Reply};

pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ManageAid>(Subject::School)?;
    let (p, today, fresh): (_, _, RowId) = (cx.page("hardship-round-new"), cx.tx.today(), cx.tx.new_id());
    let yes_no = vec![("no".to_owned(), p.t("hardship-notice-bare")), ("yes".to_owned(), p.t("hardship-notice-levels"))];
    let of = (1..=levels::MOST).map(|count| (count.to_string(), p.tv("hardship-levels-count", "count", count))).collect();
    let fields = vec![
        hidden("id", fresh),
        field("kind", "hardship-round-kind", Kind::Select(choices(&p, "hardship-kind-", ["year", "adjustment"]))).hint("hardship-round-kind-hint"),
        field("levels", "hardship-levels", Kind::Select(of)).hint("hardship-levels-hint").value(3),
        field("apply_until", "hardship-apply-until-label", Kind::Day).value(today.plus_days(14)),
        field("notice_days", "hardship-notice-days", Kind::Number).hint("hardship-notice-days-hint").value(5),
        field("shows_level", "hardship-notice-what", Kind::Select(yes_no)).hint("hardship-notice-what-hint"),
    ];
    let (way, lead) = (crumbs(&p, &[]), p.t("hardship-round-new-lead"));
    cx.render(&ask(p, way, lead, "/hardship/rounds/new".into(), fields, "hardship-round-open"))
}

pub(super) fn open(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let fresh: RowId = cx.tx.new_id();
    let id = cx.field("id").parse().unwrap_or(fresh);
    let new = New {
        adjusts: cx.field("kind") == "adjustment",
        levels: number(cx, "levels")?.unwrap_or_default(),
        apply_until: cx.field("apply_until").parse().map_err(|_| Error::at("apply_until", "hardship-day-missing"))?,
        notice_days: number(cx, "notice_days")?.unwrap_or_default(),
        shows_level: cx.field("shows_level") == "yes",
    };
    rounds::open(cx.tx, &permit, id, &new)?;
    cx.did("ManageAid", Subject::School, Levels::NONE, format!("round {id}"));
    Ok(Reply::done(format!("/hardship/rounds/{id}"), "hardship-kept"))
}

fn class_row(p: &Page, round: &Round, one: &ClassLine) -> Vec<crate::web::sheet::Cell> {
    let told = one.told.as_ref().map_or_else(|| chip(p.t("hardship-told-not"), "due"), |(day, way)| cell(format!("{day} {}", p.t(&format!("hardship-told-{way}")))));
    let panel = if one.cases == 0 {
        cell("")
    } else if one.members < rounds::PANEL_LEAST {
        chip(p.t("hardship-panel-lacks"), "due")
    } else {
        cell(one.members + 1)
    };
    vec![linked(&one.name, format!("/hardship/rounds/{}/classes/{}", round.id, one.class)), told, panel, cell(one.cases), cell(one.waiting)]
}

/// What can be done with a round at its stage.
fn links(cx: &Cx<'_, '_>, p: &Page, round: &Round) -> Vec<Link> {
    let base = format!("/hardship/rounds/{}", round.id);
    let mut all = Vec::new();
    if cx.who.may_somewhere(Action::ManageAid) {
        if round.stage == Stage::Applying {
            all.push(link(p, "check", "hardship-tell", format!("{base}/telling")));
        }
        for format in export::papers() {
            all.push(Link { href: format!("{base}/letter/{format}"), text: format!("{} {format}", p.t("hardship-letter")), icon: "print" });
        }
        all.push(link(p, "goal", "hardship-errors", format!("{base}/errors")));
    }
    if round.stage == Stage::Noticed {
        all.push(link(p, "reports", "hardship-notice", "/hardship/notice"));
    }
    all
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (round, permit) = (super::round(cx)?, super::school(cx)?);
    let p = cx.page("hardship-round");
    let lacks = rounds::lacks(cx.tx, &permit, &round)?;
    let classes = rounds::classes(cx.tx, &round)?;
    // Who may not read a filed round any more is told no number of it.
    let (cases, reads) = match crate::hardship::cases::of_round(cx.tx, &permit, &round) {
        Ok(cases) => (cases, true),
        Err(Error::NotFound) => (Vec::new(), false),
        Err(fault) => return Err(fault),
    };
    let of = |wanted: fn(What) -> bool| cases.iter().filter(|one| wanted(one.newest)).count();
    let mut facts = vec![(p.t("hardship-stage"), p.t(&format!("hardship-stage-{}", round.stage.code()))), (p.t("hardship-apply-until-label"), round.apply_until.to_string())];
    if reads {
        facts.extend([
            (p.t("hardship-cases"), cases.len().to_string()),
            (p.t("hardship-reviewed-count"), of(|what| what == What::Reviewed).to_string()),
            (p.t("hardship-decided-count"), of(|what| matches!(what, What::Decided | What::Filed)).to_string()),
            (p.t("hardship-contested-count"), of(What::is_contested).to_string()),
        ]);
    }
    if let Some(until) = round.until {
        facts.push((p.t("hardship-notice-until"), until.to_string()));
    }
    let manages = cx.who.may_somewhere(Action::ManageAid);
    let mut buttons = Vec::new();
    if let Some(next) = round.stage.next().filter(|_| manages && lacks.is_empty()) {
        buttons.push(Button {
            action: format!("/hardship/rounds/{}/stage", round.id),
            text: p.t(&format!("hardship-go-{}", next.code())),
            primary: true,
            confirm: p.t(&format!("hardship-sure-{}", next.code())),
            fields: vec![("seen", round.step.to_string())],
        });
    }
    if cx.who.may_somewhere(Action::DecideHardship) && round.stage == Stage::Deciding && cases.iter().any(|one| one.newest == What::Reviewed) {
        buttons.push(Button {
            action: format!("/hardship/rounds/{}/decisions", round.id),
            text: p.t("hardship-decide-all"),
            primary: true,
            confirm: p.t("hardship-decide-all-sure"),
            ..Button::default()
        });
    }
    let left = Section {
        title: p.t("hardship-left"),
        hint: p.t(&format!("hardship-stage-{}-hint", round.stage.code())),
        columns: columns(&p, &["hardship-left-what"], &[]),
        rows: lacks.iter().map(|lack| vec![cell(p.m(lack))]).collect(),
        empty: p.t(if round.stage == Stage::Filed { "hardship-left-over" } else { "hardship-left-none" }),
        buttons,
        ..Section::default()
    };
    let by_class = Section {
        title: p.t("hardship-classes"),
        columns: columns(&p, &["hardship-class", "hardship-told", "hardship-panel", "hardship-cases", "hardship-waiting"], &["hardship-cases", "hardship-waiting"]),
        rows: classes.iter().map(|one| class_row(&p, &round, one)).collect(),
        ..Section::default()
    };
    let mut sections = vec![left, by_class];
    sections.extend(again(cx, &p, &round, &permit)?);
    sections.insert(1, list_section(&p, &round, &permit, &cases));
    let links = links(cx, &p, &round);
    cx.saw("SeeHardship", Subject::School, SHOWN);
    let title = round_name(&p, &round);
    cx.render(&Sheet { crumbs: crumbs(&p, &[]), lead: title, links, facts, sections, p })
}

/// Whose level of the year before is looked at again: as long as somebody waits.
fn again(cx: &mut Cx<'_, '_>, p: &Page, round: &Round, permit: &crate::access::Permit<acts::SeeHardship>) -> Result<Option<Section>> {
    if round.stage == Stage::Filed || !permit.levels().has(Level::Economic) {
        return Ok(None);
    }
    let manages = cx.who.may_somewhere(Action::ManageAid);
    let row = |(child, level): &(crate::roster::pupils::PupilLine, i64)| {
        let name = if manages { linked(&child.name, format!("/pupils/{}/hardship/application", child.id)) } else { cell(&child.name) };
        vec![name, cell(&child.class_name), cell(p.tv("hardship-level-of", "number", level))]
    };
    let rows: Vec<_> = rounds::of_last_year(cx.tx, permit, round)?.iter().map(row).collect();
    let section = Section {
        title: p.t("hardship-again"),
        hint: p.t("hardship-again-hint"),
        columns: columns(p, &["hardship-child", "hardship-class", "hardship-level"], &[]),
        ..Section::default()
    };
    Ok((!rows.is_empty()).then_some(Section { rows, ..section }))
}

/// The cases that wait for the school's word, or for another.
fn list_section(p: &Page, round: &Round, permit: &crate::access::Permit<acts::SeeHardship>, cases: &[crate::hardship::cases::Case]) -> Section {
    let waits = |what: What| what.is_open() && what != What::Decided;
    let rows = cases.iter().filter(|one| waits(one.newest)).take(200).map(|one| super::class::row(p, round, one)).collect();
    let list = |format: &str| Link { href: format!("/hardship/rounds/{}/list/{format}", round.id), text: format!("{} {format}", p.t("hardship-list")), icon: "print" };
    Section {
        title: p.t("hardship-open-cases"),
        columns: columns(p, &super::class::COLUMNS, &[]),
        rows,
        empty: p.t("hardship-open-none"),
        links: if permit.levels().has(Level::Economic) { export::tables().into_iter().map(list).collect() } else { Vec::new() },
        ..Section::default()
    }
}

pub(super) fn go_on(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, round, seen) = (cx.permit::<acts::ManageAid>(Subject::School)?, super::round(cx)?, seen(cx));
    let stage = rounds::go_on(cx.tx, &permit, &round, seen)?;
    cx.did("ManageAid", Subject::School, Levels::NONE, format!("round {} {}", round.id, stage.code()));
    Ok(Reply::done(format!("/hardship/rounds/{}", round.id), "hardship-kept"))
}

pub(super) fn decide_all(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, round) = (cx.permit::<acts::DecideHardship>(Subject::School)?, super::round(cx)?);
    let done = judging::decide_all(cx.tx, &permit, &round)?;
    cx.did("DecideHardship", Subject::School, SHOWN, format!("round {} {done}", round.id));
    Ok(Reply::done(format!("/hardship/rounds/{}", round.id), crate::base::Msg::new("hardship-decided-many").with("count", done)))
}

pub(super) fn telling_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ManageAid>(Subject::School)?;
    let (round, p) = (super::round(cx)?, cx.page("hardship-tell"));
    let left = rounds::classes(cx.tx, &round)?.into_iter().filter(|one| one.told.is_none());
    let classes = std::iter::once((String::new(), p.t("hardship-all-classes"))).chain(left.map(|one| (one.class.to_string(), one.name))).collect();
    let fields = vec![field("class", "hardship-class", Kind::Select(classes)).optional(), field("way", "hardship-told", Kind::Select(choices(&p, "hardship-told-", TELLING)))];
    let path = format!("/hardship/rounds/{}", round.id);
    let (way, lead) = (crumbs(&p, &[(&path, round_name(&p, &round))]), p.t("hardship-tell-lead"));
    cx.render(&ask(p, way, lead, format!("{path}/telling"), fields, "web-save"))
}

pub(super) fn tell(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, round) = (cx.permit::<acts::ManageAid>(Subject::School)?, super::round(cx)?);
    let class = match cx.field("class") {
        "" => None,
        typed => Some(typed.parse().map_err(|_| Error::at("class", "hardship-choose"))?),
    };
    let way = cx.field("way").to_owned();
    rounds::tell(cx.tx, &permit, &round, class, &way)?;
    cx.did("ManageAid", Subject::School, Levels::NONE, format!("round {} told", round.id));
    Ok(Reply::done(format!("/hardship/rounds/{}", round.id), "hardship-kept"))
}

/// The letter to all families with the blank form.
pub(super) fn letter(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, round, format, lang) = (cx.permit::<acts::ManageAid>(Subject::School)?, super::round(cx)?, cx.path::<String>("file")?, cx.lang());
    let (name, kind, bytes) = export::letter(cx.tx, &permit, &round, &format, lang)?;
    cx.saw("ManageAid", Subject::School, Levels::NONE);
    Ok(Reply::file(name, kind, bytes))
}

/// The list of all cases with their levels: internal.
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (round, permit) = (super::round(cx)?, super::school(cx)?);
    if !permit.levels().has(Level::Economic) {
        return Err(Error::NotFound);
    }
    let (format, lang) = (cx.path::<String>("file")?, cx.lang());
    let (name, kind, bytes) = export::list(cx.tx, &permit, &round, &format, lang)?;
    cx.saw("SeeHardship", Subject::School, SHOWN);
    Ok(Reply::file(name, kind, bytes))
}

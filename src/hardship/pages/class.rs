//! A class in a round: its panel and its cases.

use super::{ask, crumbs, round_name};
use crate::access::{Level, Levels, Subject, acts};
use crate::base::{ClassId, Result, RowId};
use crate::hardship::cases::{self, Case};
use crate::hardship::panels::{self, Member, ROLES};
use crate::hardship::posting::level_word;
use crate::hardship::rounds::Round;
use crate::hardship::state::{Stage, What};
use crate::roster::time;
use crate::web::sheet::{Button, Cell, Kind, Section, Sheet, cell, chip, choices, columns, field, hidden, link, linked};
use crate::web::{Cx, Page, Reply};

/// The columns of a list of cases.
pub(super) const COLUMNS: [&str; 5] = ["hardship-child", "hardship-class", "hardship-state", "hardship-level", "hardship-since"];

/// A row of a list of cases.
pub(super) fn row(p: &Page, round: &Round, one: &Case) -> Vec<Cell> {
    let kind = match one.newest {
        What::Filed => "good",
        What::Withdrawn => "",
        What::Decided => "now",
        _ => "due",
    };
    vec![
        linked(&one.name, format!("/hardship/cases/{}", one.id)),
        cell(&one.class_name),
        chip(p.t(&format!("hardship-what-{}", one.newest.code())), kind),
        cell(one.level.map(|level| level_word(p.lang, round.levels, level)).unwrap_or_default()),
        cell(one.at.day()),
    ]
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (round, class): (_, ClassId) = (super::round(cx)?, cx.path("class")?);
    let permit = cx.permit::<acts::SeeHardship>(class)?;
    let heads = cx.permit::<acts::ReviewHardship>(class).is_ok();
    let all = cases::of_round(cx.tx, &permit, &round)?;
    let all: Vec<Case> = all.into_iter().filter(|one| one.class == class).collect();
    let (members, name) = (panels::members(cx.tx, round.id, class)?, time::class(cx.tx, class)?.name);
    let p = cx.page("hardship-class-of");
    let base = format!("/hardship/rounds/{}/classes/{class}", round.id);
    let may_seat = heads && round.stage <= Stage::Panels;
    let remove = |one: &Member| Button { action: format!("{base}/members/{}/end", one.id), text: p.tv("hardship-member-end", "name", &one.name), ..Button::default() };
    let began = all.iter().any(|one| one.level.is_some());
    let panel = Section {
        title: p.t("hardship-panel"),
        hint: p.t("hardship-panel-hint"),
        columns: columns(&p, &["hardship-name", "hardship-role"], &[]),
        rows: members.iter().map(|one| vec![cell(&one.name), cell(p.t(&format!("hardship-role-{}", one.role)))]).collect(),
        empty: p.t("hardship-panel-none"),
        links: if may_seat { vec![link(&p, "plus", "hardship-member-new", format!("{base}/members"))] } else { Vec::new() },
        buttons: if may_seat && !began { members.iter().map(remove).collect() } else { Vec::new() },
    };
    let list = Section {
        title: p.t("hardship-cases"),
        hint: p.t("hardship-cases-hint"),
        columns: columns(&p, &COLUMNS, &[]),
        rows: all.iter().map(|one| row(&p, &round, one)).collect(),
        empty: p.t("hardship-cases-none"),
        ..Section::default()
    };
    cx.saw("SeeHardship", Subject::Class(class), Levels::of(&[Level::Basic, Level::Family]));
    let way = if super::school(cx).is_ok() { vec![(format!("/hardship/rounds/{}", round.id), round_name(&p, &round))] } else { Vec::new() };
    let crumbs = crumbs(&p, &[]).into_iter().chain(way).collect();
    cx.render(&Sheet {
        crumbs,
        lead: format!("{name} · {} · {}", round_name(&p, &round), p.t(&format!("hardship-stage-{}", round.stage.code()))),
        links: Vec::new(),
        facts: Vec::new(),
        sections: vec![panel, list],
        p,
    })
}

pub(super) fn member_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (round, class): (_, ClassId) = (super::round(cx)?, cx.path("class")?);
    cx.permit::<acts::ReviewHardship>(class)?;
    let (p, fresh): (_, RowId) = (cx.page("hardship-member-new"), cx.tx.new_id());
    let fields = vec![
        hidden("id", fresh),
        field("role", "hardship-role", Kind::Select(choices(&p, "hardship-role-", ROLES))),
        field("name", "hardship-name", Kind::Text).hint("hardship-member-hint"),
    ];
    let path = format!("/hardship/rounds/{}/classes/{class}", round.id);
    let (way, lead) = (crumbs(&p, &[(&path, p.t("hardship-class-of"))]), p.t("hardship-panel-hint"));
    cx.render(&ask(p, way, lead, format!("{path}/members"), fields, "web-save"))
}

pub(super) fn seat(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (round, class): (_, ClassId) = (super::round(cx)?, cx.path("class")?);
    let permit = cx.permit::<acts::ReviewHardship>(class)?;
    let fresh: RowId = cx.tx.new_id();
    let (id, role, name) = (cx.field("id").parse().unwrap_or(fresh), cx.field("role").to_owned(), cx.field("name").to_owned());
    panels::seat(cx.tx, &permit, &round, id, &role, &name)?;
    cx.did("ReviewHardship", Subject::Class(class), Levels::NONE, "");
    Ok(Reply::done(format!("/hardship/rounds/{}/classes/{class}", round.id), "hardship-kept"))
}

pub(super) fn unseat(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (round, class, member): (_, ClassId, RowId) = (super::round(cx)?, cx.path("class")?, cx.path("member")?);
    let permit = cx.permit::<acts::ReviewHardship>(class)?;
    panels::unseat(cx.tx, &permit, &round, member)?;
    cx.did("ReviewHardship", Subject::Class(class), Levels::NONE, "");
    Ok(Reply::done(format!("/hardship/rounds/{}/classes/{class}", round.id), "hardship-kept"))
}

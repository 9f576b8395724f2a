//! `/hardship`: rounds of the school, or the own class in the one that is at work; `/hardship/notice`: what hangs today.

use super::{crumbs, round_name};
use crate::access::{Action, Level, Levels, Subject, acts};
use crate::base::{Error, Result};
use crate::hardship::rounds::{self, Round};
use crate::hardship::state::Stage;
use crate::hardship::{export, posting};
use crate::web::sheet::{Section, Sheet, cell, chip, columns, link, linked};
use crate::web::{Cx, Page, Reply};

fn row(p: &Page, round: &Round) -> Vec<crate::web::sheet::Cell> {
    let kind = if round.stage == Stage::Filed { "good" } else { "now" };
    vec![
        linked(round_name(p, round), format!("/hardship/rounds/{}", round.id)),
        chip(p.t(&format!("hardship-stage-{}", round.stage.code())), kind),
        cell(round.since),
        cell(round.levels),
        cell(round.until.map(|day| day.to_string()).unwrap_or_default()),
    ]
}

/// The classes that the person heads the panel of, in the round that is at work.
fn own_classes(cx: &mut Cx<'_, '_>, p: &Page) -> Result<Vec<Vec<crate::web::sheet::Cell>>> {
    let Some(round) = rounds::running(cx.tx)? else { return Ok(Vec::new()) };
    let mut rows = Vec::new();
    for one in rounds::classes(cx.tx, &round)? {
        if cx.permit::<acts::ReviewHardship>(one.class).is_ok() {
            let href = format!("/hardship/rounds/{}/classes/{}", round.id, one.class);
            rows.push(vec![linked(&one.name, href), cell(one.cases), cell(one.waiting), chip(p.t(&format!("hardship-stage-{}", round.stage.code())), "now")]);
        }
    }
    Ok(rows)
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("hardship-title");
    let (manages, whole) = (cx.who.may_somewhere(Action::ManageAid), super::school(cx).is_ok());
    let mut sections = Vec::new();
    let own = own_classes(cx, &p)?;
    if !own.is_empty() || !whole {
        sections.push(Section {
            title: p.t("hardship-own-classes"),
            columns: columns(&p, &["hardship-class", "hardship-cases", "hardship-waiting", "hardship-stage"], &["hardship-cases", "hardship-waiting"]),
            rows: own,
            empty: p.t("hardship-no-round"),
            ..Section::default()
        });
    }
    if whole {
        let all = rounds::all(cx.tx)?;
        sections.push(Section {
            title: p.t("hardship-rounds"),
            columns: columns(&p, &["hardship-round", "hardship-stage", "hardship-since", "hardship-levels", "hardship-notice-until"], &["hardship-levels"]),
            rows: all.iter().map(|one| row(&p, one)).collect(),
            empty: p.t("hardship-rounds-none"),
            links: if manages { vec![link(&p, "plus", "hardship-round-new", "/hardship/rounds/new")] } else { Vec::new() },
            ..Section::default()
        });
    }
    let mut links = Vec::new();
    if posting::hanging(cx.tx, cx.lang())?.is_some() {
        links.push(link(&p, "reports", "hardship-notice", "/hardship/notice"));
    }
    if manages {
        links.push(link(&p, "goal", "hardship-score", "/hardship/score"));
    }
    cx.saw("SeeHardship", Subject::School, Levels::of(&[Level::Basic]));
    cx.render(&Sheet { crumbs: if whole { vec![("/aid".into(), p.t("aid-title"))] } else { Vec::new() }, lead: p.t("hardship-lead"), links, facts: Vec::new(), sections, p })
}

/// The notice that hangs today, for whoever is signed in.
pub(super) fn notice(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("hardship-notice");
    let hanging = posting::hanging(cx.tx, cx.lang())?;
    let names: &[&str] = match &hanging {
        Some((_, notice)) if notice.with_level => &["hardship-place", "hardship-class", "hardship-name", "hardship-level"],
        _ => &["hardship-place", "hardship-class", "hardship-name"],
    };
    let section = Section {
        title: hanging.as_ref().map_or_else(|| p.t("hardship-notice"), |(round, _)| round_name(&p, round)),
        hint: p.t("hardship-notice-hint"),
        columns: columns(&p, names, &[]),
        rows: hanging.iter().flat_map(|(_, notice)| &notice.lines).map(|line| line.iter().map(cell).collect()).collect(),
        empty: p.t(if hanging.is_some() { "hardship-notice-nobody" } else { "hardship-notice-none" }),
        ..Section::default()
    };
    let lead = hanging.as_ref().map(|(_, notice)| p.tv2("hardship-notice-lead", "from", notice.from, "until", notice.until)).unwrap_or_default();
    let prints = hanging.is_some() && cx.who.may_somewhere(Action::ManageAid);
    let papers = if prints { export::papers() } else { Vec::new() };
    let links = papers
        .iter()
        .map(|format| crate::web::sheet::Link { href: format!("/hardship/notice/{format}"), text: format!("{} {format}", p.t("hardship-notice-print")), icon: "print" })
        .collect();
    let back = if cx.who.may_somewhere(Action::SeeHardship) { crumbs(&p, &[]) } else { Vec::new() };
    cx.saw("SeeHardship", Subject::School, Levels::of(&[Level::Basic]));
    cx.render(&Sheet { crumbs: back, lead, links, facts: Vec::new(), sections: vec![section], p })
}

/// The notice as a paper for the wall, while it hangs.
pub(super) fn notice_paper(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, format, lang) = (cx.permit::<acts::ManageAid>(Subject::School)?, cx.path::<String>("file")?, cx.lang());
    let (round, notice) = posting::hanging(cx.tx, lang)?.ok_or(Error::NotFound)?;
    let (name, kind, bytes) = export::notice(cx.tx, &permit, &round, &notice, &format, lang)?;
    cx.did("ManageAid", Subject::School, Levels::of(&[Level::Basic]), "notice");
    Ok(Reply::file(name, kind, bytes))
}

//! The score sheet: what marks are worth, for the school and for villages; how far a score can be trusted; both kinds of error of a round.

use super::{ask, crumbs, round_name};
use crate::access::{Subject, acts};
use crate::base::{Error, Result, RowId};
use crate::hardship::errors;
use crate::hardship::score::{Mark, cuts};
use crate::hardship::weights::{self, Weights};
use crate::household::villages;
use crate::web::sheet::{Kind, Section, Sheet, cell, columns, field, linked};
use crate::web::{Cx, Reply};

/// The word of the path for the school's own weights.
const SCHOOL: &str = "school";

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ManageAid>(Subject::School)?;
    let (weights, villages, p) = (Weights::load(cx.tx)?, villages::all(cx.tx, cx.who)?, cx.page("hardship-score"));
    let row = |mark: Mark| vec![cell(p.t(&format!("hardship-mark-{}", mark.code()))), cell(mark.points()), cell(weights.of(None, mark))];
    let marks = Section {
        title: p.t("hardship-marks"),
        hint: p.t("hardship-marks-hint"),
        columns: columns(&p, &["hardship-mark", "hardship-points-proposed", "hardship-points"], &["hardship-points-proposed", "hardship-points"]),
        rows: Mark::ALL.into_iter().map(row).collect(),
        ..Section::default()
    };
    let cut = |levels: i64| vec![cell(p.tv("hardship-levels-count", "count", levels)), cell(cuts(levels).iter().map(ToString::to_string).collect::<Vec<_>>().join(" / "))];
    let levels = Section {
        title: p.t("hardship-cuts"),
        hint: p.t("hardship-cuts-hint"),
        columns: columns(&p, &["hardship-levels", "hardship-cuts-from"], &[]),
        rows: (1..=4).map(cut).collect(),
        ..Section::default()
    };
    let own = |one: &villages::Village| {
        let changed = Mark::ALL.into_iter().filter(|mark| weights.of(Some(one.id), *mark) != weights.of(None, *mark)).count();
        vec![linked(format!("{} {}", one.township, one.name), format!("/hardship/score/{}", one.id)), cell(changed)]
    };
    let mut rows = vec![vec![linked(p.t("hardship-points-school"), format!("/hardship/score/{SCHOOL}")), cell("")]];
    rows.extend(villages.iter().map(own));
    let by_village = Section {
        title: p.t("hardship-points-set"),
        hint: p.t("hardship-points-hint"),
        columns: columns(&p, &["hardship-points-where", "hardship-points-other"], &["hardship-points-other"]),
        rows,
        ..Section::default()
    };
    cx.saw("ManageAid", Subject::School, crate::access::Levels::NONE);
    cx.render(&Sheet { crumbs: crumbs(&p, &[]), lead: p.t("hardship-score-trust"), links: Vec::new(), facts: Vec::new(), sections: vec![by_village, marks, levels], p })
}

/// The village of the path with its name; none for the school.
fn village(cx: &mut Cx<'_, '_>) -> Result<Option<(RowId, String)>> {
    let asked: String = cx.path("village")?;
    if asked == SCHOOL {
        return Ok(None);
    }
    let known = villages::all(cx.tx, cx.who)?.into_iter().find(|one| one.id.to_string() == asked).ok_or(Error::NotFound)?;
    Ok(Some((known.id, known.name)))
}

pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ManageAid>(Subject::School)?;
    let (village, weights, p) = (village(cx)?, Weights::load(cx.tx)?, cx.page("hardship-points-set"));
    let id = village.as_ref().map(|(id, _)| *id);
    let fields = Mark::ALL.into_iter().map(|mark| field(&format!("p-{}", mark.code()), label(mark), Kind::Number).value(weights.of(id, mark))).collect();
    let (path, name) = village.map_or_else(|| (SCHOOL.to_owned(), p.t("hardship-points-school")), |(id, name)| (id.to_string(), name));
    let (way, lead) = (crumbs(&p, &[("/hardship/score", p.t("hardship-score"))]), format!("{name}。{}", p.t("hardship-points-hint")));
    cx.render(&ask(p, way, lead, format!("/hardship/score/{path}"), fields, "web-save"))
}

/// The key of the word of a mark.
const fn label(mark: Mark) -> &'static str {
    match mark {
        Mark::BelowLine => "hardship-mark-below_line",
        Mark::NearLine => "hardship-mark-near_line",
        Mark::Allowance => "hardship-mark-allowance",
        Mark::Disaster => "hardship-mark-disaster",
        Mark::NoLabour => "hardship-mark-no_labour",
        Mark::FamilyBroken => "hardship-mark-family_broken",
        Mark::NoParents => "hardship-mark-no_parents",
        Mark::Disabled => "hardship-mark-disabled",
        Mark::Illness => "hardship-mark-illness",
        Mark::Dependants => "hardship-mark-dependants",
        Mark::Pupils => "hardship-mark-pupils",
        Mark::Other => "hardship-mark-other",
    }
}

pub(super) fn set(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, village) = (cx.permit::<acts::ManageAid>(Subject::School)?, village(cx)?);
    let mut points = Vec::new();
    for mark in Mark::ALL {
        let typed = crate::base::text::half_width(cx.field(&format!("p-{}", mark.code())).trim());
        points.push((mark, typed.parse().ok()));
    }
    weights::set(cx.tx, &permit, village.map(|(id, _)| id), &points)?;
    cx.did("ManageAid", Subject::School, crate::access::Levels::NONE, "points");
    Ok(Reply::done("/hardship/score", "hardship-kept"))
}

/// Both kinds of error of a round, and children that may have been missed.
pub(super) fn errors(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, round) = (cx.permit::<acts::ManageAid>(Subject::School)?, super::round(cx)?);
    let see = super::school(cx)?;
    let (found, later, uncovered) = (errors::errors(cx.tx, &permit, &round)?, errors::later(cx.tx, &permit, &round)?, errors::uncovered(cx.tx, &see, &round)?);
    let p = cx.page("hardship-errors");
    let ids: Vec<_> = later.iter().map(|one| one.pupil).collect();
    let names = super::child::names(cx, &ids)?;
    let facts = vec![
        (p.t("hardship-errors-helped"), found.helped.to_string()),
        (p.t("hardship-errors-looked"), found.looked_at.to_string()),
        (p.t("hardship-later-missed"), found.missed.to_string()),
        (p.t("hardship-later-mistaken"), found.mistaken.to_string()),
        (p.t("hardship-errors-appeals"), found.appeals_won.to_string()),
        (p.t("hardship-errors-objections"), found.objections_won.to_string()),
    ];
    let told = |one: &errors::Later| {
        let name = names.get(&one.pupil).cloned().unwrap_or_else(|| p.t("hardship-child-gone"));
        vec![linked(name, format!("/pupils/{}/hardship", one.pupil)), cell(p.t(&format!("hardship-later-{}", one.kind))), cell(&one.reason), cell(one.day)]
    };
    let missed = Section {
        title: p.t("hardship-uncovered"),
        hint: p.t("hardship-uncovered-hint"),
        columns: columns(&p, &["hardship-child", "hardship-class"], &[]),
        rows: uncovered.iter().take(200).map(|one| vec![linked(&one.name, format!("/pupils/{}/hardship", one.pupil)), cell(&one.class)]).collect(),
        empty: p.t("hardship-uncovered-none"),
        ..Section::default()
    };
    let known = Section {
        title: p.t("hardship-later"),
        columns: columns(&p, &["hardship-child", "hardship-later-what", "hardship-reason", "hardship-since"], &[]),
        rows: later.iter().map(told).collect(),
        empty: p.t("hardship-later-none"),
        ..Section::default()
    };
    cx.saw("ManageAid", Subject::School, super::SHOWN);
    let path = format!("/hardship/rounds/{}", round.id);
    cx.render(&Sheet { crumbs: crumbs(&p, &[(&path, round_name(&p, &round))]), lead: p.t("hardship-errors-lead"), links: Vec::new(), facts, sections: vec![missed, known], p })
}

//! A case: what the family said, what the score sheet proposes with its reasons, every step; and the next one.

use super::{SHOWN, ask, crumbs, number, round_name, seen};
use crate::access::{Permit, Subject, acts};
use crate::base::{Error, PupilId, Result, RowId};
use crate::hardship::cases::{self, Seen, Step};
use crate::hardship::form::Form;
use crate::hardship::posting::level_word;
use crate::hardship::rounds::{self, Round};
use crate::hardship::score::{Line, Sheet as Score};
use crate::hardship::state::{What, may};
use crate::hardship::{export, judging, panels, weights};
use crate::roster::family_words::yuan;
use crate::roster::people::Names;
use crate::web::sheet::{Cell, Field, Kind, Link, Section, Sheet, cell, chip, columns, field, hidden, link};
use crate::web::{Cx, Page, Reply};

/// The case of the path, for who may read it.
fn read(cx: &mut Cx<'_, '_>) -> Result<(Permit<acts::SeeHardship>, Round, Seen)> {
    let id: RowId = cx.path("case")?;
    let (pupil, round) = cases::of_case(cx.tx, id)?;
    let permit = cx.permit::<acts::SeeHardship>(pupil)?;
    let round = rounds::round(cx.tx, round)?;
    let seen = cases::seen(cx.tx, &permit, &round, id)?;
    Ok((permit, round, seen))
}

/// The application in words, for page and paper.
pub(super) fn said(p: &Page, form: &Form, with_amounts: bool) -> Vec<(String, String)> {
    let count = |value: Option<i64>| value.map_or_else(|| p.t("hardship-not-known"), |value| value.to_string());
    let groups = form.groups.iter().map(|code| p.t(&format!("roster-family-group-{}", code.replace('_', "-")))).collect::<Vec<_>>().join("、");
    let mut all = vec![
        (p.t("hardship-people"), count(form.people)),
        (p.t("hardship-earning"), count(form.earning)),
        (p.t("hardship-pupils"), count(form.pupils)),
        (p.t("hardship-ill"), count(form.ill)),
        (p.t("hardship-groups"), if groups.is_empty() { p.t("hardship-groups-none") } else { groups }),
    ];
    if with_amounts {
        all.push((p.t("hardship-income"), form.income_fen.map_or_else(|| p.t("hardship-not-known"), yuan)));
    }
    all.push((p.t("hardship-words"), form.words.clone()));
    if !form.wish.is_empty() {
        all.push((p.t("hardship-wish"), form.wish.clone()));
    }
    if form.is_found() {
        all.push((p.t("hardship-way"), p.t(&format!("hardship-way-{}", form.way))));
    } else {
        let day = form.declared_on.map(|day| day.to_string()).unwrap_or_default();
        all.push((p.t("hardship-declared"), format!("{} {day}", form.declared_by)));
    }
    all
}

fn score_section(p: &Page, round: &Round, score: &Score, village: Option<&String>) -> Section {
    let row = |line: &Line| {
        let state = match line.holds {
            Some(true) => chip(p.t("hardship-holds"), "due"),
            Some(false) => cell(p.t("hardship-holds-not")),
            None => cell(p.t("hardship-not-known")),
        };
        let points = match line.holds {
            Some(true) => format!("+{}", line.points),
            Some(false) => String::new(),
            None => format!("({})", line.points),
        };
        vec![cell(p.t(&format!("hardship-mark-{}", line.mark.code()))), state, cell(points)]
    };
    let mut rows: Vec<Vec<Cell>> = score.lines.iter().map(row).collect();
    rows.push(vec![cell(p.t("hardship-sum")), chip(level_word(p.lang, round.levels, score.proposed), "now"), cell(score.points)]);
    let mut hint = p.t("hardship-score-hint");
    if score.at_most > score.proposed {
        hint = format!("{hint} {}", p.tv("hardship-score-unknown", "level", level_word(p.lang, round.levels, score.at_most)));
    }
    if let Some(village) = village {
        hint = format!("{hint} {}", p.tv("hardship-score-village", "village", village));
    }
    Section { title: p.t("hardship-score"), hint, columns: columns(p, &["hardship-mark", "hardship-answer", "hardship-points"], &["hardship-points"]), rows, ..Section::default() }
}

/// What may be done next by whom.
fn links(cx: &mut Cx<'_, '_>, p: &Page, round: &Round, seen: &Seen) -> Vec<Link> {
    let (case, base) = (&seen.case, format!("/hardship/cases/{}", seen.case.id));
    let can = |what: What| may(round.stage, Some(case.newest), what);
    let manages = cx.permit::<acts::ManageAid>(case.pupil).is_ok();
    let mut all = Vec::new();
    if can(What::Reviewed) && cx.permit::<acts::ReviewHardship>(case.class).is_ok() {
        all.push(link(p, "edit", "hardship-review", format!("{base}/review")));
    }
    if can(What::Decided) && cx.permit::<acts::DecideHardship>(case.pupil).is_ok() {
        all.push(link(p, "check", "hardship-decide", format!("{base}/decision")));
    }
    if manages {
        if can(What::Applied) {
            all.push(link(p, "edit", "hardship-apply", format!("/pupils/{}/hardship/application", case.pupil)));
        }
        if can(What::Appealed) {
            all.push(link(p, "alert", "hardship-contest", format!("{base}/contest")));
        }
        if can(What::Withdrawn) {
            all.push(link(p, "close", "hardship-withdraw", format!("{base}/withdrawal")));
        }
        if case.newest.is_open() {
            all.push(link(p, "lock", if case.shielded { "hardship-unshield" } else { "hardship-shield" }, format!("{base}/shield")));
        }
    }
    if seen.form.is_some() && seen.with_amounts {
        for format in export::papers() {
            all.push(Link { href: format!("{base}/paper/{format}"), text: format!("{} {format}", p.t("hardship-paper")), icon: "print" });
        }
    }
    all
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, round, seen) = read(cx)?;
    let (score, village) = weights::sheet_of(cx.tx, &permit, &round, seen.case.id)?;
    let (p, names) = (cx.page("hardship-case"), Names::load(cx.tx)?);
    let mut facts = vec![(p.t("hardship-state"), p.t(&format!("hardship-what-{}", seen.case.newest.code())))];
    if let Some(form) = &seen.form {
        facts.extend(said(&p, form, seen.with_amounts));
    }
    if seen.case.shielded {
        facts.push((p.t("hardship-shielded"), seen.shield.clone()));
    }
    let row = |step: &Step| {
        let level = step.level.map(|level| level_word(p.lang, round.levels, level)).unwrap_or_default();
        vec![cell(p.t(&format!("hardship-what-{}", step.what.code()))), cell(level), cell(&step.reason), cell(names.of(&step.actor)), cell(step.at.day())]
    };
    let steps = Section {
        title: p.t("hardship-steps"),
        columns: columns(&p, &["hardship-step", "hardship-level", "hardship-reason", "hardship-by", "hardship-since"], &[]),
        rows: seen.steps.iter().map(row).collect(),
        ..Section::default()
    };
    let mut sections = vec![steps];
    if seen.form.is_some() || seen.with_amounts {
        sections.push(score_section(&p, &round, &score, village.as_ref()));
    }
    let links = links(cx, &p, &round, &seen);
    cx.saw("SeeHardship", Subject::Pupil(seen.case.pupil), permit.levels().within(SHOWN));
    let back = format!("/hardship/rounds/{}/classes/{}", round.id, seen.case.class);
    let lead = format!("{} {} · {}", seen.case.class_name, seen.case.name, round_name(&p, &round));
    cx.render(&Sheet { crumbs: crumbs(&p, &[(&back, seen.case.class_name.clone())]), lead, links, facts, sections, p })
}

/// The application as a paper to sign.
pub(super) fn paper(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, round, seen) = read(cx)?;
    if !seen.with_amounts {
        return Err(Error::NotFound);
    }
    let (format, lang, p) = (cx.path::<String>("file")?, cx.lang(), cx.page("hardship-case"));
    let form = seen.form.as_ref().ok_or(Error::NotFound)?;
    let (name, kind, bytes) = export::application(cx.tx, &permit, &round, &seen, said(&p, form, true), &format, lang)?;
    cx.saw("SeeHardship", Subject::Pupil(seen.case.pupil), SHOWN);
    Ok(Reply::file(name, kind, bytes))
}

/// A level to choose, of as many as the round has.
fn level_field(p: &Page, round: &Round, value: Option<i64>) -> Field {
    let all = (0..=round.levels).map(|level| (level.to_string(), level_word(p.lang, round.levels, level))).collect();
    field("level", "hardship-level", Kind::Select(all)).value(value.map(|level| level.to_string()).unwrap_or_default())
}

/// A form about the case of the path.
fn form(cx: &mut Cx<'_, '_>, title: &'static str, lead: &str, path: &str, fields: impl FnOnce(&Page, &Round, &Seen) -> Vec<Field>) -> Result<Reply> {
    let (_, round, seen) = read(cx)?;
    let p = cx.page(title);
    let mut all = vec![hidden("seen", seen.case.number)];
    all.extend(fields(&p, &round, &seen));
    let base = format!("/hardship/cases/{}", seen.case.id);
    let (way, lead) = (crumbs(&p, &[(&base, seen.case.name.clone())]), p.t(lead));
    cx.render(&ask(p, way, lead, format!("{base}/{path}"), all, "web-save"))
}

/// The case of the path, its child and its round, for a step.
fn about(cx: &mut Cx<'_, '_>) -> Result<(RowId, PupilId, Round)> {
    let (_, round, seen) = read(cx)?;
    Ok((seen.case.id, seen.case.pupil, round))
}

fn done(cx: &mut Cx<'_, '_>, act: &str, case: RowId, pupil: PupilId) -> Reply {
    cx.did(act, Subject::Pupil(pupil), SHOWN, format!("case {case}"));
    Reply::done(format!("/hardship/cases/{case}"), "hardship-kept")
}

fn level(cx: &Cx<'_, '_>) -> Result<i64> {
    Ok(number(cx, "level")?.unwrap_or(-1))
}

pub(super) fn review_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (_, _, seen) = read(cx)?;
    cx.permit::<acts::ReviewHardship>(seen.case.class)?;
    form(cx, "hardship-review", "hardship-review-lead", "review", |p, round, seen| {
        vec![level_field(p, round, seen.case.level), field("reason", "hardship-reason", Kind::Long).hint("hardship-review-reason")]
    })
}

pub(super) fn review(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (_, round, case) = read(cx)?;
    let permit = cx.permit::<acts::ReviewHardship>(case.case.class)?;
    let (seen, level, why) = (seen(cx), level(cx)?, cx.field("reason").to_owned());
    panels::review(cx.tx, &permit, &round, case.case.id, seen, level, &why)?;
    done(cx, "ReviewHardship", case.case.id, case.case.pupil);
    Ok(Reply::done(format!("/hardship/rounds/{}/classes/{}", round.id, case.case.class), "hardship-kept"))
}

pub(super) fn decision_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (_, pupil, _) = about(cx)?;
    cx.permit::<acts::DecideHardship>(pupil)?;
    form(cx, "hardship-decide", "hardship-decide-lead", "decision", |p, round, seen| {
        vec![level_field(p, round, seen.case.level), field("reason", "hardship-reason", Kind::Long).hint("hardship-decide-reason").optional()]
    })
}

pub(super) fn decide(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (case, pupil, round) = about(cx)?;
    let permit = cx.permit::<acts::DecideHardship>(pupil)?;
    let (seen, level, why) = (seen(cx), level(cx)?, cx.field("reason").to_owned());
    judging::decide(cx.tx, &permit, &round, case, seen, level, &why)?;
    Ok(done(cx, "DecideHardship", case, pupil))
}

pub(super) fn contest_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (_, pupil, _) = about(cx)?;
    cx.permit::<acts::ManageAid>(pupil)?;
    form(cx, "hardship-contest", "hardship-contest-lead", "contest", |p, _, _| {
        let who = vec![("family".to_owned(), p.t("hardship-what-appealed")), ("other".to_owned(), p.t("hardship-what-objected"))];
        vec![field("by", "hardship-contest-by", Kind::Select(who)), field("reason", "hardship-reason", Kind::Long).hint("hardship-contest-reason")]
    })
}

pub(super) fn contest(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (case, pupil, round) = about(cx)?;
    let permit = cx.permit::<acts::ManageAid>(pupil)?;
    let (seen, by_family, why) = (seen(cx), cx.field("by") == "family", cx.field("reason").to_owned());
    judging::contest(cx.tx, &permit, &round, case, seen, by_family, &why)?;
    Ok(done(cx, "ManageAid", case, pupil))
}

pub(super) fn withdraw_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (_, pupil, _) = about(cx)?;
    cx.permit::<acts::ManageAid>(pupil)?;
    form(cx, "hardship-withdraw", "hardship-withdraw-lead", "withdrawal", |_, _, _| vec![field("reason", "hardship-reason", Kind::Long)])
}

pub(super) fn withdraw(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (case, pupil, round) = about(cx)?;
    let permit = cx.permit::<acts::ManageAid>(pupil)?;
    let (seen, why) = (seen(cx), cx.field("reason").to_owned());
    cases::withdraw(cx.tx, &permit, &round, case, seen, &why)?;
    Ok(done(cx, "ManageAid", case, pupil))
}

pub(super) fn shield_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (_, pupil, _) = about(cx)?;
    cx.permit::<acts::ManageAid>(pupil)?;
    form(cx, "hardship-shield", "hardship-shield-lead", "shield", |_, _, seen| {
        vec![hidden("to", if seen.case.shielded { "no" } else { "yes" }), field("reason", "hardship-reason", Kind::Long)]
    })
}

pub(super) fn shield(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (case, pupil, _) = about(cx)?;
    let permit = cx.permit::<acts::ManageAid>(pupil)?;
    let (shielded, why) = (cx.field("to") == "yes", cx.field("reason").to_owned());
    cases::shield(cx.tx, &permit, case, shielded, &why)?;
    Ok(done(cx, "ManageAid", case, pupil))
}

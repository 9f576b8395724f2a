//! A child: its determinations over the years, its application, a nomination, and what became known later.

use super::{SHOWN, ask, crumbs, number, round_name};
use crate::access::{Action, Level, Levels, Subject, acts};
use crate::base::error::Problems;
use crate::base::{Error, Fen, Msg, PupilId, Result};
use crate::hardship::cases;
use crate::hardship::form::{Form, WAYS};
use crate::hardship::judging::{self, LATER};
use crate::hardship::rounds::{self, Round};
use crate::hardship::state::Stage;
use crate::roster::family::{self};
use crate::roster::family_hardship::offered;
use crate::roster::{particulars, pupils};
use crate::web::sheet::{Kind, Section, Sheet, choices, columns, field, hidden, link};
use crate::web::{Cx, Page, Reply};

fn named(cx: &mut Cx<'_, '_>) -> Result<(PupilId, String)> {
    let id: PupilId = cx.path("id")?;
    let see = cx.permit::<acts::SeePupil>(id)?;
    Ok((id, particulars::particulars(cx.tx, &see)?.name))
}

/// The round that is at work; a word for who comes when there is none.
fn running(cx: &mut Cx<'_, '_>) -> Result<Round> {
    rounds::running(cx.tx)?.ok_or_else(|| Error::Conflict("hardship-no-round".into()))
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, name) = named(cx)?;
    let permit = cx.permit::<acts::SeeHardship>(id)?;
    let all = cases::of_pupil(cx.tx, &permit)?;
    let found = rounds::all(cx.tx)?;
    let p = cx.page_of(&Msg::new("hardship-child-of").with("name", &name));
    let mut rows = Vec::new();
    for one in &all {
        if let Some(round) = found.iter().find(|round| round.id == one.round) {
            let mut row = super::class::row(&p, round, one);
            row[0].text = round_name(&p, round);
            rows.push(row);
        }
    }
    let manages = cx.who.may_somewhere(Action::ManageAid);
    let mut links = Vec::new();
    if manages && found.iter().any(|one| one.stage != Stage::Filed) {
        links.push(link(&p, "edit", "hardship-apply", format!("/pupils/{id}/hardship/application")));
    }
    if manages && found.iter().any(|one| one.stage == Stage::Filed) {
        links.push(link(&p, "goal", "hardship-later", format!("/pupils/{id}/hardship/later")));
    }
    let section = Section {
        title: p.t("hardship-rounds"),
        columns: columns(&p, &["hardship-round", "hardship-class", "hardship-state", "hardship-level", "hardship-since"], &[]),
        rows,
        empty: p.t("hardship-child-none"),
        ..Section::default()
    };
    cx.saw("SeeHardship", Subject::Pupil(id), SHOWN);
    cx.render(&Sheet { crumbs: crumbs(&p, &[]), lead: String::new(), links, facts: Vec::new(), sections: vec![section], p })
}

/// Brothers and sisters at the school, so that a family writes once.
fn siblings(cx: &mut Cx<'_, '_>, id: PupilId) -> Result<i64> {
    let see = cx.permit::<acts::SeePupil>(id)?;
    Ok(particulars::siblings(cx.tx, &see)?.len() as i64 + 1)
}

/// What is known already, as the form begins: the last form of this round, else the facts of the family.
fn known(cx: &mut Cx<'_, '_>, id: PupilId, round: &Round) -> Result<Form> {
    let permit = cx.permit::<acts::SeeHardship>(id)?;
    if let Some(case) = cases::of_pupil(cx.tx, &permit)?.into_iter().find(|one| one.round == round.id) {
        let seen = cases::seen(cx.tx, &permit, round, case.id)?;
        if let Some(form) = seen.form {
            return Ok(form);
        }
    }
    let (see, today) = (cx.permit::<acts::SeePupil>(id)?, cx.tx.today());
    let facts = family::of(cx.tx, &see, today)?;
    let groups = facts.hardships.iter().map(|held| held.group.code.to_owned()).collect();
    Ok(Form { income_fen: facts.income_fen, groups, pupils: Some(siblings(cx, id)?).filter(|count| *count > 1), declared_on: Some(today), ..Form::default() })
}

fn fields(p: &Page, form: &Form, today: crate::base::SchoolDate) -> Vec<crate::web::sheet::Field> {
    let count = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
    let groups = offered(today).map(|group| (group.code.to_owned(), p.t(&format!("roster-family-group-{}", group.code.replace('_', "-"))))).collect();
    let ways = std::iter::once((String::new(), p.t("hardship-by-family"))).chain(choices(p, "hardship-way-", WAYS)).collect();
    vec![
        field("way", "hardship-way", Kind::Select(ways)).hint("hardship-way-hint").value(&form.way).optional(),
        field("people", "hardship-people", Kind::Number).hint("hardship-people-hint").value(count(form.people)).optional(),
        field("earning", "hardship-earning", Kind::Number).value(count(form.earning)).optional(),
        field("pupils", "hardship-pupils", Kind::Number).value(count(form.pupils)).optional(),
        field("ill", "hardship-ill", Kind::Number).value(count(form.ill)).optional(),
        field("income", "hardship-income", Kind::Amount).hint("hardship-income-hint").value(form.income_fen.map(|fen| Fen(fen).to_string()).unwrap_or_default()).optional(),
        field("groups", "hardship-groups", Kind::Ticks(groups)).hint("hardship-groups-hint").value(form.groups.join(" ")).optional(),
        field("words", "hardship-words", Kind::Long).hint("hardship-words-hint").value(&form.words),
        field("wish", "hardship-wish", Kind::Long).value(&form.wish).optional(),
        field("declared_by", "hardship-declared-by", Kind::Text).hint("hardship-declared-hint").value(&form.declared_by).optional(),
        field("declared_on", "hardship-declared-on", Kind::Day).value(form.declared_on.map(|day| day.to_string()).unwrap_or_default()).optional(),
    ]
}

pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, name) = named(cx)?;
    cx.permit::<acts::ManageAid>(id)?;
    let Some(round) = rounds::running(cx.tx)? else { return Ok(Reply::done(format!("/pupils/{id}/hardship"), "hardship-no-round")) };
    let (known, today) = (known(cx, id, &round)?, cx.tx.today());
    let p = cx.page("hardship-apply");
    let fields = fields(&p, &known, today);
    let path = format!("/pupils/{id}/hardship");
    let (way, lead) = (crumbs(&p, &[(&path, name)]), p.t("hardship-apply-lead"));
    cx.render(&ask(p, way, lead, format!("{path}/application"), fields, "web-save"))
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Ticked {
    groups: Vec<String>,
}

pub(super) fn apply(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let (permit, edit, round) = (cx.permit::<acts::ManageAid>(id)?, cx.permit::<acts::EditFamily>(id)?, running(cx)?);
    let mut problems = Problems::default();
    let mut count = |name: &'static str| {
        number(cx, name).unwrap_or_else(|_| {
            problems.note(name, "hardship-whole-number");
            None
        })
    };
    let (people, earning, pupils, ill) = (count("people"), count("earning"), count("pupils"), count("ill"));
    let income_fen = match cx.field("income").trim() {
        "" => None,
        typed => match Fen::parse(typed) {
            Ok(fen) => Some(fen.0),
            Err(said) => {
                problems.note("income", said);
                None
            }
        },
    };
    problems.end()?;
    let text = |name: &str| cx.field(name).trim().to_owned();
    let form = Form {
        people,
        earning,
        pupils,
        ill,
        income_fen,
        groups: cx.form::<Ticked>()?.groups,
        words: text("words"),
        wish: text("wish"),
        declared_by: text("declared_by"),
        declared_on: cx.field("declared_on").parse().ok(),
        way: text("way"),
    };
    let case = cases::apply(cx.tx, &permit, &edit, &round, &form)?;
    cx.did("ManageAid", Subject::Pupil(id), SHOWN, format!("case {case}"));
    Ok(Reply::done(format!("/hardship/cases/{case}"), "hardship-kept"))
}

pub(super) fn nomination_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, name) = named(cx)?;
    cx.permit::<acts::NominateHardship>(id)?;
    let p = cx.page("hardship-nominate");
    let open = rounds::running(cx.tx)?.is_some();
    let fields = if open { vec![field("reason", "hardship-nominate-why", Kind::Long).hint("hardship-nominate-hint")] } else { vec![hidden("reason", "")] };
    let (way, lead) = (vec![(format!("/pupils/{id}"), name)], p.t(if open { "hardship-nominate-lead" } else { "hardship-no-round" }));
    cx.render(&ask(p, way, lead, format!("/pupils/{id}/hardship/nomination"), fields, "hardship-nominate-send"))
}

pub(super) fn nominate(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let (permit, round, why) = (cx.permit::<acts::NominateHardship>(id)?, running(cx)?, cx.field("reason").to_owned());
    cases::nominate(cx.tx, &permit, &round, &why)?;
    cx.did("NominateHardship", Subject::Pupil(id), Levels::of(&[Level::Basic]), "");
    Ok(Reply::done(format!("/pupils/{id}"), "hardship-nominated"))
}

pub(super) fn later_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, name) = named(cx)?;
    cx.permit::<acts::ManageAid>(id)?;
    let p = cx.page("hardship-later");
    let filed: Vec<(String, String)> = rounds::all(cx.tx)?.iter().filter(|one| one.stage == Stage::Filed).map(|one| (one.id.to_string(), round_name(&p, one))).collect();
    let fields = vec![
        field("round", "hardship-round", Kind::Select(filed)),
        field("kind", "hardship-later-what", Kind::Select(choices(&p, "hardship-later-", LATER))),
        field("reason", "hardship-reason", Kind::Long),
    ];
    let path = format!("/pupils/{id}/hardship");
    let (way, lead) = (crumbs(&p, &[(&path, name)]), p.t("hardship-later-lead"));
    cx.render(&ask(p, way, lead, format!("{path}/later"), fields, "web-save"))
}

pub(super) fn learn(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::ManageAid>(id)?;
    let round = rounds::round(cx.tx, cx.field("round").parse().map_err(|_| Error::at("round", "hardship-choose"))?)?;
    let (kind, why) = (cx.field("kind").to_owned(), cx.field("reason").to_owned());
    judging::learn(cx.tx, &permit, &round, &kind, &why)?;
    cx.did("ManageAid", Subject::Pupil(id), SHOWN, "");
    Ok(Reply::done(format!("/hardship/rounds/{}/errors", round.id), "hardship-kept"))
}

/// Names of children by id, of those whom the person may see.
pub(super) fn names(cx: &mut Cx<'_, '_>, ids: &[PupilId]) -> Result<std::collections::HashMap<PupilId, String>> {
    Ok(pupils::named(cx.tx, cx.who, ids)?.into_iter().map(|one| (one.id, format!("{} {}", one.class_name, one.name))).collect())
}

//! `/rewards/rules/{rule}/classes/{id}` and `…/grades/{id}`: the candidates of a rule with what speaks for each; `…/pupils/{pupil}`: one is put forward, with the sentence of the paper.

use askama::Template;

use super::SHOWN;
use crate::access::{Permit, acts};
use crate::base::{ClassId, GradeId, Msg, PupilId, Result};
use crate::reward::awards::{self, Nomination};
use crate::reward::basis::Basis;
use crate::reward::candidates::{self, Candidate};
use crate::reward::rules::Rule;
use crate::reward::state::State;
use crate::roster::time::{self, Term};
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "reward/pages/candidates.html")]
struct CandidatesPage {
    p: Page,
    rule: Rule,
    term: String,
    back: (String, String),
    basis: String,
    notes: Vec<String>,
    lines: Vec<Line>,
    others: Vec<(String, String)>,
}

/// A candidate as it is shown.
struct Line {
    pupil: PupilId,
    name: String,
    place: String,
    points: Vec<(String, String)>,
    tier: String,
    state: String,
    chip: &'static str,
    award: String,
    /// Why it was put forward by hand.
    why: String,
    /// Put forward in one tap: nothing has to be chosen or written.
    quick: bool,
    form: bool,
}

fn line(p: &Page, rule: &Rule, one: &Candidate) -> Line {
    let open = one.reward.as_ref().is_none_or(|reward| reward.state == State::Declined);
    let seat = one.seat.map(|seat| format!(" {seat}")).unwrap_or_default();
    Line {
        pupil: one.pupil,
        name: one.name.clone(),
        place: format!("{}{seat}", one.class_name),
        points: one.points.iter().map(|point| (p.m(&point.text), point.link.clone())).collect(),
        tier: if one.tier > 0 { p.t(&format!("reward-tier-{}", one.tier)) } else { String::new() },
        state: one.reward.as_ref().map(|reward| p.t(&format!("reward-state-{}", reward.state.code()))).unwrap_or_default(),
        chip: one.reward.as_ref().map_or("", |reward| reward.state.chip()),
        award: one.reward.as_ref().map(|reward| reward.id.to_string()).unwrap_or_default(),
        why: one.reward.as_ref().map(|reward| reward.body.why.clone()).unwrap_or_default(),
        quick: one.reward.is_none() && !one.points.is_empty() && rule.labels.is_empty() && rule.basis != Basis::Exception && (!rule.basis.has_tiers() || one.tier > 0),
        form: open,
    }
}

fn show(cx: &mut Cx<'_, '_>, permit: &Permit<acts::ProposeReward>, term: &Term, back: (String, String)) -> Result<Reply> {
    let rule = super::rule(cx, term)?;
    let p = cx.page_of(&Msg::new("reward-candidates-of").with("name", &rule.name).with("class", &back.1));
    let found = candidates::list(cx.tx, permit, &rule, term)?;
    let page = CandidatesPage {
        term: term.code.to_string(),
        back,
        basis: p.t(&format!("reward-basis-{}", rule.basis.code())),
        notes: found.notes.iter().map(|note| p.m(note)).collect(),
        lines: found.lines.iter().map(|one| line(&p, &rule, one)).collect(),
        others: found.others.into_iter().map(|(pupil, name)| (pupil.to_string(), name)).collect(),
        rule,
        p,
    };
    cx.saw("SeeRewards", permit.subject(), permit.levels().within(SHOWN));
    cx.render(&page)
}

pub(super) fn of_class(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("id")?;
    let permit = cx.permit(id)?;
    let term = super::term(cx)?;
    let back = (format!("/rewards/classes/{id}"), time::class(cx.tx, id)?.name);
    show(cx, &permit, &term, back)
}

pub(super) fn of_grade(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: GradeId = cx.path("id")?;
    let permit = cx.permit(id)?;
    let term = super::term(cx)?;
    let name = super::grade::name(cx, &term, id)?;
    show(cx, &permit, &term, (format!("/rewards/grades/{id}"), name))
}

#[derive(Template)]
#[template(path = "reward/pages/nominate.html")]
struct NominatePage {
    p: Page,
    rule: Rule,
    term: String,
    pupil: PupilId,
    place: String,
    class: ClassId,
    class_name: String,
    points: Vec<(String, String)>,
    seen: i64,
    tiers: Vec<(String, String)>,
    tier: String,
    labels: Vec<(String, String)>,
    must: bool,
}

fn child(cx: &mut Cx<'_, '_>) -> Result<(Permit<acts::ProposeReward>, Term, Rule, Candidate)> {
    let id: PupilId = cx.path("pupil")?;
    let permit = cx.permit::<acts::ProposeReward>(id)?;
    let term = super::term(cx)?;
    let rule = super::rule(cx, &term)?;
    let one = candidates::of_child(cx.tx, &permit, &rule, &term)?;
    Ok((permit, term, rule, one))
}

pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, term, rule, one) = child(cx)?;
    let p = cx.page_of(&Msg::new("reward-nominate-of").with("name", &one.name).with("title", &rule.name));
    let shown = line(&p, &rule, &one);
    let page = NominatePage {
        term: term.code.to_string(),
        pupil: one.pupil,
        place: shown.place,
        class: one.class,
        class_name: one.class_name,
        points: shown.points,
        seen: one.reward.as_ref().map_or(0, |reward| reward.step),
        tiers: if rule.basis.has_tiers() { (1..=3).map(|tier| (tier.to_string(), p.t(&format!("reward-tier-{tier}")))).collect() } else { Vec::new() },
        tier: if one.tier > 0 { one.tier.to_string() } else { "3".into() },
        labels: rule.labels.iter().map(|label| (label.clone(), label.clone())).collect(),
        must: one.points.is_empty() || rule.basis == Basis::Exception,
        rule,
        p,
    };
    cx.saw("SeeRewards", permit.subject(), permit.levels().within(SHOWN));
    cx.render(&page)
}

/// Puts the child forward.
pub(super) fn nominate(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, term, rule, one) = child(cx)?;
    let text = |field: &str| cx.field(field).to_owned();
    let quick = cx.field("quick") == "1";
    let new = Nomination {
        seen: cx.field("seen").parse().unwrap_or_default(),
        why: text("why"),
        sentence: if quick { rule.sentence.clone() } else { text("sentence") },
        tier: if quick { one.tier } else { cx.field("tier").parse().unwrap_or_default() },
        label: text("label"),
    };
    let lang = cx.lang();
    awards::nominate(cx.tx, &permit, &rule, &term, &one, &new, lang)?;
    cx.did("ProposeReward", permit.subject(), permit.levels().within(SHOWN), rule.id.to_string());
    let to = match cx.field("back") {
        back if back.starts_with("/rewards/") && !back.contains("//") => format!("/rewards/rules/{}/{}?term={}", rule.id, back.trim_start_matches("/rewards/"), term.code),
        _ => format!("/rewards/rules/{}/classes/{}?term={}", rule.id, one.class, term.code),
    };
    Ok(Reply::done(to, Msg::new("reward-nominated").with("name", one.name)))
}

//! `/rewards/grades/{id}`: who was put forward in a grade, rule by rule; the grade decides. `/rewards/confirmation`: the office confirms what the grades have decided (B9-06).

use askama::Template;

use super::SHOWN;
use crate::access::{Action, Subject, acts};
use crate::base::{Error, GradeId, Msg, Result, RowId};
use crate::reward::state::State;
use crate::reward::{Reward, awards, rules, wording};
use crate::roster::time::{self, Term};
use crate::web::{Cx, Page, Reply};

/// A reward in a list.
pub(super) struct AwardView {
    pub id: RowId,
    pub step: i64,
    pub name: String,
    pub place: String,
    pub title: String,
    pub reasons: Vec<String>,
    pub why: String,
    pub sentence: String,
    pub state: String,
    pub chip: &'static str,
    pub open: bool,
    pub left: bool,
}

/// A reward as a list shows it.
pub(super) fn view(p: &Page, one: &Reward, title: String) -> AwardView {
    let seat = one.seat.map(|seat| format!(" {seat}")).unwrap_or_default();
    AwardView {
        id: one.id,
        step: one.step,
        name: one.pupil_name.clone(),
        place: format!("{}{seat}", one.class_name),
        title,
        reasons: one.body.evidence.clone(),
        why: one.body.why.clone(),
        sentence: one.body.sentence.clone(),
        state: p.t(&format!("reward-state-{}", one.state.code())),
        chip: one.state.chip(),
        open: false,
        left: false,
    }
}

/// How a grade is called.
pub(super) fn name(cx: &mut Cx<'_, '_>, term: &Term, id: GradeId) -> Result<String> {
    let grade = time::grades(cx.tx, term.year)?.into_iter().find(|grade| grade.id == id).ok_or(Error::NotFound)?;
    Ok(crate::base::words::word(cx.lang(), &format!("roster-grade-{}", grade.level)))
}

/// Rewards of one name together.
type Groups = Vec<(String, Vec<AwardView>)>;

fn grouped(cx: &mut Cx<'_, '_>, p: &Page, all: &[Reward], open: State) -> Result<Groups> {
    let mut groups: Groups = Vec::new();
    for one in all {
        let mut shown = view(p, one, wording::title_of(p.lang, one));
        shown.open = one.state == open;
        shown.left = one.state.is_open() && crate::roster::particulars::seat(cx.tx, one.pupil)?.is_none();
        match groups.iter_mut().find(|(name, _)| *name == one.name) {
            Some((_, rows)) => rows.push(shown),
            None => groups.push((one.name.clone(), vec![shown])),
        }
    }
    Ok(groups)
}

#[derive(Template)]
#[template(path = "reward/pages/grade.html")]
struct GradePage {
    p: Page,
    term: String,
    lead: String,
    action: String,
    button: &'static str,
    rules: Vec<(String, String)>,
    groups: Groups,
    decides: bool,
    some: bool,
    papers: Vec<(String, String)>,
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: GradeId = cx.path("id")?;
    let permit = cx.permit::<acts::ProposeReward>(id)?;
    let term = super::term(cx)?;
    let grade = name(cx, &term, id)?;
    let p = cx.page_of(&Msg::new("reward-of-class").with("class", &grade));
    let mut all = awards::of_scope(cx.tx, &permit, &term)?;
    all.retain(|one| one.how != "at_once");
    let waiting = all.iter().filter(|one| one.state == State::Nominated).count();
    let rules = rules::all(cx.tx, &term)?.into_iter().filter(|rule| rule.on && rule.class.is_none() && !rule.basis.is_at_once());
    let papers = super::papers::links(&p).into_iter().map(|(what, format, label)| (format!("/rewards/grades/{id}/papers/{what}/{format}?term={}", term.code), label));
    let page = GradePage {
        term: term.code.to_string(),
        lead: Msg::new("reward-grade-lead").with("count", waiting).text(p.lang),
        action: format!("/rewards/grades/{id}/decisions"),
        button: "reward-decide",
        rules: rules.map(|rule| (format!("/rewards/rules/{}/grades/{id}?term={}", rule.id, term.code), rule.name)).collect(),
        papers: papers.collect(),
        groups: grouped(cx, &p, &all, State::Nominated)?,
        decides: permit.why().ties.iter().any(|tie| Action::DecideReward.allowed_to(tie.duty)),
        some: waiting > 0,
        p,
    };
    cx.saw("SeeRewards", permit.subject(), permit.levels().within(SHOWN));
    cx.render(&page)
}

/// The grade decides.
pub(super) fn decide(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: GradeId = cx.path("id")?;
    let permit = cx.permit::<acts::DecideReward>(id)?;
    let (term, picks, lang) = (super::term(cx)?, super::picks(cx)?, cx.lang());
    let outcome = awards::decide(cx.tx, &permit, &term, &picks, lang)?;
    cx.did("DecideReward", permit.subject(), permit.levels().within(SHOWN), outcome.done.to_string());
    Ok(Reply::done(format!("/rewards/grades/{id}?term={}", term.code), wording::outcome(outcome)))
}

pub(super) fn confirmation(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageRewards>(Subject::School)?;
    let (term, p) = (super::term(cx)?, cx.page("reward-confirmation"));
    let mut all = awards::of_scope(cx.tx, &permit, &term)?;
    all.retain(|one| matches!(one.state, State::Decided));
    let page = GradePage {
        term: term.code.to_string(),
        lead: Msg::new("reward-waiting").with("count", all.len()).text(p.lang),
        action: "/rewards/confirmation".into(),
        button: "reward-confirm",
        rules: Vec::new(),
        papers: Vec::new(),
        groups: grouped(cx, &p, &all, State::Decided)?,
        decides: true,
        some: !all.is_empty(),
        p,
    };
    cx.saw("SeeRewards", Subject::School, SHOWN);
    cx.render(&page)
}

/// The office confirms.
pub(super) fn confirm(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageRewards>(Subject::School)?;
    let (term, picks, lang) = (super::term(cx)?, super::picks(cx)?, cx.lang());
    let outcome = awards::confirm(cx.tx, &permit, &term, &picks, lang)?;
    cx.did("ManageRewards", Subject::School, SHOWN, format!("confirmed {}", outcome.done));
    Ok(Reply::done(format!("/rewards?term={}", term.code), wording::outcome(outcome)))
}

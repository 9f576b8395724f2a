//! `/rewards/awards/{award}`: one reward: its sentence, what speaks for it, its steps; declined or revoked with a reason.

use askama::Template;

use super::SHOWN;
use crate::access::{Permit, acts};
use crate::base::{Error, Msg, Result, RowId};
use crate::reward::state::State;
use crate::reward::{Reward, awards, export, wording};
use crate::roster::time::Term;
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "reward/pages/award.html")]
struct AwardPage {
    p: Page,
    a: Reward,
    term: String,
    title: String,
    state: String,
    gift: String,
    /// Why and what speaks for it, for those who decide.
    inner: bool,
    steps: Vec<(String, String, String, String)>,
    rewords: bool,
    declines: bool,
    revokes: bool,
    formats: Vec<&'static str>,
}

/// A permit where the person has one.
fn maybe<A: crate::access::Act>(cx: &mut Cx<'_, '_>, one: &Reward) -> Result<Option<Permit<A>>> {
    match cx.permit::<A>(one.pupil) {
        Ok(permit) => Ok(Some(permit)),
        Err(Error::NotFound) => Ok(None),
        Err(fault) => Err(fault),
    }
}

fn is_giver(cx: &Cx<'_, '_>, one: &Reward) -> bool {
    one.how == "at_once" && one.state == State::Given && one.actor == cx.who.tag()
}

fn load(cx: &mut Cx<'_, '_>) -> Result<(Permit<acts::PraisePupil>, Reward, Term)> {
    let id: RowId = cx.path("award")?;
    let (one, term) = export::with_term(cx.tx, id)?;
    Ok((cx.permit(one.pupil)?, one, term))
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, a, term) = load(cx)?;
    let manages = maybe::<acts::ManageRewards>(cx, &a)?.is_some();
    let inner = manages || maybe::<acts::ProposeReward>(cx, &a)?.is_some();
    // Who does not decide reads good news, and nothing of what did not come to be.
    if !inner && !a.state.counts() {
        return Err(Error::NotFound);
    }
    let p = cx.page_of(&Msg::new("reward-award-of").with("name", &a.pupil_name).with("title", wording::title_of(cx.lang(), &a)));
    let steps = if inner { awards::steps(cx.tx, &permit, &a)? } else { Vec::new() };
    let told = |step: awards::Step| (step.at.to_string(), p.t(&format!("reward-state-{}", step.state.code())), step.by, step.why);
    let page = AwardPage {
        term: term.code.to_string(),
        title: wording::title_of(p.lang, &a),
        state: p.t(&format!("reward-state-{}", a.state.code())),
        gift: p.t(&format!("reward-gift-{}", a.gift.code())),
        inner,
        steps: steps.into_iter().map(told).collect(),
        rewords: (inner || is_giver(cx, &a)) && !matches!(a.state, State::Declined | State::Revoked),
        declines: a.state.leads_to(State::Declined) && maybe::<acts::DecideReward>(cx, &a)?.is_some(),
        revokes: a.state.leads_to(State::Revoked) && (manages || is_giver(cx, &a)),
        formats: if a.state.counts() && matches!(a.gift.code(), "certificate" | "praise_letter") { export::formats() } else { Vec::new() },
        a,
        p,
    };
    cx.saw("SeeRewards", permit.subject(), permit.levels().within(SHOWN));
    cx.render(&page)
}

fn kept(cx: &mut Cx<'_, '_>, one: &Reward, act: &str) -> Reply {
    cx.did(act, one.pupil.into(), SHOWN, one.id.to_string());
    Reply::done(format!("/rewards/awards/{}", one.id), "reward-kept")
}

/// The sentence is worded anew, by who decides or who gave it.
pub(super) fn reword(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, one, term) = load(cx)?;
    if !is_giver(cx, &one) && maybe::<acts::ProposeReward>(cx, &one)?.is_none() && maybe::<acts::ManageRewards>(cx, &one)?.is_none() {
        return Err(Error::NotFound);
    }
    let (seen, text) = (cx.field("seen").parse().unwrap_or_default(), cx.field("sentence").to_owned());
    awards::reword(cx.tx, &permit, &term, &one, seen, &text)?;
    Ok(kept(cx, &one, "ProposeReward"))
}

fn end(cx: &mut Cx<'_, '_>, to: State, act: &str) -> Result<Reply> {
    let (permit, one, _) = load(cx)?;
    let may = match to {
        State::Declined => maybe::<acts::DecideReward>(cx, &one)?.is_some(),
        _ => is_giver(cx, &one) || maybe::<acts::ManageRewards>(cx, &one)?.is_some(),
    };
    if !may {
        return Err(Error::NotFound);
    }
    let (seen, why) = (cx.field("seen").parse().unwrap_or_default(), cx.field("reason").to_owned());
    awards::end(cx.tx, &permit, &one, seen, to, &why)?;
    Ok(kept(cx, &one, act))
}

/// Declined with a reason.
pub(super) fn decline(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    end(cx, State::Declined, "DecideReward")
}

/// Revoked with a reason.
pub(super) fn revoke(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    end(cx, State::Revoked, "ManageRewards")
}

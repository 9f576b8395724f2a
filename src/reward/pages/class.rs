//! `/rewards/classes/{id}`: how many children of the class received good news, who waits and what can be praised; its rules, incentives and papers.

use askama::Template;

use super::SHOWN;
use crate::access::acts;
use crate::base::{ClassId, Error, Msg, Result};
use crate::reward::basis::Gift;
use crate::reward::rules::{self, Rule};
use crate::reward::share::{self, ClassNews};
use crate::reward::{awards, parameters, schedule, wording};
use crate::roster::time;
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "reward/pages/class.html")]
struct ClassPage {
    p: Page,
    id: ClassId,
    term: String,
    lead: String,
    news: ClassNews,
    rules: Vec<(Rule, String)>,
    incentives: Vec<(Rule, String)>,
    gifts: Vec<(String, String)>,
    given: Vec<super::grade::AwardView>,
    papers: Vec<super::papers::PaperLink>,
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("id")?;
    let permit = cx.permit::<acts::ProposeReward>(id)?;
    let (term, class) = (super::term(cx)?, time::class(cx.tx, id)?);
    let p = cx.page_of(&Msg::new("reward-of-class").with("class", &class.name));
    let aim = parameters(cx.tx, &term, p.lang)?.aim;
    let news = share::of_class(cx.tx, &permit, &term)?;
    let lead =
        Msg::new("reward-lead").with("count", news.rewarded).with("of", news.children).with("share", share::per_cent(news.rewarded, news.children)).with("aim", aim).text(p.lang);
    let all = rules::all(cx.tx, &term)?;
    let told = |rule: &Rule, what: &str, code: &str| (rule.clone(), p.t(&format!("reward-{what}-{code}")));
    let given = awards::of_scope(cx.tx, &permit, &term)?;
    let page = ClassPage {
        id,
        term: term.code.to_string(),
        lead,
        news,
        rules: all.iter().filter(|rule| rule.on && rule.class.is_none() && !rule.basis.is_at_once()).map(|rule| told(rule, "basis", rule.basis.code())).collect(),
        incentives: all.iter().filter(|rule| rule.class == Some(id) && rule.on).map(|rule| told(rule, "gift", rule.gift.code())).collect(),
        gifts: super::choices(&p, "reward-gift-", Gift::ALL.iter().map(|one| one.code())),
        given: given.iter().map(|one| super::grade::view(&p, one, wording::title_of(p.lang, one))).collect(),
        papers: super::papers::links(&p),
        p,
    };
    cx.saw("SeeRewards", permit.subject(), permit.levels().within(SHOWN));
    cx.render(&page)
}

/// The class has put forward whom it wants to.
pub(super) fn complete(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("id")?;
    let permit = cx.permit::<acts::ProposeReward>(id)?;
    let term = super::term(cx)?;
    schedule::proposed(cx.tx, &permit, &term)?;
    cx.did("ProposeReward", permit.subject(), permit.levels().within(SHOWN), "complete");
    Ok(Reply::done(format!("/rewards/classes/{id}?term={}", term.code), "reward-completed"))
}

/// An incentive of the class.
pub(super) fn incentive(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("id")?;
    let permit = cx.permit::<acts::ProposeReward>(id)?;
    let term = super::term(cx)?;
    let gift = Gift::of(cx.field("gift")).ok_or_else(|| Error::at("gift", "reward-choose"))?;
    let (name, sentence) = (cx.field("name").to_owned(), cx.field("sentence").to_owned());
    rules::incentive(cx.tx, &permit, &term, &name, gift, &sentence)?;
    cx.did("ProposeReward", permit.subject(), permit.levels().within(SHOWN), "incentive");
    Ok(Reply::done(format!("/rewards/classes/{id}?term={}", term.code), "reward-kept"))
}

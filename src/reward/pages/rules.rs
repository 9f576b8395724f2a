//! `/rewards/rules`: the school's rules with the presets of the plans, copied in one press, changed, switched on and off for a term.

use askama::Template;

use crate::access::{Action, Levels, Subject, acts};
use crate::base::{Error, Msg, Result};
use crate::reward::basis::{Audience, Basis, Gift, Occasion, PRESETS};
use crate::reward::parameters;
use crate::reward::rules::{self, Change, Rule};
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "reward/pages/rules.html")]
struct RulesPage {
    p: Page,
    term: String,
    often: Vec<String>,
    rules: Vec<RuleView>,
    presets: Vec<PresetView>,
    named: bool,
    manages: bool,
}

struct RuleView {
    r: Rule,
    basis: String,
    gift: String,
    occasion: String,
    audience: String,
    extra: String,
}

struct PresetView {
    code: &'static str,
    clause: &'static str,
    name: String,
    basis: String,
    gift: String,
    named: bool,
}

fn coded(p: &Page, what: &str, code: &str) -> String {
    p.t(&format!("reward-{what}-{code}"))
}

pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let term = super::term(cx)?;
    let p = cx.page("reward-rules");
    let parameters = parameters(cx.tx, &term, p.lang)?;
    let rules = rules::all(cx.tx, &term)?;
    let presets: Vec<PresetView> = PRESETS
        .iter()
        .filter(|preset| !rules.iter().any(|rule| rule.preset == preset.code))
        .map(|preset| PresetView {
            code: preset.code,
            clause: preset.clause,
            name: coded(&p, "preset", preset.code),
            basis: coded(&p, "basis", preset.basis.code()),
            gift: coded(&p, "gift", preset.gift.code()),
            named: parameters.rewards.contains(preset.code),
        })
        .collect();
    let extra = |rule: &Rule| {
        let split = if rule.split.is_empty() { &parameters.split } else { &rule.split };
        let split = if rule.basis.has_tiers() { split.iter().map(i64::to_string).collect::<Vec<_>>().join(" : ") } else { String::new() };
        let most = rule.limit(&parameters).map(|most| Msg::new("reward-at-most").with("most", most).text(p.lang)).unwrap_or_default();
        [split, most].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    let view = |r: Rule| RuleView {
        basis: coded(&p, "basis", r.basis.code()),
        gift: coded(&p, "gift", r.gift.code()),
        occasion: coded(&p, "occasion", r.occasion.code()),
        audience: coded(&p, "audience", r.audience.code()),
        extra: extra(&r),
        r,
    };
    let page = RulesPage {
        term: term.code.to_string(),
        rules: rules.into_iter().filter(|rule| rule.class.is_none()).map(view).collect(),
        named: presets.iter().any(|preset| preset.named),
        often: parameters.often.clone(),
        presets,
        manages: cx.who.may_somewhere(Action::ManageRewards),
        p,
    };
    cx.render(&page)
}

fn did(cx: &mut Cx<'_, '_>, note: String) {
    cx.did("ManageRewards", Subject::School, Levels::NONE, note);
}

/// Copies a preset, or all that the programmes of the term name.
pub(super) fn copy(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageRewards>(Subject::School)?;
    let (term, lang, code) = (super::term(cx)?, cx.lang(), cx.field("preset").to_owned());
    let named = parameters(cx.tx, &term, lang)?.rewards;
    let codes: Vec<&str> = if code == "named" { PRESETS.iter().map(|preset| preset.code).filter(|code| named.contains(*code)).collect() } else { vec![&code] };
    let count = rules::copy(cx.tx, &permit, &term, &codes, lang)?;
    did(cx, format!("copied {count}"));
    Ok(Reply::done(format!("/rewards/rules?term={}", term.code), Msg::new("reward-copied").with("count", count)))
}

/// Switches a rule on or off.
pub(super) fn switch(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageRewards>(Subject::School)?;
    let (term, on) = (super::term(cx)?, cx.field("on") == "1");
    let rule = super::rule(cx, &term)?;
    rules::switch(cx.tx, &permit, &term, &rule, on)?;
    did(cx, format!("switched {}", rule.id));
    Ok(Reply::done(format!("/rewards/rules?term={}", term.code), "reward-kept"))
}

#[derive(Template)]
#[template(path = "reward/pages/rule.html")]
struct RulePage {
    p: Page,
    r: Rule,
    term: String,
    gifts: Vec<(String, String)>,
    occasions: Vec<(String, String)>,
    audiences: Vec<(String, String)>,
    most: String,
    split: String,
    labels: String,
    tiers: bool,
    stars: bool,
}

pub(super) fn edit(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let term = super::term(cx)?;
    let r = super::rule(cx, &term)?;
    let p = cx.page_of(&Msg::new("reward-rule-of").with("name", &r.name));
    let page = RulePage {
        term: term.code.to_string(),
        gifts: super::choices(&p, "reward-gift-", Gift::ALL.iter().map(|one| one.code())),
        occasions: super::choices(&p, "reward-occasion-", Occasion::ALL.iter().map(|one| one.code())),
        audiences: super::choices(&p, "reward-audience-", Audience::ALL.iter().map(|one| one.code())),
        most: r.most.map(|most| most.to_string()).unwrap_or_default(),
        split: r.split.iter().map(i64::to_string).collect::<Vec<_>>().join(":"),
        labels: r.labels.join("\n"),
        tiers: r.basis.has_tiers(),
        stars: r.basis == Basis::Stars,
        r,
        p,
    };
    cx.render(&page)
}

/// Writes a new version of a rule.
pub(super) fn change(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageRewards>(Subject::School)?;
    let term = super::term(cx)?;
    let rule = super::rule(cx, &term)?;
    let text = |field: &str| cx.field(field).to_owned();
    let change = Change {
        seen: cx.field("seen").parse().unwrap_or_default(),
        name: text("name"),
        gift: Gift::of(cx.field("gift")).ok_or_else(|| Error::at("gift", "reward-choose"))?,
        occasion: Occasion::of(cx.field("occasion")).ok_or_else(|| Error::at("occasion", "reward-choose"))?,
        audience: Audience::of(cx.field("audience")).ok_or_else(|| Error::at("audience", "reward-choose"))?,
        most: text("most"),
        split: text("split"),
        labels: text("labels"),
        sentence: text("sentence"),
    };
    rules::change(cx.tx, &permit, &term, &rule, &change)?;
    did(cx, format!("changed {}", rule.id));
    Ok(Reply::done(format!("/rewards/rules?term={}", term.code), "reward-kept"))
}

//! `/pupils/{id}/praise`: a strength becomes a praise letter in one tap, or something small is given at once; what the child has received so far.

use askama::Template;

use super::SHOWN;
use crate::access::{Permit, acts};
use crate::base::{Error, Msg, PupilId, Result, RowId};
use crate::casefile;
use crate::reward::basis::Gift;
use crate::reward::give::{self, Praise, Strength};
use crate::reward::rules::{self, Rule};
use crate::reward::{Reward, awards, wording};
use crate::roster::particulars;
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "reward/pages/praise.html")]
struct PraisePage {
    p: Page,
    id: PupilId,
    name: String,
    place: String,
    term: String,
    made: String,
    strengths: Vec<(Strength, String)>,
    whats: Vec<(String, String)>,
    usual: String,
    received: Vec<(Reward, String, String)>,
    here: bool,
}

/// A strength as a sentence for the family, as long as one fits.
fn proposed(p: &Page, strength: &Strength) -> String {
    let text = Msg::new("reward-praise-of").with("text", strength.text.trim().trim_end_matches('。')).text(p.lang);
    if text.chars().count() <= crate::reward::SENTENCE_CHARS { text } else { text.chars().take(crate::reward::SENTENCE_CHARS - 1).chain(['…']).collect() }
}

/// What may be given at once to a child of the class: the kinds, the rules of the school, the incentives of the class.
fn at_once(all: Vec<Rule>, class: Option<crate::base::ClassId>) -> Vec<Rule> {
    all.into_iter().filter(|rule| rule.on && rule.basis.is_at_once() && (rule.class.is_none() || rule.class == class)).collect()
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::PraisePupil>(id)?;
    let see = Permit::<acts::SeePupil>::ask(cx.tx, cx.who, id)?;
    // Praise is of the present, whatever term the page was come from.
    let (term, c) = (casefile::present_term(cx.tx)?, particulars::particulars(cx.tx, &see)?);
    let p = cx.page_of(&Msg::new("reward-praise-title").with("name", &c.name));
    let strengths = match cx.permit::<acts::SeeCaseFile>(id) {
        Ok(see) => give::strengths(cx.tx, &see, &term)?,
        Err(Error::NotFound) => Vec::new(),
        Err(fault) => return Err(fault),
    };
    let received = awards::of_pupil(cx.tx, &see)?;
    let class = c.seat.as_ref().map(|seat| seat.class);
    let rules = at_once(rules::all(cx.tx, &term)?, class);
    let gift = |gift: Gift| p.t(&format!("reward-gift-{}", gift.code()));
    let mut whats: Vec<(String, String)> = rules.iter().map(|rule| (rule.id.to_string(), format!("{} · {}", rule.name, gift(rule.gift)))).collect();
    let kinds =
        [Gift::PraiseLetter, Gift::Prize, Gift::LessHomework, Gift::BonusMarks].into_iter().filter(|kind| !rules.iter().any(|rule| rule.gift == *kind && rule.class.is_none()));
    whats.extend(kinds.map(|kind| (kind.code().to_owned(), gift(kind))));
    let usual = rules.iter().find(|rule| rule.gift == Gift::PraiseLetter).map_or_else(|| p.t("reward-say-praise_letter"), |rule| rule.sentence.clone());
    let made: RowId = cx.tx.new_id();
    let page = PraisePage {
        id,
        place: c.seat.map(|seat| seat.class_name).unwrap_or_default(),
        name: c.name,
        term: term.code.to_string(),
        made: p.old_or("reward", made.to_string()),
        strengths: strengths.into_iter().map(|one| (one.clone(), proposed(&p, &one))).collect(),
        whats,
        usual,
        received: received.into_iter().map(|one| (one.clone(), wording::title_of(p.lang, &one), gift(one.gift))).collect(),
        here: class.is_some(),
        p,
    };
    cx.saw("SeeRewards", permit.subject(), permit.levels().within(SHOWN));
    cx.render(&page)
}

/// Praises the child.
pub(super) fn give(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::PraisePupil>(id)?;
    let (term, lang, what) = (casefile::present_term(cx.tx)?, cx.lang(), cx.field("what").to_owned());
    let made: RowId = cx.tx.new_id();
    let act = match cx.field("act") {
        "" => None,
        text => Some(text.parse().map_err(|_| Error::NotFound)?),
    };
    let seat = particulars::seat(cx.tx, id)?.map(|seat| seat.class);
    let rule = match what.parse::<RowId>() {
        Ok(rule) => Some(at_once(rules::all(cx.tx, &term)?, seat).into_iter().find(|known| known.id == rule).ok_or(Error::NotFound)?),
        Err(_) => None,
    };
    let gift = match &rule {
        Some(rule) => rule.gift,
        None => Gift::of(&what).filter(|gift| *gift != Gift::Certificate).ok_or_else(|| Error::at("what", "reward-choose"))?,
    };
    let new = Praise { id: cx.field("reward").parse().unwrap_or(made), act, gift, rule, sentence: cx.field("sentence").to_owned() };
    let given = give::praise(cx.tx, &permit, &term, &new, lang)?;
    cx.did("PraisePupil", permit.subject(), permit.levels().within(SHOWN), gift.code());
    Ok(Reply::done(format!("/rewards/awards/{given}"), "reward-praised"))
}

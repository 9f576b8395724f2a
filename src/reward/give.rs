//! verbs: praise at once (A2-16, A5-20, B6-14): a strength becomes a letter in one tap; a small prize, less homework, bonus marks that change no real mark (A2-13), an incentive of the class.

use serde_json::json;

use super::basis::Gift;
use super::rules::Rule;
use super::sql::given::{self as sql, NewReward};
use super::state::State;
use super::{BODY, Body, sentence};
use crate::access::{Act, Permit, acts};
use crate::activity;
use crate::activity::rules::{Kind, Opens};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, Id, Lang, Msg, PupilId, Result, RowId, SchoolDate, derived, words};
use crate::roster::particulars;
use crate::roster::time::Term;
use crate::store::Tx;
use crate::trail;

/// Strengths that a page offers, at most.
const STRENGTHS_MOST: usize = 6;

/// A strength that somebody wrote down.
#[derive(Clone, Debug)]
pub struct Strength {
    /// The record.
    pub act: RowId,
    /// When.
    pub day: SchoolDate,
    /// In words.
    pub text: String,
}

/// The newest strengths of a child in a term that every teacher may know, as far as the person may read records.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn strengths(tx: &mut Tx<'_>, see: &Permit<acts::SeeCaseFile>, term: &Term) -> Result<Vec<Strength>> {
    let within = term.first_day..=term.last_day;
    let all = activity::of_pupil(tx, see)?.into_iter();
    let good = all.filter(|one| one.kind == Kind::Strength && one.held && one.opens == Opens::Academic && within.contains(&one.day) && !one.words.done.is_empty());
    Ok(good.take(STRENGTHS_MOST).map(|one| Strength { act: one.id, day: one.day, text: one.words.done }).collect())
}

/// Praise as it is typed.
#[derive(Clone, Debug)]
pub struct Praise {
    /// Made by the form.
    pub id: RowId,
    /// The strength that it rests on; praised once.
    pub act: Option<RowId>,
    /// What is given.
    pub gift: Gift,
    /// The rule or incentive under which; none for plain praise.
    pub rule: Option<Rule>,
    /// What is said.
    pub sentence: String,
}

/// Praises a child at once. A strength is praised once, a form sent twice is one. Gives the reward.
///
/// # Errors
/// Problems at `sentence`; a conflict for a child who sits in no class.
pub fn praise(tx: &mut Tx<'_>, permit: &Permit<acts::PraisePupil>, term: &Term, new: &Praise, lang: Lang) -> Result<RowId> {
    let (pupil, mut problems) = (permit.pupil()?, Problems::default());
    let sentence = sentence(tx, term, &mut problems, "sentence", &new.sentence)?;
    problems.end()?;
    let class = particulars::seat(tx, pupil)?.ok_or_else(|| Error::Conflict(Msg::new("reward-left")))?.class;
    let rule = new.rule.as_ref().filter(|rule| rule.on && rule.basis.is_at_once() && rule.class.is_none_or(|own| own == class));
    let gift = rule.map_or(new.gift, |rule| rule.gift);
    let name = rule.map_or_else(|| words::word(lang, &format!("reward-gift-{}", gift.code())), |rule| rule.name.clone());
    let id = match new.act {
        Some(act) => derived(&[b"praise of", act.uuid().as_bytes(), pupil.uuid().as_bytes()]),
        None => new.id,
    };
    let given = Given { id, rule: rule.map(|rule| rule.id), term, pupil, class, gift, name: &name, sentence, day: tx.today() };
    if !write(tx, permit, &given)? && sql::one(tx, id)?.pupil != pupil {
        return Err(Error::Conflict(Msg::new("reward-meanwhile")));
    }
    Ok(id)
}

/// What is given at once.
pub(super) struct Given<'a> {
    pub id: RowId,
    pub rule: Option<RowId>,
    pub term: &'a Term,
    pub pupil: PupilId,
    pub class: ClassId,
    pub gift: Gift,
    pub name: &'a str,
    pub sentence: String,
    pub day: SchoolDate,
}

/// Writes it down; whether it is new.
pub(super) fn write<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, given: &Given<'_>) -> Result<bool> {
    let Given { id, rule, term, pupil, class, gift, name, day, .. } = *given;
    let row = NewReward { id, rule, term: term.id, pupil, class, gift: gift.code(), name, label: "", tier: 0, how: "at_once", day };
    if !sql::insert(tx, &row)? {
        return Ok(false);
    }
    let body = Body { sentence: given.sentence.clone(), ..Body::default() };
    sql::insert_text(tx, id, 1, &tx.vault().seal_json(pupil, BODY, &body)?, &permit.who().tag())?;
    sql::insert_step(tx, id, 1, State::Given.code(), None, &permit.who().tag())?;
    trail::note(tx, permit.who(), "reward.given", pupil, &json!({ "gift": gift.code() }))?;
    Ok(true)
}

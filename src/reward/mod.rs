//! Good news is rewarded (表彰): rules as data, candidates with evidence, decisions by people, praise at once, papers that name no group and no rank.
//!
//! A2-11, A2-12 (contests and recitals of a class), A2-13, A2-15 (what is given, material and moral), A2-14 (share of children rewarded), A2-16, A5-20, B6-14 (praise at once, incentives
//! of a class), A2-22 (a goal reached), A5-18 (stars of a class), A5-19 (progress in learning and in conduct), A7-08…10 (prizes by the rise within the group, or by the own baseline),
//! A9-23 (by exception), B9-06 (chosen by the grade each term, confirmed by the office). What people write of a child is sealed under the child's key.

pub mod awards;
pub mod basis;
pub mod candidates;
pub mod conduct;
pub mod contest;
pub mod evidence;
pub mod export;
pub mod family_copy;
pub mod give;
pub mod growth;
pub mod pages;
pub mod prize;
pub mod publish;
pub mod rules;
pub mod schedule;
pub mod share;
mod sql;
pub mod state;
pub mod unite;
pub mod wording;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::access::{Permit, Who, acts};
use crate::base::error::Problems;
use crate::base::{Category, ClassId, Error, Lang, Msg, PupilId, Result, RowId, SchoolDate, TermId, limits, words};
use crate::programme::{self, Param, Values, kind_words, naming, presets};
use crate::roster::pupils::{self, Part, PupilLine, Sort};
use crate::roster::time::Term;
use crate::screening::confirmed;
use crate::store::Tx;
use basis::Gift;
use sql::given::Stored;
use state::State;

const BODY: &str = "reward_text.body";
const REASON: &str = "reward_step.reason";
/// Characters of a sentence that fits on a certificate.
pub const SENTENCE_CHARS: usize = 120;
/// The parameters of awards count as the plans propose them where no programme of the term sets them.
const USUAL: &str = "learning_difficulty";
/// Whom a prize by results compares: the children supported in their learning.
const SUPPORTED: [Category; 3] = [Category::LearningDifficulty, Category::TargetPupil, Category::Borderline];

/// What is written of a reward.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Body {
    /// Why, for those who decide; never printed for others.
    pub why: String,
    /// What spoke for it when it was put forward, in words.
    pub evidence: Vec<String>,
    /// What the paper says in the child's favour.
    pub sentence: String,
}

/// A reward as somebody reads it.
#[derive(Clone, Debug)]
pub struct Reward {
    /// Its id.
    pub id: RowId,
    /// The rule; none for praise at once.
    pub rule: Option<RowId>,
    /// The term.
    pub term: TermId,
    /// The child.
    pub pupil: PupilId,
    /// Its name.
    pub pupil_name: String,
    /// Its seat.
    pub seat: Option<i64>,
    /// The class in which it sat then.
    pub class: ClassId,
    /// Its name.
    pub class_name: String,
    /// What is given.
    pub gift: Gift,
    /// How the reward is called.
    pub name: String,
    /// Which star; empty otherwise.
    pub label: String,
    /// First, second or third prize; 0 where these are not told apart.
    pub tier: i64,
    /// `evidence`, `hand` or `at_once`.
    pub how: String,
    /// When.
    pub day: SchoolDate,
    /// How it stands.
    pub state: State,
    /// The number of the newest step, for two windows.
    pub step: i64,
    /// Who took it, as the trail writes it.
    pub actor: String,
    /// The number of the newest text.
    pub text: i64,
    /// What is written.
    pub body: Body,
}

fn told(tx: &Tx<'_>, row: Stored) -> Result<Reward> {
    let fault = || Error::Fault("a reward with a code that is none".into());
    let body = tx.vault().open_json(row.pupil, BODY, &row.body)?.unwrap_or_default();
    let (gift, state) = (Gift::of(&row.gift).ok_or_else(fault)?, State::of(&row.what).ok_or_else(fault)?);
    let Stored { id, rule, term, pupil, pupil_name, seat, class, class_name, name, label, tier, how, day, step, actor, text, .. } = row;
    Ok(Reward { id, rule, term, pupil, pupil_name, seat, class, class_name, gift, name, label, tier, how, day, state, step, actor, text, body })
}

/// What the programmes of a term say about awards; what none of them sets is as the plans propose it.
#[derive(Clone, Debug)]
pub struct Parameters {
    /// The share of children who receive some reward, in per cent (A2-14).
    pub aim: i64,
    /// First, second and third prizes (A7-08).
    pub split: Vec<i64>,
    /// Whether the rise within the group counts; the own baseline otherwise.
    pub by_rank: bool,
    /// Stars of a class (A5-18).
    pub stars: i64,
    /// Codes of the rewards that are named.
    pub rewards: BTreeSet<String>,
    /// How often awards are given and stars are chosen, in words.
    pub often: Vec<String>,
}

/// Reads them.
///
/// # Errors
/// Faults of the database.
pub fn parameters(tx: &mut Tx<'_>, term: &Term, lang: Lang) -> Result<Parameters> {
    let in_force = programme::in_force(tx, term.id)?;
    let usual = presets::preset(USUAL).map(|preset| Values::new(preset.values())).unwrap_or_default();
    let of = |param: Param| in_force.iter().map(|one| &one.values).find(|values| values.get(param).is_some()).unwrap_or(&usual);
    let mut rewards: BTreeSet<String> = in_force.iter().flat_map(|one| one.values.choices(Param::Rewards)).map(|code| (*code).to_owned()).collect();
    if rewards.is_empty() {
        rewards = usual.choices(Param::Rewards).iter().map(|code| (*code).to_owned()).collect();
    }
    let often = [Param::AwardEvery, Param::StarsEvery].into_iter().filter_map(|param| {
        let value = of(param).get(param)?;
        Some(format!("{}: {}", programme::wording::name(param, lang), programme::wording::text(param, value, lang)))
    });
    Ok(Parameters {
        aim: of(Param::AwardShareLeast).number(Param::AwardShareLeast).unwrap_or(50),
        split: of(Param::PrizeSplit).ratio(Param::PrizeSplit).map(<[i64]>::to_vec).unwrap_or_default(),
        by_rank: of(Param::PrizeBasis).choices(Param::PrizeBasis) == ["rank_in_group"],
        stars: of(Param::Stars).number(Param::Stars).unwrap_or(10),
        often: often.collect(),
        rewards,
    })
}

/// The school's own words for the group and the names of its programmes: no paper for others bears them.
///
/// # Errors
/// Faults of the database.
pub fn private_words(tx: &mut Tx<'_>, term: &Term) -> Result<Vec<String>> {
    let names = naming::names(tx)?;
    let mut own: Vec<String> = SUPPORTED.iter().map(|category| names.own(*category).to_owned()).collect();
    own.extend(SUPPORTED.iter().flat_map(|category| Lang::ALL.map(|(lang, _)| words::word(lang, &format!("programme-category-{}", category.code())))));
    own.extend(programme::in_force(tx, term.id)?.into_iter().map(|one| one.name));
    own.retain(|word| !word.trim().is_empty());
    Ok(own.iter().map(|word| crate::base::text::squeezed(word)).collect())
}

/// A sentence that goes onto a paper: there, not too long, kind, without what no paper says; noted at its field otherwise.
fn sentence(tx: &mut Tx<'_>, term: &Term, problems: &mut Problems, field: &'static str, text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > SENTENCE_CHARS {
        problems.note(field, Msg::new("reward-sentence-length").with("most", SENTENCE_CHARS));
    } else if let Some(key) = kind_words::kinder(text) {
        problems.note(field, key);
    } else if let Some(key) = publish::refused(text, &private_words(tx, term)?) {
        problems.note(field, key);
    }
    Ok(text.to_owned())
}

/// A reason that those who decide read.
fn reason(problems: &mut Problems, field: &'static str, text: &str, least: usize) -> String {
    let text = text.trim();
    let long = text.chars().count();
    if long < least || long > limits::LINE_CHARS {
        problems.note(field, Msg::new("reward-reason-length").with("least", least).with("most", limits::LINE_CHARS));
    } else if let Some(key) = kind_words::kinder(text) {
        problems.note(field, key);
    }
    text.to_owned()
}

/// The children who sit in a class today, by seat, whom somebody may see.
fn seated(tx: &mut Tx<'_>, who: &Who, class: ClassId) -> Result<Vec<PupilLine>> {
    Ok(pupils::list(tx, who, &Part::Class(class), pupils::State::Here, Sort::Class, limits::ROWS_PER_PAGE_MOST, 0)?.rows)
}

/// The children of a class who are supported in their learning on a day.
fn supported(tx: &mut Tx<'_>, who: &Who, class: ClassId, day: SchoolDate) -> Result<BTreeSet<PupilId>> {
    let permit = Permit::<acts::SeeCandidates>::ask(tx, who, class)?;
    let all = confirmed::of_class(tx, &permit, day)?;
    Ok(all.into_iter().filter(|one| SUPPORTED.iter().any(|category| category.code() == one.category)).map(|one| one.pupil).collect())
}

/// The day of a term that counts: today, or its nearest.
fn day_of(tx: &Tx<'_>, term: &Term) -> SchoolDate {
    tx.today().clamp(term.first_day, term.last_day)
}

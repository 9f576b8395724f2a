//! verbs: the rules of rewards as data: copied from the plans, changed by new versions, switched on and off for a term; the incentives of a class (B6-14).

use serde_json::json;

use super::basis::{self, Audience, Basis, Gift, Occasion};
use super::{Parameters, SENTENCE_CHARS, sentence, sql};
use crate::access::{Permit, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, Lang, Msg, Result, RowId, limits, words};
use crate::programme::kind_words;
use crate::roster::time::Term;
use crate::store::Tx;
use crate::trail;

/// Rules of a school, at most: the presets and a few incentives for each class.
const RULES_MOST: usize = 300;
/// Names of stars, at most.
const LABELS_MOST: usize = 50;

/// A rule as it counts now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its id.
    pub id: RowId,
    /// The preset that it was copied from; empty for an incentive.
    pub preset: String,
    /// The class whose own it is.
    pub class: Option<ClassId>,
    /// The number of its version.
    pub number: i64,
    /// How the reward is called, as it stands on the paper.
    pub name: String,
    /// On what it rests.
    pub basis: Basis,
    /// What is given.
    pub gift: Gift,
    /// When.
    pub occasion: Occasion,
    /// To whom.
    pub audience: Audience,
    /// Children of a class who receive it, at most.
    pub most: Option<i64>,
    /// First, second and third prizes; empty where the programme says.
    pub split: Vec<i64>,
    /// The stars, one of which each child is called.
    pub labels: Vec<String>,
    /// What the paper says unless somebody writes something else.
    pub sentence: String,
    /// Whether it counts in the term.
    pub on: bool,
    /// The number of the newest switch.
    pub switched: i64,
}

impl Rule {
    /// How many children of a class receive it, at most: what the rule says, for stars what the programme says.
    pub fn limit(&self, parameters: &Parameters) -> Option<i64> {
        self.most.or_else(|| (self.basis == Basis::Stars).then_some(parameters.stars))
    }
}

/// All rules in the order of the presets, with whether they count in a term; the incentives of classes after them.
///
/// # Errors
/// Faults of the database.
pub fn all(tx: &mut Tx<'_>, term: &Term) -> Result<Vec<Rule>> {
    let place = |rule: &Rule| basis::PRESETS.iter().position(|preset| preset.code == rule.preset).unwrap_or(basis::PRESETS.len());
    let mut rules = sql::rules(tx, term.id)?;
    rules.sort_by_key(place);
    Ok(rules)
}

/// One rule.
///
/// # Errors
/// Not found when there is none.
pub fn rule(tx: &mut Tx<'_>, term: &Term, id: RowId) -> Result<Rule> {
    all(tx, term)?.into_iter().find(|rule| rule.id == id).ok_or(Error::NotFound)
}

/// Copies presets of the plans and switches them on in the term: one by its code, or those that the programmes of the term name and that are not there yet. Gives how many.
///
/// # Errors
/// Not found for a code that is none; a conflict when the preset was copied before; too much beyond the bound.
pub fn copy(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRewards>, term: &Term, codes: &[&str], lang: Lang) -> Result<usize> {
    let known = all(tx, term)?;
    let mut count = 0;
    for code in codes {
        let preset = basis::of_code(code).ok_or(Error::NotFound)?;
        if known.iter().any(|rule| rule.preset == preset.code) {
            continue;
        }
        if known.len() + count >= RULES_MOST {
            return Err(Error::TooMuch(Msg::new("reward-rules-many").with("most", RULES_MOST)));
        }
        let word = |part: &str| words::word(lang, &format!("reward-{part}-{}", preset.code));
        let labels = if preset.basis == Basis::Stars { words::word(lang, "reward-stars").split('|').map(|label| label.trim().to_owned()).collect() } else { Vec::new() };
        let rule = Rule {
            id: tx.new_id(),
            preset: preset.code.into(),
            class: None,
            number: 1,
            name: word("preset"),
            basis: preset.basis,
            gift: preset.gift,
            occasion: preset.occasion,
            audience: preset.audience,
            most: None,
            split: Vec::new(),
            labels,
            sentence: word("say"),
            on: true,
            switched: 0,
        };
        insert(tx, &rule, &permit.who().tag(), term)?;
        trail::note(tx, permit.who(), "reward.rule", rule.id, &json!({ "preset": preset.code }))?;
        count += 1;
    }
    if count == 0 { Err(Error::Conflict(Msg::new("reward-rule-there"))) } else { Ok(count) }
}

fn insert(tx: &mut Tx<'_>, rule: &Rule, actor: &str, term: &Term) -> Result<()> {
    sql::insert_rule(tx, rule.id, &rule.preset, rule.class, actor)?;
    sql::insert_version(tx, rule, 1, actor)?;
    sql::insert_switch(tx, rule.id, term.id, 1, true, actor).map(|_| ())
}

/// Notes at `name` what a paper may not call a reward.
fn check_name(tx: &mut Tx<'_>, term: &Term, problems: &mut Problems, name: &str) -> Result<()> {
    let refused = super::publish::refused(name, &super::private_words(tx, term)?);
    if name.is_empty() || name.chars().count() > limits::NAME_CHARS {
        problems.note("name", Msg::new("reward-name-length").with("most", limits::NAME_CHARS));
    } else if let Some(key) = kind_words::kinder(name).or(refused) {
        problems.note("name", key);
    }
    Ok(())
}

/// What the office changes of a rule.
#[derive(Clone, Debug)]
pub struct Change {
    /// The number of the version that was looked at.
    pub seen: i64,
    /// How the reward is called.
    pub name: String,
    /// What is given.
    pub gift: Gift,
    /// When.
    pub occasion: Occasion,
    /// To whom.
    pub audience: Audience,
    /// Children of a class at most; empty for no bound.
    pub most: String,
    /// Such as `1:2:3`; empty for that of the programme.
    pub split: String,
    /// Stars, one a line.
    pub labels: String,
    /// The usual sentence.
    pub sentence: String,
}

/// Writes a new version of a rule; what was given under an older one stays.
///
/// # Errors
/// Problems at `name` (also when somebody changed it meanwhile), `most`, `split`, `labels` and `sentence`.
pub fn change(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRewards>, term: &Term, rule: &Rule, change: &Change) -> Result<()> {
    let mut problems = Problems::default();
    let name = change.name.trim();
    check_name(tx, term, &mut problems, name)?;
    let most = match change.most.trim() {
        "" => None,
        text => text.parse::<i64>().ok().filter(|most| (1..=100).contains(most)).or_else(|| {
            problems.note("most", "reward-most-odd");
            None
        }),
    };
    let split: Vec<i64> = change.split.split([':', '：']).filter_map(|part| part.trim().parse().ok()).filter(|part| (1..=100).contains(part)).collect();
    if !change.split.trim().is_empty() && split.len() != 3 {
        problems.note("split", "reward-split-odd");
    }
    let labels: Vec<String> = change.labels.lines().map(|label| label.trim().to_owned()).filter(|label| !label.is_empty()).collect();
    let own = super::private_words(tx, term)?;
    let odd = |label: &&String| label.chars().count() > 20 || kind_words::kinder(label).is_some() || super::publish::refused(label, &own).is_some();
    if labels.len() > LABELS_MOST {
        problems.note("labels", Msg::new("reward-labels-many").with("most", LABELS_MOST));
    } else if let Some(label) = labels.iter().find(odd) {
        problems.note("labels", Msg::new("reward-label-odd").with("label", label));
    }
    let sentence = sentence(tx, term, &mut problems, "sentence", &change.sentence)?;
    problems.end()?;
    let new = Rule { name: name.into(), gift: change.gift, occasion: change.occasion, audience: change.audience, most, split, labels, sentence, ..rule.clone() };
    if rule.number != change.seen || !sql::insert_version(tx, &new, change.seen + 1, &permit.who().tag())? {
        return Err(Error::at("name", "reward-meanwhile"));
    }
    trail::note(tx, permit.who(), "reward.rule", rule.id, &json!({ "version": change.seen + 1 }))?;
    Ok(())
}

/// Switches a rule on or off in a term. What it says already changes nothing.
///
/// # Errors
/// A conflict when somebody switched it meanwhile.
pub fn switch(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRewards>, term: &Term, rule: &Rule, on: bool) -> Result<()> {
    if rule.on == on {
        return Ok(());
    }
    if !sql::insert_switch(tx, rule.id, term.id, rule.switched + 1, on, &permit.who().tag())? {
        return Err(Error::Conflict(Msg::new("reward-meanwhile")));
    }
    trail::note(tx, permit.who(), "reward.switched", rule.id, &json!({ "term": term.code, "on": on }))?;
    Ok(())
}

/// A class gives itself an incentive (B6-14): what is given at once for what.
///
/// # Errors
/// Problems at `name` and `sentence`; too much beyond the bound.
pub fn incentive(tx: &mut Tx<'_>, permit: &Permit<acts::ProposeReward>, term: &Term, name: &str, gift: Gift, text: &str) -> Result<RowId> {
    let class = permit.class()?;
    let mut problems = Problems::default();
    let name = name.trim();
    check_name(tx, term, &mut problems, name)?;
    let sentence = sentence(tx, term, &mut problems, "sentence", text)?;
    let known = all(tx, term)?;
    if known.iter().any(|rule| rule.class == Some(class) && rule.name == name) {
        problems.note("name", "reward-name-taken");
    }
    problems.end()?;
    if known.len() >= RULES_MOST {
        return Err(Error::TooMuch(Msg::new("reward-rules-many").with("most", RULES_MOST)));
    }
    let rule = Rule {
        id: tx.new_id(),
        preset: String::new(),
        class: Some(class),
        number: 1,
        name: name.into(),
        basis: Basis::Incentive,
        gift,
        occasion: Occasion::Any,
        audience: Audience::Everybody,
        most: None,
        split: Vec::new(),
        labels: Vec::new(),
        sentence: sentence.chars().take(SENTENCE_CHARS).collect(),
        on: true,
        switched: 0,
    };
    insert(tx, &rule, &permit.who().tag(), term)?;
    trail::note(tx, permit.who(), "reward.rule", rule.id, &json!({ "class": class }))?;
    Ok(rule.id)
}

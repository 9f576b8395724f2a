//! verbs: the rules of a school as versioned rows (B1-02, B3-01, B4-02). A change is a new version; nothing is overwritten.
//!
//! Until somebody changes a rule or runs the screening, a school has the rules of a new school without a row.

use serde_json::json;

use super::defaults::default_rules;
use super::rule::Rule;
use super::sql::rules::{self as sql, Version};
use crate::access::{Permit, Who, acts};
use crate::base::{Error, Lang, Result, RuleId, Stamp};
use crate::store::Tx;
use crate::trail;

/// Rules of a school, at most: more than anybody reads.
pub const MAX_RULES: usize = 60;

/// A rule in force with its place in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The rule.
    pub rule: Rule,
    /// Its place.
    pub position: i64,
}

/// The rules in force, in the school's order; those of a new school where there is none yet.
///
/// # Errors
/// A stored rule does not read: a fault.
pub fn rules(tx: &mut Tx<'_>, lang: Lang) -> Result<Vec<Kept>> {
    let stored = sql::newest(tx)?;
    if stored.is_empty() {
        return Ok((0..).zip(default_rules(lang)?).map(|(position, rule)| Kept { rule, position }).collect());
    }
    let read =
        |version: &Version| serde_json::from_str(&version.body).map(|rule| Kept { rule, position: version.position }).map_err(|e| Error::fault("a stored screening rule", e));
    stored.iter().filter(|version| version.in_force).map(read).collect()
}

/// The rule with a name.
///
/// # Errors
/// Not found when none in force bears it.
pub fn rule_named(tx: &mut Tx<'_>, lang: Lang, name: &str) -> Result<Rule> {
    rules(tx, lang)?.into_iter().map(|kept| kept.rule).find(|rule| rule.name == name).ok_or(Error::NotFound)
}

/// Writes the rules of a new school, if the school has none: what was preset is on record too.
pub(super) fn seed(tx: &mut Tx<'_>, who: &Who) -> Result<()> {
    if !sql::newest(tx)?.is_empty() {
        return Ok(());
    }
    for (position, rule) in (0..).zip(default_rules(who.lang)?) {
        insert(tx, who, &rule, position, true, Stamp::default())?;
    }
    Ok(())
}

fn insert(tx: &mut Tx<'_>, who: &Who, rule: &Rule, position: i64, in_force: bool, after: Stamp) -> Result<RuleId> {
    let id = tx.new_id();
    // Two versions of one name never bear the same moment: the newest counts.
    let at = Stamp(tx.now().0.max(after.0 + 1));
    let version = Version { name: rule.name.clone(), body: rule.to_json()?, position, in_force, at };
    sql::insert(tx, id, &version, rule.category.code(), &who.tag())?;
    Ok(id)
}

/// Stores a new rule (`old` is `None`) or a new version of one, maybe under another name.
///
/// # Errors
/// The problems of the rule; a problem at `name` when another rule bears it; too much beyond [`MAX_RULES`]; not found when there is no `old` one.
pub fn save_rule(tx: &mut Tx<'_>, permit: &Permit<acts::ManageScreening>, old: Option<&str>, rule: &Rule) -> Result<RuleId> {
    rule.check()?;
    let who = permit.who();
    seed(tx, who)?;
    let versions = sql::newest(tx)?;
    let named = |name: &str| versions.iter().find(|v| v.name == name);
    let before = match old {
        Some(old) => Some(named(old).filter(|v| v.in_force).ok_or(Error::NotFound)?),
        None => None,
    };
    if old != Some(rule.name.as_str()) && named(&rule.name).is_some_and(|v| v.in_force) {
        return Err(Error::at("name", "screening-pages-name-taken"));
    }
    if before.is_none() && versions.iter().filter(|v| v.in_force).count() >= MAX_RULES {
        return Err(Error::TooMuch(crate::base::Msg::new("screening-pages-too-many-rules").with("most", MAX_RULES)));
    }
    let position = before.map_or_else(|| versions.iter().map(|v| v.position + 1).max().unwrap_or_default(), |v| v.position);
    if let Some(before) = before.filter(|v| v.name != rule.name) {
        end_version(tx, who, before)?;
    }
    let after = named(&rule.name).map_or(Stamp::default(), |v| v.at);
    let id = insert(tx, who, rule, position, true, after)?;
    trail::note(tx, who, "screening.rule", id, &json!({ "new": old.is_none(), "active": rule.active }))?;
    Ok(id)
}

/// Switches a rule on or off: a run uses those that are on.
///
/// # Errors
/// Not found when there is no such rule.
pub fn switch_rule(tx: &mut Tx<'_>, permit: &Permit<acts::ManageScreening>, name: &str, active: bool) -> Result<()> {
    let rule = Rule { active, ..rule_named(tx, permit.who().lang, name)? };
    save_rule(tx, permit, Some(name), &rule).map(|_| ())
}

/// Takes a rule out of the list; its versions and what it found stay on record.
///
/// # Errors
/// Not found when there is no such rule.
pub fn end_rule(tx: &mut Tx<'_>, permit: &Permit<acts::ManageScreening>, name: &str) -> Result<()> {
    let who = permit.who();
    seed(tx, who)?;
    let versions = sql::newest(tx)?;
    let version = versions.iter().find(|v| v.name == name && v.in_force).ok_or(Error::NotFound)?;
    let id = end_version(tx, who, version)?;
    trail::note(tx, who, "screening.rule-ended", id, &json!({}))?;
    Ok(())
}

fn end_version(tx: &mut Tx<'_>, who: &Who, version: &Version) -> Result<RuleId> {
    let rule: Rule = serde_json::from_str(&version.body).map_err(|e| Error::fault("a stored screening rule", e))?;
    insert(tx, who, &rule, version.position, false, version.at)
}

//! All SQL of the room: rules with their switches and the days of the ceremony here, rewards and contests beside.

pub(super) mod contest;
pub(super) mod given;

use super::basis::{Audience, Basis, Gift, Occasion};
use super::rules::Rule;
use crate::base::{ClassId, Error, Result, RowId, SchoolDate, TermId};
use crate::store::{Sql, Tx};

const INSERT_RULE: Sql = Sql("insert into reward_rule (school_id, id, preset, class_id, actor, at_ms) values ($1, $2, $3, $4, $5, $6)");
const INSERT_VERSION: Sql = Sql("insert into reward_rule_version (school_id, rule_id, number, name, basis, gift, occasion, audience, most, split, labels, sentence, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict (school_id, rule_id, number) do nothing");
const RULES: Sql = Sql("select r.id, r.preset, r.class_id, v.number, v.name, v.basis, v.gift, v.occasion, v.audience, v.most, v.split, v.labels, v.sentence,
       coalesce((select s.is_on from reward_switch s where s.school_id = r.school_id and s.rule_id = r.id and s.term_id = $2
          and s.number = (select max(m.number) from reward_switch m where m.school_id = r.school_id and m.rule_id = r.id and m.term_id = $2)), false),
       coalesce((select max(m.number) from reward_switch m where m.school_id = r.school_id and m.rule_id = r.id and m.term_id = $2), 0)
     from reward_rule r join reward_rule_version v on v.school_id = r.school_id and v.rule_id = r.id
       and v.number = (select max(n.number) from reward_rule_version n where n.school_id = r.school_id and n.rule_id = r.id)
    where r.school_id = $1 order by r.at_ms, r.id");
const INSERT_SWITCH: Sql = Sql("insert into reward_switch (school_id, rule_id, term_id, number, is_on, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (school_id, rule_id, term_id, number) do nothing");

const SCHEDULES: Sql = Sql("select s.occasion, s.number, s.day, s.propose_days, s.decide_days, s.confirm_days, s.print_days from reward_schedule s
     where s.school_id = $1 and s.term_id = $2
       and s.number = (select max(n.number) from reward_schedule n where n.school_id = $1 and n.term_id = $2 and n.occasion = s.occasion) order by s.occasion");
const INSERT_SCHEDULE: Sql = Sql("insert into reward_schedule (school_id, term_id, occasion, number, day, propose_days, decide_days, confirm_days, print_days, actor, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (school_id, term_id, occasion, number) do nothing");

fn known<T>(found: Option<T>) -> Result<T> {
    found.ok_or_else(|| Error::Fault("a rule of rewards with a code that is none".into()))
}

/// All rules with their newest words, and whether each counts in a term.
pub(super) fn rules(tx: &mut Tx<'_>, term: TermId) -> Result<Vec<Rule>> {
    tx.query(RULES, &[&tx.school(), &term], |row| {
        let (basis, gift, occasion, audience): (String, String, String, String) = (row.get(5)?, row.get(6)?, row.get(7)?, row.get(8)?);
        let (split, labels): (String, String) = (row.get(10)?, row.get(11)?);
        Ok(Rule {
            id: row.get(0)?,
            preset: row.get(1)?,
            class: row.get(2)?,
            number: row.get(3)?,
            name: row.get(4)?,
            basis: known(Basis::of(&basis))?,
            gift: known(Gift::of(&gift))?,
            occasion: known(Occasion::of(&occasion))?,
            audience: known(Audience::of(&audience))?,
            most: row.get(9)?,
            split: split.split(':').filter_map(|part| part.parse().ok()).collect(),
            labels: labels.split('\n').filter(|label| !label.is_empty()).map(ToOwned::to_owned).collect(),
            sentence: row.get(12)?,
            on: row.get(13)?,
            switched: row.get(14)?,
        })
    })
}

pub(super) fn insert_rule(tx: &mut Tx<'_>, id: RowId, preset: &str, class: Option<ClassId>, actor: &str) -> Result<()> {
    let (school, now) = (tx.school(), tx.now());
    tx.execute(INSERT_RULE, &[&school, &id, &preset, &class, &actor, &now]).map(|_| ())
}

/// Whether the number was free.
pub(super) fn insert_version(tx: &mut Tx<'_>, rule: &Rule, number: i64, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    let split = rule.split.iter().map(i64::to_string).collect::<Vec<_>>().join(":");
    let labels = rule.labels.join("\n");
    let Rule { id, name, basis, gift, occasion, audience, most, sentence, .. } = rule;
    let (basis, gift, occasion, audience) = (basis.code(), gift.code(), occasion.code(), audience.code());
    Ok(tx.execute(INSERT_VERSION, &[&school, id, &number, name, &basis, &gift, &occasion, &audience, most, &split, &labels, sentence, &actor, &now])? == 1)
}

/// Whether the number was free.
pub(super) fn insert_switch(tx: &mut Tx<'_>, rule: RowId, term: TermId, number: i64, on: bool, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_SWITCH, &[&school, &rule, &term, &number, &on, &actor, &now])? == 1)
}

/// A schedule as it is stored.
pub(super) struct ScheduleRow {
    pub occasion: String,
    pub number: i64,
    pub day: SchoolDate,
    pub days: [i64; 4],
}

pub(super) fn schedules(tx: &mut Tx<'_>, term: TermId) -> Result<Vec<ScheduleRow>> {
    tx.query(SCHEDULES, &[&tx.school(), &term], |row| {
        Ok(ScheduleRow { occasion: row.get(0)?, number: row.get(1)?, day: row.get(2)?, days: [row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?] })
    })
}

/// Whether the number was free.
pub(super) fn insert_schedule(tx: &mut Tx<'_>, term: TermId, row: &ScheduleRow, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    let [propose, decide, confirm, print] = &row.days;
    Ok(tx.execute(INSERT_SCHEDULE, &[&school, &term, &row.occasion, &row.number, &row.day, propose, decide, confirm, print, &actor, &now])? == 1)
}

//! SQL of rewards with their texts and steps. Reads `pupil` and `class` of the roster for names.

use crate::base::{ClassId, PupilId, Result, RowId, SchoolDate, Stamp, TermId};
use crate::store::{Row, Sql, Tx};

macro_rules! given {
    ($rest:expr) => {
        concat!(
            "select w.id, w.rule_id, w.term_id, w.pupil_id, u.name, u.seat_no, w.class_id, c.name, w.gift, w.name, w.label, w.tier, w.how, w.day, s.number, s.what, s.actor, t.number, t.body_sealed
               from reward w join reward_step s on s.school_id = w.school_id and s.reward_id = w.id
                and s.number = (select max(n.number) from reward_step n where n.school_id = w.school_id and n.reward_id = w.id)
               join reward_text t on t.school_id = w.school_id and t.reward_id = w.id
                and t.number = (select max(n.number) from reward_text n where n.school_id = w.school_id and n.reward_id = w.id)
               join pupil u on u.school_id = w.school_id and u.id = w.pupil_id
               join class c on c.school_id = w.school_id and c.id = w.class_id
              where w.school_id = $1 and u.erased_at_ms is null and ",
            $rest
        )
    };
}

const OF_CLASS: Sql = Sql(given!("w.term_id = $2 and w.class_id = $3 order by u.seat_no is null, u.seat_no, u.name, w.at_ms, w.id limit 2000"));
const OF_PUPIL: Sql = Sql(given!("w.pupil_id = $2 order by w.day desc, w.at_ms desc, w.id limit 200"));
const ONE: Sql = Sql(given!("w.id = $2"));
const OF_RULE: Sql = Sql(given!("w.pupil_id = $2 and w.rule_id = $3 and w.term_id = $4 order by w.at_ms, w.id limit 1"));
const REWARDED: Sql = Sql("select distinct w.pupil_id from reward w join reward_step s on s.school_id = w.school_id and s.reward_id = w.id
        and s.number = (select max(n.number) from reward_step n where n.school_id = w.school_id and n.reward_id = w.id)
      where w.school_id = $1 and w.term_id = $2 and s.what in ('confirmed', 'given')");
const OPEN_IN: Sql = Sql("select count(*) from reward w join reward_step s on s.school_id = w.school_id and s.reward_id = w.id
        and s.number = (select max(n.number) from reward_step n where n.school_id = w.school_id and n.reward_id = w.id)
      where w.school_id = $1 and w.term_id = $2 and s.what = $3");
const INSERT: Sql = Sql("insert into reward (school_id, id, rule_id, term_id, pupil_id, class_id, gift, name, label, tier, how, day, at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict (school_id, id) do nothing");
const INSERT_TEXT: Sql = Sql("insert into reward_text (school_id, reward_id, number, body_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6)
     on conflict (school_id, reward_id, number) do nothing");
const INSERT_STEP: Sql = Sql("insert into reward_step (school_id, reward_id, number, what, reason_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (school_id, reward_id, number) do nothing");
const STEPS: Sql = Sql("select number, what, reason_sealed, actor, at_ms from reward_step where school_id = $1 and reward_id = $2 order by number");
const TO_KEPT: [Sql; 1] = [Sql("update reward set pupil_id = $2 where school_id = $1 and pupil_id = $3")];

/// A reward as it is stored, with its newest step and text.
#[derive(Clone)]
pub(in crate::reward) struct Stored {
    pub id: RowId,
    pub rule: Option<RowId>,
    pub term: TermId,
    pub pupil: PupilId,
    pub pupil_name: String,
    pub seat: Option<i64>,
    pub class: ClassId,
    pub class_name: String,
    pub gift: String,
    pub name: String,
    pub label: String,
    pub tier: i64,
    pub how: String,
    pub day: SchoolDate,
    pub step: i64,
    pub what: String,
    pub actor: String,
    pub text: i64,
    pub body: Vec<u8>,
}

fn stored(row: &Row<'_>) -> Result<Stored> {
    Ok(Stored {
        id: row.get(0)?,
        rule: row.get(1)?,
        term: row.get(2)?,
        pupil: row.get(3)?,
        pupil_name: row.get(4)?,
        seat: row.get(5)?,
        class: row.get(6)?,
        class_name: row.get(7)?,
        gift: row.get(8)?,
        name: row.get(9)?,
        label: row.get(10)?,
        tier: row.get(11)?,
        how: row.get(12)?,
        day: row.get(13)?,
        step: row.get(14)?,
        what: row.get(15)?,
        actor: row.get(16)?,
        text: row.get(17)?,
        body: row.get(18)?,
    })
}

pub(in crate::reward) fn of_class(tx: &mut Tx<'_>, term: TermId, class: ClassId) -> Result<Vec<Stored>> {
    tx.query(OF_CLASS, &[&tx.school(), &term, &class], stored)
}

pub(in crate::reward) fn of_pupil(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<Stored>> {
    tx.query(OF_PUPIL, &[&tx.school(), &pupil], stored)
}

pub(in crate::reward) fn one(tx: &mut Tx<'_>, id: RowId) -> Result<Stored> {
    tx.one(ONE, &[&tx.school(), &id], stored)
}

/// The reward of a child under a rule in a term.
pub(in crate::reward) fn of_rule(tx: &mut Tx<'_>, pupil: PupilId, rule: RowId, term: TermId) -> Result<Option<Stored>> {
    tx.optional(OF_RULE, &[&tx.school(), &pupil, &rule, &term], stored)
}

/// The children who received some reward in a term.
pub(in crate::reward) fn rewarded(tx: &mut Tx<'_>, term: TermId) -> Result<Vec<PupilId>> {
    tx.query(REWARDED, &[&tx.school(), &term], |row| row.get(0))
}

/// How many rewards of a term stand at a step.
pub(in crate::reward) fn count(tx: &mut Tx<'_>, term: TermId, what: &str) -> Result<i64> {
    tx.number(OPEN_IN, &[&tx.school(), &term, &what])
}

/// A reward to be written.
pub(in crate::reward) struct NewReward<'a> {
    pub id: RowId,
    pub rule: Option<RowId>,
    pub term: TermId,
    pub pupil: PupilId,
    pub class: ClassId,
    pub gift: &'a str,
    pub name: &'a str,
    pub label: &'a str,
    pub tier: i64,
    pub how: &'a str,
    pub day: SchoolDate,
}

/// Whether it is new.
pub(in crate::reward) fn insert(tx: &mut Tx<'_>, new: &NewReward<'_>) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    let NewReward { id, rule, term, pupil, class, gift, name, label, tier, how, day } = new;
    Ok(tx.execute(INSERT, &[&school, id, rule, term, pupil, class, gift, name, label, tier, how, day, &now])? == 1)
}

/// Whether the number was free.
pub(in crate::reward) fn insert_text(tx: &mut Tx<'_>, id: RowId, number: i64, body: &[u8], actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_TEXT, &[&school, &id, &number, &body, &actor, &now])? == 1)
}

/// Whether the number was free: nobody else took a step meanwhile.
pub(in crate::reward) fn insert_step(tx: &mut Tx<'_>, id: RowId, number: i64, what: &str, reason: Option<&[u8]>, actor: &str) -> Result<bool> {
    let (school, now) = (tx.school(), tx.now());
    Ok(tx.execute(INSERT_STEP, &[&school, &id, &number, &what, &reason, &actor, &now])? == 1)
}

/// Number, what, why, who and when of a step.
pub(in crate::reward) type StepRow = (i64, String, Option<Vec<u8>>, String, Stamp);

pub(in crate::reward) fn steps(tx: &mut Tx<'_>, id: RowId) -> Result<Vec<StepRow>> {
    tx.query(STEPS, &[&tx.school(), &id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
}

/// What one entry of a child received is of the other from now on.
pub(in crate::reward) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    let school = tx.school();
    for sql in TO_KEPT {
        tx.execute(sql, &[&school, &kept, &gone])?;
    }
    Ok(())
}

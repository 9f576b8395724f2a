//! verbs: a child comes into a round: somebody nominates it, its family applies, or the school finds it by itself; a family may step back. Who reads how much of a case stands here, too.

use super::form::{self, Form};
use super::rounds::Round;
use super::sql;
use super::state::{Stage, What, may};
use crate::access::{Duty, Level, Permit, Subject, acts};
use crate::base::{ClassId, Error, Msg, PupilId, Result, RowId, Stamp, limits};
use crate::roster::family::{self, NewFact, Source};
use crate::roster::family_day::facts_on;
use crate::roster::family_facts::Topic;
use crate::roster::family_hardship::offered;
use crate::roster::{particulars, people};
use crate::store::Tx;
use crate::trail;

/// Where reasons of steps are sealed.
pub(super) const REASON: &str = "hardship_step.reason";
const FORM: &str = "hardship_form.form";
const SHIELD: &str = "hardship_shielded.reason";
/// The task of whoever handles aid: a child was nominated.
pub const NOMINATED_TASK: &str = "hardship-nominated";
/// Days in which a nomination is looked at.
const LOOK_DAYS: i64 = 5;

/// A child in a round, as it stands.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its id.
    pub id: RowId,
    /// The round.
    pub round: RowId,
    /// The child.
    pub pupil: PupilId,
    /// Its name.
    pub name: String,
    /// Its class then.
    pub class: ClassId,
    /// The name of that class.
    pub class_name: String,
    /// Its newest step.
    pub newest: What,
    /// The number of that step.
    pub number: i64,
    /// Who took it.
    pub actor: String,
    /// When.
    pub at: Stamp,
    /// The level that was said last: by the panel, then by the school.
    pub level: Option<i64>,
    /// Whether it stands on no notice.
    pub shielded: bool,
}

/// A step of a case.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its number.
    pub number: i64,
    /// What.
    pub what: What,
    /// The level that was said.
    pub level: Option<i64>,
    /// Why.
    pub reason: String,
    /// Who.
    pub actor: String,
    /// When.
    pub at: Stamp,
}

/// A case as somebody reads it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// As it stands.
    pub case: Case,
    /// What the family said, without amounts where the economic level is missing.
    pub form: Option<Form>,
    /// Its steps.
    pub steps: Vec<Step>,
    /// Why it stands on no notice; empty where it does.
    pub shield: String,
    /// Whether amounts are shown.
    pub with_amounts: bool,
}

/// Words that must say something.
pub(super) fn reason(text: &str, least: usize) -> Result<String> {
    let text = text.trim();
    if (least..=limits::LINE_CHARS).contains(&text.chars().count()) {
        Ok(text.to_owned())
    } else {
        Err(Error::at("reason", Msg::new("hardship-reason-length").with("least", least).with("most", limits::LINE_CHARS)))
    }
}

/// The child whose case it is, for the permit, and the round.
///
/// # Errors
/// Not found when there is none.
pub fn of_case(tx: &mut Tx<'_>, case: RowId) -> Result<(PupilId, RowId)> {
    sql::of_case(tx, case)
}

/// The cases of the permit's child, the newest first.
fn find(tx: &mut Tx<'_>, pupil: PupilId, id: RowId) -> Result<Case> {
    sql::cases_of(tx, pupil)?.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)
}

/// Whether a case is read with amounts: with the economic level always; without it the head of the panel and the leaders read it without them, and only while the round is at work.
fn amounts(permit: &Permit<acts::SeeHardship>, stage: Stage) -> Result<bool> {
    match (permit.levels().has(Level::Economic), stage) {
        (true, _) => Ok(true),
        (false, Stage::Filed) => Err(Error::NotFound),
        (false, _) => Ok(false),
    }
}

/// A case of the permit's child with its form and steps.
///
/// # Errors
/// Not found where there is none, and for who may not read it any more.
pub fn seen(tx: &mut Tx<'_>, permit: &Permit<acts::SeeHardship>, round: &Round, id: RowId) -> Result<Seen> {
    let (pupil, with_amounts) = (permit.pupil()?, amounts(permit, round.stage)?);
    // Of this round: the round says whether the case may still be read.
    let case = find(tx, pupil, id)?;
    if case.round != round.id {
        return Err(Error::NotFound);
    }
    let mut form = form_of(tx, pupil, id)?;
    if let Some(form) = form.as_mut().filter(|_| !with_amounts) {
        form.income_fen = None;
    }
    let mut steps = Vec::new();
    for (mut step, sealed) in sql::steps(tx, id)? {
        step.reason = tx.vault().open_words(pupil, REASON, Some(&sealed))?;
        steps.push(step);
    }
    let shield = if case.shielded { tx.vault().open_words(pupil, SHIELD, sql::shield(tx, id)?.as_deref())? } else { String::new() };
    Ok(Seen { case, form, steps, shield, with_amounts })
}

pub(super) fn form_of(tx: &mut Tx<'_>, pupil: PupilId, case: RowId) -> Result<Option<Form>> {
    match sql::form(tx, case)? {
        Some((_, sealed)) => tx.vault().open_json(pupil, FORM, &sealed),
        None => Ok(None),
    }
}

/// The cases of the permit's child: which rounds, and how each stands. For who has the economic level.
///
/// # Errors
/// Not found without that level.
pub fn of_pupil(tx: &mut Tx<'_>, permit: &Permit<acts::SeeHardship>) -> Result<Vec<Case>> {
    if !permit.levels().has(Level::Economic) {
        return Err(Error::NotFound);
    }
    sql::cases_of(tx, permit.pupil()?)
}

/// The cases of a round that the permit opens: of its class, or all for the school.
///
/// # Errors
/// Not found for the head of a panel when the round is filed.
pub fn of_round(tx: &mut Tx<'_>, permit: &Permit<acts::SeeHardship>, round: &Round) -> Result<Vec<Case>> {
    amounts(permit, round.stage)?;
    let all = sql::cases(tx, round.id)?;
    Ok(match permit.subject() {
        Subject::School => all,
        _ => {
            let class = permit.class()?;
            all.into_iter().filter(|one| one.class == class).collect()
        }
    })
}

/// Takes a step of a case, after the number that whoever pressed had before them.
pub(super) fn step(tx: &mut Tx<'_>, round: &Round, case: &Case, seen: i64, what: What, level: Option<i64>, reason: &str, actor: &str) -> Result<()> {
    if seen != case.number {
        return Err(Error::Conflict("hardship-moved".into()));
    }
    if !may(round.stage, Some(case.newest), what) {
        return Err(Error::Conflict("hardship-not-now".into()));
    }
    let sealed = tx.vault().seal(case.pupil, REASON, reason)?;
    if sql::insert_step(tx, case.id, case.number + 1, what, level, &sealed, actor)? { Ok(()) } else { Err(Error::Conflict("hardship-moved".into())) }
}

/// The case of a child in a round; a new one with its first step where there is none.
fn enter(tx: &mut Tx<'_>, round: &Round, pupil: PupilId, what: What, reason: &str, actor: &str) -> Result<RowId> {
    if let Some(case) = sql::cases_of(tx, pupil)?.into_iter().find(|one| one.round == round.id) {
        step(tx, round, &case, case.number, what, None, reason, actor)?;
        return Ok(case.id);
    }
    if !may(round.stage, None, what) {
        return Err(Error::Conflict("hardship-round-over".into()));
    }
    let class = particulars::seat(tx, pupil)?.ok_or_else(|| Error::Conflict("hardship-no-class".into()))?.class;
    let id: RowId = tx.new_id();
    if !sql::insert_case(tx, id, round.id, pupil, class, actor)? {
        return Err(Error::Conflict("hardship-moved".into()));
    }
    let sealed = tx.vault().seal(pupil, REASON, reason)?;
    sql::insert_step(tx, id, 1, what, None, &sealed, actor)?;
    Ok(id)
}

/// Says that the permit's child may need help. Whoever handles aid is asked to look; nobody else reads of it, and nobody is told what becomes of it.
///
/// # Errors
/// A problem at `reason`; a conflict when the round is over.
pub fn nominate(tx: &mut Tx<'_>, permit: &Permit<acts::NominateHardship>, round: &Round, why: &str) -> Result<()> {
    let (pupil, why, today) = (permit.pupil()?, reason(why, 5)?, tx.today());
    // Who nominates learns nothing of a case that there is already.
    if sql::cases_of(tx, pupil)?.iter().any(|one| one.round == round.id) {
        return Ok(());
    }
    let id = enter(tx, round, pupil, What::Nominated, &why, &permit.who().tag())?;
    for post in people::posts_on(tx, today)?.into_iter().filter(|post| post.duty == Duty::AidOfficer) {
        trail::open_task(tx, post.staff, NOMINATED_TASK, id, &format!("/hardship/cases/{id}"), &[], today.plus_days(LOOK_DAYS))?;
    }
    Ok(())
}

/// Writes the application of the permit's child down, or what the school found. What it says of income and groups becomes facts of the family, so that nobody writes it twice.
///
/// # Errors
/// Those of [`form::check`]; a conflict when the panel has spoken or the round is over.
pub fn apply(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, edit: &Permit<acts::EditFamily>, round: &Round, form: &Form) -> Result<RowId> {
    let (pupil, today) = (permit.pupil()?, tx.today());
    form::check(form, today)?;
    if !form.groups.iter().all(|code| offered(today).any(|group| group.code == code)) {
        return Err(Error::at("groups", "hardship-choose"));
    }
    let actor = permit.who().tag();
    let what = if form.is_found() { What::Found } else { What::Applied };
    let id = enter(tx, round, pupil, what, "", &actor)?;
    let number = sql::form(tx, id)?.map_or(1, |(number, _)| number + 1);
    let sealed = tx.vault().seal_json(pupil, FORM, form)?;
    sql::insert_form(tx, id, number, &sealed, &actor)?;
    let mut facts: Vec<NewFact> = form.groups.iter().map(|code| NewFact::item(Topic::Hardship, code, true)).collect();
    let known = facts_on(&family::history(tx, edit)?, today, None, None);
    facts.retain(|fact| !known.hardships.iter().any(|held| held.group.code == fact.item));
    if let Some(income) = form.income_fen.filter(|income| known.income_fen != Some(*income)) {
        facts.push(NewFact { amount_fen: Some(income), ..NewFact::of(Topic::Income, "known") });
    }
    if !facts.is_empty() {
        family::write(tx, edit, &facts, Source::Form)?;
    }
    trail::end_tasks(tx, permit.who(), NOMINATED_TASK, id, true)?;
    Ok(id)
}

/// The family does not want it, or the nomination does not hold.
///
/// # Errors
/// A problem at `reason`; a conflict when it is filed.
pub fn withdraw(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, round: &Round, id: RowId, seen: i64, why: &str) -> Result<()> {
    let (case, why) = (find(tx, permit.pupil()?, id)?, reason(why, 2)?);
    step(tx, round, &case, seen, What::Withdrawn, None, &why, &permit.who().tag())?;
    trail::end_tasks(tx, permit.who(), super::judging::AGAIN_TASK, id, false)?;
    trail::end_tasks(tx, permit.who(), NOMINATED_TASK, id, false)
}

/// Keeps a child off every notice, or lets it stand there again: a family that asks for it, an orphan, a child whom a name on a wall would harm.
///
/// # Errors
/// A problem at `reason`.
pub fn shield(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, id: RowId, shielded: bool, why: &str) -> Result<()> {
    let (case, why) = (find(tx, permit.pupil()?, id)?, reason(why, 2)?);
    let sealed = tx.vault().seal(case.pupil, SHIELD, &why)?;
    sql::put_shield(tx, id, shielded, &sealed, &permit.who().tag())
}

/// The case for who has another permit on its child.
pub(super) fn case(tx: &mut Tx<'_>, pupil: PupilId, id: RowId) -> Result<Case> {
    find(tx, pupil, id)
}

//! verbs: children are put forward with what speaks for them, declined with a reason, decided by the grade, confirmed by the office (B9-06), revoked with a reason; each step is a record.

use serde_json::json;

use super::basis::{Basis, Occasion};
use super::candidates::Candidate;
use super::rules::Rule;
use super::sql::given::{self as sql, NewReward};
use super::state::State;
use super::{BODY, Body, REASON, Reward, parameters, reason, schedule, sentence, told};
use crate::access::{Act, Permit, Subject, acts};
use crate::base::error::Problems;
use crate::base::{Error, Id, Lang, Msg, PupilId, Result, RowId, Stamp, derived};
use crate::roster::particulars;
use crate::roster::people::Names;
use crate::roster::time::{self, Term};
use crate::store::Tx;
use crate::trail;

/// Characters of a reason, at least; of one by way of exception (A9-23).
pub(super) const REASON_LEAST: usize = 4;
const EXCEPTION_LEAST: usize = 10;

/// The reward of a child under a rule in a term.
///
/// # Errors
/// Faults of the database.
pub fn of_rule(tx: &mut Tx<'_>, pupil: PupilId, rule: RowId, term: &Term) -> Result<Option<Reward>> {
    match sql::of_rule(tx, pupil, rule, term.id)? {
        Some(row) => told(tx, row).map(Some),
        None => Ok(None),
    }
}

/// One reward; the caller asks for a permit on its child.
///
/// # Errors
/// Not found when there is none.
pub fn reward(tx: &mut Tx<'_>, id: RowId) -> Result<Reward> {
    let row = sql::one(tx, id)?;
    told(tx, row)
}

/// The rewards of a child that it has, the newest first: the good news.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn of_pupil(tx: &mut Tx<'_>, permit: &Permit<acts::SeePupil>) -> Result<Vec<Reward>> {
    let rows = sql::of_pupil(tx, permit.pupil()?)?;
    let all: Vec<Reward> = rows.into_iter().map(|row| told(tx, row)).collect::<Result<_>>()?;
    Ok(all.into_iter().filter(|one| one.state.counts()).collect())
}

/// All rewards of the permit's class, grade or school in a term, however they stand: by class and seat.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn of_scope<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, term: &Term) -> Result<Vec<Reward>> {
    let mut all = Vec::new();
    for class in time::classes(tx, term.year)? {
        let within = match permit.subject() {
            Subject::School => true,
            Subject::Grade(grade) => class.grade == grade,
            Subject::Class(id) => class.id == id,
            Subject::Pupil(_) | Subject::Village(_) => false,
        };
        if within {
            for row in sql::of_class(tx, term.id, class.id)? {
                all.push(told(tx, row)?);
            }
        }
    }
    Ok(all)
}

/// How a child is put forward.
#[derive(Clone, Debug, Default)]
pub struct Nomination {
    /// The number of the step that was looked at; 0 for a child who was not put forward before.
    pub seen: i64,
    /// Why, for those who decide.
    pub why: String,
    /// What the paper says.
    pub sentence: String,
    /// First, second or third prize, where these are told apart.
    pub tier: i64,
    /// Which star, where there are any.
    pub label: String,
}

fn id_of(rule: RowId, term: &Term, pupil: PupilId) -> RowId {
    derived(&[b"reward", rule.uuid().as_bytes(), term.id.uuid().as_bytes(), pupil.uuid().as_bytes()])
}

/// How many of a class have a rule's reward or are to have it.
fn taken(tx: &mut Tx<'_>, term: &Term, rule: RowId, class: crate::base::ClassId, only: &[State]) -> Result<i64> {
    let rows = sql::of_class(tx, term.id, class)?;
    let counts = rows.iter().filter(|row| row.rule == Some(rule) && State::of(&row.what).is_some_and(|state| only.contains(&state))).count();
    Ok(i64::try_from(counts).unwrap_or(i64::MAX))
}

/// Puts a child forward under a rule; sent twice it is one. What speaks for it is written down as it stands now.
///
/// # Errors
/// Not found for a rule that does not count or is given at once; problems at `sentence`, `why`, `tier`, `label`; a conflict when somebody decided meanwhile.
pub fn nominate(tx: &mut Tx<'_>, permit: &Permit<acts::ProposeReward>, rule: &Rule, term: &Term, candidate: &Candidate, new: &Nomination, lang: Lang) -> Result<RowId> {
    let (pupil, mut problems) = (permit.pupil()?, Problems::default());
    if !rule.on || rule.basis.is_at_once() {
        return Err(Error::NotFound);
    }
    let evidence: Vec<String> = candidate.points.iter().map(|point| point.text.text(lang)).collect();
    let sentence = sentence(tx, term, &mut problems, "sentence", &new.sentence)?;
    let exception = rule.basis == Basis::Exception;
    if exception && evidence.is_empty() {
        problems.note("why", "reward-exception-evidence");
    }
    let must = exception || evidence.is_empty();
    let least = if exception { EXCEPTION_LEAST } else { REASON_LEAST };
    let why = if must || !new.why.trim().is_empty() { reason(&mut problems, "why", &new.why, least) } else { String::new() };
    let tier = if rule.basis.has_tiers() { new.tier } else { 0 };
    if rule.basis.has_tiers() && !(1..=3).contains(&tier) {
        problems.note("tier", "reward-tier-missing");
    }
    let label = new.label.trim();
    if !rule.labels.is_empty() && !rule.labels.iter().any(|known| known == label) {
        problems.note("label", "reward-label-missing");
    }
    let known = sql::of_rule(tx, pupil, rule.id, term.id)?;
    if let Some(most) = rule.limit(&parameters(tx, term, lang)?)
        && known.is_none()
        && taken(tx, term, rule.id, candidate.class, &[State::Nominated, State::Decided, State::Confirmed])? >= most
    {
        problems.note("sentence", Msg::new("reward-most").with("most", most));
    }
    problems.end()?;
    let body = Body { why, evidence, sentence };
    let actor = permit.who().tag();
    if let Some(known) = known {
        if known.what == State::Nominated.code() {
            return Ok(known.id);
        }
        if known.what != State::Declined.code() || known.step != new.seen || !sql::insert_step(tx, known.id, known.step + 1, State::Nominated.code(), None, &actor)? {
            return Err(Error::Conflict(Msg::new("reward-meanwhile")));
        }
        sql::insert_text(tx, known.id, known.text + 1, &tx.vault().seal_json(pupil, BODY, &body)?, &actor)?;
        noted(tx, permit, known.id, State::Nominated)?;
        return Ok(known.id);
    }
    let occasion = if rule.occasion == Occasion::Middle { Occasion::Middle } else { Occasion::End };
    let (id, day) = (id_of(rule.id, term, pupil), schedule::of_term(tx, term, occasion)?.day);
    let how = if body.evidence.is_empty() { "hand" } else { "evidence" };
    let row = NewReward { id, rule: Some(rule.id), term: term.id, pupil, class: candidate.class, gift: rule.gift.code(), name: &rule.name, label, tier, how, day };
    if sql::insert(tx, &row)? {
        sql::insert_text(tx, id, 1, &tx.vault().seal_json(pupil, BODY, &body)?, &actor)?;
        sql::insert_step(tx, id, 1, State::Nominated.code(), None, &actor)?;
        noted(tx, permit, id, State::Nominated)?;
    }
    Ok(id)
}

fn noted<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, id: RowId, state: State) -> Result<()> {
    trail::note(tx, permit.who(), "reward.step", id, &json!({ "what": state.code() }))?;
    Ok(())
}

/// What came of a decision on several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Took the step.
    pub done: usize,
    /// Have left the school.
    pub left: usize,
    /// Somebody else was there first.
    pub meanwhile: usize,
    /// More of a class than the rule allows.
    pub over: usize,
}

/// A child who left the school before the end of the term receives nothing any more.
fn has_left(tx: &mut Tx<'_>, term: &Term, pupil: PupilId) -> Result<bool> {
    Ok(tx.today() <= term.last_day && particulars::seat(tx, pupil)?.is_none())
}

/// Takes a step with several rewards, each with the number of the step that was looked at.
fn step_many<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, term: &Term, picks: &[(RowId, i64)], to: State, lang: Lang) -> Result<Outcome> {
    let (mine, parameters) = (of_scope(tx, permit, term)?, parameters(tx, term, lang)?);
    let rules = super::rules::all(tx, term)?;
    let mut outcome = Outcome::default();
    for (id, seen) in picks {
        let one = mine.iter().find(|one| one.id == *id).ok_or(Error::NotFound)?;
        let rule = rules.iter().find(|rule| Some(rule.id) == one.rule);
        let most = rule.and_then(|rule| rule.limit(&parameters));
        if has_left(tx, term, one.pupil)? {
            outcome.left += 1;
        } else if one.step != *seen || !one.state.leads_to(to) {
            outcome.meanwhile += 1;
        } else if let Some((rule, most)) = rule.zip(most)
            && to == State::Decided
            && taken(tx, term, rule.id, one.class, &[State::Decided, State::Confirmed])? >= most
        {
            outcome.over += 1;
        } else if sql::insert_step(tx, *id, seen + 1, to.code(), None, &permit.who().tag())? {
            noted(tx, permit, *id, to)?;
            outcome.done += 1;
        } else {
            outcome.meanwhile += 1;
        }
    }
    Ok(outcome)
}

/// The grade decides for several who were put forward (B9-06). When nobody waits any more, the tasks of the grade are done.
///
/// # Errors
/// Not found for a reward of another grade.
pub fn decide(tx: &mut Tx<'_>, permit: &Permit<acts::DecideReward>, term: &Term, picks: &[(RowId, i64)], lang: Lang) -> Result<Outcome> {
    let outcome = step_many(tx, permit, term, picks, State::Decided, lang)?;
    if let Subject::Grade(grade) = permit.subject()
        && !of_scope(tx, permit, term)?.iter().any(|one| one.state == State::Nominated)
    {
        schedule::done(tx, permit.who(), term, schedule::DECIDE_TASK, grade)?;
    }
    Ok(outcome)
}

/// The office confirms what the grades have decided (B9-06). When nothing waits any more, its task is done.
///
/// # Errors
/// Not found for a reward of another school or term.
pub fn confirm(tx: &mut Tx<'_>, permit: &Permit<acts::ManageRewards>, term: &Term, picks: &[(RowId, i64)], lang: Lang) -> Result<Outcome> {
    let outcome = step_many(tx, permit, term, picks, State::Confirmed, lang)?;
    if sql::count(tx, term.id, State::Decided.code())? == 0 {
        let school = tx.school();
        schedule::done(tx, permit.who(), term, schedule::CONFIRM_TASK, school)?;
    }
    Ok(outcome)
}

/// How many rewards of a term wait at a step.
///
/// # Errors
/// Faults of the database.
pub fn waiting(tx: &mut Tx<'_>, term: &Term, state: State) -> Result<i64> {
    sql::count(tx, term.id, state.code())
}

/// Declines a reward that is not confirmed yet, or revokes one that is, with a reason: it stays on record.
///
/// # Errors
/// Problems at `reason`, also when somebody was there first.
pub fn end<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, one: &Reward, seen: i64, to: State, why: &str) -> Result<()> {
    let (pupil, mut problems) = (permit.pupil()?, Problems::default());
    let why = reason(&mut problems, "reason", why, REASON_LEAST);
    problems.end()?;
    if pupil != one.pupil || !matches!(to, State::Declined | State::Revoked) {
        return Err(Error::Fault("a reward is ended as something else".into()));
    }
    let bytes = tx.vault().seal(pupil, REASON, &why)?;
    if one.step != seen || !one.state.leads_to(to) || !sql::insert_step(tx, one.id, seen + 1, to.code(), Some(&bytes), &permit.who().tag())? {
        return Err(Error::at("reason", "reward-meanwhile"));
    }
    noted(tx, permit, one.id, to)
}

/// Words the sentence of a reward anew; every version stays.
///
/// # Errors
/// Problems at `sentence`, also when somebody did so meanwhile or the reward is over.
pub fn reword<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, term: &Term, one: &Reward, seen: i64, text: &str) -> Result<()> {
    let (pupil, mut problems) = (permit.pupil()?, Problems::default());
    let sentence = sentence(tx, term, &mut problems, "sentence", text)?;
    problems.end()?;
    if matches!(one.state, State::Declined | State::Revoked) {
        return Err(Error::at("sentence", "reward-over"));
    }
    if sentence == one.body.sentence {
        return Ok(());
    }
    let body = tx.vault().seal_json(pupil, BODY, &Body { sentence, ..one.body.clone() })?;
    if one.text != seen || !sql::insert_text(tx, one.id, seen + 1, &body, &permit.who().tag())? {
        return Err(Error::at("sentence", "reward-meanwhile"));
    }
    trail::note(tx, permit.who(), "reward.worded", one.id, &json!({ "version": seen + 1 }))?;
    Ok(())
}

/// A step as it is shown.
#[derive(Clone, Debug)]
pub struct Step {
    /// What.
    pub state: State,
    /// Why; empty without a reason.
    pub why: String,
    /// Who.
    pub by: String,
    /// When.
    pub at: Stamp,
}

/// All steps of a reward, the oldest first.
///
/// # Errors
/// Faults of the database or of a sealed reason.
pub fn steps<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, one: &Reward) -> Result<Vec<Step>> {
    let (pupil, names) = (permit.pupil()?, Names::load(tx)?);
    let mut all = Vec::new();
    for (_, what, why, actor, at) in sql::steps(tx, one.id)? {
        let Some(state) = State::of(&what) else { continue };
        let why = tx.vault().open_words(pupil, REASON, why.as_deref())?;
        all.push(Step { state, why, by: names.of(&actor), at });
    }
    Ok(all)
}

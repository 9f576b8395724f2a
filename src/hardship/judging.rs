//! verbs: the school decides on what a panel proposed; a family appeals, somebody objects, and another leader decides again; what became known later is kept.

use super::cases;
use super::rounds::Round;
use super::sql;
use super::state::{Stage, What};
use crate::access::{Permit, acts};
use crate::base::{Error, Result, RowId};
use crate::store::Tx;
use crate::trail;

/// The task of whoever decides again.
pub const AGAIN_TASK: &str = "hardship-again";
/// School days within which a word against a decision is answered.
const ANSWER_DAYS: i64 = 5;
/// What may become known later; the words are `hardship-later-<code>`.
pub const LATER: [&str; 3] = ["missed", "mistaken", "right"];

/// Decides for the school. A level that is not the panel's needs a reason of its own.
///
/// # Errors
/// Problems at `level` and `reason`; a conflict for who nominated, wrote or reviewed the case, and for who decides again what they decided.
pub fn decide(tx: &mut Tx<'_>, permit: &Permit<acts::DecideHardship>, round: &Round, case: RowId, seen: i64, level: i64, why: &str) -> Result<()> {
    let case = cases::case(tx, permit.pupil()?, case)?;
    if case.round != round.id {
        return Err(Error::NotFound);
    }
    if !(0..=round.levels).contains(&level) {
        return Err(Error::at("level", "hardship-choose"));
    }
    let contested = case.newest.is_contested();
    let differs = case.level != Some(level);
    let why = if contested || differs || !why.trim().is_empty() { cases::reason(why, 5)? } else { String::new() };
    let me = permit.who().tag();
    for (step, _) in sql::steps(tx, case.id)? {
        let own = step.actor == me;
        match step.what {
            What::Nominated | What::Applied | What::Found | What::Reviewed if own => return Err(Error::Conflict("hardship-own-word".into())),
            What::Decided if own && contested => return Err(Error::Conflict("hardship-own-decision".into())),
            _ => {}
        }
    }
    cases::step(tx, round, &case, seen, What::Decided, Some(level), &why, &me)?;
    trail::end_tasks(tx, permit.who(), AGAIN_TASK, case.id, true)?;
    // No level in the trail: it is read by many.
    trail::note(tx, permit.who(), "hardship.decided", case.id, &serde_json::json!({ "again": contested })).map(|_| ())
}

/// Decides all cases of a round as their panels proposed, but those in which one's own word stands. Gives how many.
///
/// # Errors
/// Faults of the database.
pub fn decide_all(tx: &mut Tx<'_>, permit: &Permit<acts::DecideHardship>, round: &Round) -> Result<usize> {
    let mut done = 0;
    for case in sql::cases(tx, round.id)?.into_iter().filter(|one| one.newest == What::Reviewed) {
        let own = Permit::<acts::DecideHardship>::ask(tx, permit.who(), case.pupil)?;
        match decide(tx, &own, round, case.id, case.number, case.level.unwrap_or_default(), "") {
            Ok(()) => done += 1,
            Err(Error::Conflict(_)) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(done)
}

/// Writes down that the family appeals, or that somebody objects to what was posted. Who objects is not asked for a name.
///
/// # Errors
/// A problem at `reason`; a conflict when nothing was decided yet, and when the round is over.
pub fn contest(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, round: &Round, case: RowId, seen: i64, by_family: bool, why: &str) -> Result<()> {
    let case = cases::case(tx, permit.pupil()?, case)?;
    let (why, today) = (cases::reason(why, 5)?, tx.today());
    let what = if by_family { What::Appealed } else { What::Objected };
    cases::step(tx, round, &case, seen, what, None, &why, &permit.who().tag())?;
    let before: Vec<String> = sql::steps(tx, case.id)?.into_iter().filter(|(step, _)| step.what == What::Decided).map(|(step, _)| step.actor).collect();
    let link = format!("/hardship/cases/{}", case.id);
    for post in crate::roster::people::posts_on(tx, today)?.into_iter().filter(|post| acts_allow(post.duty) && !before.contains(&post.staff.to_string())) {
        trail::open_task(tx, post.staff, AGAIN_TASK, case.id, &link, &[], today.plus_days(ANSWER_DAYS))?;
    }
    Ok(())
}

fn acts_allow(duty: crate::access::Duty) -> bool {
    crate::access::Action::DecideHardship.allowed_to(duty)
}

/// Keeps what became known after a round: a family in need that it missed, one that was not in need, or that it was right.
///
/// # Errors
/// Problems at `kind` and `reason`; a conflict before the round is filed.
pub fn learn(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, round: &Round, kind: &str, why: &str) -> Result<()> {
    let pupil = permit.pupil()?;
    if !LATER.contains(&kind) {
        return Err(Error::at("kind", "hardship-choose"));
    }
    if round.stage != Stage::Filed {
        return Err(Error::Conflict("hardship-not-filed".into()));
    }
    let sealed = tx.vault().seal(pupil, super::errors::REASON, &cases::reason(why, 5)?)?;
    sql::put_later(tx, round.id, pupil, kind, &sealed, &permit.who().tag())
}

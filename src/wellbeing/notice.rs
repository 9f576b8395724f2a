//! verbs: what a teacher sees of a child's mood, in three taps, goes to the named receivers and to nobody else (B4-13). The teacher learns that somebody looks after it, not what.

use super::entry::{self, Body, Entry, Kind, New};
use super::rules::{ANSWERS, LEVEL_MOST, SIGNS};
use super::{room, rules};
use crate::access::{Permit, Subject, Who, acts};
use crate::base::error::Problems;
use crate::base::{Error, PupilId, Result, RowId, StaffId};
use crate::screening::nomination::MOOD_TASK;
use crate::store::Tx;
use crate::trail;

/// The receivers look.
pub const TASK: &str = "wellbeing-notice";
/// Days that the inbox goes back.
const INBOX_DAYS: i64 = 120;
/// Observations that the inbox shows, the unanswered first.
const SHOWN: usize = 200;

/// An observation as it is typed.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Made by the form.
    pub id: RowId,
    /// Some of [`SIGNS`].
    pub signs: Vec<String>,
    /// 1 to 4.
    pub level: i64,
    /// What was seen, in words; may be empty.
    pub text: String,
}

/// Keeps what a teacher saw of the permit's child. Gives whether it cannot wait: then the form for what is urgent is next.
///
/// # Errors
/// Problems at `sign`, `level`, `text`; a conflict while the room is shut.
pub fn tell(tx: &mut Tx<'_>, permit: &Permit<acts::NoticeMood>, seen: &Seen) -> Result<bool> {
    let (pupil, who, mut problems) = (permit.pupil()?, permit.who(), Problems::default());
    let receivers = room::open(tx)?;
    if receivers.is_empty() {
        return Err(Error::at("sign", "wellbeing-shut"));
    }
    let ticks = entry::ticked(&seen.signs, &SIGNS);
    if ticks.is_empty() {
        problems.note("sign", "wellbeing-sign-none");
    }
    if !(1..=LEVEL_MOST).contains(&seen.level) {
        problems.note("level", "wellbeing-choose");
    }
    let text = entry::text(&mut problems, "text", &seen.text, false);
    problems.end()?;
    let body = Body { level: seen.level, ticks, text, ..Body::default() };
    if entry::keep(tx, who, &New { id: seen.id, pupil, kind: Kind::Notice, about: None, body })? {
        let due = tx.today().plus_days(if seen.level >= 3 { 0 } else { 2 });
        for one in receivers {
            trail::open_task(tx, one.staff, TASK, seen.id, &format!("/wellbeing/inbox/{}", seen.id), &[], due)?;
        }
        trail::note(tx, who, "wellbeing.notice", seen.id, &serde_json::json!({}))?;
    }
    Ok(seen.level == rules::LEVEL_MOST)
}

/// What the person told of the permit's child, the newest first: the own words, and the receivers' words to the author.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn own(tx: &mut Tx<'_>, permit: &Permit<acts::NoticeMood>) -> Result<Vec<Entry>> {
    let (pupil, me) = (permit.pupil()?, permit.who().staff());
    Ok(entry::of_pupil(tx, pupil, Kind::Notice)?.into_iter().filter(|one| one.staff == me).take(10).collect())
}

/// The inbox of a receiver: what was seen, the unanswered first, and the children whom others asked to look after.
///
/// # Errors
/// Not found for who does not receive; faults of the database or of a sealed text.
pub fn inbox(tx: &mut Tx<'_>, permit: &Permit<acts::ReceiveMood>) -> Result<(Vec<Entry>, Vec<PupilId>)> {
    room::must_receive(tx, permit.who())?;
    let today = tx.today();
    let mut all = entry::since(tx, Kind::Notice, today.plus_days(-INBOX_DAYS), today)?;
    all.sort_by_key(|one| (!one.steps.is_empty(), std::cmp::Reverse(one.said().level), std::cmp::Reverse(one.at)));
    all.truncate(SHOWN);
    let all = known(tx, permit.who(), all)?;
    let asked = trail::links_due(tx, permit.who().staff(), MOOD_TASK)?;
    let asked = asked.iter().filter_map(|link| link.strip_prefix("/pupils/")?.split('/').next()?.parse().ok()).collect();
    Ok((all, asked))
}

/// Of these, those whose child the person may see.
pub(super) fn known(tx: &mut Tx<'_>, who: &Who, all: Vec<Entry>) -> Result<Vec<Entry>> {
    let mut kept = Vec::new();
    for one in all {
        if crate::access::why(tx, who, crate::access::Action::SeeCaseFile, Subject::Pupil(one.pupil))?.is_some() {
            kept.push(one);
        }
    }
    Ok(kept)
}

/// One observation, for who receives.
///
/// # Errors
/// Not found for anybody else.
pub fn one(tx: &mut Tx<'_>, permit: &Permit<acts::ReceiveMood>, id: RowId) -> Result<Entry> {
    room::must_receive(tx, permit.who())?;
    let found = entry::one(tx, id, Kind::Notice)?;
    known(tx, permit.who(), vec![found])?.pop().ok_or(Error::NotFound)
}

/// Answers an observation: what is done, and words to its author, which say nothing of the child's inside.
///
/// # Errors
/// Problems at `answer` and `text`; not found for who does not receive; a conflict when it is answered already.
pub fn answer(tx: &mut Tx<'_>, permit: &Permit<acts::ReceiveMood>, id: RowId, what: &str, words: &str) -> Result<StaffId> {
    let (found, mut problems) = (one(tx, permit, id)?, Problems::default());
    if !ANSWERS.contains(&what) {
        problems.note("answer", "wellbeing-choose");
    }
    let words = entry::text(&mut problems, "text", words, false);
    problems.end()?;
    if !found.steps.is_empty() {
        return Err(Error::Conflict("wellbeing-answered".into()));
    }
    entry::step(tx, permit.who(), &found, what, &words)?;
    trail::end_tasks(tx, permit.who(), TASK, id, true)?;
    trail::note(tx, permit.who(), "wellbeing.answered", id, &serde_json::json!({}))?;
    Ok(found.staff)
}

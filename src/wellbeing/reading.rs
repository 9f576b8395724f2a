//! verbs: who else reads a psychological file: by leave of a counsellor, which expires, or with broken glass – a written reason, three hours at most, the counsellors told. Neither can be switched
//! off: there is no setting for it.

use super::entry::{self, Body, Entry, Kind, New};
use super::rules::LEAVE_DAYS;
use super::sql::entry as sql;
use crate::access::{Act, Duty, GLASS_MS, Level, Levels, Permit, Who, acts, audit};
use crate::base::error::Problems;
use crate::base::{Error, Msg, PupilId, Result, RowId, StaffId, Stamp};
use crate::roster::people;
use crate::store::Tx;
use crate::trail;

/// A counsellor is asked for leave.
pub const ASK_TASK: &str = "wellbeing-ask";
/// The counsellors are told that the glass was broken.
pub const GLASS_TASK: &str = "wellbeing-glass";
/// Duties that may break the glass of a psychological file.
const BREAKERS: [Duty; 2] = [Duty::Principal, Duty::Leader];

/// Whether the file is the person's own: a counsellor's.
pub fn is_own<A: Act>(permit: &Permit<A>) -> bool {
    permit.why().ties.iter().any(|tie| tie.duty == Duty::Counsellor) && permit.levels().has(Level::Psychological)
}

/// The reading that somebody has now, if any: its way and its end.
///
/// # Errors
/// Faults of the database.
pub fn holds<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>) -> Result<Option<(String, Stamp)>> {
    Ok(sql::reading(tx, permit.pupil()?, permit.who().staff())?.map(|(_, _, way, until)| (way, until)))
}

/// Whether somebody may break the glass.
pub fn may_break(who: &Who) -> bool {
    BREAKERS.into_iter().any(|duty| who.holds(duty))
}

fn counsellors(tx: &mut Tx<'_>) -> Result<Vec<StaffId>> {
    let today = tx.today();
    let mut all: Vec<StaffId> = people::posts_on(tx, today)?.into_iter().filter(|post| post.duty == Duty::Counsellor).map(|post| post.staff).collect();
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// Asks the counsellors to let the person read the file of the permit's child. Whether there is one is not said.
///
/// # Errors
/// A problem at `reason`, also where there is no counsellor, and when the same is asked already.
pub fn ask(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, id: RowId, reason: &str) -> Result<()> {
    let (pupil, who, mut problems) = (permit.pupil()?, permit.who(), Problems::default());
    let text = entry::text(&mut problems, "reason", reason, true);
    let asked = counsellors(tx)?;
    if asked.is_empty() {
        problems.note("reason", "wellbeing-nobody-to-ask");
    }
    if entry::of_pupil(tx, pupil, Kind::Ask)?.iter().any(|one| one.staff == who.staff() && one.steps.is_empty() && one.id != id) {
        problems.note("reason", "wellbeing-asked-already");
    }
    problems.end()?;
    if entry::keep(tx, who, &New { id, pupil, kind: Kind::Ask, about: None, body: Body { text, ..Body::default() } })? {
        let due = tx.today().plus_days(2);
        for staff in asked {
            trail::open_task(tx, staff, ASK_TASK, id, &format!("/wellbeing/asks/{id}"), &[], due)?;
        }
        trail::note(tx, who, "wellbeing.asked", id, &serde_json::json!({}))?;
    }
    Ok(())
}

/// One request, for a counsellor.
///
/// # Errors
/// Not found when there is none or the child is not the person's.
pub fn asked(tx: &mut Tx<'_>, who: &Who, id: RowId) -> Result<(Entry, Permit<acts::CounselPupil>)> {
    let found = entry::one(tx, id, Kind::Ask)?;
    let permit = Permit::ask(tx, who, found.pupil)?;
    Ok((found, permit))
}

/// Answers a request: leave for so many days, at most [`LEAVE_DAYS`], or none.
///
/// # Errors
/// A problem at `days`; a conflict when it is answered.
pub fn answer(tx: &mut Tx<'_>, permit: &Permit<acts::CounselPupil>, ask: &Entry, days: Option<i64>) -> Result<()> {
    if !ask.steps.is_empty() || ask.pupil != permit.pupil()? {
        return Err(Error::Conflict("wellbeing-answered".into()));
    }
    match days {
        Some(days) if !(1..=LEAVE_DAYS).contains(&days) => return Err(Error::at("days", Msg::new("wellbeing-leave-days").with("most", LEAVE_DAYS))),
        Some(days) => {
            let until = Stamp(tx.now().0 + days * 86_400_000);
            entry::step(tx, permit.who(), ask, "given", "")?;
            sql::insert_reading(tx, ask.id, ask.pupil, ask.staff, "leave", until, &permit.who().tag())?;
        }
        None => entry::step(tx, permit.who(), ask, "declined", "")?,
    }
    trail::end_tasks(tx, permit.who(), ASK_TASK, ask.id, true)?;
    trail::note(tx, permit.who(), "wellbeing.leave", ask.id, &serde_json::json!({}))?;
    Ok(())
}

/// Breaks the glass of the file of the permit's child, with a reason, for three hours at most, as [`crate::access::break_glass`] does for a child's page; it opens the file and nothing else. The
/// reason is sealed, for it may say what the file says. All counsellors are told.
///
/// # Errors
/// A problem at `reason` when it says too little; not found for who leads no school.
pub fn break_glass(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, id: RowId, reason: &str) -> Result<Stamp> {
    let (pupil, who) = (permit.pupil()?, permit.who());
    if !may_break(who) {
        return Err(Error::NotFound);
    }
    if let Some((.., until)) = sql::reading(tx, pupil, who.staff())?.filter(|(_, entry, ..)| *entry == id) {
        return Ok(until);
    }
    let long = reason.trim().chars().count();
    if !(5..=crate::base::limits::LINE_CHARS).contains(&long) {
        return Err(Error::at("reason", "access-glass-reason"));
    }
    let until = Stamp(tx.now().0 + GLASS_MS);
    let new = New { id, pupil, kind: Kind::Glass, about: None, body: Body { text: reason.trim().to_owned(), ..Body::default() } };
    if !entry::keep(tx, who, &new)? {
        // The same form again, hours later: a new reason is needed, and the counsellors are told anew.
        return Err(Error::Conflict("wellbeing-changed".into()));
    }
    sql::insert_reading(tx, id, pupil, who.staff(), "glass", until, &who.tag())?;
    let today = tx.today();
    for staff in counsellors(tx)? {
        trail::open_task(tx, staff, GLASS_TASK, id, &format!("/pupils/{pupil}/wellbeing/readers"), &[], today)?;
    }
    // The chain names the entry: whoever may look at the child's page does not learn from it that there is a file.
    audit::append(tx, &audit::Entry::of(who, "BreakGlass").levels(Levels::of(&[Level::Psychological])).note(id.to_string()))?;
    trail::note(tx, who, "wellbeing.glass", id, &serde_json::json!({}))?;
    Ok(until)
}

/// Somebody who reads or read a file.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The reading.
    pub id: RowId,
    /// Who.
    pub staff: StaffId,
    /// `leave` or `glass`.
    pub way: String,
    /// From when.
    pub from: Stamp,
    /// Until when.
    pub until: Stamp,
    /// When it was ended early.
    pub ended: Option<Stamp>,
}

/// Who reads and read the file of the permit's child, and the reasons of who broke the glass; who looks has been told.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn readers(tx: &mut Tx<'_>, permit: &Permit<acts::CounselPupil>) -> Result<(Vec<Reader>, Vec<Entry>)> {
    let pupil = permit.pupil()?;
    let told = |(id, staff, way, from, until, ended)| Reader { id, staff, way, from, until, ended };
    let all = sql::readings(tx, pupil)?.into_iter().map(told).collect();
    Ok((all, entry::of_pupil(tx, pupil, Kind::Glass)?))
}

/// The counsellor has read that the glass was broken.
///
/// # Errors
/// Faults of the database or of a sealed text.
pub fn told(tx: &mut Tx<'_>, permit: &Permit<acts::CounselPupil>) -> Result<()> {
    let pupil = permit.pupil()?;
    for one in entry::of_pupil(tx, pupil, Kind::Glass)? {
        trail::end_own_tasks(tx, permit.who(), GLASS_TASK, one.id)?;
    }
    Ok(())
}

/// Ends a reading by leave early. Broken glass is not mended: it ends by itself.
///
/// # Errors
/// Not found when there is no such reading of the permit's child.
pub fn end(tx: &mut Tx<'_>, permit: &Permit<acts::CounselPupil>, id: RowId) -> Result<PupilId> {
    let pupil = permit.pupil()?;
    sql::readings(tx, pupil)?.into_iter().find(|(known, _, way, ..)| *known == id && way == "leave").ok_or(Error::NotFound)?;
    sql::end_reading(tx, id, &permit.who().tag())?;
    trail::note(tx, permit.who(), "wellbeing.leave-ended", id, &serde_json::json!({}))?;
    Ok(pupil)
}

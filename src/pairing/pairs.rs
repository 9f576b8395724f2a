//! verbs: pairs with first and last day: made by hand, released with a reason, a whole caseload handed over in one act.

use super::draft::name;
use super::rules::Why;
use super::sql::{self, NewPair, PairRow};
use super::{Scene, Span, fit};
use crate::access::{Act, Duty, NewTie, Permit, ScopeKind, Who, acts, close_ties_of, open_tie};
use crate::base::{Error, Id, Msg, ProgrammeId, PupilId, Result, RowId, SchoolDate, StaffId};
use crate::store::Tx;
use crate::trail;

/// A pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Its id.
    pub id: RowId,
    /// The programme.
    pub programme: ProgrammeId,
    /// The child.
    pub pupil: PupilId,
    /// The child's name.
    pub pupil_name: String,
    /// The mentor.
    pub staff: StaffId,
    /// The mentor's name.
    pub staff_name: String,
    /// First day.
    pub from: SchoolDate,
    /// Last day: it ends by itself.
    pub until: SchoolDate,
    /// Code of [`Why`].
    pub why: String,
    /// One of [`RELEASES`] or `handed_over`; empty while it was not released.
    pub released: String,
}

/// Why a pair is released; the words are `pairing-released-<code>`. `handed_over` is written by [`hand_over`].
pub const RELEASES: [&str; 5] = ["reached", "wish", "duty", "left", "other"];

impl From<PairRow> for Pair {
    fn from(row: PairRow) -> Self {
        Self {
            id: row.id,
            programme: row.programme,
            pupil: row.pupil,
            pupil_name: row.pupil_name,
            staff: row.staff,
            staff_name: row.staff_name,
            from: row.from,
            until: row.ended.map_or(row.until, |day| day.max(row.from)),
            why: row.why,
            released: row.reason,
        }
    }
}

/// The pairs of a scene that stand.
///
/// # Errors
/// Faults of the database.
pub fn standing(tx: &mut Tx<'_>, scene: &Scene) -> Result<Vec<Pair>> {
    Ok(sql::of_programme(tx, scene.span())?.into_iter().map(Pair::from).collect())
}

/// The children whom the person who asks mentors today, by name.
///
/// # Errors
/// Faults of the database.
pub fn caseload(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Pair>> {
    let today = tx.today();
    Ok(sql::of_staff(tx, who.staff(), today)?.into_iter().map(Pair::from).collect())
}

/// The pairs of a day for a register, by the name of the mentor: of the whole school; the register keeps to its class or grade.
///
/// # Errors
/// Faults of the database.
pub fn on_day(tx: &mut Tx<'_>, _permit: &Permit<acts::PrintRegister>, day: SchoolDate) -> Result<Vec<Pair>> {
    Ok(sql::on_day(tx, day)?.into_iter().map(Pair::from).collect())
}

/// The pairs of the school that stood on some day of a stretch, by the name of the child. Whom of them the person may see, the caller asks.
///
/// # Errors
/// Faults of the database.
pub fn between(tx: &mut Tx<'_>, from: SchoolDate, until: SchoolDate) -> Result<Vec<Pair>> {
    Ok(sql::between(tx, from, until)?.into_iter().map(Pair::from).collect())
}

/// Who helped and helps a child, the newest first: whoever may read the case file may know. A8-08: the history stays.
///
/// # Errors
/// Faults of the database.
pub fn of_pupil(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>) -> Result<Vec<Pair>> {
    Ok(sql::of_pupil(tx, permit.pupil()?)?.into_iter().map(Pair::from).collect())
}

/// How many children a mentor has at most; as many as the programme has where it says nothing.
pub(super) fn quota_most(scene: &Scene, staff: StaffId) -> i64 {
    let open = i64::try_from(scene.children.len().max(scene.fixed.len())).unwrap_or(i64::MAX);
    scene.mentor(staff).map_or(0, |mentor| i64::from(scene.quota(mentor).bounds.most).min(open.max(1)))
}

/// Makes a pair from today on: takes a place of the mentor's quota and opens the tie to the child.
pub(super) fn pair_up<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, scene: &Scene, pupil: PupilId, staff: StaffId, why: Why) -> Result<RowId> {
    let (span, most) = (scene.span(), quota_most(scene, staff));
    if !sql::take(tx, span, staff, most)? {
        return Err(Error::Conflict(Msg::new("pairing-mentor-full").with("name", name(scene, staff)).with("most", most)));
    }
    // Looked at after the place is taken: who waited for it sees what the other wrote.
    if sql::of_programme(tx, span)?.iter().any(|pair| (pair.pupil, pair.staff) == (pupil, staff)) {
        return Err(Error::Conflict(Msg::new("pairing-pair-already")));
    }
    let (id, from): (RowId, _) = (tx.new_id(), tx.today().max(scene.term.first_day));
    sql::insert(tx, &NewPair { id, span, pupil, staff, from, why: why.code() }, &permit.who().tag())?;
    let tie = NewTie {
        staff,
        duty: Duty::Mentor,
        scope: ScopeKind::Pupil,
        scope_id: RowId::from_uuid(pupil.uuid()),
        subject: "",
        from,
        until: scene.until,
        source: id,
        on_behalf_of: None,
    };
    open_tie(tx, &tie)?;
    trail::note(tx, permit.who(), "pairing.paired", pupil, &serde_json::json!({ "pair": id, "staff": staff, "why": why.code() }))?;
    if !scene.before.contains(&(pupil, staff)) {
        let class = scene.child(pupil).map(|facts| facts.class_name.clone()).unwrap_or_default();
        fit::ask_to_know(tx, staff, pupil, &class, from)?;
    }
    Ok(id)
}

/// Pairs a child with a mentor by hand.
///
/// # Errors
/// A problem at `staff` that says which rule forbids it; a conflict when the quota is full or the pair is there.
pub fn assign(tx: &mut Tx<'_>, permit: &Permit<acts::ManagePairing>, scene: &Scene, pupil: PupilId, staff: StaffId) -> Result<RowId> {
    let why = scene.suits(pupil, staff)?;
    let id = pair_up(tx, permit, scene, pupil, staff, why)?;
    sql::delete_line(tx, scene.span(), pupil, staff)?;
    Ok(id)
}

fn end(tx: &mut Tx<'_>, permit: &Permit<acts::ManagePairing>, pair: &PairRow, reason: &str) -> Result<()> {
    let last_day = tx.today().plus_days(-1);
    if pair.ended.is_some() || pair.until < tx.today() {
        return Err(Error::Conflict(Msg::new("pairing-over")));
    }
    sql::insert_end(tx, pair.id, last_day, reason, &permit.who().tag())?;
    sql::give_back(tx, Span { programme: pair.programme, until: pair.until }, pair.staff)?;
    close_ties_of(tx, pair.id, last_day)?;
    trail::end_tasks_of(tx, permit.who(), pair.staff, fit::NEW_TASK, pair.pupil)?;
    trail::note(tx, permit.who(), "pairing.released", pair.pupil, &serde_json::json!({ "pair": pair.id, "reason": reason }))?;
    Ok(())
}

/// Releases a pair from today on, with the reason: the mentor's tie to the child closes.
///
/// # Errors
/// A problem at `reason`; not found when there is no such pair in the programme; a conflict when it is over.
pub fn release(tx: &mut Tx<'_>, permit: &Permit<acts::ManagePairing>, programme: ProgrammeId, id: RowId, reason: &str) -> Result<()> {
    if !RELEASES.contains(&reason) {
        return Err(Error::at("reason", "pairing-reason-missing"));
    }
    let pair = sql::find(tx, id)?;
    if pair.programme != programme {
        return Err(Error::NotFound);
    }
    end(tx, permit, &pair, reason)
}

/// Hands all children of a mentor in a programme over to another, in one act. Gives how many.
///
/// # Errors
/// A problem at `to`; a conflict when there is nothing to hand over, or the other's quota has no room for all: then nothing changes.
pub fn hand_over(tx: &mut Tx<'_>, permit: &Permit<acts::ManagePairing>, scene: &Scene, from: StaffId, to: StaffId) -> Result<usize> {
    let mentor = scene.mentor(to).filter(|_| from != to).ok_or_else(|| Error::at("to", "pairing-mentor-missing"))?;
    if mentor.away {
        return Err(Error::at("to", "pairing-mentor-away"));
    }
    let pairs = sql::of_programme(tx, scene.span())?;
    let own: Vec<&PairRow> = pairs.iter().filter(|pair| pair.staff == from).collect();
    if own.is_empty() {
        return Err(Error::Conflict(Msg::new("pairing-nothing-to-hand-over")));
    }
    for pair in &own {
        end(tx, permit, pair, "handed_over")?;
        if !pairs.iter().any(|other| (other.pupil, other.staff) == (pair.pupil, to)) {
            pair_up(tx, permit, scene, pair.pupil, to, Why::Hand)?;
        }
    }
    Ok(own.len())
}

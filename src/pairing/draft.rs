//! verbs: the proposal: made by the solver, moved and locked by hand, made anew, accepted in one act.

use super::pairs::{self, quota_most};
use super::rules::Why;
use super::solve::{self, Conflict, Pairing, Side};
use super::{Model, Scene, sql};
use crate::access::{Permit, acts};
use crate::base::{Error, Msg, PupilId, Result, StaffId};
use crate::store::Tx;
use crate::trail;

/// A line of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The child.
    pub pupil: PupilId,
    /// The mentor.
    pub staff: StaffId,
    /// The mentor's name.
    pub name: String,
    /// It stays when the proposal is made anew.
    pub locked: bool,
    /// Code of [`Why`].
    pub why: String,
}

/// A solved scene.
#[derive(Clone, Debug)]
pub struct Solved {
    /// The instance.
    pub model: Model,
    /// The best pairing.
    pub pairing: Pairing,
    /// The rules that cannot hold together.
    pub conflicts: Vec<Conflict>,
}

impl Solved {
    /// The pairs, with their reason: those that there are, those that were kept, and the new ones.
    pub fn pairs<'a>(&'a self, scene: &'a Scene) -> impl Iterator<Item = (PupilId, StaffId, Why)> + 'a {
        self.pairing.pairs.iter().map(move |at| {
            let edge = self.model.instance.edges[*at as usize];
            (scene.children[edge.child as usize].child.id, scene.mentors[edge.mentor as usize].id, self.model.whys[*at as usize])
        })
    }
}

/// The best pairing of a scene: pairs that there are stay, locked lines stay.
///
/// # Errors
/// Faults of the database.
pub fn solved(tx: &mut Tx<'_>, scene: &Scene) -> Result<Solved> {
    let kept: Vec<(PupilId, StaffId)> = sql::lines(tx, scene.span())?.into_iter().filter(|line| line.locked).map(|line| (line.pupil, line.staff)).collect();
    let model = scene.model(&kept);
    let pairing = solve::solve(&model.instance);
    let conflicts = solve::conflicts(&model.instance, &pairing);
    Ok(Solved { model, pairing, conflicts })
}

/// The smallest change by which the rules of a conflict hold together: mentor, children fewer, children more. Empty where only another teacher helps.
fn smallest_change(scene: &Scene, solved: &Solved, conflict: &Conflict) -> Vec<(StaffId, i64, i64)> {
    if conflict.side == Side::Mentors {
        let short = solved.pairing.short.iter().filter(|(mentor, _)| conflict.mentors.contains(mentor));
        return short.map(|(mentor, missing)| (scene.mentors[*mentor as usize].id, i64::from(*missing), 0)).collect();
    }
    // Who suits best whom nobody has a place for takes one more.
    let uncovered = solved.pairing.uncovered.iter().filter(|(child, _)| conflict.children.contains(child));
    let best = |(child, missing): &(u32, u32)| {
        let own = solved.model.instance.edges.iter().filter(|edge| edge.child == *child && conflict.mentors.contains(&edge.mentor));
        own.min_by_key(|edge| (edge.cost, edge.mentor)).map(|edge| (scene.mentors[edge.mentor as usize].id, 0, i64::from(*missing)))
    };
    uncovered.filter_map(best).collect()
}

/// Accepts the smallest change of a conflict, by its place in [`Solved::conflicts`], and makes the proposal anew. `missing` is what the page said.
///
/// # Errors
/// A conflict when the rules stand otherwise by now, or only another teacher helps.
pub fn relieve(tx: &mut Tx<'_>, permit: &Permit<acts::ManagePairing>, scene: &Scene, place: usize, missing: u32) -> Result<usize> {
    let solved = solved(tx, scene)?;
    let conflict = solved.conflicts.get(place).filter(|conflict| conflict.missing == missing).ok_or_else(|| Error::Conflict(Msg::new("pairing-line-gone")))?;
    let changes = smallest_change(scene, &solved, conflict);
    if changes.is_empty() {
        return Err(Error::Conflict(Msg::new("pairing-relief-none")));
    }
    for (staff, fewer, more) in &changes {
        sql::relieve(tx, scene.span(), *staff, *fewer, *more, &permit.who().tag())?;
        trail::note(tx, permit.who(), "pairing.relieved", scene.programme.id, &serde_json::json!({ "staff": staff, "fewer": fewer, "more": more, "until": scene.until }))?;
    }
    Ok(changes.len())
}

/// The lines of the proposal that is not yet accepted.
///
/// # Errors
/// Faults of the database.
pub fn lines(tx: &mut Tx<'_>, scene: &Scene) -> Result<Vec<Line>> {
    let rows = sql::lines(tx, scene.span())?;
    // A child who has left the programme since drops out of the proposal by itself.
    let rows = rows.into_iter().filter(|row| scene.child(row.pupil).is_some());
    Ok(rows.map(|row| Line { pupil: row.pupil, staff: row.staff, name: row.staff_name, locked: row.locked, why: row.why }).collect())
}

/// Makes the proposal anew. Gives how many lines it has.
///
/// # Errors
/// Faults of the database.
pub fn propose(tx: &mut Tx<'_>, permit: &Permit<acts::ManagePairing>, scene: &Scene) -> Result<usize> {
    let solved = solved(tx, scene)?;
    let locked: Vec<(PupilId, StaffId)> = lines(tx, scene)?.into_iter().filter(|line| line.locked).map(|line| (line.pupil, line.staff)).collect();
    let (span, actor) = (scene.span(), permit.who().tag());
    sql::delete_lines(tx, span)?;
    let mut count = 0;
    for (pupil, staff, why) in solved.pairs(scene) {
        if !scene.fixed.contains(&(pupil, staff)) {
            sql::put_line(tx, span, pupil, staff, locked.contains(&(pupil, staff)), why.code(), &actor)?;
            count += 1;
        }
    }
    Ok(count)
}

/// Gives a child of the proposal to a mentor, in place of another or beside: the rules are looked at, and the line is locked.
///
/// # Errors
/// A problem at `staff` that says which rule forbids it.
pub fn put(tx: &mut Tx<'_>, permit: &Permit<acts::ManagePairing>, scene: &Scene, pupil: PupilId, from: Option<StaffId>, to: StaffId) -> Result<()> {
    let why = scene.suits(pupil, to)?;
    let all = lines(tx, scene)?;
    if scene.fixed.contains(&(pupil, to)) || all.iter().any(|line| (line.pupil, line.staff) == (pupil, to)) {
        return Err(Error::at("staff", "pairing-pair-already"));
    }
    let load = all.iter().filter(|line| line.staff == to).count() + scene.fixed.iter().filter(|(_, staff)| *staff == to).count();
    let most = quota_most(scene, to);
    if i64::try_from(load).unwrap_or(i64::MAX) >= most {
        return Err(Error::at("staff", Msg::new("pairing-mentor-full").with("name", name(scene, to)).with("most", most)));
    }
    let (span, actor) = (scene.span(), permit.who().tag());
    if let Some(from) = from
        && !sql::delete_line(tx, span, pupil, from)?
    {
        return Err(Error::Conflict(Msg::new("pairing-line-gone")));
    }
    sql::put_line(tx, span, pupil, to, true, why.code(), &actor)
}

pub(super) fn name(scene: &Scene, staff: StaffId) -> String {
    scene.names.get(&staff).cloned().unwrap_or_default()
}

fn line(tx: &mut Tx<'_>, scene: &Scene, pupil: PupilId, staff: StaffId) -> Result<Line> {
    lines(tx, scene)?.into_iter().find(|line| (line.pupil, line.staff) == (pupil, staff)).ok_or_else(|| Error::Conflict(Msg::new("pairing-line-gone")))
}

/// Locks a line, or unlocks it. Gives whether it is locked now.
///
/// # Errors
/// A conflict when the line is not there any more.
pub fn lock(tx: &mut Tx<'_>, permit: &Permit<acts::ManagePairing>, scene: &Scene, pupil: PupilId, staff: StaffId) -> Result<bool> {
    let line = line(tx, scene, pupil, staff)?;
    sql::put_line(tx, scene.span(), pupil, staff, !line.locked, &line.why, &permit.who().tag())?;
    Ok(!line.locked)
}

/// Takes a line out of the proposal.
///
/// # Errors
/// A conflict when the line is not there any more.
pub fn drop_line(tx: &mut Tx<'_>, _permit: &Permit<acts::ManagePairing>, scene: &Scene, pupil: PupilId, staff: StaffId) -> Result<()> {
    line(tx, scene, pupil, staff)?;
    sql::delete_line(tx, scene.span(), pupil, staff).map(|_| ())
}

/// Accepts the proposal in one act: every line becomes a pair from today on. Gives how many.
///
/// # Errors
/// A conflict when there is no proposal, or a mentor's quota has been filled since: then nothing is accepted.
pub fn accept(tx: &mut Tx<'_>, permit: &Permit<acts::ManagePairing>, scene: &Scene) -> Result<usize> {
    let all = lines(tx, scene)?;
    if all.is_empty() {
        return Err(Error::Conflict(Msg::new("pairing-nothing-proposed")));
    }
    for line in &all {
        let why = Why::of(&line.why).unwrap_or(Why::Hand);
        pairs::pair_up(tx, permit, scene, line.pupil, line.staff, why)?;
    }
    sql::delete_lines(tx, scene.span())?;
    let (count, programme) = (all.len(), scene.programme.id);
    trail::note(tx, permit.who(), "pairing.accepted", programme, &serde_json::json!({ "count": count, "until": scene.until }))?;
    Ok(count)
}

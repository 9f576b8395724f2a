//! What the forms of the board do.

use super::scene;
use crate::access::{Level, Levels, Subject};
use crate::base::{Error, Msg, ProgrammeId, PupilId, Result, RowId, StaffId};
use crate::pairing::{self, pairs};
use crate::web::{Cx, Reply};

fn did(cx: &mut Cx<'_, '_>, note: impl Into<String>) {
    cx.did("ManagePairing", Subject::School, Levels::of(&[Level::Basic]), note);
}

fn back(programme: ProgrammeId, done: impl Into<Msg>) -> Reply {
    Reply::done(format!("/pairing/programmes/{programme}"), done)
}

fn pupil(cx: &Cx<'_, '_>) -> Result<PupilId> {
    cx.field("pupil").parse().map_err(|_| Error::at("pupil", "pairing-child-missing"))
}

fn staff(cx: &Cx<'_, '_>, field: &'static str) -> Result<StaffId> {
    cx.field(field).parse().map_err(|_| Error::at(field, "pairing-mentor-missing"))
}

/// The proposal is made anew.
pub(super) fn propose(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, scene) = scene(cx)?;
    let count = pairing::propose(cx.tx, &permit, &scene)?;
    did(cx, format!("{} proposed {count}", scene.programme.id));
    Ok(back(scene.programme.id, Msg::new("pairing-proposed").with("count", count)))
}

/// A child of the proposal goes to another mentor, or gets one more.
pub(super) fn put(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, scene) = scene(cx)?;
    let from = if cx.field("from").is_empty() { None } else { Some(staff(cx, "from")?) };
    let (pupil, to) = (pupil(cx)?, staff(cx, "staff")?);
    pairing::put(cx.tx, &permit, &scene, pupil, from, to)?;
    did(cx, format!("{} line {pupil} {to}", scene.programme.id));
    Ok(back(scene.programme.id, "pairing-line-kept"))
}

/// A line is locked or unlocked.
pub(super) fn lock(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, scene) = scene(cx)?;
    let (pupil, of) = (pupil(cx)?, staff(cx, "staff")?);
    let locked = pairing::lock(cx.tx, &permit, &scene, pupil, of)?;
    did(cx, format!("{} lock {pupil} {of} {locked}", scene.programme.id));
    Ok(back(scene.programme.id, if locked { "pairing-locked-now" } else { "pairing-unlocked-now" }))
}

/// A line is taken out of the proposal.
pub(super) fn drop_line(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, scene) = scene(cx)?;
    let (pupil, of) = (pupil(cx)?, staff(cx, "staff")?);
    pairing::drop_line(cx.tx, &permit, &scene, pupil, of)?;
    did(cx, format!("{} without {pupil} {of}", scene.programme.id));
    Ok(back(scene.programme.id, "pairing-line-dropped"))
}

/// The proposal is accepted in one act.
pub(super) fn accept(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, scene) = scene(cx)?;
    let count = pairing::accept(cx.tx, &permit, &scene)?;
    did(cx, format!("{} accepted {count}", scene.programme.id));
    Ok(back(scene.programme.id, Msg::new("pairing-accepted").with("count", count)))
}

/// The smallest change of a conflict is accepted.
pub(super) fn relieve(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, scene) = scene(cx)?;
    let (place, missing) = (cx.field("place").parse(), cx.field("missing").parse());
    let (Ok(place), Ok(missing)) = (place, missing) else { return Err(Error::NotFound) };
    let count = pairing::relieve(cx.tx, &permit, &scene, place, missing)?;
    // With the change the rules are others: what is proposed is made anew with them.
    let (permit, scene) = self::scene(cx)?;
    pairing::propose(cx.tx, &permit, &scene)?;
    did(cx, format!("{} relieved {count}", scene.programme.id));
    Ok(back(scene.programme.id, "pairing-relieved"))
}

/// A pair is made by hand.
pub(super) fn assign(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, scene) = scene(cx)?;
    let (pupil, to) = (pupil(cx)?, staff(cx, "staff")?);
    pairs::assign(cx.tx, &permit, &scene, pupil, to)?;
    did(cx, format!("{} pair {pupil} {to}", scene.programme.id));
    Ok(back(scene.programme.id, "pairing-paired"))
}

/// A pair is released.
pub(super) fn release(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, scene) = scene(cx)?;
    let pair: RowId = cx.field("pair").parse().map_err(|_| Error::NotFound)?;
    let reason = cx.field("reason").to_owned();
    pairs::release(cx.tx, &permit, scene.programme.id, pair, &reason)?;
    did(cx, format!("{} release {pair} {reason}", scene.programme.id));
    Ok(back(scene.programme.id, "pairing-released"))
}

/// A whole caseload is handed over.
pub(super) fn hand_over(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, scene) = scene(cx)?;
    let (from, to) = (staff(cx, "from")?, staff(cx, "to")?);
    let count = pairs::hand_over(cx.tx, &permit, &scene, from, to)?;
    did(cx, format!("{} hand over {from} {to} {count}", scene.programme.id));
    Ok(back(scene.programme.id, Msg::new("pairing-handed-over").with("count", count)))
}

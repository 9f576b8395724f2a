//! What the forms of a child's file do.

use super::SHOWN;
use crate::access::{Act, Level, Levels, Permit, Subject, acts};
use crate::base::{Error, Msg, PupilId, Result, RowId, Sealed};
use crate::casefile::records::{self, Entry, NewNote};
use crate::casefile::steps;
use crate::web::{Cx, Reply};

fn did<A: Act>(cx: &mut Cx<'_, '_>, permit: &Permit<A>, note: impl Into<String>) {
    cx.did("WriteCaseFile", permit.subject(), permit.levels().within(SHOWN), note);
}

fn back(id: PupilId, done: impl Into<Msg>) -> Reply {
    Reply::done(format!("/pupils/{id}/case"), done)
}

/// A strength, or the child's own words.
pub(super) fn note(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::WriteCaseFile>(id)?;
    let day = match cx.field("day") {
        "" => None,
        text => Some(text.parse().map_err(|_| Error::at("day", "casefile-day-odd"))?),
    };
    let new = NewNote { kind: cx.field("kind").into(), said_by: cx.field("said_by").into(), how: cx.field("how").into(), text: cx.field("text").into(), day };
    let kind = new.kind.clone();
    let note = records::note(cx.tx, &permit, &new)?;
    did(cx, &permit, kind);
    Ok(back(id, "casefile-kept").with_undo(format!("/pupils/{id}/case/notes/{note}/withdrawal")))
}

/// A note of one's own is taken back.
pub(super) fn take_back(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let note: RowId = cx.path("note")?;
    let permit = cx.permit::<acts::WriteCaseFile>(id)?;
    records::take_back(cx.tx, &permit, note)?;
    did(cx, &permit, note.to_string());
    Ok(back(id, "casefile-taken-back"))
}

/// The teachers of the hard subjects are told (A7-07).
pub(super) fn ask_subjects(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::WriteCaseFile>(id)?;
    let subjects: Vec<String> = cx.req.fields_of("subjects").map(ToOwned::to_owned).collect();
    let told = records::ask_subjects(cx.tx, &permit, &subjects)?;
    did(cx, &permit, format!("asked {told}"));
    Ok(back(id, Msg::new("casefile-asked").with("count", told)))
}

/// An entry of a subject's file.
pub(super) fn subject(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let subject: String = cx.path("subject")?;
    let permit = cx.permit::<acts::WriteCaseFile>(id)?;
    let field = |name: &str| cx.field(&format!("{name}-{subject}")).to_owned();
    let entry = Entry { gaps: field("gaps"), works: field("works"), next: field("next") };
    records::write_in_subject(cx.tx, &permit, &subject, &entry)?;
    did(cx, &permit, subject);
    Ok(back(id, "casefile-kept"))
}

/// A page of the counsellor (B10-13).
pub(super) fn give_up(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::WriteCaseFile>(id)?;
    let (stage, text) = (cx.field("stage").to_owned(), Sealed::new(cx.field("give_up").to_owned()));
    records::write_give_up(cx.tx, &permit, &stage, &text)?;
    cx.did("WriteCaseFile", Subject::Pupil(id), Levels::of(&[Level::Psychological]), "");
    Ok(back(id, "casefile-kept"))
}

/// The child is watched before an exit.
pub(super) fn watch(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::WriteCaseFile>(id)?;
    let reason = cx.field("reason").to_owned();
    steps::watch(cx.tx, &permit, &reason)?;
    did(cx, &permit, "watched");
    Ok(back(id, "casefile-kept"))
}

/// The child is out of the list.
pub(super) fn exit(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::FileRound>(id)?;
    let (outcome, reason) = (cx.field("outcome").to_owned(), cx.field("reason").to_owned());
    let ended = steps::exit(cx.tx, &permit, &outcome, &reason)?;
    did(cx, &permit, format!("exited {ended}"));
    Ok(back(id, Msg::new("casefile-exited").with("count", ended)))
}

/// The file is opened again.
pub(super) fn reopen(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::FileRound>(id)?;
    let reason = cx.field("reason").to_owned();
    steps::reopen(cx.tx, &permit, &reason)?;
    did(cx, &permit, "reopened");
    Ok(back(id, "casefile-reopened"))
}

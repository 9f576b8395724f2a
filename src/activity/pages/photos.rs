//! Photos of a record: taken from the form, shown to who reads the record, taken back by its author.

use super::SHOWN;
use crate::access::acts;
use crate::activity::photo::Photo;
use crate::activity::photos::{self, PHOTO_BYTES};
use crate::base::error::Problems;
use crate::base::{AttachmentId, PupilId, Result, RowId};
use crate::web::{Cx, Reply, Request};

/// The photos that came with a form, without what they tell besides the picture.
pub(super) fn sent(req: &Request) -> Result<Vec<Photo>> {
    let (mut problems, mut files) = (Problems::default(), Vec::new());
    for upload in req.files.iter().filter(|file| file.field == "photo") {
        if upload.size_bytes > PHOTO_BYTES {
            problems.note("photo", photos::too_big());
        } else {
            files.push(std::fs::read(upload.path())?);
        }
    }
    problems.end()?;
    photos::read(&files)
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, act, photo): (PupilId, RowId, AttachmentId) = (cx.path("id")?, cx.path("act")?, cx.path("photo")?);
    let see = cx.permit::<acts::SeeCaseFile>(id)?;
    let (media_type, bytes) = photos::one(cx.tx, &see, act, photo)?;
    cx.saw("SeeRecords", see.subject(), see.levels().within(SHOWN));
    let ending = media_type.rsplit('/').next().unwrap_or_default().to_owned();
    Ok(Reply::file(format!("photo.{ending}"), media_type, bytes))
}

pub(super) fn withdraw(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, act, photo): (PupilId, RowId, AttachmentId) = (cx.path("id")?, cx.path("act")?, cx.path("photo")?);
    let permit = cx.permit::<acts::RecordActivity>(id)?;
    photos::withdraw(cx.tx, &permit, act, photo)?;
    cx.did("RecordActivity", permit.subject(), permit.levels().within(SHOWN), "photo");
    Ok(Reply::done(format!("/pupils/{id}/records/{act}"), "activity-photo-withdrawn"))
}

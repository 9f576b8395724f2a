//! verbs: photos of a record – a sheet of work, what was made – sealed under the child's key, for who reads the record. PRACTICE 1.9, A9-21.

use std::collections::HashMap;

use super::photo::{Photo, stripped};
use super::{Record, mine, of_pupil, sql};
use crate::access::{Permit, acts};
use crate::base::error::Problems;
use crate::base::{AttachmentId, Error, Msg, PupilId, Result, RowId};
use crate::store::Tx;
use crate::trail;

/// Photos of a record, at most.
pub const PHOTOS_MOST: usize = 4;
/// Bytes of a photo, at most: what phones make.
pub const PHOTO_BYTES: u64 = 8 << 20;
const PLACE: &str = "activity_photo.content";
/// The purpose of the consent that a family gives or refuses.
const CONSENT: &str = "photo";

/// The photos of a form without what they tell besides the picture; problems at `photo`. Needs no database.
///
/// # Errors
/// Problems at `photo`: too many, too large, no photo.
pub fn read(files: &[Vec<u8>]) -> Result<Vec<Photo>> {
    let (mut problems, mut photos) = (Problems::default(), Vec::new());
    if files.len() > PHOTOS_MOST {
        problems.note("photo", Msg::new("activity-photo-many").with("most", PHOTOS_MOST));
    }
    for file in files.iter().take(PHOTOS_MOST) {
        match stripped(file) {
            _ if file.len() as u64 > PHOTO_BYTES => problems.note("photo", too_big()),
            Some(photo) => photos.push(photo),
            None => problems.note("photo", "activity-photo-unread"),
        }
    }
    problems.end()?;
    Ok(photos)
}

/// What to say of a photo that is too large.
pub fn too_big() -> Msg {
    Msg::new("activity-photo-big").with("most", PHOTO_BYTES >> 20)
}

/// Whether the family allows photos; none where it was not asked yet. Refused or taken back, there are none.
///
/// # Errors
/// Faults of the database.
pub fn consent(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Option<bool>> {
    Ok(trail::consents_of(tx, pupil)?.iter().find(|one| one.purpose == CONSENT).map(|newest| newest.given))
}

/// Keeps photos with one's own record of the permit's child.
///
/// # Errors
/// Problems at `photo` when the family has refused photos or there would be too many; not found when it is another's record.
pub fn keep(tx: &mut Tx<'_>, permit: &Permit<acts::RecordActivity>, act: RowId, photos: &[Photo]) -> Result<()> {
    if photos.is_empty() {
        return Ok(());
    }
    let (record, pupil) = (mine(tx, permit, act)?, permit.pupil()?);
    if consent(tx, pupil)? == Some(false) {
        return Err(Error::at("photo", "activity-photo-refused"));
    }
    if record.photos.len() + photos.len() > PHOTOS_MOST {
        return Err(Error::at("photo", Msg::new("activity-photo-many").with("most", PHOTOS_MOST)));
    }
    for photo in photos {
        let sealed = tx.vault().seal_bytes(pupil, PLACE, &photo.bytes)?;
        let id = trail::attach(tx, permit.who(), act, "", photo.media_type, &sealed)?;
        sql::insert_photo(tx, id, act, pupil)?;
    }
    trail::note(tx, permit.who(), "activity.photographed", act, &serde_json::json!({ "count": photos.len() }))?;
    Ok(())
}

/// Takes a photo of one's own record back: it is shown no more.
///
/// # Errors
/// Not found when it is another's record or there is no such photo.
pub fn withdraw(tx: &mut Tx<'_>, permit: &Permit<acts::RecordActivity>, act: RowId, photo: AttachmentId) -> Result<()> {
    if !mine(tx, permit, act)?.photos.contains(&photo) {
        return Err(Error::NotFound);
    }
    sql::end_photo(tx, photo, &permit.who().tag())?;
    trail::note(tx, permit.who(), "activity.unphotographed", act, &serde_json::json!({ "photo": photo.to_string() }))?;
    Ok(())
}

/// The photos of a child's records, by act.
pub(super) fn by_act(tx: &mut Tx<'_>, pupil: PupilId) -> Result<HashMap<RowId, Vec<AttachmentId>>> {
    let mut all: HashMap<RowId, Vec<AttachmentId>> = HashMap::new();
    for (act, photo) in sql::photos_of_pupil(tx, pupil)? {
        all.entry(act).or_default().push(photo);
    }
    Ok(all)
}

/// A photo of a record that the person may read: media type and picture.
///
/// # Errors
/// Not found when there is none, or it stands in a record that is not for the person.
pub fn one(tx: &mut Tx<'_>, permit: &Permit<acts::SeeCaseFile>, act: RowId, photo: AttachmentId) -> Result<(String, Vec<u8>)> {
    let shows = |record: &Record| record.id == act && record.photos.contains(&photo);
    if !of_pupil(tx, permit)?.iter().any(shows) {
        return Err(Error::NotFound);
    }
    let kept = trail::attachment(tx, photo)?;
    let bytes = tx.vault().open_bytes(permit.pupil()?, PLACE, &kept.content)?.ok_or(Error::NotFound)?;
    Ok((kept.media_type, bytes))
}

/// Destroys all photos of a child who has left, also those that were taken back: the pictures are gone, the records stay. Gives how many.
///
/// # Errors
/// Faults of the database.
pub fn destroy(tx: &mut Tx<'_>, permit: &Permit<acts::ErasePupil>) -> Result<usize> {
    let pupil = permit.pupil()?;
    let all = sql::all_photos(tx, pupil)?;
    for photo in &all {
        trail::empty_attachment(tx, *photo)?;
        sql::end_photo(tx, *photo, &permit.who().tag())?;
    }
    trail::note(tx, permit.who(), "activity.photos-destroyed", pupil, &serde_json::json!({ "count": all.len() }))?;
    Ok(all.len())
}

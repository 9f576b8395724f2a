//! `/pairing/programmes/{id}/letters/{docx|pdf}`: the responsibility letters of all mentors, or of one.

use super::scene;
use crate::access::{Level, Levels, Subject};
use crate::base::{Error, Lang, Result, StaffId};
use crate::pairing::export;
use crate::web::{Cx, Reply};

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Asked {
    staff: String,
    guardian: String,
}

pub(super) fn paper(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, scene) = scene(cx)?;
    let (format, lang, asked): (String, Lang, Asked) = (cx.path("file")?, cx.lang(), cx.query()?);
    let only: Option<StaffId> = if asked.staff.is_empty() { None } else { Some(asked.staff.parse().map_err(|_| Error::NotFound)?) };
    let (name, media_type, bytes) = export::letters(cx.tx, &permit, &scene, only, !asked.guardian.is_empty(), &format, lang)?;
    cx.did("PrintLetters", Subject::School, Levels::of(&[Level::Basic]), format!("{} {format} {}", scene.programme.id, asked.staff).trim().to_owned());
    Ok(Reply::file(name, media_type, bytes))
}

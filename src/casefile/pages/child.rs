//! How the pages of one child begin, in this room and in those to its right: who it is, where it sits, whether its file is live.

use crate::access::{Permit, acts};
use crate::base::{PupilId, Result};
use crate::casefile;
use crate::roster::particulars::{self, Particulars};
use crate::web::Cx;

/// The child of a page, and whether there is a live file of which the person may know.
pub struct Child {
    /// Who it is.
    pub c: Particulars,
    /// For the picture of the name.
    pub family_name: String,
    /// The class, where it has one.
    pub place: String,
    /// Whether the file is live.
    pub live: bool,
    /// Why the person may read it.
    pub see: Permit<acts::SeeCaseFile>,
}

/// The child that the path names as `id`.
///
/// # Errors
/// Not found when the person may not read its file.
pub fn child(cx: &mut Cx<'_, '_>) -> Result<Child> {
    let id: PupilId = cx.path("id")?;
    let see = cx.permit::<acts::SeeCaseFile>(id)?;
    let pupil = cx.permit::<acts::SeePupil>(id)?;
    let c = particulars::particulars(cx.tx, &pupil)?;
    let place = c.seat.as_ref().map(|seat| seat.class_name.clone()).unwrap_or_default();
    let live = casefile::head(cx.tx, &see)?.state.is_live();
    Ok(Child { family_name: c.name.chars().next().map(String::from).unwrap_or_default(), place, live, c, see })
}

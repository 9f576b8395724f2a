//! 帮扶情况记录表 as a file: of one child, or of the whole caseload with one press (A9-19).

use super::{SHOWN, list};
use crate::access::{Subject, acts};
use crate::activity::export;
use crate::base::{Error, PupilId, Result};
use crate::roster::time;
use crate::web::{Cx, Reply};

/// `GET /records/paper/{format}`: the own children.
pub(super) fn own(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let format: String = cx.path("format")?;
    let term = time::current_term(cx.tx)?.ok_or(Error::NotFound)?;
    let pupils: Vec<PupilId> = list::own_ids(cx)?;
    let lang = cx.lang();
    let (name, media_type, bytes) = export::file(cx.tx, cx.who, &pupils, &term, &format, lang)?;
    cx.did("PrintRecords", Subject::School, SHOWN, format!("{} children {format}", pupils.len()));
    Ok(Reply::file(name, media_type, bytes))
}

/// `GET /pupils/{id}/records/paper/{format}`: one child.
pub(super) fn of_child(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, format): (PupilId, String) = (cx.path("id")?, cx.path("format")?);
    let see = cx.permit::<acts::SeeCaseFile>(id)?;
    let term = time::current_term(cx.tx)?.ok_or(Error::NotFound)?;
    let lang = cx.lang();
    let (name, media_type, bytes) = export::file(cx.tx, cx.who, &[id], &term, &format, lang)?;
    cx.did("PrintRecords", see.subject(), see.levels().within(SHOWN), format);
    Ok(Reply::file(name, media_type, bytes))
}

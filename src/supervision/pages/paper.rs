//! Papers: a check, the joint evaluation of a helper.

use super::{SHOWN, checks};
use crate::access::{Action, Subject, acts};
use crate::base::{Result, RowId, StaffId};
use crate::supervision::export::checks as export;
use crate::supervision::{checks as verbs, joint};
use crate::web::{Cx, Reply};

/// `GET /supervision/checks/{check}/paper/{format}`
pub(super) fn of_check(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, format): (RowId, String) = (cx.path("check")?, cx.path("format")?);
    let whole = verbs::whole(cx.tx, cx.who, id)?;
    let (title, lang) = (checks::title(cx, &whole.check)?, cx.lang());
    let term = crate::roster::time::terms(cx.tx)?.into_iter().find(|term| (term.first_day..=term.last_day).contains(&whole.check.day));
    let (name, media_type, bytes) = export::check(cx.tx, cx.who, &whole, &title, term.as_ref(), &format, lang)?;
    cx.did("PrintRecords", verbs::subject(&whole.check), SHOWN, format!("check {id} {format}"));
    Ok(Reply::file(name, media_type, bytes))
}

/// `GET /supervision/joint/{staff}/paper/{format}`: the own part, or for who supervises the school one that may be read.
pub(super) fn of_joint(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (staff, format): (StaffId, String) = (cx.path("staff")?, cx.path("format")?);
    let p = cx.page("supervision-joint-title");
    let (term, lang) = (super::term(cx, &p)?, cx.lang());
    let part = if staff == cx.who.staff() {
        joint::own(cx.tx, cx.who, &term)?
    } else if cx.who.may_everywhere(Action::Supervise) {
        let permit = cx.permit::<acts::Supervise>(Subject::School)?;
        joint::of_helper(cx.tx, &permit, staff, &term)?
    } else {
        return Err(crate::base::Error::NotFound);
    };
    let (name, media_type, bytes) = export::joint(cx.tx, cx.who, &part, &term, &format, lang)?;
    cx.did("PrintRecords", Subject::School, SHOWN, format!("joint {format}"));
    Ok(Reply::file(name, media_type, bytes))
}

//! What the forms of the study partners do.

use super::peers::ask;
use crate::access::{Level, Levels, Permit, acts};
use crate::base::{ClassId, Error, Msg, PupilId, Result, RowId};
use crate::pairing::{groups, peers};
use crate::web::{Cx, Reply};

fn did(cx: &mut Cx<'_, '_>, permit: &Permit<acts::ManagePeers>, note: impl Into<String>) {
    cx.did("ManagePeers", permit.subject(), Levels::of(&[Level::Basic]), note);
}

fn back(class: ClassId, done: impl Into<Msg>) -> Reply {
    Reply::done(format!("/pairing/classes/{class}/peers"), done)
}

/// The chosen lines of the proposal become pairs: `pair` holds the children, `p-<child>` the classmate of each.
pub(super) fn pair(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, term) = ask(cx)?;
    let lead = cx.field("lead").parse().map_err(|_| Error::at("lead", "pairing-peer-lead-missing"))?;
    let children: Vec<PupilId> = cx.req.fields_of("pair").filter_map(|text| text.parse().ok()).collect();
    let mut chosen = Vec::new();
    for child in children {
        let field = peers::field("p", child);
        let helper = cx.field(&field).parse().map_err(|_| Error::at(field, "pairing-peer-helper-missing"))?;
        chosen.push((child, helper));
    }
    let count = peers::pair(cx.tx, &permit, &term, lead, &chosen)?;
    did(cx, &permit, format!("paired {count}"));
    Ok(back(permit.class()?, Msg::new("pairing-peer-paired").with("count", count)))
}

fn row(cx: &Cx<'_, '_>, field: &str) -> Result<RowId> {
    cx.field(field).parse().map_err(|_| Error::NotFound)
}

/// A pair ends.
pub(super) fn end(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, _) = ask(cx)?;
    let (id, reason) = (row(cx, "id")?, cx.field("reason").to_owned());
    peers::end(cx.tx, &permit, id, &reason)?;
    did(cx, &permit, format!("ended {id} {reason}"));
    Ok(back(permit.class()?, "pairing-peer-ended"))
}

/// A group is made.
pub(super) fn make_group(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, term) = ask(cx)?;
    let members = cx.req.fields_of("member").filter_map(|text| text.parse().ok()).collect();
    let new = groups::New { name: cx.field("name").to_owned(), lead: cx.field("lead").parse().ok(), members };
    let id = groups::make(cx.tx, &permit, &term, &new)?;
    did(cx, &permit, format!("group {id}"));
    Ok(back(permit.class()?, "pairing-group-made"))
}

/// A group ends.
pub(super) fn end_group(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, _) = ask(cx)?;
    let (id, reason) = (row(cx, "id")?, cx.field("reason").to_owned());
    groups::end(cx.tx, &permit, id, &reason)?;
    did(cx, &permit, format!("group ended {id} {reason}"));
    Ok(back(permit.class()?, "pairing-group-ended"))
}

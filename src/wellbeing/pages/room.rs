//! Who receives: named and released by the principal.

use super::view::{Ask, Button, Item, Kind, field, hidden};
use super::{crumbs, made};
use crate::access::{Levels, Subject, acts};
use crate::base::{Result, RowId};
use crate::web::{Cx, Reply};
use crate::wellbeing::room;

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageWellbeing>(Subject::School)?;
    let p = cx.page("wellbeing-room");
    let (all, open) = (room::receivers(cx.tx)?, !room::open(cx.tx)?.is_empty());
    let duty = |duty: crate::access::Duty| p.t(&format!("duty-{}", duty.code()));
    let who: Vec<(String, String)> = room::candidates(cx.tx, &permit)?.into_iter().map(|(staff, name, held)| (staff.to_string(), format!("{name} · {}", duty(held)))).collect();
    let item = |one: &room::Receiver| Item {
        title: one.name.clone(),
        meta: format!("{} {}", p.t("wellbeing-since"), one.from),
        chips: vec![if one.counts { (p.t("wellbeing-counts"), "good") } else { (p.t("wellbeing-counts-not"), "overdue") }],
        ..Item::default()
    };
    let mut fields = Vec::new();
    if !who.is_empty() {
        fields = vec![hidden("id", made(cx)), field("staff", "wellbeing-receiver", Kind::Select(who))];
    }
    let release = |one: &room::Receiver| Button {
        action: format!("/wellbeing/room/{}/release", one.id),
        text: p.tv("wellbeing-receiver-release", "name", &one.name),
        fields: Vec::new(),
        confirm: p.t("wellbeing-receiver-release-sure"),
    };
    let (below, buttons) = (all.iter().map(item).collect(), all.iter().map(release).collect());
    let notice = vec![p.t(if open { "wellbeing-room-open" } else { "wellbeing-room-shut" }), p.t("wellbeing-room-rule")];
    let crumbs = crumbs(&p, &[]);
    cx.saw("ManageWellbeing", Subject::School, Levels::NONE);
    cx.render(&Ask { below, buttons, ..Ask::new(p, crumbs, "/wellbeing/room", fields, "wellbeing-receiver-name").lead("wellbeing-room-lead").notice(notice) })
}

pub(super) fn name(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageWellbeing>(Subject::School)?;
    let (id, staff) = (made(cx), cx.field("staff").parse().ok());
    room::name(cx.tx, &permit, id, staff)?;
    cx.did("ManageWellbeing", Subject::School, Levels::NONE, id.to_string());
    Ok(Reply::done("/wellbeing/room", "wellbeing-kept"))
}

pub(super) fn release(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageWellbeing>(Subject::School)?;
    let id: RowId = cx.path("receiver")?;
    room::release(cx.tx, &permit, id)?;
    cx.did("ManageWellbeing", Subject::School, Levels::NONE, id.to_string());
    Ok(Reply::done("/wellbeing/room", "wellbeing-kept"))
}

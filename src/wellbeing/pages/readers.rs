//! Who else reads a file: asked and answered, with broken glass, and the list of both.

use super::view::{Ask, Button, Item, Kind, Section, Sheet, field, hidden};
use super::{SHOWN, child_crumbs, crumbs, made, named};
use crate::access::{Subject, acts};
use crate::base::{Error, Msg, PupilId, Result, RowId, Stamp};
use crate::roster::people::Names;
use crate::web::{Cx, Reply};
use crate::wellbeing::reading::{self, Reader};
use crate::wellbeing::rules::LEAVE_DAYS;

fn moment(at: Stamp) -> String {
    let (hour, minute) = at.hour_minute();
    format!("{} {hour:02}:{minute:02}", at.day())
}

pub(super) fn ask_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    cx.permit::<acts::SeeCaseFile>(id)?;
    let (name, p) = (named(cx, id)?, cx.page("wellbeing-ask"));
    let fields = vec![hidden("id", made(cx)), field("reason", "wellbeing-reason", Kind::Long).hint("wellbeing-ask-hint")];
    cx.render(&Ask::new(p, child_crumbs(id, &name), format!("/pupils/{id}/wellbeing/ask"), fields, "wellbeing-ask-send").lead("wellbeing-ask-lead"))
}

pub(super) fn ask(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::SeeCaseFile>(id)?;
    let (entry, reason) = (made(cx), cx.field("reason").to_owned());
    reading::ask(cx.tx, &permit, entry, &reason)?;
    cx.did("ReadWellbeing", Subject::School, SHOWN, entry.to_string());
    Ok(Reply::done(format!("/pupils/{id}"), "wellbeing-ask-sent"))
}

pub(super) fn asked(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let entry: RowId = cx.path("entry")?;
    let (found, _) = reading::asked(cx.tx, cx.who, entry)?;
    let (name, names, p) = (named(cx, found.pupil)?, Names::load(cx.tx)?, cx.page("wellbeing-asked"));
    let item = Item {
        title: format!("{} → {name}", names.of(&found.staff.to_string())),
        meta: found.day.to_string(),
        lines: std::iter::once((p.t("wellbeing-reason"), found.said().text)).chain(super::log_lines(&p, &names, "wellbeing-leave-", &found.steps)).collect(),
        ..Item::default()
    };
    let fields = if found.steps.is_empty() {
        let days = std::iter::once(("0".to_owned(), p.t("wellbeing-leave-declined")))
            .chain([1, 3, 7, LEAVE_DAYS].map(|days| (days.to_string(), p.tv("wellbeing-leave-for", "count", days))));
        vec![field("days", "wellbeing-leave", Kind::Radios(days.collect())).hint("wellbeing-leave-hint").value(3)]
    } else {
        Vec::new()
    };
    let crumbs = crumbs(&p, &[]);
    cx.saw("CounselPupil", Subject::School, SHOWN);
    cx.render(&Ask { below: vec![item], ..Ask::new(p, crumbs, format!("/wellbeing/asks/{entry}"), fields, "wellbeing-leave-answer") })
}

pub(super) fn answer(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let entry: RowId = cx.path("entry")?;
    let (found, permit) = reading::asked(cx.tx, cx.who, entry)?;
    let days: i64 = cx.field("days").parse().map_err(|_| Error::at("days", "wellbeing-choose"))?;
    reading::answer(cx.tx, &permit, &found, (days != 0).then_some(days))?;
    cx.did("CounselPupil", Subject::School, SHOWN, entry.to_string());
    Ok(Reply::done(format!("/pupils/{}/wellbeing/readers", found.pupil), "wellbeing-kept"))
}

pub(super) fn glass_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    cx.permit::<acts::SeeCaseFile>(id)?;
    if !reading::may_break(cx.who) {
        return Err(Error::NotFound);
    }
    let (name, p) = (named(cx, id)?, cx.page("wellbeing-glass"));
    let fields = vec![hidden("id", made(cx)), field("reason", "wellbeing-reason", Kind::Long)];
    let notice = vec![p.t("wellbeing-glass-lead")];
    cx.render(&Ask::new(p, child_crumbs(id, &name), format!("/pupils/{id}/wellbeing/glass"), fields, "wellbeing-glass-break").notice(notice))
}

pub(super) fn break_glass(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::SeeCaseFile>(id)?;
    let (entry, reason) = (made(cx), cx.field("reason").to_owned());
    let until = reading::break_glass(cx.tx, &permit, entry, &reason)?;
    cx.did("ReadWellbeing", Subject::School, SHOWN, entry.to_string());
    let (hour, minute) = until.hour_minute();
    Ok(Reply::done(format!("/pupils/{id}/wellbeing"), Msg::new("wellbeing-glass-done").with("when", format!("{hour:02}:{minute:02}"))))
}

pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::CounselPupil>(id)?;
    let (all, glasses) = reading::readers(cx.tx, &permit)?;
    let (name, names, p, now) = (named(cx, id)?, Names::load(cx.tx)?, cx.page("wellbeing-readers"), cx.tx.now());
    let item = |one: &Reader| {
        let over = one.ended.is_some() || one.until <= now;
        let until = one.ended.unwrap_or(one.until);
        Item {
            title: names.of(&one.staff.to_string()),
            meta: format!("{} — {}", moment(one.from), moment(until)),
            chips: vec![
                (p.t(&format!("wellbeing-way-{}", one.way)), if one.way == "glass" { "overdue" } else { "" }),
                if over { (p.t("wellbeing-over"), "") } else { (p.t("wellbeing-reads"), "now") },
            ],
            ..Item::default()
        }
    };
    let button = |one: &Reader| Button {
        action: format!("/pupils/{id}/wellbeing/readers/{}/end", one.id),
        text: p.tv("wellbeing-leave-end", "name", names.of(&one.staff.to_string())),
        fields: Vec::new(),
        confirm: String::new(),
    };
    let seen = Button { action: format!("/pupils/{id}/wellbeing/readers"), text: p.t("wellbeing-readers-seen"), fields: Vec::new(), confirm: String::new() };
    let broken = |one: &crate::wellbeing::entry::Entry| Item {
        title: names.of(&one.staff.to_string()),
        meta: moment(one.at),
        lines: vec![(p.t("wellbeing-reason"), one.said().text)],
        ..Item::default()
    };
    let sections = vec![
        Section {
            title: p.t("wellbeing-readers"),
            hint: p.t("wellbeing-readers-hint"),
            items: all.iter().map(item).collect(),
            empty: p.t("wellbeing-readers-none"),
            buttons: all.iter().filter(|one| one.way == "leave" && one.ended.is_none() && one.until > now).map(button).collect(),
            ..Section::default()
        },
        Section {
            title: p.t("wellbeing-glasses"),
            items: glasses.iter().map(broken).collect(),
            empty: p.t("wellbeing-glasses-none"),
            buttons: if glasses.is_empty() { Vec::new() } else { vec![seen] },
            ..Section::default()
        },
    ];
    let mut crumbs = child_crumbs(id, &name);
    crumbs.push((format!("/pupils/{id}/wellbeing"), p.t("wellbeing-file")));
    cx.saw("CounselPupil", Subject::School, SHOWN);
    cx.render(&Sheet::new(p, crumbs, sections))
}

pub(super) fn end(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, reading): (PupilId, RowId) = (cx.path("id")?, cx.path("reading")?);
    let permit = cx.permit::<acts::CounselPupil>(id)?;
    reading::end(cx.tx, &permit, reading)?;
    cx.did("CounselPupil", Subject::School, SHOWN, reading.to_string());
    Ok(Reply::done(format!("/pupils/{id}/wellbeing/readers"), "wellbeing-kept"))
}

pub(super) fn seen(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::CounselPupil>(id)?;
    reading::told(cx.tx, &permit)?;
    cx.did("CounselPupil", Subject::School, SHOWN, "");
    Ok(Reply::done(format!("/pupils/{id}/wellbeing/readers"), "wellbeing-kept"))
}

//! Devices on loan, and duty posts as labour education.

use super::columns;
use super::{SHOWN, crumbs, day, made};
use crate::access::{Levels, Subject, acts};
use crate::aid::duties::{self, Post};
use crate::aid::loans::{self, Device};
use crate::base::{Error, Id, Msg, PupilId, Result, RowId};
use crate::roster::particulars;
use crate::roster::people::{self, Names};
use crate::roster::pupils::{self, Part, Sort, State};
use crate::web::sheet::{Ask, Kind, Section, Sheet, cell, chip, choices, field, hidden, link, linked};
use crate::web::{Cx, Reply};

/// All devices, and with whom each is.
pub(super) fn devices(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let see = cx.permit::<acts::ManageAid>(Subject::School)?;
    let (p, today) = (cx.page("aid-devices"), cx.tx.today());
    let row = |one: &Device| {
        let (state, whom) = match &one.loan {
            Some((_, _, _, due)) if *due < today => (chip(p.t("aid-device-late"), "overdue"), one.loan.as_ref()),
            Some(_) => (chip(p.t("aid-device-out"), "due"), one.loan.as_ref()),
            None if one.state.is_empty() => (chip(p.t("aid-device-in"), "good"), None),
            None => (chip(p.t(&format!("aid-back-{}", one.state)), ""), None),
        };
        let whom = whom.map_or_else(|| cell(""), |(_, pupil, name, due)| linked(format!("{name} · {due}"), format!("/pupils/{pupil}/aid")));
        let back = if one.loan.is_some() { linked(p.t("aid-device-back"), format!("/aid/devices/{}/return", one.id)) } else { cell("") };
        vec![cell(format!("{} {}", one.name, one.mark)), cell(p.t(&format!("aid-device-{}", one.kind))), state, whom, back]
    };
    let section = Section {
        title: p.t("aid-devices"),
        hint: p.t("aid-devices-hint"),
        columns: columns(&p, &["aid-device", "aid-kind", "aid-state", "aid-device-whom", "aid-device-do"]),
        rows: loans::devices(cx.tx, &see)?.iter().map(row).collect(),
        empty: p.t("aid-devices-none"),
        links: vec![link(&p, "plus", "aid-device-new", "/aid/devices/new")],
        ..Section::default()
    };
    cx.saw("ManageAid", Subject::School, SHOWN);
    cx.render(&Sheet { crumbs: crumbs(&p, &[]), lead: String::new(), links: Vec::new(), facts: Vec::new(), sections: vec![section], p })
}

pub(super) fn device_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("aid-device-new");
    let fields = vec![
        hidden("id", made(cx)),
        field("kind", "aid-kind", Kind::Select(choices(&p, "aid-device-", loans::KINDS))),
        field("name", "aid-name", Kind::Text),
        field("mark", "aid-device-mark", Kind::Text).hint("aid-device-mark-hint"),
    ];
    cx.render(&Ask {
        crumbs: crumbs(&p, &[("/aid/devices", p.t("aid-devices"))]),
        lead: String::new(),
        action: "/aid/devices/new".into(),
        fields,
        submit: p.t("web-save"),
        files: false,
        p,
    })
}

pub(super) fn add_device(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let text = |name: &str| cx.field(name).to_owned();
    let (id, kind, name, mark) = (made(cx), text("kind"), text("name"), text("mark"));
    loans::add(cx.tx, &permit, id, &kind, &name, &mark)?;
    cx.did("ManageAid", Subject::School, Levels::NONE, format!("device {id}"));
    Ok(Reply::done("/aid/devices", "aid-kept"))
}

pub(super) fn lend_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::ManageAid>(id)?;
    let see = cx.permit::<acts::SeePupil>(id)?;
    let name = particulars::particulars(cx.tx, &see)?.name;
    let (p, today) = (cx.page("aid-device-lend"), cx.tx.today());
    let here = loans::devices(cx.tx, &permit)?
        .into_iter()
        .filter(|one| one.loan.is_none() && one.state != "lost")
        .map(|one| (one.id.to_string(), format!("{} {}", one.name, one.mark)))
        .collect();
    let fields = vec![
        hidden("loan", made(cx)),
        field("device", "aid-device", Kind::Select(here)),
        field("until", "aid-until", Kind::Day).value(today.plus_days(180)),
        field("note", "aid-device-note", Kind::Long).hint("aid-device-note-hint"),
    ];
    let path = format!("/pupils/{id}/aid");
    cx.render(&Ask {
        crumbs: crumbs(&p, &[(&path, name)]),
        lead: p.t("aid-devices-hint"),
        action: format!("{path}/device"),
        fields,
        submit: p.t("aid-device-lend"),
        files: false,
        p,
    })
}

pub(super) fn lend(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::ManageAid>(id)?;
    let device: RowId = cx.field("device").parse().map_err(|_| Error::at("device", "aid-choose"))?;
    let fresh: RowId = cx.tx.new_id();
    let (loan, until, note) = (cx.field("loan").parse().unwrap_or(fresh), day(cx, "until")?, cx.field("note").to_owned());
    loans::lend(cx.tx, &permit, loan, device, until, &note)?;
    cx.did("ManageAid", Subject::Pupil(id), SHOWN, format!("device {device}"));
    Ok(Reply::done("/aid/devices", "aid-kept"))
}

pub(super) fn back_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, p): (RowId, _) = (cx.path("device")?, cx.page("aid-device-back"));
    let fields = vec![field("state", "aid-device-how", Kind::Select(choices(&p, "aid-back-", loans::STATES)))];
    cx.render(&Ask {
        crumbs: crumbs(&p, &[("/aid/devices", p.t("aid-devices"))]),
        lead: String::new(),
        action: format!("/aid/devices/{id}/return"),
        fields,
        submit: p.t("aid-device-back"),
        files: false,
        p,
    })
}

pub(super) fn take_back(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let (id, state): (RowId, String) = (cx.path("device")?, cx.field("state").to_owned());
    loans::take_back(cx.tx, &permit, id, &state)?;
    cx.did("ManageAid", Subject::School, Levels::NONE, format!("device {id}"));
    Ok(Reply::done("/aid/devices", "aid-kept"))
}

/// The duty posts of a term.
pub(super) fn posts(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let (term, p, names) = (super::term(cx)?, cx.page("aid-posts"), Names::load(cx.tx)?);
    let row = |one: &Post| {
        let turns = one.turns.iter().map(|(name, from, until)| format!("{name} {from} — {until}")).collect::<Vec<_>>().join("，");
        vec![linked(&one.name, format!("/aid/posts/{}/turns", one.id)), cell(&one.what), cell(one.minutes), cell(names.of(&one.staff.to_string())), cell(turns)]
    };
    let section = Section {
        title: term.code.to_string(),
        columns: columns(&p, &["aid-post", "aid-post-what", "aid-minutes", "aid-post-teacher", "aid-post-turns"]),
        rows: duties::posts(cx.tx, &permit, term.id)?.iter().map(row).collect(),
        empty: p.t("aid-posts-none"),
        links: vec![link(&p, "plus", "aid-post-new", "/aid/posts/new")],
        ..Section::default()
    };
    cx.saw("ManageAid", Subject::School, Levels::of(&[crate::access::Level::Basic]));
    cx.render(&Sheet { crumbs: crumbs(&p, &[]), lead: p.t("aid-posts-lead"), links: Vec::new(), facts: Vec::new(), sections: vec![section], p })
}

pub(super) fn post_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (p, today) = (cx.page("aid-post-new"), cx.tx.today());
    let staff = people::staff_list(cx.tx)?.into_iter().filter(|one| one.is_here(today)).map(|one| (one.id.to_string(), one.name)).collect();
    let fields = vec![
        hidden("id", made(cx)),
        field("name", "aid-name", Kind::Text),
        field("what", "aid-post-what", Kind::Long),
        field("minutes", "aid-minutes", Kind::Number).hint("aid-minutes-hint").value(15),
        field("staff", "aid-post-teacher", Kind::Select(staff)),
    ];
    cx.render(&Ask {
        crumbs: crumbs(&p, &[("/aid/posts", p.t("aid-posts"))]),
        lead: p.t("aid-posts-lead"),
        action: "/aid/posts/new".into(),
        fields,
        submit: p.t("web-save"),
        files: false,
        p,
    })
}

pub(super) fn found(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let (term, staff) = (super::term(cx)?, cx.field("staff").parse().map_err(|_| Error::at("staff", "aid-choose"))?);
    let new =
        Post { id: made(cx), name: cx.field("name").to_owned(), what: cx.field("what").to_owned(), minutes: cx.field("minutes").parse().unwrap_or(0), staff, turns: Vec::new() };
    duties::found(cx.tx, &permit, term.id, &new)?;
    cx.did("ManageAid", Subject::School, Levels::NONE, format!("post {}", new.id));
    Ok(Reply::done("/aid/posts", "aid-kept"))
}

pub(super) fn turn_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let (id, term): (RowId, _) = (cx.path("post")?, super::term(cx)?);
    let one = duties::posts(cx.tx, &permit, term.id)?.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)?;
    let (p, today) = (cx.page_of(&Msg::new("aid-post-of").with("name", &one.name)), cx.tx.today());
    let all = pupils::list(cx.tx, cx.who, &Part::School, State::Here, Sort::Class, crate::base::limits::ROWS_PER_PAGE_MOST, 0)?.rows;
    let children = all.into_iter().map(|child| (child.id.to_string(), format!("{} {}", child.class_name, child.name))).collect();
    let fields = vec![
        hidden("id", made(cx)),
        field("child", "aid-child", Kind::Select(children)),
        field("from", "aid-from", Kind::Day).value(today),
        field("until", "aid-until", Kind::Day).value(today.plus_days(28).min(term.last_day)),
    ];
    cx.render(&Ask {
        crumbs: crumbs(&p, &[("/aid/posts", p.t("aid-posts"))]),
        lead: p.t("aid-posts-lead"),
        action: format!("/aid/posts/{id}/turns"),
        fields,
        submit: p.t("web-save"),
        files: false,
        p,
    })
}

pub(super) fn take(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAid>(Subject::School)?;
    let (post, term): (RowId, _) = (cx.path("post")?, super::term(cx)?);
    let child: PupilId = cx.field("child").parse().map_err(|_| Error::at("child", "aid-choose"))?;
    let (id, days) = (made(cx), (day(cx, "from")?, day(cx, "until")?));
    duties::take(cx.tx, &permit, id, term.id, post, child, days)?;
    cx.did("ManageAid", Subject::Pupil(child), Levels::NONE, format!("post {}", post.uuid()));
    Ok(Reply::done("/aid/posts", "aid-kept"))
}

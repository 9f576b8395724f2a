//! The counselling room: what is booked, how it ended, the rooms.

use serde::Deserialize;

use super::view::{Ask, Kind, Section, Sheet, cell, chip, choices, columns, field, hidden, link, linked};
use super::{SHOWN, crumbs, made, named, ticks};
use crate::access::{Subject, acts};
use crate::base::{Error, PupilId, Result, RowId, SchoolDate};
use crate::web::{Cx, Page, Reply};
use crate::wellbeing::bookings::{self, Booking, Ending};
use crate::wellbeing::file;
use crate::wellbeing::rules::{ENDS, FORMS, minute_of};

/// Days that the page shows.
const DAYS: i64 = 14;

#[derive(Deserialize, Default)]
#[serde(default)]
struct Query {
    from: String,
    pupil: String,
    form: String,
}

fn who_of(cx: &mut Cx<'_, '_>, p: &Page, one: &Booking) -> Result<String> {
    if one.form == "lecture" {
        return Ok(one.topic.clone());
    }
    let mut names = Vec::new();
    for pupil in &one.pupils {
        names.push(named(cx, *pupil).unwrap_or_else(|_| p.t("wellbeing-child")));
    }
    Ok(names.join("、"))
}

pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::CounselPupil>(Subject::School)?;
    let today = cx.tx.today();
    let from: SchoolDate = cx.query::<Query>()?.from.parse().unwrap_or_else(|_| today.plus_days(-2));
    let all = bookings::span(cx.tx, &permit, from, from.plus_days(DAYS))?;
    let p = cx.page("wellbeing-bookings");
    let mut rows = Vec::new();
    for one in &all {
        let state = match &one.ended {
            Some(ended) => chip(p.t(&format!("wellbeing-ended-{}", ended.what)), if ended.what == "held" { "good" } else { "" }),
            None if one.day < today => linked(p.t("wellbeing-end"), format!("/wellbeing/bookings/{}/end", one.id)),
            None => linked(p.t("wellbeing-end-or-cancel"), format!("/wellbeing/bookings/{}/end", one.id)),
        };
        rows.push(vec![cell(format!("{} {}", one.day, one.time())), cell(&one.place_name), cell(p.t(&format!("wellbeing-form-{}", one.form))), cell(who_of(cx, &p, one)?), state]);
    }
    let section = Section {
        title: format!("{from} — {}", from.plus_days(DAYS)),
        columns: columns(&p, &["wellbeing-when", "wellbeing-place", "wellbeing-form", "wellbeing-who", "wellbeing-state"]),
        rows,
        empty: p.t("wellbeing-bookings-none"),
        links: vec![
            link(&p, "back", "wellbeing-earlier", format!("/wellbeing/bookings?from={}", from.plus_days(-DAYS))),
            link(&p, "arrow", "wellbeing-later", format!("/wellbeing/bookings?from={}", from.plus_days(DAYS))),
        ],
        ..Section::default()
    };
    let links = FORMS
        .iter()
        .map(|form| link(&p, "plus", &format!("wellbeing-book-{form}"), format!("/wellbeing/bookings/new?form={form}")))
        .chain(std::iter::once(link(&p, "settings", "wellbeing-places", "/wellbeing/places")))
        .collect();
    let crumbs = crumbs(&p, &[]);
    cx.saw("CounselPupil", Subject::School, SHOWN);
    cx.render(&Sheet { links, ..Sheet::new(p, crumbs, vec![section]) })
}

pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::CounselPupil>(Subject::School)?;
    let query: Query = cx.query()?;
    let typed = cx.field("form").to_owned();
    let wanted = if typed.is_empty() { query.form } else { typed };
    let form = FORMS.into_iter().find(|form| *form == wanted).unwrap_or("single");
    let p = cx.page(&format!("wellbeing-book-{form}"));
    let places: Vec<(String, String)> = bookings::places(cx.tx, &permit)?.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let today = cx.tx.today();
    let crumbs = crumbs(&p, &[("/wellbeing/bookings", p.t("wellbeing-bookings"))]);
    if places.is_empty() {
        let mut page = Sheet::new(p, crumbs, Vec::new());
        page.notice = page.p.t("wellbeing-places-none");
        page.links = vec![link(&page.p, "plus", "wellbeing-places", "/wellbeing/places")];
        return cx.render(&page);
    }
    let mut fields = vec![
        hidden("id", made(cx)),
        hidden("form", form),
        field("place", "wellbeing-place", Kind::Select(places)),
        field("day", "wellbeing-day", Kind::Day).value(today),
        field("start", "wellbeing-start", Kind::Time).value("14:30"),
        field("minutes", "wellbeing-minutes-label", Kind::Number).value(30),
    ];
    if form == "lecture" {
        fields.push(field("topic", "wellbeing-topic", Kind::Text).hint("wellbeing-topic-hint"));
    } else {
        let mut children: Vec<PupilId> = query.pupil.parse().into_iter().collect();
        children.extend(ticks(cx, "pupil").iter().filter_map(|id| id.parse::<PupilId>().ok()));
        children.extend(file::followed(cx.tx, &permit)?.into_iter().map(|(pupil, ..)| pupil));
        let mut boxes: Vec<(String, String)> = Vec::new();
        for pupil in children {
            if boxes.len() < 200 && !boxes.iter().any(|(id, _)| *id == pupil.to_string()) {
                boxes.push((pupil.to_string(), named(cx, pupil)?));
            }
        }
        let kind = if form == "single" { Kind::Select(boxes) } else { Kind::Boxes(boxes) };
        fields.push(field("pupil", "wellbeing-who", kind).hint("wellbeing-who-hint").value(query.pupil));
    }
    let ask = Ask::new(p, crumbs, "/wellbeing/bookings/new", fields, "wellbeing-book").notice(Vec::new());
    cx.render(&ask)
}

pub(super) fn book(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::CounselPupil>(Subject::School)?;
    let new = Booking {
        id: made(cx),
        place: cx.field("place").parse().map_err(|_| Error::at("place", "wellbeing-choose"))?,
        place_name: String::new(),
        form: cx.field("form").to_owned(),
        day: cx.field("day").parse().map_err(|_| Error::at("day", "wellbeing-day-form"))?,
        start_minute: minute_of(cx.field("start")).unwrap_or(-1),
        minutes: cx.field("minutes").parse().unwrap_or(0),
        staff: cx.who.staff(),
        topic: cx.field("topic").to_owned(),
        pupils: ticks(cx, "pupil").iter().filter_map(|id| id.parse().ok()).collect(),
        ended: None,
    };
    bookings::book(cx.tx, &permit, &new)?;
    cx.did("CounselPupil", Subject::School, SHOWN, new.id.to_string());
    Ok(Reply::done(format!("/wellbeing/bookings?from={}", new.day), "wellbeing-kept"))
}

pub(super) fn end_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::CounselPupil>(Subject::School)?;
    let id: RowId = cx.path("booking")?;
    let known = bookings::one(cx.tx, &permit, id)?;
    let p = cx.page("wellbeing-end");
    let mut fields = Vec::new();
    if known.ended.is_none() {
        fields.push(field("what", "wellbeing-state", Kind::Radios(choices(&p, "wellbeing-ended-", &ENDS))).value("held"));
        fields.push(field("minutes", "wellbeing-minutes-label", Kind::Number).value(known.minutes).optional());
        if known.form == "lecture" {
            fields.push(field("audience", "wellbeing-audience-label", Kind::Number).optional());
        } else {
            let mut boxes = Vec::new();
            for pupil in &known.pupils {
                boxes.push((pupil.to_string(), named(cx, *pupil)?));
            }
            let all = boxes.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>().join(",");
            fields.push(field("present", "wellbeing-present", Kind::Boxes(boxes)).value(all));
            fields.push(field("text", "wellbeing-session-text", Kind::Long).hint("wellbeing-session-text-hint").optional());
        }
    }
    let crumbs = crumbs(&p, &[("/wellbeing/bookings", p.t("wellbeing-bookings"))]);
    let line = format!("{} {} · {} · {}", known.day, known.time(), known.place_name, who_of(cx, &p, &known)?);
    cx.saw("CounselPupil", Subject::School, SHOWN);
    cx.render(&Ask::new(p, crumbs, format!("/wellbeing/bookings/{id}/end"), fields, "web-save").notice(vec![line]))
}

pub(super) fn end(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::CounselPupil>(Subject::School)?;
    let id: RowId = cx.path("booking")?;
    let ending = Ending {
        what: cx.field("what").to_owned(),
        minutes: cx.field("minutes").parse().unwrap_or(0),
        audience: cx.field("audience").parse().unwrap_or(0),
        text: cx.field("text").to_owned(),
        present: ticks(cx, "present").iter().filter_map(|id| id.parse().ok()).collect(),
    };
    bookings::end(cx.tx, &permit, id, &ending)?;
    cx.did("CounselPupil", Subject::School, SHOWN, id.to_string());
    Ok(Reply::done("/wellbeing/bookings", "wellbeing-kept"))
}

pub(super) fn places(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::CounselPupil>(Subject::School)?;
    let p = cx.page("wellbeing-places");
    let below = bookings::places(cx.tx, &permit)?.into_iter().map(|(_, title)| super::view::Item { title, ..Default::default() }).collect();
    let fields = vec![hidden("id", made(cx)), field("name", "wellbeing-place", Kind::Text).hint("wellbeing-place-hint")];
    let crumbs = crumbs(&p, &[("/wellbeing/bookings", p.t("wellbeing-bookings"))]);
    cx.render(&Ask { below, ..Ask::new(p, crumbs, "/wellbeing/places", fields, "web-save") })
}

pub(super) fn add_place(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::CounselPupil>(Subject::School)?;
    let (id, name) = (made(cx), cx.field("name").to_owned());
    bookings::add_place(cx.tx, &permit, id, &name)?;
    cx.did("CounselPupil", Subject::School, SHOWN, id.to_string());
    Ok(Reply::done("/wellbeing/places", "wellbeing-kept"))
}

//! `/tutoring/bookings`: a room, the library, computers for a time of a day.

use super::view::{Ask, Kind, Section, Sheet, button, cell, columns, field, hidden, link};
use super::{chosen, crumbs, day, is_me, made};
use crate::access::{Action, Levels, Subject};
use crate::base::{Error, Result, RowId};
use crate::tutoring::bookings::{self, Booking};
use crate::tutoring::clash::{Time, clock, minute};
use crate::tutoring::places;
use crate::web::{Cx, Reply};

/// `GET /tutoring/bookings`: those to come.
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (term, today, p) = (super::term(cx)?, cx.tx.today(), cx.page("tutoring-bookings"));
    let places = places::all(cx.tx)?;
    let all = bookings::between(cx.tx, today, term.last_day)?;
    let manages = cx.who.may_everywhere(Action::ManageTutoring);
    let row = |one: &Booking| {
        let place = places.iter().find(|place| place.id == one.place).map(|place| place.word.name.clone()).unwrap_or_default();
        let back = if manages || is_me(cx, one.staff) { button(p.t("tutoring-give-back"), format!("/tutoring/bookings/{}/return", one.id)) } else { cell("") };
        vec![cell(format!("{} {}—{}", one.day, clock(one.time.from), clock(one.time.until))), cell(place), cell(one.seats), cell(&one.purpose), cell(&one.by), back]
    };
    let section = Section {
        title: p.t("tutoring-bookings-coming"),
        columns: columns(&p, &["tutoring-when", "tutoring-place", "tutoring-seats", "tutoring-purpose", "tutoring-by", "tutoring-do"]),
        rows: all.iter().map(row).collect(),
        empty: p.t("tutoring-bookings-none"),
        links: vec![link(&p, "plus", "tutoring-booking-new", "/tutoring/bookings/new")],
        ..Section::default()
    };
    cx.render(&Sheet { crumbs: crumbs(&p, &[]), lead: p.t("tutoring-bookings-lead"), links: Vec::new(), facts: Vec::new(), sections: vec![section], p })
}

/// `GET /tutoring/bookings/new`
pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (p, today) = (cx.page("tutoring-booking-new"), cx.tx.today());
    let open = places::all(cx.tx)?.into_iter().filter(|place| place.word.open);
    let places = open.map(|place| (place.id.to_string(), p.tv2("tutoring-place-seats", "name", &place.word.name, "count", place.word.seats))).collect();
    let fields = vec![
        hidden("id", made(cx)),
        field("place", "tutoring-place", Kind::Select(places)),
        field("day", "tutoring-day", Kind::Day).value(today),
        field("time", "tutoring-begins", Kind::Clock),
        field("ends", "tutoring-ends", Kind::Clock),
        field("seats", "tutoring-seats", Kind::Number).value(1).hint("tutoring-booking-seats-hint"),
        field("purpose", "tutoring-purpose", Kind::Text),
    ];
    let way = crumbs(&p, &[("/tutoring/bookings", p.t("tutoring-bookings"))]);
    cx.render(&Ask::new(p, way, "/tutoring/bookings/new", fields))
}

/// Books a place.
pub(super) fn book(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (term, day) = (super::term(cx)?, day(cx, "day")?);
    let wrong = || Error::at("time", "tutoring-time-form");
    let (from, until) = (minute(cx.field("time")).ok_or_else(wrong)?, minute(cx.field("ends")).ok_or_else(wrong)?);
    let time = Time::of(u32::try_from(day.weekday()).unwrap_or_default(), from, until).ok_or_else(wrong)?;
    let place: RowId = chosen(cx, "place").ok_or_else(|| Error::at("place", "tutoring-choose"))?;
    let new = Booking {
        id: made(cx),
        place,
        day,
        time,
        seats: cx.field("seats").parse().unwrap_or(0),
        purpose: cx.field("purpose").to_owned(),
        staff: cx.who.staff(),
        by: String::new(),
    };
    bookings::book(cx.tx, cx.who, &term, &new)?;
    cx.did("SeeTutoring", Subject::School, Levels::NONE, format!("booking {}", new.id));
    Ok(Reply::done("/tutoring/bookings", "tutoring-booked"))
}

/// Gives a place back.
pub(super) fn give_back(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (term, id): (_, RowId) = (super::term(cx)?, cx.path("booking")?);
    bookings::give_back(cx.tx, cx.who, &term, id)?;
    cx.did("SeeTutoring", Subject::School, Levels::NONE, format!("booking back {id}"));
    Ok(Reply::done("/tutoring/bookings", "tutoring-kept"))
}

//! `/tutoring/places`: rooms, library, computer room, support station, home for left-behind children.

use super::view::{Ask, Kind, Section, Sheet, cell, chip, choices, columns, field, hidden, link, linked, times, typed_times};
use super::{chosen, crumbs, made, staff};
use crate::access::{Action, Levels, Subject, acts};
use crate::base::{Error, Result, RowId};
use crate::tutoring::kinds::PLACES;
use crate::tutoring::places::{self, HOURS_MOST, Place, Word};
use crate::tutoring::timetable::time_words;
use crate::web::{Cx, Reply};

/// `GET /tutoring/places`
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (p, manages) = (cx.page("tutoring-places"), cx.who.may_somewhere(Action::ManageTutoring));
    let row = |place: &Place| {
        let hours: Vec<String> = place.word.hours.iter().map(|time| time_words(p.lang, *time)).collect();
        let name = if manages { linked(&place.word.name, format!("/tutoring/places/{}", place.id)) } else { cell(&place.word.name) };
        let seats = if place.word.shared { p.tv("tutoring-seats-shared", "count", place.word.seats) } else { p.tv("tutoring-seats-alone", "count", place.word.seats) };
        let state = if place.word.open { chip(p.t("tutoring-place-open"), "good") } else { chip(p.t("tutoring-place-shut"), "") };
        vec![name, cell(p.t(&format!("tutoring-place-{}", place.kind))), cell(seats), cell(hours.join(&p.t("tutoring-comma"))), cell(&place.keeper), state]
    };
    let section = Section {
        title: p.t("tutoring-places"),
        hint: p.t("tutoring-places-hint"),
        columns: columns(&p, &["tutoring-name", "tutoring-kind", "tutoring-seats", "tutoring-hours", "tutoring-keeper", "tutoring-state"]),
        rows: places::all(cx.tx)?.iter().map(row).collect(),
        empty: p.t("tutoring-places-none"),
        links: if manages { vec![link(&p, "plus", "tutoring-place-new", "/tutoring/places/new")] } else { Vec::new() },
        ..Section::default()
    };
    cx.render(&Sheet { crumbs: crumbs(&p, &[]), lead: String::new(), links: Vec::new(), facts: Vec::new(), sections: vec![section], p })
}

/// The place that the path names; nothing for a new one.
fn known(cx: &mut Cx<'_, '_>) -> Result<Option<Place>> {
    if cx.req.path.ends_with("/new") {
        return Ok(None);
    }
    let id: RowId = cx.path("place")?;
    places::find(cx.tx, id).map(Some)
}

/// `GET /tutoring/places/new`, `GET /tutoring/places/{place}`
pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ManageTutoring>(Subject::School)?;
    let (known, people) = (known(cx)?, staff(cx)?);
    let p = cx.page(if known.is_some() { "tutoring-place-change" } else { "tutoring-place-new" });
    let word = known.as_ref().map(|place| place.word.clone());
    let path = known.as_ref().map_or_else(|| "/tutoring/places/new".to_owned(), |place| format!("/tutoring/places/{}", place.id));
    let of = |read: fn(&Word) -> String, none: &str| word.as_ref().map_or_else(|| none.to_owned(), read);
    let hours = word.as_ref().map(|word| word.hours.clone()).unwrap_or_default();
    let mut fields = vec![
        hidden("id", known.as_ref().map_or_else(|| made(cx), |place| place.id)),
        hidden("seen", known.as_ref().map_or(0, |place| place.number)),
        field("name", "tutoring-name", Kind::Text).value(of(|word| word.name.clone(), "")),
        field("kind", "tutoring-kind", Kind::Select(choices(&p, "tutoring-place-", PLACES))).value(known.as_ref().map(|place| place.kind.clone()).unwrap_or_default()),
        field("seats", "tutoring-seats", Kind::Number).hint("tutoring-seats-hint").value(of(|word| word.seats.to_string(), "30")),
        field("shared", "tutoring-shared", Kind::Check(word.as_ref().is_some_and(|word| word.shared))).hint("tutoring-shared-hint"),
        times(&p, "hours", "tutoring-hours", &hours, HOURS_MOST).hint("tutoring-hours-hint"),
        field("keeper", "tutoring-keeper", Kind::Select(people)).value(of(|word| word.keeper.to_string(), &cx.who.staff().to_string())),
        field("note", "tutoring-note", Kind::Long).optional().value(of(|word| word.note.clone(), "")),
    ];
    if known.is_some() {
        fields.push(field("open", "tutoring-place-in-use", Kind::Check(word.is_some_and(|word| word.open))).hint("tutoring-place-in-use-hint"));
    }
    cx.render(&Ask::new(p, Vec::new(), path, fields).with_places())
}

/// Writes a place down, or anew.
pub(super) fn save(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageTutoring>(Subject::School)?;
    let known = known(cx)?;
    let is_new = known.is_none();
    let id = known.map_or_else(|| made(cx), |place| place.id);
    let text = |name: &str| cx.field(name).to_owned();
    let Some(hours) = typed_times(cx, "hours", HOURS_MOST) else { return Err(Error::at("hours", "tutoring-time-form")) };
    let word = Word {
        name: text("name"),
        seats: text("seats").parse().unwrap_or(0),
        shared: cx.field("shared") == "1",
        hours,
        keeper: chosen(cx, "keeper").ok_or_else(|| Error::at("keeper", "tutoring-staff-missing"))?,
        open: is_new || cx.field("open") == "1",
        note: text("note"),
    };
    let (kind, seen) = (text("kind"), if is_new { 0 } else { text("seen").parse().unwrap_or(0) });
    places::save(cx.tx, &permit, id, &kind, seen, &word)?;
    cx.did("ManageTutoring", Subject::School, Levels::NONE, format!("place {id}"));
    Ok(Reply::done("/tutoring/places", "tutoring-kept"))
}

impl Ask {
    fn with_places(mut self) -> Self {
        self.crumbs = crumbs(&self.p, &[("/tutoring/places", self.p.t("tutoring-places"))]);
        self
    }
}

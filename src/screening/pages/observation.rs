//! `/screening/observation` and below `/screening/classes/{class}`: the tick form and the events of conduct (B8-02, B7-02, A9-05, A9-10, A8-02).
//!
//! Everybody is ○; only who stands out is opened and tapped, so that a whole class takes two minutes. Works without JavaScript.

use std::collections::BTreeMap;

use askama::Template;

use super::term_of;
use crate::access::{Action, Level, Levels, Subject, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, Msg, PupilId, Result, RowId};
use crate::results::classes_of;
use crate::roster::time;
use crate::screening::observation::{self as verbs, Child};
use crate::screening::observation_signs::{EventKind, Item, Seen};
use crate::web::{Choice, Cx, Page, Reply};

const SHOWN: Levels = Levels::of(&[Level::Basic, Level::Academic]);

struct ClassRow {
    name: String,
    href: String,
    state: String,
    done: bool,
}

#[derive(Template)]
#[template(path = "screening/pages/observation.html")]
struct ListPage {
    p: Page,
    rows: Vec<ClassRow>,
    done: usize,
}

/// The classes that the person may observe, with the day of their last sheet.
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let term = term_of(cx.tx, "")?;
    let classes = match &term {
        Some(term) => classes_of(cx.tx, cx.who, Action::Observe, term.year)?,
        None => Vec::new(),
    };
    let mut rows = Vec::with_capacity(classes.len());
    for class in classes {
        let permit = cx.permit::<acts::Observe>(class.id)?;
        let last = verbs::last(cx.tx, &permit)?;
        let done = last.is_some_and(|day| term.as_ref().is_some_and(|term| day >= term.first_day));
        let state = match last {
            Some(day) => Msg::new("screening-observe-last").with("day", day).text(cx.lang()),
            None => Msg::new("screening-observe-never").text(cx.lang()),
        };
        rows.push(ClassRow { name: class.name, href: format!("/screening/classes/{}", class.id), state, done });
    }
    let done = rows.iter().filter(|row| row.done).count();
    cx.render(&ListPage { p: cx.page("screening-observe-title"), rows, done })
}

struct ItemView {
    word: String,
    field: String,
    seen: Option<Seen>,
}

struct ChildView {
    id: String,
    name: String,
    seat: String,
    said: String,
    open: bool,
    items: Vec<ItemView>,
}

#[derive(Template)]
#[template(path = "screening/pages/observation_form.html")]
struct FormPage {
    p: Page,
    lead: String,
    class: String,
    rows: Vec<ChildView>,
    filled: Vec<String>,
}

/// What was typed: `o-<pupil>-<item>`; empty is ○.
fn typed(cx: &Cx<'_, '_>) -> Vec<(PupilId, Item, Seen)> {
    let tick = |(name, value): &(String, String)| {
        let (pupil, item) = name.strip_prefix("o-")?.rsplit_once('-')?;
        Some((pupil.parse().ok()?, Item::of_code(item)?, Seen::of_code(value)?))
    };
    cx.req.fields.iter().filter_map(tick).collect()
}

fn child_view(p: &Page, child: &Child, ticks: &BTreeMap<Item, Seen>) -> ChildView {
    let sign = |seen: Seen| if seen == Seen::Help { "×" } else { "△" };
    let said: Vec<String> = ticks.iter().map(|(item, seen)| format!("{} {}", p.t(item.key()), sign(*seen))).collect();
    let item = |item: &Item| ItemView { word: p.t(item.key()), field: format!("o-{}-{}", child.id, item.code()), seen: ticks.get(item).copied() };
    ChildView {
        id: child.id.to_string(),
        name: child.name.clone(),
        seat: child.seat.map(|seat| seat.to_string()).unwrap_or_default(),
        said: said.join(" · "),
        open: !ticks.is_empty(),
        items: Item::ALL.iter().map(item).collect(),
    }
}

/// The form of a class, prefilled from the person's last time.
pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::Observe>(cx.path::<ClassId>("class")?)?;
    let class = time::class(cx.tx, permit.class()?)?;
    let stored = verbs::form(cx.tx, &permit)?;
    let term = time::current_term(cx.tx)?;
    let filled = match &term {
        Some(term) => verbs::filled(cx.tx, &permit, term)?,
        None => Vec::new(),
    };
    cx.saw("Observe", permit.subject(), SHOWN);
    let p = cx.page_of(&Msg::new("screening-observe-of").with("class", &class.name));
    let mut typed_ticks: BTreeMap<PupilId, BTreeMap<Item, Seen>> = BTreeMap::new();
    for (pupil, item, seen) in typed(cx) {
        typed_ticks.entry(pupil).or_default().insert(item, seen);
    }
    let none = BTreeMap::new();
    let refused = cx.refused();
    let ticks = |child: &Child| if refused { typed_ticks.get(&child.id).unwrap_or(&none).clone() } else { child.ticks.clone() };
    let lead = match stored.last {
        Some(day) => Msg::new("screening-observe-prefilled").with("day", day),
        None => Msg::new("screening-observe-first"),
    };
    let who = |f: verbs::Filled| Msg::new("screening-observe-filled-by").with("name", f.by).with("day", f.day).with("count", f.children).text(p.lang);
    let page = FormPage {
        lead: lead.text(p.lang),
        class: format!("/screening/classes/{}", class.id),
        rows: stored.children.iter().map(|child| child_view(&p, child, &ticks(child))).collect(),
        filled: filled.into_iter().map(who).collect(),
        p,
    };
    cx.render(&page)
}

/// Stores it.
pub(super) fn save(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::Observe>(cx.path::<ClassId>("class")?)?;
    let marks = typed(cx);
    let children = verbs::save(cx.tx, &permit, &marks)?;
    cx.did("Observe", permit.subject(), SHOWN, format!("children={children} ticks={}", marks.len()));
    Ok(Reply::done("/screening/observation", Msg::new("screening-observe-saved").with("count", children)))
}

struct EventView {
    name: String,
    seat: String,
    text: String,
    by: String,
    act: String,
}

#[derive(Template)]
#[template(path = "screening/pages/observation_events.html")]
struct EventsPage {
    p: Page,
    class: String,
    day: String,
    kinds: Vec<Choice>,
    children: Vec<Choice>,
    events: Vec<EventView>,
}

/// The events of the last thirty days, and a form for a new one.
pub(super) fn events(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::Observe>(cx.path::<ClassId>("class")?)?;
    let class = time::class(cx.tx, permit.class()?)?;
    let events = verbs::events(cx.tx, &permit)?;
    let children = verbs::children(cx.tx, &permit)?;
    cx.saw("SeeConduct", permit.subject(), SHOWN);
    let p = cx.page_of(&Msg::new("screening-events-of").with("class", &class.name));
    let home = format!("/screening/classes/{}", class.id);
    let seat = |seat: Option<i64>| seat.map(|seat| seat.to_string()).unwrap_or_default();
    let view = |e: verbs::Event| EventView {
        text: format!("{} · {}", p.t(e.kind.key()), e.day),
        act: if e.own { format!("{home}/events/{}/withdrawal", e.id) } else { String::new() },
        seat: seat(e.seat),
        name: e.name,
        by: e.by,
    };
    let chosen: Vec<&str> = cx.req.fields_of("pupil").collect();
    let page = EventsPage {
        day: p.old_or("day", cx.tx.today()),
        kinds: EventKind::ALL
            .iter()
            .enumerate()
            .map(|(at, kind)| Choice::new(kind.code(), p.t(kind.key()), if cx.field("kind").is_empty() { at == 0 } else { cx.field("kind") == kind.code() }))
            .collect(),
        children: children.iter().map(|(id, name, no)| Choice::new(id, format!("{} {name}", seat(*no)).trim(), chosen.contains(&id.to_string().as_str()))).collect(),
        events: events.into_iter().map(view).collect(),
        class: home.clone(),
        p,
    };
    cx.render(&page)
}

/// Notes an event.
pub(super) fn record(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::Observe>(cx.path::<ClassId>("class")?)?;
    let mut problems = Problems::default();
    let kind = EventKind::of_code(cx.field("kind"));
    if kind.is_none() {
        problems.note("kind", "screening-choose");
    }
    let day = cx.field("day").parse().ok();
    if day.is_none() {
        problems.note("day", Msg::new("screening-event-day").with("count", verbs::EVENT_DAYS_BACK));
    }
    problems.end()?;
    let pupils: Vec<PupilId> = cx.req.fields_of("pupil").filter_map(|id| id.parse().ok()).collect();
    let home = format!("/screening/classes/{}/events", permit.class()?);
    if let (Some(kind), Some(day)) = (kind, day) {
        let new = verbs::record(cx.tx, &permit, kind, day, &pupils)?;
        cx.did("RecordConduct", permit.subject(), SHOWN, format!("{day} children={} new={new}", pupils.len()));
    }
    Ok(Reply::done(home, Msg::new("screening-event-saved").with("count", pupils.len())))
}

/// Takes an event back.
pub(super) fn withdraw(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::Observe>(cx.path::<ClassId>("class")?)?;
    let event: RowId = cx.path("event")?;
    verbs::withdraw(cx.tx, &permit, event)?;
    cx.did("RecordConduct", Subject::Class(permit.class()?), SHOWN, "withdrawn");
    Ok(Reply::done(format!("/screening/classes/{}/events", permit.class()?), "screening-event-withdrawn"))
}

//! `/tutoring`: what is held today and what the person leads; `/tutoring/timetable`: the week by day, place or helper.

use serde::Deserialize;

use super::view::{Cell, Link, Section, Sheet, cell, chip, columns, link, linked};
use super::{SHOWN, crumbs, is_me};
use crate::access::{Action, Subject};
use crate::base::{Msg, Result, RowId, SchoolDate};
use crate::plan::wording;
use crate::roster::time;
use crate::tutoring::clash::{Time, clock};
use crate::tutoring::classes::Class;
use crate::tutoring::sessions::{self, Session};
use crate::tutoring::timetable::{self, Timetable, time_words};
use crate::web::{Cx, Page, Reply};

/// Days of a class that is led which a page lists.
const DUE_MOST: usize = 20;

/// What a class is: kind, subject, and for whom it is free where somebody from outside helps.
pub(super) fn what(p: &Page, class: &Class) -> String {
    let kind = p.t(&format!("tutoring-kind-{}", class.kind.code()));
    if class.subject.is_empty() { kind } else { format!("{kind} · {}", wording::subject(p.lang, &class.subject)) }
}

/// Who is there: of the staff, and from outside.
pub(super) fn who(p: &Page, class: &Class) -> String {
    if class.volunteer.is_none() { class.lead_name.clone() } else { p.tv2("tutoring-with", "name", &class.volunteer_name, "staff", &class.lead_name) }
}

fn links(cx: &Cx<'_, '_>, p: &Page) -> Vec<Link> {
    let mut all = vec![
        link(p, "today", "tutoring-timetable", "/tutoring/timetable"),
        link(p, "book", "tutoring-places", "/tutoring/places"),
        link(p, "clock", "tutoring-bookings", "/tutoring/bookings"),
        link(p, "sprout", "tutoring-trainings", "/tutoring/trainings"),
        link(p, "letter", "tutoring-posts", "/tutoring/posts"),
    ];
    if cx.who.may_somewhere(Action::ManagePeers) {
        all.insert(0, link(p, "pupils", "tutoring-mix", "/tutoring/groups"));
    }
    if cx.who.may_somewhere(Action::ArrangeTutoring) {
        all.insert(0, link(p, "plus", "tutoring-new", "/tutoring/new"));
    }
    if cx.who.may_somewhere(Action::ManageTutoring) {
        all.push(link(p, "pupils", "tutoring-helpers", "/tutoring/helpers"));
    }
    all
}

/// What is held today.
fn of_today(cx: &Cx<'_, '_>, p: &Page, all: &Timetable, today: SchoolDate, done: &[Session]) -> Section {
    let row = |(time, class): (Time, &Class)| {
        let taken = done.iter().any(|one| one.class == class.id && one.day == today);
        let state = match (taken, sessions::may_take(cx.who, class)) {
            (true, _) => chip(p.t("tutoring-taken"), "good"),
            (false, true) => linked(p.t("tutoring-take"), format!("/tutoring/classes/{}/days/{today}", class.id)),
            (false, false) => cell(""),
        };
        vec![
            linked(&class.title, format!("/tutoring/classes/{}", class.id)),
            cell(format!("{}—{}", clock(time.from), clock(time.until))),
            cell(&class.place_name),
            cell(who(p, class)),
            cell(class.children),
            state,
        ]
    };
    Section {
        title: p.tv("tutoring-today", "day", today),
        columns: columns(p, &["tutoring-name", "tutoring-when", "tutoring-place", "tutoring-helper", "tutoring-children", "tutoring-attendance"]),
        rows: all.on(today).into_iter().map(row).collect(),
        empty: p.t("tutoring-today-none"),
        ..Section::default()
    }
}

/// Days of the own classes that are not written down yet.
fn due(cx: &Cx<'_, '_>, p: &Page, all: &Timetable, today: SchoolDate, done: &[Session]) -> Section {
    let open = |class: &&Class| is_me(cx, class.lead) && class.children > 0;
    let mut days: Vec<(SchoolDate, RowId, String)> = all
        .classes
        .iter()
        .filter(open)
        .flat_map(|class| sessions::days(class, &all.days, today).into_iter().map(move |day| (day, class)))
        .filter(|(day, class)| *day < today && !done.iter().any(|one| one.class == class.id && one.day == *day))
        .map(|(day, class)| (day, class.id, class.title.clone()))
        .collect();
    days.sort_by(|one, other| other.cmp(one));
    let rows = days
        .into_iter()
        .take(DUE_MOST)
        .map(|(day, id, title)| vec![linked(format!("{day} {title}"), format!("/tutoring/classes/{id}/days/{day}")), chip(p.t("tutoring-not-taken"), "due")]);
    Section {
        title: p.t("tutoring-due"),
        hint: p.t("tutoring-due-hint"),
        columns: columns(p, &["tutoring-name", "tutoring-attendance"]),
        rows: rows.collect(),
        ..Section::default()
    }
}

/// The educational activities of the term (A9-04).
fn events(p: &Page, all: &Timetable, today: SchoolDate, done: &[Session]) -> Section {
    let events: Vec<&Class> = all.classes.iter().filter(|class| class.kind.is_event() && class.ended.is_empty()).collect();
    let held = |class: &Class| done.iter().any(|one| one.class == class.id && one.held);
    let row = |class: &&Class| {
        let state = if held(class) {
            chip(p.t("tutoring-event-held"), "good")
        } else if class.until < today {
            chip(p.t("tutoring-not-taken"), "due")
        } else {
            chip(p.t("tutoring-event-coming"), "")
        };
        vec![linked(&class.title, format!("/tutoring/classes/{}", class.id)), cell(what(p, class)), cell(format!("{} — {}", class.from, class.until)), state]
    };
    Section {
        title: p.t("tutoring-events"),
        hint: p.tv2("tutoring-events-hint", "count", events.len(), "of", events.iter().filter(|class| held(class)).count()),
        columns: columns(p, &["tutoring-name", "tutoring-kind", "tutoring-days", "tutoring-state"]),
        rows: events.iter().map(row).collect(),
        empty: p.t("tutoring-events-none"),
        ..Section::default()
    }
}

/// Recitals and contests of a unit, which are written down under rewards (A2-11, B4-09): one link for each own class.
fn contests(cx: &mut Cx<'_, '_>, p: &Page) -> Result<Section> {
    // Who has two duties in a class has it once here.
    let (own, mut rows) = (cx.who.classes(Action::PraisePupil), Vec::new());
    for (_, id) in own.iter().enumerate().filter(|(at, id)| !own[..*at].contains(id)) {
        rows.push(vec![linked(time::class(cx.tx, *id)?.name, format!("/rewards/classes/{id}/contests"))]);
    }
    if rows.is_empty() {
        rows.push(vec![linked(p.t("reward-page"), "/rewards")]);
    }
    Ok(Section { title: p.t("tutoring-contests"), hint: p.t("tutoring-contests-hint"), columns: columns(p, &["tutoring-school-class"]), rows, ..Section::default() })
}

/// `GET /tutoring`
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (term, today) = (super::term(cx)?, cx.tx.today());
    let all = timetable::of_term(cx.tx, &term, cx.lang())?;
    let (done, _) = sessions::of_term(cx.tx, &term)?;
    let p = cx.page("tutoring-title");
    let row = |class: &&Class| {
        let times: Vec<String> = class.times.iter().map(|time| time_words(p.lang, *time)).collect();
        vec![
            linked(&class.title, format!("/tutoring/classes/{}", class.id)),
            cell(what(&p, class)),
            cell(times.join(&p.t("tutoring-comma"))),
            cell(&class.place_name),
            cell(who(&p, class)),
            cell(class.children),
        ]
    };
    let running: Vec<&Class> = all.classes.iter().filter(|class| class.until >= today).collect();
    let mut sections = vec![of_today(cx, &p, &all, today, &done)];
    let due = due(cx, &p, &all, today, &done);
    if !due.rows.is_empty() {
        sections.push(due);
    }
    sections.push(Section {
        title: p.t("tutoring-classes"),
        columns: columns(&p, &["tutoring-name", "tutoring-kind", "tutoring-when", "tutoring-place", "tutoring-helper", "tutoring-children"]),
        rows: running.iter().map(row).collect(),
        empty: p.t("tutoring-classes-none"),
        ..Section::default()
    });
    sections.push(events(&p, &all, today, &done));
    if cx.who.may_somewhere(Action::PraisePupil) {
        sections.push(contests(cx, &p)?);
    }
    cx.saw("SeeTutoring", Subject::School, crate::access::Levels::NONE);
    cx.render(&Sheet { crumbs: Vec::new(), lead: p.t("tutoring-lead"), links: links(cx, &p), facts: Vec::new(), sections, p })
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    by: String,
}

/// A part of the timetable: classes of a day, a place or a helper.
fn part(p: &Page, title: String, times: Vec<(Time, &Class)>) -> Option<Section> {
    let row = |(time, class): (Time, &Class)| -> Vec<Cell> {
        vec![
            cell(time_words(p.lang, time)),
            linked(&class.title, format!("/tutoring/classes/{}", class.id)),
            cell(what(p, class)),
            cell(&class.place_name),
            cell(who(p, class)),
            cell(class.children),
        ]
    };
    let rows: Vec<Vec<Cell>> = times.into_iter().map(row).collect();
    let columns = columns(p, &["tutoring-when", "tutoring-name", "tutoring-kind", "tutoring-place", "tutoring-helper", "tutoring-children"]);
    (!rows.is_empty()).then(|| Section { title, columns, rows, ..Section::default() })
}

/// `GET /tutoring/timetable`
pub(super) fn timetable(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (term, today, asked) = (super::term(cx)?, cx.tx.today(), cx.query::<Asked>()?);
    let all = timetable::of_term(cx.tx, &term, cx.lang())?;
    let p = cx.page_of(&Msg::new("tutoring-timetable-of").with("term", term.code));
    let day = today.max(term.first_day);
    let sections: Vec<Section> = match asked.by.as_str() {
        "place" => all.places.iter().filter_map(|place| part(&p, place.word.name.clone(), all.week(day, |class| class.place == place.id))).collect(),
        "helper" => {
            let mut leads: Vec<(String, crate::base::StaffId)> = all.classes.iter().map(|class| (class.lead_name.clone(), class.lead)).collect();
            leads.sort();
            leads.dedup();
            let mut others: Vec<(String, RowId)> = all.classes.iter().filter_map(|class| Some((class.volunteer_name.clone(), class.volunteer?))).collect();
            others.sort();
            others.dedup();
            let staff = leads.into_iter().filter_map(|(name, id)| part(&p, name, all.week(day, |class| class.lead == id)));
            staff.chain(others.into_iter().filter_map(|(name, id)| part(&p, name, all.week(day, |class| class.volunteer == Some(id))))).collect()
        }
        _ => (1..=7_u32)
            .filter_map(|weekday| part(&p, p.t(&format!("tutoring-weekday-{weekday}")), all.week(day, |_| true).into_iter().filter(|(time, _)| time.weekday == weekday).collect()))
            .collect(),
    };
    let sections = if sections.is_empty() { vec![Section { title: p.t("tutoring-timetable"), empty: p.t("tutoring-classes-none"), ..Section::default() }] } else { sections };
    let links = [("day", "tutoring-by-day"), ("place", "tutoring-by-place"), ("helper", "tutoring-by-helper")]
        .map(|(by, key)| link(&p, "today", key, format!("/tutoring/timetable?term={}&by={by}", term.code)));
    cx.saw("SeeTutoring", Subject::School, SHOWN);
    cx.render(&Sheet { crumbs: crumbs(&p, &[]), lead: p.t("tutoring-timetable-lead"), links: links.into(), facts: Vec::new(), sections, p })
}

//! `/tutoring/classes/{class}`: a class with its times, children and days; its end, and who leads it from now on.

use super::home::{what, who};
use super::open::notice;
use super::view::{Ask, Cell, Kind as Input, Link, Section, Sheet, cell, chip, choices, columns, field, link, linked};
use super::{SHOWN, arranges, arranging, chosen, crumbs, staff};
use crate::access::{Action, Levels, Subject};
use crate::base::{Error, PupilId, Result, RowId, SchoolDate};
use crate::roster::{pupils, time};
use crate::tutoring::classes::{self, Class, ENDS, Member};
use crate::tutoring::export;
use crate::tutoring::kinds::was_here;
use crate::tutoring::sessions::{self, Presence, Session};
use crate::tutoring::timetable::time_words;
use crate::web::{Cx, Page, Reply};

/// Days that the page lists.
const DAYS_MOST: usize = 60;

/// The class that the path names.
pub(super) fn class(cx: &mut Cx<'_, '_>) -> Result<Class> {
    let id: RowId = cx.path("class")?;
    classes::find(cx.tx, id)
}

/// The children of a class whose names the person may read: all for who leads or arranges it, else those of the own classes.
fn readable(cx: &mut Cx<'_, '_>, class: &Class, members: Vec<Member>) -> Result<(Vec<Member>, usize)> {
    let here: Vec<Member> = members.into_iter().filter(|member| !member.is_over).collect();
    if sessions::may_take(cx.who, class) || arranges(cx, class) {
        return Ok((here, 0));
    }
    let ids: Vec<PupilId> = here.iter().map(|member| member.pupil).collect();
    let seen: Vec<PupilId> = if cx.who.may_somewhere(Action::SeePupil) { pupils::named(cx.tx, cx.who, &ids)?.into_iter().map(|line| line.id).collect() } else { Vec::new() };
    let all = here.len();
    let mine: Vec<Member> = here.into_iter().filter(|member| seen.contains(&member.pupil)).collect();
    let others = all - mine.len();
    Ok((mine, others))
}

fn of_children(p: &Page, class: &Class, (members, others): (Vec<Member>, usize), presences: &[Presence], arranges: bool) -> Section {
    let row = |member: &Member| {
        let own = presences.iter().filter(|one| one.pupil == member.pupil && !one.state.is_empty());
        let (here, all) = own.fold((0, 0), |(here, all), one| (here + usize::from(was_here(&one.state)), all + 1));
        let there = if all == 0 { p.t("tutoring-no-data") } else { p.tv2("tutoring-there-of", "count", here, "of", all) };
        let mut row = vec![linked(&member.name, format!("/pupils/{}", member.pupil)), cell(member.from), cell(there)];
        if arranges {
            row.push(linked(p.t("tutoring-leave"), format!("/tutoring/classes/{}/children/{}", class.id, member.id)));
        }
        row
    };
    let mut keys = vec!["tutoring-child", "tutoring-since", "tutoring-there"];
    if arranges {
        keys.push("tutoring-do");
    }
    Section {
        title: p.tv2("tutoring-children-of", "count", class.children, "of", class.seats),
        hint: if others > 0 { p.tv("tutoring-children-others", "count", others) } else { String::new() },
        columns: columns(p, &keys),
        rows: members.iter().map(row).collect(),
        empty: if others > 0 { String::new() } else { p.t("tutoring-no-children") },
        ..Section::default()
    }
}

fn of_days(p: &Page, class: &Class, days: &[SchoolDate], (held, presences): (&[Session], &[Presence]), takes: bool) -> Section {
    let row = |day: &SchoolDate| -> Vec<Cell> {
        let session = held.iter().find(|one| one.day == *day);
        let count = presences.iter().filter(|one| one.day == *day && was_here(&one.state)).count();
        let head = if takes { linked(day, format!("/tutoring/classes/{}/days/{day}", class.id)) } else { cell(day) };
        match session {
            Some(one) if one.held => vec![head, chip(p.tv("tutoring-came", "count", count), "good"), cell(&one.about), cell(&one.by)],
            Some(one) => vec![head, chip(p.t("tutoring-was-not-held"), ""), cell(&one.about), cell(&one.by)],
            None => vec![head, chip(p.t("tutoring-not-taken"), "due"), cell(""), cell("")],
        }
    };
    Section {
        title: p.t("tutoring-sessions"),
        columns: columns(p, &["tutoring-day", "tutoring-attendance", "tutoring-what-was-done", "tutoring-by"]),
        rows: days.iter().take(DAYS_MOST).map(row).collect(),
        empty: p.t("tutoring-sessions-none"),
        ..Section::default()
    }
}

/// `GET /tutoring/classes/{class}`
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (class, today) = (class(cx)?, cx.tx.today());
    let term = time::term(cx.tx, class.term)?;
    let days = sessions::days(&class, &time::term_days(cx.tx, &term)?, today);
    let (held, presences) = sessions::of_class(cx.tx, class.id)?;
    let members = classes::members(cx.tx, class.id)?;
    let readable = readable(cx, &class, members)?;
    let (arranges, takes) = (arranges(cx, &class), sessions::may_take(cx.who, &class));
    let p = cx.page_of(&crate::base::Msg::new("tutoring-class-of").with("title", &class.title));
    let times: Vec<String> = class.times.iter().map(|time| time_words(p.lang, *time)).collect();
    let ended = if class.ended.is_empty() { String::new() } else { format!(" · {}", p.t(&format!("tutoring-end-{}", class.ended))) };
    let mut facts = vec![
        (p.t("tutoring-kind"), what(&p, &class)),
        (p.t("tutoring-when"), times.join(&p.t("tutoring-comma"))),
        (p.t("tutoring-place"), class.place_name.clone()),
        (p.t("tutoring-helper"), who(&p, &class)),
        (p.t("tutoring-days"), format!("{} — {}{ended}", class.from, class.until)),
    ];
    if !class.institution_name.is_empty() {
        facts.push((p.t("tutoring-institution"), class.institution_name.clone()));
    }
    if !class.about.is_empty() {
        facts.push((p.t("tutoring-about"), class.about.clone()));
    }
    let (path, runs) = (format!("/tutoring/classes/{}", class.id), class.until >= today);
    let mut links = Vec::new();
    if runs && takes && days.first() == Some(&today) {
        links.push(link(&p, "check", "tutoring-take", format!("{path}/days/{today}")));
    }
    if takes {
        for format in export::formats() {
            links.push(Link { href: format!("{path}/sheet/{format}"), text: p.tv("tutoring-paper", "format", format), icon: "print" });
        }
    }
    if runs && arranges {
        links.extend([
            link(&p, "plus", "tutoring-add-children", format!("{path}/children")),
            link(&p, "pupils", "tutoring-change-lead", format!("{path}/lead")),
            link(&p, "close", "tutoring-end", format!("{path}/end")),
        ]);
    }
    let sections =
        vec![of_children(&p, &class, readable, if takes || arranges { &presences } else { &[] }, arranges && runs), of_days(&p, &class, &days, (&held, &presences), takes)];
    cx.saw("SeeTutoring", Subject::School, SHOWN);
    cx.render(&Sheet { crumbs: crumbs(&p, &[]), lead: notice(&p, class.kind), links, facts, sections, p })
}

/// `GET /tutoring/classes/{class}/end`
pub(super) fn end_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let class = class(cx)?;
    arranging(cx, &class)?;
    let (p, path) = (cx.page("tutoring-end"), format!("/tutoring/classes/{}", class.id));
    let fields = vec![field("reason", "tutoring-reason", Input::Select(choices(&p, "tutoring-end-", ENDS)))];
    let way = crumbs(&p, &[(&path, class.title.clone())]);
    let lead = p.t("tutoring-end-lead");
    cx.render(&Ask::new(p, way, format!("{path}/end"), fields).lead(lead))
}

/// Ends a class.
pub(super) fn end(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let class = class(cx)?;
    let (permit, reason) = (arranging(cx, &class)?, cx.field("reason").to_owned());
    classes::end(cx.tx, &permit, class.id, &reason)?;
    cx.did("ArrangeTutoring", permit.subject(), Levels::NONE, format!("end {}", class.id));
    Ok(Reply::done(format!("/tutoring/classes/{}", class.id), "tutoring-kept"))
}

/// `GET /tutoring/classes/{class}/lead`
pub(super) fn lead_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let class = class(cx)?;
    arranging(cx, &class)?;
    let (people, p, path) = (staff(cx)?, cx.page("tutoring-change-lead"), format!("/tutoring/classes/{}", class.id));
    let people = people.into_iter().filter(|(id, _)| *id != class.lead.to_string()).collect();
    let way = crumbs(&p, &[(&path, class.title.clone())]);
    let lead = p.tv("tutoring-lead-now", "name", &class.lead_name);
    cx.render(&Ask::new(p, way, format!("{path}/lead"), vec![field("lead", "tutoring-lead-staff", Input::Select(people))]).lead(lead))
}

/// Somebody else leads a class from now on.
pub(super) fn lead(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let class = class(cx)?;
    let (permit, to) = (arranging(cx, &class)?, chosen(cx, "lead"));
    classes::hand_over(cx.tx, &permit, class.id, to)?;
    cx.did("ArrangeTutoring", permit.subject(), Levels::NONE, format!("lead {}", class.id));
    Ok(Reply::done(format!("/tutoring/classes/{}", class.id), "tutoring-kept"))
}

/// `GET /tutoring/classes/{class}/sheet/{file}`: the sheet on paper, for who may take attendance.
pub(super) fn sheet(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (class, format): (_, String) = (class(cx)?, cx.path("file")?);
    if !sessions::may_take(cx.who, &class) {
        return Err(Error::NotFound);
    }
    let address = cx.app.config.public_url.clone();
    let (name, media_type, bytes) = export::sheet(cx.tx, &class, address.as_deref(), &format, cx.lang())?;
    cx.did("SeeTutoring", Subject::School, SHOWN, format!("sheet {} {format}", class.id));
    Ok(Reply::file(name, media_type, bytes))
}

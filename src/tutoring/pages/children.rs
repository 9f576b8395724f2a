//! Children come into a class and leave it; `/pupils/{id}/tutoring`: where a child is in the week.

use serde::Deserialize;

use super::classes::class;
use super::home::what;
use super::view::{Ask, Kind as Input, Link, Section, Sheet, cell, chip, choices, columns, field, hidden, linked};
use super::{SHOWN, arranging, crumbs};
use crate::access::{Action, Subject, acts};
use crate::base::{ClassId, Error, Msg, PupilId, Result, RowId, limits};
use crate::roster::particulars;
use crate::roster::pupils::{self, Part, Sort, State};
use crate::roster::time;
use crate::tutoring::classes::{self, LEFTS};
use crate::tutoring::kinds::was_here;
use crate::tutoring::sessions;
use crate::tutoring::timetable::time_words;
use crate::web::{Cx, Reply};

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    class: String,
}

/// `GET /tutoring/classes/{class}/children`: first the class of the school, then its children.
pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let class = class(cx)?;
    let permit = arranging(cx, &class)?;
    let path = format!("/tutoring/classes/{}", class.id);
    let typed = cx.field("of").to_owned();
    let asked = if typed.is_empty() { cx.query::<Asked>()?.class } else { typed };
    let of: Option<ClassId> = class.of_class.filter(|_| permit.subject() != Subject::School).or_else(|| asked.parse().ok());
    let p = cx.page("tutoring-add-children");
    let way = crumbs(&p, &[(&path, class.title.clone())]);
    let Some(of) = of else {
        let term = time::term(cx.tx, class.term)?;
        let row = |one: time::Class| vec![linked(one.name, format!("{path}/children?class={}", one.id))];
        let section = Section {
            title: p.t("tutoring-of-which-class"),
            columns: columns(&p, &["tutoring-school-class"]),
            rows: time::classes(cx.tx, term.year)?.into_iter().map(row).collect(),
            ..Section::default()
        };
        return cx.render(&Sheet { crumbs: way, lead: String::new(), links: Vec::new(), facts: Vec::new(), sections: vec![section], p });
    };
    let there: Vec<PupilId> = classes::members(cx.tx, class.id)?.into_iter().filter(|member| !member.is_over).map(|member| member.pupil).collect();
    let listed = pupils::list(cx.tx, cx.who, &Part::Class(of), State::Here, Sort::Class, limits::ROWS_PER_PAGE_MOST, 0)?;
    let seated = |line: pupils::PupilLine| (line.id.to_string(), line.seat_no.map_or_else(|| line.name.clone(), |seat| format!("{seat} {}", line.name)));
    let children = listed.rows.into_iter().filter(|line| !there.contains(&line.id)).map(seated).collect();
    let boxes = field("pupil", "tutoring-child", Input::Checks(children, Vec::new()));
    let fields = vec![hidden("of", of), if class.volunteer.is_some() { boxes.hint("tutoring-consent-hint") } else { boxes }];
    cx.saw("SeePupil", Subject::Class(of), SHOWN);
    let lead = p.tv2("tutoring-children-of", "count", class.children, "of", class.seats);
    cx.render(&Ask::new(p, way, format!("{path}/children"), fields).lead(lead))
}

/// Takes children in.
pub(super) fn join(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let class = class(cx)?;
    let permit = arranging(cx, &class)?;
    let pupils: Vec<PupilId> = cx.req.fields_of("pupil").map(|id| id.parse().map_err(|_| Error::NotFound)).collect::<Result<_>>()?;
    let count = classes::join(cx.tx, &permit, class.id, &pupils)?;
    cx.did("ArrangeTutoring", permit.subject(), SHOWN, format!("joined {count}"));
    Ok(Reply::done(format!("/tutoring/classes/{}", class.id), Msg::new("tutoring-joined").with("count", count)))
}

/// `GET /tutoring/classes/{class}/children/{member}`
pub(super) fn leave_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let class = class(cx)?;
    arranging(cx, &class)?;
    let id: RowId = cx.path("member")?;
    let member = classes::members(cx.tx, class.id)?.into_iter().find(|one| one.id == id && !one.is_over).ok_or(Error::NotFound)?;
    let (p, path) = (cx.page("tutoring-leave"), format!("/tutoring/classes/{}", class.id));
    let way = crumbs(&p, &[(&path, class.title.clone())]);
    let fields = vec![field("reason", "tutoring-reason", Input::Select(choices(&p, "tutoring-left-", LEFTS)))];
    cx.saw("SeePupil", Subject::Pupil(member.pupil), SHOWN);
    cx.render(&Ask::new(p, way, format!("{path}/children/{id}"), fields).lead(member.name))
}

/// A child leaves.
pub(super) fn leave(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let class = class(cx)?;
    let (permit, member, reason): (_, RowId, String) = (arranging(cx, &class)?, cx.path("member")?, cx.field("reason").to_owned());
    classes::leave(cx.tx, &permit, class.id, member, &reason)?;
    cx.did("ArrangeTutoring", permit.subject(), SHOWN, format!("left {member}"));
    Ok(Reply::done(format!("/tutoring/classes/{}", class.id), "tutoring-kept"))
}

/// `GET /pupils/{id}/tutoring`: where the child is in the week, and how often it was there.
pub(super) fn of_child(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::SeePupil>(id)?;
    let (name, today) = (particulars::particulars(cx.tx, &permit)?.name, cx.tx.today());
    let p = cx.page_of(&Msg::new("tutoring-of-child").with("name", &name));
    let presences = sessions::of_pupil(cx.tx, id)?;
    let opens = cx.who.may_somewhere(Action::SeeTutoring);
    let mut rows = Vec::new();
    for member in classes::of_pupil(cx.tx, id)? {
        let class = classes::find(cx.tx, member.class)?;
        let times: Vec<String> = class.times.iter().map(|time| time_words(p.lang, *time)).collect();
        let own = presences.iter().filter(|one| one.class == class.id && !one.state.is_empty());
        let (here, all) = own.fold((0, 0), |(here, all), one| (here + usize::from(was_here(&one.state)), all + 1));
        let there = if all == 0 { p.t("tutoring-no-data") } else { p.tv2("tutoring-there-of", "count", here, "of", all) };
        let state = if !member.is_over && member.until.min(class.until) >= today { chip(p.t("tutoring-goes"), "good") } else { chip(p.t("tutoring-over"), "") };
        let title = if opens { linked(&class.title, format!("/tutoring/classes/{}", class.id)) } else { cell(&class.title) };
        rows.push(vec![title, cell(what(&p, &class)), cell(times.join(&p.t("tutoring-comma"))), cell(&class.place_name), cell(&class.lead_name), cell(there), state]);
    }
    let section = Section {
        title: p.t("tutoring-week-of-child"),
        columns: columns(&p, &["tutoring-name", "tutoring-kind", "tutoring-when", "tutoring-place", "tutoring-helper", "tutoring-there", "tutoring-state"]),
        rows,
        empty: p.t("tutoring-child-none"),
        ..Section::default()
    };
    cx.saw("SeePupil", permit.subject(), permit.levels().within(SHOWN));
    let back = Link { href: format!("/pupils/{id}"), text: name, icon: "back" };
    cx.render(&Sheet { crumbs: Vec::new(), lead: p.t("tutoring-of-child-lead"), links: vec![back], facts: Vec::new(), sections: vec![section], p })
}

//! `/tutoring/new`: which kind of class or activity, then its form.

use super::view::{Ask, Kind as Input, Section, Sheet, cell, choices, columns, field, hidden, linked, times, typed_class_times};
use super::{chosen, crumbs, day, made, staff};
use crate::access::{Action, Levels, Permit, Subject, acts};
use crate::base::{ClassId, Error, Msg, Result};
use crate::results;
use crate::roster::time;
use crate::tutoring::clash::TIMES_MOST;
use crate::tutoring::classes::{self, New};
use crate::tutoring::helpers;
use crate::tutoring::kinds::{Kind, Outside};
use crate::tutoring::places;
use crate::web::{Cx, Page, Reply};

/// The kinds that a person may open.
fn of_person(cx: &Cx<'_, '_>) -> impl Iterator<Item = Kind> + use<> {
    let everywhere = cx.who.may_everywhere(Action::ArrangeTutoring);
    Kind::ALL.iter().copied().filter(move |kind| everywhere || kind.of_class())
}

/// What is always true of a kind, said on its form and papers.
pub(super) fn notice(p: &Page, kind: Kind) -> String {
    match kind.outside() {
        Outside::Volunteer | Outside::Maybe => p.t("tutoring-volunteer-notice"),
        Outside::Institution => p.t("tutoring-institution-notice"),
        Outside::Nobody => p.t("tutoring-free-notice"),
    }
}

/// `GET /tutoring/new`
pub(super) fn kinds(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("tutoring-new");
    let rows = of_person(cx)
        .map(|kind| vec![linked(p.t(&format!("tutoring-kind-{}", kind.code())), format!("/tutoring/new/{}", kind.code())), cell(p.t(&format!("tutoring-meaning-{}", kind.code())))])
        .collect();
    let section = Section { title: p.t("tutoring-which"), columns: columns(&p, &["tutoring-kind", "tutoring-meaning"]), rows, ..Section::default() };
    cx.render(&Sheet { crumbs: crumbs(&p, &[]), lead: p.t("tutoring-new-lead"), links: Vec::new(), facts: Vec::new(), sections: vec![section], p })
}

/// The kind that the path names, when the person may open it.
fn kind(cx: &Cx<'_, '_>) -> Result<Kind> {
    let code: String = cx.path("kind")?;
    of_person(cx).find(|kind| kind.code() == code).ok_or(Error::NotFound)
}

/// The own classes of a homeroom teacher; nothing for who arranges for the school.
fn own_classes(cx: &mut Cx<'_, '_>) -> Result<Vec<(String, String)>> {
    if cx.who.may_everywhere(Action::ArrangeTutoring) {
        return Ok(Vec::new());
    }
    let own = cx.who.classes(Action::ArrangeTutoring);
    own.into_iter().map(|id| Ok((id.to_string(), time::class(cx.tx, id)?.name))).collect()
}

/// `GET /tutoring/new/{kind}`
pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (kind, term, people, own) = (kind(cx)?, super::term(cx)?, staff(cx)?, own_classes(cx)?);
    let p = cx.page_of(&Msg::new("tutoring-new-of").with("kind", crate::base::words::word(cx.lang(), &format!("tutoring-kind-{}", kind.code()))));
    let places = places::all(cx.tx)?.into_iter().filter(|place| place.word.open).map(|place| (place.id.to_string(), place.word.name)).collect();
    let today = cx.tx.today().max(term.first_day);
    let mut fields = vec![hidden("id", made(cx)), hidden("term", term.code), field("title", "tutoring-name", Input::Text).hint("tutoring-title-hint")];
    if !own.is_empty() {
        fields.push(field("class", "tutoring-own-class", Input::Select(own)));
    }
    if kind.has_subject() {
        fields.push(field("subject", "tutoring-subject", Input::Select(choices(&p, "subject-", results::SUBJECTS))));
    }
    fields.extend([
        field("place", "tutoring-place", Input::Select(places)),
        times(&p, "time", "tutoring-when", &[], TIMES_MOST).hint(if kind.on_weekends() { "tutoring-when-hint" } else { "tutoring-when-school-days" }),
        field("from", "tutoring-from", Input::Day).value(today),
        field("until", "tutoring-until", Input::Day).value(term.last_day).hint("tutoring-until-hint"),
        field("seats", "tutoring-children-most", Input::Number).value(kind.most().min(20)),
        field("lead", "tutoring-lead-staff", Input::Select(people)).value(cx.who.staff()).hint(if kind.may_have_outsider() {
            "tutoring-lead-outside-hint"
        } else {
            "tutoring-lead-hint"
        }),
    ]);
    if let (true, Ok(manage)) = (kind.may_have_outsider(), cx.permit::<acts::ManageTutoring>(Subject::School)) {
        fields.extend(outsiders(cx, &p, &manage, kind)?);
    }
    fields.push(field("about", "tutoring-about", Input::Long).optional());
    let mut ask = Ask::new(p, Vec::new(), format!("/tutoring/new/{}", kind.code()), fields);
    ask.crumbs = crumbs(&ask.p, &[("/tutoring/new", ask.p.t("tutoring-new"))]);
    ask.notice = notice(&ask.p, kind);
    let meaning = ask.p.t(&format!("tutoring-meaning-{}", kind.code()));
    cx.render(&ask.lead(meaning))
}

/// Fields for who helps from outside: only who was vetted can be chosen.
fn outsiders(cx: &mut Cx<'_, '_>, p: &Page, manage: &Permit<acts::ManageTutoring>, kind: Kind) -> Result<Vec<super::view::Field>> {
    let today = cx.tx.today();
    let valid = |vettings: &[helpers::Vetting]| helpers::stands(vettings, today).1.filter(|until| *until >= today);
    let people = helpers::volunteers(cx.tx, manage)?;
    let choice = |one: &helpers::Volunteer| valid(&one.vettings).map(|until| (one.id.to_string(), p.tv2("tutoring-valid-until", "name", &one.name, "day", until)));
    let mut options: Vec<(String, String)> = people.iter().filter_map(choice).collect();
    if !kind.needs_outsider() {
        options.insert(0, (String::new(), p.t("tutoring-nobody-outside")));
    }
    let mut fields = Vec::new();
    if kind.outside() == Outside::Institution {
        let all = helpers::institutions(cx.tx, manage)?;
        let institutions =
            all.iter().filter_map(|(one, vettings)| valid(vettings).map(|until| (one.id.to_string(), p.tv2("tutoring-valid-until", "name", &one.name, "day", until)))).collect();
        fields.push(field("institution", "tutoring-institution", Input::Select(institutions)));
    }
    let required = kind.needs_outsider();
    let volunteer = field("volunteer", "tutoring-outsider", Input::Select(options)).hint("tutoring-outsider-hint");
    fields.push(if required { volunteer } else { volunteer.optional() });
    Ok(fields)
}

/// Opens a class or activity.
pub(super) fn open(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (kind, term) = (kind(cx)?, super::term(cx)?);
    let permit: Permit<acts::ArrangeTutoring> = if cx.who.may_everywhere(Action::ArrangeTutoring) {
        cx.permit(Subject::School)?
    } else {
        let class: ClassId = chosen(cx, "class").ok_or(Error::NotFound)?;
        cx.permit(class)?
    };
    let Some(times) = typed_class_times(cx) else { return Err(Error::at("time", "tutoring-time-form")) };
    let text = |name: &str| cx.field(name).to_owned();
    let new = New {
        id: made(cx),
        kind,
        title: text("title"),
        subject: text("subject"),
        place: chosen(cx, "place"),
        lead: chosen(cx, "lead"),
        volunteer: chosen(cx, "volunteer"),
        institution: chosen(cx, "institution"),
        about: text("about"),
        times,
        seats: text("seats").parse().unwrap_or(0),
        from: day(cx, "from")?,
        until: day(cx, "until")?,
    };
    classes::open(cx.tx, &permit, &term, &new)?;
    cx.did("ArrangeTutoring", permit.subject(), Levels::NONE, format!("class {}", new.id));
    Ok(Reply::done(format!("/tutoring/classes/{}", new.id), "tutoring-opened"))
}

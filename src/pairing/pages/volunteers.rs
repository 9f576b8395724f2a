//! `/pairing/volunteers`: people from outside who help, whom they help, and the agreement that each signs (B5-02).

use askama::Template;

use crate::access::{Level, Levels, Permit, Subject, acts};
use crate::base::{Error, Lang, Msg, Result, RowId, words};
use crate::casefile;
use crate::pairing::export;
use crate::pairing::volunteers::{self, ENDS, Help, KINDS, Volunteer};
use crate::roster::people;
use crate::web::{Cx, Page, Reply};

struct HelpView {
    id: String,
    pupil: String,
    name: String,
    said: String,
    stands: bool,
    withdrawn: bool,
}

struct VolunteerView {
    name: String,
    said: String,
    helps: Vec<HelpView>,
}

#[derive(Template)]
#[template(path = "pairing/pages/volunteers.html")]
struct VolunteersPage {
    p: Page,
    volunteers: Vec<VolunteerView>,
    kinds: Vec<(String, String)>,
    staff: Vec<(String, String)>,
    choices: Vec<(String, String)>,
    children: Vec<(String, String)>,
    reasons: Vec<(String, String)>,
    formats: Vec<&'static str>,
}

fn coded(lang: Lang, prefix: &str, codes: &[&str]) -> Vec<(String, String)> {
    codes.iter().map(|code| ((*code).to_owned(), words::word(lang, &format!("{prefix}{code}")))).collect()
}

fn help_view(p: &Page, today: crate::base::SchoolDate, help: &Help) -> HelpView {
    let said = Msg::new("pairing-volunteer-said").with("from", help.from).with("until", help.until).with("name", &help.teacher).with("day", help.consent);
    let end = if help.ended.is_empty() { String::new() } else { format!(" · {}", p.t(&format!("pairing-volunteer-end-{}", help.ended))) };
    HelpView {
        id: help.id.to_string(),
        pupil: help.pupil.to_string(),
        name: help.pupil_name.clone(),
        said: format!("{}{end}", p.m(&said)),
        stands: help.ended.is_empty() && help.until >= today,
        withdrawn: help.withdrawn,
    }
}

fn view(p: &Page, today: crate::base::SchoolDate, one: &Volunteer, helps: &[Help]) -> VolunteerView {
    let kind = p.t(&format!("pairing-volunteer-kind-{}", one.kind));
    VolunteerView {
        name: one.name.clone(),
        said: p.tv2("pairing-volunteer-who", "kind", kind, "name", &one.vouched_by),
        helps: helps.iter().filter(|help| help.volunteer == one.id).map(|help| help_view(p, today, help)).collect(),
    }
}

fn permit(cx: &mut Cx<'_, '_>) -> Result<Permit<acts::ManagePairing>> {
    cx.permit::<acts::ManagePairing>(Subject::School)
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = permit(cx)?;
    let (p, today) = (cx.page("pairing-volunteers-title"), cx.tx.today());
    let (all, helps) = (volunteers::all(cx.tx, &permit)?, volunteers::helps(cx.tx, &permit)?);
    let staff = people::staff_list(cx.tx)?.into_iter().filter(|person| person.is_here(today)).map(|person| (person.id.to_string(), person.name)).collect();
    let children = casefile::lines(cx.tx, cx.who, None)?.into_iter().map(|line| {
        let seat = line.seat.map(|seat| p.tv("casefile-seat", "count", seat)).unwrap_or_default();
        (line.pupil.to_string(), format!("{} {seat} {}", line.class_name, line.name))
    });
    let page = VolunteersPage {
        volunteers: all.iter().map(|one| view(&p, today, one, &helps)).collect(),
        kinds: coded(p.lang, "pairing-volunteer-kind-", &KINDS),
        staff,
        choices: all.iter().map(|one| (one.id.to_string(), one.name.clone())).collect(),
        children: children.collect(),
        reasons: coded(p.lang, "pairing-volunteer-end-", &ENDS),
        formats: export::formats(),
        p,
    };
    cx.saw("SeePairs", Subject::School, Levels::of(&[Level::Basic]));
    cx.render(&page)
}

fn did(cx: &mut Cx<'_, '_>, note: String) {
    cx.did("ManagePairing", Subject::School, Levels::of(&[Level::Basic]), note);
}

fn back(done: &'static str) -> Reply {
    Reply::done("/pairing/volunteers", done)
}

/// A volunteer is entered.
pub(super) fn enter(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = permit(cx)?;
    let (name, kind, vouches) = (cx.field("name").to_owned(), cx.field("kind").to_owned(), cx.field("vouched_by").parse().ok());
    let id = volunteers::enter(cx.tx, &permit, &name, &kind, vouches)?;
    did(cx, format!("volunteer {id}"));
    Ok(back("pairing-volunteer-entered"))
}

/// A volunteer gets a child.
pub(super) fn pair(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = permit(cx)?;
    let term = casefile::present_term(cx.tx)?;
    let volunteer: RowId = cx.field("volunteer").parse().map_err(|_| Error::at("volunteer", "pairing-volunteer-missing"))?;
    let pupil = cx.field("pupil").parse().map_err(|_| Error::at("pupil", "pairing-child-missing"))?;
    let staff = cx.field("staff").parse().map_err(|_| Error::at("staff", "pairing-volunteer-teacher-missing"))?;
    let id = volunteers::pair(cx.tx, &permit, &term, volunteer, pupil, staff)?;
    did(cx, format!("volunteer pair {id}"));
    Ok(back("pairing-volunteer-paired"))
}

/// It ends.
pub(super) fn end(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = permit(cx)?;
    let id: RowId = cx.field("id").parse().map_err(|_| Error::NotFound)?;
    let reason = cx.field("reason").to_owned();
    volunteers::end(cx.tx, &permit, id, &reason)?;
    did(cx, format!("volunteer ended {id} {reason}"));
    Ok(back("pairing-peer-ended"))
}

/// The agreements of all who help now, one page each.
pub(super) fn paper(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = permit(cx)?;
    let (format, lang): (String, Lang) = (cx.path("file")?, cx.lang());
    let (name, media_type, bytes) = export::agreements(cx.tx, &permit, &format, lang)?;
    did(cx, format!("agreements {format}"));
    Ok(Reply::file(name, media_type, bytes))
}

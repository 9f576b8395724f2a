//! A difficult case is brought before the leader of the grade (A9-27): the form, the answer, and what one raised.

use askama::Template;

use super::meetings::{SHOWN, form_id};
use crate::access::{Action, Level, Levels, Subject, acts};
use crate::base::{Error, Msg, PupilId, Result, RowId};
use crate::roster::particulars;
use crate::supervision::hard::{self, Case};
use crate::web::{Cx, Page, Policy, Reply, Routes};

pub(super) fn routes() -> Routes {
    let (see, write) = (Policy::May(Action::SeeCaseFile), Policy::May(Action::RecordActivity));
    Routes::new()
        .get("/supervision/cases", see, own)
        .get("/supervision/cases/{case}", see, show)
        .post("/supervision/cases/{case}/steps", see, step, show)
        .post("/supervision/cases/{case}/reading", see, seen, show)
        .get("/pupils/{id}/hard-case", write, show_new)
        .post("/pupils/{id}/hard-cases", write, raise, show_new)
}

#[derive(Template)]
#[template(path = "supervision/pages/case_new.html")]
struct NewPage {
    p: Page,
    pupil: PupilId,
    name: String,
    id: String,
    open: String,
    leaders: Vec<(String, String)>,
}

fn show_new(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let pupil: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::RecordActivity>(pupil)?;
    let see = cx.permit::<acts::SeePupil>(pupil)?;
    let name = particulars::particulars(cx.tx, &see)?.name;
    let (leaders, open) = hard::standing(cx.tx, &permit)?;
    let p = cx.page("supervision-case-new");
    cx.saw("SeeMeetings", Subject::Pupil(pupil), Levels::of(&[Level::Basic]));
    let page = NewPage {
        id: p.old_or("id", form_id(cx)),
        open: open.map(|open| format!("/supervision/cases/{open}")).unwrap_or_default(),
        leaders: leaders.into_iter().map(|(staff, name)| (staff.to_string(), name)).collect(),
        pupil,
        name,
        p,
    };
    cx.render(&page)
}

/// `POST /pupils/{id}/hard-cases`
fn raise(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let pupil: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::RecordActivity>(pupil)?;
    let id: RowId = cx.field("id").parse().map_err(|_| Error::NotFound)?;
    let (leader, text) = (cx.field("leader").parse().ok(), cx.field("text").to_owned());
    hard::raise(cx.tx, &permit, id, leader, &text)?;
    cx.did("RecordActivity", Subject::Pupil(pupil), SHOWN, format!("case {id}"));
    Ok(Reply::done(format!("/supervision/cases/{id}"), "supervision-case-raised"))
}

#[derive(Template)]
#[template(path = "supervision/pages/cases.html")]
struct Cases {
    p: Page,
    rows: Vec<(Case, String)>,
}

fn own(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("supervision-cases");
    let state = |one: &Case| p.t(&format!("supervision-case-state-{}", one.state()));
    let rows = hard::own(cx.tx, cx.who)?
        .into_iter()
        .map(|one| {
            let said = state(&one);
            (one, said)
        })
        .collect();
    cx.saw("SeeMeetings", Subject::School, Levels::of(&[Level::Basic]));
    cx.render(&Cases { rows, p })
}

#[derive(Template)]
#[template(path = "supervision/pages/case.html")]
struct CasePage {
    p: Page,
    c: Case,
    state: String,
    steps: Vec<(String, String, String)>,
    next: &'static str,
    label: String,
    reads: bool,
    reading: String,
}

fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: RowId = cx.path("case")?;
    let c = hard::one(cx.tx, cx.who, id)?;
    let p = cx.page_of(&Msg::new("supervision-case-of").with("name", &c.pupil_name));
    let me = cx.who.staff();
    let next = if c.leader == me { c.next().unwrap_or_default() } else { "" };
    cx.saw("SeeMeetings", Subject::Pupil(c.pupil), SHOWN);
    let page = CasePage {
        state: p.t(&format!("supervision-case-state-{}", c.state())),
        steps: c.steps.iter().map(|(what, day, text)| (p.t(&format!("supervision-case-step-{what}")), day.to_string(), text.clone())).collect(),
        label: if next.is_empty() { String::new() } else { p.t(&format!("supervision-case-do-{next}")) },
        next,
        reads: c.staff == me && c.step("returned").is_some() && c.step("seen").is_none(),
        reading: format!("/supervision/cases/{id}/reading"),
        c,
        p,
    };
    cx.render(&page)
}

/// `POST /supervision/cases/{case}/steps`
fn step(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: RowId = cx.path("case")?;
    let (what, text) = (cx.field("what").to_owned(), cx.field("text").to_owned());
    hard::step(cx.tx, cx.who, id, &what, &text)?;
    cx.did("RecordActivity", Subject::School, SHOWN, format!("case {id} {what}"));
    Ok(Reply::done(format!("/supervision/cases/{id}"), "supervision-noted"))
}

/// `POST /supervision/cases/{case}/reading`
fn seen(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: RowId = cx.path("case")?;
    hard::seen(cx.tx, cx.who, id)?;
    cx.did("RecordActivity", Subject::School, Levels::of(&[Level::Basic]), format!("case {id} read"));
    Ok(Reply::done("/supervision/cases", "supervision-noted"))
}

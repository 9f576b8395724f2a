//! `/pupils/{id}/concern`: the counsellor's page of a child in distress (B4-03).

use askama::Template;

use super::SHOWN;
use crate::access::{Permit, acts};
use crate::base::{Error, Msg, PupilId, Result, Sealed, words};
use crate::casefile::concern::{self, Page as Written};
use crate::roster::particulars;
use crate::screening::nomination::Line;
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "casefile/pages/concern.html")]
struct ConcernPage {
    p: Page,
    id: PupilId,
    name: String,
    /// Until when the concern counts; empty when none does.
    until: String,
    pages: Vec<(String, Written)>,
    asked: Vec<Asked>,
    programmes: Vec<(String, String)>,
}

/// Who thought of the child's mood.
struct Asked {
    who: String,
    line: Line,
}

impl Asked {
    fn words(&self) -> String {
        self.line.words.as_ref().map(|words| words.open().clone()).unwrap_or_default()
    }
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::RaiseConcern>(id)?;
    let see = cx.permit::<acts::SeePupil>(id)?;
    let name = particulars::particulars(cx.tx, &see)?.name;
    let lang = cx.lang();
    let known = concern::of(cx.tx, &permit)?;
    let page = ConcernPage {
        p: cx.page_of(&Msg::new("casefile-concern-title").with("name", &name)),
        id,
        name,
        until: known.open.map(|open| open.until.to_string()).unwrap_or_default(),
        pages: known.pages.into_iter().map(|page| (words::word(lang, &format!("casefile-concern-act-{}", page.what)), page)).collect(),
        asked: known.asked.into_iter().map(|line| Asked { who: words::word(lang, line.source.key()), line }).collect(),
        programmes: known.programmes.into_iter().map(|programme| (programme.id.to_string(), programme.name)).collect(),
    };
    cx.saw("SeeConcern", permit.subject(), permit.levels().within(SHOWN));
    cx.render(&page)
}

fn said(cx: &Cx<'_, '_>) -> Sealed<String> {
    Sealed::new(cx.field("text").to_owned())
}

fn done(cx: &mut Cx<'_, '_>, permit: &Permit<acts::RaiseConcern>, what: &str) -> Result<Reply> {
    let id = permit.pupil()?;
    cx.did("WriteConcern", permit.subject(), permit.levels().within(SHOWN), what);
    Ok(Reply::done(format!("/pupils/{id}/concern"), "casefile-kept"))
}

/// What the form of the page does: `raised` or `looked` while no concern is open, `lifted` while one is.
pub(super) fn write(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::RaiseConcern>(id)?;
    let (what, text) = (cx.field("what").to_owned(), said(cx));
    match what.as_str() {
        "raised" => concern::raise(cx.tx, &permit, cx.field("programme").parse().ok(), &text)?,
        "looked" => concern::look(cx.tx, &permit, &text)?,
        "lifted" => concern::lift(cx.tx, &permit, &text)?,
        _ => return Err(Error::at("what", "casefile-choose")),
    }
    done(cx, &permit, &what)
}

//! Records without a line (WALKS 5): the form that a browser keeps, and what takes in what was written meanwhile. Each record has the id that its form made, so that it arrives once.

use askama::Template;
use serde_json::json;

use super::form::{self, PHRASES, choices, tapped};
use super::list::own_children;
use super::tutoring;
use crate::access::{Level, Levels, Subject};
use crate::activity::rules::Kind;
use crate::base::{Error, Msg, PupilId, Result, SchoolDate};
use crate::roster::pinyin;
use crate::web::{Choice, Cx, Page, Reply};

/// A child as the form names it: nothing of its file.
struct Named {
    id: PupilId,
    name: String,
    place: String,
    /// What one may type to find it.
    keys: String,
}

#[derive(Template)]
#[template(path = "activity/pages/offline.html")]
struct Shell {
    p: Page,
    children: Vec<Named>,
    kinds: Vec<Choice>,
    phrases: Vec<Choice>,
    lessons: Vec<Choice>,
    today: SchoolDate,
}

/// The form that stays usable without a line: the names of the own children, no keys of a session.
pub(super) fn shell(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("activity-offline-title");
    let children = own_children(cx)?.into_iter().map(|mine| Named { keys: pinyin::keys(&mine.name).join(" "), id: mine.id, name: mine.name, place: mine.place }).collect();
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.code()).collect();
    cx.saw("SeeRecords", Subject::School, Levels::of(&[Level::Basic]));
    let page = Shell {
        kinds: choices(&p, "kind", "activity-kind-", &kinds, Kind::Talk.code()),
        phrases: tapped(&p, &PHRASES),
        lessons: tapped(&p, &tutoring::PHRASES),
        today: cx.tx.today(),
        children,
        p,
    };
    cx.render(&page)
}

/// What a record that waited needs to be taken in the present session, and whose session it is.
pub(super) fn keys(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let session = cx.session().ok_or(Error::Denied(Msg::new("web-signed-out")))?;
    Ok(Reply::Json(json!({ "who": session.staff.to_string(), "csrf": session.csrf }).to_string()))
}

/// Takes in a record that waited.
pub(super) fn take(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (pupil, said) = form::write(cx, &[])?;
    Ok(Reply::Json(json!({ "list": format!("/pupils/{pupil}/records"), "said": said.text(cx.lang()) }).to_string()))
}

/// Why it was not taken: each problem in words.
pub(super) fn refused(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let problems: Vec<String> = cx.page("activity-new-title").problem_summary().into_iter().map(|(_, text)| text).collect();
    Ok(Reply::Json(json!({ "problems": problems }).to_string()))
}

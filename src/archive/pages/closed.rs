//! `/pupils/{id}/archive`: the shut file of a child who has left is opened with a reason, for three hours.

use askama::Template;

use crate::access::archive::{self, CLOSES_DAYS};
use crate::access::{Action, Level, Levels, Subject, acts};
use crate::base::{Error, Msg, PupilId, Result};
use crate::roster::particulars;
use crate::web::{Cx, Page, Policy, Reply, Routes};

pub(super) fn routes() -> Routes {
    let see = Policy::May(Action::SeePupil);
    Routes::new().get("/pupils/{id}/archive", see, show).post("/pupils/{id}/archive", see, open, show)
}

#[derive(Template)]
#[template(path = "archive/pages/closed.html")]
struct ClosedPage {
    p: Page,
    id: PupilId,
    name: String,
    lead: String,
}

/// `GET /pupils/{id}/archive`
fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let see = cx.permit::<acts::SeePupil>(id)?;
    if !archive::shut(cx.tx, cx.who, id)? {
        return Ok(Reply::go(format!("/pupils/{id}")));
    }
    if !archive::may_open(cx.who) {
        return Err(Error::NotFound);
    }
    let name = particulars::particulars(cx.tx, &see)?.name;
    cx.saw("SeePupil", Subject::Pupil(id), Levels::of(&[Level::Basic]));
    let p = cx.page_of(&Msg::new("archive-closed-title").with("name", &name));
    cx.render(&ClosedPage { lead: p.m(&Msg::new("archive-closed-lead").with("days", CLOSES_DAYS)), id, name, p })
}

/// `POST /pupils/{id}/archive`
fn open(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    cx.permit::<acts::SeePupil>(id)?;
    let reason = cx.field("reason").to_owned();
    let until = archive::open_archive(cx.tx, cx.who, id, &reason)?;
    let (hour, minute) = until.hour_minute();
    Ok(Reply::done(format!("/pupils/{id}"), Msg::new("archive-opened").with("when", format!("{hour:02}:{minute:02}"))))
}

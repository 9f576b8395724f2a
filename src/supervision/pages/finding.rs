//! `/supervision/findings/{finding}`: what a check found, what was done about it, whether that is enough.

use askama::Template;

use super::SHOWN;
use crate::access::{Action, Subject};
use crate::base::{Msg, Result, RowId, words};
use crate::supervision::checks;
use crate::supervision::findings::{self, Finding};
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "supervision/pages/finding.html")]
struct FindingPage {
    p: Page,
    f: Finding,
    steps: Vec<(String, String, String)>,
    state: String,
    mends: bool,
    judges: bool,
    check: String,
}

/// `GET /supervision/findings/{finding}`
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: RowId = cx.path("finding")?;
    let f = findings::finding(cx.tx, cx.who, id)?;
    let p = cx.page_of(&Msg::new("supervision-finding-title").with("name", &f.pupil_name));
    let mine = f.staff == cx.who.staff();
    let supervises = cx.who.may_somewhere(Action::Supervise) && checks::one(cx.tx, cx.who, f.check).is_ok();
    let page = FindingPage {
        steps: f.steps.iter().map(|step| (step.day.to_string(), words::word(p.lang, &format!("supervision-step-{}", step.what)), step.words.clone())).collect(),
        state: words::word(p.lang, &format!("supervision-step-{}", f.state())),
        mends: mine && matches!(f.state(), "open" | "sent_back"),
        judges: !mine && supervises && f.state() == "mended",
        check: if supervises { format!("/supervision/checks/{}", f.check) } else { String::new() },
        f,
        p,
    };
    cx.saw("Supervise", Subject::Pupil(page.f.pupil), SHOWN);
    cx.render(&page)
}

/// `POST /supervision/findings/{finding}`
pub(super) fn mend(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, text): (RowId, String) = (cx.path("finding")?, cx.field("words").to_owned());
    findings::mend(cx.tx, cx.who, id, &text)?;
    cx.did("RecordActivity", Subject::School, SHOWN, format!("mended {id}"));
    Ok(Reply::done(format!("/supervision/findings/{id}"), "supervision-mended-said"))
}

/// `POST /supervision/findings/{finding}/judgement`
pub(super) fn judge(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, accept, text): (RowId, bool, String) = (cx.path("finding")?, cx.field("accept") == "1", cx.field("words").to_owned());
    findings::judge(cx.tx, cx.who, id, accept, &text)?;
    cx.did("Supervise", Subject::School, SHOWN, format!("judged {id}"));
    Ok(Reply::done(format!("/supervision/findings/{id}"), "supervision-judged"))
}

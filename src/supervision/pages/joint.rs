//! `/supervision/joint`: helper and children together (A3-18): the own part first, with a word to it; for who supervises the school, the parts that may be read.

use askama::Template;

use super::SHOWN;
use super::map::{Sum, sum};
use crate::access::{Action, Subject, acts};
use crate::activity::export;
use crate::base::{Lang, Msg, PupilId, Result, StaffId};
use crate::supervision::joint::{self, Line, Moved, Part};
use crate::web::{Cx, Page, Reply};

/// A child of a helper, as it is shown.
struct LineView {
    id: PupilId,
    name: String,
    class_name: String,
    weeks: i64,
    sum: Sum,
    moved: String,
}

/// How goals moved, in words.
pub(super) fn moved(lang: Lang, moved: &Moved) -> String {
    Msg::new("supervision-moved").with("reached", moved.reached).with("rising", moved.rising).with("still", moved.still).with("unseen", moved.unseen).text(lang)
}

fn line(lang: Lang, line: &Line) -> LineView {
    LineView { id: line.pupil, name: line.name.clone(), class_name: line.class_name.clone(), weeks: line.weeks, sum: sum(lang, line.tally), moved: moved(lang, &line.moved) }
}

#[derive(Template)]
#[template(path = "supervision/pages/joint.html")]
struct JointPage {
    p: Page,
    term: String,
    /// The helper's name on the page of somebody else; empty on the own.
    of: String,
    lead: String,
    lines: Vec<LineView>,
    sum: Sum,
    reply: String,
    seen: String,
    paper: String,
    formats: Vec<&'static str>,
    /// Whether the evaluation is open, with the last day.
    until: String,
    opens: bool,
    readable: Vec<(StaffId, String, bool)>,
    waiting: usize,
}

fn page(p: Page, term: String, part: &Part, of: String) -> JointPage {
    let lang = p.lang;
    let lead = match part.rising_percent {
        Some(percent) => Msg::new("supervision-joint-lead").with("count", part.lines.len()).with("percent", percent),
        None => Msg::new("supervision-joint-lead-none").with("count", part.lines.len()),
    };
    JointPage {
        lead: lead.text(lang),
        lines: part.lines.iter().map(|one| line(lang, one)).collect(),
        sum: sum(lang, part.tally),
        reply: part.reply.clone(),
        seen: part.seen.map(|day| day.to_string()).unwrap_or_default(),
        paper: format!("/supervision/joint/{}/paper", part.staff),
        formats: export::letter_formats(),
        until: String::new(),
        opens: false,
        readable: Vec::new(),
        waiting: 0,
        term,
        of,
        p,
    }
}

/// `GET /supervision/joint`
pub(super) fn own(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("supervision-joint-title");
    let term = super::term(cx, &p)?;
    let part = joint::own(cx.tx, cx.who, &term)?;
    let opened = joint::opened(cx.tx, &term)?;
    let mut page = page(p, term.code.to_string(), &part, String::new());
    page.until = opened.map(|(_, until)| until.to_string()).unwrap_or_default();
    if cx.who.may_everywhere(Action::Supervise) {
        let permit = cx.permit::<acts::Supervise>(Subject::School)?;
        page.opens = opened.is_none();
        let known = joint::readable(cx.tx, &permit, &term)?;
        (page.readable, page.waiting) = (known.helpers, known.waiting);
    }
    cx.saw("SeeSupervision", Subject::School, SHOWN);
    cx.render(&page)
}

/// `POST /supervision/joint`
pub(super) fn reply(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("supervision-joint-title");
    let (term, text) = (super::term(cx, &p)?, cx.field("words").to_owned());
    joint::reply(cx.tx, cx.who, &term, &text)?;
    cx.did("RecordActivity", Subject::School, SHOWN, "joint read");
    Ok(Reply::done("/supervision/joint", "supervision-joint-read"))
}

/// `POST /supervision/joint/opening`
pub(super) fn open(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::Supervise>(Subject::School)?;
    let p = cx.page("supervision-joint-title");
    let term = super::term(cx, &p)?;
    joint::open(cx.tx, &permit, &term)?;
    cx.did("Supervise", Subject::School, SHOWN, "joint opened");
    Ok(Reply::done("/supervision/joint", "supervision-joint-opened"))
}

/// `GET /supervision/joint/{staff}`
pub(super) fn of_helper(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let staff: StaffId = cx.path("staff")?;
    if !cx.who.may_everywhere(Action::Supervise) {
        return Err(crate::base::Error::NotFound);
    }
    let permit = cx.permit::<acts::Supervise>(Subject::School)?;
    let p = cx.page("supervision-joint-title");
    let term = super::term(cx, &p)?;
    let part = joint::of_helper(cx.tx, &permit, staff, &term)?;
    cx.saw("SeeSupervision", Subject::School, SHOWN);
    let name = part.name.clone();
    cx.render(&page(p, term.code.to_string(), &part, name))
}

//! `/supervision/checks`: the checks of the term, and the form that opens one.

use askama::Template;

use super::{SHOWN, month};
use crate::access::{Action, Subject, acts};
use crate::base::{GradeId, Msg, Result, RowId, SchoolDate, words};
use crate::roster::time;
use crate::supervision::checks::{self, Check, New, Whole};
use crate::supervision::hand_in::month_of;
use crate::web::{Choice, Cx, Page, Reply};

/// Children that a form proposes to meet.
const SIZE_USUAL: usize = 3;

#[derive(Template)]
#[template(path = "supervision/pages/checks.html")]
struct List {
    p: Page,
    rows: Vec<RowView>,
    id: String,
    kinds: Vec<Choice>,
    parts: Vec<(String, String)>,
    size: usize,
    part: String,
}

struct RowView {
    id: RowId,
    title: String,
    by: String,
    text: String,
    over: bool,
}

/// What a check is called: 四年级 2026年9月月末调查.
pub(super) fn title(cx: &mut Cx<'_, '_>, check: &Check) -> Result<String> {
    let lang = cx.lang();
    let part = match check.grade {
        Some(grade) => {
            let level = time::years(cx.tx)?.into_iter().find_map(|year| time::grades(cx.tx, year.id).ok()?.into_iter().find(|one| one.id == grade).map(|one| one.level));
            level.map(|level| Msg::new("report-grade").with("grade", level).text(lang)).unwrap_or_default()
        }
        None => words::word(lang, "report-school"),
    };
    let when = if check.kind == "month_end" { month(lang, month_of(check.day)) } else { check.day.to_string() };
    Ok(Msg::new("supervision-check-title").with("part", part).with("when", when).with("kind", words::word(lang, &format!("supervision-check-{}", check.kind))).text(lang))
}

/// How far a check is, in words.
pub(super) fn how_far(lang: crate::base::Lang, whole: &Whole) -> String {
    let open = whole.findings.iter().filter(|found| found.state() != "accepted").count();
    Msg::new("supervision-check-far").with("done", whole.interviews.len()).with("of", whole.met().count()).with("findings", whole.findings.len()).with("open", open).text(lang)
}

/// The grades and, for who supervises it, the school: value and text.
fn parts(cx: &mut Cx<'_, '_>) -> Result<Vec<(String, String)>> {
    let (own, all, lang) = (cx.who.grades(Action::Supervise), cx.who.may_everywhere(Action::Supervise), cx.lang());
    let Some(term) = time::current_term(cx.tx)? else { return Ok(Vec::new()) };
    let grades = time::grades(cx.tx, term.year)?.into_iter().filter(|grade| all || own.contains(&grade.id));
    let mut parts: Vec<(String, String)> = grades.map(|grade| (grade.id.to_string(), Msg::new("report-grade").with("grade", grade.level).text(lang))).collect();
    if all {
        parts.push((String::new(), words::word(lang, "report-school")));
    }
    Ok(parts)
}

/// `GET /supervision/checks`
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("supervision-checks-title");
    let term = super::term(cx, &p)?;
    let mut rows = Vec::new();
    for check in checks::of_term(cx.tx, cx.who, &term)? {
        let whole = checks::whole(cx.tx, cx.who, check.id)?;
        rows.push(RowView { id: check.id, title: title(cx, &check)?, by: check.by.clone(), text: how_far(p.lang, &whole), over: check.ended.is_some() });
    }
    let typed = p.old("check");
    let kind = if cx.who.may_everywhere(Action::Supervise) { "inspection" } else { "month_end" };
    let page = List {
        rows,
        id: if typed.is_empty() { cx.tx.new_id::<RowId>().to_string() } else { typed },
        kinds: super::choices(&p, "supervision-check-", &checks::KINDS, &p.old_or("kind", kind)),
        parts: parts(cx)?,
        part: p.old("part"),
        size: SIZE_USUAL,
        p,
    };
    cx.saw("Supervise", Subject::School, SHOWN);
    cx.render(&page)
}

/// `POST /supervision/checks`
pub(super) fn open(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let subject = match cx.field("part") {
        "" => Subject::School,
        part => Subject::Grade(part.parse::<GradeId>().map_err(|_| crate::base::Error::NotFound)?),
    };
    let permit = cx.permit::<acts::Supervise>(subject)?;
    let p = cx.page("supervision-checks-title");
    let term = super::term(cx, &p)?;
    let id: RowId = cx.field("check").parse().map_err(|_| crate::base::Error::NotFound)?;
    let new = New { id, kind: cx.field("kind").to_owned(), seed: cx.field("seed").to_owned(), size: cx.field("size").parse().unwrap_or_default() };
    checks::open(cx.tx, &permit, &new, &term)?;
    cx.did("Supervise", subject, SHOWN, format!("check {id}"));
    Ok(Reply::done(format!("/supervision/checks/{id}"), "supervision-drawn"))
}

/// A day as a form proposes it.
pub(super) fn usual_due(today: SchoolDate) -> SchoolDate {
    today.plus_days(checks::MEND_DAYS_USUAL)
}

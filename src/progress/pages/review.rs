//! `/pupils/{id}/progress/reviews`: a review proposed from points and records, decided by people; read, printed, written over by its author.

use askama::Template;

use super::{Child, SHOWN, writes};
use crate::access::{Subject, acts};
use crate::base::error::Problems;
use crate::base::{Error, Lang, Msg, PupilId, Result, RowId, SchoolDate, words};
use crate::casefile::pages::child::child;
use crate::progress::export;
use crate::progress::review::{self, Body, JUDGED, Judged, NEXT, New, Review, STAGES};
use crate::roster::particulars::Particulars;
use crate::web::{Choice, Cx, Page, Reply};

#[derive(Template)]
#[template(path = "progress/pages/review_form.html")]
struct FormPage {
    p: Page,
    c: Particulars,
    action: String,
    id: String,
    seen: i64,
    stages: Vec<Choice>,
    nexts: Vec<Choice>,
    goals: Vec<GoalView>,
    b: Body,
    next_day: String,
    is_new: bool,
}

struct GoalView {
    field: String,
    text: String,
    figures: String,
    choices: Vec<Choice>,
}

fn coded(lang: Lang, prefix: &str, code: &str) -> String {
    words::word(lang, &format!("{prefix}{code}"))
}

fn choices(p: &Page, field: &str, prefix: &str, codes: &[&'static str], usual: &str) -> Vec<Choice> {
    let chosen = p.old_or(field, usual);
    codes.iter().map(|code| Choice::new(*code, coded(p.lang, prefix, code), chosen == *code)).collect()
}

fn form(cx: &mut Cx<'_, '_>, p: Page, child: Child, review: (RowId, i64, &str), body: Body) -> Result<Reply> {
    let (id, seen, stage) = review;
    let pupil = child.c.id;
    let goal = |one: &Judged| {
        let field = format!("judged-{}", one.goal);
        GoalView { choices: choices(&p, &field, "progress-judged-", &JUDGED, &one.judged), text: one.text.clone(), figures: one.figures.clone(), field }
    };
    let page = FormPage {
        action: if seen == 0 { format!("/pupils/{pupil}/progress/reviews") } else { format!("/pupils/{pupil}/progress/reviews/{id}") },
        id: p.old_or("review", id.to_string()),
        stages: choices(&p, "stage", "progress-stage-", &STAGES, stage),
        nexts: choices(&p, "next", "progress-next-", &NEXT, &body.next),
        goals: body.goals.iter().map(goal).collect(),
        next_day: body.next_day.map(|day| day.to_string()).unwrap_or_default(),
        is_new: seen == 0,
        b: body,
        c: child.c,
        seen,
        p,
    };
    cx.saw("SeeProgress", Subject::Pupil(pupil), child.see.levels().within(SHOWN));
    cx.render(&page)
}

pub(super) fn show_new(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let child = child(cx)?;
    let p = cx.page_of(&Msg::new("progress-review-of").with("name", &child.c.name));
    let body = review::proposal(cx.tx, &child.see, p.lang)?;
    let id: RowId = cx.tx.new_id();
    form(cx, p, child, (id, 0, "stage"), body)
}

fn find(cx: &mut Cx<'_, '_>, child: &Child) -> Result<Review> {
    let id: RowId = cx.path("review")?;
    review::of_pupil(cx.tx, &child.see)?.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)
}

pub(super) fn show_change(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let child = child(cx)?;
    let review = find(cx, &child)?;
    if !review.mine {
        return Err(Error::NotFound);
    }
    let p = cx.page("progress-review-change");
    form(cx, p, child, (review.id, review.number, &review.stage), review.body.clone())
}

fn typed(cx: &Cx<'_, '_>, id: RowId, seen: i64) -> Result<New> {
    let mut problems = Problems::default();
    let next_day: Option<SchoolDate> = match cx.field("next_day").trim() {
        "" => None,
        text => text.parse().map_err(|_| problems.note("next_day", "casefile-day-odd")).ok(),
    };
    problems.end()?;
    let judged = cx.req.fields.iter().filter_map(|(name, value)| {
        let goal: RowId = name.strip_prefix("judged-")?.parse().ok()?;
        Some(Judged { goal, text: String::new(), figures: String::new(), judged: value.clone() })
    });
    let text = |name: &str| cx.field(name).to_owned();
    let body = Body {
        goals: judged.collect(),
        better: text("better"),
        lacking: text("lacking"),
        worked: text("worked"),
        unsuited: text("unsuited"),
        family: text("family"),
        voice: text("voice"),
        next: text("next"),
        next_text: text("next_text"),
        next_day,
    };
    Ok(New { id, seen, stage: text("stage"), body })
}

fn write(cx: &mut Cx<'_, '_>, id: RowId, seen: i64) -> Result<Reply> {
    let pupil: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::RecordActivity>(pupil)?;
    let (new, lang) = (typed(cx, id, seen)?, cx.lang());
    review::write(cx.tx, &permit, &new, lang)?;
    cx.did("WriteProgress", permit.subject(), permit.levels().within(SHOWN), "review");
    Ok(Reply::done(format!("/pupils/{pupil}/progress/reviews/{id}"), Msg::new("progress-review-kept")))
}

/// Keeps a new review.
pub(super) fn keep(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let made: RowId = cx.tx.new_id();
    let id = cx.field("review").parse().unwrap_or(made);
    write(cx, id, 0)
}

/// Writes one's own review over.
pub(super) fn change(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: RowId = cx.path("review")?;
    let seen = cx.field("seen").parse().unwrap_or_default();
    write(cx, id, seen)
}

#[derive(Template)]
#[template(path = "progress/pages/review.html")]
struct ReviewPage {
    p: Page,
    c: Particulars,
    r: Review,
    stage: String,
    goals: Vec<(String, String, String)>,
    texts: Vec<(String, String)>,
    next: String,
    formats: Vec<&'static str>,
    live: bool,
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let child = child(cx)?;
    let review = find(cx, &child)?;
    let p = cx.page_of(&Msg::new("progress-review-of").with("name", &child.c.name));
    let lang = p.lang;
    let page = ReviewPage {
        stage: coded(lang, "progress-stage-", &review.stage),
        goals: review.body.goals.iter().map(|one| (one.text.clone(), one.figures.clone(), coded(lang, "progress-judged-", &one.judged))).collect(),
        texts: export::texts(lang, &review.body),
        next: coded(lang, "progress-next-", &review.body.next),
        formats: export::formats(),
        live: child.live && writes(&child),
        c: child.c,
        r: review,
        p,
    };
    cx.saw("SeeProgress", Subject::Pupil(page.c.id), child.see.levels().within(SHOWN));
    cx.render(&page)
}

/// `GET /pupils/{id}/progress/reviews/{review}/paper/{docx|pdf}`: the review on paper, with places to sign.
pub(super) fn paper(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let child = child(cx)?;
    let (review, format): (Review, String) = (find(cx, &child)?, cx.path("file")?);
    let lang = cx.lang();
    let (name, media_type, bytes) = export::review(cx.tx, &child.see, &review, &format, lang)?;
    cx.did("PrintProgress", Subject::Pupil(child.c.id), child.see.levels().within(SHOWN), "review");
    Ok(Reply::file(name, media_type, bytes))
}

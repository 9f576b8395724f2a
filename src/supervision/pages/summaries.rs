//! `/supervision/summaries`: monthly reports and summaries of the term: what I owe, what was handed to me, one with its parts, the form of a part, the answer.

use askama::Template;

use super::meetings::SHOWN;
use crate::access::{Action, Level, Levels, Subject};
use crate::base::{Error, Msg, Result, SchoolDate};
use crate::plan::export::formats;
use crate::supervision::export::summaries as out;
use crate::supervision::summaries::{self, Key, Paper};
use crate::supervision::summing::Sentence;
use crate::web::{Cx, Page, Policy, Reply, Routes};

pub(super) fn routes() -> Routes {
    let see = Policy::May(Action::SeeCaseFile);
    Routes::new()
        .get("/supervision/summaries", see, list)
        .get("/supervision/summaries/{key}", see, show)
        .get("/supervision/summaries/{key}/parts/{part}", see, show_part)
        .post("/supervision/summaries/{key}/parts/{part}", see, write, show_part)
        .post("/supervision/summaries/{key}/handing", see, hand_in, show)
        .post("/supervision/summaries/{key}/answer", see, answer, show)
        .post("/supervision/summaries/{key}/reading", see, seen, show)
        .get("/supervision/summaries/{key}/paper/{file}", see, print)
}

struct Row {
    link: String,
    what: String,
    name: String,
    when: String,
    state: String,
    chip: &'static str,
}

fn chip(state: &str, late: bool) -> &'static str {
    match state {
        "confirmed" => "good",
        "returned" => "due",
        "open" if late => "overdue",
        _ => "",
    }
}

#[derive(Template)]
#[template(path = "supervision/pages/summaries.html")]
struct List {
    p: Page,
    own: Vec<Row>,
    inbox: Vec<Row>,
}

/// What a paper is, with the month that it is of.
fn month(p: &Page, kind: &str, from: SchoolDate) -> String {
    let title = p.t(&format!("supervision-summary-{kind}"));
    if kind == "month" { format!("{}{title}", p.tv("supervision-summary-of-month", "month", from.month())) } else { title }
}

fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("supervision-summaries");
    let today = cx.tx.today();
    let own = summaries::standing(cx.tx, cx.who)?;
    let own = own.into_iter().map(|(key, name, state)| Row {
        link: key.address(),
        what: month(&p, key.kind.code(), key.from),
        name,
        when: p.tv("supervision-due-by", "day", key.due),
        chip: chip(&state, key.due < today),
        state: p.t(&format!("supervision-summary-state-{state}")),
    });
    let own = own.collect();
    let inbox = summaries::inbox(cx.tx, cx.who)?.into_iter().map(|(link, by, from, kind, state)| Row {
        link,
        what: month(&p, &kind, from),
        name: by,
        when: String::new(),
        chip: if state == "handed" { "due" } else { chip(&state, false) },
        state: p.t(&format!("supervision-summary-state-{state}")),
    });
    let inbox = inbox.collect();
    cx.saw("SeeSummaries", Subject::School, Levels::of(&[Level::Basic]));
    cx.render(&List { own, inbox, p })
}

struct PartView {
    code: &'static str,
    title: String,
    sentences: Vec<Sentence>,
    over: bool,
}

#[derive(Template)]
#[template(path = "supervision/pages/summary.html")]
struct SummaryPage {
    p: Page,
    key: String,
    state: String,
    lead: String,
    parts: Vec<PartView>,
    steps: Vec<(String, String, String)>,
    edits: bool,
    answers: bool,
    reads: bool,
    readers: Vec<(String, String)>,
    formats: Vec<&'static str>,
}

fn key(cx: &mut Cx<'_, '_>) -> Result<Key> {
    let text: String = cx.path("key")?;
    summaries::key(cx.tx, &text)
}

fn part_title(p: &Page, code: &str) -> String {
    p.t(&format!("supervision-part-{code}"))
}

fn step_line(p: &Page, one: &summaries::Step) -> (String, String, String) {
    let what = p.t(&format!("supervision-summary-step-{}", one.what));
    let who = if one.what == "handed" { format!("{} · {} → {}", one.day, one.by, one.to) } else { format!("{} · {}", one.day, one.by) };
    (what, who, one.text.clone())
}

fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let key = key(cx)?;
    let lang = cx.lang();
    let paper: Paper = summaries::paper(cx.tx, cx.who, key, lang)?;
    let mut p = cx.page("supervision-summaries");
    p.title = out::title(cx.tx, &key, lang)?;
    let edits = paper.writes && matches!(paper.state(), "open" | "returned");
    let readers = if edits { summaries::readers(cx.tx, cx.who, &key)? } else { Vec::new() };
    cx.saw("SeeSummaries", Subject::School, SHOWN);
    let page = SummaryPage {
        key: key.address(),
        state: p.t(&format!("supervision-summary-state-{}", paper.state())),
        lead: p.m(&Msg::new("supervision-summary-lead").with("from", key.from).with("until", key.until).with("due", key.due)),
        steps: paper.steps.iter().map(|one| step_line(&p, one)).collect(),
        parts: paper.parts.into_iter().map(|one| PartView { code: one.code, title: part_title(&p, one.code), over: one.number > 0, sentences: one.sentences }).collect(),
        edits,
        answers: paper.answers,
        reads: paper.reads,
        readers: readers.into_iter().map(|(staff, name)| (staff.to_string(), name)).collect(),
        formats: formats(),
        p,
    };
    cx.render(&page)
}

#[derive(Template)]
#[template(path = "supervision/pages/summary_part.html")]
struct PartPage {
    p: Page,
    key: String,
    of: String,
    part: &'static str,
    text: String,
    seen: i64,
}

fn show_part(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (key, part, lang): (Key, String, _) = (key(cx)?, cx.path("part")?, cx.lang());
    let paper = summaries::paper(cx.tx, cx.who, key, lang)?;
    let of = out::title(cx.tx, &key, lang)?;
    let one = paper.parts.into_iter().find(|one| one.code == part).filter(|_| paper.writes).ok_or(Error::NotFound)?;
    let mut p = cx.page("supervision-summaries");
    p.title = part_title(&p, one.code);
    let text = one.sentences.iter().map(|one| one.text.as_str()).collect::<Vec<_>>().join("\n");
    cx.render(&PartPage { key: key.address(), of, part: one.code, text, seen: one.number, p })
}

/// `POST /supervision/summaries/{key}/parts/{part}`
fn write(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (key, part, lang): (Key, String, _) = (key(cx)?, cx.path("part")?, cx.lang());
    let (seen, text) = (cx.field("seen").parse().unwrap_or(0), cx.field("text").to_owned());
    summaries::write(cx.tx, cx.who, key, &part, seen, &text, lang)?;
    cx.did("WriteSummary", Subject::School, Levels::of(&[Level::Basic]), format!("{} {part}", key.id()));
    Ok(Reply::done(key.address(), "supervision-noted"))
}

/// `POST /supervision/summaries/{key}/handing`
fn hand_in(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (key, lang) = (key(cx)?, cx.lang());
    let (reader, text) = (cx.field("reader").parse().ok(), cx.field("text").to_owned());
    summaries::hand_in(cx.tx, cx.who, key, reader, &text, lang)?;
    cx.did("WriteSummary", Subject::School, Levels::of(&[Level::Basic]), format!("{} handed in", key.id()));
    Ok(Reply::done(key.address(), "supervision-summary-in"))
}

/// `POST /supervision/summaries/{key}/answer`
fn answer(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (key, lang) = (key(cx)?, cx.lang());
    let (what, text) = (cx.field("what").to_owned(), cx.field("text").to_owned());
    summaries::answer(cx.tx, cx.who, key, &what, &text, lang)?;
    cx.did("WriteSummary", Subject::School, Levels::of(&[Level::Basic]), format!("{} {what}", key.id()));
    Ok(Reply::done("/supervision/summaries", "supervision-noted"))
}

/// `POST /supervision/summaries/{key}/reading`
fn seen(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (key, lang) = (key(cx)?, cx.lang());
    summaries::seen(cx.tx, cx.who, key, lang)?;
    cx.did("WriteSummary", Subject::School, Levels::of(&[Level::Basic]), format!("{} read", key.id()));
    Ok(Reply::done(key.address(), "supervision-noted"))
}

/// `GET /supervision/summaries/{key}/paper/{file}`
fn print(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (key, format, lang): (Key, String, _) = (key(cx)?, cx.path("file")?, cx.lang());
    let (name, media_type, bytes) = out::paper(cx.tx, cx.who, key, &format, lang)?;
    cx.did("PrintMeeting", Subject::School, SHOWN, format!("{} {format}", key.id()));
    Ok(Reply::file(name, media_type, bytes))
}

//! `/classes/{id}/handover`, `/pupils/{id}/handover`: notes to the next teacher; the form of a part; signing, reading, asking, answering; paper.

use askama::Template;

use crate::access::{Action, Level, Levels, Permit, Subject, acts};
use crate::archive::export::{self, year as year_words};
use crate::archive::gather::Line;
use crate::archive::handing::{self, Done, Listed, Note, Part};
use crate::archive::note::State;
use crate::base::{ClassId, Error, Msg, PupilId, Result, RowId, SchoolYear};
use crate::plan::export::formats;
use crate::roster::{particulars, time};
use crate::web::{Cx, Page, Policy, Reply, Routes};

const SHOWN: Levels = Levels::of(&[Level::Basic, Level::Academic, Level::Family]);

pub(super) fn routes() -> Routes {
    let (see, hand) = (Policy::May(Action::SeeCaseFile), Policy::May(Action::HandOver));
    Routes::new()
        .get("/classes/{id}/handover", see, of_class)
        .get("/classes/{id}/handover/{year}/paper/{format}", see, class_paper)
        .get("/pupils/{id}/handover", see, newest)
        .get("/pupils/{id}/handover/{year}", see, show)
        .get("/pupils/{id}/handover/{year}/paper/{format}", see, paper)
        .get("/pupils/{id}/handover/{year}/parts/{part}", hand, show_part)
        .post("/pupils/{id}/handover/{year}/parts/{part}", hand, write, show_part)
        .post("/pupils/{id}/handover/{year}/signing", hand, sign, show)
        .post("/pupils/{id}/handover/{year}/return", hand, take_back, show)
        .post("/pupils/{id}/handover/{year}/reading", hand, read, show)
        .get("/handover/{note}", Policy::SignedIn, show_question)
        .post("/handover/{note}", Policy::SignedIn, answer, show_question)
}

struct Row {
    link: String,
    name: String,
    family_name: String,
    signed: String,
    seen: String,
    state: String,
    chip: &'static str,
}

struct Group {
    title: String,
    lead: String,
    year: i16,
    papers: bool,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "archive/pages/class.html")]
struct ClassPage {
    p: Page,
    class: ClassId,
    groups: Vec<Group>,
    formats: Vec<&'static str>,
}

const fn chip(state: State) -> &'static str {
    match state {
        State::Seen => "good",
        State::Asked => "due",
        State::Draft | State::Signed => "",
    }
}

fn row(p: &Page, one: &Listed, year: SchoolYear) -> Row {
    let on = |day, name: &str| p.m(&Msg::new("archive-by-on").with("name", name).with("day", day));
    Row {
        link: format!("/pupils/{}/handover/{}", one.pupil, year.0),
        family_name: one.name.chars().next().map(String::from).unwrap_or_default(),
        name: one.name.clone(),
        signed: one.signed.as_ref().map(|(day, by, _)| on(*day, by)).unwrap_or_default(),
        seen: one.seen.as_ref().map(|(day, by)| on(*day, by)).unwrap_or_default(),
        state: p.t(&format!("archive-state-{}", one.state.code())),
        chip: chip(one.state),
    }
}

/// `GET /classes/{id}/handover`: notes that came with the class, notes to be written.
fn of_class(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("id")?;
    let permit = cx.permit::<acts::SeeCaseFile>(id)?;
    let name = time::class(cx.tx, id)?.name;
    let p = cx.page_of(&Msg::new("archive-class-title").with("class", name));
    let (now, lang, today) = (handing::present_year(cx.tx)?, cx.lang(), cx.tx.today());
    let mut groups = Vec::new();
    for (year, key, lead) in [(SchoolYear(now.0 - 1), "archive-came", "archive-came-lead"), (now, "archive-goes", "archive-goes-lead")] {
        let all = handing::of_class(cx.tx, &permit, year, today)?;
        if all.is_empty() && year != now {
            continue;
        }
        let papers = all.iter().any(|one| one.state.is_signed());
        let rows = all.iter().map(|one| row(&p, one, year)).collect();
        groups.push(Group { title: p.m(&Msg::new(key).with("year", year_words(lang, year))), lead: p.t(lead), year: year.0, papers, rows });
    }
    cx.saw("SeeHandover", Subject::Class(id), SHOWN);
    cx.render(&ClassPage { p, class: id, groups, formats: formats() })
}

/// `GET /classes/{id}/handover/{year}/paper/{format}`
fn class_paper(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, year, format): (ClassId, i16, String) = (cx.path("id")?, cx.path("year")?, cx.path("format")?);
    let permit = cx.permit::<acts::SeeCaseFile>(id)?;
    let lang = cx.lang();
    let ((name, media_type, bytes), children) = export::of_class(cx.tx, &permit, SchoolYear(year), &format, lang)?;
    cx.did("PrintHandover", Subject::Class(id), SHOWN, format!("{year} {format} children {}", children.len()));
    Ok(Reply::file(name, media_type, bytes))
}

/// `GET /pupils/{id}/handover`: the note of the newest year.
fn newest(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::SeeCaseFile>(id)?;
    let year = handing::years(cx.tx, &permit)?.first().copied().ok_or(Error::NotFound)?;
    Ok(Reply::go(format!("/pupils/{id}/handover/{}", year.0)))
}

struct PartView {
    code: &'static str,
    title: String,
    lines: Vec<Line>,
    over: bool,
}

fn part_view(p: &Page, part: Part) -> PartView {
    PartView { title: p.t(&format!("archive-part-{}", part.code)), code: part.code, lines: part.lines, over: part.number > 0 }
}

struct DoneView {
    what: String,
    who: String,
    text: String,
}

fn done_view(p: &Page, one: &Done) -> DoneView {
    let who = p.m(&Msg::new("archive-by-on").with("name", &one.by).with("day", one.day));
    DoneView { what: p.t(&format!("archive-done-{}", one.what)), who, text: one.text.clone() }
}

#[derive(Template)]
#[template(path = "archive/pages/note.html")]
struct NotePage {
    p: Page,
    id: PupilId,
    name: String,
    year: i16,
    lead: String,
    state: String,
    chip: &'static str,
    parts: Vec<PartView>,
    done: Vec<DoneView>,
    others: Vec<(String, String)>,
    writes: bool,
    reads: bool,
    read: bool,
    back: bool,
    formats: Vec<&'static str>,
}

fn asked(cx: &mut Cx<'_, '_>) -> Result<(Permit<acts::SeeCaseFile>, SchoolYear)> {
    let (id, year): (PupilId, i16) = (cx.path("id")?, cx.path("year")?);
    Ok((cx.permit::<acts::SeeCaseFile>(id)?, SchoolYear(year)))
}

/// As [`asked`], for what is done with the note of the present year alone.
fn asked_now(cx: &mut Cx<'_, '_>) -> Result<Permit<acts::SeeCaseFile>> {
    let (permit, year) = asked(cx)?;
    if year == handing::present_year(cx.tx)? { Ok(permit) } else { Err(Error::NotFound) }
}

fn name_of(cx: &mut Cx<'_, '_>, id: PupilId) -> Result<String> {
    let see = cx.permit::<acts::SeePupil>(id)?;
    Ok(particulars::particulars(cx.tx, &see)?.name)
}

/// `GET /pupils/{id}/handover/{year}`
fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, year) = asked(cx)?;
    let (id, lang, me) = (permit.pupil()?, cx.lang(), cx.who.staff());
    let note: Note = handing::note(cx.tx, &permit, year, lang)?;
    let name = name_of(cx, id)?;
    let others = handing::years(cx.tx, &permit)?.into_iter().filter(|other| *other != year);
    let others = others.map(|other| (format!("/pupils/{id}/handover/{}", other.0), year_words(lang, other))).collect();
    let p = cx.page_of(&Msg::new("archive-note-title").with("name", &name));
    cx.saw("SeeHandover", Subject::Pupil(id), permit.levels().within(SHOWN));
    let read = note.done.iter().any(|one| ["seen", "asked"].contains(&one.what.as_str()) && one.staff == me);
    let page = NotePage {
        id,
        name,
        year: year.0,
        lead: p.m(&Msg::new("archive-note-lead").with("year", year_words(lang, year))),
        state: p.t(&format!("archive-state-{}", note.state.code())),
        chip: chip(note.state),
        done: note.done.iter().map(|one| done_view(&p, one)).collect(),
        others,
        writes: note.writes,
        reads: note.reads,
        read,
        back: note.can_go_back(me),
        formats: formats(),
        parts: note.parts.into_iter().map(|part| part_view(&p, part)).collect(),
        p,
    };
    cx.render(&page)
}

/// `GET /pupils/{id}/handover/{year}/paper/{format}`
fn paper(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let format: String = cx.path("format")?;
    let (permit, year) = asked(cx)?;
    let lang = cx.lang();
    let (name, media_type, bytes) = export::of_child(cx.tx, &permit, year, &format, lang)?;
    cx.did("PrintHandover", permit.subject(), permit.levels().within(SHOWN), format!("{} {format}", year.0));
    Ok(Reply::file(name, media_type, bytes))
}

#[derive(Template)]
#[template(path = "archive/pages/part.html")]
struct PartPage {
    p: Page,
    back: String,
    of: String,
    part: &'static str,
    text: String,
    seen: i64,
}

/// `GET /pupils/{id}/handover/{year}/parts/{part}`
fn show_part(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let code: String = cx.path("part")?;
    let permit = asked_now(cx)?;
    let (id, lang, year) = (permit.pupil()?, cx.lang(), handing::present_year(cx.tx)?);
    let note = handing::note(cx.tx, &permit, year, lang)?;
    let part = note.parts.into_iter().find(|part| part.code == code).filter(|_| note.writes).ok_or(Error::NotFound)?;
    let name = name_of(cx, id)?;
    let mut p = cx.page("archive-note");
    p.title = p.t(&format!("archive-part-{}", part.code));
    let of = p.m(&Msg::new("archive-note-title").with("name", name));
    let text = part.lines.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join("\n");
    cx.saw("SeeHandover", Subject::Pupil(id), SHOWN);
    cx.render(&PartPage { back: format!("/pupils/{id}/handover/{}", year.0), of, part: part.code, text, seen: part.number, p })
}

fn back(cx: &mut Cx<'_, '_>, permit: &Permit<acts::SeeCaseFile>, year: SchoolYear, what: String, said: &'static str) -> Result<Reply> {
    let id = permit.pupil()?;
    cx.did("WriteHandover", Subject::Pupil(id), SHOWN, what);
    Ok(Reply::done(format!("/pupils/{id}/handover/{}", year.0), said))
}

/// `POST /pupils/{id}/handover/{year}/parts/{part}`
fn write(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let code: String = cx.path("part")?;
    let permit = asked_now(cx)?;
    let (seen, text, lang, year) = (cx.field("seen").parse().unwrap_or(0), cx.field("text").to_owned(), cx.lang(), handing::present_year(cx.tx)?);
    handing::write(cx.tx, &permit, &code, seen, &text, lang)?;
    back(cx, &permit, year, format!("part {code}"), "archive-noted")
}

/// `POST /pupils/{id}/handover/{year}/signing`
fn sign(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = asked_now(cx)?;
    let (lang, year) = (cx.lang(), handing::present_year(cx.tx)?);
    handing::sign(cx.tx, &permit, lang)?;
    back(cx, &permit, year, "signed".into(), "archive-signed-now")
}

/// `POST /pupils/{id}/handover/{year}/return`
fn take_back(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, year) = asked(cx)?;
    let lang = cx.lang();
    handing::take_back(cx.tx, &permit, year, lang)?;
    back(cx, &permit, year, "taken back".into(), "archive-noted")
}

/// `POST /pupils/{id}/handover/{year}/reading`
fn read(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (permit, year) = asked(cx)?;
    let (lang, question) = (cx.lang(), cx.field("text").to_owned());
    handing::read(cx.tx, &permit, year, &question, lang)?;
    back(cx, &permit, year, if question.trim().is_empty() { "read" } else { "asked" }.into(), "archive-noted")
}

#[derive(Template)]
#[template(path = "archive/pages/question.html")]
struct QuestionPage {
    p: Page,
    note: RowId,
    lead: String,
    question: String,
    parts: Vec<PartView>,
}

/// `GET /handover/{note}`: a question about what one has signed.
fn show_question(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let note: RowId = cx.path("note")?;
    let question = handing::question(cx.tx, cx.who, note)?;
    let (p, lang) = (cx.page_of(&Msg::new("archive-note-title").with("name", &question.pupil_name)), cx.lang());
    cx.saw("SeeHandover", Subject::Pupil(question.pupil), SHOWN);
    let page = QuestionPage {
        note,
        lead: p.m(&Msg::new("archive-question-lead").with("name", &question.asked.by).with("day", question.asked.day).with("year", year_words(lang, question.year))),
        question: question.asked.text.clone(),
        parts: question.parts.into_iter().map(|part| part_view(&p, part)).collect(),
        p,
    };
    cx.render(&page)
}

/// `POST /handover/{note}`
fn answer(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (note, text): (RowId, _) = (cx.path("note")?, cx.field("text").to_owned());
    let pupil = handing::question(cx.tx, cx.who, note)?.pupil;
    handing::answer(cx.tx, cx.who, note, &text)?;
    cx.did("WriteHandover", Subject::Pupil(pupil), SHOWN, "answered");
    Ok(Reply::done("/", "archive-noted"))
}

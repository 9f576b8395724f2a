//! `/pupils/{id}/progress/book`: 转化情况记载簿 of a term, as the records say it; a line is written over or added where the records do not say it well.

use askama::Template;

use super::{Child, SHOWN, term};
use crate::access::{Subject, acts};
use crate::base::error::Problems;
use crate::base::{Error, Lang, Msg, PupilId, Result, RowId, SchoolDate, words};
use crate::casefile::pages::child::child;
use crate::progress::book::{self, Book, Line, Typed};
use crate::progress::draft::Area;
use crate::progress::export;
use crate::roster::particulars::Particulars;
use crate::web::{Choice, Cx, Page, Reply};

#[derive(Template)]
#[template(path = "progress/pages/book.html")]
struct BookPage {
    p: Page,
    c: Particulars,
    lead: String,
    term: String,
    terms: Vec<(String, String)>,
    /// The newest line of each area: its name, day and text; empty where nothing is written.
    areas: Vec<(String, String, String)>,
    blanks: String,
    months: Vec<MonthView>,
    left_out: Vec<LineView>,
    choices: Vec<Choice>,
    key: String,
    today: SchoolDate,
    writes: bool,
    formats: Vec<&'static str>,
}

struct MonthView {
    name: String,
    lines: Vec<LineView>,
}

struct LineView {
    key: RowId,
    day: SchoolDate,
    area: String,
    text: String,
    by: String,
    source: String,
    link: String,
    stale: bool,
    written: bool,
}

fn line(lang: Lang, one: &Line) -> LineView {
    let fact = one.source.as_ref();
    LineView {
        key: one.key,
        day: one.day,
        area: area_word(lang, one.area),
        text: if one.stands() { one.text.clone() } else { fact.map(|fact| fact.text.clone()).unwrap_or_default() },
        by: if one.by.is_empty() { fact.map(|fact| fact.by.clone()).unwrap_or_default() } else { one.by.clone() },
        source: fact.map(|fact| words::word(lang, &format!("progress-source-{}", fact.source))).unwrap_or_default(),
        link: fact.map(|fact| fact.link.clone()).unwrap_or_default(),
        stale: one.stale,
        written: one.number > 0,
    }
}

fn area_word(lang: Lang, area: Area) -> String {
    words::word(lang, &format!("progress-area-{}", area.code()))
}

fn areas(p: &Page, chosen: &str) -> Vec<Choice> {
    let chosen = p.old_or("area", chosen);
    Area::ALL.into_iter().map(|area| Choice::new(area.code(), area_word(p.lang, area), chosen == area.code())).collect()
}

fn months(lang: Lang, book: &Book) -> Vec<MonthView> {
    let mut months: Vec<MonthView> = Vec::new();
    for one in book.lines.iter().filter(|one| one.stands()) {
        let name = Msg::new("progress-month").with("year", one.day.year()).with("month", one.day.month()).text(lang);
        if months.last().is_none_or(|month| month.name != name) {
            months.push(MonthView { name, lines: Vec::new() });
        }
        if let Some(month) = months.last_mut() {
            month.lines.push(line(lang, one));
        }
    }
    months
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let child = child(cx)?;
    let (writes, whole) = (super::writes(&child), super::whole(&child));
    let Child { c, see, .. } = child;
    let id = c.id;
    let p = cx.page_of(&Msg::new("progress-book-of").with("name", &c.name));
    let lang = p.lang;
    let (of, terms) = term(cx, &p)?;
    let book = book::book(cx.tx, &see, &of, lang)?;
    let area = |area: Area| {
        let last = book.last(area);
        (area_word(lang, area), last.map(|one| one.day.to_string()).unwrap_or_default(), last.map(|one| one.text.clone()).unwrap_or_default())
    };
    let blanks: Vec<String> = book.blanks.iter().map(|area| area_word(lang, *area)).collect();
    let key: RowId = cx.tx.new_id();
    let page = BookPage {
        lead: Msg::new("progress-book-lead").with("term", of.code).with("count", book.lines.iter().filter(|one| one.stands()).count()).text(lang),
        areas: Area::ALL.map(area).to_vec(),
        blanks: blanks.join(&words::word(lang, "casefile-comma")),
        months: months(lang, &book),
        left_out: book.lines.iter().filter(|one| !one.stands() && one.source.is_some()).map(|one| line(lang, one)).collect(),
        choices: areas(&p, "school"),
        key: p.old_or("key", key.to_string()),
        today: cx.tx.today().min(of.last_day),
        term: of.code.to_string(),
        writes: writes && whole,
        formats: export::formats(),
        terms,
        c,
        p,
    };
    cx.saw("SeeProgress", Subject::Pupil(id), see.levels().within(SHOWN));
    cx.render(&page)
}

fn typed(cx: &Cx<'_, '_>) -> Result<Typed> {
    let mut problems = Problems::default();
    let day: Option<SchoolDate> = match cx.field("day").trim() {
        "" => None,
        text => text.parse().map_err(|_| problems.note("day", "casefile-day-odd")).ok(),
    };
    problems.end()?;
    Ok(Typed { area: Area::of(cx.field("area")), day, text: cx.field("text").to_owned() })
}

fn keep(cx: &mut Cx<'_, '_>, key: RowId, seen: i64) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::RecordActivity>(id)?;
    let p = cx.page("progress-book");
    let (of, _) = term(cx, &p)?;
    // A box that says "leave it out" says more than what still stands in the field.
    let mut typed = typed(cx)?;
    if cx.field("left_out") == "1" {
        typed.text.clear();
    }
    book::write(cx.tx, &permit, &of, p.lang, key, seen, &typed)?;
    cx.did("WriteProgress", permit.subject(), permit.levels().within(SHOWN), String::new());
    Ok(Reply::done(format!("/pupils/{id}/progress/book?term={}#l-{key}", of.code), Msg::new("progress-line-kept")))
}

/// Writes a line of its own.
pub(super) fn write(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let made: RowId = cx.tx.new_id();
    let key = cx.field("key").parse().unwrap_or(made);
    keep(cx, key, 0)
}

/// Writes a line over.
pub(super) fn write_over(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let key: RowId = cx.path("line")?;
    let seen = cx.field("seen").parse().unwrap_or_default();
    keep(cx, key, seen)
}

#[derive(Template)]
#[template(path = "progress/pages/line.html")]
struct EditPage {
    p: Page,
    c: Particulars,
    key: RowId,
    term: String,
    seen: i64,
    text: String,
    day: String,
    said: String,
    choices: Vec<Choice>,
    /// It comes from the records: its day is theirs, and it can be left out.
    sourced: bool,
    left_out: bool,
    stale: bool,
}

pub(super) fn edit(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let child = child(cx)?;
    let whole = super::whole(&child);
    let Child { c, see, .. } = child;
    let key: RowId = cx.path("line")?;
    let p = cx.page("progress-line-edit");
    let (of, _) = term(cx, &p)?;
    let line = book::book(cx.tx, &see, &of, p.lang)?.lines.into_iter().find(|line| line.key == key && whole).ok_or(Error::NotFound)?;
    let said = line.source.as_ref().map(|fact| fact.text.clone()).unwrap_or_default();
    let page = EditPage {
        choices: areas(&p, line.area.code()),
        sourced: line.source.is_some(),
        left_out: !line.stands(),
        text: if line.stands() { line.text } else { said.clone() },
        day: line.day.to_string(),
        seen: line.number,
        stale: line.stale,
        term: of.code.to_string(),
        key,
        said,
        c,
        p,
    };
    cx.saw("SeeProgress", Subject::Pupil(page.c.id), see.levels().within(SHOWN));
    cx.render(&page)
}

/// `GET /pupils/{id}/progress/book/paper/{docx|pdf}`: the book of a term on paper.
pub(super) fn paper(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let Child { c, see, .. } = child(cx)?;
    let format: String = cx.path("file")?;
    let p = cx.page("progress-book");
    let (of, _) = term(cx, &p)?;
    let (name, media_type, bytes) = export::book(cx.tx, &see, &of, &format, p.lang)?;
    cx.did("PrintProgress", Subject::Pupil(c.id), see.levels().within(SHOWN), "book");
    Ok(Reply::file(name, media_type, bytes))
}

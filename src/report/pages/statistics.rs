//! `/registers/statistics`: counts with charts and the same counts beside them.

use askama::Template;

use super::{Asked, parts, term_of};
use crate::access::{Action, Level, Levels, Subject, acts};
use crate::base::{Error, Result};
use crate::report::export::{Format, statistics as paper};
use crate::report::statistics::{self, TOLD_LEAST, told};
use crate::web::{Choice, Cx, Page, Policy, Reply, Routes};

/// Height of a line of a chart in pixels.
const LINE: usize = 26;
/// Where bars begin, in per cent of the width.
const FROM: f64 = 42.0;
/// How long the longest is, in per cent of the width.
const LONGEST: f64 = 46.0;

pub(super) fn routes() -> Routes {
    let print = Policy::May(Action::PrintRegister);
    Routes::new().get("/registers/statistics", print, show).get("/registers/statistics/paper/{file}", print, file)
}

/// Signs of a word before a bar, at most: a phone has no room for more, and the table beside it has the whole.
const WORD_SIGNS: usize = 10;

fn short(word: &str) -> String {
    if word.chars().count() <= WORD_SIGNS { word.to_owned() } else { word.chars().take(WORD_SIGNS - 1).chain(std::iter::once('…')).collect() }
}

/// A line of a chart.
struct Bar {
    word: String,
    short: String,
    text: String,
    /// Top of the bar, and the line of its words, in pixels.
    y: usize,
    text_y: usize,
    /// Length, and where its count stands, in per cent.
    width: String,
    end: String,
}

struct Drawn {
    code: &'static str,
    title: String,
    height: usize,
    bars: Vec<Bar>,
}

#[derive(Template)]
#[template(path = "report/pages/statistics.html")]
struct Shown {
    p: Page,
    term: String,
    part: String,
    parts: Vec<Choice>,
    figures: Vec<Drawn>,
    formats: Vec<&'static str>,
    whole: bool,
}

/// The lines of a chart. A count that is not told has no bar, either.
fn drawn(p: &Page, figure: &statistics::Figure, whole: bool) -> Drawn {
    let most = figure.rows.iter().map(|(_, count)| *count).max().unwrap_or_default().max(1) as f64;
    let bar = |(at, (word, count)): (usize, &(String, i64))| {
        let shown = if whole || *count >= TOLD_LEAST { *count as f64 } else { 0.0 };
        let length = shown / most * LONGEST;
        Bar {
            short: short(word),
            word: word.clone(),
            text: told(*count, whole, p.lang),
            y: at * LINE + 5,
            text_y: at * LINE + 18,
            width: format!("{length:.1}"),
            end: format!("{:.1}", FROM + length),
        }
    };
    let bars: Vec<Bar> = figure.rows.iter().enumerate().map(bar).collect();
    Drawn { code: figure.code, title: p.t(&format!("report-figure-{}", figure.code)), height: bars.len() * LINE, bars }
}

fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let asked: Asked = cx.query()?;
    let p = cx.page("report-statistics");
    let term = term_of(cx.tx, &asked.term)?;
    let parts: Vec<Choice> = parts(cx, &term, p.lang)?.into_iter().map(|(_, choice)| choice).collect();
    // Who does not look after the whole school begins with the first part that they do.
    let part = if asked.part.is_empty() { parts.first().map(|first| first.value.clone()).unwrap_or_default() } else { asked.part.clone() };
    let subject = Asked { part: part.clone(), ..Asked::default() }.subject()?;
    let permit = cx.permit::<acts::PrintRegister>(subject)?;
    let whole = cx.who.may_everywhere(Action::PrintRegister);
    let figures = statistics::figures(cx.tx, &permit, &term, p.lang)?;
    cx.saw("PrintRegister", subject, permit.levels().within(Levels::of(&[Level::Basic, Level::Academic, Level::Family])));
    let shown = Shown {
        term: term.code.to_string(),
        part,
        parts,
        figures: figures.iter().filter(|figure| !figure.rows.is_empty()).map(|figure| drawn(&p, figure, whole)).collect(),
        formats: Format::ALL.iter().filter(|format| **format != Format::Pdf || cfg!(feature = "pdf")).map(|format| format.extension()).collect(),
        whole,
        p,
    };
    cx.render(&shown)
}

/// `GET /registers/statistics/paper/statistics.{format}`
fn file(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let name: String = cx.path("file")?;
    let format = name.strip_prefix("statistics.").and_then(Format::from_extension).ok_or(Error::NotFound)?;
    let asked: Asked = cx.query()?;
    let subject: Subject = asked.subject()?;
    let permit = cx.permit::<acts::PrintRegister>(subject)?;
    let term = term_of(cx.tx, &asked.term)?;
    let lang = cx.lang();
    let (file, media_type, bytes) = paper::file(cx.tx, &permit, &term, format, lang)?;
    let shown = Levels::of(&[Level::Basic, Level::Academic, Level::Family]);
    cx.did("PrintRegister", subject, permit.levels().within(shown), format!("statistics {} {}", term.code, format.extension()));
    Ok(Reply::file(file, media_type, bytes))
}

//! `/screening/classes/{class}/nominations`, `/letters`: who thinks of which child, what was answered, and the letter to the families (B8-03).
//!
//! One form serves one nomination and a pile of paper strips: a row for each child, with name picker, reasons as codes and own words.

use askama::Template;

use crate::access::{Level, Levels, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, Lang, Msg, PupilId, Result, RowId, SchoolDate};
use crate::programme::kind_words::kinder;
use crate::roster::time;
use crate::screening::export::{self, Format};
use crate::screening::nomination::{self as verbs, Line, NewNomination};
use crate::screening::nomination_link as links;
use crate::screening::observation;
use crate::screening::observation_signs::{AnswerKind, Heard, Source, Worry};
use crate::web::{Choice, Cx, Page, Reply};

const SHOWN: Levels = Levels::of(&[Level::Basic, Level::Academic]);
/// Rows of the form for a pile of strips.
const STRIP_ROWS: usize = 8;

struct LineView {
    name: String,
    seat: String,
    href: String,
    said: String,
    reasons: String,
    words: String,
    answer: String,
    answer_words: String,
    answered: bool,
    act: String,
}

#[derive(Template)]
#[template(path = "screening/pages/nomination.html")]
struct ListPage {
    p: Page,
    class: String,
    lines: Vec<LineView>,
    answers: Vec<(String, String)>,
    writes: bool,
    leads: bool,
}

fn words_of(lang: Lang, keys: impl Iterator<Item = &'static str>) -> String {
    let words: Vec<String> = keys.map(|key| crate::base::words::word(lang, key)).collect();
    words.join(&crate::base::words::word(lang, "screening-list-comma"))
}

fn line_view(line: Line, home: &str, lang: Lang) -> LineView {
    let said = Msg::new("screening-nomination-said").with("source", words_of(lang, std::iter::once(line.source.key()))).with("day", line.day);
    let heard = words_of(lang, std::iter::once(line.heard.key()));
    let by = if line.by.is_empty() { heard } else { format!("{heard} · {}", line.by) };
    let (answer, answer_words) = match &line.answer {
        Some((how, words)) => (words_of(lang, std::iter::once(how.key())), words.as_ref().map(|words| words.open().clone()).unwrap_or_default()),
        None => (String::new(), String::new()),
    };
    LineView {
        seat: line.seat.map(|seat| seat.to_string()).unwrap_or_default(),
        href: format!("/pupils/{}", line.pupil),
        said: format!("{} · {by}", said.text(lang)),
        reasons: words_of(lang, line.reasons.iter().map(|reason| reason.key())),
        words: line.words.as_ref().map(|words| words.open().clone()).unwrap_or_default(),
        answered: line.answer.is_some(),
        answer,
        answer_words,
        act: format!("{home}/nominations/{}/answer", line.id),
        name: line.name,
    }
}

/// The nominations of a class in its present term.
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("class")?;
    let permit = cx.permit::<acts::SeeCandidates>(id)?;
    let class = time::class(cx.tx, id)?;
    let term = time::current_term(cx.tx)?.filter(|term| term.year == class.year);
    let lines = match term {
        Some(term) => verbs::of_class(cx.tx, &permit, term.id)?,
        None => Vec::new(),
    };
    let writes = cx.permit::<acts::Observe>(id).is_ok();
    let leads = cx.permit::<acts::ReviewClass>(id).is_ok();
    cx.saw("SeeNominations", permit.subject(), SHOWN);
    let p = cx.page_of(&Msg::new("screening-nomination-of").with("class", &class.name));
    let home = format!("/screening/classes/{id}");
    let lines = lines.into_iter().map(|line| line_view(line, &home, p.lang)).collect();
    let answers = AnswerKind::ALL.iter().map(|how| (how.code().to_owned(), p.t(how.key()))).collect();
    cx.render(&ListPage { class: home, lines, answers, writes, leads, p })
}

/// Answers one.
pub(super) fn answer(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ReviewClass>(cx.path::<ClassId>("class")?)?;
    let id: RowId = cx.path("nomination")?;
    let how = AnswerKind::of_code(cx.field("how")).ok_or_else(|| crate::base::Error::at("how", "screening-choose"))?;
    let words = cx.field("words").to_owned();
    verbs::answer(cx.tx, &permit, id, how, &words)?;
    cx.did("AnswerNomination", permit.subject(), SHOWN, how.code());
    Ok(Reply::done(format!("/screening/classes/{}/nominations", permit.class()?), "screening-answer-saved"))
}

struct RowView {
    number: usize,
    pupil: String,
    source: String,
    reasons: Vec<Choice>,
    words: String,
}

#[derive(Template)]
#[template(path = "screening/pages/nomination_form.html")]
struct FormPage {
    p: Page,
    class: String,
    day: String,
    heard: Vec<(String, String)>,
    sources: Vec<(String, String)>,
    children: Vec<(String, String)>,
    rows: Vec<RowView>,
    many: bool,
}

fn rows_asked(cx: &Cx<'_, '_>) -> usize {
    let typed = (0..STRIP_ROWS).rev().find(|at| cx.req.field(&format!("pupil-{at}")).is_some()).map_or(0, |at| at + 1);
    let strips = cx.req.query.split('&').any(|pair| pair == "strips=1");
    typed.max(if strips { STRIP_ROWS } else { 1 })
}

/// The form for one nomination, or for a pile of strips.
pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::Observe>(cx.path::<ClassId>("class")?)?;
    let class = time::class(cx.tx, permit.class()?)?;
    let children = observation::children(cx.tx, &permit)?;
    let p = cx.page_of(&Msg::new("screening-nomination-new-of").with("class", &class.name));
    let count = rows_asked(cx);
    let row = |at: usize| {
        let of = |name: &str| cx.field(&format!("{name}-{at}")).to_owned();
        let name = format!("reasons-{at}");
        let ticked: Vec<&str> = cx.req.fields_of(&name).collect();
        let reasons = Worry::ALL.iter().map(|reason| Choice::new(reason.code(), p.t(reason.key()), ticked.contains(&reason.code()))).collect();
        RowView { number: at, pupil: of("pupil"), source: of("source"), reasons, words: of("words") }
    };
    let rows: Vec<RowView> = (0..count).map(row).collect();
    let heard: Vec<Heard> = if count > 1 { vec![Heard::Strip] } else { vec![Heard::Own, Heard::Talk, Heard::Phone, Heard::Strip] };
    let seat = |seat: Option<i64>| seat.map(|seat| format!("{seat} ")).unwrap_or_default();
    let page = FormPage {
        class: format!("/screening/classes/{}", class.id),
        day: cx.tx.today().to_string(),
        heard: heard.into_iter().map(|h| (h.code().to_owned(), p.t(h.key()))).collect(),
        sources: Source::ALL.iter().map(|s| (s.code().to_owned(), p.t(s.key()))).collect(),
        children: children.iter().map(|(id, name, no)| (id.to_string(), format!("{}{name}", seat(*no)))).collect(),
        many: count > 1,
        rows,
        p,
    };
    cx.render(&page)
}

/// Stores what was typed. Words that hurt are not refused; a kinder one is proposed.
pub(super) fn save(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::Observe>(cx.path::<ClassId>("class")?)?;
    let mut problems = Problems::default();
    let (day, heard) = (cx.field("day").parse::<SchoolDate>().ok(), Heard::of_code(cx.field("heard")).filter(|heard| *heard != Heard::Link));
    if day.is_none() {
        problems.note("day", "screening-choose");
    }
    if heard.is_none() {
        problems.note("heard", "screening-choose");
    }
    let mut all = Vec::new();
    for at in 0..STRIP_ROWS {
        let of = |name: &str| cx.field(&format!("{name}-{at}")).to_owned();
        if of("pupil").is_empty() {
            continue;
        }
        let name = format!("reasons-{at}");
        let reasons = cx.req.fields_of(&name).filter_map(Worry::of_code).collect();
        match (of("pupil").parse::<PupilId>(), Source::of_code(&of("source")), day, heard) {
            (Ok(pupil), Some(source), Some(day), Some(heard)) => all.push(NewNomination { pupil, source, heard, reasons, words: of("words"), day }),
            (_, None, ..) => problems.note(format!("source-{at}"), "screening-choose"),
            (Err(_), ..) => problems.note(format!("pupil-{at}"), "screening-choose"),
            _ => {}
        }
    }
    problems.end()?;
    let kinder = all.iter().find_map(|new| kinder(&new.words));
    let count = verbs::nominate(cx.tx, &permit, &all)?;
    cx.did("Nominate", permit.subject(), SHOWN, format!("count={count}"));
    let home = format!("/screening/classes/{}/nominations", permit.class()?);
    let message = match kinder {
        Some(_) => Msg::new("screening-nomination-saved-kinder").with("count", count),
        None => Msg::new("screening-nomination-saved").with("count", count),
    };
    Ok(Reply::done(home, message))
}

#[derive(Template)]
#[template(path = "screening/pages/nomination_letters.html")]
struct LettersPage {
    p: Page,
    class: String,
    rows: Vec<(String, String)>,
    ready: usize,
    address: String,
    pdf: bool,
}

/// The letters of a class: who has one, and the files.
pub(super) fn letters(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ReviewClass>(cx.path::<ClassId>("class")?)?;
    let class = time::class(cx.tx, permit.class()?)?;
    let letters = links::letters(cx.tx, &permit)?;
    cx.saw("SeeFamilyLetters", permit.subject(), SHOWN);
    let p = cx.page_of(&Msg::new("screening-letters-of").with("class", &class.name));
    let state = |letter: &links::LetterFor| match &letter.token {
        Some((_, until)) => Msg::new("screening-letters-until").with("day", until).text(p.lang),
        None => p.t("screening-letters-none"),
    };
    let seat = |seat: Option<i64>| seat.map(|seat| format!("{seat} ")).unwrap_or_default();
    let page = LettersPage {
        class: format!("/screening/classes/{}", class.id),
        rows: letters.iter().map(|letter| (format!("{}{}", seat(letter.seat), letter.name), state(letter))).collect(),
        ready: letters.iter().filter(|letter| letter.token.is_some()).count(),
        address: cx.app.config.public_url.clone().unwrap_or_default(),
        pdf: cfg!(feature = "pdf"),
        p,
    };
    cx.render(&page)
}

/// Makes the links that are missing.
pub(super) fn make_links(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ReviewClass>(cx.path::<ClassId>("class")?)?;
    let new = links::make(cx.tx, &permit)?;
    cx.did("MakeFamilyLinks", permit.subject(), SHOWN, format!("new={new}"));
    Ok(Reply::done(format!("/screening/classes/{}/letters", permit.class()?), Msg::new("screening-letters-made").with("count", new)))
}

/// The letters as a word file or a pdf.
pub(super) fn letters_file(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ReviewClass>(cx.path::<ClassId>("class")?)?;
    let name: String = cx.path("file")?;
    let format = match name.as_str() {
        "letters.docx" => Format::Docx,
        "letters.pdf" => Format::Pdf,
        _ => return Err(crate::base::Error::NotFound),
    };
    let address = cx.app.config.public_url.clone();
    let (name, media_type, bytes) = export::letters(cx.tx, &permit, address.as_deref(), format, cx.lang())?;
    cx.saw("PrintFamilyLetters", permit.subject(), SHOWN);
    Ok(Reply::file(name, media_type, bytes))
}

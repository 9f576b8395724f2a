//! `/registers/forms`: blank forms of the bureau are brought, their labels said, looked at for one child, and filled.

use std::collections::HashMap;

use askama::Template;

use super::{Asked, REASON_LEAST, parts, term_of};
use crate::access::{Level, Levels, Permit, ScopeKind, Subject, acts};
use crate::base::{Error, PupilId, Result, RowId, limits};
use crate::casefile;
use crate::report::export::forms::{self as engine, Form, Place, Wanted, Whom};
use crate::report::form_facts::FACTS;
use crate::report::forms::{self, Meant};
use crate::roster::time;
use crate::web::{Choice, Cx, Page, Policy, Reply, Routes, Work};

/// Characters of a value that are shown before printing.
const SHOWN_CHARS: usize = 200;

/// Routes of the forms.
pub(super) fn routes(print: Policy) -> Routes {
    Routes::new()
        .get("/registers/forms", print, list)
        .upload("/registers/forms", print, bring, list)
        .get("/registers/forms/{id}", print, show)
        .post("/registers/forms/{id}", print, say, show)
        .get("/registers/forms/{id}/file", print, file)
        .post("/registers/forms/{id}/withdrawal", print, put_away, show)
}

#[derive(Template)]
#[template(path = "report/pages/forms.html")]
struct List {
    p: Page,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    name: String,
    about: String,
}

fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("report-forms-title");
    let row = |one: forms::Template| Row { href: format!("/registers/forms/{}", one.id), name: one.name, about: format!("{} · {}", one.by, one.at.day()) };
    let rows = forms::all(cx.tx, cx.who)?.into_iter().map(row).collect();
    cx.render(&List { rows, p })
}

/// The widest part of the school for which a person prints; what is asked for a form that belongs to nobody yet.
fn own_permit(cx: &mut Cx<'_, '_>) -> Result<Permit<acts::PrintRegister>> {
    let term = time::current_term(cx.tx)?.ok_or(Error::NotFound)?;
    let lang = cx.lang();
    let all = parts(cx, &term, lang)?;
    let widest = all.first().ok_or(Error::NotFound)?.1.value.clone();
    cx.permit(Asked { part: widest, ..Asked::default() }.subject()?)
}

/// `POST /registers/forms`
fn bring(work: &Work<'_>) -> Result<Reply> {
    let upload = work.req.files.iter().find(|file| file.field == "file").ok_or_else(|| Error::at("file", "report-forms-no-file"))?;
    if upload.size_bytes > limits::FORM_FILE_BYTES {
        return Err(Error::at("file", crate::base::Msg::new("documents-form-big").with("file", &upload.name).with("limit", limits::FORM_FILE_BYTES >> 20)));
    }
    let bytes = std::fs::read(upload.path())?;
    let form = engine::open(bytes.clone(), &upload.name)?;
    let name: String = upload.name.chars().take(limits::LINE_CHARS).collect();
    work.write(|cx| {
        let permit = own_permit(cx)?;
        let meant = engine::proposed(&form, &forms::remembered(cx.tx)?);
        let id = forms::keep(cx.tx, &permit, &name, (form.kind().extension(), form.kind().media_type()), &bytes, &meant)?;
        cx.did("PrintRegister", permit.subject(), Levels::of(&[Level::Basic]), format!("form kept {id}"));
        Ok(Reply::done(format!("/registers/forms/{id}"), "report-forms-kept"))
    })
}

struct FieldRow {
    /// Name of its select box.
    field: String,
    label: String,
    place: String,
    chosen: Vec<Choice>,
    said: String,
}

#[derive(Template)]
#[template(path = "report/pages/form.html")]
struct Show {
    p: Page,
    id: String,
    term: String,
    rows: Vec<FieldRow>,
    about: String,
    mine: bool,
    of_one: bool,
    word_file: bool,
    asks_reason: bool,
    parts: Vec<Choice>,
    children: Vec<Choice>,
    shown: Vec<(String, String)>,
    shown_of: String,
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Look {
    child: String,
    part: String,
    class: String,
    grade: String,
    term: String,
    reason: String,
    whom: String,
    joined: String,
}

fn opened(cx: &mut Cx<'_, '_>) -> Result<(forms::Template, Form)> {
    let id: RowId = cx.path("id")?;
    let (template, bytes) = forms::one(cx.tx, cx.who, id)?;
    let form = engine::open(bytes, &template.name)?;
    Ok((template, form))
}

fn place(p: &Page, place: &Place) -> String {
    match place {
        Place::Cell { sheet, cell } => format!("{sheet} {cell}"),
        Place::Table { table, row } => crate::base::Msg::new("report-forms-at-table").with("table", table).with("row", row).text(p.lang),
        Place::Line(line) => crate::base::Msg::new("report-forms-at-line").with("line", line).text(p.lang),
    }
}

fn fact_word(p: &Page, code: &str) -> String {
    p.t(&format!("report-fact-{code}"))
}

/// The children whom a form can be filled for, one by one: those with a file in the classes that the person prints.
fn children(cx: &mut Cx<'_, '_>, all: &[(ScopeKind, Choice)], chosen: &str) -> Result<Vec<Choice>> {
    let lines = casefile::lines(cx.tx, cx.who, None)?;
    let own = |line: &casefile::Line| all.iter().any(|(_, part)| part.value == format!("class:{}", line.class));
    let choice = |line: casefile::Line| {
        let value = line.pupil.to_string();
        let is = value == chosen;
        Choice::new(value, format!("{} {}", line.class_name, line.name), is)
    };
    Ok(lines.into_iter().filter(own).take(usize::try_from(limits::ROWS_PER_PAGE_MOST).unwrap_or(1000)).map(choice).collect())
}

fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (template, form) = opened(cx)?;
    let asked: Look = if cx.refused() { Look::default() } else { cx.query()? };
    let p = cx.page_of(&crate::base::Msg::new("report-forms-of").with("name", &template.name));
    let term = time::current_term(cx.tx)?.ok_or(Error::NotFound)?;
    let meant = forms::meant(cx.tx, template.id)?;
    let all = parts(cx, &term, p.lang)?;
    let children = children(cx, &all, &asked.child)?;
    let (mut shown, mut shown_of) = (Vec::new(), String::new());
    if let Ok(pupil) = asked.child.parse::<PupilId>() {
        let permit = cx.permit::<acts::PrintRegister>(pupil)?;
        let wanted = Wanted { term: &term, lang: p.lang, whom: Whom::One(pupil), whole: false, joined: false };
        shown = engine::preview(cx.tx, &permit, &form, &meant, &wanted)?;
        shown.iter_mut().for_each(|(_, value)| *value = value.chars().take(SHOWN_CHARS).collect());
        shown_of = children.iter().find(|choice| choice.value == asked.child).map(|choice| choice.text.clone()).unwrap_or_default();
        cx.saw("PrintRegister", Subject::Pupil(pupil), permit.levels());
    }
    let fact_of = |spot: &str| meant.get(spot).cloned().unwrap_or_default();
    let row = |(at, field): (usize, &engine::Field)| {
        let fact = fact_of(&field.spot);
        let mut chosen = vec![Choice::new("", p.t("report-forms-blank"), fact.is_empty())];
        chosen.extend(FACTS.iter().map(|one| Choice::new(one.code, fact_word(&p, one.code), one.code == fact)));
        let said = chosen.iter().find(|choice: &&Choice| choice.chosen).map(|choice| choice.text.clone()).unwrap_or_default();
        FieldRow { field: format!("fact-{at}"), label: field.label.clone(), place: place(&p, &field.place), chosen, said }
    };
    let rows: Vec<FieldRow> = form.fields().iter().enumerate().map(row).collect();
    let mapped = meant.values().filter(|fact| !fact.is_empty()).count();
    let numbers = meant.values().any(|fact| matches!(fact.as_str(), "registry_no" | "identity_no"));
    let identity = cx.who.holds(crate::access::Duty::AcademicOffice);
    let of_one = engine::is_of_one(&form, &meant);
    cx.render(&Show {
        id: template.id.to_string(),
        term: term.code.to_string(),
        about: crate::base::Msg::new("report-forms-found").with("count", rows.len()).with("of", mapped).text(p.lang),
        rows,
        mine: template.mine,
        of_one,
        word_file: form.kind() == engine::Kind::Docx,
        asks_reason: numbers && identity,
        parts: all.into_iter().map(|(_, choice)| choice).collect(),
        children,
        shown,
        shown_of,
        p,
    })
}

/// `POST /registers/forms/{id}`
fn say(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (template, form) = opened(cx)?;
    let permit = own_permit(cx)?;
    let mut meant = Vec::new();
    for (at, field) in form.fields().iter().enumerate() {
        let name = format!("fact-{at}");
        let fact = cx.field(&name).to_owned();
        if !fact.is_empty() && !FACTS.iter().any(|one| one.code == fact) {
            return Err(Error::at(name, "report-forms-no-fact"));
        }
        meant.push(Meant { spot: field.spot.clone(), label: field.label.clone(), fact });
    }
    forms::say(cx.tx, &permit, template.id, &meant)?;
    cx.did("PrintRegister", permit.subject(), Levels::of(&[Level::Basic]), format!("form said {}", template.id));
    Ok(Reply::done(format!("/registers/forms/{}", template.id), "report-forms-said"))
}

/// `POST /registers/forms/{id}/withdrawal`
fn put_away(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, permit): (RowId, _) = (cx.path("id")?, own_permit(cx)?);
    forms::put_away(cx.tx, &permit, id)?;
    cx.did("PrintRegister", permit.subject(), Levels::of(&[Level::Basic]), format!("form put away {id}"));
    Ok(Reply::done("/registers/forms", "report-forms-away"))
}

/// `GET /registers/forms/{id}/file`
fn file(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (template, form) = opened(cx)?;
    let asked: Look = cx.query()?;
    let one = asked.child.parse::<PupilId>().ok();
    let subject = match one {
        Some(pupil) => Subject::Pupil(pupil),
        None => Asked { part: asked.part, class: asked.class, grade: asked.grade, ..Asked::default() }.subject()?,
    };
    let permit = cx.permit::<acts::PrintRegister>(subject)?;
    let meant: HashMap<String, String> = forms::meant(cx.tx, template.id)?;
    let numbers = meant.values().any(|fact| matches!(fact.as_str(), "registry_no" | "identity_no"));
    let reason = asked.reason.trim();
    let whole = numbers && permit.levels().has(Level::Identity);
    if whole && !(REASON_LEAST..=limits::LINE_CHARS).contains(&reason.chars().count()) {
        return Err(Error::at("reason", "report-reason-needed"));
    }
    let term = term_of(cx.tx, &asked.term)?;
    let whom = match one {
        Some(pupil) => Whom::One(pupil),
        None if asked.whom == "all" => Whom::All,
        None => Whom::Supported,
    };
    let wanted = Wanted { term: &term, lang: cx.lang(), whom, whole, joined: asked.joined == "1" };
    let filled = engine::fill(cx.tx, &permit, &template.name, &form, &meant, &wanted)?;
    let shown = Levels::of(&[Level::Basic, Level::Academic, Level::Family, Level::Identity]);
    cx.did("PrintRegister", subject, permit.levels().within(shown), format!("form {} {} {} {reason}", template.id, term.code, filled.children).trim().to_owned());
    Ok(Reply::file(filled.file, filled.media_type, filled.bytes))
}

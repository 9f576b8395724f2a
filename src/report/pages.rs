//! `/registers`: what can be printed, for which class, in which format; each file is noted in the audit chain.

mod forms;
mod pack;
mod statistics;

use askama::Template;

use super::export::Format;
use super::{Name, make};
use crate::access::{Action, Level, Levels, ScopeKind, Subject, acts};
use crate::base::{ClassId, Error, GradeId, Lang, Msg, Result, TermCode, limits};
use crate::roster::time::{self, Term};
use crate::store::Tx;
use crate::web::{Choice, Cx, Page, Policy, Reply, Routes};

/// Characters of a reason for printing identity numbers, at least.
const REASON_LEAST: usize = 2;

/// Routes of the room.
pub fn routes() -> Routes {
    let print = Policy::May(Action::PrintRegister);
    Routes::new().get("/registers", print, list).get("/registers/{file}", print, file).and(pack::routes()).and(statistics::routes()).and(forms::routes(print))
}

#[derive(Template)]
#[template(path = "report/pages/registers.html")]
struct List {
    p: Page,
    term: String,
    /// Whether the person prints for the whole school, and so makes the pack.
    everywhere: bool,
    rows: Vec<RegisterRow>,
}

struct RegisterRow {
    code: &'static str,
    title: String,
    text: String,
    internal: bool,
    asks_reason: bool,
    /// What it is printed for: `class=…`, `grade=…`, or empty for the school.
    parts: Vec<Choice>,
    formats: Vec<&'static str>,
}

fn parts(cx: &mut Cx<'_, '_>, term: &Term, lang: Lang) -> Result<Vec<(ScopeKind, Choice)>> {
    let (own, grades, all) = (cx.who.classes(Action::PrintRegister), cx.who.grades(Action::PrintRegister), cx.who.may_everywhere(Action::PrintRegister));
    let classes = time::classes(cx.tx, term.year)?;
    let mut parts = Vec::new();
    if all {
        parts.push((ScopeKind::School, Choice::new("", Msg::new("report-school").text(lang), true)));
    }
    let mut seen: Option<GradeId> = None;
    for class in classes {
        if (all || grades.contains(&class.grade)) && seen != Some(class.grade) {
            seen = Some(class.grade);
            parts.push((ScopeKind::Grade, Choice::new(format!("grade:{}", class.grade), Msg::new("report-grade").with("grade", class.level).text(lang), false)));
        }
        if all || grades.contains(&class.grade) || own.contains(&class.id) {
            parts.push((ScopeKind::Class, Choice::new(format!("class:{}", class.id), &class.name, false)));
        }
    }
    Ok(parts)
}

/// What can be printed.
fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("report-title");
    let Some(term) = time::current_term(cx.tx)? else { return cx.render(&List { p, term: String::new(), everywhere: false, rows: Vec::new() }) };
    let all = parts(cx, &term, p.lang)?;
    let identity = cx.who.is_operator() || cx.who.holds(crate::access::Duty::AcademicOffice);
    let fits = |name: Name, kind: ScopeKind| match name.least() {
        ScopeKind::Class => true,
        ScopeKind::Grade => kind != ScopeKind::Class,
        _ => kind == ScopeKind::School,
    };
    let row = |name: Name| RegisterRow {
        code: name.code(),
        title: p.t(name.key()),
        text: p.t(name.hint_key()),
        internal: name.is_internal(),
        asks_reason: name.has_numbers() && identity,
        parts: all.iter().filter(|(kind, _)| fits(name, *kind)).map(|(_, choice)| choice.clone()).collect(),
        formats: Format::ALL.iter().filter(|format| **format != Format::Pdf || cfg!(feature = "pdf")).map(|format| format.extension()).collect(),
    };
    let rows = Name::ALL.iter().copied().map(row).filter(|row| !row.parts.is_empty()).collect();
    cx.render(&List { term: term.code.to_string(), everywhere: cx.who.may_somewhere(Action::MakePack), rows, p })
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Asked {
    part: String,
    class: String,
    grade: String,
    term: String,
    reason: String,
}

impl Asked {
    fn subject(&self) -> Result<Subject> {
        let (class, grade) = (self.part.strip_prefix("class:").unwrap_or(&self.class), self.part.strip_prefix("grade:").unwrap_or(&self.grade));
        if !class.is_empty() {
            return class.parse::<ClassId>().map(Subject::Class).map_err(|_| Error::NotFound);
        }
        if grade.is_empty() { Ok(Subject::School) } else { grade.parse::<GradeId>().map(Subject::Grade).map_err(|_| Error::NotFound) }
    }
}

/// The term with a code, the present one without; a class is printed in a term of its own year.
fn term_of(tx: &mut Tx<'_>, code: &str) -> Result<Term> {
    let term = if code.is_empty() { time::current_term(tx)? } else { time::term_by_code(tx, code.parse::<TermCode>().map_err(|()| Error::NotFound)?)? };
    term.ok_or(Error::NotFound)
}

/// `GET /registers/{name}.{format}`
fn file(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let name: String = cx.path("file")?;
    let (code, extension) = name.rsplit_once('.').ok_or(Error::NotFound)?;
    let (name, format) = (Name::of_code(code).ok_or(Error::NotFound)?, Format::from_extension(extension).ok_or(Error::NotFound)?);
    let asked: Asked = cx.query()?;
    let subject = asked.subject()?;
    let permit = cx.permit::<acts::PrintRegister>(subject)?;
    let reason = asked.reason.trim();
    let shown = Levels::of(&[Level::Basic, Level::Academic, Level::Family, Level::Economic, Level::Identity]);
    if name.has_numbers() && permit.levels().has(Level::Identity) && !(REASON_LEAST..=limits::LINE_CHARS).contains(&reason.chars().count()) {
        return Err(Error::at("reason", "report-reason-needed"));
    }
    let term = term_of(cx.tx, &asked.term)?;
    let lang = cx.lang();
    let (file, media_type, bytes) = make(cx.tx, &permit, name, &term, format, lang)?;
    cx.did("PrintRegister", subject, permit.levels().within(shown), format!("{} {} {} {reason}", name.code(), term.code, format.extension()).trim().to_owned());
    Ok(Reply::file(file, media_type, bytes))
}

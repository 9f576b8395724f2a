//! `/screening/candidates` and `/screening/classes/{class}`: who was found, why in words, the figures one tap away.

use askama::Template;

use super::{asked, term_of};
use crate::access::{Action, Level, Levels, Subject, acts};
use crate::base::{ClassId, GradeId, Lang, Msg, Result, limits};
use crate::roster::time;
use crate::screening::candidates::{self as verbs, Filter, Line, Run, Runs};
use crate::screening::reason::Kind;
use crate::screening::running::REVIEW_TASK;
use crate::screening::score;
use crate::trail;
use crate::web::{Choice, Cx, Page, Reply};

const SHOWN: Levels = Levels::of(&[Level::Basic, Level::Academic]);

struct Card {
    href: String,
    family_name: String,
    name: String,
    place: String,
    is_new: bool,
    reasons: Vec<ReasonView>,
}

struct ReasonView {
    icon: &'static str,
    text: String,
    rule: String,
    figures: Vec<(String, String)>,
}

struct GoneView {
    href: String,
    name: String,
    place: String,
}

fn icon(reason: &crate::screening::Reason) -> &'static str {
    match (&reason.subject, reason.kind) {
        (Some(_), _) => "book",
        (None, Kind::AbsenceShare | Kind::AbsentDays) => "clock",
        (None, Kind::Nominated) => "talk",
        (None, _) => "eye",
    }
}

fn card(line: &Line, run: &Run, lang: Lang) -> Card {
    let seat = line.seat.map(|seat| Msg::new("screening-pages-seat").with("count", seat).text(lang)).unwrap_or_default();
    let reason = |reason: &crate::screening::Reason| ReasonView {
        icon: icon(reason),
        text: reason.text(lang),
        rule: run.rules.get(usize::from(reason.rule)).map(|rule| rule.name.clone()).unwrap_or_default(),
        figures: reason.figures().into_iter().map(|(label, value)| (label.text(lang), value)).collect(),
    };
    Card {
        href: format!("/pupils/{}", line.pupil),
        family_name: line.name.chars().next().map(String::from).unwrap_or_default(),
        name: line.name.clone(),
        place: format!("{} {seat}", line.class_name).trim().to_owned(),
        is_new: line.is_new,
        reasons: merged(line.reasons.iter().map(reason).collect()),
    }
}

/// The same words by several rules are said once, with the names of the rules.
fn merged(reasons: Vec<ReasonView>) -> Vec<ReasonView> {
    let mut once: Vec<ReasonView> = Vec::new();
    for reason in reasons {
        match once.iter_mut().find(|other| other.text == reason.text) {
            Some(other) if other.rule.contains(&reason.rule) => {}
            Some(other) => other.rule = format!("{} · {}", other.rule, reason.rule),
            None => once.push(reason),
        }
    }
    once
}

#[derive(Template)]
#[template(path = "screening/pages/candidates.html")]
struct List {
    p: Page,
    lead: String,
    term: String,
    has_run: bool,
    grades: Vec<Choice>,
    classes: Vec<Choice>,
    rules: Vec<Choice>,
    subjects: Vec<Choice>,
    only_new: bool,
    compared: bool,
    cards: Vec<Card>,
    gone: Vec<GoneView>,
    first: i64,
    last: i64,
    total: i64,
    before: String,
    after: String,
}

struct Asked {
    filter: Filter,
    page: i64,
    address: String,
}

fn filters(cx: &Cx<'_, '_>, term: &str) -> Result<Asked> {
    let (class, grade, rule, subject) = (asked(cx, "class")?, asked(cx, "grade")?, asked(cx, "rule")?, asked(cx, "subject")?);
    let only_new = !asked(cx, "new")?.is_empty();
    let new = if only_new { "1" } else { "" };
    let query: Vec<(&str, &str)> =
        [("term", term), ("class", &class), ("grade", &grade), ("rule", &rule), ("subject", &subject), ("new", new)].into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let address = serde_html_form::to_string(&query).map_err(|e| crate::base::Error::fault("an address", e))?;
    let filter =
        Filter { class: class.parse::<ClassId>().ok(), grade: grade.parse::<GradeId>().ok(), rule: rule.parse().ok(), subject: Some(subject).filter(|s| !s.is_empty()), only_new };
    Ok(Asked { filter, page: asked(cx, "page")?.parse::<i64>().unwrap_or(1).clamp(1, 100_000), address: format!("/screening/candidates?{address}") })
}

/// All candidates whom the person may see.
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let code = asked(cx, "term")?;
    let term = term_of(cx.tx, &code)?;
    let runs = match &term {
        Some(term) => verbs::runs(cx.tx, term.id)?,
        None => None,
    };
    let p = cx.page("screening-pages-candidates");
    let term_code = term.as_ref().map(|t| t.code.to_string()).unwrap_or_default();
    let Asked { filter, page, address } = filters(cx, &code)?;
    let mut shown = List {
        lead: p.t("screening-pages-not-run"),
        p,
        term: term_code,
        has_run: runs.is_some(),
        grades: Vec::new(),
        classes: Vec::new(),
        rules: Vec::new(),
        subjects: Vec::new(),
        only_new: filter.only_new,
        compared: false,
        cards: Vec::new(),
        gone: Vec::new(),
        first: 0,
        last: 0,
        total: 0,
        before: String::new(),
        after: String::new(),
    };
    if let (Some(term), Some(runs)) = (term, runs) {
        fill(cx, &mut shown, &runs, &filter, page, &address)?;
        choices(cx, &mut shown, &term, &runs, &filter)?;
        cx.saw("SeeCandidates", Subject::School, SHOWN);
    }
    cx.render(&shown)
}

fn fill(cx: &mut Cx<'_, '_>, shown: &mut List, runs: &Runs, filter: &Filter, page: i64, address: &str) -> Result<()> {
    let lang = shown.p.lang;
    let rows = limits::ROWS_PER_PAGE;
    let skip = (page - 1) * rows;
    let (lines, total) = verbs::candidates(cx.tx, cx.who, runs, filter, rows, skip)?;
    shown.cards = lines.iter().map(|line| card(line, &runs.newest, lang)).collect();
    shown.first = if lines.is_empty() { 0 } else { skip + 1 };
    shown.last = skip + i64::try_from(lines.len()).unwrap_or_default();
    shown.total = total;
    shown.before = if page > 1 { format!("{address}&page={}", page - 1) } else { String::new() };
    shown.after = if shown.last < total { format!("{address}&page={}", page + 1) } else { String::new() };
    shown.compared = runs.before.is_some();
    shown.lead = Msg::new("screening-pages-candidates-lead").with("count", total).with("when", runs.newest.at).text(lang);
    shown.gone = gone(cx, runs, filter.class, lang)?;
    Ok(())
}

fn gone(cx: &mut Cx<'_, '_>, runs: &Runs, class: Option<ClassId>, lang: Lang) -> Result<Vec<GoneView>> {
    let seat = |seat: Option<i64>| seat.map(|seat| Msg::new("screening-pages-seat").with("count", seat).text(lang)).unwrap_or_default();
    let all = verbs::gone(cx.tx, cx.who, runs, class)?;
    Ok(all.into_iter().map(|g| GoneView { href: format!("/pupils/{}", g.pupil), place: format!("{} {}", g.class_name, seat(g.seat)).trim().to_owned(), name: g.name }).collect())
}

fn choices(cx: &mut Cx<'_, '_>, shown: &mut List, term: &time::Term, runs: &Runs, filter: &Filter) -> Result<()> {
    let lang = shown.p.lang;
    let states = verbs::class_states(cx.tx, cx.who, term, Some(runs))?;
    shown.classes = states.iter().map(|s| Choice::new(s.class.id, &s.class.name, filter.class == Some(s.class.id))).collect();
    let mut grades: Vec<(GradeId, i64)> = states.iter().map(|s| (s.class.grade, s.class.level)).collect();
    grades.dedup();
    let label = |level: i64| Msg::new("screening-scope-grade").with("grade", level).text(lang);
    shown.grades = grades.into_iter().map(|(id, level)| Choice::new(id, label(level), filter.grade == Some(id))).collect();
    shown.rules = (0_u16..).zip(&runs.newest.rules).map(|(at, rule)| Choice::new(at, &rule.name, filter.rule == Some(at))).collect();
    let subjects = crate::results::SUBJECTS.iter().map(|code| Choice::new(code, score::Subject::new(code).name(lang), filter.subject.as_deref() == Some(code)));
    shown.subjects = subjects.collect();
    Ok(())
}

#[derive(Template)]
#[template(path = "screening/pages/class.html")]
struct OfClass {
    p: Page,
    class: String,
    lead: String,
    has_run: bool,
    compared: bool,
    cards: Vec<Card>,
    gone: Vec<GoneView>,
    has_task: bool,
    register: String,
}

/// The candidates of one class.
pub(super) fn of_class(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("class")?;
    cx.permit::<acts::SeeCandidates>(id)?;
    let class = time::class(cx.tx, id)?;
    let code = asked(cx, "term")?;
    let term = match term_of(cx.tx, &code)? {
        Some(term) if term.year == class.year => Some(term),
        _ => time::terms(cx.tx)?.into_iter().rev().find(|term| term.year == class.year),
    };
    let runs = match &term {
        Some(term) => verbs::runs(cx.tx, term.id)?,
        None => None,
    };
    let p = cx.page_of(&Msg::new("screening-pages-class-title").with("class", &class.name));
    let lang = p.lang;
    let has_task = trail::tasks_of(cx.tx, cx.who.staff())?.iter().any(|task| task.kind == REVIEW_TASK && task.link.ends_with(&id.to_string()));
    let register = if cx.who.may_somewhere(Action::PrintRegister) { format!("/registers/candidates.docx?class={id}") } else { String::new() };
    let mut shown = OfClass {
        lead: p.t("screening-pages-not-run"),
        p,
        class: id.to_string(),
        has_run: runs.is_some(),
        compared: false,
        cards: Vec::new(),
        gone: Vec::new(),
        has_task,
        register,
    };
    if let Some(runs) = runs {
        let filter = Filter { class: Some(id), ..Filter::default() };
        let (lines, total) = verbs::candidates(cx.tx, cx.who, &runs, &filter, limits::ROWS_PER_PAGE_MOST, 0)?;
        shown.cards = lines.iter().map(|line| card(line, &runs.newest, lang)).collect();
        shown.gone = gone(cx, &runs, Some(id), lang)?;
        shown.compared = runs.before.is_some();
        shown.lead = Msg::new("screening-pages-class-lead").with("count", total).with("when", runs.newest.at).text(lang);
        cx.saw("SeeCandidates", Subject::Class(id), SHOWN);
    }
    cx.render(&shown)
}

/// The class teacher has read the list.
pub(super) fn review(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("class")?;
    let permit = cx.permit::<acts::SeeCandidates>(id)?;
    let year = time::class(cx.tx, id)?.year;
    let term = time::current_term(cx.tx)?.filter(|term| term.year == year).ok_or(crate::base::Error::NotFound)?;
    let runs = verbs::runs(cx.tx, term.id)?.ok_or(crate::base::Error::NotFound)?;
    verbs::reviewed(cx.tx, &permit, runs.newest.id)?;
    cx.did("SeeCandidates", Subject::Class(id), SHOWN, "reviewed");
    Ok(Reply::done(format!("/screening/classes/{id}"), "screening-pages-reviewed"))
}

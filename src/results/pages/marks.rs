//! Assessments: the list of a term, a new one, the overview of one.

use askama::Template;

use super::{figure, subject_word};
use crate::access::{Action, Permit, Subject, acts};
use crate::base::class_name::grade_word;
use crate::base::error::Problems;
use crate::base::{AssessmentId, ClassId, Error, Lang, Msg, Result, SchoolDate};
use crate::results::assessment::{self, Assessment, FullMark, Kind, LAST_GRADE_WITHOUT_PAPERS, NewAssessment, Scale, full_field};
use crate::results::overview::{self, ClassFigures, SubjectFigures};
use crate::results::{SUBJECTS, classes_of};
use crate::roster::time::{self, Class, Term};
use crate::web::{Cx, Page, Reply};

/// Links to grids that one line of the list bears.
const LINKS: usize = 6;
/// Subjects that most schools assess; the others stand behind a fold.
const USUAL: usize = 5;

#[derive(Template)]
#[template(path = "results/pages/list.html")]
struct ListPage {
    p: Page,
    terms: Vec<(String, String)>,
    term: String,
    rows: Vec<ListRow>,
    may_create: bool,
    may_rule: bool,
}

struct ListRow {
    href: String,
    name: String,
    kind: String,
    day: String,
    whose: String,
    grids: Vec<(String, String)>,
}

#[derive(serde::Deserialize)]
struct TermQuery {
    #[serde(default)]
    term: String,
}

/// The term asked for, else the present one.
fn chosen_term(cx: &mut Cx<'_, '_>, code: &str) -> Result<Option<Term>> {
    match time::terms(cx.tx)?.into_iter().find(|term| term.code.to_string() == code) {
        Some(term) => Ok(Some(term)),
        None => time::current_term(cx.tx),
    }
}

/// The assessments of a term, with the grids that the person fills in.
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let query: TermQuery = cx.query()?;
    let (mut rows, mut term_code) = (Vec::new(), String::new());
    if let Some(term) = chosen_term(cx, &query.term)?.filter(|_| cx.who.may_somewhere(Action::SeeResults)) {
        let own = classes_of(cx.tx, cx.who, Action::EnterResults, term.year)?;
        let seen = classes_of(cx.tx, cx.who, Action::SeeResults, term.year)?;
        for one in assessment::assessments(cx.tx, cx.who, &term)? {
            rows.push(list_row(cx.lang(), &one, &own, &seen, &levels(cx, one.id)?));
        }
        term_code = term.code.to_string();
    }
    let terms = time::terms(cx.tx)?.into_iter().map(|term| (term.code.to_string(), term.code.to_string())).collect();
    let (may_create, may_rule) = (cx.who.may_somewhere(Action::EnterResults), cx.who.may_everywhere(Action::ManageSettings));
    cx.render(&ListPage { p: cx.page("results-title"), terms, term: term_code, rows, may_create, may_rule })
}

fn levels(cx: &mut Cx<'_, '_>, id: AssessmentId) -> Result<Vec<i64>> {
    Ok(assessment::full_marks(cx.tx, id)?.into_iter().map(|full| full.level).collect())
}

fn list_row(lang: Lang, one: &Assessment, own: &[Class], seen: &[Class], levels: &[i64]) -> ListRow {
    let mine: Vec<&Class> = own.iter().filter(|class| one.class.is_none_or(|id| id == class.id) && levels.contains(&class.level)).collect();
    let grids = if mine.len() > LINKS { Vec::new() } else { mine.iter().map(|class| (format!("/results/{}/classes/{}", one.id, class.id), class.name.clone())).collect() };
    let whose = one.class.and_then(|id| seen.iter().find(|class| class.id == id)).map(|class| class.name.clone());
    ListRow {
        href: format!("/results/{}", one.id),
        name: one.name.clone(),
        kind: kind_word(lang, one.kind),
        day: one.day.to_string(),
        whose: whose.unwrap_or_else(|| Msg::new("results-whole-school").text(lang)),
        grids,
    }
}

fn kind_word(lang: Lang, kind: Kind) -> String {
    let key = match kind {
        Kind::Final => "results-kind-final",
        Kind::Baseline => "results-kind-baseline",
        Kind::Formative => "results-kind-formative",
    };
    Msg::new(key).text(lang)
}

#[derive(Template)]
#[template(path = "results/pages/new.html")]
struct NewPage {
    p: Page,
    class: String,
    scopes: Vec<(String, String, bool)>,
    kinds: Vec<(String, String, String)>,
    scales: Vec<(String, String, String)>,
    scale: &'static str,
    kind: &'static str,
    name: String,
    day: String,
    groups: Vec<FullGroup>,
    whole_school: bool,
}

struct FullGroup {
    folded: bool,
    subjects: Vec<String>,
    rows: Vec<FullRow>,
}

struct FullRow {
    grade: String,
    cells: Vec<FullCell>,
}

struct FullCell {
    field: String,
    value: String,
    label: String,
}

#[derive(serde::Deserialize)]
struct NewQuery {
    #[serde(default)]
    class: String,
}

/// For whom the assessment is: a class named in the form or the link, else the whole school, else the person's own class.
fn scope(cx: &mut Cx<'_, '_>) -> Result<Permit<acts::EnterResults>> {
    let query: NewQuery = cx.query()?;
    let named = if cx.field("class").is_empty() { query.class } else { cx.field("class").to_owned() };
    let own = cx.who.classes(Action::EnterResults);
    let subject = match named.parse::<ClassId>() {
        Ok(class) => Subject::Class(class),
        Err(_) if cx.who.may_everywhere(Action::EnterResults) => Subject::School,
        Err(_) => Subject::Class(own.first().copied().ok_or(Error::NotFound)?),
    };
    cx.permit(subject)
}

/// The form of a new assessment.
pub(super) fn show_new(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = scope(cx)?;
    let lang = cx.lang();
    let class = match permit.subject() {
        Subject::Class(class) => Some(time::class(cx.tx, class)?),
        _ => None,
    };
    let levels = match &class {
        Some(class) => assessment::levels_of_class(cx.tx, class.id)?,
        None => (1..=6).collect(),
    };
    let own = permit.why().subjects();
    let subjects: Vec<&str> = SUBJECTS.iter().copied().filter(|code| own.as_ref().is_none_or(|own| own.iter().any(|other| other == code))).collect();
    let papers = class.is_none() || levels.iter().any(|level| *level > LAST_GRADE_WITHOUT_PAPERS);
    let (usual, others) = subjects.split_at(subjects.len().min(USUAL));
    let mut groups = vec![full_group(cx, usual, &levels, class.is_some(), false)];
    if !others.is_empty() {
        groups.push(full_group(cx, others, &levels, class.is_some(), true));
    }
    let scopes = scopes(cx, class.as_ref())?;
    let choice = |key: &'static str, hint: &'static str| (Msg::new(key).text(lang), Msg::new(hint).text(lang));
    let kinds = Kind::ALL.iter().filter(|kind| class.is_none() || **kind != Kind::Final).map(|kind| {
        let (text, meaning) = match kind {
            Kind::Final => choice("results-kind-final", "results-kind-final-hint"),
            Kind::Baseline => choice("results-kind-baseline", "results-kind-baseline-hint"),
            Kind::Formative => choice("results-kind-formative", "results-kind-formative-hint"),
        };
        (kind.code().to_owned(), text, meaning)
    });
    let scales = Scale::ALL.iter().map(|scale| {
        let (text, meaning) = match scale {
            Scale::Points => choice("results-scale-points", "results-scale-points-hint"),
            Scale::Bands => choice("results-scale-bands", "results-scale-bands-hint"),
        };
        (scale.code().to_owned(), text, meaning)
    });
    let page = NewPage {
        p: cx.page("results-new-title"),
        class: class.as_ref().map(|class| class.id.to_string()).unwrap_or_default(),
        scopes,
        kinds: kinds.collect(),
        scales: scales.collect(),
        scale: if papers { "points" } else { "bands" },
        kind: if class.is_some() { "baseline" } else { "final" },
        name: String::new(),
        day: cx.tx.today().to_string(),
        groups,
        whole_school: class.is_none(),
    };
    cx.render(&page)
}

/// The school and the person's own classes, as links.
fn scopes(cx: &mut Cx<'_, '_>, chosen: Option<&Class>) -> Result<Vec<(String, String, bool)>> {
    let mut scopes = Vec::new();
    if cx.who.may_everywhere(Action::EnterResults) {
        scopes.push(("/results/new".to_owned(), Msg::new("results-whole-school").text(cx.lang()), chosen.is_none()));
    }
    for id in cx.who.classes(Action::EnterResults) {
        let class = time::class(cx.tx, id)?;
        let link = (format!("/results/new?class={id}"), class.name, chosen.is_some_and(|chosen| chosen.id == id));
        if !scopes.contains(&link) {
            scopes.push(link);
        }
    }
    Ok(scopes)
}

fn full_group(cx: &Cx<'_, '_>, subjects: &[&str], levels: &[i64], of_class: bool, folded: bool) -> FullGroup {
    let lang = cx.lang();
    let usual = |level: i64, subject: &str| match subject {
        _ if folded => "",
        "chinese" | "maths" | "english" if of_class || level > LAST_GRADE_WITHOUT_PAPERS => "100",
        _ if of_class && subjects.len() == 1 => "100",
        _ => "",
    };
    let rows = levels.iter().map(|level| {
        let grade = Msg::new("results-grade").with("grade", grade_word(*level)).text(lang);
        let cells = subjects.iter().map(|subject| {
            let field = full_field(*level, subject);
            let value = if cx.refused() { cx.field(&field).to_owned() } else { usual(*level, subject).to_owned() };
            FullCell { value, label: format!("{grade} {}", subject_word(lang, subject)), field }
        });
        FullRow { cells: cells.collect(), grade: grade.clone() }
    });
    FullGroup { folded, subjects: subjects.iter().map(|subject| subject_word(lang, subject)).collect(), rows: rows.collect() }
}

/// The full marks that were typed: empty cells are subjects that are not assessed.
fn typed_fulls(cx: &Cx<'_, '_>, problems: &mut Problems) -> Vec<FullMark> {
    let mut fulls = Vec::new();
    for level in 1..=6 {
        for subject in SUBJECTS {
            let field = full_field(level, subject);
            let typed = cx.field(&field);
            match typed.parse::<f64>() {
                _ if typed.is_empty() => {}
                Ok(points) => fulls.push(FullMark { level, subject: subject.to_owned(), points }),
                Err(_) => problems.note(field, "results-full-unreadable"),
            }
        }
    }
    fulls
}

/// Makes the assessment.
pub(super) fn create(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = scope(cx)?;
    let mut problems = Problems::default();
    let kind = problems.keep("kind", Kind::of_code(cx.field("kind")).ok_or_else(|| Msg::new("results-choose")));
    let scale = problems.keep("scale", Scale::of_code(cx.field("scale")).ok_or_else(|| Msg::new("results-choose")));
    let day = problems.keep("day", cx.field("day").parse::<SchoolDate>().map_err(|_| Msg::new("results-day-unreadable")));
    let fulls = typed_fulls(cx, &mut problems);
    problems.end()?;
    let (Some(kind), Some(scale), Some(day)) = (kind, scale, day) else { return Err(Error::Fault("a form without problems lacks a value".into())) };
    let term = time::terms(cx.tx)?.into_iter().find(|term| (term.first_day..=term.last_day).contains(&day));
    let Some(term) = term else { return Err(Error::at("day", "results-day-no-term")) };
    let name = cx.field("name").to_owned();
    let id = assessment::create(cx.tx, &permit, &NewAssessment { term: term.id, name, kind, day, scale, filing_no: cx.field("filing_no").to_owned(), fulls, import: None })?;
    let to = match permit.subject() {
        Subject::Class(class) => format!("/results/{id}/classes/{class}"),
        _ => format!("/results/{id}"),
    };
    cx.did("CreateAssessment", permit.subject(), crate::access::Levels::NONE, id.to_string());
    Ok(Reply::done(to, "results-created"))
}

#[derive(Template)]
#[template(path = "results/pages/overview.html")]
struct OverviewPage {
    p: Page,
    lead: String,
    filing_no: String,
    subjects: Vec<String>,
    rows: Vec<OverviewRow>,
    to_do: i64,
}

struct OverviewRow {
    class: String,
    href: String,
    cells: Vec<OverviewCell>,
    lines: Vec<String>,
}

struct OverviewCell {
    text: String,
    state: &'static str,
}

/// Which class and subject is complete, and the figures of each class in words.
pub(super) fn overview(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let one = assessment::assessment(cx.tx, cx.path("assessment")?)?;
    if let Some(class) = one.class {
        cx.permit::<acts::SeeResults>(class)?;
    }
    let classes = overview::overview(cx.tx, cx.who, &one)?;
    let mut subjects: Vec<String> = Vec::new();
    for figures in classes.iter().flat_map(|class| &class.subjects) {
        if !subjects.contains(&figures.subject) {
            subjects.push(figures.subject.clone());
        }
    }
    subjects.sort_by_key(|subject| crate::results::subject_place(subject));
    let lang = cx.lang();
    let to_do = classes.iter().flat_map(|class| &class.subjects).filter(|figures| !figures.is_complete()).count() as i64;
    let rows = classes.iter().map(|class| overview_row(lang, &one, class, &subjects)).collect();
    let lead = format!("{} · {}", kind_word(lang, one.kind), one.day);
    let page = OverviewPage {
        p: cx.page_of(&Msg::new("results-overview-title").with("name", &one.name)),
        lead,
        filing_no: one.filing_no.clone(),
        subjects: subjects.iter().map(|subject| subject_word(lang, subject)).collect(),
        rows,
        to_do,
    };
    cx.render(&page)
}

fn overview_row(lang: Lang, one: &Assessment, class: &ClassFigures, subjects: &[String]) -> OverviewRow {
    let cells = subjects.iter().map(|code| match class.subjects.iter().find(|figures| figures.subject == *code) {
        None => OverviewCell { text: "·".to_owned(), state: "" },
        Some(figures) if figures.is_complete() => OverviewCell { text: figures.entered.to_string(), state: "good" },
        Some(figures) => OverviewCell { text: format!("{}/{}", figures.entered, class.pupils), state: "" },
    });
    OverviewRow {
        class: class.class.name.clone(),
        href: format!("/results/{}/classes/{}", one.id, class.class.id),
        cells: cells.collect(),
        lines: class.subjects.iter().filter(|figures| figures.entered > 0).map(|figures| line(lang, figures)).collect(),
    }
}

/// The figures of a class and subject in words.
fn line(lang: Lang, figures: &SubjectFigures) -> String {
    let subject = subject_word(lang, &figures.subject);
    let bands: Vec<String> = figures.bands.iter().map(|(band, count)| format!("{} {count}", Msg::new(band.word_key()).text(lang))).collect();
    let mut parts = Vec::new();
    if let Some(mean) = figures.mean {
        parts.push(Msg::new("results-words-mean").with("mean", format!("{mean:.1}")).with("full", figure(figures.full)).text(lang));
    }
    if let Some(share) = figures.pass_per_cent() {
        parts.push(Msg::new("results-words-passed").with("passed", figures.passed).with("judged", figures.judged).with("share", share).text(lang));
        parts.push(bands.join(" "));
    }
    if figures.without_mark > 0 {
        parts.push(Msg::new("results-words-without").with("count", figures.without_mark).text(lang));
    }
    if figures.missing > 0 {
        parts.push(Msg::new("results-words-missing").with("count", figures.missing).text(lang));
    }
    Msg::new("results-words-line").with("subject", subject).with("text", parts.join(" · ")).text(lang)
}

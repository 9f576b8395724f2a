//! `/screening/survey` and `/screening/classes/{class}/survey`: the survey of all pupils by kinds (A8-03, A8-04, A5-01, A5-02).
//!
//! One grid for a class; on a phone each child is a card. What the register says is ticked already. Works without JavaScript.

use std::collections::BTreeMap;

use askama::Template;

use crate::access::{Action, Level, Levels, Subject, acts};
use crate::base::{ClassId, Error, Msg, PupilId, Result, SchoolDate, words};
use crate::programme::naming::{self, Names};
use crate::results::classes_of;
use crate::roster::time;
use crate::screening::survey::{self as verbs, Child, Mark, Sheet, Typed, need_code};
use crate::screening::survey_kinds::{SurveyKind, TALENTS, Told, begins, disagrees};
use crate::web::{Choice, Cx, Page, Reply};

const SHOWN: Levels = Levels::of(&[Level::Basic, Level::Academic, Level::Family, Level::Economic]);

/// Days within which the form proposes that a class is surveyed.
const USUAL_DAYS: i64 = 14;

struct ClassRow {
    name: String,
    href: String,
    state: String,
    done: bool,
}

#[derive(Template)]
#[template(path = "screening/pages/survey.html")]
struct ListPage {
    p: Page,
    rows: Vec<ClassRow>,
    done: usize,
    /// The day that the form proposes, for who may ask the classes while some are not surveyed.
    due: Option<SchoolDate>,
}

/// The classes that the person may survey, with the day of their last sheet.
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (mut rows, lang) = (Vec::new(), cx.lang());
    if let Some(term) = time::current_term(cx.tx)? {
        let mut done = verbs::surveyed(cx.tx, term.year)?;
        for class in classes_of(cx.tx, cx.who, Action::SurveyClass, term.year)? {
            let last = done.remove(&class.id);
            let state = match &last {
                Some((day, by)) => Msg::new("screening-survey-last").with("day", day).with("name", by),
                None => Msg::new("screening-survey-never"),
            };
            rows.push(ClassRow { name: class.name, href: format!("/screening/classes/{}/survey", class.id), state: state.text(lang), done: last.is_some() });
        }
    }
    let done = rows.iter().filter(|row| row.done).count();
    let asks = done < rows.len() && cx.who.may_everywhere(Action::ManageRounds);
    let due = asks.then(|| cx.tx.today().plus_days(USUAL_DAYS));
    cx.render(&ListPage { p: cx.page("screening-survey-title"), rows, done, due })
}

/// Asks the classes that are not surveyed.
pub(super) fn ask(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageRounds>(Subject::School)?;
    let due = cx.field("due").trim().parse::<SchoolDate>().map_err(|_| Error::at("due", "screening-survey-due-needed"))?;
    let classes = verbs::ask(cx.tx, &permit, due)?;
    cx.did("ManageRounds", Subject::School, Levels::NONE, format!("survey asked of {classes} classes"));
    Ok(Reply::done("/screening/survey", Msg::new("screening-survey-asked").with("count", classes)))
}

struct BoxView {
    word: String,
    field: String,
    ticked: bool,
    differs: bool,
}

struct ReasonView {
    field: String,
    label: String,
    text: String,
}

struct ChildView {
    id: String,
    name: String,
    seat: String,
    boxes: Vec<BoxView>,
    talent: Option<(String, Vec<Choice>)>,
    notes: Vec<String>,
    reasons: Vec<ReasonView>,
    open: bool,
}

#[derive(Template)]
#[template(path = "screening/pages/survey_form.html")]
struct FormPage {
    p: Page,
    lead: String,
    hidden: String,
    number: i64,
    action: String,
    heads: Vec<String>,
    rows: Vec<ChildView>,
}

fn field(child: &Child, kind: SurveyKind) -> String {
    format!("k-{}-{}", child.id, kind.code())
}

/// Whether the box stands ticked: as it was typed, else as it was saved, else as the register says.
fn ticked(p: &Page, child: &Child, mark: &Mark) -> bool {
    p.ticked(&field(child, mark.kind), begins(mark.stored.as_ref().map(|stored| stored.ticked), mark.told))
}

/// What the register says of a kind, in words, where it says something that one should know.
fn note(p: &Page, names: &Names, mark: &Mark, ticked: bool) -> Option<String> {
    let kind = verbs::word(names, mark.kind, p.lang);
    if mark.told == Told::Yes {
        let why: Vec<String> = mark.why.iter().map(|why| p.m(why)).collect();
        let key = if ticked { "screening-survey-told" } else { "screening-survey-told-otherwise" };
        return Some(p.tv2(key, "kind", kind, "why", why.join(&p.t("screening-list-comma"))));
    }
    disagrees(mark.told, ticked).then(|| p.tv("screening-survey-told-no", "kind", kind))
}

fn reasons(p: &Page, child: &Child) -> Vec<ReasonView> {
    let mut reasons: Vec<ReasonView> = Vec::new();
    for mark in &child.marks {
        let need = need_code(mark.kind.need());
        let field = format!("r-{}-{need}", child.id);
        let stored = mark.stored.as_ref().map(|stored| stored.reason.clone()).unwrap_or_default();
        match reasons.iter_mut().find(|reason| reason.field == field) {
            Some(reason) if reason.text.is_empty() => reason.text = p.old_or(&field, stored),
            Some(_) => {}
            None => reasons.push(ReasonView { label: words::word(p.lang, &format!("screening-survey-reason-{need}")), text: p.old_or(&field, stored), field }),
        }
    }
    reasons
}

fn child_view(p: &Page, names: &Names, child: &Child) -> ChildView {
    let (mut boxes, mut notes, mut talent) = (Vec::new(), Vec::new(), None);
    for mark in &child.marks {
        let ticked = ticked(p, child, mark);
        boxes.push(BoxView { word: verbs::word(names, mark.kind, p.lang), field: field(child, mark.kind), ticked, differs: disagrees(mark.told, ticked) });
        notes.extend(note(p, names, mark, ticked));
        if mark.kind == SurveyKind::Talent {
            let name = format!("t-{}", child.id);
            let chosen = p.old_or(&name, mark.stored.as_ref().map(|stored| stored.talent.clone()).unwrap_or_default());
            let choice = |code: &&str| Choice::new(code, words::word(p.lang, &format!("screening-survey-talent-{code}")), chosen == **code);
            talent = Some((name, TALENTS.iter().map(choice).collect()));
        }
    }
    let reasons = reasons(p, child);
    let open = reasons.iter().any(|reason| !reason.text.is_empty() || p.problem(&reason.field).is_some());
    ChildView { id: child.id.to_string(), name: child.name.clone(), seat: child.seat.map(|seat| seat.to_string()).unwrap_or_default(), boxes, talent, notes, reasons, open }
}

/// The kinds that the reader may not read, in a sentence; empty when there are none.
fn hidden(p: &Page, names: &Names, sheet: &Sheet) -> String {
    let hidden: Vec<String> = SurveyKind::ALL.into_iter().filter(|kind| !sheet.kinds.contains(kind)).map(|kind| verbs::word(names, kind, p.lang)).collect();
    if hidden.is_empty() { String::new() } else { p.tv("screening-survey-hidden", "kinds", hidden.join(&p.t("screening-list-comma"))) }
}

/// The sheet of a class.
pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::SurveyClass>(cx.path::<ClassId>("class")?)?;
    let class = time::class(cx.tx, permit.class()?)?;
    let (sheet, names) = (verbs::sheet(cx.tx, &permit)?, naming::names(cx.tx)?);
    cx.saw("SurveyClass", permit.subject(), permit.levels().within(SHOWN));
    let p = cx.page_of(&Msg::new("screening-survey-of").with("class", &class.name));
    let lead = match &sheet.last {
        Some((day, by)) => Msg::new("screening-survey-last").with("day", day).with("name", by),
        None => Msg::new("screening-survey-first"),
    };
    let page = FormPage {
        lead: lead.text(p.lang),
        hidden: hidden(&p, &names, &sheet),
        number: sheet.number,
        action: format!("/screening/classes/{}/survey", class.id),
        heads: sheet.kinds.iter().map(|kind| verbs::word(&names, *kind, p.lang)).collect(),
        rows: sheet.children.iter().map(|child| child_view(&p, &names, child)).collect(),
        p,
    };
    cx.render(&page)
}

/// What was typed: `c-<pupil>` says that the child stood on the sheet, `k-<pupil>-<kind>` ticks a box.
fn typed(cx: &Cx<'_, '_>) -> BTreeMap<PupilId, Typed> {
    let mut all: BTreeMap<PupilId, Typed> = BTreeMap::new();
    for (name, value) in &cx.req.fields {
        if let Some(pupil) = name.strip_prefix("c-").and_then(|id| id.parse().ok()) {
            all.entry(pupil).or_default();
        } else if let Some((pupil, kind)) = name.strip_prefix("k-").and_then(|rest| rest.rsplit_once('-')) {
            if let (Ok(pupil), Some(kind)) = (pupil.parse(), SurveyKind::of_code(kind)) {
                all.entry(pupil).or_default().ticked.insert(kind);
            }
        } else if let Some(pupil) = name.strip_prefix("t-").and_then(|id| id.parse().ok()) {
            all.entry(pupil).or_default().talent = value.trim().to_owned();
        } else if let Some((pupil, need)) = name.strip_prefix("r-").and_then(|rest| rest.rsplit_once('-')) {
            let known = SurveyKind::ALL.into_iter().map(|kind| need_code(kind.need())).find(|code| *code == need);
            if let (Ok(pupil), Some(need)) = (pupil.parse(), known) {
                all.entry(pupil).or_default().reasons.insert(need, value.trim().to_owned());
            }
        }
    }
    all
}

/// Saves it.
pub(super) fn save(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::SurveyClass>(cx.path::<ClassId>("class")?)?;
    let (typed, seen) = (typed(cx), cx.field("number").parse().unwrap_or(-1));
    let boxes = verbs::save(cx.tx, &permit, seen, &typed)?;
    cx.did("SurveyClass", permit.subject(), permit.levels().within(SHOWN), format!("children={} boxes={boxes}", typed.len()));
    Ok(Reply::done("/screening/survey", Msg::new("screening-survey-saved").with("count", boxes)))
}

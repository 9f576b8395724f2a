//! `/screening/kinds` and `/screening/classes/{class}/kinds`: the survey of every child by kinds (A8-02, A8-03, A8-04, A5-01, A5-02). Works without JavaScript and on a phone.

use std::collections::{BTreeMap, HashMap};

use askama::Template;

use super::term_of;
use crate::access::{Action, Level, Levels, acts};
use crate::base::{Category, ClassId, Msg, PupilId, Result};
use crate::programme::naming::{self, Names};
use crate::results::classes_of;
use crate::roster::time;
use crate::screening::kinds as verbs;
use crate::web::{Cx, Page, Reply};

const SHOWN: Levels = Levels::of(&[Level::Basic, Level::Academic, Level::Family, Level::Economic]);

struct ClassRow {
    name: String,
    href: String,
    state: String,
    arrived: String,
    done: bool,
}

#[derive(Template)]
#[template(path = "screening/pages/kinds.html")]
struct ListPage {
    p: Page,
    rows: Vec<ClassRow>,
    done: usize,
}

/// The classes that the person surveys, and how far each is.
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (classes, done) = match term_of(cx.tx, "")? {
        Some(term) => (classes_of(cx.tx, cx.who, Action::SurveyKinds, term.year)?, verbs::progress(cx.tx, term.year)?),
        None => (Vec::new(), HashMap::new()),
    };
    let lang = cx.lang();
    let row = |class: time::Class| {
        let progress = done.get(&class.id);
        let state = match progress.and_then(|one| one.day) {
            Some(day) => Msg::new("screening-observe-last").with("day", day).text(lang),
            None => Msg::new("screening-observe-never").text(lang),
        };
        let arrived = progress.map(|one| one.arrived).filter(|count| *count > 0);
        ClassRow {
            name: class.name,
            href: format!("/screening/classes/{}/kinds", class.id),
            state,
            arrived: arrived.map(|count| Msg::new("screening-kinds-arrived").with("count", count).text(lang)).unwrap_or_default(),
            done: progress.is_some(),
        }
    };
    let rows: Vec<ClassRow> = classes.into_iter().map(row).collect();
    let done = rows.iter().filter(|row| row.done).count();
    cx.render(&ListPage { p: cx.page("screening-kinds-title"), rows, done })
}

struct KindView {
    word: String,
    field: String,
    value: &'static str,
    ticked: bool,
    on_record: bool,
    /// Field of its words; empty where none are asked.
    words_field: String,
    words: String,
    words_hint: String,
}

struct ChildView {
    id: String,
    name: String,
    seat: String,
    said: String,
    kinds: Vec<KindView>,
}

#[derive(Template)]
#[template(path = "screening/pages/kinds_form.html")]
struct FormPage {
    p: Page,
    lead: String,
    act: String,
    rows: Vec<ChildView>,
    hidden: bool,
}

/// What was typed: `k-<pupil>` once for each kind, and `w-<pupil>-<kind>` for its words.
fn typed(cx: &Cx<'_, '_>) -> Vec<(PupilId, Category, String)> {
    let words: HashMap<&str, &str> = cx.req.fields.iter().filter(|(name, _)| name.starts_with("w-")).map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let tick = |(name, value): &(String, String)| {
        let (pupil, category) = (name.strip_prefix("k-")?.parse().ok()?, value.parse::<Category>().ok()?);
        let said = words.get(format!("w-{pupil}-{}", category.code()).as_str()).copied().unwrap_or_default();
        Some((pupil, category, if verbs::asks_words(category) { said.to_owned() } else { String::new() }))
    };
    cx.req.fields.iter().filter_map(tick).collect()
}

fn child_view(p: &Page, names: &Names, kinds: &[Category], child: &verbs::Child, ticks: &BTreeMap<Category, String>) -> ChildView {
    let view = |category: &Category| KindView {
        word: names.of(*category, p.lang),
        field: format!("k-{}", child.id),
        value: category.code(),
        ticked: ticks.contains_key(category),
        on_record: child.on_record.contains(category),
        words_field: if verbs::asks_words(*category) { format!("w-{}-{}", child.id, category.code()) } else { String::new() },
        words: ticks.get(category).cloned().unwrap_or_default(),
        words_hint: p.t(if *category == Category::WellOff { "screening-kinds-why-label" } else { "screening-kinds-which-label" }),
    };
    let said: Vec<String> = kinds.iter().filter(|category| ticks.contains_key(category)).map(|category| names.of(*category, p.lang)).collect();
    ChildView {
        id: child.id.to_string(),
        name: child.name.clone(),
        seat: child.seat.map(|seat| seat.to_string()).unwrap_or_default(),
        said: said.join(" · "),
        kinds: kinds.iter().map(view).collect(),
    }
}

/// The sheet of a class.
pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::SurveyKinds>(cx.path::<ClassId>("class")?)?;
    let class = time::class(cx.tx, permit.class()?)?;
    let sheet = verbs::sheet(cx.tx, &permit)?;
    let names = naming::names(cx.tx)?;
    cx.saw("SeeFamily", permit.subject(), permit.levels().within(SHOWN));
    let p = cx.page_of(&Msg::new("screening-kinds-of").with("class", &class.name));
    let mut refused: HashMap<PupilId, BTreeMap<Category, String>> = HashMap::new();
    for (pupil, category, words) in typed(cx) {
        refused.entry(pupil).or_default().insert(category, words);
    }
    let again = cx.refused();
    let none = BTreeMap::new();
    let ticks = |child: &verbs::Child| if again { refused.get(&child.id).unwrap_or(&none).clone() } else { child.ticks.clone() };
    let lead = match sheet.last {
        Some(day) => Msg::new("screening-kinds-again").with("day", day),
        None => Msg::new("screening-kinds-first"),
    };
    let page = FormPage {
        lead: lead.text(p.lang),
        act: format!("/screening/classes/{}/kinds", class.id),
        rows: sheet.children.iter().map(|child| child_view(&p, &names, &sheet.kinds, child, &ticks(child))).collect(),
        hidden: sheet.kinds.len() < verbs::KINDS.len(),
        p,
    };
    cx.render(&page)
}

/// Stores it.
pub(super) fn save(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::SurveyKinds>(cx.path::<ClassId>("class")?)?;
    let said = typed(cx);
    let children = verbs::save(cx.tx, &permit, &said)?;
    cx.did("SurveyKinds", permit.subject(), permit.levels().within(SHOWN), format!("kinds children={children}"));
    Ok(Reply::done("/screening/kinds", Msg::new("screening-kinds-saved").with("count", children)))
}

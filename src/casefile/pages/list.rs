//! `/cases`: the children with a file whom I have to do with, class by class.

use askama::Template;

use crate::access::{Action, Level, Levels, Subject};
use crate::base::{ClassId, Lang, Msg, Result, words};
use crate::casefile::state::State;
use crate::casefile::{self, Line};
use crate::programme::naming::{self, Names};
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "casefile/pages/cases.html")]
struct List {
    p: Page,
    lead: String,
    classes: Vec<ClassView>,
}

struct ClassView {
    id: ClassId,
    name: String,
    /// Whether the person fills in the tick form of this class.
    fills: bool,
    /// Whether the person hands children of this class over at the turn of the year.
    hands: bool,
    children: Vec<ChildView>,
}

struct ChildView {
    href: String,
    family_name: String,
    name: String,
    place: String,
    labels: Vec<String>,
    pending: bool,
    double: bool,
}

/// The words of the categories that count; none between two terms.
pub(super) fn labels(lang: Lang, names: &Names, line: &Line) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for (category, kind) in &line.categories {
        let said = names.of(*category, lang);
        let said = if kind.is_empty() || kind == "dual_concern" { said } else { format!("{said} · {}", words::word(lang, &format!("programme-kind-{kind}"))) };
        if !labels.contains(&said) {
            labels.push(said);
        }
    }
    labels
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("casefile-cases-title");
    let lang = p.lang;
    let lines = casefile::lines(cx.tx, cx.who, None)?;
    let names = naming::names(cx.tx)?;
    let (own, handed) = (cx.who.classes(Action::WriteCaseFile), cx.who.classes(Action::HandOver));
    let mut classes: Vec<ClassView> = Vec::new();
    for line in &lines {
        if classes.last().is_none_or(|class| class.id != line.class) {
            classes.push(ClassView { id: line.class, name: line.class_name.clone(), fills: own.contains(&line.class), hands: handed.contains(&line.class), children: Vec::new() });
        }
        let child = ChildView {
            href: format!("/pupils/{}/case", line.pupil),
            family_name: line.name.chars().next().map(String::from).unwrap_or_default(),
            name: line.name.clone(),
            place: line.seat.map(|seat| Msg::new("casefile-seat").with("count", seat).text(lang)).unwrap_or_default(),
            labels: labels(lang, &names, line),
            pending: line.state == State::Pending,
            double: line.double,
        };
        if let Some(class) = classes.last_mut() {
            class.children.push(child);
        }
    }
    let lead = Msg::new("casefile-cases-lead").with("count", lines.len()).with("of", classes.len()).text(lang);
    cx.saw("SeeCaseFiles", Subject::School, Levels::of(&[Level::Basic, Level::Academic]));
    cx.render(&List { p, lead, classes })
}

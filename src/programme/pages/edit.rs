//! The form of a programme: each parameter with its field and unit, the clause beside it; what is wrong stands at the field and nothing typed is lost.

use std::collections::BTreeMap;

use askama::Template;

use super::views::{SourceView, by_nature, group_title, source_views};
use super::{address, term_words};
use crate::access::{Levels, Subject, acts};
use crate::base::error::Problems;
use crate::base::{Error, Msg, ProgrammeId, Result, words};
use crate::programme::naming;
use crate::programme::presets::{self, Given};
use crate::programme::programmes::{self, Change, Programme};
use crate::programme::value::{Shape, Span};
use crate::programme::{Category, Group, Param, Value, wording};
use crate::web::{Choice, Cx, Page, Reply};

/// A field of the form.
struct Field {
    code: &'static str,
    name: String,
    means: String,
    /// Which input: `number`, `range`, `after`, `cadence`, `one`, `some`, `text`.
    input: &'static str,
    first: String,
    second: String,
    /// What stands before the number and behind it.
    before: &'static str,
    unit: String,
    choices: Vec<Choice>,
    disputed: bool,
    sources: Vec<SourceView>,
}

struct FieldGroup {
    title: String,
    fields: Vec<Field>,
    /// Those that the programme does not ask for, folded away.
    more: Vec<Field>,
}

#[derive(Template)]
#[template(path = "programme/pages/edit.html")]
struct Form {
    p: Page,
    act: String,
    back: String,
    name: String,
    purpose: String,
    terms: Vec<(String, String)>,
    term: String,
    natures: Vec<(String, Vec<Choice>)>,
    groups: Vec<FieldGroup>,
}

/// The texts of a parameter's fields as they were sent: one for each part, or every box that was ticked.
fn sent(cx: &Cx<'_, '_>, param: Param) -> Vec<String> {
    match param.shape() {
        Shape::Choices { .. } => cx.req.fields_of(param.code()).map(ToOwned::to_owned).collect(),
        shape => shape.parts().iter().map(|part| cx.field(&format!("{}{part}", param.code())).to_owned()).collect(),
    }
}

fn field(cx: &Cx<'_, '_>, programme: &Programme, param: Param) -> Field {
    let lang = cx.lang();
    let texts = if cx.refused() { sent(cx, param) } else { programme.values.get(param).map(Shape::texts).unwrap_or_default() };
    let text = |i: usize| texts.get(i).cloned().unwrap_or_default();
    let (input, choices, before, unit) = match param.shape() {
        Shape::Count { .. } | Shape::Share => ("number", Vec::new(), "", wording::unit(param, lang)),
        Shape::MonthDay => ("number", Vec::new(), "programme-every-month", words::word(lang, "programme-day-of-month")),
        Shape::Range { .. } => ("range", Vec::new(), "", wording::unit(param, lang)),
        Shape::After => ("after", Vec::new(), "", String::new()),
        Shape::Cadence => {
            let chosen = texts.get(1).filter(|span| !span.is_empty()).map_or("week", String::as_str).to_owned();
            let spans = Span::ALL.iter().map(|span| Choice::new(span.code(), words::word(lang, &format!("programme-span-{}", span.code())), chosen == span.code()));
            ("cadence", spans.collect(), "", words::word(lang, "programme-unit-times"))
        }
        Shape::Ratio { .. } => ("text", Vec::new(), "", String::new()),
        Shape::Choices { of, most } => {
            let boxes = of.iter().map(|code| Choice::new(code, wording::choice(code, lang), texts.iter().any(|text| text == code)));
            (if most == 1 { "one" } else { "some" }, boxes.collect(), "", String::new())
        }
        Shape::Text => ("text", Vec::new(), "", String::new()),
    };
    let given = presets::preset(&programme.preset).and_then(|preset| preset.given(param));
    Field {
        code: param.code(),
        name: wording::name(param, lang),
        means: wording::meaning(param, lang),
        input,
        first: text(0),
        second: text(1),
        before,
        unit,
        choices,
        disputed: given.is_some_and(Given::is_disputed),
        sources: source_views(&programme.preset, param, lang),
    }
}

fn groups(cx: &Cx<'_, '_>, programme: &Programme) -> Vec<FieldGroup> {
    let asked = |param: &Param| {
        let given = presets::preset(&programme.preset).is_some_and(|preset| preset.given(*param).is_some());
        given || programme.values.get(*param).is_some() || (cx.refused() && sent(cx, *param).first().is_some_and(|text| !text.is_empty()))
    };
    let group = |group: Group| {
        let (asked, more): (Vec<Param>, Vec<Param>) = Param::ALL.iter().copied().filter(|param| param.group() == group).partition(asked);
        let fields = |params: Vec<Param>| params.into_iter().map(|param| field(cx, programme, param)).collect();
        FieldGroup { title: group_title(group, cx.lang()), fields: fields(asked), more: fields(more) }
    };
    Group::ALL.into_iter().map(group).collect()
}

/// The form as it counts in the first term that can be changed, or as it was typed.
pub(super) fn form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ProgrammeId = cx.path("id")?;
    let lang = cx.lang();
    let open = programmes::open_terms(cx.tx)?;
    let first = open.first().ok_or_else(|| Error::Conflict(Msg::new("programme-no-term")))?.code;
    let programme = programmes::programme(cx.tx, id, first)?;
    let names = naming::names(cx.tx)?;
    let ticked: Vec<String> = if cx.refused() {
        cx.req.fields_of("categories").map(ToOwned::to_owned).collect()
    } else {
        programme.categories.iter().map(|category| category.code().to_owned()).collect()
    };
    let choices = |those: Vec<(&'static str, String)>| those.into_iter().map(|(code, word)| Choice::new(code, word, ticked.iter().any(|text| text == code))).collect();
    let page = Form {
        p: cx.page_of(&Msg::new("programme-edit-title").with("name", &programme.name)),
        act: format!("{}/edit", address(id)),
        back: address(id),
        terms: open.iter().map(|term| (term.code.to_string(), term_words(lang, term.code))).collect(),
        term: first.to_string(),
        natures: by_nature(&names, lang).into_iter().map(|(title, those)| (title, choices(those))).collect(),
        groups: groups(cx, &programme),
        name: programme.name,
        purpose: programme.purpose,
    };
    cx.render(&page)
}

/// The parameters that were typed.
fn typed(cx: &Cx<'_, '_>, problems: &mut Problems) -> BTreeMap<Param, Value> {
    let mut values = BTreeMap::new();
    for param in Param::ALL {
        match param.shape().typed(&sent(cx, *param)) {
            Ok(Some(value)) => drop(values.insert(*param, value)),
            Ok(None) => {}
            Err(message) => problems.note(param.code(), message),
        }
    }
    values
}

/// Writes the new version.
pub(super) fn save(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ProgrammeId = cx.path("id")?;
    let permit = cx.permit::<acts::ManageProgrammes>(Subject::School)?;
    let mut problems = Problems::default();
    let values = typed(cx, &mut problems);
    let from_term = problems.keep("from_term", cx.field("from_term").parse().map_err(|()| "programme-term-needed".into()));
    let categories: Vec<Category> = cx.req.fields_of("categories").filter_map(|code| code.parse().ok()).collect();
    if categories.is_empty() {
        problems.note("categories", "programme-categories-needed");
    }
    problems.end()?;
    let from_term = from_term.ok_or(Error::NotFound)?;
    let before = programmes::versions(cx.tx, id)?.len();
    let change = Change { name: cx.field("name").to_owned(), purpose: cx.field("purpose").to_owned(), from_term, categories, values };
    let number = programmes::change(cx.tx, &permit, id, &change)?;
    cx.did("ChangeProgramme", Subject::School, Levels::NONE, format!("{id} version {number}"));
    let is_new = programmes::versions(cx.tx, id)?.len() > before;
    let message = if is_new { Msg::new("programme-changed").with("term", term_words(cx.lang(), from_term)) } else { Msg::new("programme-unchanged") };
    Ok(Reply::done(address(id), message))
}

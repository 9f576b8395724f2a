//! `/plans/measures`: the measures that the plans name, by dimension, and the school's own per category or cause (A8-17).

use askama::Template;

use super::{category_word, choices, old};
use crate::access::{Action, Level, Levels, Subject, acts};
use crate::base::category::Category;
use crate::base::{Result, RowId};
use crate::casefile::cause::Cause;
use crate::plan::item::{Dimension, Hand, Span};
use crate::plan::library::{self, NewMeasure};
use crate::plan::measures::MEASURES;
use crate::plan::wording;
use crate::web::{Choice, Cx, Page, Reply};

#[derive(Template)]
#[template(path = "plan/pages/measures.html")]
struct LibraryPage {
    p: Page,
    own: Vec<OwnView>,
    groups: Vec<(String, Vec<(String, String)>)>,
    dimensions: Vec<Choice>,
    hands: Vec<(String, String)>,
    spans: Vec<(String, String)>,
    categories: Vec<(String, String)>,
    causes: Vec<(String, String)>,
    text: String,
    times: String,
    hand: String,
    span: String,
    category: String,
    cause: String,
    may: bool,
}

struct OwnView {
    id: RowId,
    text: String,
    about: String,
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("plan-library");
    let lang = p.lang;
    let category = category_word(cx, lang)?;
    let coded = |prefix: &str, codes: Vec<&'static str>| codes.into_iter().map(|code| (code.to_owned(), wording::coded(lang, prefix, code))).collect::<Vec<_>>();
    let none = || (String::new(), p.t("plan-measure-none"));
    let about = |one: &library::OwnMeasure| {
        let whom = if one.category.is_empty() { wording::coded(lang, "casefile-cause-", &one.cause) } else { category(&one.category) };
        let body = crate::plan::item::Body { times: one.times, span: one.span.code().into(), ..Default::default() };
        [whom, wording::coded(lang, "plan-dimension-", one.dimension.code()), wording::coded(lang, "plan-hand-", one.hand.code()), wording::often(lang, &body)].join(" · ")
    };
    let own = library::own(cx.tx)?.iter().map(|one| OwnView { id: one.id, text: one.text.clone(), about: about(one) }).collect();
    let group = |dimension: &Dimension| {
        let lines = MEASURES.iter().filter(|one| one.dimension == *dimension).map(|one| (one.clause.to_owned(), wording::coded(lang, "plan-measure-", one.code))).collect();
        (wording::coded(lang, "plan-dimension-", dimension.code()), lines)
    };
    let page = LibraryPage {
        own,
        groups: Dimension::ALL.iter().map(group).collect(),
        dimensions: choices(&p, "dimension", "plan-dimension-", Dimension::ALL.iter().map(|one| one.code()), "learning"),
        hands: coded("plan-hand-", Hand::ALL.iter().map(|one| one.code()).collect()),
        spans: coded("plan-span-", Span::ALL.iter().map(|one| one.code()).collect()),
        categories: std::iter::once(none()).chain(Category::ALL.iter().map(|one| (one.code().to_owned(), category(one.code())))).collect(),
        causes: std::iter::once(none()).chain(Cause::ALL.iter().map(|one| (one.code().to_owned(), wording::coded(lang, "casefile-cause-", one.code())))).collect(),
        text: old(&p, "text", ""),
        times: old(&p, "times", "1"),
        hand: old(&p, "hand", "homeroom"),
        span: old(&p, "span", "week"),
        category: old(&p, "category", ""),
        cause: old(&p, "cause", ""),
        may: cx.who.may_everywhere(Action::ManageMeasures),
        p,
    };
    cx.render(&page)
}

/// Adds a measure of the school's own.
pub(super) fn add(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageMeasures>(Subject::School)?;
    let text = |field: &str| cx.field(field).to_owned();
    let new = NewMeasure {
        text: text("text"),
        dimension: text("dimension"),
        hand: text("hand"),
        times: text("times"),
        span: text("span"),
        category: text("category"),
        cause: text("cause"),
    };
    let id = library::add(cx.tx, &permit, &new)?;
    cx.did("ManageMeasures", Subject::School, Levels::of(&[Level::Basic]), id.to_string());
    Ok(Reply::done("/plans/measures", "casefile-kept"))
}

/// Takes one out.
pub(super) fn end(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageMeasures>(Subject::School)?;
    let id: RowId = cx.path("measure")?;
    library::end(cx.tx, &permit, id)?;
    cx.did("ManageMeasures", Subject::School, Levels::of(&[Level::Basic]), id.to_string());
    Ok(Reply::done("/plans/measures", "plan-measure-ended"))
}

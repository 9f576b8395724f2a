//! The school's own guiding documents and principles (A3-01, A9-01, B1-01): written in the settings, shown to all staff, printed.

use askama::Template;

use super::{day_field, optional_day_field};
use crate::access::{Action, Subject, acts};
use crate::base::error::Problems;
use crate::base::{Error, Result, RowId, SchoolDate};
use crate::roster::texts::{self, NewText, Text, TextKind};
use crate::web::{Cx, Page, Policy, Reply, Routes};

pub(super) fn routes() -> Routes {
    let may = Policy::May(Action::ManageTexts);
    Routes::new()
        .get("/school/texts", Policy::SignedIn, show_all)
        .get("/school/texts/{series}", Policy::SignedIn, show_one)
        .get("/settings/texts", may, show_list)
        .get("/settings/texts/new", may, show_new)
        .post("/settings/texts/new", may, write_new, show_new)
        .get("/settings/texts/{series}", may, show_edit)
        .post("/settings/texts/{series}", may, write_version, show_edit)
        .post("/settings/texts/{series}/end", may, end, show_list)
}

/// The texts of one kind, under its word.
struct Group {
    title: &'static str,
    texts: Vec<Text>,
}

#[derive(Template)]
#[template(path = "roster/pages/texts.html")]
struct TextsPage {
    p: Page,
    groups: Vec<Group>,
    school: String,
    may_write: bool,
    forever: SchoolDate,
}

fn show_all(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let today = cx.tx.today();
    let all = texts::texts_in_force(cx.tx, today)?;
    let of = |wanted: TextKind| Group { title: wanted.key(), texts: all.iter().filter(|text| text.kind == wanted).cloned().collect() };
    let groups = TextKind::ALL.into_iter().map(of).filter(|group| !group.texts.is_empty()).collect();
    let school = cx.app.school(cx.who.school).map(|school| school.name).unwrap_or_default();
    let page = TextsPage { p: cx.page("roster-texts-title"), groups, school, may_write: cx.who.may_somewhere(Action::ManageTexts), forever: texts::no_end() };
    cx.render(&page)
}

#[derive(Template)]
#[template(path = "roster/pages/text.html")]
struct TextPage {
    p: Page,
    school: String,
    title: String,
    /// The newest first; whether it counts today.
    versions: Vec<(Text, bool)>,
    forever: SchoolDate,
}

fn show_one(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let versions = texts::versions(cx.tx, cx.path("series")?)?;
    let today = cx.tx.today();
    let begun = versions.iter().find(|text| text.from_day <= today);
    let counting = begun.filter(|text| text.until_day >= today).map(|text| text.id);
    let school = cx.app.school(cx.who.school).map(|school| school.name).unwrap_or_default();
    let title = versions.first().map(|text| text.title.clone()).unwrap_or_default();
    let versions = versions
        .into_iter()
        .map(|text| {
            let counts = Some(text.id) == counting;
            (text, counts)
        })
        .collect();
    let page = TextPage { p: cx.page("roster-text-title"), school, title, versions, forever: texts::no_end() };
    cx.render(&page)
}

/// A line of the list: the newest version of a text and whether it counts.
struct Line {
    text: Text,
    state: &'static str,
    tone: &'static str,
}

#[derive(Template)]
#[template(path = "roster/pages/texts_list.html")]
struct ListPage {
    p: Page,
    lines: Vec<Line>,
    forever: SchoolDate,
}

fn show_list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let today = cx.tx.today();
    let line = |text: Text| {
        let (state, tone) = match (text.from_day <= today, text.until_day >= today) {
            (true, true) => ("roster-text-counts", "good"),
            (false, true) => ("roster-text-to-come", "now"),
            (_, false) => ("roster-text-ended", ""),
        };
        Line { text, state, tone }
    };
    let lines = texts::texts(cx.tx)?.into_iter().map(line).collect();
    let page = ListPage { p: cx.page("roster-settings-texts"), lines, forever: texts::no_end() };
    cx.render(&page)
}

#[derive(Template)]
#[template(path = "roster/pages/text_form.html")]
struct FormPage {
    p: Page,
    action: String,
    stored: Option<Text>,
    kinds: Vec<(&'static str, String, String)>,
    kind_code: &'static str,
    first_day: String,
    last_day: String,
}

fn kinds(p: &Page) -> Vec<(&'static str, String, String)> {
    let meaning = |kind: TextKind| match kind {
        TextKind::Principle => "roster-text-principle-means",
        TextKind::Guidance => "roster-text-guidance-means",
        TextKind::Rule => "roster-text-rule-means",
    };
    TextKind::ALL.into_iter().map(|kind| (kind.code(), p.t(kind.key()), p.t(meaning(kind)))).collect()
}

fn show_new(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("roster-text-new");
    let kinds = kinds(&p);
    let first_day = cx.tx.today().to_string();
    let page = FormPage { p, action: "/settings/texts/new".into(), stored: None, kinds, kind_code: TextKind::Principle.code(), first_day, last_day: String::new() };
    cx.render(&page)
}

fn show_edit(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let series: RowId = cx.path("series")?;
    let newest = texts::versions(cx.tx, series)?.swap_remove(0);
    let p = cx.page("roster-text-edit");
    let last_day = if newest.until_day == texts::no_end() { String::new() } else { newest.until_day.to_string() };
    let (kinds, kind_code, first_day) = (kinds(&p), newest.kind.code(), cx.tx.today().to_string());
    let page = FormPage { p, action: format!("/settings/texts/{series}"), kind_code, stored: Some(newest), kinds, first_day, last_day };
    cx.render(&page)
}

fn typed(cx: &Cx<'_, '_>) -> Result<NewText> {
    let mut problems = Problems::default();
    let kind = problems.keep("kind", cx.field("kind").parse::<TextKind>().map_err(|()| "roster-text-kind-needed".into()));
    let from_day = day_field(&mut problems, "from_day", cx.field("from_day"));
    let until_day = optional_day_field(&mut problems, "until_day", cx.field("until_day")).unwrap_or_else(texts::no_end);
    problems.end()?;
    let (Some(kind), Some(from_day)) = (kind, from_day) else { return Err(Error::NotFound) };
    let text = |name: &str| cx.field(name).to_owned();
    Ok(NewText { kind, title: text("title"), issuer: text("issuer"), document_no: text("document_no"), body: text("body"), from_day, until_day })
}

fn write_new(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageTexts>(Subject::School)?;
    let new = typed(cx)?;
    texts::write_text(cx.tx, &permit, None, &new)?;
    Ok(Reply::done("/settings/texts", "roster-text-written"))
}

fn write_version(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageTexts>(Subject::School)?;
    let (series, new) = (cx.path("series")?, typed(cx)?);
    texts::write_text(cx.tx, &permit, Some(series), &new)?;
    Ok(Reply::done("/settings/texts", "roster-text-written"))
}

fn end(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageTexts>(Subject::School)?;
    let (series, today): (RowId, _) = (cx.path("series")?, cx.tx.today());
    texts::end_text(cx.tx, &permit, series, today)?;
    Ok(Reply::done("/settings/texts", "roster-text-ends-today"))
}

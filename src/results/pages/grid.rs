//! The grid of a class: many marks in one act.

use std::collections::HashMap;

use askama::Template;

use super::{figure, mark_text, read_mark, subject_word};
use crate::access::{Act, Level, Levels, Permit, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, Msg, Result};
use crate::results::assessment::{self, Assessment, Scale};
use crate::results::bands::Letters;
use crate::results::mark::Reading;
use crate::results::sheet::{self, Entry, Reads, Sheet, cell_field};
use crate::roster::time;
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "results/pages/grid.html")]
struct GridPage {
    p: Page,
    lead: String,
    action: String,
    back: String,
    bands: bool,
    may_enter: bool,
    heads: Vec<Head>,
    rows: Vec<GridRow>,
    faults: Vec<(String, String)>,
}

struct Head {
    subject: String,
    full: String,
}

struct GridRow {
    name: String,
    seat: String,
    left: bool,
    cells: Vec<GridCell>,
}

struct GridCell {
    assessed: bool,
    field: String,
    was_field: String,
    was: String,
    value: String,
    label: String,
    wrong: bool,
}

/// The grid, or its reading copy for who may see but not enter.
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (one, class): (Assessment, ClassId) = (assessment::assessment(cx.tx, cx.path("assessment")?)?, cx.path("class")?);
    match cx.permit::<acts::EnterResults>(class) {
        Ok(permit) => show_sheet(cx, &permit, &one, true),
        Err(Error::NotFound) => {
            let permit = cx.permit::<acts::SeeResults>(class)?;
            show_sheet(cx, &permit, &one, false)
        }
        Err(other) => Err(other),
    }
}

fn show_sheet<A: Reads + Act>(cx: &mut Cx<'_, '_>, permit: &Permit<A>, one: &Assessment, may_enter: bool) -> Result<Reply> {
    let class = time::class(cx.tx, permit.class()?)?;
    let grid = sheet::class_sheet(cx.tx, permit, one)?;
    cx.saw("SeeResults", permit.subject(), Levels::of(&[Level::Basic, Level::Academic]));
    let lang = cx.lang();
    let p = cx.page_of(&Msg::new("results-grid-title").with("class", &class.name).with("name", &one.name));
    let heads = grid
        .subjects
        .iter()
        .map(|subject| Head { subject: subject_word(lang, &subject.code), full: if one.scale == Scale::Points { figure(subject.any_full()) } else { String::new() } });
    let typed = typed(cx);
    let rows = grid.pupils.iter().map(|pupil| {
        let cells = grid.subjects.iter().zip(&pupil.marks).map(|(subject, mark)| {
            let field = cell_field(pupil.id, &subject.code);
            let was_field = format!("w{field}");
            let stored = mark_text(lang, *mark);
            let (value, was) = match typed.get(field.as_str()) {
                Some(value) if cx.refused() => ((*value).to_owned(), typed.get(was_field.as_str()).copied().unwrap_or_default().to_owned()),
                _ => (stored.clone(), stored),
            };
            let label = format!("{} {}", pupil.name, subject_word(lang, &subject.code));
            GridCell { assessed: subject.full(pupil.level).is_some(), wrong: p.problem(&field).is_some(), field, was_field, was, value, label }
        });
        GridRow { name: pupil.name.clone(), seat: pupil.seat.map(|seat| seat.to_string()).unwrap_or_default(), left: pupil.left, cells: cells.collect() }
    });
    let page = GridPage {
        lead: format!("{} · {}", one.day, Msg::new("results-grid-pupils").with("count", grid.pupils.len()).text(lang)),
        action: format!("/results/{}/classes/{}", one.id, class.id),
        back: format!("/results/{}", one.id),
        bands: one.scale == Scale::Bands,
        may_enter,
        heads: heads.collect(),
        rows: rows.collect(),
        faults: p.problem_summary(),
        p,
    };
    cx.render(&page)
}

/// The fields of the form by name.
fn typed<'a>(cx: &Cx<'a, '_>) -> HashMap<&'a str, &'a str> {
    cx.req.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// Stores what was typed: all of it, or the grid again with every problem at its cell.
pub(super) fn save(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (one, class): (Assessment, ClassId) = (assessment::assessment(cx.tx, cx.path("assessment")?)?, cx.path("class")?);
    let permit = cx.permit::<acts::EnterResults>(class)?;
    let grid = sheet::class_sheet(cx.tx, &permit, &one)?;
    let entries = entries(cx, &grid)?;
    let counts = sheet::enter(cx.tx, &permit, &one, &entries)?;
    let note = format!("{} created={} updated={} removed={}", one.id, counts.created, counts.updated, counts.removed);
    cx.did("EnterResults", permit.subject(), Levels::of(&[Level::Academic]), note);
    let to = format!("/results/{}/classes/{class}", one.id);
    Ok(Reply::done(to, Msg::new("results-saved").with("count", counts.changed())))
}

fn entries(cx: &Cx<'_, '_>, grid: &Sheet) -> Result<Vec<Entry>> {
    let (typed, lang) = (typed(cx), cx.lang());
    let letters = Letters::of(typed.iter().filter(|(name, _)| name.starts_with("m-")).map(|(_, value)| *value));
    let mut problems = Problems::default();
    let mut entries = Vec::new();
    for pupil in &grid.pupils {
        for subject in &grid.subjects {
            let field = cell_field(pupil.id, &subject.code);
            let Some(text) = typed.get(field.as_str()) else { continue };
            let was = typed.get(format!("w{field}").as_str()).copied().unwrap_or_default();
            let reading = Reading { full: subject.full(pupil.level).unwrap_or_else(|| subject.any_full()), letters };
            match (read_mark(lang, text, reading), read_mark(lang, was, reading)) {
                (Ok(mark), Ok(before)) => entries.push(Entry { pupil: pupil.id, subject: subject.code.clone(), before, mark }),
                (Err(problem), _) | (_, Err(problem)) => problems
                    .note(field, Msg::new("results-cell-fault").with("name", &pupil.name).with("subject", subject_word(lang, &subject.code)).with("text", problem.text(lang))),
            }
        }
    }
    problems.end()?;
    Ok(entries)
}

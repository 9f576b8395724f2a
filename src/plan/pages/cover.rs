//! `/classes/{id}/tutoring`: which subject teacher does what with which child (A6-09).

use askama::Template;

use super::{SHOWN, category_word};
use crate::access::{Action, Level, Levels, Subject, acts};
use crate::base::{ClassId, Error, Msg, PupilId, Result};
use crate::plan::cover::{self, Cell, REASONS, Why};
use crate::plan::wording;
use crate::roster::time::{self, Class};
use crate::web::{Choice, Cx, Page, Reply};

#[derive(Template)]
#[template(path = "plan/pages/cover.html")]
struct CoverPage {
    p: Page,
    class: ClassId,
    class_name: String,
    heads: Vec<(String, String)>,
    rows: Vec<RowView>,
    open: usize,
    filed: String,
    writes: bool,
}

struct RowView {
    pupil: PupilId,
    name: String,
    seat: String,
    labels: String,
    cells: Vec<CellView>,
}

struct CellView {
    subject: String,
    head: String,
    tasks: Vec<String>,
    untimed: Vec<String>,
    said: String,
    open: bool,
    field: String,
    reasons: Vec<Choice>,
    words: String,
}

fn cell_view(p: &Page, pupil: PupilId, head: &(String, String), subject: &str, cell: Cell) -> CellView {
    let field = format!("why-{pupil}-{subject}");
    let (code, words) = cell.reason.clone().unwrap_or_default();
    let chosen = p.old_or(&field, &code);
    let none = Choice::new("", p.t("plan-cover-choose"), chosen.is_empty());
    let reasons = std::iter::once(none).chain(REASONS.iter().map(|one| Choice::new(one, wording::coded(p.lang, "plan-cover-", one), chosen == *one))).collect();
    let said = match &cell.reason {
        Some((code, text)) if text.is_empty() => wording::coded(p.lang, "plan-cover-", code),
        Some((code, text)) => Msg::new("plan-cover-said").with("reason", wording::coded(p.lang, "plan-cover-", code)).with("text", text).text(p.lang),
        None => String::new(),
    };
    let words = p.old_or(&format!("text-{pupil}-{subject}"), &words);
    CellView { subject: subject.to_owned(), head: head.0.clone(), open: cell.is_open(), tasks: cell.tasks, untimed: cell.untimed, said, field, reasons, words }
}

/// `GET /classes/{id}/tutoring`
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("id")?;
    let permit = cx.permit::<acts::SeeCaseFile>(id)?;
    let term = time::current_term(cx.tx)?.ok_or(Error::NotFound)?;
    let (class, lang) = (time::class(cx.tx, id)?, cx.lang());
    let matrix = cover::matrix(cx.tx, &permit, &term, lang)?;
    let writes = match cx.permit::<acts::ReviewClass>(id) {
        Ok(_) => true,
        Err(Error::NotFound) => false,
        Err(fault) => return Err(fault),
    };
    let category = category_word(cx, lang)?;
    let p = cx.page_of(&Msg::new("plan-cover-of").with("class", &class.name));
    let heads: Vec<(String, String)> = matrix.subjects.iter().map(|one| (wording::subject(lang, &one.subject), one.teachers.clone())).collect();
    let open = matrix.open();
    let filed = matrix
        .filed
        .as_ref()
        .map(|(day, covered, uncovered, by)| p.m(&Msg::new("plan-cover-filed").with("day", *day).with("name", by).with("covered", covered).with("uncovered", uncovered)));
    let comma = p.t("casefile-comma");
    let row = |child: cover::Child| {
        let line = child.line;
        let mut labels: Vec<String> = line.categories.iter().map(|(one, _)| category(one.code())).collect();
        labels.dedup();
        RowView {
            cells: child.cells.into_iter().zip(matrix.subjects.iter().zip(&heads)).map(|(cell, (one, head))| cell_view(&p, line.pupil, head, &one.subject, cell)).collect(),
            pupil: line.pupil,
            name: line.name,
            seat: line.seat.map(|seat| seat.to_string()).unwrap_or_default(),
            labels: labels.join(&comma),
        }
    };
    let rows = matrix.children.into_iter().map(row).collect();
    cx.saw("SeePlans", permit.subject(), permit.levels().within(SHOWN));
    let page = CoverPage { class: id, class_name: class.name, heads, rows, open, filed: filed.unwrap_or_default(), writes, p };
    cx.render(&page)
}

/// `POST /classes/{id}/tutoring`: reasons, and the filing where it was asked.
pub(super) fn save(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("id")?;
    let permit = cx.permit::<acts::ReviewClass>(id)?;
    let see = cx.permit::<acts::SeeCaseFile>(id)?;
    let term = time::current_term(cx.tx)?.ok_or(Error::NotFound)?;
    let matrix = cover::matrix(cx.tx, &see, &term, cx.lang())?;
    let mut all = Vec::new();
    for child in &matrix.children {
        for one in &matrix.subjects {
            let (pupil, subject) = (child.line.pupil, one.subject.clone());
            let (reason, text) = (cx.field(&format!("why-{pupil}-{subject}")).to_owned(), cx.field(&format!("text-{pupil}-{subject}")).to_owned());
            all.push(Why { pupil, subject, reason, text });
        }
    }
    cover::explain(cx.tx, &permit, &term, &all)?;
    let filing = cx.field("file") == "1";
    if filing {
        cover::hand_in(cx.tx, &permit, &term)?;
    }
    cx.did("WritePlan", permit.subject(), Levels::of(&[Level::Basic, Level::Academic]), if filing { "tutoring filed" } else { "tutoring reasons" });
    Ok(Reply::done(format!("/classes/{id}/tutoring"), if filing { "plan-cover-done" } else { "plan-cover-kept" }))
}

#[derive(Template)]
#[template(path = "plan/pages/cover_classes.html")]
struct Classes {
    p: Page,
    classes: Vec<Class>,
}

/// `GET /plans/tutoring`: the classes of which the person may read files; of one alone its table.
pub(super) fn classes(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (own, grades, all) = (cx.who.classes(Action::SeeCaseFile), cx.who.grades(Action::SeeCaseFile), cx.who.may_everywhere(Action::SeeCaseFile));
    let mut classes = match time::current_term(cx.tx)? {
        Some(term) => time::classes(cx.tx, term.year)?,
        None => Vec::new(),
    };
    classes.retain(|class| all || own.contains(&class.id) || grades.contains(&class.grade));
    cx.saw("SeePlans", Subject::School, Levels::of(&[Level::Basic]));
    match classes.as_slice() {
        [one] => Ok(Reply::go(format!("/classes/{}/tutoring", one.id))),
        _ => cx.render(&Classes { p: cx.page("plan-cover-title"), classes }),
    }
}

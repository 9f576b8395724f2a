//! What is known of a child's family, what follows of it, and the correction of a fact that was wrong. A6-02, A8-04, B4-01, B4-04.

use askama::Template;

use super::family_edit::{self, Field};
use crate::access::{Action, Level, Subject, acts};
use crate::base::error::Problems;
use crate::base::{Error, Lang, Msg, PupilId, Result, RowId, SchoolDate, Sealed, words};
use crate::roster::family::{self, shown};
use crate::roster::family_facts::{Fact, UNKNOWN, facts_on, label, standing, text};
use crate::roster::family_rules::{Answer, Judged, Kind};
use crate::roster::particulars;
use crate::roster::people;
use crate::web::{Cx, Page, Policy, Reply, Routes};

pub(super) fn routes() -> Routes {
    let (see, edit) = (Policy::May(Action::SeeFamily), Policy::May(Action::EditFamily));
    Routes::new()
        .get("/pupils/{id}/family", see, show)
        .get("/pupils/{id}/family/edit", edit, family_edit::show)
        .post("/pupils/{id}/family/edit", edit, family_edit::save, family_edit::show)
        .get("/pupils/{id}/family/facts/{fact}", edit, show_correction)
        .post("/pupils/{id}/family/facts/{fact}", edit, correct, show_correction)
}

/// A kind with its reasons.
struct KindLine {
    name: String,
    reasons: Vec<String>,
}

/// A fact that stands, or one of the history.
struct FactLine {
    id: RowId,
    label: String,
    text: String,
    note: String,
    from: SchoolDate,
    by: String,
    corrected: bool,
    corrects: bool,
    reason: String,
}

#[derive(Template)]
#[template(path = "roster/pages/family.html")]
struct FamilyPage {
    p: Page,
    id: PupilId,
    name: String,
    yes: Vec<KindLine>,
    open: Vec<KindLine>,
    no: Vec<KindLine>,
    facts: Vec<FactLine>,
    past: Vec<FactLine>,
    may_edit: bool,
}

fn kind_lines(lang: Lang, all: &[(Kind, Judged)], answer: Answer) -> Vec<KindLine> {
    let line = |(kind, judged): &(Kind, Judged)| KindLine { name: words::word(lang, &kind.key()), reasons: judged.why.iter().map(|msg| msg.text(lang)).collect() };
    all.iter().filter(|(_, judged)| judged.answer == answer).map(line).collect()
}

fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::SeeFamily>(id)?;
    let see = cx.permit::<acts::SeePupil>(id)?;
    let (lang, today) = (cx.lang(), cx.tx.today());
    let child = particulars::particulars(cx.tx, &see)?;
    let rows = family::history(cx.tx, &permit)?;
    let names: Vec<(String, String)> = people::staff_list(cx.tx)?.into_iter().map(|staff| (staff.id.to_string(), staff.name)).collect();
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows.iter().filter(|row| !row.value.is_empty() || row.corrects.is_some()) {
        let (note, reason) = if row.has_note || row.corrects.is_some() { family::sealed_texts(cx.tx, &permit, row.id)? } else { (None, None) };
        let by = names.iter().find(|(id, _)| *id == row.actor).map_or_else(|| words::word(lang, &format!("roster-family-by-{}", row.source)), |(_, name)| name.clone());
        lines.push((row, fact_line(lang, row, note, reason, by)));
    }
    let stands: Vec<RowId> = standing(&rows, today).into_iter().filter(|row| row.value != UNKNOWN).map(|row| row.id).collect();
    let facts = facts_on(&rows, today, child.birth_day, child.boarding);
    let lines_of_region = family::lines(cx.tx)?;
    let kinds = family::kinds(&facts, today, &lines_of_region, permit.levels());
    let (mut now, mut past) = (Vec::new(), Vec::new());
    for (row, line) in lines {
        if stands.contains(&row.id) { now.push((place(&stands, row.id), line)) } else { past.push(line) }
    }
    now.sort_by_key(|(place, _)| *place);
    past.reverse();
    let page = FamilyPage {
        p: cx.page_of(&Msg::new("roster-family-title").with("name", &child.name)),
        id,
        yes: kind_lines(lang, &kinds, Answer::Yes),
        open: kind_lines(lang, &kinds, Answer::Unknown),
        no: kind_lines(lang, &kinds, Answer::No),
        facts: now.into_iter().map(|(_, line)| line).collect(),
        past,
        may_edit: may_edit(cx, id),
        name: child.name,
    };
    cx.saw("SeeFamily", Subject::Pupil(id), shown(permit.levels()));
    cx.render(&page)
}

fn place(ids: &[RowId], id: RowId) -> usize {
    ids.iter().position(|other| *other == id).unwrap_or(usize::MAX)
}

fn may_edit(cx: &mut Cx<'_, '_>, id: PupilId) -> bool {
    cx.permit::<acts::EditFamily>(id).is_ok()
}

fn fact_line(lang: Lang, row: &Fact, note: Option<Sealed<String>>, reason: Option<Sealed<String>>, by: String) -> FactLine {
    let open = |sealed: Option<Sealed<String>>| sealed.map(|text| text.open().clone()).unwrap_or_default();
    FactLine {
        id: row.id,
        label: label(lang, row.topic),
        text: if row.value.is_empty() { words::word(lang, "roster-family-taken-back") } else { text(lang, row) },
        note: open(note),
        from: row.from,
        by,
        corrected: row.corrected,
        corrects: row.corrects.is_some(),
        reason: open(reason),
    }
}

#[derive(Template)]
#[template(path = "roster/pages/family_correct.html")]
struct CorrectionPage {
    p: Page,
    id: PupilId,
    name: String,
    fact: RowId,
    label: String,
    text: String,
    fields: Vec<Field>,
}

/// The fact of the path, which the person may correct.
fn wrong(cx: &mut Cx<'_, '_>) -> Result<(PupilId, Fact)> {
    let id: PupilId = cx.path("id")?;
    let fact: RowId = cx.path("fact")?;
    let permit = cx.permit::<acts::EditFamily>(id)?;
    let rows = family::history(cx.tx, &permit)?;
    let row = rows.into_iter().find(|row| row.id == fact && !row.value.is_empty()).ok_or(Error::NotFound)?;
    Ok((id, row))
}

fn show_correction(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, row) = wrong(cx)?;
    let see = cx.permit::<acts::SeePupil>(id)?;
    let lang = cx.lang();
    let name = particulars::particulars(cx.tx, &see)?.name;
    let page = CorrectionPage {
        p: cx.page("roster-family-correct-title"),
        id,
        name,
        fact: row.id,
        label: label(lang, row.topic),
        text: text(lang, &row),
        fields: family_edit::correction_fields(lang, &row),
    };
    cx.saw("SeeFamily", Subject::Pupil(id), shown(see.levels()));
    cx.render(&page)
}

fn correct(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, row) = wrong(cx)?;
    let permit = cx.permit::<acts::EditFamily>(id)?;
    let mut problems = Problems::default();
    let new = family_edit::correction(cx, &row, &mut problems);
    problems.end()?;
    let reason = Sealed::new(cx.field("reason").to_owned());
    family::correct(cx.tx, &permit, row.id, &new, &reason)?;
    let level = if row.topic.is_economic() { Level::Economic } else { Level::Family };
    cx.did("CorrectFamily", Subject::Pupil(id), crate::access::Levels::of(&[level]), row.topic.code());
    Ok(Reply::done(format!("/pupils/{id}/family"), "roster-family-corrected"))
}

//! `/classes/{id}/causes`: one screen per class. Each teacher ticks what was seen, with a fact or date; last term's answers stand there already.

use std::collections::BTreeMap;

use askama::Template;

use super::SHOWN;
use super::list::labels;
use crate::access::{Level, Permit, Subject, acts};
use crate::base::{ClassId, Error, Lang, Msg, PupilId, Result, words};
use crate::casefile::cause::{Cause, GROUPS, group};
use crate::casefile::diagnosis::{self, DEGREES, Sheet};
use crate::casefile::{self, records, wording};
use crate::programme::naming;
use crate::roster::time;
use crate::web::{Choice, Cx, Page, Reply};

#[derive(Template)]
#[template(path = "casefile/pages/causes.html")]
struct Grid {
    p: Page,
    class_id: ClassId,
    class_name: String,
    part: String,
    part_word: String,
    parts: Vec<Choice>,
    children: Vec<ChildForm>,
}

struct ChildForm {
    id: PupilId,
    name: String,
    family_name: String,
    place: String,
    labels: Vec<String>,
    strength: String,
    /// `old` from an earlier term, `new` when nothing was said, else the day.
    said: String,
    degrees: Vec<Choice>,
    groups: Vec<GroupForm>,
}

struct GroupForm {
    title: String,
    open: bool,
    ticked: usize,
    causes: Vec<CauseForm>,
}

struct CauseForm {
    code: &'static str,
    text: String,
    ticked: bool,
    field: String,
    evidence: String,
    problem: Option<String>,
}

/// The part that is filled in: the one asked for, else the person's first.
fn part_of(cx: &Cx<'_, '_>, parts: &[String]) -> Result<String> {
    let pairs: Vec<(String, String)> = cx.query()?;
    let asked = pairs.into_iter().find(|(name, _)| name == "part").map(|(_, value)| value).unwrap_or_default();
    let asked = if cx.field("part").is_empty() { asked } else { cx.field("part").to_owned() };
    Ok(parts.iter().find(|part| **part == asked).or_else(|| parts.first()).cloned().unwrap_or_default())
}

fn name_of(pupil: PupilId, what: &str) -> String {
    format!("{what}-{pupil}")
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let class: ClassId = cx.path("id")?;
    let permit = cx.permit::<acts::WriteCaseFile>(class)?;
    let parts = diagnosis::parts(&permit);
    let part = part_of(cx, &parts)?;
    let class_name = time::class(cx.tx, class)?.name;
    let p = cx.page_of(&Msg::new("casefile-causes-title").with("class", &class_name));
    let lang = p.lang;
    let children = children(cx, &permit, &p, &part)?;
    let levels = permit.levels().within(SHOWN);
    cx.saw("SeeCauses", Subject::Class(class), levels);
    let choices = parts.iter().map(|one| Choice::new(one, wording::part(lang, one), *one == part)).collect();
    cx.render(&Grid { p, class_id: class, class_name, part_word: wording::part(lang, &part), part, parts: choices, children })
}

fn children(cx: &mut Cx<'_, '_>, permit: &Permit<acts::WriteCaseFile>, p: &Page, part: &str) -> Result<Vec<ChildForm>> {
    let term = casefile::present_term(cx.tx)?;
    let names = naming::names(cx.tx)?;
    let tickable = diagnosis::tickable(&casefile::sight(permit), part);
    let mut forms = Vec::new();
    for line in casefile::lines(cx.tx, cx.who, Some(permit.class()?))? {
        let sheet = diagnosis::own(cx.tx, cx.who, line.pupil, &term, part)?;
        let see = cx.permit::<acts::SeeCaseFile>(line.pupil)?;
        let notes = records::notes(cx.tx, &see)?;
        let strength = notes.iter().find(|note| note.kind == "strength").or_else(|| notes.first()).map(|note| note.text.clone()).unwrap_or_default();
        let said = match (&sheet.day, &sheet.from_term) {
            (Some(day), _) => Msg::new("casefile-causes-said").with("when", day).text(p.lang),
            (None, Some(code)) => Msg::new("casefile-causes-before").with("term", code).text(p.lang),
            (None, None) => String::new(),
        };
        forms.push(ChildForm {
            id: line.pupil,
            family_name: line.name.chars().next().map(String::from).unwrap_or_default(),
            place: line.seat.map(|seat| Msg::new("casefile-seat").with("count", seat).text(p.lang)).unwrap_or_default(),
            labels: labels(p.lang, &names, &line),
            strength,
            said,
            degrees: degrees(p, line.pupil, &sheet),
            groups: groups(p, line.pupil, &sheet, &tickable),
            name: line.name,
        });
    }
    Ok(forms)
}

fn degrees(p: &Page, pupil: PupilId, sheet: &Sheet) -> Vec<Choice> {
    let chosen = p.old_or(&name_of(pupil, "d"), &sheet.degree);
    DEGREES.iter().map(|code| Choice::new(code, wording::degree(p.lang, code), chosen == *code)).collect()
}

fn groups(p: &Page, pupil: PupilId, sheet: &Sheet, tickable: &[Cause]) -> Vec<GroupForm> {
    let name = name_of(pupil, "c");
    let cause_form = |cause: Cause| {
        let stored = sheet.ticks.iter().find(|(ticked, _)| *ticked == cause);
        let field = diagnosis::evidence_field(pupil, cause);
        CauseForm {
            code: cause.code(),
            text: wording::cause(p.lang, cause),
            ticked: if p.typed.is_empty() { stored.is_some() } else { p.ticked_with(&name, cause.code()) },
            evidence: p.old_or(&field, stored.map(|(_, text)| text.as_str()).unwrap_or_default()),
            problem: p.problem(&field),
            field,
        }
    };
    let mut groups: Vec<GroupForm> = Vec::new();
    for code in GROUPS {
        let causes: Vec<CauseForm> = tickable.iter().filter(|cause| group(**cause) == code).map(|cause| cause_form(*cause)).collect();
        if !causes.is_empty() {
            let ticked = causes.iter().filter(|cause| cause.ticked).count();
            groups.push(GroupForm { title: group_word(p.lang, code), open: ticked > 0 || groups.is_empty(), ticked, causes });
        }
    }
    groups
}

fn group_word(lang: Lang, code: &str) -> String {
    words::word(lang, &format!("casefile-group-{code}"))
}

/// What the form says of each child: the degree, and each ticked cause with its evidence.
fn sent(cx: &Cx<'_, '_>, pupils: &[PupilId]) -> Result<Vec<(PupilId, Sheet)>> {
    let fields: BTreeMap<&str, &str> = cx.req.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let mut sheets = Vec::new();
    for pupil in pupils {
        let mut ticks = Vec::new();
        for code in cx.req.fields_of(&name_of(*pupil, "c")) {
            let cause: Cause = code.parse().map_err(|()| Error::NotFound)?;
            let evidence = fields.get(diagnosis::evidence_field(*pupil, cause).as_str()).copied().unwrap_or_default();
            ticks.push((cause, evidence.to_owned()));
        }
        let degree = fields.get(name_of(*pupil, "d").as_str()).copied().unwrap_or_default().to_owned();
        sheets.push((*pupil, Sheet { degree, ticks, ..Sheet::default() }));
    }
    Ok(sheets)
}

pub(super) fn save(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let class: ClassId = cx.path("id")?;
    let permit = cx.permit::<acts::WriteCaseFile>(class)?;
    let part = cx.field("part").to_owned();
    let term = casefile::present_term(cx.tx)?;
    let pupils = diagnosis::children(cx.tx, cx.who, class)?;
    let sheets = sent(cx, &pupils)?;
    let changed = diagnosis::answer(cx.tx, &permit, &term, &part, &sheets)?;
    let family = sheets.iter().any(|(_, sheet)| sheet.ticks.iter().any(|(cause, _)| cause.side() == crate::casefile::cause::Side::Outer));
    let levels = if family { permit.levels().within(SHOWN) } else { permit.levels().within(crate::access::Levels::of(&[Level::Basic, Level::Academic])) };
    cx.did("WriteCauses", Subject::Class(class), levels, format!("{part} {changed}"));
    Ok(Reply::done(format!("/classes/{class}/causes?part={part}"), Msg::new("casefile-causes-kept").with("count", changed)))
}

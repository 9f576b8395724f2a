//! `/plans/lessons`: half a page per class and subject for the lesson plan: each child, where the chain is broken, what was agreed, room for one question that the child can
//! answer and for two ticks. A2-10, B10-08.

use askama::Template;

use super::SHOWN;
use crate::access::{Duty, Permit, ScopeKind, Subject, acts};
use crate::base::{ClassId, Id, Lang, Result};
use crate::casefile::{self, Line, records};
use crate::plan::item::{Item, Kind};
use crate::plan::{self, wording};
use crate::roster::time;
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "plan/pages/lessons.html")]
struct LessonsPage {
    p: Page,
    sheets: Vec<Sheet>,
}

/// One class and subject.
struct Sheet {
    title: String,
    children: Vec<ChildView>,
}

struct ChildView {
    href: String,
    name: String,
    seat: String,
    gap: String,
    goals: Vec<String>,
    measures: Vec<String>,
    demands: Vec<String>,
}

/// What of a plan belongs into the lessons of a subject.
fn belongs(item: &Item, subject: &str) -> bool {
    let own = item.subject == subject || item.subject.is_empty();
    !item.removed
        && match item.kind {
            Kind::Goal => item.subject == subject,
            Kind::Measure => own && item.body.hand == "subject",
            Kind::Demand => own,
            _ => false,
        }
}

fn child(cx: &mut Cx<'_, '_>, line: &Line, subject: &str, lang: Lang) -> Result<ChildView> {
    let see = Permit::<acts::SeeCaseFile>::ask(cx.tx, cx.who, line.pupil)?;
    let (all, today) = (plan::versions(cx.tx, &see)?, cx.tx.today());
    let items = match plan::in_force(&all, today).or_else(|| all.first()) {
        Some(version) => plan::items(cx.tx, &see, version.id)?,
        None => Vec::new(),
    };
    let file = records::subject_files(cx.tx, &see)?.into_iter().find(|file| file.subject == subject);
    let gap = file.and_then(|file| file.entries.into_iter().next()).map(|(_, _, entry)| entry.gaps).unwrap_or_default();
    let of = |kind: Kind| items.iter().filter(move |item| item.kind == kind && belongs(item, subject));
    let goal = |item: &Item| format!("{} · {}", item.body.text, wording::figures(lang, &item.body));
    Ok(ChildView {
        href: format!("/pupils/{}/plan", line.pupil),
        name: line.name.clone(),
        seat: line.seat.map(|seat| seat.to_string()).unwrap_or_default(),
        gap,
        goals: of(Kind::Goal).filter(|item| item.body.horizon != "far").map(goal).collect(),
        measures: of(Kind::Measure).map(|item| item.body.text.clone()).collect(),
        demands: of(Kind::Demand).map(|item| item.body.text.clone()).collect(),
    })
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("plan-lessons");
    let lang = p.lang;
    let teaches = |duty: Duty, scope: ScopeKind| duty == Duty::SubjectTeacher && scope == ScopeKind::Class;
    let mut taught: Vec<(ClassId, String)> =
        cx.who.ties.iter().filter(|tie| teaches(tie.duty, tie.scope)).map(|tie| (ClassId::from_uuid(tie.scope_id.uuid()), tie.subject.clone())).collect();
    taught.sort();
    taught.dedup();
    let mut sheets = Vec::new();
    for (class, subject) in taught {
        let mut children = Vec::new();
        for line in casefile::lines(cx.tx, cx.who, Some(class))? {
            children.push(child(cx, &line, &subject, lang)?);
        }
        if !children.is_empty() {
            sheets.push(Sheet { title: format!("{} · {}", time::class(cx.tx, class)?.name, wording::subject(lang, &subject)), children });
        }
    }
    cx.saw("SeePlans", Subject::School, SHOWN);
    cx.render(&LessonsPage { p, sheets })
}

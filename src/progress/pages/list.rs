//! `/progress`: which of my children need another measure, and who may be let go; class by class for who sees the whole school.

use std::collections::BTreeSet;

use askama::Template;

use super::SHOWN;
use super::drawn::kind;
use crate::access::{Action, Permit, Subject, acts};
use crate::base::{ClassId, Msg, PupilId, Result, words};
use crate::casefile;
use crate::pairing::pairs;
use crate::progress::decide::Advice;
use crate::progress::series::{self, Series};
use crate::progress::wording;
use crate::roster::particulars;
use crate::web::{Cx, Page, Reply};

/// Children on the page, at most: a class and what somebody mentors elsewhere.
const CHILDREN_MOST: usize = 80;

#[derive(Template)]
#[template(path = "progress/pages/list.html")]
struct ListPage {
    p: Page,
    lead: String,
    classes: Vec<(ClassId, String, usize, bool)>,
    rows: Vec<RowView>,
    results: bool,
}

struct RowView {
    id: PupilId,
    family_name: String,
    name: String,
    place: String,
    short: String,
    kind: &'static str,
    sentence: String,
    last: String,
    urgency: u8,
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Asked {
    class: Option<ClassId>,
}

/// The children of the page, and the classes to choose from for who sees more than a page.
type Children = (Vec<(PupilId, String, String)>, Vec<(ClassId, String, usize, bool)>);

fn children(cx: &mut Cx<'_, '_>, asked: Option<ClassId>) -> Result<Children> {
    let mut lines = casefile::lines(cx.tx, cx.who, None)?;
    let mut classes: Vec<(ClassId, String, usize, bool)> = Vec::new();
    for line in &lines {
        match classes.last_mut().filter(|class| class.0 == line.class) {
            Some(class) => class.2 += 1,
            None => classes.push((line.class, line.class_name.clone(), 1, false)),
        }
    }
    if lines.len() > CHILDREN_MOST || asked.is_some() {
        let chosen = asked.or(classes.first().map(|class| class.0));
        lines.retain(|line| Some(line.class) == chosen);
        classes.iter_mut().for_each(|class| class.3 = Some(class.0) == chosen);
    }
    let mut found: Vec<(PupilId, String, String)> = Vec::new();
    if !cx.who.may_everywhere(Action::SeeCaseFile) && asked.is_none() {
        for pair in pairs::caseload(cx.tx, cx.who)? {
            // A child who has left the school is not shown any more.
            if let Ok(see) = cx.permit::<acts::SeePupil>(pair.pupil) {
                let place = particulars::particulars(cx.tx, &see)?.seat.map(|seat| seat.class_name).unwrap_or_default();
                found.push((pair.pupil, pair.pupil_name, place));
            }
        }
    }
    found.extend(lines.into_iter().map(|line| (line.pupil, line.name, line.class_name)));
    let mut seen = BTreeSet::new();
    found.retain(|(id, ..)| seen.insert(*id));
    found.truncate(CHILDREN_MOST);
    let choice = if classes.len() > 1 { classes } else { Vec::new() };
    Ok((found, choice))
}

fn row(p: &Page, child: (PupilId, String, String), all: &[Series]) -> RowView {
    let (id, name, place) = child;
    let first = all.iter().find(|one| !one.points.is_empty());
    let advice = first.map_or(Advice::Few(0), |one| one.advice);
    let last = all.iter().filter_map(Series::last).map(|point| point.day).max();
    RowView {
        id,
        family_name: name.chars().next().map(String::from).unwrap_or_default(),
        name,
        place,
        short: match first {
            Some(one) => words::word(p.lang, &format!("progress-short-{}", one.advice.code())),
            None if all.is_empty() => p.t("progress-short-no-plan"),
            None => p.t("progress-short-unseen"),
        },
        kind: if first.is_some() { kind(advice) } else { "" },
        sentence: first.map(|one| Msg::new("progress-row").with("goal", &one.goal.body.text).with("advice", wording::advice(p.lang, one.advice)).text(p.lang)).unwrap_or_default(),
        last: last.map(|day| Msg::new("progress-last").with("day", day).text(p.lang)).unwrap_or_default(),
        urgency: if first.is_some() { series::urgency(advice) } else { 5 },
    }
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let asked: Asked = cx.query()?;
    let p = cx.page("progress-title");
    let (children, classes) = children(cx, asked.class)?;
    let mut rows = Vec::with_capacity(children.len());
    for child in children {
        let see = Permit::<acts::SeeCaseFile>::ask(cx.tx, cx.who, child.0)?;
        let all = series::of_pupil(cx.tx, &see)?;
        rows.push(row(&p, child, &all));
    }
    rows.sort_by_key(|row| row.urgency);
    let change = rows.iter().filter(|row| row.urgency == 0).count();
    let lead = Msg::new("progress-list-lead").with("count", rows.len()).with("change", change).text(p.lang);
    cx.saw("SeeProgressList", Subject::School, SHOWN);
    let results = cx.who.may_somewhere(Action::SeeResults);
    cx.render(&ListPage { lead, classes, rows, results, p })
}

//! `/records`: my children and what I wrote; `/pupils/{id}/records`: what was done with a child.

use std::collections::{BTreeSet, HashMap};

use askama::Template;

use super::goals::{self, Shown};
use super::{SHOWN, owed};
use crate::access::{Action, Level, Levels, Subject, acts};
use crate::activity::parts::{PARTS, Part};
use crate::activity::rules::Balance;
use crate::activity::{self, Record, export};
use crate::base::{Lang, Msg, PupilId, Result, words};
use crate::casefile;
use crate::pairing::pairs;
use crate::roster::particulars;
use crate::web::{Choice, Cx, Page, Reply};

/// A child of mine.
pub(super) struct Mine {
    pub id: PupilId,
    family_name: String,
    pub name: String,
    pub place: String,
    last: String,
}

#[derive(Template)]
#[template(path = "activity/pages/home.html")]
struct Home {
    p: Page,
    children: Vec<Mine>,
    records: Vec<Line>,
    balance: Balance,
    /// What the programmes still ask for, child by child.
    owed: HashMap<PupilId, owed::Owed>,
    formats: Vec<&'static str>,
}

/// A record as it is shown.
pub(super) struct Line {
    pub r: Record,
    pub name: String,
    pub what: String,
    pub days: String,
    /// How the goals went; on the page of the child alone.
    pub marks: Vec<Shown>,
    /// Where the reader rewrites it; empty when it is another's.
    pub rewrite: String,
}

fn days(lang: Lang, record: &Record) -> String {
    let mut parts = vec![words::word(lang, &format!("activity-how-{}", record.how))];
    parts.extend(record.minutes.map(|minutes| Msg::new("activity-minutes-said").with("count", minutes).text(lang)));
    if record.children > 1 {
        parts.push(Msg::new("activity-children").with("count", record.children).text(lang));
    }
    if record.versions > 1 {
        parts.push(Msg::new("activity-versions").with("count", record.versions).text(lang));
    }
    parts.join(" · ")
}

pub(super) fn line(lang: Lang, r: Record, name: String, me: bool) -> Line {
    let rewrite = if me { format!("/pupils/{}/records/{}", r.pupil, r.id) } else { String::new() };
    Line { what: words::word(lang, &format!("activity-kind-{}", r.kind.code())), days: days(lang, &r), marks: Vec::new(), rewrite, name, r }
}

/// The children whom the person mentors, and those with a file in the own classes: each once.
pub(super) fn own_children(cx: &mut Cx<'_, '_>) -> Result<Vec<Mine>> {
    let mut found: Vec<(PupilId, String, String)> = Vec::new();
    for pair in pairs::caseload(cx.tx, cx.who)? {
        // A child who has left the school is not shown any more.
        if let Ok(see) = cx.permit::<acts::SeePupil>(pair.pupil) {
            let place = particulars::particulars(cx.tx, &see)?.seat.map(|seat| seat.class_name).unwrap_or_default();
            found.push((pair.pupil, pair.pupil_name, place));
        }
    }
    if !cx.who.may_everywhere(Action::SeeCaseFile) {
        found.extend(casefile::lines(cx.tx, cx.who, None)?.into_iter().map(|line| (line.pupil, line.name, line.class_name)));
    }
    let mut seen = BTreeSet::new();
    found.retain(|(id, ..)| seen.insert(*id));
    let ids: Vec<PupilId> = found.iter().map(|(id, ..)| *id).collect();
    let last = activity::last_days(cx.tx, &ids)?;
    let never = words::word(cx.lang(), "activity-never");
    let mine = |((id, name, place), day): ((PupilId, String, String), Option<crate::base::SchoolDate>)| Mine {
        id,
        family_name: name.chars().next().map(String::from).unwrap_or_default(),
        name,
        place,
        last: day.map_or_else(|| never.clone(), |day| day.to_string()),
    };
    Ok(found.into_iter().zip(last).map(mine).collect())
}

/// The ids of the own children.
pub(super) fn own_ids(cx: &mut Cx<'_, '_>) -> Result<Vec<PupilId>> {
    Ok(own_children(cx)?.into_iter().map(|child| child.id).collect())
}

pub(super) fn home(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("activity-title");
    let (lang, me) = (p.lang, cx.who.staff());
    let mut children = own_children(cx)?;
    let ids: Vec<PupilId> = children.iter().map(|child| child.id).collect();
    let owed = owed::of_children(cx, &ids)?;
    children.sort_by_key(|child| owed.get(&child.id).map_or(u8::MAX, |one| one.urgency));
    let records = activity::own(cx.tx, me)?.into_iter().map(|(record, name)| line(lang, record, name, true)).collect();
    let balance = activity::balance(cx.tx, me)?;
    cx.saw("SeeRecords", Subject::School, Levels::of(&[Level::Basic]));
    cx.render(&Home { p, children, records, balance, owed, formats: export::formats() })
}

#[derive(Template)]
#[template(path = "activity/pages/child.html")]
struct OfChild {
    p: Page,
    id: PupilId,
    name: String,
    records: Vec<Line>,
    writes: bool,
    formats: Vec<&'static str>,
    /// All, or what was done of one sort.
    parts: Vec<Choice>,
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Filter {
    part: String,
}

pub(super) fn of_child(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::SeeCaseFile>(id)?;
    let see = cx.permit::<acts::SeePupil>(id)?;
    let name = particulars::particulars(cx.tx, &see)?.name;
    let (lang, me) = (cx.lang(), cx.who.staff());
    let writes = permit.why().ties.iter().any(|tie| Action::RecordActivity.allowed_to(tie.duty));
    let all = activity::of_pupil(cx.tx, &permit)?;
    let named = goals::named(cx, &permit, all.iter().any(|record| !record.words.marks.is_empty()))?;
    let shown = |record: Record| {
        let marks = goals::shown(lang, &record.words.marks, &named);
        let mine = record.staff == me;
        Line { marks, ..line(lang, record, String::new(), mine) }
    };
    let asked: Filter = cx.query()?;
    let chosen = PARTS.iter().find(|part| part.code() == asked.part);
    let choice = |code: &str| {
        Choice::new(format!("/pupils/{id}/records?part={code}"), words::word(lang, &format!("activity-part-{code}")), chosen.map_or("all", |part| part.code()) == code)
    };
    let parts = std::iter::once("all").chain(PARTS.map(Part::code)).map(choice).collect();
    let records = all.into_iter().filter(|record| chosen.is_none_or(|part| record.kind.part() == *part)).map(shown).collect();
    cx.saw("SeeRecords", permit.subject(), permit.levels().within(SHOWN));
    cx.render(&OfChild { p: cx.page_of(&Msg::new("activity-of-title").with("name", &name)), id, name, records, writes, formats: export::formats(), parts })
}

//! `/pupils/{id}/left-behind`: the special file of a child who is left behind (留守儿童特别档案), composed from what is stored: nothing is filled in here. A5-09, A6-03, A6-05, A6-06.

use std::collections::HashMap;

use askama::Template;

use crate::access::{Action, Level, Levels, Permit, Subject, acts};
use crate::base::{Error, Lang, Msg, PupilId, Result, SchoolDate, words};
use crate::casefile::{diagnosis, wording as causes};
use crate::child::{attendance, results, titled};
use crate::pairing::pairs;
use crate::roster::entrusted::{self, More};
use crate::roster::family;
use crate::roster::family_facts::{Fact, Facts, Parent, Topic, UNKNOWN, facts_on, label, standing, text};
use crate::roster::family_news::{self, Responsible, TASK};
use crate::roster::family_rules::{Answer, civil_left_behind, registry_count};
use crate::roster::particulars::{self, Guardian, Particulars};
use crate::roster::time;
use crate::trail;
use crate::web::{Cx, Page, Policy, Reply, Routes};

/// Days of changes that the page tells: a school year.
const CHANGES_DAYS: i64 = 365;

pub(super) fn routes() -> Routes {
    let see = Policy::May(Action::SeeFamily);
    Routes::new().get("/pupils/{id}/left-behind", see, show).post("/pupils/{id}/left-behind/look", see, look, show)
}

/// How a definition counts the child, and why.
struct CountView {
    name: String,
    answer: String,
    yes: bool,
    reasons: Vec<String>,
}

/// A fact with the day from which it is known.
struct Line {
    label: String,
    text: String,
    from: Option<SchoolDate>,
}

/// Facts that stand together.
struct Part {
    title: String,
    lines: Vec<Line>,
}

struct GuardianView {
    g: Guardian,
    entrusted: bool,
    address: String,
}

#[derive(Template)]
#[template(path = "child/pages/left_behind.html")]
struct LeftBehindPage {
    p: Page,
    id: PupilId,
    name: String,
    place: String,
    counts: Vec<CountView>,
    parts: Vec<Part>,
    guardians: Vec<GuardianView>,
    causes: Vec<String>,
    fields: Vec<Part>,
    changes: Vec<(SchoolDate, String)>,
    responsible: Vec<Responsible>,
    waits: bool,
    may_edit: bool,
    may_guardians: bool,
}

fn word(lang: Lang, key: &str) -> String {
    words::word(lang, key)
}

fn counts(lang: Lang, facts: &Facts, day: SchoolDate) -> Vec<CountView> {
    let reasons = |why: &[Msg]| why.iter().map(|msg| msg.text(lang)).collect();
    let registry = registry_count(facts, day);
    let answer = match registry.code {
        Some(1) => "child-left-registry-one",
        Some(2) => "child-left-registry-both",
        Some(_) => "child-left-no",
        None => "child-left-unknown",
    };
    let civil = civil_left_behind(facts, day);
    let said = match civil.answer {
        Answer::Yes => "child-left-yes",
        Answer::No => "child-left-no",
        Answer::Unknown => "child-left-unknown",
    };
    vec![
        CountView {
            name: word(lang, "roster-family-kind-left-behind-registry"),
            answer: word(lang, answer),
            yes: matches!(registry.code, Some(1 | 2)),
            reasons: reasons(&registry.why),
        },
        CountView { name: word(lang, "roster-family-kind-left-behind-civil"), answer: word(lang, said), yes: civil.is_yes(), reasons: reasons(&civil.why) },
    ]
}

fn part(lang: Lang, now: &[&Fact], title: &str, topics: &[Topic]) -> Part {
    let known = now.iter().filter(|row| row.value != UNKNOWN && row.value != "no" && topics.contains(&row.topic));
    let lines = known.map(|row| Line { label: label(lang, row.topic), text: text(lang, row), from: Some(row.from) }).collect();
    Part { title: word(lang, title), lines }
}

fn parent_topics(parent: Parent) -> [Topic; 6] {
    [Topic::Life(parent), Topic::Work(parent), Topic::Care(parent), Topic::Contact(parent), Topic::Calls(parent), Topic::Visits(parent)]
}

fn parts(lang: Lang, now: &[&Fact]) -> Vec<Part> {
    vec![
        part(lang, now, "roster-family-part-father", &parent_topics(Parent::Father)),
        part(lang, now, "roster-family-part-mother", &parent_topics(Parent::Mother)),
        part(lang, now, "roster-family-part-home", &[Topic::Bond, Topic::Carer, Topic::Guardianship, Topic::Schooling]),
        part(lang, now, "roster-family-part-registration", &[Topic::Registration, Topic::Origin, Topic::Domicile]),
        part(lang, now, "roster-family-part-health", &[Topic::Disability, Topic::Illness]),
    ]
}

/// Home, school and society, each with what is known and since when (A5-09). A field of which nothing is known stays empty and says so.
fn fields(cx: &mut Cx<'_, '_>, see: &Permit<acts::SeePupil>, now: &[&Fact], guardians: &[GuardianView]) -> Result<Vec<Part>> {
    let (lang, id) = (cx.lang(), see.pupil()?);
    let home: Vec<Topic> = [Parent::Father, Parent::Mother].into_iter().flat_map(|parent| [Topic::Work(parent), Topic::Calls(parent), Topic::Visits(parent)]).collect();
    let mut home = part(lang, now, "child-left-field-home", &home);
    home.lines.extend(part(lang, now, "child-left-field-home", &[Topic::Carer, Topic::Guardianship]).lines);
    let mut school = Part { title: word(lang, "child-left-field-school"), lines: Vec::new() };
    if let Some(last) = results(cx.tx, see, lang)?.into_iter().next() {
        school.lines.push(Line { label: word(lang, "child-results"), text: last.name, from: Some(last.day) });
    }
    if let Some(last) = attendance(cx.tx, see)?.into_iter().next() {
        let absent = last.sick + last.personal + last.unexplained;
        school.lines.push(Line { label: word(lang, "child-attendance"), text: Msg::new("child-left-absent").with("term", last.term).with("days", absent).text(lang), from: None });
    }
    if let Ok(permit) = cx.permit::<acts::SeeCaseFile>(id) {
        let today = cx.tx.today();
        for pair in pairs::of_pupil(cx.tx, &permit)?.into_iter().filter(|pair| pair.released.is_empty() && pair.until >= today) {
            school.lines.push(Line { label: word(lang, "pairing-history"), text: pair.staff_name, from: Some(pair.from) });
        }
    }
    let mut society = part(lang, now, "child-left-field-society", &[Topic::Hardship, Topic::Relief]);
    for one in guardians.iter().filter(|one| one.entrusted) {
        society.lines.push(Line { label: word(lang, "roster-guardian-entrusted"), text: format!("{} {}", one.g.name, one.g.relation).trim().to_owned(), from: None });
    }
    Ok(vec![home, school, society])
}

/// The causes that teachers saw this term, as far as the person reads them: among them indulgence, weak foundations and weak learning (A6-03).
fn seen_causes(cx: &mut Cx<'_, '_>, id: PupilId) -> Result<Vec<String>> {
    let lang = cx.lang();
    let permit = match cx.permit::<acts::SeeCaseFile>(id) {
        Ok(permit) => permit,
        Err(Error::NotFound | Error::Denied(_)) => return Ok(Vec::new()),
        Err(fault) => return Err(fault),
    };
    let Some(term) = time::current_term(cx.tx)? else { return Ok(Vec::new()) };
    Ok(diagnosis::picture(cx.tx, &permit, &term)?.causes.iter().map(|one| causes::cause(lang, one.cause)).collect())
}

fn guardians(cx: &mut Cx<'_, '_>, see: &Permit<acts::SeePupil>) -> Result<Vec<GuardianView>> {
    let mut more: HashMap<_, More> = entrusted::of_child(cx.tx, see)?;
    let all = particulars::guardians(cx.tx, see)?;
    let view = |g: Guardian| {
        let more = more.remove(&g.id).unwrap_or_default();
        GuardianView { entrusted: more.entrusted, address: more.address.map(|text| text.open().clone()).unwrap_or_default(), g }
    };
    Ok(all.into_iter().map(view).collect())
}

fn place(lang: Lang, c: &Particulars) -> String {
    match (&c.seat, c.seat_no) {
        (Some(seat), Some(no)) => Msg::new("roster-class-seat").with("class", &seat.class_name).with("seat", no).text(lang),
        (Some(seat), None) => seat.class_name.clone(),
        (None, _) => word(lang, "roster-no-class"),
    }
}

fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::SeeFamily>(id)?;
    let see = cx.permit::<acts::SeePupil>(id)?;
    let (lang, today, levels) = (cx.lang(), cx.tx.today(), permit.levels());
    let c = particulars::particulars(cx.tx, &see)?;
    let rows = family::history(cx.tx, &permit)?;
    let now = standing(&rows, today);
    let facts = facts_on(&rows, today, c.birth_day, c.boarding);
    let guardians = guardians(cx, &see)?;
    let me = cx.who.staff();
    let link = format!("/pupils/{id}/left-behind");
    let page = LeftBehindPage {
        p: cx.page_of(&titled("child-left-title", &c.name)),
        id,
        place: place(lang, &c),
        name: c.name,
        counts: counts(lang, &facts, today),
        parts: parts(lang, &now),
        causes: seen_causes(cx, id)?,
        fields: fields(cx, &see, &now, &guardians)?,
        guardians,
        changes: family_news::changes(&rows, today.plus_days(-CHANGES_DAYS)).into_iter().map(|(day, change)| (day, word(lang, change.key()))).collect(),
        responsible: family_news::responsible(cx.tx, &see)?,
        waits: trail::tasks_of(cx.tx, me)?.iter().any(|task| task.kind == TASK && task.link == link),
        may_edit: cx.permit::<acts::EditFamily>(id).is_ok(),
        may_guardians: cx.permit::<acts::EditPupil>(id).is_ok(),
    };
    cx.saw("SeeLeftBehind", Subject::Pupil(id), levels.within(Levels::of(&[Level::Basic, Level::Academic, Level::Family, Level::Economic])));
    cx.render(&page)
}

/// Somebody has looked after the child: the tasks end (A6-06).
fn look(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::SeeFamily>(id)?;
    family_news::looked_after(cx.tx, &permit)?;
    cx.did("LookAfter", Subject::Pupil(id), Levels::of(&[Level::Family]), "");
    Ok(Reply::done(format!("/pupils/{id}/left-behind"), "child-left-looked"))
}

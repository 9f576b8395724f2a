//! `/supervision/meetings`: what is owed, what is planned and was held; the form that calls one with its drafted agenda; experience without names.

use std::collections::BTreeMap;

use askama::Template;

use crate::access::{Action, Level, Levels, Subject};
use crate::base::{Error, Id, PupilId, Result, RowId, SchoolDate, StaffId, words};
use crate::roster::people;
use crate::supervision::agenda::{self, Stalled};
use crate::supervision::experience::{self, Experience, TOPICS};
use crate::supervision::meetings::{self, Circle, Kind, Meeting, New};
use crate::web::{Choice, Cx, Page, Policy, Reply, Routes};

/// What the pages of meetings show at most.
pub(super) const SHOWN: Levels = Levels::of(&[Level::Basic, Level::Academic, Level::Family, Level::Economic, Level::Psychological]);
/// How far back the list goes.
const BACK_DAYS: i64 = 200;
/// How far ahead it goes.
const AHEAD_DAYS: i64 = 200;

pub(super) fn routes() -> Routes {
    let see = Policy::May(Action::SeeCaseFile);
    Routes::new()
        .get("/supervision/meetings", see, show)
        .get("/supervision/meetings/new", see, show_new)
        .post("/supervision/meetings", see, call, show_new)
        .get("/supervision/experience", see, show_experience)
        .post("/supervision/experience", see, share, show_experience)
}

/// An id that a form makes.
pub(super) fn form_id(cx: &Cx<'_, '_>) -> RowId {
    cx.tx.new_id()
}

/// All values of a field that were sent.
pub(super) fn all<T: std::str::FromStr>(cx: &Cx<'_, '_>, name: &str) -> Vec<T> {
    cx.req.fields.iter().filter(|(field, _)| field == name).filter_map(|(_, value)| value.parse().ok()).collect()
}

/// A day that was typed; none where there is none.
pub(super) fn day(cx: &Cx<'_, '_>, name: &str) -> Option<SchoolDate> {
    cx.field(name).parse().ok()
}

struct Due {
    link: String,
    what: String,
    when: String,
    chip: &'static str,
}

struct Row {
    id: RowId,
    kind: String,
    name: String,
    day: SchoolDate,
    by: String,
    state: String,
    chip: &'static str,
}

fn row(p: &Page, one: &Meeting, today: SchoolDate) -> Row {
    let chip = match one.state() {
        "held" => "good",
        "planned" if one.day <= today => "due",
        _ => "",
    };
    Row {
        id: one.id,
        kind: p.t(&format!("supervision-kind-{}", one.circle.kind.code())),
        name: one.circle.name.clone(),
        day: one.day,
        by: one.by.clone(),
        state: p.t(&format!("supervision-meeting-state-{}", one.state())),
        chip,
    }
}

#[derive(Template)]
#[template(path = "supervision/pages/meetings.html")]
struct List {
    p: Page,
    due: Vec<Due>,
    rows: Vec<Row>,
    calls: bool,
}

fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("supervision-meetings");
    let today = cx.tx.today();
    let due = meetings::due(cx.tx, cx.who)?
        .into_iter()
        .filter(|(_, owed)| owed.is_open())
        .map(|(circle, owed)| {
            let what = p.tv("supervision-due-what", "name", format!("{} · {}", circle.name, p.t(&format!("supervision-kind-{}", circle.kind.code()))));
            let chip = if owed.is_soon(today) { "due" } else { "" };
            Due { link: circle.form(), what, when: p.tv("supervision-due-by", "day", owed.until), chip }
        })
        .collect();
    let all = meetings::between(cx.tx, cx.who, (today.plus_days(-BACK_DAYS), today.plus_days(AHEAD_DAYS)))?;
    let rows = all.iter().map(|one| row(&p, one, today)).collect();
    let calls = !meetings::circles(cx.tx, cx.who)?.is_empty();
    cx.saw("SeeMeetings", Subject::School, Levels::of(&[Level::Basic]));
    cx.render(&List { due, rows, calls, p })
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Asked {
    kind: String,
    of: String,
}

/// A kind of meeting, what it is, and what it can be called of: the form and the name of each.
type Offer = (String, String, Vec<(String, String)>);

#[derive(Template)]
#[template(path = "supervision/pages/meeting_new.html")]
struct NewPage {
    p: Page,
    circles: Vec<Offer>,
    chosen: Option<Circle>,
    id: String,
    today: SchoolDate,
    people: Vec<Choice>,
    others: Vec<Choice>,
    children: Vec<(Stalled, bool)>,
}

/// What was asked for in the address, or was sent with the form.
fn asked(cx: &mut Cx<'_, '_>) -> Result<Option<Circle>> {
    let mut asked: Asked = cx.query()?;
    if !cx.field("kind").is_empty() {
        asked = Asked { kind: cx.field("kind").into(), of: cx.field("of").into() };
    }
    if asked.kind.is_empty() {
        return Ok(None);
    }
    let (kind, of): (Kind, RowId) = (asked.kind.parse().map_err(|()| Error::NotFound)?, asked.of.parse().map_err(|_| Error::NotFound)?);
    meetings::callable(cx.tx, cx.who, kind, of).map(Some)
}

fn by_kind(p: &Page, circles: &[Circle]) -> Vec<Offer> {
    let of = |kind: Kind| -> Vec<(String, String)> { circles.iter().filter(|one| one.kind == kind).map(|one| (one.form(), one.name.clone())).collect() };
    let line = |kind: Kind| (p.t(&format!("supervision-kind-{}", kind.code())), p.t(&format!("supervision-kind-{}-hint", kind.code())), of(kind));
    Kind::ALL.into_iter().map(line).collect()
}

fn show_new(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("supervision-meeting-new");
    let chosen = asked(cx)?;
    let today = cx.tx.today();
    let id = p.old_or("id", form_id(cx));
    let Some(circle) = chosen else {
        let circles = by_kind(&p, &meetings::circles(cx.tx, cx.who)?);
        return cx.render(&NewPage { circles, chosen: None, id, today, people: Vec::new(), others: Vec::new(), children: Vec::new(), p });
    };
    let usual = meetings::usual_people(cx.tx, cx.who, &circle)?;
    let ticked = |id: String, stored: bool| if p.typed.is_empty() { stored } else { p.ticked_with("people", id) };
    let mut others: Vec<Choice> = Vec::new();
    for one in people::staff_list(cx.tx)?.into_iter().filter(|one| one.is_here(today) && !usual.iter().any(|(staff, _)| *staff == one.id)) {
        others.push(Choice::new(one.id, &one.name, ticked(one.id.to_string(), false)));
    }
    let people = usual.into_iter().map(|(staff, name)| Choice::new(staff, name, ticked(staff.to_string(), true))).collect();
    let classes = meetings::classes_of(cx.tx, &circle)?;
    let stalled = agenda::stalled(cx.tx, cx.who, classes.as_deref(), p.lang)?;
    let children = stalled
        .into_iter()
        .map(|one| {
            if p.typed.is_empty() {
                (one, true)
            } else {
                let on = p.ticked_with("child", one.pupil);
                (one, on)
            }
        })
        .collect();
    cx.saw("SeeMeetings", Subject::School, SHOWN);
    cx.render(&NewPage { circles: Vec::new(), chosen: Some(circle), id, today, people, others, children, p })
}

/// `POST /supervision/meetings`
fn call(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let circle = asked(cx)?.ok_or(Error::NotFound)?;
    let id: RowId = cx.field("id").parse().map_err(|_| Error::NotFound)?;
    let lang = cx.lang();
    let (wanted, classes) = (all::<PupilId>(cx, "child"), meetings::classes_of(cx.tx, &circle)?);
    let why: BTreeMap<PupilId, String> = if wanted.is_empty() {
        BTreeMap::new()
    } else {
        agenda::stalled(cx.tx, cx.who, classes.as_deref(), lang)?.into_iter().map(|one| (one.pupil, one.why.join(&words::word(lang, "supervision-why-and")))).collect()
    };
    let children = wanted.into_iter().filter_map(|pupil| Some((pupil, why.get(&pupil)?.clone()))).collect();
    let new = New { id, day: day(cx, "day"), place: cx.field("place").into(), people: all::<StaffId>(cx, "people"), children, matter: cx.field("matter").into() };
    let made = meetings::call(cx.tx, cx.who, circle.kind, circle.scope, &new)?;
    cx.did("HoldMeeting", circle.subject(), SHOWN, format!("called {made}"));
    Ok(Reply::done(format!("/supervision/meetings/{made}"), "supervision-meeting-called"))
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Looked {
    topic: String,
    q: String,
}

#[derive(Template)]
#[template(path = "supervision/pages/experience.html")]
struct ExperiencePage {
    p: Page,
    id: String,
    q: String,
    topics: Vec<(String, String)>,
    looked: Vec<Choice>,
    rows: Vec<(Experience, String)>,
}

fn show_experience(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let looked: Looked = cx.query()?;
    let p = cx.page("supervision-experience");
    let topic = |code: &str| p.t(&format!("supervision-topic-{code}"));
    let rows = experience::search(cx.tx, &looked.topic, &looked.q)?
        .into_iter()
        .map(|one| {
            let topic = topic(&one.topic);
            (one, topic)
        })
        .collect();
    let mut choices = vec![Choice::new("", p.t("supervision-topic-all"), looked.topic.is_empty())];
    choices.extend(TOPICS.iter().map(|code| Choice::new(code, topic(code), looked.topic == *code)));
    let topics = TOPICS.iter().map(|code| ((*code).to_owned(), topic(code))).collect();
    cx.saw("SeeMeetings", Subject::School, Levels::of(&[Level::Basic]));
    cx.render(&ExperiencePage { id: p.old_or("id", form_id(cx)), q: looked.q, topics, looked: choices, rows, p })
}

/// `POST /supervision/experience`
fn share(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: RowId = cx.field("id").parse().map_err(|_| Error::NotFound)?;
    let meeting: Option<RowId> = cx.field("meeting").parse().ok();
    let (topic, text) = (cx.field("topic").to_owned(), cx.field("experience").to_owned());
    experience::share(cx.tx, cx.who, id, meeting, &topic, &text)?;
    cx.did("ShareExperience", Subject::School, Levels::of(&[Level::Basic]), id.to_string());
    Ok(Reply::done(meeting.map_or_else(|| "/supervision/experience".to_owned(), |id| format!("/supervision/meetings/{id}")), "supervision-experience-kept"))
}

impl NewPage {
    fn scope(&self) -> String {
        self.chosen.as_ref().map(|one| RowId::from_uuid(one.scope.uuid()).to_string()).unwrap_or_default()
    }
    fn kind(&self) -> &'static str {
        self.chosen.as_ref().map_or("", |one| one.kind.code())
    }
    fn name(&self) -> String {
        self.chosen.as_ref().map(|one| format!("{} · {}", one.name, self.p.t(&format!("supervision-kind-{}", one.kind.code())))).unwrap_or_default()
    }
}

//! `/supervision/meetings/{meeting}`: its matters, decisions, minutes and paper; `/supervision/decisions/{decision}`: what somebody does of it.

use askama::Template;

use super::meetings::{SHOWN, all, day, form_id};
use crate::access::{Action, Level, Levels, Subject};
use crate::base::{Error, PupilId, Result, RowId, SchoolDate, StaffId};
use crate::casefile;
use crate::plan::export::formats;
use crate::supervision::decisions::{self, Decided, Item, New, WHAT};
use crate::supervision::experience::TOPICS;
use crate::supervision::export::meetings::{self as paper, decided_line};
use crate::supervision::meetings::{self, Meeting};
use crate::web::{Choice, Cx, Page, Policy, Reply, Routes};

/// Days after which a task of a meeting is usually due.
const USUAL_DAYS: i64 = 14;

pub(super) fn routes() -> Routes {
    let see = Policy::May(Action::SeeCaseFile);
    Routes::new()
        .get("/supervision/meetings/{meeting}", see, show)
        .get("/supervision/meetings/{meeting}/matters/new", see, show_add)
        .post("/supervision/meetings/{meeting}/matters", see, add, show_add)
        .get("/supervision/meetings/{meeting}/matters/{matter}", see, show_matter)
        .post("/supervision/meetings/{meeting}/matters/{matter}", see, decide, show_matter)
        .get("/supervision/meetings/{meeting}/minutes", see, show_minutes)
        .post("/supervision/meetings/{meeting}/minutes", see, hold, show_minutes)
        .post("/supervision/meetings/{meeting}/withdrawal", see, withdraw, show_minutes)
        .get("/supervision/meetings/{meeting}/paper/{file}", see, print)
        .get("/supervision/decisions/{decision}", see, show_decision)
        .post("/supervision/decisions/{decision}/outcome", see, done, show_decision)
}

fn meeting(cx: &mut Cx<'_, '_>) -> Result<Meeting> {
    let id: RowId = cx.path("meeting")?;
    meetings::one(cx.tx, cx.who, id)
}

fn title(p: &Page, one: &Meeting) -> String {
    format!("{} · {}", one.circle.name, p.t(&format!("supervision-kind-{}", one.circle.kind.code())))
}

struct Matter {
    id: RowId,
    pupil: Option<PupilId>,
    name: String,
    text: String,
    decided: Vec<String>,
    open: Vec<(RowId, String)>,
}

fn matter(p: &Page, item: Item) -> Matter {
    let line = |one: &Decided| decided_line(p.lang, one);
    let (open, decided): (Vec<&Decided>, Vec<&Decided>) = item.decided.iter().partition(|one| one.due.is_some() && one.outcome.is_none());
    Matter {
        decided: decided.into_iter().map(line).collect(),
        open: open.into_iter().map(|one| (one.id, line(one))).collect(),
        id: item.id,
        pupil: item.pupil,
        name: item.name,
        text: item.text,
    }
}

#[derive(Template)]
#[template(path = "supervision/pages/meeting.html")]
struct MeetingPage {
    p: Page,
    id: RowId,
    facts: Vec<(String, String)>,
    matters: Vec<Matter>,
    closed: usize,
    state: String,
    end: String,
    open: bool,
    dropped: bool,
    held: bool,
    keeps: bool,
    share: String,
    topics: Vec<(String, String)>,
    formats: Vec<&'static str>,
}

fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let one = meeting(cx)?;
    let mut p = cx.page("supervision-meeting");
    p.title = title(&p, &one);
    let facts = paper::facts(cx.tx, &one, p.lang)?;
    let (items, closed) = decisions::items(cx.tx, cx.who, &one)?;
    cx.saw("SeeMeetings", one.circle.subject(), SHOWN);
    let page = MeetingPage {
        id: one.id,
        facts,
        matters: items.into_iter().map(|item| matter(&p, item)).collect(),
        closed,
        state: p.t(&format!("supervision-meeting-state-{}", one.state())),
        end: one.end.as_ref().map(|end| end.2.clone()).unwrap_or_default(),
        open: one.is_open(),
        dropped: one.state() == "dropped",
        held: one.state() == "held",
        keeps: meetings::keeps(cx.tx, cx.who, &one)?,
        share: form_id(cx).to_string(),
        topics: TOPICS.iter().map(|code| ((*code).to_owned(), p.t(&format!("supervision-topic-{code}")))).collect(),
        formats: formats(),
        p,
    };
    cx.render(&page)
}

#[derive(Template)]
#[template(path = "supervision/pages/matter_new.html")]
struct AddPage {
    p: Page,
    meeting: RowId,
    of: String,
    id: String,
    children: Vec<(String, String)>,
}

fn show_add(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let one = meeting(cx)?;
    let p = cx.page("supervision-matter-new");
    let mut children = vec![(String::new(), p.t("supervision-no-child"))];
    let classes = meetings::classes_of(cx.tx, &one.circle)?;
    let lines = casefile::lines(cx.tx, cx.who, None)?.into_iter().filter(|line| classes.as_ref().is_none_or(|classes| classes.contains(&line.class)));
    children.extend(lines.map(|line| (line.pupil.to_string(), format!("{}　{}", line.class_name, line.name))));
    cx.saw("SeeMeetings", one.circle.subject(), SHOWN);
    cx.render(&AddPage { meeting: one.id, of: title(&p, &one), id: p.old_or("id", form_id(cx)), children, p })
}

/// `POST /supervision/meetings/{meeting}/matters`
fn add(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let one = meeting(cx)?;
    let id: RowId = cx.field("id").parse().map_err(|_| Error::NotFound)?;
    let pupil = match cx.field("child") {
        "" => None,
        text => Some(text.parse::<PupilId>().map_err(|_| Error::NotFound)?),
    };
    let text = cx.field("text").to_owned();
    decisions::add(cx.tx, cx.who, &one, id, pupil, &text)?;
    cx.did("HoldMeeting", one.circle.subject(), SHOWN, format!("matter of {}", one.id));
    Ok(Reply::done(format!("/supervision/meetings/{}", one.id), "supervision-noted"))
}

#[derive(Template)]
#[template(path = "supervision/pages/matter.html")]
struct MatterPage {
    p: Page,
    meeting: RowId,
    of: String,
    id: RowId,
    decision: String,
    name: String,
    text: String,
    lines: Vec<String>,
    whats: Vec<Choice>,
    people: Vec<(String, String)>,
    due: SchoolDate,
    keeps: bool,
}

fn show_matter(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (one, matter): (Meeting, RowId) = (meeting(cx)?, cx.path("matter")?);
    let p = cx.page("supervision-matter");
    let (items, _) = decisions::items(cx.tx, cx.who, &one)?;
    let item = items.into_iter().find(|item| item.id == matter).ok_or(Error::NotFound)?;
    let chosen = p.old_or("what", "noted");
    let fits = |code: &&&str| item.pupil.is_some() || ["noted", "task"].contains(*code);
    let whats = WHAT.iter().filter(fits).map(|code| Choice::new(code, p.t(&format!("supervision-what-{code}")), chosen == *code)).collect();
    let mut people = vec![(String::new(), p.t("supervision-nobody"))];
    people.extend(meetings::people_of(cx.tx, &one)?.into_iter().map(|(staff, name, _)| (staff.to_string(), name)));
    cx.saw("SeeMeetings", item.pupil.map_or(one.circle.subject(), Subject::Pupil), SHOWN);
    let page = MatterPage {
        meeting: one.id,
        of: title(&p, &one),
        id: item.id,
        decision: p.old_or("id", form_id(cx)),
        lines: item.decided.iter().map(|decided| decided_line(p.lang, decided)).collect(),
        name: item.name,
        text: item.text,
        whats,
        people,
        due: cx.tx.today().plus_days(USUAL_DAYS),
        keeps: meetings::keeps(cx.tx, cx.who, &one)?,
        p,
    };
    cx.render(&page)
}

/// `POST /supervision/meetings/{meeting}/matters/{matter}`
fn decide(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (one, matter): (Meeting, RowId) = (meeting(cx)?, cx.path("matter")?);
    let id: RowId = cx.field("id").parse().map_err(|_| Error::NotFound)?;
    let new = New { id, what: cx.field("what").into(), staff: cx.field("staff").parse().ok(), due: day(cx, "due"), text: cx.field("text").into() };
    decisions::decide(cx.tx, cx.who, &one, matter, &new)?;
    cx.did("HoldMeeting", one.circle.subject(), SHOWN, format!("decision {id}"));
    Ok(Reply::done(format!("/supervision/meetings/{}#m-{matter}", one.id), "supervision-noted"))
}

#[derive(Template)]
#[template(path = "supervision/pages/minutes.html")]
struct MinutesPage {
    p: Page,
    meeting: RowId,
    of: String,
    people: Vec<Choice>,
    open: bool,
    keeps: bool,
}

fn show_minutes(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let one = meeting(cx)?;
    let p = cx.page("supervision-minutes");
    let ticked = |staff: StaffId| p.typed.is_empty() || p.ticked_with("came", staff);
    let people = meetings::people_of(cx.tx, &one)?.into_iter().map(|(staff, name, _)| Choice::new(staff, name, ticked(staff))).collect();
    let keeps = meetings::keeps(cx.tx, cx.who, &one)?;
    cx.render(&MinutesPage { meeting: one.id, of: title(&p, &one), people, open: one.is_open(), keeps, p })
}

/// `POST /supervision/meetings/{meeting}/minutes`
fn hold(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let one = meeting(cx)?;
    let (came, text) = (all::<StaffId>(cx, "came"), cx.field("minutes").to_owned());
    decisions::hold(cx.tx, cx.who, &one, &came, &text)?;
    cx.did("HoldMeeting", one.circle.subject(), Levels::of(&[Level::Basic]), format!("held {}", one.id));
    Ok(Reply::done(format!("/supervision/meetings/{}", one.id), "supervision-meeting-kept"))
}

/// `POST /supervision/meetings/{meeting}/withdrawal`
fn withdraw(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let one = meeting(cx)?;
    let reason = cx.field("reason").to_owned();
    decisions::drop_it(cx.tx, cx.who, &one, &reason)?;
    cx.did("HoldMeeting", one.circle.subject(), Levels::of(&[Level::Basic]), format!("dropped {}", one.id));
    Ok(Reply::done("/supervision/meetings", "supervision-meeting-dropped"))
}

/// `GET /supervision/meetings/{meeting}/paper/{file}`
fn print(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (one, format): (Meeting, String) = (meeting(cx)?, cx.path("file")?);
    let lang = cx.lang();
    let (name, media_type, bytes) = paper::minutes(cx.tx, cx.who, one.id, &format, lang)?;
    cx.did("PrintMeeting", one.circle.subject(), SHOWN, format);
    Ok(Reply::file(name, media_type, bytes))
}

#[derive(Template)]
#[template(path = "supervision/pages/decision.html")]
struct DecisionPage {
    p: Page,
    id: RowId,
    meeting: RowId,
    of: String,
    line: String,
    form: String,
    mine: bool,
    open: bool,
}

fn show_decision(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: RowId = cx.path("decision")?;
    let (one, of) = decisions::decision(cx.tx, cx.who, id)?;
    let p = cx.page("supervision-decision");
    cx.saw("SeeMeetings", one.pupil.map_or(of.circle.subject(), Subject::Pupil), SHOWN);
    let page = DecisionPage {
        id,
        meeting: of.id,
        of: title(&p, &of),
        line: decided_line(p.lang, &one),
        form: one.form().unwrap_or_default(),
        mine: one.staff == Some(cx.who.staff()),
        open: one.due.is_some() && one.outcome.is_none(),
        p,
    };
    cx.render(&page)
}

/// `POST /supervision/decisions/{decision}/outcome`
fn done(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: RowId = cx.path("decision")?;
    let (one, of) = decisions::decision(cx.tx, cx.who, id)?;
    let text = cx.field("text").to_owned();
    decisions::done(cx.tx, cx.who, id, &text)?;
    cx.did("HoldMeeting", one.pupil.map_or(of.circle.subject(), Subject::Pupil), SHOWN, format!("outcome {id}"));
    Ok(Reply::done(format!("/supervision/meetings/{}", of.id), "supervision-noted"))
}

//! `/`: the first page of every role.

use askama::Template;

use super::{Today, today};
use crate::access::{Action, Level, Levels, Subject};
use crate::base::{Msg, Result, SchoolDate};
use crate::roster::time;
use crate::trail::Task;
use crate::web::{Cx, Page, Policy, Reply, Routes};

/// Days before the due day from which a task is shown as due.
const SOON_DAYS: i64 = 3;

/// Routes of the room.
pub fn routes() -> Routes {
    Routes::new().get("/", Policy::SignedIn, show)
}

#[derive(Template)]
#[template(path = "today/pages/today.html")]
struct Shown {
    p: Page,
    lead: String,
    tasks: Vec<TaskRow>,
    waiting: Vec<Line>,
    missing: Vec<Line>,
    facts: Vec<Line>,
    good: Vec<Line>,
    second_factor: bool,
    next: &'static str,
    next_label: &'static str,
}

struct TaskRow {
    what: String,
    link: String,
    due: String,
    state: &'static str,
}

struct Line {
    text: String,
    link: String,
}

fn task_row(p: &Page, task: &Task, day: SchoolDate) -> TaskRow {
    let mut what = Msg::new(format!("task-{}", task.kind));
    for (name, value) in &task.args {
        what = match name.as_str() {
            "class" => what.with("class", value),
            "name" => what.with("name", value),
            "count" => what.with("count", value),
            "term" => what.with("term", value),
            _ => what,
        };
    }
    let left = task.due.days() - day.days();
    let (state, due) = match left {
        n if n < 0 => ("overdue", Msg::new("today-late").with("count", -n)),
        0 => ("due", Msg::new("today-due-today")),
        n => (if n <= SOON_DAYS { "due" } else { "" }, Msg::new("today-due").with("month", task.due.month()).with("day", task.due.day())),
    };
    TaskRow { what: p.m(&what), link: task.link.clone(), due: p.m(&due), state }
}

fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let Today { day, term, tasks, waiting, missing, facts } = today(cx.tx, cx.who)?;
    let p = cx.page("today-title");
    if !facts.is_empty() {
        // The principal reads the names of children nobody has talked to.
        cx.saw("SeeToday", Subject::School, Levels::of(&[Level::Basic]));
    }
    let week = match &term {
        Some(term) => time::term_days(cx.tx, term)?.week_of(day),
        None => None,
    };
    let date = Msg::new("today-date").with("month", day.month()).with("day", day.day()).with("weekday", day.weekday());
    let date = match week {
        Some(week) => Msg::new("today-date-week").with("date", p.m(&date)).with("week", week),
        None => date,
    };
    let line = |what: &Msg, link: &str| Line { text: p.m(what), link: link.to_owned() };
    let (next, next_label) = if cx.who.may_somewhere(Action::EnterAttendance) {
        ("/attendance", "today-next-attendance")
    } else if cx.who.may_somewhere(Action::SeeCandidates) {
        ("/screening", "today-next-screening")
    } else {
        ("/settings", "today-next-settings")
    };
    let shown = Shown {
        lead: p.m(&date),
        tasks: tasks.iter().map(|task| task_row(&p, task, day)).collect(),
        waiting: waiting.iter().map(|m| line(&m.what, &m.link)).collect(),
        missing: missing.iter().map(|m| line(&m.what, &m.link)).collect(),
        facts: facts.iter().filter(|f| !f.good).map(|f| line(&f.what, &f.link)).collect(),
        good: facts.iter().filter(|f| f.good).map(|f| line(&f.what, &f.link)).collect(),
        second_factor: cx.session().is_some_and(|session| !session.has_second_factor),
        next,
        next_label,
        p,
    };
    cx.render(&shown)
}

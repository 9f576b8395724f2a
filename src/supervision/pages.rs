//! Pages of the room: what is promised and kept, the week map, the evidence of a child, checks with interviews, findings, hand-in, the joint evaluation; meetings, difficult cases, summaries, reminders.

mod check;
mod checks;
mod child;
mod finding;
mod hard;
mod home;
mod joint;
mod map;
mod meeting;
mod meetings;
mod paper;
mod reminders;
mod summaries;

use crate::access::{Action, Level, Levels};
use crate::base::{Error, Lang, Result, SchoolDate, words};
use crate::roster::time::{self, Term};
use crate::web::{Choice, Cx, Page, Policy, Routes};

/// What the pages of the room show at most.
const SHOWN: Levels = Levels::of(&[Level::Basic, Level::Academic, Level::Family]);

/// Routes of the room.
pub fn routes() -> Routes {
    let (see, write, part, check) = (Policy::May(Action::SeeCaseFile), Policy::May(Action::RecordActivity), Policy::May(Action::SeeSupervision), Policy::May(Action::Supervise));
    Routes::new()
        .get("/supervision", see, home::show)
        .post("/supervision/months/{month}", see, home::hand_in, home::show)
        .post("/supervision/months/{month}/day", check, home::move_due, home::show)
        .get("/supervision/classes/{id}", part, map::of_class)
        .get("/supervision/classes/{id}/evidence", part, child::of_class)
        .get("/supervision/checks", check, checks::list)
        .post("/supervision/checks", check, checks::open, checks::list)
        .get("/supervision/checks/{check}", check, check::show)
        .get("/supervision/checks/{check}/paper/{format}", check, paper::of_check)
        .post("/supervision/checks/{check}/end", check, check::end, check::show)
        .get("/supervision/checks/{check}/pupils/{id}", check, check::meet)
        .post("/supervision/checks/{check}/pupils/{id}", check, check::say, check::meet)
        .post("/supervision/checks/{check}/pupils/{id}/next", check, check::pass, check::show)
        .get("/supervision/findings/{finding}", see, finding::show)
        .post("/supervision/findings/{finding}", see, finding::mend, finding::show)
        .post("/supervision/findings/{finding}/judgement", check, finding::judge, finding::show)
        .get("/supervision/joint", see, joint::own)
        .post("/supervision/joint", see, joint::reply, joint::own)
        .post("/supervision/joint/opening", check, joint::open, joint::own)
        .get("/supervision/joint/{staff}", check, joint::of_helper)
        .get("/supervision/joint/{staff}/paper/{format}", see, paper::of_joint)
        .get("/pupils/{id}/evidence", see, child::show)
        .get("/pupils/{id}/promises/{act}/{from}", write, child::show_later)
        .post("/pupils/{id}/promises/{act}/{from}", write, child::later, child::show_later)
        .and(meetings::routes())
        .and(meeting::routes())
        .and(hard::routes())
        .and(summaries::routes())
        .and(reminders::routes())
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct OfTerm {
    term: String,
}

/// The term that is asked for, else the present one.
fn term(cx: &mut Cx<'_, '_>, p: &Page) -> Result<Term> {
    let typed = p.old("term");
    let asked = if typed.is_empty() { cx.query::<OfTerm>()?.term } else { typed };
    let today = cx.tx.today();
    if asked.is_empty() {
        return time::current_term(cx.tx)?.ok_or(Error::NotFound);
    }
    time::terms(cx.tx)?.into_iter().find(|term| term.code.to_string() == asked && term.first_day <= today).ok_or(Error::NotFound)
}

/// The terms that have begun, the newest first.
fn terms(cx: &mut Cx<'_, '_>, chosen: &Term) -> Result<Vec<Choice>> {
    let today = cx.tx.today();
    let mut all: Vec<Term> = time::terms(cx.tx)?.into_iter().filter(|term| term.first_day <= today).collect();
    all.sort_by_key(|term| std::cmp::Reverse(term.first_day));
    Ok(all.into_iter().map(|term| Choice::new(term.code, term.code, term.id == chosen.id)).collect())
}

/// Choices of words that hang on codes.
fn choices(p: &Page, prefix: &str, codes: &[&str], chosen: &str) -> Vec<Choice> {
    codes.iter().map(|code| Choice::new(code, words::word(p.lang, &format!("{prefix}{code}")), *code == chosen)).collect()
}

/// A day as it was typed; nothing where it is none.
fn day(typed: &str) -> Option<SchoolDate> {
    typed.trim().parse().ok()
}

/// A month in words: 2026年9月.
fn month(lang: Lang, first: SchoolDate) -> String {
    crate::base::Msg::new("supervision-month").with("year", i64::from(first.year())).with("month", i64::from(first.month())).text(lang)
}

//! The first-run wizard: five things, once, with the code that the server printed.

use std::sync::{MutexGuard, PoisonError};

use askama::Template;
use subtle::ConstantTimeEq;

use super::{day_field, optional_day_field};
use crate::access::{Duty, Passwords, set_lang};
use crate::base::error::Problems;
use crate::base::{Error, Msg, Result, SchoolDate, TermCode};
use crate::roster::found::{Founder, NewSchool, found_school, new_school_id};
use crate::roster::school::{Locality, Part, proposed_code};
use crate::roster::terms::{proposed_last_day, usual_days};
use crate::web::{App, Cx, Page, Policy, Reply, Routes, Work, sign_in_first};

pub(super) fn routes() -> Routes {
    Routes::new().get("/welcome", Policy::Public, show).post_work("/welcome", Policy::Public, found, show).get("/welcome/next", Policy::Public, show_next)
}

#[derive(Template)]
#[template(path = "roster/pages/welcome.html")]
struct WelcomePage {
    p: Page,
    code: String,
    first_day: String,
    localities: Vec<(&'static str, String, String)>,
    parts: Vec<Part>,
}

fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    #[derive(serde::Deserialize, Default)]
    struct Query {
        #[serde(default)]
        code: String,
    }
    if !cx.app.is_empty() {
        return Ok(Reply::go("/"));
    }
    let p = cx.page("roster-welcome-title");
    let localities = Locality::ALL.iter().map(|place| (place.code(), p.t(place.key()), String::new())).collect();
    let first_day = usual_days(TermCode::of(cx.tx.today())).0.to_string();
    let page = WelcomePage { p, code: cx.query::<Query>().unwrap_or_default().code, first_day, localities, parts: Part::ALL.to_vec() };
    cx.render(&page)
}

fn found(work: &Work<'_>) -> Result<Reply> {
    let app = work.app;
    if !app.is_empty() {
        return Err(Error::Conflict(Msg::new("roster-welcome-done")));
    }
    let mut new = read(work)?;
    let code = take_code(app, work.field("setup_code"))?;
    let outcome = app.turnstile.pass(|| app.passwords.hash(work.req.field("password").unwrap_or_default())).and_then(|hash| hash).and_then(|hash| {
        new.founder.password_hash = hash;
        app.store.write(new_school_id(&app.store), |tx| found_school(tx, &new))
    });
    if outcome.is_err() {
        *setup_code(app) = Some(code);
    }
    let founded = outcome?;
    // Who founded the school in a language goes on in it.
    app.store.write(founded.school, |tx| set_lang(tx, founded.account, work.req.lang))?;
    app.reload_schools()?;
    sign_in_first(app, founded.school, founded.account, "/welcome/next")
}

fn setup_code(app: &App) -> MutexGuard<'_, Option<String>> {
    app.setup_code.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes the setup code out while the school is founded, so that two people cannot found two schools with it.
fn take_code(app: &App, typed: &str) -> Result<String> {
    let typed = typed.to_ascii_uppercase();
    let mut code = setup_code(app);
    let fits = code.as_ref().is_some_and(|code| bool::from(code.as_bytes().ct_eq(typed.as_bytes())));
    code.take_if(|_| fits).ok_or_else(|| Error::at("setup_code", "roster-setup-code-wrong"))
}

/// What was typed, with everything that needs mending at once.
fn read(work: &Work<'_>) -> Result<NewSchool> {
    let mut problems = Problems::default();
    let first_day = day_field(&mut problems, "first_day", work.field("first_day"));
    let last_day = optional_day_field(&mut problems, "last_day", work.field("last_day"));
    let name = work.field("school").to_owned();
    let code = work.field("code").to_lowercase();
    let login_name = work.field("login").to_owned();
    let password = work.req.field("password").unwrap_or_default();
    let mut add = |outcome: Result<()>| match outcome {
        Err(Error::Invalid(found)) => {
            found.into_iter().for_each(|problem| problems.note(problem.field, problem.message));
            Ok(())
        }
        other => other,
    };
    add(Passwords::check_choice("password", password, &login_name))?;
    let founder =
        Founder { name: work.field("person").to_owned(), login_name, password_hash: String::new(), chose_password: true, duties: vec![Duty::Administrator, Duty::AcademicOffice] };
    let begin = first_day.unwrap_or(usual_days(TermCode::of(work.app.store.clock().today())).0);
    let new = NewSchool {
        code: if code.is_empty() { proposed_code(&name) } else { code },
        name,
        region: work.field("region").to_owned(),
        locality: work.field("locality").parse().ok(),
        parts: Part::ALL.into_iter().filter(|part| !work.field(part.field()).is_empty()).collect(),
        first_day: begin,
        last_day: last_day.unwrap_or_else(|| proposed(begin)),
        founder,
    };
    add(new.check())?;
    if password != work.req.field("again").unwrap_or_default() {
        problems.note("again", "web-password-again-differs");
    }
    problems.end()?;
    Ok(new)
}

fn proposed(first_day: SchoolDate) -> SchoolDate {
    proposed_last_day(first_day)
}

#[derive(Template)]
#[template(path = "roster/pages/welcome_next.html")]
struct NextPage {
    p: Page,
    /// The account still needs its second factor.
    locked: bool,
}

/// Reached also before the second factor, which an administrator must have: the page leads there. It shows nothing of the school.
fn show_next(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let Some(session) = cx.session() else { return Ok(Reply::go("/sign-in?next=/welcome/next")) };
    let needed = cx.who.ties.iter().any(|tie| tie.duty.needs_second_factor());
    let locked = needed && !session.has_second_factor;
    let page = NextPage { p: cx.page("roster-next-title"), locked };
    cx.render(&page)
}

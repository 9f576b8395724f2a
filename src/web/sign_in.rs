//! Signing in and out, one's own password and second factor, language and theme, and long work.

use askama::Template;

use super::cx::{Cx, Work};
use super::jobs::JobState;
use super::page::Page;
use super::run::{LANG, SESSION, THEME, cookie_line};
use super::{App, Policy, Reply, Routes};
use crate::access::{self, Passwords, SignInOutcome};
use crate::base::{Error, Id, Msg, Result, RowId};

/// The shell's own routes.
pub fn routes() -> Routes {
    use Policy::{Public, SignedIn};
    Routes::new()
        .get("/sign-in", Public, show_sign_in)
        .post_work("/sign-in", Public, sign_in, show_sign_in)
        .get("/sign-in/code", SignedIn, show_code)
        .post("/sign-in/code", SignedIn, give_code, show_code)
        .post_work("/sign-out", SignedIn, sign_out, show_sign_in)
        .get("/account/password", SignedIn, show_password)
        .post_work("/account/password", SignedIn, change_password, show_password)
        .get("/account/second-factor", SignedIn, show_second_factor)
        .post("/account/second-factor", SignedIn, propose_second_factor, show_second_factor)
        .post("/account/second-factor/confirmation", SignedIn, confirm_second_factor, show_second_factor)
        .post_work("/preferences", Public, set_preferences, show_sign_in)
        .get("/jobs/{id}", SignedIn, show_job)
        .post("/jobs/{id}/cancellation", SignedIn, cancel_job, show_job)
}

#[derive(Template)]
#[template(path = "web/pages/sign_in.html")]
struct SignInPage {
    p: Page,
    schools: bool,
    next: String,
}

fn show_sign_in(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    #[derive(serde::Deserialize, Default)]
    struct Query {
        #[serde(default)]
        next: String,
    }
    if cx.session().is_some_and(|s| s.second_factor || !s.has_second_factor) && !cx.refused() {
        return Ok(Reply::go("/"));
    }
    let next = if cx.refused() { cx.field("next").to_owned() } else { cx.query::<Query>().unwrap_or_default().next };
    let page = SignInPage { p: cx.page("web-sign-in-title"), schools: cx.app.only_school().is_none(), next };
    cx.render(&page)
}

/// Where to go after signing in: only to a path of our own.
fn local(next: &str) -> &str {
    if next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n']) { next } else { "/" }
}

fn sign_in(work: &Work<'_>) -> Result<Reply> {
    let wrong = || Error::at("login", "web-sign-in-wrong");
    let typed = work.field("login");
    let (school, login) = match typed.split_once('/') {
        Some((code, login)) => (work.app.school_by_code(code.trim()), login.trim()),
        None => (work.app.only_school(), typed),
    };
    let school = school.ok_or_else(wrong)?.id;
    let password = work.req.field("password").unwrap_or_default();
    if login.is_empty() || password.is_empty() || password.len() > 1024 {
        return Err(wrong());
    }
    let store = &work.app.store;
    let hash = store.read(school, |tx| access::stored_hash(tx, login))?;
    let fits = work.app.turnstile.pass(|| work.app.passwords.fits(password, hash.as_deref()))?;
    match store.write(school, |tx| access::sign_in(tx, login, &work.req.address, fits))? {
        SignInOutcome::In(session) => {
            let cookie = cookie_line(work.app, SESSION, &format!("{school}.{}", session.token), 7 * 86_400);
            Ok(Reply::Cookie { set: vec![cookie], to: local(work.field("next")).to_owned() })
        }
        SignInOutcome::Wrong => Err(wrong()),
        SignInOutcome::Wait(until) => {
            let (hour, minute) = until.hour_minute();
            Err(Error::at("login", Msg::new("web-sign-in-wait").with("when", format!("{hour:02}:{minute:02}"))))
        }
    }
}

fn sign_out(work: &Work<'_>) -> Result<Reply> {
    if let Some(session) = work.session() {
        work.app.store.write(work.who.school, |tx| access::end_session(tx, session.id))?;
    }
    Ok(Reply::Cookie { set: vec![cookie_line(work.app, SESSION, "", 0)], to: "/sign-in".into() })
}

fn session_of(session: Option<&access::Session>) -> Result<&access::Session> {
    session.ok_or(Error::Denied(Msg::new("web-signed-out")))
}

#[derive(Template)]
#[template(path = "web/pages/code.html")]
struct CodePage {
    p: Page,
}

fn show_code(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    if session_of(cx.session())?.second_factor {
        return Ok(Reply::go("/"));
    }
    let page = CodePage { p: cx.page("web-code-title") };
    cx.render(&page)
}

fn give_code(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let session = session_of(cx.session())?.clone();
    let code = cx.field("code").to_owned();
    access::check_second_factor(cx.tx, session.account, &code)?;
    access::pass_second_factor(cx.tx, session.id)?;
    Ok(Reply::go("/"))
}

#[derive(Template)]
#[template(path = "web/pages/password.html")]
struct PasswordPage {
    p: Page,
    must_change: bool,
}

fn show_password(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let must_change = session_of(cx.session())?.must_change;
    let page = PasswordPage { p: cx.page("web-password-title"), must_change };
    cx.render(&page)
}

fn change_password(work: &Work<'_>) -> Result<Reply> {
    let session = session_of(work.session())?;
    let (old, new, again) = (work.req.field("old").unwrap_or_default(), work.req.field("new").unwrap_or_default(), work.req.field("again").unwrap_or_default());
    let (login, hash) = work.read(|cx| access::login_of(cx.tx, session.account))?;
    if !work.app.turnstile.pass(|| work.app.passwords.fits(old, Some(&hash)))? {
        return Err(Error::at("old", "web-password-old-wrong"));
    }
    Passwords::check_choice("new", new, &login)?;
    if new != again {
        return Err(Error::at("again", "web-password-again-differs"));
    }
    if new == old {
        return Err(Error::at("new", "web-password-same"));
    }
    let hash = work.app.turnstile.pass(|| work.app.passwords.hash(new))??;
    work.write(|cx| access::set_password(cx.tx, work.who, session.account, &hash, Some(session.id)))?;
    Ok(Reply::done("/", "web-password-done"))
}

#[derive(Template)]
#[template(path = "web/pages/second_factor.html")]
struct SecondFactorPage {
    p: Page,
    /// Already in force.
    confirmed: bool,
    /// Required by a duty.
    required: bool,
    /// The proposed secret and its QR code as SVG.
    proposal: Option<(String, String)>,
}

fn show_second_factor(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let session = session_of(cx.session())?.clone();
    let required = cx.who.ties.iter().any(|tie| tie.duty.needs_second_factor());
    let (login, _) = access::login_of(cx.tx, session.account)?;
    let school = cx.app.school(cx.who.school).map(|s| s.name).unwrap_or_default();
    let proposal = if session.has_second_factor { None } else { access::proposed_second_factor(cx.tx, session.account, &login, &school)? };
    let proposal = match proposal {
        Some((secret, url)) => Some((grouped(secret.open()), qr(&url)?)),
        None => None,
    };
    let page = SecondFactorPage { p: cx.page("web-second-factor-title"), confirmed: session.has_second_factor, required, proposal };
    cx.render(&page)
}

fn grouped(secret: &str) -> String {
    secret.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
}

fn qr(text: &str) -> Result<String> {
    let code = qrcode::QrCode::new(text).map_err(|e| Error::fault("QR code", e))?;
    let svg = code.render::<qrcode::render::svg::Color<'_>>().min_dimensions(200, 200).quiet_zone(true).build();
    Ok(svg.trim_start_matches("<?xml version=\"1.0\" standalone=\"yes\"?>").to_owned())
}

fn propose_second_factor(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let session = session_of(cx.session())?.clone();
    if session.has_second_factor {
        return Err(Error::Conflict(Msg::new("web-second-factor-there")));
    }
    access::propose_second_factor(cx.tx, session.account)?;
    Ok(Reply::go("/account/second-factor"))
}

fn confirm_second_factor(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let session = session_of(cx.session())?.clone();
    let code = cx.field("code").to_owned();
    access::confirm_second_factor(cx.tx, session.account, &code)?;
    access::pass_second_factor(cx.tx, session.id)?;
    Ok(Reply::done("/", "web-second-factor-done"))
}

fn set_preferences(work: &Work<'_>) -> Result<Reply> {
    let mut set = Vec::new();
    if let Ok(lang) = work.field("lang").parse::<crate::base::Lang>() {
        set.push(cookie_line(work.app, LANG, lang.tag(), 365 * 86_400));
        if let Some(session) = work.session() {
            work.app.store.write(work.who.school, |tx| access::set_lang(tx, session.account, lang))?;
        }
    }
    let theme = work.field("theme");
    if ["auto", "light", "dark"].contains(&theme) {
        set.push(cookie_line(work.app, THEME, theme, 365 * 86_400));
    }
    Ok(Reply::Cookie { set, to: local(work.field("back")).to_owned() })
}

#[derive(Template)]
#[template(path = "web/pages/job.html")]
struct JobPage {
    p: Page,
    done: u64,
    total: u64,
    failed: Vec<String>,
    finished: String,
    cancel: String,
}

#[derive(Template)]
#[template(path = "web/pages/_job_news.html")]
struct JobPart {
    p: Page,
    done: u64,
    total: u64,
    failed: Vec<String>,
    finished: String,
    cancel: String,
}

fn show_job(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: RowId = cx.path("id")?;
    let cancel = format!("/jobs/{id}/cancellation");
    let (title, done, total, failed, finished) = match cx.app.jobs.state(id, cx.who.school, cx.who.staff())? {
        JobState::Working(done, total) => ("web-job-title", done, total, Vec::new(), String::new()),
        JobState::Failed(messages) => ("web-job-failed", 0, 0, messages.iter().map(|m| m.text(cx.who.lang)).collect(), String::new()),
        JobState::Done(page) if !cx.req.partial => return Ok(Reply::go(page)),
        JobState::Done(page) => ("web-job-done", 1, 1, Vec::new(), page),
    };
    let p = cx.page(title);
    if cx.req.partial { cx.render(&JobPart { p, done, total, failed, finished, cancel }) } else { cx.render(&JobPage { p, done, total, failed, finished, cancel }) }
}

fn cancel_job(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: RowId = cx.path("id")?;
    cx.app.jobs.cancel(id, cx.who.school, cx.who.staff())?;
    Ok(Reply::go(format!("/jobs/{id}")))
}

/// Signs a person in without a password: for the first administrator at the end of the wizard.
///
/// # Errors
/// Faults of the database.
pub fn sign_in_first(app: &App, school: crate::base::SchoolId, account: crate::base::AccountId, to: &str) -> Result<Reply> {
    let session = app.store.write(school, |tx| access::open_session(tx, account, false))?;
    Ok(Reply::Cookie { set: vec![cookie_line(app, SESSION, &format!("{}.{}", school.uuid().simple(), session.token), 7 * 86_400)], to: to.into() })
}

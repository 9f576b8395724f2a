//! From an HTTP request to an answer: parse and bound, find out who asks, hold the policy, run the handler, remember.

use askama::Template;
use axum::body::Body;
use axum::extract::{FromRequest, Multipart, RawPathParams};
use axum::http::{HeaderMap, HeaderValue, Request as HttpRequest, Response as HttpResponse, StatusCode, header};
use sha2::{Digest, Sha256};

use super::cx::{self, Cx, Work};
use super::page::Page;
use super::request::{Request, Situation, Upload};
use super::routes::{Handler, Method, Page as PageHandler, Policy, Route};
use super::{App, Reply};
use crate::access::audit::{self, Entry};
use crate::access::{Actor, Who, find_session, keep_alive, once};
use crate::base::{AccountId, Error, Id, Lang, Msg, Problem, Result, RowId, SchoolId, StaffId, limits, os};
use crate::store::Tx;

type Answer = HttpResponse<Body>;

/// Cookie of the session: `<school>.<token>`.
pub(super) const SESSION: &str = "bangfu";
const FLASH: &str = "bangfu_done";
/// Cookie of the language of who is not signed in.
pub(super) const LANG: &str = "bangfu_lang";
/// Cookie of the theme.
pub(super) const THEME: &str = "bangfu_theme";
/// Paths that a signed-in person reaches before the password is changed or the second factor given.
const GATE_PATHS: [&str; 6] = ["/account/password", "/account/second-factor", "/account/second-factor/confirmation", "/sign-in/code", "/sign-out", "/preferences"];

/// Answers a request to a known route.
pub(super) async fn answer(app: App, route: Route, params: &RawPathParams, request: HttpRequest<Body>) -> Answer {
    let params = params.iter().map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
    let parsed = match parse(&app, &route, params, request).await {
        Ok(parsed) => parsed,
        Err((error, lang)) => return plain_error(&error, lang),
    };
    let done = tokio::task::spawn_blocking(move || run(&app, &route, &parsed)).await;
    done.unwrap_or_else(|_| {
        tracing::error!("a handler panicked");
        plain_error(&Error::Fault("panic".into()), Lang::default())
    })
}

/// Answers a request to a path that is none.
pub(super) async fn missing(app: App, request: HttpRequest<Body>) -> Answer {
    let route = Route { method: Method::Get, path: "", policy: Policy::Public, handler: Handler::Page(|_| Err(Error::NotFound)), form: None, files: false };
    let parsed = match parse(&app, &route, Vec::new(), request).await {
        Ok(parsed) => parsed,
        Err((error, lang)) => return plain_error(&error, lang),
    };
    let done = tokio::task::spawn_blocking(move || run(&app, &route, &parsed)).await;
    done.unwrap_or_else(|_| plain_error(&Error::NotFound, Lang::default()))
}

/// Headers that every answer carries.
pub(super) async fn harden(mut answer: Answer) -> Answer {
    let headers = answer.headers_mut();
    let set: [(&str, &str); 5] = [
        ("content-security-policy", "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; form-action 'self'; base-uri 'none'; object-src 'none'"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ];
    for (name, value) in set {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    answer
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(n, _)| *n == name)
        .map(|(_, value)| value)
}

fn language(headers: &HeaderMap) -> Lang {
    if let Some(lang) = cookie(headers, LANG).and_then(|tag| tag.parse().ok()) {
        return lang;
    }
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    match wanted.split(',').next().unwrap_or_default() {
        tag if tag.starts_with("zh-tw") || tag.starts_with("zh-hk") || tag.starts_with("zh-hant") => Lang::ZhTw,
        tag if tag.starts_with("en") => Lang::En,
        _ => Lang::ZhCn,
    }
}

async fn parse(app: &App, route: &Route, params: Vec<(String, String)>, request: HttpRequest<Body>) -> std::result::Result<Request, (Error, Lang)> {
    let headers = request.headers();
    let lang = language(headers);
    let (school, token) = match cookie(headers, SESSION).and_then(|value| value.split_once('.')) {
        Some((school, token)) => (school.parse::<SchoolId>().ok(), Some(token.to_owned())),
        None => (None, None),
    };
    let site = headers.get("sec-fetch-site").and_then(|v| v.to_str().ok());
    let mut parsed = Request {
        method: route.method,
        path: request.uri().path().to_owned(),
        query: request.uri().query().unwrap_or_default().to_owned(),
        params,
        fields: Vec::new(),
        files: Vec::new(),
        school: school.filter(|id| app.school(*id).is_some()).or_else(|| app.only_school().map(|t| t.id)),
        token,
        partial: headers.get("hx-request").is_some(),
        address: request.extensions().get::<axum::extract::ConnectInfo<std::net::SocketAddr>>().map(|info| info.0.ip().to_string()).unwrap_or_default(),
        lang,
        theme: cookie(headers, THEME).filter(|t| ["auto", "light", "dark"].contains(t)).unwrap_or("auto").to_owned(),
        flash: cookie(headers, FLASH).map(ToOwned::to_owned),
        same_origin: site.is_none_or(|site| site == "same-origin" || site == "none"),
    };
    if route.method == Method::Post {
        read_form(app, route, &mut parsed, request).await.map_err(|error| (error, lang))?;
    }
    Ok(parsed)
}

async fn read_form(app: &App, route: &Route, parsed: &mut Request, request: HttpRequest<Body>) -> Result<()> {
    let multipart = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).is_some_and(|kind| kind.starts_with("multipart/form-data"));
    if !multipart {
        let bytes = axum::body::to_bytes(request.into_body(), limits::FORM_BYTES).await.map_err(|_| Error::TooMuch(Msg::new("web-form-too-big")))?;
        parsed.fields = serde_html_form::from_bytes(&bytes).map_err(|_| Error::at("", "web-form-incomplete"))?;
        return Ok(());
    }
    if !route.files {
        return Err(Error::TooMuch(Msg::new("web-no-files-here")));
    }
    let mut multipart = Multipart::from_request(request, &()).await.map_err(|_| Error::at("", "web-form-incomplete"))?;
    let cut = |_| Error::at("", "web-upload-cut");
    while let Some(field) = multipart.next_field().await.map_err(cut)? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(ToOwned::to_owned) {
            Some(file_name) => read_file(app, parsed, name, file_name, field).await?,
            None => {
                let text = field.text().await.map_err(cut)?;
                if text.len() > limits::FORM_BYTES || parsed.fields.len() > 5000 {
                    return Err(Error::TooMuch(Msg::new("web-form-too-big")));
                }
                parsed.fields.push((name, text));
            }
        }
    }
    Ok(())
}

async fn read_file(app: &App, parsed: &mut Request, field_name: String, file_name: String, mut field: axum::extract::multipart::Field<'_>) -> Result<()> {
    use tokio::io::AsyncWriteExt;
    let cut = |_| Error::at(field_name.clone(), "web-upload-cut");
    if parsed.files.len() >= limits::FILES_PER_IMPORT {
        return Err(Error::TooMuch(Msg::new("web-too-many-files").with("count", limits::FILES_PER_IMPORT)));
    }
    let id: RowId = app.store.ids().next(os::now());
    let mut upload = Upload { field: field_name.clone(), name: file_name, size_bytes: 0, path: app.config.uploads.join(format!("{id}.upload")) };
    let mut file = tokio::fs::File::create(upload.path()).await?;
    while let Some(chunk) = field.chunk().await.map_err(cut)? {
        upload.size_bytes += chunk.len() as u64;
        if upload.size_bytes > limits::WORKBOOK_BYTES {
            return Err(Error::TooMuch(Msg::new("error-file-too-big").with("most", limits::WORKBOOK_BYTES >> 20)));
        }
        file.write_all(&chunk).await?;
    }
    file.flush().await?;
    if !(upload.name.is_empty() && upload.size_bytes == 0) {
        parsed.files.push(upload);
    }
    Ok(())
}

fn nobody(app: &App, req: &Request) -> Who {
    let nil = uuid::Uuid::nil();
    Who {
        school: req.school.unwrap_or(SchoolId::from_uuid(nil)),
        actor: Actor::Staff { account: AccountId::from_uuid(nil), staff: StaffId::from_uuid(nil) },
        name: String::new(),
        lang: req.lang,
        today: app.store.clock().today(),
        ties: Vec::new(),
    }
}

/// Who asks: reads the session of the request's token.
fn identify(app: &App, tx: &mut Tx<'_>, req: &Request) -> Result<(Who, Situation)> {
    let session = match &req.token {
        Some(token) if req.school.is_some() => find_session(tx, token)?,
        _ => None,
    };
    let who = match &session {
        Some(s) => Who::of_staff(tx, s.account, s.staff, s.name.clone(), s.lang)?,
        None => nobody(app, req),
    };
    Ok((who, Situation { session, problems: Vec::new() }))
}

enum Gate {
    Open,
    Send(String),
    Refuse(Error),
}

/// Holds the policy of a route. Access is denied by default.
fn gate(app: &App, route: &Route, req: &Request, who: &Who, situation: &Situation) -> Gate {
    if app.is_empty() && req.path != "/welcome" && route.policy == Policy::Public && req.path == "/sign-in" {
        return Gate::Send("/welcome".into());
    }
    if route.policy == Policy::Public {
        return Gate::Open;
    }
    let Some(session) = &situation.session else {
        return if app.is_empty() {
            Gate::Send("/welcome".into())
        } else if req.method == Method::Get && !req.partial {
            let back = serde_html_form::to_string([("next", &req.path)]).unwrap_or_default();
            Gate::Send(format!("/sign-in?{back}"))
        } else {
            Gate::Refuse(Error::Denied(Msg::new("web-signed-out")))
        };
    };
    if !GATE_PATHS.contains(&req.path.as_str()) {
        if session.has_second_factor && !session.second_factor {
            return Gate::Send("/sign-in/code".into());
        }
        if session.must_change {
            return Gate::Send("/account/password".into());
        }
        if !session.has_second_factor && who.ties.iter().any(|tie| tie.duty.needs_second_factor()) {
            return Gate::Send("/account/second-factor".into());
        }
    } else if session.has_second_factor && !session.second_factor && !["/sign-in/code", "/sign-out", "/preferences"].contains(&req.path.as_str()) {
        return Gate::Send("/sign-in/code".into());
    }
    match route.policy {
        Policy::May(action) if !who.may_somewhere(action) => Gate::Refuse(Error::Denied(Msg::new("access-denied"))),
        _ => Gate::Open,
    }
}

/// A form must come from our own page: by the session's secret, or, before sign-in, by the browser's word.
fn check_origin(req: &Request, situation: &Situation) -> Result<()> {
    let ours = match &situation.session {
        Some(session) => req.field("_csrf").is_some_and(|sent| bool::from(subtle::ConstantTimeEq::ct_eq(sent.as_bytes(), session.csrf.as_bytes()))),
        None => req.same_origin,
    };
    if ours { Ok(()) } else { Err(Error::Denied(Msg::new("web-form-foreign"))) }
}

fn payload_hash(req: &Request) -> Vec<u8> {
    let mut sha = Sha256::new();
    sha.update(req.path.as_bytes());
    for (name, value) in req.fields.iter().filter(|(n, _)| n != "_csrf" && n != "_once") {
        for part in [name, value] {
            sha.update((part.len() as u64).to_be_bytes());
            sha.update(part.as_bytes());
        }
    }
    for file in &req.files {
        sha.update(file.name.as_bytes());
        sha.update(file.size_bytes.to_be_bytes());
    }
    sha.finalize().to_vec()
}

fn once_token(req: &Request) -> Option<RowId> {
    req.field("_once").and_then(|token| token.parse().ok())
}

fn run(app: &App, route: &Route, req: &Request) -> Answer {
    let outcome = match (route.method, route.handler) {
        (Method::Get, Handler::Page(page)) => show(app, route, req, page),
        (Method::Post, Handler::Page(page)) => change(app, route, req, page),
        (_, Handler::Work(work)) => own_work(app, route, req, work),
    };
    match outcome {
        Ok(answer) => answer,
        Err(Error::Invalid(problems)) if route.form.is_some() => again(app, route, req, problems),
        Err(error) => error_page(app, req, error),
    }
}

fn show(app: &App, route: &Route, req: &Request, page: PageHandler) -> Result<Answer> {
    let school = nobody(app, req).school;
    let (reply, seen, session) = app.store.read(school, |tx| {
        let (who, situation) = identify(app, tx, req)?;
        match gate(app, route, req, &who, &situation) {
            Gate::Send(to) => return Ok((Reply::go(to), None, None)),
            Gate::Refuse(error) => return Err(error),
            Gate::Open => {}
        }
        let mut cx = Cx { tx, who: &who, app, req, situation: &situation, seen: None };
        let reply = page(&mut cx)?;
        Ok((reply, cx.seen.take(), situation.session))
    })?;
    if let Some(entry) = seen {
        app.audit.write(school, entry)?;
    }
    if let Some(session) = session.filter(|s| s.is_stale(app.store.clock().now())) {
        app.store.write(school, |tx| keep_alive(tx, &session))?;
    }
    Ok(reply_answer(app, req, reply))
}

fn change(app: &App, route: &Route, req: &Request, page: PageHandler) -> Result<Answer> {
    let school = nobody(app, req).school;
    let reply = app.store.write(school, |tx| {
        let (who, situation) = identify(app, tx, req)?;
        match gate(app, route, req, &who, &situation) {
            Gate::Send(to) => return Ok(Reply::go(to)),
            Gate::Refuse(error) => return Err(error),
            Gate::Open => check_origin(req, &situation)?,
        }
        let token = once_token(req).zip(situation.session.as_ref().map(|s| s.account));
        if let Some((id, account)) = token
            && let Some(answer) = once::claim(tx, id, account, &payload_hash(req))?
        {
            return Ok(Reply::go(answer));
        }
        let mut cx = Cx { tx, who: &who, app, req, situation: &situation, seen: None };
        let reply = page(&mut cx)?;
        let entry = cx.seen.take().unwrap_or_else(|| Entry::of(&who, route.path));
        if let (Some((id, _)), Reply::Go { to, .. }) = (token, &reply) {
            once::answered(tx, id, to)?;
        }
        if situation.session.is_some() {
            audit::append(tx, &entry)?;
        }
        Ok(reply)
    })?;
    Ok(reply_answer(app, req, reply))
}

fn own_work(app: &App, route: &Route, req: &Request, work: super::routes::OwnWork) -> Result<Answer> {
    let school = nobody(app, req).school;
    let (who, situation) = app.store.read(school, |tx| identify(app, tx, req))?;
    match gate(app, route, req, &who, &situation) {
        Gate::Send(to) => return Ok(reply_answer(app, req, Reply::go(to))),
        Gate::Refuse(error) => return Err(error),
        Gate::Open if route.method == Method::Post => check_origin(req, &situation)?,
        Gate::Open => {}
    }
    let token = once_token(req).zip(situation.session.as_ref().map(|s| s.account)).filter(|_| route.method == Method::Post);
    if let Some((id, account)) = token
        && let Some(answer) = app.store.write(school, |tx| once::claim(tx, id, account, &payload_hash(req)))?
    {
        return Ok(reply_answer(app, req, Reply::go(answer)));
    }
    let outcome = work(&Work { app, who: &who, req, situation: &situation });
    if let Some((id, _)) = token {
        app.store.write(school, |tx| match &outcome {
            Ok(Reply::Go { to, .. } | Reply::Cookie { to, .. }) => once::answered(tx, id, to),
            Ok(_) => Ok(()),
            // What failed may be tried again with the same form.
            Err(_) => once::forget(tx, id),
        })?;
    }
    Ok(reply_answer(app, req, outcome?))
}

/// Shows the form again with its problems and all that was typed.
fn again(app: &App, route: &Route, req: &Request, problems: Vec<Problem>) -> Answer {
    let Some(form) = route.form else { return plain_error(&Error::Invalid(problems), req.lang) };
    let school = nobody(app, req).school;
    let shown = app.store.read(school, |tx| {
        let (who, mut situation) = identify(app, tx, req)?;
        situation.problems = problems;
        let mut cx = Cx { tx, who: &who, app, req, situation: &situation, seen: None };
        form(&mut cx)
    });
    match shown {
        Ok(reply) => {
            let mut answer = reply_answer(app, req, reply);
            *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            answer
        }
        Err(error) => error_page(app, req, error),
    }
}

#[derive(Template)]
#[template(path = "web/pages/error.html")]
struct ErrorPage {
    p: Page,
    text: String,
}

fn status_of(error: &Error) -> (StatusCode, &'static str) {
    match error {
        Error::NotFound => (StatusCode::NOT_FOUND, "web-error-not-found"),
        Error::Denied(_) => (StatusCode::FORBIDDEN, "web-error-denied"),
        Error::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, "web-error-invalid"),
        Error::Conflict(_) => (StatusCode::CONFLICT, "web-error-conflict"),
        Error::TooMuch(_) => (StatusCode::PAYLOAD_TOO_LARGE, "web-error-too-much"),
        Error::Busy => (StatusCode::SERVICE_UNAVAILABLE, "web-error-busy"),
        Error::Fault(_) => (StatusCode::INTERNAL_SERVER_ERROR, "web-error-fault"),
    }
}

fn error_page(app: &App, req: &Request, error: Error) -> Answer {
    if let Error::Fault(text) = &error {
        tracing::error!(%text, "a request failed");
    }
    let (status, title) = status_of(&error);
    let school = nobody(app, req).school;
    let known = app.store.read(school, |tx| identify(app, tx, req));
    let (who, situation) = known.unwrap_or_else(|_| (nobody(app, req), Situation::default()));
    let p = cx::page(app, &who, req, &situation, &Msg::new(title));
    let text = error.messages().iter().map(|m| m.text(who.lang)).collect::<Vec<_>>().join(" ");
    let body = if req.partial { text } else { ErrorPage { p, text }.render().unwrap_or_default() };
    html(status, body)
}

fn plain_error(error: &Error, lang: Lang) -> Answer {
    if let Error::Fault(text) = error {
        tracing::error!(%text, "a request failed");
    }
    let (status, _) = status_of(error);
    let text = error.messages().iter().map(|m| m.text(lang)).collect::<Vec<_>>().join(" ");
    let mut answer = HttpResponse::new(Body::from(text));
    *answer.status_mut() = status;
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    answer
}

fn html(status: StatusCode, body: String) -> Answer {
    let mut answer = HttpResponse::new(Body::from(body));
    *answer.status_mut() = status;
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    answer
}

/// A cookie line; `Secure` when people reach the server by https.
pub(super) fn cookie_line(app: &App, name: &str, value: &str, age_seconds: i64) -> String {
    let secure = if app.config.public_url.as_deref().is_some_and(|url| url.starts_with("https:")) { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={age_seconds}; HttpOnly; SameSite=Lax{secure}")
}

fn add_cookie(answer: &mut Answer, line: &str) {
    match HeaderValue::from_str(line) {
        Ok(value) => drop(answer.headers_mut().append(header::SET_COOKIE, value)),
        Err(cause) => tracing::error!(%cause, "a cookie could not be set"),
    }
}

fn see_other(to: &str) -> Answer {
    let mut answer = HttpResponse::new(Body::empty());
    *answer.status_mut() = StatusCode::SEE_OTHER;
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    answer.headers_mut().insert(header::LOCATION, to);
    answer
}

fn reply_answer(app: &App, req: &Request, reply: Reply) -> Answer {
    match reply {
        Reply::Html(body) => {
            let mut answer = html(StatusCode::OK, body);
            if req.flash.is_some() && !req.partial {
                add_cookie(&mut answer, &cookie_line(app, FLASH, "", 0));
            }
            answer
        }
        Reply::Go { to, done, undo } => {
            let mut answer = see_other(&to);
            if let Some(done) = done {
                add_cookie(&mut answer, &cookie_line(app, FLASH, &cx::stored_flash(&done, undo.as_deref()), 60));
            }
            answer
        }
        Reply::Cookie { set, to } => {
            let mut answer = see_other(&to);
            set.iter().for_each(|line| add_cookie(&mut answer, line));
            answer
        }
        Reply::Json(text) => {
            let mut answer = HttpResponse::new(Body::from(text));
            answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            answer
        }
        Reply::File { name, media_type, bytes } => file_answer(&name, &media_type, bytes),
    }
}

fn file_answer(name: &str, media_type: &str, bytes: Vec<u8>) -> Answer {
    let mut answer = HttpResponse::new(Body::from(bytes));
    let encoded: String = name.bytes().map(|b| if b.is_ascii_alphanumeric() || b"-_.".contains(&b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect();
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{encoded}")) {
        answer.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    if let Ok(value) = HeaderValue::from_str(media_type) {
        answer.headers_mut().insert(header::CONTENT_TYPE, value);
    }
    answer
}

//! Accounts: the list with who still needs a second factor, making them for everybody in one go with printed login slips, and one account's resets.

use askama::Template;

use super::staff::{AskPage, family};
use crate::access::{self, Account, Action, Levels, Passwords, Permit, Subject, Who, acts};
use crate::base::{AccountId, Error, Msg, Result, RowId};
use crate::roster::accounts::{self, Login};
use crate::roster::people;
use crate::web::{App, Cx, Page, Policy, Progress, Reply, Routes, Slip, Work};

pub(super) fn routes() -> Routes {
    let may = Policy::May(Action::ManageAccounts);
    Routes::new()
        .get("/settings/accounts", may, list)
        .get("/settings/accounts/new", may, make_form)
        .post_work("/settings/accounts", may, make, make_form)
        .get("/settings/accounts/slips/{id}", may, slips)
        .get("/settings/accounts/{id}", may, show)
        .get("/settings/accounts/{id}/password", may, reset_form)
        .post_work("/settings/accounts/{id}/password", may, reset, reset_form)
        .get("/settings/accounts/{id}/closure", may, close_form)
        .post("/settings/accounts/{id}/closure", may, close, close_form)
        .post("/settings/accounts/{id}/opening", may, reopen, show)
        .get("/settings/accounts/{id}/second-factor", may, second_factor_form)
        .post("/settings/accounts/{id}/second-factor", may, reset_second_factor, second_factor_form)
}

/// Accounts made in one transaction: few enough that a stop loses little, and each batch takes about half a second of hashing.
const BATCH: usize = 8;

struct AccountLine {
    id: AccountId,
    name: String,
    family: String,
    login_name: String,
    state: String,
    state_kind: &'static str,
    second_factor: bool,
    lacks_second_factor: bool,
}

#[derive(Template)]
#[template(path = "roster/pages/accounts.html")]
struct ListPage {
    p: Page,
    q: String,
    show: String,
    shows: Vec<(String, String)>,
    lines: Vec<AccountLine>,
    without: usize,
    unused: usize,
    lacking: usize,
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Filter {
    q: String,
    show: String,
}

fn lines(cx: &mut Cx<'_, '_>, permit: &Permit<acts::ManageAccounts>) -> Result<Vec<AccountLine>> {
    let (lang, today) = (cx.lang(), cx.tx.today());
    let posts = people::posts_on(cx.tx, today)?;
    let staff = people::staff_list(cx.tx)?;
    let line = |a: Account| {
        let here = staff.iter().any(|person| person.id == a.staff && person.is_here(today));
        let (key, state_kind) = match (a.closed_at.is_some(), here, a.must_change) {
            (true, ..) => ("roster-account-closed", ""),
            (false, false, _) => ("roster-account-left", ""),
            (false, true, true) => ("roster-account-unused", "due"),
            (false, true, false) => ("roster-account-open", "good"),
        };
        let needs = posts.iter().any(|post| post.staff == a.staff && post.duty.needs_second_factor());
        AccountLine {
            id: a.id,
            family: family(&a.name),
            name: a.name,
            login_name: a.login_name,
            state: Msg::new(key).text(lang),
            state_kind,
            second_factor: a.has_second_factor,
            lacks_second_factor: needs && !a.has_second_factor && here && a.closed_at.is_none(),
        }
    };
    Ok(access::accounts(cx.tx, permit)?.into_iter().map(line).collect())
}

fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAccounts>(Subject::School)?;
    let filter: Filter = cx.query()?;
    let mut all = lines(cx, &permit)?;
    let lacking = all.iter().filter(|line| line.lacks_second_factor).count();
    let typed = filter.q.trim().to_lowercase();
    all.retain(|line| {
        let fits = match filter.show.as_str() {
            "unused" => line.state_kind == "due",
            "closed" => line.state_kind.is_empty(),
            "second-factor" => line.lacks_second_factor,
            _ => true,
        };
        fits && (typed.is_empty() || line.name.contains(&typed) || line.login_name.starts_with(&typed))
    });
    let keys = [("", "roster-accounts-all"), ("unused", "roster-accounts-unused"), ("second-factor", "roster-accounts-second-factor"), ("closed", "roster-accounts-closed")];
    let view = ListPage {
        p: cx.page("roster-accounts-title"),
        shows: keys.map(|(value, key)| (value.to_owned(), Msg::new(key).text(cx.lang()))).to_vec(),
        without: accounts::without_account(cx.tx, &permit)?.len(),
        unused: accounts::never_used(cx.tx, &permit)?.len(),
        q: filter.q,
        show: filter.show,
        lines: all,
        lacking,
    };
    cx.render(&view)
}

// Many at once

#[derive(Template)]
#[template(path = "roster/pages/accounts_new.html")]
struct MakePage {
    p: Page,
    without: Vec<Login>,
    unused: Vec<Login>,
}

fn make_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageAccounts>(Subject::School)?;
    let without = accounts::without_account(cx.tx, &permit)?;
    let unused = accounts::never_used(cx.tx, &permit)?;
    let view = MakePage { p: cx.page("roster-accounts-new-title"), without, unused };
    cx.render(&view)
}

/// Makes accounts for all without one, or new first passwords for all who never signed in, as a job: a password hash takes a tenth of a second of an old PC.
fn make(work: &Work<'_>) -> Result<Reply> {
    let unused = work.field("which") == "unused";
    let logins = work.read(|cx| {
        let permit = cx.permit::<acts::ManageAccounts>(Subject::School)?;
        if unused { accounts::never_used(cx.tx, &permit) } else { accounts::without_account(cx.tx, &permit) }
    })?;
    if logins.is_empty() {
        return Err(Error::Conflict(Msg::new("roster-accounts-none")));
    }
    let (app, who) = (work.app.clone(), work.who.clone());
    let id: RowId = app.store.ids().next(app.store.clock().now());
    work.app.jobs.start(id, who.school, who.staff(), move |progress| open_all(&app, &who, id, &logins, progress))?;
    Ok(Reply::go(format!("/jobs/{id}")))
}

fn open_all(app: &App, who: &Who, id: RowId, logins: &[Login], progress: &Progress) -> Result<String> {
    let mut slips: Vec<Slip> = Vec::new();
    let total = logins.len() as u64;
    for batch in logins.chunks(BATCH) {
        let stopped = progress.at(slips.len() as u64, total).and_then(|()| open_batch(app, who, batch));
        match stopped {
            Ok(made) => slips.extend(made),
            // What was made before a stop needs its slips: nobody else knows these passwords.
            Err(error) if slips.is_empty() => return Err(error),
            Err(Error::Fault(text)) => {
                tracing::error!(%text, "not all accounts were made");
                break;
            }
            Err(_) => break,
        }
    }
    app.slips.keep(id, who.school, who.staff(), app.store.clock().now(), slips)?;
    Ok(format!("/settings/accounts/slips/{id}"))
}

fn open_batch(app: &App, who: &Who, batch: &[Login]) -> Result<Vec<Slip>> {
    let mut made = Vec::new();
    let mut hashes = Vec::new();
    for login in batch {
        let password = Passwords::invent();
        hashes.push(app.turnstile.pass(|| app.passwords.hash(password.open()))??);
        made.push(Slip { name: login.name.clone(), login_name: login.login_name.clone(), password });
    }
    app.store.write(who.school, |tx| {
        let permit = Permit::<acts::ManageAccounts>::ask(tx, who, Subject::School)?;
        batch.iter().zip(&hashes).try_for_each(|(login, hash)| accounts::open_login(tx, &permit, login, hash))
    })?;
    Ok(made)
}

struct SlipLine {
    name: String,
    login: String,
    password: String,
}

#[derive(Template)]
#[template(path = "roster/pages/slips.html")]
struct SlipsPage {
    p: Page,
    school: String,
    address: Option<String>,
    slips: Vec<SlipLine>,
}

/// The slips, once: they are gone from memory when this page is shown.
fn slips(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ManageAccounts>(Subject::School)?;
    let id: RowId = cx.path("id")?;
    let gone = |_| Error::Conflict(Msg::new("roster-slips-gone"));
    let held = cx.app.slips.take(id, cx.who.school, cx.who.staff(), cx.tx.now()).map_err(gone)?;
    let school = cx.app.school(cx.who.school);
    let code = school.as_ref().filter(|_| cx.app.only_school().is_none()).map(|school| format!("{}/", school.code)).unwrap_or_default();
    let slips = held.iter().map(|slip| SlipLine { name: slip.name.clone(), login: format!("{code}{}", slip.login_name), password: slip.password.open().clone() });
    let view = SlipsPage {
        p: cx.page("roster-slips-title"),
        school: school.map(|school| school.name).unwrap_or_default(),
        address: cx.app.config.public_url.clone(),
        slips: slips.collect(),
    };
    cx.saw("SeeLoginSlips", Subject::School, Levels::NONE);
    cx.render(&view)
}

// One account

#[derive(Template)]
#[template(path = "roster/pages/account.html")]
struct AccountPage {
    p: Page,
    line: AccountLine,
    closed: bool,
}

fn find(cx: &mut Cx<'_, '_>) -> Result<Account> {
    let permit = cx.permit::<acts::ManageAccounts>(Subject::School)?;
    let id: AccountId = cx.path("id")?;
    access::accounts(cx.tx, &permit)?.into_iter().find(|a| a.id == id).ok_or(Error::NotFound)
}

fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let account = find(cx)?;
    let permit = cx.permit::<acts::ManageAccounts>(Subject::School)?;
    let line = lines(cx, &permit)?.into_iter().find(|line| line.id == account.id).ok_or(Error::NotFound)?;
    let view = AccountPage { p: cx.page_of(&Msg::new("roster-account-title").with("name", &account.name)), line, closed: account.closed_at.is_some() };
    cx.render(&view)
}

fn ask(cx: &mut Cx<'_, '_>, title: &'static str, text: &'static str, button: &'static str, last: &str) -> Result<Reply> {
    let account = find(cx)?;
    let view = AskPage {
        p: cx.page(title),
        text: Msg::new(text).with("name", &account.name).text(cx.lang()),
        act: format!("/settings/accounts/{}/{last}", account.id),
        day_name: "",
        day_label: "",
        day: String::new(),
        button,
        back: format!("/settings/accounts/{}", account.id),
    };
    cx.render(&view)
}

fn reset_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    ask(cx, "roster-account-reset-title", "roster-account-reset-text", "roster-account-reset-button", "password")
}

fn reset(work: &Work<'_>) -> Result<Reply> {
    let account = work.read(find)?;
    let password = Passwords::invent();
    let hash = work.app.turnstile.pass(|| work.app.passwords.hash(password.open()))??;
    work.write(|cx| {
        let permit = cx.permit::<acts::ManageAccounts>(Subject::School)?;
        access::reset_account(cx.tx, &permit, account.id, &hash)
    })?;
    let now = work.app.store.clock().now();
    let id: RowId = work.app.store.ids().next(now);
    work.app.slips.keep(id, work.who.school, work.who.staff(), now, vec![Slip { name: account.name, login_name: account.login_name, password }])?;
    Ok(Reply::go(format!("/settings/accounts/slips/{id}")))
}

fn close_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    ask(cx, "roster-account-close-title", "roster-account-close-text", "roster-account-close-button", "closure")
}

fn close(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let account = find(cx)?;
    if cx.session().is_some_and(|session| session.account == account.id) {
        return Err(Error::Conflict(Msg::new("roster-account-own")));
    }
    let permit = cx.permit::<acts::ManageAccounts>(Subject::School)?;
    access::close_account(cx.tx, &permit, account.id)?;
    Ok(Reply::done(format!("/settings/accounts/{}", account.id), Msg::new("roster-account-closed-done").with("name", account.name))
        .with_undo(format!("/settings/accounts/{}/opening", account.id)))
}

fn reopen(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let account = find(cx)?;
    let permit = cx.permit::<acts::ManageAccounts>(Subject::School)?;
    access::reopen_account(cx.tx, &permit, account.id)?;
    Ok(Reply::done(format!("/settings/accounts/{}", account.id), Msg::new("roster-account-reopened").with("name", account.name)))
}

fn second_factor_form(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    ask(cx, "roster-account-factor-title", "roster-account-factor-text", "roster-account-factor-button", "second-factor")
}

fn reset_second_factor(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let account = find(cx)?;
    let permit = cx.permit::<acts::ManageAccounts>(Subject::School)?;
    access::reset_second_factor(cx.tx, &permit, account.id)?;
    Ok(Reply::done(format!("/settings/accounts/{}", account.id), Msg::new("roster-account-factor-done").with("name", account.name)))
}

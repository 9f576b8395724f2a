//! `/settings/reminders`: when and by which way people are reminded outside of the product; `/account/reminders`: where a person wants to be.

use askama::Template;

use crate::access::{Action, Level, Levels, Subject, acts};
use crate::base::{Msg, Result};
use crate::roster::people::Names;
use crate::supervision::outbound::{Robot, Server};
use crate::supervision::reminders::{self, Settings, VENDORS};
use crate::web::{Cx, Page, Policy, Reply, Routes, Work};

const SHOWN: Levels = Levels::of(&[Level::Basic]);

pub(super) fn routes() -> Routes {
    let may = Policy::May(Action::ManageSettings);
    Routes::new()
        .get("/settings/reminders", may, show)
        .post("/settings/reminders", may, choose, show)
        .post_work("/settings/reminders/test", may, test, show)
        .get("/account/reminders", Policy::SignedIn, show_own)
        .post("/account/reminders", Policy::SignedIn, want, show_own)
}

struct RobotView {
    vendor: &'static str,
    name: String,
    on: bool,
    url: String,
    problem: bool,
}

#[derive(Template)]
#[template(path = "supervision/pages/reminders.html")]
struct RemindersPage {
    p: Page,
    s: Settings,
    robots: Vec<RobotView>,
    tests: Vec<(String, String)>,
    tries: Vec<(String, String, String)>,
}

fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageSettings>(Subject::School)?;
    let s = reminders::settings(cx.tx, &permit)?;
    let p = cx.page("supervision-remind");
    let name = |vendor: &str| p.t(&format!("supervision-way-{vendor}"));
    let view = |((on, robot), vendor): (&(bool, Robot), &'static str)| RobotView {
        vendor,
        name: name(vendor),
        on: p.ticked(&format!("on-{vendor}"), *on),
        url: p.old_or(vendor, &robot.url),
        problem: p.problem(vendor).is_some(),
    };
    let robots = s.robots.iter().zip(VENDORS).map(view).collect();
    let tests = std::iter::once("mail").chain(VENDORS).map(|way| (way.to_owned(), name(way))).collect();
    let names = Names::load(cx.tx)?;
    let mut tries = Vec::new();
    for (target, day, sent, count, reason) in reminders::tries(cx.tx, &permit)? {
        let to = target.strip_prefix("staff:").map_or_else(|| name(&target), |staff| names.of(staff));
        let state = if sent { p.t("supervision-remind-sent") } else { format!("{} {}", p.m(&Msg::new("supervision-remind-failed").with("count", count)), p.t(&reason)) };
        tries.push((day.to_string(), to, state));
    }
    cx.render(&RemindersPage { s, robots, tests, tries, p })
}

/// `POST /settings/reminders`
fn choose(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageSettings>(Subject::School)?;
    let on = |name: &str| !cx.field(name).is_empty();
    let text = |name: &str| cx.field(name).to_owned();
    let robot = |vendor: &str| (on(&format!("on-{vendor}")), Robot { vendor: vendor.into(), url: text(vendor), secret: text(&format!("secret-{vendor}")) });
    let server = Server { host: text("host"), port: cx.field("port").parse().unwrap_or(0), user: text("user"), password: text("password"), from: text("from") };
    let new = Settings { on: on("on"), hour: cx.field("hour").parse().unwrap_or(-1), address: text("address"), mail: (on("on-mail"), server), robots: VENDORS.map(robot) };
    let local = cx.app.config.local_receivers;
    reminders::choose(cx.tx, &permit, &new, local)?;
    cx.did("ManageSettings", Subject::School, SHOWN, "reminders");
    Ok(Reply::done("/settings/reminders", "supervision-remind-kept"))
}

/// `POST /settings/reminders/test`
fn test(work: &Work<'_>) -> Result<Reply> {
    work.read(|cx| cx.permit::<acts::ManageSettings>(Subject::School).map(|_| ()))?;
    let app = work.app;
    reminders::test(&app.store, work.who.school, work.field("way"), work.field("test"), app.config.local_receivers)?;
    Ok(Reply::done("/settings/reminders", "supervision-remind-tested"))
}

#[derive(Template)]
#[template(path = "supervision/pages/reminder_own.html")]
struct OwnPage {
    p: Page,
    on: bool,
    mail: String,
}

fn show_own(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (on, mail) = reminders::wish(cx.tx, cx.who)?;
    let p = cx.page("supervision-remind-own-title");
    cx.render(&OwnPage { on: p.ticked("on", on), mail, p })
}

/// `POST /account/reminders`
fn want(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (on, mail) = (!cx.field("on").is_empty(), cx.field("mail").to_owned());
    reminders::want(cx.tx, cx.who, on, &mail)?;
    Ok(Reply::done("/account/reminders", "supervision-remind-kept"))
}

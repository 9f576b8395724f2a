//! `/registers/pack`: the day of the inspection, what is missing and who owes it, and the pack itself; `/registers/owed`: what one owes oneself.

use askama::Template;

use crate::access::{Action, Level, Levels, Subject, Who, acts};
use crate::base::error::Problems;
use crate::base::{Error, Msg, Result, RowId, SchoolDate, Stamp, limits};
use crate::report::export::pack::{self, Wanted};
use crate::report::inspection::{self, SHOWN_DAYS};
use crate::report::missing::{self, KINDS, Owed};
use crate::roster::time;
use crate::web::{App, Cx, Handout, Page, Policy, Progress, Reply, Routes, Work};

/// Characters of a reason, at least.
const REASON_LEAST: usize = 2;

pub(super) fn routes() -> Routes {
    let (pack, see) = (Policy::May(Action::MakePack), Policy::May(Action::SeeCaseFile));
    Routes::new()
        .get("/registers/pack", pack, show)
        .post_work("/registers/pack", pack, make, show)
        .post("/registers/pack/day", pack, set_day, show)
        .post("/registers/pack/requests", pack, ask, show)
        .get("/registers/pack/{pack}", pack, ready)
        .get("/registers/pack/{pack}/file", pack, fetch)
        .get("/registers/owed", see, owed)
        .post("/registers/owed", see, done, owed)
}

struct Group {
    title: String,
    count: usize,
    lines: Vec<Line>,
}

struct Line {
    class: String,
    child: String,
    about: String,
    owes: String,
    link: String,
}

#[derive(Template)]
#[template(path = "report/pages/pack.html")]
struct Shown {
    p: Page,
    term: String,
    day: String,
    lead: String,
    /// Whether the list is shown.
    listed: bool,
    opens: String,
    groups: Vec<Group>,
    total: usize,
    sets: Vec<(String, String, String)>,
}

fn line(p: &Page, one: &Owed) -> Line {
    let names: Vec<&str> = one.owes.iter().map(|(_, name)| name.as_str()).collect();
    Line {
        class: one.class_name.clone(),
        child: one.child.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
        about: if one.kind == "register" { p.t(&format!("programme-choice-{}", one.about)) } else { one.about.clone() },
        owes: if names.is_empty() { p.t("report-owes-nobody") } else { names.join(&p.t("report-list-comma")) },
        link: one.link.clone(),
    }
}

fn groups(p: &Page, all: &[Owed]) -> Vec<Group> {
    let of = |kind: &str| {
        let lines: Vec<Line> = all.iter().filter(|one| one.kind == kind).map(|one| line(p, one)).collect();
        Group { title: p.t(&format!("report-owes-{kind}")), count: lines.len(), lines }
    };
    KINDS.iter().map(|kind| of(kind)).filter(|group| group.count > 0).collect()
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Asked {
    all: String,
}

fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::PrintRegister>(Subject::School)?;
    let asked: Asked = cx.query()?;
    let p = cx.page("report-pack-title");
    let (today, day, term) = (cx.tx.today(), inspection::day(cx.tx)?, time::current_term(cx.tx)?);
    let left = day.map(|day| day.days() - today.days());
    let listed = left.is_some_and(|left| left <= SHOWN_DAYS) || asked.all == "1";
    let all = match &term {
        Some(term) if listed => missing::of_term(cx.tx, cx.who, term)?,
        _ => Vec::new(),
    };
    let lead = match (day, left) {
        (Some(day), Some(left)) => p.m(&Msg::new("report-pack-days-left").with("day", day).with("count", left)),
        _ => p.t("report-pack-lead"),
    };
    let opens = day.map(|day| p.m(&Msg::new("report-pack-opens").with("day", day.plus_days(-SHOWN_DAYS)))).unwrap_or_default();
    let set = |code: &str| (code.to_owned(), p.t(&format!("report-pack-set-{code}")), p.t(&format!("report-pack-set-{code}-means")));
    if listed {
        cx.saw("PrintRegister", Subject::School, permit.levels().within(Levels::of(&[Level::Basic])));
    }
    let shown = Shown {
        term: term.map(|term| term.code.to_string()).unwrap_or_default(),
        day: day.map(|day| day.to_string()).unwrap_or_default(),
        lead,
        listed,
        opens,
        total: all.len(),
        groups: groups(&p, &all),
        sets: ["internal", "masked"].map(set).to_vec(),
        p,
    };
    cx.render(&shown)
}

fn set_day(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::PrintRegister>(Subject::School)?;
    let day: Option<SchoolDate> = cx.field("day").parse().ok();
    let asked = inspection::set(cx.tx, &permit, day)?;
    let told = if asked == 0 { Msg::new("report-pack-day-set") } else { Msg::new("report-pack-asked").with("count", asked) };
    Ok(Reply::done("/registers/pack", told))
}

fn ask(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::PrintRegister>(Subject::School)?;
    let asked = inspection::ask(cx.tx, &permit)?;
    Ok(Reply::done("/registers/pack", Msg::new("report-pack-asked").with("count", asked)))
}

fn make(work: &Work<'_>) -> Result<Reply> {
    let mut problems = Problems::default();
    let (set, reason) = (work.field("set"), work.field("reason").to_owned());
    if !["internal", "masked"].contains(&set) {
        problems.note("set", "report-pack-set-missing");
    }
    if !(REASON_LEAST..=limits::LINE_CHARS).contains(&reason.chars().count()) {
        problems.note("reason", "report-pack-reason-missing");
    }
    problems.end()?;
    let masked = set == "masked";
    let term = work.read(|cx| {
        cx.permit::<acts::PrintRegister>(Subject::School)?;
        time::current_term(cx.tx)?.ok_or_else(|| Error::Conflict(Msg::new("report-none-title")))
    })?;
    let who: Who = work.who.clone();
    let wanted = Wanted { school: who.school, by: who.clone(), lang: who.lang, who, term, masked, reason };
    let id: RowId = work.app.store.ids().next(work.app.store.clock().now());
    let app = work.app.clone();
    work.app.jobs.start(id, wanted.school, work.who.staff(), move |progress| in_background(&app, id, &wanted, progress))?;
    Ok(Reply::go(format!("/jobs/{id}")))
}

fn in_background(app: &App, id: RowId, wanted: &Wanted, progress: &Progress) -> Result<String> {
    let mut handout = Handout::new(&app.config.uploads, id)?;
    let made = pack::zipped(&app.store, wanted, &|done, total| progress.at(done, total), handout.file())?;
    let set = if wanted.masked { "report-pack-zip-masked" } else { "report-pack-zip" };
    let name = format!("{}_{}.zip", Msg::new(set).text(wanted.lang), wanted.term.code);
    let about = format!("pack {} {} {} documents", wanted.term.code, if wanted.masked { "masked" } else { "internal" }, made.documents.len());
    app.handouts.keep(id, (wanted.school, wanted.by.staff()), app.store.clock().now(), (name, about), handout)?;
    Ok(format!("/registers/pack/{id}"))
}

#[derive(Template)]
#[template(path = "report/pages/pack_ready.html")]
struct Ready {
    p: Page,
    name: String,
    size: String,
    href: String,
}

fn now(cx: &Cx<'_, '_>) -> Stamp {
    cx.tx.now()
}

fn ready(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: RowId = cx.path("pack")?;
    let (name, bytes) = cx.app.handouts.waits(id, cx.who.school, cx.who.staff(), now(cx))?;
    let size = Msg::new("report-pack-kilobytes").with("count", bytes.div_ceil(1024)).text(cx.lang());
    cx.render(&Ready { p: cx.page("report-pack-ready"), name, size, href: format!("/registers/pack/{id}/file") })
}

fn fetch(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: RowId = cx.path("pack")?;
    let permit = cx.permit::<acts::PrintRegister>(Subject::School)?;
    let (name, about, bytes) = cx.app.handouts.fetch(id, cx.who.school, cx.who.staff(), now(cx))?;
    cx.did("PrintRegister", Subject::School, permit.levels(), about);
    Ok(Reply::file(name, "application/zip", bytes))
}

#[derive(Template)]
#[template(path = "report/pages/owed.html")]
struct Own {
    p: Page,
    groups: Vec<Group>,
    total: usize,
}

fn owed(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("report-owed-title");
    let all = match time::current_term(cx.tx)? {
        Some(term) => inspection::own(cx.tx, cx.who, &term)?,
        None => Vec::new(),
    };
    cx.saw("SeeCaseFile", Subject::School, Levels::of(&[Level::Basic]));
    cx.render(&Own { groups: groups(&p, &all), total: all.len(), p })
}

fn done(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    inspection::done(cx.tx, cx.who)?;
    Ok(Reply::done("/", "report-owed-done"))
}

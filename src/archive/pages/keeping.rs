//! `/archive`: who opened shut files, how long data are kept, what is due, what was destroyed; the forms for them.

use askama::Template;

use crate::access::archive::openings;
use crate::access::{Action, Level, Levels, Subject, acts};
use crate::archive::destruction::{self, CHILDREN_MOST, Destruction, Due, Rule};
use crate::archive::keeping::{DataClass, ELSEWHERE};
use crate::base::{Error, Id, Msg, PupilId, Result, RowId};
use crate::roster::day::{Window, read_day};
use crate::roster::particulars;
use crate::roster::people::Names;
use crate::web::{Cx, Page, Policy, Reply, Routes};

/// Openings shown.
const OPENINGS: i64 = 50;
const NAMED: Levels = Levels::of(&[Level::Basic]);

pub(super) fn routes() -> Routes {
    let keep = Policy::May(Action::KeepArchive);
    Routes::new()
        .get("/archive", keep, show)
        .get("/archive/keeping/{class}", keep, show_rule)
        .post("/archive/keeping/{class}", keep, set_rule, show_rule)
        .get("/archive/due/{class}", keep, show_due)
        .post("/archive/due/{class}", keep, propose, show_due)
        .get("/archive/holds/{id}", keep, show_hold)
        .post("/archive/holds/{id}", keep, put_hold, show_hold)
        .get("/archive/destructions/{id}", keep, show_one)
        .post("/archive/destructions/{id}/decision", keep, decide, show_one)
}

struct RuleRow {
    code: &'static str,
    name: String,
    holds: String,
    years: String,
    basis: String,
    due: usize,
}

struct OpenedRow {
    at: String,
    name: String,
    link: String,
    by: String,
    reason: String,
}

struct DestroyedRow {
    link: String,
    what: String,
    told: String,
    state: String,
    chip: &'static str,
}

#[derive(Template)]
#[template(path = "archive/pages/archive.html")]
struct ArchivePage {
    p: Page,
    rules: Vec<RuleRow>,
    elsewhere: Vec<(String, String)>,
    destroyed: Vec<DestroyedRow>,
    opened: Vec<OpenedRow>,
}

fn destroyed_row(p: &Page, one: &Destruction) -> DestroyedRow {
    let state = one.end.as_ref().map_or("proposed", |end| end.0.as_str());
    let what = p.t(&format!("archive-class-{}", one.class.code()));
    let (day, by) = one.end.as_ref().map_or((one.day, &one.by), |end| (end.1, &end.3));
    DestroyedRow {
        link: format!("/archive/destructions/{}", one.id),
        what: p.m(&Msg::new("archive-destroys").with("what", what).with("count", one.count)),
        told: p.m(&Msg::new("archive-by-on").with("name", by).with("day", day)),
        state: p.t(&format!("archive-destruction-{state}")),
        chip: if one.end.is_none() { "due" } else { "" },
    }
}

fn rule_row(p: &Page, rule: &Rule, due: usize) -> RuleRow {
    let key = format!("archive-class-{}", rule.class.code());
    RuleRow {
        code: rule.class.code(),
        name: p.t(&key),
        holds: p.t(&format!("{key}-holds")),
        years: p.m(&Msg::new("archive-years").with("count", rule.years)),
        basis: rule.basis.clone(),
        due,
    }
}

/// `GET /archive`
fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::KeepArchive>(Subject::School)?;
    let (p, lang) = (cx.page("archive-title"), cx.lang());
    let mut rules = Vec::new();
    for rule in destruction::rules(cx.tx, lang)? {
        let due = destruction::list(cx.tx, &permit, rule.class, lang)?.iter().filter(|child| child.held_until.is_none()).count();
        rules.push(rule_row(&p, &rule, due));
    }
    let names = Names::load(cx.tx)?;
    let mut opened = Vec::new();
    for one in openings(cx.tx, OPENINGS)? {
        let see = cx.permit::<acts::SeePupil>(one.pupil);
        let name = match see {
            Ok(see) => particulars::particulars(cx.tx, &see)?.name,
            Err(Error::NotFound) => String::new(),
            Err(fault) => return Err(fault),
        };
        let (hour, minute) = one.at.hour_minute();
        let by = names.of(&one.staff.to_string());
        opened.push(OpenedRow { at: format!("{} {hour:02}:{minute:02}", one.at.day()), name, link: format!("/pupils/{}", one.pupil), by, reason: one.reason });
    }
    let destroyed = destruction::register(cx.tx, &permit)?.iter().map(|one| destroyed_row(&p, one)).collect();
    let elsewhere = ELSEWHERE.iter().map(|code| (p.t(&format!("archive-elsewhere-{code}")), p.t(&format!("archive-elsewhere-{code}-how")))).collect();
    cx.saw("SeeArchive", Subject::School, NAMED);
    cx.render(&ArchivePage { p, rules, elsewhere, destroyed, opened })
}

fn class_of(cx: &Cx<'_, '_>) -> Result<DataClass> {
    let code: String = cx.path("class")?;
    DataClass::of(&code).ok_or(Error::NotFound)
}

fn rule_of(cx: &mut Cx<'_, '_>, class: DataClass) -> Result<Rule> {
    let lang = cx.lang();
    destruction::rules(cx.tx, lang)?.into_iter().find(|rule| rule.class == class).ok_or(Error::NotFound)
}

#[derive(Template)]
#[template(path = "archive/pages/keeping.html")]
struct RulePage {
    p: Page,
    rule: Rule,
    holds: String,
}

/// `GET /archive/keeping/{class}`
fn show_rule(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::KeepArchive>(Subject::School)?;
    let class = class_of(cx)?;
    let rule = rule_of(cx, class)?;
    let mut p = cx.page("archive-title");
    p.title = p.t(&format!("archive-class-{}", class.code()));
    cx.render(&RulePage { holds: p.t(&format!("archive-class-{}-holds", class.code())), rule, p })
}

/// `POST /archive/keeping/{class}`
fn set_rule(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::KeepArchive>(Subject::School)?;
    let class = class_of(cx)?;
    let (seen, years, basis) = (cx.field("seen").parse().unwrap_or(0), cx.field("years").to_owned(), cx.field("basis").to_owned());
    destruction::set_rule(cx.tx, &permit, class, seen, &years, &basis)?;
    cx.did("KeepArchive", Subject::School, Levels::NONE, format!("{} {years}", class.code()));
    Ok(Reply::done("/archive", "archive-noted"))
}

#[derive(Template)]
#[template(path = "archive/pages/due.html")]
struct DuePage {
    p: Page,
    code: &'static str,
    lead: String,
    id: String,
    basis: String,
    children: Vec<(Due, bool)>,
}

/// `GET /archive/due/{class}`
fn show_due(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::KeepArchive>(Subject::School)?;
    let class = class_of(cx)?;
    let (lang, rule) = (cx.lang(), rule_of(cx, class)?);
    let refused = cx.refused();
    let chosen: Vec<PupilId> = cx.req.fields_of("pupil").filter_map(|text| text.parse().ok()).collect();
    let children = destruction::list(cx.tx, &permit, class, lang)?;
    let usual = |at: usize, child: &Due| !refused && child.held_until.is_none() && at < CHILDREN_MOST;
    let children = children.into_iter().enumerate().map(|(at, child)| (chosen.contains(&child.pupil) || usual(at, &child), child)).map(|(on, child)| (child, on)).collect();
    let p = cx.page_of(&Msg::new("archive-due-title").with("what", crate::base::words::word(lang, &format!("archive-class-{}", class.code()))));
    let id = if refused { cx.field("id").to_owned() } else { cx.tx.new_id::<RowId>().to_string() };
    cx.saw("SeeArchive", Subject::School, NAMED);
    let lead = p.m(&Msg::new("archive-due-lead").with("years", rule.years));
    cx.render(&DuePage { code: class.code(), lead, id, basis: rule.basis, children, p })
}

/// `POST /archive/due/{class}`
fn propose(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::KeepArchive>(Subject::School)?;
    let (class, lang) = (class_of(cx)?, cx.lang());
    let id: RowId = cx.field("id").parse().map_err(|_| Error::NotFound)?;
    let pupils: Vec<PupilId> = cx.req.fields_of("pupil").filter_map(|text| text.parse().ok()).collect();
    let basis = cx.field("basis").to_owned();
    destruction::propose(cx.tx, &permit, id, class, &pupils, &basis, lang)?;
    cx.did("KeepArchive", Subject::School, Levels::NONE, format!("{id} proposed {}", pupils.len()));
    Ok(Reply::done(format!("/archive/destructions/{id}"), "archive-proposed"))
}

#[derive(Template)]
#[template(path = "archive/pages/hold.html")]
struct HoldPage {
    p: Page,
    id: PupilId,
    until: String,
    reason: String,
}

/// `GET /archive/holds/{id}`
fn show_hold(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::KeepArchive>(Subject::School)?;
    let id: PupilId = cx.path("id")?;
    let see = cx.permit::<acts::SeePupil>(id)?;
    let child = particulars::particulars(cx.tx, &see)?;
    if child.seat.is_some() {
        return Err(Error::NotFound);
    }
    let held = destruction::hold(cx.tx, &permit, id)?;
    let (until, reason) = held.map(|(until, reason)| (until.to_string(), reason)).unwrap_or_default();
    cx.saw("SeeArchive", Subject::Pupil(id), NAMED);
    cx.render(&HoldPage { p: cx.page_of(&Msg::new("archive-hold-title").with("name", child.name)), id, until, reason })
}

/// `POST /archive/holds/{id}`
fn put_hold(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::KeepArchive>(Subject::School)?;
    let id: PupilId = cx.path("id")?;
    cx.permit::<acts::SeePupil>(id)?;
    let window = Window { earliest: cx.tx.today().plus_months(-1), latest: cx.tx.today().plus_months(12 * 30) };
    let until = read_day(cx.field("until"), window).ok();
    let reason = cx.field("reason").to_owned();
    destruction::put_hold(cx.tx, &permit, id, until, &reason)?;
    cx.did("KeepArchive", Subject::Pupil(id), NAMED, "hold");
    Ok(Reply::done("/archive", "archive-noted"))
}

#[derive(Template)]
#[template(path = "archive/pages/destruction.html")]
struct OnePage {
    p: Page,
    one: Destruction,
    state: String,
    facts: Vec<(String, String)>,
    children: Vec<Due>,
    may_erase: bool,
}

/// `GET /archive/destructions/{id}`
fn show_one(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::KeepArchive>(Subject::School)?;
    let id: RowId = cx.path("id")?;
    let (one, children) = destruction::one(cx.tx, &permit, id)?;
    let mut p = cx.page("archive-title");
    let what = p.t(&format!("archive-class-{}", one.class.code()));
    p.title = p.m(&Msg::new("archive-destroys").with("what", &what).with("count", one.count));
    let on = |name: &str, day| p.m(&Msg::new("archive-by-on").with("name", name).with("day", day));
    let mut facts = vec![
        (p.t("archive-what"), p.t(&format!("archive-class-{}-holds", one.class.code()))),
        (p.t("archive-basis"), one.basis.clone()),
        (p.t("archive-proposed-by"), on(&one.by, one.day)),
    ];
    if let Some((what, day, reason, by)) = &one.end {
        facts.push((p.t(&format!("archive-destruction-{what}")), on(by, *day)));
        if !reason.is_empty() {
            facts.push((p.t("archive-reason"), reason.clone()));
        }
    }
    let state = p.t(&format!("archive-destruction-{}", one.end.as_ref().map_or("proposed", |end| end.0.as_str())));
    let may_erase = cx.who.may_everywhere(Action::ErasePupil) && !one.mine;
    cx.saw("SeeArchive", Subject::School, NAMED);
    cx.render(&OnePage { p, one, state, facts, children, may_erase })
}

/// `POST /archive/destructions/{id}/decision`
fn decide(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::KeepArchive>(Subject::School)?;
    let id: RowId = cx.path("id")?;
    let (count, reason) = (cx.field("count").to_owned(), cx.field("reason").to_owned());
    if cx.field("what") == "carry_out" {
        let count = destruction::carry_out(cx.tx, &permit, id, &count)?;
        cx.did("ErasePupil", Subject::School, Levels::of(&[Level::Basic, Level::Academic, Level::Family, Level::Identity]), format!("{} destroyed {count}", id.uuid()));
        return Ok(Reply::done("/archive", Msg::new("archive-carried-out").with("count", count)));
    }
    destruction::decline(cx.tx, &permit, id, &reason)?;
    cx.did("KeepArchive", Subject::School, Levels::NONE, format!("{} declined", id.uuid()));
    Ok(Reply::done("/archive", "archive-noted"))
}

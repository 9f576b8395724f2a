//! A programme in a term: every number with what follows from it and where it comes from, when it counts, and what was changed when.

use askama::Template;

use super::views::{GroupView, category_words, groups};
use super::{address, term_words};
use crate::access::{Action, Levels, Subject, acts};
use crate::base::{Error, Lang, Msg, ProgrammeId, Result, StaffId, TermCode};
use crate::programme::history::{self, Switch};
use crate::programme::programmes::{self, Programme};
use crate::programme::{Param, Span, Value, deadline, naming, wording};
use crate::roster::calendar::TermDays;
use crate::roster::{people, time};
use crate::web::{Cx, Page, Reply};

/// A version with what it changed.
struct VersionView {
    number: i64,
    term: String,
    by: String,
    /// What changed: name, what it was, what it is.
    changes: Vec<(String, String, String)>,
}

/// A term and whether the programme counts in it.
struct TermView {
    code: String,
    name: String,
    on: bool,
    current: bool,
}

#[derive(Template)]
#[template(path = "programme/pages/show.html")]
struct Show {
    p: Page,
    act: String,
    manages: bool,
    name: String,
    purpose: String,
    categories: Vec<String>,
    term: String,
    version: i64,
    on: bool,
    never_on: bool,
    can_end: bool,
    terms: Vec<TermView>,
    open_terms: Vec<(String, String)>,
    until_terms: Vec<(String, String)>,
    groups: Vec<GroupView>,
    versions: Vec<VersionView>,
}

#[derive(serde::Deserialize)]
struct Asked {
    #[serde(default)]
    term: String,
}

/// The term asked for, or the present one.
fn term_asked(cx: &mut Cx<'_, '_>) -> Result<TermCode> {
    let asked: Asked = cx.query()?;
    if !asked.term.is_empty() {
        return asked.term.parse().map_err(|()| Error::NotFound);
    }
    let today = cx.tx.today();
    Ok(time::current_term(cx.tx)?.map_or_else(|| TermCode::of(today), |term| term.code))
}

/// What a parameter means in a term: the day by which, the days on which, how many times.
fn follows(programme: &Programme, param: Param, days: &TermDays, lang: Lang) -> String {
    match programme.values.get(param) {
        Some(Value::After(after)) => Msg::new("programme-follows-due").with("day", deadline::due_in_term(*after, days)).text(lang),
        Some(Value::MonthDay(day)) => {
            let dues: Vec<String> = deadline::month_dues(*day, days).iter().map(|due| format!("{}-{}", due.month(), due.day())).collect();
            let separator = crate::base::words::word(lang, "programme-list-separator");
            Msg::new("programme-follows-days").with("days", dues.join(&separator)).text(lang)
        }
        Some(Value::Cadence(cadence)) if cadence.span < Span::HalfTerm => {
            let times: i64 = deadline::windows(*cadence, days).iter().map(|window| window.times).sum();
            if times == 0 { String::new() } else { Msg::new("programme-follows-times").with("count", times).text(lang) }
        }
        _ => String::new(),
    }
}

/// The programme's page.
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ProgrammeId = cx.path("id")?;
    let code = term_asked(cx)?;
    let lang = cx.lang();
    let programme = programmes::programme(cx.tx, id, code)?;
    let switches = programmes::switches(cx.tx, id)?;
    let names = naming::names(cx.tx)?;
    let days = match time::term_by_code(cx.tx, code)? {
        Some(term) => Some(time::term_days(cx.tx, &term)?),
        None => None,
    };
    let told = |param: Param| days.as_ref().map(|days| follows(&programme, param, days, lang)).unwrap_or_default();
    let open: Vec<(String, String)> = programmes::open_terms(cx.tx)?.iter().map(|term| (term.code.to_string(), term_words(lang, term.code))).collect();
    let page = Show {
        p: cx.page_of(&Msg::new("programme-page-title").with("name", &programme.name)),
        act: address(id),
        manages: cx.who.may_somewhere(Action::ManageProgrammes),
        categories: category_words(&programme.categories, &names, lang),
        term: term_words(lang, code),
        version: programme.version,
        on: history::is_on(&switches, code),
        never_on: switches.is_empty(),
        can_end: goes_on(&switches),
        terms: terms(cx, &switches, code)?,
        until_terms: open.clone(),
        open_terms: open,
        groups: groups(&programme.preset, &programme.values, lang, told),
        versions: versions(cx, id)?,
        name: programme.name,
        purpose: programme.purpose,
    };
    cx.render(&page)
}

fn goes_on(switches: &[Switch]) -> bool {
    switches.last().is_some_and(|newest| newest.on)
}

fn terms(cx: &mut Cx<'_, '_>, switches: &[Switch], shown: TermCode) -> Result<Vec<TermView>> {
    let lang = cx.lang();
    let view = |code: TermCode| TermView { code: code.to_string(), name: term_words(lang, code), on: history::is_on(switches, code), current: code == shown };
    Ok(time::terms(cx.tx)?.iter().map(|term| view(term.code)).collect())
}

fn versions(cx: &mut Cx<'_, '_>, id: ProgrammeId) -> Result<Vec<VersionView>> {
    let lang = cx.lang();
    let names = naming::names(cx.tx)?;
    let staff = people::staff_list(cx.tx)?;
    let who = |actor: &str| staff.iter().find(|person| actor.parse::<StaffId>() == Ok(person.id)).map(|person| person.name.clone()).unwrap_or_default();
    let all = programmes::versions(cx.tx, id)?;
    let mut views = Vec::new();
    for (at, (version, programme)) in all.iter().enumerate() {
        let by = Msg::new("programme-version-by").with("day", version.at.day()).with("name", who(&version.actor)).text(lang);
        let before = at.checked_sub(1).and_then(|before| all.get(before)).map(|(_, before)| before);
        let changes = before.map(|before| changed(before, programme, &names, lang)).unwrap_or_default();
        views.push(VersionView { number: version.number, term: term_words(lang, version.from_term), by, changes });
    }
    views.reverse();
    Ok(views)
}

/// What differs between two versions, in words.
fn changed(before: &Programme, after: &Programme, names: &naming::Names, lang: Lang) -> Vec<(String, String, String)> {
    let word = |key: &str| crate::base::words::word(lang, key);
    let joined = |programme: &Programme| category_words(&programme.categories, names, lang).join(&word("programme-list-separator"));
    let plain = [
        (word("programme-name"), before.name.clone(), after.name.clone()),
        (word("programme-purpose"), before.purpose.clone(), after.purpose.clone()),
        (word("programme-serves"), joined(before), joined(after)),
    ];
    let mut all: Vec<(String, String, String)> = plain.into_iter().filter(|(_, old, new)| old != new).collect();
    let shown = |param: Param, value: Option<&Value>| value.map_or_else(|| word("programme-not-asked"), |value| wording::text(param, value, lang));
    all.extend(before.values.changes(&after.values).into_iter().map(|(param, old, new)| (wording::name(param, lang), shown(param, old), shown(param, new))));
    all
}

fn code_of(cx: &Cx<'_, '_>, field: &'static str) -> Result<TermCode> {
    cx.field(field).parse().map_err(|()| Error::at(field, "programme-term-needed"))
}

/// Switches it on for terms.
pub(super) fn switch_on(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ProgrammeId = cx.path("id")?;
    let permit = cx.permit::<acts::ManageProgrammes>(Subject::School)?;
    let from = code_of(cx, "from_term")?;
    let until = if cx.field("until_term").is_empty() { None } else { Some(code_of(cx, "until_term")?) };
    programmes::switch_on(cx.tx, &permit, id, from, until)?;
    cx.did("SwitchProgrammeOn", Subject::School, Levels::NONE, format!("{id} {from}"));
    Ok(Reply::done(address(id), Msg::new("programme-switched-on").with("term", term_words(cx.lang(), from))))
}

#[derive(Template)]
#[template(path = "web/pages/confirm.html")]
struct Confirm {
    p: Page,
    text: String,
    act: String,
    fields: Vec<(String, String)>,
    back: String,
}

/// Ends it after a term, after asking.
pub(super) fn end(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ProgrammeId = cx.path("id")?;
    let permit = cx.permit::<acts::ManageProgrammes>(Subject::School)?;
    let last = code_of(cx, "last_term")?;
    if cx.field("confirmed").is_empty() {
        let p = cx.page("programme-end-title");
        let (text, act) = (p.tv("programme-end-text", "term", term_words(p.lang, last)), p.t("programme-end"));
        return cx.render(&Confirm { p, text, act, fields: vec![("last_term".into(), last.to_string())], back: address(id) });
    }
    programmes::end(cx.tx, &permit, id, last)?;
    cx.did("EndProgramme", Subject::School, Levels::NONE, format!("{id} {last}"));
    Ok(Reply::done(address(id), Msg::new("programme-ended").with("term", term_words(cx.lang(), last))))
}

//! A family is brought before the leader of the grade (A9-22): the form, the answer, the slip, and what one raised.

use askama::Template;

use super::{SHOWN, list};
use crate::access::acts;
use crate::activity::raise::{self, New, OUTCOMES, REASONS, Raise};
use crate::activity::{self, Record, export};
use crate::base::{Error, Lang, Msg, PupilId, Result, RowId, SchoolDate, words};
use crate::roster::particulars;
use crate::web::{Choice, Cx, Page, Reply};

fn coded(lang: Lang, prefix: &str, code: &str) -> String {
    words::word(lang, &format!("{prefix}{code}"))
}

fn radio(p: &Page, field: &str, prefix: &str, codes: &[&str], usual: &str) -> Vec<Choice> {
    let chosen = p.old_or(field, usual);
    codes.iter().map(|code| Choice::new(code, coded(p.lang, prefix, code), chosen == *code)).collect()
}

#[derive(Template)]
#[template(path = "activity/pages/raise_new.html")]
struct NewPage {
    p: Page,
    id: PupilId,
    name: String,
    raise: String,
    missing: i64,
    open: String,
    contacts: Vec<list::Line>,
    reasons: Vec<Choice>,
    leaders: Vec<(String, String)>,
    wish: String,
}

fn lines(lang: Lang, contacts: Vec<Record>) -> Vec<list::Line> {
    contacts.into_iter().map(|record| list::line(lang, record, String::new(), false)).collect()
}

/// `GET /pupils/{id}/raise`
pub(super) fn show_new(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::RecordActivity>(id)?;
    let see = cx.permit::<acts::SeePupil>(id)?;
    let name = particulars::particulars(cx.tx, &see)?.name;
    let stands = raise::standing(cx.tx, &permit)?;
    let p = cx.page("activity-raise-title");
    // Nobody was reached when none of the contacts took place.
    let usual = if stands.contacts.iter().any(|record| record.held) { "differs" } else { "not_reached" };
    let page = NewPage {
        raise: p.old_or("raise", activity::new_id(cx.tx)),
        missing: stands.missing,
        open: stands.open.map(|open| format!("/raises/{open}")).unwrap_or_default(),
        contacts: lines(p.lang, stands.contacts),
        reasons: radio(&p, "reason", "activity-raise-reason-", &REASONS, usual),
        leaders: stands.leaders.into_iter().map(|(staff, name)| (staff.to_string(), name)).collect(),
        wish: p.t("activity-raise-wish-usual"),
        id,
        name,
        p,
    };
    cx.saw("SeeRecords", permit.subject(), permit.levels().within(SHOWN));
    cx.render(&page)
}

/// `POST /pupils/{id}/raises`
pub(super) fn raise(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::RecordActivity>(id)?;
    let raise: RowId = cx.field("raise").parse().map_err(|_| Error::NotFound)?;
    let new = New { id: raise, reason: cx.field("reason").to_owned(), leader: cx.field("leader").parse().ok(), wish: cx.field("wish").to_owned() };
    let made = raise::raise(cx.tx, &permit, &new)?;
    cx.did("RecordActivity", permit.subject(), permit.levels().within(SHOWN), "raised");
    Ok(Reply::done(format!("/raises/{made}"), "activity-raise-done"))
}

#[derive(Template)]
#[template(path = "activity/pages/raises.html")]
struct Raises {
    p: Page,
    rows: Vec<(Raise, String, String)>,
}

/// `GET /raises`
pub(super) fn own(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("activity-raises-title");
    let view = |one: Raise| {
        let (reason, state) = (coded(p.lang, "activity-raise-reason-", &one.reason), coded(p.lang, "activity-raise-state-", one.state()));
        (one, reason, state)
    };
    let rows = raise::own(cx.tx, cx.who)?.into_iter().map(view).collect();
    cx.saw("SeeRecords", crate::access::Subject::School, crate::access::Levels::of(&[crate::access::Level::Basic]));
    cx.render(&Raises { p, rows })
}

#[derive(Template)]
#[template(path = "activity/pages/raise.html")]
struct RaisePage {
    p: Page,
    r: Raise,
    reason: String,
    state: String,
    outcome: String,
    contacts: Vec<list::Line>,
    outcomes: Vec<Choice>,
    leads: bool,
    raised: bool,
    accept: String,
    seen: String,
    formats: Vec<&'static str>,
}

/// `GET /raises/{raise}`
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: RowId = cx.path("raise")?;
    let (r, contacts) = raise::one(cx.tx, cx.who, id)?;
    let p = cx.page_of(&Msg::new("activity-raise-of").with("name", &r.pupil_name));
    let me = cx.who.staff();
    cx.saw("SeeRecords", r.pupil.into(), SHOWN);
    let page = RaisePage {
        reason: coded(p.lang, "activity-raise-reason-", &r.reason),
        state: coded(p.lang, "activity-raise-state-", r.state()),
        outcome: r.returned.as_ref().map(|(_, outcome, _)| coded(p.lang, "activity-raise-outcome-", outcome)).unwrap_or_default(),
        contacts: lines(p.lang, contacts),
        outcomes: radio(&p, "outcome", "activity-raise-outcome-", &OUTCOMES, ""),
        leads: r.leader == me,
        raised: r.staff == me,
        accept: format!("/raises/{id}/acceptance"),
        seen: format!("/raises/{id}/reading"),
        formats: export::letter_formats(),
        r,
        p,
    };
    cx.render(&page)
}

fn act<T>(cx: &mut Cx<'_, '_>, what: &'static str, verb: impl FnOnce(&mut Cx<'_, '_>, &crate::access::Permit<acts::RecordActivity>, RowId) -> Result<T>) -> Result<Reply> {
    let id: RowId = cx.path("raise")?;
    let pupil = raise::pupil_of(cx.tx, id)?;
    let permit = cx.permit::<acts::RecordActivity>(pupil)?;
    verb(cx, &permit, id)?;
    cx.did("RecordActivity", permit.subject(), permit.levels().within(SHOWN), what);
    Ok(Reply::done(format!("/raises/{id}"), "activity-raise-noted"))
}

/// `POST /raises/{raise}/acceptance`
pub(super) fn accept(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    act(cx, "raise accepted", |cx, permit, id| raise::accept(cx.tx, permit, id))
}

/// `POST /raises/{raise}/outcome`
pub(super) fn give_back(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (outcome, text) = (cx.field("outcome").to_owned(), cx.field("text").to_owned());
    act(cx, "raise returned", |cx, permit, id| raise::give_back(cx.tx, permit, id, &outcome, &text))
}

/// `POST /raises/{raise}/reading`
pub(super) fn seen(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    act(cx, "raise read", |cx, permit, id| raise::seen(cx.tx, permit, id))
}

/// `GET /raises/{raise}/paper/{format}`
pub(super) fn paper(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, format): (RowId, String) = (cx.path("raise")?, cx.path("format")?);
    let (pupil, lang) = (raise::pupil_of(cx.tx, id)?, cx.lang());
    let (name, media_type, bytes) = export::raise::slip(cx.tx, cx.who, id, &format, lang)?;
    cx.did("PrintRecords", pupil.into(), SHOWN, format!("raise {format}"));
    Ok(Reply::file(name, media_type, bytes))
}

impl RaisePage {
    fn accepted(&self) -> Option<SchoolDate> {
        self.r.accepted
    }
}

//! `/supervision/checks/{check}`: whom the draw names, what each said, what is to be mended; the form of one meeting with the records of the month beside it.

use askama::Template;

use super::checks::{how_far, title, usual_due};
use super::{SHOWN, choices, day};
use crate::access::{Action, Subject, acts};
use crate::activity::export;
use crate::base::{Error, Msg, PupilId, Result, RowId, SchoolDate, StaffId, words};
use crate::roster::particulars;
use crate::supervision::checks::{self, AGREES, Answers, HELPED, OFTEN, PASSED, Said};
use crate::supervision::findings::Finding;
use crate::supervision::hand_in::month_of;
use crate::web::{Choice, Cx, Page, Reply};

struct MetView {
    pupil: PupilId,
    place: i64,
    name: String,
    said: String,
    agrees: String,
    kind: &'static str,
    done: bool,
}

struct FindingView {
    id: RowId,
    name: String,
    staff: String,
    words: String,
    due: SchoolDate,
    state: String,
    kind: &'static str,
}

#[derive(Template)]
#[template(path = "supervision/pages/check.html")]
struct CheckPage {
    p: Page,
    id: RowId,
    lead: String,
    drawn_by: String,
    met: Vec<MetView>,
    passed: Vec<(i64, String, String)>,
    reasons: Vec<Choice>,
    findings: Vec<FindingView>,
    over: Option<(SchoolDate, String)>,
    formats: Vec<&'static str>,
}

/// `GET /supervision/checks/{check}`
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: RowId = cx.path("check")?;
    let whole = checks::whole(cx.tx, cx.who, id)?;
    let title = title(cx, &whole.check)?;
    let p = cx.page_of(&Msg::new("supervision-plain").with("text", title));
    let word = |key: String| words::word(p.lang, &key);
    let met = |one: &checks::Drawn| {
        let said = whole.interview(one.pupil);
        MetView {
            pupil: one.pupil,
            place: one.place,
            name: one.name.clone(),
            said: said
                .map(|said| {
                    Msg::new("supervision-said")
                        .with("talked", word(format!("supervision-often-{}", said.said.talked)))
                        .with("tutored", word(format!("supervision-often-{}", said.said.tutored)))
                        .text(p.lang)
                })
                .unwrap_or_default(),
            agrees: said.map(|said| word(format!("supervision-agrees-{}", said.said.agrees))).unwrap_or_default(),
            kind: match said.map(|said| said.said.agrees.as_str()) {
                Some("agrees") => "good",
                Some("partly") => "due",
                Some(_) => "overdue",
                None => "",
            },
            done: said.is_some(),
        }
    };
    let finding = |found: &Finding| FindingView {
        id: found.id,
        name: found.pupil_name.clone(),
        staff: found.staff_name.clone(),
        words: found.words.clone(),
        due: found.due,
        state: word(format!("supervision-step-{}", found.state())),
        kind: if found.state() == "accepted" { "good" } else { "due" },
    };
    let page = CheckPage {
        id,
        lead: how_far(p.lang, &whole),
        drawn_by: Msg::new("supervision-drawn-by")
            .with("seed", &whole.check.seed)
            .with("count", whole.check.population)
            .with("by", &whole.check.by)
            .with("day", whole.check.day)
            .text(p.lang),
        met: whole.met().map(met).collect(),
        passed: whole.drawn.iter().filter(|one| !one.passed.is_empty()).map(|one| (one.place, one.name.clone(), word(format!("supervision-pass-{}", one.passed)))).collect(),
        reasons: choices(&p, "supervision-pass-", &PASSED, "absent"),
        findings: whole.findings.iter().map(finding).collect(),
        over: whole.check.ended.map(|day| (day, whole.check.words.clone())),
        formats: export::letter_formats(),
        p,
    };
    cx.saw("Supervise", checks::subject(&whole.check), SHOWN);
    cx.render(&page)
}

#[derive(Template)]
#[template(path = "supervision/pages/meet.html")]
struct MeetPage {
    p: Page,
    check: RowId,
    id: PupilId,
    lead: String,
    records: Vec<String>,
    talked: Vec<Choice>,
    tutored: Vec<Choice>,
    helped: Vec<Choice>,
    agrees: Vec<Choice>,
    words: String,
    seen: i64,
    finding_id: String,
    menders: Vec<(String, String)>,
    due: SchoolDate,
}

/// `GET /supervision/checks/{check}/pupils/{id}`
pub(super) fn meet(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (check, id): (RowId, PupilId) = (cx.path("check")?, cx.path("id")?);
    let whole = checks::whole(cx.tx, cx.who, check)?;
    let drawn = whole.met().find(|one| one.pupil == id).ok_or(Error::NotFound)?;
    let see = cx.permit::<acts::SeeCaseFile>(id)?;
    let pupil = cx.permit::<acts::SeePupil>(id)?;
    let class = particulars::particulars(cx.tx, &pupil)?.seat.map(|seat| seat.class_name).unwrap_or_default();
    let p = cx.page_of(&Msg::new("supervision-meet-title").with("name", &drawn.name));
    let span = (month_of(whole.check.day), whole.check.ended.unwrap_or_else(|| cx.tx.today()));
    let records = export::records(cx.tx, &see, span)?;
    let line = |one: &crate::activity::Record| {
        let held = if one.held { String::new() } else { words::word(p.lang, "activity-not-held") };
        format!("{} {} {} {held}", one.day, words::word(p.lang, &format!("activity-kind-{}", one.kind.code())), one.by).trim().to_owned()
    };
    let known = whole.interview(id);
    let said = known.map(|known| known.said.clone()).unwrap_or_default();
    let due = usual_due(cx.tx.today());
    let typed = p.old("finding_id");
    let page = MeetPage {
        check,
        id,
        lead: Msg::new("supervision-meet-lead").with("class", class).with("count", records.len()).with("from", span.0).text(p.lang),
        records: records.iter().map(line).collect(),
        talked: choices(&p, "supervision-often-", &OFTEN, &p.old_or("talked", &said.talked)),
        tutored: choices(&p, "supervision-often-", &OFTEN, &p.old_or("tutored", &said.tutored)),
        helped: choices(&p, "supervision-helped-", &HELPED, &p.old_or("helped", &said.helped)),
        agrees: choices(&p, "supervision-agrees-", &AGREES, &p.old_or("agrees", &said.agrees)),
        words: known.map(|known| known.words.clone()).unwrap_or_default(),
        seen: known.map_or(0, |known| known.number),
        finding_id: if typed.is_empty() { cx.tx.new_id::<RowId>().to_string() } else { typed },
        menders: std::iter::once((String::new(), p.t("supervision-pick-one")))
            .chain(checks::menders(cx.tx, cx.who, id)?.into_iter().map(|(staff, name)| (staff.to_string(), name)))
            .collect(),
        due,
        p,
    };
    cx.saw("Supervise", Subject::Pupil(id), see.levels().within(SHOWN));
    cx.render(&page)
}

/// `POST /supervision/checks/{check}/pupils/{id}`
pub(super) fn say(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (check, id): (RowId, PupilId) = (cx.path("check")?, cx.path("id")?);
    let field = |name: &str| cx.field(name).to_owned();
    let new = Said {
        seen: field("seen").parse().unwrap_or_default(),
        said: Answers { talked: field("talked"), tutored: field("tutored"), helped: field("helped"), agrees: field("agrees") },
        words: field("words"),
        finding: field("finding"),
        finding_id: field("finding_id").parse().ok(),
        staff: field("staff").parse::<StaffId>().ok(),
        due: day(&field("due")),
    };
    checks::say(cx.tx, cx.who, check, id, &new)?;
    cx.did("Supervise", Subject::Pupil(id), SHOWN, format!("met {check}"));
    Ok(Reply::done(format!("/supervision/checks/{check}"), "supervision-met"))
}

/// `POST /supervision/checks/{check}/pupils/{id}/next`
pub(super) fn pass(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (check, id): (RowId, PupilId) = (cx.path("check")?, cx.path("id")?);
    let reason = cx.field("reason").to_owned();
    checks::pass(cx.tx, cx.who, check, id, &reason)?;
    cx.did("Supervise", Subject::Pupil(id), SHOWN, format!("passed {check}"));
    Ok(Reply::done(format!("/supervision/checks/{check}"), "supervision-next"))
}

/// `POST /supervision/checks/{check}/end`
pub(super) fn end(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let check: RowId = cx.path("check")?;
    let text = cx.field("words").to_owned();
    checks::end(cx.tx, cx.who, check, &text)?;
    let subject = if cx.who.may_everywhere(Action::Supervise) { Subject::School } else { checks::one(cx.tx, cx.who, check)?.1.subject() };
    cx.did("Supervise", subject, SHOWN, format!("ended {check}"));
    Ok(Reply::done(format!("/supervision/checks/{check}"), "supervision-ended"))
}

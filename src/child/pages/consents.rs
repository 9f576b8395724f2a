//! Consents of families: one child's, and a class at once ("43/45 已收"). PRACTICE 2; CONVENTIONS R6.

use askama::Template;

use crate::access::{Action, Level, Levels, Subject, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, Lang, Msg, PupilId, Result, SchoolDate, limits, words};
use crate::child::{ConsentLine, PURPOSES, class_consents, collect_consents, titled};
use crate::roster::{particulars, time};
use crate::trail::{self, Consent};
use crate::web::{Cx, Page, Policy, Reply, Routes};

const RECORD: Policy = Policy::May(Action::RecordConsent);
/// How a family says it.
const HOWS: [&str; 3] = ["paper", "spoken", "link"];

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/pupils/{id}/consents", RECORD, show_consents)
        .post("/pupils/{id}/consents", RECORD, record, show_consents)
        .get("/classes/{id}/consents", RECORD, show_class)
        .post("/classes/{id}/consents", RECORD, collect, show_class)
}

/// A consent in words.
struct Said {
    what: String,
    how: String,
    c: Consent,
}

#[derive(Template)]
#[template(path = "child/pages/consents.html")]
struct ConsentsPage {
    p: Page,
    id: PupilId,
    name: String,
    now: Vec<(String, &'static str)>,
    said: Vec<Said>,
    purposes: Vec<(String, String)>,
    hows: Vec<(String, String)>,
    answers: Vec<(String, String, String)>,
    today: SchoolDate,
}

fn purpose_words(lang: Lang) -> Vec<(String, String)> {
    PURPOSES.iter().map(|purpose| ((*purpose).to_owned(), words::word(lang, &format!("consent-{purpose}")))).collect()
}

fn how_words(lang: Lang) -> Vec<(String, String)> {
    HOWS.iter().map(|how| ((*how).to_owned(), words::word(lang, &format!("child-consent-how-{how}")))).collect()
}

fn show_consents(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    cx.permit::<acts::RecordConsent>(id)?;
    let see = cx.permit::<acts::SeePupil>(id)?;
    let lang = cx.lang();
    let name = particulars::particulars(cx.tx, &see)?.name;
    let all = trail::consents_of(cx.tx, id)?;
    let standing = |code: &str| match all.iter().find(|c| c.purpose == code).map(|c| c.given) {
        Some(true) => "given",
        Some(false) => "refused",
        None => "none",
    };
    let now = purpose_words(lang).into_iter().map(|(code, word)| (word, standing(&code))).collect();
    let said =
        all.into_iter().map(|c| Said { what: words::word(lang, &format!("consent-{}", c.purpose)), how: words::word(lang, &format!("child-consent-how-{}", c.how)), c }).collect();
    let answer = |code: &str, key: &str, more: &str| (code.to_owned(), words::word(lang, key), words::word(lang, more));
    let page = ConsentsPage {
        p: cx.page_of(&titled("child-consents-title", &name)),
        id,
        name,
        now,
        said,
        purposes: purpose_words(lang),
        hows: how_words(lang),
        answers: vec![answer("yes", "child-consent-given", "child-consent-given-more"), answer("no", "child-consent-refused", "child-consent-refused-more")],
        today: cx.tx.today(),
    };
    cx.saw("SeeConsents", Subject::Pupil(id), Levels::of(&[Level::Basic]));
    cx.render(&page)
}

/// Day and person of a consent form.
fn day_and_person(cx: &Cx<'_, '_>) -> Result<(SchoolDate, String)> {
    let mut problems = Problems::default();
    let day = problems.keep("day", cx.field("day").parse::<SchoolDate>().map_err(|_| Msg::new("child-consent-day")));
    let by_whom = cx.field("by_whom").to_owned();
    if day.is_some_and(|day| day > cx.tx.today()) {
        problems.note("day", Msg::new("child-consent-day"));
    }
    if by_whom.is_empty() || by_whom.chars().count() > limits::NAME_CHARS {
        problems.note("by_whom", Msg::new("child-consent-by-whom-missing"));
    }
    problems.end()?;
    Ok((day.ok_or(Error::NotFound)?, by_whom))
}

fn record(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::RecordConsent>(id)?;
    let (purpose, how) = (cx.field("purpose").to_owned(), cx.field("how").to_owned());
    let given = match cx.field("given") {
        "yes" => true,
        "no" => false,
        _ => return Err(Error::at("given", "child-consent-choose")),
    };
    if !PURPOSES.contains(&purpose.as_str()) || !HOWS.contains(&how.as_str()) {
        return Err(Error::at("purpose", "child-consent-choose"));
    }
    let (day, by_whom) = day_and_person(cx)?;
    trail::record_consent(cx.tx, permit.who(), id, &Consent { purpose: purpose.clone(), given, how, by_whom, day })?;
    cx.did("RecordConsent", Subject::Pupil(id), Levels::of(&[Level::Basic]), purpose);
    Ok(Reply::done(format!("/pupils/{id}/consents"), "child-consent-saved"))
}

#[derive(Template)]
#[template(path = "child/pages/class_consents.html")]
struct ClassPage {
    p: Page,
    id: ClassId,
    purpose: String,
    purposes: Vec<(String, String)>,
    lines: Vec<ConsentLine>,
    given: usize,
    today: SchoolDate,
}

#[derive(serde::Deserialize, Default)]
struct ClassQuery {
    #[serde(default)]
    purpose: String,
}

fn purpose_asked(cx: &Cx<'_, '_>) -> Result<String> {
    let asked = if cx.field("purpose").is_empty() { cx.query::<ClassQuery>()?.purpose } else { cx.field("purpose").to_owned() };
    Ok(PURPOSES.into_iter().find(|purpose| **purpose == asked).unwrap_or(PURPOSES[0]).to_owned())
}

fn show_class(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("id")?;
    let permit = cx.permit::<acts::RecordConsent>(id)?;
    let purpose = purpose_asked(cx)?;
    let lines = class_consents(cx.tx, &permit, &purpose)?;
    let class = time::class(cx.tx, id)?;
    let page = ClassPage {
        p: cx.page_of(&Msg::new("child-class-consents-title").with("class", &class.name)),
        id,
        purposes: purpose_words(cx.lang()),
        purpose,
        given: lines.iter().filter(|line| line.given == Some(true)).count(),
        lines,
        today: cx.tx.today(),
    };
    cx.render(&page)
}

fn collect(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("id")?;
    let permit = cx.permit::<acts::RecordConsent>(id)?;
    let purpose = purpose_asked(cx)?;
    let (day, by_whom) = day_and_person(cx)?;
    let pupils: Vec<PupilId> = cx.req.fields_of("given").filter_map(|text| text.parse().ok()).collect();
    let count = collect_consents(cx.tx, &permit, &purpose, &pupils, day, &by_whom)?;
    cx.did("RecordConsent", Subject::Class(id), Levels::of(&[Level::Basic]), format!("{purpose} {count}"));
    Ok(Reply::done(format!("/classes/{id}/consents?purpose={purpose}"), Msg::new("child-consents-saved").with("count", count)))
}

//! Consents of families: one child's, and a class at once ("43/45 已收"). PRACTICE 2; CONVENTIONS R6.

use askama::Template;

use crate::access::{Action, Level, Levels, Subject, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, Lang, Msg, PupilId, Result, SchoolDate, limits, words};
use crate::child::export::letter_of_class;
use crate::child::{ConsentLine, PURPOSES, Slip, UNGATED, class_consents, collect_consents, titled};
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
        .get("/classes/{id}/consents/letter/{file}", RECORD, letter)
        .get("/consents/not-gated", Policy::Public, show_ungated)
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
    guardians: Vec<(String, String)>,
    version: String,
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
    let standing = |code: &str| match all.iter().find(|c| c.purpose == code) {
        Some(c) if c.given => "given",
        Some(c) if c.withdrawn => "withdrawn",
        Some(_) => "refused",
        None => "none",
    };
    let family = see.levels().has(Level::Family);
    let mut guardians = vec![(String::new(), words::word(lang, "child-consent-other-person"))];
    if family {
        let known = particulars::guardians(cx.tx, &see)?;
        guardians.extend(known.into_iter().map(|g| (g.id.to_string(), if g.relation.is_empty() { g.name } else { format!("{} ({})", g.name, g.relation) })));
    }
    let version = all.iter().map(|c| c.version.clone()).find(|version| !version.is_empty()).unwrap_or_else(|| usual_version(cx.tx.today()));
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
        answers: vec![
            answer("yes", "child-consent-given", "child-consent-given-more"),
            answer("no", "child-consent-refused", "child-consent-refused-more"),
            answer("back", "child-consent-withdrawn", "child-consent-withdrawn-more"),
        ],
        guardians,
        version,
        today: cx.tx.today(),
    };
    cx.saw("SeeConsents", Subject::Pupil(id), Levels::of(&[Level::Basic]));
    cx.render(&page)
}

/// The version of a letter where none was named before: its year.
fn usual_version(today: SchoolDate) -> String {
    format!("{}-1", today.year())
}

/// Day, person and letter of a consent form; `known` is the person when a guardian of the register was chosen.
fn slip(cx: &Cx<'_, '_>, known: Option<&str>) -> Result<Slip> {
    let mut problems = Problems::default();
    let version = cx.field("version").to_owned();
    if version.chars().count() > limits::NAME_CHARS {
        problems.note("version", Msg::new("child-consent-version-long"));
    }
    let day = problems.keep("day", cx.field("day").parse::<SchoolDate>().map_err(|_| Msg::new("child-consent-day")));
    let by_whom = known.unwrap_or_else(|| cx.field("by_whom")).to_owned();
    if day.is_some_and(|day| day > cx.tx.today()) {
        problems.note("day", Msg::new("child-consent-day"));
    }
    if by_whom.is_empty() || by_whom.chars().count() > limits::NAME_CHARS {
        problems.note("by_whom", Msg::new("child-consent-by-whom-missing"));
    }
    problems.end()?;
    Ok(Slip { day: day.ok_or(Error::NotFound)?, by_whom, version })
}

fn record(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::RecordConsent>(id)?;
    let (purpose, how) = (cx.field("purpose").to_owned(), cx.field("how").to_owned());
    let (given, withdrawn) = match cx.field("given") {
        "yes" => (true, false),
        "no" => (false, false),
        "back" => (false, true),
        _ => return Err(Error::at("given", "child-consent-choose")),
    };
    if !PURPOSES.contains(&purpose.as_str()) || !HOWS.contains(&how.as_str()) {
        return Err(Error::at("purpose", "child-consent-choose"));
    }
    let see = cx.permit::<acts::SeePupil>(id)?;
    let chosen = cx.field("guardian").to_owned();
    let guardian = match chosen.as_str() {
        "" => None,
        chosen => Some(particulars::guardians(cx.tx, &see)?.into_iter().find(|g| g.id.to_string() == chosen).ok_or_else(|| Error::at("guardian", "child-consent-choose"))?),
    };
    let person = guardian.as_ref().map(|g| if g.relation.is_empty() { g.name.clone() } else { g.relation.clone() });
    let Slip { day, by_whom, version } = slip(cx, person.as_deref())?;
    let consent = Consent { purpose: purpose.clone(), given, withdrawn, how, by_whom, guardian: guardian.map(|g| g.id), version, day };
    trail::record_consent(cx.tx, permit.who(), id, &consent)?;
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
    version: String,
    formats: Vec<&'static str>,
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
        version: usual_version(cx.tx.today()),
        formats: crate::child::export::formats(),
        today: cx.tx.today(),
    };
    cx.render(&page)
}

fn collect(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("id")?;
    let permit = cx.permit::<acts::RecordConsent>(id)?;
    let purpose = purpose_asked(cx)?;
    let slip = slip(cx, None)?;
    let pupils: Vec<PupilId> = cx.req.fields_of("given").filter_map(|text| text.parse().ok()).collect();
    let count = collect_consents(cx.tx, &permit, &purpose, &pupils, &slip)?;
    cx.did("RecordConsent", Subject::Class(id), Levels::of(&[Level::Basic]), format!("{purpose} {count}"));
    Ok(Reply::done(format!("/classes/{id}/consents?purpose={purpose}"), Msg::new("child-consents-saved").with("count", count)))
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct LetterQuery {
    purpose: String,
    version: String,
}

/// `GET /classes/{id}/consents/letter/{docx|pdf}`: the letter of a purpose, with a slip for each family of the class.
fn letter(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("id")?;
    let permit = cx.permit::<acts::RecordConsent>(id)?;
    let format: String = cx.path("file")?;
    let asked: LetterQuery = cx.query()?;
    let purpose = PURPOSES.into_iter().find(|purpose| **purpose == asked.purpose).unwrap_or(PURPOSES[0]);
    let version = if asked.version.is_empty() { usual_version(cx.tx.today()) } else { asked.version.chars().take(limits::NAME_CHARS).collect() };
    let lang = cx.lang();
    let (name, media_type, bytes) = letter_of_class(cx.tx, &permit, purpose, &version, &format, lang)?;
    cx.did("PrintConsentLetter", Subject::Class(id), Levels::of(&[Level::Basic]), format!("{purpose} {version}"));
    Ok(Reply::file(name, media_type, bytes))
}

#[derive(Template)]
#[template(path = "child/pages/ungated.html")]
struct UngatedPage {
    p: Page,
    list: Vec<(String, String)>,
}

/// What needs no consent, in writing.
fn show_ungated(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let lang = cx.lang();
    let list = UNGATED.iter().map(|what| (words::word(lang, &format!("child-ungated-{what}")), words::word(lang, &format!("child-ungated-{what}-why")))).collect();
    cx.render(&UngatedPage { p: cx.page("child-ungated-title"), list })
}

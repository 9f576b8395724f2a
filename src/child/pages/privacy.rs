//! The privacy notice, a family's copy of what is held, and erasure. PIPL articles 17, 31, 45 to 47; CONVENTIONS R6.

use askama::Template;
use serde::Serialize;

use crate::access::{Action, Duty, Level, Levels, Subject, acts, readers_of};
use crate::activity::family_copy as records;
use crate::base::{Error, Lang, Msg, PupilId, Result, SchoolDate, words};
use crate::casefile::family_copy;
use crate::child::{AssessmentLine, AttendanceLine, Candidacy, attendance, candidacies, results, titled};
use crate::roster::entrusted;
use crate::roster::erasure;
use crate::roster::family;
use crate::roster::family_facts::{label, text as fact_text};
use crate::roster::movements;
use crate::roster::particulars::{self, Numbers};
use crate::screening::survey;
use crate::trail;
use crate::web::{Cx, Page, Policy, Reply, Routes};

/// The sections of the notice: each has a heading `child-privacy-<name>` and a text `child-privacy-<name>-text`.
const SECTIONS: [&str; 8] = ["what", "why", "who", "not", "long", "rights", "consent", "ask"];
/// What a family may ask to have corrected; the words are `child-request-<part>`.
const PARTS: [&str; 4] = ["particulars", "family", "results", "other"];
/// Days within which the school answers: PIPL article 50 asks for "timely"; the notice promises fifteen working days.
const ANSWER_DAYS: i64 = 21;

pub(super) fn routes() -> Routes {
    let may = Policy::May;
    Routes::new()
        .get("/privacy", Policy::Public, show_notice)
        .get("/pupils/{id}/copy", may(Action::CopyPupil), show_copy)
        .get("/pupils/{id}/copy.json", may(Action::CopyPupil), copy_json)
        .get("/pupils/{id}/correction-request", may(Action::SeePupil), show_request)
        .post("/pupils/{id}/correction-request", may(Action::SeePupil), request, show_request)
        .get("/pupils/{id}/erasure", may(Action::ErasePupil), show_erasure)
        .post("/pupils/{id}/erasure", may(Action::ErasePupil), erase, show_erasure)
}

#[derive(Template)]
#[template(path = "child/pages/privacy.html")]
struct NoticePage {
    p: Page,
    sections: Vec<(String, String)>,
}

fn show_notice(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let lang = cx.lang();
    let section = |name: &str| (words::word(lang, &format!("child-privacy-{name}")), words::word(lang, &format!("child-privacy-{name}-text")));
    let sections = SECTIONS.into_iter().map(section).collect();
    cx.render(&NoticePage { p: cx.page("child-privacy-title"), sections })
}

/// Everything held about a child that may be handed to the family.
#[derive(Serialize)]
pub(super) struct Copy {
    school: String,
    made_on: SchoolDate,
    name: String,
    particulars: Vec<(String, String)>,
    guardians: Vec<Vec<String>>,
    pub(super) family: Vec<(String, String)>,
    pub(super) movements: Vec<(SchoolDate, String, String)>,
    pub(super) results: Vec<AssessmentLine>,
    pub(super) attendance: Vec<AttendanceLine>,
    pub(super) screening: Vec<Candidacy>,
    consents: Vec<(SchoolDate, String, String)>,
    pub(super) survey: Vec<(SchoolDate, String, String)>,
    pub(super) case_file: Vec<(SchoolDate, String, String)>,
    pub(super) records: Vec<(SchoolDate, String, String)>,
    pub(super) progress: Vec<(SchoolDate, String, String)>,
    pub(super) plan: Vec<(SchoolDate, String, String)>,
    pub(super) rewards: Vec<(SchoolDate, String, String)>,
    pub(super) handed: Vec<(SchoolDate, String, String)>,
    household: Vec<(SchoolDate, String, String)>,
    aid: Vec<(SchoolDate, String, String)>,
    hardship: Vec<(SchoolDate, String, String)>,
    dropout: Vec<(SchoolDate, String, String)>,
    tutoring: Vec<(SchoolDate, String, String)>,
}

fn word(lang: Lang, key: &str) -> String {
    words::word(lang, key)
}

fn text<T: std::fmt::Display>(value: Option<T>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

/// Label and value of each particular that is held.
fn facts(cx: &mut Cx<'_, '_>, id: PupilId, numbers: Numbers) -> Result<(String, Vec<(String, String)>)> {
    let lang = cx.lang();
    let see = cx.permit::<acts::SeePupil>(id)?;
    let pupil = particulars::particulars(cx.tx, &see)?;
    let address = particulars::address(cx.tx, &see)?;
    let yes_no = |value: Option<bool>| value.map(|b| word(lang, if b { "roster-boards" } else { "roster-day-pupil" })).unwrap_or_default();
    let sex = match pupil.sex.as_str() {
        "male" => word(lang, "roster-male"),
        "female" => word(lang, "roster-female"),
        _ => String::new(),
    };
    let open = |sealed: Option<crate::base::Sealed<String>>| sealed.map(|s| s.open().clone()).unwrap_or_default();
    let mut facts = vec![
        ("roster-name", pupil.name.clone()),
        ("roster-class", pupil.seat.map(|seat| seat.class_name).unwrap_or_default()),
        ("roster-seat", text(pupil.seat_no)),
        ("roster-sex", sex),
        ("roster-birth-day", text(pupil.birth_day)),
        ("roster-entry-year", text(pupil.entry_year)),
        ("roster-school-no", text(pupil.school_no)),
        ("roster-registry", open(numbers.registry)),
        ("roster-identity", open(numbers.identity)),
        ("roster-ethnicity", pupil.ethnicity),
        ("roster-boarding", yes_no(pupil.boarding)),
        ("roster-address", open(address)),
        ("roster-note", pupil.note),
    ];
    facts.extend(
        numbers.former.into_iter().map(|(sealed, until)| ("roster-registry-former", format!("{} · {}", open(sealed), Msg::new("child-until").with("day", until).text(lang)))),
    );
    facts.retain(|(_, value)| !value.is_empty());
    Ok((pupil.name, facts.into_iter().map(|(key, value)| (word(lang, key), value)).collect()))
}

/// Gathers the copy; the caller's page says so in the audit chain.
pub(super) fn gather(cx: &mut Cx<'_, '_>, id: PupilId) -> Result<Copy> {
    let permit = cx.permit::<acts::CopyPupil>(id)?;
    let see = cx.permit::<acts::SeePupil>(id)?;
    let lang = cx.lang();
    let numbers = erasure::numbers_for_family(cx.tx, &permit)?;
    let (name, particulars) = facts(cx, id, numbers)?;
    let guardians = particulars::guardians(cx.tx, &see)?;
    let more = entrusted::of_child(cx.tx, &see)?;
    let address = |id| more.get(&id).and_then(|more| more.address.as_ref()).map(|text| text.open().clone()).unwrap_or_default();
    let family = family::facts_for_family(cx.tx, &permit)?;
    let moved = movements::movements(cx.tx, &see)?;
    let consents = trail::consents_of(cx.tx, id)?;
    let answer = |c: &trail::Consent| {
        let key = if c.given {
            "child-consent-given"
        } else if c.withdrawn {
            "child-consent-withdrawn"
        } else {
            "child-consent-refused"
        };
        word(lang, key)
    };
    let copy = Copy {
        school: crate::access::tenant(cx.tx)?.name,
        made_on: cx.tx.today(),
        name,
        particulars,
        guardians: guardians
            .into_iter()
            .map(|g| {
                let address = address(g.id);
                let mut line = vec![g.name, g.relation, g.phone.map(|s| s.open().clone()).unwrap_or_default()];
                line.extend(Some(address).filter(|text| !text.is_empty()));
                line
            })
            .collect(),
        family: family.iter().map(|fact| (label(lang, fact.topic), fact_text(lang, fact))).collect(),
        movements: moved.into_iter().map(|m| (m.day, word(lang, &format!("roster-movement-{}", m.kind)), m.reason)).collect(),
        results: results(cx.tx, &see, lang)?,
        attendance: attendance(cx.tx, &see)?,
        screening: candidacies(cx.tx, &see, lang)?,
        survey: survey::for_family(cx.tx, &permit, lang)?,
        case_file: family_copy::copy(cx.tx, &permit, lang)?,
        records: records::copy(cx.tx, &permit, lang)?,
        progress: crate::progress::family_copy::copy(cx.tx, &permit, lang)?,
        plan: crate::plan::family_copy::copy(cx.tx, &permit, lang)?,
        rewards: crate::reward::family_copy::copy(cx.tx, &permit, lang)?,
        handed: crate::archive::family_copy::copy(cx.tx, &permit, lang)?,
        household: crate::household::school::copy(cx.tx, &permit, lang)?,
        aid: crate::aid::family_copy::copy(cx.tx, &permit, lang)?,
        hardship: crate::hardship::family_copy::copy(cx.tx, &permit, lang)?,
        dropout: crate::dropout::family_copy::copy(cx.tx, &permit, lang)?,
        tutoring: crate::tutoring::family_copy::copy(cx.tx, &permit, lang)?,
        consents: consents.into_iter().map(|c| (c.day, word(lang, &format!("consent-{}", c.purpose)), format!("{} · {}", answer(&c), c.by_whom))).collect(),
    };
    cx.saw("CopyPupil", Subject::Pupil(id), Levels::of(&[Level::Basic, Level::Academic, Level::Family, Level::Economic, Level::Identity]));
    Ok(copy)
}

#[derive(Template)]
#[template(path = "child/pages/copy.html")]
struct CopyPage {
    p: Page,
    id: PupilId,
    c: Copy,
}

fn show_copy(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let c = gather(cx, id)?;
    cx.render(&CopyPage { p: cx.page_of(&titled("child-copy-title", &c.name)), id, c })
}

fn copy_json(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let copy = gather(cx, id)?;
    let bytes = serde_json::to_vec_pretty(&copy).map_err(|e| Error::fault("copy", e))?;
    Ok(Reply::file(format!("copy-{}.json", copy.made_on), "application/json", bytes))
}

#[derive(Template)]
#[template(path = "child/pages/request.html")]
struct RequestPage {
    p: Page,
    id: PupilId,
    name: String,
    parts: Vec<(String, String, String)>,
}

fn show_request(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let see = cx.permit::<acts::SeePupil>(id)?;
    let lang = cx.lang();
    let name = particulars::particulars(cx.tx, &see)?.name;
    let parts = PARTS.iter().map(|part| ((*part).to_owned(), word(lang, &format!("child-request-{part}")), word(lang, &format!("child-request-{part}-more")))).collect();
    cx.saw("SeePupil", Subject::Pupil(id), Levels::of(&[Level::Basic]));
    cx.render(&RequestPage { p: cx.page_of(&titled("child-request-title", &name)), id, name, parts })
}

/// Notes that a family asks for a correction: a task for who may correct, with a day by which the school answers. What is wrong is told in person.
fn request(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let see = cx.permit::<acts::SeePupil>(id)?;
    let part = PARTS.into_iter().find(|part| *part == cx.field("part")).ok_or_else(|| Error::at("part", "child-request-choose"))?;
    let due = cx.tx.today().plus_days(ANSWER_DAYS);
    let mut told = 0;
    for (staff, duty, ..) in readers_of(cx.tx, &see)? {
        if matches!(duty, Duty::Homeroom | Duty::AcademicOffice) {
            trail::open_task(cx.tx, staff, "child-correction", id, &format!("/pupils/{id}/edit"), &[], due)?;
            told += 1;
        }
    }
    trail::note(cx.tx, cx.who, "child.correction-request", id, &serde_json::json!({ "part": part, "due": due, "told": told }))?;
    cx.did("RequestCorrection", Subject::Pupil(id), Levels::of(&[Level::Basic]), part);
    Ok(Reply::done(format!("/pupils/{id}"), Msg::new("child-request-done").with("when", due)))
}

#[derive(Template)]
#[template(path = "child/pages/erasure.html")]
struct ErasurePage {
    p: Page,
    id: PupilId,
    name: String,
    has_left: bool,
}

fn show_erasure(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    cx.permit::<acts::ErasePupil>(id)?;
    let see = cx.permit::<acts::SeePupil>(id)?;
    let pupil = particulars::particulars(cx.tx, &see)?;
    cx.saw("SeePupil", Subject::Pupil(id), Levels::of(&[Level::Basic]));
    cx.render(&ErasurePage { p: cx.page_of(&titled("child-erasure-title", &pupil.name)), id, has_left: pupil.seat.is_none(), name: pupil.name })
}

fn erase(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::ErasePupil>(id)?;
    if cx.field("sure") != "1" {
        return Err(Error::at("sure", "child-erasure-sure-missing"));
    }
    let reason = cx.field("reason").to_owned();
    erasure::erase(cx.tx, &permit, &reason)?;
    cx.did("ErasePupil", Subject::Pupil(id), Levels::of(&[Level::Basic, Level::Academic, Level::Family, Level::Identity]), "");
    Ok(Reply::done("/pupils?state=left", "child-erased"))
}

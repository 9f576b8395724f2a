//! The child's page and what hangs on it: numbers, readers, broken glass, consents.

mod consents;
mod left_behind;
mod parcel;
mod privacy;
mod unite;

use askama::Template;

use super::parcel as parcel_verbs;
use super::{AssessmentLine, AttendanceLine, Candidacy, Reader, View, attendance, candidacies, readers, results, subject_word, tell_homeroom, titled, views};
use crate::access::{self, Action, Duty, Level, Levels, Permit, Subject, acts, audit};
use crate::archive::handing;
use crate::base::{Error, Lang, Msg, PupilId, Result, SchoolDate, Stamp, words};
use crate::casefile::{self, state::State};
use crate::hardship;
use crate::pairing::{pairs, wording};
use crate::reward::{self, Reward, awards};
use crate::roster::family;
use crate::roster::family_rules::{Judged, Kind};
use crate::roster::particulars::{self, Guardian, Numbers, Particulars};
use crate::roster::pupils::PupilLine;
use crate::roster::unite as entries;
use crate::trail;
use crate::web::{Cx, Page, Policy, Reply, Routes};

/// Events that the page shows.
const EVENTS: i64 = 20;
/// Rewards that the page shows.
const REWARDS: usize = 6;
/// Duties that may break the glass.
const LEADERS: [Duty; 4] = [Duty::Principal, Duty::Leader, Duty::GradeSponsor, Duty::Counsellor];

/// All routes of the room.
pub fn routes() -> Routes {
    let see = Policy::May(Action::SeePupil);
    Routes::new()
        .get("/pupils/{id}", see, show_child)
        .get("/pupils/{id}/numbers", see, show_numbers)
        .get("/pupils/{id}/readers", see, show_readers)
        .get("/pupils/{id}/glass", see, show_glass)
        .post("/pupils/{id}/glass", see, break_glass, show_glass)
        .and(consents::routes())
        .and(left_behind::routes())
        .and(parcel::routes())
        .and(privacy::routes())
        .and(unite::routes())
}

/// A line of the timeline.
struct Moment {
    at: Stamp,
    what: String,
}

#[derive(Template)]
#[template(path = "child/pages/child.html")]
struct ChildPage {
    p: Page,
    c: Particulars,
    place: String,
    family_name: String,
    lead: String,
    age: Option<i64>,
    levels: Levels,
    address: String,
    guardians: Vec<Guardian>,
    siblings: Vec<PupilLine>,
    kinds: Vec<(String, String)>,
    /// Left behind by one of the two definitions: there is a special file.
    left_behind: bool,
    results: Vec<AssessmentLine>,
    attendance: Vec<AttendanceLine>,
    candidacies: Vec<Candidacy>,
    /// Who helps and helped the child: name, and from when to when.
    helpers: Vec<(String, String)>,
    /// What the child received: the reward with its sentence, the newest first.
    rewards: Vec<(Reward, String)>,
    moments: Vec<Moment>,
    why: String,
    may: May,
}

/// What the person may do from here.
struct May {
    edit: bool,
    manage: bool,
    consent: bool,
    copy: bool,
    erase: bool,
    counsel: bool,
    mood: bool,
    records: bool,
    /// There is a note to the next teacher that the person reads or writes.
    handed: bool,
    praise: bool,
    aid: bool,
    absence: bool,
    hardship: bool,
    nominate: bool,
    /// There is a case file that the person may see.
    case: bool,
    /// Papers of another school came along.
    arrival: bool,
    /// The file is shut, and the person may open it with a reason.
    archive: bool,
}

impl ChildPage {
    fn family(&self) -> bool {
        self.levels.has(Level::Family)
    }
    fn academic(&self) -> bool {
        self.levels.has(Level::Academic)
    }
    fn identity(&self) -> bool {
        self.levels.has(Level::Identity)
    }
}

/// A duty with the subject that it is for.
fn duty_of(lang: Lang, duty: &str, subject: &str) -> String {
    Msg::new("child-duty-of").with("duty", duty).with("subject", subject_word(lang, subject)).text(lang)
}

/// Why the person sees this child, in words.
fn why_text(lang: Lang, permit: &Permit<acts::SeePupil>) -> String {
    if permit.why().broken_glass && permit.why().ties.is_empty() {
        return words::word(lang, "child-why-glass");
    }
    let mut duties: Vec<String> = Vec::new();
    for tie in &permit.why().ties {
        let duty = words::word(lang, &format!("duty-{}", tie.duty.code()));
        let text = if tie.subject.is_empty() { duty } else { duty_of(lang, &duty, &tie.subject) };
        if !duties.contains(&text) {
            duties.push(text);
        }
    }
    duties.join(" · ")
}

fn show_child(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = match cx.permit::<acts::SeePupil>(id) {
        // A second entry that went into another: whoever may see the child is led there.
        Err(Error::NotFound) if let Some(kept) = entries::kept_of(cx.tx, id)? => {
            cx.permit::<acts::SeePupil>(kept)?;
            return Ok(Reply::go(format!("/pupils/{kept}")));
        }
        Err(Error::NotFound) if LEADERS.into_iter().any(|duty| cx.who.holds(duty)) && access::is_known(cx.tx, Subject::Pupil(id))? => {
            return Ok(Reply::go(format!("/pupils/{id}/glass")));
        }
        asked => asked?,
    };
    let lang = cx.lang();
    let levels = permit.levels();
    let c = particulars::particulars(cx.tx, &permit)?;
    let family = levels.has(Level::Family);
    let place = match (&c.seat, c.seat_no) {
        (Some(seat), Some(no)) => Msg::new("roster-class-seat").with("class", &seat.class_name).with("seat", no).text(lang),
        (Some(seat), None) => seat.class_name.clone(),
        (None, _) => words::word(lang, "roster-no-class"),
    };
    let candidacies = candidacies(cx.tx, &permit, lang)?;
    let lead = match candidacies.first() {
        Some(newest) if c.seat.is_some() => Msg::new("child-lead-candidate").with("term", &newest.term).text(lang),
        _ => words::word(lang, if c.seat.is_some() { "child-lead" } else { "child-lead-left" }),
    };
    let moments = trail::events_of(cx.tx, id, EVENTS)?;
    let moments = moments.into_iter().map(|event| Moment { at: event.at, what: event_text(lang, &event.kind) }).collect();
    let may = may(cx, &permit, c.seat.is_some())?;
    let kinds = if family { kinds(cx, &permit)? } else { Vec::new() };
    let page = ChildPage {
        p: cx.page_of(&titled("child-title", &c.name)),
        place,
        family_name: c.name.chars().next().map(String::from).unwrap_or_default(),
        lead,
        age: c.birth_day.map(|birth| birth.years_until(cx.tx.today())),
        levels,
        address: if family { particulars::address(cx.tx, &permit)?.map(|text| text.open().clone()).unwrap_or_default() } else { String::new() },
        guardians: if family { particulars::guardians(cx.tx, &permit)? } else { Vec::new() },
        siblings: if family { particulars::siblings(cx.tx, &permit)? } else { Vec::new() },
        left_behind: kinds.iter().any(|(kind, ..)| matches!(kind, Kind::LeftBehindRegistry | Kind::LeftBehindCivil)),
        kinds: kinds.into_iter().map(|(_, name, why)| (name, why)).collect(),
        results: results(cx.tx, &permit, lang)?,
        attendance: attendance(cx.tx, &permit)?,
        candidacies,
        helpers: helpers(cx, id)?,
        rewards: awards::of_pupil(cx.tx, &permit)?.into_iter().take(REWARDS).map(|one| (one.clone(), reward::wording::title_of(lang, &one))).collect(),
        moments,
        why: why_text(lang, &permit),
        may,
        c,
    };
    cx.saw("SeePupil", Subject::Pupil(id), levels.within(Levels::of(&[Level::Basic, Level::Academic, Level::Family, Level::Economic])));
    cx.render(&page)
}

/// What the person may do from here.
fn may(cx: &mut Cx<'_, '_>, permit: &Permit<acts::SeePupil>, seated: bool) -> Result<May> {
    let id = permit.pupil()?;
    let may_do = |action: Action| permit.why().ties.iter().any(|tie| action.allowed_to(tie.duty)) || cx.who.may_everywhere(action);
    let shut = access::archive::shut(cx.tx, cx.who, id)?;
    Ok(May {
        edit: may_do(Action::EditPupil) && !shut,
        manage: may_do(Action::ManageRoster),
        consent: may_do(Action::RecordConsent) && !shut,
        copy: may_do(Action::CopyPupil) && !shut,
        erase: may_do(Action::ErasePupil) && !seated,
        counsel: may_do(Action::RaiseConcern) && !shut,
        mood: may_do(Action::NoticeMood) && seated && !shut,
        records: may_do(Action::SeeCaseFile) && !shut,
        handed: handed(cx, id)?,
        aid: may_do(Action::SeeAid) && permit.levels().has(Level::Economic),
        absence: may_do(Action::EnterAttendance) && permit.levels().has(Level::Family) && seated,
        hardship: may_do(Action::SeeHardship) && permit.levels().has(Level::Economic),
        nominate: seated && !shut && may_do(Action::NominateHardship) && hardship::rounds::running(cx.tx)?.is_some(),
        praise: may_do(Action::PraisePupil) && seated,
        case: has_case(cx, id)?,
        arrival: parcel_verbs::came_along(cx.tx, permit)?,
        archive: shut && access::archive::may_open(cx.who),
    })
}

/// What the family facts make of the child today, with the reasons; economic kinds only at that level.
fn kinds(cx: &mut Cx<'_, '_>, permit: &Permit<acts::SeePupil>) -> Result<Vec<(Kind, String, String)>> {
    let (lang, today) = (cx.lang(), cx.tx.today());
    let facts = family::of(cx.tx, permit, today)?;
    let lines = family::lines(cx.tx)?;
    let comma = words::word(lang, "roster-family-comma");
    let all = family::kinds(&facts, today, &lines, permit.levels());
    let told = |(kind, judged): &(Kind, Judged)| (*kind, words::word(lang, &kind.key()), judged.why.iter().map(|msg| msg.text(lang)).collect::<Vec<_>>().join(&comma));
    Ok(all.iter().filter(|(_, judged)| judged.is_yes()).map(told).collect())
}

/// Whether there is a note to the next teacher that the person reads or writes.
fn handed(cx: &mut Cx<'_, '_>, id: PupilId) -> Result<bool> {
    match cx.permit::<acts::SeeCaseFile>(id) {
        Ok(permit) => Ok(!handing::years(cx.tx, &permit)?.is_empty()),
        Err(Error::NotFound) => Ok(false),
        Err(fault) => Err(fault),
    }
}

/// Whether there is a case file of which the person may know.
fn has_case(cx: &mut Cx<'_, '_>, id: PupilId) -> Result<bool> {
    match cx.permit::<acts::SeeCaseFile>(id) {
        Ok(permit) => Ok(casefile::head(cx.tx, &permit)?.state != State::Absent),
        Err(Error::NotFound) => Ok(false),
        Err(fault) => Err(fault),
    }
}

/// Who helps the child and who helped, for whoever may read the case file (A8-08).
fn helpers(cx: &mut Cx<'_, '_>, id: PupilId) -> Result<Vec<(String, String)>> {
    let lang = cx.lang();
    let pairs = match cx.permit::<acts::SeeCaseFile>(id) {
        Ok(permit) => pairs::of_pupil(cx.tx, &permit)?,
        Err(Error::NotFound) => Vec::new(),
        Err(fault) => return Err(fault),
    };
    let told = |pair: pairs::Pair| {
        let days = Msg::new("pairing-days").with("from", pair.from).with("until", pair.until).text(lang);
        let said = if pair.released.is_empty() { days } else { format!("{days} · {}", wording::released(lang, &pair.released)) };
        (pair.staff_name, said)
    };
    Ok(pairs.into_iter().map(told).collect())
}

/// An event in words; one without words of its own says only that something was written.
fn event_text(lang: Lang, kind: &str) -> String {
    let key = format!("event-{}", kind.replace('.', "-"));
    let word = words::word(lang, &key);
    if word == key { words::word(lang, "child-event-other") } else { word }
}

#[derive(Template)]
#[template(path = "child/pages/numbers.html")]
struct NumbersPage {
    p: Page,
    id: PupilId,
    name: String,
    numbers: Numbers,
}

fn show_numbers(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::SeePupil>(id)?;
    let numbers = particulars::numbers(cx.tx, &permit)?;
    let name = particulars::particulars(cx.tx, &permit)?.name;
    cx.saw("SeeNumbers", Subject::Pupil(id), Levels::of(&[Level::Identity]));
    cx.render(&NumbersPage { p: cx.page_of(&titled("child-numbers-title", &name)), id, name, numbers })
}

#[derive(Template)]
#[template(path = "child/pages/readers.html")]
struct ReadersPage {
    p: Page,
    id: PupilId,
    name: String,
    readers: Vec<ReaderLine>,
    views: Vec<ViewLine>,
}

struct ReaderLine {
    r: Reader,
    duty: String,
    until: Option<SchoolDate>,
}

struct ViewLine {
    v: View,
    what: String,
    levels: String,
}

fn view_line(lang: Lang, v: View) -> ViewLine {
    ViewLine { what: audit::act_word(lang, &v.act), levels: audit::level_words(lang, &v.levels), v }
}

fn show_readers(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::SeePupil>(id)?;
    let lang = cx.lang();
    let name = particulars::particulars(cx.tx, &permit)?.name;
    let forever: SchoolDate = access::FOREVER.parse().map_err(|e| Error::fault("the last day", e))?;
    let reader_line = |r: Reader| {
        let duty = words::word(lang, &format!("duty-{}", r.duty.code()));
        let duty = if r.subject.is_empty() { duty } else { duty_of(lang, &duty, &r.subject) };
        ReaderLine { duty, until: (r.until != forever).then_some(r.until), r }
    };
    let page = ReadersPage {
        p: cx.page_of(&titled("child-readers-title", &name)),
        id,
        name,
        readers: readers(cx.tx, &permit)?.into_iter().map(reader_line).collect(),
        views: views(cx.tx, &permit)?.into_iter().map(|v| view_line(lang, v)).collect(),
    };
    cx.saw("SeeReaders", Subject::Pupil(id), Levels::of(&[Level::Basic]));
    cx.render(&page)
}

#[derive(Template)]
#[template(path = "child/pages/glass.html")]
struct GlassPage {
    p: Page,
    id: PupilId,
}

fn show_glass(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    if cx.permit::<acts::SeePupil>(id).is_ok() && !cx.refused() {
        return Ok(Reply::go(format!("/pupils/{id}")));
    }
    let leads = LEADERS.into_iter().any(|duty| cx.who.holds(duty));
    if !leads || !access::is_known(cx.tx, Subject::Pupil(id))? {
        return Err(Error::NotFound);
    }
    cx.render(&GlassPage { p: cx.page("child-glass-title"), id })
}

fn break_glass(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let reason = cx.field("reason").to_owned();
    let until = access::break_glass(cx.tx, cx.who, id, &reason)?;
    let permit = cx.permit::<acts::SeePupil>(id)?;
    let due = cx.tx.today().plus_days(1);
    tell_homeroom(cx.tx, &permit, "child-glass", &format!("/pupils/{id}/readers"), due)?;
    cx.did("BreakGlass", Subject::Pupil(id), permit.levels(), "");
    let (hour, minute) = until.hour_minute();
    Ok(Reply::done(format!("/pupils/{id}"), Msg::new("child-glass-done").with("when", format!("{hour:02}:{minute:02}"))))
}

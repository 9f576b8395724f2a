//! `/pupils/{id}/parcel`, `/pupils/arrivals` and `/pupils/{id}/arrival`: a child's papers sealed for the next school, accepted there, and read there.

use askama::Template;

use super::privacy::{Copy, gather};
use crate::access::{Action, Level, Levels, Subject, acts};
use crate::base::error::Problems;
use crate::base::phrase::Phrase;
use crate::base::{ClassId, Error, Msg, PupilId, Result, SchoolDate, limits, words};
use crate::child::parcel::{self, Handing, Need, Papers, Received, Section};
use crate::child::titled;
use crate::roster::pupils::Arrival;
use crate::roster::{erasure, movements, particulars, time};
use crate::web::{Cx, Page, Policy, Reply, Routes, Work};

const SHOWN: Levels = Levels::of(&[Level::Basic, Level::Academic, Level::Family, Level::Economic]);

pub(super) fn routes() -> Routes {
    let (copy, roster) = (Policy::May(Action::CopyPupil), Policy::May(Action::ManageRoster));
    Routes::new()
        .get("/pupils/{id}/parcel", copy, show_seal)
        .post("/pupils/{id}/parcel", copy, seal, show_seal)
        .get("/pupils/arrivals", roster, show_accept)
        .upload("/pupils/arrivals", roster, accept, show_accept)
        .get("/pupils/{id}/arrival", Policy::May(Action::SeePupil), show_received)
}

#[derive(Template)]
#[template(path = "child/pages/parcel.html")]
struct SealPage {
    p: Page,
    id: PupilId,
    name: String,
    phrase: String,
    today: SchoolDate,
}

fn show_seal(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    cx.permit::<acts::CopyPupil>(id)?;
    let see = cx.permit::<acts::SeePupil>(id)?;
    let name = particulars::particulars(cx.tx, &see)?.name;
    cx.saw("SeePupil", Subject::Pupil(id), Levels::of(&[Level::Basic]));
    let p = cx.page_of(&titled("child-parcel-title", &name));
    // Where something is to be mended the phrase that was written down already stays.
    let phrase = match Phrase::parse(&p.old("phrase")) {
        Some(phrase) => phrase,
        None => Phrase::invent()?,
    };
    let page = SealPage { id, name, phrase: phrase.words().open().clone(), today: cx.tx.today(), p };
    cx.render(&page)
}

fn papers(cx: &mut Cx<'_, '_>, id: PupilId) -> Result<Papers> {
    let (permit, see) = (cx.permit::<acts::CopyPupil>(id)?, cx.permit::<acts::SeePupil>(id)?);
    let numbers = erasure::numbers_for_family(cx.tx, &permit)?;
    let pupil = particulars::particulars(cx.tx, &see)?;
    let guardians = particulars::guardians(cx.tx, &see)?;
    let open = |sealed: Option<crate::base::Sealed<String>>| sealed.map(|text| text.open().clone()).filter(|text| !text.is_empty());
    Ok(Papers {
        name: pupil.name,
        sex: pupil.sex,
        birth_day: pupil.birth_day,
        entry_year: pupil.entry_year,
        ethnicity: pupil.ethnicity,
        registry: open(numbers.registry),
        identity: open(numbers.identity),
        guardians: guardians.into_iter().map(|g| (g.name, g.relation, open(g.phone), g.lives_with)).collect(),
    })
}

/// The copy in sections: what the next school reads. All subjects together are not for a subject teacher, learning is not for the aid officer; what a sender who reads of money
/// says of the family is for who reads of money there, too.
fn sections(cx: &Cx<'_, '_>, copy: &Copy, levels: Levels) -> Vec<Section> {
    let lang = cx.lang();
    let home: &[Need] = if levels.has(Level::Economic) { &[Need::Family, Need::Economic] } else { &[Need::Family] };
    let (learning, whole) = ([Need::Academic, Need::Family], [&[Need::Academic], home].concat());
    let threes = |lines: &[(SchoolDate, String, String)]| lines.iter().map(|(day, what, text)| format!("{day} {what} {text}").trim().to_owned()).collect::<Vec<_>>();
    let marks = |marks: &[(String, String)]| marks.iter().map(|(subject, mark)| format!("{subject} {mark}")).collect::<Vec<_>>().join(" · ");
    let absent = |one: &crate::child::AttendanceLine| {
        let parts = [
            ("child-absent-sick", one.sick.to_string()),
            ("child-absent-personal", one.personal.to_string()),
            ("child-absent-unexplained", one.unexplained.to_string()),
            ("child-late", one.late.to_string()),
        ];
        format!("{} {}", one.term, parts.map(|(key, count)| format!("{} {count}", words::word(lang, key))).join(" · "))
    };
    let all = [
        (&learning[..], "child-results", copy.results.iter().map(|one| format!("{} {} {}", one.day, one.name, marks(&one.marks))).collect()),
        (&learning, "child-attendance", copy.attendance.iter().map(absent).collect()),
        (&whole, "child-candidacies", copy.screening.iter().map(|one| format!("{} {}", one.term, one.reasons.join(" · "))).collect()),
        (home, "child-copy-family", copy.family.iter().map(|(label, value)| format!("{label} {value}")).collect()),
        (&whole, "screening-survey-copy", threes(&copy.survey)),
        (&whole, "casefile-copy", threes(&copy.case_file)),
        (&whole, "activity-records", threes(&copy.records)),
        (&whole, "progress-title", threes(&copy.progress)),
        (&whole, "reward-page", threes(&copy.rewards)),
        (&whole, "plan-copy", threes(&copy.plan)),
        (home, "roster-movements-so-far", threes(&copy.movements)),
    ];
    all.into_iter()
        .filter(|(_, _, lines): &(_, _, Vec<String>)| !lines.is_empty())
        .map(|(needs, key, lines)| Section { needs: needs.to_vec(), title: words::word(lang, key), lines })
        .collect()
}

fn seal(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::CopyPupil>(id)?;
    let mut problems = Problems::default();
    let agreed_on = problems.keep("agreed_on", cx.field("agreed_on").trim().parse().map_err(|_| "child-parcel-agreed-on-missing".into()));
    problems.end()?;
    let how = Handing { to: cx.field("to").to_owned(), agreed_by: cx.field("agreed_by").to_owned(), agreed_on };
    let phrase = Phrase::parse(cx.field("phrase")).ok_or_else(|| Error::at("", "child-parcel-no-phrase"))?;
    let papers = papers(cx, id)?;
    let (copy, day) = (gather(cx, id)?, cx.tx.today());
    let sections = sections(cx, &copy, permit.levels());
    let bytes = parcel::seal(cx.tx, &permit, &how, papers, sections, &phrase)?;
    cx.did("CopyPupil", Subject::Pupil(id), SHOWN.and(Levels::of(&[Level::Identity])), "parcel");
    Ok(Reply::file(format!("{}_{day}.bangfu", words::word(cx.lang(), "child-parcel")), "application/octet-stream", bytes))
}

#[derive(Template)]
#[template(path = "child/pages/arrivals.html")]
struct AcceptPage {
    p: Page,
    classes: Vec<(String, String)>,
    today: SchoolDate,
}

fn show_accept(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ManageRoster>(Subject::School)?;
    let mut classes = vec![(String::new(), words::word(cx.lang(), "roster-choose"))];
    if let Some(term) = time::current_term(cx.tx)? {
        classes.extend(time::classes(cx.tx, term.year)?.into_iter().map(|class| (class.id.to_string(), class.name)));
    }
    cx.render(&AcceptPage { p: cx.page("child-arrivals-title"), classes, today: cx.tx.today() })
}

fn accept(work: &Work<'_>) -> Result<Reply> {
    let mut problems = Problems::default();
    let class: Option<ClassId> = problems.keep("class", work.field("class").parse().map_err(|_| "child-parcel-class-missing".into()));
    let first_day: Option<SchoolDate> = problems.keep("first_day", work.field("first_day").trim().parse().map_err(|_| "child-parcel-day-missing".into()));
    let file = work.req.files.iter().find(|file| file.field == "file" && file.size_bytes > 0);
    if file.is_none() {
        problems.note("file", "child-parcel-file-missing");
    }
    problems.end()?;
    let (Some(class), Some(first_day), Some(file)) = (class, first_day, file) else { return Err(Error::NotFound) };
    if file.size_bytes > limits::FORM_BYTES as u64 {
        return Err(Error::at("file", "child-parcel-no-parcel"));
    }
    let parcel = parcel::open(&std::fs::read(file.path())?, work.field("phrase"))?;
    let id = work.write(|cx| {
        let permit = cx.permit::<acts::ManageRoster>(Subject::School)?;
        let grade = movements::grade_in(cx.tx, class, None)?;
        let arrival = Arrival { class, grade, first_day, transfer: true, reason: parcel.from.clone() };
        let id = parcel::accept(cx.tx, &permit, &arrival, &parcel, work.field("another") == "1")?;
        cx.did("Arrival", Subject::Pupil(id), permit.levels(), "parcel");
        Ok(id)
    })?;
    Ok(Reply::done(format!("/pupils/{id}/arrival"), Msg::new("child-parcel-accepted").with("name", &parcel.papers.name)))
}

#[derive(Template)]
#[template(path = "child/pages/arrival.html")]
struct ReceivedPage {
    p: Page,
    id: PupilId,
    name: String,
    all: Vec<Received>,
}

fn show_received(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let see = cx.permit::<acts::SeePupil>(id)?;
    let name = particulars::particulars(cx.tx, &see)?.name;
    let all = parcel::received(cx.tx, &see)?;
    cx.saw("SeePupil", Subject::Pupil(id), see.levels().within(SHOWN));
    cx.render(&ReceivedPage { p: cx.page_of(&titled("child-arrival-title", &name)), id, name, all })
}

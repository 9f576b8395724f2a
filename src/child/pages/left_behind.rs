//! `/pupils/{id}/left-behind`: the special file of a left-behind child (留守儿童特别档案), put together from what the rooms hold; nothing is entered here twice.
//! A6-03, A6-05; CONVENTIONS 2.2, 2.4.

use askama::Template;

use crate::access::{Duty, Level, Levels, Subject, acts};
use crate::base::{ClassId, Error, Lang, Msg, PupilId, Result, SchoolDate, words};
use crate::casefile::cause::Cause;
use crate::casefile::{self, diagnosis, wording};
use crate::child::readers;
use crate::roster::family;
use crate::roster::family_facts::{Fact, Topic, UNKNOWN, facts_on, is_usual, label, standing, text};
use crate::roster::family_rules::{Answer, Kind, judge, registry_count};
use crate::roster::particulars::{self, Guardian};
use crate::web::{Cx, Page, Policy, Reply, Routes};

/// Changes that the page shows.
const CHANGES: usize = 12;

pub(super) fn routes() -> Routes {
    Routes::new().get("/pupils/{id}/left-behind", Policy::May(crate::access::Action::SeeFamily), show)
}

/// How one of the two definitions counts the child.
struct Counted {
    by: String,
    answer: String,
    yes: bool,
    reasons: Vec<String>,
}

struct Change {
    day: SchoolDate,
    what: String,
}

#[derive(Template)]
#[template(path = "child/pages/left_behind.html")]
struct LeftBehindPage {
    p: Page,
    id: PupilId,
    name: String,
    class: Option<ClassId>,
    counted: Vec<Counted>,
    home: Vec<(String, String)>,
    guardians: Vec<Guardian>,
    changes: Vec<Change>,
    causes: Vec<(String, String)>,
    has_case: bool,
    /// Who answers for the file: duty and names.
    answers: Vec<(String, String)>,
    may_edit: bool,
}

fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::SeeFamily>(id)?;
    let see = cx.permit::<acts::SeePupil>(id)?;
    let (lang, today) = (cx.lang(), cx.tx.today());
    let child = particulars::particulars(cx.tx, &see)?;
    let rows = family::history(cx.tx, &permit)?;
    let facts = facts_on(&rows, today, child.birth_day, child.boarding);
    let (has_case, causes) = causes(cx, id)?;
    let page = LeftBehindPage {
        p: cx.page_of(&Msg::new("child-left-behind-title").with("name", &child.name)),
        id,
        class: child.seat.as_ref().map(|seat| seat.class),
        counted: counted(lang, &facts, today),
        home: standing(&rows, today).into_iter().filter(|fact| told(fact)).map(|fact| (label(lang, fact.topic), text(lang, fact))).collect(),
        guardians: particulars::guardians(cx.tx, &see)?,
        changes: changes(lang, &rows),
        has_case,
        causes,
        answers: answers(cx, &see)?,
        may_edit: cx.permit::<acts::EditFamily>(id).is_ok(),
        name: child.name,
    };
    cx.saw("SeeFamily", Subject::Pupil(id), family::shown(permit.levels()).within(Levels::of(&[Level::Basic, Level::Family, Level::Economic])));
    cx.render(&page)
}

/// What the file says of the home: what is known, and neither health nor what a group was found not to be.
fn told(fact: &Fact) -> bool {
    fact.value != UNKNOWN && !matches!(fact.topic, Topic::Disability | Topic::Illness) && !(matches!(fact.topic, Topic::Hardship | Topic::Livelihood) && fact.value != "yes")
}

/// Both definitions with their reasons, or what is missing to say it.
fn counted(lang: Lang, facts: &crate::roster::family_facts::Facts, today: SchoolDate) -> Vec<Counted> {
    let word = |key: &str| words::word(lang, key);
    let registry = registry_count(facts, today);
    let civil = judge(Kind::LeftBehindCivil, facts, today, None);
    let code = match registry.code {
        Some(0) => "child-left-behind-no",
        Some(1) => "report-registry-1",
        Some(_) => "report-registry-2",
        None => "child-left-behind-open",
    };
    let answer = match civil.answer {
        Answer::Yes => "child-left-behind-yes",
        Answer::No => "child-left-behind-no",
        Answer::Unknown => "child-left-behind-open",
    };
    let of = |by: &str, answer: &str, yes: bool, why: &[Msg]| Counted { by: word(by), answer: word(answer), yes, reasons: why.iter().map(|msg| msg.text(lang)).collect() };
    vec![
        of("child-left-behind-by-registry", code, matches!(registry.code, Some(1 | 2)), &registry.why),
        of("child-left-behind-by-civil", answer, civil.answer == Answer::Yes, &civil.why),
    ]
}

/// What changed at home, the newest first: who left, who came back, who looks after the child. What is so in most families and was never otherwise is no change.
fn changes(lang: Lang, rows: &[Fact]) -> Vec<Change> {
    let concerns = |topic: Topic| matches!(topic, Topic::Work(_) | Topic::Life(_) | Topic::Care(_) | Topic::Contact(_) | Topic::Carer | Topic::Guardianship | Topic::Bond);
    let known: Vec<&Fact> = rows.iter().filter(|row| !row.corrected && !row.value.is_empty() && row.value != UNKNOWN && concerns(row.topic)).collect();
    let before = |row: &Fact| known.iter().any(|other| other.topic == row.topic && (other.from, other.number) < (row.from, row.number));
    let mut all: Vec<&Fact> = known.iter().copied().filter(|row| before(row) || !(is_usual(row) || matches!(row.value.as_str(), "home" | "parents"))).collect();
    all.sort_by_key(|row| std::cmp::Reverse((row.from, row.number)));
    all.into_iter().take(CHANGES).map(|row| Change { day: row.from, what: format!("{} · {}", label(lang, row.topic), text(lang, row)) }).collect()
}

/// The causes that the teachers found, of home and of learning alike, with who saw them; for whoever may read the case file.
fn causes(cx: &mut Cx<'_, '_>, id: PupilId) -> Result<(bool, Vec<(String, String)>)> {
    let permit = match cx.permit::<acts::SeeCaseFile>(id) {
        Ok(permit) => permit,
        Err(Error::NotFound) => return Ok((false, Vec::new())),
        Err(fault) => return Err(fault),
    };
    if casefile::head(cx.tx, &permit)?.state == casefile::state::State::Absent {
        return Ok((false, Vec::new()));
    }
    let lang = cx.lang();
    let term = casefile::present_term(cx.tx)?;
    let picture = diagnosis::picture(cx.tx, &permit, &term)?;
    let comma = words::word(lang, "casefile-comma");
    let seen = |by: &[(String, String, String)]| by.iter().map(|(part, ..)| wording::part(lang, part)).collect::<Vec<_>>().join(&comma);
    let mut found: Vec<_> = picture.causes.into_iter().collect();
    // What lies at home comes first here: indulgence, grandparents, the carer's schooling (A6-02, A6-03).
    found.sort_by_key(|one| !matches!(one.cause, Cause::Indulgence | Cause::Grandparents | Cause::GuardianSchooling));
    Ok((true, found.iter().map(|one| (wording::cause(lang, one.cause), seen(&one.seen))).collect()))
}

/// Who answers for the file: the class teacher and the moral education office (A6-05).
fn answers(cx: &mut Cx<'_, '_>, see: &crate::access::Permit<acts::SeePupil>) -> Result<Vec<(String, String)>> {
    let lang = cx.lang();
    let comma = words::word(lang, "casefile-comma");
    let all = readers(cx.tx, see)?;
    let of = |duty: Duty| {
        let names: Vec<String> = all.iter().filter(|reader| reader.duty == duty).map(|reader| reader.name.clone()).collect();
        (words::word(lang, &format!("duty-{}", duty.code())), names.join(&comma))
    };
    Ok([Duty::Homeroom, Duty::StudentAffairs].map(of).to_vec())
}

//! `/pupils/{id}/left-behind`: the special file of a left-behind child (留守儿童特别档案), put together from what the rooms hold; nothing is entered here twice.
//! A5-09, A6-03, A6-05, A6-06; CONVENTIONS 2.2, 2.4.

use askama::Template;

use crate::access::{Duty, Level, Levels, Permit, Subject, acts};
use crate::base::{ClassId, Error, Lang, Msg, PupilId, Result, SchoolDate, words};
use crate::casefile::cause::Cause;
use crate::casefile::{self, diagnosis, wording};
use crate::child::{attendance, readers, results};
use crate::pairing::pairs;
use crate::roster::entrusted;
use crate::roster::family;
use crate::roster::family_facts::{Fact, Topic, UNKNOWN, facts_on, is_usual, label, standing, text};
use crate::roster::family_news::{self, TASK};
use crate::roster::family_rules::{Answer, Kind, judge, registry_count};
use crate::roster::particulars::{self, Guardian};
use crate::trail;
use crate::web::{Cx, Page, Policy, Reply, Routes};

/// Changes that the page shows.
const CHANGES: usize = 12;

pub(super) fn routes() -> Routes {
    let see = Policy::May(crate::access::Action::SeeFamily);
    Routes::new().get("/pupils/{id}/left-behind", see, show).post("/pupils/{id}/left-behind/look", see, look, show)
}

/// How one of the two definitions counts the child.
struct Counted {
    by: String,
    answer: String,
    yes: bool,
    reasons: Vec<String>,
}

/// A fact with the day from which it is known.
struct Line {
    label: String,
    text: String,
    from: Option<SchoolDate>,
}

/// One of the three fields in which a child grows up.
struct Part {
    title: String,
    lines: Vec<Line>,
}

struct GuardianView {
    g: Guardian,
    entrusted: bool,
    address: String,
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
    /// Where the form of the class is printed; empty for who prints none.
    print: String,
    counted: Vec<Counted>,
    guardians: Vec<GuardianView>,
    fields: Vec<Part>,
    changes: Vec<Change>,
    causes: Vec<(String, String)>,
    has_case: bool,
    /// Who answers for the file: duty and names.
    answers: Vec<(String, String)>,
    /// Something changed at home, and this person is asked to look after the child.
    waits: bool,
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
    let guardians = guardians(cx, &see)?;
    let (me, link) = (cx.who.staff(), format!("/pupils/{id}/left-behind"));
    let page = LeftBehindPage {
        p: cx.page_of(&Msg::new("child-left-behind-title").with("name", &child.name)),
        id,
        print: match &child.seat {
            Some(seat) => print_at(cx, seat.class)?,
            None => String::new(),
        },
        counted: counted(lang, &facts, today),
        fields: fields(cx, &see, &rows, &guardians)?,
        guardians,
        waits: trail::tasks_of(cx.tx, me)?.iter().any(|task| task.kind == TASK && task.link == link),
        changes: changes(lang, &rows),
        has_case,
        causes,
        answers: answers(cx, &see)?,
        may_edit: cx.permit::<acts::EditFamily>(id).is_ok(),
        name: child.name,
    };
    cx.saw("SeeFamily", Subject::Pupil(id), permit.levels().within(Levels::of(&[Level::Basic, Level::Academic, Level::Family, Level::Economic])));
    cx.render(&page)
}

/// What the file says of the home: what is known, and neither health nor what a group was found not to be.
fn told(fact: &Fact) -> bool {
    fact.value != UNKNOWN && !matches!(fact.topic, Topic::Disability | Topic::Illness | Topic::Placement | Topic::SpecialNeed) && !(fact.topic.has_items() && fact.value != "yes")
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

fn part(lang: Lang, rows: &[Fact], day: SchoolDate, title: &str, belongs: impl Fn(Topic) -> bool) -> Part {
    let known = standing(rows, day).into_iter().filter(|row| told(row) && belongs(row.topic) && row.until.is_none_or(|until| day <= until));
    let lines = known.map(|row| Line { label: label(lang, row.topic), text: text(lang, row), from: Some(row.from) }).collect();
    Part { title: words::word(lang, title), lines }
}

/// Home, school and society, each with what is known and since when (A5-09). A field of which nothing is known stays empty and says so.
fn fields(cx: &mut Cx<'_, '_>, see: &Permit<acts::SeePupil>, rows: &[Fact], guardians: &[GuardianView]) -> Result<Vec<Part>> {
    let (lang, id, today) = (cx.lang(), see.pupil()?, cx.tx.today());
    let word = |key: &str| words::word(lang, key);
    let elsewhere = [Topic::Hardship, Topic::Relief];
    let home = part(lang, rows, today, "child-left-behind-field-home", |topic| !elsewhere.contains(&topic));
    let mut school = Part { title: word("child-left-behind-field-school"), lines: Vec::new() };
    if let Some(last) = results(cx.tx, see, lang)?.into_iter().next() {
        school.lines.push(Line { label: word("child-results"), text: last.name, from: Some(last.day) });
    }
    if let Some(last) = attendance(cx.tx, see)?.into_iter().next() {
        let absent = last.sick + last.personal + last.unexplained;
        school.lines.push(Line { label: word("child-attendance"), text: Msg::new("child-left-behind-absent").with("term", last.term).with("days", absent).text(lang), from: None });
    }
    if let Ok(permit) = cx.permit::<acts::SeeCaseFile>(id) {
        for pair in pairs::of_pupil(cx.tx, &permit)?.into_iter().filter(|pair| pair.released.is_empty() && pair.until >= today) {
            school.lines.push(Line { label: word("pairing-history"), text: pair.staff_name, from: Some(pair.from) });
        }
    }
    let mut society = part(lang, rows, today, "child-left-behind-field-society", |topic| elsewhere.contains(&topic));
    for one in guardians.iter().filter(|one| one.entrusted) {
        society.lines.push(Line { label: word("roster-guardian-entrusted"), text: format!("{} {}", one.g.name, one.g.relation).trim().to_owned(), from: None });
    }
    Ok(vec![home, school, society])
}

fn guardians(cx: &mut Cx<'_, '_>, see: &Permit<acts::SeePupil>) -> Result<Vec<GuardianView>> {
    let mut more = entrusted::of_child(cx.tx, see)?;
    let view = |g: Guardian| {
        let more = more.remove(&g.id).unwrap_or_default();
        GuardianView { entrusted: more.entrusted, address: more.address.map(|text| text.open().clone()).unwrap_or_default(), g }
    };
    Ok(particulars::guardians(cx.tx, see)?.into_iter().map(view).collect())
}

/// Where the person prints the form: at once, or by way of the list of registers for who prints identity numbers and so gives a reason.
fn print_at(cx: &mut Cx<'_, '_>, class: ClassId) -> Result<String> {
    match cx.permit::<acts::PrintRegister>(class) {
        Ok(permit) if permit.levels().has(Level::Identity) => Ok("/registers".to_owned()),
        Ok(_) => Ok(format!("/registers/left-behind-form.docx?class={class}")),
        Err(Error::NotFound | Error::Denied(_)) => Ok(String::new()),
        Err(fault) => Err(fault),
    }
}

/// Somebody has looked after the child: the tasks end (A6-06).
fn look(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::SeeFamily>(id)?;
    family_news::looked_after(cx.tx, &permit)?;
    cx.did("LookAfter", Subject::Pupil(id), Levels::of(&[Level::Family]), "");
    Ok(Reply::done(format!("/pupils/{id}/left-behind"), "child-left-behind-looked"))
}

/// Who answers for the file: the class teacher, the moral education office, and the members of the moral-education group by name (A6-05).
fn answers(cx: &mut Cx<'_, '_>, see: &Permit<acts::SeePupil>) -> Result<Vec<(String, String)>> {
    let lang = cx.lang();
    let comma = words::word(lang, "casefile-comma");
    let all = readers(cx.tx, see)?;
    let of = |duty: Duty| {
        let names: Vec<String> = all.iter().filter(|reader| reader.duty == duty).map(|reader| reader.name.clone()).collect();
        (words::word(lang, &format!("duty-{}", duty.code())), names.join(&comma))
    };
    let mut all = [Duty::Homeroom, Duty::StudentAffairs].map(of).to_vec();
    for one in family_news::responsible(cx.tx, see)?.into_iter().filter(|one| !one.group.is_empty()) {
        match all.iter_mut().find(|(group, _)| *group == one.group) {
            Some((_, names)) => *names = format!("{names}{comma}{}", one.name),
            None => all.push((one.group, one.name)),
        }
    }
    Ok(all)
}

//! The yearly check of family facts: the sheet of a class, the progress of all, and the local lines of subsistence. A8-02, B4-01; PRACTICE 2.

use askama::Template;

use crate::access::{Action, Levels, Subject, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, Msg, PupilId, Result, SchoolDate};
use crate::roster::family::{self, Line, shown};
use crate::roster::family_check::{self, Progress, Ticked};
use crate::roster::family_facts::{Registration, Topic, UNKNOWN, fen, is_usual, label, text, value_word, yuan};
use crate::roster::time;
use crate::web::{Cx, Page, Policy, Reply, Routes};

pub(super) fn routes() -> Routes {
    let (edit, manage) = (Policy::May(Action::EditFamily), Policy::May(Action::ManageFamilies));
    Routes::new()
        .get("/family-check", edit, list)
        .get("/family-check/round", manage, show_round)
        .post("/family-check/round", manage, open, show_round)
        .get("/classes/{id}/family-check", edit, show)
        .post("/classes/{id}/family-check", edit, tick, show)
        .get("/settings/subsistence", manage, show_lines)
        .post("/settings/subsistence", manage, put_line, show_lines)
}

#[derive(Template)]
#[template(path = "roster/pages/family_checks.html")]
struct ListPage {
    p: Page,
    due: Option<SchoolDate>,
    rows: Vec<Progress>,
    complete: usize,
    may_open: bool,
}

/// All classes for the office; a homeroom teacher of one class comes to it at once.
fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    if time::current_term(cx.tx)?.is_none() {
        return cx.render(&ListPage { p: cx.page("roster-family-check-title"), due: None, rows: Vec::new(), complete: 0, may_open: false });
    }
    let (due, rows) = family_check::progress(cx.tx, cx.who)?;
    let may_open = cx.who.may_somewhere(Action::ManageFamilies);
    if let ([class], false) = (rows.as_slice(), may_open) {
        return Ok(Reply::go(format!("/classes/{}/family-check", class.class)));
    }
    let rows: Vec<Progress> = rows.into_iter().filter(|class| class.of > 0).collect();
    let complete = rows.iter().filter(|class| class.done == class.of).count();
    cx.render(&ListPage { p: cx.page("roster-family-check-title"), due, rows, complete, may_open })
}

#[derive(Template)]
#[template(path = "roster/pages/family_round.html")]
struct RoundPage {
    p: Page,
    due: String,
}

/// Days that the form proposes for the check.
const USUAL_DAYS: i64 = 30;

fn show_round(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let due = cx.tx.today().plus_days(USUAL_DAYS).to_string();
    cx.render(&RoundPage { p: cx.page("roster-family-round-title"), due })
}

fn open(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageFamilies>(Subject::School)?;
    let mut problems = Problems::default();
    let due = super::day_field(&mut problems, "due", cx.field("due"));
    problems.end()?;
    let classes = family_check::open(cx.tx, &permit, due.ok_or(Error::NotFound)?)?;
    cx.did("OpenFamilyCheck", Subject::School, Levels::NONE, format!("{classes} classes"));
    Ok(Reply::done("/family-check", Msg::new("roster-family-round-opened").with("count", classes)))
}

/// A child on the sheet.
struct Row {
    id: PupilId,
    family_name: String,
    name: String,
    seat: String,
    words: Vec<(String, String)>,
    more: usize,
    state: &'static str,
}

#[derive(Template)]
#[template(path = "roster/pages/family_check.html")]
struct SheetPage {
    p: Page,
    id: ClassId,
    class_name: String,
    due: Option<SchoolDate>,
    late: bool,
    done: usize,
    rows: Vec<Row>,
}

/// Facts that a row of the sheet shows, of those that most families do not share; the rest is counted.
const FACTS_SHOWN: usize = 6;

fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("id")?;
    let permit = cx.permit::<acts::EditFamily>(id)?;
    let (lang, today) = (cx.lang(), cx.tx.today());
    let class = time::class(cx.tx, id)?;
    let sheet = family_check::sheet(cx.tx, &permit)?;
    let done = sheet.done();
    let row = |line: &family_check::CheckLine| {
        let known = line.family.words(lang).len();
        let unusual = line.family.standing.iter().filter(|fact| fact.value != UNKNOWN && !is_usual(fact));
        let words: Vec<(String, String)> = unusual.map(|fact| (label(lang, fact.topic), text(lang, fact))).take(FACTS_SHOWN).collect();
        let more = known - words.len();
        Row {
            id: line.family.pupil,
            family_name: line.family.name.chars().next().map(String::from).unwrap_or_default(),
            name: line.family.name.clone(),
            seat: line.family.seat_no.map(|seat| seat.to_string()).unwrap_or_default(),
            state: match &line.checked {
                Some(checked) if checked.changed => "changed",
                Some(_) => "same",
                None if known == 0 => "empty",
                None => "",
            },
            words,
            more,
        }
    };
    let page = SheetPage {
        p: cx.page_of(&Msg::new("roster-family-check-of").with("class", &class.name)),
        id,
        class_name: class.name.clone(),
        due: sheet.due,
        late: done < sheet.lines.len() && sheet.due.is_some_and(|due| due < today),
        done,
        rows: sheet.lines.iter().map(row).collect(),
    };
    cx.saw("SeeFamily", Subject::Class(id), shown(permit.levels()));
    cx.render(&page)
}

fn tick(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("id")?;
    let permit = cx.permit::<acts::EditFamily>(id)?;
    // The button of one child counts for this child alone, whatever else is ticked.
    let field = if cx.field("one").is_empty() { "pupil" } else { "one" };
    let pupils: Vec<PupilId> = cx.req.fields_of(field).filter_map(|text| text.parse().ok()).collect();
    if pupils.is_empty() {
        return Err(Error::at("pupil", "roster-family-check-none"));
    }
    let Ticked { noted, nothing_known } = family_check::nothing_changed(cx.tx, &permit, &pupils)?;
    cx.did("CheckFamily", Subject::Class(id), shown(permit.levels()), format!("{noted} noted"));
    let told = if nothing_known > 0 {
        Msg::new("roster-family-check-partly").with("count", noted).with("of", nothing_known)
    } else {
        Msg::new("roster-family-checked").with("count", noted)
    };
    Ok(Reply::done(format!("/classes/{id}/family-check"), told))
}

#[derive(Template)]
#[template(path = "roster/pages/subsistence.html")]
struct LinesPage {
    p: Page,
    lines: Vec<(String, i64, String, String)>,
    households: Vec<(String, String)>,
    region: String,
    year: String,
}

fn show_lines(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ManageFamilies>(Subject::School)?;
    let lang = cx.lang();
    let word = |code: &str| value_word(lang, Topic::Registration, code);
    let lines = family::all_lines(cx.tx)?.into_iter().map(|line| (line.region, line.year, word(&line.household), yuan(line.amount_fen))).collect();
    let page = LinesPage {
        p: cx.page("roster-family-lines-title"),
        lines,
        households: Registration::CODES.iter().map(|code| ((*code).to_owned(), word(code))).collect(),
        region: crate::access::tenant(cx.tx)?.region,
        year: cx.tx.today().year().to_string(),
    };
    cx.render(&page)
}

fn put_line(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageFamilies>(Subject::School)?;
    let mut problems = Problems::default();
    let amount = problems.keep("amount", fen(cx.field("amount")));
    let year = problems.keep("year", cx.field("year").parse::<i64>().map_err(|_| Msg::new("roster-family-line-year")));
    problems.end()?;
    let line =
        Line { region: crate::access::tenant(cx.tx)?.region, year: year.unwrap_or_default(), household: cx.field("household").to_owned(), amount_fen: amount.unwrap_or_default() };
    family::put_line(cx.tx, &permit, &line)?;
    cx.did("PutSubsistenceLine", Subject::School, Levels::NONE, format!("{} {}", line.year, line.household));
    Ok(Reply::done("/settings/subsistence", "roster-family-line-saved"))
}

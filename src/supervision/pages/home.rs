//! `/supervision`: the own children week by week and the months to hand in; for who leads, each class with what was promised and kept, and who has handed in.

use askama::Template;

use super::map::{self, Row, Sum, sum};
use super::{SHOWN, day, month};
use crate::access::{Action, Permit, Subject, Who, acts};
use crate::activity::owed::Act;
use crate::base::{ClassId, Error, Msg, PupilId, Result, SchoolDate};
use crate::roster::time::{self, Term};
use crate::store::Tx;
use crate::supervision::count::Tally;
use crate::supervision::findings;
use crate::supervision::hand_in::{self, month_of};
use crate::supervision::ledger::{self, Ledger};
use crate::web::{Choice, Cx, Page, Reply};

#[derive(Template)]
#[template(path = "supervision/pages/home.html")]
struct Home {
    p: Page,
    term: String,
    terms: Vec<Choice>,
    own: Vec<Row>,
    key: Vec<(&'static str, String)>,
    own_sum: Option<Sum>,
    months: Vec<MonthView>,
    findings: Vec<(String, String, String)>,
    school: Option<Sum>,
    grades: Vec<(String, Sum)>,
    classes: Vec<ClassView>,
    nobody: usize,
    handed: Vec<HandedView>,
    checks: bool,
}

/// A month that the person hands in.
struct MonthView {
    first: SchoolDate,
    name: String,
    text: String,
    state: &'static str,
    word: String,
    missing: i64,
    open: bool,
}

struct ClassView {
    id: ClassId,
    name: String,
    children: usize,
    sum: Sum,
    nobody: usize,
}

/// A month as who supervises sees it.
struct HandedView {
    first: SchoolDate,
    name: String,
    text: String,
    open: String,
    reasons: Vec<(String, String)>,
}

/// The parts of the school of which the person may see what was promised and kept, the widest.
fn widest(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Permit<acts::SeeSupervision>>> {
    let action = Action::SeeSupervision;
    if who.may_everywhere(action) {
        return Ok(vec![Permit::ask(tx, who, Subject::School)?]);
    }
    let grades = who.grades(action).into_iter().map(Subject::Grade);
    let classes = who.classes(action).into_iter().map(Subject::Class);
    grades.chain(classes).map(|subject| Permit::ask(tx, who, subject)).collect()
}

fn own(cx: &mut Cx<'_, '_>, p: &Page, term: &Term, page: &mut Home) -> Result<()> {
    let me = cx.who.staff();
    let ledger = ledger::own(cx.tx, cx.who, term)?;
    let today = cx.tx.today();
    for due in hand_in::own(cx.tx, cx.who, term, &ledger)?.into_iter().filter(|due| due.month <= today) {
        let state = due.state(today);
        let text = match due.done {
            Some(day) => Msg::new("supervision-handed-on").with("day", day).with("count", due.records),
            None => Msg::new("supervision-hand-in-by").with("day", due.day).with("count", due.records).with("missing", due.missing),
        };
        let moved = if due.moved.is_empty() { String::new() } else { Msg::new("supervision-moved-why").with("reason", &due.moved).text(p.lang) };
        page.months.push(MonthView {
            first: due.month,
            name: month(p.lang, due.month),
            text: format!("{}{moved}", text.text(p.lang)),
            state: match state {
                "done" => "good",
                "late" => "overdue",
                "due" => "due",
                _ => "",
            },
            word: crate::base::words::word(p.lang, &format!("supervision-due-{state}")),
            missing: due.missing,
            open: due.done.is_none(),
        });
    }
    page.months.reverse();
    page.findings = findings::own_findings(cx.tx, cx.who)?
        .into_iter()
        .filter(|found| matches!(found.state(), "open" | "sent_back"))
        .map(|found| (format!("/supervision/findings/{}", found.id), found.pupil_name.clone(), found.due.to_string()))
        .collect();
    if !ledger.children.is_empty() {
        let concerns = |one: &ledger::Promise| one.concerns(me);
        page.own_sum = Some(sum(p.lang, ledger.tally(concerns)));
        page.own = map::rows(p.lang, &ledger, &concerns);
    }
    Ok(())
}

fn classes(p: &Page, ledger: &Ledger, nobody: &[PupilId], page: &mut Home) {
    for children in ledger.children.chunk_by(|a, b| a.class == b.class) {
        let Some(first) = children.first() else { continue };
        let is_here = |pupil: PupilId| children.iter().any(|child| child.pupil == pupil);
        page.classes.push(ClassView {
            id: first.class,
            name: first.class_name.clone(),
            children: children.len(),
            sum: sum(p.lang, ledger.tally(|one| is_here(one.pupil))),
            nobody: nobody.iter().filter(|pupil| is_here(**pupil)).count(),
        });
    }
}

fn grades(cx: &mut Cx<'_, '_>, p: &Page, ledger: &Ledger, page: &mut Home) -> Result<()> {
    let of_class: Vec<(ClassId, i64)> = time::classes(cx.tx, ledger.term.year)?.into_iter().map(|class| (class.id, class.level)).collect();
    let mut levels: Vec<i64> = ledger.children.iter().filter_map(|child| of_class.iter().find(|(id, _)| *id == child.class)).map(|(_, level)| *level).collect();
    levels.sort_unstable();
    levels.dedup();
    for level in levels {
        let is_here = |pupil: PupilId| ledger.children.iter().any(|child| child.pupil == pupil && of_class.contains(&(child.class, level)));
        let name = Msg::new("report-grade").with("grade", level).text(p.lang);
        page.grades.push((name, sum(p.lang, ledger.tally(|one| is_here(one.pupil)))));
    }
    Ok(())
}

fn led(cx: &mut Cx<'_, '_>, p: &Page, term: &Term, page: &mut Home) -> Result<()> {
    let mut all = Tally::default();
    for permit in widest(cx.tx, cx.who)? {
        let ledger = ledger::of_part(cx.tx, &permit, term)?;
        all.plus(ledger.tally(|_| true));
        let nobody = ledger.nobody(Act::Talk);
        page.nobody += nobody.len();
        classes(p, &ledger, &nobody, page);
        if permit.subject() == Subject::School {
            grades(cx, p, &ledger, page)?;
        }
        if cx.who.may_somewhere(Action::Supervise) {
            for one in hand_in::of_part(cx.tx, &ledger)? {
                let moved = if one.moved.is_empty() { String::new() } else { Msg::new("supervision-moved-why").with("reason", &one.moved).text(p.lang) };
                let text = Msg::new("supervision-handed").with("done", one.done.len()).with("of", one.done.len() + one.open.len()).with("day", one.day).text(p.lang);
                page.handed.push(HandedView {
                    first: one.month,
                    name: month(p.lang, one.month),
                    text: format!("{text}{moved}"),
                    open: one.open.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(" "),
                    reasons: one.done.iter().filter(|done| !done.reason.is_empty()).map(|done| (done.name.clone(), done.reason.clone())).collect(),
                });
            }
        }
    }
    page.school = (!page.classes.is_empty()).then(|| sum(p.lang, all));
    Ok(())
}

/// `GET /supervision`
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("supervision-title");
    let term = super::term(cx, &p)?;
    let mut page = Home {
        term: term.code.to_string(),
        terms: super::terms(cx, &term)?,
        own: Vec::new(),
        key: map::key(p.lang),
        own_sum: None,
        months: Vec::new(),
        findings: Vec::new(),
        school: None,
        grades: Vec::new(),
        classes: Vec::new(),
        nobody: 0,
        handed: Vec::new(),
        checks: cx.who.may_somewhere(Action::Supervise),
        p: p.clone(),
    };
    own(cx, &p, &term, &mut page)?;
    led(cx, &p, &term, &mut page)?;
    cx.saw("SeeSupervision", Subject::School, SHOWN);
    cx.render(&page)
}

fn path_month(cx: &Cx<'_, '_>) -> Result<SchoolDate> {
    let month: String = cx.path("month")?;
    day(&month).filter(|first| month_of(*first) == *first).ok_or(Error::NotFound)
}

/// `POST /supervision/months/{month}`
pub(super) fn hand_in(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (month, p) = (path_month(cx)?, cx.page("supervision-title"));
    let term = super::term(cx, &p)?;
    let reason = cx.field("reason").to_owned();
    hand_in::hand_in(cx.tx, cx.who, &term, month, &reason)?;
    cx.did("HandIn", Subject::School, SHOWN, month.to_string());
    Ok(Reply::done("/supervision", "supervision-handed-in"))
}

/// `POST /supervision/months/{month}/day`
pub(super) fn move_due(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (month, p) = (path_month(cx)?, cx.page("supervision-title"));
    let permit = cx.permit::<acts::Supervise>(Subject::School)?;
    let term = super::term(cx, &p)?;
    let (new, reason) = (day(cx.field("day")), cx.field("reason").to_owned());
    hand_in::move_due(cx.tx, &permit, &term, month, new, &reason)?;
    cx.did("Supervise", Subject::School, SHOWN, format!("due moved {month}"));
    Ok(Reply::done("/supervision", "supervision-due-moved"))
}

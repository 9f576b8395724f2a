//! The calendar: terms with their weeks, holidays and swapped days.

use askama::Template;

use super::{day_field, optional_day_field, term_words};
use crate::access::{Action, Subject, acts};
use crate::base::error::Problems;
use crate::base::{Error, Msg, Result, SchoolDate, TermCode};
use crate::roster::calendar::TermDays;
use crate::roster::day_list::read_days;
use crate::roster::terms::{TermPlan, proposed_last_day, usual_days};
use crate::roster::time::{self, CalendarDay, DayKind, Term};
use crate::web::{Cx, Page, Policy, Reply, Routes};

/// Longest holiday that one form marks, in days.
const SPAN_DAYS_MOST: i64 = 70;

pub(super) fn routes() -> Routes {
    let may = Policy::May(Action::ManageCalendar);
    Routes::new()
        .get("/settings/calendar", may, show_present)
        .get("/settings/calendar/new", may, show_new)
        .post("/settings/calendar/new", may, add_term, show_new)
        .get("/settings/calendar/{term}", may, show_term)
        .get("/settings/calendar/{term}/dates", may, show_dates)
        .post("/settings/calendar/{term}/dates", may, change_dates, show_dates)
        .get("/settings/calendar/{term}/days", may, show_days)
        .post("/settings/calendar/{term}/days", may, mark_days, show_days)
        .get("/settings/calendar/{term}/list", may, show_list)
        .post("/settings/calendar/{term}/list", may, mark_list, show_list)
        .post("/settings/calendar/{term}/days/removal", may, unmark_day, show_term)
}

fn term_of_path(cx: &mut Cx<'_, '_>) -> Result<Term> {
    let code: String = cx.path("term")?;
    let code: TermCode = code.parse().map_err(|()| Error::NotFound)?;
    time::term_by_code(cx.tx, code)?.ok_or(Error::NotFound)
}

/// A day of the month grid.
struct Cell {
    /// Day of the month; 0 for a place that belongs to another month.
    number: i8,
    /// `school`, `off`, `holiday`, `swapped` or empty outside the term.
    tone: &'static str,
    /// A sign besides the colour: the key of a word, or empty.
    mark: &'static str,
    today: bool,
}

/// A row of the month grid.
struct Row {
    /// Number of the week in the term; 0 outside.
    week: i64,
    cells: Vec<Cell>,
}

/// A month of the term.
struct Month {
    year: i16,
    month: i8,
    school_days: i64,
    rows: Vec<Row>,
}

/// A run of days of one kind and name.
struct Run {
    from: SchoolDate,
    until: SchoolDate,
    special: CalendarDay,
    days: i64,
}

#[derive(Template)]
#[template(path = "roster/pages/calendar.html")]
struct CalendarPage {
    p: Page,
    terms: Vec<(TermCode, String)>,
    term: Term,
    weeks: i64,
    school_days: i64,
    this_week: Option<i64>,
    months: Vec<Month>,
    runs: Vec<Run>,
}

fn show_present(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    match time::current_term(cx.tx)? {
        Some(term) => show(cx, term),
        None => Ok(Reply::go("/settings/calendar/new")),
    }
}

fn show_term(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let term = term_of_path(cx)?;
    show(cx, term)
}

fn show(cx: &mut Cx<'_, '_>, term: Term) -> Result<Reply> {
    let p = cx.page("roster-settings-calendar");
    let today = cx.tx.today();
    let days = time::term_days(cx.tx, &term)?;
    let special = time::calendar_days(cx.tx, term.first_day, term.last_day)?;
    let terms = time::terms(cx.tx)?.into_iter().rev().map(|term| (term.code, term_words(&p, term.code))).collect();
    let page = CalendarPage {
        terms,
        weeks: days.count_weeks(),
        school_days: days.school_days_between(term.first_day, term.last_day),
        this_week: days.week_of(today),
        months: months(&days, &special, today),
        runs: runs(special),
        term,
        p,
    };
    cx.render(&page)
}

fn months(days: &TermDays, special: &[CalendarDay], today: SchoolDate) -> Vec<Month> {
    let mut months = Vec::new();
    let mut first = days.first.plus_days(1 - i64::from(days.first.day()));
    while first <= days.last {
        let next = first.plus_months(1);
        let last = next.plus_days(-1);
        let mut rows = Vec::new();
        let mut monday = first.plus_days(1 - i64::from(first.weekday()));
        while monday <= last {
            let cells = (0..7).map(|n| monday.plus_days(n)).map(|day| cell(days, special, day, first, today)).collect();
            rows.push(Row { week: days.week_of(monday).unwrap_or(0), cells });
            monday = monday.plus_days(7);
        }
        months.push(Month { year: first.year(), month: first.month(), school_days: days.school_days_between(first, last), rows });
        first = next;
    }
    months
}

fn cell(days: &TermDays, special: &[CalendarDay], day: SchoolDate, month: SchoolDate, today: SchoolDate) -> Cell {
    if (day.year(), day.month()) != (month.year(), month.month()) {
        return Cell { number: 0, tone: "", mark: "", today: false };
    }
    let inside = (days.first..=days.last).contains(&day);
    let (tone, mark) = match special.iter().find(|special| special.day == day).map(|special| special.kind) {
        Some(DayKind::SchoolDay) if inside => ("swapped", "roster-mark-school"),
        Some(DayKind::Holiday) if inside => ("holiday", "roster-mark-holiday"),
        _ if days.is_school_day(day) => ("school", ""),
        _ => ("off", ""),
    };
    Cell { number: day.day(), tone, mark, today: day == today }
}

fn runs(special: Vec<CalendarDay>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for day in special {
        match runs.last_mut() {
            Some(run) if run.until.plus_days(1) == day.day && run.special.kind == day.kind && run.special.name == day.name => {
                run.until = day.day;
                run.days += 1;
            }
            _ => runs.push(Run { from: day.day, until: day.day, days: 1, special: day }),
        }
    }
    runs
}

#[derive(Template)]
#[template(path = "roster/pages/term_form.html")]
struct TermForm {
    p: Page,
    action: String,
    back: String,
    /// The terms to choose from; empty when the term is there.
    codes: Vec<(String, String)>,
    code: String,
    first_day: String,
    last_day: String,
    results_due_day: String,
    ceremony_day: String,
}

fn show_new(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let p = cx.page("roster-term-new");
    let there: Vec<TermCode> = time::terms(cx.tx)?.into_iter().map(|term| term.code).collect();
    let this = TermCode::of(cx.tx.today());
    let mut wanted = vec![following(following(following(this)))];
    (0..6).for_each(|_| wanted.push(wanted[wanted.len() - 1].previous()));
    wanted.retain(|code| !there.contains(code));
    wanted.sort();
    let proposed = wanted.iter().find(|code| **code >= this).or(wanted.last()).copied().unwrap_or(this);
    let (first, last) = usual_days(proposed);
    let codes = wanted.iter().map(|code| (code.to_string(), term_words(&p, *code))).collect();
    let page = TermForm {
        p,
        action: "/settings/calendar/new".into(),
        back: "/settings/calendar".into(),
        codes,
        code: proposed.to_string(),
        first_day: first.to_string(),
        last_day: last.to_string(),
        results_due_day: String::new(),
        ceremony_day: String::new(),
    };
    cx.render(&page)
}

fn following(code: TermCode) -> TermCode {
    if code.half == 1 { TermCode { half: 2, ..code } } else { TermCode { year: crate::base::SchoolYear(code.year.0 + 1), half: 1 } }
}

fn show_dates(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let term = term_of_path(cx)?;
    let p = cx.page("roster-term-edit");
    let code = term_words(&p, term.code);
    let text = |day: Option<SchoolDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let page = TermForm {
        p,
        action: format!("/settings/calendar/{}/dates", term.code),
        back: format!("/settings/calendar/{}", term.code),
        codes: Vec::new(),
        code,
        first_day: term.first_day.to_string(),
        last_day: term.last_day.to_string(),
        results_due_day: text(term.results_due_day),
        ceremony_day: text(term.ceremony_day),
    };
    cx.render(&page)
}

fn typed_plan(cx: &Cx<'_, '_>) -> Result<TermPlan> {
    let mut problems = Problems::default();
    let first_day = day_field(&mut problems, "first_day", cx.field("first_day"));
    let last_day = optional_day_field(&mut problems, "last_day", cx.field("last_day"));
    let results_due_day = optional_day_field(&mut problems, "results_due_day", cx.field("results_due_day"));
    let ceremony_day = optional_day_field(&mut problems, "ceremony_day", cx.field("ceremony_day"));
    problems.end()?;
    let first_day = first_day.ok_or(Error::NotFound)?;
    Ok(TermPlan { first_day, last_day: last_day.unwrap_or_else(|| proposed_last_day(first_day)), results_due_day, ceremony_day })
}

fn add_term(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageCalendar>(Subject::School)?;
    let code: TermCode = cx.field("code").parse().map_err(|()| Error::at("code", "roster-term-needed"))?;
    let plan = typed_plan(cx)?;
    time::add_term(cx.tx, &permit, code, &plan)?;
    Ok(Reply::done(format!("/settings/calendar/{code}"), "roster-term-saved"))
}

fn change_dates(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageCalendar>(Subject::School)?;
    let term = term_of_path(cx)?;
    let plan = typed_plan(cx)?;
    time::change_term(cx.tx, &permit, term.code, &plan)?;
    Ok(Reply::done(format!("/settings/calendar/{}", term.code), "roster-term-saved"))
}

#[derive(Template)]
#[template(path = "roster/pages/days_form.html")]
struct DaysForm {
    p: Page,
    term: Term,
    words: String,
    kinds: Vec<(&'static str, String, String)>,
}

fn show_days(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let term = term_of_path(cx)?;
    let p = cx.page("roster-days-mark");
    let kinds = vec![
        (DayKind::Holiday.code(), p.t("roster-day-holiday"), p.t("roster-day-holiday-means")),
        (DayKind::SchoolDay.code(), p.t("roster-day-swapped"), p.t("roster-day-swapped-means")),
    ];
    let page = DaysForm { words: term_words(&p, term.code), p, term, kinds };
    cx.render(&page)
}

fn mark_days(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageCalendar>(Subject::School)?;
    let term = term_of_path(cx)?;
    let mut problems = Problems::default();
    let from = day_field(&mut problems, "from", cx.field("from"));
    let until = optional_day_field(&mut problems, "until", cx.field("until")).or(from);
    let what = problems.keep("kind", cx.field("kind").parse::<DayKind>().map_err(|()| "roster-day-kind-needed".into()));
    if let (Some(from), Some(until)) = (from, until)
        && !(0..SPAN_DAYS_MOST).contains(&(until.days() - from.days()))
    {
        problems.note("until", Msg::new("roster-days-span").with("most", SPAN_DAYS_MOST));
    }
    problems.end()?;
    let (Some(from), Some(until), Some(what)) = (from, until, what) else { return Err(Error::NotFound) };
    let name = cx.field("name").to_owned();
    let days: Vec<CalendarDay> = (from.days()..=until.days()).map(|day| CalendarDay { day: SchoolDate::from_days(day), kind: what, name: name.clone() }).collect();
    time::mark_days(cx.tx, &permit, &days)?;
    Ok(Reply::done(format!("/settings/calendar/{}", term.code), Msg::new("roster-days-marked").with("count", days.len())))
}

#[derive(Template)]
#[template(path = "roster/pages/day_list.html")]
struct ListForm {
    p: Page,
    term: Term,
}

fn show_list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let term = term_of_path(cx)?;
    let page = ListForm { p: cx.page("roster-days-paste"), term };
    cx.render(&page)
}

fn mark_list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageCalendar>(Subject::School)?;
    let term = term_of_path(cx)?;
    let days = read_days(cx.field("list"), term.first_day, term.last_day)?;
    time::mark_days(cx.tx, &permit, &days)?;
    Ok(Reply::done(format!("/settings/calendar/{}", term.code), Msg::new("roster-days-marked").with("count", days.len())))
}

/// Makes a run of days ordinary again.
fn unmark_day(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageCalendar>(Subject::School)?;
    let term = term_of_path(cx)?;
    let day = |text: &str| text.parse::<SchoolDate>().map_err(|_| Error::NotFound);
    let (from, until) = (day(cx.field("from"))?, day(cx.field("until"))?);
    for special in time::calendar_days(cx.tx, from, until)? {
        time::unmark_day(cx.tx, &permit, special.day)?;
    }
    Ok(Reply::done(format!("/settings/calendar/{}", term.code), "roster-days-ordinary"))
}

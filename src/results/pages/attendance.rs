//! Attendance: the classes, the day, the month.

use askama::Template;

use crate::access::{self, Action, Duty, Level, Levels, Subject, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, Id, Msg, PupilId, Result, SchoolDate};
use crate::results::attendance::{self, Absence};
use crate::results::classes_of;
use crate::roster::time::{self, Class};
use crate::web::{Cx, Page, Reply};

const SHOWN: Levels = Levels::of(&[Level::Basic, Level::Academic]);

#[derive(Template)]
#[template(path = "results/pages/attendance.html")]
struct ListPage {
    p: Page,
    day: String,
    rows: Vec<ListRow>,
    taken: usize,
    /// The person takes attendance of none of these classes: the page is there to read.
    reads_only: bool,
}

struct ListRow {
    href: String,
    month: String,
    name: String,
    at: String,
}

#[derive(serde::Deserialize)]
struct ListQuery {
    #[serde(default)]
    all: String,
}

/// The classes whose attendance the person takes or may read; a homeroom teacher comes to her own class at once.
pub(super) fn list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let query: ListQuery = cx.query()?;
    let own: Vec<ClassId> = cx.who.ties.iter().filter(|tie| tie.duty == Duty::Homeroom).map(|tie| ClassId::from_uuid(tie.scope_id.uuid())).collect();
    if let ([class], true) = (own.as_slice(), query.all.is_empty()) {
        return Ok(Reply::go(format!("/attendance/classes/{class}")));
    }
    let day = attendance::usual_day(cx.tx)?;
    let taken = attendance::taken_on(cx.tx, day)?;
    let classes = match time::current_term(cx.tx)? {
        Some(term) => classes_of(cx.tx, cx.who, Action::SeeAttendance, term.year)?,
        None => Vec::new(),
    };
    let own: Vec<ClassId> = match time::current_term(cx.tx)? {
        Some(term) => classes_of(cx.tx, cx.who, Action::EnterAttendance, term.year)?.into_iter().map(|class| class.id).collect(),
        None => Vec::new(),
    };
    let when = |class: &ClassId| taken.get(class).map(|at| format!("{:02}:{:02}", at.hour_minute().0, at.hour_minute().1)).unwrap_or_default();
    let row = |class: &Class| {
        let day = format!("/attendance/classes/{}", class.id);
        let month = format!("{day}/months");
        ListRow { href: if own.contains(&class.id) { day } else { month.clone() }, month, name: class.name.clone(), at: when(&class.id) }
    };
    let rows: Vec<ListRow> = classes.iter().map(row).collect();
    let done = rows.iter().filter(|row| !row.at.is_empty()).count();
    cx.render(&ListPage { p: cx.page("results-attendance-title"), day: day_text(cx, day), rows, taken: done, reads_only: own.is_empty() })
}

/// 9 月 7 日, Monday … as the language says it.
fn day_text(cx: &Cx<'_, '_>, day: SchoolDate) -> String {
    let weekday = match day.weekday() {
        1 => "results-weekday-1",
        2 => "results-weekday-2",
        3 => "results-weekday-3",
        4 => "results-weekday-4",
        5 => "results-weekday-5",
        6 => "results-weekday-6",
        _ => "results-weekday-7",
    };
    let weekday = Msg::new(weekday).text(cx.lang());
    Msg::new("results-day").with("month", day.month()).with("day", day.day()).with("weekday", weekday).text(cx.lang())
}

fn absence_word(cx: &Cx<'_, '_>, kind: Absence) -> String {
    let key = match kind {
        Absence::Sick => "results-absence-sick",
        Absence::Personal => "results-absence-personal",
        Absence::Unexplained => "results-absence-unexplained",
        Absence::Late => "results-absence-late",
    };
    Msg::new(key).text(cx.lang())
}

#[derive(Template)]
#[template(path = "results/pages/day.html")]
struct DayPage {
    p: Page,
    lead: String,
    action: String,
    day: String,
    latest: String,
    taken: bool,
    kinds: Vec<(String, String, bool)>,
    rows: Vec<DayRow>,
    absent: Vec<DayRow>,
}

#[derive(Clone)]
struct DayRow {
    id: String,
    name: String,
    seat: String,
    word: String,
    kind: &'static str,
    ticked: bool,
}

#[derive(serde::Deserialize)]
struct DayQuery {
    #[serde(default)]
    day: String,
}

/// The day asked for by form or link, else the usual one.
fn asked_day(cx: &mut Cx<'_, '_>) -> Result<SchoolDate> {
    let query: DayQuery = cx.query()?;
    let typed = if cx.field("day").is_empty() { query.day } else { cx.field("day").to_owned() };
    if typed.is_empty() { attendance::usual_day(cx.tx) } else { typed.parse().map_err(|_| Error::NotFound) }
}

/// The children of a class on a day: all present, then tap the absent.
pub(super) fn show_day(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::EnterAttendance>(cx.path::<ClassId>("class")?)?;
    let (day, class) = (asked_day(cx)?, time::class(cx.tx, permit.class()?)?);
    let sheet = attendance::day_sheet(cx.tx, &permit, day)?;
    cx.saw("SeeAttendance", permit.subject(), SHOWN);
    let rows: Vec<DayRow> = sheet
        .pupils
        .iter()
        .map(|pupil| {
            let id = pupil.id.to_string();
            let ticked = if cx.refused() { cx.req.fields_of("absent").any(|other| other == id) } else { pupil.absence.is_some() };
            let kind = pupil.absence.unwrap_or(Absence::Unexplained);
            let word = absence_word(cx, kind);
            DayRow { id, name: pupil.name.clone(), seat: pupil.seat.map(|seat| seat.to_string()).unwrap_or_default(), word, kind: kind.code(), ticked }
        })
        .collect();
    let stored = sheet.pupils.iter().filter(|pupil| pupil.absence.is_some()).map(|pupil| pupil.id.to_string());
    let stored: Vec<String> = stored.collect();
    let kinds = Absence::ALL.iter().map(|kind| (kind.code().to_owned(), absence_word(cx, *kind), *kind == Absence::Unexplained)).collect();
    let lead = match &sheet.taken {
        Some((_, at)) => Msg::new("results-day-taken").with("day", day_text(cx, day)).with("when", at).with("count", stored.len()),
        None => Msg::new("results-day-open").with("day", day_text(cx, day)).with("count", rows.len()),
    };
    let page = DayPage {
        p: cx.page_of(&Msg::new("results-attendance-of").with("class", &class.name)),
        lead: lead.text(cx.lang()),
        action: format!("/attendance/classes/{}", class.id),
        day: day.to_string(),
        latest: cx.tx.today().to_string(),
        taken: sheet.taken.is_some(),
        kinds,
        absent: rows.iter().filter(|row| stored.contains(&row.id)).cloned().collect(),
        rows,
    };
    cx.render(&page)
}

/// Stores the day.
pub(super) fn save_day(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::EnterAttendance>(cx.path::<ClassId>("class")?)?;
    let day = asked_day(cx)?;
    let mut problems = Problems::default();
    let mut absent: Vec<(PupilId, Absence)> = Vec::new();
    let everybody_there = !cx.field("all").is_empty();
    for id in cx.req.fields_of("absent").filter(|_| !everybody_there) {
        let own = cx.field(&format!("k-{id}"));
        let kind = Absence::of_code(if own.is_empty() { cx.field("kind") } else { own });
        match (id.parse::<PupilId>(), kind) {
            (Ok(pupil), Some(kind)) => absent.push((pupil, kind)),
            _ => problems.note("kind", "results-choose"),
        }
    }
    problems.end()?;
    let counts = attendance::take(cx.tx, &permit, day, &absent)?;
    cx.did("EnterAttendance", permit.subject(), SHOWN, format!("{day} absent={} changed={}", absent.len(), counts.changed()));
    let to = format!("/attendance/classes/{}?day={day}", permit.class()?);
    Ok(Reply::done(to, Msg::new("results-attendance-saved").with("count", absent.len())))
}

#[derive(Template)]
#[template(path = "results/pages/month.html")]
struct MonthPage {
    p: Page,
    /// The page on which attendance is taken; empty for who only reads.
    back: String,
    before: String,
    after: String,
    days: Vec<(String, bool)>,
    rows: Vec<MonthRow>,
    not_taken: usize,
}

struct MonthRow {
    name: String,
    seat: String,
    cells: Vec<(String, String)>,
    absent: usize,
    late: usize,
}

#[derive(serde::Deserialize)]
struct MonthQuery {
    #[serde(default)]
    month: String,
}

/// A month of a class.
pub(super) fn show_month(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("class")?;
    let permit = cx.permit::<acts::SeeAttendance>(id)?;
    let enters = access::why(cx.tx, cx.who, Action::EnterAttendance, Subject::Class(id))?.is_some();
    let query: MonthQuery = cx.query()?;
    let day = if query.month.is_empty() { attendance::usual_day(cx.tx)? } else { format!("{}-01", query.month).parse().map_err(|_| Error::NotFound)? };
    let class = time::class(cx.tx, permit.class()?)?;
    let month = attendance::month(cx.tx, &permit, day)?;
    cx.saw("SeeAttendance", permit.subject(), SHOWN);
    let lang = cx.lang();
    let short = |kind: Absence| match kind {
        Absence::Sick => Msg::new("results-short-sick").text(lang),
        Absence::Personal => Msg::new("results-short-personal").text(lang),
        Absence::Unexplained => Msg::new("results-short-unexplained").text(lang),
        Absence::Late => Msg::new("results-short-late").text(lang),
    };
    let rows = month.pupils.iter().map(|pupil| MonthRow {
        name: pupil.name.clone(),
        seat: pupil.seat.map(|seat| seat.to_string()).unwrap_or_default(),
        cells: pupil.absences.iter().map(|kind| kind.map_or((String::new(), String::new()), |kind| (short(kind), absence_word(cx, kind)))).collect(),
        absent: pupil.absences.iter().flatten().filter(|kind| **kind != Absence::Late).count(),
        late: pupil.absences.iter().flatten().filter(|kind| **kind == Absence::Late).count(),
    });
    let link = |day: SchoolDate| format!("/attendance/classes/{}/months?month={:04}-{:02}", class.id, day.year(), day.month());
    let page = MonthPage {
        p: cx.page_of(&Msg::new("results-month-title").with("class", &class.name).with("year", day.year()).with("month", day.month())),
        back: if enters { format!("/attendance/classes/{}", class.id) } else { String::new() },
        before: link(day.plus_months(-1)),
        after: if day.plus_months(1).days() - i64::from(day.day()) < cx.tx.today().days() { link(day.plus_months(1)) } else { String::new() },
        rows: rows.collect(),
        not_taken: month.days.iter().filter(|(_, taken)| !taken).count(),
        days: month.days.iter().map(|(day, taken)| (day.day().to_string(), *taken)).collect(),
    };
    cx.render(&page)
}

//! Pages of pupils: the list, the search, arrivals and movements. Issue item "Pages"; UI.md 5.

use askama::Template;
use serde::Deserialize;

use crate::access::{Action, Level, Permit, Subject, acts};
use crate::base::error::Problems;
use crate::base::{ClassId, Error, GradeId, Lang, Msg, PupilId, Result, RowId, SchoolDate, Sealed, limits, words};
use crate::roster::enrolment::{self, Lies};
use crate::roster::identity::IdentityNo;
use crate::roster::movements::{self, Change, Departure, Movement};
use crate::roster::name::NameCell;
use crate::roster::particulars::{self, Seat};
use crate::roster::pupils::{self, Arrival, Listing, NewGuardian, NewPupil, Part, PupilLine, Sort, State};
use crate::roster::registry::RegistryNo;
use crate::roster::time::{self, Class};
use crate::roster::unite as entries;
use crate::store::Tx;
use crate::web::{Cx, Page, Policy, Reply, Routes};

pub(super) fn routes() -> Routes {
    use Policy::May;
    Routes::new()
        .get("/pupils", May(Action::SeePupil), show_list)
        .get("/pupils/suggestions", May(Action::SeePupil), suggest)
        .get("/pupils/new", May(Action::ManageRoster), show_new)
        .post("/pupils/new", May(Action::ManageRoster), arrive, show_new)
        .get("/pupils/{id}/movements", May(Action::ManageRoster), show_movements)
        .post("/pupils/{id}/movements", May(Action::ManageRoster), move_pupil, show_movements)
        .post("/pupils/{id}/movements/{movement}/reversal", May(Action::ManageRoster), take_back, show_movements)
}

/// The classes of the current year that somebody has to do with, and the grades.
struct Places {
    classes: Vec<Class>,
    grades: Vec<(GradeId, i64)>,
    everyone: bool,
}

impl Places {
    fn of(cx: &mut Cx<'_, '_>) -> Result<Self> {
        let everyone = cx.who.may_everywhere(Action::SeePupil);
        let (own_classes, own_grades) = (cx.who.classes(Action::SeePupil), cx.who.grades(Action::SeePupil));
        let all = classes_now(cx.tx)?;
        let classes: Vec<Class> = all.into_iter().filter(|c| everyone || own_classes.contains(&c.id) || own_grades.contains(&c.grade)).collect();
        let mut grades: Vec<(GradeId, i64)> = classes.iter().filter(|c| everyone || own_grades.contains(&c.grade)).map(|c| (c.grade, c.level)).collect();
        grades.dedup();
        Ok(Self { classes, grades, everyone })
    }

    /// The part of an address such as `class-…`, `grade-…` or `school`; what is not theirs becomes what is.
    fn part(&self, wanted: &str) -> (Part, String) {
        let class = wanted.strip_prefix("class-").and_then(|id| id.parse::<ClassId>().ok()).filter(|id| self.classes.iter().any(|c| c.id == *id));
        let grade = wanted.strip_prefix("grade-").and_then(|id| id.parse::<GradeId>().ok()).filter(|id| self.grades.iter().any(|g| g.0 == *id));
        let (class, grade) = match (class, grade) {
            (None, None) if !self.everyone => match self.grades.first() {
                Some((grade, _)) => (None, Some(*grade)),
                None => (self.classes.first().map(|c| c.id), None),
            },
            both => both,
        };
        match (class, grade) {
            (Some(id), _) => (Part::Class(id), format!("class-{id}")),
            (None, Some(id)) => (Part::Grade(id), format!("grade-{id}")),
            (None, None) => (Part::School, "school".to_owned()),
        }
    }

    fn options(&self, lang: Lang) -> Vec<(String, String)> {
        let mut options = Vec::new();
        if self.everyone {
            options.push(("school".to_owned(), words::word(lang, "roster-whole-school")));
        }
        options.extend(self.grades.iter().map(|(id, level)| (format!("grade-{id}"), grade_text(lang, *level))));
        options.extend(self.classes.iter().map(|c| (format!("class-{}", c.id), c.name.clone())));
        options
    }
}

fn grade_text(lang: Lang, level: i64) -> String {
    words::word(lang, &format!("roster-grade-{level}"))
}

/// The classes of the year of the present term.
pub(super) fn classes_now(tx: &mut Tx<'_>) -> Result<Vec<Class>> {
    match time::current_term(tx)? {
        Some(term) => time::classes(tx, term.year),
        None => Ok(Vec::new()),
    }
}

#[derive(Deserialize, Default)]
struct ListQuery {
    #[serde(default)]
    part: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    sort: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: i64,
}

#[derive(Template)]
#[template(path = "roster/pages/pupils.html")]
struct ListPage {
    p: Page,
    q: String,
    part: String,
    parts: Vec<(String, String)>,
    state: String,
    states: Vec<(String, String)>,
    by_name: bool,
    name_href: String,
    class_href: String,
    rows: Vec<PupilLine>,
    first: i64,
    last: i64,
    total: i64,
    before: String,
    after: String,
    may_add: bool,
    nothing_yet: bool,
}

fn show_list(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let query: ListQuery = cx.query()?;
    let places = Places::of(cx)?;
    let (mut part, code) = places.part(&query.part);
    let q: String = query.q.trim().chars().take(limits::NAME_CHARS).collect();
    let state = State::of(&query.state);
    let sort = match (query.sort.as_str(), &part) {
        ("name", _) | ("", Part::School) => Sort::Name,
        _ => Sort::Class,
    };
    if !q.is_empty() {
        part = Part::Named(q.clone());
    } else if !places.everyone && matches!(part, Part::School) {
        // Somebody with ties to single pupils only: the register is limited by them.
        part = Part::School;
    }
    let skip = query.page.clamp(0, 100_000) * limits::ROWS_PER_PAGE;
    let Listing { rows, total } = pupils::list(cx.tx, cx.who, &part, state, sort, limits::ROWS_PER_PAGE, skip)?;
    let here = |sort: &str, page: i64| {
        let pairs = [("part", code.clone()), ("state", state.code().to_owned()), ("sort", sort.to_owned()), ("q", q.clone()), ("page", page.to_string())];
        format!("/pupils?{}", serde_html_form::to_string(pairs).unwrap_or_default())
    };
    let sort_code = if sort == Sort::Name { "name" } else { "class" };
    let shown = rows.len() as i64;
    let p = cx.page("roster-pupils-title");
    let states = State::ALL.into_iter().map(|s| (s.code().to_owned(), words::word(cx.lang(), &format!("roster-state-{}", s.code())))).collect();
    let page = ListPage {
        part: code.clone(),
        parts: places.options(cx.lang()),
        state: state.code().to_owned(),
        states,
        by_name: sort == Sort::Name,
        name_href: here("name", 0),
        class_href: here("class", 0),
        first: if total == 0 { 0 } else { skip + 1 },
        last: skip + shown,
        total,
        before: if query.page > 0 { here(sort_code, query.page - 1) } else { String::new() },
        after: if skip + shown < total { here(sort_code, query.page + 1) } else { String::new() },
        may_add: cx.who.may_somewhere(Action::ManageRoster),
        nothing_yet: total == 0 && q.is_empty() && matches!(part, Part::School) && state == State::Here,
        rows,
        q,
        p,
    };
    cx.render(&page)
}

struct Found {
    href: String,
    family_name: String,
    name: String,
    class_name: String,
}

#[derive(Template)]
#[template(path = "web/pages/_suggestions.html")]
struct Suggestions {
    p: Page,
    found: Vec<Found>,
}

/// Suggestions shown at once.
const SUGGESTIONS: i64 = 8;

fn suggest(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let query: ListQuery = cx.query()?;
    if query.q.trim().is_empty() {
        return Ok(Reply::Html(String::new()));
    }
    let lang = cx.lang();
    let found = pupils::find(cx.tx, cx.who, &query.q, SUGGESTIONS)?;
    let found = found
        .into_iter()
        .map(|line| Found {
            href: format!("/pupils/{}", line.id),
            family_name: line.family_name(),
            class_name: class_and_seat(lang, &line.class_name, line.seat_no),
            name: line.name,
        })
        .collect();
    cx.render(&Suggestions { p: cx.page("roster-pupils-title"), found })
}

/// 五（1）班 12 号: tells three children of one name apart.
pub(super) fn class_and_seat(lang: Lang, class_name: &str, seat: Option<i64>) -> String {
    match seat {
        Some(seat) if !class_name.is_empty() => Msg::new("roster-class-seat").with("class", class_name).with("seat", seat).text(lang),
        _ => class_name.to_owned(),
    }
}

#[derive(Template)]
#[template(path = "roster/pages/pupil_new.html")]
struct NewPage {
    p: Page,
    classes: Vec<(String, String)>,
    sexes: Vec<(String, String)>,
    boardings: Vec<(String, String)>,
    hows: Vec<(String, String, String)>,
    today: SchoolDate,
}

pub(super) fn class_options(classes: &[Class], lang: Lang) -> Vec<(String, String)> {
    let mut options = vec![(String::new(), words::word(lang, "roster-choose"))];
    options.extend(classes.iter().map(|c| (c.id.to_string(), c.name.clone())));
    options
}

pub(super) fn coded(lang: Lang, codes: &[(&str, &str)]) -> Vec<(String, String)> {
    codes.iter().map(|(code, key)| ((*code).to_owned(), words::word(lang, key))).collect()
}

/// Sexes as a form offers them.
pub(super) const SEXES: [(&str, &str); 3] = [("", "roster-unknown"), ("male", "roster-male"), ("female", "roster-female")];
/// Boarding as a form offers it.
pub(super) const BOARDINGS: [(&str, &str); 3] = [("", "roster-unknown"), ("no", "roster-day-pupil"), ("yes", "roster-boards")];

fn show_new(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.permit::<acts::ManageRoster>(Subject::School)?;
    let lang = cx.lang();
    let classes = classes_now(cx.tx)?;
    let how = |code: &str, key: &str, more: &str| (code.to_owned(), words::word(lang, key), words::word(lang, more));
    let page = NewPage {
        p: cx.page("roster-new-title"),
        classes: class_options(&classes, lang),
        sexes: coded(lang, &SEXES),
        boardings: coded(lang, &BOARDINGS),
        hows: vec![how("arrival", "roster-how-arrival", "roster-how-arrival-more"), how("transfer", "roster-how-transfer", "roster-how-transfer-more")],
        today: cx.tx.today(),
    };
    cx.render(&page)
}

/// A day of a form; a problem at its field when it cannot be read; `None` when empty.
pub(super) fn day_field(cx: &Cx<'_, '_>, field: &'static str, problems: &mut Problems) -> Option<SchoolDate> {
    let text = cx.field(field);
    if text.is_empty() {
        return None;
    }
    problems.keep(field, text.parse().map_err(|_| Msg::new("roster-day-unreadable").with("text", text.chars().take(20).collect::<String>())))
}

/// A number of a form; a problem at its field when it is none or beyond `most`; `None` when empty.
pub(super) fn number_field(cx: &Cx<'_, '_>, field: &'static str, most: i64, problems: &mut Problems) -> Option<i64> {
    let text = cx.field(field);
    if text.is_empty() {
        return None;
    }
    let number = text.parse::<i64>().ok().filter(|n| (1..=most).contains(n));
    problems.keep(field, number.ok_or_else(|| Msg::new("roster-number-unreadable").with("most", most)))
}

/// A text of a form, bounded.
pub(super) fn text_field(cx: &Cx<'_, '_>, field: &'static str, problems: &mut Problems) -> String {
    let text = cx.field(field);
    if text.chars().count() > limits::LINE_CHARS {
        problems.note(field, Msg::new("roster-text-long").with("most", limits::LINE_CHARS));
    }
    text.to_owned()
}

/// A name of a form, in its normal form.
pub(super) fn name_field(cx: &Cx<'_, '_>, field: &'static str, problems: &mut Problems) -> String {
    problems.keep(field, NameCell::parse(cx.field(field))).map(|cell| cell.name.to_string()).unwrap_or_default()
}

/// Registry and identity number of a form.
pub(super) fn number_fields(cx: &Cx<'_, '_>, problems: &mut Problems) -> (Option<RegistryNo>, Option<IdentityNo>) {
    let today = cx.tx.today();
    let (registry, identity) = (cx.field("registry_no"), cx.field("identity_no"));
    let registry = if registry.is_empty() { None } else { problems.keep("registry_no", RegistryNo::parse(registry, today)) };
    let identity = if identity.is_empty() { None } else { problems.keep("identity_no", IdentityNo::parse(identity, today)) };
    (registry, identity)
}

pub(super) fn boarding_of(code: &str) -> Option<bool> {
    match code {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

pub(super) fn sex_of(code: &str) -> String {
    if matches!(code, "male" | "female") { code.to_owned() } else { String::new() }
}

fn sealed_text(text: &str) -> Option<Sealed<String>> {
    (!text.is_empty()).then(|| Sealed::new(text.to_owned()))
}

fn arrive(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageRoster>(Subject::School)?;
    let mut problems = Problems::default();
    let name = name_field(cx, "name", &mut problems);
    let class = problems.keep("class", cx.field("class").parse::<ClassId>().map_err(|_| Msg::new("roster-move-no-class")));
    let first_day = day_field(cx, "first_day", &mut problems).unwrap_or(cx.tx.today());
    let (registry_no, identity_no) = number_fields(cx, &mut problems);
    let guardian = cx.field("guardian_name");
    let guardians = if guardian.is_empty() {
        Vec::new()
    } else {
        let name = name_field(cx, "guardian_name", &mut problems);
        vec![NewGuardian { name, relation: text_field(cx, "guardian_relation", &mut problems), phone: sealed_text(cx.field("guardian_phone")), lives_with: None }]
    };
    let new = NewPupil {
        name,
        sex: sex_of(cx.field("sex")),
        birth_day: day_field(cx, "birth_day", &mut problems).or(identity_no.as_ref().map(IdentityNo::birth)),
        entry_year: number_field(cx, "entry_year", 2200, &mut problems),
        school_no: Some(text_field(cx, "school_no", &mut problems)).filter(|text| !text.is_empty()),
        seat_no: number_field(cx, "seat_no", 200, &mut problems),
        registry_no,
        identity_no,
        ethnicity: text_field(cx, "ethnicity", &mut problems),
        boarding: boarding_of(cx.field("boarding")),
        address: sealed_text(cx.field("address")),
        guardians,
        import: None,
    };
    let reason = text_field(cx, "reason", &mut problems);
    problems.end()?;
    let class = class.ok_or(Error::NotFound)?;
    let grade = movements::grade_in(cx.tx, class, None)?;
    let how = Arrival { class, grade, first_day, transfer: cx.field("how") == "transfer", reason };
    if cx.field("another") != "1" {
        entries::refuse_second(cx.tx, &permit, &new)?;
    }
    let id = pupils::enrol(cx.tx, &permit, &how, &new)?;
    cx.did("Arrival", Subject::Pupil(id), permit.levels(), "");
    Ok(Reply::done(format!("/pupils/{id}"), Msg::new("roster-arrived").with("name", new.name)))
}

#[derive(Template)]
#[template(path = "roster/pages/movements.html")]
struct MovementsPage {
    p: Page,
    id: PupilId,
    name: String,
    seat: Option<Seat>,
    kinds: Vec<(String, String, String)>,
    classes: Vec<(String, String)>,
    today: SchoolDate,
    all: Vec<MovementLine>,
}

/// A movement in words.
struct MovementLine {
    m: Movement,
    what: String,
    may_undo: bool,
}

fn movement_lines(lang: Lang, all: Vec<Movement>) -> Vec<MovementLine> {
    let places = ["arrival", "transfer_in", "transfer_out", "leaving", "graduation", "repeat", "promotion", "class_change", "return"];
    let newest = all.iter().filter(|m| places.contains(&m.kind.as_str()) && !m.undone).max_by_key(|m| (m.at, m.day)).map(|m| m.id);
    all.into_iter().map(|m| MovementLine { what: words::word(lang, &format!("roster-movement-{}", m.kind)), may_undo: Some(m.id) == newest, m }).collect()
}

fn see(cx: &mut Cx<'_, '_>, id: PupilId) -> Result<Permit<acts::SeePupil>> {
    cx.permit::<acts::SeePupil>(id)
}

fn show_movements(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    cx.permit::<acts::ManageRoster>(id)?;
    let permit = see(cx, id)?;
    let pupil = particulars::particulars(cx.tx, &permit)?;
    let all = movements::movements(cx.tx, &permit)?;
    let classes = classes_now(cx.tx)?;
    let lang = cx.lang();
    let kind = |code: &str| (code.to_owned(), words::word(lang, &format!("roster-move-{code}")), words::word(lang, &format!("roster-move-{code}-more")));
    let kinds = if pupil.seat.is_some() { vec!["class_change", "repeat", "transfer_out", "leaving"] } else { vec!["return"] };
    let kinds = kinds.into_iter().chain([Lies::Elsewhere, Lies::Here].map(Lies::code)).map(kind).collect();
    let page = MovementsPage {
        p: cx.page_of(&Msg::new("roster-movements-of").with("name", &pupil.name)),
        id,
        name: pupil.name,
        seat: pupil.seat,
        kinds,
        classes: class_options(&classes, lang),
        today: cx.tx.today(),
        all: movement_lines(lang, all),
    };
    cx.saw("SeeMovements", Subject::Pupil(id), permit.levels().within(crate::access::Levels::of(&[Level::Basic])));
    cx.render(&page)
}

fn move_pupil(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::ManageRoster>(id)?;
    let mut problems = Problems::default();
    let day = day_field(cx, "day", &mut problems);
    let reason = text_field(cx, "reason", &mut problems);
    let what = cx.field("move").to_owned();
    let to_class = matches!(what.as_str(), "class_change" | "repeat" | "return");
    let class = if to_class { problems.keep("to_class", cx.field("to_class").parse::<ClassId>().map_err(|_| Msg::new("roster-move-no-class"))) } else { None };
    if day.is_none() {
        problems.note("day", Msg::new("roster-move-day"));
    }
    if !to_class && Departure::of(&what).is_none() && Lies::of(&what).is_none() {
        problems.note("move", Msg::new("roster-move-choose"));
    }
    problems.end()?;
    let day = day.ok_or(Error::NotFound)?;
    if let Some(lies) = Lies::of(&what) {
        enrolment::tell(cx.tx, &permit, lies, day, &reason)?;
        cx.did("MovePupil", Subject::Pupil(id), permit.levels(), what);
        return Ok(Reply::done(format!("/pupils/{id}/movements"), "roster-moved"));
    }
    match (what.as_str(), class, Departure::of(&what)) {
        ("return", Some(class), _) => movements::come_back(cx.tx, &permit, class, day, &reason)?,
        ("repeat", Some(class), _) => movements::change_class(cx.tx, &permit, Change::Repeat, class, day, &reason)?,
        (_, Some(class), _) => movements::change_class(cx.tx, &permit, Change::ClassChange, class, day, &reason)?,
        (_, None, Some(how)) => movements::depart(cx.tx, &permit, how, day, &reason)?,
        (_, None, None) => return Err(Error::NotFound),
    };
    cx.did("MovePupil", Subject::Pupil(id), permit.levels(), what);
    Ok(Reply::done(format!("/pupils/{id}/movements"), "roster-moved"))
}

fn take_back(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let movement: RowId = cx.path("movement")?;
    let permit = cx.permit::<acts::ManageRoster>(id)?;
    movements::take_back(cx.tx, &permit, movement, "")?;
    cx.did("TakeBackMovement", Subject::Pupil(id), permit.levels(), movement.to_string());
    Ok(Reply::done(format!("/pupils/{id}/movements"), "roster-movement-taken-back"))
}

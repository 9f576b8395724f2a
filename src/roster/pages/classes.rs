//! Grades and classes of a school year, combined classes, campuses and teaching points.

use std::collections::BTreeSet;

use askama::Template;

use crate::access::{Action, Subject, acts};
use crate::base::class_name::grade_word;
use crate::base::error::Problems;
use crate::base::{CampusId, ClassId, ClassName, Error, Msg, Result, SchoolYear};
use crate::roster::time::{self, Campus, CampusKind, Class, LEVELS, Year};
use crate::web::{Cx, Page, Policy, Reply, Routes};

/// Classes of one grade; the largest schools have about 25.
const CLASSES_MOST: i64 = 60;
/// The fields of the numbers of classes, by level.
const COUNT_FIELDS: [&str; 6] = ["grade_1", "grade_2", "grade_3", "grade_4", "grade_5", "grade_6"];

pub(super) fn routes() -> Routes {
    let (roster, settings) = (Policy::May(Action::ManageRoster), Policy::May(Action::ManageSettings));
    Routes::new()
        .get("/settings/classes", roster, show_classes)
        .get("/settings/classes/new", roster, show_new)
        .post("/settings/classes/new", roster, add_classes, show_new)
        .get("/settings/classes/{id}", roster, show_class)
        .post("/settings/classes/{id}", roster, change_class, show_class)
        .post("/settings/classes/{id}/removal", roster, remove_class, show_class)
        .get("/settings/campuses", settings, show_campuses)
        .get("/settings/campuses/new", settings, show_new_campus)
        .post("/settings/campuses/new", settings, add_campus, show_new_campus)
        .get("/settings/campuses/{id}", settings, show_campus)
        .post("/settings/campuses/{id}", settings, change_campus, show_campus)
        .post("/settings/campuses/{id}/removal", settings, remove_campus, show_campus)
}

#[derive(serde::Deserialize, Default)]
struct YearQuery {
    year: Option<i16>,
}

/// The year asked for, else that of the present term, else the newest.
fn chosen_year(cx: &mut Cx<'_, '_>) -> Result<(Vec<Year>, Option<Year>)> {
    let asked = cx.field("year").parse().ok().or(cx.query::<YearQuery>().unwrap_or_default().year);
    let years = time::years(cx.tx)?;
    let present = time::current_term(cx.tx)?.map(|term| term.code.year);
    let wanted = asked.map(SchoolYear).or(present);
    let chosen = years.iter().find(|year| Some(year.start) == wanted).or(years.last()).copied();
    Ok((years, chosen))
}

/// A class as the list shows it.
struct Line {
    class: Class,
    homeroom: String,
    campus: String,
    also: String,
    pupils: i64,
}

/// A grade with its classes.
struct Group {
    level: String,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "roster/pages/classes.html")]
struct ClassesPage {
    p: Page,
    /// The newest first; whether it is the one shown.
    years: Vec<(Year, bool)>,
    chosen: Option<Year>,
    groups: Vec<Group>,
    total: usize,
    campuses: bool,
}

fn show_classes(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (years, chosen) = chosen_year(cx)?;
    let mut lines = Vec::new();
    let campuses = time::campuses(cx.tx)?;
    if let Some(year) = chosen {
        lines = lines_of(cx, year, &campuses)?;
    }
    let total = lines.len();
    let mut groups: Vec<Group> = LEVELS.map(|level| Group { level: grade_word(level), lines: Vec::new() }).collect();
    for line in lines {
        if let Some(group) = usize::try_from(line.class.level - 1).ok().and_then(|index| groups.get_mut(index)) {
            group.lines.push(line);
        }
    }
    groups.retain(|group| !group.lines.is_empty());
    let years = years.into_iter().rev().map(|year| (year, Some(year) == chosen)).collect();
    let page = ClassesPage { p: cx.page("roster-settings-classes"), years, chosen, groups, total, campuses: !campuses.is_empty() };
    cx.render(&page)
}

fn lines_of(cx: &mut Cx<'_, '_>, year: Year, campuses: &[Campus]) -> Result<Vec<Line>> {
    let today = cx.tx.today();
    let homerooms = time::homerooms(cx.tx, year.id, today)?;
    let pupils = time::pupils_in_classes(cx.tx, year.id, today)?;
    let combined = time::combined_grades(cx.tx, year.id)?;
    let line = |class: Class| Line {
        homeroom: homerooms.iter().filter(|(id, ..)| *id == class.id).map(|(.., name)| name.as_str()).collect::<Vec<_>>().join("、"),
        campus: campuses.iter().find(|place| Some(place.id) == class.campus).map(|place| place.name.clone()).unwrap_or_default(),
        also: combined.iter().filter(|(id, _)| *id == class.id).map(|(_, level)| grade_word(*level)).collect::<Vec<_>>().join("、"),
        pupils: pupils.iter().find(|(id, _)| *id == class.id).map_or(0, |(_, count)| *count),
        class,
    };
    Ok(time::classes(cx.tx, year.id)?.into_iter().map(line).collect())
}

#[derive(Template)]
#[template(path = "roster/pages/classes_new.html")]
struct NewPage {
    p: Page,
    year: Year,
    /// Field, grade, and how many classes there are.
    counts: Vec<(&'static str, String, i64)>,
}

fn show_new(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let Some(year) = chosen_year(cx)?.1 else { return Ok(Reply::go("/settings/calendar/new")) };
    let classes = time::classes(cx.tx, year.id)?;
    let most = |level: i64| classes.iter().filter(|class| class.level == level).map(|class| class.number).max().unwrap_or(0);
    let counts = LEVELS.zip(COUNT_FIELDS).map(|(level, field)| (field, grade_word(level), most(level))).collect();
    let page = NewPage { p: cx.page("roster-classes-new"), year, counts };
    cx.render(&page)
}

fn add_classes(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageRoster>(Subject::School)?;
    let year = chosen_year(cx)?.1.ok_or(Error::NotFound)?;
    let mut problems = Problems::default();
    let mut wanted = Vec::new();
    for (level, field) in LEVELS.zip(COUNT_FIELDS) {
        let text = cx.field(field);
        let count = if text.is_empty() { Some(0) } else { text.parse::<i64>().ok().filter(|count| (0..=CLASSES_MOST).contains(count)) };
        if let Some(count) = problems.keep(field, count.ok_or_else(|| Msg::new("roster-classes-count").with("most", CLASSES_MOST))) {
            wanted.extend((1..=count).map(|number| ClassName { grade: level, number }));
        }
    }
    problems.end()?;
    let before = time::classes(cx.tx, year.id)?.len();
    for name in wanted {
        time::ensure_class(cx.tx, &permit, year.id, name)?;
    }
    let added = time::classes(cx.tx, year.id)?.len() - before;
    Ok(Reply::done(format!("/settings/classes?year={}", year.start.0), Msg::new("roster-classes-added").with("count", added)))
}

#[derive(Template)]
#[template(path = "roster/pages/class_form.html")]
struct ClassPage {
    p: Page,
    class: Class,
    year: SchoolYear,
    campuses: Vec<(String, String)>,
    campus: String,
    /// Level, word, taught in the same room.
    grades: Vec<(i64, String, bool)>,
}

fn show_class(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let class = time::class(cx.tx, cx.path("id")?)?;
    let year = time::years(cx.tx)?.into_iter().find(|year| year.id == class.year).ok_or(Error::NotFound)?.start;
    let combined = time::combined_grades(cx.tx, class.year)?;
    let typed: BTreeSet<i64> = also(cx);
    let taught = |level: i64| if cx.refused() { typed.contains(&level) } else { combined.contains(&(class.id, level)) };
    let grades = LEVELS.filter(|level| *level != class.level).map(|level| (level, grade_word(level), taught(level))).collect();
    let p = cx.page_of(&Msg::new("roster-class-title").with("class", &class.name));
    let places = time::campuses(cx.tx)?.into_iter().map(|place| (place.id.to_string(), place.name));
    let campuses = std::iter::once((String::new(), p.t("roster-campus-none"))).chain(places).collect();
    let campus = class.campus.map(|id| id.to_string()).unwrap_or_default();
    let page = ClassPage { p, campuses, campus, grades, year, class };
    cx.render(&page)
}

fn also(cx: &Cx<'_, '_>) -> BTreeSet<i64> {
    cx.req.fields_of("also").filter_map(|level| level.parse().ok()).collect()
}

fn change_class(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageRoster>(Subject::School)?;
    let id: ClassId = cx.path("id")?;
    let (name, also) = (cx.field("name").to_owned(), also(cx));
    let campus: Option<CampusId> = match cx.field("campus") {
        "" => None,
        text => Some(text.parse().map_err(|_| Error::at("campus", "roster-campus-unknown"))?),
    };
    time::change_class(cx.tx, &permit, id, &name, campus, &also)?;
    Ok(Reply::done("/settings/classes", Msg::new("roster-class-changed").with("class", name)))
}

fn remove_class(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageRoster>(Subject::School)?;
    let id = cx.path("id")?;
    time::remove_class(cx.tx, &permit, id)?;
    Ok(Reply::done("/settings/classes", "roster-class-removed"))
}

#[derive(Template)]
#[template(path = "roster/pages/campuses.html")]
struct CampusesPage {
    p: Page,
    campuses: Vec<Campus>,
}

fn show_campuses(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let page = CampusesPage { p: cx.page("roster-settings-campuses"), campuses: time::campuses(cx.tx)? };
    cx.render(&page)
}

#[derive(Template)]
#[template(path = "roster/pages/campus_form.html")]
struct CampusPage {
    p: Page,
    action: String,
    stored: Option<Campus>,
    kind_code: &'static str,
    kinds: Vec<(&'static str, String, String)>,
}

fn campus_page(cx: &Cx<'_, '_>, title: &str, action: String, stored: Option<Campus>) -> CampusPage {
    let p = cx.page(title);
    let kinds = vec![
        (CampusKind::Campus.code(), p.t("roster-campus-campus"), p.t("roster-campus-campus-means")),
        (CampusKind::TeachingPoint.code(), p.t("roster-campus-point"), p.t("roster-campus-point-means")),
    ];
    CampusPage { p, action, kind_code: stored.as_ref().map_or(CampusKind::Campus, |campus| campus.kind).code(), stored, kinds }
}

fn show_new_campus(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    cx.render(&campus_page(cx, "roster-campus-new", "/settings/campuses/new".into(), None))
}

fn show_campus(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: CampusId = cx.path("id")?;
    let stored = time::campuses(cx.tx)?.into_iter().find(|campus| campus.id == id).ok_or(Error::NotFound)?;
    cx.render(&campus_page(cx, "roster-campus-edit", format!("/settings/campuses/{id}"), Some(stored)))
}

fn save_campus(cx: &mut Cx<'_, '_>, id: Option<CampusId>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageSettings>(Subject::School)?;
    let place = cx.field("kind").parse().map_err(|()| Error::at("kind", "roster-campus-kind-needed"))?;
    let (name, address) = (cx.field("name").to_owned(), cx.field("address").to_owned());
    time::save_campus(cx.tx, &permit, id, &name, place, &address)?;
    Ok(Reply::done("/settings/campuses", "roster-campus-saved"))
}

fn add_campus(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    save_campus(cx, None)
}

fn change_campus(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id = cx.path("id")?;
    save_campus(cx, Some(id))
}

fn remove_campus(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let permit = cx.permit::<acts::ManageSettings>(Subject::School)?;
    let id = cx.path("id")?;
    time::remove_campus(cx.tx, &permit, id)?;
    Ok(Reply::done("/settings/campuses", "roster-campus-removed"))
}

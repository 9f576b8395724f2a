//! The round of home visits of a class (A1-10, A6-07, A3-16, A9-13).

use askama::Template;

use crate::access::{Action, Level, Levels, Permit, Subject, acts};
use crate::activity::visits::{self, Line};
use crate::activity::{cadence, export};
use crate::base::{ClassId, Error, Msg, Result};
use crate::roster::time::{self, Class, Term};
use crate::web::{Cx, Page, Reply};

/// What these pages show.
const SHOWN: Levels = Levels::of(&[Level::Basic, Level::Family]);

#[derive(Template)]
#[template(path = "activity/pages/visits.html")]
struct Visits {
    p: Page,
    class: ClassId,
    class_name: String,
    only: bool,
    all: usize,
    open: usize,
    groups: Vec<(String, Vec<Line>)>,
    writes: bool,
    formats: Vec<&'static str>,
    slips: Vec<&'static str>,
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Filter {
    only: String,
}

struct Round {
    class: Class,
    term: Term,
    only: bool,
    all: usize,
    open: usize,
    lines: Vec<Line>,
    permit: Permit<acts::SeeFamily>,
}

fn round(cx: &mut Cx<'_, '_>) -> Result<Round> {
    let id: ClassId = cx.path("id")?;
    let permit = cx.permit::<acts::SeeFamily>(id)?;
    let asked: Filter = cx.query()?;
    let term = time::current_term(cx.tx)?.ok_or(Error::NotFound)?;
    let (class, mut lines) = (time::class(cx.tx, id)?, visits::of_class(cx.tx, &permit, &term)?);
    let (all, open, only) = (lines.len(), lines.iter().filter(|line| !line.this_term).count(), asked.only == "open");
    lines.retain(|line| !only || !line.this_term);
    Ok(Round { class, term, only, all, open, lines, permit })
}

/// `GET /classes/{id}/visits`
pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let Round { class, only, all, open, lines, permit, .. } = round(cx)?;
    let p = cx.page_of(&Msg::new("activity-visits-of").with("class", &class.name));
    let elsewhere = p.t("activity-visit-elsewhere");
    let name = |village: &str| if village.is_empty() { elsewhere.clone() } else { village.to_owned() };
    let groups = lines.chunk_by(|a, b| a.village == b.village).map(|group| (name(&group[0].village), group.to_vec())).collect();
    let writes = cadence::allowed(cx.permit::<acts::RecordActivity>(class.id))?.is_some();
    cx.saw("SeeVisits", permit.subject(), permit.levels().within(SHOWN));
    let page = Visits { class: class.id, class_name: class.name, only, all, open, groups, writes, formats: export::formats(), slips: export::letter_formats(), p };
    cx.render(&page)
}

/// `GET /classes/{id}/visits/paper/{format}`
pub(super) fn paper(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (round, format, lang): (_, String, _) = (round(cx)?, cx.path("format")?, cx.lang());
    let (name, media_type, bytes) = export::visits::file(cx.tx, cx.who, &round.lines, &round.class.name, &round.term, &format, lang)?;
    cx.did("PrintRecords", round.permit.subject(), SHOWN, format!("visits {format}"));
    Ok(Reply::file(name, media_type, bytes))
}

/// `GET /classes/{id}/visits/slips/{format}`
pub(super) fn slips(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (round, format, lang): (_, String, _) = (round(cx)?, cx.path("format")?, cx.lang());
    let address = cx.app.config.public_url.clone();
    let (name, media_type, bytes) = export::visits::slips(cx.tx, cx.who, &round.lines, &round.class.name, &round.term, address.as_deref(), &format, lang)?;
    cx.did("PrintRecords", round.permit.subject(), SHOWN, format!("visit slips {format}"));
    Ok(Reply::file(name, media_type, bytes))
}

#[derive(Template)]
#[template(path = "activity/pages/visit_classes.html")]
struct Classes {
    p: Page,
    classes: Vec<Class>,
}

/// `GET /visits`: the classes of which the person may see the families; of one alone its round.
pub(super) fn classes(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (own, grades, all) = (cx.who.classes(Action::SeeFamily), cx.who.grades(Action::SeeFamily), cx.who.may_everywhere(Action::SeeFamily));
    let mut classes = match time::current_term(cx.tx)? {
        Some(term) => time::classes(cx.tx, term.year)?,
        None => Vec::new(),
    };
    classes.retain(|class| all || own.contains(&class.id) || grades.contains(&class.grade));
    cx.saw("SeeVisits", Subject::School, Levels::of(&[Level::Basic]));
    match classes.as_slice() {
        [one] => Ok(Reply::go(format!("/classes/{}/visits", one.id))),
        _ => cx.render(&Classes { p: cx.page("activity-visits-title"), classes }),
    }
}

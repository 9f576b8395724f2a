//! `/rewards/classes/{id}/contests`: friendly contests and recitals of a class, once a unit.

use askama::Template;

use super::SHOWN;
use crate::access::acts;
use crate::base::{ClassId, Error, Msg, PupilId, Result, RowId};
use crate::results::SUBJECTS;
use crate::reward::contest::{self, New, WHATS};
use crate::roster::pupils::{self, Part, Sort, State};
use crate::roster::time;
use crate::web::{Cx, Page, Reply};

#[derive(Template)]
#[template(path = "reward/pages/contests.html")]
struct ContestsPage {
    p: Page,
    id: ClassId,
    term: String,
    /// Grades 1 and 2: for fun.
    fun: bool,
    whats: Vec<(String, String)>,
    subjects: Vec<(String, String)>,
    today: String,
    children: Vec<ChildView>,
    held: Vec<HeldView>,
}

struct ChildView {
    id: PupilId,
    name: String,
    there: bool,
    praised: bool,
}

struct HeldView {
    id: RowId,
    mine: bool,
    title: String,
    what: String,
    detail: String,
    praised: String,
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("id")?;
    let permit = cx.permit::<acts::PraisePupil>(id)?;
    let (term, class) = (super::term(cx)?, time::class(cx.tx, id)?);
    let p = cx.page_of(&Msg::new("reward-contests-of").with("class", &class.name));
    let listed = pupils::list(cx.tx, cx.who, &Part::Class(id), State::Here, Sort::Class, crate::base::limits::ROWS_PER_PAGE_MOST, 0)?;
    let child = |line: pupils::PupilLine| {
        // Everybody takes part unless somebody says otherwise.
        let there = p.typed.is_empty() || p.ticked_with("pupil", line.id);
        let seat = line.seat_no.map(|seat| format!("{seat} ")).unwrap_or_default();
        ChildView { there, praised: p.ticked_with("praised", line.id), name: format!("{seat}{}", line.name), id: line.id }
    };
    let separator = p.t("programme-list-separator");
    let told = |one: contest::Contest| HeldView {
        id: one.id,
        mine: one.mine,
        what: p.t(&format!("reward-contest-{}", one.what)),
        detail: [p.t(&format!("subject-{}", one.subject)), one.unit, one.day.to_string(), one.by, p.tv("reward-contest-count", "count", one.pupils)].join(" · "),
        praised: one.praised.join(&separator),
        title: one.title,
    };
    let page = ContestsPage {
        id,
        term: term.code.to_string(),
        fun: class.level <= crate::results::assessment::LAST_GRADE_WITHOUT_PAPERS,
        whats: super::choices(&p, "reward-contest-", WHATS),
        subjects: super::choices(&p, "subject-", SUBJECTS),
        today: cx.tx.today().clamp(term.first_day, term.last_day).to_string(),
        held: contest::of_class(cx.tx, &permit, &term)?.into_iter().map(told).collect(),
        children: listed.rows.into_iter().map(child).collect(),
        p,
    };
    cx.saw("SeeRewards", permit.subject(), permit.levels().within(SHOWN));
    cx.render(&page)
}

/// Writes a contest down.
pub(super) fn hold(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: ClassId = cx.path("id")?;
    let permit = cx.permit::<acts::PraisePupil>(id)?;
    let (term, lang) = (super::term(cx)?, cx.lang());
    let ids = |field: &'static str| -> Result<Vec<PupilId>> { cx.req.fields_of(field).map(|text| text.parse().map_err(|_| Error::NotFound)).collect() };
    let (there, praised) = (ids("pupil")?, ids("praised")?);
    let mut pupils: Vec<(PupilId, bool)> = there.iter().map(|pupil| (*pupil, praised.contains(pupil))).collect();
    // Who is praised was there.
    pupils.extend(praised.iter().filter(|pupil| !there.contains(pupil)).map(|pupil| (*pupil, true)));
    let text = |field: &str| cx.field(field).to_owned();
    let new = New { what: text("what"), subject: text("subject"), unit: text("unit"), title: text("title"), day: cx.field("day").parse().ok(), pupils };
    contest::hold(cx.tx, &permit, &term, &new, lang)?;
    cx.did("PraisePupil", permit.subject(), permit.levels().within(SHOWN), "contest");
    Ok(Reply::done(format!("/rewards/classes/{id}/contests?term={}", term.code), "reward-contest-kept"))
}

/// `POST /rewards/classes/{id}/contests/{contest}/withdrawal`
pub(super) fn take_back(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, contest): (ClassId, RowId) = (cx.path("id")?, cx.path("contest")?);
    let permit = cx.permit::<acts::PraisePupil>(id)?;
    let (term, why) = (super::term(cx)?, cx.field("reason").to_owned());
    contest::take_back(cx.tx, &permit, &term, contest, &why)?;
    cx.did("PraisePupil", permit.subject(), permit.levels().within(SHOWN), "contest taken back");
    Ok(Reply::done(format!("/rewards/classes/{id}/contests?term={}", term.code), "reward-contest-back"))
}
